// store: one handle on the newspaper's database, whichever engine it is.
//
//   AUTO_TXN txn = read_begin(job, store, &notebook);          // one snapshot
//   if (!txn.open)
//       return false;                                          // the store has said why
//   struct rows rows;
//   if (!sql_query(job, &txn, &rows, "SELECT id, name FROM region WHERE edition_id = ?1",
//                  sql_int(edition)))
//       return false;
//   while (rows_next(job, &rows))
//       use(row_int(&rows, 0), row_text(&rows, 1));
//   return rows.at_end;                                // false: a fault ended it
//
//   AUTO_TXN txn = write_begin(job, store);            // BEGIN IMMEDIATE
//   …                                                  // rolls back unless it is committed:
//   return txn_commit(job, &txn);                      // synced; the followers have walked
//
// SQL is always a literal, written ?1, ?2; values are only bound (the macros refuse a variable).
// The change log (change, change_topic) is written by triggers of the schema, in the transaction
// that changed something; nobody else writes it.
//
// Faults: UNAVAILABLE (busy past the deadline, disk full), CONFLICT (a constraint says no),
// INTERNAL (everything else). A store is shared by all threads; a txn belongs to one. A job that
// has failed writes and commits nothing more.
//
// Never: knows what a story is; writes SQL for others; keeps a read snapshot open between jobs.
#pragma once

#include "base/base.h"
#include "store/notebook.h"

struct store;
struct conn; // one connection of the engine; internal

// A numbered file of schema/; those are baked into the program.
struct store_migration {
    int number; // from 1, without a gap
    const char *name;
    const char *sql;
};
extern const struct store_migration store_migrations[];
extern const size_t store_migrations_count;

struct store_options {
    const char *url;      // "sqlite:DIR/stoppress.db" (or a bare path); "postgresql://…" later
    bool create;          // make the database file when there is none
    bool read_only;       // no migration, no writer
    bool keep_follower;   // start the thread that notices other processes' commits (serve)
    int64_t fail_at_call; // tests: as store_fail_at, from the opening on
    const struct store_migration *migrations; // kept; NULL: those of the program
    size_t migrations_count;
};

// Opens and migrates: numbered files of schema/, each once, in one transaction, after a copy of the
// database beside it (stoppress.db.before-0004). Refuses a database newer than the program, and a
// file that has tables but no version (CONFLICT).
MUST_USE bool store_open(struct job *job, const struct store_options *options, struct store **out);
void store_close(struct store *store); // NULL is fine; stops the follower thread first

// ── transactions ──────────────────────────────────────────────────────────────────────────────

enum { TXN_MARKS_MAX = 8 };

struct txn {
    struct store *store;
    struct conn *conn;
    struct notebook *notes; // where reads are noted; NULL: nobody cares
    bool open, writing;
    uint64_t seq;                     // the newest seq of the change log when it began
    const char *marks[TXN_MARKS_MAX]; // txn_save; internal
    int marks_count;
};

// A snapshot: everything read through it is of one moment. `notes` may be NULL; kept until the end.
struct txn read_begin(struct job *job, struct store *store, struct notebook *notes);
// Waits for its turn (one writer on SQLite, first come first served), at most to job->deadline_ms;
// for another process, without a deadline, half a minute. A thread that is writing must not ask.
struct txn write_begin(struct job *job, struct store *store);
// Synced to disk; then, before returning, every follower has seen the new rows of the change log.
// False: nothing was saved. (One exception says so in its sentence: saved, but the log could not be
// read for the followers; the follower thread goes on trying.)
MUST_USE bool txn_commit(struct job *job, struct txn *txn);
void txn_end(struct txn *txn); // rolls back what is still open
#define AUTO_TXN AUTO_END(txn_end) struct txn

// Inside a write: undo back to here without giving up the rest (import skips one item). A mark is
// used up by undoing; setting one of the same name again forgets the old one. Undoing is also for a
// job that has failed: forgive it afterwards.
MUST_USE bool txn_save(struct job *job, struct txn *txn, const char *literal_name);
MUST_USE bool txn_undo_to(struct job *job, struct txn *txn, const char *literal_name);

// The newest seq of the change log in this snapshot.
MUST_USE bool txn_seq(struct job *job, struct txn *txn, uint64_t *out);
// The newest seq among the notes (change_topic.last_seq), 0 if none was ever touched: data-seq.
MUST_USE bool txn_notes_seq(struct job *job, struct txn *txn, const struct notebook *notes,
                            uint64_t *out);

// ── statements ────────────────────────────────────────────────────────────────────────────────

enum sql_type { SQL_NULL, SQL_INT, SQL_REAL, SQL_TEXT, SQL_BLOB };

struct sql_value {
    enum sql_type type;
    int64_t number;
    double real;
    struct str bytes;
};

