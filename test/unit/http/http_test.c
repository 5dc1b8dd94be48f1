#include "wire.h"

#include <pthread.h>
#include <stdatomic.h>
#include <sys/socket.h>
#include <unistd.h>

// ── a small site ──────────────────────────────────────────────────────────────────────────────

static bool say_hello(struct job *job, struct http_request *request, void *app)
{
    http_answer_text(request, 200, S("Content-Type: text/html; charset=utf-8\n"), S("hello"));
    return true;
}

static bool say_param(struct job *job, struct http_request *request, void *app)
{
    http_answer_text(request, 200, S(""), http_param(request, "name"));
    return true;
}

static bool say_rest(struct job *job, struct http_request *request, void *app)
{
    http_answer_text(request, 200, S(""), http_param(request, "rest"));
    return true;
}

static bool say_body(struct job *job, struct http_request *request, void *app)
{
    http_answer_text(request, 200, S(""), http_body(request));
    return true;
}

static bool say_query(struct job *job, struct http_request *request, void *app)
{
    bool found;
    struct str q = http_query(request, "q", &found);
    http_answer_text(request, 200, S(""), found ? q : S("(none)"));
    return true;
}

static bool say_who(struct job *job, struct http_request *request, void *app)
{
    http_answer_text(request, 200, S(""),
                     str_printf(&job->mem, STR_FMT " " STR_FMT " %s gzip:%d br:%d identity:%d",
                                STR_ARG(http_host(request)), STR_ARG(http_client(request)),
                                http_is_tls(request) ? "tls" : "plain",
                                http_takes(request, S("gzip")), http_takes(request, S("br")),
                                http_takes(request, S("identity"))));
    return true;
}

static bool is_kept_at_gate(struct job *job, struct http_request *request, void *app);

static bool fail_gone(struct job *job, struct http_request *request, void *app)
{
    return job_fail(job, FAULT_GONE, "it was withdrawn");
}

static bool go_later(struct job *job, struct http_request *request, void *app)
{
    http_later(request, HTTP_PAGES, say_hello);
    return true;
}

static bool go_twice(struct job *job, struct http_request *request, void *app)
{
    http_later(request, HTTP_DESK, go_later);
    return true;
}

static atomic_int released;

static void count_release(void *with)
{
    atomic_fetch_add(&released, 1);
}

static bool say_prepared(struct job *job, struct http_request *request, void *app)
{
    struct http_reply *reply = http_reply_make(200, S("ETag: \"a\"\nContent-Type: text/plain\n"),
                                               S("prepared"), count_release, NULL);
    if (str_is(http_header(request, "If-None-Match"), "\"a\"")) {
        http_reply_put(reply);
        reply = http_reply_make(304, S("ETag: \"a\"\n"), S("prepared"), count_release, NULL);
    }
    http_answer(request, reply);
    return true;
}

static void say_fault(struct job *job, struct http_request *request, void *app)
{
    http_answer_text(request, fault_http_status(job->fault.kind), S("Content-Type: text/plain\n"),
                     str_printf(&job->mem, "%s: %s", (const char *)app, job->fault.text));
}

static const struct http_route site_routes[] = {
    {HTTP_GET, "/", say_hello, HTTP_NOW, 0},
    {HTTP_GET, "/hello/:name/", say_param, HTTP_NOW, 0},
    {HTTP_GET, "/media/*rest", say_rest, HTTP_PAGES, 0},
    {HTTP_GET, "/made", say_hello, HTTP_PAGES, 0},
    {HTTP_GET, "/later", go_later, HTTP_NOW, 0},
    {HTTP_GET, "/twice", go_twice, HTTP_NOW, 0},
    {HTTP_GET, "/gone", fail_gone, HTTP_PAGES, 0},
    {HTTP_GET, "/search", say_query, HTTP_NOW, 0},
    {HTTP_GET, "/who", say_who, HTTP_NOW, 0},
    {HTTP_GET, "/prepared", say_prepared, HTTP_NOW, 0},
    {HTTP_GET, "/gate", is_kept_at_gate, HTTP_DESK, 0},
};

static const struct http_route api_routes[] = {
    {HTTP_POST | HTTP_PUT, "/api/stories", say_body, HTTP_DESK, 1000},
    {HTTP_GET, "/api/stories", say_hello, HTTP_DESK, 0},
};

