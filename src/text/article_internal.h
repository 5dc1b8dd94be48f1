// article_internal: what the files of article share. Only for them.
#pragma once

#include "text/article.h"
#include "text/html_tree.h"

struct article_page {
    struct job *job;
    struct html_tree tree;
    struct str base;
    struct article *out;
    struct str said_body; // the text as JSON-LD has it; may be cut, or none
    bool said_is_article; // the JSON-LD is an article's
};

// ── article_facts.c ───────────────────────────────────────────────────────────────────────────

enum { ARTICLE_LINE_BYTES_MAX = 4000 };
// What an element says, when it is to be a fact or a label: its first bytes.
struct str article_text(struct article_page *page, const struct html_node *node);
// Text as one line, with character references read ("&amp;").
struct str article_line(struct job *job, struct str said);
// Takes a fact unless there is one already.
void article_offer(struct article_page *page, struct str *field, struct str said);
void article_offer_author(struct article_page *page, struct str said); // "By A and B", too
// Between commas; the first TOPICS_MAX, each once.
void article_offer_topics(struct article_page *page, struct str said);
void article_offer_picture(struct article_page *page, struct str src);
void article_offer_time(int64_t *field, struct str said);
void article_read_facts(struct article_page *page);

// ── article_jsonld.c ──────────────────────────────────────────────────────────────────────────

void article_read_jsonld(struct article_page *page);

// ── article_shown.c ───────────────────────────────────────────────────────────────────────────

// Facts that only the page itself shows: <h1>, bylines, <time>.
void article_read_shown(struct article_page *page);

// ── article_body.c, article_clean.c, article_names.c ──────────────────────────────────────────

enum article_name {          // what the names of an element say of it
    ARTICLE_NAME_BODY = 1,   // the text is here
    ARTICLE_NAME_ASIDE = 2,  // something beside it
    ARTICLE_NAME_BYLINE = 4, // who wrote it
    ARTICLE_NAME_NEVER = 8,  // no part of any text, however long: comments, cookies
    ARTICLE_NAME_CAPTION = 16,
    ARTICLE_NAME_DATE = 32,
};
unsigned article_name_of(const struct html_node *node);
bool article_is_hidden(const struct html_node *node);

struct article_note {     // on each node
    uint32_t text, links; // characters shown inside; of them in links
    uint32_t good;        // of running text: paragraphs that are not links
};
// Some words of a line of running text: never taken out of it, whatever they are called.
bool article_is_in_run(const struct html_node *node, const struct article_note *notes);
// Measured anew, from the tree as it is.
void article_measure(struct article_page *page, struct article_note *notes);

// Where the text is; what is beside it is out of the tree.
struct html_node *article_find_body(struct article_page *page);
void article_clean_body(struct article_page *page, struct html_node *body,
                        struct article_note *notes);
