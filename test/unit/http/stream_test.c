#include "wire.h"

#include <pthread.h>
#include <stdatomic.h>
#include <sys/socket.h>
#include <unistd.h>

// A source whose bytes are `said` so far; one for all subscribers.
struct teller {
    pthread_mutex_t lock;
    char said[4096];
    size_t said_len;
    bool is_over;
    struct listener *newest;
    int listeners, gone;
};

struct listener {
    struct teller *teller;
    struct listener *older, *newer;
    struct http_stream *stream;
    size_t told;
};

static struct teller teller = {.lock = PTHREAD_MUTEX_INITIALIZER};

static ptrdiff_t pull(void *with, char *to, size_t room)
{
    struct listener *listener = with;
    pthread_mutex_lock(&teller.lock);
    size_t left = teller.said_len - listener->told;
    size_t len = left < room ? left : room;
    memcpy(to, teller.said + listener->told, len);
    listener->told += len;
    bool is_over = teller.is_over;
    pthread_mutex_unlock(&teller.lock);
    return len ? (ptrdiff_t)len : is_over ? HTTP_STREAM_END : 0;
}

static void gone(void *with)
{
    struct listener *listener = with;
    pthread_mutex_lock(&teller.lock);
    if (listener->newer)
        listener->newer->older = listener->older;
    else
        teller.newest = listener->older;
    if (listener->older)
        listener->older->newer = listener->newer;
    teller.gone++;
    teller.listeners--;
    pthread_mutex_unlock(&teller.lock);
    free(listener);
}

static void started(void *with, struct http_stream *stream)
{
    struct listener *listener = with;
    listener->stream = stream;
    pthread_mutex_lock(&teller.lock);
    listener->older = teller.newest;
    if (listener->older)
        listener->older->newer = listener;
    teller.newest = listener;
    teller.listeners++;
    pthread_mutex_unlock(&teller.lock);
}

static bool listen_to(struct job *job, struct http_request *request, void *app)
{
    struct listener *listener = heap_take(sizeof(*listener));
    listener->teller = &teller;
    http_stream(request, S("Content-Type: text/event-stream\nCache-Control: no-store\n"),
                &(struct http_stream_source){pull, gone, listener}, started);
    return true;
}

// As live does: under the lock that gone() takes, so that nobody is woken who has left.
static void tell(struct str what)
{
    pthread_mutex_lock(&teller.lock);
    assert(teller.said_len + what.len <= sizeof(teller.said));
    memcpy(teller.said + teller.said_len, what.at, what.len);
    teller.said_len += what.len;
    for (struct listener *listener = teller.newest; listener; listener = listener->older)
        http_stream_wake(listener->stream);
    pthread_mutex_unlock(&teller.lock);
}

static void tell_end(void)
{
    pthread_mutex_lock(&teller.lock);
    teller.is_over = true;
    pthread_mutex_unlock(&teller.lock);
    tell(S(""));
}

static int count_gone(void)
{
    pthread_mutex_lock(&teller.lock);
    int count = teller.gone;
    pthread_mutex_unlock(&teller.lock);
    return count;
}

static bool say_hello(struct job *job, struct http_request *request, void *app)
{
    http_answer_text(request, 200, S(""), S("hello"));
    return true;
}

static void say_fault(struct job *job, struct http_request *request, void *app)
{
    http_answer_text(request, fault_http_status(job->fault.kind), S(""), S(""));
}

static const struct http_route routes[] = {
    {HTTP_GET, "/now", listen_to, HTTP_NOW, 0},
    {HTTP_GET, "/made", listen_to, HTTP_PAGES, 0},
    {HTTP_GET, "/", say_hello, HTTP_PAGES, 0},
};
static const struct http_area areas[] = {
    {"/", routes, ARRAY_LEN(routes), say_fault, HTTP_NOW, NULL}};

static const struct http_options usual = {
    .listen = {"127.0.0.1:0", 11},
    .network_threads = 2,
    .connections_max = 3000,
    .header_deadline_ms = 2000,
    .idle_ms = 2000,
    .areas = areas,
    .areas_count = 1,
};

struct frame {
    struct job job;
    struct http *http;
};

