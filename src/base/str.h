// str: borrowed bytes, passed by value, never freed, no NUL promised.
//
//   struct str rest = S("news/politics"), part;
//   while (str_cut(&rest, '/', &part)) …
//
// NUL-ended strings exist only at the borders (system calls, libraries); str_c() makes them.
#pragma once

#include "base/macros.h"

struct arena;

struct str {
    const char *at;
    size_t len;
};

// Bytes that are already fit for the inside of an HTML element. Only our own writers make them.
struct html {
    struct str safe;
};

#define S(literal) ((struct str){"" literal "", sizeof(literal) - 1})
#define STR_FMT "%.*s"
#define STR_ARG(s) ((int)(s).len), ((s).at ? (s).at : "")
#define STR_NONE ((struct str){NULL, 0})

// From a NUL-ended string; NULL gives the empty str. Borrowed.
struct str str_from(const char *c);

bool str_eq(struct str a, struct str b);
bool str_eq_nocase(struct str a, struct str b); // ASCII letters only
int str_order(struct str a, struct str b);      // bytes; <0, 0, >0
bool str_is(struct str a, const char *c);
bool str_starts(struct str s, struct str with);
bool str_ends(struct str s, struct str with);
bool str_has(struct str s, char c);

// Index of the first `c` or of `what`, or -1.
ptrdiff_t str_find_char(struct str s, char c);
ptrdiff_t str_find(struct str s, struct str what);

// Takes the part before the next `separator` off the front of *rest. False once *rest is used up.
// "a,b" gives "a" and "b"; "a," gives "a" and ""; "" gives nothing.
bool str_cut(struct str *rest, char separator, struct str *part);

// At the first `separator`: *before and *after. False, and both untouched, when there is none.
bool str_split(struct str s, char separator, struct str *before, struct str *after);

struct str str_from_to(struct str s, size_t start, size_t end); // clamped to s
struct str str_after(struct str s, size_t start);
struct str str_trim(struct str s); // ASCII white space, both ends

// ASCII only, whatever the locale.
bool is_letter(char c);
bool is_alnum(char c);
int hex_value(char c); // 0 … 15; -1: it is no such digit

// Whole string a decimal number with optional '-'; no sign '+', no blanks, no overflow.
bool parse_int(struct str s, int64_t *out);
bool parse_uint(struct str s, uint64_t max, uint64_t *out);

// Made in the arena.
struct str str_copy(struct arena *mem, struct str s);
struct str str_join(struct arena *mem, struct str a, struct str b);
struct str str_printf(struct arena *mem, const char *fmt, ...) PRINTF_LIKE(2, 3);
struct str str_lower(struct arena *mem, struct str s); // ASCII letters only
char *str_c(struct arena *mem, struct str s);          // NUL-ended copy

// Seeded once a process from the system's randomness, so outsiders cannot aim for collisions
// (SipHash-2-4, libsodium's crypto_shorthash). Not stable between processes: never store it.
uint64_t str_hash(struct str s);

// Is every byte part of well-formed UTF-8 (RFC 3629), with no NUL?
bool is_utf8_text(struct str s);
