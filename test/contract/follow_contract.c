// Followers: every row of the change log, in order, once, before the commit returns.
#include "contract.h"

#include <pthread.h>
#include <stdatomic.h>

enum { HEARD_MAX = 8192 };

struct listener {
    pthread_mutex_t lock;
    pthread_cond_t heard_more;
    uint64_t seqs[HEARD_MAX];
    char topics[HEARD_MAX][24];
    size_t count;
    atomic_int inside;
};

static void hear(void *with, const struct change *changes, size_t count)
{
    struct listener *listener = with;
    assert_int_equal(atomic_fetch_add(&listener->inside, 1), 0); // never two calls at a time
    pthread_mutex_lock(&listener->lock);
    for (size_t i = 0; i < count && listener->count < HEARD_MAX; i++) {
        listener->seqs[listener->count] = changes[i].seq;
        snprintf(listener->topics[listener->count++], sizeof(listener->topics[0]), STR_FMT,
                 STR_ARG(changes[i].topic));
    }
    pthread_cond_broadcast(&listener->heard_more);
    pthread_mutex_unlock(&listener->lock);
    atomic_fetch_sub(&listener->inside, 1);
}

static struct listener *listen_to(struct contract *c)
{
    struct listener *listener = arena_new(&c->job.mem, struct listener);
    pthread_mutex_init(&listener->lock, NULL);
    pthread_cond_init(&listener->heard_more, NULL);
    store_follow(c->store, hear, listener);
    return listener;
}

static void wait_for(struct listener *listener, size_t count)
{
    pthread_mutex_lock(&listener->lock);
    while (listener->count < count)
        pthread_cond_wait(&listener->heard_more, &listener->lock);
    pthread_mutex_unlock(&listener->lock);
}

static size_t heard(struct listener *listener)
{
    pthread_mutex_lock(&listener->lock);
    size_t count = listener->count;
    pthread_mutex_unlock(&listener->lock);
    return count;
}

static void assert_in_order_from(struct listener *listener, uint64_t first)
{
    pthread_mutex_lock(&listener->lock);
    for (size_t i = 0; i < listener->count; i++)
        assert_int_equal(listener->seqs[i], first + i);
    pthread_mutex_unlock(&listener->lock);
}

static void a_commit_has_told_before_it_returns(void **state)
{
    struct contract *c = *state;
    struct listener *listener = listen_to(c);
    AUTO_TXN txn = write_begin(&c->job, c->store);
    assert_job(thing_insert(&c->job, &txn, "one") && thing_insert(&c->job, &txn, "two"), &c->job);
    assert_int_equal(heard(listener), 0);
    assert_job(txn_commit(&c->job, &txn), &c->job);
    assert_int_equal(heard(listener), 2);
    assert_string_equal(listener->topics[0], "thing:one");
    assert_string_equal(listener->topics[1], "thing:two");
    assert_int_equal(store_followed_seq(c->store), 2);
}

static void what_was_rolled_back_is_never_told(void **state)
{
    struct contract *c = *state;
    struct listener *listener = listen_to(c);
    {
        AUTO_TXN txn = write_begin(&c->job, c->store);
        assert_job(thing_insert(&c->job, &txn, "undone"), &c->job);
    }
    thing_add(c->store, "done");
    assert_int_equal(heard(listener), 1);
    assert_string_equal(listener->topics[0], "thing:done");
}

static void what_touches_no_topic_tells_nobody(void **state)
{
    struct contract *c = *state;
    struct listener *listener = listen_to(c);
    AUTO_TXN txn = write_begin(&c->job, c->store);
    assert_job(sql_run(&c->job, &txn, "INSERT INTO quiet(n) VALUES (1)"), &c->job);
    assert_job(txn_commit(&c->job, &txn), &c->job);
    assert_int_equal(heard(listener), 0);
}

static void a_new_follower_hears_only_what_is_new(void **state)
{
    struct contract *c = *state;
    thing_add(c->store, "old");
    struct listener *first = listen_to(c);
    thing_add(c->store, "new");
    struct listener *second = listen_to(c);
    thing_add(c->store, "newest");
    assert_int_equal(heard(first), 2);
    assert_int_equal(heard(second), 1);
    assert_in_order_from(first, 2);
    assert_in_order_from(second, 3);
}

