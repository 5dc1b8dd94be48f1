// Why what making_get returns is never older than the caller's arrival:
//
//   A caller's arrival_seq A is what cache_follow had walked when the caller came. A change that
//   was answered before has seq <= A, for the committer walks the followers before it answers. ·
//   From the table: cache_follow takes a node out of the table before it raises `followed`, so what
//     is found there has no note that a change up to A touched.
//   · Made by the caller: the snapshot was opened after A was read, and A was committed by then.
//   · Shared: only if no change in (snapshot, A] touches the notes. That is worked out at the end
//   of
//     the making under `order`, and the making leaves its list before `order` is let go: nobody can
//     join it whose A is newer than what it was compared with.
//   A page and its fragments have snapshots of their own. Each is right for A by itself, and a
//   change that touches both shows in both, because neither has missed it.
#include "cache/internal.h"

#include <errno.h>

// What one making has read.
struct reading {
    uint64_t snapshot_seq;
    uint64_t *hashes; // of the notes, sorted, each once
    size_t count;
};

// ── making ────────────────────────────────────────────────────────────────────────────────────

static int hash_order(const void *a, const void *b)
{
    uint64_t x = *(const uint64_t *)a, y = *(const uint64_t *)b;
    return (x > y) - (x < y);
}

static void hash_notes(struct job *job, const struct notebook *notes, struct reading *reading)
{
    reading->hashes = arena_array(&job->mem, uint64_t, notes->count);
    for (size_t i = 0; i < notes->count; i++)
        reading->hashes[i] = str_hash(notes->topics[i]);
    if (notes->count > 1)
        qsort(reading->hashes, notes->count, sizeof(uint64_t), hash_order);
    for (size_t i = 0; i < notes->count; i++)
        if (i == 0 || reading->hashes[i] != reading->hashes[i - 1])
            reading->hashes[reading->count++] = reading->hashes[i];
}

static bool make_in_snapshot(struct job *job, struct cache *cache, const struct cache_key *key,
                             struct notebook *notes, cache_make *make, void *with,
                             struct reading *reading, struct cache_made *made)
{
    AUTO_TXN txn = read_begin(job, cache->store, notes);
    if (!txn.open || !txn_seq(job, &txn, &reading->snapshot_seq))
        return false;
    return make(job, &txn, key, with, made);
}

static bool make_content(struct job *job, struct cache *cache, const struct cache_key *key,
                         cache_make *make, void *with, struct reading *reading,
                         struct content **out)
{
    struct notebook notes;
    notebook_start(&notes, &job->mem);
    struct cache_made made = {0};
    if (!make_in_snapshot(job, cache, key, &notes, make, with, reading, &made))
        return false;
    hash_notes(job, &notes, reading);
    return content_make(job, cache, key, &made, &notes, reading->snapshot_seq, out);
}

// ── the end of a making ───────────────────────────────────────────────────────────────────────

// A fragment that is not kept has no notes on the shelf: whoever watches it must ask again. So must
// they when it is newer than what was followed, for it may lack a note that its last had. Never
// told with a seq that was not followed yet: what comes with it would look older.
static void tell_if_unsure(struct cache *cache, const struct cache_key *key,
                           const struct content *content, bool kept)
{
    uint64_t followed = atomic_load(&cache->followed);
    if (key->kind == CACHE_FRAGMENT && (!kept || content->snapshot_seq > followed))
        cache_tell(cache, key->name, content->channel, followed);
}

static void keep_or_not(struct cache *cache, struct making *making, const struct reading *reading)
{
    struct content *content = making->content;
    making->fit_until = fit_until(cache, reading->snapshot_seq, reading->hashes, reading->count);
    bool kept = making->fit_until == UINT64_MAX;
    if (kept)
        shelf_put(cache, &making->key, making->hash, content, reading->hashes, reading->count);
    cache->not_kept += !kept;
    tell_if_unsure(cache, &making->key, content, kept);
}

static void making_put(struct making *making) // under the shard's lock
{
    if (--making->refs > 0)
        return;
    content_put(making->content);
    pthread_cond_destroy(&making->ended);
    free(making);
}

void making_leave(struct shard *shard, struct making *making)
{
    struct making **at = &shard->makings;
    while (*at != making)
        at = &(*at)->next;
    *at = making->next;
    making->done = true;
    pthread_cond_broadcast(&making->ended);
    making_put(making);
}

static void making_end(struct job *job, struct cache *cache, struct making *making,
                       struct content *content, const struct reading *reading)
{
    struct shard *shard = shard_of(cache, making->hash);
    pthread_mutex_lock(&cache->order);
    making->content = content;
    making->fit_until = reading->snapshot_seq;
    making->fault = job->fault;
    if (content)
        keep_or_not(cache, making, reading);
    pthread_mutex_lock(&shard->lock);
    making_leave(shard, making);
    pthread_mutex_unlock(&shard->lock);
    shelf_evict(cache);
    struct node *dead = shelf_take_dead(cache);
    pthread_mutex_unlock(&cache->order);
    shelf_free_dead(cache, dead);
}

