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
