// Figures in HTML: pictures, players, embeds, charts.
#include "text/chart.h"
#include "text/html_writer.h"

static void write_figcaption(struct html_writer *w, const struct block *block)
{
    if (block->caption.len == 0 && block->credit.len == 0)
        return;
    html_add(w, "<figcaption>");
    buf_add_text(&w->b, block->caption);
    if (block->caption.len && block->credit.len)
        html_add(w, " ");
    html_add_element(w, "<small class=\"credit\" dir=\"auto\">", block->credit, "</small>");
    html_add(w, "</figcaption>");
}

// What `ask` writes of a thing the document only names; empty when there is none.
struct str html_ask_world(struct html_writer *w,
                          bool (*ask)(struct job *, void *, const struct block *, struct buf *),
                          const struct block *block)
{
    struct buf answer;
    buf_start(&answer, &w->job->mem, HTML_BYTES_MAX);
    w->failed = w->failed || !ask(w->job, w->world->with, block, &answer);
    w->b.overflowed = w->b.overflowed || answer.overflowed;
    return buf_str(&answer);
}

void html_write_picture(struct html_writer *w, const struct block *picture)
{
    struct str inside = STR_NONE;
    if (w->world->picture) {
        inside = html_ask_world(w, w->world->picture, picture);
        if (inside.len == 0)
            return;
    }
    html_open(w, "figure", "picture", picture);
    if (inside.len) {
        buf_add(&w->b, inside);
    } else {
        html_add(w, "<img src=\"");
        html_add_address(w, str_join(&w->job->mem, S("/media/"), picture->ref));
        html_add(w, "\" alt=\"");
        buf_add_text(&w->b, picture->alt);
        html_add(w, "\">");
    }
    write_figcaption(w, picture);
    html_close(w, "figure");
}

void html_write_gallery(struct html_writer *w, const struct block *gallery)
{
    html_add(w, "<div class=\"gallery\"");
    html_add_id(w, gallery);
    html_add_element(w, " role=\"group\" aria-label=\"", gallery->caption, "\"");
    html_add(w, ">\n");
    html_write_children(w, gallery);
    html_add_element(w, "<p class=\"caption\">", gallery->caption, "</p>");
    html_close(w, "div");
}

static void write_way_there(struct html_writer *w, const struct block *block, struct str words)
{
    html_open(w, "figure", "embed", block);
    html_open_link(w, block->ref);
    buf_add_text(&w->b, words.len ? words : block->ref);
    html_add(w, "</a>");
    write_figcaption(w, block);
    html_close(w, "figure");
}

// The file itself is always within reach, for those whose browser does not play it.
static void write_player(struct html_writer *w, const char *tag, const struct block *block)
{
    if (w->world->players_here && !str_starts(block->ref, S("/"))) {
        write_way_there(w, block, block->alt);
        return;
    }
    html_open(w, "figure", tag, block);
    buf_printf(&w->b, "<%s controls preload=\"none\"", tag);
    html_add_element(w, " aria-label=\"", block->alt, "\"");
    html_add(w, " src=\"");
    html_add_address(w, block->ref);
    html_add(w, "\">");
    html_open_link(w, block->ref);
    buf_add_text(&w->b, block->alt.len ? block->alt : block->ref);
    buf_printf(&w->b, "</a></%s>", tag);
    write_figcaption(w, block);
    html_close(w, "figure");
}

void html_write_embed(struct html_writer *w, const struct block *embed)
{
    write_way_there(w, embed, embed->title);
}

// What is said for those who cannot see the drawing is shown where there is none.
void html_write_chart(struct html_writer *w, const struct block *block)
{
    const struct document_world *world = w->world;
    struct chart chart;
    const char *why;
    html_open(w, "figure", "chart", block);
    html_add_element(w, "<p class=\"title\">", block->title, "</p>\n");
    if (block->data.len && chart_parse(&w->job->mem, block->data, &chart, &why)) {
        const struct chart_words words = {.id = block->id,
                                          .title = block->title.len ? block->title : block->caption,
                                          .text = block->alt,
                                          .table = world->table_label.len ? world->table_label
                                                                          : S("The data"),
                                          .locale = world->locale};
        chart_write_html(&w->job->mem, &chart, &words, &w->b);
    } else {
        html_add_element(w, "<p>", block->alt, "</p>");
    }
    write_figcaption(w, block);
    html_close(w, "figure");
}

void html_write_video(struct html_writer *w, const struct block *block)
{
    write_player(w, "video", block);
}

void html_write_audio(struct html_writer *w, const struct block *block)
{
    write_player(w, "audio", block);
}
