// The regions around every page: the breaking bar, the ticker, the menu, the foot.
#include "page/internal.h"

enum { TICKER_FLASHES = 5, BAR_LOOKED_AT = 50 };

// ── flashes ───────────────────────────────────────────────────────────────────────────────────

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

// The newest of the first few that is marked for the bar, or NULL.
static const struct flash *find_barred(const struct flash *flashes, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        if (flashes[i].bar)
            return &flashes[i];
    }
    return NULL;
}

// What stands in the bar is marked: where there is little room it is not said twice.
bool fill_ticker(const struct making *m, struct value *part)
{
    struct flash *flashes;
    size_t count;
    if (!flash_list(m->job, m->txn, m->edition.id, TICKER_FLASHES, &flashes, &count))
        return false;
    const struct flash *barred = find_barred(flashes, count);
    struct value *list = map_list(part, "flashes");
    for (size_t i = 0; i < count; i++) {
        struct value *item = list_map(list);
        put_flash(m, item, &flashes[i]);
        map_bool(item, "barred", &flashes[i] == barred);
    }
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
    const struct flash *barred = find_barred(flashes, count);
    map_text(part, "flash", STR_NONE);
    if (barred)
        put_flash(m, map_map(part, "flash"), barred);
    return true;
}

// ── ways through the newspaper ────────────────────────────────────────────────────────────────

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

static void put_link(struct value *list, struct str name, struct str url)
{
    struct value *link = list_map(list);
    map_text(link, "name", name);
    map_text(link, "url", url);
}

// What the newsroom says of itself, and how it can be held to it.
static bool put_house(const struct making *m, struct value *part)
{
    struct house_page *pages;
    size_t count;
    struct value *links = map_list(part, "links");
    if (!house_page_list(m->job, m->txn, &m->edition, &pages, &count))
        return false;
    for (size_t i = 0; i < count; i++)
        put_link(links, pages[i].title, href_story(m, m->edition.slug, pages[i].slug));
    return true;
}

// Lists that every edition has.
static void put_lists(const struct making *m, struct value *part)
{
    static const struct {
        const char *rest, *name;
    } lists[] = {{"latest/", "latest_all"},     {"most-read/", "most_read"},
                 {"coverage/", "coverage_all"}, {"archive/", "archive"},
                 {"authors/", "authors"},       {"corrections/", "corrections"}};
    struct value *links = map_list(part, "lists");
    for (size_t i = 0; i < ARRAY_LEN(lists); i++)
        put_link(
            links, words_phrase(m->words, lists[i].name),
            str_printf(&m->job->mem, "/" STR_FMT "/%s", STR_ARG(m->edition.slug), lists[i].rest));
}

static bool put_tops(const struct making *m, struct value *part)
{
    struct filing *sections;
    size_t count;
    struct value *links = map_list(part, "sections");
    if (!filing_list(m->job, m->txn, FILING_SECTION, m->edition.id, 200, 0, &sections, &count))
        return false;
    for (size_t i = 0; i < count; i++) {
        if (!sections[i].parent_id && !sections[i].hidden)
            put_link(links, sections[i].name,
                     href(m, filing_path(&m->job->mem, &sections[i], m->edition.slug)));
    }
    return true;
}

static bool put_fronts(const struct making *m, struct value *part)
{
    struct edition *editions;
    size_t count;
    struct value *fronts = map_list(part, "fronts");
    if (!edition_list(m->job, m->txn, &editions, &count))
        return false;
    for (size_t i = 0; i < count; i++) {
        struct value *front = list_map(fronts);
        map_text(front, "lang", editions[i].locale.lang);
        map_text(front, "dir", editions[i].dir);
        map_text(front, "name", editions[i].name);
        map_text(front, "url",
                 str_printf(&m->job->mem, "/" STR_FMT "/", STR_ARG(editions[i].slug)));
    }
    return true;
}

// No year: nothing in a page knows what day it is.
static bool put_rights(const struct making *m, struct value *part)
{
    struct site_facts site;
    if (!site_read(m->job, m->txn, &site))
        return false;
    map_text(part, "rights",
             words_with(&m->job->mem, m->words, "rights", "name",
                        site.publisher.len ? site.publisher : site.title));
    return true;
}

bool fill_footer(const struct making *m, struct value *part)
{
    put_lists(m, part);
    return put_tops(m, part) && put_house(m, part) && put_fronts(m, part) && put_social(m, part) &&
           put_rights(m, part);
}
