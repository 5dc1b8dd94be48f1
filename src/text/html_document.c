// A page's tree becomes a document: one walk, a table of what each kind of element does.
#include "text/html_building.h"

#include "text/html_url.h"
#include "text/unicode.h"
#include "text/url.h"

enum { ATTR_BYTES_MAX = 4000, DEPTH_LEFT_MIN = 5 };

// ── text ──────────────────────────────────────────────────────────────────────────────────────

static void add_span(struct building *b, struct span span)
{
    *list_add(&b->job->mem, &b->spans, &b->spans_count, &b->spans_room) = span;
}

void html_add_span(struct building *b, struct str text, const struct look *look)
{
    add_span(b, (struct span){.text = text,
                              .marks = look->marks,
                              .href = look->href,
                              .lang = look->lang,
                              .dir = look->dir});
}

void html_add_break(struct building *b)
{
    add_span(b, (struct span){.line_break = true});
}

static void end_line(struct building *b)
{
    if (b->spans_count > 0 && !b->spans[b->spans_count - 1].line_break)
        html_add_break(b);
}

// Line ends are seen, and blanks at the start of a line.
static void put_pre_text(struct building *b, struct str text, const struct look *look)
{
    struct str line;
    bool first = true;
    for (struct str rest = text; str_cut(&rest, '\n', &line); first = false) {
        if (!first)
            html_add_break(b);
        html_add_span(b, text_code_line(&b->job->mem, line), look);
    }
}

static void put_text(struct building *b, struct html_node *node, const struct look *look)
{
    if (look->pre && str_has(node->text, '\n'))
        put_pre_text(b, node->text, look);
    else
        html_add_span(b, node->text, look);
}

static void put_break(struct building *b, struct html_node *node, const struct look *look)
{
    bool twice = false;
    for (size_t i = b->spans_count; !twice && i-- > 0 && !str_trim(b->spans[i].text).len;)
        twice = b->spans[i].line_break;
    if (twice && !b->flat && !look->pre)
        html_end_paragraph(b); // two in a row are how people without <p> write one
    else
        html_add_break(b);
}

static void put_quoted(struct building *b, struct html_node *node, const struct look *look)
{
    struct look inside = html_look_inside(b, node, look);
    html_add_span(b, S("\u201C"), &inside);
    html_put_children(b, node, &inside);
    html_add_span(b, S("\u201D"), &inside);
}

// ── blocks ────────────────────────────────────────────────────────────────────────────────────

struct str html_line(struct building *b, struct str text)
{
    struct arena *mem = &b->job->mem;
    struct block paragraph = {.type = BLOCK_PARAGRAPH, .spans_count = 1};
    text = text_clean_line(mem, text);
    if (text.len <= ATTR_BYTES_MAX)
        return text;
    paragraph.spans = arena_new(mem, struct span);
    paragraph.spans->text = text;
    *list_add(mem, &b->after, &b->after_count, &b->after_room) = paragraph;
    return STR_NONE;
}

void html_put_paragraph(struct building *b, struct str text, unsigned marks)
{
    struct look look = {.marks = marks};
    html_end_paragraph(b);
    html_add_span(b, text, &look);
    html_end_paragraph(b);
}

// A block that may not stand here, as text: what it says, or where it leads.
static void put_as_text(struct building *b, const struct block *block)
{
    struct look look = {0};
    struct str said = block->title.len ? block->title : block->ref;
    if (block->type == BLOCK_VIDEO || block->type == BLOCK_AUDIO || block->type == BLOCK_EMBED) {
        look = (struct look){.marks = MARK_LINK, .href = block->ref};
        html_end_paragraph(b);
        html_add_span(b, said, &look);
        html_end_paragraph(b);
    }
    if (block->spans_count)
        html_put_block(b, (struct block){.type = BLOCK_PARAGRAPH,
                                         .spans = block->spans,
                                         .spans_count = block->spans_count});
    if (block->caption.len)
        html_put_paragraph(b, block->caption, 0);
    if (block->attribution.len)
        html_put_paragraph(b, block->attribution, 0);
}

void html_put_block(struct building *b, struct block block)
{
    struct arena *mem = &b->job->mem;
    html_end_paragraph(b);
    if (b->flat || (b->in->type == BLOCK_GALLERY && block.type != BLOCK_PICTURE)) {
        *list_add(mem, &b->after, &b->after_count, &b->after_room) = block;
        return;
    }
    if (!may_hold(b->in->type, block.type)) {
        put_as_text(b, &block);
        return;
    }
    if (++b->blocks > DOCUMENT_BLOCKS_MAX) {
        b->failed = true;
        return;
    }
    *list_add(mem, &b->in->items, &b->in->count, &b->in->room) = block;
}

