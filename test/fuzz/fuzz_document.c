// What document_parse takes, it takes again as it was written: parse∘write = same. No writer breaks
// on it, and what it makes is well formed.
#include "fuzz.h"

#include "text/document.h"
#include "text/markdown.h"

// As text "javascript:" may stand anywhere, as an address nowhere.
static bool is_dead(struct str html)
{
    return str_find(html, S("<script")) < 0 && str_find(html, S("=\"javascript:")) < 0 &&
           is_utf8_text(html);
}

static void check_writers(struct job *job, const struct block *doc)
{
    struct html html;
    struct str text;
    if (document_write_html(job, doc, NULL, &html))
        LAW(is_dead(html.safe));
    if (document_write_markdown(job, doc, &text)) {
        struct block *again;
        if (text.len <= MARKDOWN_BYTES_MAX && markdown_parse(job, text, &again) &&
            document_write_html(job, again, NULL, &html))
            LAW(is_dead(html.safe));
    }
    if (document_write_plain(job, doc, &text))
        LAW(is_utf8_text(text));
    document_words(doc, "en");
    LAW(is_utf8_text(document_opening(job, doc, 20)));
}

static void check_adopting(struct job *job, struct str written)
{
    struct block *now, *before;
    struct str same;
    LAW(document_parse(job, written, &now) && document_parse(job, written, &before));
    document_adopt_ids(job, now, before);
    LAW(document_write(job, now, &same) && str_eq(same, written));
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    AUTO_JOB job;
    struct block *doc, *again;
    struct str first, second;
    job_start(&job, 0);
    if (!document_parse(&job, (struct str){(const char *)data, size}, &doc) ||
        !document_write(&job, doc, &first))
        return 0;
    LAW(document_parse(&job, first, &again));
    LAW(document_write(&job, again, &second));
    LAW(str_eq(first, second));
    check_writers(&job, doc);
    check_adopting(&job, first);
    return 0;
}
