// A server that stops: whom it waits for, and whom not.
#include "wire.h"

#include <pthread.h>
#include <stdatomic.h>
#include <unistd.h>

// ── a small site ──────────────────────────────────────────────────────────────────────────────

static bool say_hello(struct job *job, struct http_request *request, void *app)
{
    http_answer_text(request, 200, S(""), S("hello"));
    return true;
}

static bool say_body(struct job *job, struct http_request *request, void *app)
{
    http_answer_text(request, 200, S(""), http_body(request));
    return true;
}

static atomic_bool is_gate_open, is_at_gate;

static bool is_kept_at_gate(struct job *job, struct http_request *request, void *app)
{
    atomic_store(&is_at_gate, true);
    while (!atomic_load(&is_gate_open))
        usleep(1000);
    return say_hello(job, request, app);
}

// More than any socket takes from a client that does not read.
enum { WORDS_BYTES = 32 * 1024 * 1024 };
static atomic_int pulled, gone;

static ptrdiff_t pull_words(void *with, char *to, size_t room)
{
    if (atomic_load(&pulled) >= WORDS_BYTES)
        return 0;
    memset(to, 'x', room);
    atomic_fetch_add(&pulled, (int)room);
    return (ptrdiff_t)room;
}

static void count_gone(void *with)
{
    atomic_fetch_add(&gone, 1);
}

static bool say_much(struct job *job, struct http_request *request, void *app)
{
    http_stream(request, S(""), &(struct http_stream_source){pull_words, count_gone, NULL}, NULL);
    return true;
}

static void say_fault(struct job *job, struct http_request *request, void *app)
{
    http_answer_text(request, fault_http_status(job->fault.kind), S(""), S(""));
}

static const struct http_route routes[] = {
    {HTTP_GET, "/", say_hello, HTTP_NOW, 0},
    {HTTP_GET, "/gate", is_kept_at_gate, HTTP_DESK, 0},
    {HTTP_GET, "/block", is_kept_at_gate, HTTP_NOW, 0},
    {HTTP_GET, "/much", say_much, HTTP_NOW, 0},
    {HTTP_POST, "/body", say_body, HTTP_DESK, 1000},
};
static const struct http_area areas[] = {
    {.prefix = "/", .routes = routes, .routes_count = ARRAY_LEN(routes), .fault = say_fault}};

static const struct http_options usual = {
    .listen = {"127.0.0.1:0", 11},
    .network_threads = 2,
    .connections_max = 100,
    .header_deadline_ms = 60000, // not by this
    .areas = areas,
    .areas_count = 1,
};

// ── the frame ─────────────────────────────────────────────────────────────────────────────────

struct frame {
    struct job job;
    struct http *http;
    pthread_t stopping;
    int64_t took_ms;
};

static void frame_start_with(struct frame *frame, const struct http_options *options)
{
    log_set_quiet(true);
    job_start(&frame->job, 0);
    atomic_store(&is_gate_open, false);
    atomic_store(&is_at_gate, false);
    assert_job(http_start(&frame->job, options, &frame->http), &frame->job);
}

static void frame_start(struct frame *frame)
{
    frame_start_with(frame, &usual);
}

static int ask(struct frame *frame, const char *request)
{
    int fd = wire_open(frame->http);
    wire_send(fd, str_from(request));
    return fd;
}

enum { DRAIN_MS = 60000 };

static void *stop_on(void *with)
{
    struct frame *frame = with;
    int64_t began_ms = clock_monotonic_ms();
    http_stop(frame->http, DRAIN_MS);
    frame->took_ms = clock_monotonic_ms() - began_ms;
    return NULL;
}

static void begin_stop(struct frame *frame)
{
    pthread_create(&frame->stopping, NULL, stop_on, frame);
    while (wire_try_connect(frame->http)) // until it has begun
        usleep(1000);
}

static int64_t end_stop(struct frame *frame)
{
    pthread_join(frame->stopping, NULL);
    job_end(&frame->job);
    return frame->took_ms;
}

// ── the tests ─────────────────────────────────────────────────────────────────────────────────

static void who_asks_nothing_does_not_hold_up_the_stop(void **state)
{
    struct frame frame;
    frame_start(&frame);
    int silent = wire_open(frame.http), half_line = ask(&frame, "GET /"), kept;
    kept = ask(&frame, "GET / HTTP/1.1\r\nHost: a\r\n\r\n");
    assert_int_equal(wire_status(wire_answer(&frame.job.mem, kept, false)), 200);
    begin_stop(&frame);
    assert_true(wire_is_closed(silent));
    assert_true(wire_is_closed(half_line));
    assert_true(wire_is_closed(kept));
    assert_true(end_stop(&frame) < 5000);
    close(silent), close(half_line), close(kept);
}

