// The workers, seen from the server. Each is a process behind a socket pair; a task takes one that
// is idle or begins one, and a keeper's thread ends those that have been idle for a while.
#include "media/internal.h"

#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <signal.h>
#include <spawn.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

enum { WORKERS_MAX = 4, IDLE_MS = 30000, WAIT_MS = 20000, ENVIRONMENT_MAX = 8 };

struct worker {
    pid_t pid; // 0: none
    int fd;
    bool busy;
    int64_t idle_since_ms;
};

struct crew {
    char *program;
    int workers_max, deadline_ms;
    pthread_mutex_t lock;
    pthread_cond_t freed; // a worker is idle, or the crew closes
    pthread_t keeper;
    bool has_keeper, closes;
    struct worker workers[WORKERS_MAX];
};

// ── one process ───────────────────────────────────────────────────────────────────────────────

// Ours is nobody else's business, secrets least; sanitizers are told how to behave.
static void choose_environment(char **out)
{
    static char fixed[][24] = {"VIPS_CONCURRENCY=1", "VIPS_WARNING=1", "MALLOC_ARENA_MAX=1"};
    static const char *const passed[] = {"ASAN_OPTIONS=", "UBSAN_OPTIONS=", "TSAN_OPTIONS="};
    size_t count = 0;
    for (size_t i = 0; i < ARRAY_LEN(fixed); i++)
        out[count++] = fixed[i];
    for (char **entry = environ; *entry && count < ENVIRONMENT_MAX; entry++) {
        for (size_t i = 0; i < ARRAY_LEN(passed); i++) {
            if (strncmp(*entry, passed[i], strlen(passed[i])) == 0)
                out[count++] = *entry;
        }
    }
    out[count] = NULL;
}

static int spawn(const char *program, int fd, pid_t *pid)
{
    char name[] = "stoppress", act[] = "picture-worker";
    char *argv[] = {name, act, NULL}, *environment[ENVIRONMENT_MAX + 4];
    sigset_t none, usual;
    posix_spawn_file_actions_t files;
    posix_spawnattr_t attributes;
    sigemptyset(&none);
    sigemptyset(&usual);
    sigaddset(&usual, SIGPIPE);
    choose_environment(environment);
    posix_spawn_file_actions_init(&files);
    posix_spawnattr_init(&attributes);
    posix_spawn_file_actions_addopen(&files, STDIN_FILENO, "/dev/null", O_RDONLY, 0);
    posix_spawn_file_actions_addopen(&files, STDOUT_FILENO, "/dev/null", O_WRONLY, 0);
    posix_spawn_file_actions_adddup2(&files, fd, WORKER_FD);
    posix_spawn_file_actions_addclosefrom_np(&files, WORKER_FD + 1);
    posix_spawnattr_setsigmask(&attributes, &none);
    posix_spawnattr_setsigdefault(&attributes, &usual);
    posix_spawnattr_setflags(&attributes, POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF);
    int failed = posix_spawn(pid, program, &files, &attributes, argv, environment);
    posix_spawn_file_actions_destroy(&files);
    posix_spawnattr_destroy(&attributes);
    return failed;
}

static bool start(struct job *job, struct crew *crew, struct worker *worker)
{
    int pair[2];
    pid_t pid;
    if (socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, pair) != 0)
        return job_fail(job, FAULT_UNAVAILABLE, "no socket for a picture worker: %s",
                        strerror(errno));
    int failed = spawn(crew->program, pair[1], &pid);
    close(pair[1]);
    if (failed) {
        close(pair[0]);
        return job_fail(job, FAULT_UNAVAILABLE, "no picture worker could be started: %s",
                        strerror(failed));
    }
    worker->fd = pair[0];
    worker->pid = pid;
    return true;
}

// An idle worker ends by itself when its socket closes; one that hangs or has died is past asking.
// Was it killed, rather than having died of what it did?
static bool stop(struct worker *worker)
{
    int how = 0;
    if (!worker->pid)
        return false;
    kill(worker->pid, SIGKILL);
    close(worker->fd);
    while (waitpid(worker->pid, &how, 0) < 0 && errno == EINTR)
        ;
    worker->pid = 0;
    return WIFSIGNALED(how) && WTERMSIG(how) == SIGKILL;
}

// ── the keeper: ends who is idle ──────────────────────────────────────────────────────────────

// Returns when to look again (monotonic; 0: when somebody becomes idle).
static int64_t end_idle(struct crew *crew)
{
    int64_t now_ms = clock_monotonic_ms(), next_ms = 0;
    for (int i = 0; i < crew->workers_max; i++) {
        struct worker *worker = &crew->workers[i];
        if (worker->busy || !worker->pid)
            continue;
        int64_t end_ms = worker->idle_since_ms + IDLE_MS;
        if (end_ms <= now_ms)
            stop(worker);
        else if (!next_ms || end_ms < next_ms)
            next_ms = end_ms;
    }
    return next_ms;
}

static void wait_until(struct crew *crew, int64_t at_ms)
{
    struct timespec at = {.tv_sec = at_ms / 1000, .tv_nsec = at_ms % 1000 * 1000000};
    if (at_ms)
        pthread_cond_clockwait(&crew->freed, &crew->lock, CLOCK_MONOTONIC, &at);
    else
        pthread_cond_wait(&crew->freed, &crew->lock);
}

