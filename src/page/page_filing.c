// What a story is filed under, each as a page: section, region, topic, author, source, dossier. A
// head of its own kind, then the list.
#include "page/internal.h"

enum { NEIGHBOURS_MAX = 8, ABOUT_CHARS = 200 };

// ── the same in other editions ────────────────────────────────────────────────────────────────

// What belongs to the whole site has a page in every edition, but is the same thing told in another
// language only where there are stories.
static bool has_stories(struct making *m, const struct filing *filing, struct str edition,
                        bool *any)
{
    struct str list =
        str_printf(&m->job->mem, "%s:%lld:" STR_FMT "/list", filing_word(filing->kind),
                   (long long)filing->id, STR_ARG(edition));
    return story_list_any(m->job, m->txn, list, any);
}

static bool find_twin(struct making *m, const struct filing *filing, const struct edition *edition,
                      bool *found, struct filing *out)
{
    bool moved = false;
    *out = *filing;
    *found = edition->id == m->edition.id;
    if (*found)
        return true;
    if (!filing->edition_id)
        return has_stories(m, filing, edition->slug, found);
    if (!filing_find(m->job, m->txn, filing->kind, edition->id, filing->path, found, &moved, out))
        return false;
    *found = *found && !moved;
    return true;
}

static bool put_twins(struct making *m, const struct filing *filing, struct list_page *page)
{
    struct edition *editions;
    size_t count;
    if (!edition_list(m->job, m->txn, &editions, &count))
        return false;
    page->same = arena_array(&m->job->mem, struct alternate, count);
    for (size_t i = 0; i < count; i++) {
        bool found;
        struct filing twin;
        if (!find_twin(m, filing, &editions[i], &found, &twin))
            return false;
        if (found)
            page->same[page->same_count++] = (struct alternate){
                editions[i].slug, filing_path(&m->job->mem, &twin, editions[i].slug)};
    }
    page->path = filing_path(&m->job->mem, filing, m->edition.slug);
    return true;
}

// ── heads ─────────────────────────────────────────────────────────────────────────────────────

static void put_crumb(struct making *m, struct list_page *page, struct str name, struct str path)
{
    struct crumb *crumb = arena_new(&m->job->mem, struct crumb);
    *crumb = (struct crumb){name, path};
    page->crumbs = crumb;
    page->crumbs_count = 1;
}

static struct str list_path(const struct making *m, const char *rest)
{
    return str_printf(&m->job->mem, "/" STR_FMT "/%s", STR_ARG(m->edition.slug), rest);
}

static void put_way(const struct making *m, struct value *list, const struct filing *filing,
                    bool current)
{
    struct value *way = list_map(list);
    map_text(way, "name", filing->name);
    map_text(way, "url", href(m, filing_path(&m->job->mem, filing, m->edition.slug)));
    map_bool(way, "current", current);
}

// Its subsections, or its sisters.
static bool put_section(struct making *m, const struct filing *section, struct list_page *page)
{
    struct filing *all;
    size_t count, subs_count = 0;
    if (!filing_list(m->job, m->txn, FILING_SECTION, m->edition.id, 0, 0, &all, &count))
        return false;
    int64_t family = section->parent_id ? section->parent_id : section->id;
    struct value *subs = map_list(m->page, "subs");
    for (size_t i = 0; i < count; i++) {
        if (all[i].id == section->parent_id)
            put_crumb(m, page, all[i].name, filing_path(&m->job->mem, &all[i], m->edition.slug));
        if (all[i].parent_id != family || all[i].hidden)
            continue;
        put_way(m, subs, &all[i], all[i].id == section->id);
        subs_count++;
    }
    map_bool(m->page, "has_subs", subs_count > 0);
    page->hue = section->note;
    return true;
}

static bool put_region_head(struct making *m, const struct filing *region, struct list_page *page)
{
    put_crumb(m, page, words_phrase(m->words, "regions"), STR_NONE);
    page->hue = S("world");
    return true;
}

static struct str joined_names(const struct making *m, const struct filing *topic)
{
    struct buf b;
    buf_start(&b, &m->job->mem, 4096);
    for (size_t i = 0; i < topic->names_count; i++) {
        buf_add(&b, i ? words_phrase(m->words, "comma") : STR_NONE);
        buf_add(&b, topic->names[i]);
    }
    return buf_str(&b);
}

