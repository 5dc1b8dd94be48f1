#include "news/writing.h"
#include "news/internal.h"

static bool check_story(struct job *job, struct txn *txn, const struct actor *actor, int64_t id)
{
    bool found;
    int64_t one;
    if (!actor_may(job, actor, RIGHT_STORY_WRITE) ||
        !sql_number(job, txn, &found, &one, "SELECT 1 FROM story WHERE id = ?1", sql_int(id)))
        return false;
    return found ||
           job_fail(job, FAULT_NOT_FOUND, "there is no story with the id %lld", (long long)id);
}

// ── who writes now ────────────────────────────────────────────────────────────────────────────

bool writing_keep(struct job *job, struct txn *txn, const struct actor *actor, int64_t story_id,
                  int64_t for_ms)
{
    if (!check_story(job, txn, actor, story_id))
        return false;
    if (!actor->staff_id)
        return true; // the program itself has no desk
    // Who was away begins anew.
    return sql_run(job, txn, "DELETE FROM editing WHERE story_id = ?1 AND until_ms <= ?2",
                   sql_int(story_id), sql_int(job->now_ms)) &&
           sql_run(job, txn,
                   "INSERT INTO editing(story_id, staff_id, since_ms, until_ms)"
                   " VALUES (?1, ?2, ?3, ?4) ON CONFLICT (story_id, staff_id)"
                   " DO UPDATE SET until_ms = excluded.until_ms",
                   sql_int(story_id), sql_int(actor->staff_id), sql_int(job->now_ms),
                   sql_int(job->now_ms + for_ms));
}

bool writing_end(struct job *job, struct txn *txn, const struct actor *actor, int64_t story_id)
{
    return actor_may(job, actor, RIGHT_STORY_WRITE) &&
           sql_run(job, txn, "DELETE FROM editing WHERE story_id = ?1 AND staff_id = ?2",
                   sql_int(story_id), sql_int(actor->staff_id));
}

bool writing_others(struct job *job, struct txn *txn, const struct actor *actor, int64_t story_id,
                    struct writer **out, size_t *count)
{
    struct rows rows;
    struct writer *writers = NULL;
    size_t found = 0, room = 0;
    if (!actor_may(job, actor, RIGHT_STORY_WRITE) ||
        !sql_query(job, txn, &rows,
                   "SELECT g.staff_id, g.since_ms, g.until_ms,"
                   " CASE WHEN t.name <> '' THEN t.name ELSE t.email END,"
                   " EXISTS (SELECT 1 FROM unsaved u WHERE u.story_id = g.story_id"
                   " AND u.staff_id = g.staff_id)"
                   " FROM editing g JOIN staff t ON t.id = g.staff_id"
                   " WHERE g.story_id = ?1 AND g.staff_id <> ?2 AND g.until_ms > ?3"
                   " AND t.disabled = 0"
                   " ORDER BY g.since_ms, g.staff_id",
                   sql_int(story_id), sql_int(actor->staff_id), sql_int(job->now_ms)))
        return false;
    while (rows_next(job, &rows))
        *list_add(&job->mem, &writers, &found, &room) =
            (struct writer){.staff_id = row_int(&rows, 0),
                            .since_ms = row_int(&rows, 1),
                            .until_ms = row_int(&rows, 2),
                            .name = row_text(&rows, 3),
                            .has_unsaved = row_int(&rows, 4) != 0};
    if (!rows.at_end)
        return false;
    *out = writers;
    *count = found;
    return true;
}

// ── what is typed and not saved ───────────────────────────────────────────────────────────────

bool unsaved_put(struct job *job, struct txn *txn, const struct actor *actor, int64_t story_id,
                 const struct unsaved *unsaved)
{
    if (unsaved->form.len > UNSAVED_BYTES_MAX)
        return job_fail(job, FAULT_TOO_BIG,
                        "what you have typed is too long to be kept: at most %d MiB",
                        UNSAVED_BYTES_MAX >> 20);
    return check_story(job, txn, actor, story_id) &&
           sql_run(job, txn,
                   "INSERT INTO unsaved(story_id, staff_id, base_version, at_ms, form)"
                   " VALUES (?1, ?2, ?3, ?4, ?5) ON CONFLICT (story_id, staff_id) DO UPDATE SET"
                   " base_version = excluded.base_version, at_ms = excluded.at_ms,"
                   " form = excluded.form",
                   sql_int(story_id), sql_int(actor->staff_id), sql_int(unsaved->base_version),
                   sql_int(job->now_ms), sql_text(unsaved->form));
}

bool unsaved_get(struct job *job, struct txn *txn, const struct actor *actor, int64_t story_id,
                 bool *found, struct unsaved *out)
{
    struct rows rows;
    bool is_there;
    if (!actor_may(job, actor, RIGHT_STORY_WRITE) ||
        !sql_query(job, txn, &rows,
                   "SELECT base_version, at_ms, form FROM unsaved"
                   " WHERE story_id = ?1 AND staff_id = ?2",
                   sql_int(story_id), sql_int(actor->staff_id)) ||
        !row_first(job, &rows, &is_there))
        return false;
    *found = is_there;
    if (is_there)
        *out = (struct unsaved){row_int(&rows, 0), row_int(&rows, 1), row_text(&rows, 2)};
    rows_end(&rows);
    return true;
}

bool unsaved_drop(struct job *job, struct txn *txn, const struct actor *actor, int64_t story_id)
{
    return actor_may(job, actor, RIGHT_STORY_WRITE) &&
           sql_run(job, txn, "DELETE FROM unsaved WHERE story_id = ?1 AND staff_id = ?2",
                   sql_int(story_id), sql_int(actor->staff_id));
}

bool unsaved_list(struct job *job, struct txn *txn, const struct actor *actor,
                  struct unsaved_story **out, size_t *count)
{
    struct rows rows;
    struct unsaved_story *items = NULL;
    size_t found = 0, room = 0;
    if (!actor_may(job, actor, RIGHT_STORY_WRITE) ||
        !sql_query(job, txn, &rows,
                   "SELECT u.story_id, u.at_ms, w.headline, e.slug FROM unsaved u"
                   " JOIN working w ON w.story_id = u.story_id"
                   " JOIN edition e ON e.id = w.edition_id"
                   " WHERE u.staff_id = ?1 ORDER BY u.at_ms DESC, u.story_id DESC",
                   sql_int(actor->staff_id)))
        return false;
    while (rows_next(job, &rows))
        *list_add(&job->mem, &items, &found, &room) =
            (struct unsaved_story){.story_id = row_int(&rows, 0),
                                   .at_ms = row_int(&rows, 1),
                                   .headline = row_text(&rows, 2),
                                   .edition = row_text(&rows, 3)};
    if (!rows.at_end)
        return false;
    *out = items;
    *count = found;
    return true;
}
