// Lists: a section, a region, a topic, everything. Newest first, real pages with addresses.
#include "page/internal.h"

enum { LIST_STORIES = 20, PAGES_AROUND = 2 };

// ── which list ────────────────────────────────────────────────────────────────────────────────

static bool find_latest(struct making *m, struct str of, struct list_of *out)
{
    bool found;
    if (!edition_find(m->job, m->txn, of, &found, &m->edition))
        return false;
    if (!found)
        return job_fail(m->job, FAULT_NOT_FOUND, "there is no edition " STR_FMT, STR_ARG(of));
    out->list = str_printf(&m->job->mem, "latest:" STR_FMT, STR_ARG(of));
    out->path = str_printf(&m->job->mem, "/" STR_FMT "/latest/", STR_ARG(of));
    m->words = world_words(m->world, m->edition.locale.lang);
    return true;
}

static bool find_filing_list(struct making *m, enum filing_kind kind, struct str of,
                             struct list_of *out)
{
    uint64_t id;
    if (!parse_uint(of, INT64_MAX, &id))
        return job_fail(m->job, FAULT_NOT_FOUND, "there is no list of " STR_FMT, STR_ARG(of));
    if (!filing_get(m->job, m->txn, kind, (int64_t)id, &out->filing) ||
        !edition_get(m->job, m->txn, out->filing.edition_id, &m->edition))
        return false;
    m->words = world_words(m->world, m->edition.locale.lang);
    out->list = str_printf(&m->job->mem, "%s:%llu/list", filing_word(kind), (unsigned long long)id);
    out->path = filing_path(&m->job->mem, &out->filing, m->edition.slug);
    return true;
}

bool list_of_fragment(struct making *m, struct str of, struct list_of *out)
{
    static const enum filing_kind kinds[] = {FILING_SECTION, FILING_REGION, FILING_TOPIC};
    struct str word, rest;
    *out = (struct list_of){.fragment = str_join(&m->job->mem, S("list:"), of)};
    if (str_split(of, ':', &word, &rest)) {
        if (str_is(word, "latest"))
            return find_latest(m, rest, out);
        for (size_t i = 0; i < ARRAY_LEN(kinds); i++) {
            if (str_is(word, filing_word(kinds[i])))
                return find_filing_list(m, kinds[i], rest, out);
        }
    }
    return job_fail(m->job, FAULT_NOT_FOUND, "there is no list " STR_FMT, STR_ARG(of));
}

bool list_channel_fragment(struct arena *mem, struct str channel, struct str *name)
{
    if (str_starts(channel, S("latest:")))
        *name = str_join(mem, S("list:"), channel);
    else if (str_ends(channel, S("/list")))
        *name = str_join(mem, S("list:"), str_from_to(channel, 0, channel.len - S("/list").len));
    else
        return false;
    return true;
}

// ── what stands in it ─────────────────────────────────────────────────────────────────────────

static struct str page_url(const struct making *m, struct str path, size_t number)
{
    if (number < 2)
        return href(m, path);
    return str_printf(&m->job->mem, STR_FMT "?page=%zu", STR_ARG(href(m, path)), number);
}

static void put_paging(const struct making *m, struct value *part, struct str path, size_t number,
                       bool more)
{
    if (number < 2 && !more) {
        map_text(part, "paging", STR_NONE);
        return;
    }
    struct arena *mem = &m->job->mem;
    struct value *paging = map_map(part, "paging");
    map_text(paging, "newer", number > 1 ? page_url(m, path, number - 1) : STR_NONE);
    map_text(paging, "older", more ? page_url(m, path, number + 1) : STR_NONE);
    struct value *pages = map_list(paging, "pages");
    size_t first = number > PAGES_AROUND ? number - PAGES_AROUND : 1;
    for (size_t i = first; i <= number + (more ? 1 : 0); i++) {
        struct value *item = list_map(pages);
        struct str text = number_text(mem, &m->edition.locale, (int64_t)i);
        map_text(item, "url", page_url(m, path, i));
        map_text(item, "text", text);
        map_bool(item, "current", i == number);
        map_text(item, "label", words_with(mem, m->words, "page", "n", text));
    }
}

