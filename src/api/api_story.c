#include "api/api_story.h"

struct str api_story_etag(struct arena *mem, int64_t version)
{
    return str_printf(mem, "ETag: \"%lld\"\n", (long long)version);
}

// One of the tags of If-Match is this version. A proxy that compresses makes our strong tag a weak
// one (W/"7"); it still names the version, so it is taken.
static bool names_version(struct str header, int64_t version)
{
    for (struct str tag; str_cut(&header, ',', &tag);) {
        int64_t named;
        tag = str_trim(tag);
        if (str_is(tag, "*"))
            return true;
        if (str_starts(tag, S("W/")))
            tag = str_after(tag, 2);
        if (tag.len >= 2 && tag.at[0] == '"' && tag.at[tag.len - 1] == '"')
            tag = str_from_to(tag, 1, tag.len - 1);
        if (parse_int(tag, &named) && named == version)
            return true;
    }
    return false;
}

bool api_story_if_match(struct job *job, struct http_request *request, struct txn *txn, int64_t id)
{
    struct story_state state;
    struct str header = http_header(request, "If-Match");
    if (!story_state_read(job, txn, id, &state))
        return false;
    if (!header.len || names_version(header, state.version))
        return true;
    return job_fail(
        job, FAULT_STALE,
        "somebody was faster: the story is at version %lld now; read it again and repeat "
        "the change on that",
        (long long)state.version);
}

bool api_story_json(struct job *job, struct http_request *request, struct api *api,
                    const struct story *story, struct str *json)
{
    struct json_writer w;
    json_writer_start(&w, &job->mem);
    return write_json_story(job, &w, story, api_origin(job, request, api), STORY_JSON_WHOLE) &&
           json_writer_done(job, &w, json);
}

bool api_story_commit(struct job *job, struct http_request *request, struct api *api,
                      struct txn *txn, const struct story_write *write, int status)
{
    struct story story;
    struct str json;
    if (!story_working_copy(job, txn, &write->actor, write->id, &story) ||
        !api_story_json(job, request, api, &story, &json) || !txn_commit(job, txn))
        return false;
    struct str headers = api_story_etag(&job->mem, story.state.version);
    if (status == 201)
        headers = str_printf(&job->mem, STR_FMT "Location: /api/v1/stories/%lld\n",
                             STR_ARG(headers), (long long)write->id);
    api_answer(job, request, status, headers, json);
    return true;
}
