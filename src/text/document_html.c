// Document to HTML: escaped by buf_add_text, every block with its id in data-b.
#include "text/chart.h"
#include "text/internal.h"
#include "text/locale.h"
#include "text/url.h"

enum { HTML_BYTES_MAX = DOCUMENT_BYTES_MAX * 8 };

struct html_writer {
    struct job *job;
    const struct document_world *world; // never NULL
    struct buf b, notes;
    bool failed; // the world did
};

static void write_children(struct html_writer *w, const struct block *block);

static void add(struct html_writer *w, const char *markup)
{
    buf_add(&w->b, str_from(markup));
}

static void add_id(struct html_writer *w, const struct block *block)
{
    add(w, " data-b=\"");
    buf_add_text(&w->b, block->id);
    add(w, "\"");
}

// <tag data-b="ID">, <tag class="…" data-b="ID">
static void open_block(struct html_writer *w, const char *tag, const char *class_name,
                       const struct block *block)
{
    buf_printf(&w->b, class_name ? "<%s class=\"%s\"" : "<%s", tag, class_name);
    add_id(w, block);
    add(w, ">");
}

static void close_block(struct html_writer *w, const char *tag)
{
    buf_printf(&w->b, "</%s>\n", tag);
}

static void add_element(struct html_writer *w, const char *open, struct str text, const char *close)
{
    if (text.len == 0)
        return;
    add(w, open);
    buf_add_text(&w->b, text);
    add(w, close);
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

static void add_address(struct html_writer *w, struct str url)
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

static void open_link(struct html_writer *w, struct str href)
{
    note_link(w, href);
    add(w, "<a href=\"");
    add_address(w, href);
    add(w, is_elsewhere(w, href) ? "\" rel=\"noopener\">" : "\">");
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
        open_link(w, piece->span->href);
    } else if (piece->mark == MARK_LANG) {
        add_element(w, "<span lang=\"", piece->span->lang, "\"");
        add_element(w, " dir=\"", piece->span->dir, "\">");
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
            add(w, "<br>");
        else
            buf_add_text(&w->b, pieces[i].span->text);
    }
}

static void write_text_block(struct html_writer *w, const char *tag, const struct block *block)
{
    open_block(w, tag, NULL, block);
    write_spans(w, block);
    close_block(w, tag);
}

// ── blocks that hold blocks ───────────────────────────────────────────────────────────────────

// An item of one paragraph, with or without lists below it, is written without <p>.
static void write_item(struct html_writer *w, const struct block *item)
{
    bool tight = item->children[0].type == BLOCK_PARAGRAPH;
    for (size_t i = 1; i < item->children_count; i++)
        tight = tight && item->children[i].type == BLOCK_LIST;
    open_block(w, "li", NULL, item);
    if (tight)
        write_spans(w, &item->children[0]);
    struct block rest = *item;
    rest.children += tight;
    rest.children_count -= tight;
    write_children(w, &rest);
    close_block(w, "li");
}

static void write_list(struct html_writer *w, const struct block *list)
{
    const char *tag = list->ordered ? "ol" : "ul";
    buf_printf(&w->b, "<%s", tag);
    if (list->ordered && list->start != 1)
        buf_printf(&w->b, " start=\"%lld\"", (long long)list->start);
    add_id(w, list);
    add(w, ">\n");
    for (size_t i = 0; i < list->children_count; i++)
        write_item(w, &list->children[i]);
    close_block(w, tag);
}

static void write_quote(struct html_writer *w, const struct block *quote)
{
    if (quote->attribution.len == 0) {
        open_block(w, "blockquote", "quote", quote);
        write_children(w, quote);
        close_block(w, "blockquote");
        return;
    }
    open_block(w, "figure", "quote", quote);
    add(w, "<blockquote>");
    write_children(w, quote);
    add(w, "</blockquote>");
    add_element(w, "<figcaption>", quote->attribution, "</figcaption>");
    close_block(w, "figure");
}

static void write_pullquote(struct html_writer *w, const struct block *quote)
{
    open_block(w, "figure", "pullquote", quote);
    add(w, "<blockquote><p>");
    write_spans(w, quote);
    add(w, "</p></blockquote>");
    add_element(w, "<figcaption>", quote->attribution, "</figcaption>");
    close_block(w, "figure");
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
    add(w, "<tr>");
    for (size_t i = 0; i < row->children_count; i++) {
        const struct block *cell = &row->children[i];
        const char *open = !cell->header ? "<td>"
                           : in_head     ? "<th scope=\"col\">"
                                         : "<th scope=\"row\">";
        add(w, open);
        write_spans(w, cell);
        add(w, cell->header ? "</th>" : "</td>");
    }
    add(w, "</tr>\n");
}

