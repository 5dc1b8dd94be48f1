#include "text/diff.h"

#include "text/internal.h"

// Myers' shortest edit script ("An O(ND) Difference Algorithm", 1986) over tokens, after what both
// texts begin and end with is set aside. Each round's farthest points are kept for the way back, so
// the number of rounds is bounded: beyond it the middle is one removal and one addition.
enum { ROUNDS_MAX = 1500 };

struct tokens {
    struct str *items;
    size_t count;
};

struct edits {
    struct arena *mem;
    struct diff_part *parts;
    size_t count, room;
};

// Neighbours of one kind are one part: they lie beside each other in one text.
static void add(struct edits *edits, enum diff_kind kind, struct str text)
{
    struct diff_part *last = edits->count ? &edits->parts[edits->count - 1] : NULL;
    if (!text.len)
        return;
    if (last && last->kind == kind && last->text.at + last->text.len == text.at) {
        last->text.len += text.len;
        return;
    }
    *list_add(edits->mem, &edits->parts, &edits->count, &edits->room) =
        (struct diff_part){kind, text};
}

static void add_all(struct edits *edits, enum diff_kind kind, const struct str *items, size_t count)
{
    for (size_t i = 0; i < count; i++)
        add(edits, kind, items[i]);
}

// ── the shortest way ──────────────────────────────────────────────────────────────────────────

struct grid { // before along x, after along y
    const struct str *a, *b;
    int n, m;
};

static int slide(const struct grid *g, int x, int y)
{
    while (x < g->n && y < g->m && str_eq(g->a[x], g->b[y])) {
        x++;
        y++;
    }
    return x;
}

// last[k + d - 1]: of the round before, the largest x on diagonal k = x - y.
static bool is_down(const int *last, int d, int k)
{
    return k == -d || (k != d && last[k - 1 + d - 1] < last[k + 1 + d - 1]);
}

static int step(const int *last, int d, int k)
{
    return is_down(last, d, k) ? last[k + 1 + d - 1] : last[k - 1 + d - 1] + 1;
}

// rounds[d]: its farthest points. -1: more rounds than are allowed.
static int find_rounds(struct arena *mem, const struct grid *g, int **rounds)
{
    for (int d = 0; d <= ROUNDS_MAX; d++) {
        int *now = rounds[d] = arena_take_raw(mem, sizeof(int) * (size_t)(2 * d + 1));
        for (int k = -d; k <= d; k += 2) {
            int x = d == 0 ? 0 : step(rounds[d - 1], d, k);
            if (d > 0 && (x > g->n || x - k > g->m)) { // outside: no way leads on from there
                now[k + d] = x;
                continue;
            }
            x = now[k + d] = slide(g, x, x - k);
            if (x >= g->n && x - k >= g->m)
                return d;
        }
    }
    return -1;
}

enum move { MOVE_SAME, MOVE_REMOVE, MOVE_ADD };

// From the end back to the beginning; moves in reverse.
static size_t walk_back(const struct grid *g, int *const *rounds, int d, char *moves)
{
    size_t count = 0;
    int x = g->n, y = g->m;
    for (; d > 0; d--) {
        int k = x - y;
        bool down = is_down(rounds[d - 1], d, k);
        int start = step(rounds[d - 1], d, k); // where the slide of this round began
        for (; x > start; x--, y--)
            moves[count++] = MOVE_SAME;
        moves[count++] = down ? MOVE_ADD : MOVE_REMOVE;
        x -= !down;
        y -= down;
    }
    for (; x > 0; x--)
        moves[count++] = MOVE_SAME;
    return count;
}

