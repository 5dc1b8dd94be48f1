// Only for api/.
#pragma once

#include "api/api.h"
#include "api/json_reader.h"
#include "api/json_writer.h"
#include "api/api_rate.h"
#include "news/actor.h"
#include "news/edition.h"
#include "news/filing.h"

#include <stdatomic.h>

extern const struct str api_openapi[]; // openapi.json, baked in by tools/bake_text

struct api {
    struct api_options options;
    _Atomic(const struct settings *) settings;
    _Atomic(struct http *) http;
    struct api_rate *rate;
    int64_t started_ms;
    atomic_uint_least64_t by_class[6]; // answers by the first digit of their status
    atomic_uint_least64_t micros;
};

enum {
    STORY_BYTES_MAX = 4 << 20, // a document (2 MiB) as JSON, and everything beside it
    SMALL_BYTES_MAX = 256 << 10,
    PICTURE_BYTES_MAX = MEDIA_BYTES_MAX + SMALL_BYTES_MAX, // and the form around it
    LIMIT_MAX = 100,
};

// ── who asks ──────────────────────────────────────────────────────────────────────────────────

struct visitor {
    bool has_token;
    struct actor actor; // without a token: no rights
};

// Every handler begins with one of these. A token that does not hold is UNAUTHORIZED even where
// none is needed; who has none is held to api_per_minute (TOO_MANY).
MUST_USE bool api_enter(struct job *job, struct http_request *request, struct api *api,
                        struct visitor *out);
// With a token that has this right, else UNAUTHORIZED or DENIED.
MUST_USE bool api_enter_with(struct job *job, struct http_request *request, struct api *api,
                             enum actor_right right, struct actor *out);

// ── what is asked ─────────────────────────────────────────────────────────────────────────────

// The body as an object; UNSUPPORTED unless it says it is JSON. Without `needed`, no body is an
// empty object.
MUST_USE bool api_body(struct job *job, struct http_request *request, bool needed, json_t **out);
// The pattern's :id; NOT_FOUND, naming `word`, unless it can be one.
MUST_USE bool api_id(struct job *job, struct http_request *request, const char *word, int64_t *out);
// ?limit=, 1 to LIMIT_MAX.
MUST_USE bool api_limit(struct job *job, struct http_request *request, size_t fallback,
                        size_t *out);
// ?edition= → *given and *out; an unknown one is a field error.
MUST_USE bool api_edition(struct job *job, struct http_request *request, struct txn *txn,
                          bool *given, struct edition *out);
// What stands in front of a path of this site: site_url, or the origin that was asked for.
struct str api_origin(struct job *job, struct http_request *request, struct api *api);
// Unknown names in the body are INVALID, all of them.
MUST_USE bool api_known_only(struct job *job, json_t *object, const char *const *names,
                             const char *thing);

// ── the answer ────────────────────────────────────────────────────────────────────────────────

// JSON with Cache-Control; `more` are further header lines, or empty.
void api_answer(struct job *job, struct http_request *request, int status, struct str more,
                struct str json);
// The same for what anybody may read: other sites' scripts too (CORS).
void api_answer_public(struct job *job, struct http_request *request, struct str more,
                       struct str json);
// Ends the writer and answers.
MUST_USE bool api_finish(struct job *job, struct http_request *request, struct json_writer *w);

http_fault_handler api_fault;

http_handler api_stories_list, api_stories_get, api_stories_make, api_stories_patch;
http_handler api_stories_publish, api_stories_unpublish, api_stories_withdraw, api_stories_correct;
http_handler api_flashes_list, api_flashes_get, api_flashes_make, api_flashes_patch,
    api_flashes_end;
http_handler api_filings_list, api_filings_get, api_filings_make, api_filings_patch,
    api_topics_merge;
http_handler api_media_list, api_media_get, api_media_make, api_media_patch;
http_handler api_fronts_list, api_fronts_get, api_fronts_patch, api_editions_patch;
http_handler api_editions_list, api_editions_get, api_changes_list, api_openapi_get;
http_handler api_health_get, api_metrics_get;
