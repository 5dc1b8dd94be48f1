// A stream sleeps suspended in the engine, where nothing is polled and nothing times out, and is
// resumed by http_stream_wake(). The race between falling asleep and being woken is decided by one
// compare-and-swap on `state`; the engine takes a suspend and a resume only in that order.
#include "http/internal.h"

#include <poll.h>

static void list_add_stream(struct http_stream *stream)
{
    struct http *http = stream->http;
    pthread_mutex_lock(&http->streams_lock);
    stream->turn = http->stream_turns_given++ % STREAM_TURNS;
    stream->older = http->newest_streams[stream->turn];
    if (stream->older)
        stream->older->newer = stream;
    http->newest_streams[stream->turn] = stream;
    atomic_fetch_add(&http->streams, 1);
    pthread_mutex_unlock(&http->streams_lock);
}

static void list_remove_stream(struct http_stream *stream)
{
    struct http *http = stream->http;
    pthread_mutex_lock(&http->streams_lock);
    if (stream->newer)
        stream->newer->older = stream->older;
    else
        http->newest_streams[stream->turn] = stream->older;
    if (stream->older)
        stream->older->newer = stream->newer;
    if (atomic_fetch_sub(&http->streams, 1) == 1)
        pthread_cond_broadcast(&http->calmed);
    pthread_mutex_unlock(&http->streams_lock);
}

// True when it sleeps; false when it was woken meanwhile and must pull again.
static bool fall_asleep(struct http_stream *stream)
{
    enum stream_state awake = STREAM_AWAKE;
    if (atomic_load(&stream->state) == STREAM_WOKEN) {
        atomic_store(&stream->state, STREAM_AWAKE);
        return false;
    }
    MHD_suspend_connection(stream->mhd);
    if (!atomic_compare_exchange_strong(&stream->state, &awake, STREAM_ASLEEP)) {
        atomic_store(&stream->state, STREAM_AWAKE); // woken since: straight on
        MHD_resume_connection(stream->mhd);
    }
    return true;
}

static enum MHD_Result keep_first(void *cls, enum MHD_ValueKind kind, const char *name,
                                  const char *value)
{
    const char **header = cls;
    header[0] = name;
    header[1] = value;
    return MHD_NO; // enough
}

// Sent already when there is room for the body: 600 bytes less for as long as the stream is open.
static void forget_headers(struct http_stream *stream)
{
    const char *header[2];
    if (stream->are_headers_sent)
        return;
    stream->are_headers_sent = true;
    while (MHD_get_response_headers(stream->response, keep_first, header) > 0 &&
           MHD_del_response_header(stream->response, header[0], header[1]) == MHD_YES)
        continue;
}

static ssize_t on_room(void *cls, uint64_t sent, char *to, size_t room)
{
    struct http_stream *stream = cls;
    forget_headers(stream);
    for (;;) {
        bool is_ending = atomic_load(&stream->http->is_ending);
        if (atomic_load(&stream->has_left))
            return MHD_CONTENT_READER_END_OF_STREAM;
        ptrdiff_t got = stream->source.pull(stream->source.with, to, room);
        assert(got <= (ptrdiff_t)room);
        if (got > 0)
            return got;
        if (got < 0 || is_ending)
            return MHD_CONTENT_READER_END_OF_STREAM;
        if (fall_asleep(stream))
            return 0;
    }
}

void http_stream(struct http_request *request, struct str headers,
                 const struct http_stream_source *source,
                 void (*started)(void *with, struct http_stream *stream))
{
    assert(!request->reply && !request->stream && !request->later);
    struct http_stream *stream = heap_take(sizeof(*stream));
    *stream = (struct http_stream){
        .kind = CONTEXT_STREAM,
        .http = request->http,
        .connection = request->connection,
        .mhd = request->mhd,
        .source = *source,
    };
    atomic_init(&stream->state, STREAM_AWAKE);
    // The block is only used for HTTP/1.0; chunks are written straight into the connection's
    // memory.
    stream->response =
        MHD_create_response_from_callback(MHD_SIZE_UNKNOWN, 256, on_room, stream, NULL);
    if (!stream->response)
        heap_exhausted(sizeof(*stream));
    response_add_headers(stream->response, headers);
    // To HEAD the engine would write the end of the chunks: so no chunks, and close.
    if (str_is(request->method_name, "HEAD"))
        MHD_set_response_options(stream->response, MHD_RF_HTTP_1_0_COMPATIBLE_STRICT, MHD_RO_END);
    request->stream = stream;
    list_add_stream(stream);
    if (started)
        started(source->with, stream);
}

void http_stream_wake(struct http_stream *stream)
{
    enum stream_state seen = atomic_load(&stream->state);
    for (;;) {
        if (seen == STREAM_WOKEN)
            return;
        enum stream_state next = seen == STREAM_ASLEEP ? STREAM_AWAKE : STREAM_WOKEN;
        if (!atomic_compare_exchange_weak(&stream->state, &seen, next))
            continue;
        if (seen == STREAM_ASLEEP)
            MHD_resume_connection(stream->mhd);
        return;
    }
}

void stream_gone(struct http_stream *stream)
{
    stream->source.gone(stream->source.with);
    list_remove_stream(stream); // after gone(): until then streams_end may wake it
    MHD_destroy_response(stream->response);
    free(stream);
}

// ── whose client has left ─────────────────────────────────────────────────────────────────────

enum { LOOKED_AT_ONCE = 256 };

static void look(struct http_stream **streams, struct pollfd *sockets, int count)
{
    if (poll(sockets, (nfds_t)count, 0) <= 0)
        return;
    for (int i = 0; i < count; i++) {
        if (!(sockets[i].revents & (POLLRDHUP | POLLHUP | POLLERR)))
            continue;
        atomic_store(&streams[i]->has_left, true);
        http_stream_wake(streams[i]);
    }
}

// Nobody reads from a sleeping stream: that its client has left would be noticed at the next word,
// a heartbeat later. When a front restarts, all its clients come again at once, and until then
// those they were would take the places.
void streams_look(struct http *http)
{
    struct http_stream *streams[LOOKED_AT_ONCE];
    struct pollfd sockets[LOOKED_AT_ONCE];
    int count = 0;
    pthread_mutex_lock(&http->streams_lock);
    unsigned turn = http->stream_turn++ % STREAM_TURNS;
    for (struct http_stream *stream = http->newest_streams[turn]; stream; stream = stream->older) {
        if (atomic_load(&stream->has_left))
            continue;
        streams[count] = stream;
        sockets[count++] = (struct pollfd){.fd = stream->connection->fd, .events = POLLRDHUP};
        if (count == LOOKED_AT_ONCE) {
            look(streams, sockets, count);
            count = 0;
        }
    }
    look(streams, sockets, count);
    pthread_mutex_unlock(&http->streams_lock);
}

void streams_end(struct http *http)
{
    pthread_mutex_lock(&http->streams_lock);
    atomic_store(&http->is_ending, true);
    for (int turn = 0; turn < STREAM_TURNS; turn++) {
        for (struct http_stream *s = http->newest_streams[turn]; s; s = s->older)
            http_stream_wake(s);
    }
    pthread_mutex_unlock(&http->streams_lock);
}
