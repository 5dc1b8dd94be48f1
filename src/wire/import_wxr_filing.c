// Where a post belongs, who wrote it, and where it stood before.
#include "wire/wxr_import.h"

#include "news/address.h"
#include "text/unicode.h"
#include "text/url.h"

enum { NAME_MAX_CHARS = 120, NAMES_MAX = 50 };

struct filing_in {
    struct job *job;
    struct wxr_import *w;
    const struct wxr_item *item;
    const struct import_edition *in;
    struct str_list topics, authors;
};

// ── section ───────────────────────────────────────────────────────────────────────────────────

// The category that every new site has, in the languages it is made in.
static bool is_no_category(struct str nicename)
{
    static const char *const names[] = {
        "uncategorized",  "uncategorised",
        "sin-categoria",  "sin-categorizar",
        "sin-clasificar", "non-classe",
        "غير-مصنف",       "%d8%ba%d9%8a%d8%b1-%d9%85%d8%b5%d9%86%d9%81"};
    for (size_t i = 0; i < ARRAY_LEN(names); i++) {
        if (str_eq_nocase(nicename, str_from(names[i])))
            return true;
    }
    return false;
}

static bool is_category(const struct wxr_term *term)
{
    return (str_is(term->domain, "category") || !term->domain.len) &&
           !is_no_category(term->nicename.len ? term->nicename : term->name);
}

static const struct wxr_category *category_of(const struct wxr_site *site, struct str nicename)
{
    for (size_t i = 0; i < site->categories_count; i++) {
        if (str_eq(site->categories[i].nicename, nicename))
            return &site->categories[i];
    }
    return NULL;
}

// By its path ("news/politics"), its slug, its name.
static const struct filing *section_of(const struct filing_in *f, const struct wxr_term *term,
                                       struct str name)
{
    struct arena *mem = &f->job->mem;
    const struct wxr_category *category = category_of(&f->w->site, term->nicename);
    struct str path = category && category->parent.len
                          ? str_printf(mem, STR_FMT "/" STR_FMT, STR_ARG(category->parent),
                                       STR_ARG(term->nicename))
                          : term->nicename;
    const struct str names[] = {path, term->nicename, name};
    for (size_t i = 0; i < ARRAY_LEN(names); i++) {
        const struct filing *found = import_find_section(mem, f->in, names[i]);
        if (found)
            return found;
    }
    return NULL;
}

// The primary one of Yoast's plugin first, then the one deepest in the menu.
static bool is_better(const struct filing_in *f, const struct wxr_term *term,
                      const struct filing *section, const struct filing *before)
{
    const struct wxr_category *category = category_of(&f->w->site, term->nicename);
    if (!before)
        return true;
    if (category && category->id.len && str_eq(category->id, f->item->primary_category))
        return true;
    return str_has(section->path, '/') && !str_has(before->path, '/');
}

static bool choose_section(const struct filing_in *f, const struct filing **out)
{
    const struct filing *best = NULL;
    for (size_t i = 0; i < f->item->terms_count; i++) {
        const struct wxr_term *term = &f->item->terms[i];
        struct str name;
        if (!is_category(term))
            continue;
        if (!wxr_plain(f->job, term->name, NAME_MAX_CHARS, &name))
            return false;
        const struct filing *section = section_of(f, term, name);
        if (section && is_better(f, term, section, best))
            best = section;
    }
    *out = best;
    return true;
}

// ── topics ────────────────────────────────────────────────────────────────────────────────────

static void add_name(const struct filing_in *f, struct str_list *list, struct str name)
{
    struct arena *mem = &f->job->mem;
    if (!name.len || list->count == NAMES_MAX)
        return;
    for (size_t i = 0; i < list->count; i++) {
        if (str_eq(text_fold(mem, list->items[i]), text_fold(mem, name)))
            return;
    }
    list->items[list->count++] = name;
}

// A category above the section, or the section's own, says nothing more.
static bool is_said_by(const struct filing *named, const struct filing *section)
{
    return named && section && (named->id == section->id || named->id == section->parent_id);
}

