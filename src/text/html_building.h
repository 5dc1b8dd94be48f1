// html_building: what the files of html_document share. Only for them.
#pragma once

#include "text/html_document.h"
#include "text/html_tree.h"

// How text looks where it stands.
struct look {
    unsigned marks;
    struct str href, lang, dir;
    bool pre; // white space is kept
};

struct holder { // the block that is being filled
    struct holder *out;
    enum block_type type;
    struct block *items;
    size_t count, room;
    int depth;
};

struct caption { // of the figure around; the first thing in it takes it
    struct str text, credit;
    bool taken;
};

struct building {
    struct job *job;
    const struct html_intake *intake;
    struct holder *in;
    struct span *spans; // of the paragraph that is being read
    size_t spans_count, spans_room;
    int flat;            // > 0: inside a block that holds nothing but text
    struct block *after; // what cannot stand there: behind it
    size_t after_count, after_room;
    struct caption *caption; // or NULL
    struct str base, lang, dir;
    struct str picture; // the address of the last
    size_t blocks;
    bool failed;
};

// ── html_document.c ───────────────────────────────────────────────────────────────────────────

void html_put_children(struct building *b, struct html_node *node, const struct look *look);
void html_put_node(struct building *b, struct html_node *node, const struct look *look);
void html_end_paragraph(struct building *b);
// Where it may not stand, what it says stands as text.
void html_put_block(struct building *b, struct block block);
void html_put_paragraph(struct building *b, struct str text, unsigned marks);
// Everything inside as the text of one block; what is no text goes behind it (html_put_after).
void html_take_text(struct building *b, struct html_node *node, const struct look *look,
                    struct block *into);
void html_put_after(struct building *b);
// What stands inside becomes the block's children; false, and nothing is put, when there are none
// or it may not stand here.
bool html_put_held(struct building *b, struct block block, struct html_node *node,
                   const struct look *look);
bool html_may_open(const struct building *b, enum block_type type);
void html_add_span(struct building *b, struct str text, const struct look *look);
void html_add_break(struct building *b);
struct look html_look_inside(struct building *b, const struct html_node *node,
                             const struct look *look);
// One line for an attribute of a block. What is longer than one may be becomes a paragraph behind
// it (html_put_after), and the line is empty.
struct str html_line(struct building *b, struct str text);

// ── html_document_lists.c ─────────────────────────────────────────────────────────────────────

void html_put_list(struct building *b, struct html_node *node, const struct look *look);
void html_put_table(struct building *b, struct html_node *node, const struct look *look);

// ── html_document_figures.c ───────────────────────────────────────────────────────────────────

// Is it a figure by its class, whatever its element?
bool html_is_figure(const struct html_node *node);
void html_put_figure(struct building *b, struct html_node *node, const struct look *look);
void html_put_image(struct building *b, struct html_node *node, const struct look *look);
void html_put_player(struct building *b, struct html_node *node, const struct look *look);
void html_put_frame(struct building *b, struct html_node *node, const struct look *look);
void html_put_quote(struct building *b, struct html_node *node, const struct look *look);

// ── html_images.c ─────────────────────────────────────────────────────────────────────────────

// The picture that an <img> means: behind lazy loading, srcset and placeholders.
struct str html_image_source(struct arena *mem, const struct html_node *img);