static void frame_start(struct frame *frame)
{
    log_set_quiet(true);
    job_start(&frame->job, 0);
    teller = (struct teller){.lock = PTHREAD_MUTEX_INITIALIZER};
    assert_job(http_start(&frame->job, &usual, &frame->http), &frame->job);
}

static void frame_end(struct frame *frame)
{
    if (frame->http)
        http_stop(frame->http, 2000);
    assert_int_equal(teller.listeners, 0);
    frame->http = NULL;
    job_end(&frame->job);
}
#define AUTO_FRAME AUTO_END(frame_end) struct frame

static int subscribe(struct frame *frame, const char *request)
{
    int fd = wire_open(frame->http);
    wire_send(fd, str_from(request));
    return fd;
}

static const char now[] = "GET /now HTTP/1.1\r\nHost: a\r\n\r\n";
static const char made[] = "GET /made HTTP/1.1\r\nHost: a\r\n\r\n";

static void a_stream_says_what_happens_as_it_happens(void **state)
{
    AUTO_FRAME frame;
    frame_start(&frame);
    tell(S("one\n"));
    int fds[2] = {subscribe(&frame, now), subscribe(&frame, made)};
    for (int i = 0; i < 2; i++) {
        struct str head = wire_until(&frame.job.mem, fds[i], S("\r\n\r\n"));
        assert_str(wire_header(head, "Transfer-Encoding"), "chunked");
        assert_str(wire_header(head, "Content-Type"), "text/event-stream");
        wire_until(&frame.job.mem, fds[i], S("one\n\r\n"));
    }
    assert_int_equal(http_count(frame.http).streams, 2);
    tell(S("two\n"));
    for (int i = 0; i < 2; i++)
        wire_until(&frame.job.mem, fds[i], S("two\n\r\n"));
    tell_end();
    for (int i = 0; i < 2; i++) {
        wire_until(&frame.job.mem, fds[i], S("0\r\n\r\n"));
        close(fds[i]);
    }
    while (count_gone() < 2)
        usleep(1000);
}

static void a_client_that_left_is_noticed_at_the_next_word(void **state)
{
    AUTO_FRAME frame;
    frame_start(&frame);
    int fd = subscribe(&frame, now);
    wire_until(&frame.job.mem, fd, S("\r\n\r\n"));
    close(fd);
    int64_t begun_ms = clock_monotonic_ms();
    while (count_gone() < 1) { // the first is answered by a reset, the next one fails
        tell(S("."));
        usleep(2000);
        assert_true(clock_monotonic_ms() - begun_ms < WIRE_WAIT_MS);
    }
    assert_int_equal(http_count(frame.http).streams, 0);
}

static void a_client_that_left_is_noticed_without_a_word(void **state)
{
    AUTO_FRAME frame;
    frame_start(&frame);
    int stays = subscribe(&frame, now), leaves = subscribe(&frame, now);
    wire_until(&frame.job.mem, stays, S("\r\n\r\n"));
    wire_until(&frame.job.mem, leaves, S("\r\n\r\n"));
    close(leaves);
    int64_t begun_ms = clock_monotonic_ms();
    while (count_gone() < 1) {
        usleep(2000);
        assert_true(clock_monotonic_ms() - begun_ms < WIRE_WAIT_MS);
    }
    assert_int_equal(http_count(frame.http).streams, 1);
    tell(S("still here\n"));
    wire_until(&frame.job.mem, stays, S("still here\n\r\n"));
    close(stays);
}

static void a_stream_outlives_every_deadline(void **state)
{
    AUTO_FRAME frame;
    frame_start(&frame);
    int fd = subscribe(&frame, now);
    wire_until(&frame.job.mem, fd, S("\r\n\r\n"));
    usleep(2500 * 1000); // idle_ms and header_deadline_ms are 2000
    tell(S("still here\n"));
    wire_until(&frame.job.mem, fd, S("still here\n\r\n"));
    close(fd);
}

static void head_and_old_clients_get_what_they_can_take(void **state)
{
    AUTO_FRAME frame;
    frame_start(&frame);
    int fd = subscribe(&frame, "HEAD /now HTTP/1.1\r\nHost: a\r\n\r\n");
    struct str answer = wire_rest(&frame.job.mem, fd);
    assert_int_equal(wire_status(answer), 200);
    assert_str(wire_body(answer), "");
    while (count_gone() < 1)
        usleep(1000);
    close(fd);
    fd = subscribe(&frame, "GET /now HTTP/1.0\r\n\r\n");
    struct str head = wire_until(&frame.job.mem, fd, S("\r\n\r\n"));
    assert_str(wire_header(head, "Transfer-Encoding"), "");
    tell(S("plain\n"));
    wire_until(&frame.job.mem, fd, S("plain\n"));
    tell_end();
    assert_true(wire_is_closed(fd));
    close(fd);
}