// A wide table scrolls inside its own box, which the keyboard must reach (WCAG 2.1.1); it is a
// landmark only when it has a name.
static void write_table(struct html_writer *w, const struct block *table)
{
    size_t row = 0;
    add(w, "<div class=\"table\"");
    add_id(w, table);
    add_element(w, " role=\"region\" aria-label=\"", table->caption, "\"");
    add(w, " tabindex=\"0\"><table>");
    add_element(w, "<caption>", table->caption, "</caption>");
    if (is_header_row(&table->children[0])) {
        add(w, "<thead>");
        write_row(w, &table->children[row++], true);
        add(w, "</thead>\n");
    }
    if (row < table->children_count) {
        add(w, "<tbody>");
        while (row < table->children_count)
            write_row(w, &table->children[row++], false);
        add(w, "</tbody>");
    }
    add(w, "</table>");
    close_block(w, "div");
}

// ── pictures, players, charts ─────────────────────────────────────────────────────────────────

static void write_figcaption(struct html_writer *w, const struct block *block)
{
    if (block->caption.len == 0 && block->credit.len == 0)
        return;
    add(w, "<figcaption>");
    buf_add_text(&w->b, block->caption);
    add_element(w, block->caption.len ? " <small class=\"credit\">" : "<small class=\"credit\">",
                block->credit, "</small>");
    add(w, "</figcaption>");
}

// What `ask` writes of a thing the document only names; empty when there is none.
static struct str ask_world(struct html_writer *w,
                            bool (*ask)(struct job *, void *, const struct block *, struct buf *),
                            const struct block *block)
{
    struct buf answer;
    buf_start(&answer, &w->job->mem, HTML_BYTES_MAX);
    w->failed = w->failed || !ask(w->job, w->world->with, block, &answer);
    w->b.overflowed = w->b.overflowed || answer.overflowed;
    return buf_str(&answer);
}

static void write_picture(struct html_writer *w, const struct block *picture)
{
    struct str inside = STR_NONE;
    if (w->world->picture) {
        inside = ask_world(w, w->world->picture, picture);
        if (inside.len == 0)
            return;
    }
    open_block(w, "figure", "picture", picture);
    if (inside.len) {
        buf_add(&w->b, inside);
    } else {
        add(w, "<img src=\"");
        add_address(w, str_join(&w->job->mem, S("/media/"), picture->ref));
        add(w, "\" alt=\"");
        buf_add_text(&w->b, picture->alt);
        add(w, "\">");
    }
    write_figcaption(w, picture);
    close_block(w, "figure");
}

static void write_gallery(struct html_writer *w, const struct block *gallery)
{
    add(w, "<div class=\"gallery\"");
    add_id(w, gallery);
    add_element(w, " role=\"group\" aria-label=\"", gallery->caption, "\"");
    add(w, ">\n");
    write_children(w, gallery);
    add_element(w, "<p class=\"caption\">", gallery->caption, "</p>");
    close_block(w, "div");
}

// The file itself is always within reach, for those whose browser does not play it.
static void write_player(struct html_writer *w, const char *tag, const struct block *block)
{
    open_block(w, "figure", tag, block);
    buf_printf(&w->b, "<%s controls preload=\"none\"", tag);
    add_element(w, " aria-label=\"", block->alt, "\"");
    add(w, " src=\"");
    add_address(w, block->ref);
    add(w, "\">");
    open_link(w, block->ref);
    buf_add_text(&w->b, block->alt.len ? block->alt : block->ref);
    buf_printf(&w->b, "</a></%s>", tag);
    write_figcaption(w, block);
    close_block(w, "figure");
}

static void write_embed(struct html_writer *w, const struct block *embed)
{
    open_block(w, "figure", "embed", embed);
    open_link(w, embed->ref);
    buf_add_text(&w->b, embed->title.len ? embed->title : embed->ref);
    add(w, "</a>");
    write_figcaption(w, embed);
    close_block(w, "figure");
}

