// Statements: values in and out, early ends, and the words of a refusal.
#include "contract.h"

static void every_kind_of_value_comes_back(void **state)
{
    struct contract *c = *state;
    AUTO_TXN txn = write_begin(&c->job, c->store);
    struct str bytes = {"a\0b", 3};
    assert_job(sql_run(&c->job, &txn,
                       "INSERT INTO thing(name, weight, bytes, size) VALUES (?1, ?2, ?3, ?4)",
                       sql_text(S("é\"'%")), sql_real(0.5), sql_blob(bytes), sql_int(INT64_MAX)),
               &c->job);
    struct rows rows;
    assert_job(sql_query(&c->job, &txn, &rows,
                         "SELECT name, weight, bytes, size, parent_id FROM thing WHERE id = ?1",
                         sql_int(sql_last_id(&txn))),
               &c->job);
    assert_true(rows_next(&c->job, &rows));
    assert_str(row_text(&rows, 0), "é\"'%");
    assert_true(row_real(&rows, 1) == 0.5);
    assert_true(str_eq(row_text(&rows, 2), bytes));
    assert_true(row_int(&rows, 3) == INT64_MAX);
    assert_true(row_is_null(&rows, 4));
    assert_int_equal(row_int(&rows, 4), 0);
    assert_int_equal(row_text(&rows, 4).len, 0);
    assert_false(rows_next(&c->job, &rows));
    assert_true(rows.at_end);
}

static void an_empty_text_is_not_null_unless_asked(void **state)
{
    struct contract *c = *state;
    AUTO_TXN txn = write_begin(&c->job, c->store);
    struct rows rows;
    assert_job(sql_query(&c->job, &txn, &rows, "SELECT ?1 IS NULL, ?2 IS NULL, ?3 IS NULL, ?4",
                         sql_text(STR_NONE), sql_blob(STR_NONE), sql_text_or_null(STR_NONE),
                         sql_id(0)),
               &c->job);
    assert_true(rows_next(&c->job, &rows));
    assert_int_equal(row_int(&rows, 0), 0);
    assert_int_equal(row_int(&rows, 1), 0);
    assert_int_equal(row_int(&rows, 2), 1);
    assert_true(row_is_null(&rows, 3));
}

static void fill(struct contract *c, int count)
{
    AUTO_TXN txn = write_begin(&c->job, c->store);
    for (int i = 0; i < count; i++)
        assert_job(thing_insert(&c->job, &txn,
                                str_c(&c->job.mem, str_printf(&c->job.mem, "thing %03d", i))),
                   &c->job);
    assert_job(txn_commit(&c->job, &txn), &c->job);
}

static bool query_names(struct contract *c, struct txn *txn, struct rows *rows)
{
    return sql_query(&c->job, txn, rows, "SELECT name FROM thing ORDER BY name");
}

static void a_query_left_early_begins_anew(void **state)
{
    struct contract *c = *state;
    fill(c, 10);
    AUTO_TXN txn = read_begin(&c->job, c->store, NULL);
    for (int round = 0; round < 3; round++) {
        struct rows rows;
        assert_job(query_names(c, &txn, &rows), &c->job);
        assert_true(rows_next(&c->job, &rows));
        assert_str(row_text(&rows, 0), "thing 000");
        assert_true(rows_next(&c->job, &rows));
        rows_end(&rows);
        rows_end(&rows);
        assert_false(rows_next(&c->job, &rows));
        assert_false(rows.at_end);
    }
}

static void the_same_query_may_be_read_inside_itself(void **state)
{
    struct contract *c = *state;
    fill(c, 12);
    AUTO_TXN txn = read_begin(&c->job, c->store, NULL);
    struct rows outer, inner;
    int seen = 0;
    assert_job(query_names(c, &txn, &outer), &c->job);
    while (rows_next(&c->job, &outer)) {
        assert_job(query_names(c, &txn, &inner), &c->job);
        while (rows_next(&c->job, &inner))
            seen++;
    }
    assert_int_equal(seen, 144);
}

static void open_rows_end_with_their_transaction(void **state)
{
    struct contract *c = *state;
    fill(c, 10);
    struct rows rows;
    AUTO_TXN txn = read_begin(&c->job, c->store, NULL);
    assert_job(query_names(c, &txn, &rows), &c->job);
    assert_true(rows_next(&c->job, &rows));
    txn_end(&txn);
    assert_false(rows_next(&c->job, &rows));
    rows_end(&rows);

    AUTO_TXN writing = write_begin(&c->job, c->store);
    assert_job(query_names(c, &writing, &rows), &c->job);
    assert_true(rows_next(&c->job, &rows));
    assert_job(thing_insert(&c->job, &writing, "while reading"), &c->job);
    assert_job(txn_commit(&c->job, &writing), &c->job);
    rows_end(&rows);
    assert_int_equal(thing_count(c->store), 11);
}

