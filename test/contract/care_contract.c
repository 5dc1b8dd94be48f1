// Migrations, backups, checks.
#include "contract.h"

#include <pthread.h>
#include <stdatomic.h>
#include <sqlite3.h> // for what is no newspaper's
#include <sys/stat.h>
#include <unistd.h>

static const struct store_migration second = {2, "0002_colour",
                                              "ALTER TABLE thing ADD COLUMN colour TEXT NOT NULL "
                                              "DEFAULT 'grey'; INSERT INTO quiet VALUES (2)"};

struct set {
    struct store_migration migrations[4];
};

static bool open_with(struct contract *c, struct set *set, const struct store_migration *more,
                      size_t more_count)
{
    set->migrations[0] = contract_schema[0];
    for (size_t i = 0; i < more_count; i++)
        set->migrations[i + 1] = more[i];
    struct store_options options = contract_options(c);
    options.migrations = set->migrations;
    options.migrations_count = more_count + 1;
    return store_open(&c->job, &options, &c->store);
}

static void close_again(struct contract *c)
{
    store_close(c->store);
    c->store = NULL;
}

static int64_t ask(struct contract *c, const char *literal)
{
    AUTO_TXN txn = read_begin(&c->job, c->store, NULL);
    int64_t number = -1;
    assert_job(txn.open && sql_number_(&c->job, &txn, NULL, &number, literal, NULL, 0), &c->job);
    return number;
}

static bool is_there(struct contract *c, const char *suffix)
{
    struct str path = str_printf(&c->job.mem, "%s%s", contract_path(c), suffix);
    return access(str_c(&c->job.mem, path), F_OK) == 0;
}

static void a_new_database_is_migrated_without_a_copy(void **state)
{
    struct contract *c = *state;
    struct set set;
    assert_job(open_with(c, &set, &second, 1), &c->job);
    assert_int_equal(ask(c, "SELECT count(*) FROM quiet"), 1);
    assert_false(is_there(c, ".before-0001"));
}

static void each_migration_is_applied_once(void **state)
{
    struct contract *c = *state;
    struct set set;
    contract_open(c);
    thing_add(c->store, "old");
    close_again(c);
    for (int i = 0; i < 3; i++) {
        assert_job(open_with(c, &set, &second, 1), &c->job);
        assert_int_equal(ask(c, "SELECT count(*) FROM quiet"), 1);
        assert_int_equal(ask(c, "SELECT count(*) FROM thing WHERE colour = 'grey'"), 1);
        close_again(c);
    }
}

static void a_copy_is_left_before_a_migration(void **state)
{
    struct contract *c = *state;
    struct set set;
    contract_open(c);
    thing_add(c->store, "old");
    close_again(c);
    assert_job(open_with(c, &set, &second, 1), &c->job);
    close_again(c);
    assert_true(is_there(c, ".before-0002"));
    struct store_options options = contract_options(c);
    options.url = str_c(&c->job.mem, str_printf(&c->job.mem, "%s.before-0002", contract_path(c)));
    options.create = false;
    assert_job(store_open(&c->job, &options, &c->store), &c->job);
    assert_int_equal(thing_count(c->store), 1);
    assert_int_equal(ask(c, "SELECT count(*) FROM quiet"), 0);
}

static void a_failing_migration_leaves_the_old_database(void **state)
{
    struct contract *c = *state;
    struct set set;
    contract_open(c);
    thing_add(c->store, "old");
    close_again(c);
    struct store_migration two[] = {
        second, {3, "0003_wrong", "CREATE TABLE fine(a); INSERT INTO nowhere VALUES (1)"}};
    assert_false(open_with(c, &set, two, 2));
    assert_int_equal(c->job.fault.kind, FAULT_INTERNAL);
    assert_true(str_starts(str_from(c->job.fault.text), S("schema 0003_wrong: ")));
    job_forgive(&c->job);
    contract_open(c); // still of version 1
    assert_int_equal(thing_count(c->store), 1);
    assert_int_equal(ask(c, "SELECT count(*) FROM quiet"), 0);
}

