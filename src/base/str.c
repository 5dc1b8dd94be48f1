#include "base/base.h"

#include <pthread.h>
#include <sodium.h>
#include <stdarg.h>

struct str str_from(const char *c)
{
    return c ? (struct str){c, strlen(c)} : STR_NONE;
}

bool str_eq(struct str a, struct str b)
{
    return a.len == b.len && (a.len == 0 || memcmp(a.at, b.at, a.len) == 0);
}

static char lower(char c)
{
    return c >= 'A' && c <= 'Z' ? (char)(c - 'A' + 'a') : c;
}

bool str_eq_nocase(struct str a, struct str b)
{
    if (a.len != b.len)
        return false;
    for (size_t i = 0; i < a.len; i++) {
        if (lower(a.at[i]) != lower(b.at[i]))
            return false;
    }
    return true;
}

int str_order(struct str a, struct str b)
{
    size_t shorter = a.len < b.len ? a.len : b.len;
    int order = shorter ? memcmp(a.at, b.at, shorter) : 0;
    if (order != 0)
        return order;
    return a.len < b.len ? -1 : a.len > b.len;
}

bool str_is(struct str a, const char *c)
{
    return str_eq(a, str_from(c));
}

bool str_starts(struct str s, struct str with)
{
    return s.len >= with.len && str_eq((struct str){s.at, with.len}, with);
}

bool str_ends(struct str s, struct str with)
{
    return s.len >= with.len && str_eq((struct str){s.at + s.len - with.len, with.len}, with);
}

bool str_has(struct str s, char c)
{
    return str_find_char(s, c) >= 0;
}

ptrdiff_t str_find_char(struct str s, char c)
{
    const char *found = s.len ? memchr(s.at, c, s.len) : NULL;
    return found ? found - s.at : -1;
}

ptrdiff_t str_find(struct str s, struct str what)
{
    if (what.len == 0)
        return 0;
    const char *found = s.len ? memmem(s.at, s.len, what.at, what.len) : NULL;
    return found ? found - s.at : -1;
}

bool str_cut(struct str *rest, char separator, struct str *part)
{
    if (!rest->at)
        return false;
    ptrdiff_t end = str_find_char(*rest, separator);
    if (end < 0) {
        *part = *rest;
        *rest = STR_NONE;
        return part->len > 0 || part->at != NULL;
    }
    *part = (struct str){rest->at, (size_t)end};
    *rest = str_after(*rest, (size_t)end + 1);
    return true;
}

bool str_split(struct str s, char separator, struct str *before, struct str *after)
{
    ptrdiff_t at = str_find_char(s, separator);
    if (at < 0)
        return false;
    *before = (struct str){s.at, (size_t)at};
    *after = str_after(s, (size_t)at + 1);
    return true;
}

struct str str_from_to(struct str s, size_t start, size_t end)
{
    if (end > s.len)
        end = s.len;
    if (start > end)
        start = end;
    return (struct str){s.at ? s.at + start : NULL, end - start};
}

struct str str_after(struct str s, size_t start)
{
    return str_from_to(s, start, s.len);
}

