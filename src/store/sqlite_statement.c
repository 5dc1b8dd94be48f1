#include "store/sqlite_internal.h"

static struct sqlite_statement *choose_set(struct sqlite_conn *conn, const char *sql)
{
    uint64_t mixed = (uint64_t)(uintptr_t)sql * UINT64_C(0x9e3779b97f4a7c15);
    return conn->cache[mixed >> 58];
}

static bool is_same(const struct sqlite_statement *statement, const char *sql)
{
    // The text too: an address can be used again by what is not a literal.
    return statement->sql == sql && strcmp(sqlite3_sql(statement->stmt), sql) == 0;
}

static void forget(struct sqlite_statement *statement)
{
    sqlite3_finalize(statement->stmt);
    *statement = (struct sqlite_statement){.conn = statement->conn};
}

// The place of `sql` if it is there and at rest, else the one to use for it, else NULL.
static struct sqlite_statement *find_place(struct sqlite_conn *conn, const char *sql)
{
    struct sqlite_statement *set = choose_set(conn, sql), *best = NULL;
    for (int i = 0; i < STATEMENT_WAYS; i++) {
        struct sqlite_statement *each = &set[i];
        if (each->busy)
            continue;
        if (each->sql && is_same(each, sql))
            return each;
        if (!best || (best->sql && (!each->sql || each->used < best->used)))
            best = each;
    }
    return best;
}

static int prepare(struct sqlite_conn *conn, const char *sql, sqlite3_stmt **out)
{
    const char *rest;
    int code = sqlite3_prepare_v3(conn->db, sql, -1, SQLITE_PREPARE_PERSISTENT, out, &rest);
    assert(code != SQLITE_OK || *rest == '\0'); // one statement in one literal
    return code;
}

static struct sqlite_statement *take(struct sqlite_conn *conn, const char *sql, int *code)
{
    struct sqlite_statement *place = find_place(conn, sql);
    *code = SQLITE_OK;
    if (place && place->sql && is_same(place, sql))
        return place;
    sqlite3_stmt *stmt;
    *code = prepare(conn, sql, &stmt);
    if (*code != SQLITE_OK)
        return NULL;
    bool once = !place; // it, or all its neighbours, are being read further out
    if (once)
        place = heap_take(sizeof(*place));
    else
        forget(place);
    *place = (struct sqlite_statement){.conn = conn, .sql = sql, .stmt = stmt, .once = once};
    return place;
}

static void mark_busy(struct sqlite_statement *statement)
{
    struct sqlite_conn *conn = statement->conn;
    statement->busy = true;
    statement->used = ++conn->tick;
    statement->newer = NULL;
    statement->older = conn->busy;
    if (conn->busy)
        conn->busy->newer = statement;
    conn->busy = statement;
}

static void mark_rested(struct sqlite_statement *statement)
{
    if (statement->newer)
        statement->newer->older = statement->older;
    else
        statement->conn->busy = statement->older;
    if (statement->older)
        statement->older->newer = statement->newer;
    statement->busy = false;
    statement->older = statement->newer = NULL;
}

static int bind(sqlite3_stmt *stmt, int at, const struct sql_value *value)
{
    const char *bytes = value->bytes.at ? value->bytes.at : ""; // NULL would bind NULL
    switch (value->type) {
    case SQL_NULL:
        return sqlite3_bind_null(stmt, at);
    case SQL_INT:
        return sqlite3_bind_int64(stmt, at, value->number);
    case SQL_REAL:
        return sqlite3_bind_double(stmt, at, value->real);
    case SQL_TEXT:
        return sqlite3_bind_text64(stmt, at, bytes, value->bytes.len, SQLITE_TRANSIENT,
                                   SQLITE_UTF8);
    case SQL_BLOB:
        return sqlite3_bind_blob64(stmt, at, bytes, value->bytes.len, SQLITE_TRANSIENT);
    }
    return SQLITE_MISUSE;
}

