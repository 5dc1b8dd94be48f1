// streams: holds open event streams, publishes a flash a second, and says when who heard of it.
//
//   streams ADDRESS TOKEN PID COUNT FLASHES program|page [EDITION]
//
// `program` opens /live/EDITION, `page` opens /live/EDITION?t=flash:EDITION, as our pages do. What
// is measured: from before the call that makes the flash until the read that completes its event,
// on every stream; so the client's own queueing is in it. PID's memory is taken before the streams
// are opened and when all of them are. A stream that hears a flash twice, or hangs up, is counted.
#include "client.h"

#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <unistd.h>

enum {
    MARK_BYTES_MAX = 24,
    READ_BYTES = 1 << 16,
    FLASHES_MAX = 1000,
    CONNECTING_MAX = 256,
    STREAMS_A_SOURCE = 20000, // ports of one address
    SETTLE_MS = 2000,
    GAP_NS = 1000000000,
    LATE_MS = 5000,
};

struct stream {
    int fd;
    int heard;
    bool is_open, is_dead;
    unsigned char carried;
    char carry[MARK_BYTES_MAX];
};

static struct {
    const char *address, *token, *edition, *mark;
    char request[512];
    size_t mark_len, request_len;
    int count, flashes, epoll, opened, dead;
    struct stream *streams;
    _Atomic int64_t sent_ns[FLASHES_MAX];
    _Atomic int sent;
    struct samples latency, answers;
    long heard, twice;
    int last_heard[FLASHES_MAX];
} run;

// ── hearing ───────────────────────────────────────────────────────────────────────────────────

static void hear(struct stream *stream, int64_t at_ns)
{
    int number = stream->heard++;
    if (number >= atomic_load(&run.sent)) {
        run.twice++;
        return;
    }
    run.heard++;
    run.last_heard[number]++;
    sample_add(&run.latency, (double)(at_ns - atomic_load(&run.sent_ns[number])) / 1e6);
}

// The mark may be cut by the end of a read: what could be its beginning is carried over.
static void look_for_marks(struct stream *stream, char *bytes, size_t len)
{
    int64_t at_ns = now_ns();
    char *from = bytes, *end = bytes + len, *found;
    while ((found = memmem(from, (size_t)(end - from), run.mark, run.mark_len))) {
        hear(stream, at_ns);
        from = found + run.mark_len;
    }
    size_t left = (size_t)(end - from), most = run.mark_len - 1;
    stream->carried = (unsigned char)(left < most ? left : most);
    memcpy(stream->carry, end - stream->carried, stream->carried);
}

static void die(struct stream *stream)
{
    stream->is_dead = true;
    close(stream->fd);
    run.dead++;
}

static void begin(struct stream *stream, const char *bytes, size_t len)
{
    if (len < 12 || memcmp(bytes + 8, " 200", 4) != 0)
        give_up("a stream was not opened: %.*s", (int)(len < 300 ? len : 300), bytes);
    stream->is_open = true;
    run.opened++;
}

static void take(struct stream *stream)
{
    static char room[MARK_BYTES_MAX + READ_BYTES];
    memcpy(room, stream->carry, stream->carried);
    ssize_t got = recv(stream->fd, room + stream->carried, READ_BYTES, MSG_DONTWAIT);
    if (got < 0 && errno == EAGAIN)
        return;
    if (got <= 0) {
        die(stream);
        return;
    }
    if (!stream->is_open)
        begin(stream, room, (size_t)got);
    look_for_marks(stream, room, stream->carried + (size_t)got);
}

static void take_for(int timeout_ms)
{
    struct epoll_event events[512];
    int count = epoll_wait(run.epoll, events, 512, timeout_ms);
    for (int i = 0; i < count; i++)
        take(events[i].data.ptr);
}

// ── opening ───────────────────────────────────────────────────────────────────────────────────

static void stream_open(struct stream *stream, int number)
{
    struct sockaddr_in to = parse_address(run.address), from = {.sin_family = AF_INET};
    from.sin_addr.s_addr = htonl(INADDR_LOOPBACK + 1 + (uint32_t)(number / STREAMS_A_SOURCE));
    stream->fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    int on = 1;
    setsockopt(stream->fd, IPPROTO_IP, 24 /* IP_BIND_ADDRESS_NO_PORT */, &on, sizeof(on));
    if (stream->fd < 0 || bind(stream->fd, (struct sockaddr *)&from, sizeof(from)) != 0 ||
        connect(stream->fd, (struct sockaddr *)&to, sizeof(to)) != 0)
        give_up("stream %d cannot be opened: %m", number);
    if (send(stream->fd, run.request, run.request_len, MSG_NOSIGNAL) != (ssize_t)run.request_len)
        give_up("stream %d cannot ask: %m", number);
    struct epoll_event event = {.events = EPOLLIN, .data.ptr = stream};
    epoll_ctl(run.epoll, EPOLL_CTL_ADD, stream->fd, &event);
}

