#include "text/unicode.h"

#include "text/internal.h"

#include <pthread.h>
#include <unicode/ubrk.h>
#include <unicode/uchar.h>
#include <unicode/unorm2.h>
#include <unicode/ustring.h>
#include <unicode/utf8.h>

enum {
    ISOLATE_FIRST = 0x2066, // LRI, RLI, FSI …
    ISOLATE_LAST = 0x2068,
    ISOLATE_END = 0x2069, // … and what ends them (PDI)
    TATWEEL = 0x0640,
    ISOLATES_OPEN_MAX = 125, // the bidi algorithm itself looks no deeper
};

// ── which characters are let in ───────────────────────────────────────────────────────────────

// Embeddings and overrides let a text show itself in another order than it has ("spoofing");
// noncharacters and controls are not XML; annotations and the deprecated formats show nothing.
static bool is_unwanted(UChar32 c)
{
    return c < 0x20 || (c >= 0x7F && c < 0xA0) || (c >= 0x202A && c <= 0x202E) ||
           (c >= 0x206A && c <= 0x206F) || c == 0xFEFF || (c >= 0xFFF9 && c <= 0xFFFB) ||
           U_IS_UNICODE_NONCHAR(c);
}

static bool is_line_end(UChar32 c)
{
    return c == '\n' || c == '\r' || c == 0x85 || c == 0x2028 || c == 0x2029;
}

// Blanks where a line may be broken: those that may not (U+00A0, U+202F) were put there on purpose.
static bool is_blank(UChar32 c)
{
    return c == ' ' || (c >= '\t' && c <= '\r') || (c > 0x7F && u_isWhitespace(c)) || c == 0x85;
}

int32_t next_codepoint(struct str s, size_t *at)
{
    UChar32 c;
    U8_NEXT_OR_FFFD((const uint8_t *)s.at, *at, s.len, c);
    return c;
}

int32_t previous_codepoint(struct str s, size_t *at)
{
    UChar32 c;
    int32_t i = (int32_t)*at;
    U8_PREV_OR_FFFD((const uint8_t *)s.at, 0, i, c);
    *at = (size_t)i;
    return c;
}

bool is_plain_ascii(struct str s)
{
    for (size_t i = 0; i < s.len; i++) {
        if (s.at[i] < ' ' || s.at[i] > '~')
            return false;
    }
    return true;
}

// ── normal forms ──────────────────────────────────────────────────────────────────────────────

UChar *utf16_make(struct arena *mem, struct str s, int32_t *len)
{
    UErrorCode error = U_ZERO_ERROR;
    UChar *at = arena_take_raw(mem, (s.len + 1) * sizeof(UChar)); // never more units than bytes
    u_strFromUTF8WithSub(at, (int32_t)s.len + 1, len, s.at ? s.at : "", (int32_t)s.len, 0xFFFD,
                         NULL, &error);
    assert(U_SUCCESS(error));
    return at;
}

struct str utf8_make(struct arena *mem, const UChar *at, int32_t len)
{
    UErrorCode error = U_ZERO_ERROR;
    size_t room = (size_t)len * 3 + 1;
    char *bytes = arena_take_raw(mem, room);
    int32_t made;
    u_strToUTF8WithSub(bytes, (int32_t)room, &made, at, len, 0xFFFD, NULL, &error);
    assert(U_SUCCESS(error));
    return (struct str){bytes, (size_t)made};
}

struct str normalize(struct arena *mem, const UNormalizer2 *form, struct str s)
{
    UErrorCode error = U_ZERO_ERROR;
    int32_t len;
    UChar *wide = utf16_make(mem, s, &len);
    if (unorm2_isNormalized(form, wide, len, &error) && U_SUCCESS(error))
        return s;
    error = U_ZERO_ERROR;
    int32_t needed = unorm2_normalize(form, wide, len, NULL, 0, &error);
    assert(error == U_BUFFER_OVERFLOW_ERROR || U_SUCCESS(error));
    error = U_ZERO_ERROR;
    UChar *normal = arena_take_raw(mem, ((size_t)needed + 1) * sizeof(UChar));
    unorm2_normalize(form, wide, len, normal, needed + 1, &error);
    assert(U_SUCCESS(error));
    return utf8_make(mem, normal, needed);
}

