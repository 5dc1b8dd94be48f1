// What the files of http/ share: one server, its connections, a request on its way.
#pragma once

#include "http/guard.h"
#include "http/http.h"
#include "http/proxy.h"
#include "http/route.h"
#include "http/target.h"

#include <microhttpd.h>
#include <pthread.h>
#include <stdatomic.h>

// One block of memory for each connection holds its request head and the head of its answer, and is
// most of the memory of an open stream: with 8 KB, 10,000 streams took 9.2 KB each, and a cookie of
// 1 KB fits beside 2.5 KB of answer (the hostile tests try all sizes).
enum {
    POOL_BYTES = 8 * 1024,
    POOL_BYTES_A_HEADER = 64, // the engine's own list, taken from the same block
    POOL_BYTES_SPARE = 512,   // status line, Date, Connection, Content-Length
    JOB_DEADLINE_MS = 30 * 1000,
    DAEMONS_MAX = 8,
    // Bodies being collected, all together: each may have megabytes, and who sends them is not
    // known before they are whole. Beyond this a body that needs more is turned away.
    BODIES_BYTES_MAX = 256 * 1024 * 1024,
    STREAM_TURNS = 10, // rounds of the reaper in which each stream is looked at once
};

// A request's job has the request's id; other jobs count from one.
static const uint64_t REQUEST_ID_FIRST = UINT64_C(1) << 32;

// ── lanes ─────────────────────────────────────────────────────────────────────────────────────

struct lane {
    struct http *http;
    pthread_mutex_t lock;
    pthread_cond_t filled;
    struct http_request *first, *last;
    int waiting, promised, waiting_max; // promised: room kept for who suspends first
    bool is_closing;
    pthread_t *threads;
    int threads_count;
};

MUST_USE bool lane_start(struct job *job, struct lane *lane, struct http *http, int threads,
                         int waiting_max);
// Answers what waits with 503, waits for the handlers that run, and joins the threads.
void lane_stop(struct lane *lane);
// Room first, then the request: so that a connection is only suspended when it will be answered.
bool lane_promise(struct lane *lane);
void lane_push(struct lane *lane, struct http_request *request);

// ── connections and the reaper ────────────────────────────────────────────────────────────────

enum phase {
    PHASE_OPENED,  // nothing asked yet: the head must be whole by header_deadline_ms
    PHASE_BETWEEN, // kept alive: idle_ms more
    PHASE_BODY,    // the body must come at body_bytes_per_second_min
    PHASE_ANSWER,  // ours to do
};

struct http_connection {
    struct http_connection *older, *newer;
    struct http *http;
    int fd;
    _Atomic(enum phase) phase;
    atomic_int_least64_t since_ms;    // of the phase
    atomic_uint_least64_t body_bytes; // read in this phase
    atomic_bool lingers; // refused unread: let the client read why before the socket goes
    // Made by on_target and not seen since; the network thread's own, others see only that it is.
    struct http_request *_Atomic unread;
    int64_t came_ms; // drain's own: when the body had grown last, and to what
    uint64_t came_bytes;
    bool is_let_go;
};

struct lingering {
    int fd;
    int64_t until_ms;
};
enum { LINGERING_MAX = 128, LINGER_MS = 2000 };

struct reaper {
    pthread_mutex_t lock; // the list; a socket is closed only by who took its entry out before
    pthread_cond_t wanted;
    pthread_t thread;
    bool is_running, is_stopping;
    struct http_connection *newest;
    int connections;
    struct lingering lingering[LINGERING_MAX];
    int lingering_count;
    atomic_int_least64_t now_ms; // coarse, for those who need no better
};

MUST_USE bool reaper_start(struct job *job, struct http *http);
void reaper_stop(struct http *http);
struct http_connection *reaper_add(struct http *http, int fd);
void reaper_remove(struct http_connection *connection);
void connection_phase(struct http_connection *connection, enum phase phase);
bool connection_has_unread(const struct http_connection *connection); // bytes the engine has not

// ── the end ───────────────────────────────────────────────────────────────────────────────────

// Until those who asked are answered, at most for drain_ms; streams end (drain.c).
void drain_clients(struct http *http, int64_t drain_ms);

// ── the server ────────────────────────────────────────────────────────────────────────────────

struct tls;

