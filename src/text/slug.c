#include "text/slug.h"

#include "text/internal.h"

#include <unicode/uchar.h>
#include <unicode/uscript.h>
#include <unicode/utf16.h>

enum { SLUG_BYTES_MAX = 96, TATWEEL = 0x0640 };

// Latin letters that Unicode does not take apart.
static const struct {
    UChar32 letter;
    const char *folded;
} latin_folds[] = {
    {0xDF, "ss"}, {0xE6, "ae"}, {0xF0, "d"},  {0xF8, "o"},    {0xFE, "th"},  {0x111, "d"},
    {0x127, "h"}, {0x131, "i"}, {0x138, "k"}, {0x142, "l"},   {0x14B, "ng"}, {0x153, "oe"},
    {0x167, "t"}, {0x180, "b"}, {0x19A, "l"}, {0x1E9E, "ss"}, {0x256, "d"},  {0x257, "d"},
    {0x253, "b"}, {0x260, "g"}, {0x268, "i"}, {0x289, "u"},   {0x24D, "r"},  {0x247, "e"},
};

static bool is_script(UChar32 c, UScriptCode script)
{
    UErrorCode error = U_ZERO_ERROR;
    return uscript_getScript(c, &error) == script;
}

static bool is_mark(UChar32 c)
{
    return (U_GET_GC_MASK(c) & U_GC_M_MASK) != 0;
}

static void add_letter(struct buf *b, UChar32 c)
{
    c = u_tolower(c);
    for (size_t i = 0; i < ARRAY_LEN(latin_folds); i++) {
        if (latin_folds[i].letter == c) {
            buf_add(b, str_from(latin_folds[i].folded));
            return;
        }
    }
    buf_add_codepoint(b, (uint32_t)c);
}

// What is written without its being a letter: accents on Latin, Arabic vowels, the stretch, and
// characters that show nothing (joiners, soft hyphens, bidi controls); the apostrophe, so that
// "Kyiv's" is one word.
static bool is_left_out(UChar32 c, bool after_latin)
{
    if (c == '\'' || c == 0x2019 || c == 0x02BC || is_haraka(c) || c == TATWEEL ||
        u_charType(c) == U_FORMAT_CHAR)
        return true;
    return is_mark(c) && after_latin;
}

// `wide` is decomposed (NFD), so that an accent is a character of its own.
static void add_letters(struct buf *b, const UChar *wide, int32_t len)
{
    bool gap = false, after_letter = false, after_latin = false;
    for (int32_t at = 0; at < len;) {
        UChar32 c;
        U16_NEXT(wide, at, len, c);
        if (is_left_out(c, after_latin))
            continue;
        if (!u_isalnum(c) && !(is_mark(c) && after_letter)) {
            gap = b->len > 0;
            after_letter = after_latin = false;
            continue;
        }
        if (gap)
            buf_add_char(b, '-');
        gap = false;
        if (!is_mark(c))
            after_latin = is_script(c, USCRIPT_LATIN);
        after_letter = true;
        add_letter(b, c);
    }
}

// At most SLUG_BYTES_MAX, after a whole word if there is one, otherwise after a whole letter.
static struct str cut_at_word(struct str slug)
{
    if (slug.len <= SLUG_BYTES_MAX)
        return slug;
    for (size_t end = SLUG_BYTES_MAX; end > 0; end--) {
        if (slug.at[end] == '-')
            return str_from_to(slug, 0, end);
    }
    size_t end = SLUG_BYTES_MAX;
    while (end > 0 && ((unsigned char)slug.at[end] & 0xC0) == 0x80)
        end--; // not inside a letter …
    for (size_t next = end; end > 0; next = end) {
        if (!is_mark(next_codepoint(slug, &next)))
            break;
        previous_codepoint(slug, &end); // … nor between a letter and its marks
    }
    return str_from_to(slug, 0, end);
}

struct str slug_make(struct arena *mem, struct str headline)
{
    UErrorCode error = U_ZERO_ERROR;
    const UNormalizer2 *nfd = unorm2_getNFDInstance(&error);
    assert(U_SUCCESS(error));
    int32_t len;
    UChar *wide = utf16_make(mem, normalize(mem, nfd, headline), &len);
    struct buf b;
    buf_start(&b, mem, (size_t)len * 4 + 1);
    add_letters(&b, wide, len);
    return cut_at_word(normalize_nfc(mem, buf_str(&b)));
}

bool is_slug(struct str s)
{
    if (s.len == 0 || s.len > SLUG_BYTES_MAX || !is_utf8_text(s))
        return false;
    struct arena mem;
    arena_start(&mem);
    bool same = str_eq(slug_make(&mem, s), s);
    arena_end(&mem);
    return same;
}
