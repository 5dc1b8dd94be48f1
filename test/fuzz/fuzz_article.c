// Any bytes as a saved page: its facts are clean lines, its dates and addresses are what they say
// they are, and its body can be stored and read back.
#include "fuzz.h"

#include "text/article.h"
#include "text/html_charset.h"
#include "text/unicode.h"
#include "text/url.h"

static void check_line(struct job *job, struct str line)
{
    LAW(is_utf8_text(line));
    LAW(str_eq(text_clean_line(&job->mem, line), line));
}

static void check_names(struct job *job, const struct article_names *names)
{
    for (size_t i = 0; i < names->count; i++) {
        LAW(names->items[i].len > 0);
        check_line(job, names->items[i]);
    }
}

static void check_body(struct job *job, const struct block *body)
{
    struct str stored, again;
    struct block *read;
    LAW(document_write(job, body, &stored));
    LAW(document_parse(job, stored, &read));
    LAW(document_write(job, read, &again));
    LAW(str_eq(stored, again));
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    AUTO_JOB job;
    struct article article;
    struct html_intake intake = {0};
    struct str utf8;
    job_start(&job, 0);
    if (!html_to_utf8(&job, (struct str){(const char *)data, size}, &utf8) ||
        !article_parse(&job, utf8, &intake, &article)) {
        LAW(job_failed(&job) && job.fault.kind == FAULT_TOO_BIG);
        return 0;
    }
    check_line(&job, article.headline);
    check_line(&job, article.standfirst);
    check_line(&job, article.site);
    check_line(&job, article.section);
    check_line(&job, article.picture.caption);
    check_names(&job, &article.authors);
    check_names(&job, &article.topics);
    LAW(!article.url.len || is_absolute_http(article.url));
    check_body(&job, article.body);
    return 0;
}
