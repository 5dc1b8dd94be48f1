#include "store/sqlite_internal.h"

#include <errno.h>

struct place {
    const char *file;
    int line;
};

static bool fail(struct job *job, const struct place *place, enum fault_kind kind, const char *text)
{
    return job_fail_at(job, kind, place->file, place->line, "%s", text);
}

// "story.edition_id, story.slug" → table "story", columns "edition_id and slug".
static void name_columns(struct job *job, struct str list, struct str *table, struct str *columns)
{
    *table = *columns = STR_NONE;
    struct str part, of, column;
    while (str_cut(&list, ',', &part)) {
        if (!str_split(str_trim(part), '.', &of, &column))
            continue;
        *columns = columns->len ? str_printf(&job->mem, STR_FMT " and " STR_FMT, STR_ARG(*columns),
                                             STR_ARG(column))
                                : column;
        *table = of;
    }
}

static bool fail_unique(struct job *job, const struct place *place, struct str list)
{
    struct str table, columns;
    name_columns(job, list, &table, &columns);
    if (!table.len) // an index on an expression: "index 'name'"
        return job_fail_at(job, FAULT_CONFLICT, place->file, place->line,
                           "there is already one like this (" STR_FMT ")", STR_ARG(list));
    return job_fail_at(job, FAULT_CONFLICT, place->file, place->line,
                       "there is already a " STR_FMT " with this " STR_FMT, STR_ARG(table),
                       STR_ARG(columns));
}

static bool fail_missing(struct job *job, const struct place *place, struct str list)
{
    struct str table, columns;
    name_columns(job, list, &table, &columns);
    return job_fail_at(job, FAULT_CONFLICT, place->file, place->line,
                       "a " STR_FMT " needs a " STR_FMT, STR_ARG(table), STR_ARG(columns));
}

// SQLite says "UNIQUE constraint failed: table.column, …"; a RAISE of a trigger says its own words.
static bool fail_constraint(struct job *job, const struct place *place, sqlite3 *db, int code)
{
    struct str said = str_from(sqlite3_errmsg(db)), sign = S("constraint failed: ");
    ptrdiff_t at = str_find(said, sign);
    struct str what = at < 0 ? said : str_after(said, (size_t)at + sign.len);
    switch (code) {
    case SQLITE_CONSTRAINT_UNIQUE:
    case SQLITE_CONSTRAINT_PRIMARYKEY:
    case SQLITE_CONSTRAINT_ROWID:
        return fail_unique(job, place, what);
    case SQLITE_CONSTRAINT_NOTNULL:
        return fail_missing(job, place, what);
    case SQLITE_CONSTRAINT_FOREIGNKEY:
        return fail(job, place, FAULT_CONFLICT,
                    "what this refers to does not exist, or something still refers to it");
    case SQLITE_CONSTRAINT_CHECK:
        return job_fail_at(job, FAULT_CONFLICT, place->file, place->line,
                           "the rule \"" STR_FMT "\" of the database says no", STR_ARG(what));
    default:
        return job_fail_at(job, FAULT_CONFLICT, place->file, place->line, STR_FMT, STR_ARG(said));
    }
}

static bool fail_disk(struct job *job, const struct place *place, sqlite3 *db)
{
    int reason = sqlite3_system_errno(db);
    if (reason == ENOSPC || reason == EDQUOT)
        return fail(job, place, FAULT_UNAVAILABLE,
                    "the disk is full: nothing was saved; free some space and try again");
    return job_fail_at(job, FAULT_UNAVAILABLE, place->file, place->line,
                       "the database's disk does not work (%s, %s): nothing was saved; look at "
                       "the disk",
                       sqlite3_errmsg(db), strerror(reason));
}

bool sqlite_fail_at(struct job *job, sqlite3 *db, int code, const char *doing, const char *file,
                    int line)
{
    struct place place = {file, line};
    switch (code & 0xff) {
    case SQLITE_NOMEM:
        heap_exhausted(0);
    case SQLITE_BUSY:
    case SQLITE_LOCKED:
        return fail(job, &place, FAULT_UNAVAILABLE,
                    "another program is writing to the database, and this could wait no longer; "
                    "nothing was saved, try again");
    case SQLITE_FULL:
        return fail(job, &place, FAULT_UNAVAILABLE,
                    "the disk is full: nothing was saved; free some space and try again");
    case SQLITE_IOERR:
        return fail_disk(job, &place, db);
    case SQLITE_READONLY:
        return fail(job, &place, FAULT_UNAVAILABLE,
                    "the database can only be read: this is a reading, or the rights of its file "
                    "and folder forbid writing");
    case SQLITE_CANTOPEN:
        return job_fail_at(job, FAULT_UNAVAILABLE, file, line,
                           "the database's file cannot be opened (%s); is it there, and may this "
                           "user write to its folder?",
                           strerror(sqlite3_system_errno(db)));
    case SQLITE_CORRUPT:
    case SQLITE_NOTADB:
        return job_fail_at(job, FAULT_INTERNAL, file, line,
                           "the database's file is damaged or none of ours (%s); restore a backup",
                           sqlite3_errmsg(db));
    case SQLITE_CONSTRAINT:
        return fail_constraint(job, &place, db, sqlite3_extended_errcode(db));
    default:
        return job_fail_at(job, FAULT_INTERNAL, file, line, "the database says: %s (%.200s)",
                           sqlite3_errmsg(db), doing);
    }
}
