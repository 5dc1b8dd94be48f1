// Any bytes, and any JSON, at the gate of documents: a document or a sentence, never a crash. What
// is said of a refusal is text that can stand in a log line.
#include "fuzz.h"

#include "text/document.h"

static void parse(struct str json)
{
    AUTO_JOB job;
    struct block *doc = NULL;
    job_start(&job, 0);
    bool taken = document_parse(&job, json, &doc);
    LAW(taken == (doc != NULL) && taken != job_failed(&job));
    if (!taken)
        LAW(strlen(job.fault.text) > 0 && is_utf8_text(str_from(job.fault.text)));
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    AUTO_JOB job;
    struct str json = {(const char *)data, size};
    job_start(&job, 0);
    parse(json);
    struct buf b; // the same where a chart's description stands, which is an object of its own
    buf_start(&b, &job.mem, size + 128);
    buf_add(&b, S("{\"type\":\"doc\",\"content\":[{\"type\":\"chart\",\"attrs\":{\"data\":"));
    buf_add(&b, json);
    buf_add(&b, S("}}]}"));
    parse(buf_str(&b));
    return 0;
}
