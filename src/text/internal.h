// internal: what the files of text/ share with each other, and with nobody else.
#pragma once

#include "text/document.h"

#include <unicode/umachine.h>
#include <unicode/unorm2.h>

// ── unicode.c ─────────────────────────────────────────────────────────────────────────────────

// The code point at *at, or before it, and *at moved over it; bad bytes are U+FFFD.
int32_t next_codepoint(struct str s, size_t *at);
int32_t previous_codepoint(struct str s, size_t *at);
bool is_plain_ascii(struct str s); // printable ASCII only: nothing to clean or normalise
UChar *utf16_make(struct arena *mem, struct str s, int32_t *len); // bad bytes become U+FFFD
struct str utf8_make(struct arena *mem, const UChar *at, int32_t len);
struct str normalize(struct arena *mem, const UNormalizer2 *form, struct str s);
struct str normalize_nfc(struct arena *mem, struct str s);
// Without the characters that text may not have; line ends, tabs and blanks stay as they are.
struct str text_strip(struct arena *mem, struct str s);
// The same for a run inside a block: every run of blanks and line ends is one blank. Not trimmed.
struct str text_strip_run(struct arena *mem, struct str s);
size_t text_words(struct str s, const char *lang);
// Where words and what stands between them begin and end (UAX 29): together they are s.
void text_tokens(struct arena *mem, struct str s, struct str **out, size_t *count);
bool is_haraka(
    int32_t codepoint); // Arabic vowel and reading marks, that words are compared without

// ── document.c: the table of types ────────────────────────────────────────────────────────────

enum attr_bit {
    ATTR_LEVEL = 1 << 0,
    ATTR_ORDERED = 1 << 1,
    ATTR_START = 1 << 2,
    ATTR_HEADER = 1 << 3,
    ATTR_REF = 1 << 4,
    ATTR_CAPTION = 1 << 5,
    ATTR_CREDIT = 1 << 6,
    ATTR_ALT = 1 << 7,
    ATTR_TITLE = 1 << 8,
    ATTR_ATTRIBUTION = 1 << 9,
    ATTR_AT = 1 << 10,
    ATTR_DATA = 1 << 11,
};

enum attr_kind { ATTR_IS_INT, ATTR_IS_BOOL, ATTR_IS_COUNT, ATTR_IS_TEXT, ATTR_IS_JSON };

struct attr_rule {
    enum attr_bit bit;
    const char *name;
    enum attr_kind kind;
    size_t offset; // in struct block
};

struct block_rule {
    const char *name;
    const char *called; // "a paragraph", for sentences
    unsigned attrs;     // enum attr_bit
    unsigned inside;    // 1 << enum block_type, for each type that may be inside
    size_t inside_min;
    bool holds_text;
};

struct mark_rule {
    enum mark_bit bit;
    const char *name;
    const char *tag; // HTML
};

enum { ATTR_RULES = 12, MARK_RULES = 6 };

extern const struct block_rule block_rules[BLOCK_TYPES];
extern const struct attr_rule attr_rules[ATTR_RULES];
extern const struct mark_rule mark_rules[MARK_RULES];

bool block_type_find(struct str name, enum block_type *out);
const struct attr_rule *attr_rule_find(struct str name); // NULL: there is none
const struct mark_rule *mark_rule_find(struct str name); // NULL: there is none
static inline bool may_hold(enum block_type outer, enum block_type inner)
{
    return block_rules[outer].inside >> inner & 1;
}

bool is_block_id(struct str id);
bool is_thing_id(struct str id); // a picture's or a story's, as far as text can tell
bool is_lang_tag(struct str lang);
bool is_lang_rtl(struct str lang);
size_t block_count(const struct block *block);       // itself and all inside
bool are_few_blocks(struct job *job, size_t blocks); // INVALID: more than a document may have

// The id of ![…](/media/ID), or "" when the address is another.
struct str media_path_id(struct str url);

// ── document_spans.c: the text inside a block ─────────────────────────────────────────────────

bool has_same_marks(const struct span *a, const struct span *b);

// Brings spans into the one form in which they are stored: text cleaned, blanks folded, trimmed at
// the block's ends and around line breaks, empty spans out, equal neighbours joined; a blank or
// line break between two runs has the marks that both have.
void spans_tidy(struct arena *mem, struct span **spans, size_t *count);

// A line of code: the blanks it begins with are no-break ones, so that they are seen. Empty when
// there is nothing else.
struct str text_code_line(struct arena *mem, struct str line);

// Spans as a sequence of openings, closings and texts, properly nested.
enum piece_kind { PIECE_TEXT, PIECE_OPEN, PIECE_CLOSE };
struct piece {
    enum piece_kind kind;
    enum mark_bit mark;      // OPEN, CLOSE
    const struct span *span; // TEXT: the text; OPEN, CLOSE: one that has the mark
};
// `marks`: the marks to say; others are left out.
struct piece *spans_pieces(struct arena *mem, const struct span *spans, size_t count,
                           unsigned marks, size_t *pieces_count);

// ── document_ids.c ────────────────────────────────────────────────────────────────────────────

// Gives an id to every block that has none, or one that another block before it has.
void document_make_ids(struct job *job, struct block *doc);

// ── document_plain.c ──────────────────────────────────────────────────────────────────────────

void spans_add_plain(struct buf *b, const struct span *spans, size_t count);

// ── markdown_guard.c ──────────────────────────────────────────────────────────────────────────

// About how many cells the tables of this Markdown have, those that its rows leave out included.
size_t markdown_cells(struct str markdown);

// ── markdown_inline.c ─────────────────────────────────────────────────────────────────────────

enum inline_place { INLINE_PARAGRAPH, INLINE_HEADING, INLINE_CELL };

// The text of a block as Markdown. Only a paragraph may have line breaks; the lines after them
// begin with `line_prefix`.
void markdown_add_spans(struct arena *mem, struct buf *b, const struct block *block,
                        enum inline_place place, struct str line_prefix);