static void who_follows_no_more_hears_no_more(void **state)
{
    struct contract *c = *state;
    struct listener *first = listen_to(c), *second = listen_to(c);
    thing_add(c->store, "one");
    store_unfollow(c->store, hear, first);
    thing_add(c->store, "two");
    assert_int_equal(heard(first), 1);
    assert_int_equal(heard(second), 2);
}

// More rows than are read at once.
static void a_large_transaction_is_told_whole(void **state)
{
    struct contract *c = *state;
    struct listener *listener = listen_to(c);
    AUTO_TXN txn = write_begin(&c->job, c->store);
    for (int i = 0; i < 3000; i++)
        assert_job(
            thing_insert(&c->job, &txn, str_c(&c->job.mem, str_printf(&c->job.mem, "%d", i))),
            &c->job);
    assert_job(txn_commit(&c->job, &txn), &c->job);
    assert_int_equal(heard(listener), 3000);
    assert_in_order_from(listener, 1);
}

static void another_handle_is_noticed_by_the_next_commit(void **state)
{
    struct contract *c = *state;
    struct listener *listener = listen_to(c);
    struct store *second;
    struct store_options options = contract_options(c);
    assert_job(store_open(&c->job, &options, &second), &c->job);
    thing_add(second, "theirs");
    assert_int_equal(heard(listener), 0); // this store keeps no follower thread
    thing_add(c->store, "ours");
    assert_int_equal(heard(listener), 2);
    assert_in_order_from(listener, 1);
    store_close(second);
}

static void another_process_is_noticed_by_the_thread(void **state)
{
    struct contract *c = *state;
    struct listener *listener = listen_to(c);
    struct other other;
    other_start(&other, c, "add", "elsewhere");
    other_wait_line(&other);
    int64_t committed_ms = clock_monotonic_ms();
    wait_for(listener, 1);
    // 100 ms are promised; the bound leaves room for a busy machine.
    assert_true(clock_monotonic_ms() - committed_ms < 2000);
    assert_string_equal(listener->topics[0], "thing:elsewhere");
    other_end(&other);
}

struct crowd {
    struct contract *c;
    struct store *store;
    int number;
};

enum { CROWD_COMMITS = 40 };

static void *commit_often(void *with)
{
    struct crowd *crowd = with;
    for (int i = 0; i < CROWD_COMMITS; i++) {
        char name[32];
        snprintf(name, sizeof(name), "%d/%d", crowd->number, i);
        thing_add(crowd->store, name);
    }
    return NULL;
}

// Two committers of this store, one of another handle (a stranger to it), and the thread.
static void a_crowd_is_told_in_order_and_once(void **state)
{
    struct contract *c = *state;
    struct listener *listener = listen_to(c);
    struct store *second;
    struct store_options options = contract_options(c);
    assert_job(store_open(&c->job, &options, &second), &c->job);
    struct crowd crowd[] = {{c, c->store, 0}, {c, c->store, 1}, {c, second, 2}};
    pthread_t threads[ARRAY_LEN(crowd)];
    for (size_t i = 0; i < ARRAY_LEN(crowd); i++)
        assert_int_equal(pthread_create(&threads[i], NULL, commit_often, &crowd[i]), 0);
    for (size_t i = 0; i < ARRAY_LEN(crowd); i++)
        pthread_join(threads[i], NULL);
    wait_for(listener, CROWD_COMMITS * ARRAY_LEN(crowd));
    assert_int_equal(heard(listener), CROWD_COMMITS * ARRAY_LEN(crowd));
    assert_in_order_from(listener, 1);
    store_close(second);
}

// A committer must find its own rows told, whoever walked them.
static void *commit_and_look(void *with)
{
    struct crowd *crowd = with;
    for (int i = 0; i < CROWD_COMMITS; i++) {
        AUTO_JOB job;
        job_start(&job, clock_unix_ms());
        AUTO_TXN txn = write_begin(&job, crowd->store);
        char name[32];
        snprintf(name, sizeof(name), "%d/%d", crowd->number, i);
        uint64_t seq = 0;
        assert_job(thing_insert(&job, &txn, name) && txn_seq(&job, &txn, &seq) &&
                       txn_commit(&job, &txn),
                   &job);
        assert_true(store_followed_seq(crowd->store) >= seq);
    }
    return NULL;
}

