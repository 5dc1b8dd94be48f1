// Snapshots, and what a transaction keeps or gives back.
#include "contract.h"

static void a_reader_sees_one_moment(void **state)
{
    struct contract *c = *state;
    thing_add(c->store, "before");
    AUTO_TXN txn = read_begin(&c->job, c->store, NULL);
    assert_job(txn.open, &c->job);
    thing_add(c->store, "after"); // nothing was read yet: the snapshot is of the beginning
    int64_t count;
    assert_job(sql_number(&c->job, &txn, NULL, &count, "SELECT count(*) FROM thing"), &c->job);
    assert_int_equal(count, 1);
    txn_end(&txn);
    assert_int_equal(thing_count(c->store), 2);
}

static void a_reader_does_not_see_what_is_being_written(void **state)
{
    struct contract *c = *state;
    AUTO_TXN txn = write_begin(&c->job, c->store);
    assert_job(thing_insert(&c->job, &txn, "half"), &c->job);
    assert_int_equal(thing_count(c->store), 0);
    assert_job(txn_commit(&c->job, &txn), &c->job);
    assert_int_equal(thing_count(c->store), 1);
}

static void a_writer_sees_its_own_rows(void **state)
{
    struct contract *c = *state;
    AUTO_TXN txn = write_begin(&c->job, c->store);
    int64_t count;
    assert_job(thing_insert(&c->job, &txn, "mine") &&
                   sql_number(&c->job, &txn, NULL, &count, "SELECT count(*) FROM thing"),
               &c->job);
    assert_int_equal(count, 1);
}

static void insert_and_leave(struct contract *c)
{
    AUTO_TXN txn = write_begin(&c->job, c->store);
    assert_job(thing_insert(&c->job, &txn, "forgotten"), &c->job);
}

static void leaving_the_scope_rolls_back(void **state)
{
    struct contract *c = *state;
    insert_and_leave(c);
    assert_int_equal(thing_count(c->store), 0);
    assert_int_equal(newest_seq(c->store), 0);
    thing_add(c->store, "next"); // and the turn was given back
    assert_int_equal(newest_seq(c->store), 1);
}

static void a_failed_job_commits_nothing(void **state)
{
    struct contract *c = *state;
    {
        AUTO_TXN txn = write_begin(&c->job, c->store);
        assert_job(thing_insert(&c->job, &txn, "half"), &c->job);
        job_fail(&c->job, FAULT_INVALID, "a headline is missing");
        assert_false(thing_insert(&c->job, &txn, "other half"));
        assert_false(txn_commit(&c->job, &txn));
    }
    assert_int_equal(c->job.fault.kind, FAULT_INVALID);
    assert_int_equal(thing_count(c->store), 0);
}

static void what_was_committed_is_there_after_opening_again(void **state)
{
    struct contract *c = *state;
    thing_add(c->store, "kept on disk");
    uint64_t seq = newest_seq(c->store);
    contract_reopen(c);
    assert_int_equal(thing_count(c->store), 1);
    assert_int_equal(newest_seq(c->store), seq);
    assert_int_equal(store_followed_seq(c->store), seq);
}

static void a_mark_is_undone_without_the_rest(void **state)
{
    struct contract *c = *state;
    AUTO_TXN txn = write_begin(&c->job, c->store);
    const char *names[] = {"one", "bad", "two", "three"};
    for (size_t i = 0; i < ARRAY_LEN(names); i++) {
        assert_job(txn_save(&c->job, &txn, "item"), &c->job);
        assert_job(thing_insert(&c->job, &txn, names[i]), &c->job);
        if (strcmp(names[i], "bad") == 0)
            assert_job(txn_undo_to(&c->job, &txn, "item"), &c->job);
    }
    assert_job(txn_commit(&c->job, &txn), &c->job);
    assert_int_equal(thing_count(c->store), 3);
}

static void a_failed_item_can_be_undone_and_forgiven(void **state)
{
    struct contract *c = *state;
    thing_add(c->store, "same");
    AUTO_TXN txn = write_begin(&c->job, c->store);
    assert_job(thing_insert(&c->job, &txn, "first"), &c->job);
    assert_job(txn_save(&c->job, &txn, "item"), &c->job);
    assert_job(thing_insert(&c->job, &txn, "second"), &c->job);
    assert_false(thing_insert(&c->job, &txn, "same"));
    assert_true(txn_undo_to(&c->job, &txn, "item"));
    assert_int_equal(c->job.fault.kind, FAULT_CONFLICT);
    job_forgive(&c->job);
    assert_job(txn_commit(&c->job, &txn), &c->job);
    assert_int_equal(thing_count(c->store), 2);
}

