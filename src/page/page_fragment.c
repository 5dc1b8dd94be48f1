// Fragments: the regions that pages share or that open pages follow. Each is one element with its
// name, the hash of its content, and the topic that open pages subscribe to.
#include "page/internal.h"

#include "text/unicode.h"

enum { TICKER_FLASHES = 5, BAR_LOOKED_AT = 50 };

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

// ── what stands in them ───────────────────────────────────────────────────────────────────────

static void put_flash(const struct making *m, struct value *item, const struct flash *flash)
{
    struct arena *mem = &m->job->mem;
    map_text(item, "key", str_printf(mem, "flash-%lld", (long long)flash->id));
    map_text(item, "iso", time_rfc3339(mem, flash->at_ms));
    map_text(item, "time", clock_time(mem, &m->edition.locale, flash->at_ms));
    map_text(item, "place", flash->place);
    map_text(item, "source", flash->source);
    map_text(item, "text", flash->text);
    map_text(item, "url",
             flash->story_path.len ? href_story(m, m->edition.slug, flash->story_path) : STR_NONE);
}

bool fill_ticker(const struct making *m, struct value *part)
{
    struct flash *flashes;
    size_t count;
    if (!flash_list(m->job, m->txn, m->edition.id, TICKER_FLASHES, &flashes, &count))
        return false;
    struct value *list = map_list(part, "flashes");
    for (size_t i = 0; i < count; i++)
        put_flash(m, list_map(list), &flashes[i]);
    map_bool(part, "running", count > 0);
    map_text(part, "all_url", STR_NONE);
    return true;
}

bool fill_bar(const struct making *m, struct value *part)
{
    struct flash *flashes;
    size_t count;
    if (!flash_list(m->job, m->txn, m->edition.id, BAR_LOOKED_AT, &flashes, &count))
        return false;
    for (size_t i = 0; i < count; i++) {
        if (flashes[i].bar) {
            put_flash(m, map_map(part, "flash"), &flashes[i]);
            return true;
        }
    }
    map_text(part, "flash", STR_NONE);
    return true;
}

static void put_way(const struct making *m, struct value *list, const struct filing *filing,
                    struct value **out)
{
    *out = list_map(list);
    map_text(*out, "name", filing->name);
    map_text(*out, "url", href(m, filing_path(&m->job->mem, filing, m->edition.slug)));
}

bool fill_menu(const struct making *m, struct value *part)
{
    struct filing *sections, *regions;
    size_t sections_count, regions_count;
    if (!filing_list(m->job, m->txn, FILING_SECTION, m->edition.id, 200, 0, &sections,
                     &sections_count) ||
        !filing_list(m->job, m->txn, FILING_REGION, m->edition.id, 100, 0, &regions,
                     &regions_count))
        return false;
    struct value *tops = map_list(part, "sections"), *item;
    for (size_t i = 0; i < sections_count; i++) {
        if (sections[i].parent_id || sections[i].hidden)
            continue;
        struct value *top;
        put_way(m, tops, &sections[i], &top);
        struct value *subs = map_list(top, "subs");
        for (size_t j = 0; j < sections_count; j++) {
            if (sections[j].parent_id == sections[i].id && !sections[j].hidden)
                put_way(m, subs, &sections[j], &item);
        }
    }
    struct value *list = map_list(part, "regions");
    map_bool(part, "has_regions", regions_count > 0);
    for (size_t i = 0; i < regions_count; i++)
        put_way(m, list, &regions[i], &item);
    return true;
}

bool fill_footer(const struct making *m, struct value *part)
{
    struct edition *editions;
    struct house_page *pages;
    size_t count, pages_count;
    if (!edition_list(m->job, m->txn, &editions, &count) ||
        !house_page_list(m->job, m->txn, &m->edition, &pages, &pages_count))
        return false;
    struct value *links = map_list(part, "links"), *fronts = map_list(part, "fronts");
    for (size_t i = 0; i < pages_count; i++) {
        struct value *link = list_map(links);
        map_text(link, "name", pages[i].title);
        map_text(link, "url", href_story(m, m->edition.slug, pages[i].slug));
    }
    struct value *latest = list_map(links);
    map_text(latest, "name", words_phrase(m->words, "latest_all"));
    map_text(latest, "url",
             str_printf(&m->job->mem, "/" STR_FMT "/latest/", STR_ARG(m->edition.slug)));
    for (size_t i = 0; i < count; i++) {
        struct value *front = list_map(fronts);
        map_text(front, "lang", editions[i].locale.lang);
        map_text(front, "dir", editions[i].dir);
        map_text(front, "name", editions[i].name);
        map_text(front, "url",
                 str_printf(&m->job->mem, "/" STR_FMT "/", STR_ARG(editions[i].slug)));
    }
    map_bool(part, "has_social", false);
    map_text(part, "rights", STR_NONE);
    return true;
}

// ── from a name to what stands there ──────────────────────────────────────────────────────────

struct fragment {
    struct str name, what, of; // "list:section:7": list, section:7
    struct str template, channel;
};

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

