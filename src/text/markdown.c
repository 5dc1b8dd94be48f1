// Markdown to document: cmark-gfm reads, the table of types decides what becomes of it.
#include "text/markdown.h"

#include "text/internal.h"
#include "text/unicode.h"
#include "text/url.h"

#include <cmark-gfm.h>
#include <cmark-gfm-core-extensions.h>
#include <pthread.h>

struct block_list {
    struct block *items;
    size_t count, room;
};

struct translating {
    struct job *job;
    size_t blocks;
};

static bool translate_children(struct translating *t, cmark_node *parent, int depth,
                               struct block *into);

static struct block *add_block(struct translating *t, struct block_list *list, enum block_type type)
{
    struct block *block = list_add(&t->job->mem, &list->items, &list->count, &list->room);
    *block = (struct block){.type = type};
    t->blocks++;
    return block;
}

static bool is_within_ceilings(struct translating *t, int depth)
{
    if (!are_few_blocks(t->job, t->blocks))
        return false;
    if (depth > DOCUMENT_DEPTH_MAX)
        return job_fail(t->job, FAULT_INVALID, "quotes and lists are nested more than %d deep",
                        DOCUMENT_DEPTH_MAX);
    return true;
}

// ── text inside a block ───────────────────────────────────────────────────────────────────────

// A run of text, or a picture that stood in it.
struct inline_item {
    struct span span;
    struct block *picture; // NULL: text
};

struct flattening {
    struct arena *mem;
    struct inline_item *items;
    size_t count, room;
    int strong, em;  // how deep inside
    struct str href; // of the link around; empty: none, or one that is not taken
};

static struct str node_text(struct arena *mem, const char *text)
{
    return str_copy(mem, str_from(text));
}

static void put_span(struct flattening *f, struct str text, bool line_break)
{
    struct inline_item *item = list_add(f->mem, &f->items, &f->count, &f->room);
    item->span = (struct span){
        .text = text,
        .line_break = line_break,
        .href = f->href,
        .marks = (f->strong ? MARK_STRONG : 0u) | (f->em ? MARK_EM : 0u) |
                 (f->href.len ? MARK_LINK : 0u),
    };
}

// An image's alternative text: what its inlines say, without their markup.
static struct str alt_text(struct arena *mem, cmark_node *image)
{
    struct buf b;
    cmark_iter *each = cmark_iter_new(image);
    cmark_event_type event;
    buf_start(&b, mem, MARKDOWN_BYTES_MAX * 4);
    while ((event = cmark_iter_next(each)) != CMARK_EVENT_DONE) {
        cmark_node *node = cmark_iter_get_node(each);
        const char *literal = cmark_node_get_literal(node);
        cmark_node_type type = cmark_node_get_type(node);
        if (event != CMARK_EVENT_ENTER)
            continue;
        if (type == CMARK_NODE_SOFTBREAK || type == CMARK_NODE_LINEBREAK)
            buf_add_char(&b, ' ');
        else if (literal)
            buf_add(&b, str_from(literal));
    }
    cmark_iter_free(each);
    return text_clean_line(mem, buf_str(&b));
}

// Only a picture of ours by its id is one; every other becomes a link that shows where it leads.
static void put_image(struct flattening *f, cmark_node *image, bool takes_pictures)
{
    struct str url = node_text(f->mem, cmark_node_get_url(image)), outer = f->href;
    struct str id = media_path_id(url);
    if (id.len && takes_pictures) {
        struct inline_item *item = list_add(f->mem, &f->items, &f->count, &f->room);
        struct str title = str_copy(f->mem, str_from(cmark_node_get_title(image)));
        item->picture = arena_new(f->mem, struct block);
        *item->picture = (struct block){.type = BLOCK_PICTURE,
                                        .ref = id,
                                        .alt = alt_text(f->mem, image),
                                        .caption = text_clean_line(f->mem, title)};
        return;
    }
    if (f->href.len == 0 && is_link_safe(url))
        f->href = url;
    put_span(f, url.len ? url : alt_text(f->mem, image), false);
    f->href = outer;
}

static void enter_inline(struct flattening *f, cmark_node *node)
{
    struct str url;
    switch ((int)cmark_node_get_type(node)) {
    case CMARK_NODE_SOFTBREAK:
        put_span(f, S(" "), false);
        return;
    case CMARK_NODE_LINEBREAK:
        put_span(f, STR_NONE, true);
        return;
    case CMARK_NODE_STRONG:
        f->strong++;
        return;
    case CMARK_NODE_EMPH:
        f->em++;
        return;
    case CMARK_NODE_LINK:
        url = str_from(cmark_node_get_url(node));
        f->href = is_link_safe(url) ? str_copy(f->mem, url) : STR_NONE;
        return;
    default: // text, code, raw HTML: what stands there
        if (cmark_node_get_literal(node))
            put_span(f, node_text(f->mem, cmark_node_get_literal(node)), false);
    }
}