static char site_name[] = "site", api_name[] = "api";
static const struct http_area areas[] = {
    {"/", site_routes, ARRAY_LEN(site_routes), say_fault, .app = site_name},
    {"/api/", api_routes, ARRAY_LEN(api_routes), say_fault, .app = api_name},
};

// ── the frame ─────────────────────────────────────────────────────────────────────────────────

struct frame {
    struct job job;
    struct http *http;
};

static const struct http_options usual = {
    .listen = {"127.0.0.1:0", 11},
    .network_threads = 2,
    .pages_threads = 1,
    .desk_threads = 1,
    .queue_max = 4,
    .connections_max = 2000,
    .header_deadline_ms = 5000,
    .body_bytes_per_second_min = 100,
    .idle_ms = 30000,
    .areas = areas,
    .areas_count = ARRAY_LEN(areas),
};

static void frame_start(struct frame *frame, const struct http_options *options)
{
    log_set_quiet(true);
    job_start(&frame->job, 0);
    assert_job(http_start(&frame->job, options, &frame->http), &frame->job);
}

static void frame_end(struct frame *frame)
{
    if (frame->http)
        http_stop(frame->http, 5000);
    frame->http = NULL;
    job_end(&frame->job);
}
#define AUTO_FRAME AUTO_END(frame_end) struct frame

static struct str ask(struct frame *frame, const char *request)
{
    return wire_ask(&frame->job.mem, frame->http, str_from(request));
}

static struct str get(struct frame *frame, const char *target)
{
    return wire_ask(&frame->job.mem, frame->http,
                    str_printf(&frame->job.mem,
                               "GET %s HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n", target));
}

// ── routes and answers ────────────────────────────────────────────────────────────────────────

static void a_path_finds_its_function(void **state)
{
    AUTO_FRAME frame;
    frame_start(&frame, &usual);
    assert_str(wire_body(get(&frame, "/")), "hello");
    assert_str(wire_body(get(&frame, "/hello/ada/")), "ada");
    assert_str(wire_body(get(&frame, "/hello/%D8%B9/?x=1")), "\xD8\xB9");
    assert_str(wire_body(get(&frame, "/media/a/b/c")), "a/b/c");
    assert_str(wire_body(get(&frame, "/made")), "hello");
    assert_str(wire_body(get(&frame, "http://other.example/hello/b/")), "b");
    assert_int_equal(wire_status(get(&frame, "/hello//")), 404);
    assert_int_equal(wire_status(get(&frame, "/hello/a")), 404);
    assert_str(wire_body(get(&frame, "/api/nothing")), "api: there is nothing at this address");
}

static void a_request_can_change_its_lane(void **state)
{
    AUTO_FRAME frame;
    frame_start(&frame, &usual);
    assert_str(wire_body(get(&frame, "/later")), "hello");
    assert_str(wire_body(get(&frame, "/twice")), "hello");
}

static void a_known_path_with_another_method_says_what_it_takes(void **state)
{
    AUTO_FRAME frame;
    frame_start(&frame, &usual);
    struct str answer = ask(&frame, "DELETE /api/stories HTTP/1.1\r\nHost: a\r\n\r\n");
    assert_int_equal(wire_status(answer), 405);
    assert_str(wire_header(answer, "Allow"), "GET, HEAD, POST, PUT");
    answer = ask(&frame, "OPTIONS / HTTP/1.1\r\nHost: a\r\n\r\n");
    assert_int_equal(wire_status(answer), 405);
    answer = ask(&frame, "BREW /api/nothing HTTP/1.1\r\nHost: a\r\n\r\n");
    assert_int_equal(wire_status(answer), 404);
    answer = ask(&frame, "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 3\r\n\r\nabc");
    assert_int_equal(wire_status(answer), 405);
    assert_str(wire_header(answer, "Connection"), "close");
}

static void head_is_get_without_the_body(void **state)
{
    AUTO_FRAME frame;
    frame_start(&frame, &usual);
    int fd = wire_open(frame.http);
    wire_send(fd, S("HEAD / HTTP/1.1\r\nHost: a\r\n\r\n"));
    struct str answer = wire_answer(&frame.job.mem, fd, true);
    assert_int_equal(wire_status(answer), 200);
    assert_str(wire_header(answer, "Content-Length"), "5");
    wire_send(fd, S("GET / HTTP/1.1\r\nHost: a\r\n\r\n"));
    assert_str(wire_body(wire_answer(&frame.job.mem, fd, false)), "hello");
    close(fd);
}

