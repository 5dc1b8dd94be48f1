// import: other people's stories become ours: what all formats share. A format (import_jsonl.c)
// turns its items into struct import_item; import_item() does the rest: found by what the item was
// called where it came from, made or updated, published or not, counted.
//
// Runs beside a serving process: each transaction lasts at most 50 ms, so that a publish never
// waits long behind it.
#pragma once

#include "media/media.h"
#include "news/edition.h"
#include "news/story.h"
#include "store/store.h"

#include <stdio.h>

enum import_mode { IMPORT_AS_SAID, IMPORT_PUBLISH, IMPORT_DRAFT };

struct import_edition {
    struct edition edition;
    struct filing *sections; // in the order of the menu; later ones as they are made
    struct str *folds;       // their names, folded: each item of a file asks for them
    size_t sections_count, sections_room;
    size_t given_count; // of the sections: a new site's own, before any story came; else 0
};

// Things counted once each, by the hash of their name.
struct import_seen {
    uint64_t *slots; // open addressing; 0: free
    size_t count, room;
};

struct import_item;

struct import {
    struct store *store;
    struct actor actor;
    enum import_mode mode;
    struct str default_edition;
    bool make_sections; // --sections: a category that is none becomes one
    struct import_edition *editions;
    size_t editions_count;

    struct job *batch; // whose transaction it is; its fault ends the import
    struct txn txn;
    int64_t batch_us; // when the transaction began

    struct str media_dir; // --media: where the pictures that files only name are; empty: nowhere
    struct media *media;  // with media_dir; takes them

    struct import_seen stories, pictures, people, topics; // counted once each
    size_t skipped;

    struct import_seen files; // of pictures, looked at once
    struct import_seen
        lists;      // addresses of lists there, each kept for the first edition that has it
    FILE *deferred; // lines that name stories which come later (import_ours.c)
    bool last_call; // these are being taken again

    // Told of each story when it is settled, at the end of its transaction's part; NULL: nobody
    // is. False: the import ends.
    bool (*taken)(void *with, struct job *job, const struct import_item *item);
    void *taken_with;
};

struct ours;

struct import_item {
    struct ours *ours;     // what only our own exports say; NULL: nothing
    struct str origin, id; // "jsonl", the source's own id
    bool one_of_all;       // its id is no other story's, in whichever edition
    bool locked;           // not to be published, whatever is asked for
    bool keep_incomplete;  // what is too incomplete to be published is kept as a draft
    struct str said;       // its bytes: the same again changes nothing
    struct str place;      // what the place it belongs to is known by, when that may change alone
    struct story_fields fields;
    struct str group;    // of translations: its name there
    struct str category; // becomes the section it names
    struct str status;   // as the source says; empty: published
    struct str withdrawn_reason;
    int64_t published_ms, updated_ms, scheduled_ms;
    // What became of it, after import_item():
    int64_t story_id;
    bool is_new, is_same;             // made now; nothing of it had changed
    bool is_same_text, is_same_place; // of what came, and of where it belongs
    bool keeps_text;                  // what came is not saved
    bool is_left_aside;               // and is asked about again the next time
    const char *waits_here;           // why readers do not see what came; NULL: they do
    struct str kept_as_draft;         // why it could not be published; or empty
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
// The edition of that language: "en" of "en-GB" too. INVALID when there is none, or none is said.
MUST_USE bool import_find_edition(struct job *job, const struct import *import, struct str said,
                                  const struct import_edition **out);
// Behind the others. Its names must live as long as `mem`.
const struct filing *import_add_section(struct arena *mem, struct import_edition *in,
                                        const struct filing *section);
// By its path, slug or name; NULL: no section is called so.
const struct filing *import_find_section(struct arena *mem, const struct import_edition *in,
                                         struct str named);
// A new one, last in the menu; *out NULL: it cannot be one (its address is taken), and nothing was
// made.
MUST_USE bool import_make_section(struct job *job, struct import *import,
                                  const struct import_edition *in, const struct filing *section,
                                  const struct filing **out);
// "review", "ready": as the source says, for what is not to go out.
MUST_USE bool import_stage(struct job *job, struct import *import, const struct import_item *item);
// Before anything is written of an item that was here before: what must be left as the newsroom
// has made it since.
MUST_USE bool import_spare(struct job *job, struct import *import, struct import_item *item,
                           bool to_be_public);
// On stderr, when it waits.
void import_tell_waiting(const struct import_item *item);
// Is it the store's fault, which ends the import, and not the item's?
bool import_is_over(const struct job *job);
// Before: notes which sections a new site has of its own. After: those of them in which nothing
// stands leave the menu, and stderr says so. Commits.
MUST_USE bool import_sections_begin(struct job *job, struct import *import);
MUST_USE bool import_sections_finish(struct import *import);
// A fault of the store ends the import; any other is the item's own, and what was written since
// txn_save("item") is undone. False.
bool import_give_up(struct job *job, struct import *import);

// One line of JSON; BAD_INPUT when it is none.
MUST_USE bool import_jsonl_parse(struct job *job, struct str line, struct import_item *out);
// Parsed and taken: a story, or a page of the house.
MUST_USE bool import_jsonl_item(struct job *job, struct import *import, struct str line);
// At the end of a file: what named stories that came later in it. Commits.
MUST_USE bool import_ours_finish(struct import *import);
// A whole file; stderr names each item that is skipped. False: job->fault, the file was refused or
// the store failed.
MUST_USE bool import_jsonl_file(struct job *job, struct import *import, struct str path);

// A WordPress export, whole or refused (import_wxr.c). The pictures of all files of a command are
// taken before the first post: an export in parts has them in any of them.
MUST_USE bool import_wxr_pictures(struct job *job, struct import *import, struct str path);
MUST_USE bool import_wxr_file(struct job *job, struct import *import, struct str path);

// A saved page of another site: one story (import_html.c). What is no story is skipped.
MUST_USE bool import_html_file(struct job *job, struct import *import, struct str path);
