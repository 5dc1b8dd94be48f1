// api_story: what calls that change a story have in common: If-Match before, the whole story after.
#pragma once

#include "api/internal.h"
#include "api/story_json.h"

struct story_write {
    struct actor actor;
    int64_t id;
};

struct str api_story_etag(struct arena *mem, int64_t version); // the header line: ETag: "7"

// Holds If-Match, if it was sent, against the newest version: STALE when it does not hold. (The
// problem document then says which version is current.)
MUST_USE bool api_story_if_match(struct job *job, struct http_request *request, struct txn *txn,
                                 int64_t id);

MUST_USE bool api_story_json(struct job *job, struct http_request *request, struct api *api,
                             const struct story *story, struct str *json);
// Reads the story back in the transaction that changed it, commits, and answers with it.
MUST_USE bool api_story_commit(struct job *job, struct http_request *request, struct api *api,
                               struct txn *txn, const struct story_write *write, int status);
