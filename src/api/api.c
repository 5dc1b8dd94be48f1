#include "api/internal.h"

// The first that fits wins. Grep an address, find its function.
#define V1 "/api/v1"
#define FILINGS(many)                                                                              \
    {HTTP_GET, V1 "/" many, api_filings_list, HTTP_DESK, 0},                                       \
        {HTTP_POST, V1 "/" many, api_filings_make, HTTP_DESK, SMALL_BYTES_MAX},                    \
        {HTTP_GET, V1 "/" many "/:id", api_filings_get, HTTP_DESK, 0},                             \
    {                                                                                              \
        HTTP_PATCH, V1 "/" many "/:id", api_filings_patch, HTTP_DESK, SMALL_BYTES_MAX              \
    }
static const struct http_route content[] = {
    {HTTP_GET, V1 "/openapi.json", api_openapi_get, HTTP_NOW, 0},
    {HTTP_GET, V1 "/stories", api_stories_list, HTTP_DESK, 0},
    {HTTP_POST, V1 "/stories", api_stories_make, HTTP_DESK, STORY_BYTES_MAX},
    {HTTP_GET, V1 "/stories/:id", api_stories_get, HTTP_DESK, 0},
    {HTTP_PATCH, V1 "/stories/:id", api_stories_patch, HTTP_DESK, STORY_BYTES_MAX},
    {HTTP_POST, V1 "/stories/:id/publish", api_stories_publish, HTTP_DESK, SMALL_BYTES_MAX},
    {HTTP_POST, V1 "/stories/:id/unpublish", api_stories_unpublish, HTTP_DESK, SMALL_BYTES_MAX},
    {HTTP_POST, V1 "/stories/:id/withdraw", api_stories_withdraw, HTTP_DESK, SMALL_BYTES_MAX},
    {HTTP_POST, V1 "/stories/:id/correct", api_stories_correct, HTTP_DESK, STORY_BYTES_MAX},
    {HTTP_GET, V1 "/flashes", api_flashes_list, HTTP_DESK, 0},
    {HTTP_POST, V1 "/flashes", api_flashes_make, HTTP_DESK, SMALL_BYTES_MAX},
    {HTTP_GET, V1 "/flashes/:id", api_flashes_get, HTTP_DESK, 0},
    {HTTP_PATCH, V1 "/flashes/:id", api_flashes_patch, HTTP_DESK, SMALL_BYTES_MAX},
    {HTTP_DELETE, V1 "/flashes/:id", api_flashes_end, HTTP_DESK, SMALL_BYTES_MAX},
    {HTTP_GET, V1 "/media", api_media_list, HTTP_DESK, 0},
    {HTTP_POST, V1 "/media", api_media_make, HTTP_DESK, PICTURE_BYTES_MAX},
    {HTTP_GET, V1 "/media/:id", api_media_get, HTTP_DESK, 0},
    {HTTP_PATCH, V1 "/media/:id", api_media_patch, HTTP_DESK, SMALL_BYTES_MAX},
    {HTTP_GET, V1 "/editions", api_editions_list, HTTP_DESK, 0},
    {HTTP_GET, V1 "/editions/:id", api_editions_get, HTTP_DESK, 0},
    {HTTP_PATCH, V1 "/editions/:id", api_editions_patch, HTTP_DESK, SMALL_BYTES_MAX},
    {HTTP_GET, V1 "/fronts", api_fronts_list, HTTP_DESK, 0},
    {HTTP_GET, V1 "/fronts/:id", api_fronts_get, HTTP_DESK, 0},
    {HTTP_PATCH, V1 "/fronts/:id", api_fronts_patch, HTTP_DESK, SMALL_BYTES_MAX},
    {HTTP_GET, V1 "/changes", api_changes_list, HTTP_DESK, 0},
    {HTTP_POST, V1 "/topics/:id/merge", api_topics_merge, HTTP_DESK, SMALL_BYTES_MAX},
    FILINGS("sections"),
    FILINGS("regions"),
    FILINGS("topics"),
    FILINGS("people"),
    FILINGS("sources"),
    FILINGS("dossiers"),
};

static const struct http_route health[] = {{HTTP_GET, "/healthz", api_health_get, HTTP_DESK, 0}};
static const struct http_route metrics[] = {{HTTP_GET, "/metrics", api_metrics_get, HTTP_DESK, 0}};

static const struct {
    const char *prefix;
    const struct http_route *routes;
    size_t routes_count;
} areas[API_AREAS] = {
    [API_CONTENT] = {"/api/", content, ARRAY_LEN(content)},
    [API_HEALTH] = {"/healthz", health, ARRAY_LEN(health)},
    [API_METRICS] = {"/metrics", metrics, ARRAY_LEN(metrics)},
};

struct http_area api_area(struct api *api, enum api_area_name name)
{
    return (struct http_area){.prefix = areas[name].prefix,
                              .routes = areas[name].routes,
                              .routes_count = areas[name].routes_count,
                              .fault = api_fault,
                              .app = api};
}

struct api *api_open(const struct api_options *options)
{
    struct api *api = heap_take(sizeof(*api));
    api->options = *options;
    api->rate = api_rate_open();
    api->started_ms = clock_unix_ms();
    atomic_store(&api->settings, options->settings);
    return api;
}

void api_close(struct api *api)
{
    if (!api)
        return;
    api_rate_close(api->rate);
    free(api);
}

void api_use_settings(struct api *api, const struct settings *settings)
{
    atomic_store(&api->settings, settings);
}

void api_use_http(struct api *api, struct http *http)
{
    atomic_store(&api->http, http);
}