// Without converting it: every character is a starter that composes with nothing before it. So are
// nearly all texts, and all that were stored.
static bool is_surely_nfc(struct str s)
{
    for (size_t at = 0; at < s.len;) {
        UChar32 c = next_codepoint(s, &at);
        if (c == 0xFFFD ||
            (c >= 0x300 && (u_getIntPropertyValue(c, UCHAR_NFC_QUICK_CHECK) != UNORM_YES ||
                            u_getCombiningClass(c) != 0)))
            return false;
    }
    return true;
}

struct str normalize_nfc(struct arena *mem, struct str s)
{
    UErrorCode error = U_ZERO_ERROR;
    if (is_surely_nfc(s))
        return s;
    const UNormalizer2 *nfc = unorm2_getNFCInstance(&error);
    assert(U_SUCCESS(error));
    return normalize(mem, nfc, s);
}

// ── cleaning ──────────────────────────────────────────────────────────────────────────────────

struct str text_strip(struct arena *mem, struct str s)
{
    struct buf b;
    buf_start(&b, mem, s.len * 3 + 1); // a bad byte becomes three
    for (size_t at = 0; at < s.len;) {
        UChar32 c = next_codepoint(s, &at);
        if (c == '\n' || c == '\t' || c == '\r' || !is_unwanted(c))
            buf_add_codepoint(&b, (uint32_t)c);
    }
    return buf_str(&b);
}

// Would text_strip_run change nothing?
static bool is_stripped_run(struct str s)
{
    bool after_blank = false;
    for (size_t at = 0; at < s.len;) {
        UChar32 c = next_codepoint(s, &at);
        bool blank = is_blank(c);
        if ((blank && (after_blank || c != ' ')) || (!blank && is_unwanted(c)) || c == 0xFFFD)
            return false;
        after_blank = blank;
    }
    return true;
}

struct str text_strip_run(struct arena *mem, struct str s)
{
    if (is_stripped_run(s))
        return s;
    struct buf b;
    bool after_blank = false;
    buf_start(&b, mem, s.len * 3 + 1);
    for (size_t at = 0; at < s.len;) {
        UChar32 c = next_codepoint(s, &at);
        if (!is_blank(c) && is_unwanted(c))
            continue;
        bool blank = is_blank(c);
        if (!(blank && after_blank))
            buf_add_codepoint(&b, blank ? ' ' : (uint32_t)c);
        after_blank = blank;
    }
    return buf_str(&b);
}

// The line's end without blanks, no-break ones too: nothing follows that they could hold on to.
static void trim_end(struct buf *b, size_t line_start)
{
    while (b->len > line_start) {
        size_t at = b->len;
        if (!u_isUWhiteSpace(previous_codepoint(buf_str(b), &at)))
            return;
        b->len = at;
    }
}

// Writes one line clean: blanks folded and trimmed, isolates that end without a start left out,
// those without an end ended.
static void add_clean_line(struct buf *b, struct str line)
{
    int isolates = 0;
    size_t start = b->len;
    bool blank_waits = false;
    for (size_t at = 0; at < line.len;) {
        UChar32 c = next_codepoint(line, &at);
        bool begun = b->len > start;
        if (is_blank(c) || (!begun && u_isUWhiteSpace(c))) {
            blank_waits = begun;
            continue;
        }
        bool starts = c >= ISOLATE_FIRST && c <= ISOLATE_LAST, ends = c == ISOLATE_END;
        if (is_unwanted(c) || (ends && isolates == 0) || (starts && isolates == ISOLATES_OPEN_MAX))
            continue;
        isolates += starts - ends;
        if (blank_waits)
            buf_add_char(b, ' ');
        blank_waits = false;
        buf_add_codepoint(b, (uint32_t)c);
    }
    trim_end(b, start);
    while (isolates-- > 0)
        buf_add_codepoint(b, ISOLATE_END);
}

struct str text_clean_line(struct arena *mem, struct str s)
{
    struct buf b;
    buf_start(&b, mem, s.len * 3 + 3 * ISOLATES_OPEN_MAX);
    add_clean_line(&b, s);
    return normalize_nfc(mem, buf_str(&b));
}

