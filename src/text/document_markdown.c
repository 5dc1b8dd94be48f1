// Document to Markdown. What Markdown can say is read back as it was; the rest is written so that a
// person can read it.
#include "text/internal.h"

enum { MARKDOWN_WRITTEN_MAX = DOCUMENT_BYTES_MAX * 4, PREFIX_BYTES_MAX = DOCUMENT_DEPTH_MAX * 16 };

struct markdown_writer {
    struct job *job;
    struct buf b;
    char prefix[PREFIX_BYTES_MAX]; // what every line in here begins with: "> ", an item's indent
    size_t prefix_len;
    char bullet; // of the list around
};

static void write_children(struct markdown_writer *w, const struct block *block, bool tight);

static struct str line_prefix(const struct markdown_writer *w)
{
    return (struct str){w->prefix, w->prefix_len};
}

static void new_line(struct markdown_writer *w)
{
    buf_add_char(&w->b, '\n');
    buf_add(&w->b, line_prefix(w));
}

static void blank_line(struct markdown_writer *w)
{
    struct str prefix = line_prefix(w);
    while (prefix.len && prefix.at[prefix.len - 1] == ' ')
        prefix.len--;
    buf_add_char(&w->b, '\n');
    buf_add(&w->b, prefix);
    new_line(w);
}

static void push_prefix(struct markdown_writer *w, struct str part)
{
    assert(w->prefix_len + part.len <= sizeof(w->prefix));
    memcpy(w->prefix + w->prefix_len, part.at, part.len);
    w->prefix_len += part.len;
}

static void add_spans(struct markdown_writer *w, const struct block *block, enum inline_place place)
{
    markdown_add_spans(&w->job->mem, &w->b, block, place, line_prefix(w));
}

// A paragraph of plain text that is not in the tree: a caption, a title.
static void add_plain(struct markdown_writer *w, struct str text, unsigned marks)
{
    struct span span = {.text = text, .marks = marks};
    struct block block = {.type = BLOCK_PARAGRAPH, .spans = &span, .spans_count = 1};
    add_spans(w, &block, INLINE_PARAGRAPH);
}

// The same as a block after others.
static void add_plain_block(struct markdown_writer *w, struct str text, unsigned marks)
{
    if (text.len == 0)
        return;
    blank_line(w);
    add_plain(w, text, marks);
}

// ── one function for each type ────────────────────────────────────────────────────────────────

static void write_paragraph(struct markdown_writer *w, const struct block *block)
{
    add_spans(w, block, INLINE_PARAGRAPH);
}

// "## …" is one line; only level 2 has a form of several ("…\n---").
static void write_heading(struct markdown_writer *w, const struct block *block)
{
    bool has_break = false;
    for (size_t i = 0; i < block->spans_count; i++)
        has_break = has_break || block->spans[i].line_break;
    if (has_break && block->level == 2) {
        add_spans(w, block, INLINE_PARAGRAPH);
        new_line(w);
        buf_add(&w->b, S("---"));
        return;
    }
    buf_add(&w->b, str_from_to(S("####"), 0, (size_t)block->level));
    buf_add_char(&w->b, ' ');
    add_spans(w, block, INLINE_HEADING);
}

static bool is_said_paragraph(const struct block *block)
{
    return block->type == BLOCK_PARAGRAPH && block->spans_count > 0;
}

// A list can follow its item's text on the next line if it may interrupt a paragraph (5.2).
static bool is_tight(const struct block *list)
{
    for (size_t i = 0; i < list->children_count; i++) {
        const struct block *item = &list->children[i];
        if (item->children[0].type != BLOCK_PARAGRAPH || item->children_count > 2)
            return false;
        if (item->children_count == 1)
            continue;
        const struct block *inner = &item->children[1];
        bool interrupts = inner->type == BLOCK_LIST && (!inner->ordered || inner->start == 1) &&
                          is_said_paragraph(&inner->children[0].children[0]);
        if (!interrupts || item->children[0].spans_count == 0 || !is_tight(inner))
            return false;
    }
    return true;
}

