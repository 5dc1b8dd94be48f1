// Only for site/.
#pragma once

#include "site/site.h"

#include <pthread.h>

enum { EDITIONS_KNOWN_MAX = 32, SLUG_BYTES_MAX = 32 };

struct site {
    struct site_options options;
    // Editions that were found once, so that a stream begins without asking the store.
    pthread_mutex_t known_lock;
    char known[EDITIONS_KNOWN_MAX][SLUG_BYTES_MAX];
    int known_count;
};

http_handler site_page, site_root, site_fragment, site_asset, site_live, site_media, site_robots,
    site_favicon, site_count_view, site_count_share, site_newsroom;
http_fault_handler site_fault;

// What the client takes, as the cache asks it.
struct cache_asked site_asked(const struct http_request *request);
// The key of a page: the origin if it matters, `path`, and `rest` (parameters).
struct str site_key(struct arena *mem, const struct site *site, const struct http_request *request,
                    struct str path, struct str rest);
// Answers with the page of this key: at once when the cache has it, otherwise from the pages' lane
// by `again`, which comes back here.
bool site_answer(struct job *job, struct http_request *request, struct site *site, struct str key,
                 http_handler *again);