static void every_committer_finds_its_rows_told(void **state)
{
    struct contract *c = *state;
    struct listener *listener = listen_to(c);
    struct crowd crowd[] = {{c, c->store, 0}, {c, c->store, 1}, {c, c->store, 2}};
    pthread_t threads[ARRAY_LEN(crowd)];
    for (size_t i = 0; i < ARRAY_LEN(crowd); i++)
        assert_int_equal(pthread_create(&threads[i], NULL, commit_and_look, &crowd[i]), 0);
    for (size_t i = 0; i < ARRAY_LEN(crowd); i++)
        pthread_join(threads[i], NULL);
    assert_int_equal(heard(listener), CROWD_COMMITS * ARRAY_LEN(crowd));
    assert_in_order_from(listener, 1);
}

static void the_log_is_read_from_any_place(void **state)
{
    struct contract *c = *state;
    const char *names[] = {"a", "b", "c", "d", "e"};
    for (size_t i = 0; i < ARRAY_LEN(names); i++)
        thing_add(c->store, names[i]);
    AUTO_TXN txn = read_begin(&c->job, c->store, NULL);
    struct change *changes;
    size_t count;
    bool complete;
    assert_job(store_changes(&c->job, &txn, 2, 2, &changes, &count, &complete), &c->job);
    assert_int_equal(count, 2);
    assert_true(complete);
    assert_int_equal(changes[0].seq, 3);
    assert_str(changes[1].topic, "thing:d");
    assert_job(store_changes(&c->job, &txn, 5, 10, &changes, &count, &complete), &c->job);
    assert_int_equal(count, 0);
    assert_true(complete);
    assert_job(store_changes(&c->job, &txn, 6, 10, &changes, &count, &complete), &c->job);
    assert_false(complete); // this log has never been there
}

static void a_pruned_log_says_how_far_it_reaches(void **state)
{
    struct contract *c = *state;
    const char *names[] = {"a", "b", "c", "d", "e"};
    for (size_t i = 0; i < ARRAY_LEN(names); i++)
        thing_add(c->store, names[i]);
    AUTO_TXN txn = write_begin(&c->job, c->store);
    assert_job(store_prune_changes(&c->job, &txn, 2), &c->job);
    struct change *changes;
    size_t count;
    bool complete;
    assert_job(store_changes(&c->job, &txn, 3, 10, &changes, &count, &complete), &c->job);
    assert_int_equal(count, 2);
    assert_true(complete);
    assert_job(store_changes(&c->job, &txn, 2, 10, &changes, &count, &complete), &c->job);
    assert_int_equal(count, 2);
    assert_false(complete);
    struct notebook notes;
    notebook_start(&notes, &c->job.mem);
    note(&notes, S("thing:a"));
    uint64_t seq;
    assert_job(txn_notes_seq(&c->job, &txn, &notes, &seq), &c->job);
    assert_int_equal(seq, 1); // the topics stay
}

static void seqs_go_on_after_pruning(void **state)
{
    struct contract *c = *state;
    struct listener *listener = listen_to(c);
    thing_add(c->store, "a");
    thing_add(c->store, "b");
    AUTO_TXN txn = write_begin(&c->job, c->store);
    assert_job(store_prune_changes(&c->job, &txn, 1) && txn_commit(&c->job, &txn), &c->job);
    contract_reopen(c);
    listener = listen_to(c);
    thing_add(c->store, "c");
    assert_int_equal(heard(listener), 1);
    assert_in_order_from(listener, 3);
}

#define ON_STORE(test) cmocka_unit_test_setup_teardown(test, contract_setup, contract_teardown)
#define FOLLOWING(test)                                                                            \
    cmocka_unit_test_setup_teardown(test, contract_setup_following, contract_teardown)

int main(int argc, char **argv)
{
    other_main(argc, argv);
    const struct CMUnitTest tests[] = {
        ON_STORE(a_commit_has_told_before_it_returns),
        ON_STORE(what_was_rolled_back_is_never_told),
        ON_STORE(what_touches_no_topic_tells_nobody),
        ON_STORE(a_new_follower_hears_only_what_is_new),
        ON_STORE(who_follows_no_more_hears_no_more),
        ON_STORE(a_large_transaction_is_told_whole),
        ON_STORE(another_handle_is_noticed_by_the_next_commit),
        FOLLOWING(another_process_is_noticed_by_the_thread),
        FOLLOWING(a_crowd_is_told_in_order_and_once),
        FOLLOWING(every_committer_finds_its_rows_told),
        ON_STORE(the_log_is_read_from_any_place),
        ON_STORE(a_pruned_log_says_how_far_it_reaches),
        ON_STORE(seqs_go_on_after_pruning),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