// Two lists in a row, and two bullets on one line ("- - -" is a divider), need different markers.
static char choose_bullet(const struct markdown_writer *w, const struct block *list,
                          const struct block *before, char bullet_before)
{
    bool follows = before && before->type == BLOCK_LIST && before->ordered == list->ordered;
    if (list->ordered)
        return follows && bullet_before == '.' ? ')' : '.';
    if (follows)
        return bullet_before == '-' ? '*' : '-';
    return w->bullet == '-' ? '*' : '-';
}

static void write_item(struct markdown_writer *w, const struct block *item, struct str marker,
                       bool tight)
{
    size_t outer = w->prefix_len;
    buf_add(&w->b, marker);
    push_prefix(w, str_from_to(S("            "), 0, marker.len));
    write_children(w, item, tight);
    w->prefix_len = outer;
}

static void write_list(struct markdown_writer *w, const struct block *list, char bullet)
{
    bool tight = is_tight(list);
    char outer = w->bullet;
    w->bullet = bullet;
    for (size_t i = 0; i < list->children_count; i++) {
        int64_t number = list->start + (int64_t)i;
        struct str marker =
            list->ordered ? str_printf(&w->job->mem, "%lld%c ",
                                       (long long)(number > 999999999 ? 999999999 : number), bullet)
                          : str_printf(&w->job->mem, "%c ", bullet);
        if (i > 0 && tight)
            new_line(w);
        else if (i > 0)
            blank_line(w);
        write_item(w, &list->children[i], marker, tight);
    }
    w->bullet = outer;
}

// Opens "> " on this line and those that follow; the caller sets prefix_len back.
static void start_quote(struct markdown_writer *w)
{
    buf_add(&w->b, S("> "));
    push_prefix(w, S("> "));
    w->bullet = 0;
}

static void write_attribution(struct markdown_writer *w, const struct block *block)
{
    if (block->attribution.len)
        add_plain_block(w, str_join(&w->job->mem, S("— "), block->attribution), 0);
}

static void write_quote(struct markdown_writer *w, const struct block *block)
{
    size_t outer = w->prefix_len;
    char bullet = w->bullet;
    start_quote(w);
    if (block->title.len) {
        add_plain(w, block->title, MARK_STRONG);
        blank_line(w);
    }
    if (block->at.len) {
        add_plain(w, block->at, MARK_STRONG);
        blank_line(w);
    }
    if (block->spans_count)
        add_spans(w, block, INLINE_PARAGRAPH);
    else
        write_children(w, block, false);
    write_attribution(w, block);
    w->prefix_len = outer;
    w->bullet = bullet;
}

static void write_row(struct markdown_writer *w, const struct block *row)
{
    buf_add_char(&w->b, '|');
    for (size_t i = 0; i < row->children_count; i++) {
        buf_add_char(&w->b, ' ');
        add_spans(w, &row->children[i], INLINE_CELL);
        buf_add(&w->b, S(" |"));
    }
}

// Markdown's tables have one row of headers, the first, whatever ours has.
static void write_table(struct markdown_writer *w, const struct block *table)
{
    if (table->caption.len) {
        add_plain(w, table->caption, 0);
        blank_line(w);
    }
    for (size_t i = 0; i < table->children_count; i++) {
        if (i > 0)
            new_line(w);
        write_row(w, &table->children[i]);
        if (i > 0)
            continue;
        new_line(w);
        buf_add_char(&w->b, '|');
        for (size_t j = 0; j < table->children[0].children_count; j++)
            buf_add(&w->b, S(" --- |"));
    }
}

// Text in ![…] or "…": one line, everything that could mean something escaped (a "&" as a
// reference: in "…" those are looked for before escapes are).
static void add_escaped(struct buf *b, struct str text)
{
    for (size_t i = 0; i < text.len; i++) {
        struct str c = str_from_to(text, i, i + 1);
        if (strchr("\\`*_[]<>\"|!", c.at[0]))
            buf_add_char(b, '\\');
        buf_add(b, c.at[0] == '&' ? S("&amp;") : c);
    }
}

static void write_picture(struct markdown_writer *w, const struct block *picture)
{
    buf_add(&w->b, S("!["));
    add_escaped(&w->b, picture->alt);
    buf_add(&w->b, S("](/media/"));
    buf_add(&w->b, picture->ref);
    if (picture->caption.len) {
        buf_add(&w->b, S(" \""));
        add_escaped(&w->b, picture->caption);
        buf_add_char(&w->b, '"');
    }
    buf_add_char(&w->b, ')');
}

