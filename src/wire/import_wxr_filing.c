// Where a post belongs, and who wrote it.
#include "wire/wxr_import.h"

#include "text/slug.h"
#include "text/unicode.h"
#include "text/url.h"

enum { NAMES_MAX = 50, CATEGORIES_DEEP = 8 };

struct filing_in {
    struct job *job;
    struct wxr_import *w;
    const struct wxr_item *item;
    const struct import_edition *in;
    struct str_list topics, authors;
};

// ── terms ─────────────────────────────────────────────────────────────────────────────────────

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

enum wxr_term_kind wxr_term_kind(const struct wxr_term *term)
{
    if (str_is(term->domain, "category") || !term->domain.len)
        return is_no_category(term->nicename.len ? term->nicename : term->name)
                   ? WXR_TERM_NO_CATEGORY
                   : WXR_TERM_CATEGORY;
    return str_is(term->domain, "post_tag") || str_is(term->domain, "tag") ? WXR_TERM_TAG
           : str_is(term->domain, "author")                                ? WXR_TERM_AUTHOR
                                                                           : WXR_TERM_OTHER;
}

static bool is_category(const struct wxr_term *term)
{
    return wxr_term_kind(term) == WXR_TERM_CATEGORY;
}

const struct wxr_category *wxr_category_of(const struct wxr_site *site, struct str nicename)
{
    for (size_t i = 0; i < site->categories_count; i++) {
        if (str_eq(site->categories[i].nicename, nicename))
            return &site->categories[i];
    }
    return NULL;
}

// ── section ───────────────────────────────────────────────────────────────────────────────────

// By its path ("news/politics"), its slug, its name.
const struct filing *wxr_section_of(struct job *job, const struct wxr_import *w,
                                    const struct import_edition *in, const struct wxr_term *term,
                                    struct str name)
{
    struct arena *mem = &job->mem;
    const struct wxr_category *category = wxr_category_of(&w->site, term->nicename);
    struct str path = category && category->parent.len
                          ? str_printf(mem, STR_FMT "/" STR_FMT, STR_ARG(category->parent),
                                       STR_ARG(term->nicename))
                          : term->nicename;
    const struct str names[] = {path, term->nicename, name};
    for (size_t i = 0; i < ARRAY_LEN(names); i++) {
        const struct filing *found = import_find_section(mem, in, names[i]);
        if (found)
            return found;
    }
    return NULL;
}

static const struct filing *section_of(const struct filing_in *f, const struct wxr_term *term,
                                       struct str name)
{
    return wxr_section_of(f->job, f->w, f->in, term, name);
}

// The primary one of Yoast's plugin first, then the one deepest in the menu.
static bool is_better(const struct filing_in *f, const struct wxr_term *term,
                      const struct filing *section, const struct filing *before)
{
    const struct wxr_category *category = wxr_category_of(&f->w->site, term->nicename);
    if (!before)
        return true;
    if (category && category->id.len && str_eq(category->id, f->item->primary_category))
        return true;
    return str_has(section->path, '/') && !str_has(before->path, '/');
}

// A section stands in another, and that in none.
static const struct filing *top_of(const struct filing_in *f, const struct filing *section)
{
    for (size_t i = 0; section && section->parent_id && i < f->in->sections_count; i++) {
        if (f->in->sections[i].id == section->parent_id)
            return &f->in->sections[i];
    }
    return section;
}

static struct str slug_of(struct arena *mem, struct str nicename)
{
    struct str decoded;
    return url_decode(mem, nicename, &decoded) && is_slug(decoded) ? decoded : STR_NONE;
}

