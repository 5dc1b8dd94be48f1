#include "wire/wxr_mend.h"

enum { LOOK_AHEAD = 160 }; // bytes that must be known to decide on one

struct mending {
    struct wxr_mend *mend;
    struct str in; // what waited, and the new bytes
    char *out;
    size_t out_len;
};

static void put(struct mending *m, struct str bytes)
{
    memcpy(m->out + m->out_len, bytes.at, bytes.len);
    m->out_len += bytes.len;
}

static void put_instead(struct mending *m, struct str bytes)
{
    put(m, bytes);
    m->mend->mended++;
}

// ── characters ────────────────────────────────────────────────────────────────────────────────

// How many bytes of a well-formed character stand here, 0: none.
static size_t character_len(struct str s)
{
    unsigned char first = (unsigned char)s.at[0];
    size_t len = first < 0x80 ? 1 : first < 0xc2 ? 0 : first < 0xe0 ? 2 : first < 0xf0 ? 3 : 4;
    if (first > 0xf4 || len == 0 || len > s.len)
        return 0;
    if (len == 1)
        return 1;
    return is_utf8_text(str_from_to(s, 0, len)) ? len : 0;
}

static bool is_control(char c)
{
    return (unsigned char)c < 0x20 && c != '\t' && c != '\n' && c != '\r';
}

static size_t mend_character(struct mending *m, struct str rest)
{
    size_t len = character_len(rest);
    struct str whole = str_from_to(rest, 0, len);
    if (is_control(rest.at[0])) {
        m->mend->mended++;
        return 1;
    }
    if (len == 0 || str_eq(whole, S("\xef\xbf\xbe")) || str_eq(whole, S("\xef\xbf\xbf"))) {
        put_instead(m, S("\xef\xbf\xbd"));
        return len ? len : 1;
    }
    put(m, whole);
    return len;
}

// ── references ────────────────────────────────────────────────────────────────────────────────

