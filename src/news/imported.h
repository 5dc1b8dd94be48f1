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
