#include "base/base.h"

#include <stdarg.h>

enum { ROOM_FIRST = 256 };

void buf_start(struct buf *b, struct arena *mem, size_t ceiling_bytes)
{
    *b = (struct buf){.mem = mem, .ceiling = ceiling_bytes};
}

// Makes room for `more` bytes, or remembers that the ceiling was hit.
static bool make_room(struct buf *b, size_t more)
{
    if (b->overflowed || more > b->ceiling - b->len) {
        b->overflowed = true;
        return false;
    }
    size_t needed = b->len + more;
    if (needed <= b->room)
        return true;
    size_t room = b->room ? b->room * 2 : ROOM_FIRST;
    while (room < needed)
        room *= 2;
    char *at = arena_take_raw(b->mem, room);
    if (b->len)
        memcpy(at, b->at, b->len);
    b->at = at;
    b->room = room;
    return true;
}

void buf_add(struct buf *b, struct str bytes)
{
    if (bytes.len == 0 || !make_room(b, bytes.len))
        return;
    memcpy(b->at + b->len, bytes.at, bytes.len);
    b->len += bytes.len;
}

void buf_add_char(struct buf *b, char c)
{
    if (make_room(b, 1))
        b->at[b->len++] = c;
}

void buf_add_int(struct buf *b, int64_t n)
{
    buf_printf(b, "%lld", (long long)n);
}

void buf_printf(struct buf *b, const char *fmt, ...)
{
    va_list args, again;
    va_start(args, fmt);
    va_copy(again, args);
    int len = vsnprintf(NULL, 0, fmt, args);
    va_end(args);
    assert(len >= 0);
    if (make_room(b, (size_t)len + 1)) {
        vsnprintf(b->at + b->len, (size_t)len + 1, fmt, again);
        b->len += (size_t)len;
    }
    va_end(again);
}

static struct str reference(char c)
{
    switch (c) {
    case '&':
        return S("&amp;");
    case '<':
        return S("&lt;");
    case '>':
        return S("&gt;");
    case '"':
        return S("&quot;");
    case '\'':
        return S("&#39;");
    default:
        return STR_NONE;
    }
}

void buf_add_text(struct buf *b, struct str text)
{
    size_t plain = 0; // where the run of bytes that need no reference starts
    for (size_t i = 0; i < text.len; i++) {
        struct str instead = reference(text.at[i]);
        if (!instead.at)
            continue;
        buf_add(b, str_from_to(text, plain, i));
        buf_add(b, instead);
        plain = i + 1;
    }
    buf_add(b, str_after(text, plain));
}

void buf_add_html(struct buf *b, struct html html)
{
    buf_add(b, html.safe);
}

void buf_add_codepoint(struct buf *b, uint32_t c)
{
    assert(c <= 0x10FFFF && !(c >= 0xD800 && c <= 0xDFFF));
    if (c < 0x80) {
        buf_add_char(b, (char)c);
    } else if (c < 0x800) {
        buf_add_char(b, (char)(0xC0 | c >> 6));
        buf_add_char(b, (char)(0x80 | (c & 0x3F)));
    } else if (c < 0x10000) {
        buf_add_char(b, (char)(0xE0 | c >> 12));
        buf_add_char(b, (char)(0x80 | (c >> 6 & 0x3F)));
        buf_add_char(b, (char)(0x80 | (c & 0x3F)));
    } else {
        buf_add_char(b, (char)(0xF0 | c >> 18));
        buf_add_char(b, (char)(0x80 | (c >> 12 & 0x3F)));
        buf_add_char(b, (char)(0x80 | (c >> 6 & 0x3F)));
        buf_add_char(b, (char)(0x80 | (c & 0x3F)));
    }
}

struct str buf_str(const struct buf *b)
{
    return (struct str){b->at ? b->at : "", b->len};
}

bool buf_done(struct job *job, struct buf *b, struct str *out)
{
    if (b->overflowed)
        return job_fail(job, FAULT_TOO_BIG, "the text would be larger than %zu bytes", b->ceiling);
    *out = buf_str(b);
    return true;
}