static void a_migration_that_breaks_keys_is_undone(void **state)
{
    struct contract *c = *state;
    struct set set;
    contract_open(c);
    close_again(c);
    struct store_migration bad = {2, "0002_orphan",
                                  "INSERT INTO thing(name, parent_id) VALUES ('orphan', 77)"};
    assert_false(open_with(c, &set, &bad, 1));
    assert_int_equal(c->job.fault.kind, FAULT_CONFLICT);
    job_forgive(&c->job);
    contract_open(c);
    assert_int_equal(thing_count(c->store), 0);
}

static void a_migration_may_not_commit_by_itself(void **state)
{
    struct contract *c = *state;
    struct set set;
    struct store_migration bad = {2, "0002_commits", "COMMIT"};
    assert_false(open_with(c, &set, &bad, 1));
    assert_int_equal(c->job.fault.kind, FAULT_INTERNAL);
}

static void a_newer_database_is_refused(void **state)
{
    struct contract *c = *state;
    struct set set;
    assert_job(open_with(c, &set, &second, 1), &c->job);
    close_again(c);
    struct store_options options = contract_options(c);
    for (int read_only = 0; read_only < 2; read_only++) {
        options.read_only = read_only;
        assert_false(store_open(&c->job, &options, &c->store));
        assert_int_equal(c->job.fault.kind, FAULT_CONFLICT);
        assert_string_equal(c->job.fault.text,
                            "the database is of version 2, this program knows only 1: start the "
                            "newer program, or restore a backup");
        job_forgive(&c->job);
    }
}

static void a_missing_database_is_not_made_unasked(void **state)
{
    struct contract *c = *state;
    struct store_options options = contract_options(c);
    options.create = false;
    assert_false(store_open(&c->job, &options, &c->store));
    assert_int_equal(c->job.fault.kind, FAULT_NOT_FOUND);
    assert_false(is_there(c, ""));
}

static void a_file_that_is_no_database_is_refused(void **state)
{
    struct contract *c = *state;
    FILE *file = fopen(contract_path(c), "w");
    for (int i = 0; i < 500; i++)
        fputs("this is no database at all, only text\n", file);
    fclose(file);
    struct store_options options = contract_options(c);
    assert_false(store_open(&c->job, &options, &c->store));
    assert_int_equal(c->job.fault.kind, FAULT_INTERNAL);
}

static void somebody_elses_database_is_left_alone(void **state)
{
    struct contract *c = *state;
    sqlite3 *theirs;
    assert_int_equal(sqlite3_open(contract_path(c), &theirs), SQLITE_OK);
    assert_int_equal(sqlite3_exec(theirs, "CREATE TABLE song(title)", NULL, NULL, NULL), SQLITE_OK);
    sqlite3_close(theirs);
    struct stat before, after;
    stat(contract_path(c), &before);
    struct store_options options = contract_options(c);
    assert_false(store_open(&c->job, &options, &c->store));
    assert_int_equal(c->job.fault.kind, FAULT_CONFLICT);
    stat(contract_path(c), &after);
    assert_int_equal(before.st_mtim.tv_nsec, after.st_mtim.tv_nsec);
    assert_false(is_there(c, "-wal"));
}

static void the_programs_own_schema_is_whole(void **state)
{
    struct contract *c = *state;
    struct store_options options = {.url = c->url, .create = true};
    for (int i = 0; i < 2; i++) {
        assert_job(store_open(&c->job, &options, &c->store), &c->job);
        struct str problems;
        assert_job(store_check(&c->job, c->store, &problems), &c->job);
        assert_str(problems, "");
        close_again(c);
    }
}

