// The worker thread: woken by what is put, by the clock, and by a clock that jumps.
#include "clockwork.h"

#include <pthread.h>

static struct {
    pthread_mutex_t lock;
    pthread_cond_t more;
    int count;
    int64_t last_ms;
} done = {.lock = PTHREAD_MUTEX_INITIALIZER, .more = PTHREAD_COND_INITIALIZER};

static bool do_and_say(struct job *job, struct txn *txn, const struct due_item *item, void *app)
{
    pthread_mutex_lock(&done.lock);
    done.count++;
    done.last_ms = clock_monotonic_ms();
    pthread_cond_broadcast(&done.more);
    pthread_mutex_unlock(&done.lock);
    return true;
}

static int64_t wait_for(int count)
{
    pthread_mutex_lock(&done.lock);
    while (done.count < count)
        pthread_cond_wait(&done.more, &done.lock);
    int64_t last_ms = done.last_ms;
    pthread_mutex_unlock(&done.lock);
    return last_ms;
}

static const struct due_kind kinds[] = {{"deed", do_and_say}};

static void open_due(struct clockwork *work, int64_t (*now_ms)(void))
{
    struct due_options options = {
        .store = work->store, .kinds = kinds, .kinds_count = ARRAY_LEN(kinds), .now_ms = now_ms};
    assert_job(due_open(&work->job, &options, &work->due), &work->job);
    store_follow(work->store, due_follow, work->due);
}

static int setup(void **state)
{
    struct clockwork *work = heap_take(sizeof(*work));
    log_set_quiet(true);
    clockwork_start(work);
    done.count = 0;
    *state = work;
    return 0;
}

static int teardown(void **state)
{
    clockwork_end(*state);
    free(*state);
    return 0;
}

static void what_is_put_for_now_runs_at_once(void **state)
{
    struct clockwork *work = *state;
    open_due(work, clock_unix_ms);
    for (int i = 1; i <= 20; i++) {
        clockwork_put(work, "deed", "1", clock_unix_ms());
        wait_for(i);
    }
}

static void the_worker_is_on_time(void **state)
{
    struct clockwork *work = *state;
    open_due(work, clock_unix_ms);
    int64_t wanted_ms = clock_monotonic_ms() + 120;
    clockwork_put(work, "deed", "1", clock_unix_ms() + 120);
    int64_t late_ms = wait_for(1) - wanted_ms;
    assert_in_range(late_ms + 2, 0, 500); // usually 1; the bound leaves room for a busy machine
}

static void an_earlier_row_is_not_slept_through(void **state)
{
    struct clockwork *work = *state;
    open_due(work, clock_unix_ms);
    clockwork_put(work, "deed", "next week", clock_unix_ms() + 7 * 86400 * 1000);
    clockwork_put(work, "deed", "soon", clock_unix_ms() + 20);
    wait_for(1);
    due_close(work->due); // lets it commit
    work->due = NULL;
    assert_int_equal(clockwork_ask(work, "SELECT count(*) FROM due"), 1);
}

static void a_clock_that_jumps_is_noticed(void **state)
{
    struct clockwork *work = *state;
    atomic_store(&chosen_now_ms, 1000);
    open_due(work, read_chosen_clock);
    clockwork_put(work, "deed", "in an hour", 3600 * 1000);
    atomic_store(&chosen_now_ms, 3600 * 1000);
    wait_for(1);
}

static void what_was_left_runs_at_the_start(void **state)
{
    struct clockwork *work = *state;
    clockwork_put(work, "deed", "1", clock_unix_ms() - 60 * 1000);
    open_due(work, clock_unix_ms);
    wait_for(1);
    due_close(work->due); // lets it commit
    work->due = NULL;
    assert_int_equal(clockwork_ask(work, "SELECT count(*) FROM due"), 0);
}

#define WITH(test) cmocka_unit_test_setup_teardown(test, setup, teardown)

int main(void)
{
    const struct CMUnitTest tests[] = {
        WITH(what_is_put_for_now_runs_at_once),    WITH(the_worker_is_on_time),
        WITH(an_earlier_row_is_not_slept_through), WITH(a_clock_that_jumps_is_noticed),
        WITH(what_was_left_runs_at_the_start),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
