// The text inside a block: its one stored form, and its marks as a sequence that nests.
#include "text/internal.h"

static bool has_same_attrs(const struct span *a, const struct span *b, unsigned mark)
{
    if (mark == MARK_LINK)
        return str_eq(a->href, b->href);
    if (mark == MARK_LANG)
        return str_eq(a->lang, b->lang) && str_eq(a->dir, b->dir);
    return true;
}

// The marks that both have, with the same attributes.
static unsigned marks_in_common(const struct span *a, const struct span *b)
{
    unsigned marks = a->marks & b->marks;
    for (unsigned mark = 1; mark <= MARK_LANG; mark <<= 1) {
        if ((marks & mark) && !has_same_attrs(a, b, mark))
            marks &= ~mark;
    }
    return marks;
}

bool has_same_marks(const struct span *a, const struct span *b)
{
    return a->marks == b->marks && marks_in_common(a, b) == a->marks;
}

// ── tidying ───────────────────────────────────────────────────────────────────────────────────

struct tidying {
    struct arena *mem;
    struct span *items; // texts without blanks at their ends, breaks, and single blanks between
    size_t count, room;
    bool blank_waits; // a blank was seen; it counts if a text follows and no break comes between
};

static bool is_gap(const struct span *span)
{
    return span->line_break || str_is(span->text, " ");
}

static void put_span(struct tidying *t, struct span span)
{
    *list_add(t->mem, &t->items, &t->count, &t->room) = span;
}

static void put_break(struct tidying *t)
{
    t->blank_waits = false;
    if (t->count > 0)
        put_span(t, (struct span){.line_break = true});
}

static void put_run(struct tidying *t, struct span span)
{
    bool ends_blank = false;
    span.text = text_strip_run(t->mem, span.text);
    if (str_starts(span.text, S(" "))) {
        t->blank_waits = true;
        span.text = str_after(span.text, 1);
    }
    if (str_ends(span.text, S(" "))) {
        ends_blank = true;
        span.text.len--;
    }
    if (span.text.len == 0)
        return;
    bool at_line_start = t->count == 0 || t->items[t->count - 1].line_break;
    if (t->blank_waits && !at_line_start)
        put_span(t, (struct span){.text = S(" ")});
    put_span(t, span);
    t->blank_waits = ends_blank;
}

// Gaps take the marks that the texts on both sides have.
static void mark_gaps(struct tidying *t)
{
    struct span *before = NULL;
    for (size_t i = 0; i < t->count; i++) {
        size_t after = i;
        if (!is_gap(&t->items[i])) {
            before = &t->items[i];
            continue;
        }
        while (is_gap(&t->items[after])) // a text stands at the end: put_run and the trim saw to it
            after++;
        unsigned marks = marks_in_common(before, &t->items[after]);
        for (; i < after; i++) {
            struct span gap = *before;
            gap.text = t->items[i].text;
            gap.line_break = t->items[i].line_break;
            gap.marks = marks;
            t->items[i] = gap;
        }
        i--;
    }
}

static void drop_unmarked_attrs(struct span *span)
{
    if (!(span->marks & MARK_LINK))
        span->href = STR_NONE;
    if (!(span->marks & MARK_LANG))
        span->lang = span->dir = STR_NONE;
}

// One span out of items[from..to), all texts with the same marks.
static struct span join_spans(struct tidying *t, size_t from, size_t to)
{
    struct span joined = t->items[from];
    size_t bytes = 0;
    for (size_t i = from; i < to; i++)
        bytes += t->items[i].text.len;
    if (to - from > 1) {
        struct buf b;
        buf_start(&b, t->mem, bytes);
        for (size_t i = from; i < to; i++)
            buf_add(&b, t->items[i].text);
        joined.text = buf_str(&b);
    }
    joined.text = normalize_nfc(t->mem, joined.text);
    return joined;
}

static size_t join_all(struct tidying *t)
{
    size_t made = 0;
    for (size_t from = 0, to; from < t->count; from = to) {
        to = from + 1;
        if (!t->items[from].line_break) {
            while (to < t->count && !t->items[to].line_break &&
                   has_same_marks(&t->items[from], &t->items[to]))
                to++;
        }
        t->items[made] = join_spans(t, from, to);
        drop_unmarked_attrs(&t->items[made++]);
    }
    return made;
}

