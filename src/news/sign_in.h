// sign_in: proving who one is, and the ways in that this opens. In three moves, because hashing a
// password takes a tenth of a second and must not hold a write or a snapshot:
//
//   proof_find(job, &read, email, &proof)            // unknown ones too: they take as long
//   proof_check(job, &proof, password, code, &is_right)
//   proof_use(job, &write, &proof, &is_right)        // a code counts once, also at the same moment
//   session_make(…)
//
// Never: says which of e-mail, password and code was wrong; keeps a password.
#pragma once

#include "news/session.h"

struct proof {
    int64_t staff_id; // 0: nobody
    struct str hash, totp_secret;
    int64_t totp_step;   // the newest that was used; after proof_check the one that will be
    struct str new_hash; // when the parameters of hashing have changed since
    bool may_enter, has_totp;
};

MUST_USE bool proof_find(struct job *job, struct txn *txn, struct str email, struct proof *out);
MUST_USE bool proof_find_of(struct job *job, struct txn *txn, int64_t staff_id, struct proof *out);
// Password, and the code where there is a second step.
MUST_USE bool proof_check(struct job *job, struct proof *proof, struct str password,
                          struct str code, bool *is_right);
// Only the password: who is signed in and changes what lets them in.
MUST_USE bool proof_check_password(struct job *job, const struct proof *proof, struct str password,
                                   bool *is_right);
// *is_right false: what was proven is so no longer (code used, password changed, user disabled).
MUST_USE bool proof_use(struct job *job, struct txn *txn, const struct proof *proof,
                        bool *is_right);
// A line in the audit: somebody was not let in. staff_id 0: nobody we know.
MUST_USE bool proof_refused(struct job *job, struct txn *txn, int64_t staff_id, struct str address);

// Whose link it is, without using it up. NOT_FOUND when it is unknown, used or over.
MUST_USE bool invitation_find(struct job *job, struct txn *txn, struct str secret,
                              struct staff *out);

// What somebody signs in with from now on. Ends every session of theirs. An empty totp_secret: no
// second step.
struct keys {
    struct str hash, totp_secret;
    int64_t totp_step;
    struct str lang; // of the screens, for whoever comes for the first time; empty: as it is
};
// Uses the link up: of two at the same moment one is NOT_FOUND.
MUST_USE bool invitation_accept(struct job *job, struct txn *txn, struct str secret,
                                const struct keys *keys, struct str address, int64_t *staff_id);

// One's own, after proof_check_password(); CONFLICT when it was changed meanwhile. `keep`: the
// session that stays, all others end.
MUST_USE bool password_change(struct job *job, struct txn *txn, const struct actor *actor,
                              const struct proof *proof, struct str hash,
                              const struct session *keep);
MUST_USE bool totp_change(struct job *job, struct txn *txn, const struct actor *actor,
                          const struct proof *proof, struct str secret, int64_t step);
MUST_USE bool email_change(struct job *job, struct txn *txn, const struct actor *actor,
                           const struct proof *proof, struct str email);
