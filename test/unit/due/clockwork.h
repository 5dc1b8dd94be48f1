// clockwork: a database with the table `due` and one of deeds, for the tests of due.
#pragma once

#include "unit.h"

#include "due/due.h"

#include <stdatomic.h>
#include <unistd.h>

static const struct store_migration clockwork_schema[] = {
    {1, "0001_clockwork",
     "CREATE TABLE change(seq INTEGER PRIMARY KEY AUTOINCREMENT, topic TEXT NOT NULL);"
     "CREATE TABLE change_topic(name TEXT PRIMARY KEY, last_seq INTEGER NOT NULL) WITHOUT ROWID;"
     "CREATE TABLE due(id INTEGER PRIMARY KEY, kind TEXT NOT NULL, key TEXT NOT NULL,"
     "    at_ms INTEGER NOT NULL, next_ms INTEGER NOT NULL, args TEXT,"
     "    tries INTEGER NOT NULL DEFAULT 0, error TEXT, UNIQUE (kind, key));"
     "CREATE INDEX due_next ON due(next_ms);"
     "CREATE TRIGGER due_made AFTER INSERT ON due BEGIN"
     "    INSERT INTO change(topic) VALUES ('due'); END;"
     "CREATE TRIGGER due_moved AFTER UPDATE OF at_ms, next_ms ON due BEGIN"
     "    INSERT INTO change(topic) VALUES ('due'); END;"
     "CREATE TRIGGER due_ended AFTER DELETE ON due BEGIN"
     "    INSERT INTO change(topic) VALUES ('due'); END;"
     "CREATE TABLE deed(key TEXT NOT NULL, args TEXT, done_ms INTEGER NOT NULL);"},
};

struct clockwork {
    struct job job;
    char path[64];
    struct store *store;
    struct due *due;
    bool must_fail; // the kind "deed" does its deed and then fails
};

static atomic_int_least64_t chosen_now_ms;

static inline int64_t read_chosen_clock(void)
{
    return atomic_load(&chosen_now_ms);
}

static inline void clockwork_open_store(struct clockwork *work)
{
    struct store_options options = {.url = work->path,
                                    .create = true,
                                    .migrations = clockwork_schema,
                                    .migrations_count = ARRAY_LEN(clockwork_schema)};
    assert_job(store_open(&work->job, &options, &work->store), &work->job);
}

static inline void clockwork_start(struct clockwork *work)
{
    *work = (struct clockwork){.path = "/tmp/stoppress-due-XXXXXX"};
    job_start(&work->job, 0);
    close(mkstemp(work->path));
    clockwork_open_store(work);
}

static inline void clockwork_end(struct clockwork *work)
{
    const char *endings[] = {"", "-wal", "-shm"};
    due_close(work->due);
    store_close(work->store);
    for (size_t i = 0; i < ARRAY_LEN(endings); i++)
        unlink(str_c(&work->job.mem, str_printf(&work->job.mem, "%s%s", work->path, endings[i])));
    job_end(&work->job);
}

static inline void clockwork_put(struct clockwork *work, const char *kind, const char *key,
                                 int64_t at_ms)
{
    AUTO_TXN txn = write_begin(&work->job, work->store);
    assert_job(
        txn.open &&
            due_put(&work->job, &txn, str_from(kind), str_from(key), at_ms, S("{\"n\":1}")) &&
            txn_commit(&work->job, &txn),
        &work->job);
}

static inline int64_t clockwork_ask(struct clockwork *work, const char *literal)
{
    AUTO_TXN txn = read_begin(&work->job, work->store, NULL);
    int64_t number = -1;
    assert_job(txn.open && sql_number_(&work->job, &txn, NULL, &number, literal, NULL, 0),
               &work->job);
    return number;
}
