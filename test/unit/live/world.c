#include "world.h"

#include <errno.h>
#include <ftw.h>
#include <unistd.h>

static const struct store_migration migrations[] = {
    {1, "0001_world",
     "CREATE TABLE change (seq INTEGER PRIMARY KEY AUTOINCREMENT, topic TEXT NOT NULL,"
     " at_ms INTEGER NOT NULL DEFAULT 0);"
     "CREATE TABLE change_topic (name TEXT PRIMARY KEY, last_seq INTEGER NOT NULL) WITHOUT ROWID;"},
};

void must_fail(const char *what, const char *file, int line)
{
    fprintf(stderr, "%s:%d: %s\n", file, line, what);
    abort();
}

// ── what live asks ────────────────────────────────────────────────────────────────────────────

static struct world_fragment *find(struct world *world, struct str name)
{
    for (int i = 0; i < world->fragments_count; i++)
        if (str_is(name, world->fragments[i].name))
            return &world->fragments[i];
    return NULL;
}

static void copy_out(struct job *job, const struct world_fragment *from, struct live_fragment *out)
{
    struct str html = str_copy(&job->mem, str_from(from->html));
    *out = (struct live_fragment){.name = str_copy(&job->mem, str_from(from->name)),
                                  .channel = str_copy(&job->mem, str_from(from->channel)),
                                  .version = digest_hex(&job->mem, html, 8),
                                  .html = html,
                                  .newest_seq = from->seq,
                                  .gone = from->gone,
                                  .hold = from->hold};
}

static bool give_fragment(struct job *job, void *with, struct str name, struct live_fragment *out)
{
    struct world *world = with;
    pthread_mutex_lock(&world->lock);
    world->waiting++;
    pthread_cond_broadcast(&world->changed);
    while (world->held)
        pthread_cond_wait(&world->changed, &world->lock);
    world->waiting--;
    struct world_fragment *fragment = find(world, name);
    bool is_missing = !fragment || fragment->missing;
    bool has_fault = !is_missing && fragment->faults > 0;
    if (has_fault)
        fragment->faults--;
    else if (!is_missing)
        copy_out(job, fragment, out);
    if (fragment)
        fragment->makes++;
    pthread_mutex_unlock(&world->lock);
    if (is_missing)
        return job_fail(job, FAULT_NOT_FOUND, "no such fragment");
    return !has_fault || job_fail(job, FAULT_UNAVAILABLE, "not now");
}

static bool give_channel(struct job *job, void *with, struct str channel, struct str **names,
                         size_t *count)
{
    struct world *world = with;
    pthread_mutex_lock(&world->lock);
    *names = arena_array(&job->mem, struct str, WORLD_FRAGMENTS);
    *count = 0;
    for (int i = 0; i < world->fragments_count; i++)
        if (str_is(channel, world->fragments[i].channel))
            (*names)[(*count)++] = str_from(world->fragments[i].name);
    pthread_mutex_unlock(&world->lock);
    return true;
}

// "flash:en:17" is a flash of the edition en, "end:en:17" the end of one; the rest is nothing.
static bool give_event(struct job *job, void *with, const struct change *change,
                       struct live_event *out, bool *is_event)
{
    struct str rest = change->topic, kind, edition;
    if (!str_cut(&rest, ':', &kind) || !str_cut(&rest, ':', &edition) || rest.len == 0)
        return true;
    bool is_end = str_is(kind, "end");
    *out = (struct live_event){.name = is_end ? S("flash-end") : S("flash"),
                               .data =
                                   str_printf(&job->mem, "{\"id\":\"" STR_FMT "\"}", STR_ARG(rest)),
                               .edition = str_copy(&job->mem, edition)};
    if (str_is(rest, "lines"))
        out->data = S("one\ntwo\r\nthree\rfour");
    *is_event = true;
    return true;
}

// ── the world ─────────────────────────────────────────────────────────────────────────────────

