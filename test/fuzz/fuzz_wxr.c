// Somebody's WordPress export: whatever it is, it is refused with a sentence or read; what is
// mended is read the same however its bytes arrive; and the content of every item becomes a
// document that can be stored and read back.
#include "fuzz.h"

#include "text/html_document.h"
#include "wire/wxr_html.h"
#include "wire/wxr_mend.h"
#include "wire/wxr_read.h"

static void check_content(struct job *job, struct str content)
{
    struct wxr_html_world world = {0};
    struct html_intake intake = {0};
    struct str html, stored, again;
    struct block *body, *read;
    if (!wxr_html(job, content, &world, &html) || !html_parse_document(job, html, &intake, &body)) {
        LAW(job->fault.text[0]);
        return;
    }
    LAW(document_write(job, body, &stored));
    LAW(document_parse(job, stored, &read));
    LAW(document_write(job, read, &again));
    LAW(str_eq(stored, again));
}

static bool take(struct job *job, void *with, const struct wxr_item *item)
{
    check_content(job, item->content);
    job_forgive(job);
    check_content(job, item->excerpt);
    return true;
}

static void read_it(struct job *job, struct str bytes, bool mend)
{
    struct wxr_reading reading = {.take = take, .mend = mend};
    struct wxr_site site;
    if (!wxr_read_bytes(job, &reading, bytes, &site))
        LAW(job_failed(job) && job->fault.text[0]);
    job_forgive(job);
}

static void check_mending(struct job *job, struct str bytes)
{
    char *whole = arena_take(&job->mem, WXR_MEND_ROOM(bytes.len));
    char *parts = arena_take(&job->mem, WXR_MEND_ROOM(bytes.len));
    struct wxr_mend mend = {0};
    size_t whole_len = wxr_mend(&mend, bytes.at, bytes.len, true, whole), parts_len;
    mend = (struct wxr_mend){0};
    parts_len = wxr_mend(&mend, bytes.at, bytes.len / 3, false, parts);
    parts_len += wxr_mend(&mend, bytes.at + bytes.len / 3, bytes.len - bytes.len / 3, true,
                          parts + parts_len);
    LAW(str_eq((struct str){whole, whole_len}, (struct str){parts, parts_len}));
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct str bytes = {(const char *)data, size};
    AUTO_JOB job;
    job_start(&job, 1764017202000);
    read_it(&job, bytes, false);
    read_it(&job, bytes, true);
    check_mending(&job, bytes);
    check_content(&job, bytes); // alone, too: most of what is tried is no XML
    return 0;
}
