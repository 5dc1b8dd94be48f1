// Event streams: an open answer of http whose bytes come from live.
#include "site/internal.h"

#include "news/edition.h"

#include <stdatomic.h>

// One open stream. Made by the handler, freed when the client is gone.
struct listener {
    _Atomic(struct http_stream *) stream; // NULL until http has begun it: it begins awake
    struct live_subscriber *subscriber;
};

static void listener_started(void *with, struct http_stream *stream)
{
    atomic_store(&((struct listener *)with)->stream, stream);
}

static void listener_wake(void *with)
{
    struct listener *listener = with;
    struct http_stream *stream = atomic_load(&listener->stream);
    if (stream)
        http_stream_wake(stream);
}

static ptrdiff_t listener_pull(void *with, char *to, size_t room)
{
    ptrdiff_t bytes = live_pull(((struct listener *)with)->subscriber, to, room);
    return bytes < 0 ? HTTP_STREAM_END : bytes;
}

static void listener_gone(void *with)
{
    struct listener *listener = with;
    live_leave(listener->subscriber); // after this nobody wakes it
    free(listener);
}

// "flash:en,story:42": at most LIVE_CHANNELS_MAX, and only characters that topics are made of.
static bool parse_channels(struct job *job, struct str list, struct live_ask *ask)
{
    ask->channels = arena_array(&job->mem, struct str, LIVE_CHANNELS_MAX);
    for (struct str channel; str_cut(&list, ',', &channel);) {
        if (ask->channels_count == LIVE_CHANNELS_MAX)
            return job_fail(job, FAULT_BAD_INPUT, "a page subscribes to at most %d topics",
                            LIVE_CHANNELS_MAX);
        if (channel.len == 0 || channel.len > 200)
            return job_fail(job, FAULT_BAD_INPUT,
                            "t is a list of topics, such as flash:en,story:42");
        ask->channels[ask->channels_count++] = channel;
    }
    return true;
}

// Where the client was: what its last event said, else what it asks for (WHATWG HTML, 9.2.4).
static bool parse_since(struct job *job, const struct http_request *request, struct live_ask *ask)
{
    bool found;
    struct str since = http_query(request, "since", &found);
    struct str last = http_header(request, "Last-Event-ID");
    if (last.len)
        since = last;
    else if (!found)
        return true;
    ask->has_since = true;
    if (!parse_uint(since, INT64_MAX, &ask->since))
        return job_fail(job, FAULT_BAD_INPUT, "since is the id of an event: a whole number");
    return true;
}

static bool is_known(struct site *site, struct str edition)
{
    bool known = false;
    pthread_mutex_lock(&site->known_lock);
    for (int i = 0; i < site->known_count && !known; i++)
        known = str_is(edition, site->known[i]);
    pthread_mutex_unlock(&site->known_lock);
    return known;
}

static void remember(struct site *site, struct str edition)
{
    pthread_mutex_lock(&site->known_lock);
    if (site->known_count < EDITIONS_KNOWN_MAX && edition.len < SLUG_BYTES_MAX)
        snprintf(site->known[site->known_count++], SLUG_BYTES_MAX, STR_FMT, STR_ARG(edition));
    pthread_mutex_unlock(&site->known_lock);
}

static bool find_edition(struct job *job, struct site *site, struct str slug)
{
    struct edition edition;
    bool found;
    AUTO_TXN txn = read_begin(job, site->options.store, NULL);
    if (!txn.open || !edition_find(job, &txn, slug, &found, &edition))
        return false;
    if (!found)
        return job_fail(job, FAULT_NOT_FOUND, "there is no edition " STR_FMT, STR_ARG(slug));
    if (!is_known(site, slug))
        remember(site, slug);
    return true;
}

// A change is told of fragments that were made once. Asks whether those of the page's channels
// were, or, where it may wait, sees to it.
static bool watch(struct job *job, struct site *site, const struct live_ask *ask, bool may_wait,
                  bool *watched)
{
    struct cache *cache = site->options.cache;
    *watched = true;
    for (size_t i = 0; i < ask->channels_count; i++) {
        struct str *names;
        size_t count;
        if (!page_channel_fragments(job, ask->channels[i], &names, &count))
            return false;
        for (size_t j = 0; j < count; j++) {
            struct cache_fragment fragment;
            if (cache_is_watching(cache, names[j]))
                continue;
            *watched = false;
            if (may_wait && !cache_fragment_get(job, cache, names[j], &fragment)) {
                if (job->fault.kind != FAULT_NOT_FOUND && job->fault.kind != FAULT_GONE)
                    return false;
                job_forgive(job); // there is nothing of this name to be told of
            }
        }
    }
    return true;
}

bool site_live(struct job *job, struct http_request *request, void *app)
{
    struct site *site = app;
    bool is_page;
    struct str channels = http_query(request, "t", &is_page);
    struct live_ask ask = {.edition = http_param(request, "edition")};
    if (!parse_since(job, request, &ask) || (is_page && !parse_channels(job, channels, &ask)))
        return false;
    bool may_wait = http_may_wait(request), watched;
    if (!watch(job, site, &ask, may_wait, &watched))
        return false;
    bool must_wait =
        ask.has_since || !watched || !is_known(site, ask.edition); // the store is asked
    if (must_wait && !may_wait) {
        http_later(request, HTTP_PAGES, site_live);
        return true;
    }
    if (must_wait && !find_edition(job, site, ask.edition))
        return false;
    struct listener *listener = heap_take(sizeof(*listener));
    if (!live_join(job, site->options.live, &ask, listener_wake, listener, &listener->subscriber)) {
        free(listener);
        return false;
    }
    struct http_stream_source source = {listener_pull, listener_gone, listener};
    http_stream(request,
                S("Content-Type: text/event-stream; charset=utf-8\n"
                  "Cache-Control: no-store\n"
                  "X-Accel-Buffering: no\n"),
                &source, listener_started);
    return true;
}
