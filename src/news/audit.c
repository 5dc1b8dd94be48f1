#include "news/audit.h"
#include "news/internal.h"

// Whoever looks for what is seldom looks through so many rows, and by dates through older ones.
enum { AUDIT_ROWS_MAX = 500, AUDIT_VALUES = 11, SCAN_ROWS_MAX = 300000, SLACK_MS = 3600 * 1000 };

// Values: ?1 the row before, ?2 who, ?3 and ?10 the act as a pattern and as it is, ?4 the thing,
// ?5 the way, ?6 ?7 from and to, ?8 text as a pattern, ?9 how many, ?11 the oldest row to look at.
#define AUDIT_SELECT                                                                               \
    "SELECT a.id, a.at_ms, a.staff_id, CASE WHEN t.name <> '' THEN t.name ELSE t.email END,"       \
    " a.way, a.act, a.thing, a.before_is, a.after_is, a.address,"                                  \
    " CASE WHEN a.thing LIKE 'story:%'"                                                            \
    " THEN (SELECT w.headline FROM working w"                                                      \
    " WHERE w.story_id = CAST(substr(a.thing, 7) AS INTEGER))"                                     \
    " WHEN a.thing LIKE 'staff:%'"                                                                 \
    " THEN (SELECT u.email FROM staff u WHERE u.id = CAST(substr(a.thing, 7) AS INTEGER)) END"     \
    " FROM audit a LEFT JOIN staff t ON t.id = a.staff_id WHERE a.id < ?1 AND a.id >= ?11"
// Filters that an index does not answer.
#define AUDIT_ALSO                                                                                 \
    " AND (?2 IS NULL OR a.staff_id = ?2) AND (?3 IS NULL OR a.act LIKE ?3 ESCAPE '\\')"           \
    " AND (?10 IS NULL OR a.act = ?10)"                                                            \
    " AND (?4 IS NULL OR a.thing = ?4) AND (?5 IS NULL OR a.way = ?5)"                             \
    " AND a.at_ms >= ?6 AND a.at_ms < ?7 AND (?8 IS NULL OR a.thing LIKE ?8 ESCAPE '\\'"           \
    " OR a.before_is LIKE ?8 ESCAPE '\\' OR a.after_is LIKE ?8 ESCAPE '\\')"                       \
    " ORDER BY a.id DESC LIMIT ?9"

static bool is_front(struct str act)
{
    return str_ends(act, S("."));
}

static const char *choose_sql(const struct audit_filter *f)
{
    if (f->thing.len)
        return AUDIT_SELECT " AND a.thing = ?4" AUDIT_ALSO;
    if (f->staff_id)
        return AUDIT_SELECT " AND a.staff_id = ?2" AUDIT_ALSO;
    if (f->act.len && !is_front(f->act))
        return AUDIT_SELECT " AND a.act = ?10" AUDIT_ALSO;
    return AUDIT_SELECT AUDIT_ALSO;
}

// ── where to look ─────────────────────────────────────────────────────────────────────────────

// The first row of that time or later; they are written in the order of time, but for those that
// waited for their turn (SLACK_MS).
static bool first_row_since(struct job *job, struct txn *txn, int64_t ms, int64_t newest,
                            int64_t *out)
{
    int64_t low = 1, high = newest + 1;
    while (low < high) {
        int64_t middle = low + (high - low) / 2, at_ms;
        bool found;
        if (!sql_number(job, txn, &found, &at_ms,
                        "SELECT at_ms FROM audit WHERE id >= ?1 ORDER BY id LIMIT 1",
                        sql_int(middle)))
            return false;
        if (found && at_ms < ms)
            low = middle + 1;
        else
            high = middle;
    }
    *out = low;
    return true;
}

// Rows from *first to before *end; of a long audit the newest of the time that was asked for.
static bool find_range(struct job *job, struct txn *txn, const struct audit_filter *f,
                       int64_t *first, int64_t *end)
{
    int64_t newest = 0, until;
    *first = 1;
    if (!sql_number(job, txn, NULL, &newest, "SELECT coalesce(max(id), 0) FROM audit"))
        return false;
    *end = newest + 1;
    if (f->from_ms && !first_row_since(job, txn, f->from_ms - SLACK_MS, newest, first))
        return false;
    if (f->to_ms && f->to_ms < INT64_MAX - SLACK_MS) {
        if (!first_row_since(job, txn, f->to_ms + SLACK_MS, newest, &until))
            return false;
        *end = until;
    }
    if (f->before_id && f->before_id < *end)
        *end = f->before_id;
    if (*first < *end - SCAN_ROWS_MAX && !f->thing.len && !f->staff_id)
        *first = *end - SCAN_ROWS_MAX;
    return true;
}

static void read_row(const struct rows *rows, struct audit_row *out)
{
    *out = (struct audit_row){
        .id = row_int(rows, 0),
        .at_ms = row_int(rows, 1),
        .staff_id = row_int(rows, 2),
        .who = row_text(rows, 3),
        .way = row_text(rows, 4),
        .act = row_text(rows, 5),
        .thing = row_text(rows, 6),
        .before = row_text(rows, 7),
        .after = row_text(rows, 8),
        .address = row_text(rows, 9),
        .thing_name = row_text(rows, 10),
    };
}

static size_t fill_values(struct arena *mem, const struct audit_filter *f, size_t limit,
                          struct sql_value *values)
{
    const struct sql_value all[] = {
        sql_null(),
        sql_id(f->staff_id),
        is_front(f->act) ? sql_text(like_pattern(mem, f->act, false)) : sql_null(),
        sql_text_or_null(f->thing),
        sql_text_or_null(f->way),
        sql_int(f->from_ms),
        sql_int(f->to_ms ? f->to_ms : INT64_MAX),
        f->text.len ? sql_text(like_pattern(mem, f->text, true)) : sql_null(),
        sql_int(limit + 1),
        is_front(f->act) ? sql_null() : sql_text_or_null(f->act),
        sql_null(),
    };
    memcpy(values, all, sizeof(all));
    return ARRAY_LEN(all);
}

bool audit_list(struct job *job, struct txn *txn, const struct actor *actor,
                const struct audit_filter *f, struct audit_row **out, size_t *count, bool *more)
{
    size_t limit = f->limit && f->limit < AUDIT_ROWS_MAX ? f->limit : AUDIT_ROWS_MAX, found = 0;
    struct audit_row *items = arena_array(&job->mem, struct audit_row, limit + 1);
    struct sql_value values[AUDIT_VALUES];
    struct rows rows;
    int64_t first, end;
    if (!actor_may(job, actor, RIGHT_AUDIT_READ) || !find_range(job, txn, f, &first, &end))
        return false;
    int values_count = (int)fill_values(&job->mem, f, limit, values);
    values[0] = sql_int(end);
    values[10] = sql_int(first);
    if (!sql_query_(job, txn, &rows, choose_sql(f), values, values_count))
        return false;
    while (rows_next(job, &rows))
        read_row(&rows, &items[found++]);
    if (!rows.at_end)
        return false;
    *more = found > limit;
    *count = *more ? limit : found;
    *out = items;
    return true;
}
