// totp: the codes of an authenticator app (RFC 6238: SHA-1, six digits, 30 seconds), by liboath.
//
//   struct str secret = totp_make(mem);                    // shown once, as text and as a picture
//   if (totp_is(mem, secret, code, now_ms, last, &step))   // then keep `step`: a code counts once
//
// Never: knows whose secret it is.
#pragma once

#include "base/base.h"

struct str totp_make(struct arena *mem); // 160 bits, base32
bool is_totp_secret(struct str secret);  // as totp_make writes one
// What the picture says: otpauth://totp/The%20Title:me@example.org?secret=…&issuer=…
struct str totp_uri(struct arena *mem, struct str issuer, struct str account, struct str secret);
// Is it the code of this half minute, the one before or after, and newer than `last_step`?
// Arabic-Indic and fullwidth digits are digits; blanks and hyphens are nothing.
bool totp_is(struct arena *mem, struct str secret, struct str code, int64_t now_ms,
             int64_t last_step, int64_t *step);
