// session: who is signed in to the newsroom, and how they got in.
//
// The cookie holds a random secret; the table keeps its hash. A session lives SESSION_IDLE_MS after
// it was last seen, SESSION_LIFE_MS at most, and ends with its user, a reset, or "sign out
// everywhere".
#pragma once

#include "news/staff.h"

#define SESSION_IDLE_MS (12 * INT64_C(3600000))
#define SESSION_LIFE_MS (14 * 24 * INT64_C(3600000))

struct session {
    struct str hash; // names it in lists; opens nothing
    int64_t made_ms, seen_ms, expires_ms;
    struct str agent, address;
};

// A new one, with a secret that is given out once.
MUST_USE bool session_make(struct job *job, struct txn *txn, int64_t staff_id, struct str agent,
                           struct str address, struct str *secret);
// Whose it is, and what they may: way "newsroom". UNAUTHORIZED when it is unknown or over.
// *is_stale: it should be said that it was seen (session_seen), at most once a minute.
MUST_USE bool session_find(struct job *job, struct txn *txn, struct str secret, struct staff *staff,
                           struct actor *actor, struct session *session, bool *is_stale);
MUST_USE bool session_seen(struct job *job, struct txn *txn, const struct session *session);
MUST_USE bool session_end(struct job *job, struct txn *txn, const struct session *session);

// Those of somebody that are alive, the newest seen first. One's own, or with RIGHT_STAFF_EDIT.
MUST_USE bool session_list(struct job *job, struct txn *txn, const struct actor *actor,
                           int64_t staff_id, struct session **out, size_t *count);
// One of one's own, by its hash. NOT_FOUND when it is none, or over.
MUST_USE bool session_end_own(struct job *job, struct txn *txn, const struct actor *actor,
                              struct str hash);
