// html_writer: what the two files that write documents as HTML share. Only for them.
#pragma once

#include "text/internal.h"

enum { HTML_BYTES_MAX = DOCUMENT_BYTES_MAX * 8 };

struct html_writer {
    struct job *job;
    const struct document_world *world; // never NULL
    struct buf b, notes;
    bool failed; // the world did
};

void html_add(struct html_writer *w, const char *markup);
void html_add_id(struct html_writer *w, const struct block *block); // data-b
// Nothing when the text is empty; the text is escaped.
void html_add_element(struct html_writer *w, const char *open, struct str text, const char *close);
void html_add_address(struct html_writer *w, struct str url);
// <tag data-b="ID">, <tag class="…" data-b="ID">
void html_open(struct html_writer *w, const char *tag, const char *class_name,
               const struct block *block);
void html_close(struct html_writer *w, const char *tag);
void html_open_link(struct html_writer *w, struct str href);
void html_write_children(struct html_writer *w, const struct block *block);

// ── document_html_figures.c ───────────────────────────────────────────────────────────────────

// What `ask` writes of a thing the document only names; empty when there is none.
struct str html_ask_world(struct html_writer *w,
                          bool (*ask)(struct job *, void *, const struct block *, struct buf *),
                          const struct block *block);
void html_write_picture(struct html_writer *w, const struct block *picture);
void html_write_gallery(struct html_writer *w, const struct block *gallery);
void html_write_video(struct html_writer *w, const struct block *video);
void html_write_audio(struct html_writer *w, const struct block *audio);
void html_write_embed(struct html_writer *w, const struct block *embed);
void html_write_chart(struct html_writer *w, const struct block *chart);
