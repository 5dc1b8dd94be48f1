// A story's page.
#include "page/internal.h"

// ── the story itself: the fragment story:ID ───────────────────────────────────────────────────

static void put_link(const struct making *m, struct value *map, const struct filing *filing,
                     bool has_page)
{
    map_text(map, "name", filing->name);
    map_text(map, "url",
             has_page ? href(m, filing_path(&m->job->mem, filing, m->edition.slug)) : STR_NONE);
}

static void put_filings(const struct making *m, struct value *part, const char *has,
                        const char *name, const struct filing *filings, size_t count,
                        bool have_pages)
{
    struct value *list = map_list(part, name);
    map_bool(part, has, count > 0);
    for (size_t i = 0; i < count; i++)
        put_link(m, list_map(list), &filings[i], have_pages);
}

static void put_facts(const struct making *m, struct value *part, const struct story *story)
{
    // 230 words a minute in Latin script, 190 in Arabic, whose clitics make fewer words.
    int64_t per_minute = str_is(m->edition.dir, "rtl") ? 190 : 230;
    int64_t minutes = ((int64_t)story->words + per_minute - 1) / per_minute;
    put_time(m, part, "published", story->state.published_ms);
    if (story->state.updated_ms > story->state.published_ms)
        put_time(m, part, "updated", story->state.updated_ms);
    else
        map_text(part, "updated", STR_NONE);
    map_text(part, "reading",
             words_count(&m->job->mem, m->words, &m->edition.locale, "reading",
                         minutes < 1 ? 1 : minutes));
    put_filings(m, part, "has_authors", "authors", story->authors, story->authors_count, false);
    if (story->source.id)
        put_link(m, map_map(part, "source"), &story->source, false);
    else
        map_text(part, "source", STR_NONE);
}

static void put_correction(const struct making *m, struct value *part, const struct story *story)
{
    struct arena *mem = &m->job->mem;
    struct value *corrections = map_list(part, "corrections");
    map_bool(part, "has_corrections", story->corrected_ms != 0);
    map_text(part, "changed", STR_NONE);
    if (!story->corrected_ms)
        return;
    struct str date = date_time(mem, &m->edition.locale, story->corrected_ms);
    struct value *correction = list_map(corrections);
    map_text(correction, "iso", time_rfc3339(mem, story->corrected_ms));
    map_text(correction, "date", date);
    map_text(correction, "text", story->correction);
    map_text(part, "changed", words_with(mem, m->words, "corrected", "date", date));
}

static bool put_also(const struct making *m, struct value *part, const struct story *story)
{
    struct translation *translations;
    size_t count, others = 0;
    if (!story_translations(m->job, m->txn, story->state.translation_group, &translations, &count))
        return false;
    struct value *also = map_list(part, "also");
    for (size_t i = 0; i < count; i++) {
        if (translations[i].edition_id == story->state.edition_id)
            continue;
        struct edition other;
        if (!edition_get(m->job, m->txn, translations[i].edition_id, &other))
            return false;
        struct value *item = list_map(also);
        map_text(item, "lang", other.locale.lang);
        map_text(item, "dir", other.dir);
        map_text(item, "name", other.name);
        map_text(item, "url", href_story(m, translations[i].edition, translations[i].path));
        others++;
    }
    map_bool(part, "has_also", others > 0);
    return true;
}

// A story that readers cannot see is left out of the box, and noted: it may come back.
static bool put_related(const struct making *m, struct value *stories, struct str named, bool *any)
{
    struct story related;
    int64_t id;
    if (!parse_int(str_trim(named), &id))
        return true;
    if (!story_read(m->job, m->txn, id, &related)) {
        bool is_away = m->job->fault.kind == FAULT_NOT_FOUND || m->job->fault.kind == FAULT_GONE;
        if (is_away)
            job_forgive(m->job);
        return is_away;
    }
    struct value *item = list_map(stories);
    map_text(item, "headline", related.headline);
    map_text(item, "url", href_story(m, related.state.edition, related.state.path));
    *any = true;
    return true;
}

static bool write_related(struct job *job, void *with, const struct block *box, struct buf *out)
{
    const struct making *m = with;
    struct value *part = value_map(&job->mem);
    struct value *stories = map_list(part, "stories");
    struct str rest = box->ref, named;
    bool any = false;
    map_put(part, "t", words_values(m->words));
    while (str_cut(&rest, ',', &named)) {
        if (!put_related(m, stories, named, &any))
            return false;
    }
    struct sheet sheet;
    if (!any)
        return true;
    if (!template_render(job, m->world->templates, S("part/related"), part, &sheet))
        return false;
    buf_add_html(out, (struct html){sheet.text});
    return true;
}

