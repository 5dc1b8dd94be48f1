#include "base/base.h"

#include <sodium.h>

void random_bytes(void *out, size_t bytes)
{
    if (sodium_init() < 0)
        abort();
    randombytes_buf(out, bytes);
}

struct str random_token(struct arena *mem, size_t bytes)
{
    unsigned char raw[64];
    assert(bytes <= sizeof(raw));
    random_bytes(raw, bytes);
    size_t room = sodium_base64_encoded_len(bytes, sodium_base64_VARIANT_URLSAFE_NO_PADDING);
    char *text = arena_take_raw(mem, room);
    sodium_bin2base64(text, room, raw, bytes, sodium_base64_VARIANT_URLSAFE_NO_PADDING);
    return str_from(text);
}

struct str digest_hex(struct arena *mem, struct str of, size_t bytes)
{
    unsigned char whole[32];
    assert(bytes >= 8 && bytes <= sizeof(whole));
    // Always the same 256-bit hash, cut: a shorter name is a prefix of a longer one.
    crypto_generichash(whole, sizeof(whole), (const unsigned char *)(of.at ? of.at : ""), of.len,
                       NULL, 0);
    char *hex = arena_take_raw(mem, bytes * 2 + 1);
    sodium_bin2hex(hex, bytes * 2 + 1, whole, bytes);
    return (struct str){hex, bytes * 2};
}
