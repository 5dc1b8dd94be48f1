#include "http/http.h"

#include "http/internal.h"
#include "http/listen.h"
#include "http/tls.h"

#include <sys/resource.h>
#include <unistd.h>

// A password takes a thread 0.1 s and 64 MiB: two at a time, and nobody waits longer than a few
// seconds.
enum { DOOR_THREADS = 2, DOOR_QUEUE_MAX = 64 };

static int positive_or(int n, int otherwise)
{
    return n > 0 ? n : otherwise;
}

static void fill_defaults(struct http_options *options)
{
    int cores = (int)sysconf(_SC_NPROCESSORS_ONLN);
    options->network_threads = positive_or(options->network_threads, positive_or(cores, 1));
    options->pages_threads = positive_or(options->pages_threads, 2);
    options->desk_threads = positive_or(options->desk_threads, 2);
    options->queue_max = positive_or(options->queue_max, 256);
    options->connections_max = positive_or(options->connections_max, 16384);
    options->header_deadline_ms = positive_or(options->header_deadline_ms, 10000);
    options->body_bytes_per_second_min = positive_or(options->body_bytes_per_second_min, 500);
    options->idle_ms = positive_or(options->idle_ms, 60000);
    if (options->connections_max < options->network_threads)
        options->connections_max = options->network_threads;
}

// As many descriptors as connections, if the system lets us; else it refuses the last ones itself.
static void raise_descriptors(int connections_max)
{
    struct rlimit limit;
    rlim_t wanted = (rlim_t)connections_max + 256;
    if (getrlimit(RLIMIT_NOFILE, &limit) != 0 || limit.rlim_cur >= wanted)
        return;
    limit.rlim_cur = limit.rlim_max < wanted ? limit.rlim_max : wanted;
    setrlimit(RLIMIT_NOFILE, &limit);
}

static bool start_threads(struct job *job, struct http *http)
{
    const struct http_options *options = &http->options;
    return reaper_start(job, http) &&
           lane_start(job, &http->lanes[HTTP_PAGES], http, options->pages_threads,
                      options->queue_max) &&
           lane_start(job, &http->lanes[HTTP_DESK], http, options->desk_threads,
                      options->queue_max) &&
           lane_start(job, &http->lanes[HTTP_DOOR], http, DOOR_THREADS, DOOR_QUEUE_MAX);
}

static bool start_engine(struct job *job, struct http *http, int listener)
{
    if (engine_start(job, http, listener))
        return true;
    close(listener);
    return false;
}

static bool start_listening(struct job *job, struct http *http)
{
    struct http_options *options = &http->options;
    int listener;
    if (options->inherited_count > DAEMONS_MAX)
        return job_fail(job, FAULT_BAD_INPUT, "more than %d sockets were handed over", DAEMONS_MAX);
    if (options->inherited_count > 0) {
        http->address = listen_address(&http->mem, options->inherited[0]);
        for (int i = 0; i < options->inherited_count; i++) {
            if (!start_engine(job, http, options->inherited[i]))
                return false;
        }
        return true;
    }
    if (!listen_open(job, options->listen, &listener))
        return false;
    http->address = listen_address(&http->mem, listener);
    return start_engine(job, http, listener);
}

static bool start(struct job *job, struct http *http)
{
    struct http_options *options = &http->options;
    raise_descriptors(options->connections_max);
    if (!route_compile(job, &http->mem, options->areas, options->areas_count, &http->routes) ||
        !proxy_parse(job, &http->mem, str_copy(&http->mem, options->trusted_proxies),
                     &http->trusted))
        return false;
    if ((options->tls_cert.len || options->tls_key.len) &&
        !tls_open(job, options->tls_cert, options->tls_key, &http->tls))
        return false;
    return start_threads(job, http) && start_listening(job, http);
}

bool http_start(struct job *job, const struct http_options *options, struct http **out)
{
    struct http *http = heap_take(sizeof(*http));
    http->options = *options;
    fill_defaults(&http->options);
    arena_start(&http->mem);
    atomic_init(&http->ids, REQUEST_ID_FIRST);
    pthread_mutex_init(&http->streams_lock, NULL);
    pthread_condattr_t monotonic;
    pthread_condattr_init(&monotonic);
    pthread_condattr_setclock(&monotonic, CLOCK_MONOTONIC);
    pthread_cond_init(&http->calmed, &monotonic);
    pthread_condattr_destroy(&monotonic);
    if (!start(job, http)) {
        http_stop(http, 0);
        return false;
    }
    log_info("http", "listening", "address", str_c(&job->mem, http->address), "engine",
             MHD_get_version(), NULL);
    *out = http;
    return true;
}

struct str http_address(const struct http *http)
{
    return http->address;
}

void http_stop(struct http *http, int64_t drain_ms)
{
    drain_clients(http, drain_ms);
    // A suspended connection must not meet the engine's end: the lanes answer what they hold, the
    // streams have been woken to end.
    for (int i = 0; i < HTTP_LANES; i++)
        lane_stop(&http->lanes[i]);
    streams_end(http);
    engine_stop(http);
    reaper_stop(http);
    tls_close(http->tls);
    pthread_cond_destroy(&http->calmed);
    pthread_mutex_destroy(&http->streams_lock);
    arena_end(&http->mem);
    free(http);
}

bool http_reload_tls(struct job *job, struct http *http)
{
    return http->tls ? tls_reload(job, http->tls) : true;
}

static int lane_waiting(struct lane *lane)
{
    if (!lane->http)
        return 0;
    pthread_mutex_lock(&lane->lock);
    int waiting = lane->waiting;
    pthread_mutex_unlock(&lane->lock);
    return waiting;
}

struct http_numbers http_count(struct http *http)
{
    struct http_numbers numbers = {
        .requests = atomic_load(&http->ids) - REQUEST_ID_FIRST,
        .refused = atomic_load(&http->refused),
        .shed = atomic_load(&http->shed),
        .streams = atomic_load(&http->streams),
    };
    pthread_mutex_lock(&http->reaper.lock);
    numbers.connections = http->reaper.connections;
    pthread_mutex_unlock(&http->reaper.lock);
    for (int i = 0; i < HTTP_LANES; i++)
        numbers.waiting[i] = lane_waiting(&http->lanes[i]);
    return numbers;
}