// Nobody has made the database yet, and all want to.
static void many_processes_may_begin_at_once(void **state)
{
    struct contract *c = *state;
    struct other others[6];
    const char *names[] = {"a", "b", "c", "d", "e", "f"};
    for (size_t i = 0; i < ARRAY_LEN(others); i++)
        other_start(&others[i], c, "add", names[i]);
    for (size_t i = 0; i < ARRAY_LEN(others); i++)
        other_wait_line(&others[i]);
    for (size_t i = 0; i < ARRAY_LEN(others); i++)
        other_end(&others[i]);
    contract_open(c);
    assert_int_equal(thing_count(c->store), ARRAY_LEN(others));
    assert_int_equal(newest_seq(c->store), ARRAY_LEN(others));
}

static void reading_only_writes_nothing(void **state)
{
    struct contract *c = *state;
    contract_open(c);
    thing_add(c->store, "one");
    close_again(c);
    struct store_options options = contract_options(c);
    options.read_only = true;
    options.create = false;
    assert_job(store_open(&c->job, &options, &c->store), &c->job);
    assert_int_equal(thing_count(c->store), 1);
    AUTO_TXN txn = write_begin(&c->job, c->store);
    assert_false(txn.open);
    assert_true(job_failed(&c->job));
}

// ── backups ───────────────────────────────────────────────────────────────────────────────────

struct pair_writer {
    struct store *store;
    atomic_bool stop;
    atomic_int written;
};

// Always two rows in one transaction: a copy with an odd number of them is torn.
static void *write_pairs(void *with)
{
    struct pair_writer *writer = with;
    for (int i = 0; !atomic_load(&writer->stop); i++) {
        AUTO_JOB job;
        job_start(&job, clock_unix_ms());
        AUTO_TXN txn = write_begin(&job, writer->store);
        char left[32], right[32];
        snprintf(left, sizeof(left), "left %d", i);
        snprintf(right, sizeof(right), "right %d", i);
        assert_job(thing_insert(&job, &txn, left) && thing_insert(&job, &txn, right) &&
                       txn_commit(&job, &txn),
                   &job);
        atomic_fetch_add(&writer->written, 1);
    }
    return NULL;
}

static int64_t count_in_copy(struct contract *c, const char *path)
{
    struct store_options options = contract_options(c);
    options.url = path;
    options.create = false;
    struct store *copy;
    assert_job(store_open(&c->job, &options, &copy), &c->job);
    int64_t count = thing_count(copy);
    struct str problems;
    assert_job(store_check(&c->job, copy, &problems), &c->job);
    assert_str(problems, "");
    store_close(copy);
    return count;
}

static void a_backup_under_writing_is_of_one_moment(void **state)
{
    struct contract *c = *state;
    contract_open(c);
    struct pair_writer writer = {.store = c->store};
    pthread_t thread;
    assert_int_equal(pthread_create(&thread, NULL, write_pairs, &writer), 0);
    int64_t last = 0;
    for (int i = 0; i < 5; i++) {
        int before = atomic_load(&writer.written);
        struct str path = str_printf(&c->job.mem, "%s.copy-%d", contract_path(c), i);
        assert_job(store_backup(&c->job, c->store, str_c(&c->job.mem, path)), &c->job);
        int64_t count = count_in_copy(c, str_c(&c->job.mem, path));
        assert_int_equal(count % 2, 0);
        assert_true(count >= 2 * before && count >= last); // what was acknowledged is in it
        last = count;
    }
    atomic_store(&writer.stop, true);
    pthread_join(thread, NULL);
}

static void a_backup_replaces_nothing(void **state)
{
    struct contract *c = *state;
    contract_open(c);
    const char *path = str_c(&c->job.mem, str_printf(&c->job.mem, "%s.copy", contract_path(c)));
    assert_job(store_backup(&c->job, c->store, path), &c->job);
    struct stat before, after;
    assert_int_equal(stat(path, &before), 0);
    assert_false(store_backup(&c->job, c->store, path));
    assert_int_equal(c->job.fault.kind, FAULT_CONFLICT);
    assert_int_equal(stat(path, &after), 0);
    assert_int_equal(before.st_ino, after.st_ino);
    assert_false(is_there(c, ".copy.part"));
}