// Fills part/list with one page of `list`, whose address is `path`. *any: is there a story on it.
bool fill_list(const struct making *m, struct value *part, const struct list_of *list,
               size_t number, bool *any)
{
    struct story_cards cards;
    if (!story_list(m->job, m->txn, list->list, LIST_STORIES, (number - 1) * LIST_STORIES, &cards))
        return false;
    struct value *rows = map_list(part, "rows");
    for (size_t i = 0; i < cards.count; i++) {
        if (!card_fill(m, list_map(rows), &cards.items[i], "row", NULL))
            return false;
    }
    *any = cards.count > 0;
    map_bool(part, "any", *any);
    put_paging(m, part, list->path, number, cards.more);
    return true;
}

// The first page's list is a fragment that open pages follow; older pages are plain.
static bool put_list(struct making *m, struct str fragment, struct str path, size_t number,
                     bool *exists)
{
    *exists = true;
    if (number == 1) {
        put_content(m, fragment);
        return true;
    }
    struct value *part = part_values(m);
    struct list_of list;
    bool any;
    if (!list_of_fragment(m, str_after(fragment, S("list:").len), &list) ||
        !fill_list(m, part, &list, number, &any))
        return false;
    struct sheet sheet;
    if (!template_render(m->job, m->world->templates, S("part/list"), part, &sheet))
        return false;
    map_html(m->page, "content", (struct html){sheet.text});
    *exists = any;
    return true;
}

static void put_head(struct making *m, struct str hue, struct str name, size_t number)
{
    struct str text = number_text(&m->job->mem, &m->edition.locale, (int64_t)number);
    map_text(m->page, "hue", hue.len ? hue : S("news"));
    map_text(m->page, "name", name);
    map_text(m->page, "page_label",
             number > 1 ? words_with(&m->job->mem, m->words, "page", "n", text) : STR_NONE);
}

// Past the first page the number belongs to the title and to the address.
static bool finish_list(struct making *m, struct str template, struct str name, struct str about,
                        struct str path, size_t number, const struct alternate *alternates,
                        size_t count)
{
    struct arena *mem = &m->job->mem;
    if (!frame_finish(m, name, about, path, alternates, number == 1 ? count : 0))
        return false;
    if (number > 1) {
        struct str url =
            str_printf(mem, STR_FMT "?page=%zu", STR_ARG(absolute_url(m, path)), number);
        map_text(m->page, "canonical", url);
    }
    return frame_render(m, template);
}

bool make_latest(struct making *m, size_t number)
{
    struct arena *mem = &m->job->mem;
    struct str path = str_printf(mem, "/" STR_FMT "/latest/", STR_ARG(m->edition.slug));
    struct str fragment = str_printf(mem, "list:latest:" STR_FMT, STR_ARG(m->edition.slug));
    bool exists;
    if (!put_list(m, fragment, path, number, &exists))
        return false;
    if (!exists)
        return make_notice(m, 404, STR_NONE);
    struct edition *editions;
    size_t count;
    if (!edition_list(m->job, m->txn, &editions, &count))
        return false;
    struct alternate *same = arena_array(mem, struct alternate, count);
    for (size_t i = 0; i < count; i++)
        same[i] = (struct alternate){
            editions[i].slug, str_printf(mem, "/" STR_FMT "/latest/", STR_ARG(editions[i].slug))};
    struct str name = words_phrase(m->words, "latest_all");
    put_head(m, STR_NONE, name, number);
    return finish_list(m, S("latest"), name, STR_NONE, path, number, same, count);
}

