#include "text/document_source.h"

#include "text/internal.h"
#include "text/markdown.h"

enum { SOURCE_BYTES_MAX = DOCUMENT_BYTES_MAX * 4 };

// What has a fence of its own; the rest is Markdown or JSON.
#define FENCED                                                                                     \
    (1u << BLOCK_QUOTE | 1u << BLOCK_PULLQUOTE | 1u << BLOCK_TABLE | 1u << BLOCK_PICTURE |         \
     1u << BLOCK_GALLERY | 1u << BLOCK_VIDEO | 1u << BLOCK_AUDIO | 1u << BLOCK_EMBED |             \
     1u << BLOCK_CHART | 1u << BLOCK_RELATED | 1u << BLOCK_FACTBOX | 1u << BLOCK_TIMELINE |        \
     1u << BLOCK_EVENT | 1u << BLOCK_CORRECTION)

static bool is_fenced(enum block_type type)
{
    return FENCED >> type & 1;
}

// ── reading ───────────────────────────────────────────────────────────────────────────────────

struct source_reader {
    struct job *job;
    struct str rest;
    int line; // of the next one, from 1
    int depth;
    size_t blocks; // that were read
};

struct source_blocks {
    struct block *items;
    size_t count, room;
};

static bool read_blocks(struct source_reader *r, struct source_blocks *out, bool inside,
                        bool *closed);

static bool next_line(struct source_reader *r, struct str *line)
{
    if (!str_cut(&r->rest, '\n', line))
        return false;
    r->line++;
    return true;
}

static bool is_close(struct str line)
{
    return str_is(str_trim(line), ":::") && str_starts(line, S(":::"));
}

// "::: factbox"; *json: "::: json".
static bool is_open(struct str line, enum block_type *type, bool *json)
{
    struct str word = str_trim(str_after(line, 3));
    if (!str_starts(line, S(":::")))
        return false;
    *json = str_is(word, "json");
    return *json || (block_type_find(word, type) && is_fenced(*type));
}

// A line like the beginning of a block, of a type that is none: a slip of the pen.
static bool is_slip(struct str line, struct str *word)
{
    *word = str_trim(str_after(line, 3));
    return str_starts(line, S(":::")) && word->len && word->at[0] != ':' && !str_has(*word, ' ') &&
           !str_has(*word, '\t');
}

static bool fail_slip(struct source_reader *r, struct str word)
{
    struct str names = STR_NONE;
    for (enum block_type type = BLOCK_DOC; type < BLOCK_TYPES; type++) {
        if (is_fenced(type) && type != BLOCK_EVENT && type != BLOCK_CORRECTION) // theirs is inside
            names = str_printf(&r->job->mem, STR_FMT "%s%s", STR_ARG(names), names.len ? ", " : "",
                               block_rules[type].name);
    }
    return job_fail(r->job, FAULT_INVALID,
                    "line %d begins a block \"" STR_FMT "\", and there is none; there are " STR_FMT,
                    r->line - 1, STR_ARG(str_from_to(word, 0, 40)), STR_ARG(names));
}

// Counted here, too: each of a thousand fences may have as many as one document.
static bool add_children(struct source_reader *r, struct source_blocks *out,
                         const struct block *from)
{
    r->blocks += block_count(from) - 1;
    if (!are_few_blocks(r->job, r->blocks))
        return false;
    for (size_t i = 0; i < from->children_count; i++)
        *list_add(&r->job->mem, &out->items, &out->count, &out->room) = from->children[i];
    return true;
}

static bool add_markdown(struct source_reader *r, struct str text, struct source_blocks *out)
{
    struct block *doc;
    if (!str_trim(text).len)
        return true;
    return markdown_parse(r->job, text, &doc) && add_children(r, out, doc);
}

static bool fail_open(struct source_reader *r, int line)
{
    return job_fail(r->job, FAULT_INVALID,
                    "the block that begins in line %d has no end: a line with only \":::\"", line);
}

