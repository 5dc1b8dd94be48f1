#include "site/internal.h"

enum { BEACON_BYTES_MAX = 64 };

static const struct http_route routes[] = {
    {HTTP_GET, "/", site_root, HTTP_NOW, 0},
    {HTTP_GET, "/robots.txt", site_robots, HTTP_NOW, 0},
    {HTTP_GET, "/favicon.ico", site_favicon, HTTP_NOW, 0},
    {HTTP_GET, "/newsroom", site_newsroom, HTTP_NOW, 0},
    {HTTP_GET, "/assets/:name", site_asset, HTTP_NOW, 0},
    {HTTP_GET, "/_f/*fragment", site_fragment, HTTP_NOW, 0},
    {HTTP_GET, "/live/:edition", site_live, HTTP_NOW, 0},
    {HTTP_GET, "/media/*rest", site_media, HTTP_PAGES, 0},
    {HTTP_POST, "/_count/view/:id", site_count_view, HTTP_NOW, BEACON_BYTES_MAX},
    {HTTP_POST, "/_count/share/:id", site_count_share, HTTP_NOW, BEACON_BYTES_MAX},
    {HTTP_GET, "/*path", site_page, HTTP_NOW, 0},
};

struct site *site_open(const struct site_options *options)
{
    struct site *site = heap_take(sizeof(*site));
    site->options = *options;
    pthread_mutex_init(&site->known_lock, NULL);
    return site;
}

void site_close(struct site *site)
{
    if (site)
        pthread_mutex_destroy(&site->known_lock);
    free(site);
}

struct http_area site_area(struct site *site)
{
    return (struct http_area){.prefix = "/",
                              .routes = routes,
                              .routes_count = ARRAY_LEN(routes),
                              .fault = site_fault,
                              .app = site};
}

struct cache_sender site_cache_sender(void)
{
    return (struct cache_sender){
        .make = http_reply_make, .keep = http_reply_keep, .put = http_reply_put};
}
