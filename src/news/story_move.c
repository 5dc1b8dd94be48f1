#include "news/story_move.h"

#include "news/imported.h"
#include "news/internal.h"
#include "news/redirect.h"

bool story_ids_after(struct job *job, struct txn *txn, int64_t after, size_t limit,
                     struct id_list *out)
{
    struct rows rows;
    struct id_list ids = {.items = arena_array(&job->mem, int64_t, limit + 1)};
    if (!sql_query(job, txn, &rows, "SELECT id FROM story WHERE id > ?1 ORDER BY id LIMIT ?2",
                   sql_int(after), sql_int(limit)))
        return false;
    while (rows_next(job, &rows))
        ids.items[ids.count++] = row_int(&rows, 0);
    *out = ids;
    return rows.at_end;
}

bool story_count_all(struct job *job, struct txn *txn, int64_t *out)
{
    return sql_number(job, txn, NULL, out, "SELECT count(*) FROM story");
}

bool story_face(struct job *job, struct txn *txn, int64_t id, int64_t number, struct story *out)
{
    return story_copy_at(job, txn, id, number, out);
}

// ── names ─────────────────────────────────────────────────────────────────────────────────────

// By the story, not through all that came from there: hence no plain origin.
static bool came_as(struct job *job, struct txn *txn, int64_t id, struct str origin,
                    struct str *out)
{
    struct rows rows;
    bool found;
    if (!sql_query(job, txn, &rows,
                   "SELECT min(item) FROM imported WHERE story_id = ?1 AND origin || '' = ?2",
                   sql_int(id), sql_text(origin)) ||
        !row_first(job, &rows, &found))
        return false;
    *out = found ? row_text(&rows, 0) : S("");
    rows_end(&rows);
    return true;
}

// A story that was written here may have the number that another came with: then the moment at
// which it was begun tells them apart.
bool story_outside_name(struct job *job, struct txn *txn, const struct story_state *story,
                        struct str *out)
{
    struct str origin = str_join(&job->mem, S("jsonl:"), story->edition);
    struct str name, id = id_text(&job->mem, story->id);
    struct imported other;
    bool taken;
    if (!came_as(job, txn, story->id, origin, &name) ||
        !imported_find(job, txn, origin, id, &taken, &other))
        return false;
    if (!name.len && taken)
        name = str_printf(&job->mem, STR_FMT "-%lld", STR_ARG(id), (long long)story->made_ms);
    *out = name.len ? name : id;
    return true;
}

bool story_group_first(struct job *job, struct txn *txn, int64_t group, int64_t *first,
                       int64_t *count)
{
    struct rows rows;
    bool found;
    if (!sql_query(job, txn, &rows,
                   "SELECT min(id), count(*) FROM story WHERE translation_group = ?1",
                   sql_int(group)) ||
        !row_first(job, &rows, &found))
        return false;
    *first = row_int(&rows, 0);
    *count = row_int(&rows, 1);
    rows_end(&rows);
    return true;
}

bool story_group_all(struct job *job, struct txn *txn, int64_t group, struct story_in_group **out,
                     size_t *count)
{
    struct rows rows;
    struct story_in_group *items = NULL;
    size_t room = 0, n = 0;
    if (!sql_query(job, txn, &rows,
                   "SELECT s.id, e.slug FROM story s JOIN edition e ON e.id = s.edition_id"
                   " WHERE s.translation_group = ?1 ORDER BY s.id",
                   sql_int(group)))
        return false;
    while (rows_next(job, &rows))
        *list_add(&job->mem, &items, &n, &room) =
            (struct story_in_group){row_int(&rows, 0), row_text(&rows, 1)};
    *out = items;
    *count = n;
    return rows.at_end;
}

// ── the past ──────────────────────────────────────────────────────────────────────────────────

static bool read_texts(struct job *job, struct rows *rows, struct str_list *out)
{
    size_t room = 0;
    *out = (struct str_list){0};
    while (rows_next(job, rows))
        *list_add(&job->mem, &out->items, &out->count, &room) = row_text(rows, 0);
    return rows->at_end;
}

