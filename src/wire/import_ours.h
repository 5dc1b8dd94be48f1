// import_ours: what a line of JSON says beside the story's fields, as our own exports do
// (export_json.c): with whom and what it is filed, its pictures by their files, other stories by
// the names they have there, what became of it, and what is being written beside what readers see.
// And lines that say a page of the house.
//
// A story may name one that comes later in the file: its line is laid aside, the story stays a
// draft, and import_ours_finish() takes it again when all are there.
//
// Never: takes a picture's bytes from anywhere but the folder of --media.
#pragma once

#include "wire/import.h"

#include <jansson.h>

struct ours {
    json_t *house_page; // no story at all
    json_t *things, *picture, *pictures, *corrections, *revision, *addresses, *old_urls, *related;
    struct str url, translation_of, correction; // of a foreign source: the newest alone
    int64_t corrected_ms, withdrawn_ms;
    bool unfiled;    // in no section, not in the first
    bool was_public; // readers had it once
    bool waits;      // names stories that are not here yet
};

// One member. *taken false: it is none of these.
MUST_USE bool ours_parse(struct job *job, const char *name, json_t *value, struct import_item *item,
                         bool *taken);
// Pictures' bytes, before the transaction: decoding takes long.
MUST_USE bool ours_take_pictures(struct job *job, struct import *import, const struct ours *ours);
// In the transaction, before the story is saved: names become ids.
MUST_USE bool ours_settle(struct job *job, struct import *import, struct import_item *item,
                          const struct import_edition *in);
// And after: what became of it.
MUST_USE bool ours_publish(struct job *job, struct import *import, struct import_item *item,
                           bool to_be_public);
// The digest under which it is remembered; none while it waits.
struct str ours_digest(const struct import_item *item, struct str digest);
// The line is kept for import_ours_finish().
MUST_USE bool ours_lay_aside(struct job *job, struct import *import,
                             const struct import_item *item);
// What a text may call it by, when its name is none that a document takes.
MUST_USE bool ours_put_ref(struct job *job, struct import *import, const struct import_item *item,
                           struct str origin);

// A page of the house. False: it is skipped and job->fault says why, or the batch failed.
MUST_USE bool ours_page(struct job *job, struct import *import, const struct import_item *item);

// Another face of a story, as import_jsonl_parse reads a line (import_jsonl.c): empty members
// count.
MUST_USE bool import_jsonl_face(struct job *job, json_t *object, struct import_item *out);