// More statements than the cache has places; each must go on giving its own answer.
static void many_different_statements_keep_apart(void **state)
{
    struct contract *c = *state;
    char texts[700][24];
    for (int i = 0; i < 700; i++)
        snprintf(texts[i], sizeof(texts[i]), "SELECT %d", i);
    AUTO_TXN txn = read_begin(&c->job, c->store, NULL);
    for (int i = 0; i < 2100; i++) {
        int64_t number = -1;
        assert_job(sql_number_(&c->job, &txn, NULL, &number, texts[i % 700], NULL, 0), &c->job);
        assert_int_equal(number, i % 700);
    }
    snprintf(texts[5], sizeof(texts[5]), "SELECT 4711"); // an address used again
    int64_t number = -1;
    assert_job(sql_number_(&c->job, &txn, NULL, &number, texts[5], NULL, 0), &c->job);
    assert_int_equal(number, 4711);
}

static void a_number_may_not_be_found(void **state)
{
    struct contract *c = *state;
    AUTO_TXN txn = read_begin(&c->job, c->store, NULL);
    bool found = true;
    int64_t id = 7;
    assert_job(sql_number(&c->job, &txn, &found, &id, "SELECT id FROM thing WHERE name = ?1",
                          sql_text(S("nobody"))),
               &c->job);
    assert_false(found);
    assert_int_equal(id, 7);
}

static void changed_rows_are_counted_without_the_triggers(void **state)
{
    struct contract *c = *state;
    fill(c, 10);
    AUTO_TXN txn = write_begin(&c->job, c->store);
    assert_job(sql_run(&c->job, &txn, "UPDATE thing SET size = 1 WHERE name < ?1",
                       sql_text(S("thing 004"))),
               &c->job);
    assert_int_equal(sql_changed(&txn), 4);
    assert_job(thing_insert(&c->job, &txn, "last"), &c->job);
    assert_int_equal(sql_changed(&txn), 1);
    assert_int_equal(sql_last_id(&txn), 11); // the thing's, not the change log's
}

static void assert_refused(struct contract *c, struct txn *txn, bool done, enum fault_kind kind,
                           const char *words)
{
    assert_false(done);
    assert_int_equal(c->job.fault.kind, kind);
    assert_string_equal(c->job.fault.text, words);
    job_forgive(&c->job);
}

static void a_constraint_is_named_in_words(void **state)
{
    struct contract *c = *state;
    thing_add(c->store, "same");
    thing_add(c->store, "kept");
    AUTO_TXN txn = write_begin(&c->job, c->store);
    assert_refused(c, &txn, thing_insert(&c->job, &txn, "same"), FAULT_CONFLICT,
                   "there is already a thing with this name");
    assert_refused(c, &txn, sql_run(&c->job, &txn, "INSERT INTO thing(size) VALUES (1)"),
                   FAULT_CONFLICT, "a thing needs a name");
    assert_refused(
        c, &txn, sql_run(&c->job, &txn, "INSERT INTO thing(name, parent_id) VALUES ('x', 99)"),
        FAULT_CONFLICT, "what this refers to does not exist, or something still refers to it");
    assert_refused(c, &txn,
                   sql_run(&c->job, &txn, "INSERT INTO thing(name, size) VALUES ('x', -1)"),
                   FAULT_CONFLICT, "the rule \"size_is_not_negative\" of the database says no");
    assert_refused(c, &txn, sql_run(&c->job, &txn, "DELETE FROM thing WHERE name = 'kept'"),
                   FAULT_CONFLICT, "this one is kept");
    assert_job(thing_insert(&c->job, &txn, "fine") && txn_commit(&c->job, &txn), &c->job);
    assert_int_equal(thing_count(c->store), 3);
}

static void a_mistake_in_a_statement_is_internal(void **state)
{
    struct contract *c = *state;
    AUTO_TXN txn = read_begin(&c->job, c->store, NULL);
    struct rows rows;
    assert_false(sql_query(&c->job, &txn, &rows, "SELECT nothing FROM nowhere"));
    assert_int_equal(c->job.fault.kind, FAULT_INTERNAL);
    job_forgive(&c->job);
    assert_false(sql_query(&c->job, &txn, &rows, "SELECT ?1, ?2", sql_int(1)));
    assert_int_equal(c->job.fault.kind, FAULT_INTERNAL);
}

#define ON_STORE(test) cmocka_unit_test_setup_teardown(test, contract_setup, contract_teardown)

int main(int argc, char **argv)
{
    const struct CMUnitTest tests[] = {
        ON_STORE(every_kind_of_value_comes_back),
        ON_STORE(an_empty_text_is_not_null_unless_asked),
        ON_STORE(a_query_left_early_begins_anew),
        ON_STORE(the_same_query_may_be_read_inside_itself),
        ON_STORE(open_rows_end_with_their_transaction),
        ON_STORE(many_different_statements_keep_apart),
        ON_STORE(a_number_may_not_be_found),
        ON_STORE(changed_rows_are_counted_without_the_triggers),
        ON_STORE(a_constraint_is_named_in_words),
        ON_STORE(a_mistake_in_a_statement_is_internal),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