static void every_answer_carries_the_security_headers(void **state)
{
    AUTO_FRAME frame;
    frame_start(&frame, &usual);
    struct str answer = get(&frame, "/");
    assert_str(wire_header(answer, "X-Content-Type-Options"), "nosniff");
    assert_str(wire_header(answer, "Referrer-Policy"), "strict-origin-when-cross-origin");
    assert_str(wire_header(answer, "Cross-Origin-Opener-Policy"), "same-origin");
    answer = get(&frame, "/nothing");
    assert_str(wire_header(answer, "X-Content-Type-Options"), "nosniff");
    assert_str(wire_header(answer, "Cross-Origin-Opener-Policy"), "");
}

static void prepared_replies_are_released_once(void **state)
{
    atomic_store(&released, 0);
    AUTO_FRAME frame;
    frame_start(&frame, &usual);
    assert_str(wire_body(get(&frame, "/prepared")), "prepared");
    struct str answer = ask(&frame, "GET /prepared HTTP/1.1\r\nHost: a\r\nIf-None-Match: \"a\"\r\n"
                                    "Connection: close\r\n\r\n");
    assert_int_equal(wire_status(answer), 304);
    assert_str(wire_header(answer, "Content-Length"), "8"); // of the 200
    assert_int_equal(wire_body(answer).len, 0);
    http_stop(frame.http, 1000);
    frame.http = NULL;
    assert_int_equal(atomic_load(&released), 3);
}

static void a_fault_is_answered_by_its_area(void **state)
{
    AUTO_FRAME frame;
    frame_start(&frame, &usual);
    struct str answer = get(&frame, "/gone");
    assert_int_equal(wire_status(answer), 410);
    assert_str(wire_body(answer), "site: it was withdrawn");
}

static void a_query_is_decoded_when_asked_for(void **state)
{
    AUTO_FRAME frame;
    frame_start(&frame, &usual);
    assert_str(wire_body(get(&frame, "/search?a=1&q=a+b%26c&q=2")), "a b&c");
    assert_str(wire_body(get(&frame, "/search?q")), "");
    assert_str(wire_body(get(&frame, "/search?utm=50%off")), "(none)");
    assert_str(wire_body(get(&frame, "/search?q=50%off")), "50%off");
    assert_str(wire_body(get(&frame, "/search?q=a%00b%FF")), "a\xEF\xBF\xBD"
                                                             "b\xEF\xBF\xBD");
}

static void only_trusted_proxies_are_believed(void **state)
{
    struct http_options options = usual;
    static const char request[] = "GET /who HTTP/1.1\r\nHost: en.example\r\nX-Forwarded-For: "
                                  "9.9.9.9, 203.0.113.7, 10.1.2.3\r\n"
                                  "X-Forwarded-Proto: https\r\nAccept-Encoding: gzip;q=0.5, "
                                  "br;q=0\r\nConnection: close\r\n\r\n";
    {
        AUTO_FRAME frame;
        frame_start(&frame, &options);
        assert_str(wire_body(ask(&frame, request)),
                   "en.example 127.0.0.1 plain gzip:1 br:0 identity:1");
    }
    options.trusted_proxies = S("127.0.0.1, 10.0.0.0/8, ::1");
    AUTO_FRAME frame;
    frame_start(&frame, &options);
    assert_str(wire_body(ask(&frame, request)),
               "en.example 203.0.113.7 tls gzip:1 br:0 identity:1");
}

static void encodings_are_weighed(void **state)
{
    static const struct {
        const char *header, *takes;
    } cases[] = {
        {"", "gzip:0 br:0 identity:1"},
        {"Accept-Encoding: *\r\n", "gzip:1 br:1 identity:1"},
        {"Accept-Encoding: *;q=0\r\n", "gzip:0 br:0 identity:0"},
        {"Accept-Encoding: identity;q=0, GZIP\r\n", "gzip:1 br:0 identity:0"},
        {"Accept-Encoding: gzip;q=0.000, *;q=0.1\r\n", "gzip:0 br:1 identity:1"},
        {"Accept-Encoding: gzip; q=0.001,br;q=1.0\r\n", "gzip:1 br:1 identity:1"},
    };
    AUTO_FRAME frame;
    frame_start(&frame, &usual);
    for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
        struct str body = wire_body(
            wire_ask(&frame.job.mem, frame.http,
                     str_printf(&frame.job.mem,
                                "GET /who HTTP/1.1\r\nHost: a\r\n%sConnection: close\r\n\r\n",
                                cases[i].header)));
        assert_true(str_ends(body, str_from(cases[i].takes)));
    }
}

