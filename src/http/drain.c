// drain: how a server that stops parts with its clients. Nobody new is let in, who has asked is
// answered, event streams end. Who has not finished asking is not waited for: nothing was promised
// to a request that is not whole.
//
// Never: ends the lanes or the engine. http_stop does, when nobody is left or the time is over.
#include "http/internal.h"

#include <sys/socket.h>

enum {
    UNFINISHED_MS = 1000, // a head to become whole, a body to go on, a stream to be read to its end
    KEPT_MS = 100,
    LOOK_MS = 20,
    STEP_MS = 5,
};

struct drain {
    struct http *http;
    int64_t began_ms, until_ms;
    int unfinished; // requests that were let go
};

// ── who has not finished ──────────────────────────────────────────────────────────────────────

static bool is_silent(struct http_connection *connection, int64_t now_ms)
{
    uint64_t bytes = atomic_load_explicit(&connection->body_bytes, memory_order_relaxed);
    if (connection->came_ms == 0 || bytes != connection->came_bytes) {
        connection->came_ms = now_ms;
        connection->came_bytes = bytes;
    }
    return now_ms - connection->came_ms >= UNFINISHED_MS;
}

static bool is_unfinished(const struct drain *drain, struct http_connection *connection,
                          int64_t now_ms)
{
    if (connection->unread)
        return now_ms - drain->began_ms >= UNFINISHED_MS;
    return atomic_load(&connection->phase) == PHASE_BODY && is_silent(connection, now_ms);
}

// Only for reading: the engine takes what has come and closes if that is no whole request. Should
// it have become one this moment, it is answered.
static void let_requests_go(struct drain *drain, int64_t now_ms)
{
    struct reaper *reaper = &drain->http->reaper;
    pthread_mutex_lock(&reaper->lock);
    for (struct http_connection *c = reaper->newest; c; c = c->older) {
        if (c->is_let_go || !is_unfinished(drain, c, now_ms))
            continue;
        c->is_let_go = true;
        drain->unfinished++;
        shutdown(c->fd, SHUT_RD);
    }
    pthread_mutex_unlock(&reaper->lock);
}

// Their last word waits in a socket that nobody reads; the page comes again and misses nothing.
static void let_streams_go(struct drain *drain, int64_t now_ms)
{
    struct http *http = drain->http;
    if (now_ms - drain->began_ms < UNFINISHED_MS)
        return;
    pthread_mutex_lock(&http->streams_lock);
    for (int turn = 0; turn < STREAM_TURNS; turn++) {
        for (struct http_stream *s = http->newest_streams[turn]; s; s = s->older)
            shutdown(s->connection->fd, SHUT_RDWR);
    }
    pthread_mutex_unlock(&http->streams_lock);
}

// ── waiting ───────────────────────────────────────────────────────────────────────────────────

// True when nobody waits for an answer any more.
static bool wait_calm_until(struct http *http, int64_t until_ms)
{
    struct timespec until = {until_ms / 1000, until_ms % 1000 * 1000000};
    bool calm;
    int waited = 0;
    pthread_mutex_lock(&http->streams_lock);
    while (!(calm = atomic_load(&http->begun) == 0 && atomic_load(&http->streams) == 0) &&
           waited == 0)
        waited = pthread_cond_timedwait(&http->calmed, &http->streams_lock, &until);
    pthread_mutex_unlock(&http->streams_lock);
    return calm;
}

static void wait_calm(struct drain *drain)
{
    int64_t now_ms = clock_monotonic_ms();
    while (!wait_calm_until(drain->http, now_ms + LOOK_MS < drain->until_ms ? now_ms + LOOK_MS
                                                                            : drain->until_ms)) {
        now_ms = clock_monotonic_ms();
        if (now_ms >= drain->until_ms)
            return;
        let_requests_go(drain, now_ms);
        let_streams_go(drain, now_ms);
    }
}

static int count_kept(struct reaper *reaper)
{
    pthread_mutex_lock(&reaper->lock);
    int kept = reaper->connections;
    pthread_mutex_unlock(&reaper->lock);
    return kept;
}

// Has somebody sent what the engine has not come to yet?
static bool has_anybody_asked(struct reaper *reaper)
{
    bool asked = false;
    pthread_mutex_lock(&reaper->lock);
    for (struct http_connection *c = reaper->newest; c && !asked; c = c->older) {
        enum phase phase = atomic_load(&c->phase);
        asked = (phase == PHASE_OPENED || phase == PHASE_BETWEEN) && connection_has_unread(c);
    }
    pthread_mutex_unlock(&reaper->lock);
    return asked;
}

// A client that keeps its connection may be writing its next request just now: it is answered, told
// to close, and leaves. Those that are quiet for this long are let go.
static void part_with_kept(struct drain *drain)
{
    const struct timespec step = {.tv_nsec = STEP_MS * 1000000L};
    struct reaper *reaper = &drain->http->reaper;
    int64_t now_ms = clock_monotonic_ms(), quiet_ms = now_ms + KEPT_MS;
    int64_t end_ms = now_ms + UNFINISHED_MS;
    if (end_ms > drain->until_ms)
        end_ms = drain->until_ms;
    for (; now_ms < end_ms && count_kept(reaper); now_ms = clock_monotonic_ms()) {
        if (now_ms >= quiet_ms && !has_anybody_asked(reaper))
            break;
        nanosleep(&step, NULL);
    }
    wait_calm(drain);
}

static void say_who_was_cut(const struct drain *drain)
{
    AUTO_JOB job;
    job_start(&job, 0);
    int cut = atomic_load(&drain->http->begun);
    char *unfinished = str_c(&job.mem, str_printf(&job.mem, "%d", drain->unfinished));
    char *unanswered = str_c(&job.mem, str_printf(&job.mem, "%d", cut));
    if (cut)
        log_warn("http", "drain_ms is over, and not all have their answer", "unanswered",
                 unanswered, NULL);
    if (drain->unfinished)
        log_info("http", "stopping did not wait for requests that were not whole", "requests",
                 unfinished, NULL);
}

void drain_clients(struct http *http, int64_t drain_ms)
{
    int64_t now_ms = clock_monotonic_ms();
    struct drain drain = {.http = http, .began_ms = now_ms, .until_ms = now_ms + drain_ms};
    atomic_store(&http->is_draining, true);
    engine_quiesce(http);
    streams_end(http);
    wait_calm(&drain);
    part_with_kept(&drain);
    say_who_was_cut(&drain);
}
