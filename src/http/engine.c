// libmicrohttpd: the only file that speaks to its daemon. It calls back three times for a request:
//
//   on_target     the request line is read: our request is made
//   on_request    first with the head; then with each piece of the body; then to ask for the
//   answer,
//                 and once more after a lane resumed it
//   on_completed  the answer is sent, or the client has left
//
// An answer queued in the first call closes the connection, so only refusals are given there.
#include "http/internal.h"
#include "http/tls.h"

#include <sys/socket.h>
#include <unistd.h>

static void *on_target(void *cls, const char *raw, struct MHD_Connection *mhd)
{
    struct http *http = cls;
    struct http_request *request = request_make(http, mhd, raw);
    const union MHD_ConnectionInfo *info =
        MHD_get_connection_info(mhd, MHD_CONNECTION_INFO_SOCKET_CONTEXT);
    request->connection = info->socket_context;
    request->connection->unread = request;
    if (http->options.on_request)
        request->started_us = clock_monotonic_us();
    atomic_fetch_add(&http->begun, 1);
    return request;
}

static void uncount(struct http *http)
{
    if (atomic_fetch_sub(&http->begun, 1) != 1 || !atomic_load(&http->is_draining))
        return;
    pthread_mutex_lock(&http->streams_lock);
    pthread_cond_broadcast(&http->calmed);
    pthread_mutex_unlock(&http->streams_lock);
}

static void on_completed(void *cls, struct MHD_Connection *mhd, void **context,
                         enum MHD_RequestTerminationCode how)
{
    enum context_kind *kind = *context;
    struct http_connection *connection;
    if (!kind)
        return;
    if (*kind == CONTEXT_STREAM) {
        struct http_stream *stream = (struct http_stream *)*context;
        connection = stream->connection;
        stream_gone(stream);
    } else {
        struct http_request *request = (struct http_request *)*context;
        connection = request->connection;
        if (how == MHD_REQUEST_TERMINATED_WITH_ERROR && request->step == STEP_HEAD)
            atomic_fetch_add(&request->http->refused, 1); // by the engine itself
        if (request->stream) { // made, but the client left before it was queued
            stream_gone(request->stream);
            request->stream = NULL;
        }
        connection->unread = NULL;
        request_end(request);
        uncount(cls);
    }
    if (how == MHD_REQUEST_TERMINATED_WITH_ERROR)
        atomic_store(&connection->lingers, true);
    connection_phase(connection, PHASE_BETWEEN);
    *context = NULL;
}

// A line with more parameters than the engine has memory for is dropped by it without a word.
static void end_unread(struct http *http, struct http_connection *connection)
{
    if (!connection->unread)
        return;
    request_end(connection->unread);
    connection->unread = NULL;
    atomic_fetch_add(&http->refused, 1);
    uncount(http);
}

static void on_connection(void *cls, struct MHD_Connection *mhd, void **socket_context,
                          enum MHD_ConnectionNotificationCode what)
{
    if (what == MHD_CONNECTION_NOTIFY_STARTED) {
        const union MHD_ConnectionInfo *info =
            MHD_get_connection_info(mhd, MHD_CONNECTION_INFO_CONNECTION_FD);
        *socket_context = reaper_add(cls, info->connect_fd);
    } else if (*socket_context) {
        end_unread(cls, *socket_context);
        reaper_remove(*socket_context);
        *socket_context = NULL;
    }
}

// We decode ourselves, once.
static size_t leave_escaped(void *cls, struct MHD_Connection *mhd, char *text)
{
    return strlen(text);
}

// ── the first call: may it come in? ───────────────────────────────────────────────────────────

static enum MHD_Result on_header(void *cls, enum MHD_ValueKind kind, const char *name,
                                 size_t name_len, const char *value, size_t value_len)
{
    guard_header(cls, (struct str){name, name_len},
                 (struct str){value ? value : name + name_len, value ? value_len : 0});
    return MHD_YES;
}