// ── bodies ────────────────────────────────────────────────────────────────────────────────────

static void a_body_is_collected_up_to_its_limit(void **state)
{
    AUTO_FRAME frame;
    frame_start(&frame, &usual);
    int fd = wire_open(frame.http);
    wire_send(fd, S("POST /api/stories HTTP/1.1\r\nHost: a\r\nContent-Length: 4\r\n\r\nab"));
    wire_send(fd, S("cd"));
    assert_str(wire_body(wire_answer(&frame.job.mem, fd, false)), "abcd");
    wire_send(fd, S("PUT /api/stories HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n"
                    "3\r\nabc\r\n2;x=y\r\nde\r\n0\r\n\r\n"));
    assert_str(wire_body(wire_answer(&frame.job.mem, fd, false)), "abcde");
    close(fd);
}

static void a_body_beyond_its_limit_is_413_however_it_is_framed(void **state)
{
    AUTO_FRAME frame;
    frame_start(&frame, &usual);
    int fd = wire_open(frame.http);
    wire_send(fd, S("POST /api/stories HTTP/1.1\r\nHost: a\r\nContent-Length: 1001\r\n\r\n"));
    struct str answer = wire_rest(&frame.job.mem, fd);
    assert_int_equal(wire_status(answer), 413);
    assert_str(wire_header(answer, "Connection"), "close");
    close(fd);

    fd = wire_open(frame.http);
    wire_send(fd, S("POST /api/stories HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n"));
    char chunk[0x200 + 7];
    memset(chunk, 'x', sizeof(chunk));
    memcpy(chunk, "200\r\n", 5);
    memcpy(chunk + sizeof(chunk) - 2, "\r\n", 2);
    for (int i = 0; i < 2; i++)
        wire_send(fd, (struct str){chunk, sizeof(chunk)});
    wire_send(fd, S("0\r\n\r\nGET / HTTP/1.1\r\nHost: a\r\n\r\n"));
    answer = wire_rest(&frame.job.mem, fd);
    assert_int_equal(wire_status(answer), 413);
    assert_int_equal(str_find(answer, S("hello")), -1); // nothing behind it is answered
    close(fd);

    answer = ask(&frame, "GET / HTTP/1.1\r\nHost: a\r\nContent-Length: 2\r\n\r\nab");
    assert_int_equal(wire_status(answer), 413);
}

static void the_refusal_reaches_who_is_still_sending(void **state)
{
    AUTO_FRAME frame;
    frame_start(&frame, &usual);
    static char much[300000];
    int fd = wire_open(frame.http);
    wire_send(fd, S("POST /api/stories HTTP/1.1\r\nHost: a\r\nContent-Length: 300000\r\n\r\n"));
    wire_try_send(fd, (struct str){much, sizeof(much)});
    assert_int_equal(wire_status(wire_rest(&frame.job.mem, fd)), 413);
    close(fd);
}

static void a_continue_is_only_given_to_who_may_send(void **state)
{
    AUTO_FRAME frame;
    frame_start(&frame, &usual);
    int fd = wire_open(frame.http);
    wire_send(fd, S("POST /api/stories HTTP/1.1\r\nHost: a\r\nExpect: 100-continue\r\n"
                    "Content-Length: 2\r\n\r\n"));
    wire_until(&frame.job.mem, fd, S("HTTP/1.1 100 Continue\r\n\r\n"));
    wire_send(fd, S("ab"));
    assert_str(wire_body(wire_answer(&frame.job.mem, fd, false)), "ab");
    close(fd);
    struct str answer = ask(&frame, "POST /api/stories HTTP/1.1\r\nHost: a\r\n"
                                    "Expect: 100-continue\r\nContent-Length: 2000\r\n\r\n");
    assert_int_equal(wire_status(answer), 413);
    answer = ask(&frame, "GET / HTTP/1.1\r\nHost: a\r\nExpect: the-moon\r\n\r\n");
    assert_int_equal(wire_status(answer), 417);
}

