// For an operator's machines: is it well, and its numbers (Prometheus' text format, version 0.0.4).
#include "api/internal.h"

#include <unistd.h>

void api_count_request(void *with, int status, int64_t micros)
{
    struct api *api = with;
    int class = status / 100 < 6 ? status / 100 : 0;
    atomic_fetch_add_explicit(&api->by_class[class], 1, memory_order_relaxed);
    atomic_fetch_add_explicit(&api->micros, (uint64_t)(micros > 0 ? micros : 0),
                              memory_order_relaxed);
}

// Well: the database answers.
bool api_health_get(struct job *job, struct http_request *request, void *app)
{
    struct api *api = app;
    uint64_t seq;
    AUTO_TXN txn = read_begin(job, api->options.store, NULL);
    if (!txn.open || !txn_seq(job, &txn, &seq)) {
        log_fault("health", job);
        job_forgive(job);
        return job_fail(job, FAULT_UNAVAILABLE, "the database does not answer");
    }
    http_answer_text(request, 200,
                     S("Content-Type: application/json; charset=utf-8\nCache-Control: no-store\n"),
                     S("{\"status\":\"ok\"}\n"));
    return true;
}

static void add(struct buf *b, const char *name, const char *type, const char *help, int64_t value)
{
    buf_printf(b, "# HELP stoppress_%s %s\n# TYPE stoppress_%s %s\nstoppress_%s %lld\n", name, help,
               name, type, name, (long long)value);
}

static void add_seconds(struct buf *b, const char *name, const char *type, const char *help,
                        double value)
{
    buf_printf(b, "# HELP stoppress_%s %s\n# TYPE stoppress_%s %s\nstoppress_%s %.6f\n", name, help,
               name, type, name, value);
}

static int64_t resident_bytes(void)
{
    long pages = 0;
    FILE *file = fopen("/proc/self/statm", "re");
    if (!file)
        return 0;
    if (fscanf(file, "%*s %ld", &pages) != 1)
        pages = 0;
    fclose(file);
    return (int64_t)pages * sysconf(_SC_PAGESIZE);
}

static void add_http(struct buf *b, struct api *api)
{
    buf_add(b, S("# HELP stoppress_responses_total Answers, by the first digit of their status.\n"
                 "# TYPE stoppress_responses_total counter\n"));
    for (int class = 1; class < 6; class ++)
        buf_printf(b, "stoppress_responses_total{code=\"%dxx\"} %llu\n", class,
                   (unsigned long long)atomic_load(&api->by_class[class]));
    add_seconds(b, "response_seconds_total", "counter", "Time spent on answers, together.",
                (double)atomic_load(&api->micros) / 1e6);
    struct http *http = atomic_load(&api->http);
    if (!http)
        return;
    struct http_numbers n = http_count(http);
    add(b, "requests_total", "counter", "Requests that came in.", (int64_t)n.requests);
    add(b, "refused_total", "counter", "Requests the guard refused.", (int64_t)n.refused);
    add(b, "shed_total", "counter", "Requests answered 503 for a full queue.", (int64_t)n.shed);
    add(b, "connections", "gauge", "Open connections.", n.connections);
    add(b, "streams", "gauge", "Open event streams.", n.streams);
    add(b, "pages_waiting", "gauge", "Requests waiting for a page to be made.",
        n.waiting[HTTP_PAGES]);
    add(b, "desk_waiting", "gauge", "Requests waiting for a thread of the newsroom and the API.",
        n.waiting[HTTP_DESK]);
    add(b, "door_waiting", "gauge", "Requests waiting for a password to be tried.",
        n.waiting[HTTP_DOOR]);
}

static void add_cache(struct buf *b, struct cache *cache)
{
    struct cache_numbers n = cache_count(cache);
    add(b, "cache_hits_total", "counter", "Pages answered from the cache.", (int64_t)n.hits);
    add(b, "cache_misses_total", "counter", "Pages that had to be made.", (int64_t)n.misses);
    add(b, "cache_shared_total", "counter", "Requests that shared a making.", (int64_t)n.shared);
    add(b, "cache_dropped_total", "counter", "Entries dropped by a change.", (int64_t)n.dropped);
    add(b, "cache_evicted_total", "counter", "Entries that made room.", (int64_t)n.evicted);
    add(b, "cache_not_kept_total", "counter", "Pages overtaken by a change while they were made.",
        (int64_t)n.not_kept);
    add(b, "cache_joins_total", "counter", "Pages joined anew from fragments.", (int64_t)n.joins);
    add(b, "cache_entries", "gauge", "Entries in the cache.", (int64_t)n.entries);
    add(b, "cache_bytes", "gauge", "Bytes in the cache.", (int64_t)n.bytes);
}

static void add_live(struct buf *b, struct live *live)
{
    struct live_numbers n = live_count(live);
    add(b, "live_subscribers", "gauge", "Subscribers of event streams.", n.subscribers);
    add(b, "live_events_total", "counter", "Events sent out.", (int64_t)n.events);
    add(b, "live_dropped_slow_total", "counter", "Subscribers ended for being too slow.",
        (int64_t)n.dropped_slow);
}

static void add_due(struct buf *b, struct due *due, int64_t now_ms)
{
    struct due_numbers n = due_count(due);
    add(b, "due_ran_total", "counter", "Due jobs done.", (int64_t)n.ran);
    add(b, "due_failed_total", "counter", "Tries of due jobs that failed.", (int64_t)n.failed);
    add(b, "due_late_total", "counter", "Due jobs done more than 5 s late.", (int64_t)n.late);
    add(b, "due_waiting", "gauge", "Due jobs waiting for their moment.", n.waiting);
    int64_t late_ms = n.next_at_ms && n.next_at_ms < now_ms ? now_ms - n.next_at_ms : 0;
    add_seconds(b, "due_overdue_seconds", "gauge", "How late the next due job is.",
                (double)late_ms / 1000);
}

static void add_counter(struct buf *b, struct counter *counter)
{
    struct count_numbers n = count_numbers(counter);
    add(b, "counted_total", "counter", "Views and shares that were counted.", (int64_t)n.counted);
    add(b, "count_repeats_total", "counter", "Repeats within the hour, not counted.",
        (int64_t)n.repeats);
    add(b, "count_refused_total", "counter", "Not counted for want of room.", (int64_t)n.refused);
}

bool api_metrics_get(struct job *job, struct http_request *request, void *app)
{
    struct api *api = app;
    struct buf b;
    struct str text;
    buf_start(&b, &job->mem, 1 << 20);
    add_http(&b, api);
    if (api->options.cache)
        add_cache(&b, api->options.cache);
    if (api->options.live)
        add_live(&b, api->options.live);
    if (api->options.due)
        add_due(&b, api->options.due, job->now_ms);
    if (api->options.counter)
        add_counter(&b, api->options.counter);
    add(&b, "change_seq", "gauge", "Newest change that all followers have seen.",
        (int64_t)store_followed_seq(api->options.store));
    add(&b, "resident_bytes", "gauge", "Memory of this process.", resident_bytes());
    add_seconds(&b, "uptime_seconds", "gauge", "Since this process began to serve.",
                (double)(job->now_ms - api->started_ms) / 1000);
    if (!buf_done(job, &b, &text))
        return false;
    http_answer_text(request, 200,
                     S("Content-Type: text/plain; version=0.0.4; charset=utf-8\n"
                       "Cache-Control: no-store\n"),
                     text);
    return true;
}
