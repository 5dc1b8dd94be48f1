// sqlite_engine: SQLite behind the seam of internal.h.
//
// WAL, so that readers never wait for the writer; synchronous=FULL, so that a commit is on the disk
// when it has returned. No memory map: a page cache of 2 MB a connection and the system's own do as
// well for our reads, and a failing disk stays an error code instead of a signal.
// recursive_triggers stays off (SQLite's default); triggers that fire other triggers need no
// setting.
#include "store/sqlite_internal.h"

#include <errno.h>
#include <unistd.h>

enum { OTHER_PROCESS_WAIT_MS = 30 * 1000 };

static int keep_waiting(void *with, int tries)
{
    struct sqlite_conn *conn = with;
    if (clock_monotonic_ms() >= conn->wait_until_ms)
        return 0;
    usleep(tries < 10 ? 1000 : 5000); // the lock is a file's: nobody wakes us
    return 1;
}

static void set_patience(struct job *job, struct sqlite_conn *conn)
{
    int64_t wait_ms = OTHER_PROCESS_WAIT_MS;
    if (job->deadline_ms)
        wait_ms = job->deadline_ms - clock_unix_ms();
    conn->wait_until_ms = clock_monotonic_ms() + wait_ms;
}

// SQLite counts its memory under one global lock unless told not to before its first use.
static void configure_once(void)
{
    sqlite3_config(SQLITE_CONFIG_MEMSTATUS, 0);
}

// In or out of a transaction; not cached, for what is asked once.
static bool ask_number(struct job *job, struct sqlite_conn *conn, const char *sql, int64_t *out)
{
    sqlite3_stmt *stmt;
    int code = sqlite3_prepare_v2(conn->db, sql, -1, &stmt, NULL);
    if (code == SQLITE_OK)
        code = sqlite3_step(stmt);
    if (code == SQLITE_ROW)
        *out = sqlite3_column_int64(stmt, 0);
    sqlite3_finalize(stmt);
    return code == SQLITE_ROW || sqlite_fail(job, conn, code, sql);
}

static bool version(struct job *job, struct conn *conn, int *out)
{
    struct sqlite_conn *lite = sqlite_of(conn);
    int64_t number = 0, tables = 0;
    // Tables first: another process may be migrating, and its number comes with its tables.
    if (!ask_number(job, lite, "SELECT count(*) FROM sqlite_schema", &tables) ||
        !ask_number(job, lite, "PRAGMA user_version", &number))
        return false;
    if (number == 0 && tables > 0)
        return job_fail(job, FAULT_CONFLICT,
                        "%s is a database, but not a newspaper's; give "
                        "another place",
                        lite->path);
    *out = (int)number;
    return true;
}

// Turning a new file into WAL asks for its lock without the busy handler; so we wait ourselves.
static int exec_patiently(struct sqlite_conn *conn, const char *sql)
{
    int code = sqlite3_exec(conn->db, sql, NULL, NULL, NULL);
    for (int tries = 0; (code & 0xff) == SQLITE_BUSY && keep_waiting(conn, tries); tries++)
        code = sqlite3_exec(conn->db, sql, NULL, NULL, NULL);
    return code;
}

static bool run_pragmas(struct job *job, struct sqlite_conn *conn, const struct conn_wish *wish)
{
    const char *all = "PRAGMA synchronous = FULL; PRAGMA foreign_keys = ON; "
                      "PRAGMA temp_store = MEMORY; PRAGMA mmap_size = 0; "
                      "PRAGMA journal_size_limit = 16777216; ";
    const char *own = wish->role == CONN_WRITER
                          ? "PRAGMA journal_mode = WAL; PRAGMA cache_size = -4096; "
                          : "PRAGMA cache_size = -2048; PRAGMA query_only = ON; ";
    int code = exec_patiently(conn, own);
    if (code == SQLITE_OK)
        code = sqlite3_exec(conn->db, all, NULL, NULL, NULL);
    return code == SQLITE_OK || sqlite_fail(job, conn, code, own);
}

static void sqlite_close(struct conn *conn)
{
    struct sqlite_conn *lite = sqlite_of(conn);
    sqlite_forget_all(lite);
    int code = sqlite3_close(lite->db);
    assert(code == SQLITE_OK); // a statement was left behind
    free(lite);
}

static struct sqlite_conn *make_conn(const char *where)
{
    struct sqlite_conn *conn = heap_take(sizeof(*conn));
    conn->base.engine = &sqlite_engine;
    conn->path = where;
    for (int set = 0; set < STATEMENT_SETS; set++)
        for (int way = 0; way < STATEMENT_WAYS; way++)
            conn->cache[set][way].conn = conn;
    return conn;
}