static bool making_run(struct job *job, struct cache *cache, struct making *making,
                       const struct cache_key *key, cache_make *make, void *with,
                       struct content **out)
{
    struct reading reading = {0};
    struct content *content = NULL;
    bool ok = make_content(job, cache, key, make, with, &reading, &content);
    struct content *mine = ok ? content_keep(content) : NULL;
    making_end(job, cache, making, content, &reading);
    if (ok)
        *out = mine;
    return ok;
}

// ── sharing ───────────────────────────────────────────────────────────────────────────────────

static struct making *making_find(const struct shard *shard, uint64_t hash,
                                  const struct cache_key *key)
{
    struct making *making = shard->makings; // who is in the list has a reference of its own
    // NOLINTNEXTLINE(clang-analyzer-unix.Malloc)
    while (making && (making->hash != hash || making->key.kind != key->kind ||
                      !str_eq(making->key.name, key->name)))
        making = making->next;
    return making;
}

struct making *making_start(struct shard *shard, uint64_t hash, const struct cache_key *key)
{
    struct making *making = heap_take(sizeof(*making));
    *making = (struct making){.next = shard->makings, .key = *key, .hash = hash, .refs = 1};
    pthread_cond_init(&making->ended, NULL);
    shard->makings = making;
    return making;
}

static bool making_wait(struct job *job, struct shard *shard, struct making *making)
{
    struct timespec until = {job->deadline_ms / 1000, job->deadline_ms % 1000 * 1000000};
    int waited = 0;
    while (!making->done && waited != ETIMEDOUT) {
        if (job->deadline_ms == 0)
            pthread_cond_wait(&making->ended, &shard->lock);
        else
            waited = pthread_cond_timedwait(&making->ended, &shard->lock, &until);
    }
    if (!making->done)
        return job_fail(job, FAULT_UNAVAILABLE, "the page is being made, but it takes too long");
    return true;
}

enum outcome { SHARED, FAILED, AGAIN };

// A maker that was out of time says nothing about those who have more of it.
static enum outcome outcome_for(struct job *job, struct making *making, uint64_t arrival_seq,
                                struct content **out)
{
    if (arrival_seq > making->fit_until)
        return AGAIN;
    if (making->content) {
        *out = content_keep(making->content);
        return SHARED;
    }
    if (making->fault.kind == FAULT_UNAVAILABLE)
        return AGAIN;
    job->fault = making->fault;
    return FAILED;
}

// With the shard's lock held, and held again afterwards.
static enum outcome making_share(struct job *job, struct shard *shard, struct making *making,
                                 uint64_t arrival_seq, struct content **out)
{
    making->refs++;
    enum outcome outcome = FAILED;
    if (making_wait(job, shard, making))
        outcome = outcome_for(job, making, arrival_seq, out);
    shard->numbers.shared += outcome == SHARED;
    making_put(making);
    return outcome;
}

static bool make_alone(struct job *job, struct cache *cache, const struct cache_key *key,
                       cache_make *make, void *with, struct content **out)
{
    struct reading reading = {0};
    return make_content(job, cache, key, make, with, &reading, out);
}

// With the shard's lock held: the content, or a making of the caller's own to run, or a fault.
static struct making *find_or_start(struct job *job, struct shard *shard,
                                    const struct cache_key *key, uint64_t hash,
                                    uint64_t arrival_seq, struct content **out)
{
    for (;;) {
        struct node *node = shelf_find(shard, hash, key);
        if (node && node->content) {
            atomic_store_explicit(&node->content->tag->visited, true, memory_order_relaxed);
            *out = content_keep(node->content);
            return NULL;
        }
        struct making *making = making_find(shard, hash, key);
        if (!making) {
            shard->numbers.misses += key->kind == CACHE_PAGE;
            return making_start(shard, hash, key);
        }
        if (making_share(job, shard, making, arrival_seq, out) != AGAIN)
            return NULL;
    }
}

bool making_get(struct job *job, struct cache *cache, const struct cache_key *key,
                uint64_t arrival_seq, cache_make *make, void *with, struct content **out)
{
    if (cache->options.bytes_max == 0)
        return make_alone(job, cache, key, make, with, out);
    uint64_t hash = key_hash(key);
    struct shard *shard = shard_of(cache, hash);
    struct content *content = NULL;
    pthread_mutex_lock(&shard->lock);
    struct making *making = find_or_start(job, shard, key, hash, arrival_seq, &content);
    pthread_mutex_unlock(&shard->lock);
    if (making)
        return making_run(job, cache, making, key, make, with, out);
    if (!content)
        return false;
    *out = content;
    return true;
}
