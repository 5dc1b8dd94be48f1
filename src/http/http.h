// http: requests in, replies back. libmicrohttpd underneath, none of it above this header, so that
// the engine can be exchanged.
//
//   struct http_options options = { .listen = S("127.0.0.1:8080"), .areas = areas, … };
//   http_start(job, &options, &http);   …   http_stop(http, drain_ms);
//
// A request travels: guard (refuses what nginx refuses, 400 and close) → area by prefix → route →
// its lane. HTTP_NOW handlers run on the network thread and must not wait (a cache hit); the other
// lanes run on worker threads with a bounded queue each, the connection suspended meanwhile; a full
// queue answers 503 with Retry-After. A handler answers with http_answer() or http_stream(), or
// passes on with http_later(), or returns false: then the area's `fault` function answers for it.
//
// HEAD is GET without the body. A known path with another method is 405 with Allow. Only complete
// requests reach a handler: the body is collected up to the route's body_bytes_max (413 beyond).
// After 400, 413, 414, 417, 431 and 501 the connection is closed: nothing behind them is read.
//
// Never: knows an address, a page or a language; trusts a header it was not told to trust.
#pragma once

#include "base/base.h"

struct http;
struct http_request;
struct http_reply;  // immutable, counted, may be sent by many threads at once
struct http_stream; // an open answer whose bytes come as they happen

enum http_method {
    HTTP_GET = 1,
    HTTP_POST = 2,
    HTTP_PATCH = 4,
    HTTP_PUT = 8,
    HTTP_DELETE = 16,
};

enum http_lane {
    HTTP_NOW,   // on the network thread: must not wait for anything
    HTTP_PAGES, // makes readers' pages
    HTTP_DESK,  // newsroom and API: a share of its own, so that editors can work during a spike
    HTTP_DOOR,  // slow on purpose (hashing of passwords): never in the way of who is inside
    HTTP_LANES,
};

// Job: the request's own, ended after the answer was queued. False: job->fault says why.
typedef bool http_handler(struct job *job, struct http_request *request, void *app);
// Must answer, and at once (no http_later, no http_stream). For areas: problem documents for
// programs, pages for people. Called for the handler's faults and for http's own (404, 405, 413,
// 503 …, see http_refusal), on whatever thread they happen.
typedef void http_fault_handler(struct job *job, struct http_request *request, void *app);

struct http_route {
    int methods;         // one or more of enum http_method
    const char *pattern; // the whole path: "/:edition/region/:slug/"; a last "*rest" takes all that
                         // is left, a ":name" one segment that is not empty
    http_handler *handle;
    enum http_lane lane;
    size_t body_bytes_max; // 0: a body is not expected (413)
    const void *with;      // the route's own: http_route_with(); kept
};

struct http_area {
    const char *prefix;              // "/api/"; the longest that fits wins; "/" takes the rest
    const struct http_route *routes; // the first that fits wins
    size_t routes_count;
    http_fault_handler *fault;
    enum http_lane fault_lane; // where `fault` answers for an address or a method that is none, so
                               // that it may wait; HTTP_NOW: on the network thread
    void *app;                 // handed to handlers
};

struct http_options {
    struct str listen;    // "127.0.0.1:8080", "[::1]:8080", port 0 picks one
    const int *inherited; // listening sockets handed over (LISTEN_FDS, sd_listen_fds(3)), instead
                          // of `listen`; taken over. Each has its own network threads
    int inherited_count;
    struct str tls_cert, tls_key; // files (PEM); empty: no TLS
    int network_threads;          // 0: one a core
    int pages_threads, desk_threads;
    int queue_max; // requests waiting in one lane
    int connections_max;
    int header_deadline_ms, body_bytes_per_second_min, idle_ms;
    struct str trusted_proxies;    // "127.0.0.1,::1": whose X-Forwarded-For, -Proto are believed
    const struct http_area *areas; // kept
    size_t areas_count;
    void (*on_request)(void *with, int status, int64_t micros); // metrics; may be NULL
    void *on_request_with;
};

