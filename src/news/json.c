#include "news/internal.h"

// RFC 8259: only the quote, the backslash and controls must be escaped.
void buf_add_json(struct buf *b, struct str text)
{
    buf_add_char(b, '"');
    size_t start = 0;
    for (size_t i = 0; i < text.len; i++) {
        unsigned char c = (unsigned char)text.at[i];
        if (c >= 0x20 && c != '"' && c != '\\')
            continue;
        buf_add(b, str_from_to(text, start, i));
        start = i + 1;
        if (c >= 0x20)
            buf_printf(b, "\\%c", c);
        else
            buf_printf(b, "\\u%04x", c);
    }
    buf_add(b, str_after(text, start));
    buf_add_char(b, '"');
}

struct str audit_pair(struct arena *mem, const char *a, struct str is, const char *b,
                      struct str is_too)
{
    struct buf out;
    buf_start(&out, mem, 1 << 16);
    buf_printf(&out, "{\"%s\":", a);
    buf_add_json(&out, is);
    buf_printf(&out, ",\"%s\":", b);
    buf_add_json(&out, is_too);
    buf_add_char(&out, '}');
    return buf_str(&out);
}