static bool read_json(struct source_reader *r, struct source_blocks *out)
{
    int begun = r->line - 1;
    struct buf b;
    struct str line, json;
    struct block *doc;
    buf_start(&b, &r->job->mem, SOURCE_BYTES_MAX);
    buf_add(&b, S("{\"type\":\"doc\",\"content\":["));
    do {
        if (!next_line(r, &line))
            return fail_open(r, begun);
        if (!is_close(line)) {
            buf_add(&b, line);
            buf_add_char(&b, '\n');
        }
    } while (!is_close(line));
    buf_add(&b, S("]}"));
    return buf_done(r->job, &b, &json) && document_parse(r->job, json, &doc) &&
           add_children(r, out, doc);
}

// "title: What is a marsh?", when the type has such a thing.
static bool read_attr(struct block *block, struct str line)
{
    struct str name, value;
    if (!str_split(line, ':', &name, &value))
        return false;
    const struct attr_rule *rule = attr_rule_find(name);
    if (!rule || !(block_rules[block->type].attrs & rule->bit) ||
        (rule->kind != ATTR_IS_TEXT && rule->kind != ATTR_IS_JSON))
        return false;
    *(struct str *)((char *)block + rule->offset) = str_trim(value);
    return true;
}

static void read_attrs(struct source_reader *r, struct block *block)
{
    struct source_reader ahead = *r;
    for (struct str line; next_line(&ahead, &line) && read_attr(block, line);)
        *r = ahead;
}

// Text inside: the paragraphs as one, with line breaks between.
static void take_text(struct source_reader *r, struct block *block,
                      const struct source_blocks *inside)
{
    struct span *spans = NULL;
    size_t count = 0, room = 0;
    for (size_t i = 0; i < inside->count; i++) {
        const struct block *child = &inside->items[i];
        if (i > 0)
            *list_add(&r->job->mem, &spans, &count, &room) = (struct span){.line_break = true};
        for (size_t j = 0; j < child->spans_count; j++)
            *list_add(&r->job->mem, &spans, &count, &room) = child->spans[j];
    }
    block->spans = spans;
    block->spans_count = count;
    spans_tidy(&r->job->mem, &block->spans, &block->spans_count);
}

static void take_inside(struct source_reader *r, struct block *block,
                        const struct source_blocks *inside)
{
    if (block_rules[block->type].holds_text) {
        take_text(r, block, inside);
        return;
    }
    block->children = inside->items;
    block->children_count = inside->count;
    if (block->type == BLOCK_TABLE && inside->count == 1 && inside->items[0].type == BLOCK_TABLE) {
        block->children = inside->items[0].children;
        block->children_count = inside->items[0].children_count;
    }
    if (block->type == BLOCK_QUOTE && inside->count == 0) { // as Markdown's ">" alone
        block->children = arena_new(&r->job->mem, struct block);
        block->children->type = BLOCK_PARAGRAPH;
        block->children_count = 1;
    }
}

static bool read_fence(struct source_reader *r, enum block_type type, struct source_blocks *out)
{
    int begun = r->line - 1;
    bool closed = false;
    struct block block = {.type = type};
    struct source_blocks inside = {0};
    read_attrs(r, &block);
    if (++r->depth > DOCUMENT_DEPTH_MAX)
        return job_fail(r->job, FAULT_INVALID, "blocks are nested more than %d deep",
                        DOCUMENT_DEPTH_MAX);
    if (!read_blocks(r, &inside, true, &closed))
        return false;
    r->depth--;
    if (!closed)
        return fail_open(r, begun);
    take_inside(r, &block, &inside);
    *list_add(&r->job->mem, &out->items, &out->count, &out->room) = block;
    return true;
}

// Markdown up to the next fence, again and again.
static bool read_blocks(struct source_reader *r, struct source_blocks *out, bool inside,
                        bool *closed)
{
    struct str plain = {r->rest.at, 0}, line, word;
    while (next_line(r, &line)) {
        enum block_type type = BLOCK_DOC;
        bool json = false, ends = inside && is_close(line);
        if (!ends && !is_open(line, &type, &json)) {
            if (is_slip(line, &word))
                return fail_slip(r, word);
            plain.len = (size_t)(line.at + line.len - plain.at);
            continue;
        }
        if (!add_markdown(r, plain, out))
            return false;
        *closed = ends;
        if (ends)
            return true;
        if (json ? !read_json(r, out) : !read_fence(r, type, out))
            return false;
        plain = (struct str){r->rest.at, 0};
    }
    return add_markdown(r, plain, out);
}

