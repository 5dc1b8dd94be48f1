// staff: the people who work here, their roles, and their tokens for the API.
#pragma once

#include "news/actor.h"

struct staff {
    int64_t id;
    struct str email, name, role;
    struct str lang;    // of the newsroom's screens: en es ar
    int64_t edition_id; // whose desk opens first; 0: all
    bool disabled, has_password, has_totp;
    int64_t made_ms, seen_ms; // seen: 0 is never
};

MUST_USE bool staff_add(struct job *job, struct txn *txn, const struct actor *actor,
                        struct str email, struct str name, struct str role, int64_t *out_id);
MUST_USE bool staff_find(struct job *job, struct txn *txn, struct str email, bool *found,
                         struct staff *out);
MUST_USE bool staff_list(struct job *job, struct txn *txn, struct staff **out, size_t *count);
MUST_USE bool staff_get(struct job *job, struct txn *txn, int64_t id, struct staff *out);
// Ends tokens and sessions too. CONFLICT for the last administrator, as when a role is taken away.
MUST_USE bool staff_disable(struct job *job, struct txn *txn, const struct actor *actor,
                            struct str email);
MUST_USE bool staff_enable(struct job *job, struct txn *txn, const struct actor *actor,
                           struct str email);
MUST_USE bool staff_set_role(struct job *job, struct txn *txn, const struct actor *actor,
                             int64_t staff_id, struct str role); // never one's own
// One's own, or with RIGHT_STAFF_EDIT.
MUST_USE bool staff_set_name(struct job *job, struct txn *txn, const struct actor *actor,
                             int64_t staff_id, struct str name);
MUST_USE bool staff_set_email(struct job *job, struct txn *txn, const struct actor *actor,
                              int64_t staff_id, struct str email);
MUST_USE bool staff_set_screens(struct job *job, struct txn *txn, const struct actor *actor,
                                int64_t staff_id, struct str lang, int64_t edition_id);
MUST_USE bool staff_end_sessions(struct job *job, struct txn *txn, const struct actor *actor,
                                 int64_t staff_id);
// A one-time link's secret, for the first sign-in; ends the password and every session (reset).
// Not for oneself.
MUST_USE bool staff_invite(struct job *job, struct txn *txn, const struct actor *actor,
                           int64_t staff_id, struct str *secret);

// The token itself is given out once; the table keeps its hash. Role: at most the user's own.
MUST_USE bool token_make(struct job *job, struct txn *txn, const struct actor *actor,
                         int64_t staff_id, struct str name, struct str role, struct str *token);
// UNAUTHORIZED for unknown, ended or disabled ones. way: "api".
MUST_USE bool token_actor(struct job *job, struct txn *txn, struct str token, struct actor *out);

struct token {
    struct str hash; // names it in lists; opens nothing
    struct str name, role;
    int64_t made_ms, staff_id;
    struct str email; // whose
};
// Those that have not ended. staff_id 0: everybody's. One's own, or with RIGHT_STAFF_EDIT.
MUST_USE bool token_list(struct job *job, struct txn *txn, const struct actor *actor,
                         int64_t staff_id, struct token **out, size_t *count);
MUST_USE bool token_end(struct job *job, struct txn *txn, const struct actor *actor,
                        struct str hash);