#define sql_int(n) ((struct sql_value){.type = SQL_INT, .number = (int64_t)(n)})
#define sql_real(x) ((struct sql_value){.type = SQL_REAL, .real = (x)})
#define sql_text(s) ((struct sql_value){.type = SQL_TEXT, .bytes = (s)})
#define sql_blob(s) ((struct sql_value){.type = SQL_BLOB, .bytes = (s)})
#define sql_null() ((struct sql_value){.type = SQL_NULL})
// 0 is no id: bound as NULL, read back as 0.
#define sql_id(n) ((n) ? sql_int(n) : sql_null())
// An empty str is bound as NULL, read back as empty.
#define sql_text_or_null(s) ((s).len ? sql_text(s) : sql_null())

struct rows {
    struct txn *txn;
    struct job *job;
    void *statement; // the engine's; NULL once the last row was read
    int columns;
    bool at_end; // the last row was read, as opposed to a fault
};

// Values follow the SQL: sql_query(job, txn, &rows, "… ?1 … ?2", sql_int(1), sql_text(s))
#define sql_query(job, txn, rows, sql, ...)                                                        \
    sql_query_((job), (txn), (rows), "" sql "", SQL_VALUES_(__VA_ARGS__))
// For INSERT, UPDATE, DELETE. `sql_changed` tells how many rows it was.
#define sql_run(job, txn, sql, ...) sql_run_((job), (txn), "" sql "", SQL_VALUES_(__VA_ARGS__))
// The first column of the first row as a number; *out untouched and *found false if there is none
// (`found` may be NULL).
#define sql_number(job, txn, found, out, sql, ...)                                                 \
    sql_number_((job), (txn), (found), (out), "" sql "", SQL_VALUES_(__VA_ARGS__))

// Begins with one that is not counted, since an array needs one.
#define SQL_VALUES_(...) SQL_LIST_(__VA_ARGS__) + 1, (int)SQL_LIST_COUNT_(__VA_ARGS__) - 1
#define SQL_LIST_(...) ((const struct sql_value[]){{.type = SQL_NULL}, ##__VA_ARGS__})
#define SQL_LIST_COUNT_(...) (sizeof(SQL_LIST_(__VA_ARGS__)) / sizeof(struct sql_value))

MUST_USE bool sql_query_(struct job *job, struct txn *txn, struct rows *rows, const char *sql,
                         const struct sql_value *values, int count);
MUST_USE bool sql_run_(struct job *job, struct txn *txn, const char *sql,
                       const struct sql_value *values, int count);
MUST_USE bool sql_number_(struct job *job, struct txn *txn, bool *found, int64_t *out,
                          const char *sql, const struct sql_value *values, int count);
int64_t sql_changed(struct txn *txn);
int64_t sql_last_id(struct txn *txn); // of the newest INSERT on this txn

// Steps; false at the end and on a fault (ask job_failed). A query may be left early: rows_end.
bool rows_next(struct job *job, struct rows *rows);
void rows_end(struct rows *rows); // also fit after the last row, and twice

int64_t row_int(const struct rows *rows, int column); // NULL reads as 0
double row_real(const struct rows *rows, int column);
bool row_is_null(const struct rows *rows, int column);
struct str row_text(const struct rows *rows, int column); // copied into the job's arena

// ── the change log's followers ────────────────────────────────────────────────────────────────

struct change {
    uint64_t seq;
    struct str topic;
};

// Called with every new row of the change log, in order, once, never two calls at the same time:
// by the committer before txn_commit returns, or by the follower thread (within 100 ms) when
// another process committed. Must be quick and must not use the store's write side.
typedef void store_follower(void *with, const struct change *changes, size_t count);
void store_follow(struct store *store, store_follower *follower, void *with);
// Waits for a call in progress; afterwards `with` is called no more. Not from a follower.
void store_unfollow(struct store *store, store_follower *follower, void *with);
// The newest seq that all followers have seen.
uint64_t store_followed_seq(struct store *store);
// Changes after `since` from the log itself, oldest first, at most `limit`: for catching up.
// *complete is false when the log no longer reaches back that far (it was pruned), or has never
// reached `since` (it is another database, or a restored one).
MUST_USE bool store_changes(struct job *job, struct txn *txn, uint64_t since, size_t limit,
                            struct change **out, size_t *count, bool *complete);
// Keeps the newest `keep_rows` (at least 1) of the change log; change_topic stays whole.
MUST_USE bool store_prune_changes(struct job *job, struct txn *txn, int64_t keep_rows);

// ── care ──────────────────────────────────────────────────────────────────────────────────────

// A consistent copy while others write, synced to disk. Refuses to replace a file (CONFLICT).
MUST_USE bool store_backup(struct job *job, struct store *store, const char *to_path);
// integrity_check, foreign_key_check, schema version. Sentences of what is wrong, one a line.
MUST_USE bool store_check(struct job *job, struct store *store, struct str *problems);

// ── for tests ─────────────────────────────────────────────────────────────────────────────────

// The n-th call from now on (a begin, a statement, a step, a commit) fails once, with UNAVAILABLE
// "injected", before it does anything; 0: none. Starts the count anew.
void store_fail_at(struct store *store, int64_t n);
int64_t store_calls(struct store *store); // since store_fail_at or the opening
