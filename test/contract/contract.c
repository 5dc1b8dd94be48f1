#include "contract.h"

#include <fcntl.h>
#include <ftw.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

extern char **environ;

const struct store_migration contract_schema[] = {
    {1, "0001_things",
     "CREATE TABLE change(seq INTEGER PRIMARY KEY AUTOINCREMENT, topic TEXT NOT NULL,"
     "    at_ms INTEGER NOT NULL);"
     "CREATE TABLE change_topic(name TEXT PRIMARY KEY, last_seq INTEGER NOT NULL) WITHOUT ROWID;"
     "CREATE TRIGGER change_noted AFTER INSERT ON change BEGIN"
     "    INSERT INTO change_topic(name, last_seq) VALUES (new.topic, new.seq)"
     "    ON CONFLICT (name) DO UPDATE SET last_seq = excluded.last_seq; END;"
     "CREATE TABLE thing(id INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE,"
     "    parent_id INTEGER REFERENCES thing(id), weight REAL, bytes BLOB,"
     "    size INTEGER CONSTRAINT size_is_not_negative CHECK (size >= 0));"
     "CREATE TRIGGER thing_made AFTER INSERT ON thing BEGIN"
     "    INSERT INTO change(topic, at_ms) VALUES ('thing:' || new.name, 0); END;"
     "CREATE TRIGGER thing_guarded BEFORE DELETE ON thing WHEN old.name = 'kept' BEGIN"
     "    SELECT RAISE(ABORT, 'this one is kept'); END;"
     "CREATE TABLE quiet(n INTEGER);"},
};

static const char *make_folder(struct contract *contract)
{
    char name[] = "/tmp/stoppress-contract-XXXXXX";
    assert_non_null(mkdtemp(name));
    contract->folder = strdup(name);
    return contract->folder;
}

static char *choose_url(struct contract *contract)
{
    static int number;
    struct str given = str_from(getenv("STORE_URL")), before, after;
    struct str fresh = str_printf(&contract->job.mem, "contract%d-%d", (int)getpid(), ++number);
    if (given.len == 0)
        given = str_printf(&contract->job.mem, "sqlite:%s/%%.db", make_folder(contract));
    assert_true(str_split(given, '%', &before, &after));
    return strdup(
        str_c(&contract->job.mem, str_printf(&contract->job.mem, STR_FMT STR_FMT STR_FMT,
                                             STR_ARG(before), STR_ARG(fresh), STR_ARG(after))));
}

int contract_setup_closed(void **state)
{
    struct contract *contract = heap_take(sizeof(*contract));
    job_start(&contract->job, clock_unix_ms());
    contract->url = choose_url(contract);
    *state = contract;
    return 0;
}

struct store_options contract_options(const struct contract *contract)
{
    return (struct store_options){.url = contract->url,
                                  .create = true,
                                  .migrations = contract_schema,
                                  .migrations_count = CONTRACT_SCHEMA_COUNT};
}

void contract_open(struct contract *contract)
{
    struct store_options options = contract_options(contract);
    assert_job(store_open(&contract->job, &options, &contract->store), &contract->job);
}

void contract_reopen(struct contract *contract)
{
    store_close(contract->store);
    contract_open(contract);
}

int contract_setup(void **state)
{
    contract_setup_closed(state);
    contract_open(*state);
    return 0;
}

int contract_setup_following(void **state)
{
    contract_setup_closed(state);
    struct contract *contract = *state;
    struct store_options options = contract_options(contract);
    options.keep_follower = true;
    assert_job(store_open(&contract->job, &options, &contract->store), &contract->job);
    return 0;
}

static int remove_one(const char *path, const struct stat *about, int kind, struct FTW *where)
{
    return remove(path);
}

int contract_teardown(void **state)
{
    struct contract *contract = *state;
    store_close(contract->store);
    if (contract->folder)
        nftw(contract->folder, remove_one, 8, FTW_DEPTH | FTW_PHYS);
    free(contract->folder);
    free(contract->url);
    job_end(&contract->job);
    free(contract);
    return 0;
}