static void exit_inline(struct flattening *f, cmark_node *node)
{
    cmark_node_type type = cmark_node_get_type(node);
    if (type == CMARK_NODE_STRONG)
        f->strong--;
    else if (type == CMARK_NODE_EMPH)
        f->em--;
    else if (type == CMARK_NODE_LINK)
        f->href = STR_NONE;
}

// Not by recursion: emphasis may be nested as deep as the text is long.
static void flatten(struct flattening *f, cmark_node *parent, bool takes_pictures)
{
    cmark_iter *each = cmark_iter_new(parent);
    cmark_event_type event;
    while ((event = cmark_iter_next(each)) != CMARK_EVENT_DONE) {
        cmark_node *node = cmark_iter_get_node(each);
        if (node == parent)
            continue;
        if (cmark_node_get_type(node) == CMARK_NODE_IMAGE) {
            if (event == CMARK_EVENT_ENTER) {
                put_image(f, node, takes_pictures);
                cmark_iter_reset(each, node, CMARK_EVENT_EXIT);
            }
        } else if (event == CMARK_EVENT_ENTER) {
            enter_inline(f, node);
        } else {
            exit_inline(f, node);
        }
    }
    cmark_iter_free(each);
}

static void take_spans(struct translating *t, const struct inline_item *items, size_t count,
                       struct block *into)
{
    struct span *spans = arena_array(&t->job->mem, struct span, count);
    for (size_t i = 0; i < count; i++)
        spans[i] = items[i].span;
    into->spans = spans;
    into->spans_count = count;
    spans_tidy(&t->job->mem, &into->spans, &into->spans_count);
}

static void translate_text(struct translating *t, cmark_node *node, struct block *into)
{
    struct flattening f = {.mem = &t->job->mem};
    flatten(&f, node, false);
    take_spans(t, f.items, f.count, into);
}

static void add_paragraph(struct translating *t, struct block_list *list,
                          const struct inline_item *items, size_t count)
{
    struct block paragraph = {.type = BLOCK_PARAGRAPH};
    take_spans(t, items, count, &paragraph);
    if (paragraph.spans_count)
        *add_block(t, list, BLOCK_PARAGRAPH) = paragraph;
}

// A picture is a block: it parts the paragraph in which it stood.
static void translate_paragraph(struct translating *t, cmark_node *node, struct block_list *list)
{
    struct flattening f = {.mem = &t->job->mem};
    size_t from = 0;
    flatten(&f, node, true);
    for (size_t i = 0; i < f.count; i++) {
        if (!f.items[i].picture)
            continue;
        add_paragraph(t, list, f.items + from, i - from);
        *add_block(t, list, BLOCK_PICTURE) = *f.items[i].picture;
        from = i + 1;
    }
    if (from < f.count)
        add_paragraph(t, list, f.items + from, f.count - from);
}

// ── blocks ────────────────────────────────────────────────────────────────────────────────────

// Code and raw HTML: a paragraph that shows it, line by line.
static void translate_literal(struct translating *t, cmark_node *node, struct block_list *list)
{
    struct flattening f = {.mem = &t->job->mem};
    struct str rest = node_text(f.mem, cmark_node_get_literal(node)), line;
    for (bool first = true; str_cut(&rest, '\n', &line); first = false) {
        if (!first)
            put_span(&f, STR_NONE, true);
        put_span(&f, text_code_line(f.mem, line), false);
    }
    add_paragraph(t, list, f.items, f.count);
}

static bool translate_list(struct translating *t, cmark_node *node, int depth,
                           struct block_list *list)
{
    struct block made = {.type = BLOCK_LIST, .start = 1};
    struct block_list items = {0};
    made.ordered = cmark_node_get_list_type(node) == CMARK_ORDERED_LIST;
    if (made.ordered)
        made.start = cmark_node_get_list_start(node);
    for (cmark_node *item = cmark_node_first_child(node); item; item = cmark_node_next(item)) {
        struct block *into = add_block(t, &items, BLOCK_ITEM);
        if (!translate_children(t, item, depth + 1, into))
            return false;
    }
    made.children = items.items;
    made.children_count = items.count;
    *add_block(t, list, BLOCK_LIST) = made;
    return true;
}

static void translate_row(struct translating *t, cmark_node *node, struct block *row)
{
    struct block_list cells = {0};
    for (cmark_node *cell = cmark_node_first_child(node); cell; cell = cmark_node_next(cell)) {
        struct block *into = add_block(t, &cells, BLOCK_CELL);
        into->header = cmark_gfm_extensions_get_table_row_is_header(node);
        translate_text(t, cell, into);
    }
    row->children = cells.items;
    row->children_count = cells.count;
}

