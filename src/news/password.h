// password: what may be one, and whether it is the one (Argon2id, by libsodium).
//
//   password_check(job, given, known, known_count)        // a field error for "password" if not
//   password_hash(job, given, &hash)                      // a tenth of a second, 64 MiB
//   password_is(job, given, hash, &is_right, &is_old)     // the same, right or wrong
//
// The same letters typed on different keyboards are the same password (NFKC, RFC 8265). No rules of
// digits and signs: length, and not what everybody tries first (NIST SP 800-63B, 5.1.1.2).
//
// Never: called with a write open, which would wait for the hashing too.
#pragma once

#include "base/base.h"

enum { PASSWORD_CHARS_MIN = 12, PASSWORD_CHARS_MAX = 256 };

// `known`: what others know of this person and site: e-mail, name, title.
MUST_USE bool password_check(struct job *job, struct str given, const struct str *known,
                             size_t known_count);
// Of many who ask at once, two are served; who waits five seconds is UNAVAILABLE.
MUST_USE bool password_hash(struct job *job, struct str given, struct str *out);
// An empty hash is nobody's: it takes as long, and is wrong. *is_old: hash it anew when it is
// right.
MUST_USE bool password_is(struct job *job, struct str given, struct str hash, bool *is_right,
                          bool *is_old);