static void a_backup_to_nowhere_says_so(void **state)
{
    struct contract *c = *state;
    contract_open(c);
    assert_false(store_backup(&c->job, c->store, "/nowhere/at/all.db"));
    assert_int_equal(c->job.fault.kind, FAULT_UNAVAILABLE);
}

static void a_whole_database_has_no_problems(void **state)
{
    struct contract *c = *state;
    contract_open(c);
    thing_add(c->store, "one");
    struct str problems;
    assert_job(store_check(&c->job, c->store, &problems), &c->job);
    assert_str(problems, "");
}

static void a_broken_key_is_a_problem(void **state)
{
    struct contract *c = *state;
    struct set set;
    // The check before the commit sees no key yet: it is written into the schema behind its back.
    contract_open(c);
    thing_add(c->store, "child");
    close_again(c);
    struct store_migration sneaky = {
        2, "0002_no_parent",
        "CREATE TABLE bad(id INTEGER PRIMARY KEY, thing_id INTEGER); INSERT INTO bad VALUES (1, "
        "99);"
        "PRAGMA writable_schema = ON; UPDATE sqlite_schema SET sql = 'CREATE TABLE bad(id INTEGER "
        "PRIMARY KEY, thing_id INTEGER REFERENCES thing(id))' WHERE name = 'bad';"
        "PRAGMA writable_schema = OFF;"};
    assert_job(open_with(c, &set, &sneaky, 1), &c->job);
    struct str problems;
    close_again(c);
    assert_job(open_with(c, &set, &sneaky, 1), &c->job);
    assert_job(store_check(&c->job, c->store, &problems), &c->job);
    assert_str(problems, "a row refers to what is not there (table, row, wanted): bad 1 thing\n");
}

#define CLOSED(test) cmocka_unit_test_setup_teardown(test, contract_setup_closed, contract_teardown)

static void a_topic_that_lags_behind_is_a_problem(void **state)
{
    struct contract *c = *state;
    contract_open(c);
    thing_add(c->store, "one");
    AUTO_TXN txn = write_begin(&c->job, c->store);
    assert_job(sql_run(&c->job, &txn, "UPDATE change_topic SET last_seq = 0") &&
                   txn_commit(&c->job, &txn),
               &c->job);
    struct str problems;
    assert_job(store_check(&c->job, c->store, &problems), &c->job);
    assert_str(problems, "thing:one changed last at 1, but is said to have at 0\n");
}

int main(int argc, char **argv)
{
    other_main(argc, argv);
    const struct CMUnitTest tests[] = {
        CLOSED(a_new_database_is_migrated_without_a_copy),
        CLOSED(each_migration_is_applied_once),
        CLOSED(a_copy_is_left_before_a_migration),
        CLOSED(a_failing_migration_leaves_the_old_database),
        CLOSED(a_migration_that_breaks_keys_is_undone),
        CLOSED(a_migration_may_not_commit_by_itself),
        CLOSED(a_newer_database_is_refused),
        CLOSED(a_missing_database_is_not_made_unasked),
        CLOSED(a_file_that_is_no_database_is_refused),
        CLOSED(somebody_elses_database_is_left_alone),
        CLOSED(the_programs_own_schema_is_whole),
        CLOSED(many_processes_may_begin_at_once),
        CLOSED(reading_only_writes_nothing),
        CLOSED(a_backup_under_writing_is_of_one_moment),
        CLOSED(a_backup_replaces_nothing),
        CLOSED(a_backup_to_nowhere_says_so),
        CLOSED(a_whole_database_has_no_problems),
        CLOSED(a_broken_key_is_a_problem),
        CLOSED(a_topic_that_lags_behind_is_a_problem),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
