#include "due/internal.h"

// The clock of the wall may be set while we sleep, so we look at it twice a second; the table is
// read again now and then even if nobody has woken us.
enum { LOOK_MS = 500, READ_AGAIN_MS = 30 * 1000, AFTER_TROUBLE_MS = 1000, ROUND_ROWS_MAX = 1000 };

bool due_put(struct job *job, struct txn *txn, struct str kind, struct str key, int64_t at_ms,
             struct str args)
{
    return sql_run(job, txn,
                   "INSERT INTO due(kind, key, at_ms, next_ms, args) VALUES (?1, ?2, ?3, ?3, ?4)"
                   " ON CONFLICT (kind, key) DO UPDATE SET at_ms = excluded.at_ms,"
                   " next_ms = excluded.next_ms, args = excluded.args, tries = 0, error = NULL",
                   sql_text(kind), sql_text(key), sql_int(at_ms), sql_text_or_null(args));
}

bool due_drop(struct job *job, struct txn *txn, struct str kind, struct str key)
{
    return sql_run(job, txn, "DELETE FROM due WHERE kind = ?1 AND key = ?2", sql_text(kind),
                   sql_text(key));
}

bool due_find(struct job *job, struct txn *txn, struct str kind, struct str key, bool *found,
              struct due_item *out)
{
    struct rows rows;
    if (!sql_query(job, txn, &rows,
                   "SELECT id, kind, key, args, at_ms, tries FROM due"
                   " WHERE kind = ?1 AND key = ?2",
                   sql_text(kind), sql_text(key)))
        return false;
    bool has_row = rows_next(job, &rows);
    if (!has_row && !rows.at_end)
        return false;
    if (has_row)
        *out = (struct due_item){.id = row_int(&rows, 0),
                                 .kind = row_text(&rows, 1),
                                 .key = row_text(&rows, 2),
                                 .args = row_text(&rows, 3),
                                 .at_ms = row_int(&rows, 4),
                                 .tries = (int)row_int(&rows, 5)};
    *found = has_row;
    rows_end(&rows);
    return true;
}

static bool must_stop(struct due *due)
{
    pthread_mutex_lock(&due->lock);
    bool stop = due->stop;
    pthread_mutex_unlock(&due->lock);
    return stop;
}

// Bounded: a kind that puts itself into the past again and again must let others have a say.
static bool run_round(struct job *job, struct due *due, int64_t *next_ms)
{
    bool had = true, well = true;
    pthread_mutex_lock(&due->running);
    int64_t now_ms = *next_ms = due->options.now_ms();
    for (int i = 0; i < ROUND_ROWS_MAX && had && well && !must_stop(due); i++)
        well = due_run_one(job, due, now_ms, &had, next_ms);
    pthread_mutex_unlock(&due->running);
    return well;
}

bool due_run(struct job *job, struct due *due, int *ran)
{
    uint64_t before = atomic_load(&due->ran);
    int64_t next_ms;
    if (!run_round(job, due, &next_ms))
        return false;
    *ran = (int)(atomic_load(&due->ran) - before);
    return true;
}

// ── the worker ────────────────────────────────────────────────────────────────────────────────

static bool sleep_ms(struct due *due, int64_t ms, bool may_be_woken)
{
    int64_t until_ms = clock_monotonic_ms() + ms;
    struct timespec until = {until_ms / 1000, until_ms % 1000 * 1000000};
    int waited = 0;
    pthread_mutex_lock(&due->lock);
    while (!due->stop && !(may_be_woken && due->woken) && waited == 0)
        waited = pthread_cond_timedwait(&due->wake, &due->lock, &until);
    bool go_on = !due->stop && !(may_be_woken && due->woken);
    pthread_mutex_unlock(&due->lock);
    return go_on;
}

// Until the clock says `next_ms` (0: nothing waits), or somebody wakes us.
static void sleep_until(struct due *due, int64_t next_ms)
{
    int64_t read_again_ms = clock_monotonic_ms() + READ_AGAIN_MS;
    bool go_on = true;
    while (go_on && clock_monotonic_ms() < read_again_ms) {
        int64_t wait_ms = next_ms ? next_ms - due->options.now_ms() : LOOK_MS;
        if (wait_ms <= 0)
            return;
        go_on = sleep_ms(due, wait_ms < LOOK_MS ? wait_ms : LOOK_MS, true);
    }
}

static void forget_wake(struct due *due)
{
    pthread_mutex_lock(&due->lock);
    due->woken = false;
    pthread_mutex_unlock(&due->lock);
}

static void *work(void *with)
{
    struct due *due = with;
    while (!must_stop(due)) {
        AUTO_JOB job;
        int64_t next_ms = 0;
        job_start(&job, due->options.now_ms());
        forget_wake(due); // before reading: what is put meanwhile wakes us again
        if (run_round(&job, due, &next_ms)) {
            sleep_until(due, next_ms);
        } else {
            log_fault("due", &job);
            sleep_ms(due, AFTER_TROUBLE_MS, false);
        }
    }
    return NULL;
}

void due_follow(void *with, const struct change *changes, size_t count)
{
    struct due *due = with;
    bool ours = false;
    for (size_t i = 0; i < count && !ours; i++)
        ours = str_eq(changes[i].topic, S("due"));
    if (!ours)
        return;
    pthread_mutex_lock(&due->lock);
    due->woken = true;
    pthread_cond_signal(&due->wake);
    pthread_mutex_unlock(&due->lock);
}

static void start_locks(struct due *due)
{
    pthread_condattr_t monotonic;
    pthread_condattr_init(&monotonic);
    pthread_condattr_setclock(&monotonic, CLOCK_MONOTONIC);
    pthread_cond_init(&due->wake, &monotonic);
    pthread_condattr_destroy(&monotonic);
    pthread_mutex_init(&due->lock, NULL);
    pthread_mutex_init(&due->running, NULL);
}

static void end_locks(struct due *due)
{
    pthread_cond_destroy(&due->wake);
    pthread_mutex_destroy(&due->lock);
    pthread_mutex_destroy(&due->running);
}

bool due_open(struct job *job, const struct due_options *options, struct due **out)
{
    struct due *due = heap_take(sizeof(*due));
    due->options = *options;
    start_locks(due);
    if (!options->by_hand && pthread_create(&due->worker, NULL, work, due) != 0) {
        end_locks(due);
        free(due);
        return job_fail(job, FAULT_UNAVAILABLE, "no thread could be started");
    }
    *out = due;
    return true;
}

void due_close(struct due *due)
{
    if (!due)
        return;
    pthread_mutex_lock(&due->lock);
    due->stop = true;
    pthread_cond_signal(&due->wake);
    pthread_mutex_unlock(&due->lock);
    if (!due->options.by_hand)
        pthread_join(due->worker, NULL);
    store_unfollow(due->options.store, due_follow, due);
    end_locks(due);
    free(due);
}

struct due_numbers due_count(struct due *due)
{
    struct due_numbers numbers = {.ran = atomic_load(&due->ran),
                                  .failed = atomic_load(&due->failed),
                                  .late = atomic_load(&due->late)};
    AUTO_JOB job;
    job_start(&job, due->options.now_ms());
    AUTO_TXN txn = read_begin(&job, due->options.store, NULL);
    struct rows rows;
    if (txn.open && sql_query(&job, &txn, &rows, "SELECT count(*), min(next_ms) FROM due") &&
        rows_next(&job, &rows)) {
        numbers.waiting = (int)row_int(&rows, 0);
        numbers.next_at_ms = row_int(&rows, 1);
    }
    return numbers;
}
