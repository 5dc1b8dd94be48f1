// api: addresses a program can visit: the content API under /api/v1/, its OpenAPI document, and
// what an operator's machines ask for, /healthz and /metrics.
//
//   struct api *api = api_open(&options);
//   areas[0] = api_area(api, API_CONTENT);    // "/api/"
//
// A handler reads JSON into the structs of news/, does one thing in one transaction, reads the
// result back in the same transaction, commits, and answers: so an answer is what was saved, and
// when it arrives every reader of this node sees it. Rules and rights are news/'s; faults become
// problem documents (RFC 9457) in one place, api_problem.c.
//
// Never: knows a page; decides what a role may.
#pragma once

#include "cache/cache.h"
#include "count/count.h"
#include "due/due.h"
#include "http/http.h"
#include "live/live.h"
#include "media/media.h"
#include "settings/settings.h"
#include "store/store.h"

struct api;

struct api_options {
    struct store *store;
    const struct settings *settings; // kept; api_use_settings() exchanges it
    // For /metrics and /healthz; each may be NULL.
    struct cache *cache;
    struct live *live;
    struct due *due;
    struct counter *counter;
    struct media *media; // takes what POST /media brings
};

struct api *api_open(const struct api_options *options);
void api_close(struct api *api); // NULL is fine; after http has stopped
void api_use_settings(struct api *api, const struct settings *settings);
void api_use_http(struct api *api, struct http *http); // for /metrics, once it has started

enum api_area_name { API_CONTENT, API_HEALTH, API_METRICS, API_AREAS };
struct http_area api_area(struct api *api, enum api_area_name name);

// For http_options.on_request; `with` is the api.
void api_count_request(void *with, int status, int64_t micros);
