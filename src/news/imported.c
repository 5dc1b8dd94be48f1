#include "news/imported.h"

bool imported_find(struct job *job, struct txn *txn, struct str origin, struct str item,
                   bool *found, struct imported *out)
{
    struct rows rows;
    if (!sql_query(job, txn, &rows,
                   "SELECT story_id, digest FROM imported WHERE origin = ?1 AND item = ?2",
                   sql_text(origin), sql_text(item)))
        return false;
    *found = rows_next(job, &rows);
    if (*found)
        *out = (struct imported){row_int(&rows, 0), row_text(&rows, 1)};
    rows_end(&rows);
    return !job_failed(job);
}

bool imported_put(struct job *job, struct txn *txn, struct str origin, struct str item,
                  const struct imported *imported)
{
    return sql_run(job, txn,
                   "INSERT INTO imported(origin, item, story_id, digest) VALUES (?1, ?2, ?3, ?4) "
                   "ON CONFLICT (origin, item) DO UPDATE SET story_id = excluded.story_id, "
                   "digest = excluded.digest",
                   sql_text(origin), sql_text(item), sql_int(imported->story_id),
                   sql_text(imported->digest));
}

static struct sql_value kind_word(enum imported_kind kind)
{
    return sql_text(kind == IMPORTED_PAGE ? S("page") : S("picture"));
}

bool imported_thing_find(struct job *job, struct txn *txn, struct str origin,
                         enum imported_kind kind, struct str item, bool *found,
                         struct imported_thing *out)
{
    struct rows rows;
    if (!sql_query(job, txn, &rows,
                   "SELECT of_id, digest FROM imported_thing"
                   " WHERE origin = ?1 AND kind = ?2 AND item = ?3",
                   sql_text(origin), kind_word(kind), sql_text(item)))
        return false;
    *found = rows_next(job, &rows);
    if (*found)
        *out = (struct imported_thing){row_int(&rows, 0), row_text(&rows, 1)};
    rows_end(&rows);
    return !job_failed(job);
}

bool imported_thing_put(struct job *job, struct txn *txn, struct str origin,
                        enum imported_kind kind, struct str item,
                        const struct imported_thing *thing)
{
    return sql_run(job, txn,
                   "INSERT INTO imported_thing(origin, kind, item, of_id, digest)"
                   " VALUES (?1, ?2, ?3, ?4, ?5) ON CONFLICT (origin, kind, item) DO UPDATE"
                   " SET of_id = excluded.of_id, digest = excluded.digest"
                   " WHERE of_id <> excluded.of_id OR digest <> excluded.digest",
                   sql_text(origin), kind_word(kind), sql_text(item), sql_int(thing->id),
                   sql_text(thing->digest));
}

bool imported_thing_names(struct job *job, struct txn *txn, struct str origin,
                          enum imported_kind kind, struct str prefix, size_t limit,
                          struct str **out, size_t *count)
{
    struct rows rows;
    struct str *names = arena_array(&job->mem, struct str, limit + 1);
    size_t found = 0;
    if (!sql_query(job, txn, &rows,
                   "SELECT item FROM imported_thing WHERE origin = ?1 AND kind = ?2"
                   " AND item >= ?3 AND item < ?4 ORDER BY item LIMIT ?5",
                   sql_text(origin), kind_word(kind), sql_text(prefix),
                   sql_text(str_join(&job->mem, prefix, S("\xf4\x8f\xbf\xbf"))), sql_int(limit)))
        return false;
    while (rows_next(job, &rows))
        names[found++] = row_text(&rows, 0);
    if (!rows.at_end)
        return false;
    *out = names;
    *count = found;
    return true;
}

bool imported_page_is_blank(struct job *job, struct txn *txn, int64_t page_id, bool *is)
{
    int64_t one;
    return sql_number(job, txn, is, &one,
                      "SELECT 1 FROM page p, site s WHERE p.id = ?1 AND p.updated_ms = s.made_ms",
                      sql_int(page_id));
}

bool imported_is_touched(struct job *job, struct txn *txn, int64_t story_id, bool *is)
{
    int64_t one;
    return sql_number(job, txn, is, &one,
                      "SELECT 1 FROM version WHERE story_id = ?1 AND user_id IS NOT NULL LIMIT 1",
                      sql_int(story_id));
}

bool imported_page_is_touched(struct job *job, struct txn *txn, int64_t page_id, bool *is)
{
    int64_t one;
    return sql_number(job, txn, is, &one,
                      "SELECT 1 FROM audit WHERE thing = ?1 AND staff_id IS NOT NULL LIMIT 1",
                      sql_text(str_printf(&job->mem, "page:%lld", (long long)page_id)));
}
