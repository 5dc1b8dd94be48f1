// html_tree: other people's HTML as a tree in our memory, as browsers build it (gumbo, which is
// seen only in html_tree.c).
//
//   struct html_tree tree;
//   html_tree_parse(job, html, &tree) …
//   for (const struct html_node *n = tree.root; n; n = html_next(n, tree.root)) …
//
// Nodes are numbered in the order of the document, so that who keeps notes on them needs only an
// array. No node is deeper than HTML_DEPTH_MAX: what was nested deeper stands beside its parent.
//
// Only for the files of text/ that read HTML: html_document*.c and article*.c.
#pragma once

#include "text/html_elements.h"

enum { HTML_INPUT_BYTES_MAX = 8 << 20, HTML_DEPTH_MAX = 200, HTML_NODES_MAX = 2000000 };

struct html_attr {
    struct str name, value;
};

struct html_node {
    struct html_node *in, *first, *last, *before, *next;
    const struct html_element *element; // HTML_TEXT for text, HTML_OTHER for what nobody knows
    struct str name;                    // of the element, small letters
    struct str text;                    // of a text
    const struct html_attr *attrs;
    size_t attrs_count;
    uint32_t number;
};

struct html_tree {
    struct html_node *root, *head, *body; // never NULL
    size_t nodes_count;
};

// TOO_BIG for what is larger than the ceiling, or so tangled that it would become so.
MUST_USE bool html_tree_parse(struct job *job, struct str html, struct html_tree *out);

static inline bool html_is(const struct html_node *node, enum html_tag tag)
{
    return node->element->tag == tag;
}
// The attribute's value, or the empty str (its `at` is NULL when there is no such attribute).
struct str html_attr(const struct html_node *node, const char *name);
bool html_has_class(const struct html_node *node, const char *class_name);
// A word of a list with blanks between.
bool html_has_word(struct str list, const char *word);
// In the order of the document, below `top`; NULL at its end.
struct html_node *html_next(const struct html_node *node, const struct html_node *top);
// The same, without what is inside `node`.
struct html_node *html_next_beside(const struct html_node *node, const struct html_node *top);
struct html_node *html_find(const struct html_node *top, enum html_tag tag); // NULL: none
bool html_is_inside(const struct html_node *node, const struct html_node *top);
void html_unlink(struct html_node *node); // out of the tree, with what is inside
// What is read there, on one line; what is no text (scripts, forms) left out.
struct str html_text(struct arena *mem, const struct html_node *node);
// No more than its first bytes: for what would be too long anyway.
struct str html_text_start(struct arena *mem, const struct html_node *node, size_t bytes_max);
void html_add_folded(struct buf *b, struct str text); // white space as one blank

// ── html_document_parse.c ─────────────────────────────────────────────────────────────────────

struct html_intake;
// The document of what stands inside `top`, in a page of that language (empty: not known). It has
// gone through document_parse.
MUST_USE bool html_tree_document(struct job *job, struct html_node *top, struct str lang,
                                 const struct html_intake *intake, struct block **out);
