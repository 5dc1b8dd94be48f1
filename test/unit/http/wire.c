#include "wire.h"

#include <arpa/inet.h>
#include <errno.h>
#include <netinet/in.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

static int connect_to(const struct http *http)
{
    struct str host = STR_NONE, port = STR_NONE;
    uint64_t number = 0;
    assert_true(str_split(http_address(http), ':', &host, &port));
    assert_true(parse_uint(port, 65535, &number));
    struct sockaddr_in address = {
        .sin_family = AF_INET,
        .sin_port = htons((uint16_t)number),
        .sin_addr.s_addr = htonl(INADDR_LOOPBACK),
    };
    int fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    assert_true(fd >= 0);
    if (connect(fd, (struct sockaddr *)&address, sizeof(address)) == 0)
        return fd;
    close(fd);
    return -1;
}

int wire_open(const struct http *http)
{
    int fd = connect_to(http);
    assert_true(fd >= 0);
    return fd;
}

bool wire_try_connect(const struct http *http)
{
    int fd = connect_to(http);
    if (fd >= 0)
        close(fd);
    return fd >= 0;
}

bool wire_try_send(int fd, struct str bytes)
{
    while (bytes.len) {
        ssize_t sent = send(fd, bytes.at, bytes.len, MSG_NOSIGNAL);
        if (sent <= 0)
            return false;
        bytes = str_after(bytes, (size_t)sent);
    }
    return true;
}

void wire_send(int fd, struct str bytes)
{
    assert_true(wire_try_send(fd, bytes));
}

// 0: closed (a reset is a way of closing).
static size_t read_some(int fd, char *to, size_t room)
{
    struct pollfd wanted = {fd, POLLIN, 0};
    if (poll(&wanted, 1, WIRE_WAIT_MS) != 1)
        fail_msg("the server said nothing for %d ms", WIRE_WAIT_MS);
    ssize_t got = recv(fd, to, room, 0);
    return got > 0 ? (size_t)got : 0;
}

struct str wire_until(struct arena *mem, int fd, struct str what)
{
    struct buf b;
    buf_start(&b, mem, WIRE_BYTES_MAX);
    char c;
    while (!str_ends(buf_str(&b), what)) {
        if (read_some(fd, &c, 1) == 0)
            fail_msg("closed before \"%.*s\" came, after \"%.*s\"", STR_ARG(what),
                     STR_ARG(buf_str(&b)));
        buf_add_char(&b, c);
    }
    return buf_str(&b);
}

static bool read_exactly(struct buf *b, int fd, size_t bytes)
{
    char room[4096];
    while (bytes) {
        size_t got = read_some(fd, room, bytes < sizeof(room) ? bytes : sizeof(room));
        if (got == 0)
            return false;
        buf_add(b, (struct str){room, got});
        bytes -= got;
    }
    return true;
}

struct str wire_answer(struct arena *mem, int fd, bool is_head)
{
    struct buf b;
    char c;
    buf_start(&b, mem, WIRE_BYTES_MAX);
    while (!str_ends(buf_str(&b), S("\r\n\r\n"))) {
        if (read_some(fd, &c, 1) == 0)
            return buf_str(&b);
        buf_add_char(&b, c);
    }
    uint64_t bytes = 0;
    if (is_head || wire_status(buf_str(&b)) == 304)
        return buf_str(&b);
    if (parse_uint(wire_header(buf_str(&b), "Content-Length"), WIRE_BYTES_MAX, &bytes))
        assert_true(read_exactly(&b, fd, bytes));
    else if (wire_header(buf_str(&b), "Transfer-Encoding").len)
        buf_add(&b, wire_until(mem, fd, S("\r\n0\r\n\r\n")));
    return buf_str(&b);
}

struct str wire_rest(struct arena *mem, int fd)
{
    struct buf b;
    char room[4096];
    buf_start(&b, mem, WIRE_BYTES_MAX);
    for (size_t got; (got = read_some(fd, room, sizeof(room)));)
        buf_add(&b, (struct str){room, got});
    return buf_str(&b);
}

bool wire_is_closed(int fd)
{
    struct arena mem;
    arena_start(&mem);
    wire_rest(&mem, fd);
    arena_end(&mem);
    return true;
}

struct str wire_ask(struct arena *mem, const struct http *http, struct str request)
{
    int fd = wire_open(http);
    wire_try_send(fd, request);
    shutdown(fd, SHUT_WR);
    struct str rest = wire_rest(mem, fd);
    close(fd);
    return rest;
}

int wire_status(struct str answer)
{
    uint64_t status;
    if (!str_starts(answer, S("HTTP/1.")) || !parse_uint(str_from_to(answer, 9, 12), 999, &status))
        return 0;
    return (int)status;
}

struct str wire_header(struct str answer, const char *name)
{
    struct str line, key, value;
    while (str_cut(&answer, '\n', &line) && str_trim(line).len) {
        if (str_split(line, ':', &key, &value) && str_eq_nocase(key, str_from(name)))
            return str_trim(value);
    }
    return STR_NONE;
}

struct str wire_body(struct str answer)
{
    ptrdiff_t end = str_find(answer, S("\r\n\r\n"));
    return end < 0 ? STR_NONE : str_after(answer, (size_t)end + 4);
}