MUST_USE bool http_start(struct job *job, const struct http_options *options, struct http **out);
// "127.0.0.1:8080": what it really listens on. Borrowed.
struct str http_address(const struct http *http);
// Stops accepting, answers what was begun (Connection: close), ends streams, waits at most
// drain_ms.
void http_stop(struct http *http, int64_t drain_ms);
MUST_USE bool http_reload_tls(struct job *job, struct http *http); // certificates read again

struct http_numbers {
    uint64_t requests, refused, shed; // shed: 503 for a full queue
    int connections, streams, waiting[HTTP_LANES];
};
struct http_numbers http_count(struct http *http);

// ── the request; all text is borrowed until the answer ────────────────────────────────────────

enum http_method http_method(const struct http_request *request); // HEAD reads as GET
struct str
http_path(const struct http_request *request); // decoded once, valid UTF-8, no NUL, no ".."
struct str http_target(const struct http_request *request); // as sent, with the query
struct str http_param(const struct http_request *request,
                      const char *name);                         // of the pattern; decoded
const void *http_route_with(const struct http_request *request); // NULL where it has none
// The first value of that name, decoded; *found (may be NULL) tells absent from empty.
struct str http_query(const struct http_request *request, const char *name, bool *found);
struct str http_header(const struct http_request *request, const char *name); // empty if absent
struct str http_body(const struct http_request *request);
struct str http_host(const struct http_request *request);   // of the request; checked characters
bool http_is_tls(const struct http_request *request);       // itself, or said by a trusted proxy
struct str http_client(const struct http_request *request); // address without port
bool http_takes(const struct http_request *request, struct str encoding); // Accept-Encoding, q > 0
uint64_t http_request_id(const struct http_request *request);
// Is this a lane's thread? False on the network thread, where nothing may be waited for.
bool http_may_wait(const struct http_request *request);
// In a fault function: the status when http itself refuses (404, 405, 414 …: more than fault kinds
// have), else 0. http_answer_text() sends it instead of the one it is given, and adds the Allow or
// Retry-After that belongs to it.
int http_refusal(const struct http_request *request);

// ── the answer: exactly one of these, once ────────────────────────────────────────────────────

// A prepared reply. Takes over the caller's reference.
void http_answer(struct http_request *request, struct http_reply *reply);
// A small one, made on the spot. `headers` are "Name: value\n" lines; Content-Length, Date and the
// security headers that every answer carries (nosniff, Referrer-Policy; for HTML also COOP and
// Permissions-Policy) are added, unless `headers` has them. CSP and HSTS are the caller's.
void http_answer_text(struct http_request *request, int status, struct str headers,
                      struct str body);
// Leaves the network thread: `handle` runs on that lane with the same request.
void http_later(struct http_request *request, enum http_lane lane, http_handler *handle);

// For caches: bytes are kept, not copied, until `release(with)` (NULL: they live for ever). The
// body of a 304 or 204 is not sent; that of a 304 still gives Content-Length its value, so hand
// over the body of the 200 (RFC 9110, 8.6).
struct http_reply *http_reply_make(int status, struct str headers, struct str body,
                                   void (*release)(void *), void *with);
struct http_reply *http_reply_keep(struct http_reply *reply);
void http_reply_put(struct http_reply *reply);

// An event stream. pull() runs on a network thread when there is room: it fills up to `room` bytes
// and returns how many; 0 means nothing now: the stream sleeps until http_stream_wake();
// HTTP_STREAM_END ends it. gone() is called once, after the last pull, when the client left or the
// server drains (the stream is not valid afterwards).
enum { HTTP_STREAM_END = -1 };
struct http_stream_source {
    ptrdiff_t (*pull)(void *with, char *to, size_t room);
    void (*gone)(void *with);
    void *with;
};
// `started` is called inside http_stream, before the first pull, with the handle to wake. Waking is
// cheap, thread-safe, and harmless while the stream is awake; never after gone() has returned.
// While the server drains the stream may still pull what is there; the first 0 ends it.
void http_stream(struct http_request *request, struct str headers,
                 const struct http_stream_source *source,
                 void (*started)(void *with, struct http_stream *stream));
void http_stream_wake(struct http_stream *stream);
