#include "client.h"

#include <arpa/inet.h>
#include <errno.h>
#include <netinet/tcp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <time.h>
#include <unistd.h>
#include <zlib.h>

enum { ROOM_FIRST = 1 << 16, PAGE_BYTES_MAX = 4 << 20 };

// ── giving up, time, lines ────────────────────────────────────────────────────────────────────

void give_up(const char *format, ...)
{
    va_list list;
    va_start(list, format);
    vfprintf(stderr, format, list);
    va_end(list);
    fputc('\n', stderr);
    exit(1);
}

int64_t now_ns(void)
{
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (int64_t)now.tv_sec * 1000000000 + now.tv_nsec;
}

double ms_since(int64_t start_ns)
{
    return (double)(now_ns() - start_ns) / 1e6;
}

void sleep_until(int64_t ns)
{
    struct timespec until = {ns / 1000000000, ns % 1000000000};
    while (clock_nanosleep(CLOCK_MONOTONIC, TIMER_ABSTIME, &until, NULL) == EINTR)
        continue;
}

char **read_lines(const char *path, size_t *count)
{
    FILE *file = fopen(path, "r");
    char **lines = NULL, *line = NULL;
    size_t room = 0;
    ssize_t len;
    if (!file)
        give_up("%s cannot be opened: %m", path);
    for (*count = 0; (len = getline(&line, &room, file)) > 0;) {
        if (line[len - 1] == '\n')
            line[--len] = 0;
        if ((*count & (*count + 1)) == 0 || !lines)
            lines = realloc(lines, (*count * 2 + 2) * sizeof(*lines));
        lines[(*count)++] = strdup(line);
    }
    free(line);
    fclose(file);
    if (*count == 0)
        give_up("%s has no lines", path);
    return lines;
}

// ── samples ───────────────────────────────────────────────────────────────────────────────────

void sample_add(struct samples *samples, double value)
{
    if (samples->count == samples->room) {
        samples->room = samples->room ? samples->room * 2 : 1024;
        samples->at = realloc(samples->at, samples->room * sizeof(*samples->at));
    }
    samples->at[samples->count++] = value;
}

static int sample_order(const void *a, const void *b)
{
    double x = *(const double *)a, y = *(const double *)b;
    return (x > y) - (x < y);
}

double sample_part(struct samples *samples, double part)
{
    if (samples->count == 0)
        return 0;
    qsort(samples->at, samples->count, sizeof(*samples->at), sample_order);
    return samples->at[(size_t)(part * (double)(samples->count - 1) + 0.5)];
}

// Lines that the scripts read: NAME_p50=… and so on, in milliseconds.
void sample_print(const char *name, struct samples *samples)
{
    printf("%s_count=%zu\n%s_p50=%.3f\n%s_p99=%.3f\n%s_max=%.3f\n", name, samples->count, name,
           sample_part(samples, 0.5), name, sample_part(samples, 0.99), name,
           sample_part(samples, 1));
}

// ── the connection ────────────────────────────────────────────────────────────────────────────

struct sockaddr_in parse_address(const char *address)
{
    struct sockaddr_in to = {.sin_family = AF_INET};
    char host[64];
    unsigned port;
    if (sscanf(address, "%63[0-9.]:%u", host, &port) != 2 || port > 65535 ||
        inet_pton(AF_INET, host, &to.sin_addr) != 1 || (ntohl(to.sin_addr.s_addr) >> 24) != 127)
        give_up("%s is not a loopback address with a port, such as 127.0.0.1:8080", address);
    to.sin_port = htons((uint16_t)port);
    return to;
}

static void connect_again(struct client *client)
{
    int on = 1;
    if (client->fd >= 0)
        close(client->fd);
    client->fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    if (client->fd < 0 ||
        connect(client->fd, (const struct sockaddr *)&client->to, sizeof(client->to)) != 0)
        give_up("the server does not take the connection: %m");
    setsockopt(client->fd, IPPROTO_TCP, TCP_NODELAY, &on, sizeof(on));
}

void client_open(struct client *client, const char *address)
{
    *client = (struct client){.fd = -1, .to = parse_address(address), .room = ROOM_FIRST};
    client->bytes = malloc(client->room);
    connect_again(client);
}

static void send_all(const struct client *client, const char *bytes, size_t len)
{
    while (len > 0) {
        ssize_t sent = send(client->fd, bytes, len, MSG_NOSIGNAL);
        if (sent <= 0)
            give_up("the server closed the connection: %m");
        bytes += sent;
        len -= (size_t)sent;
    }
}

void client_ask(struct client *client, const char *request, size_t len, struct answer *out)
{
    size_t whole;
    client->len = 0;
    send_all(client, request, len);
    while (!(whole = answer_whole(client->bytes, client->len, out))) {
        if (client->len == client->room) {
            client->room *= 2;
            client->bytes = realloc(client->bytes, client->room);
        }
        ssize_t got = recv(client->fd, client->bytes + client->len, client->room - client->len, 0);
        if (got <= 0)
            give_up("the server closed the connection before its answer was whole");
        client->len += (size_t)got;
    }
    if (whole != client->len)
        give_up("the server sent more than was asked for");
}

// ── the answer ────────────────────────────────────────────────────────────────────────────────

const char *answer_header(const struct answer *answer, const char *name, size_t *len)
{
    size_t name_len = strlen(name);
    const char *at = answer->head, *end = answer->head + answer->head_len;
    while (at < end) {
        const char *line_end = memchr(at, '\r', (size_t)(end - at));
        if (!line_end)
            return NULL;
        if ((size_t)(line_end - at) >= name_len && strncasecmp(at, name, name_len) == 0) {
            *len = (size_t)(line_end - at) - name_len;
            return at + name_len;
        }
        at = line_end + 2;
    }
    return NULL;
}

size_t answer_whole(const char *bytes, size_t len, struct answer *out)
{
    const char *end = len > 12 ? memmem(bytes, len, "\r\n\r\n", 4) : NULL;
    if (!end)
        return 0;
    size_t head_len = (size_t)(end - bytes) + 4, length_len, body_len = 0;
    struct answer answer = {.status = atoi(bytes + 9), .head = bytes, .head_len = head_len};
    const char *length = answer_header(&answer, "Content-Length: ", &length_len);
    if (length)
        body_len = strtoul(length, NULL, 10);
    else if (answer.status != 304 && answer.status != 204)
        give_up("an answer without a length, which these programs do not read");
    if (answer.status == 304)
        body_len = 0;
    if (len < head_len + body_len)
        return 0;
    answer.body = bytes + head_len;
    answer.body_len = body_len;
    *out = answer;
    return head_len + body_len;
}

static bool has_text(const char *bytes, size_t len, const char *text)
{
    return memmem(bytes, len, text, strlen(text)) != NULL;
}

bool answer_has(const struct answer *answer, const char *text)
{
    static _Thread_local char page[PAGE_BYTES_MAX];
    size_t len;
    const char *coding = answer_header(answer, "Content-Encoding: ", &len);
    if (!coding)
        return has_text(answer->body, answer->body_len, text);
    z_stream stream = {.next_in = (z_const Bytef *)(uintptr_t)answer->body,
                       .avail_in = (uInt)answer->body_len,
                       .next_out = (Bytef *)page,
                       .avail_out = sizeof(page)};
    inflateInit2(&stream, 16 + MAX_WBITS);
    int ended = inflate(&stream, Z_FINISH);
    inflateEnd(&stream);
    if (ended != Z_STREAM_END)
        give_up("a page's gzip is broken");
    return has_text(page, stream.total_out, text);
}
