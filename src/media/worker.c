// The worker's own process: one task after the other, from descriptor 3 until it closes. It holds
// no secret and no file; what it may use is limited before the first byte of a stranger comes in.
#include "media/internal.h"

#include <signal.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <unistd.h>

enum { MEMORY_MB = 1536, SECONDS_A_TASK = 20, FILES = 32 };

// Sanitizers reserve terabytes of addresses: there the limit would forbid everything.
#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
#define HAS_SHADOW_MEMORY 1
#elif defined(__has_feature)
#if __has_feature(address_sanitizer) || __has_feature(thread_sanitizer)
#define HAS_SHADOW_MEMORY 1
#endif
#endif

static void limit(__rlimit_resource_t what, rlim_t to)
{
    struct rlimit both = {to, to};
    setrlimit(what, &both);
}

static void limit_all(void)
{
    prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0);
    prctl(PR_SET_PDEATHSIG, SIGKILL);
    limit(RLIMIT_CORE, 0);
    limit(RLIMIT_FSIZE, 0);
    signal(SIGXFSZ, SIG_IGN); // a code generator of the library tries a file first, then memory
    limit(RLIMIT_NOFILE, FILES);
#ifndef HAS_SHADOW_MEMORY
    limit(RLIMIT_AS, (rlim_t)MEMORY_MB << 20);
#endif
}

// The system counts the whole life of the process: each task gets its seconds on top of that.
static void limit_next_task(void)
{
    struct rusage used;
    struct rlimit both = {RLIM_INFINITY, RLIM_INFINITY};
    getrusage(RUSAGE_SELF, &used);
    both.rlim_cur = (rlim_t)(used.ru_utime.tv_sec + used.ru_stime.tv_sec + 2 + SECONDS_A_TASK);
    setrlimit(RLIMIT_CPU, &both);
}

static bool receive_task(struct arena *mem, struct task *task, struct str *bytes)
{
    if (wire_receive(WORKER_FD, task, sizeof(*task), 0) != WIRE_DONE)
        return false;
    if (task->magic != TASK_MAGIC || task->bytes > MEDIA_BYTES_MAX)
        return false;
    char *room = arena_take_raw(mem, task->bytes + 1);
    *bytes = (struct str){room, task->bytes};
    return wire_receive(WORKER_FD, room, task->bytes, 0) == WIRE_DONE;
}

static bool do_one(bool is_ready)
{
    struct task task;
    struct str bytes;
    struct answered answered = {.head.fault = FAULT_UNAVAILABLE,
                                .why = S("pictures need libvips, and it is not there; install "
                                         "libvips42 (Debian), then send this again")};
    struct arena mem;
    arena_start(&mem);
    bool ok = receive_task(&mem, &task, &bytes);
    if (ok) {
        limit_next_task();
        if (is_ready)
            work_do(&mem, &task, bytes, &answered);
        ok = answer_send(WORKER_FD, &answered) == WIRE_DONE;
    }
    arena_end(&mem);
    return ok;
}

int media_worker(void)
{
    limit_all();
    bool is_ready = work_start();
    while (do_one(is_ready))
        ;
    // Not exit(): what other people's libraries do at the end is not wanted.
    _exit(0);
}
