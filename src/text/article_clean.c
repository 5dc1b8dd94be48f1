// What is inside the text's part of the tree and is not of the text: lists of links, the headline
// again, bylines, a heading with nothing under it.
#include "text/article_internal.h"

#include "text/unicode.h"

enum { BYLINE_MAX = 160, LABEL_MAX = 40, TEASERS_MIN = 3, CAPTION_MAX = 600 };

static bool is_same_text(struct arena *mem, struct str a, struct str b)
{
    return a.len && b.len && str_eq(text_fold(mem, a), text_fold(mem, b));
}

static bool is_headline(struct article_page *page, const struct html_node *node)
{
    if (node->element->kind != HTML_KIND_HEADING)
        return false;
    return html_is(node, HTML_H1) ||
           is_same_text(&page->job->mem, article_text(page, node), page->out->headline);
}

static bool is_link_list(const struct html_node *node, const struct article_note *note)
{
    switch ((int)node->element->kind) {
    case HTML_KIND_LIST:
        return note->links * 10 > note->text * 8 && note->links > 0;
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
    struct str said = article_text(page, node);
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
           (article_name_of(node) & (ARTICLE_NAME_BYLINE | ARTICLE_NAME_DATE)) &&
           !html_find(node, HTML_IMG) && !html_is(node, HTML_BLOCKQUOTE);
}

static const struct html_node *first_text(const struct html_node *top)
{
    for (const struct html_node *node = top; node; node = html_next(node, top)) {
        if (html_is(node, HTML_TEXT) && str_trim(node->text).len)
            return node;
    }
    return NULL;
}

static bool is_linked_heading(const struct html_node *node, const struct html_node *top)
{
    bool link = false, heading = false;
    for (; node && node != top; node = node->in) {
        link |= html_is(node, HTML_A);
        heading |= node->element->kind == HTML_KIND_HEADING;
    }
    return link && (heading || html_is(top, HTML_LI));
}

// Of its neighbours and itself. `alike`: two for each node, 1 + how many <li> or others are in it
// that are linked headings; 0: not counted yet.
static size_t count_alike(const struct html_node *node, uint32_t *alike)
{
    uint32_t *counted = &alike[node->in->number * 2 + html_is(node, HTML_LI)];
    if (*counted)
        return *counted - 1;
    *counted = 1;
    for (const struct html_node *one = node->in->first; one; one = one->next) {
        const struct html_node *text = one->element == node->element ? first_text(one) : NULL;
        *counted += text && is_linked_heading(text, one);
    }
    return *counted - 1;
}

// Another text's headline, a link, and how it begins: <li> and <article> in lists of what else
// there is.
static bool is_teaser(const struct html_node *body, const struct html_node *node,
                      const struct article_note *notes, uint32_t *alike)
{
    const struct article_note *note = &notes[node->number];
    if (!html_is(node, HTML_LI) && !html_is(node, HTML_ARTICLE))
        return false;
    const struct html_node *text = first_text(node);
    return text && note->good * 4 <= notes[body->number].good && note->good > 0 &&
           count_alike(node, alike) >= TEASERS_MIN && is_linked_heading(text, node);
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

// ── captions ──────────────────────────────────────────────────────────────────────────────────

static bool is_caption(const struct html_node *node, const struct article_note *note)
{
    return node->attrs_count && !html_is(node, HTML_FIGCAPTION) && note->text > 0 &&
           note->text <= CAPTION_MAX && (article_name_of(node) & ARTICLE_NAME_CAPTION) &&
           !html_find(node, HTML_IMG) && !html_is(node, HTML_CAPTION);
}

// The part that holds the picture, and beside its caption little else.
static struct html_node *find_figure(struct html_node *node, const struct html_node *body,
                                     const struct article_note *notes)
{
    uint32_t text = notes[node->number].text;
    for (struct html_node *in = node->in; in && in != body; in = in->in) {
        if (html_is(in, HTML_FIGURE) || notes[in->number].text > text * 2 + LABEL_MAX)
            return NULL;
        if (html_find(in, HTML_IMG) && in->element->kind == HTML_KIND_BLOCK)
            return in;
    }
    return NULL;
}

// Captions that only a class calls so: with their picture they become a figure.
static void make_figures(struct html_node *body, const struct article_note *notes)
{
    for (struct html_node *node = html_next(body, body); node; node = html_next(node, body)) {
        if (html_is(node, HTML_TEXT) || !is_caption(node, &notes[node->number]))
            continue;
        struct html_node *figure = find_figure(node, body, notes);
        if (!figure)
            continue;
        figure->element = &html_elements[HTML_FIGURE];
        node->element = &html_elements[HTML_FIGCAPTION];
    }
}

void article_clean_body(struct article_page *page, struct html_node *body,
                        struct article_note *notes)
{
    struct arena *mem = &page->job->mem;
    struct html_node **out = NULL, *next; // taken out together: each is judged among its neighbours
    size_t count = 0, room = 0;
    uint32_t *alike = arena_array(mem, uint32_t, page->tree.nodes_count * 2);
    article_measure(page, notes);
    make_figures(body, notes);
    for (struct html_node *node = html_next(body, body); node; node = next) {
        bool goes =
            !article_is_in_run(node, notes) &&
            (is_no_text(page, node, &notes[node->number]) || is_teaser(body, node, notes, alike));
        next = goes ? html_next_beside(node, body) : html_next(node, body);
        if (goes)
            *list_add(mem, &out, &count, &room) = node;
    }
    for (size_t i = 0; i < count; i++)
        html_unlink(out[i]);
    article_measure(page, notes);
    take_out_last_headings(body, notes);
}
