// Document to HTML: escaped by buf_add_text, every block with its id in data-b.
#include "text/html_writer.h"
#include "text/locale.h"
#include "text/url.h"

void html_add(struct html_writer *w, const char *markup)
{
    buf_add(&w->b, str_from(markup));
}

void html_add_id(struct html_writer *w, const struct block *block)
{
    html_add(w, " data-b=\"");
    buf_add_text(&w->b, block->id);
    html_add(w, "\"");
}

// <tag data-b="ID">, <tag class="…" data-b="ID">
void html_open(struct html_writer *w, const char *tag, const char *class_name,
               const struct block *block)
{
    buf_printf(&w->b, class_name ? "<%s class=\"%s\"" : "<%s", tag, class_name);
    html_add_id(w, block);
    html_add(w, ">");
}

void html_close(struct html_writer *w, const char *tag)
{
    buf_printf(&w->b, "</%s>\n", tag);
}

void html_add_element(struct html_writer *w, const char *open, struct str text, const char *close)
{
    if (text.len == 0)
        return;
    html_add(w, open);
    buf_add_text(&w->b, text);
    html_add(w, close);
}

// ── text inside a block ───────────────────────────────────────────────────────────────────────

// Characters that a URL may not have as they are (RFC 3986, 2); letters of all scripts may (RFC
// 3987), and "%" stays, for the address is encoded already.
static void add_address_to(struct html_writer *w, struct buf *b, struct str url)
{
    if (str_starts(url, S("/")))
        buf_add_text(b, w->world->site_url);
    for (size_t i = 0; i < url.len; i++) {
        struct str c = str_from_to(url, i, i + 1);
        if (strchr("\"<>\\^`{|}", c.at[0]))
            buf_printf(b, "%%%02X", (unsigned char)c.at[0]);
        else
            buf_add_text(b, c);
    }
}

void html_add_address(struct html_writer *w, struct str url)
{
    add_address_to(w, &w->b, url);
}

static bool is_elsewhere(const struct html_writer *w, struct str url)
{
    bool ours = w->world->site_url.len && str_starts(url, w->world->site_url);
    return is_absolute_http(url) && !ours;
}

static void note_link(struct html_writer *w, struct str href)
{
    if (!w->world->link_notes)
        return;
    buf_add(&w->notes, S("<li><bdi dir=\"ltr\">"));
    add_address_to(w, &w->notes, href);
    buf_add(&w->notes, S("</bdi></li>\n"));
}

void html_open_link(struct html_writer *w, struct str href)
{
    note_link(w, href);
    html_add(w, "<a href=\"");
    html_add_address(w, href);
    html_add(w, is_elsewhere(w, href) ? "\" rel=\"noopener\">" : "\">");
}

static const char *mark_tag(enum mark_bit mark)
{
    size_t i = 0;
    while (mark_rules[i].bit != mark)
        i++;
    return mark_rules[i].tag;
}

static void open_mark(struct html_writer *w, const struct piece *piece)
{
    if (piece->mark == MARK_LINK) {
        html_open_link(w, piece->span->href);
    } else if (piece->mark == MARK_LANG) {
        html_add_element(w, "<span lang=\"", piece->span->lang, "\"");
        html_add_element(w, " dir=\"", piece->span->dir, "\">");
    } else {
        buf_printf(&w->b, "<%s>", mark_tag(piece->mark));
    }
}

static void write_spans(struct html_writer *w, const struct block *block)
{
    size_t count;
    struct piece *pieces =
        spans_pieces(&w->job->mem, block->spans, block->spans_count, ~0u, &count);
    for (size_t i = 0; i < count; i++) {
        if (pieces[i].kind == PIECE_OPEN)
            open_mark(w, &pieces[i]);
        else if (pieces[i].kind == PIECE_CLOSE)
            buf_printf(&w->b, "</%s>", mark_tag(pieces[i].mark));
        else if (pieces[i].span->line_break)
            html_add(w, "<br>");
        else
            buf_add_text(&w->b, pieces[i].span->text);
    }
}

static void write_text_block(struct html_writer *w, const char *tag, const struct block *block)
{
    html_open(w, tag, NULL, block);
    write_spans(w, block);
    html_close(w, tag);
}

// ── blocks that hold blocks ───────────────────────────────────────────────────────────────────

