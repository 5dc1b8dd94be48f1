#include "http/target.h"

static bool refuse(struct target *target, int status, const char *why)
{
    target->status = status;
    target->why = why;
    return false;
}

// -1: not an escape.
static int escaped_byte(struct str s, size_t at)
{
    if (s.len - at < 3)
        return -1;
    int high = hex_value(s.at[at + 1]), low = hex_value(s.at[at + 2]);
    return high < 0 || low < 0 ? -1 : high * 16 + low;
}

enum { BAD = 1, ESCAPE = 2, HIGH = 4 };

static const unsigned char kinds[256] = {
    [0 ... ' '] = BAD, ['#'] = BAD, ['%'] = ESCAPE, [0x7F] = BAD, [0x80 ... 0xFF] = HIGH,
};

// All that is in it, so that most of what follows need not look again.
static unsigned kinds_in(struct str raw)
{
    unsigned all = 0;
    for (size_t i = 0; i < raw.len; i++)
        all |= kinds[(unsigned char)raw.at[i]];
    return all;
}

static bool decode_path(struct str raw, char *room, struct str *out)
{
    size_t len = 0;
    for (size_t i = 0; i < raw.len; i++) {
        int c = (unsigned char)raw.at[i];
        if (c == '%') {
            c = escaped_byte(raw, i);
            i += 2;
        }
        if (c < 0x20 || c == 0x7F || c == '\\')
            return false; // also a bad escape (-1)
        room[len++] = (char)c;
    }
    *out = (struct str){room, len};
    return true;
}

static bool has_dot_segment(struct str path)
{
    struct str segment;
    if (!str_has(path, '.'))
        return false;
    while (str_cut(&path, '/', &segment)) {
        if (str_is(segment, ".") || str_is(segment, ".."))
            return true;
    }
    return false;
}

// "http://host/path" becomes authority and path.
static bool cut_authority(struct str *raw, struct target *out)
{
    size_t scheme = str_eq_nocase(str_from_to(*raw, 0, 7), S("http://"))    ? 7
                    : str_eq_nocase(str_from_to(*raw, 0, 8), S("https://")) ? 8
                                                                            : 0;
    if (scheme == 0)
        return false;
    struct str rest = str_after(*raw, scheme);
    size_t len = 0;
    while (len < rest.len && rest.at[len] != '/' && rest.at[len] != '?')
        len++;
    out->authority = str_from_to(rest, 0, len);
    *raw = str_after(rest, len);
    return len > 0;
}

bool target_parse(struct str raw, char *room, struct target *out)
{
    *out = (struct target){0};
    if (raw.len > TARGET_BYTES_MAX)
        return refuse(out, 414, "the address is too long");
    unsigned kinds_seen = kinds_in(raw);
    if (kinds_seen & BAD)
        return refuse(out, 400, "the address has a character that must be escaped");
    if (raw.len == 0 || (raw.at[0] != '/' && !cut_authority(&raw, out)))
        return refuse(out, 400, "the address does not begin with a slash");
    ptrdiff_t query = str_find_char(raw, '?');
    if (query >= 0)
        out->query = str_after(raw, (size_t)query + 1);
    struct str path = query >= 0 ? str_from_to(raw, 0, (size_t)query) : raw;
    if (path.len == 0) // "http://host" and "http://host?query"
        path = S("/");
    if (!(kinds_seen & ESCAPE) && !str_has(path, '\\'))
        out->path = path;
    else if (!decode_path(path, room, &out->path))
        return refuse(out, 400, "the address has a bad escape or a forbidden character");
    if ((kinds_seen & (ESCAPE | HIGH)) && !is_utf8_text(out->path))
        return refuse(out, 400, "the address is not UTF-8");
    if (has_dot_segment(out->path))
        return refuse(out, 400, "the address has a \".\" or \"..\" segment");
    return true;
}

static size_t utf8_len(struct str s, size_t at)
{
    for (size_t len = 1; len <= 4 && at + len <= s.len; len++) {
        if (is_utf8_text(str_from_to(s, at, at + len)))
            return len;
    }
    return 0;
}

static struct str repair(struct arena *mem, struct str s)
{
    if (is_utf8_text(s))
        return s;
    struct buf b;
    buf_start(&b, mem, 3 * s.len + 3);
    for (size_t i = 0; i < s.len;) {
        size_t len = utf8_len(s, i);
        buf_add(&b, len ? str_from_to(s, i, i + len) : S("\xEF\xBF\xBD"));
        i += len ? len : 1;
    }
    return buf_str(&b);
}

static struct str decode_value(struct arena *mem, struct str raw)
{
    if (!str_has(raw, '%') && !str_has(raw, '+'))
        return repair(mem, raw);
    char *at = arena_take_raw(mem, raw.len);
    size_t len = 0;
    for (size_t i = 0; i < raw.len; i++) {
        int c = raw.at[i] == '%' ? escaped_byte(raw, i) : -1;
        if (c >= 0)
            i += 2;
        else
            c = raw.at[i] == '+' ? ' ' : raw.at[i];
        at[len++] = (char)c;
    }
    return repair(mem, (struct str){at, len});
}

static bool is_name(struct arena *mem, struct str raw, struct str name)
{
    return str_eq(raw, name) || (str_has(raw, '%') && str_eq(decode_value(mem, raw), name));
}

struct str target_query(struct arena *mem, struct str query, struct str name, bool *found)
{
    struct str pair;
    while (str_cut(&query, '&', &pair)) {
        struct str key = pair, value = STR_NONE;
        str_split(pair, '=', &key, &value);
        if (!is_name(mem, key, name))
            continue;
        if (found)
            *found = true;
        return decode_value(mem, value);
    }
    if (found)
        *found = false;
    return STR_NONE;
}