// --sections: the category becomes one, below the one it stands below there.
static bool make_section(const struct filing_in *f, const struct wxr_term *term, struct str name,
                         int depth, const struct filing **out)
{
    const struct wxr_category *category = wxr_category_of(&f->w->site, term->nicename), *above;
    const struct filing *parent = NULL;
    *out = section_of(f, term, name);
    if (*out)
        return true;
    above =
        category && depth < CATEGORIES_DEEP ? wxr_category_of(&f->w->site, category->parent) : NULL;
    if (above) {
        struct wxr_term parent_term = {.nicename = above->nicename, .name = above->name};
        struct str parent_name;
        if (!wxr_plain(f->job, above->name, WXR_NAME_CHARS, &parent_name) ||
            !make_section(f, &parent_term, parent_name, depth + 1, &parent))
            return false;
        parent = top_of(f, parent);
        *out = section_of(f, term, name); // categories may stand below one another
        if (*out)
            return true;
    }
    struct filing section = {.kind = FILING_SECTION,
                             .edition_id = f->in->edition.id,
                             .name = name,
                             .slug = slug_of(&f->job->mem, term->nicename),
                             .parent_id = parent ? parent->id : 0};
    return import_make_section(f->job, f->w->import, f->in, &section, out);
}

static bool find_section(const struct filing_in *f, const struct wxr_term *term, struct str name,
                         const struct filing **out)
{
    if (f->w->import->make_sections && name.len)
        return make_section(f, term, name, 0, out);
    *out = section_of(f, term, name);
    return true;
}

static bool choose_section(const struct filing_in *f, const struct filing **out)
{
    const struct filing *best = NULL;
    for (size_t i = 0; i < f->item->terms_count; i++) {
        const struct wxr_term *term = &f->item->terms[i];
        struct str name;
        if (!is_category(term))
            continue;
        if (!wxr_plain(f->job, term->name, WXR_NAME_CHARS, &name))
            return false;
        const struct filing *section;
        if (!find_section(f, term, name, &section))
            return false;
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
        bool is_tag = wxr_term_kind(term) == WXR_TERM_TAG;
        struct str name;
        if (!is_tag && !is_category(term))
            continue;
        if (!wxr_plain(f->job, term->name, WXR_NAME_CHARS, &name))
            return false;
        if (is_tag || !is_said_by(section_of(f, term, name), section))
            add_name(f, &f->topics, name);
    }
    return true;
}

// ── authors ───────────────────────────────────────────────────────────────────────────────────

struct str wxr_author_name(const struct wxr_site *site, struct str login, struct str otherwise)
{
    for (size_t i = 0; i < site->authors_count; i++) {
        if (str_eq_nocase(site->authors[i].login, login) && site->authors[i].name.len)
            return site->authors[i].name;
    }
    return otherwise;
}

struct str wxr_author_login(const struct wxr_term *term)
{
    return str_starts(term->nicename, S("cap-")) ? str_after(term->nicename, 4) : term->nicename;
}

// Somebody who has another name here by now is still at the address that the old one made.
static bool find_renamed(const struct filing_in *f, struct str *name)
{
    struct txn *txn = &f->w->import->txn;
    struct filing person;
    bool found, moved;
    int64_t id;
    if (!import_begin(f->w->import) ||
        !filing_find_named(f->job, txn, FILING_PERSON, 0, *name, &found, &id))
        return false;
    if (found)
        return true;
    struct str slug = slug_make(&f->job->mem, *name);
    if (!slug.len)
        return true;
    if (!filing_find(f->job, txn, FILING_PERSON, 0, slug, &found, &moved, &person))
        return false;
    if (found)
        *name = person.name;
    return true;
}

static bool add_author(struct filing_in *f, struct str login, struct str otherwise)
{
    struct str name;
    if (!wxr_plain(f->job, wxr_author_name(&f->w->site, login, otherwise), WXR_NAME_CHARS, &name))
        return false;
    if (!find_renamed(f, &name))
        return false;
    add_name(f, &f->authors, name);
    return true;
}

// Co-Authors Plus names all of them as terms; without it there is one.
static bool add_authors(struct filing_in *f)
{
    for (size_t i = 0; i < f->item->terms_count; i++) {
        const struct wxr_term *term = &f->item->terms[i];
        if (wxr_term_kind(term) == WXR_TERM_AUTHOR &&
            !add_author(f, wxr_author_login(term), term->name))
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
