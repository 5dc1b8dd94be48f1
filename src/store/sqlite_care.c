#include "store/sqlite_internal.h"

#include <errno.h>
#include <fcntl.h>
#include <libgen.h>
#include <unistd.h>

enum { COPY_TRIES = 100, COPY_PAUSE_US = 20 * 1000 };

static bool fail_file(struct job *job, const char *path)
{
    return job_fail(job, FAULT_UNAVAILABLE, "%s cannot be written: %s", path, strerror(errno));
}

static bool sync_path(struct job *job, const char *path)
{
    int fd = open(path, O_RDONLY | O_CLOEXEC);
    if (fd < 0)
        return fail_file(job, path);
    bool synced = fsync(fd) == 0 || fail_file(job, path);
    close(fd);
    return synced;
}

// In one step: one snapshot of the source. In several, each commit of another connection would
// make it begin anew.
static bool copy_pages(struct job *job, struct sqlite_conn *from, sqlite3 *to)
{
    sqlite3_backup *backup = sqlite3_backup_init(to, "main", from->db, "main");
    if (!backup)
        return sqlite_fail_at(job, to, sqlite3_errcode(to), "backup", __FILE__, __LINE__);
    int code = sqlite3_backup_step(backup, -1);
    for (int i = 0; code == SQLITE_BUSY && i < COPY_TRIES; i++) {
        usleep(COPY_PAUSE_US);
        code = sqlite3_backup_step(backup, -1);
    }
    sqlite3_backup_finish(backup);
    return code == SQLITE_DONE || sqlite_fail_at(job, to, code, "backup", __FILE__, __LINE__);
}

static bool copy_to(struct job *job, struct sqlite_conn *from, const char *path)
{
    sqlite3 *to;
    int flags = SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE | SQLITE_OPEN_EXRESCODE;
    int code = sqlite3_open_v2(path, &to, flags, NULL);
    bool copied = code == SQLITE_OK ? copy_pages(job, from, to)
                                    : sqlite_fail_at(job, to, code, path, __FILE__, __LINE__);
    sqlite3_close(to);
    return copied && sync_path(job, path);
}

static bool name_copy(struct job *job, const char *part, const char *path, bool replace)
{
    int failed = renameat2(AT_FDCWD, part, AT_FDCWD, path, replace ? 0 : RENAME_NOREPLACE);
    if (failed && (errno == EINVAL || errno == ENOSYS)) // an old file system
        failed = !replace && access(path, F_OK) == 0 ? (errno = EEXIST, -1) : rename(part, path);
    if (failed && errno == EEXIST)
        return job_fail(job, FAULT_CONFLICT, "%s is there already and will not be replaced", path);
    if (failed)
        return fail_file(job, path);
    return sync_path(job, dirname(str_c(&job->mem, str_from(path))));
}

bool sqlite_copy(struct job *job, struct conn *conn, const char *to_path, bool replace)
{
    if (!replace && access(to_path, F_OK) == 0)
        return job_fail(job, FAULT_CONFLICT, "%s is there already and will not be replaced",
                        to_path);
    const char *part = str_c(&job->mem, str_printf(&job->mem, "%s.part", to_path));
    unlink(part); // of one that was killed
    bool copied = copy_to(job, sqlite_of(conn), part) && name_copy(job, part, to_path, replace);
    if (!copied)
        unlink(part);
    return copied;
}

// `conn` is inside its write transaction; another connection sees what was before.
bool sqlite_copy_before(struct job *job, struct conn *conn, int number)
{
    struct sqlite_conn *lite = sqlite_of(conn);
    struct str path = str_printf(&job->mem, "%s.before-%04d", lite->path, number);
    struct conn_wish wish = {.role = CONN_READER};
    struct conn *reader;
    if (!sqlite_engine.open(job, lite->path, &wish, &reader))
        return false;
    bool copied = sqlite_copy(job, reader, str_c(&job->mem, path), true);
    sqlite_engine.close(reader);
    return copied;
}

// Every row of a pragma as a line of its columns, but for a row that says "ok".
static bool list_rows(struct job *job, struct sqlite_conn *conn, const char *sql,
                      const char *heading, struct buf *out)
{
    sqlite3_stmt *stmt;
    int code = sqlite3_prepare_v2(conn->db, sql, -1, &stmt, NULL);
    if (code != SQLITE_OK)
        return sqlite_fail(job, conn, code, sql);
    while ((code = sqlite3_step(stmt)) == SQLITE_ROW) {
        if (str_is(str_from((const char *)sqlite3_column_text(stmt, 0)), "ok"))
            continue;
        buf_printf(out, "%s", heading);
        for (int i = 0; i < sqlite3_column_count(stmt); i++) {
            const unsigned char *text = sqlite3_column_text(stmt, i);
            buf_printf(out, " %s", text ? (const char *)text : "-");
        }
        buf_add_char(out, '\n');
    }
    sqlite3_finalize(stmt);
    return code == SQLITE_DONE || sqlite_fail(job, conn, code, sql);
}

static bool list_broken_keys(struct job *job, struct sqlite_conn *conn, struct buf *out)
{
    return list_rows(job, conn, "SELECT \"table\", rowid, parent FROM pragma_foreign_key_check",
                     "a row refers to what is not there (table, row, wanted):", out);
}

bool sqlite_check(struct job *job, struct conn *conn, struct buf *problems)
{
    struct sqlite_conn *lite = sqlite_of(conn);
    return list_rows(job, lite, "PRAGMA integrity_check", "the file is damaged:", problems) &&
           list_broken_keys(job, lite, problems);
}

bool sqlite_check_keys(struct job *job, struct conn *conn)
{
    struct buf broken;
    buf_start(&broken, &job->mem, 1 << 20);
    if (!list_broken_keys(job, sqlite_of(conn), &broken))
        return false;
    if (broken.len == 0 && !broken.overflowed)
        return true;
    return job_fail(job, FAULT_CONFLICT, STR_FMT, STR_ARG(str_trim(buf_str(&broken))));
}
