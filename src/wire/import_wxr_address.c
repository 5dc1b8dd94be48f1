// The addresses that the old site had, and what stands there now: its posts, its lists, its files.
#include "wire/wxr_import.h"

#include "news/redirect.h"
#include "text/slug.h"
#include "text/unicode.h"
#include "text/url.h"

enum { CATEGORIES_DEEP = 8, ID_MAX = INT32_MAX };

// ── addresses ─────────────────────────────────────────────────────────────────────────────────

// "https://old.example/a%20b/?p=12#c" → "/a b/", "p=12". False: it has no path, or a bad one.
static bool path_of(struct arena *mem, struct str url, struct str *path, struct str *query)
{
    struct str rest;
    *query = STR_NONE;
    if (!is_absolute_http(url))
        return false;
    rest = str_after(url, (size_t)str_find(url, S("://")) + 3);
    ptrdiff_t slash = str_find_char(rest, '/');
    if (slash < 0)
        return false;
    *path = str_after(rest, (size_t)slash);
    str_split(*path, '#', path, &rest);
    str_split(*path, '?', path, query);
    return url_decode(mem, *path, path);
}

static bool keep(struct job *job, struct wxr_import *w, struct str path, struct str target,
                 size_t *count)
{
    bool kept;
    if (!redirect_put(job, &w->import->txn, path, target, &kept))
        return false;
    *count += kept;
    return true;
}

static struct str by_number(struct arena *mem, const char *name, struct str said)
{
    uint64_t id;
    return parse_uint(said, ID_MAX, &id) && id
               ? str_printf(mem, "/?%s=%llu", name, (unsigned long long)id)
               : STR_NONE;
}

// ── posts ─────────────────────────────────────────────────────────────────────────────────────

// The number in "…/?p=12", "…/?page_id=12"; or nothing.
static struct str number_in_query(struct str query)
{
    static const char *const names[] = {"p", "page_id", "attachment_id"};
    struct str part, name, value;
    while (str_cut(&query, '&', &part)) {
        for (size_t i = 0; i < ARRAY_LEN(names) && str_split(part, '=', &name, &value); i++) {
            if (str_is(name, names[i]))
                return value;
        }
    }
    return STR_NONE;
}

static bool keep_item(struct job *job, struct wxr_import *w, const struct wxr_item *item,
                      struct str target, size_t *count)
{
    struct str path, query, number = by_number(&job->mem, "p", item->id);
    bool has_number = !str_starts(item->guid, S("stoppress:")); // of ours, it is no address
    if (has_number && number.len && !keep(job, w, number, target, count))
        return false;
    if (!path_of(&job->mem, item->link, &path, &query))
        return true;
    if (query.len)
        path = by_number(&job->mem, "p", number_in_query(query));
    return !path.len || keep(job, w, path, target, count);
}

bool wxr_keep_addresses(struct job *job, struct wxr_import *w, const struct wxr_item *item,
                        struct str target)
{
    return keep_item(job, w, item, target, &w->report.redirects);
}

// ── files ─────────────────────────────────────────────────────────────────────────────────────

bool wxr_keep_file(struct job *job, struct wxr_import *w, struct str url, int64_t picture_id)
{
    struct str path, query;
    return !path_of(&job->mem, url, &path, &query) ||
           keep(job, w, path, str_printf(&job->mem, "/media/%lld", (long long)picture_id),
                &w->report.files);
}

// The page that shows nothing but a file leads to the post that the file belongs to, which may come
// later in the export, else to the picture.
bool wxr_keep_attachment(struct job *job, struct wxr_import *w, const struct wxr_item *item)
{
    struct str target = by_number(&job->mem, "p", item->parent);
    int64_t picture_id = 0;
    if (!import_begin(w->import) ||
        (!target.len && !wxr_find_picture(job, w, item->id, &picture_id)))
        return false;
    if (picture_id)
        target = str_printf(&job->mem, "/media/%lld", (long long)picture_id);
    return !target.len ||
           keep_item(job, w, item, target, picture_id ? &w->report.files : &w->report.redirects);
}

// ── lists ─────────────────────────────────────────────────────────────────────────────────────

