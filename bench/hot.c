// hot: many pages that everybody reads while a flash a second changes all of them.
//
//   hot ADDRESS TOKEN PATHS SECONDS READS_A_SECOND CONNECTIONS [EDITION]
//
// Reads arrive at their own pace, whether or not earlier ones were answered (a slow server is not
// asked less); each goes to the next free of CONNECTIONS, and what waits for one waits in the
// figure. The paths are taken in turn, so all are read before one is read again. Every answer is
// held against the law: a read that begins after a flash was answered shows it (the ticker's
// newest; one page in UNPACK_EVERY is unpacked, of the others only the ETag must have changed).
#include "client.h"

#include <errno.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <unistd.h>

enum { UNPACK_EVERY = 16, ROOM = 1 << 20, ETAG_BYTES = 48 };

struct page {
    const char *path;
    char etag[ETAG_BYTES];
    int flash; // the newest that this ETag may show
};

struct reader {
    struct client client;
    struct reader *next_free;
    size_t page;
    int64_t due_ns; // when it should have been sent
    int flash;      // the newest answered when it was sent
};

static struct {
    const char *address, *token, *edition;
    struct page *pages;
    size_t pages_count, next_page;
    struct reader *readers, *free, **last_free; // the longest free first: none is idle for long
    int epoll, seconds;
    int64_t gap_ns, start_ns;
    _Atomic int begun, answered; // flashes
    atomic_bool is_over;
    long reads, stale, checked, unchanged;
    struct samples reading, answers;
} run;

// ── the desk ──────────────────────────────────────────────────────────────────────────────────

static void mark_of(int flash, char *to, size_t room)
{
    snprintf(to, room, "Hot flash number %d.", flash);
}

static void publish(struct client *client, int flash)
{
    char mark[64], body[256], request[1024];
    struct answer answer;
    mark_of(flash, mark, sizeof(mark));
    int len =
        snprintf(body, sizeof(body), "{\"edition\":\"%s\",\"place\":\"Bench\",\"text\":\"%s\"}",
                 run.edition, mark);
    len = snprintf(request, sizeof(request),
                   "POST /api/v1/flashes HTTP/1.1\r\nHost: bench\r\nAuthorization: Bearer %s\r\n"
                   "Content-Type: application/json\r\nContent-Length: %d\r\n\r\n%s",
                   run.token, len, body);
    int64_t start = now_ns();
    atomic_store(&run.begun, flash);
    client_ask(client, request, (size_t)len, &answer);
    if (answer.status != 201)
        give_up("a flash was not taken: %d", answer.status);
    atomic_store(&run.answered, flash);
    sample_add(&run.answers, ms_since(start));
}

static void *publish_all(void *with)
{
    struct client *client = with;
    int64_t next = run.start_ns;
    for (int flash = 1; flash <= run.seconds; flash++) {
        publish(client, flash);
        sleep_until(next += 1000000000);
    }
    atomic_store(&run.is_over, true);
    return NULL;
}

// ── readers ───────────────────────────────────────────────────────────────────────────────────

static void check(const struct reader *reader, const struct answer *answer)
{
    struct page *page = &run.pages[reader->page];
    char mark[64], etag[ETAG_BYTES];
    size_t len;
    const char *tag = answer_header(answer, "ETag: ", &len);
    if (answer->status != 200 || !tag || len >= ETAG_BYTES)
        give_up("%s answers %d without an ETag", page->path, answer->status);
    memcpy(etag, tag, len);
    etag[len] = 0;
    if (reader->flash > page->flash && strcmp(etag, page->etag) == 0)
        run.unchanged++;
    memcpy(page->etag, etag, sizeof(etag));
    page->flash = atomic_load(&run.begun);
    run.reads++;
    if (reader->flash == 0 || run.reads % UNPACK_EVERY != 0)
        return;
    mark_of(reader->flash, mark, sizeof(mark));
    run.checked++;
    run.stale += !answer_has(answer, mark);
}

