// Spans to Markdown: what must be escaped where, and how emphasis is said so that it is read back.
//
// CommonMark decides by the characters around a run of * or _ whether it opens or closes
// ("flanking", 6.2). Where the text does not allow it (a**(b)**c), the letter outside or the blank
// inside is written as a reference (&#97;**(b)**&#99;): to that rule a reference is punctuation.
#include "text/internal.h"

#include <cmark-gfm.h>
#include <cmark-gfm/utf8.h>

enum side { SIDE_SPACE, SIDE_PUNCT, SIDE_LETTER };

// A piece with what has been decided about it.
struct said {
    const struct piece *piece;
    const char *delimiter;       // emphasis: "*", "_" or "**"
    bool head_coded, tail_coded; // text: its first or last character becomes a reference
};

struct inline_writer {
    struct buf *b;
    enum inline_place place;
    struct said *said;
    size_t count;
    bool at_line_start, in_link;
};

static bool is_emphasis(const struct said *s)
{
    return s->delimiter != NULL;
}

// ── delimiters ────────────────────────────────────────────────────────────────────────────────

static size_t find_close(const struct inline_writer *w, size_t open)
{
    size_t close = open + 1;
    while (w->said[close].piece->kind != PIECE_CLOSE ||
           w->said[close].piece->mark != w->said[open].piece->mark)
        close++;
    return close;
}

static bool touches_emphasis(const struct inline_writer *w, size_t at)
{
    return (at > 0 && is_emphasis(&w->said[at - 1])) ||
           (at + 1 < w->count && is_emphasis(&w->said[at + 1]));
}

// Two runs of the same character would be read as one: em is written with _ beside strong.
static void choose_delimiters(struct inline_writer *w)
{
    for (size_t i = 0; i < w->count; i++) {
        const struct piece *piece = w->said[i].piece;
        if (piece->kind != PIECE_TEXT && piece->mark == MARK_STRONG)
            w->said[i].delimiter = "**";
        else if (piece->kind != PIECE_TEXT && piece->mark == MARK_EM)
            w->said[i].delimiter = "*";
    }
    for (size_t i = 0; i < w->count; i++) {
        if (w->said[i].piece->kind != PIECE_OPEN || w->said[i].piece->mark != MARK_EM)
            continue;
        size_t close = find_close(w, i);
        if (touches_emphasis(w, i) || touches_emphasis(w, close))
            w->said[i].delimiter = w->said[close].delimiter = "_";
    }
}

static enum side side_of(int32_t c)
{
    if (cmark_utf8proc_is_space(c))
        return SIDE_SPACE;
    return cmark_utf8proc_is_punctuation(c) ? SIDE_PUNCT : SIDE_LETTER;
}

// What a delimiter before this piece sees of it.
static enum side head_side(const struct inline_writer *w, size_t at)
{
    if (at == w->count)
        return SIDE_SPACE;
    const struct said *said = &w->said[at];
    if (said->piece->kind != PIECE_TEXT || said->head_coded)
        return SIDE_PUNCT;
    if (said->piece->span->line_break)
        return SIDE_PUNCT; // a backslash
    size_t first = 0;
    enum side side = side_of(next_codepoint(said->piece->span->text, &first));
    // A text of one character that is written as a reference for its tail's sake.
    return first == said->piece->span->text.len && said->tail_coded ? SIDE_PUNCT : side;
}

// What a delimiter after this piece sees of it.
static enum side tail_side(const struct inline_writer *w, size_t after)
{
    if (after == 0)
        return SIDE_SPACE;
    const struct said *said = &w->said[after - 1];
    if (said->piece->kind != PIECE_TEXT || said->tail_coded)
        return SIDE_PUNCT;
    if (said->piece->span->line_break)
        return SIDE_SPACE; // the line end
    size_t last = said->piece->span->text.len;
    enum side side = side_of(previous_codepoint(said->piece->span->text, &last));
    // A text of one character that is written as a reference for its head's sake.
    return last == 0 && said->head_coded ? SIDE_PUNCT : side;
}

