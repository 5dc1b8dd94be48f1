// Where the text is in the tree: running text is measured, what is beside it taken out, and the
// walk goes down to the smallest part that holds it.
#include "text/article_internal.h"

#include "text/unicode.h"

enum {
    PARAGRAPH_MIN = 25, // characters that make running text of a <p>
    RUN_MIN = 40,       // and of any other element
    REST_MIN = 150,     // of running text that must stay when comments are taken out
    NAMED_MIN = 250,    // of running text in what is called the text
    SIBLING_MIN = 140,  // makes a neighbour a part of the text
    SAID_MIN = 300,     // of JSON-LD's body that say where it is
    SAID_BLOCKS_MAX = 3000,
};

// ── measuring ─────────────────────────────────────────────────────────────────────────────────

static uint32_t count_chars(struct str text)
{
    uint32_t count = 0;
    for (size_t i = 0; i < text.len; i++) {
        unsigned char c = (unsigned char)text.at[i];
        count += c > ' ' && (c & 0xC0) != 0x80;
    }
    return count;
}

static bool is_in_line(const struct html_node *node)
{
    enum html_kind kind = node->element->kind;
    return kind == HTML_KIND_INLINE || kind == HTML_KIND_LINK || kind == HTML_KIND_QUOTED;
}

static bool is_in_link(const struct html_node *node)
{
    for (node = node->in; node; node = node->in) {
        if (html_is(node, HTML_A))
            return html_attr(node, "href").len > 0;
    }
    return false;
}

static bool is_running(const struct html_node *block, const struct article_note *own)
{
    uint32_t min = html_is(block, HTML_P) ? PARAGRAPH_MIN : RUN_MIN;
    if (block->element->kind == HTML_KIND_HEADING || html_is(block, HTML_FIGCAPTION))
        return false;
    return own->text >= min && own->links * 2 < own->text;
}

// What is in the lines of each block itself, in notes->text and ->links of the block.
static struct html_node **measure_lines(struct article_page *page, struct article_note *notes,
                                        size_t *count)
{
    struct html_node *body = page->tree.body, **nodes = NULL;
    size_t room = 0;
    *count = 0;
    for (struct html_node *node = body; node;) {
        bool skip = node->element->kind == HTML_KIND_NOTHING;
        *list_add(&page->job->mem, &nodes, count, &room) = node;
        notes[node->number] = (struct article_note){0};
        if (html_is(node, HTML_TEXT)) {
            struct html_node *block = node->in;
            uint32_t chars = count_chars(node->text);
            while (block != body && is_in_line(block))
                block = block->in;
            notes[block->number].text += chars;
            notes[block->number].links += is_in_link(node) ? chars : 0;
        }
        node = skip ? html_next_beside(node, body) : html_next(node, body);
    }
    return nodes;
}

void article_measure(struct article_page *page, struct article_note *notes)
{
    size_t count;
    struct html_node **nodes = measure_lines(page, notes, &count);
    for (size_t i = 0; i < count; i++) {
        struct article_note *note = &notes[nodes[i]->number];
        note->good = is_running(nodes[i], note) ? note->text - note->links : 0;
    }
    for (size_t i = count; i-- > 1;) { // children come after their parents
        const struct article_note *note = &notes[nodes[i]->number];
        struct article_note *in = &notes[nodes[i]->in->number];
        in->text += note->text;
        in->links += note->links;
        in->good += note->good;
    }
}

static bool holds_blocks(const struct html_node *top)
{
    for (const struct html_node *node = html_next(top, top); node; node = html_next(node, top)) {
        if (!html_is(node, HTML_TEXT) && !is_in_line(node))
            return true;
    }
    return false;
}

bool article_is_in_run(const struct html_node *node, const struct article_note *notes)
{
    const struct html_node *block = node;
    if (!is_in_line(node) || holds_blocks(node))
        return false;
    while (block->in && is_in_line(block))
        block = block->in;
    return notes[block->number].good > 0 && notes[block->number].text > notes[node->number].text &&
           block->element->kind != HTML_KIND_BLOCK;
}

// ── what is beside it ─────────────────────────────────────────────────────────────────────────

static bool is_pullquote(const struct html_node *node)
{
    return html_has_class(node, "pullquote") || html_has_class(node, "wp-block-pullquote");
}

static bool has_aside_role(const struct html_node *node)
{
    static const char *const roles[] = {
        "navigation", "contentinfo", "dialog",  "alertdialog", "menu",          "menubar", "search",
        "banner",     "alert",       "tooltip", "tablist",     "complementary", "note"};
    struct str role = html_attr(node, "role");
    for (size_t i = 0; role.len && i < ARRAY_LEN(roles); i++) {
        if (str_is(role, roles[i]))
            return true;
    }
    return false;
}

static bool is_aside(const struct html_node *node)
{
    switch ((int)node->element->tag) {
    case HTML_NAV:
    case HTML_FOOTER:
    case HTML_DIALOG:
    case HTML_FORM:
    case HTML_FIELDSET:
    case HTML_MENU:
        return true;
    case HTML_ASIDE:
        return !is_pullquote(node);
    case HTML_TEXT:
    case HTML_BODY:
        return false;
    default:
        break;
    }
    if (!node->attrs_count)
        return false;
    unsigned name = article_name_of(node);
    return article_is_hidden(node) || has_aside_role(node) ||
           ((name & ARTICLE_NAME_ASIDE) && !(name & ARTICLE_NAME_BODY));
}

