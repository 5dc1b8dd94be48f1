#include "news/totp.h"

#include "text/unicode.h"
#include "text/url.h"

#include <liboath/oath.h>
#include <sodium.h>

enum { SECRET_BYTES = 20, SECRET_CHARS = 32, DIGITS = 6, STEP_S = 30, AROUND = 1, GIVEN_MAX = 64 };

struct str totp_make(struct arena *mem)
{
    char raw[SECRET_BYTES], *text = NULL;
    size_t len;
    random_bytes(raw, sizeof(raw));
    if (oath_base32_encode(raw, sizeof(raw), &text, &len) != OATH_OK)
        abort(); // it does nothing but take memory
    struct str secret = str_copy(mem, (struct str){text, len});
    free(text);
    return secret;
}

bool is_totp_secret(struct str secret)
{
    for (size_t i = 0; i < secret.len; i++) {
        char c = secret.at[i];
        if (!(c >= 'A' && c <= 'Z') && !(c >= '2' && c <= '7'))
            return false;
    }
    return secret.len == SECRET_CHARS;
}

struct str totp_uri(struct arena *mem, struct str issuer, struct str account, struct str secret)
{
    struct str by = url_encode_query(mem, issuer), who = url_encode_query(mem, account);
    return str_printf(mem,
                      "otpauth://totp/" STR_FMT ":" STR_FMT "?secret=" STR_FMT "&issuer=" STR_FMT,
                      STR_ARG(by), STR_ARG(who), STR_ARG(secret), STR_ARG(by));
}

// U+0660…, U+06F0…: on keyboards of Arabic and Persian; fullwidth ones are the same after NFKC.
static int digit_of(uint32_t c)
{
    static const uint32_t zeros[] = {'0', 0x660, 0x6F0};
    for (size_t i = 0; i < ARRAY_LEN(zeros); i++) {
        if (c >= zeros[i] && c < zeros[i] + 10)
            return (int)(c - zeros[i]);
    }
    return -1;
}

static bool read_digits(struct arena *mem, struct str given, char digits[DIGITS + 1])
{
    size_t count = 0;
    if (given.len > GIVEN_MAX || !is_utf8_text(given))
        return false;
    struct str code = text_compatible(mem, given);
    for (size_t at = 0; at < code.len;) {
        unsigned char c = (unsigned char)code.at[at];
        bool two = c >= 0xC2 && c < 0xE0 && at + 1 < code.len; // all digits have one byte or two
        int digit = digit_of(two ? (c & 0x1Fu) << 6 | ((unsigned char)code.at[at + 1] & 0x3Fu) : c);
        at += two ? 2 : 1;
        if (digit < 0 && (c == ' ' || c == '-'))
            continue;
        if (digit < 0 || count == DIGITS)
            return false;
        digits[count++] = (char)('0' + digit);
    }
    digits[count] = 0;
    return count == DIGITS;
}

bool totp_is(struct arena *mem, struct str secret, struct str code, int64_t now_ms,
             int64_t last_step, int64_t *step)
{
    char digits[DIGITS + 1], right[DIGITS + 1], *raw = NULL;
    size_t len;
    int64_t now = now_ms / 1000 / STEP_S;
    bool found = false;
    if (!read_digits(mem, code, digits) ||
        oath_base32_decode(secret.at, secret.len, &raw, &len) != OATH_OK)
        return false;
    for (int64_t at = now - AROUND; at <= now + AROUND; at++) {
        if (oath_totp_generate(raw, len, (time_t)(at * STEP_S), STEP_S, 0, DIGITS, right) ==
                OATH_OK &&
            sodium_memcmp(right, digits, DIGITS) == 0 && at > last_step && !found) {
            found = true;
            *step = at;
        }
    }
    sodium_memzero(raw, len);
    free(raw);
    return found;
}
