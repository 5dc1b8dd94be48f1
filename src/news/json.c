#include "news/internal.h"

#include "text/unicode.h"

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

// A long text is kept as far as it tells things apart.
enum { FACT_BYTES_MAX = 4096, FACTS_BYTES_MAX = 1 << 20 };

static void add_fact(struct buf *b, struct arena *mem, const struct audit_fact *fact)
{
    if (!fact->text.len && !fact->number)
        return;
    buf_printf(b, "%c\"%s\":", b->len ? ',' : '{', fact->name);
    if (!fact->text.len)
        buf_add_int(b, fact->number);
    else if (fact->text.len <= FACT_BYTES_MAX)
        buf_add_json(b, fact->text);
    else
        buf_add_json(b, text_cut(mem, fact->text, FACT_BYTES_MAX / 8));
}

struct str audit_facts(struct arena *mem, const struct audit_fact *facts, size_t count)
{
    struct buf b;
    buf_start(&b, mem, FACTS_BYTES_MAX);
    for (size_t i = 0; i < count; i++)
        add_fact(&b, mem, &facts[i]);
    if (b.len == 0)
        return S("{}");
    buf_add_char(&b, '}');
    return buf_str(&b);
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