static bool fill_shared(struct making *m, struct fragment *f, struct value **part)
{
    static const struct {
        const char *what, *template, *channel;
        bool (*fill)(const struct making *m, struct value *part);
    } shared[] = {
        {"ticker", "part/ticker", "flash:", fill_ticker},
        {"bar", "part/bar", "flash:", fill_bar},
        {"menu", "part/menu", "menu:", fill_menu},
        {"footer", "part/footer", "menu:", fill_footer},
        {"front", "part/front", "front:", fill_front},
    };
    for (size_t i = 0; i < ARRAY_LEN(shared); i++) {
        if (!str_is(f->what, shared[i].what))
            continue;
        if (!find_edition(m, f->of))
            return false;
        f->template = str_from(shared[i].template);
        f->channel = str_join(&m->job->mem, str_from(shared[i].channel), f->of);
        *part = part_values(m);
        return shared[i].fill(m, *part);
    }
    return job_fail(m->job, FAULT_NOT_FOUND, "there is no fragment " STR_FMT, STR_ARG(f->name));
}

static bool parse_id(struct making *m, struct str s, int64_t *out)
{
    uint64_t id;
    if (!parse_uint(s, INT64_MAX, &id) || id == 0)
        return job_fail(m->job, FAULT_NOT_FOUND, "there is no fragment of " STR_FMT, STR_ARG(s));
    *out = (int64_t)id;
    return true;
}

static bool fill_list_fragment(struct making *m, struct fragment *f, struct value **part)
{
    static const struct {
        const char *word;
        enum filing_kind kind;
    } kinds[] = {{"section", FILING_SECTION}, {"region", FILING_REGION}, {"topic", FILING_TOPIC}};
    struct str word, of, path;
    bool any;
    f->template = S("part/list");
    if (!str_split(f->of, ':', &word, &of))
        return job_fail(m->job, FAULT_NOT_FOUND, "there is no list " STR_FMT, STR_ARG(f->of));
    if (str_is(word, "latest")) {
        if (!find_edition(m, of))
            return false;
        f->channel = f->of;
        *part = part_values(m);
        path = str_printf(&m->job->mem, "/" STR_FMT "/latest/", STR_ARG(m->edition.slug));
        return fill_list(m, *part, f->channel, path, 1, &any);
    }
    for (size_t i = 0; i < ARRAY_LEN(kinds); i++) {
        struct filing filing;
        int64_t id;
        if (!str_is(word, kinds[i].word))
            continue;
        if (!parse_id(m, of, &id) || !filing_get(m->job, m->txn, kinds[i].kind, id, &filing) ||
            !set_edition(m, filing.edition_id))
            return false;
        f->channel = str_join(&m->job->mem, f->of, S("/list"));
        *part = part_values(m);
        path = filing_path(&m->job->mem, &filing, m->edition.slug);
        return fill_list(m, *part, f->channel, path, 1, &any);
    }
    return job_fail(m->job, FAULT_NOT_FOUND, "there is no list " STR_FMT, STR_ARG(f->of));
}

static bool fill_story_fragment(struct making *m, struct fragment *f, struct value **part)
{
    struct story story;
    int64_t id;
    if (!parse_id(m, f->of, &id) || !story_read(m->job, m->txn, id, &story) ||
        !set_edition(m, story.state.edition_id))
        return false;
    f->template = S("part/story");
    f->channel = f->name;
    *part = part_values(m);
    return fill_story(m, *part, &story);
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
    if (!str_split(f.name, ':', &f.what, &f.of) || !is_utf8_text(f.name))
        return job_fail(job, FAULT_NOT_FOUND, "there is no fragment of this name");
    bool filled = str_is(f.what, "list")    ? fill_list_fragment(&m, &f, &part)
                  : str_is(f.what, "story") ? fill_story_fragment(&m, &f, &part)
                                            : fill_shared(&m, &f, &part);
    if (!filled)
        return false;
    if (txn->notes && !txn_notes_seq(job, txn, txn->notes, &out->newest_seq))
        return false;
    return render(&m, &f, part, out);
}

bool page_channel_fragments(struct job *job, struct str channel, struct str **names, size_t *count)
{
    static const struct {
        const char *channel, *fragments[2];
    } shared[] = {
        {"flash", {"ticker", "bar"}},
        {"menu", {"menu", "footer"}},
        {"front", {"front", NULL}},
    };
    struct arena *mem = &job->mem;
    struct str what, of;
    *names = arena_array(mem, struct str, 2);
    *count = 0;
    if (!str_split(channel, ':', &what, &of))
        return true;
    for (size_t i = 0; i < ARRAY_LEN(shared); i++) {
        for (size_t j = 0; str_is(what, shared[i].channel) && j < 2; j++) {
            if (shared[i].fragments[j])
                (*names)[(*count)++] =
                    str_printf(mem, "%s:" STR_FMT, shared[i].fragments[j], STR_ARG(of));
        }
    }
    if (str_is(what, "story"))
        (*names)[(*count)++] = channel;
    else if (str_is(what, "latest"))
        (*names)[(*count)++] = str_join(mem, S("list:"), channel);
    else if (str_ends(channel, S("/list")))
        (*names)[(*count)++] =
            str_join(mem, S("list:"), str_from_to(channel, 0, channel.len - S("/list").len));
    return true;
}

bool page_fragment_is_held(struct str name)
{
    static const char *const held[] = {"story:", "front:", "list:"};
    for (size_t i = 0; i < ARRAY_LEN(held); i++) {
        if (str_starts(name, str_from(held[i])))
            return true;
    }
    return false;
}