bool document_parse_source(struct job *job, struct str source, struct block **out)
{
    struct source_reader r = {.job = job, .rest = source, .line = 1};
    struct source_blocks blocks = {0};
    struct str json;
    bool closed;
    if (source.len > MARKDOWN_BYTES_MAX)
        return job_fail(job, FAULT_TOO_BIG, "the text is larger than %d bytes", MARKDOWN_BYTES_MAX);
    if (!read_blocks(&r, &blocks, false, &closed))
        return false;
    struct block doc = {
        .type = BLOCK_DOC, .children = blocks.items, .children_count = blocks.count};
    document_make_ids(job, &doc);
    return document_write(job, &doc, &json) && document_parse(job, json, out);
}

// ── the same, but for ids? ────────────────────────────────────────────────────────────────────

static bool same_span(const struct span *a, const struct span *b)
{
    return str_eq(a->text, b->text) && a->marks == b->marks && a->line_break == b->line_break &&
           str_eq(a->href, b->href) && str_eq(a->lang, b->lang) && str_eq(a->dir, b->dir);
}

static bool same_attrs(const struct block *a, const struct block *b)
{
    return a->type == b->type && a->level == b->level && a->ordered == b->ordered &&
           a->start == b->start && a->header == b->header && str_eq(a->ref, b->ref) &&
           str_eq(a->caption, b->caption) && str_eq(a->credit, b->credit) &&
           str_eq(a->alt, b->alt) && str_eq(a->title, b->title) &&
           str_eq(a->attribution, b->attribution) && str_eq(a->at, b->at) &&
           str_eq(a->data, b->data);
}

static bool same_block(const struct block *a, const struct block *b)
{
    if (!same_attrs(a, b) || a->children_count != b->children_count ||
        a->spans_count != b->spans_count)
        return false;
    for (size_t i = 0; i < a->spans_count; i++) {
        if (!same_span(&a->spans[i], &b->spans[i]))
            return false;
    }
    for (size_t i = 0; i < a->children_count; i++) {
        if (!same_block(&a->children[i], &b->children[i]))
            return false;
    }
    return true;
}

// ── writing ───────────────────────────────────────────────────────────────────────────────────

// Is this text read as just these blocks? Whatever is wrong with it: then it is not.
static bool says(struct job *job, struct str source, const struct block *blocks, size_t count)
{
    struct source_reader r = {.job = job, .rest = source, .line = 1};
    struct source_blocks read = {0};
    bool closed = false;
    if (source.len > MARKDOWN_BYTES_MAX || !read_blocks(&r, &read, false, &closed)) {
        job_forgive(job);
        return false;
    }
    bool same = read.count == count;
    for (size_t i = 0; same && i < count; i++)
        same = same_block(&read.items[i], &blocks[i]);
    return same;
}

static bool write_blocks(struct job *job, const struct block *blocks, size_t count,
                         struct str *out);

// A run of blocks as Markdown, when it can say them.
static bool write_plain_run(struct job *job, const struct block *blocks, size_t count, bool *done,
                            struct str *out)
{
    struct block doc = {.type = BLOCK_DOC, .children_count = count};
    *done = false;
    for (size_t i = 0; i < count; i++) {
        if (!may_hold(BLOCK_DOC, blocks[i].type)) // an event
            return true;
    }
    doc.children = arena_array(&job->mem, struct block, count);
    memcpy(doc.children, blocks, count * sizeof(*blocks));
    if (!document_write_markdown(job, &doc, out))
        return false;
    *done = says(job, *out, blocks, count);
    return true;
}