// ── lanes ─────────────────────────────────────────────────────────────────────────────────────

static pthread_mutex_t gate_lock = PTHREAD_MUTEX_INITIALIZER;
static pthread_cond_t gate_moved = PTHREAD_COND_INITIALIZER;
static bool is_gate_open;
static int at_gate;

static bool is_kept_at_gate(struct job *job, struct http_request *request, void *app)
{
    pthread_mutex_lock(&gate_lock);
    at_gate++;
    pthread_cond_broadcast(&gate_moved);
    while (!is_gate_open)
        pthread_cond_wait(&gate_moved, &gate_lock);
    pthread_mutex_unlock(&gate_lock);
    return say_hello(job, request, app);
}

static void gate_shut(void)
{
    pthread_mutex_lock(&gate_lock);
    is_gate_open = false;
    at_gate = 0;
    pthread_mutex_unlock(&gate_lock);
}

static void gate_open(void)
{
    pthread_mutex_lock(&gate_lock);
    is_gate_open = true;
    pthread_cond_broadcast(&gate_moved);
    pthread_mutex_unlock(&gate_lock);
}

static void gate_await(int count)
{
    pthread_mutex_lock(&gate_lock);
    while (at_gate < count)
        pthread_cond_wait(&gate_moved, &gate_lock);
    pthread_mutex_unlock(&gate_lock);
}

static int ask_gate(struct frame *frame)
{
    int fd = wire_open(frame->http);
    wire_send(fd, S("GET /gate HTTP/1.1\r\nHost: a\r\n\r\n"));
    return fd;
}

static void a_full_lane_sheds_and_the_others_go_on(void **state)
{
    AUTO_FRAME frame;
    frame_start(&frame, &usual);
    int fds[16], shed = 0, answered = 0;
    gate_shut();
    fds[0] = ask_gate(&frame); // one is worked on, four wait, the rest must go
    gate_await(1);
    for (int i = 1; i < 16; i++)
        fds[i] = ask_gate(&frame);
    while (http_count(frame.http).shed < 11)
        usleep(1000);
    assert_str(wire_body(get(&frame, "/made")), "hello"); // another lane
    assert_int_equal(http_count(frame.http).waiting[HTTP_DESK], 4);
    gate_open();
    for (int i = 0; i < 16; i++) {
        struct str answer = wire_answer(&frame.job.mem, fds[i], false);
        shed += wire_status(answer) == 503 && str_is(wire_header(answer, "Retry-After"), "1");
        answered += wire_status(answer) == 200;
        close(fds[i]);
    }
    assert_int_equal(shed, 11);
    assert_int_equal(answered, 5);
}

struct stop {
    struct http *http;
    int64_t drain_ms;
};

static void *stop_on(void *with)
{
    struct stop *stop = with;
    http_stop(stop->http, stop->drain_ms);
    return NULL;
}

static void draining_answers_what_was_begun_and_says_close(void **state)
{
    AUTO_FRAME frame;
    frame_start(&frame, &usual);
    gate_shut();
    int idle = wire_open(frame.http), begun = ask_gate(&frame), waiting;
    wire_send(idle, S("GET / HTTP/1.1\r\nHost: a\r\n\r\n"));
    assert_int_equal(wire_status(wire_answer(&frame.job.mem, idle, false)), 200);
    gate_await(1);
    waiting = ask_gate(&frame);
    while (http_count(frame.http).waiting[HTTP_DESK] < 1)
        usleep(1000);
    struct stop stop = {frame.http, 10000};
    pthread_t thread;
    pthread_create(&thread, NULL, stop_on, &stop);
    while (wire_try_connect(frame.http)) // until the stop has begun
        usleep(1000);
    wire_send(idle, S("GET / HTTP/1.1\r\nHost: a\r\n\r\n")); // may still be asked
    struct str answer = wire_answer(&frame.job.mem, idle, false);
    assert_int_equal(wire_status(answer), 200);
    gate_open();
    answer = wire_rest(&frame.job.mem, begun);
    assert_int_equal(wire_status(answer), 200);
    assert_str(wire_header(answer, "Connection"), "close");
    assert_int_equal(wire_status(wire_rest(&frame.job.mem, waiting)), 200);
    assert_true(wire_is_closed(idle));
    pthread_join(thread, NULL);
    frame.http = NULL;
    close(idle), close(begun), close(waiting);
}

