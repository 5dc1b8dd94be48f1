// story_version: every save of a story, to be read and to go back to. DENIED without
// RIGHT_STORY_READ; restoring needs RIGHT_STORY_WRITE. Notes nothing.
#pragma once

#include "news/story.h"

struct version_row {
    int64_t number, at_ms, published_ms; // published_ms: when readers got exactly this; or 0
    struct str act, note;                // create, save, publish, correct, unpublish …
    struct str by;                       // name, or e-mail; empty: the program
    unsigned changed;                    // enum story_field: what differs from the one before
};
// Newest first; before 0: from the newest.
MUST_USE bool version_list(struct job *job, struct txn *txn, const struct actor *actor,
                           int64_t story_id, int64_t before, size_t limit, struct version_row **out,
                           size_t *count, bool *more);
// The newest, without what it changed: no text is read for it.
MUST_USE bool version_newest(struct job *job, struct txn *txn, const struct actor *actor,
                             int64_t story_id, struct version_row *out);
// Does the newest version say something that readers of this public story do not have?
MUST_USE bool version_waits(struct job *job, struct txn *txn, const struct actor *actor,
                            int64_t story_id, bool *out);
// A whole version, everything it names resolved as story_working_copy() does.
MUST_USE bool version_read(struct job *job, struct txn *txn, const struct actor *actor,
                           int64_t story_id, int64_t number, struct story *out);
// An old version's fields become the newest version; nothing in between is lost.
MUST_USE bool version_restore(struct job *job, struct txn *txn, const struct actor *actor,
                              int64_t story_id, int64_t if_version, int64_t number);
