// Flashes: the ticker's entries.
#include "api/flash_json.h"
#include "api/internal.h"

enum { FLASHES_MAX = 100 };

// Reads it back in the transaction that changed it, commits, answers.
static bool commit(struct job *job, struct http_request *request, struct api *api, struct txn *txn,
                   int64_t id, int status)
{
    struct flash flash;
    struct json_writer w;
    struct str json, location = STR_NONE;
    if (!flash_get(job, txn, id, &flash))
        return false;
    json_writer_start(&w, &job->mem);
    write_json_flash(job, &w, &flash, api_origin(job, request, api));
    if (!json_writer_done(job, &w, &json) || !txn_commit(job, txn))
        return false;
    if (status == 201)
        location = str_printf(&job->mem, "Location: /api/v1/flashes/%lld\n", (long long)id);
    api_answer(job, request, status, location, json);
    return true;
}

static bool list_edition(struct job *job, struct txn *txn, int64_t edition_id, size_t limit,
                         struct str origin, struct json_writer *w)
{
    struct flash *flashes;
    size_t count;
    if (!flash_list(job, txn, edition_id, limit, &flashes, &count))
        return false;
    for (size_t i = 0; i < count; i++)
        write_json_flash(job, w, &flashes[i], origin);
    return true;
}

bool api_flashes_list(struct job *job, struct http_request *request, void *app)
{
    struct api *api = app;
    struct visitor visitor;
    struct edition edition, *editions = &edition;
    size_t limit, count = 1;
    bool given;
    if (!api_enter(job, request, api, &visitor) || !api_limit(job, request, FLASHES_MAX, &limit))
        return false;
    AUTO_TXN txn = read_begin(job, api->options.store, NULL);
    if (!txn.open || !api_edition(job, request, &txn, &given, &edition) ||
        (!given && !edition_list(job, &txn, &editions, &count)))
        return false;
    struct json_writer w;
    struct str origin = api_origin(job, request, api);
    json_writer_start(&w, &job->mem);
    write_json_open(&w, '{');
    write_json_key(&w, "items");
    write_json_open(&w, '[');
    for (size_t i = 0; i < count; i++) {
        if (!list_edition(job, &txn, editions[i].id, limit, origin, &w))
            return false;
    }
    write_json_close(&w, ']');
    write_json_key(&w, "next");
    write_json_null(&w);
    write_json_close(&w, '}');
    return api_finish(job, request, &w);
}

bool api_flashes_get(struct job *job, struct http_request *request, void *app)
{
    struct api *api = app;
    struct visitor visitor;
    struct flash flash;
    int64_t id;
    if (!api_enter(job, request, api, &visitor) || !api_id(job, request, "flash", &id))
        return false;
    AUTO_TXN txn = read_begin(job, api->options.store, NULL);
    if (!txn.open || !flash_get(job, &txn, id, &flash))
        return false;
    struct json_writer w;
    json_writer_start(&w, &job->mem);
    write_json_flash(job, &w, &flash, api_origin(job, request, api));
    return api_finish(job, request, &w);
}

bool api_flashes_make(struct job *job, struct http_request *request, void *app)
{
    struct api *api = app;
    struct actor actor;
    struct flash flash;
    unsigned given;
    json_t *object;
    int64_t id;
    if (!api_enter_with(job, request, api, RIGHT_FLASH_WRITE, &actor) ||
        !api_body(job, request, true, &object) || !parse_flash(job, object, true, &flash, &given))
        return false;
    AUTO_TXN txn = write_begin(job, api->options.store);
    return txn.open && flash_make(job, &txn, &actor, flash.edition, &flash, given, &id) &&
           commit(job, request, api, &txn, id, 201);
}

bool api_flashes_patch(struct job *job, struct http_request *request, void *app)
{
    struct api *api = app;
    struct actor actor;
    struct flash flash;
    unsigned given;
    json_t *object;
    int64_t id;
    if (!api_enter_with(job, request, api, RIGHT_FLASH_WRITE, &actor) ||
        !api_id(job, request, "flash", &id) || !api_body(job, request, true, &object) ||
        !parse_flash(job, object, false, &flash, &given))
        return false;
    AUTO_TXN txn = write_begin(job, api->options.store);
    return txn.open && flash_change(job, &txn, &actor, id, &flash, given) &&
           commit(job, request, api, &txn, id, 200);
}

bool api_flashes_end(struct job *job, struct http_request *request, void *app)
{
    struct api *api = app;
    struct actor actor;
    int64_t id;
    if (!api_enter_with(job, request, api, RIGHT_FLASH_WRITE, &actor) ||
        !api_id(job, request, "flash", &id))
        return false;
    AUTO_TXN txn = write_begin(job, api->options.store);
    if (!txn.open || !flash_end(job, &txn, &actor, id) || !txn_commit(job, &txn))
        return false;
    http_answer_text(request, 204, S("Cache-Control: no-store\n"), STR_NONE);
    return true;
}
