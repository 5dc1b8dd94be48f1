// The engine's own time-out counts idleness only: a head that drips never ends. The reaper is one
// thread that looks at all connections now and then and shuts those that take too long. It also
// keeps refused connections open a little, reading on, so that the client gets to read the refusal
// (a socket closed with unread bytes is reset, and the answer lost).
#include "http/internal.h"

#include <errno.h>
#include <sys/socket.h>
#include <unistd.h>

struct http_connection *reaper_add(struct http *http, int fd)
{
    struct reaper *reaper = &http->reaper;
    struct http_connection *connection = heap_take(sizeof(*connection));
    connection->http = http;
    connection->fd = fd;
    atomic_init(&connection->phase, PHASE_OPENED);
    atomic_init(&connection->since_ms, clock_monotonic_ms());
    pthread_mutex_lock(&reaper->lock);
    connection->older = reaper->newest;
    if (connection->older)
        connection->older->newer = connection;
    reaper->newest = connection;
    reaper->connections++;
    pthread_mutex_unlock(&reaper->lock);
    return connection;
}

bool connection_has_unread(const struct http_connection *connection)
{
    char byte;
    return recv(connection->fd, &byte, 1, MSG_PEEK | MSG_DONTWAIT) > 0;
}

static void linger(struct reaper *reaper, int fd)
{
    if (reaper->lingering_count == LINGERING_MAX)
        return;
    int copy = dup(fd);
    if (copy < 0)
        return;
    reaper->lingering[reaper->lingering_count++] =
        (struct lingering){copy, clock_monotonic_ms() + LINGER_MS};
}

void reaper_remove(struct http_connection *connection)
{
    struct reaper *reaper = &connection->http->reaper;
    bool lingers = atomic_load(&connection->lingers) || connection_has_unread(connection);
    pthread_mutex_lock(&reaper->lock);
    if (connection->newer)
        connection->newer->older = connection->older;
    else
        reaper->newest = connection->older;
    if (connection->older)
        connection->older->newer = connection->newer;
    reaper->connections--;
    if (lingers && reaper->is_running)
        linger(reaper, connection->fd);
    pthread_mutex_unlock(&reaper->lock);
    free(connection);
}

void connection_phase(struct http_connection *connection, enum phase phase)
{
    int64_t now_ms = atomic_load_explicit(&connection->http->reaper.now_ms, memory_order_relaxed);
    atomic_store_explicit(&connection->since_ms, now_ms, memory_order_relaxed);
    if (phase == PHASE_BODY)
        atomic_store_explicit(&connection->body_bytes, 0, memory_order_relaxed);
    atomic_store_explicit(&connection->phase, phase, memory_order_release);
}

static bool is_too_slow(struct http_connection *connection, int64_t now_ms)
{
    const struct http_options *options = &connection->http->options;
    enum phase phase = atomic_load_explicit(&connection->phase, memory_order_acquire);
    int64_t since_ms = atomic_load_explicit(&connection->since_ms, memory_order_relaxed);
    int64_t for_ms = now_ms - since_ms;
    uint64_t bytes = atomic_load_explicit(&connection->body_bytes, memory_order_relaxed);
    switch (phase) {
    case PHASE_OPENED:
        return for_ms > options->header_deadline_ms;
    case PHASE_BETWEEN:
        return for_ms > (int64_t)options->idle_ms + options->header_deadline_ms;
    case PHASE_BODY:
        return for_ms > options->header_deadline_ms &&
               (int64_t)bytes * 1000 < options->body_bytes_per_second_min * for_ms;
    case PHASE_ANSWER:
        break;
    }
    return false;
}

// A client may close its half together with its request. The engine, which reads on edges, has then
// used up the only one, and would keep the connection until it is idle for too long. A round must
// have passed: until then the engine may still hold a request it has read ahead.
static bool is_left(const struct http_connection *connection, int64_t now_ms, int64_t round_ms)
{
    char byte;
    int64_t for_ms = now_ms - atomic_load(&connection->since_ms);
    return atomic_load(&connection->phase) == PHASE_BETWEEN && for_ms >= round_ms &&
           for_ms <= 3 * round_ms && recv(connection->fd, &byte, 1, MSG_PEEK | MSG_DONTWAIT) == 0;
}

