// imported: what an item was called where it came from, so that an import can be run again: the
// same item is updated, not doubled.
#pragma once

#include "news/actor.h"

struct imported {
    int64_t story_id;
    struct str digest; // of what came; the same again changes nothing
};

// `origin`: "jsonl:en", "wxr:https://old.example"; `item`: its id there.
MUST_USE bool imported_find(struct job *job, struct txn *txn, struct str origin, struct str item,
                            bool *found, struct imported *out);
MUST_USE bool imported_put(struct job *job, struct txn *txn, struct str origin, struct str item,
                           const struct imported *imported);

// Has anybody of the newsroom saved this story since it came, or taken it back?
MUST_USE bool imported_is_touched(struct job *job, struct txn *txn, int64_t story_id, bool *is);

// The same for what is no story: pages of the house, and pictures, by any name they had there.
enum imported_kind { IMPORTED_PAGE, IMPORTED_PICTURE };
struct imported_thing {
    int64_t id; // 0: a page that was taken away here since
    struct str digest;
};
MUST_USE bool imported_thing_find(struct job *job, struct txn *txn, struct str origin,
                                  enum imported_kind kind, struct str item, bool *found,
                                  struct imported_thing *out);
MUST_USE bool imported_thing_put(struct job *job, struct txn *txn, struct str origin,
                                 enum imported_kind kind, struct str item,
                                 const struct imported_thing *thing);
// Has anybody of the newsroom changed this page of the house?
MUST_USE bool imported_page_is_touched(struct job *job, struct txn *txn, int64_t page_id, bool *is);
// The items whose names begin like this, in the order of their names; at most `limit`.
MUST_USE bool imported_thing_names(struct job *job, struct txn *txn, struct str origin,
                                   enum imported_kind kind, struct str prefix, size_t limit,
                                   struct str **out, size_t *count);
// Is this page of the house still the one that a fresh site begins with, which nobody has written?
MUST_USE bool imported_page_is_blank(struct job *job, struct txn *txn, int64_t page_id, bool *is);
