#include "http/listen.h"

#include <netdb.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/socket.h>
#include <unistd.h>

enum { BACKLOG = 4096 };

static bool split_address(struct str address, struct str *host, struct str *port)
{
    size_t colon = address.len;
    while (colon > 0 && address.at[colon - 1] != ':')
        colon--;
    if (colon == 0)
        return false;
    *host = str_from_to(address, 0, colon - 1);
    *port = str_after(address, colon);
    if (str_starts(*host, S("[")) && str_ends(*host, S("]")))
        *host = str_from_to(*host, 1, host->len - 1);
    return port->len > 0;
}

static bool resolve(struct job *job, struct str address, struct addrinfo **out)
{
    struct str host, port;
    struct addrinfo hints = {
        .ai_socktype = SOCK_STREAM,
        .ai_flags = AI_PASSIVE | AI_NUMERICSERV,
    };
    uint64_t number;
    if (!split_address(address, &host, &port) || !parse_uint(port, UINT16_MAX, &number))
        return job_fail(job, FAULT_BAD_INPUT,
                        "\"" STR_FMT "\" is not ADDRESS:PORT, such as 127.0.0.1:8080",
                        STR_ARG(address));
    bool is_any = host.len == 0 || str_is(host, "*");
    int failed =
        getaddrinfo(is_any ? NULL : str_c(&job->mem, host), str_c(&job->mem, port), &hints, out);
    if (failed)
        return job_fail(job, FAULT_BAD_INPUT, "cannot listen at " STR_FMT ": %s", STR_ARG(address),
                        gai_strerror(failed));
    return true;
}

static bool prepare(int fd, const struct addrinfo *info)
{
    int on = 1;
    // Accepted sockets inherit the delay's absence.
    return setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &on, sizeof(on)) == 0 &&
           setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &on, sizeof(on)) == 0 &&
           bind(fd, info->ai_addr, info->ai_addrlen) == 0 && listen(fd, BACKLOG) == 0;
}

bool listen_open(struct job *job, struct str address, int *out)
{
    struct addrinfo *info;
    if (!resolve(job, address, &info))
        return false;
    int fd = socket(info->ai_family, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
    bool is_ready = fd >= 0 && prepare(fd, info);
    freeaddrinfo(info);
    if (is_ready) {
        *out = fd;
        return true;
    }
    job_fail(job, FAULT_UNAVAILABLE, "cannot listen at " STR_FMT ": %m (--listen names another)",
             STR_ARG(address));
    if (fd >= 0)
        close(fd);
    return false;
}

struct str listen_address(struct arena *mem, int listener)
{
    struct sockaddr_storage address = {0};
    socklen_t len = sizeof(address);
    char host[NI_MAXHOST], port[NI_MAXSERV];
    if (getsockname(listener, (struct sockaddr *)&address, &len) != 0 ||
        getnameinfo((struct sockaddr *)&address, len, host, sizeof(host), port, sizeof(port),
                    NI_NUMERICHOST | NI_NUMERICSERV) != 0)
        return S("");
    return str_printf(mem, address.ss_family == AF_INET6 ? "[%s]:%s" : "%s:%s", host, port);
}