static bool read_corrections(struct job *job, struct txn *txn, int64_t id, struct story_past *out)
{
    struct rows rows;
    size_t room = 0;
    if (!sql_query(job, txn, &rows,
                   "SELECT at_ms, note FROM version WHERE story_id = ?1 AND act = 'correct'"
                   " ORDER BY number",
                   sql_int(id)))
        return false;
    while (rows_next(job, &rows))
        *list_add(&job->mem, &out->corrections, &out->corrections_count, &room) =
            (struct story_correction){row_int(&rows, 0), row_text(&rows, 1)};
    return rows.at_end;
}

bool story_past_read(struct job *job, struct txn *txn, const struct story_state *story,
                     struct story_past *out)
{
    struct rows rows;
    struct story_past past = {0};
    if (!sql_query(job, txn, &rows,
                   "SELECT path FROM address WHERE story_id = ?1 AND path <> ?2 ORDER BY path",
                   sql_int(story->id), sql_text(story->path)) ||
        !read_texts(job, &rows, &past.addresses))
        return false;
    if (!sql_query(job, txn, &rows,
                   "SELECT path FROM redirect WHERE target = 'story:' || ?1 OR target IN"
                   " (SELECT '/' || ?2 || '/' || path FROM address WHERE story_id = ?1)"
                   " ORDER BY path",
                   sql_int(story->id), sql_text(story->edition)) ||
        !read_texts(job, &rows, &past.redirects) || !read_corrections(job, txn, story->id, &past))
        return false;
    *out = past;
    return true;
}

bool story_keep_address(struct job *job, struct txn *txn, const struct story_state *story,
                        struct str path)
{
    return sql_run(job, txn,
                   "INSERT INTO address(edition_id, path, story_id) VALUES (?1, ?2, ?3)"
                   " ON CONFLICT (edition_id, path) DO NOTHING",
                   sql_int(story->edition_id), sql_text(path), sql_int(story->id));
}

bool story_keep_redirect(struct job *job, struct txn *txn, const struct story_state *story,
                         struct str path)
{
    struct str here = str_printf(&job->mem, "/" STR_FMT "/" STR_FMT, STR_ARG(story->edition),
                                 STR_ARG(story->path));
    bool kept;
    if (!path.len || str_eq(path, here))
        return true;
    return redirect_put(job, txn, path, str_printf(&job->mem, "story:%lld", (long long)story->id),
                        &kept);
}

static bool set_correction(struct job *job, struct txn *txn, int64_t id, int64_t at_ms)
{
    return sql_run(job, txn, "UPDATE story SET corrected_ms = ?2 WHERE id = ?1", sql_int(id),
                   sql_int(at_ms)) &&
           sql_run(job, txn,
                   "UPDATE version SET at_ms = ?2, published_ms = ?2 WHERE story_id = ?1"
                   " AND number = (SELECT version FROM story WHERE id = ?1)",
                   sql_int(id), sql_int(at_ms));
}

bool story_set_moments(struct job *job, struct txn *txn, int64_t id,
                       const struct story_moments *moments)
{
    if (moments->corrected_ms && !set_correction(job, txn, id, moments->corrected_ms))
        return false;
    return sql_run(job, txn,
                   "UPDATE story SET updated_ms = coalesce(?2, updated_ms),"
                   " withdrawn_ms = CASE WHEN withdrawn_ms IS NULL THEN NULL"
                   " ELSE coalesce(?3, withdrawn_ms) END"
                   " WHERE id = ?1 AND (updated_ms IS NOT coalesce(?2, updated_ms)"
                   " OR withdrawn_ms IS NOT coalesce(?3, withdrawn_ms))",
                   sql_int(id), sql_id(moments->updated_ms), sql_id(moments->withdrawn_ms));
}

// ── pictures ──────────────────────────────────────────────────────────────────────────────────

bool picture_of_hash(struct job *job, struct txn *txn, struct str hash, int64_t *id)
{
    bool found;
    int64_t one;
    if (!sql_number(job, txn, &found, &one, "SELECT id FROM picture WHERE hash = ?1",
                    sql_text(hash)))
        return false;
    *id = found ? one : 0;
    return true;
}

bool picture_lapse(struct job *job, struct txn *txn, int64_t id, int64_t expires_ms)
{
    return sql_run(job, txn,
                   "UPDATE picture SET expires_ms = ?2, lapsed = 1 WHERE id = ?1"
                   " AND (lapsed = 0 OR expires_ms IS NOT ?2)",
                   sql_int(id), sql_int(expires_ms));
}
