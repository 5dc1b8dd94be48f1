// Writing pages of the house. An address that was one's goes on leading there.
#include "news/house_page.h"
#include "news/internal.h"

#include "text/slug.h"

bool house_page_get(struct job *job, struct txn *txn, int64_t id, int64_t *edition_id,
                    struct house_page *out)
{
    struct rows rows;
    struct block *body;
    bool found;
    note_printf(txn->notes, "page:%lld", (long long)id);
    if (!sql_query(job, txn, &rows,
                   "SELECT edition_id, slug, title, updated_ms, body FROM page WHERE id = ?1",
                   sql_int(id)) ||
        !row_first(job, &rows, &found))
        return false;
    if (!found)
        return job_fail(job, FAULT_NOT_FOUND, "there is no page with the id %lld", (long long)id);
    int64_t edition = row_int(&rows, 0);
    struct house_page page = {.id = id,
                              .slug = row_text(&rows, 1),
                              .title = row_text(&rows, 2),
                              .updated_ms = row_int(&rows, 3)};
    struct str json = row_text(&rows, 4);
    rows_end(&rows);
    if (!document_parse(job, json, &body))
        return false;
    page.body = body;
    *edition_id = edition;
    *out = page;
    return true;
}

// ── addresses ─────────────────────────────────────────────────────────────────────────────────

struct place {
    int64_t edition_id, id; // id: the page that may have it; 0: none yet
};

// Reserved are also the pages every newspaper begins with.
static bool is_ours(struct str slug)
{
    return is_reserved_slug(slug) && !str_is(slug, "about") && !str_is(slug, "privacy") &&
           !str_is(slug, "contact");
}

static bool is_taken(struct job *job, struct txn *txn, void *with, struct str slug, bool *taken)
{
    const struct place *place = with;
    int64_t is = 0;
    if (!sql_number(job, txn, NULL, &is,
                    "SELECT EXISTS (SELECT 1 FROM page WHERE edition_id = ?1 AND slug = ?2"
                    " AND id <> ?3)"
                    " OR EXISTS (SELECT 1 FROM section WHERE edition_id = ?1 AND path = ?2)"
                    " OR EXISTS (SELECT 1 FROM old_slug WHERE kind = 'section'"
                    " AND edition_id = ?1 AND slug = ?2)"
                    " OR EXISTS (SELECT 1 FROM address WHERE edition_id = ?1 AND path = ?2)",
                    sql_int(place->edition_id), sql_text(slug), sql_int(place->id)))
        return false;
    *taken = is || is_ours(slug);
    return true;
}

// Given by hand it is taken as it is or refused; made of the title it finds its place.
static bool place_slug(struct job *job, struct txn *txn, const struct place *place,
                       struct house_page *page, bool by_hand)
{
    struct place with = *place;
    bool taken;
    if (!by_hand) {
        struct str base = slug_make(&job->mem, page->title);
        return choose_slug(job, txn, base.len ? base : S("page"), is_taken, &with, &page->slug);
    }
    if (!is_slug(page->slug))
        return job_fail_field(job, "slug", "is no slug: letters, digits and single hyphens only");
    if (!is_taken(job, txn, &with, page->slug, &taken))
        return false;
    return !taken || job_fail_field(job, "slug", "\"" STR_FMT "\" is or was another's address",
                                    STR_ARG(page->slug));
}

static struct str page_path(struct arena *mem, struct str edition, struct str slug)
{
    return str_printf(mem, "/" STR_FMT "/" STR_FMT, STR_ARG(edition), STR_ARG(slug));
}

static struct str page_thing(struct arena *mem, int64_t id)
{
    return str_printf(mem, "page:%lld", (long long)id);
}

static bool keep_address(struct job *job, struct txn *txn, int64_t edition_id, int64_t id,
                         struct str before, struct str now)
{
    struct str edition;
    struct arena *mem = &job->mem;
    if (str_eq(before, now))
        return true;
    return edition_slug(job, txn, edition_id, &edition) &&
           sql_run(job, txn, "DELETE FROM redirect WHERE path = ?1",
                   sql_text(page_path(mem, edition, now))) &&
           sql_run(job, txn,
                   "INSERT INTO redirect(path, target) VALUES (?1, ?2)"
                   " ON CONFLICT (path) DO UPDATE SET target = excluded.target",
                   sql_text(page_path(mem, edition, before)), sql_text(page_thing(mem, id)));
}

// ── writing ───────────────────────────────────────────────────────────────────────────────────