static bool put_topic(struct making *m, const struct filing *topic, struct list_page *page)
{
    struct filing *neighbours;
    size_t count;
    if (!topic_neighbours(m->job, m->txn, topic->id, NEIGHBOURS_MAX, &neighbours, &count))
        return false;
    struct value *list = map_list(m->page, "neighbours");
    for (size_t i = 0; i < count; i++)
        put_way(m, list, &neighbours[i], false);
    map_bool(m->page, "has_neighbours", count > 0);
    put_paragraphs(m, topic->text);
    map_text(m->page, "names", joined_names(m, topic));
    put_crumb(m, page, words_phrase(m->words, "topic"), STR_NONE);
    return true;
}

static bool put_person_ld(struct making *m, const struct filing *person, struct list_page *page)
{
    struct picture_link portrait;
    struct value *ld = page->about_whom = value_map(&m->job->mem);
    if (!find_picture_link(m, person->picture_id, &portrait))
        return false;
    map_text(ld, "@type", S("Person"));
    map_text(ld, "name", person->name);
    map_text(ld, "url", absolute_url(m, page->path));
    if (person->note.len)
        map_text(ld, "jobTitle", person->note);
    if (person->text.len)
        map_text(ld, "description", person->text);
    if (portrait.url.len)
        map_text(ld, "image", portrait.url);
    return true;
}

static bool put_person(struct making *m, const struct filing *person, struct list_page *page)
{
    static const struct picture_use portrait = {
        .shape = MEDIA_1X1, .sizes = "(min-width: 46em) 12rem, 7rem", .eager = true};
    map_text(m->page, "role", person->note);
    put_paragraphs(m, person->text);
    put_crumb(m, page, words_phrase(m->words, "authors"), list_path(m, "authors/"));
    page->about = person->text.len
                      ? text_opening(m, person->text, ABOUT_CHARS)
                      : words_with(&m->job->mem, m->words, "author_about", "name", person->name);
    page->picture_id = person->picture_id;
    return put_picture(m, m->page, person->picture_id, &portrait) && put_person_ld(m, person, page);
}

static bool put_source(struct making *m, const struct filing *source, struct list_page *page)
{
    map_text(m->page, "site", source->note);
    map_text(m->page, "site_text",
             words_with(&m->job->mem, m->words, "source_site", "name", source->name));
    put_crumb(m, page, words_phrase(m->words, "source_name"), STR_NONE);
    return true;
}

static bool put_dossier(struct making *m, const struct filing *dossier, struct list_page *page)
{
    static const struct picture_use wide = {
        .shape = MEDIA_16X9, .sizes = "(min-width: 62em) 36rem, 100vw", .eager = true};
    put_paragraphs(m, dossier->text);
    put_crumb(m, page, words_phrase(m->words, "coverage_all"), list_path(m, "coverage/"));
    page->picture_id = dossier->picture_id;
    return put_picture(m, m->page, dossier->picture_id, &wide);
}

// ── the page ──────────────────────────────────────────────────────────────────────────────────

static const struct {
    const char *template; // NULL: has no page
    bool (*put)(struct making *m, const struct filing *filing, struct list_page *page);
} filing_pages[FILING_KINDS] = {
    [FILING_SECTION] = {"section", put_section}, [FILING_REGION] = {"region", put_region_head},
    [FILING_TOPIC] = {"topic", put_topic},       [FILING_PERSON] = {"author", put_person},
    [FILING_SOURCE] = {"source", put_source},    [FILING_DOSSIER] = {"dossier", put_dossier},
};

static struct str fragment_of(const struct making *m, const struct filing *filing)
{
    struct arena *mem = &m->job->mem;
    struct str name =
        str_printf(mem, "list:%s:%lld", filing_word(filing->kind), (long long)filing->id);
    if (filing->edition_id)
        return name;
    return str_printf(mem, STR_FMT ":" STR_FMT, STR_ARG(name), STR_ARG(m->edition.slug));
}

bool make_filing(struct making *m, enum filing_kind kind, int64_t id, size_t number)
{
    struct filing filing;
    bool exists;
    if (!filing_get(m->job, m->txn, kind, id, &filing) ||
        !put_list(m, fragment_of(m, &filing), number, &exists))
        return false;
    if (!exists)
        return make_notice(m, 404, STR_NONE);
    struct list_page page = {
        .template = str_from(filing_pages[kind].template), .name = filing.name, .number = number};
    if (!put_twins(m, &filing, &page) || !filing_pages[kind].put(m, &filing, &page))
        return false;
    if (!page.about.len)
        page.about = filing.text.len
                         ? text_opening(m, filing.text, ABOUT_CHARS)
                         : words_with(&m->job->mem, m->words, "list_about", "name", filing.name);
    return finish_list(m, &page);
}
