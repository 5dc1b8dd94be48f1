#include "news/audit.h"
#include "news/internal.h"

enum { AUDIT_ROWS_MAX = 500 };

// What stands in the text of a LIKE pattern for itself.
static struct str contains(struct arena *mem, struct str text, bool anywhere)
{
    struct buf b;
    buf_start(&b, mem, text.len * 2 + 8);
    if (anywhere)
        buf_add_char(&b, '%');
    for (size_t i = 0; i < text.len; i++) {
        if (text.at[i] == '%' || text.at[i] == '_' || text.at[i] == '\\')
            buf_add_char(&b, '\\');
        buf_add_char(&b, text.at[i]);
    }
    buf_add_char(&b, '%');
    return buf_str(&b);
}

#define AUDIT_SELECT                                                                               \
    "SELECT a.id, a.at_ms, a.staff_id, CASE WHEN t.name <> '' THEN t.name ELSE t.email END,"       \
    " a.way, a.act, a.thing, a.before_is, a.after_is, a.address,"                                  \
    " CASE WHEN a.thing LIKE 'story:%'"                                                            \
    " THEN (SELECT w.headline FROM working w"                                                      \
    " WHERE w.story_id = CAST(substr(a.thing, 7) AS INTEGER))"                                     \
    " WHEN a.thing LIKE 'staff:%'"                                                                 \
    " THEN (SELECT u.email FROM staff u WHERE u.id = CAST(substr(a.thing, 7) AS INTEGER)) END"     \
    " FROM audit a LEFT JOIN staff t ON t.id = a.staff_id WHERE a.id < ?1"
// Filters that an index does not answer.
#define AUDIT_ALSO                                                                                 \
    " AND (?2 IS NULL OR a.staff_id = ?2) AND (?3 IS NULL OR a.act LIKE ?3 ESCAPE '\\')"           \
    " AND (?4 IS NULL OR a.thing = ?4) AND (?5 IS NULL OR a.way = ?5)"                             \
    " AND a.at_ms >= ?6 AND a.at_ms < ?7 AND (?8 IS NULL OR a.thing LIKE ?8 ESCAPE '\\'"           \
    " OR a.before_is LIKE ?8 ESCAPE '\\' OR a.after_is LIKE ?8 ESCAPE '\\')"                       \
    " ORDER BY a.id DESC LIMIT ?9"

static const char *choose_sql(const struct audit_filter *f)
{
    if (f->thing.len)
        return AUDIT_SELECT " AND a.thing = ?4" AUDIT_ALSO;
    if (f->staff_id)
        return AUDIT_SELECT " AND a.staff_id = ?2" AUDIT_ALSO;
    return AUDIT_SELECT AUDIT_ALSO;
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

static struct sql_value act_value(struct arena *mem, struct str act)
{
    if (!act.len)
        return sql_null();
    if (str_ends(act, S(".")))
        return sql_text(contains(mem, act, false));
    struct str pattern = contains(mem, act, false);
    return sql_text(str_from_to(pattern, 0, pattern.len - 1));
}

bool audit_list(struct job *job, struct txn *txn, const struct actor *actor,
                const struct audit_filter *f, struct audit_row **out, size_t *count, bool *more)
{
    if (!actor_may(job, actor, RIGHT_AUDIT_READ))
        return false;
    struct arena *mem = &job->mem;
    size_t limit = f->limit && f->limit < AUDIT_ROWS_MAX ? f->limit : AUDIT_ROWS_MAX, found = 0;
    const struct sql_value values[] = {
        sql_int(f->before_id ? f->before_id : INT64_MAX),
        sql_id(f->staff_id),
        act_value(mem, f->act),
        sql_text_or_null(f->thing),
        sql_text_or_null(f->way),
        sql_int(f->from_ms),
        sql_int(f->to_ms ? f->to_ms : INT64_MAX),
        f->text.len ? sql_text(contains(mem, f->text, true)) : sql_null(),
        sql_int(limit + 1),
    };
    struct rows rows;
    struct audit_row *items = arena_array(mem, struct audit_row, limit + 1);
    if (!sql_query_(job, txn, &rows, choose_sql(f), values, ARRAY_LEN(values)))
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
