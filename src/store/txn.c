#include "store/internal.h"

// Fixes the snapshot: BEGIN alone reads nothing yet, the first statement does.
static bool begin_snapshot(struct job *job, struct txn *txn)
{
    const struct engine *engine = txn->store->engine;
    if (!engine->begin_read(job, txn->conn))
        return false;
    int64_t seq;
    if (!conn_number(job, txn->conn, &seq, NEWEST_SEQ_SQL)) {
        engine->roll_back(txn->conn);
        return false;
    }
    txn->seq = (uint64_t)seq;
    return true;
}

struct txn read_begin(struct job *job, struct store *store, struct notebook *notes)
{
    struct txn txn = {.store = store, .notes = notes};
    if (!store_count_call(job, store) || !store_take_reader(job, store, &txn.conn))
        return txn;
    txn.open = begin_snapshot(job, &txn);
    if (!txn.open)
        store_give_reader(store, txn.conn);
    return txn;
}

static bool take_turn(struct job *job, struct store *store)
{
    int64_t until_ms = 0; // on the clock that never jumps
    if (job->deadline_ms)
        until_ms = clock_monotonic_ms() + (job->deadline_ms - clock_unix_ms());
    if (job->deadline_ms && until_ms <= 0)
        until_ms = 1;
    if (turn_take(&store->turn, until_ms))
        return true;
    return job_fail(job, FAULT_UNAVAILABLE,
                    "others are writing, and this could wait no longer; "
                    "nothing was saved, try again");
}

static bool begin_writing(struct job *job, struct txn *txn)
{
    const struct engine *engine = txn->store->engine;
    if (!engine->begin_write(job, txn->conn))
        return false;
    int64_t seq;
    if (!conn_number(job, txn->conn, &seq, NEWEST_SEQ_SQL)) {
        engine->roll_back(txn->conn);
        return false;
    }
    txn->seq = (uint64_t)seq;
    return true;
}

struct txn write_begin(struct job *job, struct store *store)
{
    struct txn txn = {.store = store, .conn = store->writer, .writing = true};
    if (store->read_only) {
        job_fail(job, FAULT_INTERNAL, "the database was opened for reading only");
        return txn;
    }
    if (!store_count_call(job, store) || !take_turn(job, store))
        return txn;
    txn.open = begin_writing(job, &txn);
    if (!txn.open)
        turn_give(&store->turn);
    return txn;
}

// After the engine has ended it.
static void give_conn(struct txn *txn)
{
    txn->open = false;
    if (txn->writing)
        turn_give(&txn->store->turn);
    else
        store_give_reader(txn->store, txn->conn);
}

void txn_end(struct txn *txn)
{
    if (!txn->open)
        return;
    txn->store->engine->roll_back(txn->conn);
    give_conn(txn);
}

bool txn_commit(struct job *job, struct txn *txn)
{
    assert(txn->open);
    struct store *store = txn->store;
    int64_t seq = 0;
    if (!txn->writing || job_failed(job) || !store_count_call(job, store) ||
        !conn_number(job, txn->conn, &seq, NEWEST_SEQ_SQL) ||
        !store->engine->commit(job, txn->conn)) {
        txn_end(txn);
        return !job_failed(job);
    }
    give_conn(txn); // first: the next writer need not wait for the followers
    return following_reach(job, store, (uint64_t)seq);
}

static int find_mark(const struct txn *txn, const char *name)
{
    int at = txn->marks_count - 1;
    while (at >= 0 && strcmp(txn->marks[at], name) != 0)
        at--;
    return at;
}

static bool run_mark(struct job *job, struct txn *txn, const char *fmt, const char *name)
{
    char sql[128];
    size_t len = 0;
    for (const char *at = fmt; *at; at++) // each @ is the name; identifiers cannot be bound
        len += (size_t)snprintf(sql + len, sizeof(sql) - len, "%.*s", *at == '@' ? 64 : 1,
                                *at == '@' ? name : at);
    assert(len < sizeof(sql));
    return store_count_call(job, txn->store) && txn->store->engine->script(job, txn->conn, sql);
}

bool txn_save(struct job *job, struct txn *txn, const char *literal_name)
{
    assert(txn->open && txn->writing);
    int old = find_mark(txn, literal_name);
    if (job_failed(job) || (old >= 0 && !run_mark(job, txn, "RELEASE @", literal_name)))
        return false;
    if (old >= 0)
        txn->marks_count = old; // releasing a mark releases those inside it
    assert(txn->marks_count < TXN_MARKS_MAX);
    if (!run_mark(job, txn, "SAVEPOINT @", literal_name))
        return false;
    txn->marks[txn->marks_count++] = literal_name;
    return true;
}

bool txn_undo_to(struct job *job, struct txn *txn, const char *literal_name)
{
    assert(txn->open && txn->writing);
    int mark = find_mark(txn, literal_name);
    assert(mark >= 0);
    if (!run_mark(job, txn, "ROLLBACK TO @; RELEASE @", literal_name))
        return false;
    txn->marks_count = mark;
    return true;
}

bool txn_seq(struct job *job, struct txn *txn, uint64_t *out)
{
    assert(txn->open);
    int64_t seq = (int64_t)txn->seq;
    if (txn->writing && !conn_number(job, txn->conn, &seq, NEWEST_SEQ_SQL))
        return false;
    *out = (uint64_t)seq;
    return true;
}
