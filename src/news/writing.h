// writing: who writes in a story now, and what they have typed but not saved.
//
// Nobody is locked out: the second is told, and whoever saves second sees both versions
// (story_save's STALE). What is typed is kept for its writer alone, until it is saved or dropped.
// DENIED without RIGHT_STORY_WRITE; only one's own things are touched.
#pragma once

#include "news/actor.h"

enum { WRITING_BEAT_MS = 45000, WRITING_OPEN_MS = 300000 }; // with script; without

struct writer {
    int64_t staff_id, since_ms, until_ms;
    struct str name; // or e-mail
    bool has_unsaved;
};

// Here I am, for `for_ms` more. The first call begins it.
MUST_USE bool writing_keep(struct job *job, struct txn *txn, const struct actor *actor,
                           int64_t story_id, int64_t for_ms);
MUST_USE bool writing_end(struct job *job, struct txn *txn, const struct actor *actor,
                          int64_t story_id);
// The others who are writing in it now, first come first.
MUST_USE bool writing_others(struct job *job, struct txn *txn, const struct actor *actor,
                             int64_t story_id, struct writer **out, size_t *count);

struct unsaved {
    int64_t base_version; // the version it was begun on
    int64_t at_ms;
    struct str form; // the form's fields as they were typed: JSON, the newsroom's own
};
enum { UNSAVED_BYTES_MAX = 4 << 20 };

MUST_USE bool unsaved_put(struct job *job, struct txn *txn, const struct actor *actor,
                          int64_t story_id, const struct unsaved *unsaved);
MUST_USE bool unsaved_get(struct job *job, struct txn *txn, const struct actor *actor,
                          int64_t story_id, bool *found, struct unsaved *out);
MUST_USE bool unsaved_drop(struct job *job, struct txn *txn, const struct actor *actor,
                           int64_t story_id);
// One's own, newest first: "you have not saved these".
struct unsaved_story {
    int64_t story_id, at_ms;
    struct str headline, edition;
};
MUST_USE bool unsaved_list(struct job *job, struct txn *txn, const struct actor *actor,
                           struct unsaved_story **out, size_t *count);
