// follow: brings the rows of the change log to the followers, in order, each once.
//
// Whoever walks (a committer, or the thread that notices other processes) holds `walk`, reads the
// rows after `seq` from the log itself, tells everybody, and only then moves `seq` on. On one
// writer, commit order is seq order, so a row that appears later never has a smaller seq.
#include "store/internal.h"

enum { WALK_ROWS_MAX = 512, WALK_TRIES = 3, POLL_MS = 25 };

static bool read_new(struct job *job, struct following *following, struct change *changes,
                     size_t *count)
{
    struct conn *conn = following->conn;
    const struct engine *engine = conn->engine;
    struct sql_value values[] = {sql_int(atomic_load(&following->seq)), sql_int(WALK_ROWS_MAX)};
    int columns;
    void *statement = engine->start(
        job, conn, "SELECT seq, topic FROM change WHERE seq > ?1 ORDER BY seq LIMIT ?2", values, 2,
        &columns);
    if (!statement)
        return false;
    enum step step;
    for (*count = 0; (step = engine->step(job, statement)) == STEP_ROW; (*count)++)
        changes[*count] = (struct change){
            .seq = (uint64_t)engine->column_int(statement, 0),
            .topic = str_copy(&job->mem, engine->column_bytes(statement, 1)),
        };
    engine->finish(statement);
    return step == STEP_END;
}

static void tell_all(struct following *following, const struct change *changes, size_t count)
{
    for (size_t i = 0; i < following->count; i++)
        following->followers[i].tell(following->followers[i].with, changes, count);
    atomic_store(&following->seq, changes[count - 1].seq);
}

// Nobody listens: the place moves on without reading the rows.
static bool skip_to_newest(struct job *job, struct following *following)
{
    int64_t newest;
    if (!conn_number(job, following->conn, &newest, NEWEST_SEQ_SQL))
        return false;
    atomic_store(&following->seq, (uint64_t)newest);
    return true;
}

// One piece in one snapshot; the followers are called after it has ended.
static bool walk_piece(struct following *following, struct job *job, bool *more)
{
    const struct engine *engine = following->conn->engine;
    struct change changes[WALK_ROWS_MAX];
    size_t count = 0;
    if (!engine->begin_read(job, following->conn))
        return false;
    bool read = following->count ? read_new(job, following, changes, &count)
                                 : skip_to_newest(job, following);
    engine->roll_back(following->conn);
    if (read && count)
        tell_all(following, changes, count);
    *more = count == WALK_ROWS_MAX;
    return read;
}

static bool walk_locked(struct following *following, struct fault *why)
{
    AUTO_JOB job;
    job_start(&job, clock_unix_ms());
    bool more = true;
    while (more && walk_piece(following, &job, &more))
        arena_reset(&job.mem);
    *why = job.fault;
    atomic_store(&following->behind, job_failed(&job));
    return !job_failed(&job);
}

static bool walk(struct following *following, struct fault *why)
{
    pthread_mutex_lock(&following->walk);
    bool walked = walk_locked(following, why);
    pthread_mutex_unlock(&following->walk);
    return walked;
}

bool following_reach(struct job *job, struct store *store, uint64_t seq)
{
    struct following *following = &store->following;
    struct fault why;
    bool walked = true;
    // Another committer may have walked past our rows already; then nothing is left to do.
    for (int i = 0; atomic_load(&following->seq) < seq && i < WALK_TRIES; i++)
        walked = walk(following, &why);
    if (walked)
        return true;
    return job_fail(job, FAULT_UNAVAILABLE, "it was saved, but readers may not see it yet: %.300s",
                    why.text);
}

// ── the thread that notices what other processes have committed ───────────────────────────────

static bool sleep_a_little(struct following *following)
{
    int64_t until_ms = clock_monotonic_ms() + POLL_MS;
    struct timespec until = {until_ms / 1000, until_ms % 1000 * 1000000};
    pthread_mutex_lock(&following->sleep);
    int waited = 0;
    while (!following->stop && waited == 0)
        waited = pthread_cond_timedwait(&following->wake, &following->sleep, &until);
    bool go_on = !following->stop;
    pthread_mutex_unlock(&following->sleep);
    return go_on;
}

