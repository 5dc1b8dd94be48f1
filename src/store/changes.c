#include "store/internal.h"

// The log reaches back to `since` if nothing after it was pruned, and forward if it ever was there.
static bool is_reachable(struct job *job, struct txn *txn, uint64_t since, bool *out)
{
    int64_t oldest;
    uint64_t newest;
    if (!txn_seq(job, txn, &newest) ||
        !sql_number(job, txn, NULL, &oldest, "SELECT coalesce(min(seq), 1) FROM change"))
        return false;
    *out = since + 1 >= (uint64_t)oldest && since <= newest;
    return true;
}

bool store_changes(struct job *job, struct txn *txn, uint64_t since, size_t limit,
                   struct change **out, size_t *count, bool *complete)
{
    struct change *changes = NULL;
    size_t found = 0, room = 0;
    bool reachable;
    struct rows rows;
    if (!is_reachable(job, txn, since, &reachable) ||
        !sql_query(job, txn, &rows,
                   "SELECT seq, topic FROM change WHERE seq > ?1 ORDER BY seq LIMIT ?2",
                   sql_int(since), sql_int(limit)))
        return false;
    while (rows_next(job, &rows))
        *list_add(&job->mem, &changes, &found, &room) =
            (struct change){.seq = (uint64_t)row_int(&rows, 0), .topic = row_text(&rows, 1)};
    if (!rows.at_end)
        return false;
    *out = changes;
    *count = found;
    *complete = reachable;
    return true;
}

bool store_prune_changes(struct job *job, struct txn *txn, int64_t keep_rows)
{
    assert(keep_rows >= 1); // the newest row says where the log is
    return sql_run(job, txn, "DELETE FROM change WHERE seq <= (SELECT max(seq) FROM change) - ?1",
                   sql_int(keep_rows));
}

bool txn_notes_seq(struct job *job, struct txn *txn, const struct notebook *notes, uint64_t *out)
{
    int64_t newest = 0;
    for (size_t i = 0; i < notes->count; i++) {
        int64_t seq = 0;
        if (!sql_number(job, txn, NULL, &seq, "SELECT last_seq FROM change_topic WHERE name = ?1",
                        sql_text(notes->topics[i])))
            return false;
        if (seq > newest)
            newest = seq;
    }
    *out = (uint64_t)newest;
    return true;
}

bool changes_check(struct job *job, struct store *store, struct buf *problems)
{
    AUTO_TXN txn = read_begin(job, store, NULL);
    struct rows rows;
    if (!txn.open ||
        !sql_query(job, &txn, &rows,
                   "SELECT topic, max(seq), (SELECT last_seq FROM change_topic WHERE name = topic)"
                   " FROM change GROUP BY topic"
                   " HAVING max(seq) <> coalesce((SELECT last_seq FROM change_topic"
                   " WHERE name = topic), 0) ORDER BY topic LIMIT 100"))
        return false;
    while (rows_next(job, &rows)) {
        struct str topic = row_text(&rows, 0);
        buf_printf(problems, STR_FMT " changed last at %lld, but is said to have at %lld\n",
                   STR_ARG(topic), (long long)row_int(&rows, 1), (long long)row_int(&rows, 2));
    }
    return rows.at_end;
}