static void open_all(void)
{
    run.streams = calloc((size_t)run.count, sizeof(*run.streams));
    for (int i = 0; i < run.count; i++) {
        stream_open(&run.streams[i], i);
        while (i - run.opened - run.dead > CONNECTING_MAX)
            take_for(1000);
    }
    for (int64_t start = now_ns(); run.opened < run.count && ms_since(start) < 20000;)
        take_for(100);
    for (int64_t start = now_ns(); ms_since(start) < SETTLE_MS;)
        take_for(50);
}

// ── publishing ────────────────────────────────────────────────────────────────────────────────

static void publish(struct client *client, int number)
{
    char body[256], request[1024];
    struct answer answer;
    int len = snprintf(body, sizeof(body),
                       "{\"edition\":\"%s\",\"place\":\"Bench\",\"text\":\"Flash number %d of this "
                       "run, long enough to be one\"}",
                       run.edition, number);
    len = snprintf(request, sizeof(request),
                   "POST /api/v1/flashes HTTP/1.1\r\nHost: bench\r\nAuthorization: Bearer %s\r\n"
                   "Content-Type: application/json\r\nContent-Length: %d\r\n\r\n%s",
                   run.token, len, body);
    int64_t start = now_ns();
    atomic_store(&run.sent_ns[number], start);
    atomic_store(&run.sent, number + 1);
    client_ask(client, request, (size_t)len, &answer);
    if (answer.status != 201)
        give_up("a flash was not taken: %d %.*s", answer.status, (int)answer.body_len, answer.body);
    sample_add(&run.answers, ms_since(start));
}

static void *publish_all(void *with)
{
    struct client *client = with;
    int64_t next = now_ns();
    for (int i = 0; i < run.flashes; i++) {
        publish(client, i);
        sleep_until(next += GAP_NS);
    }
    return NULL;
}

// ── the whole ─────────────────────────────────────────────────────────────────────────────────

static long resident_kb(const char *pid)
{
    char path[64], line[256];
    long kb = 0;
    snprintf(path, sizeof(path), "/proc/%s/status", pid);
    FILE *file = fopen(path, "r");
    while (file && fgets(line, sizeof(line), file))
        sscanf(line, "VmRSS: %ld", &kb);
    if (file)
        fclose(file);
    if (!kb)
        give_up("the memory of process %s cannot be read", pid);
    return kb;
}

static void allow_descriptors(void)
{
    struct rlimit limit;
    getrlimit(RLIMIT_NOFILE, &limit);
    limit.rlim_cur = limit.rlim_max;
    setrlimit(RLIMIT_NOFILE, &limit);
    if (limit.rlim_cur < (rlim_t)run.count + 64)
        give_up("%d streams need more open files than this shell allows (ulimit -n)", run.count);
}

static void prepare(int argc, char **argv)
{
    bool is_page = strcmp(argv[6], "page") == 0;
    run.address = argv[1];
    run.token = argv[2];
    run.count = atoi(argv[4]);
    run.flashes = atoi(argv[5]);
    run.edition = argc > 7 ? argv[7] : "en";
    // A page hears of a flash by its ticker, a program by the flash itself.
    run.mark = is_page ? "{\"f\":\"ticker:" : "event: flash\n";
    run.mark_len = strlen(run.mark);
    run.request_len = (size_t)snprintf(
        run.request, sizeof(run.request),
        "GET /live/%s%s%s HTTP/1.1\r\nHost: bench\r\nAccept: text/event-stream\r\n\r\n",
        run.edition, is_page ? "?t=flash:" : "", is_page ? run.edition : "");
    if (run.flashes > FLASHES_MAX)
        give_up("at most %d flashes", FLASHES_MAX);
    run.epoll = epoll_create1(EPOLL_CLOEXEC);
}

int main(int argc, char **argv)
{
    if (argc < 7)
        give_up("streams ADDRESS TOKEN PID COUNT FLASHES program|page [EDITION]");
    prepare(argc, argv);
    allow_descriptors();
    struct client client;
    client_open(&client, run.address);
    long before_kb = resident_kb(argv[3]);
    open_all();
    long after_kb = resident_kb(argv[3]);
    pthread_t publisher;
    pthread_create(&publisher, NULL, publish_all, &client);
    int64_t end_ns = now_ns() + run.flashes * (int64_t)GAP_NS + LATE_MS * (int64_t)1000000;
    long wanted = (long)run.count * run.flashes;
    while (now_ns() < end_ns && (run.heard < wanted || atomic_load(&run.sent) < run.flashes))
        take_for(50);
    pthread_join(publisher, NULL);
    printf("opened=%d\ndead=%d\nflashes=%d\nlost=%ld\ntwice=%ld\n", run.opened, run.dead,
           run.flashes, wanted - run.heard, run.twice);
    printf("kb_a_stream=%.2f\n", (double)(after_kb - before_kb) / run.count);
    printf("kb_a_stream_after=%.2f\n", (double)(resident_kb(argv[3]) - before_kb) / run.count);
    sample_print("heard", &run.latency);
    sample_print("answer", &run.answers);
    return 0;
}
