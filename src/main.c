// Stoppress, wired by hand, in order: what is made first is what the next is made of. Followers of
// the change log and routes are tables handed over here, so that no machine knows another.
#include "api/api.h"
#include "command/command.h"
#include "news/clockwork.h"
#include "news/popularity.h"
#include "newsroom/newsroom.h"
#include "page/page.h"
#include "site/site.h"

#include <sys/stat.h>

enum {
    RING_CHANGES = 1 << 14,
    RING_EVENTS = 1 << 12,
    CACHE_SHARDS = 16,
    HEARTBEAT_MS = 20000,
    INLINE_BYTES_MAX = 2048,
    BODY_BYTES_PER_SECOND_MIN = 500,
    BYE_AFTER_MS = 1000, // what pages wait at least before they come again
};

struct server {
    const struct settings *settings; // those it was made with
    struct store *store;
    struct page_world *pages;
    struct cache *cache;
    struct live *live;
    struct due *due;
    struct counter *counter;
    struct media *media;
    struct api *api;
    struct site *site;
    struct newsroom *newsroom;
    struct http *http;
    struct http_area areas[API_AREAS + 2];
    struct str address; // "http://127.0.0.1:8080/"
    struct arena mem;
};

// ── what live asks of pages ───────────────────────────────────────────────────────────────────

static bool live_fragment(struct job *job, void *with, struct str name, struct live_fragment *out)
{
    struct server *server = with;
    struct cache_fragment fragment;
    if (!cache_fragment_get(job, server->cache, name, &fragment))
        return false;
    *out = (struct live_fragment){.name = name,
                                  .channel = fragment.channel,
                                  .version = fragment.version,
                                  .html = fragment.text,
                                  .newest_seq = fragment.newest_seq,
                                  .hold = page_fragment_is_held(name)};
    return true;
}

static bool live_channel(struct job *job, void *with, struct str channel, struct str **names,
                         size_t *count)
{
    return page_channel_fragments(job, channel, names, count);
}

static bool live_event(struct job *job, void *with, const struct change *change,
                       struct live_event *out, bool *is_event)
{
    struct server *server = with;
    struct page_event event;
    if (!page_flash_event(job, server->store, server->settings->site_url, change, is_event, &event))
        return false;
    if (*is_event)
        *out = (struct live_event){event.name, event.data, event.edition};
    return true;
}

// ── the parts, in order ───────────────────────────────────────────────────────────────────────

static bool open_store(struct job *job, struct server *server)
{
    struct str url = server->settings->database;
    if (!url.len)
        url = str_join(&job->mem, server->settings->data, S("/stoppress.db"));
    struct store_options options = {.url = str_c(&job->mem, url), .keep_follower = true};
    return store_open(job, &options, &server->store);
}

static bool open_pages(struct job *job, struct server *server)
{
    struct page_options options = {.site_url = server->settings->site_url,
                                   .theme =
                                       str_join(&server->mem, server->settings->data, S("/theme"))};
    return page_world_make(job, &options, &server->pages);
}

static bool open_cache(struct job *job, struct server *server)
{
    struct cache_options options = {.sender = site_cache_sender(),
                                    .bytes_max = (size_t)server->settings->page_cache_mb << 20,
                                    .ring_changes = RING_CHANGES,
                                    .shards = CACHE_SHARDS,
                                    .make_fragment = page_fragment_make,
                                    .make_fragment_with = server->pages,
                                    .surrogate_keys = server->settings->cdn};
    return cache_open(job, server->store, &options, &server->cache);
}

static bool open_live(struct job *job, struct server *server)
{
    struct live_options options = {.with = server,
                                   .fragment = live_fragment,
                                   .channel_fragments = live_channel,
                                   .event = live_event,
                                   .store = server->store,
                                   .ring_events = RING_EVENTS,
                                   .heartbeat_ms = HEARTBEAT_MS,
                                   .inline_bytes_max = INLINE_BYTES_MAX,
                                   .subscribers_max = (int)server->settings->streams_max};
    if (!live_open(job, &options, &server->live))
        return false;
    cache_on_fragment_dropped(server->cache, live_fragment_dropped, server->live);
    return true;
}

