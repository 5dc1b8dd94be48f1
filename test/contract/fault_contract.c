// Waiting in vain, waiting in turn, and the n-th call that fails.
#include "contract.h"

#include <pthread.h>
#include <signal.h>
#include <sys/resource.h>

static void a_writer_waits_no_longer_than_its_deadline(void **state)
{
    struct contract *c = *state;
    struct store *second;
    struct store_options options = contract_options(c);
    assert_job(store_open(&c->job, &options, &second), &c->job);
    AUTO_TXN holding = write_begin(&c->job, second); // as another process would
    assert_job(holding.open, &c->job);
    AUTO_JOB hurried;
    job_start(&hurried, clock_unix_ms());
    hurried.deadline_ms = hurried.now_ms + 30;
    AUTO_TXN txn = write_begin(&hurried, c->store);
    assert_false(txn.open);
    assert_int_equal(hurried.fault.kind, FAULT_UNAVAILABLE);
    txn_end(&holding);
    thing_add(c->store, "later");
    store_close(second);
}

struct late {
    struct store *store;
    enum fault_kind kind;
};

static void *write_hurried(void *with)
{
    struct late *late = with;
    AUTO_JOB job;
    job_start(&job, clock_unix_ms());
    job.deadline_ms = job.now_ms + 20;
    AUTO_TXN txn = write_begin(&job, late->store);
    late->kind = job.fault.kind;
    return NULL;
}

static void who_waits_in_vain_leaves_the_line(void **state)
{
    struct contract *c = *state;
    struct late late = {.store = c->store};
    {
        AUTO_TXN txn = write_begin(&c->job, c->store);
        pthread_t thread;
        assert_int_equal(pthread_create(&thread, NULL, write_hurried, &late), 0);
        pthread_join(thread, NULL);
    }
    assert_int_equal(late.kind, FAULT_UNAVAILABLE);
    thing_add(c->store, "next");
}

static void a_writer_waits_for_another_process(void **state)
{
    struct contract *c = *state;
    struct other other;
    other_start(&other, c, "hold", "theirs");
    other_wait_line(&other); // it has the lock now
    struct late late = {.store = c->store};
    write_hurried(&late);
    assert_int_equal(late.kind, FAULT_UNAVAILABLE);
    assert_int_equal(thing_count(c->store), 0); // readers do not wait
    other_end(&other);
    thing_add(c->store, "ours");
    assert_int_equal(thing_count(c->store), 2);
}

// A change of a few calls, as news makes them. Whole or absent, whatever fails.
static bool add_family(struct job *job, struct store *store)
{
    AUTO_TXN txn = write_begin(job, store);
    int64_t parent;
    if (!txn.open || !thing_insert(job, &txn, "parent") ||
        !sql_number(job, &txn, NULL, &parent, "SELECT id FROM thing WHERE name = 'parent'") ||
        !txn_save(job, &txn, "child") ||
        !sql_run(job, &txn, "INSERT INTO thing(name, parent_id) VALUES ('child', ?1)",
                 sql_int(parent)))
        return false;
    struct rows rows;
    int seen = 0;
    if (!sql_query(job, &txn, &rows, "SELECT name FROM thing"))
        return false;
    while (rows_next(job, &rows))
        seen++;
    return rows.at_end && seen == 2 && txn_commit(job, &txn);
}

static bool remove_family(struct job *job, struct store *store)
{
    AUTO_TXN txn = write_begin(job, store);
    return txn.open && sql_run(job, &txn, "DELETE FROM thing WHERE name = 'child'") &&
           sql_run(job, &txn, "DELETE FROM thing WHERE name = 'parent'") && txn_commit(job, &txn);
}

static void count_rows(void *with, const struct change *changes, size_t count)
{
    *(size_t *)with += count;
}

static void whichever_call_fails_it_is_whole_or_absent(void **state)
{
    struct contract *c = *state;
    size_t told = 0;
    store_follow(c->store, count_rows, &told);
    store_fail_at(c->store, 0);
    assert_job(add_family(&c->job, c->store), &c->job);
    int64_t calls = store_calls(c->store);
    assert_true(calls >= 9);
    assert_job(remove_family(&c->job, c->store), &c->job);
    for (int64_t n = 1; n <= calls; n++) {
        told = 0;
        store_fail_at(c->store, n);
        assert_false(add_family(&c->job, c->store));
        assert_int_equal(c->job.fault.kind, FAULT_UNAVAILABLE);
        assert_string_equal(c->job.fault.text, "injected");
        job_forgive(&c->job);
        assert_int_equal(thing_count(c->store), 0);
        assert_int_equal(told, 0);
        assert_job(add_family(&c->job, c->store), &c->job); // once: the next one goes
        assert_int_equal(told, 2);
        assert_job(remove_family(&c->job, c->store), &c->job);
    }
}

static void reads_fail_in_words_too(void **state)
{
    struct contract *c = *state;
    thing_add(c->store, "one");
    for (int64_t n = 1; n <= 4; n++) {
        store_fail_at(c->store, n);
        AUTO_TXN txn = read_begin(&c->job, c->store, NULL);
        struct rows rows = {0};
        if (txn.open && sql_query(&c->job, &txn, &rows, "SELECT id FROM thing"))
            while (rows_next(&c->job, &rows))
                continue;
        assert_false(rows.at_end);
        assert_int_equal(c->job.fault.kind, FAULT_UNAVAILABLE);
        job_forgive(&c->job);
    }
    assert_int_equal(thing_count(c->store), 1);
}

// A file size limit is as near as a test comes to a full disk.
static void a_full_disk_is_said_and_survived(void **state)
{
    struct contract *c = *state;
    thing_add(c->store, "before");
    struct rlimit usual, small = {.rlim_cur = 256 * 1024};
    getrlimit(RLIMIT_FSIZE, &usual);
    small.rlim_max = usual.rlim_max;
    signal(SIGXFSZ, SIG_IGN);
    setrlimit(RLIMIT_FSIZE, &small);
    bool saved;
    {
        AUTO_TXN txn = write_begin(&c->job, c->store);
        struct str big = {arena_take(&c->job.mem, 8 << 20), 8 << 20};
        saved = txn.open &&
                sql_run(&c->job, &txn, "INSERT INTO thing(name, bytes) VALUES ('big', ?1)",
                        sql_blob(big)) &&
                txn_commit(&c->job, &txn);
    }
    setrlimit(RLIMIT_FSIZE, &usual);
    assert_false(saved);
    assert_int_equal(c->job.fault.kind, FAULT_UNAVAILABLE);
    job_forgive(&c->job);
    thing_add(c->store, "after");
    contract_reopen(c);
    assert_int_equal(thing_count(c->store), 2);
}

#define ON_STORE(test) cmocka_unit_test_setup_teardown(test, contract_setup, contract_teardown)

int main(int argc, char **argv)
{
    other_main(argc, argv);
    const struct CMUnitTest tests[] = {
        ON_STORE(a_writer_waits_no_longer_than_its_deadline),
        ON_STORE(who_waits_in_vain_leaves_the_line),
        ON_STORE(a_writer_waits_for_another_process),
        ON_STORE(whichever_call_fails_it_is_whole_or_absent),
        ON_STORE(reads_fail_in_words_too),
        ON_STORE(a_full_disk_is_said_and_survived),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