bool is_letter(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

bool is_alnum(char c)
{
    return is_letter(c) || (c >= '0' && c <= '9');
}

int hex_value(char c)
{
    if (c >= '0' && c <= '9')
        return c - '0';
    c = (char)(c | 0x20);
    return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

static bool is_blank(char c)
{
    return c == ' ' || (c >= '\t' && c <= '\r');
}

struct str str_trim(struct str s)
{
    assert(s.at || s.len == 0);
    while (s.len && is_blank(s.at[0]))
        s = str_after(s, 1);
    while (s.len && is_blank(s.at[s.len - 1]))
        s.len--;
    return s;
}

bool parse_uint(struct str s, uint64_t max, uint64_t *out)
{
    uint64_t n = 0;
    if (s.len == 0 || !s.at)
        return false;
    for (size_t i = 0; i < s.len; i++) {
        if (s.at[i] < '0' || s.at[i] > '9')
            return false;
        uint64_t digit = (uint64_t)(s.at[i] - '0');
        if (n > (max - digit) / 10 || max < digit)
            return false;
        n = n * 10 + digit;
    }
    *out = n;
    return true;
}

bool parse_int(struct str s, int64_t *out)
{
    bool negative = s.len && s.at[0] == '-';
    uint64_t n;
    if (!parse_uint(negative ? str_after(s, 1) : s, INT64_MAX, &n))
        return false;
    *out = negative ? -(int64_t)n : (int64_t)n;
    return true;
}

struct str str_copy(struct arena *mem, struct str s)
{
    if (s.len == 0)
        return (struct str){"", 0};
    return (struct str){memcpy(arena_take_raw(mem, s.len), s.at, s.len), s.len};
}

struct str str_join(struct arena *mem, struct str a, struct str b)
{
    char *joined = arena_take_raw(mem, a.len + b.len);
    if (a.len)
        memcpy(joined, a.at, a.len);
    if (b.len)
        memcpy(joined + a.len, b.at, b.len);
    return (struct str){joined, a.len + b.len};
}

struct str str_printf(struct arena *mem, const char *fmt, ...)
{
    char small[256]; // most are: then the text is written once
    va_list args, again;
    va_start(args, fmt);
    va_copy(again, args);
    int len = vsnprintf(small, sizeof(small), fmt, args);
    va_end(args);
    assert(len >= 0);
    size_t bytes = (size_t)len + 1;
    char *at = arena_take_raw(mem, bytes);
    if (bytes <= sizeof(small))
        memcpy(at, small, bytes);
    else
        vsnprintf(at, bytes, fmt, again);
    va_end(again);
    return (struct str){at, (size_t)len};
}

struct str str_lower(struct arena *mem, struct str s)
{
    char *at = arena_take_raw(mem, s.len);
    for (size_t i = 0; i < s.len; i++)
        at[i] = lower(s.at[i]);
    return (struct str){at, s.len};
}

char *str_c(struct arena *mem, struct str s)
{
    char *c = arena_take_raw(mem, s.len + 1);
    if (s.len)
        memcpy(c, s.at, s.len);
    c[s.len] = '\0';
    return c;
}

static unsigned char hash_seed[crypto_shorthash_KEYBYTES];

static void seed_hash(void)
{
    random_bytes(hash_seed, sizeof(hash_seed));
}

uint64_t str_hash(struct str s)
{
    static pthread_once_t once = PTHREAD_ONCE_INIT;
    pthread_once(&once, seed_hash);
    uint64_t hash;
    static_assert(sizeof(hash) == crypto_shorthash_BYTES, "SipHash gives 64 bits");
    crypto_shorthash((unsigned char *)&hash, (const unsigned char *)(s.at ? s.at : ""), s.len,
                     hash_seed);
    return hash;
}

// How many bytes the UTF-8 sequence at the front of s has, or 0 if it is not well formed.
static size_t utf8_sequence(struct str s)
{
    const unsigned char *b = (const unsigned char *)s.at;
    assert(b);
    if (b[0] < 0x80)
        return b[0] != 0;
    size_t len = b[0] >= 0xF0 ? 4 : b[0] >= 0xE0 ? 3 : 2;
    if (b[0] < 0xC2 || b[0] > 0xF4 || s.len < len)
        return 0;
    for (size_t i = 1; i < len; i++) {
        if ((b[i] & 0xC0) != 0x80)
            return 0;
    }
    bool overlong = (b[0] == 0xE0 && b[1] < 0xA0) || (b[0] == 0xF0 && b[1] < 0x90);
    bool surrogate = b[0] == 0xED && b[1] > 0x9F;
    bool beyond = b[0] == 0xF4 && b[1] > 0x8F;
    return overlong || surrogate || beyond ? 0 : len;
}

bool is_utf8_text(struct str s)
{
    while (s.len) {
        size_t len = utf8_sequence(s);
        if (len == 0)
            return false;
        s = str_after(s, len);
    }
    return true;
}
