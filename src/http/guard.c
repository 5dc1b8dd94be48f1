#include "http/guard.h"

enum { TOKEN = 1, VALUE = 2, HOST = 4, DIGIT = 8 };

// Which bytes may stand in a name (RFC 9110, 5.6.2), a value (5.5, with obs-text), a host.
static const unsigned char kinds[256] = {
    ['\t'] = VALUE,
    [' '] = VALUE,
    ['"'] = VALUE,
    ['('] = VALUE,
    [')'] = VALUE,
    [','] = VALUE,
    ['/'] = VALUE,
    [':'] = VALUE | HOST,
    [';' ... '@'] = VALUE,
    ['[' ... ']'] = VALUE,
    ['{'] = VALUE,
    ['}'] = VALUE,
    ['!'] = VALUE | TOKEN,
    ['#' ... '\''] = VALUE | TOKEN,
    ['*' ... '+'] = VALUE | TOKEN,
    ['-' ... '.'] = VALUE | TOKEN | HOST,
    ['0' ... '9'] = VALUE | TOKEN | HOST | DIGIT,
    ['A' ... 'Z'] = VALUE | TOKEN | HOST,
    ['^'] = VALUE | TOKEN,
    ['_'] = VALUE | TOKEN | HOST,
    ['`'] = VALUE | TOKEN,
    ['a' ... 'z'] = VALUE | TOKEN | HOST,
    ['|'] = VALUE | TOKEN,
    ['~'] = VALUE | TOKEN,
    [0x80 ... 0xFF] = VALUE,
};

static bool is_all(struct str s, unsigned char kind)
{
    unsigned char all = kind;
    for (size_t i = 0; i < s.len; i++)
        all &= kinds[(unsigned char)s.at[i]];
    return all != 0;
}

// Eight bytes without a control character, DEL included: nearly all that is ever sent.
static bool is_value_8(const char *at)
{
    uint64_t b;
    const uint64_t ones = 0x0101010101010101, highs = 0x8080808080808080;
    memcpy(&b, at, sizeof(b));
    uint64_t without_del = b ^ (0x7F * ones);
    // A borrow may cross into a byte above one that is found, never start in one that is not.
    return (((b - 0x20 * ones) & ~b) & highs) == 0 &&
           (((without_del - ones) & ~without_del) & highs) == 0;
}

static bool is_value(struct str s)
{
    while (s.len >= 8 && is_value_8(s.at))
        s = str_after(s, 8);
    return is_all(s, VALUE);
}

static void refuse(struct guard *guard, int status, const char *why)
{
    if (guard->status)
        return;
    guard->status = status;
    guard->why = why;
}

bool is_host(struct str host)
{
    if (host.len == 0 || host.len > GUARD_HOST_BYTES_MAX)
        return false;
    if (host.at[0] != '[')
        return is_all(host, HOST);
    ptrdiff_t close = str_find_char(host, ']');
    if (close < 3)
        return false;
    struct str port = str_after(host, (size_t)close + 1);
    return is_all(str_from_to(host, 1, (size_t)close), HOST) &&
           (port.len == 0 || (port.at[0] == ':' && is_all(str_after(port, 1), DIGIT)));
}

// CR LF, as the engine leaves it.
static bool is_line_end(const struct guard *guard, const char *at)
{
    return guard->end - at >= 2 && at[0] == '\0' && at[1] == '\0';
}

void guard_start(struct guard *guard, struct str method, size_t target_len, struct str version,
                 struct str head)
{
    *guard = (struct guard){.is_old = str_is(version, "HTTP/1.0")};
    if (!str_starts(version, S("HTTP/1.")) || version.len != 8 ||
        !is_all(str_after(version, 7), DIGIT))
        refuse(guard, 400, "the version is not HTTP/1.0 or HTTP/1.1");
    if (method.len == 0 || method.len > 32 || !is_all(method, TOKEN))
        refuse(guard, 400, "the method is not a word");
    if (!head.at)
        return;
    guard->next = version.at + version.len + 2;
    guard->end = head.at + head.len;
    // method SP target SP version CR LF, and nothing between them
    if (method.at != head.at || version.at != head.at + method.len + 1 + target_len + 1 ||
        !is_line_end(guard, version.at + version.len))
        refuse(guard, 400, "the request line is not well-formed");
}