// The next line of *rest, whichever way it ends (CR LF is one end).
static bool cut_line(struct str *rest, struct str *line)
{
    if (!rest->at)
        return false;
    for (size_t at = 0, end = 0; at < rest->len; end = at) {
        UChar32 c = next_codepoint(*rest, &at);
        if (!is_line_end(c))
            continue;
        if (c == '\r' && at < rest->len && rest->at[at] == '\n')
            at++;
        *line = str_from_to(*rest, 0, end);
        *rest = str_after(*rest, at);
        return true;
    }
    *line = *rest;
    *rest = STR_NONE;
    return true;
}

struct str text_clean(struct arena *mem, struct str s)
{
    struct buf b;
    struct str rest = s, line;
    buf_start(&b, mem, s.len * 3 + 3 * ISOLATES_OPEN_MAX + s.len * 3);
    for (bool first = true; cut_line(&rest, &line); first = false) {
        if (!first)
            buf_add_char(&b, '\n');
        add_clean_line(&b, line);
    }
    return normalize_nfc(mem, str_trim(buf_str(&b)));
}

// ── graphemes ─────────────────────────────────────────────────────────────────────────────────

// One break iterator for each thread and kind: opening one costs more than a page may.
struct breakers {
    UBreakIterator *characters, *words;
    char words_lang[16];
};

static void end_breakers(void *at)
{
    struct breakers *b = at;
    if (b->characters)
        ubrk_close(b->characters);
    if (b->words)
        ubrk_close(b->words);
    free(b);
}

static pthread_key_t breakers_key;

static void make_breakers_key(void)
{
    int failed = pthread_key_create(&breakers_key, end_breakers);
    assert(failed == 0);
}

static struct breakers *thread_breakers(void)
{
    static pthread_once_t once = PTHREAD_ONCE_INIT;
    pthread_once(&once, make_breakers_key);
    struct breakers *b = pthread_getspecific(breakers_key);
    if (!b) {
        b = heap_take(sizeof(*b));
        pthread_setspecific(breakers_key, b);
    }
    return b;
}

static UBreakIterator *grapheme_breaker(void)
{
    struct breakers *b = thread_breakers();
    UErrorCode error = U_ZERO_ERROR;
    if (!b->characters)
        b->characters = ubrk_open(UBRK_CHARACTER, "en", NULL, 0, &error);
    assert(U_SUCCESS(error));
    return b->characters;
}

static UBreakIterator *word_breaker(const char *lang)
{
    struct breakers *b = thread_breakers();
    UErrorCode error = U_ZERO_ERROR;
    if (b->words && strncmp(b->words_lang, lang, sizeof(b->words_lang) - 1) == 0)
        return b->words;
    if (b->words)
        ubrk_close(b->words);
    snprintf(b->words_lang, sizeof(b->words_lang), "%s", lang);
    b->words = ubrk_open(UBRK_WORD, b->words_lang, NULL, 0, &error);
    assert(U_SUCCESS(error));
    return b->words;
}

static void put_text(UBreakIterator *breaker, UText *text, struct str s)
{
    UErrorCode error = U_ZERO_ERROR;
    utext_openUTF8(text, s.at ? s.at : "", (int64_t)s.len, &error);
    ubrk_setUText(breaker, text, &error);
    assert(U_SUCCESS(error));
}

// Bytes of the first `graphemes_max` graphemes, and how many those are.
static size_t graphemes_end(struct str s, size_t graphemes_max, size_t *count)
{
    UText text = UTEXT_INITIALIZER;
    UBreakIterator *breaker = grapheme_breaker();
    size_t end = 0;
    put_text(breaker, &text, s);
    for (*count = 0; *count < graphemes_max; ++*count) {
        int32_t next = ubrk_next(breaker);
        if (next == UBRK_DONE)
            break;
        end = (size_t)next;
    }
    utext_close(&text);
    return end;
}

size_t text_graphemes(struct str s)
{
    size_t count;
    graphemes_end(s, SIZE_MAX, &count);
    return count;
}

