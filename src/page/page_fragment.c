// Fragments: the regions that pages share or that open pages follow. Each is one element with its
// name, the hash of its content, and the topic that open pages subscribe to.
#include "page/internal.h"

#include "text/unicode.h"

struct value *part_values(const struct making *m)
{
    struct value *part = value_map(&m->job->mem);
    map_put(part, "t", words_values(m->words));
    put_edition(m, part);
    map_text(part, "frag", STR_NONE);
    map_text(part, "version", STR_NONE);
    map_text(part, "channel", STR_NONE);
    return part;
}

// ── from a name to what stands there ──────────────────────────────────────────────────────────

struct fragment {
    struct str name, what, of; // "list:section:7": list, section:7
    struct str template, channel;
};

enum fragment_of { OF_EDITION, OF_STORY, OF_AROUND, OF_STATE, OF_RANKING, OF_LIST };

// Every fragment there is. Its name is "what:of", its channel "channel:of".
static const struct fragment_kind {
    const char *what;
    enum fragment_of of;
    const char *template, *channel;
    bool held; // what a page is read for: it does not change under the reader's eyes (hold=1)
    bool (*fill)(const struct making *m, struct value *part); // OF_EDITION
    bool (*fill_story)(const struct making *m, struct value *part, const struct story *story);
} fragment_kinds[] = {
    {"ticker", OF_EDITION, "part/ticker", "flash", false, fill_ticker, NULL},
    {"bar", OF_EDITION, "part/bar", "flash", false, fill_bar, NULL},
    {"menu", OF_EDITION, "part/menu", "menu", false, fill_menu, NULL},
    {"footer", OF_EDITION, "part/footer", "menu", false, fill_footer, NULL},
    {"front", OF_EDITION, "part/front", "front", true, fill_front, NULL},
    {"dossiers", OF_EDITION, "part/dossiers", "dossiers", false, fill_dossiers, NULL},
    {"mostread", OF_EDITION, "part/most_read", "mostread", false, fill_most_read, NULL},
    {"ranking", OF_RANKING, "part/ranking", NULL, true, NULL, NULL},
    {"story", OF_STORY, "part/story", "story", true, NULL, fill_story},
    {"coverage", OF_AROUND, "part/coverage", "story", false, NULL, fill_coverage},
    {"next", OF_AROUND, "part/next", "story", false, NULL, fill_next},
    {"shares", OF_STATE, "part/shares", "shares", false, NULL, NULL},
    {"list", OF_LIST, "part/list", NULL, true, NULL, NULL},
};

static const struct fragment_kind *kind_of(struct str what)
{
    for (size_t i = 0; i < ARRAY_LEN(fragment_kinds); i++) {
        if (str_is(what, fragment_kinds[i].what))
            return &fragment_kinds[i];
    }
    return NULL;
}

static bool set_edition(struct making *m, int64_t id)
{
    if (!edition_get(m->job, m->txn, id, &m->edition))
        return false;
    m->words = world_words(m->world, m->edition.locale.lang);
    return true;
}

static bool find_edition(struct making *m, struct str slug)
{
    bool found;
    if (!edition_find(m->job, m->txn, slug, &found, &m->edition))
        return false;
    if (!found)
        return job_fail(m->job, FAULT_NOT_FOUND, "there is no edition " STR_FMT, STR_ARG(slug));
    m->words = world_words(m->world, m->edition.locale.lang);
    return true;
}

// An id has one spelling, so that a fragment has one name: "story:007" is none.
static bool parse_id(struct making *m, struct str s, int64_t *out)
{
    uint64_t id;
    if (str_starts(s, S("0")) || !parse_uint(s, INT64_MAX, &id))
        return job_fail(m->job, FAULT_NOT_FOUND, "there is no fragment of " STR_FMT, STR_ARG(s));
    *out = (int64_t)id;
    return true;
}

static bool fill_of_edition(struct making *m, const struct fragment_kind *kind, struct fragment *f,
                            struct value **part)
{
    if (!find_edition(m, f->of))
        return false;
    *part = part_values(m);
    return kind->fill(m, *part);
}

static bool fill_of_story(struct making *m, const struct fragment_kind *kind, struct fragment *f,
                          struct value **part)
{
    struct story story = {0};
    int64_t id;
    if (!parse_id(m, f->of, &id) ||
        !(kind->of == OF_STORY ? story_read : story_read_around)(m->job, m->txn, id, &story) ||
        !set_edition(m, story.state.edition_id))
        return false;
    *part = part_values(m);
    return kind->fill_story(m, *part, &story);
}

static bool fill_of_state(struct making *m, struct fragment *f, struct value **part)
{
    struct story_state state;
    int64_t id;
    if (!parse_id(m, f->of, &id) || !story_state_read(m->job, m->txn, id, &state) ||
        !set_edition(m, state.edition_id))
        return false;
    if (!state.public)
        return job_fail(m->job, FAULT_NOT_FOUND, "the story %lld is not public", (long long)id);
    *part = part_values(m);
    return fill_shares(m, *part, id);
}

