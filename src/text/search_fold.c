#include "text/search_fold.h"

#include "text/internal.h"
#include "text/unicode.h"

enum {
    ALEF = 0x0627,
    HEH = 0x0647,
    YEH = 0x064A,
    HAMZA = 0x0621,
    TEH_MARBUTA = 0x0629,
    ALEF_MAQSURA = 0x0649,
    ALEF_WASLA = 0x0671,
    FARSI_YEH = 0x06CC,
    KEHEH = 0x06A9,
    KAF = 0x0643,
};

// Marks that sit on letters whose bare form people type: of the European scripts, and hamza, madda.
static bool is_left_out(int32_t c)
{
    return (c >= 0x0300 && c <= 0x036F) || (c >= 0x0653 && c <= 0x0655) || c == HAMZA;
}

static int32_t typed_as(int32_t c)
{
    switch (c) {
    case ALEF_WASLA:
        return ALEF;
    case ALEF_MAQSURA:
    case FARSI_YEH:
        return YEH;
    case TEH_MARBUTA:
        return HEH;
    case KEHEH:
        return KAF;
    default:
        return c;
    }
}

static struct str lower_line(struct arena *mem, struct str s)
{
    return text_clean_line(mem, str_lower(mem, s));
}

struct str search_fold(struct arena *mem, struct str s)
{
    if (is_plain_ascii(s))
        return lower_line(mem, s);
    UErrorCode error = U_ZERO_ERROR;
    const UNormalizer2 *apart = unorm2_getNFDInstance(&error);
    assert(U_SUCCESS(error));
    struct str folded = normalize(mem, apart, text_fold(mem, s));
    struct buf b;
    buf_start(&b, mem, folded.len * 2 + 1);
    for (size_t at = 0; at < folded.len;) {
        int32_t c = next_codepoint(folded, &at);
        if (!is_left_out(c))
            buf_add_codepoint(&b, (uint32_t)typed_as(c));
    }
    return normalize_nfc(mem, buf_str(&b));
}