static bool is_digits(struct str s, bool hexadecimal)
{
    for (size_t i = 0; i < s.len; i++) {
        char c = s.at[i];
        bool is_hex = (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F');
        if (!(c >= '0' && c <= '9') && !(hexadecimal && is_hex))
            return false;
    }
    return s.len > 0;
}

// May XML have this character? "#65", "#x41"
static bool is_character_number(struct str name)
{
    bool hexadecimal = str_starts(name, S("#x"));
    struct str digits = str_after(name, hexadecimal ? 2 : 1);
    if (digits.len > 7 || !is_digits(digits, hexadecimal))
        return false;
    unsigned long code = 0;
    for (size_t i = 0; i < digits.len; i++) {
        char c = digits.at[i];
        unsigned digit = (unsigned)(c <= '9' ? c - '0' : (c | 0x20) - 'a' + 10);
        code = code * (hexadecimal ? 16 : 10) + digit;
    }
    return code == 9 || code == 10 || code == 13 || (code >= 0x20 && code < 0xd800) ||
           (code >= 0xe000 && code < 0xfffe) || (code >= 0x10000 && code <= 0x10ffff);
}

static bool is_reference(struct str rest)
{
    static const char *const names[] = {"amp", "lt", "gt", "quot", "apos"};
    ptrdiff_t end = str_find_char(str_from_to(rest, 0, 16), ';');
    if (end < 2)
        return false;
    struct str name = str_from_to(rest, 1, (size_t)end);
    if (name.at[0] == '#')
        return is_character_number(name);
    for (size_t i = 0; i < ARRAY_LEN(names); i++) {
        if (str_is(name, names[i]))
            return true;
    }
    return false;
}

// ── sections ──────────────────────────────────────────────────────────────────────────────────

static size_t blanks(struct str s)
{
    size_t count = 0;
    while (count < s.len && (s.at[count] == ' ' || s.at[count] == '\t' || s.at[count] == '\n' ||
                             s.at[count] == '\r'))
        count++;
    return count;
}

// Does the section end with this "]]>"? `rest`: behind it.
static bool is_end(const struct wxr_mend *mend, struct str rest)
{
    struct str tag = {mend->tag, mend->tag_len};
    rest = str_after(rest, blanks(str_from_to(rest, 0, 64)));
    if (str_starts(rest, S("<![CDATA[")))
        return true;
    return str_starts(rest, S("</")) && str_starts(str_after(rest, 2), tag);
}

static size_t enter(struct mending *m, struct str mark, enum wxr_mend_state state)
{
    put(m, mark);
    m->mend->state = state;
    return mark.len;
}

static size_t mend_cdata(struct mending *m, struct str rest)
{
    if (!str_starts(rest, S("]]>")))
        return mend_character(m, rest);
    if (is_end(m->mend, str_after(rest, 3)))
        return enter(m, S("]]>"), WXR_IN_TEXT);
    put_instead(m, S("]]]]><![CDATA[>"));
    return 3;
}

static size_t mend_comment(struct mending *m, struct str rest)
{
    return str_starts(rest, S("-->")) ? enter(m, S("-->"), WXR_IN_TEXT) : mend_character(m, rest);
}

static size_t mend_text(struct mending *m, struct str rest)
{
    char c = rest.at[0];
    if (c == '&' && !is_reference(rest)) {
        put_instead(m, S("&amp;"));
        return 1;
    }
    if (str_starts(rest, S("]]>"))) {
        put_instead(m, S("]]&gt;"));
        return 3;
    }
    if (str_starts(rest, S("<![CDATA[")))
        return enter(m, S("<![CDATA["), WXR_IN_CDATA);
    if (str_starts(rest, S("<!--")))
        return enter(m, S("<!--"), WXR_IN_COMMENT);
    if (c != '<')
        return mend_character(m, rest);
    if (rest.len > 1 && rest.at[1] != '/') {
        m->mend->naming = true;
        m->mend->tag_len = 0;
    }
    return enter(m, S("<"), WXR_IN_TAG);
}

static size_t mend_tag(struct mending *m, struct str rest)
{
    struct wxr_mend *mend = m->mend;
    char c = rest.at[0];
    if (c == '>')
        return enter(m, S(">"), WXR_IN_TEXT);
    if (c == '&' && !is_reference(rest)) {
        put_instead(m, S("&amp;"));
        return 1;
    }
    mend->naming = mend->naming && blanks(rest) == 0 && c != '/';
    if (mend->naming && mend->tag_len < sizeof(mend->tag))
        mend->tag[mend->tag_len++] = c;
    return mend_character(m, rest);
}

// A byte order mark belongs to the beginning, and is no place that was mended.
static size_t mend_before(struct mending *m, struct str rest)
{
    static const char *const beginnings[] = {"<?xml", "<rss", "<!DOCTYPE", "\xef\xbb\xbf<?xml"};
    struct wxr_mend *mend = m->mend;
    for (size_t i = 0; i < ARRAY_LEN(beginnings); i++) {
        if (!str_starts(rest, str_from(beginnings[i])))
            continue;
        mend->state = WXR_IN_TEXT;
        mend->mended += mend->bytes_before > 0;
        return rest.at[0] == '<' ? 0 : 3;
    }
    mend->bytes_before++;
    mend->lines_before += rest.at[0] == '\n';
    return 1;
}

static size_t mend_one(struct mending *m, struct str rest)
{
    switch (m->mend->state) {
    case WXR_BEFORE:
        return mend_before(m, rest);
    case WXR_IN_TEXT:
        return mend_text(m, rest);
    case WXR_IN_TAG:
        return mend_tag(m, rest);
    case WXR_IN_CDATA:
        return mend_cdata(m, rest);
    case WXR_IN_COMMENT:
        return mend_comment(m, rest);
    }
    return mend_character(m, rest);
}

static size_t mend_run(struct mending *m, bool last)
{
    size_t at = 0;
    while (at < m->in.len && (last || m->in.len - at > LOOK_AHEAD))
        at += mend_one(m, str_after(m->in, at));
    return at;
}

size_t wxr_mend(struct wxr_mend *mend, const char *bytes, size_t len, bool last, char *out)
{
    // What waited is decided together with as much of the new bytes as it needs, in a small room.
    char small[WXR_MEND_CARRY * 2];
    size_t lent = len < WXR_MEND_CARRY ? len : WXR_MEND_CARRY;
    memcpy(small, mend->carry, mend->carry_len);
    memcpy(small + mend->carry_len, bytes, lent);
    struct mending m = {mend, {small, mend->carry_len + lent}, out, 0};
    size_t done = mend_run(&m, last && lent == len);
    size_t left = m.in.len - done;
    if (left > lent || lent == len) { // all of the new bytes are in the small room
        mend->carry_len = left;
        memmove(mend->carry, small + done, left);
        return m.out_len;
    }
    m.in = (struct str){bytes + (lent - left), len - (lent - left)};
    done = mend_run(&m, last);
    mend->carry_len = m.in.len - done;
    memcpy(mend->carry, m.in.at + done, mend->carry_len);
    return m.out_len;
}
