// A line of somebody's JSON: whatever it is, it is refused with a sentence or becomes a story whose
// text can be stored and read back, and whose JSON is JSON.
#include "fuzz.h"

#include "api/story_json.h"
#include "wire/import.h"

static void check_body(struct job *job, const struct block *body)
{
    struct str stored, again;
    struct block *read;
    LAW(document_write(job, body, &stored));
    LAW(document_parse(job, stored, &read));
    LAW(document_write(job, read, &again));
    LAW(str_eq(stored, again));
}

static void check_json(struct job *job, const struct import_item *item)
{
    struct story story = {.state = {.id = 1, .edition = item->fields.edition},
                          .headline = item->fields.headline,
                          .standfirst = item->fields.standfirst,
                          .body = item->fields.body};
    struct json_writer w;
    struct str json;
    json_t *object;
    json_writer_start(&w, &job->mem);
    LAW(write_json_story(job, &w, &story, S("https://n.example"), STORY_JSON_WHOLE));
    LAW(json_writer_done(job, &w, &json));
    LAW(parse_json_object(job, json, &object));
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct import_item item;
    AUTO_JOB job;
    job_start(&job, 1764017202000);
    if (!import_jsonl_parse(&job, (struct str){(const char *)data, size}, &item)) {
        LAW(job_failed(&job) && job.fault.text[0]);
        return 0;
    }
    LAW(!job_failed(&job));
    if (item.fields.body)
        check_body(&job, item.fields.body);
    check_json(&job, &item);
    return 0;
}