static bool add_topics(struct filing_in *f, const struct filing *section)
{
    for (size_t i = 0; i < f->item->terms_count; i++) {
        const struct wxr_term *term = &f->item->terms[i];
        bool is_tag = str_is(term->domain, "post_tag") || str_is(term->domain, "tag");
        struct str name;
        if (!is_tag && !is_category(term))
            continue;
        if (!wxr_plain(f->job, term->name, NAME_MAX_CHARS, &name))
            return false;
        if (is_tag || !is_said_by(section_of(f, term, name), section))
            add_name(f, &f->topics, name);
    }
    return true;
}

// ── authors ───────────────────────────────────────────────────────────────────────────────────

static struct str author_name(const struct wxr_site *site, struct str login, struct str otherwise)
{
    for (size_t i = 0; i < site->authors_count; i++) {
        if (str_eq_nocase(site->authors[i].login, login) && site->authors[i].name.len)
            return site->authors[i].name;
    }
    return otherwise;
}

static bool add_author(struct filing_in *f, struct str login, struct str otherwise)
{
    struct str name;
    if (!wxr_plain(f->job, author_name(&f->w->site, login, otherwise), NAME_MAX_CHARS, &name))
        return false;
    add_name(f, &f->authors, name);
    return true;
}

// Co-Authors Plus names all of them as terms; without it there is one.
static bool add_authors(struct filing_in *f)
{
    for (size_t i = 0; i < f->item->terms_count; i++) {
        const struct wxr_term *term = &f->item->terms[i];
        struct str login = term->nicename;
        if (!str_is(term->domain, "author"))
            continue;
        if (str_starts(login, S("cap-")))
            login = str_after(login, 4);
        if (!add_author(f, login, term->name))
            return false;
    }
    return f->authors.count || add_author(f, f->item->creator, f->item->creator);
}

bool wxr_file_story(struct job *job, struct wxr_import *w, const struct wxr_item *item,
                    const struct import_edition *in, struct story_fields *fields)
{
    struct filing_in f = {.job = job, .w = w, .item = item, .in = in};
    const struct filing *section;
    f.topics.items = arena_array(&job->mem, struct str, NAMES_MAX);
    f.authors.items = arena_array(&job->mem, struct str, NAMES_MAX);
    if (!choose_section(&f, &section) || !add_topics(&f, section) || !add_authors(&f))
        return false;
    if (section)
        fields->section = section->path;
    fields->topics = f.topics;
    fields->authors = f.authors;
    fields->set |= STORY_HAS_TOPICS | STORY_HAS_AUTHORS | (section ? STORY_HAS_SECTION : 0);
    return true;
}

// ── addresses ─────────────────────────────────────────────────────────────────────────────────

// The number in "…/?p=12", "…/?page_id=12"; or nothing.
static struct str number_in_query(struct str query)
{
    struct str part, name, value;
    uint64_t number;
    while (str_cut(&query, '&', &part)) {
        if (str_split(part, '=', &name, &value) && (str_is(name, "p") || str_is(name, "page_id")) &&
            parse_uint(value, UINT32_MAX, &number))
            return value;
    }
    return STR_NONE;
}

static bool keep_address(struct job *job, struct wxr_import *w, struct str path, struct str target)
{
    bool kept;
    if (!address_redirect_put(job, &w->import->txn, path, target, &kept))
        return false;
    w->report.redirects += kept;
    return true;
}

static bool keep_number(struct job *job, struct wxr_import *w, struct str number, struct str target)
{
    uint64_t id;
    return !parse_uint(number, UINT32_MAX, &id) || !id ||
           keep_address(job, w, str_printf(&job->mem, "/?p=%llu", (unsigned long long)id), target);
}

bool wxr_keep_addresses(struct job *job, struct wxr_import *w, const struct wxr_item *item,
                        struct str target)
{
    struct str path, query = STR_NONE, rest;
    if (!keep_number(job, w, item->id, target))
        return false;
    if (!is_absolute_http(item->link))
        return true;
    rest = str_after(item->link, (size_t)str_find(item->link, S("://")) + 3);
    ptrdiff_t slash = str_find_char(rest, '/');
    if (slash < 0)
        return true;
    path = str_after(rest, (size_t)slash);
    str_split(path, '#', &path, &rest);
    if (str_split(path, '?', &path, &query))
        return keep_number(job, w, number_in_query(query), target);
    return !url_decode(&job->mem, path, &path) || keep_address(job, w, path, target);
}
