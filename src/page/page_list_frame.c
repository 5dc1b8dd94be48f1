// What all list pages share: name and number, where they stand, the same in other editions.
#include "page/internal.h"

#include "text/unicode.h"

// Where a page stands: said in its head, and to machines as far as there are addresses.
static void put_crumbs(struct making *m, const struct list_page *page)
{
    struct value *crumbs = map_list(m->page, "crumbs");
    map_bool(m->page, "has_crumbs", page->crumbs_count > 0);
    for (size_t i = 0; i < page->crumbs_count; i++) {
        struct value *crumb = list_map(crumbs);
        map_text(crumb, "name", page->crumbs[i].name);
        map_text(crumb, "url", page->crumbs[i].path.len ? href(m, page->crumbs[i].path) : STR_NONE);
    }
}

static void put_step(const struct making *m, struct value *steps, int position, struct str name,
                     struct str path)
{
    struct value *step = list_map(steps);
    map_text(step, "@type", S("ListItem"));
    map_int(step, "position", position);
    map_text(step, "name", name);
    map_text(step, "item", absolute_url(m, path));
}

static void put_ld_steps(const struct making *m, struct value *ld, const struct list_page *page)
{
    struct str front = str_printf(&m->job->mem, "/" STR_FMT "/", STR_ARG(m->edition.slug));
    int position = 1;
    map_text(ld, "@context", S("https://schema.org"));
    map_text(ld, "@type", S("BreadcrumbList"));
    struct value *steps = map_list(ld, "itemListElement");
    put_step(m, steps, position++, m->edition.title, front);
    for (size_t i = 0; i < page->crumbs_count; i++) {
        if (page->crumbs[i].path.len)
            put_step(m, steps, position++, page->crumbs[i].name, page->crumbs[i].path);
    }
    put_step(m, steps, position, page->name, page->path);
}

static void put_ld(struct making *m, const struct list_page *page, struct str url)
{
    struct value *list = map_list(m->page, "ld");
    struct value *ld = map_map(list_map(list), "json");
    map_text(ld, "@context", S("https://schema.org"));
    map_text(ld, "@type", page->about_whom ? S("ProfilePage") : S("CollectionPage"));
    map_text(ld, "name", page->name);
    map_text(ld, "url", url);
    map_text(ld, "inLanguage", m->edition.locale.lang);
    if (page->about.len)
        map_text(ld, "description", page->about);
    if (page->about_whom)
        map_put(ld, "mainEntity", page->about_whom);
    put_ld_steps(m, map_map(list_map(list), "json"), page);
}

static void put_og_picture(struct making *m, const struct picture_link *picture)
{
    struct value *image = map_map(map_get(m->page, S("og")), "image");
    map_text(image, "url", picture->url);
    map_text(image, "alt", picture->alt);
    map_int(image, "width", picture->width);
    map_int(image, "height", picture->height);
}

// Past the first page the number belongs to the title and to the address.
bool finish_list(struct making *m, struct list_page *page)
{
    struct arena *mem = &m->job->mem;
    struct str title = page->name, label = STR_NONE;
    struct picture_link picture;
    if (page->number > 1) {
        struct str n = number_text(mem, &m->edition.locale, (int64_t)page->number);
        label = words_with(mem, m->words, "page", "n", n);
        title = str_printf(mem, STR_FMT " · " STR_FMT, STR_ARG(page->name), STR_ARG(label));
    }
    if (!frame_finish(m, title, page->about, page->path, page->same,
                      page->number > 1 ? 0 : page->same_count) ||
        !find_picture_link(m, page->picture_id, &picture))
        return false;
    struct str url = absolute_url(m, page->path);
    if (page->number > 1)
        url = str_printf(mem, STR_FMT "?page=%zu", STR_ARG(url), page->number);
    map_text(m->page, "canonical", url);
    map_text(map_get(m->page, S("og")), "url", url);
    if (picture.url.len)
        put_og_picture(m, &picture);
    map_text(m->page, "hue", page->hue.len ? page->hue : S("news"));
    map_text(m->page, "name", page->name);
    map_text(m->page, "about", page->about);
    map_text(m->page, "page_label", label);
    put_crumbs(m, page);
    put_ld(m, page, url);
    put_region(m, "mostread", "mostread", m->edition.slug);
    if (!page->lists_dossiers)
        put_region(m, "dossiers", "dossiers", m->edition.slug);
    return frame_render(m, page->template);
}

bool put_everywhere(struct making *m, const char *rest, struct list_page *page)
{
    struct edition *editions;
    if (!edition_list(m->job, m->txn, &editions, &page->same_count))
        return false;
    page->same = arena_array(&m->job->mem, struct alternate, page->same_count);
    for (size_t i = 0; i < page->same_count; i++)
        page->same[i] =
            (struct alternate){editions[i].slug, str_printf(&m->job->mem, "/" STR_FMT "/%s",
                                                            STR_ARG(editions[i].slug), rest)};
    page->path = str_printf(&m->job->mem, "/" STR_FMT "/%s", STR_ARG(m->edition.slug), rest);
    return true;
}

struct str date_iso(const struct making *m, int64_t at_ms)
{
    struct civil_date date = civil_date_of(&m->edition.locale, at_ms);
    return str_printf(&m->job->mem, "%04d-%02d-%02d", date.year, date.month, date.day);
}

static bool cut_paragraph(struct str *rest, struct str *out)
{
    for (struct str line; str_cut(rest, '\n', &line);) {
        *out = str_trim(line);
        if (out->len)
            return true;
    }
    return false;
}

struct str text_opening(const struct making *m, struct str text, size_t chars)
{
    struct str first = STR_NONE;
    cut_paragraph(&text, &first);
    return text_cut_words(&m->job->mem, first, chars);
}

void put_paragraphs(const struct making *m, struct str text)
{
    struct str first = STR_NONE, next;
    cut_paragraph(&text, &first);
    map_text(m->page, "text", first);
    struct value *more = map_list(m->page, "more");
    while (cut_paragraph(&text, &next))
        map_text(list_map(more), "paragraph", next);
}
