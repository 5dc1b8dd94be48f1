// Pages of the house: about, privacy, contact. Plain pages, without versions: whoever saves second
// is told and sees what is stored now.
#include "newsroom/screens_site.h"

#include "news/house_page.h"
#include "text/document_source.h"

// What stands in the form.
struct page_form {
    struct str title, slug, text;
};

static struct str page_address(const struct visit *visit, int64_t id, const char *rest)
{
    return str_printf(&visit->job->mem, "/newsroom/pages/%lld/%s", (long long)id, rest);
}

static struct str public_address(const struct visit *visit, const struct edition *edition,
                                 struct str slug)
{
    return str_printf(&visit->job->mem, "/" STR_FMT "/" STR_FMT, STR_ARG(edition->slug),
                      STR_ARG(slug));
}

static struct str list_address(const struct visit *visit, const struct edition *edition)
{
    return str_join(&visit->job->mem, S("/newsroom/pages/?edition="), edition->slug);
}

// ── the list ──────────────────────────────────────────────────────────────────────────────────

bool page_show_list(struct visit *visit)
{
    const struct edition *edition = catalogue_edition(visit);
    struct value *rows = map_list(visit->page, "rows");
    struct house_page *pages = NULL;
    size_t count = 0;
    AUTO_TXN txn = read_begin(visit->job, visit->newsroom->options.store, NULL);
    if (!txn.open || (edition && !house_page_list(visit->job, &txn, edition, &pages, &count)))
        return false;
    for (size_t i = 0; i < count; i++) {
        struct value *row = list_map(rows);
        map_text(row, "url", page_address(visit, pages[i].id, ""));
        map_text(row, "name", pages[i].title);
        map_text(row, "lang", edition->locale.lang);
        map_text(row, "address", public_address(visit, edition, pages[i].slug));
        visit_put_time(visit, row, "updated", pages[i].updated_ms);
    }
    put_edition_tabs(visit, "/newsroom/pages/", edition);
    map_text(visit->page, "new_url",
             str_join(&visit->job->mem, S("/newsroom/pages/new?edition="),
                      edition ? edition->slug : S("")));
    return visit_show(visit, 200, visit_phrase(visit, "site.pages.title"), "page_list");
}

// ── the form ──────────────────────────────────────────────────────────────────────────────────

static struct page_form read_form(const struct visit *visit)
{
    return (struct page_form){.title = form_text(&visit->form, "title"),
                              .slug = str_trim(form_text(&visit->form, "slug")),
                              .text = form_text(&visit->form, "body")};
}

static bool form_of(struct visit *visit, const struct house_page *page, struct page_form *out)
{
    *out = (struct page_form){.title = page->title, .slug = page->slug};
    return document_write_source(visit->job, page->body, &out->text);
}

enum { PARTS = 3 };

static void parts_of(const struct page_form *form, struct str parts[PARTS])
{
    const struct str all[PARTS] = {form->title, form->slug, form->text};
    memcpy(parts, all, sizeof(all));
}

static struct str base_of_form(const struct visit *visit, const struct page_form *form)
{
    struct str parts[PARTS];
    parts_of(form, parts);
    return base_of(visit, parts, PARTS);
}

static void put_form(struct visit *visit, const struct page_form *typed,
                     const struct edition *edition, bool is_new)
{
    struct value *form = map_map(visit->page, "form");
    put_field(visit, form,
              &(struct field){.name = "title",
                              .value = typed->title,
                              .required = true,
                              .length_max = 120,
                              .class = "head",
                              .lang = edition->locale.lang,
                              .dir = edition->dir});
    put_field(visit, form,
              &(struct field){.name = "slug",
                              .value = typed->slug,
                              .hint = is_new ? "filing.hints.new_slug" : "site.pages.slug_hint",
                              .optional = is_new});
    put_field(visit, form,
              &(struct field){.name = "body",
                              .kind = FIELD_AREA,
                              .rows = 20,
                              .value = typed->text,
                              .hint = "site.pages.text_hint",
                              .class = "text",
                              .lang = edition->locale.lang,
                              .dir = edition->dir});
    map_text(visit->page, "edition", edition->slug);
    map_text(visit->page, "back", list_address(visit, edition));
}

// ── making ────────────────────────────────────────────────────────────────────────────────────

static bool show_new(struct visit *visit, int status, const struct edition *edition,
                     const struct page_form *typed)
{
    put_form(visit, typed, edition, true);
    map_bool(visit->page, "it", false);
    map_text(visit->page, "base", STR_NONE);
    map_bool(visit->page, "theirs", false);
    return visit_show(visit, status, visit_phrase(visit, "site.pages.new"), "page");
}

bool page_show_new(struct visit *visit)
{
    const struct edition *edition = catalogue_edition(visit);
    return edition ? show_new(visit, 200, edition, &(struct page_form){0})
                   : job_fail(visit->job, FAULT_NOT_FOUND, "there is no edition");
}

static bool make(struct visit *visit, const struct edition *edition, const struct page_form *typed,
                 int64_t *id)
{
    struct house_page page = {.title = typed->title, .slug = typed->slug};
    struct block *body;
    if (!visit_body(visit, typed->text, &body))
        return false;
    page.body = body;
    AUTO_TXN txn = write_begin(visit->job, visit->newsroom->options.store);
    return txn.open && house_page_make(visit->job, &txn, &visit->actor, edition->id, &page, id) &&
           txn_commit(visit->job, &txn);
}