struct http {
    struct http_options options;
    struct arena mem; // as long as the server
    struct route_table routes;
    struct proxy_list trusted;
    struct str address;
    struct MHD_Daemon *daemons[DAEMONS_MAX];
    int daemons_count;
    struct lane lanes[HTTP_LANES]; // HTTP_NOW has none
    struct reaper reaper;
    struct tls *tls;
    atomic_bool is_draining, is_ending; // ending: streams end as soon as they have nothing
    atomic_int begun;                   // requests not yet answered, streams aside
    atomic_int streams;
    atomic_size_t bodies_bytes; // room taken by bodies
    atomic_uint_least64_t ids, refused, shed;
    pthread_mutex_t streams_lock;
    struct http_stream *newest_streams[STREAM_TURNS]; // a list for each turn
    unsigned stream_turn, stream_turns_given;         // whose clients are looked for next
    pthread_cond_t calmed; // begun or streams became 0; with streams_lock
};

// The engine's four call-backs (engine.c); `http` is their closure.
MUST_USE bool engine_start(struct job *job, struct http *http, int listener);
void engine_quiesce(struct http *http); // stops accepting; closes the listeners
void engine_stop(struct http *http);

// ── a request ─────────────────────────────────────────────────────────────────────────────────

// What hangs on the engine's connection while a request is answered: the request, and once a stream
// flows only the stream, which must be small.
enum context_kind { CONTEXT_REQUEST, CONTEXT_STREAM };

enum step {
    STEP_HEAD,   // the request line is read
    STEP_BODY,   // the head is accepted
    STEP_LEAVE,  // on its way to a lane
    STEP_WORK,   // suspended: a lane has it
    STEP_ANSWER, // a reply or a stream is there
};

enum { TARGET_BYTES_INLINE = 256 };

struct http_request {
    enum context_kind kind;
    enum step step; // only the thread that has the request at the time
    struct http *http;
    struct http_connection *connection;
    struct MHD_Connection *mhd;
    struct http_request *next; // in a lane

    struct str method_name, raw; // as sent
    enum http_method method;     // 0: one we do not know
    struct guard guard;
    struct target target;
    struct route_found found;

    char *body;
    size_t body_len, body_room;
    size_t body_bytes_max;
    bool is_body_too_big, is_crowded_out; // the latter: all bodies together

    int refusal; // http's own status, 0 if it has none
    bool closes; // after the answer
    struct http_reply *reply;
    struct http_stream *stream;
    enum http_lane lane; // where `later` runs
    http_handler *later;

    uint64_t id;
    int64_t started_us;  // 0: nobody asked
    int64_t deadline_ms; // once it was in a lane
    struct arena mem;    // decoded queries and the like
    char client[48];     // filled when asked for
    char *room;          // for longer targets; two halves, raw and decoded
    char inline_room[2 * TARGET_BYTES_INLINE];
};

struct http_request *request_make(struct http *http, struct MHD_Connection *mhd, const char *raw);
void request_end(struct http_request *request);
bool request_add_body(struct http_request *request, struct str bytes); // false: give up on it
// Runs `handle` with a job of its own and, if it fails, the area's fault function.
void request_run(struct http_request *request, http_handler *handle);
// http refuses: the area's fault function answers.
void request_refuse(struct http_request *request, int status, const char *why);
struct str request_allow(struct arena *mem, int methods); // "GET, HEAD, POST"

// ── replies and streams ───────────────────────────────────────────────────────────────────────

struct http_reply {
    atomic_int holders;
    int status;
    size_t head_bytes;
    struct MHD_Response *response;
};

// "Name: value\n" lines, and the security headers where they have none. False when MHD refuses one.
size_t response_add_headers(struct MHD_Response *response, struct str headers);

enum stream_state {
    STREAM_AWAKE,  // the engine will pull
    STREAM_WOKEN,  // … and must do so once more before it sleeps
    STREAM_ASLEEP, // suspended
};

struct http_stream {
    enum context_kind kind;
    _Atomic(enum stream_state) state;
    struct http *http;
    struct http_connection *connection;
    struct MHD_Connection *mhd;
    struct MHD_Response *response;
    bool are_headers_sent;
    struct http_stream_source source;
    struct http_stream *older, *newer;
    unsigned turn;        // below STREAM_TURNS
    atomic_bool has_left; // its client has closed
};

void stream_gone(struct http_stream *stream); // completed or broken off: frees it
void streams_end(struct http *http);
// Ends those whose clients have left; each call looks at a STREAM_TURNSth of them.
void streams_look(struct http *http);