// The same section or region in the other editions: they share slugs.
static bool find_alternates(struct making *m, const struct filing *filing, struct alternate **out,
                            size_t *count)
{
    struct edition *editions;
    size_t editions_count;
    if (!edition_list(m->job, m->txn, &editions, &editions_count))
        return false;
    *out = arena_array(&m->job->mem, struct alternate, editions_count);
    *count = 0;
    bool has_twins = filing->kind == FILING_SECTION || filing->kind == FILING_REGION;
    for (size_t i = 0; i < editions_count; i++) {
        bool found = str_eq(editions[i].slug, m->edition.slug), moved = false;
        struct filing twin = *filing;
        if (!found && has_twins &&
            !filing_find(m->job, m->txn, filing->kind, editions[i].id, filing->path, &found, &moved,
                         &twin))
            return false;
        if (found && !moved)
            (*out)[(*count)++] = (struct alternate){
                editions[i].slug, filing_path(&m->job->mem, &twin, editions[i].slug)};
    }
    return true;
}

static bool put_sections_around(struct making *m, const struct filing *section)
{
    struct filing *all;
    size_t count, subs_count = 0;
    if (!filing_list(m->job, m->txn, FILING_SECTION, m->edition.id, 200, 0, &all, &count))
        return false;
    int64_t family = section->parent_id ? section->parent_id : section->id;
    struct value *subs = map_list(m->page, "subs");
    map_text(m->page, "parent", STR_NONE);
    for (size_t i = 0; i < count; i++) {
        struct str url = href(m, filing_path(&m->job->mem, &all[i], m->edition.slug));
        if (all[i].id == section->parent_id) {
            struct value *parent = map_map(m->page, "parent");
            map_text(parent, "name", all[i].name);
            map_text(parent, "url", url);
        }
        if (all[i].parent_id != family || all[i].hidden)
            continue;
        struct value *sub = list_map(subs);
        map_text(sub, "name", all[i].name);
        map_text(sub, "url", url);
        map_bool(sub, "current", all[i].id == section->id);
        subs_count++;
    }
    map_bool(m->page, "has_subs", subs_count > 0);
    return true;
}

static void put_topic(struct making *m, const struct filing *topic)
{
    struct buf b;
    buf_start(&b, &m->job->mem, 4096);
    for (size_t i = 0; i < topic->names_count; i++) {
        buf_add(&b, i ? words_phrase(m->words, "comma") : STR_NONE);
        buf_add(&b, topic->names[i]);
    }
    map_text(m->page, "text", topic->text);
    map_text(m->page, "names", buf_str(&b));
}

bool make_filing(struct making *m, enum filing_kind kind, int64_t id, size_t number)
{
    static const char *const templates[FILING_KINDS] = {
        [FILING_SECTION] = "section", [FILING_REGION] = "region", [FILING_TOPIC] = "topic"};
    struct filing filing;
    struct alternate *same;
    size_t count;
    if (!templates[kind])
        return make_notice(m, 404, STR_NONE);
    if (!filing_get(m->job, m->txn, kind, id, &filing) ||
        !find_alternates(m, &filing, &same, &count))
        return false;
    struct str path = filing_path(&m->job->mem, &filing, m->edition.slug);
    struct str fragment =
        str_printf(&m->job->mem, "list:%s:%lld", filing_word(kind), (long long)id);
    bool exists;
    if (!put_list(m, fragment, path, number, &exists))
        return false;
    if (!exists)
        return make_notice(m, 404, STR_NONE);
    put_head(m,
             kind == FILING_SECTION  ? filing.note
             : kind == FILING_REGION ? S("world")
                                     : STR_NONE,
             filing.name, number);
    if (kind == FILING_SECTION && !put_sections_around(m, &filing))
        return false;
    if (kind == FILING_TOPIC)
        put_topic(m, &filing);
    struct str about = kind == FILING_TOPIC ? filing.text : STR_NONE;
    return finish_list(m, str_from(templates[kind]), filing.name, about, path, number, same, count);
}

bool make_corrections(struct making *m, size_t number)
{
    return make_notice(m, 404, STR_NONE);
}