void html_end_paragraph(struct building *b)
{
    struct block paragraph = {.type = BLOCK_PARAGRAPH};
    if (b->flat) {
        end_line(b);
        return;
    }
    paragraph.spans = b->spans;
    paragraph.spans_count = b->spans_count;
    b->spans = NULL;
    b->spans_count = b->spans_room = 0;
    if (paragraph.spans_count)
        spans_tidy(&b->job->mem, &paragraph.spans, &paragraph.spans_count);
    if (paragraph.spans_count)
        html_put_block(b, paragraph);
}

void html_take_text(struct building *b, struct html_node *node, const struct look *look,
                    struct block *into)
{
    html_end_paragraph(b);
    struct span *outer = b->spans;
    size_t count = b->spans_count, room = b->spans_room;
    b->spans = NULL;
    b->spans_count = b->spans_room = 0;
    b->flat++;
    html_put_children(b, node, look);
    b->flat--;
    into->spans = b->spans;
    into->spans_count = b->spans_count;
    spans_tidy(&b->job->mem, &into->spans, &into->spans_count);
    b->spans = outer;
    b->spans_count = count;
    b->spans_room = room;
}

void html_put_after(struct building *b)
{
    struct block *after = b->after;
    size_t count = b->after_count;
    if (b->flat || b->in->type == BLOCK_GALLERY)
        return;
    b->after = NULL;
    b->after_count = b->after_room = 0;
    for (size_t i = 0; i < count; i++)
        html_put_block(b, after[i]);
}

bool html_may_open(const struct building *b, enum block_type type)
{
    return !b->flat && may_hold(b->in->type, type) &&
           b->in->depth + DEPTH_LEFT_MIN <= DOCUMENT_DEPTH_MAX;
}

bool html_put_held(struct building *b, struct block block, struct html_node *node,
                   const struct look *look)
{
    struct holder holder = {.out = b->in, .type = block.type, .depth = b->in->depth + 1};
    html_end_paragraph(b);
    b->in = &holder;
    html_put_children(b, node, look);
    html_end_paragraph(b);
    b->in = holder.out;
    block.children = holder.items;
    block.children_count = holder.count;
    if (holder.count > 0)
        html_put_block(b, block);
    html_put_after(b);
    return holder.count > 0;
}

static void put_flow(struct building *b, struct html_node *node, const struct look *look)
{
    struct look inside = html_look_inside(b, node, look);
    if (html_is_figure(node)) {
        html_put_figure(b, node, &inside);
        return;
    }
    html_end_paragraph(b);
    html_put_children(b, node, &inside);
    html_end_paragraph(b);
}

static void put_heading(struct building *b, struct html_node *node, const struct look *look)
{
    struct look inside = html_look_inside(b, node, look);
    struct block heading = {.type = BLOCK_HEADING};
    int level = node->name.at[1] - '0';
    heading.level = level < 2 ? 2 : level > 4 ? 4 : level; // 1 is the page's headline
    if (b->flat || !may_hold(b->in->type, BLOCK_HEADING)) {
        put_flow(b, node, look);
        return;
    }
    html_take_text(b, node, &inside, &heading);
    for (size_t i = 0; i < heading.spans_count; i++) {
        if (heading.spans[i].line_break)
            heading.spans[i] = (struct span){.text = S(" ")};
    }
    spans_tidy(&b->job->mem, &heading.spans, &heading.spans_count);
    if (heading.spans_count)
        html_put_block(b, heading);
    html_put_after(b);
}

static void put_pre(struct building *b, struct html_node *node, const struct look *look)
{
    struct look inside = *look;
    inside.pre = true;
    put_flow(b, node, &inside);
}

static void put_divider(struct building *b, struct html_node *node, const struct look *look)
{
    if (!b->flat && may_hold(b->in->type, BLOCK_DIVIDER))
        html_put_block(b, (struct block){.type = BLOCK_DIVIDER});
    else
        html_end_paragraph(b);
}

// ── how it looks ──────────────────────────────────────────────────────────────────────────────