static void shut_slow(struct reaper *reaper, int64_t now_ms, int64_t round_ms)
{
    for (struct http_connection *c = reaper->newest; c; c = c->older) {
        if (!is_too_slow(c, now_ms) && !is_left(c, now_ms, round_ms))
            continue;
        atomic_store(&c->phase, PHASE_ANSWER); // once is enough
        shutdown(c->fd, SHUT_RDWR);            // the engine sees the end and closes
    }
}

// Still open: bytes were read, or there are none yet.
static bool drain_socket(int fd)
{
    char bytes[4096];
    for (int i = 0; i < 64; i++) {
        ssize_t got = recv(fd, bytes, sizeof(bytes), MSG_DONTWAIT);
        if (got <= 0)
            return got < 0 && (errno == EAGAIN || errno == EINTR);
    }
    return true;
}

static void let_go(struct reaper *reaper, int64_t now_ms)
{
    int kept = 0;
    for (int i = 0; i < reaper->lingering_count; i++) {
        struct lingering lingering = reaper->lingering[i];
        if (now_ms < lingering.until_ms && !reaper->is_stopping && drain_socket(lingering.fd))
            reaper->lingering[kept++] = lingering;
        else
            close(lingering.fd);
    }
    reaper->lingering_count = kept;
}

static int64_t choose_round_ms(const struct http_options *options)
{
    int64_t shortest_ms = options->header_deadline_ms < options->idle_ms
                              ? options->header_deadline_ms
                              : options->idle_ms;
    int64_t quarter_ms = shortest_ms / 4;
    return quarter_ms < 5 ? 5 : quarter_ms > 200 ? 200 : quarter_ms;
}

static void wait_round(struct reaper *reaper, int64_t ms)
{
    struct timespec until;
    clock_gettime(CLOCK_MONOTONIC, &until);
    until.tv_nsec += ms * 1000000;
    until.tv_sec += until.tv_nsec / 1000000000;
    until.tv_nsec %= 1000000000;
    pthread_cond_timedwait(&reaper->wanted, &reaper->lock, &until);
}

static void *reap(void *with)
{
    struct http *http = with;
    struct reaper *reaper = &http->reaper;
    int64_t ms = choose_round_ms(&http->options);
    pthread_mutex_lock(&reaper->lock);
    while (!reaper->is_stopping) {
        int64_t now_ms = clock_monotonic_ms();
        atomic_store_explicit(&reaper->now_ms, now_ms, memory_order_relaxed);
        shut_slow(reaper, now_ms, ms);
        let_go(reaper, now_ms);
        pthread_mutex_unlock(&reaper->lock);
        streams_look(http);
        pthread_mutex_lock(&reaper->lock);
        if (!reaper->is_stopping)
            wait_round(reaper, ms);
    }
    let_go(reaper, 0);
    pthread_mutex_unlock(&reaper->lock);
    return NULL;
}

bool reaper_start(struct job *job, struct http *http)
{
    struct reaper *reaper = &http->reaper;
    pthread_condattr_t monotonic;
    pthread_mutex_init(&reaper->lock, NULL);
    pthread_condattr_init(&monotonic);
    pthread_condattr_setclock(&monotonic, CLOCK_MONOTONIC);
    pthread_cond_init(&reaper->wanted, &monotonic);
    pthread_condattr_destroy(&monotonic);
    atomic_store(&reaper->now_ms, clock_monotonic_ms());
    if (pthread_create(&reaper->thread, NULL, reap, http) != 0)
        return job_fail(job, FAULT_INTERNAL, "the system gives no thread: %m");
    reaper->is_running = true;
    return true;
}

void reaper_stop(struct http *http)
{
    struct reaper *reaper = &http->reaper;
    if (!reaper->is_running)
        return;
    pthread_mutex_lock(&reaper->lock);
    reaper->is_stopping = true;
    pthread_cond_broadcast(&reaper->wanted);
    pthread_mutex_unlock(&reaper->lock);
    pthread_join(reaper->thread, NULL);
    pthread_cond_destroy(&reaper->wanted);
    pthread_mutex_destroy(&reaper->lock);
}
