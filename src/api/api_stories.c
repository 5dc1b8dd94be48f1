// Stories: one, made, changed. What happens to them is in api_story_acts.c, lists are in
// story_lists.c.
#include "api/api_story.h"

bool api_stories_get(struct job *job, struct http_request *request, void *app)
{
    struct api *api = app;
    struct visitor visitor;
    struct story story;
    int64_t id;
    if (!api_enter(job, request, api, &visitor) || !api_id(job, request, "story", &id))
        return false;
    bool sees_drafts = visitor.actor.rights & RIGHT_STORY_READ;
    AUTO_TXN txn = read_begin(job, api->options.store, NULL);
    if (!txn.open || !(sees_drafts ? story_working_copy(job, &txn, &visitor.actor, id, &story)
                                   : story_read(job, &txn, id, &story)))
        return false;
    struct str json;
    if (!api_story_json(job, request, api, &story, &json))
        return false;
    api_answer_public(job, request, api_story_etag(&job->mem, story.state.version), json);
    return true;
}

bool api_stories_make(struct job *job, struct http_request *request, void *app)
{
    struct api *api = app;
    struct story_write write;
    struct story_fields fields;
    json_t *object;
    if (!api_enter_with(job, request, api, RIGHT_STORY_WRITE, &write.actor) ||
        !api_body(job, request, true, &object) || !parse_story_fields(job, object, NULL, &fields))
        return false;
    AUTO_TXN txn = write_begin(job, api->options.store);
    if (!txn.open || !story_make(job, &txn, &write.actor, &fields, &write.id))
        return false;
    return api_story_commit(job, request, api, &txn, &write, 201);
}

bool api_stories_patch(struct job *job, struct http_request *request, void *app)
{
    struct api *api = app;
    struct story_write write;
    struct story_fields fields;
    json_t *object;
    if (!api_enter_with(job, request, api, RIGHT_STORY_WRITE, &write.actor) ||
        !api_id(job, request, "story", &write.id))
        return false;
    if (!http_header(request, "If-Match").len)
        return job_fail(job, FAULT_PRECONDITION,
                        "say which version this changes: If-Match with the ETag that GET gave");
    if (!api_body(job, request, true, &object) || !parse_story_fields(job, object, NULL, &fields))
        return false;
    AUTO_TXN txn = write_begin(job, api->options.store);
    return txn.open && api_story_if_match(job, request, &txn, write.id) &&
           story_save(job, &txn, &write.actor, write.id, 0, &fields) &&
           api_story_commit(job, request, api, &txn, &write, 200);
}