// What holds much of the text is not beside it, whatever it is called; but for comments and the
// like.
static bool may_go(const struct html_node *node, const struct article_note *note, uint32_t total)
{
    if (node->attrs_count && (article_name_of(node) & ARTICLE_NAME_NEVER) &&
        total - note->good >= REST_MIN)
        return true;
    return note->good * 4 <= total;
}

static void take_out_asides(struct article_page *page, struct article_note *notes)
{
    struct html_node *body = page->tree.body, *next;
    uint32_t total = notes[body->number].good;
    for (struct html_node *node = html_next(body, body); node; node = next) {
        if (is_aside(node) && may_go(node, &notes[node->number], total) &&
            !article_is_in_run(node, notes)) {
            next = html_next_beside(node, body);
            html_unlink(node);
        } else {
            next = html_next(node, body);
        }
    }
}

// ── where JSON-LD says it is ──────────────────────────────────────────────────────────────────

// Letters and digits alone: pages write blanks and quotes as they like.
static struct str bare(struct arena *mem, struct str text)
{
    char *at = arena_take_raw(mem, text.len + 1);
    size_t len = 0;
    for (size_t i = 0; i < text.len; i++) {
        unsigned char c = (unsigned char)text.at[i];
        if ((c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || c >= 0xC3)
            at[len++] = (char)c;
    }
    return (struct str){at, len};
}

static struct html_node *common(struct html_node *a, struct html_node *b)
{
    while (a && !html_is_inside(b, a))
        a = a->in;
    return a;
}

// The part that holds the paragraphs which JSON-LD's body has; NULL when that does not say enough.
static struct html_node *find_said(struct article_page *page, const struct article_note *notes)
{
    struct html_node *body = page->tree.body, *found = NULL;
    struct str said = bare(&page->job->mem, page->said_body);
    size_t seen = 0, blocks = 0;
    if (said.len < SAID_MIN)
        return NULL;
    for (struct html_node *node = html_next(body, body); node && blocks < SAID_BLOCKS_MAX;
         node = html_next(node, body)) {
        bool leaf = html_is(node, HTML_P) && notes[node->number].good >= PARAGRAPH_MIN;
        if (!leaf)
            continue;
        blocks++;
        struct str own = bare(&page->job->mem, html_text(&page->job->mem, node));
        if (own.len < PARAGRAPH_MIN || str_find(said, own) < 0)
            continue;
        seen += own.len;
        found = found ? common(found, node->in) : node->in;
    }
    return seen * 2 > said.len ? found : NULL;
}

// ── going down ────────────────────────────────────────────────────────────────────────────────

static bool is_alike(const struct html_node *a, const struct html_node *b)
{
    return a->element == b->element && str_eq(html_attr(a, "class"), html_attr(b, "class"));
}

// Is this neighbour of the largest part a part of the text itself?
static bool is_part(const struct html_node *node, const struct html_node *largest,
                    const struct article_note *notes)
{
    const struct article_note *note = &notes[node->number];
    if (node == largest || note->good == 0)
        return false;
    if (html_is(node, HTML_P))
        return note->links * 2 < note->text;
    bool prose =
        note->good >= SIBLING_MIN && note->links * 4 < note->text && note->good * 2 > note->text;
    return prose || (is_alike(node, largest) && note->links * 3 < note->text &&
                     note->good * 10 >= notes[largest->number].good);
}

static struct html_node *largest_child(const struct html_node *node,
                                       const struct article_note *notes)
{
    struct html_node *largest = NULL;
    for (struct html_node *child = node->first; child; child = child->next) {
        if (!largest || notes[child->number].good > notes[largest->number].good)
            largest = child;
    }
    return largest;
}

static struct html_node *go_down(struct html_node *from, const struct article_note *notes)
{
    struct html_node *node = from;
    for (;;) {
        struct html_node *largest = largest_child(node, notes);
        uint32_t whole = notes[node->number].good;
        if (!largest || !largest->first || whole == 0 || html_is(largest, HTML_P) ||
            html_is(largest, HTML_BLOCKQUOTE) || is_in_line(largest) ||
            notes[largest->number].good * 2 < whole)
            return node;
        bool parted = false;
        for (const struct html_node *child = node->first; child; child = child->next)
            parted |= is_part(child, largest, notes);
        if (parted && notes[largest->number].good * 20 < whole * 19)
            return node;
        node = largest;
    }
}

// The element that is called the text, or is marked as an article, where it holds most of it.
static struct html_node *find_named(struct article_page *page, const struct article_note *notes)
{
    struct html_node *body = page->tree.body, *best = NULL;
    uint32_t total = notes[body->number].good;
    for (struct html_node *node = html_next(body, body); node; node = html_next(node, body)) {
        uint32_t good = notes[node->number].good;
        bool named = node->attrs_count && (article_name_of(node) & ARTICLE_NAME_BODY);
        if ((!named && !html_is(node, HTML_ARTICLE)) || good * 2 < total || good < NAMED_MIN)
            continue;
        if (!best || good * 10 >= notes[best->number].good * 9)
            best = node; // inside the one before, and nearly all of it
    }
    return best;
}

struct html_node *article_find_body(struct article_page *page)
{
    struct html_node *body = page->tree.body;
    struct article_note *notes =
        arena_array(&page->job->mem, struct article_note, page->tree.nodes_count);
    article_measure(page, notes);
    take_out_asides(page, notes);
    article_measure(page, notes);
    struct html_node *said = find_said(page, notes), *named = find_named(page, notes);
    struct html_node *from = said ? said : named ? named : body;
    struct html_node *found = said ? said : go_down(from, notes);
    article_clean_body(page, found, notes);
    return found;
}