static bool translate_table(struct translating *t, cmark_node *node, struct block_list *list)
{
    struct block_list rows = {0};
    for (cmark_node *row = cmark_node_first_child(node); row; row = cmark_node_next(row)) {
        translate_row(t, row, add_block(t, &rows, BLOCK_ROW));
        if (!are_few_blocks(t->job, t->blocks))
            return false;
    }
    struct block *table = add_block(t, list, BLOCK_TABLE);
    table->children = rows.items;
    table->children_count = rows.count;
    return true;
}

static void translate_heading(struct translating *t, cmark_node *node, struct block_list *list)
{
    struct block *heading = add_block(t, list, BLOCK_HEADING);
    int level = cmark_node_get_heading_level(node);
    heading->level = level < 2 ? 2 : level > 4 ? 4 : level; // 1 is the page's headline
    translate_text(t, node, heading);
}

static bool translate_quote(struct translating *t, cmark_node *node, int depth,
                            struct block_list *list)
{
    struct block quote = {.type = BLOCK_QUOTE};
    if (!translate_children(t, node, depth, &quote))
        return false;
    *add_block(t, list, BLOCK_QUOTE) = quote;
    return true;
}

static bool translate_block(struct translating *t, cmark_node *node, int depth,
                            struct block_list *list)
{
    switch ((int)cmark_node_get_type(node)) {
    case CMARK_NODE_PARAGRAPH:
        translate_paragraph(t, node, list);
        return true;
    case CMARK_NODE_HEADING:
        translate_heading(t, node, list);
        return true;
    case CMARK_NODE_BLOCK_QUOTE:
        return translate_quote(t, node, depth, list);
    case CMARK_NODE_LIST:
        return translate_list(t, node, depth, list);
    case CMARK_NODE_CODE_BLOCK:
    case CMARK_NODE_HTML_BLOCK:
        translate_literal(t, node, list);
        return true;
    case CMARK_NODE_THEMATIC_BREAK:
        add_block(t, list, BLOCK_DIVIDER);
        return true;
    default: // an extension's type has no constant of its own
        return !str_is(str_from(cmark_node_get_type_string(node)), "table") ||
               translate_table(t, node, list);
    }
}

static bool translate_children(struct translating *t, cmark_node *parent, int depth,
                               struct block *into)
{
    struct block_list list = {0};
    for (cmark_node *node = cmark_node_first_child(parent); node; node = cmark_node_next(node)) {
        if (!is_within_ceilings(t, depth + 1) || !translate_block(t, node, depth + 1, &list))
            return false;
    }
    if (list.count == 0 && into->type != BLOCK_DOC) // "- " and ">" alone
        add_block(t, &list, BLOCK_PARAGRAPH);
    into->children = list.items;
    into->children_count = list.count;
    return is_within_ceilings(t, depth + (list.count > 0));
}

// ── reading ───────────────────────────────────────────────────────────────────────────────────

static cmark_syntax_extension *table_extension, *autolink_extension;

static void find_extensions(void)
{
    cmark_gfm_core_extensions_ensure_registered();
    table_extension = cmark_find_syntax_extension("table");
    autolink_extension = cmark_find_syntax_extension("autolink");
    assert(table_extension && autolink_extension);
}

static cmark_node *read_markdown(struct str markdown)
{
    static pthread_once_t once = PTHREAD_ONCE_INIT;
    pthread_once(&once, find_extensions);
    cmark_parser *parser = cmark_parser_new(CMARK_OPT_DEFAULT);
    cmark_parser_attach_syntax_extension(parser, table_extension);
    cmark_parser_attach_syntax_extension(parser, autolink_extension);
    cmark_parser_feed(parser, markdown.at ? markdown.at : "", markdown.len);
    cmark_node *root = cmark_parser_finish(parser);
    cmark_parser_free(parser);
    return root;
}

static void end_node(cmark_node **node)
{
    cmark_node_free(*node);
}

bool markdown_parse(struct job *job, struct str markdown, struct block **out)
{
    struct translating t = {.job = job};
    if (markdown.len > MARKDOWN_BYTES_MAX)
        return job_fail(job, FAULT_TOO_BIG, "the text is larger than %d bytes", MARKDOWN_BYTES_MAX);
    if (!is_utf8_text(markdown))
        return job_fail(job, FAULT_INVALID, "the text is not UTF-8");
    markdown = text_strip(&job->mem, markdown);
    if (!are_few_blocks(job, markdown_cells(markdown)))
        return false;
    AUTO_END(end_node) cmark_node *root = read_markdown(markdown);
    struct block *doc = arena_new(&job->mem, struct block);
    if (!translate_children(&t, root, 0, doc))
        return false;
    document_make_ids(job, doc);
    *out = doc;
    return true;
}