// "ranking:en:day"
static bool fill_of_ranking(struct making *m, struct fragment *f, struct value **part)
{
    struct str slug, word;
    enum most_read_span span;
    if (!str_split(f->of, ':', &slug, &word) || !most_read_parse(word, &span))
        return job_fail(m->job, FAULT_NOT_FOUND, "there is no ranking " STR_FMT, STR_ARG(f->of));
    if (!find_edition(m, slug))
        return false;
    f->channel = most_read_topic(&m->job->mem, slug, span);
    *part = part_values(m);
    return fill_ranking(m, *part, span);
}

static bool fill_of_list(struct making *m, struct fragment *f, struct value **part)
{
    struct list_of list;
    bool any;
    if (!list_of_fragment(m, f->of, &list))
        return false;
    f->channel = list.list;
    *part = part_values(m);
    return fill_list(m, *part, &list, 1, &any);
}

static bool fill(struct making *m, const struct fragment_kind *kind, struct fragment *f,
                 struct value **part)
{
    f->template = str_from(kind->template);
    if (kind->channel)
        f->channel = str_printf(&m->job->mem, "%s:" STR_FMT, kind->channel, STR_ARG(f->of));
    switch (kind->of) {
    case OF_EDITION:
        return fill_of_edition(m, kind, f, part);
    case OF_STORY:
    case OF_AROUND:
        return fill_of_story(m, kind, f, part);
    case OF_STATE:
        return fill_of_state(m, f, part);
    case OF_RANKING:
        return fill_of_ranking(m, f, part);
    case OF_LIST:
        break;
    }
    return fill_of_list(m, f, part);
}

// The version is the hash of the element as it would be without one.
static bool render(struct making *m, const struct fragment *f, struct value *part,
                   struct cache_made *out)
{
    struct sheet sheet;
    map_text(part, "frag", f->name);
    map_text(part, "channel", f->channel);
    if (!template_render(m->job, m->world->templates, f->template, part, &sheet))
        return false;
    struct str version = digest_hex(&m->job->mem, sheet.text, 8);
    map_text(part, "version", version);
    if (!template_render(m->job, m->world->templates, f->template, part, &out->sheet))
        return false;
    out->version = version;
    out->channel = f->channel;
    return true;
}

bool page_fragment_make(struct job *job, struct txn *txn, const struct cache_key *key, void *with,
                        struct cache_made *out)
{
    struct making m = {.job = job, .txn = txn, .world = with, .out = out};
    struct fragment f = {.name = key->name};
    struct value *part;
    *out = (struct cache_made){.status = 200, .content_type = S("text/html; charset=utf-8")};
    const struct fragment_kind *kind = NULL;
    if (is_utf8_text(f.name) && str_split(f.name, ':', &f.what, &f.of))
        kind = kind_of(f.what);
    if (!kind)
        return job_fail(job, FAULT_NOT_FOUND, "there is no fragment of this name");
    if (!fill(&m, kind, &f, &part))
        return false;
    if (txn->notes && !txn_notes_seq(job, txn, txn->notes, &out->newest_seq))
        return false;
    return render(&m, &f, part, out);
}

// "mostread:en:hour" → "ranking:en:hour"; "mostread:en" is that of a day.
static struct str ranking_of(struct arena *mem, struct str of)
{
    bool is_day = !str_has(of, ':');
    return str_printf(mem, "ranking:" STR_FMT "%s", STR_ARG(of), is_day ? ":day" : "");
}

bool page_channel_fragments(struct job *job, struct str channel, struct str **names, size_t *count)
{
    struct arena *mem = &job->mem;
    struct str what, of;
    *names = arena_array(mem, struct str, ARRAY_LEN(fragment_kinds));
    *count = 0;
    if (list_channel_fragment(mem, channel, &(*names)[0])) {
        *count = 1;
        return true;
    }
    if (!str_split(channel, ':', &what, &of))
        return true;
    for (size_t i = 0; i < ARRAY_LEN(fragment_kinds); i++) {
        const struct fragment_kind *kind = &fragment_kinds[i];
        bool is_its = kind->channel && str_is(what, kind->channel);
        if (is_its && !(kind->of == OF_EDITION && str_has(of, ':')))
            (*names)[(*count)++] = str_printf(mem, "%s:" STR_FMT, kind->what, STR_ARG(of));
    }
    if (str_is(what, "mostread"))
        (*names)[(*count)++] = ranking_of(mem, of);
    return true;
}

bool page_fragment_is_held(struct str name)
{
    struct str what = name, of;
    str_split(name, ':', &what, &of);
    const struct fragment_kind *kind = kind_of(what);
    return kind && kind->held;
}
