// due_row: one row is run, or says why not.
#include "due/internal.h"

enum { LATE_MS = 5000, RETRY_FIRST_MS = 1000, RETRY_MOST_MS = 15 * 60 * 1000 };

struct due_row {
    struct due_item item;
    int64_t next_ms;
};

static int64_t pause_ms(int tries)
{
    int64_t pause = RETRY_FIRST_MS;
    for (int i = 0; i < tries && pause < RETRY_MOST_MS; i++)
        pause *= 2;
    return pause < RETRY_MOST_MS ? pause : RETRY_MOST_MS;
}

// A look without the writer's turn: most often nothing is due yet.
static bool find_first(struct job *job, struct store *store, bool *found, struct due_row *row)
{
    AUTO_TXN txn = read_begin(job, store, NULL);
    struct rows rows;
    if (!txn.open || !sql_query(job, &txn, &rows,
                                "SELECT id, kind, key, args, at_ms, tries, next_ms FROM due"
                                " ORDER BY next_ms, id LIMIT 1"))
        return false;
    *found = rows_next(job, &rows);
    if (!*found)
        return rows.at_end;
    row->item.id = row_int(&rows, 0);
    row->item.kind = row_text(&rows, 1);
    row->item.key = row_text(&rows, 2);
    row->item.args = row_text(&rows, 3);
    row->item.at_ms = row_int(&rows, 4);
    row->item.tries = (int)row_int(&rows, 5);
    row->next_ms = row_int(&rows, 6);
    return true;
}

static const struct due_kind *find_kind(const struct due *due, struct str kind)
{
    for (size_t i = 0; i < due->options.kinds_count; i++) {
        if (str_is(kind, due->options.kinds[i].kind))
            return &due->options.kinds[i];
    }
    return NULL;
}

static bool look(struct job *job, struct due *due, const struct due_kind *kind,
                 struct due_item *item)
{
    if (!kind || !kind->look)
        return true;
    AUTO_TXN txn = read_begin(job, due->options.store, NULL);
    return txn.open && kind->look(job, &txn, item, due->options.app, &item->seen);
}

// The deletion is the claim: whoever deletes the row, as it was seen, runs it. It goes first, so
// that the kind may put itself again.
static bool run_row(struct job *job, struct due *due, const struct due_row *row, bool *claimed)
{
    const struct due_kind *kind = find_kind(due, row->item.kind);
    struct due_item item = row->item;
    if (!look(job, due, kind, &item))
        return false;
    AUTO_TXN txn = write_begin(job, due->options.store);
    if (!txn.open ||
        !sql_run(job, &txn, "DELETE FROM due WHERE id = ?1 AND next_ms = ?2 AND at_ms = ?3",
                 sql_int(row->item.id), sql_int(row->next_ms), sql_int(row->item.at_ms)))
        return false;
    *claimed = sql_changed(&txn) == 1;
    if (!*claimed)
        return true; // moved, dropped, or another node's
    if (!kind)
        return job_fail(job, FAULT_INTERNAL, "nobody here knows how to do \"" STR_FMT "\"",
                        STR_ARG(item.kind));
    return kind->run(job, &txn, &item, due->options.app) && txn_commit(job, &txn);
}

// In a transaction of its own: that of the attempt has been rolled back.
static bool write_failure(struct job *job, struct due *due, const struct due_row *row,
                          int64_t now_ms, struct str why)
{
    AUTO_TXN txn = write_begin(job, due->options.store);
    return txn.open &&
           sql_run(job, &txn,
                   "UPDATE due SET tries = tries + 1, error = ?1, next_ms = ?2"
                   " WHERE id = ?3 AND next_ms = ?4 AND at_ms = ?5",
                   sql_text(why), sql_int(now_ms + pause_ms(row->item.tries)),
                   sql_int(row->item.id), sql_int(row->next_ms), sql_int(row->item.at_ms)) &&
           txn_commit(job, &txn);
}

static void log_row(const char *event, const struct due_row *row, const char *name,
                    const char *value)
{
    char kind[64], key[64];
    snprintf(kind, sizeof(kind), STR_FMT, STR_ARG(row->item.kind));
    snprintf(key, sizeof(key), STR_FMT, STR_ARG(row->item.key));
    log_warn("due", event, "kind", kind, "key", key, name, value, NULL);
}

static void note_late(struct due *due, const struct due_row *row, int64_t late_ms)
{
    if (late_ms <= LATE_MS)
        return;
    atomic_fetch_add(&due->late, 1);
    char text[32];
    snprintf(text, sizeof(text), "%lld", (long long)late_ms);
    log_row("late", row, "late_ms", text);
}

// The attempt has a job of its own: it may fail, and the round goes on. And a now of its own: in a
// long round the last row must not be dated to the first.
static bool attempt(struct job *job, struct due *due, const struct due_row *row)
{
    AUTO_JOB own;
    int64_t now_ms = due->options.now_ms();
    job_start(&own, now_ms);
    bool claimed = false;
    if (run_row(&own, due, row, &claimed)) {
        if (claimed) {
            atomic_fetch_add(&due->ran, 1);
            note_late(due, row, now_ms - row->next_ms);
        }
        return true;
    }
    atomic_fetch_add(&due->failed, 1);
    note_late(due, row, now_ms - row->next_ms);
    log_row("failed", row, "why", own.fault.text);
    return write_failure(job, due, row, now_ms, str_from(own.fault.text));
}

bool due_run_one(struct job *job, struct due *due, int64_t now_ms, bool *had, int64_t *next_ms)
{
    struct due_row row;
    bool found;
    if (!find_first(job, due->options.store, &found, &row))
        return false;
    *had = found && row.next_ms <= now_ms;
    if (!*had)
        *next_ms = found ? row.next_ms : 0;
    return !*had || attempt(job, due, &row);
}
