// What a change of a flash means to programs on /live/{edition} (contract.md, "Addresses").
#include "page/internal.h"

#include <jansson.h>

// "flash:en:17" → en, 17. Anything else is no flash.
static bool parse_topic(struct str topic, struct str *edition, uint64_t *id)
{
    struct str word, rest, number;
    return str_split(topic, ':', &word, &rest) && str_is(word, "flash") &&
           str_split(rest, ':', edition, &number) && parse_uint(number, INT64_MAX, id);
}

static json_t *json_text(struct str s)
{
    return json_stringn(s.len ? s.at : "", s.len);
}

static struct str write_json(struct arena *mem, json_t *json)
{
    char *text = json_dumps(json, JSON_COMPACT);
    assert(text); // texts are UTF-8 already: the store takes no others
    struct str copy = str_copy(mem, str_from(text));
    free(text);
    json_decref(json);
    return copy;
}

static struct str flash_json(struct arena *mem, const struct flash *flash, struct str site_url)
{
    json_t *json = json_object();
    json_object_set_new(json, "id", json_text(str_printf(mem, "%lld", (long long)flash->id)));
    json_object_set_new(json, "place", json_text(flash->place));
    json_object_set_new(json, "source", json_text(flash->source));
    json_object_set_new(json, "text", json_text(flash->text));
    struct str path = str_printf(mem, "/" STR_FMT "/" STR_FMT, STR_ARG(flash->edition),
                                 STR_ARG(flash->story_path));
    struct str url = str_join(mem, site_url, url_encode_path(mem, path));
    json_object_set_new(json, "url", flash->story_path.len ? json_text(url) : json_null());
    json_object_set_new(json, "at", json_text(time_rfc3339(mem, flash->at_ms)));
    return write_json(mem, json);
}

bool page_flash_event(struct job *job, struct store *store, struct str site_url,
                      const struct change *change, bool *is_event, struct page_event *out)
{
    struct str edition;
    uint64_t id;
    *is_event = parse_topic(change->topic, &edition, &id);
    if (!*is_event)
        return true;
    AUTO_TXN txn = read_begin(job, store, NULL);
    if (!txn.open)
        return false;
    struct flash flash;
    bool is_there = flash_get(job, &txn, (int64_t)id, &flash);
    if (!is_there && job->fault.kind != FAULT_NOT_FOUND)
        return false;
    job_forgive(job); // deleted from the table by hand: it ended
    bool has_ended = !is_there || flash.ended_ms;
    *out = (struct page_event){
        .edition = str_copy(&job->mem, edition),
        .name = has_ended ? S("flash-end") : S("flash"),
        .data = has_ended ? str_printf(&job->mem, "{\"id\":\"%llu\"}", (unsigned long long)id)
                          : flash_json(&job->mem, &flash, site_url)};
    return true;
}
