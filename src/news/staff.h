// staff: the people who work here, their roles, and their tokens for the API.
#pragma once

#include "news/actor.h"

struct staff {
    int64_t id;
    struct str email, name, role;
    struct str lang;    // of the newsroom's screens: en es ar
    int64_t edition_id; // whose desk opens first; 0: all
    bool disabled, has_password, has_totp;
    int64_t made_ms;
};

MUST_USE bool staff_add(struct job *job, struct txn *txn, const struct actor *actor,
                        struct str email, struct str name, struct str role, int64_t *out_id);
MUST_USE bool staff_find(struct job *job, struct txn *txn, struct str email, bool *found,
                         struct staff *out);
MUST_USE bool staff_list(struct job *job, struct txn *txn, struct staff **out, size_t *count);
MUST_USE bool staff_get(struct job *job, struct txn *txn, int64_t id, struct staff *out);
// Ends tokens and sessions too.
MUST_USE bool staff_disable(struct job *job, struct txn *txn, const struct actor *actor,
                            struct str email);
// A one-time link's secret, for the first sign-in; ends the password and every session (reset).
MUST_USE bool staff_invite(struct job *job, struct txn *txn, const struct actor *actor,
                           int64_t staff_id, struct str *secret);

// The token itself is given out once; the table keeps its hash. Role: at most the user's own.
MUST_USE bool token_make(struct job *job, struct txn *txn, const struct actor *actor,
                         int64_t staff_id, struct str name, struct str role, struct str *token);
// UNAUTHORIZED for unknown, ended or disabled ones. way: "api".
MUST_USE bool token_actor(struct job *job, struct txn *txn, struct str token, struct actor *out);
