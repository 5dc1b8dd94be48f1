#include "text/html_charset.h"

#include "text/html_tree.h"

#include <unicode/ucnv.h>

enum { LOOK_BYTES = 4096, NAME_BYTES_MAX = 40 };

// The Encoding Standard's readings that ICU does not share.
static const struct {
    const char *said, *meant;
} readings[] = {{"iso-8859-1", "windows-1252"},
                {"iso8859-1", "windows-1252"},
                {"iso_8859-1", "windows-1252"},
                {"latin1", "windows-1252"},
                {"latin-1", "windows-1252"},
                {"l1", "windows-1252"},
                {"us-ascii", "windows-1252"},
                {"ascii", "windows-1252"},
                {"x-cp1252", "windows-1252"},
                {"cp1252", "windows-1252"},
                {"iso-8859-9", "windows-1254"},
                {"latin5", "windows-1254"},
                {"iso-8859-11", "windows-874"},
                {"tis-620", "windows-874"},
                {"gb2312", "gb18030"},
                {"gbk", "gb18030"},
                {"x-gbk", "gb18030"},
                {"x-sjis", "windows-31j"},
                {"shift_jis", "windows-31j"},
                {"shift-jis", "windows-31j"},
                {"sjis", "windows-31j"},
                {"euc-kr", "windows-949"},
                {"ks_c_5601-1987", "windows-949"},
                {"utf-16", "utf-8"},
                {"utf-16le", "utf-8"},
                {"utf-16be", "utf-8"},
                {"unicode", "utf-8"},
                {"utf8", "utf-8"},
                {"x-cp1256", "windows-1256"},
                {"cp1256", "windows-1256"}};

static const struct {
    const char *mark;
    size_t len;
    const char *charset;
} marks[] = {
    {"\xEF\xBB\xBF", 3, "utf-8"}, {"\xFF\xFE", 2, "utf-16le"}, {"\xFE\xFF", 2, "utf-16be"}};

static bool is_name_char(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-' || c == '_' || c == ':' ||
           c == '.';
}

// What stands behind "charset=" in the first of the page, in <meta> or an XML declaration.
static struct str said_charset(struct arena *mem, struct str bytes)
{
    struct str head = str_lower(mem, str_from_to(bytes, 0, LOOK_BYTES));
    static const char *const words[] = {"charset", "encoding"};
    for (size_t i = 0; i < ARRAY_LEN(words); i++) {
        struct str rest = head, word = str_from(words[i]);
        for (ptrdiff_t at; (at = str_find(rest, word)) >= 0;) {
            size_t from = 0, end;
            rest = str_after(rest, (size_t)at + word.len);
            while (from < rest.len && strchr(" \t\n\r=\"'", rest.at[from]))
                from++;
            for (end = from; end < rest.len && is_name_char(rest.at[end]);)
                end++;
            if (from > 0 && end > from && end - from <= NAME_BYTES_MAX &&
                (i == 0 || str_starts(head, S("<?xml"))))
                return str_from_to(rest, from, end);
        }
    }
    return STR_NONE;
}

static const char *meant_charset(struct arena *mem, struct str said)
{
    for (size_t i = 0; i < ARRAY_LEN(readings); i++) {
        if (str_is(said, readings[i].said))
            return readings[i].meant;
    }
    return str_c(mem, said);
}

static bool convert(struct job *job, const char *charset, struct str bytes, struct str *out)
{
    UErrorCode error = U_ZERO_ERROR;
    UConverter *from = ucnv_open(charset, &error);
    if (U_FAILURE(error))
        return false;
    UChar *wide = arena_take_raw(&job->mem, (bytes.len + 1) * sizeof(*wide) * 2);
    int32_t len = ucnv_toUChars(from, wide, (int32_t)bytes.len * 2 + 1, bytes.at ? bytes.at : "",
                                (int32_t)bytes.len, &error);
    ucnv_close(from);
    if (U_FAILURE(error))
        return false;
    *out = utf8_make(&job->mem, wide, len);
    return true;
}

static bool is_utf8(struct str bytes)
{
    struct str rest = bytes, part;
    while (str_cut(&rest, '\0', &part)) { // a NUL is no text, but no other charset either
        if (!is_utf8_text(part))
            return false;
    }
    return true;
}

static bool has_high_bytes(struct str bytes)
{
    for (size_t i = 0; i < bytes.len; i++) {
        if ((unsigned char)bytes.at[i] >= 0x80)
            return true;
    }
    return false;
}

bool html_to_utf8(struct job *job, struct str bytes, struct str *out)
{
    if (bytes.len > HTML_INPUT_BYTES_MAX)
        return job_fail(job, FAULT_TOO_BIG, "the page is larger than %d MiB",
                        HTML_INPUT_BYTES_MAX >> 20);
    for (size_t i = 0; i < ARRAY_LEN(marks); i++) {
        struct str mark = {marks[i].mark, marks[i].len}, rest = str_after(bytes, marks[i].len);
        if (str_starts(bytes, mark) && convert(job, marks[i].charset, rest, out))
            return true;
    }
    struct str said = said_charset(&job->mem, bytes);
    const char *charset = said.len ? meant_charset(&job->mem, said) : "utf-8";
    bool utf8 = is_utf8(bytes);
    // Who saves a page often saves it as UTF-8, whatever it goes on to say: by chance no other text
    // is well-formed.
    if (utf8 && (has_high_bytes(bytes) || strcmp(charset, "utf-8") == 0)) {
        *out = bytes;
        return true;
    }
    if (said.len && convert(job, charset, bytes, out))
        return true;
    *out = bytes;
    return utf8 || convert(job, "windows-1252", bytes, out) ||
           job_fail(job, FAULT_INVALID, "the page is no text");
}
