// The change log, for followers: what changed, in order, in the words of the schema's triggers.
#include "api/internal.h"

enum { CHANGES_MAX = 1000 };

// What wakes our own clockwork is nobody else's business.
static bool is_public_topic(struct str topic)
{
    return !str_is(topic, "due");
}

static bool read_changes_limit(struct job *job, struct http_request *request, size_t *out)
{
    bool found;
    uint64_t limit = CHANGES_MAX;
    struct str given = http_query(request, "limit", &found);
    if (found && (!parse_uint(given, CHANGES_MAX, &limit) || limit == 0))
        return job_fail_field(job, "limit", "must be a whole number from 1 to %d", CHANGES_MAX);
    *out = (size_t)limit;
    return true;
}

static void write_changes(struct json_writer *w, const struct change *changes, size_t count)
{
    write_json_key(w, "items");
    write_json_open(w, '[');
    for (size_t i = 0; i < count; i++) {
        if (!is_public_topic(changes[i].topic))
            continue;
        write_json_open(w, '{');
        write_json_key(w, "seq");
        write_json_int(w, (int64_t)changes[i].seq);
        write_json_key(w, "topic");
        write_json_text(w, changes[i].topic);
        write_json_close(w, '}');
    }
    write_json_close(w, ']');
}

// `seq` is what to ask with next time: as far as this answer reaches. `complete` is false when the
// log no longer reaches back to `since`: whoever follows must begin anew.
bool api_changes_list(struct job *job, struct http_request *request, void *app)
{
    struct api *api = app;
    struct actor actor;
    struct change *changes = NULL;
    struct json_writer w;
    uint64_t since = 0, newest = 0;
    size_t limit = 0, count = 0;
    bool complete = false, found;
    if (!api_enter_with(job, request, api, RIGHT_CHANGES_READ, &actor) ||
        !read_changes_limit(job, request, &limit))
        return false;
    struct str given = http_query(request, "since", &found);
    if (found && !parse_uint(given, INT64_MAX, &since))
        return job_fail_field(job, "since", "must be a seq: a whole number");
    AUTO_TXN txn = read_begin(job, api->options.store, NULL);
    if (!txn.open || !txn_seq(job, &txn, &newest) ||
        !store_changes(job, &txn, since, limit, &changes, &count, &complete))
        return false;
    bool more = count == limit && changes[count - 1].seq < newest;
    uint64_t seq = more ? changes[count - 1].seq : newest;
    json_writer_start(&w, &job->mem);
    write_json_open(&w, '{');
    write_changes(&w, changes, count);
    write_json_key(&w, "seq");
    write_json_int(&w, (int64_t)seq);
    write_json_key(&w, "complete");
    write_json_bool(&w, complete);
    write_json_key(&w, "next");
    if (more)
        write_json_text(&w, str_printf(&job->mem, "%llu", (unsigned long long)seq));
    else
        write_json_null(&w);
    write_json_close(&w, '}');
    return api_finish(job, request, &w);
}
