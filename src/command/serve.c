// serve: until SIGTERM. SIGHUP reads settings and certificates again.
#include "command/internal.h"

#include <malloc.h>
#include <signal.h>
#include <sys/resource.h>
#include <unistd.h>

enum { FIRST_INHERITED = 3, INHERITED_MAX = 16, ARENAS_MAX = 2 };

// Every open stream is a descriptor.
static void raise_descriptors(void)
{
    struct rlimit limit;
    if (getrlimit(RLIMIT_NOFILE, &limit) != 0)
        return;
    limit.rlim_cur = limit.rlim_max;
    setrlimit(RLIMIT_NOFILE, &limit);
}

// The supervisor's sockets (sd_listen_fds(3)): LISTEN_FDS of them from 3 on, if LISTEN_PID is us.
static int inherited_sockets(int *out)
{
    const char *pid = getenv("LISTEN_PID"), *fds = getenv("LISTEN_FDS");
    int64_t our_pid, count;
    if (!pid || !fds || !parse_int(str_from(pid), &our_pid) || our_pid != getpid() ||
        !parse_int(str_from(fds), &count) || count < 1)
        return 0;
    unsetenv("LISTEN_PID");
    unsetenv("LISTEN_FDS");
    for (int i = 0; i < count && i < INHERITED_MAX; i++)
        out[i] = FIRST_INHERITED + i;
    return count < INHERITED_MAX ? (int)count : INHERITED_MAX;
}

// Blocked before any thread begins, so that all inherit it and only sigwait() sees them.
static void take_signals(sigset_t *set)
{
    sigemptyset(set);
    sigaddset(set, SIGTERM);
    sigaddset(set, SIGINT);
    sigaddset(set, SIGHUP);
    pthread_sigmask(SIG_BLOCK, set, NULL);
    signal(SIGPIPE, SIG_IGN);
    signal(SIGXFSZ, SIG_IGN); // a file that may not grow is a full disk, and answered as one
}

static void reload(const struct call *call, struct server *server)
{
    int argc = call->argc;
    char **argv = arena_array(call->mem, char *, (size_t)argc + 1);
    struct settings *settings = arena_new(call->mem, struct settings);
    AUTO_JOB job;
    job_start(&job, clock_unix_ms());
    for (int i = 0; i < argc; i++)
        argv[i] = call->argv[i];
    if (settings_load(&job, call->mem, &argc, argv, settings) &&
        call->server->reload(&job, server, settings))
        log_info(
            "serve",
            "certificates and the API's limits were read again; other settings wait for a restart",
            "data", str_c(&job.mem, settings->data), NULL);
    else
        log_fault("serve", &job); // what was there before stays
}

static void wait_for_the_end(const struct call *call, struct server *server, const sigset_t *set)
{
    for (int got = 0; got != SIGTERM && got != SIGINT;) {
        if (sigwait(set, &got) == 0 && got == SIGHUP)
            reload(call, server);
    }
}

bool command_serve(struct job *job, struct call *call)
{
    sigset_t set;
    int sockets[INHERITED_MAX];
    struct server *server;
    raise_descriptors();
    // A process of few threads that all do short work: two arenas keep its memory together.
    mallopt(M_ARENA_MAX, ARENAS_MAX);
    take_signals(&set);
    int count = inherited_sockets(sockets);
    pictures_sweep(job, call);
    if (!call->server->open(job, call->settings, count ? sockets : NULL, count, &server))
        return false;
    printf("Stoppress serves " STR_FMT "\n", STR_ARG(call->server->address(server)));
    fflush(stdout);
    wait_for_the_end(call, server, &set);
    call->server->close(server);
    return true;
}
