// due: what must happen at a moment, and did it.
//
//   due_put(job, &txn, S("story-publish"), S("42"), at_ms, S("{…}"))   // in the transaction that
//   decides it
//
// Rows of one table, run to the second by one worker thread (claimed, so that among nodes each row
// is run by one), caught up after a crash. A row is run inside the transaction that deletes it, so
// what it does happens once. One that fails stays, with its last error and a next try (1 s, 2 s, 4
// s … at most 15 minutes; never sooner than its moment); late by more than 5 s is counted and
// logged.
//
// Never: knows what it runs; main hands over the table of kinds.
#pragma once

#include "base/base.h"
#include "store/store.h"

struct due;

struct due_item {
    int64_t id;
    struct str kind, key, args; // args: JSON of the kind's own, may be empty
    int64_t at_ms;
    int tries;
    void *seen; // what look() found; NULL without one
};

struct due_kind {
    const char *kind;
    bool (*run)(struct job *job, struct txn *txn, const struct due_item *item, void *app);
    // For what takes long to find out: reads, before the writer's turn, so that nobody waits for
    // it. What it found is run()'s to check, since others may write in between. NULL: there is
    // none.
    bool (*look)(struct job *job, struct txn *txn, const struct due_item *item, void *app,
                 void **seen);
};

// One row for (kind, key): putting it again moves it, and its tries begin anew. A kind may put
// itself again while it runs.
MUST_USE bool due_put(struct job *job, struct txn *txn, struct str kind, struct str key,
                      int64_t at_ms, struct str args);
MUST_USE bool due_drop(struct job *job, struct txn *txn, struct str kind, struct str key);
MUST_USE bool due_find(struct job *job, struct txn *txn, struct str kind, struct str key,
                       bool *found, struct due_item *out);

struct due_options {
    struct store *store;
    const struct due_kind *kinds; // kept
    size_t kinds_count;
    void *app;
    int64_t (*now_ms)(void); // clock_unix_ms; tests choose
    bool by_hand;            // no worker thread: only due_run runs anything
};
MUST_USE bool due_open(struct job *job, const struct due_options *options, struct due **out);
void due_close(struct due *due); // NULL is fine; lets a running row finish; before store_close
// A follower: wakes the worker when the topic "due" changed. due_close unfollows it.
void due_follow(void *due, const struct change *changes, size_t count);
// Runs what is due now, in this thread; for tests and for commands that do not serve. True also
// when a row failed: its row says why. *ran counts those that did not.
MUST_USE bool due_run(struct job *job, struct due *due, int *ran);

struct due_numbers {
    uint64_t ran, failed, late;
    int waiting;
    int64_t next_at_ms; // when the next one is tried; 0: nothing waits
};
struct due_numbers due_count(struct due *due);
