// decode∘encode = same; what may stand in a link is one line of text and no script.
#include "fuzz.h"

#include "text/slug.h"
#include "text/unicode.h"
#include "text/url.h"

static void check_coding(struct arena *mem, struct str text)
{
    struct str decoded, again;
    if (is_utf8_text(text)) {
        LAW(url_decode(mem, url_encode_path(mem, text), &decoded) && str_eq(decoded, text));
        LAW(url_decode(mem, url_encode_query(mem, text), &decoded) && str_eq(decoded, text));
    }
    if (url_decode(mem, text, &decoded)) {
        LAW(is_utf8_text(decoded));
        LAW(url_decode(mem, url_encode_path(mem, decoded), &again) && str_eq(again, decoded));
    }
}

// As a browser reads it: tabs and line ends out, blanks and controls off the front, any case.
static bool is_script(struct arena *mem, struct str url)
{
    struct buf b;
    buf_start(&b, mem, url.len + 1);
    for (size_t i = 0; i < url.len; i++) {
        bool blank = (unsigned char)url.at[i] <= ' ';
        if (!(blank && (b.len == 0 || strchr("\t\r\n", url.at[i]))))
            buf_add_char(&b, url.at[i]);
    }
    struct str read = str_lower(mem, buf_str(&b));
    return str_starts(read, S("javascript:")) || str_starts(read, S("data:")) ||
           str_starts(read, S("vbscript:"));
}

static void check_cleaning(struct arena *mem, struct str text)
{
    struct str line = text_clean_line(mem, text), clean = text_clean(mem, text);
    LAW(str_eq(text_clean_line(mem, line), line) && is_utf8_text(line));
    LAW(str_eq(text_clean(mem, clean), clean) && is_utf8_text(clean));
    if (str_find(line, S("\u2066")) < 0 && str_find(line, S("\u2067")) < 0 &&
        str_find(line, S("\u2068")) < 0) // what ends them counts too
        LAW(text_graphemes(text_cut(mem, line, 8)) <= 8);
    struct str slug = slug_make(mem, text), folded = text_fold(mem, text);
    LAW(slug.len == 0 || is_slug(slug));
    LAW(str_eq(text_fold(mem, folded), folded));
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct str text = {(const char *)data, size};
    AUTO_JOB job;
    job_start(&job, 0);
    check_coding(&job.mem, text);
    if (is_link_safe(text))
        LAW(!is_script(&job.mem, text) && !str_has(text, '\n') && !str_has(text, ' '));
    check_cleaning(&job.mem, text);
    return 0;
}
