// import: other people's stories become ours: what all formats share. A format (import_jsonl.c)
// turns its items into struct import_item; import_item() does the rest: found by what the item was
// called where it came from, made or updated, published or not, counted.
//
// Runs beside a serving process: each transaction lasts at most 50 ms, so that a publish never
// waits long behind it.
#pragma once

#include "news/edition.h"
#include "news/story.h"
#include "store/store.h"

enum import_mode { IMPORT_AS_SAID, IMPORT_PUBLISH, IMPORT_DRAFT };

struct import_edition {
    struct edition edition;
    struct filing *sections; // in the order of the menu
    size_t sections_count;
};

// Things counted once each, by the hash of their name.
struct import_seen {
    uint64_t *slots; // open addressing; 0: free
    size_t count, room;
};

struct import {
    struct store *store;
    struct actor actor;
    enum import_mode mode;
    struct str default_edition;
    struct import_edition *editions;
    size_t editions_count;

    struct job *batch; // whose transaction it is; its fault ends the import
    struct txn txn;
    int64_t batch_us; // when the transaction began

    struct import_seen stories, people, topics; // counted once each
    size_t skipped;
};

struct import_item {
    struct str origin, id; // "jsonl", the source's own id
    struct str said;       // its bytes: the same again changes nothing
    struct story_fields fields;
    struct str group;    // of translations: its name there
    struct str category; // becomes the section it names
    struct str status;   // as the source says; empty: published
    struct str withdrawn_reason;
    int64_t published_ms, updated_ms, scheduled_ms;
};

MUST_USE bool import_open(struct job *job, struct import *import);
void import_close(struct import *import); // rolls back what was not committed
// False: this item is skipped and job->fault says why, or the batch failed (import->batch).
MUST_USE bool import_item(struct job *job, struct import *import, struct import_item *item);
// A transaction to write in: the one that is open, unless its 50 ms are over.
MUST_USE bool import_begin(struct import *import);
// Commits what there is.
MUST_USE bool import_commit(struct import *import);
bool import_see(struct import_seen *seen, struct str kind,
                struct str name); // true: for the first time

// One line of JSON; BAD_INPUT when it is none.
MUST_USE bool import_jsonl_parse(struct job *job, struct str line, struct import_item *out);
// A whole file; stderr names each item that is skipped. False: job->fault, the file was refused or
// the store failed.
MUST_USE bool import_jsonl_file(struct job *job, struct import *import, struct str path);