static bool may_stand(const struct said *said, enum side before, enum side after)
{
    bool left = after != SIDE_SPACE && (after != SIDE_PUNCT || before != SIDE_LETTER);
    bool right = before != SIDE_SPACE && (before != SIDE_PUNCT || after != SIDE_LETTER);
    bool star = said->delimiter[0] == '*';
    if (said->piece->kind == PIECE_OPEN)
        return left && (star || !right || before == SIDE_PUNCT);
    return right && (star || !left || after == SIDE_PUNCT);
}

// True when something was changed so that the delimiter may stand.
static bool make_stand(struct inline_writer *w, size_t at)
{
    struct said *said = &w->said[at];
    enum side before = tail_side(w, at), after = head_side(w, at + 1);
    if (may_stand(said, before, after))
        return false;
    bool opens = said->piece->kind == PIECE_OPEN;
    bool code_head = opens ? after == SIDE_SPACE : before != SIDE_SPACE;
    if (code_head && at + 1 < w->count && w->said[at + 1].piece->kind == PIECE_TEXT &&
        !w->said[at + 1].head_coded)
        return w->said[at + 1].head_coded = true;
    if (!code_head && at > 0 && w->said[at - 1].piece->kind == PIECE_TEXT &&
        !w->said[at - 1].tail_coded)
        return w->said[at - 1].tail_coded = true;
    return false;
}

// A reference made for one delimiter changes what the next one sees; references only grow in
// number, so this ends.
static void make_all_stand(struct inline_writer *w)
{
    for (bool changed = true; changed;) {
        changed = false;
        for (size_t i = 0; i < w->count; i++)
            changed = (is_emphasis(&w->said[i]) && make_stand(w, i)) || changed;
    }
}

// ── text ──────────────────────────────────────────────────────────────────────────────────────

static char char_at(struct str s, size_t at)
{
    return at < s.len ? s.at[at] : '\0';
}

// Would "&…" be read as a reference?
static bool is_reference(struct str s)
{
    size_t i = 1 + (char_at(s, 1) == '#');
    size_t from = i;
    while (i < s.len && is_alnum(s.at[i]))
        i++;
    return i > from && char_at(s, i) == ';';
}

// The marker of an ordered list: up to nine digits, then . or ).
static bool ends_list_number(struct str text, size_t at)
{
    for (size_t i = 0; i < at; i++) {
        if (text.at[i] < '0' || text.at[i] > '9')
            return false;
    }
    return at > 0 && at <= 9;
}

static bool is_special_here(const struct inline_writer *w, struct str text, size_t i,
                            bool line_started)
{
    char c = text.at[i];
    if (strchr("\\`*_[]<", c))
        return true;
    if (c == '&')
        return is_reference(str_after(text, i));
    if (c == '|' && w->place == INLINE_CELL)
        return true;
    if (c == '#' && w->place == INLINE_HEADING)
        return true;
    if (line_started && i == 0 && strchr("#>+-=~:|", c))
        return true;
    if (line_started && (c == '.' || c == ')') && ends_list_number(text, i))
        return true;
    if (w->in_link)
        return false;
    // What would be made a link by itself: www.…, http://…
    if (c == '.' && i >= 3 && (memcmp(text.at + i - 3, "www", 3) == 0))
        return true;
    return c == '/' && i >= 1 && text.at[i - 1] == ':';
}

// name@host is made a link even when the @ is escaped (cmark-gfm looks at the finished text), but
// not when it is code, which is plain text to us.
static bool is_mail_sign(struct str text, size_t i)
{
    if (text.at[i] != '@' || i == 0)
        return false;
    char before = text.at[i - 1], after = char_at(text, i + 1);
    return (is_alnum(before) || strchr("+-_.", before)) && after != '\0' && after != ' ';
}

static void add_reference(struct buf *b, int32_t c)
{
    buf_printf(b, "&#%d;", c);
}

