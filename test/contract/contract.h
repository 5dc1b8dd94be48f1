// contract: what every test of the store's promises starts from.
//
// The engine is a parameter: STORE_URL is an address with a % in it, which becomes a fresh name for
// each test ("sqlite:/tmp/x/%.db"). Without it: SQLite in a folder that goes away at the end.
#pragma once

#include "unit.h"

#include "store/store.h"

struct contract {
    struct job job;
    char *url, *folder;
    struct store *store;
};

// A fresh database with the table `thing(id, name)` and the change log, opened as `store`.
int contract_setup(void **state);
int contract_setup_following(void **state); // with the thread that notices other processes
int contract_teardown(void **state);
// As contract_setup, but nothing is opened yet.
int contract_setup_closed(void **state);

extern const struct store_migration contract_schema[];
enum { CONTRACT_SCHEMA_COUNT = 1 };

struct store_options contract_options(const struct contract *contract);
void contract_open(struct contract *contract);
void contract_reopen(struct contract *contract);
const char *
contract_path(const struct contract *contract); // of SQLite's file; others skip the test

// Each in its own job and transaction; they must succeed.
void thing_add(struct store *store, const char *name);
int64_t thing_count(struct store *store);
uint64_t newest_seq(struct store *store);
// Inserts within an open transaction.
bool thing_insert(struct job *job, struct txn *txn, const char *name);

// Starts this same program as another process that runs `what` ("add NAME", "hold"). It writes a
// line when it has done so; "hold" keeps the write lock until it is let go.
struct other {
    int pid, says, hears;
};
void other_start(struct other *other, const struct contract *contract, const char *what,
                 const char *name);
void other_wait_line(struct other *other);
void other_end(struct other *other); // lets go and waits
// For main(): runs as that other process if it is one. Never returns then.
void other_main(int argc, char **argv);