static bool open_due(struct job *job, struct server *server)
{
    struct due_options options = {.store = server->store,
                                  .kinds = news_due_kinds,
                                  .kinds_count = news_due_kinds_count,
                                  .now_ms = clock_unix_ms};
    return due_open(job, &options, &server->due);
}

// ── what was counted, to the news ─────────────────────────────────────────────────────────────

static struct tally *tallies_of(struct arena *mem, const struct count_sum *sums, size_t count,
                                enum count_kind kind, size_t *out_count)
{
    struct tally *tallies = arena_array(mem, struct tally, count);
    *out_count = 0;
    for (size_t i = 0; i < count; i++) {
        if (sums[i].kind == kind)
            tallies[(*out_count)++] = (struct tally){sums[i].id, sums[i].count};
    }
    return tallies;
}

static bool take_counts(struct job *job, void *with, const struct count_sum *sums, size_t count)
{
    struct store *store = ((struct server *)with)->store;
    size_t views_count, shares_count;
    struct tally *views = tallies_of(&job->mem, sums, count, COUNT_VIEW, &views_count);
    struct tally *shares = tallies_of(&job->mem, sums, count, COUNT_SHARE, &shares_count);
    AUTO_TXN look = read_begin(job, store, NULL);
    if (!look.open || !tallies_known(job, &look, views, &views_count) ||
        !tallies_known(job, &look, shares, &shares_count))
        return false;
    txn_end(&look);
    if (views_count + shares_count == 0)
        return true;
    AUTO_TXN txn = write_begin(job, store);
    return txn.open && views_add(job, &txn, job->now_ms / (3600 * 1000), views, views_count) &&
           shares_add(job, &txn, shares, shares_count) && txn_commit(job, &txn);
}

static bool open_counter(struct job *job, struct server *server)
{
    struct count_options options = {.take = take_counts,
                                    .with = server,
                                    .period_ms = (int)server->settings->count_seconds * 1000};
    return count_open(job, &options, &server->counter);
}

static bool open_media(struct job *job, struct server *server)
{
    struct media_options options = {.dir =
                                        str_join(&job->mem, server->settings->data, S("/media"))};
    return media_open(job, &options, &server->media);
}

// A disk that cannot be written to must not keep readers away: it is said, and serving goes on.
static void start_clockwork(struct server *server)
{
    AUTO_JOB job;
    job_start(&job, clock_unix_ms());
    AUTO_TXN txn = write_begin(&job, server->store);
    if (!txn.open || !clockwork_start(&job, &txn, server->settings->count_seconds * 1000) ||
        !txn_commit(&job, &txn))
        log_fault("due", &job);
}

static bool make_areas(struct job *job, struct server *server)
{
    struct newsroom_options newsroom = {.store = server->store,
                                        .media = server->media,
                                        .world = server->pages,
                                        .site_url = server->settings->site_url,
                                        .two_step_optional = !server->settings->two_step};
    if (!newsroom_open(job, &newsroom, &server->newsroom))
        return false;
    server->api = api_open(&(struct api_options){.store = server->store,
                                                 .settings = server->settings,
                                                 .cache = server->cache,
                                                 .live = server->live,
                                                 .due = server->due,
                                                 .counter = server->counter,
                                                 .media = server->media});
    server->site = site_open(&(struct site_options){.store = server->store,
                                                    .cache = server->cache,
                                                    .live = server->live,
                                                    .counter = server->counter,
                                                    .media = server->media,
                                                    .world = server->pages,
                                                    .site_url = server->settings->site_url});
    for (int i = 0; i < API_AREAS; i++)
        server->areas[i] = api_area(server->api, (enum api_area_name)i);
    server->areas[API_AREAS] = site_area(server->site);
    server->areas[API_AREAS + 1] = newsroom_area(server->newsroom);
    return true;
}

