// Lists of stories: which there are, what stands in them, and the pages they fill. Newest first,
// real pages with addresses; the first one is a fragment that open pages follow.
#include "page/internal.h"

enum { PAGES_AROUND = 2 };

// ── which list ────────────────────────────────────────────────────────────────────────────────

// How the change log names it: latest:en · section:7/list · person:4:en/list
enum named_by { BY_EDITION, BY_ID, BY_ID_AND_EDITION };

static const struct {
    const char *word;
    enum named_by by;
    enum filing_kind kind; // BY_ID…
} list_kinds[] = {
    {"latest", BY_EDITION, FILING_KINDS},
    {"corrections", BY_EDITION, FILING_KINDS},
    {"section", BY_ID, FILING_SECTION},
    {"region", BY_ID, FILING_REGION},
    {"topic", BY_ID, FILING_TOPIC},
    {"dossier", BY_ID, FILING_DOSSIER},
    {"person", BY_ID_AND_EDITION, FILING_PERSON},
    {"source", BY_ID_AND_EDITION, FILING_SOURCE},
};

static bool set_edition(struct making *m, struct str slug)
{
    bool found;
    if (!edition_find(m->job, m->txn, slug, &found, &m->edition))
        return false;
    if (!found)
        return job_fail(m->job, FAULT_NOT_FOUND, "there is no edition " STR_FMT, STR_ARG(slug));
    m->words = world_words(m->world, m->edition.locale.lang);
    return true;
}

static bool find_of_edition(struct making *m, struct str word, struct str of, struct list_of *out)
{
    if (!set_edition(m, of))
        return false;
    out->list = str_printf(&m->job->mem, STR_FMT ":" STR_FMT, STR_ARG(word), STR_ARG(of));
    out->path = str_printf(&m->job->mem, "/" STR_FMT "/" STR_FMT "/", STR_ARG(of), STR_ARG(word));
    return true;
}

// `edition` empty: the filing has one of its own.
static bool find_of_filing(struct making *m, enum filing_kind kind, struct str id_text,
                           struct str edition, struct list_of *out)
{
    uint64_t id;
    if (str_starts(id_text, S("0")) || !parse_uint(id_text, INT64_MAX, &id))
        return job_fail(m->job, FAULT_NOT_FOUND, "there is no list of " STR_FMT, STR_ARG(id_text));
    if (!filing_get(m->job, m->txn, kind, (int64_t)id, &out->filing))
        return false;
    if (!set_edition(m, edition.len ? edition : out->filing.edition))
        return false;
    out->list = str_printf(&m->job->mem, STR_FMT "/list",
                           STR_ARG(str_after(out->fragment, S("list:").len)));
    out->path = filing_path(&m->job->mem, &out->filing, m->edition.slug);
    return true;
}

bool list_of_fragment(struct making *m, struct str of, struct list_of *out)
{
    struct str word, rest, id, edition;
    *out = (struct list_of){.fragment = str_join(&m->job->mem, S("list:"), of)};
    for (size_t i = 0; str_split(of, ':', &word, &rest) && i < ARRAY_LEN(list_kinds); i++) {
        if (!str_is(word, list_kinds[i].word))
            continue;
        if (list_kinds[i].by == BY_EDITION)
            return find_of_edition(m, word, rest, out);
        if (list_kinds[i].by == BY_ID)
            return find_of_filing(m, list_kinds[i].kind, rest, STR_NONE, out);
        if (str_split(rest, ':', &id, &edition))
            return find_of_filing(m, list_kinds[i].kind, id, edition, out);
    }
    return job_fail(m->job, FAULT_NOT_FOUND, "there is no list " STR_FMT, STR_ARG(of));
}

bool list_channel_fragment(struct arena *mem, struct str channel, struct str *name)
{
    struct str word, rest;
    if (!str_split(channel, ':', &word, &rest))
        return false;
    bool is_filing = str_ends(rest, S("/list"));
    if (is_filing)
        rest.len -= S("/list").len;
    for (size_t i = 0; i < ARRAY_LEN(list_kinds); i++) {
        enum named_by by = list_kinds[i].by;
        bool is_this = str_is(word, list_kinds[i].word) && is_filing == (by != BY_EDITION) &&
                       str_has(rest, ':') == (by == BY_ID_AND_EDITION);
        if (!is_this)
            continue;
        *name = str_printf(mem, "list:" STR_FMT ":" STR_FMT, STR_ARG(word), STR_ARG(rest));
        return true;
    }
    return false;
}

// ── what stands in it ─────────────────────────────────────────────────────────────────────────

static struct str page_url(const struct making *m, struct str path, size_t number)
{
    if (number < 2)
        return href(m, path);
    return str_printf(&m->job->mem, STR_FMT "?page=%zu", STR_ARG(href(m, path)), number);
}