void spans_tidy(struct arena *mem, struct span **spans, size_t *count)
{
    struct tidying t = {.mem = mem};
    for (size_t i = 0; i < *count; i++) {
        if ((*spans)[i].line_break)
            put_break(&t);
        else
            put_run(&t, (*spans)[i]);
    }
    while (t.count > 0 && t.items[t.count - 1].line_break)
        t.count--;
    mark_gaps(&t);
    *count = join_all(&t);
    *spans = t.items;
}

struct str text_code_line(struct arena *mem, struct str line)
{
    struct buf b;
    size_t i = 0;
    buf_start(&b, mem, line.len * 8 + 1); // a tab becomes eight bytes
    for (; i < line.len && (line.at[i] == ' ' || line.at[i] == '\t'); i++)
        buf_add(&b, line.at[i] == ' ' ? S("\u00A0") : S("\u00A0\u00A0\u00A0\u00A0"));
    buf_add(&b, str_after(line, i));
    return i < line.len ? buf_str(&b) : STR_NONE;
}

// ── nesting ───────────────────────────────────────────────────────────────────────────────────

struct nesting {
    struct arena *mem;
    const struct span *spans;
    size_t count;
    unsigned marks; // those to say
    struct {
        enum mark_bit mark;
        const struct span *span;
    } open[MARK_RULES];
    size_t open_count;
    struct piece *pieces;
    size_t pieces_count, room;
};

static void put_piece(struct nesting *n, enum piece_kind kind, enum mark_bit mark,
                      const struct span *span)
{
    *list_add(n->mem, &n->pieces, &n->pieces_count, &n->room) = (struct piece){kind, mark, span};
}

static bool goes_on(const struct span *from, const struct span *to, enum mark_bit mark)
{
    return (to->marks & mark) && has_same_attrs(from, to, mark);
}

static void close_to(struct nesting *n, size_t keep)
{
    while (n->open_count > keep) {
        n->open_count--;
        put_piece(n, PIECE_CLOSE, n->open[n->open_count].mark, n->open[n->open_count].span);
    }
}

// Up to where the mark that begins at `from` goes on.
static size_t mark_end(const struct nesting *n, size_t from, enum mark_bit mark)
{
    size_t end = from + 1;
    while (end < n->count && goes_on(&n->spans[from], &n->spans[end], mark))
        end++;
    return end;
}

// Opens what span `at` has and is not open: what goes on longest first, so that it need not be
// closed for another's sake.
static void open_marks(struct nesting *n, size_t at, unsigned missing)
{
    while (missing) {
        enum mark_bit longest = 0;
        size_t longest_end = 0;
        for (size_t i = 0; i < MARK_RULES; i++) {
            enum mark_bit mark = mark_rules[i].bit;
            size_t end = missing & mark ? mark_end(n, at, mark) : 0;
            if (end > longest_end) {
                longest = mark;
                longest_end = end;
            }
        }
        put_piece(n, PIECE_OPEN, longest, &n->spans[at]);
        n->open[n->open_count].mark = longest;
        n->open[n->open_count++].span = &n->spans[at];
        missing &= ~(unsigned)longest;
    }
}

// A link is never parted for another mark's sake: two links would be heard where there is one. What
// is open and ends inside it is closed before and opened again within.
static unsigned make_way(struct nesting *n, size_t at, size_t *keep)
{
    size_t end = mark_end(n, at, MARK_LINK), low = 0;
    unsigned missing = 0;
    while (low < *keep && mark_end(n, at, n->open[low].mark) >= end)
        low++;
    for (size_t i = low; i < *keep; i++)
        missing |= n->open[i].mark;
    *keep = low;
    return missing;
}

struct piece *spans_pieces(struct arena *mem, const struct span *spans, size_t count,
                           unsigned marks, size_t *pieces_count)
{
    struct nesting n = {.mem = mem, .spans = spans, .count = count, .marks = marks};
    for (size_t i = 0; i < count; i++) {
        unsigned missing = spans[i].marks & marks;
        size_t keep = 0;
        while (keep < n.open_count && goes_on(n.open[keep].span, &spans[i], n.open[keep].mark))
            missing &= ~(unsigned)n.open[keep++].mark;
        if (missing & MARK_LINK)
            missing |= make_way(&n, i, &keep);
        close_to(&n, keep);
        open_marks(&n, i, missing);
        put_piece(&n, PIECE_TEXT, 0, &spans[i]);
    }
    close_to(&n, 0);
    *pieces_count = n.pieces_count;
    return n.pieces;
}
