#include "news/story_check.h"

#include "news/internal.h"
#include "news/story_move.h"

enum { IDS_AT_A_TIME = 1000 };

struct checking {
    struct txn *txn;
    const struct story_check_watch *watch;
    struct story_check *found;
};

static void wrong(struct checking *c, struct str sentence)
{
    c->found->wrong++;
    c->watch->say(c->watch->with, sentence);
}

// ── versions ──────────────────────────────────────────────────────────────────────────────────

static void check_version(struct job *job, struct checking *c, const struct rows *rows, int64_t id)
{
    struct arena *mem = &job->mem;
    int64_t number = row_int(rows, 0);
    struct str digest = row_text(rows, 4);
    struct str is =
        version_digest(mem, id, number, row_text(rows, 1), row_text(rows, 2), row_text(rows, 3));
    c->found->versions++;
    c->found->undigested += digest.len == 0;
    if (digest.len && !str_eq(digest, is))
        wrong(c, str_printf(mem, "version %lld of story %lld is not as it was saved",
                            (long long)number, (long long)id));
}

static bool check_versions(struct job *job, struct checking *c, int64_t id)
{
    struct rows rows;
    if (!sql_query(job, c->txn, &rows,
                   "SELECT number, act, note, fields, digest FROM version WHERE story_id = ?1"
                   " ORDER BY number",
                   sql_int(id)))
        return false;
    while (rows_next(job, &rows))
        check_version(job, c, &rows, id);
    return rows.at_end;
}

// ── what readers see ──────────────────────────────────────────────────────────────────────────

static bool same_document(struct job *job, struct str a, struct str b)
{
    struct block *x, *y;
    struct str as, bs;
    if (str_eq(a, b))
        return true;
    return document_parse(job, a, &x) && document_parse(job, b, &y) &&
           document_write(job, x, &as) && document_write(job, y, &bs) && str_eq(as, bs);
}

static void compare(struct job *job, struct checking *c, const struct rows *rows, int64_t id)
{
    struct story_copy copy;
    if (!copy_parse(job, row_text(rows, 10), &copy)) {
        wrong(c, str_printf(&job->mem, "story %lld: its published version cannot be read",
                            (long long)id));
        return;
    }
    const struct str texts[] = {copy.kind,       copy.headline, copy.kicker,
                                copy.standfirst, copy.place,    copy.slug};
    const int64_t ids[] = {copy.section_id, copy.source_id, copy.picture_id};
    bool same = same_document(job, copy.body, row_text(rows, 9));
    for (int i = 0; i < (int)ARRAY_LEN(texts); i++)
        same = same && str_eq(texts[i], row_text(rows, i));
    for (int i = 0; i < (int)ARRAY_LEN(ids); i++)
        same = same && ids[i] == row_int(rows, (int)ARRAY_LEN(texts) + i);
    if (!same)
        wrong(c, str_printf(&job->mem, "story %lld: what readers see is not its published version",
                            (long long)id));
}

static bool check_face(struct job *job, struct checking *c, int64_t id)
{
    struct rows rows;
    bool found;
    if (!sql_query(job, c->txn, &rows,
                   "SELECT s.kind, s.headline, s.kicker, s.standfirst, s.place, s.slug,"
                   " s.section_id, s.source_id, s.picture_id, s.body, v.fields"
                   " FROM story s JOIN version v ON v.story_id = s.id"
                   " AND v.number = s.public_version WHERE s.id = ?1 AND s.public = 1",
                   sql_int(id)) ||
        !row_first(job, &rows, &found))
        return false;
    if (!found)
        return true;
    compare(job, c, &rows, id);
    rows_end(&rows);
    job_forgive(job); // what could not be read has been said
    return true;
}

// ── all ───────────────────────────────────────────────────────────────────────────────────────

static bool check_one(struct job *job, struct checking *c, int64_t id)
{
    AUTO_JOB own;
    job_start(&own, job->now_ms);
    c->found->stories++;
    c->watch->looked(c->watch->with);
    if (check_versions(&own, c, id) && check_face(&own, c, id))
        return true;
    return job_fail(job, own.fault.kind, "%s", own.fault.text);
}

bool story_check_all(struct job *job, struct txn *txn, const struct story_check_watch *watch,
                     struct story_check *out)
{
    struct story_check found = {0};
    struct checking c = {txn, watch, &found};
    for (int64_t after = 0;;) {
        struct id_list ids;
        AUTO_JOB own;
        job_start(&own, job->now_ms);
        if (!story_ids_after(&own, txn, after, IDS_AT_A_TIME, &ids))
            return job_fail(job, own.fault.kind, "%s", own.fault.text);
        for (size_t i = 0; i < ids.count; i++)
            if (!check_one(job, &c, ids.items[i]))
                return false;
        if (ids.count < IDS_AT_A_TIME)
            break;
        after = ids.items[ids.count - 1];
    }
    *out = found;
    return true;
}