// The first `end` bytes with "…", and the isolates ended that the cut has left open.
static struct str end_cut(struct arena *mem, struct str s, size_t end)
{
    struct buf b;
    buf_start(&b, mem, s.len * 3 + 3 * ISOLATES_OPEN_MAX + 3);
    add_clean_line(&b, str_from_to(s, 0, end));
    buf_add(&b, S("…"));
    return buf_str(&b);
}

struct str text_cut(struct arena *mem, struct str s, size_t graphemes_max)
{
    size_t count;
    if (graphemes_max == 0)
        return S("");
    if (graphemes_end(s, graphemes_max, &count) == s.len)
        return s;
    return end_cut(mem, s, graphemes_end(s, graphemes_max - 1, &count));
}

// "three, …" and "the end.…" are no good ends.
static size_t before_stops(struct str s, size_t end)
{
    static const char *const stops[] = {" ", ".", ",", ";", ":", "،", "؛"};
    for (size_t i = 0; i < ARRAY_LEN(stops); i++) {
        if (str_ends(str_from_to(s, 0, end), str_from(stops[i])))
            return before_stops(s, end - strlen(stops[i]));
    }
    return end;
}

struct str text_cut_words(struct arena *mem, struct str s, size_t graphemes_max)
{
    size_t count;
    if (graphemes_max == 0 || graphemes_end(s, graphemes_max, &count) == s.len)
        return text_cut(mem, s, graphemes_max);
    size_t end = graphemes_end(s, graphemes_max - 1, &count), word = end;
    while (word > 0 && s.at[word] != ' ')
        word--;
    return end_cut(mem, s,
                   word ? before_stops(s, word) : end); // a word longer than all is cut inside
}

size_t text_words(struct str s, const char *lang)
{
    UText text = UTEXT_INITIALIZER;
    UBreakIterator *breaker = word_breaker(lang);
    size_t words = 0;
    put_text(breaker, &text, s);
    while (ubrk_next(breaker) != UBRK_DONE)
        words += ubrk_getRuleStatus(breaker) != UBRK_WORD_NONE;
    utext_close(&text);
    return words;
}

// ── folding ───────────────────────────────────────────────────────────────────────────────────

bool is_haraka(int32_t c)
{
    return (c >= 0x064B && c <= 0x0652) || c == 0x0670 || (c >= 0x0610 && c <= 0x061A) ||
           (c >= 0x0656 && c <= 0x065F) ||
           (c >= 0x06D6 && c <= 0x06ED && u_charType(c) != U_OTHER_LETTER && c != 0x06DD &&
            c != 0x06DE && c != 0x06E9);
}

struct str text_compatible(struct arena *mem, struct str s)
{
    UErrorCode error = U_ZERO_ERROR;
    const UNormalizer2 *nfkc = unorm2_getNFKCInstance(&error);
    assert(U_SUCCESS(error));
    return is_plain_ascii(s) ? s : normalize(mem, nfkc, s);
}

struct str text_fold(struct arena *mem, struct str s)
{
    UErrorCode error = U_ZERO_ERROR;
    const UNormalizer2 *folding = unorm2_getNFKCCasefoldInstance(&error);
    assert(U_SUCCESS(error));
    struct str folded = normalize(mem, folding, s);
    struct buf b;
    buf_start(&b, mem, folded.len + 1);
    for (size_t at = 0; at < folded.len;) {
        UChar32 c = next_codepoint(folded, &at);
        if (!is_haraka(c) && c != TATWEEL)
            buf_add_codepoint(&b, (uint32_t)c);
    }
    return text_clean_line(mem, buf_str(&b));
}

void text_tokens(struct arena *mem, struct str s, struct str **out, size_t *count)
{
    UText text = UTEXT_INITIALIZER;
    UBreakIterator *breaker = word_breaker("en");
    struct str *tokens = NULL;
    size_t found = 0, room = 0;
    put_text(breaker, &text, s);
    int32_t from = 0;
    for (int32_t to = ubrk_next(breaker); to != UBRK_DONE; from = to, to = ubrk_next(breaker))
        *list_add(mem, &tokens, &found, &room) = str_from_to(s, (size_t)from, (size_t)to);
    utext_close(&text);
    *out = tokens;
    *count = found;
}
