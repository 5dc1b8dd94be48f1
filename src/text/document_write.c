// Document to JSON, the stored form: keys in one order, nothing that is a default.
#include "text/internal.h"

// Nothing is written that document_parse would not take back: the same ceiling.
enum { WRITTEN_BYTES_MAX = DOCUMENT_BYTES_MAX };

static void add_json_text(struct buf *b, struct str s)
{
    size_t plain = 0;
    buf_add_char(b, '"');
    for (size_t i = 0; i < s.len; i++) {
        unsigned char c = (unsigned char)s.at[i];
        if (c != '"' && c != '\\' && c >= 0x20)
            continue;
        buf_add(b, str_from_to(s, plain, i));
        if (c < 0x20)
            buf_printf(b, "\\u%04x", c);
        else
            buf_printf(b, "\\%c", c);
        plain = i + 1;
    }
    buf_add(b, str_after(s, plain));
    buf_add_char(b, '"');
}

static void add_key(struct buf *b, const char *name, bool *first)
{
    buf_printf(b, "%s\"%s\":", *first ? "" : ",", name);
    *first = false;
}

static void write_attr(struct buf *b, const struct attr_rule *rule, const struct block *block,
                       bool *first)
{
    const void *field = (const char *)block + rule->offset;
    const struct str *text = field;
    switch (rule->kind) {
    case ATTR_IS_INT:
        add_key(b, rule->name, first);
        buf_add_int(b, *(const int *)field);
        return;
    case ATTR_IS_COUNT:
        if (*(const int64_t *)field == 1)
            return;
        add_key(b, rule->name, first);
        buf_add_int(b, *(const int64_t *)field);
        return;
    case ATTR_IS_BOOL:
        if (!*(const bool *)field)
            return;
        add_key(b, rule->name, first);
        buf_add(b, S("true"));
        return;
    case ATTR_IS_TEXT:
    case ATTR_IS_JSON:
        if (text->len == 0)
            return;
        add_key(b, rule->name, first);
        if (rule->kind == ATTR_IS_JSON)
            buf_add(b, *text);
        else
            add_json_text(b, *text);
        return;
    }
}

static void write_attrs(struct buf *b, const struct block *block)
{
    bool first = true;
    if (block->type == BLOCK_DOC)
        return;
    buf_add(b, S(",\"attrs\":{"));
    add_key(b, "id", &first);
    add_json_text(b, block->id);
    for (size_t i = 0; i < ATTR_RULES; i++) {
        if (block_rules[block->type].attrs & attr_rules[i].bit)
            write_attr(b, &attr_rules[i], block, &first);
    }
    buf_add_char(b, '}');
}

static void write_mark(struct buf *b, const struct mark_rule *rule, const struct span *span)
{
    buf_printf(b, "{\"type\":\"%s\"", rule->name);
    if (rule->bit == MARK_LINK) {
        buf_add(b, S(",\"attrs\":{\"href\":"));
        add_json_text(b, span->href);
        buf_add_char(b, '}');
    } else if (rule->bit == MARK_LANG) {
        buf_add(b, S(",\"attrs\":{\"lang\":"));
        add_json_text(b, span->lang);
        buf_add(b, S(",\"dir\":"));
        add_json_text(b, span->dir);
        buf_add_char(b, '}');
    }
    buf_add_char(b, '}');
}

static void write_span(struct buf *b, const struct span *span)
{
    bool first = true;
    if (span->line_break) { // its marks follow from its neighbours'
        buf_add(b, S("{\"type\":\"line_break\"}"));
        return;
    }
    buf_add(b, S("{\"type\":\"text\",\"text\":"));
    add_json_text(b, span->text);
    for (size_t i = 0; i < MARK_RULES; i++) {
        if (!(span->marks & mark_rules[i].bit))
            continue;
        buf_add(b, first ? S(",\"marks\":[") : S(","));
        write_mark(b, &mark_rules[i], span);
        first = false;
    }
    buf_add(b, first ? S("}") : S("]}"));
}

static void write_block(struct buf *b, const struct block *block)
{
    size_t inside = block->children_count + block->spans_count;
    buf_printf(b, "{\"type\":\"%s\"", block_rules[block->type].name);
    write_attrs(b, block);
    if (inside > 0 || block->type == BLOCK_DOC)
        buf_add(b, S(",\"content\":["));
    for (size_t i = 0; i < inside; i++) {
        if (i > 0)
            buf_add_char(b, ',');
        if (block->spans_count)
            write_span(b, &block->spans[i]);
        else
            write_block(b, &block->children[i]);
    }
    buf_add(b, inside > 0 || block->type == BLOCK_DOC ? S("]}") : S("}"));
}

bool document_write(struct job *job, const struct block *doc, struct str *out)
{
    struct buf b;
    buf_start(&b, &job->mem, WRITTEN_BYTES_MAX);
    write_block(&b, doc);
    return buf_done(job, &b, out);
}