static bool write_inside(struct job *job, const struct block *block, struct str *out)
{
    struct block bare = {.type = BLOCK_PARAGRAPH};
    bool said;
    *out = STR_NONE;
    if (block_rules[block->type].holds_text) {
        bare.spans = block->spans;
        bare.spans_count = block->spans_count;
        return !bare.spans_count || write_plain_run(job, &bare, 1, &said, out);
    }
    if (block->type == BLOCK_TABLE) {
        bare = *block;
        bare.caption = STR_NONE;
        return write_plain_run(job, &bare, 1, &said, out);
    }
    return write_blocks(job, block->children, block->children_count, out);
}

static bool write_fence(struct job *job, const struct block *block, bool *done, struct str *out)
{
    struct buf b;
    struct str inside;
    if (!write_inside(job, block, &inside))
        return false;
    buf_start(&b, &job->mem, SOURCE_BYTES_MAX);
    buf_printf(&b, "::: %s\n", block_rules[block->type].name);
    for (size_t i = 0; i < ATTR_RULES; i++) {
        const struct attr_rule *rule = &attr_rules[i];
        if (!(block_rules[block->type].attrs & rule->bit) ||
            (rule->kind != ATTR_IS_TEXT && rule->kind != ATTR_IS_JSON))
            continue;
        struct str value = *(const struct str *)((const char *)block + rule->offset);
        if (value.len)
            buf_printf(&b, "%s: " STR_FMT "\n", rule->name, STR_ARG(value));
    }
    if (inside.len) {
        buf_add_char(&b, '\n');
        buf_add(&b, inside);
    }
    buf_add(&b, S(":::\n"));
    if (!buf_done(job, &b, out))
        return false;
    *done = says(job, *out, block, 1);
    return true;
}

static bool write_as_json(struct job *job, const struct block *block, struct str *out)
{
    struct block doc = {.type = BLOCK_DOC, .children_count = 1};
    struct str json, front = S("\"content\":[");
    doc.children = arena_new(&job->mem, struct block);
    *doc.children = *block;
    if (!document_write(job, &doc, &json))
        return false;
    ptrdiff_t at = str_find(json, front);
    assert(at >= 0 && str_ends(json, S("]}")));
    *out = str_printf(&job->mem, "::: json\n" STR_FMT "\n:::\n",
                      STR_ARG(str_from_to(json, (size_t)at + front.len, json.len - 2)));
    return true;
}

static bool write_one(struct job *job, const struct block *block, bool *plain, struct str *out)
{
    bool done;
    if (!write_plain_run(job, block, 1, plain, out))
        return false;
    if (*plain)
        return true;
    if (is_fenced(block->type)) {
        if (!write_fence(job, block, &done, out))
            return false;
        if (done)
            return true;
    }
    return write_as_json(job, block, out);
}

static void add_part(struct buf *b, struct str part)
{
    if (b->len && part.len)
        buf_add_char(b, '\n');
    buf_add(b, part);
}

// Those that can be said alone, as one; JSON when they mean something else together.
static bool end_run(struct job *job, struct buf *b, const struct block *blocks, size_t count)
{
    bool done;
    struct str part;
    if (!count)
        return true;
    if (!write_plain_run(job, blocks, count, &done, &part))
        return false;
    if (done) {
        add_part(b, part);
        return true;
    }
    for (size_t i = 0; i < count; i++) {
        if (!write_as_json(job, &blocks[i], &part))
            return false;
        add_part(b, part);
    }
    return true;
}

static bool write_blocks(struct job *job, const struct block *blocks, size_t count, struct str *out)
{
    struct buf b;
    bool done, plain;
    size_t from = 0;
    struct str part;
    if (!write_plain_run(job, blocks, count, &done, out))
        return false;
    if (done)
        return true;
    buf_start(&b, &job->mem, SOURCE_BYTES_MAX);
    for (size_t i = 0; i < count; i++) {
        if (!write_one(job, &blocks[i], &plain, &part))
            return false;
        if (plain)
            continue;
        if (!end_run(job, &b, blocks + from, i - from))
            return false;
        add_part(&b, part);
        from = i + 1;
    }
    return end_run(job, &b, blocks + from, count - from) && buf_done(job, &b, out);
}

bool document_write_source(struct job *job, const struct block *doc, struct str *out)
{
    return write_blocks(job, doc->children, doc->children_count, out);
}
