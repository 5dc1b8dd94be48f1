// audit: who did what, when, from where, and what it was before. Written by audit_write() in the
// transaction of the act; never changed. Reading needs RIGHT_AUDIT_READ.
#pragma once

#include "news/actor.h"

struct audit_filter { // any of these together; 0 and empty: not asked
    int64_t staff_id;
    struct str act;   // "story.publish", or the front of it: "story."
    struct str thing; // "story:42"
    struct str way;
    struct str text; // stands in the thing, before or after
    int64_t from_ms, to_ms;
    int64_t before_id; // keyset
    size_t limit;
};
struct audit_row {
    int64_t id, at_ms, staff_id;
    struct str who; // name, or e-mail; empty: the program itself
    struct str way, act, thing, before, after, address;
    struct str thing_name; // a story's headline, a user's e-mail, as they are now; or empty
};
// Newest first.
MUST_USE bool audit_list(struct job *job, struct txn *txn, const struct actor *actor,
                         const struct audit_filter *filter, struct audit_row **out, size_t *count,
                         bool *more);
