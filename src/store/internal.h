// internal: what only store/ may see. The seam between the store and its engines.
//
// Everything above this line of the folder (store.c, txn.c, sql.c, follow.c, migrate.c, changes.c)
// speaks to a database through `struct engine`; every call of SQLite is in sqlite_*.c. A second
// engine is one more such table and one more scheme in store.c.
#pragma once

#include "store/store.h"
#include "store/turn.h"

#include <pthread.h>
#include <stdatomic.h>

enum conn_role { CONN_READER, CONN_WRITER };

struct conn_wish {
    enum conn_role role;
    bool create;    // make the database when there is none
    bool read_only; // the file itself is opened for reading only
};

enum step { STEP_ROW, STEP_END, STEP_FAULT };

// One connection; the engine's own struct begins with this. Used by one thread at a time.
struct conn {
    const struct engine *engine;
    struct conn *next_idle;
};

struct engine {
    // `where` is the URL without its scheme; kept.
    bool (*open)(struct job *job, const char *where, const struct conn_wish *wish,
                 struct conn **out);
    void (*close)(struct conn *conn);

    bool (*begin_read)(struct job *job, struct conn *conn);
    // Waits while another process writes, to the job's deadline.
    bool (*begin_write)(struct job *job, struct conn *conn);
    bool (*commit)(struct job *job, struct conn *conn);
    void (*roll_back)(struct conn *conn); // also ends a read; every open statement ends with it

    // Several statements, no values: migrations, savepoints.
    bool (*script)(struct job *job, struct conn *conn, const char *sql);

    // NULL on a fault. `sql` is a literal: its address is its name in the statement cache.
    void *(*start)(struct job *job, struct conn *conn, const char *sql,
                   const struct sql_value *values, int count, int *columns);
    enum step (*step)(struct job *job, void *statement);
    void (*finish)(void *statement);
    int64_t (*column_int)(void *statement, int column);
    double (*column_real)(void *statement, int column);
    bool (*column_is_null)(void *statement, int column);
    struct str (*column_bytes)(void *statement, int column); // borrowed until the next step
    int64_t (*changed)(struct conn *conn);
    int64_t (*last_id)(struct conn *conn);

    // The number of the last migration; 0: an empty database. Set inside the write transaction.
    bool (*version)(struct job *job, struct conn *conn, int *out);
    bool (*set_version)(struct job *job, struct conn *conn, int version);
    // Around migrations, outside the transaction: tables may be rebuilt while the keys sleep.
    bool (*wake_keys)(struct job *job, struct conn *conn, bool awake);
    // Inside the transaction: do all foreign keys hold?
    bool (*check_keys)(struct job *job, struct conn *conn);
    // A number that differs from the last one if another connection has committed since.
    bool (*commit_mark)(struct job *job, struct conn *conn, int64_t *out);

    bool (*copy)(struct job *job, struct conn *conn, const char *to_path, bool replace);
    // The copy that a migration leaves beside the database.
    bool (*copy_before)(struct job *job, struct conn *conn, int number);
    bool (*check)(struct job *job, struct conn *conn, struct buf *problems);
};

extern const struct engine sqlite_engine;

enum { READERS_MAX = 256, READERS_IDLE_MAX = 8, FOLLOWERS_MAX = 16 };

// The followers of the change log; follow.c.
struct following {
    pthread_mutex_t walk; // held while followers are called: one at a time, in order
    struct conn *conn;    // under walk
    struct {
        store_follower *tell;
        void *with;
    } followers[FOLLOWERS_MAX];
    size_t count;
    atomic_uint_least64_t seq; // all followers have seen everything up to here
    atomic_bool behind;        // a walk failed: the thread tries again

    pthread_t thread;
    bool has_thread, stop; // stop under sleep
    pthread_mutex_t sleep;
    pthread_cond_t wake;
    struct conn *poll_conn; // the thread's own
};

struct store {
    const struct engine *engine;
    char *where;
    bool read_only;
    int newest_version; // the last migration that this program knows

    pthread_mutex_t pool; // over the next three
    struct conn *idle;    // newest first: the warmest page cache is used again
    int idle_count, readers_count;

    struct turn turn; // who holds it may use writer
    struct conn *writer;

    struct following following;
    atomic_int_least64_t calls, fail_at;
};

// store.c
bool store_take_reader(struct job *job, struct store *store, struct conn **out);
void store_give_reader(struct store *store, struct conn *conn);
// Counts a call for the tests' countdown; false (and the job failed) when it is this one's turn.
bool store_count_call(struct job *job, struct store *store);

// sql.c: without the countdown and without a txn, for the store's own statements.
bool conn_number(struct job *job, struct conn *conn, int64_t *out, const char *literal);

// migrate.c
bool store_migrate(struct job *job, struct store *store, const struct store_migration *migrations);
bool store_check_version(struct job *job, struct store *store);

// changes.c: topics whose newest row is not the one that change_topic names.
bool changes_check(struct job *job, struct store *store, struct buf *problems);

// follow.c
bool following_start(struct job *job, struct store *store, bool keep_thread);
void following_stop(struct store *store);
// Returns when every follower has seen `seq`.
bool following_reach(struct job *job, struct store *store, uint64_t seq);

#define NEWEST_SEQ_SQL "SELECT coalesce(max(seq), 0) FROM change"
