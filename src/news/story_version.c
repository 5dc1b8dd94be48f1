#include "news/story_version.h"
#include "news/internal.h"

enum { VERSION_ROWS_MAX = 200 };

// Columns as read_row() wants them.
#define VERSION_SELECT                                                                             \
    "SELECT v.number, v.at_ms, v.published_ms, v.act, v.note,"                                     \
    " CASE WHEN t.name <> '' THEN t.name ELSE t.email END"
#define VERSION_FROM " FROM version v LEFT JOIN staff t ON t.id = v.user_id WHERE v.story_id = ?1"

static struct version_row read_row(const struct rows *rows)
{
    return (struct version_row){
        .number = row_int(rows, 0),
        .at_ms = row_int(rows, 1),
        .published_ms = row_int(rows, 2),
        .act = row_text(rows, 3),
        .note = row_text(rows, 4),
        .by = row_text(rows, 5),
    };
}

static bool read_versions(struct job *job, struct txn *txn, int64_t story_id, int64_t before,
                          size_t limit, struct version_row *items, struct str *fields,
                          size_t *count)
{
    struct rows rows;
    if (!sql_query(job, txn, &rows,
                   VERSION_SELECT ", v.fields" VERSION_FROM
                                  " AND v.number < ?2 ORDER BY v.number DESC LIMIT ?3",
                   sql_int(story_id), sql_int(before ? before : INT64_MAX), sql_int(limit)))
        return false;
    while (rows_next(job, &rows)) {
        items[*count] = read_row(&rows);
        fields[(*count)++] = row_text(&rows, 6);
    }
    return rows.at_end;
}

// Each against the one behind it; the first of all against nothing.
static bool compare(struct job *job, struct version_row *items, const struct str *fields,
                    size_t count)
{
    struct story_copy copy, older;
    if (count == 0)
        return true;
    if (!copy_parse(job, fields[0], &copy))
        return false;
    for (size_t i = 0; i < count; i++, copy = older) {
        older = (struct story_copy){.kind = S("news")};
        if (i + 1 < count && !str_eq(fields[i], fields[i + 1]) &&
            !copy_parse(job, fields[i + 1], &older))
            return false;
        if (i + 1 < count && str_eq(fields[i], fields[i + 1]))
            older = copy;
        items[i].changed = copy_differ(&older, &copy);
        if (copy.regroup && (!older.regroup || copy.translation_of != older.translation_of))
            items[i].changed |= STORY_HAS_TRANSLATION_OF;
    }
    return true;
}

bool version_list(struct job *job, struct txn *txn, const struct actor *actor, int64_t story_id,
                  int64_t before, size_t limit, struct version_row **out, size_t *count, bool *more)
{
    size_t asked = limit && limit < VERSION_ROWS_MAX ? limit : VERSION_ROWS_MAX, found = 0;
    struct version_row *items = arena_array(&job->mem, struct version_row, asked + 1);
    struct str *fields = arena_array(&job->mem, struct str, asked + 1);
    if (!actor_may(job, actor, RIGHT_STORY_READ) ||
        !read_versions(job, txn, story_id, before, asked + 1, items, fields, &found) ||
        !compare(job, items, fields, found))
        return false;
    if (found == 0 && before == 0)
        return job_fail(job, FAULT_NOT_FOUND, "there is no story with the id %lld",
                        (long long)story_id);
    *more = found > asked;
    *count = *more ? asked : found;
    *out = items;
    return true;
}

bool version_newest(struct job *job, struct txn *txn, const struct actor *actor, int64_t story_id,
                    struct version_row *out)
{
    struct rows rows;
    bool found;
    if (!actor_may(job, actor, RIGHT_STORY_READ) ||
        !sql_query(job, txn, &rows, VERSION_SELECT VERSION_FROM " ORDER BY v.number DESC LIMIT 1",
                   sql_int(story_id)) ||
        !row_first(job, &rows, &found))
        return false;
    if (!found)
        return job_fail(job, FAULT_NOT_FOUND, "there is no story with the id %lld",
                        (long long)story_id);
    *out = read_row(&rows);
    rows_end(&rows);
    return true;
}

bool version_waits(struct job *job, struct txn *txn, const struct actor *actor, int64_t story_id,
                   bool *out)
{
    int64_t one;
    return actor_may(job, actor, RIGHT_STORY_READ) &&
           sql_number(job, txn, out, &one,
                      "SELECT 1 FROM story s WHERE s.id = ?1 AND " VERSION_WAITS,
                      sql_int(story_id));
}