struct live_options world_options(struct world *world)
{
    return (struct live_options){.with = world,
                                 .fragment = give_fragment,
                                 .channel_fragments = give_channel,
                                 .event = give_event,
                                 .store = world->store,
                                 .ring_events = 64,
                                 .heartbeat_ms = 600000,
                                 .inline_bytes_max = 2048,
                                 .subscribers_max = 1000};
}

void world_open_store(struct world *world)
{
    AUTO_JOB job;
    job_start(&job, 0);
    const char *shm = access("/dev/shm", W_OK) == 0 ? "/dev/shm" : "/tmp";
    snprintf(world->dir, sizeof(world->dir), "%s/world-XXXXXX", shm);
    must(mkdtemp(world->dir));
    struct store_options options = {
        .url = str_c(&job.mem, str_printf(&job.mem, "sqlite:%s/world.db", world->dir)),
        .create = true,
        .migrations = migrations,
        .migrations_count = ARRAY_LEN(migrations),
    };
    must(store_open(&job, &options, &world->store));
}

void world_open(struct world *world, const struct live_options *options)
{
    AUTO_JOB job;
    job_start(&job, 0);
    log_set_quiet(true);
    pthread_mutex_init(&world->lock, NULL);
    pthread_cond_init(&world->changed, NULL);
    must(live_open(&job, options, &world->live));
    if (world->store)
        store_follow(world->store, live_follow, world->live);
}

static int remove_one(const char *path, const struct stat *stat, int kind, struct FTW *walk)
{
    return remove(path);
}

void world_close(struct world *world)
{
    store_close(world->store);
    live_close(world->live);
    if (world->store)
        nftw(world->dir, remove_one, 8, FTW_DEPTH | FTW_PHYS);
}

struct world_fragment *world_add(struct world *world, const char *name, const char *channel,
                                 const char *html)
{
    pthread_mutex_lock(&world->lock);
    must(world->fragments_count < WORLD_FRAGMENTS);
    struct world_fragment *fragment = &world->fragments[world->fragments_count++];
    snprintf(fragment->name, sizeof(fragment->name), "%s", name);
    snprintf(fragment->channel, sizeof(fragment->channel), "%s", channel);
    snprintf(fragment->html, sizeof(fragment->html), "%s", html);
    pthread_mutex_unlock(&world->lock);
    return fragment;
}

// As the cache does: the change log first, then what it drops.
static void follow(struct world *world, const char *topic)
{
    struct change change = {++world->seq, str_from(topic)};
    live_follow(world->live, &change, 1);
}

void world_drop(struct world *world, const char *name)
{
    follow(world, "thing");
    pthread_mutex_lock(&world->lock);
    struct world_fragment *fragment = find(world, str_from(name));
    fragment->seq = world->seq;
    pthread_mutex_unlock(&world->lock);
    live_fragment_dropped(world->live, str_from(name), str_from(fragment->channel), world->seq);
}

void world_change(struct world *world, const char *name, const char *html)
{
    pthread_mutex_lock(&world->lock);
    struct world_fragment *fragment = find(world, str_from(name));
    snprintf(fragment->html, sizeof(fragment->html), "%s", html);
    pthread_mutex_unlock(&world->lock);
    world_drop(world, name);
}

void world_flash(struct world *world, const char *topic)
{
    if (!world->store) {
        follow(world, topic);
        return;
    }
    AUTO_JOB job;
    job_start(&job, 0);
    AUTO_TXN txn = write_begin(&job, world->store);
    must(txn.open);
    must(sql_run(&job, &txn, "INSERT INTO change (topic) VALUES (?1)", sql_text(str_from(topic))));
    must(txn_commit(&job, &txn));
    world->seq = store_followed_seq(world->store);
}

void world_hold(struct world *world, bool held)
{
    pthread_mutex_lock(&world->lock);
    world->held = held;
    pthread_cond_broadcast(&world->changed);
    pthread_mutex_unlock(&world->lock);
}

void world_wait_held(struct world *world)
{
    pthread_mutex_lock(&world->lock);
    while (world->waiting == 0)
        pthread_cond_wait(&world->changed, &world->lock);
    pthread_mutex_unlock(&world->lock);
}

