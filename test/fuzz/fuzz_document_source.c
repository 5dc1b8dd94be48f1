// Any text becomes a document or is refused; written again as one types it, it is the same
// document, but for ids. A document given as JSON too.
#include "fuzz.h"

#include "text/document_source.h"

static void check(struct job *job, const struct block *doc)
{
    struct block *again;
    struct str json, json_again, source;
    LAW(document_write(job, doc, &json));
    LAW(document_write_source(job, doc, &source));
    if (source.len > 1 << 20) // more than a form takes
        return;
    LAW(document_parse_source(job, source, &again));
    document_adopt_ids(job, again, doc);
    LAW(document_write(job, again, &json_again));
    if (!str_eq(json, json_again))
        fprintf(stderr, STR_FMT "\nis written\n" STR_FMT "\nis read\n" STR_FMT "\n", STR_ARG(json),
                STR_ARG(source), STR_ARG(json_again));
    LAW(str_eq(json, json_again));
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    AUTO_JOB job;
    struct block *doc;
    struct str text = {(const char *)data, size};
    job_start(&job, 0);
    if (document_parse_source(&job, text, &doc))
        check(&job, doc);
    job_forgive(&job);
    if (document_parse(&job, text, &doc))
        check(&job, doc);
    return 0;
}