enum guard_known guard_known(struct str name)
{
    static const struct str names[KNOWN_HEADERS] = {
        [KNOWN_HOST] = {"Host", 4},
        [KNOWN_CONTENT_LENGTH] = {"Content-Length", 14},
        [KNOWN_TRANSFER_ENCODING] = {"Transfer-Encoding", 17},
        [KNOWN_EXPECT] = {"Expect", 6},
        [KNOWN_ACCEPT_ENCODING] = {"Accept-Encoding", 15},
        [KNOWN_IF_NONE_MATCH] = {"If-None-Match", 13},
        [KNOWN_COOKIE] = {"Cookie", 6},
        [KNOWN_AUTHORIZATION] = {"Authorization", 13},
        [KNOWN_FORWARDED_FOR] = {"X-Forwarded-For", 15},
        [KNOWN_FORWARDED_PROTO] = {"X-Forwarded-Proto", 17},
    };
    for (int i = 0; i < KNOWN_HEADERS; i++) {
        if (names[i].len == name.len &&
            (memcmp(names[i].at, name.at, name.len) == 0 || str_eq_nocase(names[i], name)))
            return (enum guard_known)i;
    }
    return KNOWN_HEADERS;
}

// The line must begin where the last one ended, and nothing may hide between value and line end.
static void check_place(struct guard *guard, struct str name, struct str value)
{
    if (name.at != guard->next || value.at < name.at + name.len + 1 ||
        !is_line_end(guard, value.at + value.len)) {
        refuse(guard, 400, "a header line is folded, holds a NUL or does not end in CR LF");
        guard->next = NULL;
        return;
    }
    guard->next = value.at + value.len + 2;
}

static void keep(struct guard *guard, enum guard_known known, struct str value)
{
    struct str *kept = &guard->known[known];
    bool is_framing = known <= KNOWN_EXPECT;
    if (kept->at && is_framing) {
        refuse(guard, 400, "Host, Content-Length, Transfer-Encoding and Expect may come only once");
        return;
    }
    // Of several X-Forwarded-For the last is the nearest proxy's; of the rest the first counts.
    if (!kept->at || known == KNOWN_FORWARDED_FOR)
        *kept = value;
}

void guard_header(struct guard *guard, struct str name, struct str value)
{
    if (++guard->headers > GUARD_HEADERS_MAX)
        refuse(guard, 431, "there are too many headers");
    if (guard->next)
        check_place(guard, name, value);
    if (name.len == 0 || !is_all(name, TOKEN))
        refuse(guard, 400, "a header name has a character that may not be there");
    if (!is_value(value))
        refuse(guard, 400, "a header value has a control character");
    enum guard_known known = guard_known(name);
    if (known != KNOWN_HEADERS)
        keep(guard, known, str_trim(value));
}

static void check_body(struct guard *guard)
{
    struct str length = guard->known[KNOWN_CONTENT_LENGTH];
    struct str coding = guard->known[KNOWN_TRANSFER_ENCODING];
    if (length.at && coding.at)
        refuse(guard, 400, "Content-Length and Transfer-Encoding exclude each other");
    if (coding.at && guard->is_old)
        refuse(guard, 400, "HTTP/1.0 knows no Transfer-Encoding");
    if (coding.at && !str_eq_nocase(coding, S("chunked")))
        refuse(guard, 501, "the only transfer coding taken is chunked");
    if (length.at && !parse_uint(length, INT64_MAX, &guard->body_bytes))
        refuse(guard, 400, "Content-Length is not a number");
    guard->is_chunked = coding.at != NULL;
}

bool guard_end(struct guard *guard)
{
    struct str host = guard->known[KNOWN_HOST];
    struct str expect = guard->known[KNOWN_EXPECT];
    // The empty line, CR LF, ends the head: nothing else was read.
    if (guard->next && (guard->next + 2 != guard->end || !is_line_end(guard, guard->next)))
        refuse(guard, 400, "the head does not end in an empty line");
    if (!host.at && !guard->is_old)
        refuse(guard, 400, "HTTP/1.1 needs a Host");
    if (host.at && !is_host(host))
        refuse(guard, 400, "Host is not a host");
    check_body(guard);
    if (expect.at && !str_eq_nocase(expect, S("100-continue")))
        refuse(guard, 417, "the only expectation met is 100-continue");
    return guard->status == 0;
}