static bool check(struct job *job, struct house_page *page, unsigned given, struct str *body)
{
    bool ok = true;
    if (given & HOUSE_PAGE_HAS_TITLE)
        ok = take_line(job, "title", page->title, NAME_CHARS_MAX, &page->title) &&
             (page->title.len || job_fail_field(job, "title", "is missing"));
    if (!page->body)
        return job_fail_field(job, "body", "is missing");
    return ok && document_write(job, page->body, body);
}

static bool audit_page(struct job *job, struct txn *txn, const struct actor *actor, const char *act,
                       int64_t id, const struct house_page *before, const struct house_page *after)
{
    struct arena *mem = &job->mem;
    return audit_write(
        job, txn, actor, act, page_thing(mem, id),
        before ? audit_pair(mem, "title", before->title, "slug", before->slug) : STR_NONE,
        after ? audit_pair(mem, "title", after->title, "slug", after->slug) : STR_NONE);
}

bool house_page_make(struct job *job, struct txn *txn, const struct actor *actor,
                     int64_t edition_id, const struct house_page *page, int64_t *out_id)
{
    static const struct block empty = {.type = BLOCK_DOC};
    const struct place place = {.edition_id = edition_id};
    struct house_page p = *page;
    struct str body;
    if (!p.body)
        p.body = &empty;
    if (!actor_may(job, actor, RIGHT_MENU_EDIT) ||
        !take_id(job, txn, "edition", "SELECT 1 FROM edition WHERE id = ?1", edition_id) ||
        !check(job, &p, HOUSE_PAGE_HAS_TITLE, &body) ||
        !place_slug(job, txn, &place, &p, p.slug.len > 0) ||
        !sql_run(job, txn,
                 "INSERT INTO page(edition_id, slug, title, body, updated_ms)"
                 " VALUES (?1, ?2, ?3, ?4, ?5)",
                 sql_int(edition_id), sql_text(p.slug), sql_text(p.title), sql_text(body),
                 sql_int(job->now_ms)))
        return false;
    int64_t id = sql_last_id(txn);
    if (!audit_page(job, txn, actor, "page.make", id, NULL, &p))
        return false;
    *out_id = id;
    return true;
}

// Nothing is written where nothing is new.
static bool update(struct job *job, struct txn *txn, const struct house_page *page, struct str body)
{
    return sql_run(job, txn,
                   "UPDATE page SET slug = ?2, title = ?3, body = ?4, updated_ms = ?5"
                   " WHERE id = ?1 AND (slug <> ?2 OR title <> ?3 OR body <> ?4)",
                   sql_int(page->id), sql_text(page->slug), sql_text(page->title), sql_text(body),
                   sql_int(job->now_ms));
}

bool house_page_change(struct job *job, struct txn *txn, const struct actor *actor, int64_t id,
                       const struct house_page *page, unsigned given)
{
    struct house_page before;
    struct str body;
    struct place place = {.id = id};
    if (!actor_may(job, actor, RIGHT_MENU_EDIT) ||
        !house_page_get(job, txn, id, &place.edition_id, &before))
        return false;
    struct house_page p = before;
    if (given & HOUSE_PAGE_HAS_SLUG)
        p.slug = page->slug;
    if (given & HOUSE_PAGE_HAS_TITLE)
        p.title = page->title;
    if (given & HOUSE_PAGE_HAS_BODY)
        p.body = page->body;
    bool moves = !str_eq(p.slug, before.slug);
    if (!check(job, &p, given, &body) || (moves && !place_slug(job, txn, &place, &p, true)) ||
        !update(job, txn, &p, body))
        return false;
    return sql_changed(txn) == 0 ||
           (keep_address(job, txn, place.edition_id, id, before.slug, p.slug) &&
            audit_page(job, txn, actor, "page.change", id, &before, &p));
}

// Its id may be another's one day: no address leads there any more.
bool house_page_end(struct job *job, struct txn *txn, const struct actor *actor, int64_t id)
{
    struct house_page before;
    int64_t edition_id;
    struct str thing = page_thing(&job->mem, id);
    return actor_may(job, actor, RIGHT_MENU_EDIT) &&
           house_page_get(job, txn, id, &edition_id, &before) &&
           sql_run(job, txn, "DELETE FROM redirect WHERE target = ?1", sql_text(thing)) &&
           sql_run(job, txn,
                   "UPDATE imported_thing SET of_id = 0 WHERE kind = 'page' AND of_id = ?1",
                   sql_int(id)) &&
           sql_run(job, txn, "DELETE FROM page WHERE id = ?1", sql_int(id)) &&
           audit_page(job, txn, actor, "page.end", id, &before, NULL);
}