// An item of one paragraph, with or without lists below it, is written without <p>.
static void write_item(struct html_writer *w, const struct block *item)
{
    bool tight = item->children[0].type == BLOCK_PARAGRAPH;
    for (size_t i = 1; i < item->children_count; i++)
        tight = tight && item->children[i].type == BLOCK_LIST;
    html_open(w, "li", NULL, item);
    if (tight)
        write_spans(w, &item->children[0]);
    struct block rest = *item;
    rest.children += tight;
    rest.children_count -= tight;
    html_write_children(w, &rest);
    html_close(w, "li");
}

static void write_list(struct html_writer *w, const struct block *list)
{
    const char *tag = list->ordered ? "ol" : "ul";
    buf_printf(&w->b, "<%s", tag);
    if (list->ordered && list->start != 1)
        buf_printf(&w->b, " start=\"%lld\"", (long long)list->start);
    html_add_id(w, list);
    html_add(w, ">\n");
    for (size_t i = 0; i < list->children_count; i++)
        write_item(w, &list->children[i]);
    html_close(w, tag);
}

static void write_quote(struct html_writer *w, const struct block *quote)
{
    if (quote->attribution.len == 0) {
        html_open(w, "blockquote", "quote", quote);
        html_write_children(w, quote);
        html_close(w, "blockquote");
        return;
    }
    html_open(w, "figure", "quote", quote);
    html_add(w, "<blockquote>");
    html_write_children(w, quote);
    html_add(w, "</blockquote>");
    html_add_element(w, "<figcaption>", quote->attribution, "</figcaption>");
    html_close(w, "figure");
}

static void write_pullquote(struct html_writer *w, const struct block *quote)
{
    html_open(w, "figure", "pullquote", quote);
    html_add(w, "<blockquote><p>");
    write_spans(w, quote);
    html_add(w, "</p></blockquote>");
    html_add_element(w, "<figcaption>", quote->attribution, "</figcaption>");
    html_close(w, "figure");
}

static bool is_header_row(const struct block *row)
{
    for (size_t i = 0; i < row->children_count; i++) {
        if (!row->children[i].header)
            return false;
    }
    return true;
}

static void write_row(struct html_writer *w, const struct block *row, bool in_head)
{
    html_add(w, "<tr>");
    for (size_t i = 0; i < row->children_count; i++) {
        const struct block *cell = &row->children[i];
        const char *open = !cell->header ? "<td>"
                           : in_head     ? "<th scope=\"col\">"
                                         : "<th scope=\"row\">";
        html_add(w, open);
        write_spans(w, cell);
        html_add(w, cell->header ? "</th>" : "</td>");
    }
    html_add(w, "</tr>\n");
}

// A wide table scrolls inside its own box, which the keyboard must reach (WCAG 2.1.1); it is a
// landmark only when it has a name.
static void write_table(struct html_writer *w, const struct block *table)
{
    size_t row = 0;
    html_add(w, "<div class=\"table\"");
    html_add_id(w, table);
    html_add_element(w, " role=\"region\" aria-label=\"", table->caption, "\"");
    html_add(w, " tabindex=\"0\"><table>");
    html_add_element(w, "<caption>", table->caption, "</caption>");
    if (is_header_row(&table->children[0])) {
        html_add(w, "<thead>");
        write_row(w, &table->children[row++], true);
        html_add(w, "</thead>\n");
    }
    if (row < table->children_count) {
        html_add(w, "<tbody>");
        while (row < table->children_count)
            write_row(w, &table->children[row++], false);
        html_add(w, "</tbody>");
    }
    html_add(w, "</table>");
    html_close(w, "div");
}

// ── boxes ─────────────────────────────────────────────────────────────────────────────────────

static void write_related(struct html_writer *w, const struct block *related)
{
    struct str inside = STR_NONE;
    if (w->world->related)
        inside = html_ask_world(w, w->world->related, related);
    if (inside.len == 0)
        return;
    html_open(w, "aside", "related", related);
    buf_add(&w->b, inside);
    html_close(w, "aside");
}

static void open_titled(struct html_writer *w, const char *open, const struct block *block)
{
    html_add(w, open);
    html_add_id(w, block);
    if (block->title.len == 0) {
        html_add(w, ">\n");
        return;
    }
    html_add_element(w, " aria-labelledby=\"b-", block->id, "\">\n");
    html_add_element(w, "<p class=\"title\" id=\"b-", block->id, "\">");
    buf_add_text(&w->b, block->title);
    html_add(w, "</p>\n");
}

static void write_factbox(struct html_writer *w, const struct block *box)
{
    open_titled(w, "<aside class=\"factbox\" role=\"note\"", box);
    html_write_children(w, box);
    html_close(w, "aside");
}

