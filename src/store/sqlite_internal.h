// sqlite_internal: what the files of the SQLite engine share; nobody else includes it.
#pragma once

#include "store/internal.h"

#include <sqlite3.h>

// Statements are kept by the address of their literal: 64 sets of 4. A front page uses some forty
// different ones; a prepared statement is 3 to 10 KB, so this also bounds what a connection holds.
enum { STATEMENT_SETS = 64, STATEMENT_WAYS = 4 };

struct sqlite_statement {
    struct sqlite_conn *conn;
    const char *sql; // the key; NULL: a free place
    sqlite3_stmt *stmt;
    bool busy, once;                        // once: not in the cache, gone when finished
    uint32_t used;                          // the conn's tick of last use
    struct sqlite_statement *older, *newer; // among the busy ones
};

struct sqlite_conn {
    struct conn base;
    sqlite3 *db;
    const char *path;
    int64_t wait_until_ms; // clock_monotonic_ms: the busy handler gives up then
    uint32_t tick;
    struct sqlite_statement *busy;
    struct sqlite_statement cache[STATEMENT_SETS][STATEMENT_WAYS];
};

static inline struct sqlite_conn *sqlite_of(struct conn *conn)
{
    assert(conn->engine == &sqlite_engine);
    return (struct sqlite_conn *)conn;
}

// sqlite_fault.c: the engine's reason as a fault in words. Returns false.
#define sqlite_fail(job, conn, code, doing)                                                        \
    sqlite_fail_at((job), (conn)->db, (code), (doing), __FILE__, __LINE__)
bool sqlite_fail_at(struct job *job, sqlite3 *db, int code, const char *doing, const char *file,
                    int line);

// sqlite_statement.c
void *sqlite_start(struct job *job, struct conn *conn, const char *sql,
                   const struct sql_value *values, int count, int *columns);
enum step sqlite_step(struct job *job, void *statement);
void sqlite_finish(void *statement);
int64_t sqlite_column_int(void *statement, int column);
double sqlite_column_real(void *statement, int column);
bool sqlite_column_is_null(void *statement, int column);
struct str sqlite_column_bytes(void *statement, int column);
// A cached statement without values and rows, in or out of a transaction.
int sqlite_do(struct sqlite_conn *conn, const char *literal);
void sqlite_finish_all(struct sqlite_conn *conn); // the busy ones
void sqlite_forget_all(struct sqlite_conn *conn); // the whole cache

// sqlite_care.c
bool sqlite_copy(struct job *job, struct conn *conn, const char *to_path, bool replace);
bool sqlite_copy_before(struct job *job, struct conn *conn, int number);
bool sqlite_check(struct job *job, struct conn *conn, struct buf *problems);
bool sqlite_check_keys(struct job *job, struct conn *conn);