// What is said for those who cannot see the drawing is shown where there is none.
static void write_chart(struct html_writer *w, const struct block *block)
{
    const struct document_world *world = w->world;
    struct chart chart;
    const char *why;
    open_block(w, "figure", "chart", block);
    add_element(w, "<p class=\"title\">", block->title, "</p>\n");
    if (block->data.len && chart_parse(&w->job->mem, block->data, &chart, &why)) {
        const struct chart_words words = {.id = block->id,
                                          .title = block->title.len ? block->title : block->caption,
                                          .text = block->alt,
                                          .table = world->table_label.len ? world->table_label
                                                                          : S("The data"),
                                          .locale = world->locale};
        chart_write_html(&w->job->mem, &chart, &words, &w->b);
    } else {
        add_element(w, "<p>", block->alt, "</p>");
    }
    write_figcaption(w, block);
    close_block(w, "figure");
}

// ── boxes ─────────────────────────────────────────────────────────────────────────────────────

static void write_related(struct html_writer *w, const struct block *related)
{
    struct str inside = STR_NONE;
    if (w->world->related)
        inside = ask_world(w, w->world->related, related);
    if (inside.len == 0)
        return;
    open_block(w, "aside", "related", related);
    buf_add(&w->b, inside);
    close_block(w, "aside");
}

static void open_titled(struct html_writer *w, const char *open, const struct block *block)
{
    add(w, open);
    add_id(w, block);
    if (block->title.len == 0) {
        add(w, ">\n");
        return;
    }
    add_element(w, " aria-labelledby=\"b-", block->id, "\">\n");
    add_element(w, "<p class=\"title\" id=\"b-", block->id, "\">");
    buf_add_text(&w->b, block->title);
    add(w, "</p>\n");
}

static void write_factbox(struct html_writer *w, const struct block *box)
{
    open_titled(w, "<aside class=\"factbox\" role=\"note\"", box);
    write_children(w, box);
    close_block(w, "aside");
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
    add_element(w, "<time datetime=\"", machine, "\">");
    buf_add_text(&w->b, shown);
    add(w, "</time>\n");
}

static void write_event(struct html_writer *w, const struct block *event)
{
    open_block(w, "li", NULL, event);
    write_time(w, event->at);
    write_children(w, event);
    close_block(w, "li");
}

static void write_timeline(struct html_writer *w, const struct block *timeline)
{
    open_titled(w, "<div class=\"timeline\" role=\"group\"", timeline);
    add(w, "<ol>\n");
    write_children(w, timeline);
    add(w, "</ol>");
    close_block(w, "div");
}

static void write_correction(struct html_writer *w, const struct block *correction)
{
    open_titled(w, "<aside class=\"correction\" role=\"note\"", correction);
    write_time(w, correction->at);
    write_children(w, correction);
    close_block(w, "aside");
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
    add_id(w, block);
    add(w, ">");
    write_spans(w, block);
    close_block(w, tag);
}

static void write_divider(struct html_writer *w, const struct block *block)
{
    open_block(w, "hr", NULL, block);
    add(w, "\n");
}

static void write_video(struct html_writer *w, const struct block *block)
{
    write_player(w, "video", block);
}

static void write_audio(struct html_writer *w, const struct block *block)
{
    write_player(w, "audio", block);
}

// Items, rows and cells are written by what holds them.
static void (*const writers[BLOCK_TYPES])(struct html_writer *, const struct block *) = {
    [BLOCK_PARAGRAPH] = write_paragraph, [BLOCK_HEADING] = write_heading,
    [BLOCK_LIST] = write_list,           [BLOCK_QUOTE] = write_quote,
    [BLOCK_PULLQUOTE] = write_pullquote, [BLOCK_TABLE] = write_table,
    [BLOCK_DIVIDER] = write_divider,     [BLOCK_PICTURE] = write_picture,
    [BLOCK_GALLERY] = write_gallery,     [BLOCK_VIDEO] = write_video,
    [BLOCK_AUDIO] = write_audio,         [BLOCK_EMBED] = write_embed,
    [BLOCK_CHART] = write_chart,         [BLOCK_RELATED] = write_related,
    [BLOCK_FACTBOX] = write_factbox,     [BLOCK_TIMELINE] = write_timeline,
    [BLOCK_EVENT] = write_event,         [BLOCK_CORRECTION] = write_correction,
};

static void write_children(struct html_writer *w, const struct block *block)
{
    for (size_t i = 0; i < block->children_count && !w->failed && !w->b.overflowed; i++)
        writers[block->children[i].type](w, &block->children[i]);
}

static void write_notes(struct html_writer *w)
{
    if (w->notes.len == 0)
        return;
    add(w, "<ol class=\"notes\">\n");
    buf_add(&w->b, buf_str(&w->notes));
    add(w, "</ol>\n");
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
    write_children(&w, doc);
    write_notes(&w);
    if (w.failed || !buf_done(job, &w.b, &written))
        return false;
    *out = (struct html){written};
    return true;
}
