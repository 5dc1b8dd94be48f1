#include "store/internal.h"

// "sqlite:PATH" or a bare path. The scheme chooses the engine.
static bool choose_engine(struct job *job, struct store *store, const char *url)
{
    struct str whole = str_from(url), scheme = S("sqlite:");
    if (str_starts(whole, S("postgresql://")) || str_starts(whole, S("postgres://")))
        return job_fail(job, FAULT_INVALID,
                        "this program was built without PostgreSQL; give "
                        "sqlite:DIR/stoppress.db as the database");
    if (str_starts(whole, scheme))
        whole = str_after(whole, scheme.len);
    if (whole.len == 0)
        return job_fail(job, FAULT_INVALID,
                        "the database's address is empty; give "
                        "sqlite:DIR/stoppress.db");
    store->engine = &sqlite_engine;
    store->where = heap_take(whole.len + 1);
    memcpy(store->where, whole.at, whole.len);
    return true;
}

static bool open_writer(struct job *job, struct store *store, const struct store_options *options)
{
    const struct store_migration *migrations =
        options->migrations ? options->migrations : store_migrations;
    store->newest_version =
        (int)(options->migrations ? options->migrations_count : store_migrations_count);
    if (store->read_only)
        return store_check_version(job, store);
    struct conn_wish wish = {.role = CONN_WRITER, .create = options->create};
    return store->engine->open(job, store->where, &wish, &store->writer) &&
           store_migrate(job, store, migrations);
}

bool store_open(struct job *job, const struct store_options *options, struct store **out)
{
    struct store *store = heap_take(sizeof(*store));
    store->read_only = options->read_only;
    pthread_mutex_init(&store->pool, NULL);
    turn_start(&store->turn);
    if (!choose_engine(job, store, options->url) || !open_writer(job, store, options) ||
        !following_start(job, store, options->keep_follower)) {
        store_close(store);
        return false;
    }
    store_fail_at(store, options->fail_at_call);
    *out = store;
    return true;
}

void store_close(struct store *store)
{
    if (!store)
        return;
    following_stop(store);
    assert(store->idle_count == store->readers_count); // a txn is still open somewhere
    for (struct conn *conn = store->idle, *next; conn; conn = next) {
        next = conn->next_idle;
        store->engine->close(conn);
    }
    if (store->writer)
        store->engine->close(store->writer);
    turn_end(&store->turn);
    pthread_mutex_destroy(&store->pool);
    free(store->where);
    free(store);
}

static struct conn *take_idle(struct store *store, bool *may_open)
{
    pthread_mutex_lock(&store->pool);
    struct conn *conn = store->idle;
    *may_open = !conn && store->readers_count < READERS_MAX;
    if (conn) {
        store->idle = conn->next_idle;
        store->idle_count--;
    } else if (*may_open) {
        store->readers_count++;
    }
    pthread_mutex_unlock(&store->pool);
    return conn;
}

static void forget_reader(struct store *store)
{
    pthread_mutex_lock(&store->pool);
    store->readers_count--;
    pthread_mutex_unlock(&store->pool);
}

bool store_take_reader(struct job *job, struct store *store, struct conn **out)
{
    bool may_open;
    struct conn *conn = take_idle(store, &may_open);
    if (!conn && !may_open)
        return job_fail(job, FAULT_UNAVAILABLE,
                        "%d readings of the database are open already; try again", READERS_MAX);
    struct conn_wish wish = {.role = CONN_READER, .read_only = store->read_only};
    if (!conn && !store->engine->open(job, store->where, &wish, &conn)) {
        forget_reader(store);
        return false;
    }
    assert(conn);
    *out = conn;
    return true;
}

void store_give_reader(struct store *store, struct conn *conn)
{
    pthread_mutex_lock(&store->pool);
    bool keep = store->idle_count < READERS_IDLE_MAX;
    if (keep) {
        conn->next_idle = store->idle;
        store->idle = conn;
        store->idle_count++;
    } else {
        store->readers_count--;
    }
    pthread_mutex_unlock(&store->pool);
    if (!keep)
        store->engine->close(conn);
}

bool store_backup(struct job *job, struct store *store, const char *to_path)
{
    struct conn *conn = NULL;
    if (!store_take_reader(job, store, &conn))
        return false;
    bool copied = store->engine->copy(job, conn, to_path, false);
    store_give_reader(store, conn);
    return copied;
}

bool store_check(struct job *job, struct store *store, struct str *problems)
{
    struct conn *conn = NULL;
    if (!store_take_reader(job, store, &conn))
        return false;
    struct buf found;
    buf_start(&found, &job->mem, 1 << 20);
    bool checked = store->engine->check(job, conn, &found);
    store_give_reader(store, conn);
    return checked && store_check_version(job, store) && changes_check(job, store, &found) &&
           buf_done(job, &found, problems);
}

void store_fail_at(struct store *store, int64_t n)
{
    atomic_store(&store->calls, 0);
    atomic_store(&store->fail_at, n);
}

int64_t store_calls(struct store *store)
{
    return atomic_load(&store->calls);
}

bool store_count_call(struct job *job, struct store *store)
{
    int64_t call = atomic_fetch_add_explicit(&store->calls, 1, memory_order_relaxed) + 1;
    if (call != atomic_load_explicit(&store->fail_at, memory_order_relaxed))
        return true;
    return job_fail(job, FAULT_UNAVAILABLE, "injected");
}