// A video, an audio, an embed: a link to it, and its caption.
static void write_source(struct markdown_writer *w, const struct block *block)
{
    struct str text = block->title.len ? block->title : block->alt.len ? block->alt : block->ref;
    struct span span = {.text = text, .marks = MARK_LINK, .href = block->ref};
    struct block link = {.type = BLOCK_PARAGRAPH, .spans = &span, .spans_count = 1};
    add_spans(w, &link, INLINE_PARAGRAPH);
    add_plain_block(w, block->caption, 0);
}

static void write_gallery(struct markdown_writer *w, const struct block *gallery)
{
    write_children(w, gallery, false);
    add_plain_block(w, gallery->caption, 0);
}

static void write_chart(struct markdown_writer *w, const struct block *chart)
{
    add_plain(w, chart->title, MARK_STRONG);
    add_plain_block(w, chart->alt, 0);
    add_plain_block(w, chart->caption, 0);
}

static void write_timeline(struct markdown_writer *w, const struct block *timeline)
{
    size_t outer = w->prefix_len;
    char bullet = w->bullet;
    if (timeline->title.len) {
        add_plain(w, timeline->title, MARK_STRONG);
        blank_line(w);
    }
    for (size_t i = 0; i < timeline->children_count; i++) {
        if (i > 0)
            blank_line(w);
        buf_add(&w->b, S("- "));
        push_prefix(w, S("  "));
        w->bullet = '-';
        add_plain(w, timeline->children[i].at, MARK_STRONG);
        blank_line(w);
        write_children(w, &timeline->children[i], false);
        w->prefix_len = outer;
    }
    w->bullet = bullet;
}

// ___ and not ---, which below a line of text would make it a heading and in an item a divider.
static void write_divider(struct markdown_writer *w, const struct block *block)
{
    buf_add(&w->b, S("___"));
}

static void (*const writers[BLOCK_TYPES])(struct markdown_writer *, const struct block *) = {
    [BLOCK_PARAGRAPH] = write_paragraph, [BLOCK_HEADING] = write_heading,
    [BLOCK_QUOTE] = write_quote,         [BLOCK_PULLQUOTE] = write_quote,
    [BLOCK_TABLE] = write_table,         [BLOCK_DIVIDER] = write_divider,
    [BLOCK_PICTURE] = write_picture,     [BLOCK_GALLERY] = write_gallery,
    [BLOCK_VIDEO] = write_source,        [BLOCK_AUDIO] = write_source,
    [BLOCK_EMBED] = write_source,        [BLOCK_CHART] = write_chart,
    [BLOCK_FACTBOX] = write_quote,       [BLOCK_TIMELINE] = write_timeline,
    [BLOCK_CORRECTION] = write_quote,
};

// An empty paragraph cannot be said, except as all that there is in its item or quote; a related
// box is only ids.
static bool is_sayable(const struct block *block, const struct block *parent)
{
    if (block->type == BLOCK_PARAGRAPH)
        return block->spans_count > 0 || (parent->children_count == 1 && parent->type != BLOCK_DOC);
    return block->type != BLOCK_RELATED;
}

static void write_children(struct markdown_writer *w, const struct block *block, bool tight)
{
    const struct block *before = NULL;
    char bullet = 0;
    for (size_t i = 0; i < block->children_count && !w->b.overflowed; i++) {
        const struct block *child = &block->children[i];
        if (!is_sayable(child, block))
            continue;
        if (before && tight)
            new_line(w);
        else if (before)
            blank_line(w);
        if (child->type == BLOCK_LIST) {
            bullet = choose_bullet(w, child, before, bullet);
            write_list(w, child, bullet);
        } else {
            writers[child->type](w, child);
        }
        before = child;
    }
}

bool document_write_markdown(struct job *job, const struct block *doc, struct str *out)
{
    struct markdown_writer w = {.job = job};
    buf_start(&w.b, &job->mem, MARKDOWN_WRITTEN_MAX);
    write_children(&w, doc, false);
    if (w.b.len > 0)
        buf_add_char(&w.b, '\n');
    return buf_done(job, &w.b, out);
}
