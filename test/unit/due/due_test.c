#include "clockwork.h"

static bool do_deed(struct job *job, struct txn *txn, const struct due_item *item, void *app)
{
    struct clockwork *work = app;
    if (!sql_run(job, txn, "INSERT INTO deed(key, args, done_ms) VALUES (?1, ?2, ?3)",
                 sql_text(item->key), sql_text(item->args), sql_int(job->now_ms)))
        return false;
    return !work->must_fail || job_fail(job, FAULT_UNAVAILABLE, "the wire is down");
}

static bool do_again(struct job *job, struct txn *txn, const struct due_item *item, void *app)
{
    return do_deed(job, txn, item, app) &&
           due_put(job, txn, item->kind, item->key, item->at_ms + 60000, item->args);
}

// Somebody else may write meanwhile.
static bool look_around(struct job *job, struct txn *txn, const struct due_item *item, void *app,
                        void **seen)
{
    struct clockwork *work = app;
    AUTO_TXN other = write_begin(job, work->store);
    *seen = str_c(&job->mem, str_join(&job->mem, S("seen by "), item->key));
    return other.open &&
           sql_run(job, &other, "INSERT INTO deed(key, done_ms) VALUES ('other', 0)") &&
           txn_commit(job, &other);
}

static bool do_seen(struct job *job, struct txn *txn, const struct due_item *item, void *app)
{
    return sql_run(job, txn, "INSERT INTO deed(key, args, done_ms) VALUES (?1, ?2, 0)",
                   sql_text(item->key), sql_text(str_from(item->seen)));
}

static const struct due_kind kinds[] = {
    {"deed", do_deed}, {"again", do_again}, {"looked", do_seen, look_around}};

static void open_due(struct clockwork *work)
{
    struct due_options options = {.store = work->store,
                                  .kinds = kinds,
                                  .kinds_count = ARRAY_LEN(kinds),
                                  .app = work,
                                  .now_ms = read_chosen_clock,
                                  .by_hand = true};
    assert_job(due_open(&work->job, &options, &work->due), &work->job);
}

static int setup(void **state)
{
    struct clockwork *work = heap_take(sizeof(*work));
    log_set_quiet(true);
    clockwork_start(work);
    open_due(work);
    atomic_store(&chosen_now_ms, 0);
    *state = work;
    return 0;
}

static int teardown(void **state)
{
    clockwork_end(*state);
    free(*state);
    return 0;
}

// Sets the clock and runs; the count of rows that were run without a fault.
static int run_at(struct clockwork *work, int64_t now_ms)
{
    int ran = -1;
    atomic_store(&chosen_now_ms, now_ms);
    assert_job(due_run(&work->job, work->due, &ran), &work->job);
    return ran;
}

static int64_t count_deeds(struct clockwork *work)
{
    return clockwork_ask(work, "SELECT count(*) FROM deed");
}

static void a_row_runs_at_its_moment_and_not_before(void **state)
{
    struct clockwork *work = *state;
    clockwork_put(work, "deed", "42", 1000);
    assert_int_equal(run_at(work, 999), 0);
    assert_int_equal(run_at(work, 1000), 1);
    assert_int_equal(run_at(work, 1001), 0);
    assert_int_equal(clockwork_ask(work, "SELECT count(*) FROM deed WHERE key = '42' AND "
                                         "done_ms = 1000 AND args = '{\"n\":1}'"),
                     1);
    assert_int_equal(due_count(work->due).waiting, 0);
}

static void rows_run_in_the_order_of_their_moments(void **state)
{
    struct clockwork *work = *state;
    clockwork_put(work, "deed", "third", 300);
    clockwork_put(work, "deed", "first", 100);
    clockwork_put(work, "deed", "second", 200);
    assert_int_equal(due_count(work->due).next_at_ms, 100);
    assert_int_equal(run_at(work, 1000), 3);
    assert_int_equal(clockwork_ask(work, "SELECT rowid FROM deed WHERE key = 'first'"), 1);
    assert_int_equal(clockwork_ask(work, "SELECT rowid FROM deed WHERE key = 'third'"), 3);
}

