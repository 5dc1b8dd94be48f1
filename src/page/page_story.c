// A story's page: its regions, the ways to share it, and what it says to machines.
#include "page/internal.h"

static void put_share(const struct making *m, struct str link, struct str headline)
{
    static const struct {
        const char *name, *before_text, *before_url; // in this order; NULL: not said
    } ways[] = {
        {"WhatsApp", "https://wa.me/?text=", "%20"},
        {"Telegram", "https://t.me/share/url?text=", "&url="},
        {"X", "https://x.com/intent/tweet?text=", "&url="},
        {"Facebook", NULL, "https://www.facebook.com/sharer/sharer.php?u="},
    };
    struct arena *mem = &m->job->mem;
    struct value *share = map_list(m->page, "share");
    struct str url = url_encode_query(mem, link), text = url_encode_query(mem, headline);
    struct value *mail = list_map(share);
    map_text(mail, "name", words_phrase(m->words, "share_mail"));
    map_text(
        mail, "url",
        str_printf(mem, "mailto:?subject=" STR_FMT "&body=" STR_FMT, STR_ARG(text), STR_ARG(url)));
    for (size_t i = 0; i < ARRAY_LEN(ways); i++) {
        struct value *item = list_map(share);
        map_text(item, "name", str_from(ways[i].name));
        struct str front =
            ways[i].before_text ? str_join(mem, str_from(ways[i].before_text), text) : STR_NONE;
        map_text(item, "url",
                 str_printf(mem, STR_FMT "%s" STR_FMT, STR_ARG(front), ways[i].before_url,
                            STR_ARG(url)));
    }
    map_text(m->page, "link", link);
    map_text(m->page, "headline", headline);
}

static void put_regions(const struct making *m, int64_t id)
{
    struct str of = str_printf(&m->job->mem, "%lld", (long long)id);
    put_region(m, "content", "story", of);
    put_region(m, "shares", "shares", of);
    put_region(m, "coverage", "coverage", of);
    put_region(m, "next", "next", of);
    put_region(m, "dossiers", "dossiers", m->edition.slug);
    put_region(m, "mostread", "mostread", m->edition.slug);
}

// The story in the other editions: what their editions' switch leads to.
static bool find_translations(const struct making *m, const struct story *story,
                              struct alternate **out, size_t *count)
{
    struct arena *mem = &m->job->mem;
    struct translation *items;
    if (!story_translations(m->job, m->txn, story->state.translation_group, &items, count))
        return false;
    *out = arena_array(mem, struct alternate, *count);
    for (size_t i = 0; i < *count; i++)
        (*out)[i] = (struct alternate){items[i].edition, str_printf(mem, "/" STR_FMT "/" STR_FMT,
                                                                    STR_ARG(items[i].edition),
                                                                    STR_ARG(items[i].path))};
    return true;
}

// One sentence for machines: its standfirst, else how its text begins.
static bool find_about(const struct making *m, const struct story *story, struct str *out)
{
    struct story whole;
    *out = story->standfirst;
    if (out->len)
        return true;
    if (!story_read(m->job, m->txn, story->state.id, &whole))
        return false;
    *out = document_opening(m->job, whole.body, 200);
    return true;
}

bool make_story(struct making *m, int64_t id)
{
    struct story story;
    struct alternate *same;
    size_t count;
    struct str about;
    if (!story_read_around(m->job, m->txn, id, &story) ||
        !find_translations(m, &story, &same, &count) || !find_about(m, &story, &about))
        return false;
    struct str path = str_printf(&m->job->mem, "/" STR_FMT "/" STR_FMT, STR_ARG(m->edition.slug),
                                 STR_ARG(story.state.path));
    struct str url = absolute_url(m, path);
    if (!frame_finish(m, story.headline, about, path, same, count) || !put_og_story(m, &story) ||
        !put_ld_story(m, &story, url))
        return false;
    put_share(m, url, story.headline);
    put_regions(m, id);
    return frame_render(m, S("story"));
}
