#include "http/internal.h"

#include <arpa/inet.h>

// A body past its limit is read on this far, so that the client gets to read the 413.
enum { BODY_BYTES_SWALLOWED = 4 * 1024 * 1024, BODY_BYTES_FIRST = 4096 };

// A cached page is answered within this, without asking the heap.
enum { JOB_BYTES_LENT = 2048 };

struct http_request *request_make(struct http *http, struct MHD_Connection *mhd, const char *raw)
{
    struct http_request *request = malloc(sizeof(*request));
    if (!request)
        heap_exhausted(sizeof(*request));
    memset(request, 0, offsetof(struct http_request, client) + 1); // the texts are written first
    size_t len = strlen(raw);
    request->http = http;
    request->mhd = mhd;
    request->room = request->inline_room;
    if (2 * len > sizeof(request->inline_room))
        request->room = heap_grow(NULL, 2 * len);
    memcpy(request->room, raw, len); // NOLINT(bugprone-not-null-terminated-result): a str
    request->raw = (struct str){request->room, len};
    request->id = atomic_fetch_add_explicit(&http->ids, 1, memory_order_relaxed) + 1;
    return request;
}

void request_end(struct http_request *request)
{
    assert(!request->stream);
    http_reply_put(request->reply);
    arena_end(&request->mem);
    free(request->body);
    atomic_fetch_sub(&request->http->bodies_bytes, request->body_room);
    if (request->room != request->inline_room)
        free(request->room);
    free(request);
}

// Twice as much each time, but no more than the route takes.
static bool make_room(struct http_request *request, size_t needed)
{
    size_t room = request->body_room ? request->body_room : BODY_BYTES_FIRST;
    while (room < needed)
        room *= 2;
    if (room > request->body_bytes_max)
        room = request->body_bytes_max;
    size_t more = room - request->body_room;
    if (atomic_fetch_add(&request->http->bodies_bytes, more) + more > BODIES_BYTES_MAX) {
        atomic_fetch_sub(&request->http->bodies_bytes, more);
        request->is_crowded_out = true;
        return false;
    }
    request->body = heap_grow(request->body, room);
    request->body_room = room;
    return true;
}

bool request_add_body(struct http_request *request, struct str bytes)
{
    request->is_body_too_big |= request->body_len + bytes.len > request->body_bytes_max;
    if (request->is_body_too_big) {
        request->body_len += bytes.len; // counted, not kept
        return request->body_len < request->body_bytes_max + BODY_BYTES_SWALLOWED;
    }
    if (request->body_len + bytes.len > request->body_room &&
        !make_room(request, request->body_len + bytes.len))
        return false;
    memcpy(request->body + request->body_len, bytes.at, bytes.len);
    request->body_len += bytes.len;
    return true;
}

static bool is_answered(const struct http_request *request)
{
    return request->reply || request->stream;
}

static void answer_fault(struct job *job, struct http_request *request)
{
    const struct http_area *area = request->found.area;
    area->fault(job, request, area->app);
    assert(is_answered(request) && !request->later); // fault functions must answer, at once
}

// As job_start(), but with the request's id, and without wiping four kilobytes of fault for every
// page that does not fail.
static void start_job(struct job *job, const struct http_request *request)
{
    job->id = request->id;
    job->now_ms = clock_unix_ms();
    job->deadline_ms = request->deadline_ms ? request->deadline_ms : job->now_ms + JOB_DEADLINE_MS;
    arena_start(&job->mem);
    job->fault.kind = FAULT_NONE;
    job->fault.fields_count = 0;
    job->fault.text[0] = '\0';
    job->fault.file = NULL;
}

void request_run(struct http_request *request, http_handler *handle)
{
    struct job job;
    _Alignas(max_align_t) char room[JOB_BYTES_LENT];
    start_job(&job, request);
    arena_lend(&job.mem, room, sizeof(room));
    if (!handle(&job, request, request->found.area->app)) {
        assert(job_failed(&job) && !is_answered(request));
        request->later = NULL;
        answer_fault(&job, request);
    }
    assert(is_answered(request) != (request->later != NULL)); // exactly one of them
    job_end(&job);
}

static enum fault_kind kind_of(int status)
{
    switch (status) {
    case 404:
        return FAULT_NOT_FOUND;
    case 413:
    case 414:
    case 431:
        return FAULT_TOO_BIG;
    case 503:
        return FAULT_UNAVAILABLE;
    default:
        return FAULT_BAD_INPUT;
    }
}

void request_refuse(struct http_request *request, int status, const char *why)
{
    struct job job;
    start_job(&job, request);
    request->refusal = status;
    job_fail(&job, kind_of(status), "%s", why);
    answer_fault(&job, request);
    job_end(&job);
}

struct str request_allow(struct arena *mem, int methods)
{
    static const struct {
        int method;
        const char *name;
    } names[] = {
        {HTTP_GET, "GET, HEAD"}, {HTTP_POST, "POST"},     {HTTP_PATCH, "PATCH"},
        {HTTP_PUT, "PUT"},       {HTTP_DELETE, "DELETE"},
    };
    struct buf b;
    buf_start(&b, mem, 100);
    for (size_t i = 0; i < ARRAY_LEN(names); i++) {
        if (methods & names[i].method)
            buf_printf(&b, "%s%s", b.len ? ", " : "", names[i].name);
    }
    return buf_str(&b);
}

// ── what handlers ask ─────────────────────────────────────────────────────────────────────────

enum http_method http_method(const struct http_request *request)
{
    return request->method;
}

struct str http_path(const struct http_request *request)
{
    return request->target.path;
}

struct str http_target(const struct http_request *request)
{
    return request->raw;
}