static bool bind_all(struct job *job, struct sqlite_statement *statement,
                     const struct sql_value *values, int count)
{
    if (count != sqlite3_bind_parameter_count(statement->stmt))
        return job_fail(job, FAULT_INTERNAL, "%d values were given, %d are wanted: %.200s", count,
                        sqlite3_bind_parameter_count(statement->stmt), statement->sql);
    for (int i = 0; i < count; i++) {
        int code = bind(statement->stmt, i + 1, &values[i]);
        if (code != SQLITE_OK)
            return sqlite_fail(job, statement->conn, code, statement->sql);
    }
    return true;
}

void *sqlite_start(struct job *job, struct conn *conn, const char *sql,
                   const struct sql_value *values, int count, int *columns)
{
    struct sqlite_conn *lite = sqlite_of(conn);
    // A full disk makes SQLite give up the whole transaction; what follows would be saved alone.
    if (sqlite3_get_autocommit(lite->db)) {
        job_fail(job, FAULT_UNAVAILABLE,
                 "the database has given up this transaction; nothing of "
                 "it was saved");
        return NULL;
    }
    int code;
    struct sqlite_statement *statement = take(lite, sql, &code);
    if (!statement) {
        sqlite_fail(job, lite, code, sql);
        return NULL;
    }
    mark_busy(statement);
    if (!bind_all(job, statement, values, count)) {
        sqlite_finish(statement);
        return NULL;
    }
    *columns = sqlite3_column_count(statement->stmt);
    return statement;
}

enum step sqlite_step(struct job *job, void *with)
{
    struct sqlite_statement *statement = with;
    int code = sqlite3_step(statement->stmt);
    if (code == SQLITE_ROW)
        return STEP_ROW;
    if (code == SQLITE_DONE)
        return STEP_END;
    sqlite_fail(job, statement->conn, code, statement->sql);
    return STEP_FAULT;
}

void sqlite_finish(void *with)
{
    struct sqlite_statement *statement = with;
    mark_rested(statement);
    sqlite3_reset(statement->stmt); // its code repeats what the step said
    sqlite3_clear_bindings(statement->stmt);
    if (!statement->once)
        return;
    sqlite3_finalize(statement->stmt);
    free(statement);
}

int sqlite_do(struct sqlite_conn *conn, const char *literal)
{
    int code;
    struct sqlite_statement *statement = take(conn, literal, &code);
    if (!statement)
        return code;
    mark_busy(statement);
    while ((code = sqlite3_step(statement->stmt)) == SQLITE_ROW)
        continue;
    sqlite_finish(statement);
    return code == SQLITE_DONE ? SQLITE_OK : code;
}

void sqlite_finish_all(struct sqlite_conn *conn)
{
    for (struct sqlite_statement *each = conn->busy, *older; each; each = older) {
        older = each->older;
        sqlite_finish(each);
    }
    assert(!conn->busy);
}

void sqlite_forget_all(struct sqlite_conn *conn)
{
    sqlite_finish_all(conn);
    for (int set = 0; set < STATEMENT_SETS; set++)
        for (int way = 0; way < STATEMENT_WAYS; way++)
            forget(&conn->cache[set][way]);
}

static sqlite3_stmt *stmt_of(void *statement)
{
    return ((struct sqlite_statement *)statement)->stmt;
}

int64_t sqlite_column_int(void *statement, int column)
{
    return sqlite3_column_int64(stmt_of(statement), column);
}

double sqlite_column_real(void *statement, int column)
{
    return sqlite3_column_double(stmt_of(statement), column);
}

bool sqlite_column_is_null(void *statement, int column)
{
    return sqlite3_column_type(stmt_of(statement), column) == SQLITE_NULL;
}

struct str sqlite_column_bytes(void *statement, int column)
{
    const void *at = sqlite3_column_blob(stmt_of(statement), column); // text too: same bytes
    return (struct str){at, (size_t)sqlite3_column_bytes(stmt_of(statement), column)};
}