const char *contract_path(const struct contract *contract)
{
    if (strncmp(contract->url, "sqlite:", strlen("sqlite:")) != 0)
        skip(); // another engine has no file to look at
    return contract->url + strlen("sqlite:");
}

bool thing_insert(struct job *job, struct txn *txn, const char *name)
{
    return sql_run(job, txn, "INSERT INTO thing(name) VALUES (?1)", sql_text(str_from(name)));
}

void thing_add(struct store *store, const char *name)
{
    AUTO_JOB job;
    job_start(&job, clock_unix_ms());
    AUTO_TXN txn = write_begin(&job, store);
    assert_job(txn.open && thing_insert(&job, &txn, name) && txn_commit(&job, &txn), &job);
}

int64_t thing_count(struct store *store)
{
    AUTO_JOB job;
    job_start(&job, clock_unix_ms());
    AUTO_TXN txn = read_begin(&job, store, NULL);
    int64_t count;
    assert_job(txn.open && sql_number(&job, &txn, NULL, &count, "SELECT count(*) FROM thing"),
               &job);
    return count;
}

uint64_t newest_seq(struct store *store)
{
    AUTO_JOB job;
    job_start(&job, clock_unix_ms());
    AUTO_TXN txn = read_begin(&job, store, NULL);
    uint64_t seq;
    assert_job(txn.open && txn_seq(&job, &txn, &seq), &job);
    return seq;
}

// ── another process ───────────────────────────────────────────────────────────────────────────

void other_start(struct other *other, const struct contract *contract, const char *what,
                 const char *name)
{
    int says[2], hears[2];
    assert_int_equal(pipe2(says, O_CLOEXEC) | pipe2(hears, O_CLOEXEC), 0);
    posix_spawn_file_actions_t actions;
    posix_spawn_file_actions_init(&actions);
    posix_spawn_file_actions_adddup2(&actions, says[1], STDOUT_FILENO);
    posix_spawn_file_actions_adddup2(&actions, hears[0], STDIN_FILENO);
    char *argv[] = {"other", (char *)(uintptr_t)what, contract->url, (char *)(uintptr_t)name, NULL};
    assert_int_equal(posix_spawn(&other->pid, "/proc/self/exe", &actions, NULL, argv, environ), 0);
    posix_spawn_file_actions_destroy(&actions);
    close(says[1]);
    close(hears[0]);
    other->says = says[0];
    other->hears = hears[1];
}

void other_wait_line(struct other *other)
{
    char c = 0;
    assert_int_equal(read(other->says, &c, 1), 1);
    assert_int_equal(c, '+');
}

void other_end(struct other *other)
{
    int status;
    close(other->hears);
    assert_int_equal(waitpid(other->pid, &status, 0), other->pid);
    close(other->says);
    assert_true(WIFEXITED(status));
    assert_int_equal(WEXITSTATUS(status), 0);
}

static void say_and_wait(void)
{
    char c;
    bool said = write(STDOUT_FILENO, "+", 1) == 1;
    while (said && read(STDIN_FILENO, &c, 1) > 0)
        continue;
}

static bool be_other(struct job *job, const char *what, const char *url, const char *name)
{
    struct contract contract = {.url = (char *)(uintptr_t)url};
    struct store_options options = contract_options(&contract);
    struct store *store;
    if (!store_open(job, &options, &store))
        return false;
    bool done = false;
    {
        AUTO_TXN txn = write_begin(job, store);
        done = txn.open && thing_insert(job, &txn, name);
        if (done && strcmp(what, "hold") == 0)
            say_and_wait();
        done = done && txn_commit(job, &txn);
    }
    if (done && strcmp(what, "add") == 0)
        say_and_wait();
    store_close(store);
    return done;
}

void other_main(int argc, char **argv)
{
    if (argc != 4 || strcmp(argv[0], "other") != 0)
        return;
    AUTO_JOB job;
    job_start(&job, clock_unix_ms());
    bool done = be_other(&job, argv[1], argv[2], argv[3]);
    if (!done)
        fprintf(stderr, "other process: %s\n", job.fault.text);
    job_end(&job);
    exit(done ? 0 : 1);
}