bool page_make_one(struct visit *visit)
{
    struct page_form typed = read_form(visit);
    const struct edition *edition;
    int64_t id;
    if (!visit_edition_named(visit, form_text(&visit->form, "edition"), &edition))
        return false;
    if (make(visit, edition, &typed, &id))
        return visit_go(visit, page_address(visit, id, ""), "made");
    return visit_is_form_fault(visit) && show_new(visit, visit_put_fault(visit), edition, &typed);
}

// ── changing ──────────────────────────────────────────────────────────────────────────────────

static bool load(struct visit *visit, struct txn *txn, const struct edition **edition,
                 struct house_page *page)
{
    int64_t id, edition_id;
    if (!visit_id(visit, "page", &id) || !house_page_get(visit->job, txn, id, &edition_id, page))
        return false;
    *edition = visit_edition_of(visit, edition_id);
    return *edition != NULL ||
           job_fail(visit->job, FAULT_NOT_FOUND, "there is no page %lld", (long long)id);
}

// When somebody was faster, what they stored stands below what is typed.
static void put_their_page(struct visit *visit, const struct page_form *typed,
                           const struct page_form *stored)
{
    bool is_same = !typed || str_eq(base_of_form(visit, typed), base_of_form(visit, stored));
    bool was_faster =
        typed && !is_same && !str_eq(form_text(&visit->form, "base"), base_of_form(visit, stored));
    if (!was_faster) {
        map_bool(visit->page, "theirs", false);
        return;
    }
    struct value *theirs = map_map(visit->page, "theirs");
    map_text(theirs, "title", stored->title);
    map_text(theirs, "slug", stored->slug);
    map_text(theirs, "text", stored->text);
}

static bool show_one(struct visit *visit, int status, const struct page_form *typed)
{
    const struct edition *edition;
    struct house_page page;
    struct page_form stored;
    AUTO_TXN txn = read_begin(visit->job, visit->newsroom->options.store, NULL);
    if (!txn.open || !load(visit, &txn, &edition, &page) || !form_of(visit, &page, &stored))
        return false;
    put_form(visit, typed ? typed : &stored, edition, false);
    struct value *it = map_map(visit->page, "it");
    map_text(it, "address", public_address(visit, edition, page.slug));
    map_text(it, "end_url", page_address(visit, page.id, "end"));
    map_text(it, "lang", edition->locale.lang);
    map_text(it, "dir", edition->dir);
    visit_put_time(visit, it, "updated", page.updated_ms);
    map_text(visit->page, "base", base_of_form(visit, &stored));
    put_their_page(visit, typed, &stored);
    return visit_show(visit, status, page.title, "page");
}

bool page_show_one(struct visit *visit)
{
    return show_one(visit, 200, NULL);
}

static bool check_page_base(struct visit *visit, const struct house_page *page)
{
    struct page_form stored;
    struct str now[PARTS];
    if (!form_of(visit, page, &stored))
        return false;
    parts_of(&stored, now);
    return check_base(visit, now, PARTS);
}

static bool change(struct visit *visit, const struct page_form *typed)
{
    const struct edition *edition;
    struct house_page before, page = {.title = typed->title, .slug = typed->slug};
    struct block *body;
    if (!visit_body(visit, typed->text, &body))
        return false;
    AUTO_TXN txn = write_begin(visit->job, visit->newsroom->options.store);
    if (!txn.open || !load(visit, &txn, &edition, &before) || !check_page_base(visit, &before))
        return false;
    document_adopt_ids(visit->job, body, before.body);
    page.body = body;
    return house_page_change(visit->job, &txn, &visit->actor, before.id, &page,
                             HOUSE_PAGE_HAS_TITLE | HOUSE_PAGE_HAS_BODY |
                                 (typed->slug.len ? HOUSE_PAGE_HAS_SLUG : 0)) &&
           txn_commit(visit->job, &txn);
}

bool page_change_one(struct visit *visit)
{
    struct page_form typed = read_form(visit);
    int64_t id;
    if (!visit_id(visit, "page", &id))
        return false;
    if (change(visit, &typed))
        return visit_go(visit, page_address(visit, id, ""), "saved");
    return visit_is_form_fault(visit) && show_one(visit, visit_put_fault(visit), &typed);
}

// ── taking away ───────────────────────────────────────────────────────────────────────────────

bool page_show_end(struct visit *visit)
{
    const struct edition *edition;
    struct house_page page;
    AUTO_TXN txn = read_begin(visit->job, visit->newsroom->options.store, NULL);
    if (!txn.open || !load(visit, &txn, &edition, &page))
        return false;
    map_text(visit->page, "url", page_address(visit, page.id, ""));
    map_text(visit->page, "act", page_address(visit, page.id, "end"));
    map_text(visit->page, "address", public_address(visit, edition, page.slug));
    return visit_show(
        visit, 200,
        words_with(&visit->job->mem, visit->words, "filing.end_title", "name", page.title),
        "page_end");
}

bool page_end_one(struct visit *visit)
{
    const struct edition *edition;
    struct house_page page;
    AUTO_TXN txn = write_begin(visit->job, visit->newsroom->options.store);
    return txn.open && load(visit, &txn, &edition, &page) &&
           house_page_end(visit->job, &txn, &visit->actor, page.id) &&
           txn_commit(visit->job, &txn) && visit_go(visit, list_address(visit, edition), "ended");
}