static bool open_http(struct job *job, struct server *server, const int *inherited, int count)
{
    const struct settings *s = server->settings;
    struct http_options options = {.listen = s->listen,
                                   .inherited = inherited,
                                   .inherited_count = count,
                                   .tls_cert = s->tls_cert,
                                   .tls_key = s->tls_key,
                                   .network_threads = (int)s->network_threads,
                                   .pages_threads = (int)s->page_threads,
                                   .desk_threads = (int)s->desk_threads,
                                   .queue_max = (int)s->queue_max,
                                   .connections_max = (int)s->connections_max,
                                   .header_deadline_ms = (int)s->header_deadline_ms,
                                   .body_bytes_per_second_min = BODY_BYTES_PER_SECOND_MIN,
                                   .idle_ms = (int)s->idle_ms,
                                   .trusted_proxies = s->trusted_proxies,
                                   .areas = server->areas,
                                   .areas_count = ARRAY_LEN(server->areas),
                                   .on_request = api_count_request,
                                   .on_request_with = server->api};
    if (!http_start(job, &options, &server->http))
        return false;
    api_use_http(server->api, server->http);
    server->address =
        str_printf(&server->mem, "%s://" STR_FMT "/", s->tls_cert.len ? "https" : "http",
                   STR_ARG(http_address(server->http)));
    return true;
}

// ── open and close ────────────────────────────────────────────────────────────────────────────

// Streams are told to come again, requests that were begun are answered, then each part ends before
// what it is made of. Fit for a server that was opened half.
static void server_close(struct server *server)
{
    if (server->live)
        live_bye(server->live, BYE_AFTER_MS);
    if (server->http)
        http_stop(server->http, server->settings->drain_ms);
    api_close(server->api);
    site_close(server->site);
    newsroom_close(server->newsroom);
    count_close(server->counter); // hands over what it has: the store and its followers are there
    media_close(server->media);
    due_close(server->due);
    if (server->live) {
        store_unfollow(server->store, live_follow, server->live);
        live_close(server->live);
    }
    if (server->cache) {
        store_unfollow(server->store, cache_follow, server->cache);
        cache_close(server->cache);
    }
    page_world_free(server->pages);
    store_close(server->store);
    arena_end(&server->mem);
    free(server);
}

static bool open_parts(struct job *job, struct server *server, const int *inherited, int count)
{
    if (!open_store(job, server) || !open_pages(job, server) || !open_cache(job, server) ||
        !open_live(job, server) || !open_due(job, server) || !open_counter(job, server) ||
        !open_media(job, server))
        return false;
    // The cache first: what it drops is what live sends.
    store_follow(server->store, cache_follow, server->cache);
    store_follow(server->store, live_follow, server->live);
    store_follow(server->store, due_follow, server->due);
    start_clockwork(server);
    return make_areas(job, server) && open_http(job, server, inherited, count);
}

static bool server_open(struct job *job, const struct settings *settings, const int *inherited,
                        int inherited_count, struct server **out)
{
    struct server *server = heap_take(sizeof(*server));
    server->settings = settings;
    arena_start(&server->mem);
    if (!open_parts(job, server, inherited, inherited_count)) {
        server_close(server);
        return false;
    }
    *out = server;
    return true;
}

static struct str server_address(const struct server *server)
{
    return server->address;
}

// Limits and certificates change at once; what threads and pages were made of waits for a restart.
static bool server_reload(struct job *job, struct server *server, const struct settings *settings)
{
    if (server->settings->tls_cert.len && !http_reload_tls(job, server->http))
        return false;
    api_use_settings(server->api, settings);
    return true;
}

int main(int argc, char **argv)
{
    static const struct command_server server = {.open = server_open,
                                                 .address = server_address,
                                                 .reload = server_reload,
                                                 .close = server_close};
    umask(077); // databases, settings and backups are their owner's alone
    return command_main(argc, argv, &server);
}