static enum http_method parse_method(struct str name)
{
    static const struct {
        struct str name;
        enum http_method method;
    } methods[] = {
        {{"GET", 3}, HTTP_GET},     {{"HEAD", 4}, HTTP_GET}, {{"POST", 4}, HTTP_POST},
        {{"PATCH", 5}, HTTP_PATCH}, {{"PUT", 3}, HTTP_PUT},  {{"DELETE", 6}, HTTP_DELETE},
    };
    for (size_t i = 0; i < ARRAY_LEN(methods); i++) {
        if (str_eq(methods[i].name, name))
            return methods[i].method;
    }
    return 0;
}

static void read_head(struct http_request *request, const char *version)
{
    struct MHD_Connection *mhd = request->mhd;
    const union MHD_ConnectionInfo *info =
        MHD_get_connection_info(mhd, MHD_CONNECTION_INFO_REQUEST_HEADER_SIZE);
    struct str head = info ? (struct str){request->method_name.at, info->header_size} : STR_NONE;
    guard_start(&request->guard, request->method_name, request->raw.len, str_from(version), head);
    MHD_get_connection_values_n(mhd, MHD_HEADER_KIND, on_header, &request->guard);
    request->method = parse_method(request->method_name);
}

// 0, or the status it is refused with.
static int judge(struct http_request *request, const char **why)
{
    struct guard *guard = &request->guard;
    struct target *target = &request->target;
    bool is_head_good = guard_end(guard);
    bool is_target_good = target_parse(request->raw, request->room + request->raw.len, target);
    // Also for what is refused: the area answers, if need be that of the address as it was sent.
    struct str sent = str_starts(request->raw, S("/")) ? request->raw : S("/");
    route_find(&request->http->routes, is_target_good ? target->path : sent,
               is_target_good ? (int)request->method : 0, &request->found);
    *why = is_head_good ? target->why : guard->why;
    if (!is_head_good || !is_target_good)
        return is_head_good ? target->status : guard->status;
    if (target->authority.len && !is_host(target->authority)) {
        *why = "the address names no proper host";
        return 400;
    }
    request->body_bytes_max = request->found.route ? request->found.route->body_bytes_max : 0;
    *why = "what was sent is bigger than this address takes";
    return guard->body_bytes > request->body_bytes_max && request->found.route ? 413 : 0;
}

static bool has_body(const struct http_request *request)
{
    return request->guard.body_bytes > 0 || request->guard.is_chunked;
}

static void find_fault(struct http_request *request)
{
    if (request->found.allowed)
        request_refuse(request, 405, "this address does not take that method");
    else
        request_refuse(request, 404, "there is nothing at this address");
}

// The same on a lane.
static bool find_fault_there(struct job *job, struct http_request *request, void *app)
{
    find_fault(request);
    return true;
}

static enum MHD_Result queue(struct http_request *request, void **context);

static enum MHD_Result begin(struct http_request *request, const char *method, const char *version,
                             void **context)
{
    struct http *http = request->http;
    const char *why = NULL;
    request->method_name = str_from(method);
    read_head(request, version);
    int status = judge(request, &why);
    if (status == 0 && (request->found.route || !has_body(request))) {
        request->step = STEP_BODY;
        connection_phase(request->connection, has_body(request) ? PHASE_BODY : PHASE_ANSWER);
        return MHD_YES;
    }
    atomic_fetch_add_explicit(&http->refused, 1, memory_order_relaxed);
    connection_phase(request->connection, PHASE_ANSWER);
    atomic_store(&request->connection->lingers, true);
    if (status)
        request_refuse(request, status, why);
    else
        find_fault(request); // and its body is not waited for
    return queue(request, context);
}

// ── the answer ────────────────────────────────────────────────────────────────────────────────

static size_t count_char(struct str s, char c)
{
    size_t count = 0;
    for (size_t i = 0; i < s.len; i++)
        count += s.at[i] == c;
    return count;
}

// What the request has taken of the connection's memory, whose rest holds the head of the answer.
static size_t pool_bytes_taken(const struct http_request *request)
{
    const struct guard *guard = &request->guard;
    struct str cookie = guard->known[KNOWN_COOKIE];
    struct str query = request->target.query;
    size_t pairs = (query.len ? count_char(query, '&') + 1 : 0) +
                   (cookie.len ? count_char(cookie, ';') + 1 : 0);
    size_t head = guard->end ? (size_t)(guard->end - request->method_name.at) : request->raw.len;
    return head + cookie.len + POOL_BYTES_A_HEADER * ((size_t)guard->headers + pairs) +
           POOL_BYTES_SPARE;
}

