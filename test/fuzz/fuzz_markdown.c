// Any Markdown becomes a document that is valid, dead as HTML, and comes back from its Markdown as
// it was: write∘parse∘write = write for the document, and parse∘write = same for what Markdown can
// say.
#include "fuzz.h"

#include "text/document.h"
#include "text/markdown.h"

// A tag of ours begins every "<": no other letter follows it.
static bool has_only_our_tags(struct str html)
{
    static const char *const tags[] = {
        "p ",     "h2 ",    "h3 ",      "h4 ",     "ul ",  "ol ",         "li ",        "hr ",
        "br>",    "a ",     "em>",      "strong>", "div ", "table>",      "tr>",        "td>",
        "thead>", "tbody>", "th scope", "figure ", "img ", "figcaption>", "blockquote "};
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
    return str_find(html, S("href=\"javascript")) >= 0 || str_find(html, S("href=\"data")) >= 0 ||
           str_find(html, S("href=\"vbscript")) >= 0;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    AUTO_JOB job;
    struct block *doc, *again;
    struct str json, json_again, markdown;
    struct html html;
    job_start(&job, 0);
    if (!markdown_parse(&job, (struct str){(const char *)data, size}, &doc) ||
        !document_write(&job, doc, &json))
        return 0;
    LAW(document_parse(&job, json, &again) && document_write(&job, again, &json_again));
    LAW(str_eq(json, json_again));
    LAW(document_write_html(&job, doc, NULL, &html));
    LAW(has_only_our_tags(html.safe) && !has_live_address(html.safe));
    LAW(document_write_markdown(&job, doc, &markdown));
    LAW(markdown_parse(&job, markdown, &again) && document_write(&job, again, &json_again));
    if (!str_eq(json, json_again))
        fprintf(stderr, STR_FMT "\nis written\n" STR_FMT "\nis read\n" STR_FMT "\n", STR_ARG(json),
                STR_ARG(markdown), STR_ARG(json_again));
    LAW(str_eq(json, json_again));
    return 0;
}
