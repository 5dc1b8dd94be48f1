// site: addresses a reader can visit: pages, fragments, assets, event streams, and what a page
// sends back: that it was viewed or shared.
//
//   struct http_area area = site_area(site);   // "/"
//
// A page that the cache has is answered on the network thread; one that must be made goes to the
// pages' lane. What is in a page, and what it depends on, is page/'s business.
#pragma once

#include "cache/cache.h"
#include "count/count.h"
#include "http/http.h"
#include "live/live.h"
#include "media/media.h"
#include "page/page.h"

struct site;

struct site_options {
    struct store *store;
    struct cache *cache;
    struct live *live;
    struct counter *counter;
    struct media *media;
    struct page_world *world;
    struct str site_url; // empty: pages carry the origin that was asked for
};

struct site *site_open(const struct site_options *options); // kept until site_close
void site_close(struct site *site);
struct http_area site_area(struct site *site);

// For cache_options.sender: how the cache's finished bytes become something http can send.
struct cache_sender site_cache_sender(void);