struct listing {
    struct job *job;
    struct wxr_import *w;
    const struct wxr_item *item;
    const struct import_edition *in;
    const struct story_fields *fields; // that the story was given
    struct str before;                 // "/blog/es": where the site and its language begin
};

// "/category/birds/". Asked once in an import: the first edition in which it stands has it.
static bool is_first(const struct listing *l, const char *base, struct str name, struct str *path)
{
    struct arena *mem = &l->job->mem;
    *path = str_printf(mem, STR_FMT "/%s" STR_FMT "/", STR_ARG(l->before), base, STR_ARG(name));
    return import_see(&l->w->import->lists, STR_NONE, *path);
}

static bool keep_list(const struct listing *l, struct str path, struct str target)
{
    return keep(l->job, l->w, path, target, &l->w->report.lists);
}

static struct str in_edition(const struct listing *l, struct str rest)
{
    return str_printf(&l->job->mem, "/" STR_FMT "/" STR_FMT "/", STR_ARG(l->in->edition.slug),
                      STR_ARG(rest));
}

static bool stands_in(const struct listing *l, enum filing_kind kind, struct str name)
{
    struct arena *mem = &l->job->mem;
    const struct str_list *list = kind == FILING_TOPIC ? &l->fields->topics : &l->fields->authors;
    for (size_t i = 0; i < list->count; i++) {
        if (str_eq(text_fold(mem, list->items[i]), text_fold(mem, name)))
            return true;
    }
    return false;
}

// Where the topic or person of that name, among those of the story, has its list; or nothing.
static bool find_list(const struct listing *l, enum filing_kind kind, struct str name,
                      struct str *out)
{
    struct txn *txn = &l->w->import->txn;
    struct filing filing;
    bool found;
    int64_t id;
    *out = STR_NONE;
    if (!stands_in(l, kind, name))
        return true;
    if (!filing_find_named(l->job, txn, kind, l->in->edition.id, name, &found, &id))
        return false;
    if (!found)
        return true;
    if (!filing_get(l->job, txn, kind, id, &filing))
        return false;
    *out = filing_path(&l->job->mem, &filing, l->in->edition.slug);
    return true;
}

static struct str decoded(struct arena *mem, struct str nicename)
{
    struct str out;
    return url_decode(mem, nicename, &out) ? out : nicename;
}

// "/world/africa", as WordPress writes a category that has others above it.
static struct str category_path(const struct listing *l, const struct wxr_term *term)
{
    struct arena *mem = &l->job->mem;
    struct str path = str_join(mem, S("/"), decoded(mem, term->nicename));
    const struct wxr_category *category = wxr_category_of(&l->w->site, term->nicename);
    for (int i = 0; i < CATEGORIES_DEEP && category && category->parent.len; i++) {
        path = str_printf(mem, "/" STR_FMT STR_FMT, STR_ARG(decoded(mem, category->parent)),
                          STR_ARG(path));
        category = wxr_category_of(&l->w->site, category->parent);
    }
    return path;
}

static bool category_target(const struct listing *l, const struct wxr_term *term, struct str *out)
{
    struct str name;
    if (wxr_term_kind(term) == WXR_TERM_NO_CATEGORY) {
        *out = in_edition(l, S("latest"));
        return true;
    }
    if (!wxr_plain(l->job, term->name, WXR_NAME_CHARS, &name))
        return false;
    const struct filing *section = wxr_section_of(l->job, l->w, l->in, term, name);
    if (!section)
        return find_list(l, FILING_TOPIC, name, out);
    *out = filing_path(&l->job->mem, section, l->in->edition.slug);
    return true;
}

static bool keep_category(const struct listing *l, const struct wxr_term *term)
{
    struct arena *mem = &l->job->mem;
    const struct wxr_category *category = wxr_category_of(&l->w->site, term->nicename);
    struct str path, target, number = by_number(mem, "cat", category ? category->id : STR_NONE);
    struct str whole = category_path(l, term),
               last = str_join(mem, S("/"), decoded(mem, term->nicename));
    if (!is_first(l, "category", whole, &path))
        return true;
    if (!category_target(l, term, &target))
        return false;
    if (!target.len)
        return true;
    bool is_first_number = number.len && import_see(&l->w->import->lists, STR_NONE, number);
    return keep_list(l, path, target) && (!is_first_number || keep_list(l, number, target)) &&
           (str_eq(whole, last) || !is_first(l, "category", last, &path) ||
            keep_list(l, path, target));
}