// An unreadable mark counts as a new one: the walk will say what is wrong.
static int64_t read_mark(struct following *following, int64_t last)
{
    AUTO_JOB job;
    job_start(&job, clock_unix_ms());
    int64_t mark;
    if (!following->poll_conn->engine->commit_mark(&job, following->poll_conn, &mark))
        return last + 1;
    return mark;
}

static void *keep_following(void *with)
{
    struct following *following = with;
    int64_t seen = -1;
    bool well = true;
    while (sleep_a_little(following)) {
        int64_t mark = read_mark(following, seen);
        if (mark == seen && !atomic_load(&following->behind))
            continue;
        seen = mark; // before the walk: what is committed meanwhile gives another mark
        struct fault why;
        bool walked = walk(following, &why);
        if (!walked && well) // once, not forty times a second
            log_error("store", "the change log cannot be read", "why", why.text, NULL);
        well = walked;
    }
    return NULL;
}

static bool start_thread(struct job *job, struct store *store)
{
    struct following *following = &store->following;
    struct conn_wish wish = {.role = CONN_READER, .read_only = store->read_only};
    if (!store->engine->open(job, store->where, &wish, &following->poll_conn))
        return false;
    if (pthread_create(&following->thread, NULL, keep_following, following) != 0)
        return job_fail(job, FAULT_UNAVAILABLE, "no thread could be started");
    following->has_thread = true;
    return true;
}

static void start_locks(struct following *following)
{
    pthread_condattr_t monotonic;
    pthread_condattr_init(&monotonic);
    pthread_condattr_setclock(&monotonic, CLOCK_MONOTONIC);
    pthread_cond_init(&following->wake, &monotonic);
    pthread_condattr_destroy(&monotonic);
    pthread_mutex_init(&following->walk, NULL);
    pthread_mutex_init(&following->sleep, NULL);
}

bool following_start(struct job *job, struct store *store, bool keep_thread)
{
    struct following *following = &store->following;
    struct conn_wish wish = {.role = CONN_READER, .read_only = store->read_only};
    start_locks(following);
    if (!store->engine->open(job, store->where, &wish, &following->conn))
        return false;
    struct fault why;
    if (!walk(following, &why)) // no followers yet: to the newest
        return job_fail(job, why.kind, "%s", why.text);
    return !keep_thread || start_thread(job, store);
}

void following_stop(struct store *store)
{
    struct following *following = &store->following;
    if (!following->conn)
        return; // never started
    if (following->has_thread) {
        pthread_mutex_lock(&following->sleep);
        following->stop = true;
        pthread_cond_signal(&following->wake);
        pthread_mutex_unlock(&following->sleep);
        pthread_join(following->thread, NULL);
    }
    if (following->poll_conn)
        store->engine->close(following->poll_conn);
    store->engine->close(following->conn);
    pthread_cond_destroy(&following->wake);
    pthread_mutex_destroy(&following->walk);
    pthread_mutex_destroy(&following->sleep);
}

void store_follow(struct store *store, store_follower *follower, void *with)
{
    struct following *following = &store->following;
    struct fault why;
    pthread_mutex_lock(&following->walk);
    walk_locked(following, &why); // what was before is not for the new one; a fault comes again
    assert(following->count < FOLLOWERS_MAX);
    following->followers[following->count].tell = follower;
    following->followers[following->count].with = with;
    following->count++;
    pthread_mutex_unlock(&following->walk);
}

void store_unfollow(struct store *store, store_follower *follower, void *with)
{
    struct following *following = &store->following;
    pthread_mutex_lock(&following->walk);
    size_t kept = 0;
    for (size_t i = 0; i < following->count; i++)
        if (following->followers[i].tell != follower || following->followers[i].with != with)
            following->followers[kept++] = following->followers[i];
    following->count = kept;
    pthread_mutex_unlock(&following->walk);
}

uint64_t store_followed_seq(struct store *store)
{
    return atomic_load(&store->following.seq);
}