static void compare(struct edits *edits, const struct grid *g)
{
    struct arena work;
    arena_start(&work);
    int **rounds = arena_array(&work, int *, ROUNDS_MAX + 1);
    int d = find_rounds(&work, g, rounds), x = 0, y = 0;
    if (d < 0) {
        add_all(edits, DIFF_REMOVED, g->a, (size_t)g->n);
        add_all(edits, DIFF_ADDED, g->b, (size_t)g->m);
        arena_end(&work);
        return;
    }
    char *moves = arena_take_raw(&work, (size_t)g->n + (size_t)g->m + 1);
    for (size_t i = walk_back(g, rounds, d, moves); i > 0; i--) {
        if (moves[i - 1] == MOVE_ADD)
            add(edits, DIFF_ADDED, g->b[y++]);
        else
            add(edits, moves[i - 1] == MOVE_SAME ? DIFF_SAME : DIFF_REMOVED, g->a[x++]);
        y += moves[i - 1] == MOVE_SAME;
    }
    arena_end(&work);
}

static void diff(struct arena *mem, struct tokens a, struct tokens b, struct edits *edits)
{
    size_t front = 0, back = 0;
    *edits = (struct edits){.mem = mem};
    while (front < a.count && front < b.count && str_eq(a.items[front], b.items[front]))
        front++;
    while (back < a.count - front && back < b.count - front &&
           str_eq(a.items[a.count - 1 - back], b.items[b.count - 1 - back]))
        back++;
    struct grid grid = {a.items + front, b.items + front, (int)(a.count - front - back),
                        (int)(b.count - front - back)};
    add_all(edits, DIFF_SAME, a.items, front);
    if (grid.n == 0 || grid.m == 0) {
        add_all(edits, DIFF_REMOVED, grid.a, (size_t)grid.n);
        add_all(edits, DIFF_ADDED, grid.b, (size_t)grid.m);
    } else {
        compare(edits, &grid);
    }
    add_all(edits, DIFF_SAME, a.items + a.count - back, back);
}

// ── of what ───────────────────────────────────────────────────────────────────────────────────

static struct tokens lines_of(struct arena *mem, struct str s)
{
    struct tokens lines = {0};
    size_t room = 0, from = 0;
    for (size_t i = 0; i < s.len; i++) {
        if (s.at[i] != '\n' && i + 1 < s.len)
            continue;
        *list_add(mem, &lines.items, &lines.count, &room) = str_from_to(s, from, i + 1);
        from = i + 1;
    }
    return lines;
}

static struct tokens words_of(struct arena *mem, struct str s)
{
    struct tokens words = {0};
    if (s.len)
        text_tokens(mem, s, &words.items, &words.count);
    return words;
}

void diff_words(struct arena *mem, struct str before, struct str after, struct diff_part **out,
                size_t *count)
{
    struct edits edits;
    diff(mem, words_of(mem, before), words_of(mem, after), &edits);
    *out = edits.parts;
    *count = edits.count;
}

void diff_lines(struct arena *mem, struct str before, struct str after, struct diff_part **out,
                size_t *count)
{
    struct edits edits;
    diff(mem, lines_of(mem, before), lines_of(mem, after), &edits);
    *out = edits.parts;
    *count = edits.count;
}

// ── three made one ────────────────────────────────────────────────────────────────────────────

// One side's changes of the base: instead of its lines from `start` to `end` stands `text`.
struct change {
    size_t start, end; // bytes of the base
    struct str text;
};
struct changes {
    struct change *items;
    size_t count, at;
};

static struct changes changes_of(struct arena *mem, struct str base, struct str side)
{
    struct diff_part *parts;
    size_t count, room = 0, at = 0;
    struct changes changes = {0};
    struct change *open = NULL;
    diff_lines(mem, base, side, &parts, &count);
    for (size_t i = 0; i < count; i++) {
        if (parts[i].kind == DIFF_SAME) {
            at += parts[i].text.len;
            open = NULL;
            continue;
        }
        if (!open) {
            open = list_add(mem, &changes.items, &changes.count, &room);
            *open = (struct change){at, at, S("")};
        }
        if (parts[i].kind == DIFF_REMOVED)
            open->end = at += parts[i].text.len;
        else if (open->text.len) // what is added in one place lies beside each other in the side
            open->text.len += parts[i].text.len;
        else
            open->text = parts[i].text;
    }
    return changes;
}