// ── listeners ─────────────────────────────────────────────────────────────────────────────────

static void wake(void *with)
{
    struct listener *listener = with;
    pthread_mutex_lock(&listener->lock);
    must(!listener->has_left);
    listener->is_woken = true;
    pthread_cond_broadcast(&listener->woken);
    atomic_fetch_add(&listener->wakes, 1);
    pthread_mutex_unlock(&listener->lock);
}

bool listener_join(struct job *job, struct listener *listener, struct world *world,
                   const char *edition, const char *channels, int64_t since)
{
    *listener = (struct listener){0};
    pthread_mutex_init(&listener->lock, NULL);
    pthread_cond_init(&listener->woken, NULL);
    struct str names[LIVE_CHANNELS_MAX], rest = str_from(channels);
    struct live_ask ask = {.edition = str_from(edition),
                           .has_since = since >= 0,
                           .since = since < 0 ? 0 : (uint64_t)since};
    if (channels)
        ask.channels = names;
    while (ask.channels_count < LIVE_CHANNELS_MAX &&
           str_cut(&rest, ',', &names[ask.channels_count]))
        ask.channels_count++;
    return live_join(job, world->live, &ask, wake, listener, &listener->subscriber);
}

void listener_leave(struct listener *listener)
{
    live_leave(listener->subscriber);
    pthread_mutex_lock(&listener->lock);
    listener->has_left = true;
    pthread_mutex_unlock(&listener->lock);
}

static bool pull_once(struct listener *listener)
{
    size_t room = sizeof(listener->heard) - 1 - listener->len;
    ptrdiff_t n =
        live_pull(listener->subscriber, listener->heard + listener->len, room < 1000 ? room : 1000);
    listener->ended = n < 0;
    listener->len += n > 0 ? (size_t)n : 0;
    return n > 0;
}

void listener_forget(struct listener *listener)
{
    memset(listener->heard, 0, listener->len);
    listener->len = 0;
}

void pull_all(struct listener *listener)
{
    while (pull_once(listener))
        continue;
}

static void wait_for_wake(struct listener *listener)
{
    struct timespec until;
    clock_gettime(CLOCK_REALTIME, &until);
    until.tv_sec += 20;
    pthread_mutex_lock(&listener->lock);
    while (!listener->is_woken) {
        if (pthread_cond_timedwait(&listener->woken, &listener->lock, &until) == ETIMEDOUT) {
            fprintf(stderr, "heard only:\n%s\n", listener->heard);
            abort();
        }
    }
    listener->is_woken = false;
    pthread_mutex_unlock(&listener->lock);
}

bool has_heard(const struct listener *listener, const char *text)
{
    return strstr(listener->heard, text);
}

int count_heard(const struct listener *listener, const char *text)
{
    int count = 0;
    for (const char *at = listener->heard; (at = strstr(at, text)); at++)
        count++;
    return count;
}

void listen_until(struct listener *listener, const char *text)
{
    pull_all(listener);
    while (!has_heard(listener, text)) {
        wait_for_wake(listener);
        pull_all(listener);
    }
}

void listen_to_end(struct listener *listener)
{
    pull_all(listener);
    while (!listener->ended) {
        wait_for_wake(listener);
        pull_all(listener);
    }
}

// Errands are done in the order of their changes, so this one comes last.
void world_settle(struct world *world)
{
    AUTO_JOB job;
    job_start(&job, 0);
    struct listener *listener = heap_take(sizeof(*listener));
    must(listener_join(&job, listener, world, "en", "settle", -1));
    world_add(world, "settle", "settle", "");
    world_change(world, "settle", "settled");
    listen_until(listener, "settled");
    listener_leave(listener);
    free(listener);
}

int world_makes(struct world *world, const char *name)
{
    pthread_mutex_lock(&world->lock);
    int makes = find(world, str_from(name))->makes;
    pthread_mutex_unlock(&world->lock);
    return makes;
}