static void tell(const struct http_request *request, int status)
{
    const struct http_options *options = &request->http->options;
    if (options->on_request)
        options->on_request(options->on_request_with, status,
                            clock_monotonic_us() - request->started_us);
}

// The engine drops the connection without a word when the head of the answer does not fit.
static bool has_room(const struct http_request *request)
{
    return pool_bytes_taken(request) + request->reply->head_bytes <= POOL_BYTES;
}

// Past the engine, which has sent all that came before; what does not go at once is lost.
static enum MHD_Result break_off(struct http_request *request, int status, const char *reason)
{
    char answer[256];
    int len = snprintf(answer, sizeof(answer),
                       "HTTP/1.1 %d %s\r\nConnection: close\r\nX-Content-Type-Options: nosniff\r\n"
                       "Content-Type: text/plain\r\nContent-Length: %zu\r\n\r\n%s",
                       status, reason, strlen(reason), reason);
    assert(len > 0 && (size_t)len < sizeof(answer));
    if (request->http->tls)
        tls_send(request->mhd, answer, (size_t)len);
    else
        send(request->connection->fd, answer, (size_t)len, MSG_NOSIGNAL | MSG_DONTWAIT);
    tell(request, status);
    return MHD_NO; // the engine closes; on_completed lets it linger
}

static void close_after(struct http_request *request)
{
    // The engine closes when the client asks for it, and says so in the answer.
    MHD_set_connection_value(request->mhd, MHD_HEADER_KIND, "Connection", "close");
}

static enum MHD_Result queue_stream(struct http_request *request, void **context)
{
    struct http_stream *stream = request->stream;
    enum MHD_Result queued = MHD_queue_response(request->mhd, 200, stream->response);
    if (queued != MHD_YES)
        return queued; // on_completed ends both
    tell(request, 200);
    request->stream = NULL;
    *context = stream; // an open stream keeps no request
    request_end(request);
    uncount(stream->http);
    return MHD_YES;
}

static enum MHD_Result queue(struct http_request *request, void **context)
{
    if (request->closes || atomic_load_explicit(&request->http->is_draining, memory_order_relaxed))
        close_after(request);
    if (request->stream)
        return queue_stream(request, context);
    if (!has_room(request))
        return break_off(request, 431, "Request Header Fields Too Large");
    tell(request, request->reply->status);
    return MHD_queue_response(request->mhd, (unsigned)request->reply->status,
                              request->reply->response);
}

// ── the later calls ───────────────────────────────────────────────────────────────────────────

static enum MHD_Result to_lane(struct http_request *request, void **context)
{
    struct lane *to = &request->http->lanes[request->lane];
    if (!lane_promise(to)) {
        request->later = NULL;
        atomic_fetch_add(&request->http->shed, 1);
        request_refuse(request, 503, "too much is asked at once; try again in a moment");
        return queue(request, context);
    }
    request->step = STEP_WORK;
    request->deadline_ms = clock_unix_ms() + JOB_DEADLINE_MS; // its waiting counts
    MHD_suspend_connection(request->mhd); // before the push: a worker may be done at once
    lane_push(to, request);
    return MHD_YES;
}

static enum MHD_Result answer(struct http_request *request, void **context)
{
    const struct http_route *route = request->found.route;
    connection_phase(request->connection, PHASE_ANSWER);
    if (request->is_body_too_big) {
        request->closes = true;
        request_refuse(request, 413, "what was sent is bigger than this address takes");
    } else if (!route && request->found.area->fault_lane != HTTP_NOW) {
        http_later(request, request->found.area->fault_lane, find_fault_there);
    } else if (!route) {
        find_fault(request);
    } else if (route->lane != HTTP_NOW) {
        http_later(request, route->lane, route->handle);
    } else {
        request_run(request, route->handle);
    }
    if (!request->later)
        return queue(request, context);
    // Not suspended yet: the engine still wants to read, would do so first when it is resumed, and
    // drop a client that has only closed its own half. It asks again at once, wanting nothing.
    request->step = STEP_LEAVE;
    return MHD_YES;
}