static void half_a_head_is_let_go_and_who_asked_before_is_answered(void **state)
{
    struct frame frame;
    frame_start(&frame);
    int asked = ask(&frame, "GET /gate HTTP/1.1\r\nHost: a\r\n\r\n");
    int half = ask(&frame, "GET / HTTP/1.1\r\nHost: a\r\n");
    while (!atomic_load(&is_at_gate) || http_count(frame.http).requests < 2)
        usleep(1000);
    begin_stop(&frame);
    assert_true(wire_is_closed(half)); // while the other still waits
    atomic_store(&is_gate_open, true);
    assert_int_equal(wire_status(wire_rest(&frame.job.mem, asked)), 200);
    assert_true(end_stop(&frame) < 20000);
    close(asked), close(half);
}

static void a_head_that_becomes_whole_in_time_is_answered(void **state)
{
    struct frame frame;
    frame_start(&frame);
    int half = ask(&frame, "GET / HTTP/1.1\r\nHost: a\r\n");
    while (http_count(frame.http).requests < 1)
        usleep(1000);
    begin_stop(&frame);
    wire_send(half, S("\r\n"));
    struct str answer = wire_rest(&frame.job.mem, half);
    assert_int_equal(wire_status(answer), 200);
    assert_str(wire_header(answer, "Connection"), "close");
    assert_true(end_stop(&frame) < 5000);
    close(half);
}

static void who_was_in_the_kernels_queue_is_answered(void **state)
{
    enum { MANY = 20 };
    struct http_options options = usual;
    struct frame frame;
    int fds[MANY];
    options.network_threads = 1;
    frame_start_with(&frame, &options);
    int blocking = ask(&frame, "GET /block HTTP/1.1\r\nHost: a\r\n\r\n");
    while (!atomic_load(&is_at_gate))
        usleep(1000);
    for (int i = 0; i < MANY; i++) // nobody accepts them now
        fds[i] = ask(&frame, "GET / HTTP/1.1\r\nHost: a\r\n\r\n");
    begin_stop(&frame);
    atomic_store(&is_gate_open, true);
    assert_int_equal(wire_status(wire_rest(&frame.job.mem, blocking)), 200);
    for (int i = 0; i < MANY; i++) {
        assert_int_equal(wire_status(wire_rest(&frame.job.mem, fds[i])), 200);
        close(fds[i]);
    }
    end_stop(&frame);
    close(blocking);
}

static void a_silent_body_is_let_go_and_one_that_goes_on_is_answered(void **state)
{
    enum { BYTES = 40 };
    static const char head[] = "POST /body HTTP/1.1\r\nHost: a\r\nContent-Length: 40\r\n\r\n";
    struct frame frame;
    frame_start(&frame);
    int silent = ask(&frame, head), slow = ask(&frame, head);
    while (http_count(frame.http).requests < 2)
        usleep(1000);
    begin_stop(&frame);
    for (int i = 0; i < BYTES; i++) { // longer than it waits for one that is silent
        wire_send(slow, S("x"));
        usleep(50000);
    }
    assert_true(wire_is_closed(silent));
    struct str answer = wire_rest(&frame.job.mem, slow);
    assert_int_equal(wire_status(answer), 200);
    assert_int_equal(wire_body(answer).len, BYTES);
    assert_true(end_stop(&frame) < 20000);
    close(silent), close(slow);
}

static void a_stream_that_nobody_reads_is_let_go(void **state)
{
    struct frame frame;
    frame_start(&frame);
    int stream = ask(&frame, "GET /much HTTP/1.1\r\nHost: a\r\n\r\n");
    for (int seen = 0, same = 0; same < 50; same = atomic_load(&pulled) == seen ? same + 1 : 0) {
        seen = atomic_load(&pulled); // until the sockets are full
        usleep(1000);
    }
    assert_in_range(atomic_load(&pulled), 1, WORDS_BYTES - 1);
    begin_stop(&frame);
    assert_true(end_stop(&frame) < 20000);
    assert_int_equal(atomic_load(&gone), 1);
    close(stream);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(who_asks_nothing_does_not_hold_up_the_stop),
        cmocka_unit_test(half_a_head_is_let_go_and_who_asked_before_is_answered),
        cmocka_unit_test(a_head_that_becomes_whole_in_time_is_answered),
        cmocka_unit_test(who_was_in_the_kernels_queue_is_answered),
        cmocka_unit_test(a_silent_body_is_let_go_and_one_that_goes_on_is_answered),
        cmocka_unit_test(a_stream_that_nobody_reads_is_let_go),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