static void *keep(void *with)
{
    struct crew *crew = with;
    pthread_mutex_lock(&crew->lock);
    while (!crew->closes)
        wait_until(crew, end_idle(crew));
    pthread_mutex_unlock(&crew->lock);
    return NULL;
}

// ── taking one and giving it back ─────────────────────────────────────────────────────────────

static struct worker *find_free(struct crew *crew)
{
    struct worker *unborn = NULL;
    for (int i = 0; i < crew->workers_max; i++) {
        struct worker *worker = &crew->workers[i];
        if (worker->busy)
            continue;
        if (worker->pid)
            return worker;
        unborn = unborn ? unborn : worker;
    }
    return unborn;
}

static struct worker *take(struct crew *crew)
{
    struct worker *worker;
    int64_t end_ms = clock_monotonic_ms() + WAIT_MS;
    pthread_mutex_lock(&crew->lock);
    while (!(worker = find_free(crew)) && clock_monotonic_ms() < end_ms)
        wait_until(crew, end_ms);
    if (worker)
        worker->busy = true;
    if (worker && !crew->has_keeper)
        crew->has_keeper = pthread_create(&crew->keeper, NULL, keep, crew) == 0;
    pthread_mutex_unlock(&crew->lock);
    return worker;
}

static void give_back(struct crew *crew, struct worker *worker)
{
    pthread_mutex_lock(&crew->lock);
    worker->busy = false;
    worker->idle_since_ms = clock_monotonic_ms();
    pthread_cond_broadcast(&crew->freed);
    pthread_mutex_unlock(&crew->lock);
}

// ── a task ────────────────────────────────────────────────────────────────────────────────────

static enum wire exchange(struct job *job, struct crew *crew, struct worker *worker,
                          const struct task *task, struct str bytes, struct answered *out)
{
    int64_t deadline_ms = clock_monotonic_ms() + crew->deadline_ms;
    enum wire went = task_send(worker->fd, task, bytes, deadline_ms);
    if (went == WIRE_DONE)
        went = answer_receive(worker->fd, &job->mem, out, deadline_ms);
    if (went == WIRE_DONE)
        return went;
    bool was_killed = stop(worker);
    return went == WIRE_BROKEN && was_killed ? WIRE_KILLED : went;
}

// A worker that had been idle may have died of anything; its death is only this picture's doing
// when a new one dies too.
static bool try_twice(struct job *job, struct crew *crew, struct worker *worker,
                      const struct task *task, struct str bytes, struct answered *out)
{
    bool is_new = !worker->pid;
    enum wire went = is_new ? WIRE_BROKEN : exchange(job, crew, worker, task, bytes, out);
    if (went == WIRE_BROKEN || went == WIRE_KILLED) {
        if (!start(job, crew, worker))
            return false;
        went = exchange(job, crew, worker, task, bytes, out);
    }
    if (went == WIRE_LATE)
        return job_fail(
            job, FAULT_INVALID,
            "this picture takes longer than %d seconds to decode; save it anew, smaller",
            crew->deadline_ms / 1000);
    if (went == WIRE_KILLED)
        return job_fail(job, FAULT_UNAVAILABLE,
                        "the picture worker was killed, perhaps for want of memory; try again");
    if (went == WIRE_BROKEN)
        return job_fail(job, FAULT_INVALID,
                        "the decoder gave up on this picture: it is damaged or needs too much "
                        "memory; save it anew, smaller");
    return true;
}

bool crew_do(struct job *job, struct crew *crew, const struct task *task, struct str bytes,
             struct answered *out)
{
    struct answered answered = {.head.fault = FAULT_NONE};
    struct worker *worker = take(crew);
    if (!worker)
        return job_fail(job, FAULT_UNAVAILABLE,
                        "too many pictures are being worked on; try again in a minute");
    bool ok = try_twice(job, crew, worker, task, bytes, &answered);
    give_back(crew, worker);
    if (!ok)
        return false;
    if (answered.head.fault != FAULT_NONE)
        return job_fail(job, answered.head.fault, STR_FMT, STR_ARG(answered.why));
    *out = answered;
    return true;
}

struct crew *crew_open(const char *program, int workers_max, int deadline_ms)
{
    struct crew *crew = heap_take(sizeof(*crew));
    size_t len = strlen(program);
    crew->program = heap_take(len + 1);
    memcpy(crew->program, program, len);
    crew->workers_max = workers_max < WORKERS_MAX ? workers_max : WORKERS_MAX;
    crew->deadline_ms = deadline_ms;
    pthread_mutex_init(&crew->lock, NULL);
    pthread_cond_init(&crew->freed, NULL);
    return crew;
}

void crew_close(struct crew *crew)
{
    if (!crew)
        return;
    pthread_mutex_lock(&crew->lock);
    crew->closes = true;
    pthread_cond_broadcast(&crew->freed);
    pthread_mutex_unlock(&crew->lock);
    if (crew->has_keeper)
        pthread_join(crew->keeper, NULL);
    for (int i = 0; i < crew->workers_max; i++)
        stop(&crew->workers[i]);
    pthread_cond_destroy(&crew->freed);
    pthread_mutex_destroy(&crew->lock);
    free(crew->program);
    free(crew);
}