static void stopping_without_time_answers_503_to_those_who_wait(void **state)
{
    AUTO_FRAME frame;
    frame_start(&frame, &usual);
    gate_shut();
    int begun = ask_gate(&frame), waiting;
    gate_await(1);
    waiting = ask_gate(&frame);
    while (http_count(frame.http).waiting[HTTP_DESK] < 1)
        usleep(1000);
    struct stop stop = {frame.http, 0};
    pthread_t thread;
    pthread_create(&thread, NULL, stop_on, &stop);
    while (wire_try_connect(frame.http)) // until the stop has begun
        usleep(1000);
    gate_open();
    pthread_join(thread, NULL);
    frame.http = NULL;
    wire_is_closed(begun);
    wire_is_closed(waiting);
    close(begun), close(waiting);
}

// ── many, slow, handed over ───────────────────────────────────────────────────────────────────

static void a_thousand_stay_connected(void **state)
{
    // Fewer at once than the engine hears of at once: see docs/decisions/0001-http-engine.md.
    enum { MANY = 1000, WAVE = 100 };
    static int fds[MANY];
    struct http_options options = usual;
    options.header_deadline_ms = 60000; // a busy machine is no reason to part
    AUTO_FRAME frame;
    frame_start(&frame, &options);
    for (int i = 0; i < MANY; i++)
        fds[i] = wire_open(frame.http);
    for (int wave = 0; wave < 3 * MANY / WAVE; wave++) {
        int from = wave * WAVE % MANY;
        for (int i = from; i < from + WAVE; i++)
            wire_send(fds[i], S("GET / HTTP/1.1\r\nHost: a\r\n\r\n"));
        for (int i = from; i < from + WAVE; i++) {
            struct arena mem;
            arena_start(&mem);
            assert_int_equal(wire_status(wire_answer(&mem, fds[i], false)), 200);
            arena_end(&mem);
        }
    }
    assert_int_equal(http_count(frame.http).connections, MANY);
    assert_int_equal(http_count(frame.http).requests, 3 * MANY);
    for (int i = 0; i < MANY; i++)
        close(fds[i]);
}

static void pipelined_requests_are_answered_in_order(void **state)
{
    AUTO_FRAME frame;
    frame_start(&frame, &usual);
    struct str all = ask(&frame, "GET /hello/1/ HTTP/1.1\r\nHost: a\r\n\r\n"
                                 "GET /media/2 HTTP/1.1\r\nHost: a\r\n\r\n"
                                 "GET /hello/3/ HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n");
    ptrdiff_t first = str_find(all, S("\r\n\r\n1")), second = str_find(all, S("\r\n\r\n2")),
              third = str_find(all, S("\r\n\r\n3"));
    assert_true(first > 0 && second > first && third > second);
}

static void a_dripping_head_is_cut_off(void **state)
{
    struct http_options options = usual;
    options.header_deadline_ms = 200;
    AUTO_FRAME frame;
    frame_start(&frame, &options);
    int fd = wire_open(frame.http);
    wire_send(fd, S("GET / HTTP/1.1\r\nHost: a\r\n"));
    int64_t begun_ms = clock_monotonic_ms();
    while (wire_try_send(fd, S("x"))) { // never idle, never whole
        usleep(5000);
        assert_true(clock_monotonic_ms() - begun_ms < WIRE_WAIT_MS);
    }
    assert_true(clock_monotonic_ms() - begun_ms >= 190);
    close(fd);
}

static void a_dripping_body_is_cut_off_and_a_slow_one_is_not(void **state)
{
    struct http_options options = usual;
    options.header_deadline_ms = 200;
    options.body_bytes_per_second_min = 20;
    AUTO_FRAME frame;
    frame_start(&frame, &options);
    struct str head = S("POST /api/stories HTTP/1.1\r\nHost: a\r\nContent-Length: 1000\r\n\r\n");
    int dripping = wire_open(frame.http), slow = wire_open(frame.http);
    wire_send(dripping, head);
    wire_send(slow, head);
    bool is_cut = false;
    for (int sent = 0; sent < 1000; sent += 10) { // 2,000 bytes a second
        is_cut |= sent % 500 == 0 && !wire_try_send(dripping, S("x"));
        wire_send(slow, S("xxxxxxxxxx"));
        usleep(5000);
    }
    assert_int_equal(wire_status(wire_answer(&frame.job.mem, slow, false)), 200);
    assert_true(wire_is_closed(dripping));
    close(dripping), close(slow);
}