static void write_character(struct inline_writer *w, struct str text, size_t from, size_t to,
                            bool line_started)
{
    if (!w->in_link && is_mail_sign(text, from)) {
        buf_add(w->b, S("`@`"));
        return;
    }
    if (is_special_here(w, text, from, line_started))
        buf_add_char(w->b, '\\');
    buf_add(w->b, str_from_to(text, from, to));
}

static void write_text(struct inline_writer *w, const struct said *said, bool before_link)
{
    struct str text = said->piece->span->text;
    bool line_started = w->at_line_start;
    for (size_t from = 0, to = 0; from < text.len; from = to) {
        int32_t c = next_codepoint(text, &to);
        if ((from == 0 && said->head_coded) || (to == text.len && said->tail_coded))
            add_reference(w->b, c);
        else if (c == '!' && to == text.len && before_link) // would make it a picture
            buf_add(w->b, S("\\!"));
        else
            write_character(w, text, from, to, line_started);
    }
    w->at_line_start = false;
}

// ── links ─────────────────────────────────────────────────────────────────────────────────────

// In parentheses a link's address needs these escaped; blanks and controls it cannot have. A "&" is
// written as a reference: cmark-gfm looks for references in an address before it looks for escapes.
static void add_address(struct buf *b, struct str url, bool in_cell)
{
    for (size_t i = 0; i < url.len; i++) {
        char c = url.at[i];
        if (c == '&' && is_reference(str_after(url, i))) {
            buf_add(b, S("&amp;"));
            continue;
        }
        if (strchr("\\()<>", c) || (c == '|' && in_cell))
            buf_add_char(b, '\\');
        buf_add_char(b, c);
    }
}

static void write_delimiter(struct inline_writer *w, const struct said *said)
{
    const struct piece *piece = said->piece;
    if (said->delimiter) {
        buf_add(w->b, str_from(said->delimiter));
    } else if (piece->kind == PIECE_OPEN) {
        buf_add_char(w->b, '[');
        w->in_link = true;
    } else {
        buf_add(w->b, S("]("));
        add_address(w->b, piece->span->href, w->place == INLINE_CELL);
        buf_add_char(w->b, ')');
        w->in_link = false;
    }
}

static void write_said(struct inline_writer *w, struct str line_prefix)
{
    for (size_t i = 0; i < w->count; i++) {
        const struct piece *piece = w->said[i].piece;
        assert(piece);
        const struct piece *next = i + 1 < w->count ? w->said[i + 1].piece : NULL;
        bool before_link = next && next->kind == PIECE_OPEN && next->mark == MARK_LINK;
        if (piece->kind != PIECE_TEXT) {
            write_delimiter(w, &w->said[i]);
        } else if (piece->span->line_break) {
            buf_add(w->b, S("\\\n"));
            buf_add(w->b, line_prefix);
            w->at_line_start = true;
        } else {
            write_text(w, &w->said[i], before_link);
        }
    }
}

void markdown_add_spans(struct arena *mem, struct buf *b, const struct block *block,
                        enum inline_place place, struct str line_prefix)
{
    const unsigned sayable = MARK_STRONG | MARK_EM | MARK_LINK;
    size_t count = block->spans_count, pieces_count;
    struct span *spans = arena_array(mem, struct span, count);
    for (size_t i = 0; i < count; i++) {
        spans[i] = block->spans[i];
        spans[i].marks &= sayable;
        if (spans[i].line_break && place != INLINE_PARAGRAPH)
            spans[i] = (struct span){.text = S(" ")};
    }
    spans_tidy(mem, &spans, &count);
    struct piece *pieces = spans_pieces(mem, spans, count, sayable, &pieces_count);
    struct inline_writer w = {
        .b = b, .place = place, .count = pieces_count, .at_line_start = place != INLINE_CELL};
    w.said = arena_array(mem, struct said, pieces_count);
    for (size_t i = 0; i < pieces_count; i++)
        w.said[i].piece = &pieces[i];
    choose_delimiters(&w);
    make_all_stand(&w);
    write_said(&w, line_prefix);
}
