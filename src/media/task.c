// What goes over the socket between the server and a worker: a head of fixed size, then the bytes
// it counts. The worker decodes what strangers sent, so what it says is checked like theirs.
#include "media/internal.h"

#include <errno.h>
#include <poll.h>
#include <sys/socket.h>

static enum wire wait_for(int fd, short events, int64_t deadline_ms)
{
    struct pollfd wanted = {.fd = fd, .events = events};
    for (;;) {
        int64_t left_ms = deadline_ms ? deadline_ms - clock_monotonic_ms() : -1;
        if (deadline_ms && left_ms <= 0)
            return WIRE_LATE;
        int ready = poll(&wanted, 1, (int)left_ms);
        if (ready > 0)
            return WIRE_DONE;
        if (ready < 0 && errno != EINTR)
            return WIRE_BROKEN;
    }
}

static bool is_passing(ssize_t result)
{
    return result < 0 && (errno == EAGAIN || errno == EINTR);
}

enum wire wire_send(int fd, const void *bytes, size_t len, int64_t deadline_ms)
{
    const char *at = bytes;
    while (len > 0) {
        ssize_t sent = send(fd, at, len, MSG_DONTWAIT | MSG_NOSIGNAL);
        if (is_passing(sent)) {
            enum wire waited = wait_for(fd, POLLOUT, deadline_ms);
            if (waited != WIRE_DONE)
                return waited;
            continue;
        }
        if (sent <= 0)
            return WIRE_BROKEN;
        at += sent;
        len -= (size_t)sent;
    }
    return WIRE_DONE;
}

enum wire wire_receive(int fd, void *bytes, size_t len, int64_t deadline_ms)
{
    char *at = bytes;
    while (len > 0) {
        ssize_t got = recv(fd, at, len, MSG_DONTWAIT);
        if (is_passing(got)) {
            enum wire waited = wait_for(fd, POLLIN, deadline_ms);
            if (waited != WIRE_DONE)
                return waited;
            continue;
        }
        if (got <= 0)
            return WIRE_BROKEN;
        at += got;
        len -= (size_t)got;
    }
    return WIRE_DONE;
}

enum wire task_send(int fd, const struct task *task, struct str bytes, int64_t deadline_ms)
{
    struct task head = *task;
    head.magic = TASK_MAGIC;
    head.bytes = bytes.len;
    enum wire sent = wire_send(fd, &head, sizeof(head), deadline_ms);
    return sent == WIRE_DONE ? wire_send(fd, bytes.at, bytes.len, deadline_ms) : sent;
}

static bool is_sound(const struct answer *head)
{
    return head->magic == TASK_MAGIC && head->why <= ANSWER_TEXT_MAX &&
           head->caption <= ANSWER_TEXT_MAX && head->credit <= ANSWER_TEXT_MAX &&
           head->bytes <= ANSWER_BYTES_MAX && (unsigned)head->fault <= FAULT_INTERNAL &&
           (head->fault != FAULT_NONE || (head->width > 0 && head->height > 0));
}

enum wire answer_receive(int fd, struct arena *mem, struct answered *out, int64_t deadline_ms)
{
    struct answer head;
    enum wire got = wire_receive(fd, &head, sizeof(head), deadline_ms);
    if (got != WIRE_DONE || !is_sound(&head))
        return got == WIRE_DONE ? WIRE_BROKEN : got;
    struct answered answered = {.head = head};
    struct {
        struct str *to;
        uint64_t len;
    } parts[] = {{&answered.why, head.why},
                 {&answered.caption, head.caption},
                 {&answered.credit, head.credit},
                 {&answered.bytes, head.bytes}};
    for (size_t i = 0; i < ARRAY_LEN(parts); i++) {
        char *room = arena_take_raw(mem, parts[i].len + 1);
        got = wire_receive(fd, room, parts[i].len, deadline_ms);
        if (got != WIRE_DONE)
            return got;
        *parts[i].to = (struct str){room, parts[i].len};
    }
    *out = answered;
    return WIRE_DONE;
}

enum wire answer_send(int fd, const struct answered *answered)
{
    struct answer head = answered->head;
    const struct str parts[] = {answered->why, answered->caption, answered->credit,
                                answered->bytes};
    head.magic = TASK_MAGIC;
    head.why = (uint32_t)answered->why.len;
    head.caption = (uint32_t)answered->caption.len;
    head.credit = (uint32_t)answered->credit.len;
    head.bytes = answered->bytes.len;
    enum wire sent = wire_send(fd, &head, sizeof(head), 0);
    for (size_t i = 0; sent == WIRE_DONE && i < ARRAY_LEN(parts); i++)
        sent = wire_send(fd, parts[i].at, parts[i].len, 0);
    return sent;
}