static void inner_marks_end_with_the_outer(void **state)
{
    struct contract *c = *state;
    AUTO_TXN txn = write_begin(&c->job, c->store);
    assert_job(txn_save(&c->job, &txn, "outer") && thing_insert(&c->job, &txn, "a") &&
                   txn_save(&c->job, &txn, "inner") && thing_insert(&c->job, &txn, "b") &&
                   txn_undo_to(&c->job, &txn, "outer") && txn_save(&c->job, &txn, "inner") &&
                   thing_insert(&c->job, &txn, "c") && txn_commit(&c->job, &txn),
               &c->job);
    assert_int_equal(thing_count(c->store), 1);
}

static void the_seq_is_of_the_snapshot(void **state)
{
    struct contract *c = *state;
    thing_add(c->store, "one");
    AUTO_TXN txn = read_begin(&c->job, c->store, NULL);
    thing_add(c->store, "two");
    uint64_t seq;
    assert_job(txn_seq(&c->job, &txn, &seq), &c->job);
    assert_int_equal(seq, 1);
    assert_int_equal(txn.seq, 1);
}

static void a_writers_seq_counts_its_own_changes(void **state)
{
    struct contract *c = *state;
    AUTO_TXN txn = write_begin(&c->job, c->store);
    uint64_t before, after;
    assert_job(txn_seq(&c->job, &txn, &before) && thing_insert(&c->job, &txn, "one") &&
                   txn_seq(&c->job, &txn, &after),
               &c->job);
    assert_int_equal(before, 0);
    assert_int_equal(after, 1);
}

static void the_notes_have_the_newest_seq_among_them(void **state)
{
    struct contract *c = *state;
    thing_add(c->store, "one");
    thing_add(c->store, "two");
    thing_add(c->store, "three");
    struct notebook notes;
    notebook_start(&notes, &c->job.mem);
    AUTO_TXN txn = read_begin(&c->job, c->store, &notes);
    uint64_t none, some;
    assert_job(txn_notes_seq(&c->job, &txn, &notes, &none), &c->job);
    for (int i = 0; i < 50; i++)
        note_printf(txn.notes, "never:%d", i);
    note(txn.notes, S("thing:two"));
    note(txn.notes, S("thing:one"));
    assert_job(txn_notes_seq(&c->job, &txn, &notes, &some), &c->job);
    assert_int_equal(none, 0);
    assert_int_equal(some, 2);
}

static void many_snapshots_may_be_open_in_one_thread(void **state)
{
    struct contract *c = *state;
    struct txn txns[24];
    for (size_t i = 0; i < ARRAY_LEN(txns); i++) {
        txns[i] = read_begin(&c->job, c->store, NULL);
        assert_job(txns[i].open, &c->job);
        thing_add(c->store, str_c(&c->job.mem, str_printf(&c->job.mem, "thing %zu", i)));
    }
    for (size_t i = 0; i < ARRAY_LEN(txns); i++) {
        int64_t count;
        assert_job(sql_number(&c->job, &txns[i], NULL, &count, "SELECT count(*) FROM thing"),
                   &c->job);
        assert_int_equal(count, i);
        txn_end(&txns[i]);
    }
}

static void a_snapshot_writes_nothing(void **state)
{
    struct contract *c = *state;
    AUTO_TXN txn = read_begin(&c->job, c->store, NULL);
    assert_false(thing_insert(&c->job, &txn, "no"));
    txn_end(&txn);
    assert_int_equal(thing_count(c->store), 0);
}

#define ON_STORE(test) cmocka_unit_test_setup_teardown(test, contract_setup, contract_teardown)

int main(int argc, char **argv)
{
    const struct CMUnitTest tests[] = {
        ON_STORE(a_reader_sees_one_moment),
        ON_STORE(a_reader_does_not_see_what_is_being_written),
        ON_STORE(a_writer_sees_its_own_rows),
        ON_STORE(leaving_the_scope_rolls_back),
        ON_STORE(a_failed_job_commits_nothing),
        ON_STORE(what_was_committed_is_there_after_opening_again),
        ON_STORE(a_mark_is_undone_without_the_rest),
        ON_STORE(a_failed_item_can_be_undone_and_forgiven),
        ON_STORE(inner_marks_end_with_the_outer),
        ON_STORE(the_seq_is_of_the_snapshot),
        ON_STORE(a_writers_seq_counts_its_own_changes),
        ON_STORE(the_notes_have_the_newest_seq_among_them),
        ON_STORE(many_snapshots_may_be_open_in_one_thread),
        ON_STORE(a_snapshot_writes_nothing),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