struct str http_param(const struct http_request *request, const char *name)
{
    for (int i = 0; i < request->found.params_count; i++) {
        if (str_is(request->found.params[i].name, name))
            return request->found.params[i].value;
    }
    return STR_NONE;
}

const void *http_route_with(const struct http_request *request)
{
    return request->found.route ? request->found.route->with : NULL;
}

// What is decoded or looked up on demand is remembered in the request, which its handler alone has.
static struct http_request *own(const struct http_request *request)
{
    return (struct http_request *)(uintptr_t)request;
}

struct str http_query(const struct http_request *request, const char *name, bool *found)
{
    return target_query(&own(request)->mem, request->target.query, str_from(name), found);
}

struct str http_header(const struct http_request *request, const char *name)
{
    enum guard_known known = guard_known(str_from(name));
    if (known != KNOWN_HEADERS)
        return request->guard.known[known];
    return str_trim(str_from(MHD_lookup_connection_value(request->mhd, MHD_HEADER_KIND, name)));
}

struct str http_body(const struct http_request *request)
{
    return (struct str){request->body, request->body_len};
}

struct str http_host(const struct http_request *request)
{
    if (request->target.authority.len)
        return request->target.authority;
    return request->guard.known[KNOWN_HOST];
}

uint64_t http_request_id(const struct http_request *request)
{
    return request->id;
}

bool http_may_wait(const struct http_request *request)
{
    return request->step == STEP_WORK;
}

int http_refusal(const struct http_request *request)
{
    return request->refusal;
}

static struct str peer(const struct http_request *request)
{
    struct http_request *mine = own(request);
    if (mine->client[0])
        return str_from(mine->client);
    const union MHD_ConnectionInfo *info =
        MHD_get_connection_info(request->mhd, MHD_CONNECTION_INFO_CLIENT_ADDRESS);
    const struct sockaddr *address = info ? info->client_addr : NULL;
    if (address && address->sa_family == AF_INET)
        inet_ntop(AF_INET, &((const struct sockaddr_in *)(const void *)address)->sin_addr,
                  mine->client, sizeof(mine->client));
    else if (address && address->sa_family == AF_INET6)
        inet_ntop(AF_INET6, &((const struct sockaddr_in6 *)(const void *)address)->sin6_addr,
                  mine->client, sizeof(mine->client));
    // An IPv4 client on a socket for both is shown as IPv4.
    if (str_starts(str_from(mine->client), S("::ffff:")) && strchr(mine->client, '.'))
        memmove(mine->client, mine->client + 7, strlen(mine->client + 7) + 1);
    return str_from(mine->client);
}

struct str http_client(const struct http_request *request)
{
    const struct proxy_list *trusted = &request->http->trusted;
    struct str from = peer(request);
    struct str forwarded_for = request->guard.known[KNOWN_FORWARDED_FOR];
    if (!forwarded_for.len || !is_proxy_trusted(trusted, from))
        return from;
    return proxy_client(trusted, forwarded_for, from);
}

bool http_is_tls(const struct http_request *request)
{
    struct str proto = request->guard.known[KNOWN_FORWARDED_PROTO];
    if (request->http->tls)
        return true;
    return str_eq_nocase(proto, S("https")) &&
           is_proxy_trusted(&request->http->trusted, peer(request));
}

// "0", "0.0", "0.000": the weight that means never (RFC 9110, 12.4.2).
static bool is_zero_weight(struct str parameters)
{
    struct str part, name, value;
    while (str_cut(&parameters, ';', &part)) {
        if (!str_split(part, '=', &name, &value) || !str_eq_nocase(str_trim(name), S("q")))
            continue;
        value = str_trim(value);
        for (size_t i = 0; i < value.len; i++) {
            if (value.at[i] != '0' && value.at[i] != '.')
                return false;
        }
        return value.len > 0;
    }
    return false;
}

bool http_takes(const struct http_request *request, struct str encoding)
{
    struct str list = request->guard.known[KNOWN_ACCEPT_ENCODING], part;
    bool takes = str_eq_nocase(encoding, S("identity")); // unless it is said otherwise
    while (str_cut(&list, ',', &part)) {
        struct str coding = part, parameters = STR_NONE;
        str_split(part, ';', &coding, &parameters);
        coding = str_trim(coding);
        if (str_eq_nocase(coding, encoding))
            return !is_zero_weight(parameters);
        if (str_is(coding, "*"))
            takes = !is_zero_weight(parameters);
    }
    return takes;
}

// ── the answer ────────────────────────────────────────────────────────────────────────────────

void http_answer(struct http_request *request, struct http_reply *reply)
{
    assert(!is_answered(request) && !request->later);
    request->reply = reply;
}

static struct str own_headers(struct http_request *request, struct arena *mem, int status)
{
    if (status == 405)
        return str_printf(mem, "Allow: " STR_FMT "\n",
                          STR_ARG(request_allow(mem, request->found.allowed)));
    return status == 503 ? S("Retry-After: 1\n") : S("");
}

void http_answer_text(struct http_request *request, int status, struct str headers, struct str body)
{
    struct arena mem;
    arena_start(&mem);
    if (request->refusal) {
        status = request->refusal;
        headers = str_join(&mem, own_headers(request, &mem, status), headers);
    }
    char *copy = heap_grow(NULL, body.len);
    if (body.len)
        memcpy(copy, body.at, body.len);
    http_answer(request,
                http_reply_make(status, headers, (struct str){copy, body.len}, free, copy));
    arena_end(&mem);
}

void http_later(struct http_request *request, enum http_lane lane, http_handler *handle)
{
    assert(!is_answered(request) && !request->later && lane != HTTP_NOW);
    request->lane = lane;
    request->later = handle;
}