// And those above it, whose lists have its stories too.
static bool keep_categories(const struct listing *l, const struct wxr_term *term)
{
    const struct wxr_category *category = wxr_category_of(&l->w->site, term->nicename);
    if (!keep_category(l, term))
        return false;
    for (int i = 0; i < CATEGORIES_DEEP && category && category->parent.len; i++) {
        category = wxr_category_of(&l->w->site, category->parent);
        struct wxr_term above = {.domain = S("category"),
                                 .nicename = category ? category->nicename : STR_NONE,
                                 .name = category ? category->name : STR_NONE};
        if (category && !keep_category(l, &above))
            return false;
    }
    return true;
}

static bool keep_named(const struct listing *l, const char *base, struct str slug,
                       enum filing_kind kind, struct str said)
{
    struct str path, name, target;
    struct str last = str_join(&l->job->mem, S("/"), decoded(&l->job->mem, slug));
    if (last.len == 1 || !is_first(l, base, last, &path))
        return true;
    return wxr_plain(l->job, said, WXR_NAME_CHARS, &name) && find_list(l, kind, name, &target) &&
           (!target.len || keep_list(l, path, target));
}

static bool keep_term(const struct listing *l, const struct wxr_term *term)
{
    switch (wxr_term_kind(term)) {
    case WXR_TERM_CATEGORY:
    case WXR_TERM_NO_CATEGORY:
        return !term->nicename.len || keep_categories(l, term);
    case WXR_TERM_TAG:
        return keep_named(l, "tag", term->nicename, FILING_TOPIC, term->name);
    case WXR_TERM_AUTHOR:
        return keep_named(l, "author", wxr_author_login(term), FILING_PERSON,
                          wxr_author_name(&l->w->site, wxr_author_login(term), term->name));
    case WXR_TERM_OTHER:
        break;
    }
    return true;
}

// An author's list is called like their login, made a slug.
static bool keep_creator(const struct listing *l)
{
    struct str login = l->item->creator;
    return keep_named(l, "author", slug_make(&l->job->mem, login), FILING_PERSON,
                      wxr_author_name(&l->w->site, login, login));
}

// "2019-05-17 …": its year, month and day.
static bool keep_dates(const struct listing *l)
{
    struct arena *mem = &l->job->mem;
    static const size_t ends[] = {4, 7, 10};
    struct str said = l->item->date, path;
    int64_t at;
    if (said.len < 10 || str_starts(said, S("0000")) || !parse_time(said, &at))
        return true;
    char *date = str_c(mem, str_from_to(said, 0, 10));
    date[4] = date[7] = '/';
    for (size_t i = 0; i < ARRAY_LEN(ends); i++) {
        struct str part = {date, ends[i]};
        if (is_first(l, "", part, &path) &&
            !keep_list(l, path, in_edition(l, str_join(mem, S("archive/"), part))))
            return false;
    }
    return true;
}

// What stands behind the host in the address of the site, and its language's folder.
static struct str beginning(struct arena *mem, const struct wxr_import *w,
                            const struct wxr_item *item)
{
    struct str path, query, language = wxr_link_language(w, item->link);
    if (!path_of(mem, w->address, &path, &query))
        path = STR_NONE;
    return language.len ? str_printf(mem, STR_FMT "/" STR_FMT, STR_ARG(path), STR_ARG(language))
                        : path;
}

bool wxr_keep_lists(struct job *job, struct wxr_import *w, const struct wxr_item *item,
                    const struct import_edition *in, const struct story_fields *fields)
{
    struct listing l = {job, w, item, in, fields, beginning(&job->mem, w, item)};
    for (size_t i = 0; i < item->terms_count; i++) {
        if (!keep_term(&l, &item->terms[i]))
            return false;
    }
    return keep_creator(&l) && keep_dates(&l);
}