bool fill_story(const struct making *m, struct value *part, const struct story *story)
{
    struct html body;
    struct making with = *m;
    struct document_world world = {.with = &with, .related = write_related};
    if (!document_write_html(m->job, story->body, &world, &body) || !put_also(m, part, story))
        return false;
    map_text(part, "hue", story->section.note.len ? story->section.note : S("news"));
    if (story->section.id)
        put_link(m, map_map(part, "kicker"), &story->section, true);
    else
        map_text(part, "kicker", STR_NONE);
    map_text(part, "headline", story->headline);
    map_text(part, "standfirst", story->standfirst);
    map_text(part, "picture", STR_NONE);
    map_html(part, "body", body);
    put_facts(m, part, story);
    put_correction(m, part, story);
    put_filings(m, part, "has_topics", "topics", story->topics, story->topics_count, true);
    return true;
}

// ── around it ─────────────────────────────────────────────────────────────────────────────────

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
}

static struct value *ld_people(const struct making *m, const struct story *story)
{
    struct value *people = value_list(&m->job->mem);
    for (size_t i = 0; i < story->authors_count; i++) {
        struct value *person = list_map(people);
        map_text(person, "@type", S("Person"));
        map_text(person, "name", story->authors[i].name);
    }
    if (story->authors_count == 0) {
        struct value *house = list_map(people);
        map_text(house, "@type", S("Organization"));
        map_text(house, "name", m->edition.title);
    }
    return people;
}

// schema.org NewsArticle: what it says is what the page shows.
static void put_ld(const struct making *m, const struct story *story, struct str url)
{
    struct arena *mem = &m->job->mem;
    struct value *ld = map_map(list_map(map_list(m->page, "ld")), "json");
    map_text(ld, "@context", S("https://schema.org"));
    map_text(ld, "@type",
             str_is(story->kind, "opinion") ? S("OpinionNewsArticle") : S("NewsArticle"));
    map_text(ld, "headline", story->headline);
    if (story->standfirst.len)
        map_text(ld, "description", story->standfirst);
    map_text(ld, "inLanguage", m->edition.locale.lang);
    map_text(ld, "datePublished", time_rfc3339(mem, story->state.published_ms));
    map_text(ld, "dateModified", time_rfc3339(mem, story->state.updated_ms));
    map_text(ld, "mainEntityOfPage", url);
    map_text(ld, "url", url);
    if (story->section.name.len)
        map_text(ld, "articleSection", story->section.name);
    map_put(ld, "author", ld_people(m, story));
    struct value *publisher = map_map(ld, "publisher");
    map_text(publisher, "@type", S("NewsMediaOrganization"));
    map_text(publisher, "name", m->edition.title);
    map_text(publisher, "url",
             absolute_url(m, str_printf(mem, "/" STR_FMT "/", STR_ARG(m->edition.slug))));
    if (!story->corrected_ms)
        return;
    struct value *correction = map_map(ld, "correction");
    map_text(correction, "@type", S("CorrectionComment"));
    map_text(correction, "text", story->correction);
    map_text(correction, "datePublished", time_rfc3339(mem, story->corrected_ms));
}

static void put_og_story(const struct making *m, const struct story *story)
{
    struct arena *mem = &m->job->mem;
    struct value *og = map_get(m->page, S("og"));
    map_text(og, "type", S("article"));
    map_text(og, "published", time_rfc3339(mem, story->state.published_ms));
    map_text(og, "modified", time_rfc3339(mem, story->state.updated_ms));
    map_text(og, "section", story->section.name);
    struct value *tags = map_list(og, "tags");
    for (size_t i = 0; i < story->topics_count; i++)
        map_text(list_map(tags), "name", story->topics[i].name);
}

bool make_story(struct making *m, int64_t id)
{
    struct arena *mem = &m->job->mem;
    struct story story;
    struct translation *translations;
    size_t count;
    if (!story_read(m->job, m->txn, id, &story) ||
        !story_translations(m->job, m->txn, story.state.translation_group, &translations, &count))
        return false;
    struct alternate *same = arena_array(mem, struct alternate, count);
    for (size_t i = 0; i < count; i++)
        same[i] =
            (struct alternate){translations[i].edition, str_printf(mem, "/" STR_FMT "/" STR_FMT,
                                                                   STR_ARG(translations[i].edition),
                                                                   STR_ARG(translations[i].path))};
    struct str path = str_printf(mem, "/" STR_FMT "/" STR_FMT, STR_ARG(m->edition.slug),
                                 STR_ARG(story.state.path));
    struct str about =
        story.standfirst.len ? story.standfirst : document_opening(m->job, story.body, 200);
    if (!frame_finish(m, story.headline, about, path, same, count))
        return false;
    put_og_story(m, &story);
    put_ld(m, &story, absolute_url(m, path));
    put_share(m, absolute_url(m, path), story.headline);
    put_content(m, str_printf(mem, "story:%lld", (long long)id));
    return frame_render(m, S("story"));
}
