// Any bytes as HTML: they become a document that can be stored and read back the same, and in which
// nothing lives that was not in our table; or they are too large, in a sentence.
#include "fuzz.h"

#include "text/html_charset.h"
#include "text/html_document.h"

static bool take_picture(struct job *job, void *with, const struct html_picture *picture,
                         int64_t *id)
{
    *id = picture->src.len % 3; // some are not to be had
    return true;
}

// A tag of ours begins every "<".
static bool has_only_our_tags(struct str html)
{
    static const char *const tags[] = {
        "p ",     "h2 ",    "h3 ",  "h4 ",       "ul ",      "ol ",    "li ",   "hr ",
        "br>",    "a ",     "em>",  "strong>",   "div ",     "table>", "tr>",   "td>",
        "thead>", "tbody>", "th ",  "figure ",   "img ",     "small ", "p>",    "video ",
        "audio ", "span ",  "sub>", "sup>",      "caption>", "ol>",    "cite>", "figcaption>",
        "p>",     "td ",    "th>",  "blockquote"};
    struct str rest = html;
    for (ptrdiff_t at; (at = str_find_char(rest, '<')) >= 0;) {
        bool ours = false;
        rest = str_after(rest, (size_t)at + 1);
        for (size_t i = 0; i < ARRAY_LEN(tags); i++)
            ours = ours || str_starts(rest, str_from(tags[i]));
        if (!ours && !str_starts(rest, S("/")))
            return false;
    }
    return true;
}

static bool has_live_address(struct str html)
{
    static const char *const live[] = {"href=\"javascript", "href=\"data", "href=\"vbscript",
                                       "src=\"javascript",  "src=\"data",  "src=\"vbscript"};
    struct arena mem;
    bool found = false;
    arena_start(&mem);
    struct str small = str_lower(&mem, html);
    for (size_t i = 0; i < ARRAY_LEN(live); i++)
        found = found || str_find(small, str_from(live[i])) >= 0;
    arena_end(&mem);
    return found;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    AUTO_JOB job;
    struct block *doc, *again;
    struct str utf8, json, json_again;
    struct html html;
    struct html_intake intake = {.base = S("https://paper.example/news/"), .picture = take_picture};
    job_start(&job, 0);
    if (!html_to_utf8(&job, (struct str){(const char *)data, size}, &utf8) ||
        !html_parse_document(&job, utf8, &intake, &doc)) {
        LAW(job_failed(&job) && job.fault.kind == FAULT_TOO_BIG);
        return 0;
    }
    LAW(document_write(&job, doc, &json));
    LAW(document_parse(&job, json, &again) && document_write(&job, again, &json_again));
    LAW(str_eq(json, json_again));
    LAW(document_write_html(&job, doc, NULL, &html));
    LAW(has_only_our_tags(html.safe) && !has_live_address(html.safe));
    return 0;
}
