// What happens to stories: publish, unpublish, withdraw, correct. All four honour If-Match if it is
// sent, raise the version and answer the whole story.
#include "api/api_story.h"

struct act {
    struct story_write write;
    struct api *api;
    json_t *object;
};

static bool enter(struct job *job, struct http_request *request, void *app, enum actor_right right,
                  struct act *out)
{
    out->api = app;
    return api_enter_with(job, request, app, right, &out->write.actor) &&
           api_id(job, request, "story", &out->write.id) &&
           api_body(job, request, false, &out->object);
}

static bool read_reason(struct job *job, json_t *object, const char *field, struct str *out)
{
    json_t *value = json_object_get(object, field);
    *out = STR_NONE;
    return !value || parse_json_text(job, field, value, out);
}

bool api_stories_publish(struct job *job, struct http_request *request, void *app)
{
    struct act act;
    int64_t at_ms = 0;
    if (!enter(job, request, app, RIGHT_STORY_PUBLISH, &act) ||
        !api_known_only(job, act.object, (const char *[]){"at", NULL}, "publishing"))
        return false;
    json_t *at = json_object_get(act.object, "at");
    if (at && !parse_json_time(job, "at", at, &at_ms))
        return false;
    AUTO_TXN txn = write_begin(job, act.api->options.store);
    return txn.open && api_story_if_match(job, request, &txn, act.write.id) &&
           story_publish(job, &txn, &act.write.actor, act.write.id, 0, at_ms, NULL) &&
           api_story_commit(job, request, act.api, &txn, &act.write, 200);
}

bool api_stories_unpublish(struct job *job, struct http_request *request, void *app)
{
    struct act act;
    if (!enter(job, request, app, RIGHT_STORY_PUBLISH, &act) ||
        !api_known_only(job, act.object, (const char *[]){NULL}, "unpublishing"))
        return false;
    AUTO_TXN txn = write_begin(job, act.api->options.store);
    return txn.open && api_story_if_match(job, request, &txn, act.write.id) &&
           story_unpublish(job, &txn, &act.write.actor, act.write.id, 0) &&
           api_story_commit(job, request, act.api, &txn, &act.write, 200);
}

bool api_stories_withdraw(struct job *job, struct http_request *request, void *app)
{
    struct act act;
    struct str reason;
    if (!enter(job, request, app, RIGHT_STORY_WITHDRAW, &act) ||
        !api_known_only(job, act.object, (const char *[]){"reason", NULL}, "withdrawing") ||
        !read_reason(job, act.object, "reason", &reason))
        return false;
    AUTO_TXN txn = write_begin(job, act.api->options.store);
    return txn.open && api_story_if_match(job, request, &txn, act.write.id) &&
           story_withdraw(job, &txn, &act.write.actor, act.write.id, 0, reason) &&
           api_story_commit(job, request, act.api, &txn, &act.write, 200);
}

bool api_stories_correct(struct job *job, struct http_request *request, void *app)
{
    struct act act;
    struct story_fields fields;
    struct str note;
    if (!enter(job, request, app, RIGHT_STORY_PUBLISH, &act) ||
        !read_reason(job, act.object, "note", &note) ||
        !parse_story_fields(job, act.object, (const char *[]){"note", NULL}, &fields))
        return false;
    AUTO_TXN txn = write_begin(job, act.api->options.store);
    return txn.open && api_story_if_match(job, request, &txn, act.write.id) &&
           story_correct(job, &txn, &act.write.actor, act.write.id, 0, note, &fields) &&
           api_story_commit(job, request, act.api, &txn, &act.write, 200);
}