static enum MHD_Result on_request(void *cls, struct MHD_Connection *mhd, const char *url,
                                  const char *method, const char *version, const char *upload,
                                  size_t *upload_len, void **context)
{
    struct http_request *request = *context;
    if (!request || request->kind != CONTEXT_REQUEST)
        return MHD_NO; // the engine calls with nothing but what on_target made
    switch (request->step) {
    case STEP_HEAD:
        request->connection->unread = NULL;
        return begin(request, method, version, context);
    case STEP_BODY:
        if (*upload_len == 0)
            return answer(request, context);
        atomic_fetch_add_explicit(&request->connection->body_bytes, *upload_len,
                                  memory_order_relaxed);
        if (!request_add_body(request, (struct str){upload, *upload_len}))
            return request->is_crowded_out ? break_off(request, 503, "Service Unavailable")
                                           : break_off(request, 413, "Content Too Large");
        *upload_len = 0;
        return MHD_YES;
    case STEP_LEAVE:
        return to_lane(request, context);
    case STEP_WORK:
        return MHD_YES;
    case STEP_ANSWER:
        return queue(request, context);
    }
    return MHD_NO;
}

// ── start and stop ────────────────────────────────────────────────────────────────────────────

bool engine_start(struct job *job, struct http *http, int listener)
{
    const struct http_options *options = &http->options;
    unsigned flags = MHD_USE_EPOLL_INTERNAL_THREAD | MHD_ALLOW_SUSPEND_RESUME;
    struct MHD_OptionItem tls[3] = {{MHD_OPTION_END, 0, NULL}};
    if (http->tls)
        flags |= tls_engine_options(http->tls, tls);
    assert(http->daemons_count < DAEMONS_MAX);
    struct MHD_Daemon *daemon = MHD_start_daemon(
        flags, 0, NULL, NULL, on_request, http, MHD_OPTION_LISTEN_SOCKET, listener,
        MHD_OPTION_THREAD_POOL_SIZE, (unsigned)options->network_threads,
        MHD_OPTION_CONNECTION_LIMIT, (unsigned)options->connections_max,
        MHD_OPTION_CONNECTION_MEMORY_LIMIT, (size_t)POOL_BYTES, MHD_OPTION_CONNECTION_TIMEOUT,
        (unsigned)((options->idle_ms + 999) / 1000), MHD_OPTION_URI_LOG_CALLBACK, on_target, http,
        MHD_OPTION_UNESCAPE_CALLBACK, leave_escaped, NULL, MHD_OPTION_NOTIFY_COMPLETED,
        on_completed, http, MHD_OPTION_NOTIFY_CONNECTION, on_connection, http, MHD_OPTION_ARRAY,
        tls, MHD_OPTION_END);
    if (!daemon)
        return job_fail(job, FAULT_INTERNAL,
                        "the HTTP engine does not start: %m; are there enough file descriptors?");
    http->daemons[http->daemons_count++] = daemon;
    return true;
}

// Who was let in by the kernel before the listener closes may have asked already, and would be cut.
static void let_in_who_waits(struct MHD_Daemon *daemon, int listener)
{
    enum { WAITING_MAX = 4096 }; // somebody who comes in a loop must not hold the stop
    struct sockaddr_storage from;
    for (int i = 0; i < WAITING_MAX; i++) {
        socklen_t from_len = sizeof(from);
        int fd =
            accept4(listener, (struct sockaddr *)&from, &from_len, SOCK_CLOEXEC | SOCK_NONBLOCK);
        if (fd < 0)
            return;
        MHD_add_connection(daemon, fd, (struct sockaddr *)&from,
                           from_len); // closes what it refuses
    }
}

void engine_quiesce(struct http *http)
{
    for (int i = 0; i < http->daemons_count; i++) {
        int listener = MHD_quiesce_daemon(http->daemons[i]);
        if (listener < 0)
            continue;
        if (http->options.inherited_count == 0) // else they wait for the next program
            let_in_who_waits(http->daemons[i], listener);
        close(listener);
    }
}

void engine_stop(struct http *http)
{
    for (int i = 0; i < http->daemons_count; i++)
        MHD_stop_daemon(http->daemons[i]);
}