static void stopping_ends_all_streams_after_their_last_word(void **state)
{
    enum { MANY = 300 };
    int fds[MANY];
    AUTO_FRAME frame;
    frame_start(&frame);
    for (int i = 0; i < MANY; i++)
        fds[i] = subscribe(&frame, i % 2 ? now : made);
    for (int i = 0; i < MANY; i++)
        wire_until(&frame.job.mem, fds[i], S("\r\n\r\n"));
    tell(S("bye\n"));
    int64_t begun_ms = clock_monotonic_ms();
    http_stop(frame.http, 5000);
    frame.http = NULL;
    assert_true(clock_monotonic_ms() - begun_ms < 4000); // not by the deadline
    assert_int_equal(count_gone(), MANY);
    for (int i = 0; i < MANY; i++) {
        assert_str(wire_rest(&frame.job.mem, fds[i]), "4\r\nbye\n\r\n0\r\n\r\n");
        close(fds[i]);
    }
}

static void *tell_on(void *with)
{
    for (int i = 0; i < 1000; i++)
        tell(S("x"));
    return NULL;
}

static void no_wake_is_lost(void **state)
{
    enum { MANY = 40, TELLERS = 3 };
    int fds[MANY];
    pthread_t threads[TELLERS];
    AUTO_FRAME frame;
    frame_start(&frame);
    for (int i = 0; i < MANY; i++)
        fds[i] = subscribe(&frame, i % 2 ? now : made);
    for (int i = 0; i < TELLERS; i++)
        pthread_create(&threads[i], NULL, tell_on, NULL);
    for (int i = 0; i < TELLERS; i++)
        pthread_join(threads[i], NULL);
    tell(S("!"));
    for (int i = 0; i < MANY; i++) {
        struct str all = wire_until(&frame.job.mem, fds[i], S("!\r\n"));
        size_t xs = 0;
        for (size_t at = (size_t)str_find(all, S("\r\n\r\n")); at < all.len; at++)
            xs += all.at[at] == 'x';
        assert_int_equal(xs, 1000 * TELLERS);
        close(fds[i]);
    }
}

static void streams_come_and_go_while_others_speak(void **state)
{
    AUTO_FRAME frame;
    frame_start(&frame);
    pthread_t thread;
    pthread_create(&thread, NULL, tell_on, NULL);
    for (int i = 0; i < 200; i++) {
        int fd = subscribe(&frame, i % 2 ? now : made);
        if (i % 3)
            wire_until(&frame.job.mem, fd, S("\r\n\r\n"));
        close(fd);
    }
    pthread_join(thread, NULL);
    http_stop(frame.http, 100);
    frame.http = NULL;
    assert_int_equal(teller.listeners, 0); // gone() came for each that had begun
}

static void clients_that_do_not_read_do_not_hold_up_the_stop(void **state)
{
    AUTO_FRAME frame;
    frame_start(&frame);
    int fds[20];
    for (int i = 0; i < 20; i++) {
        fds[i] = subscribe(&frame, now);
        shutdown(fds[i], SHUT_WR);
    }
    http_stop(frame.http, 50);
    frame.http = NULL;
    for (int i = 0; i < 20; i++)
        close(fds[i]);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_stream_says_what_happens_as_it_happens),
        cmocka_unit_test(a_client_that_left_is_noticed_at_the_next_word),
        cmocka_unit_test(a_client_that_left_is_noticed_without_a_word),
        cmocka_unit_test(a_stream_outlives_every_deadline),
        cmocka_unit_test(head_and_old_clients_get_what_they_can_take),
        cmocka_unit_test(stopping_ends_all_streams_after_their_last_word),
        cmocka_unit_test(no_wake_is_lost),
        cmocka_unit_test(streams_come_and_go_while_others_speak),
        cmocka_unit_test(clients_that_do_not_read_do_not_hold_up_the_stop),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