// What `side` makes of the base from `start` to `end`; its changes there are used up.
static struct str apply(struct arena *mem, struct str base, size_t start, size_t end,
                        struct changes *side)
{
    struct buf text;
    buf_start(&text, mem, SIZE_MAX);
    for (; side->at < side->count && side->items[side->at].start <= end &&
           (side->items[side->at].start < end || side->items[side->at].end == end);
         side->at++) {
        const struct change *change = &side->items[side->at];
        buf_add(&text, str_from_to(base, start, change->start));
        buf_add(&text, change->text);
        start = change->end;
    }
    buf_add(&text, str_from_to(base, start, end));
    return buf_str(&text);
}

// From the next change of either side on, as far as changes of both reach into each other.
static bool next_region(const struct changes *ours, const struct changes *theirs, size_t *start,
                        size_t *end)
{
    size_t o = ours->at, t = theirs->at;
    bool any = false;
    for (;;) {
        const struct change *a = o < ours->count ? &ours->items[o] : NULL;
        const struct change *b = t < theirs->count ? &theirs->items[t] : NULL;
        const struct change *next = !b || (a && a->start <= b->start) ? a : b;
        if (!next || (any && next->start > *end))
            return any;
        if (!any)
            *start = next->start;
        *end = !any || next->end > *end ? next->end : *end;
        any = true;
        o += next == a;
        t += next == b;
    }
}

static void add_part(struct arena *mem, struct merge_part **parts, size_t *count, size_t *room,
                     struct merge_part part)
{
    if (part.clash || part.text.len)
        *list_add(mem, parts, count, room) = part;
}

void merge_lines(struct arena *mem, struct str base, struct str ours, struct str theirs,
                 struct merge_part **out, size_t *count)
{
    struct changes by_us = changes_of(mem, base, ours), by_them = changes_of(mem, base, theirs);
    size_t at = 0, room = 0, start = 0, end = 0;
    *out = NULL;
    *count = 0;
    while (next_region(&by_us, &by_them, &start, &end)) {
        struct str was = str_from_to(base, start, end);
        struct str us = apply(mem, base, start, end, &by_us);
        struct str them = apply(mem, base, start, end, &by_them);
        bool both = !str_eq(us, was) && !str_eq(them, was) && !str_eq(us, them);
        add_part(mem, out, count, &room, (struct merge_part){.text = str_from_to(base, at, start)});
        add_part(mem, out, count, &room,
                 both ? (struct merge_part){true, us, them}
                      : (struct merge_part){.text = str_eq(us, was) ? them : us});
        at = end;
    }
    add_part(mem, out, count, &room, (struct merge_part){.text = str_after(base, at)});
}

// Ours before theirs, each on lines of its own.
static void add_clash(struct buf *text, const struct merge_part *part, enum merge_take take)
{
    if (take != TAKE_THEIRS)
        buf_add(text, part->text);
    if (take == TAKE_BOTH && text->len && !str_ends(buf_str(text), S("\n")))
        buf_add_char(text, '\n');
    if (take != TAKE_OURS)
        buf_add(text, part->theirs);
}

struct str merge_text(struct arena *mem, const struct merge_part *parts, size_t count,
                      const enum merge_take *takes, size_t takes_count)
{
    struct buf text;
    size_t clashes = 0;
    buf_start(&text, mem, SIZE_MAX);
    for (size_t i = 0; i < count; i++) {
        if (!parts[i].clash) {
            buf_add(&text, parts[i].text);
            continue;
        }
        add_clash(&text, &parts[i], clashes < takes_count ? takes[clashes] : TAKE_OURS);
        clashes++;
    }
    return buf_str(&text);
}
