// What is inside the text's part of the tree and is not of the text: lists of links, the headline
// again, bylines, a heading with nothing under it.
#include "text/article_internal.h"

#include "text/unicode.h"

enum { BYLINE_MAX = 160, LABEL_MAX = 40, LINKS_TEXT_MAX = 4000 };

static bool is_same_text(struct arena *mem, struct str a, struct str b)
{
    return a.len && b.len && str_eq(text_fold(mem, a), text_fold(mem, b));
}

static bool is_headline(struct article_page *page, const struct html_node *node)
{
    if (node->element->kind != HTML_KIND_HEADING)
        return false;
    return html_is(node, HTML_H1) ||
           is_same_text(&page->job->mem, html_text(&page->job->mem, node), page->out->headline);
}

static bool is_link_list(const struct html_node *node, const struct article_note *note)
{
    switch ((int)node->element->kind) {
    case HTML_KIND_LIST:
    case HTML_KIND_BLOCK:
    case HTML_KIND_TABLE:
        return note->links * 2 > note->text && note->links > 0 && note->good * 4 < note->text;
    case HTML_KIND_PARAGRAPH: // "Read more: …", or the address of what follows
        return note->links * 10 > note->text * 9 && note->links > 0;
    default:
        return false;
    }
}

// Words that stand alone where an advertisement was, or a link to other texts.
static bool is_label(struct article_page *page, const struct html_node *node,
                     const struct article_note *note)
{
    static const char *const labels[] = {
        "advertisement", "advertising", "publicidad", "story continues below",
        "read more",     "related",     "share this", "loading",
        "sponsored"};
    if (note->text == 0 || note->text > LABEL_MAX || is_headline(page, node) ||
        html_is(node, HTML_TEXT))
        return false;
    struct str said = html_text(&page->job->mem, node);
    for (size_t i = 0; i < ARRAY_LEN(labels); i++) {
        struct str label = str_from(labels[i]);
        if (str_eq_nocase(str_from_to(said, 0, label.len), label) && said.len <= label.len + 3)
            return true;
    }
    return false;
}

static bool is_byline(const struct html_node *node, const struct article_note *note)
{
    return node->attrs_count && note->text <= BYLINE_MAX &&
           (article_name_of(node) & ARTICLE_NAME_BYLINE) && !html_find(node, HTML_IMG) &&
           !html_is(node, HTML_BLOCKQUOTE);
}

static bool is_no_text(struct article_page *page, const struct html_node *node,
                       const struct article_note *note)
{
    if (html_is(node, HTML_TEXT) || node->element->kind == HTML_KIND_FIGURE)
        return false;
    return is_headline(page, node) || is_link_list(node, note) || is_byline(node, note) ||
           is_label(page, node, note);
}

static bool holds_text(const struct html_node *node, const struct article_note *notes)
{
    return notes[node->number].text > 0 || html_find(node, HTML_IMG) || html_is(node, HTML_IMG);
}

// Headings at the end: of what was taken out behind them.
static void take_out_last_headings(struct html_node *body, const struct article_note *notes)
{
    struct html_node *node = body->last;
    while (node) {
        struct html_node *before = node->before;
        if (node->element->kind == HTML_KIND_HEADING)
            html_unlink(node);
        else if (holds_text(node, notes) || html_is(node, HTML_TEXT))
            return;
        node = before;
    }
}

void article_clean_body(struct article_page *page, struct html_node *body,
                        struct article_note *notes)
{
    struct html_node *next;
    article_measure(page, notes);
    for (struct html_node *node = html_next(body, body); node; node = next) {
        const struct article_note *note = &notes[node->number];
        if (!note->out && is_no_text(page, node, note)) {
            next = html_next_beside(node, body);
            html_unlink(node);
        } else {
            next = html_next(node, body);
        }
    }
    article_measure(page, notes);
    take_out_last_headings(body, notes);
}