// What word processors paste: marks said by style.
static unsigned marks_of_style(const struct html_node *node, unsigned marks)
{
    struct str style = html_attr(node, "style");
    if (!style.len)
        return marks;
    if (str_find(style, S("font-weight:bold")) >= 0 || str_find(style, S("font-weight:700")) >= 0)
        marks |= MARK_STRONG;
    else if (str_find(style, S("font-weight:normal")) >= 0 ||
             str_find(style, S("font-weight:400")) >= 0)
        marks &= ~(unsigned)MARK_STRONG;
    if (str_find(style, S("font-style:italic")) >= 0)
        marks |= MARK_EM;
    else if (str_find(style, S("font-style:normal")) >= 0)
        marks &= ~(unsigned)MARK_EM;
    return marks;
}

static void look_at_lang(struct building *b, const struct html_node *node, struct look *look)
{
    struct str lang = str_trim(html_attr(node, "lang")), dir = str_trim(html_attr(node, "dir"));
    if (!lang.len)
        lang = str_trim(html_attr(node, "xml:lang"));
    if (lang.len && is_lang_tag(lang)) {
        look->lang = lang;
        look->dir = is_lang_rtl(lang) ? S("rtl") : S("ltr");
    }
    if (str_eq_nocase(dir, S("rtl")))
        look->dir = S("rtl");
    else if (str_eq_nocase(dir, S("ltr")))
        look->dir = S("ltr");
    else if (!lang.len)
        return;
    bool same =
        (!look->lang.len || str_eq_nocase(look->lang, b->lang)) && str_eq(look->dir, b->dir);
    if (!look->lang.len)
        look->lang = S("und");
    look->marks = same ? look->marks & ~(unsigned)MARK_LANG : look->marks | MARK_LANG;
}

struct look html_look_inside(struct building *b, const struct html_node *node,
                             const struct look *look)
{
    struct look inside = *look;
    inside.marks = marks_of_style(node, inside.marks | node->element->marks);
    look_at_lang(b, node, &inside);
    return inside;
}

static void put_inline(struct building *b, struct html_node *node, const struct look *look)
{
    struct look inside = html_look_inside(b, node, look);
    html_put_children(b, node, &inside);
}

static void put_term(struct building *b, struct html_node *node, const struct look *look)
{
    put_flow(b, node, look); // a term or a summary: a paragraph in strong
}

static void put_link(struct building *b, struct html_node *node, const struct look *look)
{
    struct look inside = html_look_inside(b, node, look);
    struct str href = html_url_join(&b->job->mem, b->base, html_attr(node, "href"));
    if (href.len && b->intake->link && !b->intake->link(b->job, b->intake->with, &href))
        b->failed = true;
    inside.href = is_link_safe(href) ? href : STR_NONE;
    inside.marks = inside.href.len ? inside.marks | MARK_LINK : inside.marks & ~(unsigned)MARK_LINK;
    html_put_children(b, node, &inside);
}

// ── the walk ──────────────────────────────────────────────────────────────────────────────────

static void put_nothing(struct building *b, struct html_node *node, const struct look *look)
{
}

static void (*const putters[HTML_KINDS])(struct building *, struct html_node *,
                                         const struct look *) = {
    [HTML_KIND_TEXT] = put_text,
    [HTML_KIND_INLINE] = put_inline,
    [HTML_KIND_BLOCK] = put_flow,
    [HTML_KIND_NOTHING] = put_nothing,
    [HTML_KIND_BREAK] = put_break,
    [HTML_KIND_PARAGRAPH] = put_flow,
    [HTML_KIND_HEADING] = put_heading,
    [HTML_KIND_QUOTE] = html_put_quote,
    [HTML_KIND_LIST] = html_put_list,
    [HTML_KIND_ITEM] = put_flow,
    [HTML_KIND_TERM] = put_term,
    [HTML_KIND_TABLE] = html_put_table,
    [HTML_KIND_PRE] = put_pre,
    [HTML_KIND_DIVIDER] = put_divider,
    [HTML_KIND_FIGURE] = html_put_figure,
    [HTML_KIND_IMAGE] = html_put_image,
    [HTML_KIND_PLAYER] = html_put_player,
    [HTML_KIND_FRAME] = html_put_frame,
    [HTML_KIND_LINK] = put_link,
    [HTML_KIND_QUOTED] = put_quoted,
};

// By recursion: a tree is at most HTML_DEPTH_MAX deep.
void html_put_node(struct building *b, struct html_node *node, const struct look *look)
{
    if (!b->failed)
        putters[node->element->kind](b, node, look);
}

void html_put_children(struct building *b, struct html_node *node, const struct look *look)
{
    for (struct html_node *child = node->first; child; child = child->next)
        html_put_node(b, child, look);
}
