// What the newsroom says of an edition: its masthead, its clock, its addresses elsewhere.
#include "news/internal.h"

#include "text/url.h"

enum { LINKS_MAX = 12, LINK_NAME_MAX = 40, SLOGAN_MAX = 160 };

bool edition_social(struct job *job, struct txn *txn, const struct edition *edition,
                    struct social_link **out, size_t *count)
{
    struct rows rows;
    struct social_link *links = NULL;
    size_t found = 0, room = 0;
    note_printf(txn->notes, "edition:" STR_FMT, STR_ARG(edition->slug));
    if (!sql_query(job, txn, &rows,
                   "SELECT name, url FROM social_link WHERE edition_id = ?1 ORDER BY position, id",
                   sql_int(edition->id)))
        return false;
    while (rows_next(job, &rows))
        *list_add(&job->mem, &links, &found, &room) =
            (struct social_link){.name = row_text(&rows, 0), .url = row_text(&rows, 1)};
    if (!rows.at_end)
        return false;
    *out = links;
    *count = found;
    return true;
}

static bool check_link(struct job *job, size_t at, struct social_link *link)
{
    const char *name = str_c(&job->mem, str_printf(&job->mem, "social[%zu].name", at));
    const char *url = str_c(&job->mem, str_printf(&job->mem, "social[%zu].url", at));
    bool ok = take_line(job, name, link->name, LINK_NAME_MAX, &link->name);
    if (ok && !link->name.len)
        ok = job_fail_field(job, name, "is missing: what is the place called?");
    if (!is_utf8_text(link->url) || !is_absolute_http(link->url) || !is_link_safe(link->url))
        ok = job_fail_field(job, url, "must be a whole address: https://…");
    return ok;
}

static bool check_social(struct job *job, struct edition_fields *f)
{
    bool ok = true;
    if (f->social_count > LINKS_MAX)
        return job_fail_field(job, "social", "has %zu links; at most %d", f->social_count,
                              LINKS_MAX);
    struct social_link *links = arena_array(&job->mem, struct social_link, f->social_count + 1);
    for (size_t i = 0; i < f->social_count; i++) {
        links[i] = f->social[i];
        ok = check_link(job, i, &links[i]) && ok;
    }
    f->social = links;
    return ok;
}

static bool check(struct job *job, struct edition_fields *f)
{
    bool ok = true;
    if (f->given & EDITION_HAS_TITLE) {
        ok = take_line(job, "title", f->title, NAME_CHARS_MAX, &f->title);
        if (ok && !f->title.len)
            ok = job_fail_field(job, "title", "is missing: a newspaper has a name");
    }
    if (f->given & EDITION_HAS_SLOGAN)
        ok = take_line(job, "slogan", f->slogan, SLOGAN_MAX, &f->slogan) && ok;
    if ((f->given & EDITION_HAS_ZONE) && !is_zone(f->zone))
        ok = job_fail_field(job, "zone", "is no time zone; they are named like Europe/Madrid");
    if (f->given & EDITION_HAS_SOCIAL)
        ok = check_social(job, f) && ok;
    return ok;
}

// What is not given stays.
static void complete(struct edition_fields *f, const struct edition *edition)
{
    if (!(f->given & EDITION_HAS_TITLE))
        f->title = edition->title;
    if (!(f->given & EDITION_HAS_SLOGAN))
        f->slogan = edition->slogan;
    if (!(f->given & EDITION_HAS_ZONE))
        f->zone = edition->locale.zone;
    if (!(f->given & EDITION_HAS_DIGITS))
        f->arabic_digits = edition->locale.arabic_digits;
}

// An edition's own row is named by every page of it, so it is written only for a reason.
static bool write_own(struct job *job, struct txn *txn, const struct edition *edition,
                      const struct edition_fields *f)
{
    if (str_eq(f->title, edition->title) && str_eq(f->slogan, edition->slogan) &&
        str_eq(f->zone, edition->locale.zone) && f->arabic_digits == edition->locale.arabic_digits)
        return true;
    return sql_run(job, txn,
                   "UPDATE edition SET title = ?2, slogan = ?3, zone = ?4, arabic_digits = ?5"
                   " WHERE id = ?1",
                   sql_int(edition->id), sql_text(f->title), sql_text(f->slogan), sql_text(f->zone),
                   sql_int(f->arabic_digits));
}

static bool write_social(struct job *job, struct txn *txn, const struct edition *edition,
                         const struct edition_fields *f)
{
    struct social_link *now;
    size_t count;
    if (!edition_social(job, txn, edition, &now, &count))
        return false;
    bool is_same = count == f->social_count;
    for (size_t i = 0; i < count && is_same; i++)
        is_same = str_eq(now[i].name, f->social[i].name) && str_eq(now[i].url, f->social[i].url);
    if (is_same)
        return true;
    if (!sql_run(job, txn, "DELETE FROM social_link WHERE edition_id = ?1", sql_int(edition->id)))
        return false;
    for (size_t i = 0; i < f->social_count; i++) {
        if (!sql_run(job, txn,
                     "INSERT INTO social_link(edition_id, name, url, position)"
                     " VALUES (?1, ?2, ?3, ?4)",
                     sql_int(edition->id), sql_text(f->social[i].name), sql_text(f->social[i].url),
                     sql_int(i)))
            return false;
    }
    return true;
}

static struct str edition_facts(struct arena *mem, const struct edition_fields *f)
{
    struct buf links;
    buf_start(&links, mem, 1 << 16);
    for (size_t i = 0; i < f->social_count; i++)
        buf_printf(&links, "%s" STR_FMT " " STR_FMT, i ? ", " : "", STR_ARG(f->social[i].name),
                   STR_ARG(f->social[i].url));
    const struct audit_fact facts[] = {
        {"title", f->title},         {"slogan", f->slogan},
        {"zone", f->zone},           {"arabic_digits", .number = f->arabic_digits},
        {"social", buf_str(&links)},
    };
    return audit_facts(mem, facts, ARRAY_LEN(facts));
}

bool edition_change(struct job *job, struct txn *txn, const struct actor *actor,
                    const struct edition *edition, const struct edition_fields *fields)
{
    struct edition_fields f = *fields;
    struct edition_fields was = {0};
    complete(&was, edition);
    complete(&f, edition);
    if (!actor_may(job, actor, RIGHT_SITE_EDIT) ||
        !edition_social(job, txn, edition, &was.social, &was.social_count))
        return false;
    if (!(f.given & EDITION_HAS_SOCIAL)) {
        f.social = was.social;
        f.social_count = was.social_count;
    }
    struct str before = edition_facts(&job->mem, &was);
    return check(job, &f) && write_own(job, txn, edition, &f) &&
           (!(f.given & EDITION_HAS_SOCIAL) || write_social(job, txn, edition, &f)) &&
           audit_write(job, txn, actor, "edition.change",
                       str_join(&job->mem, S("edition:"), edition->slug), before,
                       edition_facts(&job->mem, &f));
}