bool version_read(struct job *job, struct txn *txn, const struct actor *actor, int64_t story_id,
                  int64_t number, struct story *out)
{
    struct notebook *notes = txn->notes;
    struct story story;
    if (!actor_may(job, actor, RIGHT_STORY_READ))
        return false;
    if (number <= 0)
        return job_fail(job, FAULT_NOT_FOUND, "story %lld has no version %lld", (long long)story_id,
                        (long long)number);
    txn->notes = NULL; // nobody's page is made of this
    bool ok = story_copy_at(job, txn, story_id, number, &story);
    txn->notes = notes;
    if (!ok)
        return false;
    story.state.version = number;
    *out = story;
    return true;
}

// ── going back ────────────────────────────────────────────────────────────────────────────────

static bool is_there(struct job *job, struct txn *txn, const char *sql, int64_t id, bool *out)
{
    int64_t one;
    const struct sql_value value = sql_int(id);
    return sql_number_(job, txn, out, &one, sql, &value, 1);
}

static bool keep_one(struct job *job, struct txn *txn, const char *sql, int64_t *id)
{
    bool there = true;
    if (*id && !is_there(job, txn, sql, *id, &there))
        return false;
    if (!there)
        *id = 0;
    return true;
}

static bool keep_those(struct job *job, struct txn *txn, const char *sql, struct id_list *ids)
{
    size_t kept = 0;
    for (size_t i = 0; i < ids->count; i++) {
        bool there;
        if (!is_there(job, txn, sql, ids->items[i], &there))
            return false;
        if (there)
            ids->items[kept++] = ids->items[i];
    }
    ids->count = kept;
    return true;
}

// What it named and what is gone since cannot come back with it.
static bool drop_what_is_gone(struct job *job, struct txn *txn, struct story_copy *copy)
{
    return keep_one(job, txn, "SELECT 1 FROM section WHERE id = ?1", &copy->section_id) &&
           keep_one(job, txn, "SELECT 1 FROM source WHERE id = ?1", &copy->source_id) &&
           keep_one(job, txn, "SELECT 1 FROM picture WHERE id = ?1", &copy->picture_id) &&
           keep_those(job, txn, "SELECT 1 FROM region WHERE id = ?1", &copy->regions) &&
           topics_follow_merges(job, txn, &copy->topics) &&
           keep_those(job, txn, "SELECT 1 FROM topic WHERE id = ?1", &copy->topics) &&
           keep_those(job, txn, "SELECT 1 FROM person WHERE id = ?1", &copy->authors) &&
           keep_those(job, txn, "SELECT 1 FROM dossier WHERE id = ?1", &copy->dossiers) &&
           keep_those(job, txn, "SELECT 1 FROM story WHERE id = ?1", &copy->related);
}

// What the audit keeps: which version came back, as which, and what that changed.
static bool audit_restore(struct job *job, struct txn *txn, const struct actor *actor,
                          const struct story_row *row, int64_t was, int64_t number,
                          unsigned changed)
{
    struct arena *mem = &job->mem;
    struct str words = copy_changed_words(mem, changed);
    return audit_write(
        job, txn, actor, "story.restore", str_printf(mem, "story:%lld", (long long)row->state.id),
        str_printf(mem, "{\"version\":%lld}", (long long)was),
        str_printf(mem, "{\"version\":%lld,\"restored\":%lld,\"changed\":" STR_FMT "}",
                   (long long)row->state.version, (long long)number, STR_ARG(words)));
}

bool version_restore(struct job *job, struct txn *txn, const struct actor *actor, int64_t story_id,
                     int64_t if_version, int64_t number)
{
    struct story_row row;
    struct story_copy now, copy;
    struct block *body = NULL;
    struct str json;
    if (!actor_may(job, actor, RIGHT_STORY_WRITE) ||
        !story_load(job, txn, story_id, if_version, ACT_SAVE, &row) ||
        !version_load(job, txn, story_id, number, &json) || !copy_parse(job, json, &copy) ||
        !copy_load(job, txn, &row, &now) || !drop_what_is_gone(job, txn, &copy) ||
        (copy.body.len && !document_parse(job, copy.body, &body)))
        return false;
    // Which stories it is a translation of is a matter of now, not of then.
    copy.regroup = now.regroup;
    copy.translation_of = now.translation_of;
    int64_t was = row.state.version;
    struct str note = str_printf(&job->mem, "version %lld", (long long)number);
    return copy_save(job, txn, actor, &row, &copy, body, "restore", note) &&
           audit_restore(job, txn, actor, &row, was, number, copy_differ(&now, &copy));
}
