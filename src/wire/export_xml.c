#include "wire/export_xml.h"

// Bytes at the front that XML 1.0 cannot hold: control characters, U+FFFE and U+FFFF.
static size_t unfit(struct str s)
{
    unsigned char c = (unsigned char)s.at[0];
    if (c < 0x20 && c != '\t' && c != '\n' && c != '\r')
        return 1;
    bool is_last = s.len >= 3 && c == 0xef && (unsigned char)s.at[1] == 0xbf &&
                   ((unsigned char)s.at[2] & 0xfe) == 0xbe;
    return is_last ? 3 : 0;
}

static void add_inside(struct buf *b, struct str text, bool json)
{
    while (text.len) {
        size_t bad = unfit(text);
        if (str_starts(text, S("]]>"))) {
            buf_add(b, S("]]]]><![CDATA[>"));
            text = str_after(text, 3);
        } else if (bad) {
            if (json && bad == 3)
                buf_printf(b, "\\uff%s", (unsigned char)text.at[2] == 0xbe ? "fe" : "ff");
            text = str_after(text, bad);
        } else {
            buf_add_char(b, text.at[0]);
            text = str_after(text, 1);
        }
    }
}

static void add_element(struct buf *b, const char *name, struct str text, bool json)
{
    buf_printf(b, "<%s><![CDATA[", name);
    add_inside(b, text, json);
    buf_printf(b, "]]></%s>\n", name);
}

void xml_add_cdata(struct buf *b, const char *name, struct str text)
{
    add_element(b, name, text, false);
}

void xml_add_json(struct buf *b, const char *name, struct str json)
{
    add_element(b, name, json, true);
}

void xml_add(struct buf *b, const char *name, struct str text)
{
    buf_printf(b, "<%s>", name);
    while (text.len) {
        size_t bad = unfit(text), len = bad ? bad : 1;
        if (!bad)
            buf_add_text(b, str_from_to(text, 0, 1));
        text = str_after(text, len);
    }
    buf_printf(b, "</%s>\n", name);
}

void xml_add_int(struct buf *b, const char *name, int64_t n)
{
    buf_printf(b, "<%s>%lld</%s>\n", name, (long long)n, name);
}