void put_paging(const struct making *m, struct value *part, struct str path, size_t number,
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

bool put_row(const struct making *m, struct value *row, const struct story_card *card)
{
    static const struct picture_use thumb = {
        .shape = MEDIA_4X3, .sizes = "(min-width: 46em) 12rem, 7rem", .decorative = true};
    map_bool(row, "fixed", false);
    return card_fill(m, row, card, "row", &thumb);
}

bool put_clock_row(const struct making *m, struct value *row, const struct story_card *card)
{
    if (!put_row(m, row, card))
        return false;
    map_bool(row, "fixed", true);
    map_text(row, "time", clock_time(&m->job->mem, &m->edition.locale, card->published_ms));
    return true;
}

// The rail's parts: one without a name, or (everything there is, newest first) one for each day.
struct rail {
    struct value *groups, *rows;
    int64_t day_ms;
};

static void start_day(const struct making *m, struct rail *rail, int64_t at_ms)
{
    struct arena *mem = &m->job->mem;
    struct value *group = list_map(rail->groups);
    rail->day_ms = day_start_ms(&m->edition.locale, at_ms, 0);
    struct str date = date_iso(m, at_ms);
    map_text(group, "id", str_join(mem, S("day-"), date));
    map_text(group, "date", date);
    map_text(group, "weekday", weekday_name(mem, &m->edition.locale, at_ms));
    map_text(group, "name", date_long(mem, &m->edition.locale, at_ms));
    rail->rows = map_list(group, "rows");
}

static bool put_by_days(const struct making *m, struct value *part, const struct story_cards *cards)
{
    struct rail rail = {.groups = map_list(part, "groups")};
    for (size_t i = 0; i < cards->count; i++) {
        const struct story_card *card = &cards->items[i];
        if (i == 0 || card->published_ms < rail.day_ms)
            start_day(m, &rail, card->published_ms);
        if (!put_clock_row(m, list_map(rail.rows), card))
            return false;
    }
    return true;
}

static bool is_among(const struct id_list *ids, int64_t id)
{
    for (size_t i = 0; i < ids->count; i++) {
        if (ids->items[i] == id)
            return true;
    }
    return false;
}

static struct value *put_group(const struct making *m, struct value *groups)
{
    struct value *group = list_map(groups);
    map_text(group, "id", S("list-title"));
    map_text(group, "date", STR_NONE);
    map_text(group, "name", words_phrase(m->words, "latest"));
    return map_list(group, "rows");
}

static bool put_as_one(const struct making *m, struct value *part, const struct story_cards *cards,
                       const struct id_list *above)
{
    struct value *groups = map_list(part, "groups"), *rows = NULL;
    for (size_t i = 0; i < cards->count; i++) {
        if (is_among(above, cards->items[i].id))
            continue;
        rows = rows ? rows : put_group(m, groups);
        if (!put_row(m, list_map(rows), &cards->items[i]))
            return false;
    }
    return true;
}

// A section's and a dossier's first page begins with its front.
static bool put_front(const struct making *m, struct value *part, const struct list_of *list,
                      size_t number, struct id_list *above)
{
    bool is_section = list->filing.id && list->filing.kind == FILING_SECTION,
         is_dossier = list->filing.id && list->filing.kind == FILING_DOSSIER;
    struct front front;
    map_bool(part, "fronted", false);
    if (number > 1 || !(is_section || is_dossier))
        return true;
    if (!front_read(m->job, m->txn, m->edition.id, is_section ? FRONT_SECTION : FRONT_DOSSIER,
                    list->filing.id, &front))
        return false;
    map_bool(part, "fronted", front.containers_count > 0);
    return put_containers(m, part, &front, above);
}

bool fill_list(const struct making *m, struct value *part, const struct list_of *list,
               size_t number, bool *any)
{
    struct story_cards cards;
    struct id_list above = {0};
    if (str_starts(list->list, S("corrections:")))
        return fill_corrections(m, part, list, number, any);
    if (!story_list(m->job, m->txn, list->list, LIST_STORIES, (number - 1) * LIST_STORIES,
                    &cards) ||
        !put_front(m, part, list, number, &above))
        return false;
    bool by_days = str_starts(list->list, S("latest:"));
    if (by_days ? !put_by_days(m, part, &cards) : !put_as_one(m, part, &cards, &above))
        return false;
    *any = cards.count > 0;
    map_text(part, "empty", *any ? STR_NONE : words_phrase(m->words, "empty"));
    put_paging(m, part, list->path, number, cards.more);
    return true;
}

// ── its page ──────────────────────────────────────────────────────────────────────────────────

bool put_list(struct making *m, struct str fragment, size_t number, bool *exists)
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

bool make_latest(struct making *m, size_t number)
{
    bool exists;
    struct list_page page = {.template = S("latest"),
                             .name = words_phrase(m->words, "latest_all"),
                             .about = words_phrase(m->words, "latest_about"),
                             .number = number};
    if (!put_list(m, str_join(&m->job->mem, S("list:latest:"), m->edition.slug), number, &exists))
        return false;
    if (!exists)
        return make_notice(m, 404, STR_NONE);
    return put_everywhere(m, "latest/", &page) && finish_list(m, &page);
}