static void write_time(struct html_writer *w, struct str at)
{
    int64_t at_ms;
    if (!parse_time(at, &at_ms))
        return;
    struct arena *mem = &w->job->mem;
    struct str machine = time_rfc3339(mem, at_ms);
    struct str shown =
        w->world->locale ? date_long(mem, w->world->locale, at_ms) : str_from_to(machine, 0, 10);
    html_add_element(w, "<time datetime=\"", machine, "\">");
    buf_add_text(&w->b, shown);
    html_add(w, "</time>\n");
}

static void write_event(struct html_writer *w, const struct block *event)
{
    html_open(w, "li", NULL, event);
    write_time(w, event->at);
    html_write_children(w, event);
    html_close(w, "li");
}

static void write_timeline(struct html_writer *w, const struct block *timeline)
{
    open_titled(w, "<div class=\"timeline\" role=\"group\"", timeline);
    html_add(w, "<ol>\n");
    html_write_children(w, timeline);
    html_add(w, "</ol>");
    html_close(w, "div");
}

static void write_correction(struct html_writer *w, const struct block *correction)
{
    open_titled(w, "<aside class=\"correction\" role=\"note\"", correction);
    write_time(w, correction->at);
    html_write_children(w, correction);
    html_close(w, "aside");
}

// ── the table of writers ──────────────────────────────────────────────────────────────────────

static void write_paragraph(struct html_writer *w, const struct block *block)
{
    write_text_block(w, "p", block);
}

static void write_heading(struct html_writer *w, const struct block *block)
{
    static const char *const tags[] = {"h2", "h3", "h4"};
    const char *tag = tags[block->level - 2];
    if (!w->world->anchors) {
        write_text_block(w, tag, block);
        return;
    }
    buf_printf(&w->b, "<%s id=\"b-" STR_FMT "\"", tag, STR_ARG(block->id));
    html_add_id(w, block);
    html_add(w, ">");
    write_spans(w, block);
    html_close(w, tag);
}

static void write_divider(struct html_writer *w, const struct block *block)
{
    html_open(w, "hr", NULL, block);
    html_add(w, "\n");
}

// Items, rows and cells are written by what holds them.
static void (*const writers[BLOCK_TYPES])(struct html_writer *, const struct block *) = {
    [BLOCK_PARAGRAPH] = write_paragraph,
    [BLOCK_HEADING] = write_heading,
    [BLOCK_LIST] = write_list,
    [BLOCK_QUOTE] = write_quote,
    [BLOCK_PULLQUOTE] = write_pullquote,
    [BLOCK_TABLE] = write_table,
    [BLOCK_DIVIDER] = write_divider,
    [BLOCK_PICTURE] = html_write_picture,
    [BLOCK_GALLERY] = html_write_gallery,
    [BLOCK_VIDEO] = html_write_video,
    [BLOCK_AUDIO] = html_write_audio,
    [BLOCK_EMBED] = html_write_embed,
    [BLOCK_CHART] = html_write_chart,
    [BLOCK_RELATED] = write_related,
    [BLOCK_FACTBOX] = write_factbox,
    [BLOCK_TIMELINE] = write_timeline,
    [BLOCK_EVENT] = write_event,
    [BLOCK_CORRECTION] = write_correction,
};

void html_write_children(struct html_writer *w, const struct block *block)
{
    for (size_t i = 0; i < block->children_count && !w->failed && !w->b.overflowed; i++)
        writers[block->children[i].type](w, &block->children[i]);
}

static void write_notes(struct html_writer *w)
{
    if (w->notes.len == 0)
        return;
    html_add(w, "<ol class=\"notes\">\n");
    buf_add(&w->b, buf_str(&w->notes));
    html_add(w, "</ol>\n");
    w->b.overflowed = w->b.overflowed || w->notes.overflowed;
}

bool document_write_html(struct job *job, const struct block *doc,
                         const struct document_world *world, struct html *out)
{
    static const struct document_world nothing;
    struct html_writer w = {.job = job, .world = world ? world : &nothing};
    struct str written;
    buf_start(&w.b, &job->mem, HTML_BYTES_MAX);
    buf_start(&w.notes, &job->mem, HTML_BYTES_MAX);
    html_write_children(&w, doc);
    write_notes(&w);
    if (w.failed || !buf_done(job, &w.b, &written))
        return false;
    *out = (struct html){written};
    return true;
}
