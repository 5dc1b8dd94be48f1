// Document to plain text, and what is counted and cut from it.
#include "text/internal.h"
#include "text/unicode.h"

enum { PLAIN_BYTES_MAX = DOCUMENT_BYTES_MAX * 2, OPENING_BYTES_MAX = 16 << 10 };

void spans_add_plain(struct buf *b, const struct span *spans, size_t count)
{
    for (size_t i = 0; i < count; i++)
        buf_add(b, spans[i].line_break ? S("\n") : spans[i].text);
}

struct plain {
    struct buf b;
    bool blank_line_waits, begun;
    int lists; // around this block
};

static void start_block(struct plain *p)
{
    if (p->begun) {
        buf_add(&p->b, p->blank_line_waits && p->lists == 0 ? S("\n\n") : S("\n"));
        buf_add(&p->b, str_from_to(S("                "), 0, (size_t)p->lists * 2));
    }
    p->begun = p->blank_line_waits = true;
}

static void add_line(struct plain *p, struct str line)
{
    if (line.len == 0)
        return;
    start_block(p);
    buf_add(&p->b, line);
}

static void write_children(struct plain *p, const struct block *block);

// "• " or "3. ", then the item's first block on the same line.
static void write_list(struct plain *p, const struct block *list)
{
    for (size_t i = 0; i < list->children_count; i++) {
        start_block(p);
        if (list->ordered)
            buf_printf(&p->b, "%lld. ", (long long)list->start + (long long)i);
        else
            buf_add(&p->b, S("• "));
        p->begun = false;
        p->lists++;
        write_children(p, &list->children[i]);
        p->lists--;
        p->begun = true;
        p->blank_line_waits = false;
    }
    p->blank_line_waits = true;
}

static void write_table(struct plain *p, const struct block *table)
{
    add_line(p, table->caption);
    for (size_t i = 0; i < table->children_count; i++) {
        const struct block *row = &table->children[i];
        start_block(p);
        for (size_t j = 0; j < row->children_count; j++) {
            if (j > 0)
                buf_add_char(&p->b, '\t');
            spans_add_plain(&p->b, row->children[j].spans, row->children[j].spans_count);
        }
        p->blank_line_waits = false;
    }
    p->blank_line_waits = true;
}

static void write_block(struct plain *p, const struct block *block)
{
    if (block->type == BLOCK_LIST) {
        write_list(p, block);
        return;
    }
    if (block->type == BLOCK_TABLE) {
        write_table(p, block);
        return;
    }
    add_line(p, block->title);
    if (block->spans_count) {
        start_block(p);
        spans_add_plain(&p->b, block->spans, block->spans_count);
    }
    write_children(p, block);
    add_line(p, block->caption.len ? block->caption : block->alt);
    if (block->attribution.len) {
        start_block(p);
        buf_add(&p->b, S("— "));
        buf_add(&p->b, block->attribution);
    }
}

static void write_children(struct plain *p, const struct block *block)
{
    for (size_t i = 0; i < block->children_count && !p->b.overflowed; i++)
        write_block(p, &block->children[i]);
}

bool document_write_plain(struct job *job, const struct block *doc, struct str *out)
{
    struct plain p = {0};
    buf_start(&p.b, &job->mem, PLAIN_BYTES_MAX);
    write_children(&p, doc);
    return buf_done(job, &p.b, out);
}

size_t document_words(const struct block *doc, const char *lang)
{
    struct arena mem;
    struct plain p = {0};
    arena_start(&mem);
    buf_start(&p.b, &mem, PLAIN_BYTES_MAX);
    write_children(&p, doc);
    size_t words = text_words(buf_str(&p.b), lang);
    arena_end(&mem);
    return words;
}

// Running text only: no headings, captions or tables.
static void add_prose(struct buf *b, const struct block *block, size_t bytes_enough)
{
    for (size_t i = 0; i < block->children_count && b->len < bytes_enough; i++) {
        const struct block *child = &block->children[i];
        if (child->type == BLOCK_PARAGRAPH) {
            spans_add_plain(b, child->spans, child->spans_count);
            buf_add_char(b, '\n');
        } else if (child->type == BLOCK_LIST || child->type == BLOCK_ITEM ||
                   child->type == BLOCK_QUOTE) {
            add_prose(b, child, bytes_enough);
        }
    }
}

struct str document_opening(struct job *job, const struct block *doc, size_t chars_max)
{
    struct buf b;
    buf_start(&b, &job->mem, PLAIN_BYTES_MAX);
    add_prose(&b, doc, OPENING_BYTES_MAX);
    return text_cut_words(&job->mem, text_clean_line(&job->mem, buf_str(&b)), chars_max);
}