static void putting_it_again_moves_it(void **state)
{
    struct clockwork *work = *state;
    clockwork_put(work, "deed", "42", 1000);
    clockwork_put(work, "deed", "42", 2000);
    assert_int_equal(run_at(work, 1500), 0);
    assert_int_equal(run_at(work, 2000), 1);
    assert_int_equal(count_deeds(work), 1);
}

static void what_was_dropped_does_not_run(void **state)
{
    struct clockwork *work = *state;
    clockwork_put(work, "deed", "42", 1000);
    AUTO_TXN txn = write_begin(&work->job, work->store);
    assert_job(due_drop(&work->job, &txn, S("deed"), S("42")) && txn_commit(&work->job, &txn),
               &work->job);
    assert_int_equal(run_at(work, 5000), 0);
}

static void a_row_can_be_found(void **state)
{
    struct clockwork *work = *state;
    clockwork_put(work, "deed", "42", 1000);
    AUTO_TXN txn = read_begin(&work->job, work->store, NULL);
    struct due_item item;
    bool found, other;
    assert_job(due_find(&work->job, &txn, S("deed"), S("42"), &found, &item), &work->job);
    assert_true(found);
    assert_int_equal(item.at_ms, 1000);
    assert_str(item.args, "{\"n\":1}");
    assert_job(due_find(&work->job, &txn, S("deed"), S("43"), &other, &item), &work->job);
    assert_false(other);
}

static void what_fails_is_undone_and_says_why(void **state)
{
    struct clockwork *work = *state;
    clockwork_put(work, "deed", "42", 1000);
    work->must_fail = true;
    assert_int_equal(run_at(work, 1000), 0);
    assert_int_equal(count_deeds(work), 0);
    assert_int_equal(clockwork_ask(work, "SELECT count(*) FROM due WHERE tries = 1 AND "
                                         "error = 'the wire is down' AND at_ms = 1000"),
                     1);
    work->must_fail = false;
    assert_int_equal(run_at(work, 1999), 0);
    assert_int_equal(run_at(work, 2000), 1);
    assert_int_equal(count_deeds(work), 1);
    struct due_numbers numbers = due_count(work->due);
    assert_int_equal(numbers.ran, 1);
    assert_int_equal(numbers.failed, 1);
}

static void the_pauses_double_up_to_a_quarter_of_an_hour(void **state)
{
    struct clockwork *work = *state;
    clockwork_put(work, "deed", "42", 0);
    work->must_fail = true;
    int64_t now_ms = 0, pause_ms = 1000;
    for (int i = 0; i < 15; i++) {
        assert_int_equal(run_at(work, now_ms), 0);
        assert_int_equal(due_count(work->due).next_at_ms, now_ms + pause_ms);
        now_ms += pause_ms;
        pause_ms = pause_ms * 2 < 900000 ? pause_ms * 2 : 900000;
    }
    assert_int_equal(pause_ms, 900000);
    assert_int_equal(due_count(work->due).failed, 15);
}

static void one_that_fails_does_not_hold_up_the_others(void **state)
{
    struct clockwork *work = *state;
    clockwork_put(work, "strange", "1", 1000);
    clockwork_put(work, "deed", "2", 1001);
    assert_int_equal(run_at(work, 2000), 1);
    assert_int_equal(count_deeds(work), 1);
}

static void an_unknown_kind_stays_with_its_error(void **state)
{
    struct clockwork *work = *state;
    clockwork_put(work, "strange", "1", 1000);
    assert_int_equal(run_at(work, 1000), 0);
    assert_int_equal(clockwork_ask(work, "SELECT count(*) FROM due WHERE tries = 1 AND error = "
                                         "'nobody here knows how to do \"strange\"'"),
                     1);
    assert_int_equal(due_count(work->due).next_at_ms, 2000);
}