static void idle_connections_are_closed(void **state)
{
    struct http_options options = usual;
    options.header_deadline_ms = 100;
    options.idle_ms = 100;
    AUTO_FRAME frame;
    frame_start(&frame, &options);
    int fd = wire_open(frame.http), silent = wire_open(frame.http);
    wire_send(fd, S("GET / HTTP/1.1\r\nHost: a\r\n\r\n"));
    assert_int_equal(wire_status(wire_answer(&frame.job.mem, fd, false)), 200);
    assert_true(wire_is_closed(fd));
    assert_true(wire_is_closed(silent));
    close(fd), close(silent);
}

static void a_socket_can_be_handed_over(void **state)
{
    struct http_options options = usual;
    AUTO_FRAME old, new;
    frame_start(&old, &options);
    uint64_t port;
    struct str host, text;
    assert_true(str_split(http_address(old.http), ':', &host, &text));
    assert_true(parse_uint(text, 65535, &port));
    int inherited = -1; // a successor gets the old one's listening socket
    for (int fd = 3; fd < 200 && inherited < 0; fd++) {
        int is_listening = 0;
        socklen_t len = sizeof(is_listening);
        if (getsockopt(fd, SOL_SOCKET, SO_ACCEPTCONN, &is_listening, &len) == 0 && is_listening)
            inherited = dup(fd);
    }
    assert_true(inherited >= 0);
    options.inherited = &inherited;
    options.inherited_count = 1;
    frame_start(&new, &options);
    assert_true(str_eq(http_address(new.http), http_address(old.http)));
    http_stop(old.http, 1000);
    old.http = NULL;
    for (int i = 0; i < 20; i++)
        assert_int_equal(wire_status(get(&new, "/")), 200);
}

static void what_cannot_start_says_why(void **state)
{
    struct http_options options = usual;
    struct http *http;
    AUTO_JOB job;
    job_start(&job, 0);
    options.listen = S("nonsense");
    assert_false(http_start(&job, &options, &http));
    assert_true(str_find(str_from(job.fault.text), S("ADDRESS:PORT")) > 0);
    job_forgive(&job);
    options.listen = S("192.0.2.1:80");
    assert_false(http_start(&job, &options, &http));
    job_forgive(&job);
    options = usual;
    options.trusted_proxies = S("everyone");
    assert_false(http_start(&job, &options, &http));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_path_finds_its_function),
        cmocka_unit_test(a_request_can_change_its_lane),
        cmocka_unit_test(a_known_path_with_another_method_says_what_it_takes),
        cmocka_unit_test(head_is_get_without_the_body),
        cmocka_unit_test(every_answer_carries_the_security_headers),
        cmocka_unit_test(prepared_replies_are_released_once),
        cmocka_unit_test(a_fault_is_answered_by_its_area),
        cmocka_unit_test(a_query_is_decoded_when_asked_for),
        cmocka_unit_test(only_trusted_proxies_are_believed),
        cmocka_unit_test(encodings_are_weighed),
        cmocka_unit_test(a_body_is_collected_up_to_its_limit),
        cmocka_unit_test(a_body_beyond_its_limit_is_413_however_it_is_framed),
        cmocka_unit_test(the_refusal_reaches_who_is_still_sending),
        cmocka_unit_test(a_continue_is_only_given_to_who_may_send),
        cmocka_unit_test(a_full_lane_sheds_and_the_others_go_on),
        cmocka_unit_test(draining_answers_what_was_begun_and_says_close),
        cmocka_unit_test(stopping_without_time_answers_503_to_those_who_wait),
        cmocka_unit_test(a_thousand_stay_connected),
        cmocka_unit_test(pipelined_requests_are_answered_in_order),
        cmocka_unit_test(a_dripping_head_is_cut_off),
        cmocka_unit_test(a_dripping_body_is_cut_off_and_a_slow_one_is_not),
        cmocka_unit_test(idle_connections_are_closed),
        cmocka_unit_test(a_socket_can_be_handed_over),
        cmocka_unit_test(what_cannot_start_says_why),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