static void ask(struct reader *reader)
{
    char request[2048];
    int len = snprintf(request, sizeof(request),
                       "GET %s HTTP/1.1\r\nHost: bench\r\nAccept-Encoding: gzip\r\n\r\n",
                       run.pages[reader->page].path);
    reader->client.len = 0;
    reader->flash = atomic_load(&run.answered);
    if (send(reader->client.fd, request, (size_t)len, MSG_NOSIGNAL) != len)
        give_up("a reader cannot ask: %m");
}

static void set_free(struct reader *reader)
{
    reader->next_free = NULL;
    *run.last_free = reader;
    run.last_free = &reader->next_free;
}

static void take(struct reader *reader)
{
    struct client *client = &reader->client;
    struct answer answer;
    ssize_t got =
        recv(client->fd, client->bytes + client->len, client->room - client->len, MSG_DONTWAIT);
    if (got < 0 && errno == EAGAIN)
        return;
    if (got <= 0)
        give_up("a reader's connection was closed");
    client->len += (size_t)got;
    if (!answer_whole(client->bytes, client->len, &answer))
        return;
    sample_add(&run.reading, (double)(now_ns() - reader->due_ns) / 1e6);
    check(reader, &answer);
    set_free(reader);
}

// ── the pace ──────────────────────────────────────────────────────────────────────────────────

static int64_t send_what_is_due(int64_t due_ns)
{
    while (run.free && due_ns <= now_ns()) {
        struct reader *reader = run.free;
        run.free = reader->next_free;
        if (!run.free)
            run.last_free = &run.free;
        reader->due_ns = due_ns;
        reader->page = run.next_page;
        run.next_page = (run.next_page + 1) % run.pages_count;
        ask(reader);
        due_ns += run.gap_ns;
    }
    return due_ns;
}

static void read_all(void)
{
    struct epoll_event events[64];
    int64_t due_ns = run.start_ns;
    while (!atomic_load(&run.is_over)) {
        due_ns = send_what_is_due(due_ns);
        int64_t wait_ns = due_ns - now_ns();
        int count = epoll_wait(run.epoll, events, 64, run.free && wait_ns < 1000000 ? 0 : 1);
        for (int i = 0; i < count; i++)
            take(events[i].data.ptr);
    }
}

static void open_readers(int count)
{
    run.readers = calloc((size_t)count, sizeof(*run.readers));
    run.epoll = epoll_create1(EPOLL_CLOEXEC);
    run.last_free = &run.free;
    for (int i = 0; i < count; i++) {
        struct reader *reader = &run.readers[i];
        client_open(&reader->client, run.address);
        reader->client.bytes = realloc(reader->client.bytes, reader->client.room = ROOM);
        struct epoll_event event = {.events = EPOLLIN, .data.ptr = reader};
        epoll_ctl(run.epoll, EPOLL_CTL_ADD, reader->client.fd, &event);
        set_free(reader);
    }
}

static void take_paths(const char *file)
{
    char **lines = read_lines(file, &run.pages_count);
    run.pages = calloc(run.pages_count, sizeof(*run.pages));
    for (size_t i = 0; i < run.pages_count; i++)
        run.pages[i].path = lines[i];
}

int main(int argc, char **argv)
{
    if (argc < 7)
        give_up("hot ADDRESS TOKEN PATHS SECONDS READS_A_SECOND CONNECTIONS [EDITION]");
    struct client desk;
    pthread_t publisher;
    run.address = argv[1];
    run.token = argv[2];
    take_paths(argv[3]);
    run.seconds = atoi(argv[4]);
    run.gap_ns = 1000000000 / atoi(argv[5]);
    open_readers(atoi(argv[6]));
    run.edition = argc > 7 ? argv[7] : "en";
    client_open(&desk, run.address);
    run.start_ns = now_ns();
    pthread_create(&publisher, NULL, publish_all, &desk);
    read_all();
    pthread_join(publisher, NULL);
    printf("reads=%ld\nchecked=%ld\nstale=%ld\nunchanged=%ld\n", run.reads, run.checked, run.stale,
           run.unchanged);
    sample_print("reading", &run.reading);
    sample_print("answer", &run.answers);
    return 0;
}
