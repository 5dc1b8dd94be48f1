// random: the system's randomness through libsodium, and names made of it.
#pragma once

#include "base/str.h"

void random_bytes(void *out, size_t bytes);
struct str random_token(struct arena *mem, size_t bytes); // base64url, no padding

// BLAKE2b, as lower-case hexadecimal; `bytes` 8 to 32. Stable for ever: may be stored.
struct str digest_hex(struct arena *mem, struct str of, size_t bytes);