static bool sqlite_open(struct job *job, const char *where, const struct conn_wish *wish,
                        struct conn **out)
{
    static pthread_once_t configured = PTHREAD_ONCE_INIT;
    pthread_once(&configured, configure_once);
    if (!wish->create && access(where, F_OK) != 0 && errno == ENOENT)
        return job_fail(job, FAULT_NOT_FOUND,
                        "there is no database at %s; 'stoppress init' makes "
                        "one",
                        where);
    int flags = SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_EXRESCODE;
    flags |= wish->read_only ? SQLITE_OPEN_READONLY : SQLITE_OPEN_READWRITE;
    flags |= wish->create ? SQLITE_OPEN_CREATE : 0;
    struct sqlite_conn *conn = make_conn(where);
    int code = sqlite3_open_v2(where, &conn->db, flags, NULL);
    sqlite3_busy_handler(conn->db, keep_waiting, conn);
    set_patience(job, conn);
    bool opened = code == SQLITE_OK || sqlite_fail(job, conn, code, where);
    int ignored; // looked at first: somebody else's database must not be turned into WAL
    if (!opened || !version(job, &conn->base, &ignored) || !run_pragmas(job, conn, wish)) {
        sqlite_close(&conn->base);
        return false;
    }
    *out = &conn->base;
    return true;
}

static bool begin(struct job *job, struct conn *conn, const char *literal)
{
    struct sqlite_conn *lite = sqlite_of(conn);
    set_patience(job, lite);
    int code = sqlite_do(lite, literal);
    return code == SQLITE_OK || sqlite_fail(job, lite, code, literal);
}

static bool begin_read(struct job *job, struct conn *conn)
{
    return begin(job, conn, "BEGIN");
}

static bool begin_write(struct job *job, struct conn *conn)
{
    return begin(job, conn, "BEGIN IMMEDIATE");
}

static bool commit(struct job *job, struct conn *conn)
{
    struct sqlite_conn *lite = sqlite_of(conn);
    sqlite_finish_all(lite);
    if (sqlite3_get_autocommit(lite->db))
        return job_fail(job, FAULT_UNAVAILABLE,
                        "the database has given up this transaction; "
                        "nothing of it was saved");
    int code = sqlite_do(lite, "COMMIT");
    return code == SQLITE_OK || sqlite_fail(job, lite, code, "COMMIT");
}

static void roll_back(struct conn *conn)
{
    struct sqlite_conn *lite = sqlite_of(conn);
    sqlite_finish_all(lite);
    if (!sqlite3_get_autocommit(lite->db)) // else SQLite has done it itself
        sqlite_do(lite, "ROLLBACK");
    assert(sqlite3_get_autocommit(lite->db));
}

static bool script(struct job *job, struct conn *conn, const char *sql)
{
    struct sqlite_conn *lite = sqlite_of(conn);
    int outside = sqlite3_get_autocommit(lite->db);
    int code = sqlite3_exec(lite->db, sql, NULL, NULL, NULL);
    if (code != SQLITE_OK)
        return sqlite_fail(job, lite, code, sql);
    if (sqlite3_get_autocommit(lite->db) != outside)
        return job_fail(job, FAULT_INTERNAL, "a script must not begin or end a transaction");
    return true;
}

static int64_t changed(struct conn *conn)
{
    return sqlite3_changes64(sqlite_of(conn)->db);
}

static int64_t last_id(struct conn *conn)
{
    return sqlite3_last_insert_rowid(sqlite_of(conn)->db);
}

static bool set_version(struct job *job, struct conn *conn, int number)
{
    char sql[64];
    snprintf(sql, sizeof(sql), "PRAGMA user_version = %d", number);
    return script(job, conn, sql);
}

static bool wake_keys(struct job *job, struct conn *conn, bool awake)
{
    return script(job, conn, awake ? "PRAGMA foreign_keys = ON" : "PRAGMA foreign_keys = OFF");
}

static bool commit_mark(struct job *job, struct conn *conn, int64_t *out)
{
    return ask_number(job, sqlite_of(conn), "PRAGMA data_version", out);
}

const struct engine sqlite_engine = {
    .open = sqlite_open,
    .close = sqlite_close,
    .begin_read = begin_read,
    .begin_write = begin_write,
    .commit = commit,
    .roll_back = roll_back,
    .script = script,
    .start = sqlite_start,
    .step = sqlite_step,
    .finish = sqlite_finish,
    .column_int = sqlite_column_int,
    .column_real = sqlite_column_real,
    .column_is_null = sqlite_column_is_null,
    .column_bytes = sqlite_column_bytes,
    .changed = changed,
    .last_id = last_id,
    .version = version,
    .set_version = set_version,
    .wake_keys = wake_keys,
    .check_keys = sqlite_check_keys,
    .commit_mark = commit_mark,
    .copy = sqlite_copy,
    .copy_before = sqlite_copy_before,
    .check = sqlite_check,
};