static void a_kind_may_put_itself_again(void **state)
{
    struct clockwork *work = *state;
    clockwork_put(work, "again", "hourly", 1000);
    assert_int_equal(run_at(work, 1000), 1);
    assert_int_equal(run_at(work, 60999), 0);
    assert_int_equal(run_at(work, 61000), 1);
    assert_int_equal(count_deeds(work), 2);
    assert_int_equal(due_count(work->due).next_at_ms, 121000);
}

static void a_look_keeps_no_writer_waiting(void **state)
{
    struct clockwork *work = *state;
    clockwork_put(work, "looked", "42", 1000);
    assert_int_equal(run_at(work, 1000), 1);
    assert_int_equal(count_deeds(work), 2);
    assert_int_equal(clockwork_ask(work, "SELECT count(*) FROM deed WHERE key = '42' AND"
                                         " args = 'seen by 42'"),
                     1);
}

static void what_came_due_while_nobody_ran_is_caught_up(void **state)
{
    struct clockwork *work = *state;
    clockwork_put(work, "deed", "1", 1000);
    clockwork_put(work, "deed", "2", 9000);
    due_close(work->due);
    store_close(work->store);
    clockwork_open_store(work);
    open_due(work);
    assert_int_equal(run_at(work, 10000), 2);
    struct due_numbers numbers = due_count(work->due);
    assert_int_equal(numbers.late, 1); // the other one by a second only
    assert_int_equal(numbers.ran, 2);
}

// The n-th call fails as a crash would end it: nothing is half done, nothing is done twice.
static void whichever_call_fails_a_deed_is_done_once(void **state)
{
    struct clockwork *work = *state;
    clockwork_put(work, "deed", "0", 0);
    store_fail_at(work->store, 0);
    assert_int_equal(run_at(work, 0), 1);
    int64_t calls = store_calls(work->store), now_ms = 0;
    assert_true(calls >= 8);
    for (int64_t n = 1; n <= calls; n++) {
        char key[32];
        int ran;
        snprintf(key, sizeof(key), "%d", (int)n);
        clockwork_put(work, "deed", key, now_ms);
        store_fail_at(work->store, n);
        if (!due_run(&work->job, work->due, &ran))
            job_forgive(&work->job);
        store_fail_at(work->store, 0);
        run_at(work, now_ms += 2000);
        assert_int_equal(count_deeds(work), n + 1);
        assert_int_equal(due_count(work->due).waiting, 0);
    }
}

// As above, and the note about the failure fails too: the row is as it was.
static void a_failure_that_cannot_be_noted_stops_the_round(void **state)
{
    struct clockwork *work = *state;
    int ran;
    clockwork_put(work, "deed", "42", 1000);
    work->must_fail = true;
    atomic_store(&chosen_now_ms, 1000);
    store_fail_at(work->store, 0);
    assert_int_equal(run_at(work, 1000), 0);
    int64_t calls = store_calls(work->store);
    clockwork_put(work, "deed", "42", 1000);
    store_fail_at(work->store, calls - 3); // the commit of the note; a look around comes after it
    assert_false(due_run(&work->job, work->due, &ran));
    job_forgive(&work->job);
    assert_int_equal(clockwork_ask(work, "SELECT tries FROM due"), 0);
}

#define WITH(test) cmocka_unit_test_setup_teardown(test, setup, teardown)

int main(void)
{
    const struct CMUnitTest tests[] = {
        WITH(a_row_runs_at_its_moment_and_not_before),
        WITH(rows_run_in_the_order_of_their_moments),
        WITH(putting_it_again_moves_it),
        WITH(what_was_dropped_does_not_run),
        WITH(a_row_can_be_found),
        WITH(what_fails_is_undone_and_says_why),
        WITH(the_pauses_double_up_to_a_quarter_of_an_hour),
        WITH(one_that_fails_does_not_hold_up_the_others),
        WITH(an_unknown_kind_stays_with_its_error),
        WITH(a_kind_may_put_itself_again),
        WITH(a_look_keeps_no_writer_waiting),
        WITH(what_came_due_while_nobody_ran_is_caught_up),
        WITH(whichever_call_fails_a_deed_is_done_once),
        WITH(a_failure_that_cannot_be_noted_stops_the_round),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
