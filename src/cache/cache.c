#include "cache/internal.h"

// ── opening and closing ───────────────────────────────────────────────────────────────────────

static size_t power_of_two(int at_least)
{
    size_t n = 1;
    while (n < (size_t)at_least)
        n *= 2;
    return n;
}

static struct shard *shards_make(size_t count)
{
    struct shard *shards = aligned_alloc(_Alignof(struct shard), count * sizeof(*shards));
    if (!shards)
        heap_exhausted(count * sizeof(*shards));
    memset(shards, 0, count * sizeof(*shards));
    for (size_t i = 0; i < count; i++)
        pthread_mutex_init(&shards[i].lock, NULL);
    return shards;
}

bool cache_open(struct job *job, struct store *store, const struct cache_options *options,
                struct cache **out)
{
    if (options->ring_changes == 0 || (options->ring_changes & (options->ring_changes - 1)) != 0)
        return job_fail(job, FAULT_INTERNAL, "the cache's ring has %zu places, not a power of two",
                        options->ring_changes);
    struct cache *cache = heap_take(sizeof(*cache));
    cache->store = store;
    cache->options = *options;
    cache->shards_count = power_of_two(options->shards);
    cache->shards = shards_make(cache->shards_count);
    cache->ring_floor = store_followed_seq(store);
    atomic_init(&cache->followed, cache->ring_floor);
    pthread_mutex_init(&cache->order, NULL);
    pthread_mutex_init(&cache->squeezers_lock, NULL);
    touched_start(cache);
    *out = cache;
    return true;
}

void cache_close(struct cache *cache)
{
    if (!cache)
        return;
    cache->tell = NULL;
    shelf_end(cache);
    touched_end(cache);
    squeezers_end(cache);
    pthread_mutex_destroy(&cache->order);
    pthread_mutex_destroy(&cache->squeezers_lock);
    free(cache->shards);
    free(cache);
}

void cache_on_fragment_dropped(struct cache *cache, cache_dropped *dropped, void *with)
{
    pthread_mutex_lock(&cache->order);
    cache->tell = dropped;
    cache->tell_with = with;
    pthread_mutex_unlock(&cache->order);
}

void cache_tell(struct cache *cache, struct str fragment, struct str channel, uint64_t seq)
{
    if (cache->tell)
        cache->tell(cache->tell_with, fragment, channel, seq);
}

// ── what is ready ─────────────────────────────────────────────────────────────────────────────

// What a look at the table found: a reply to send, or what it takes to join one.
struct sight {
    struct http_reply *reply;
    struct content *content; // only without a reply; counted
    bool wants_brotli;       // asked for often enough, but not made yet
};

// Only one caller is sent on the way to a worker for it; the others have gzip meanwhile. Who may
// have a copy is not: most likely nothing will be sent at all.
static bool wants_brotli(struct joined *joined, const struct cache_asked *asked, bool in_worker)
{
    if (!asked->brotli || asked->if_none_match.len > 0 || joined->replies[BROTLI] ||
        joined->asked < CACHE_BROTLI_ASKED_MIN || joined->text_bytes < CACHE_COMPRESS_BYTES_MIN)
        return false;
    bool mine = in_worker || !joined->brotli_started;
    joined->brotli_started = true;
    return mine;
}

static struct http_reply *ready_reply(const struct node *node, const struct cache_asked *asked,
                                      bool brotli_wanted)
{
    struct joined *joined = node->joined;
    enum encoding pick = encoding_pick(joined, asked, brotli_wanted || joined->replies[BROTLI]);
    enum encoding matched;
    if (node->content->status == 200 && asked->if_none_match.len > 0 &&
        etag_matches(joined, asked->if_none_match, pick, &matched))
        return joined->unmodified[matched];
    return joined->replies[pick];
}

static void look(struct cache *cache, const struct cache_key *key, uint64_t hash,
                 const struct cache_asked *asked, bool in_worker, struct sight *sight)
{
    struct shard *shard = shard_of(cache, hash);
    pthread_mutex_lock(&shard->lock);
    struct node *node = shelf_find(shard, hash, key);
    if (node && node->content) {
        struct tag *tag = node->content->tag;
        if (!atomic_load_explicit(&tag->visited, memory_order_relaxed))
            atomic_store_explicit(&tag->visited, true, memory_order_relaxed);
        struct http_reply *ready = NULL;
        if (node->joined && joined_is_current(node->joined)) {
            node->joined->asked++;
            sight->wants_brotli = wants_brotli(node->joined, asked, in_worker);
            ready = ready_reply(node, asked, sight->wants_brotli);
        }
        if (ready)
            sight->reply = cache->options.sender.keep(ready);
        else
            sight->content = content_keep(node->content);
        shard->numbers.hits += ready != NULL;
    }
    pthread_mutex_unlock(&shard->lock);
}

// ── joining ───────────────────────────────────────────────────────────────────────────────────

// A reply that was just made, for the node of its page.
struct fresh {
    struct joined *joined; // ours until it is installed
    struct http_reply *reply;
    enum encoding encoding;
    bool is_unmodified;
    size_t bytes;
};

static struct joined *install_joined(struct cache *cache, struct node *node, struct fresh *fresh,
                                     const struct parts *parts)
{
    if (node->joined && joined_is_of(node->joined, parts))
        return NULL;
    struct joined *older = node->joined;
    if (older)
        node_add_bytes(cache, node, -(ptrdiff_t)older->bytes);
    node->joined = fresh->joined;
    fresh->joined = NULL;
    node_add_bytes(cache, node, (ptrdiff_t)node->joined->bytes);
    return older;
}

static void install_reply(struct cache *cache, struct node *node, const struct fresh *fresh)
{
    struct joined *joined = node->joined;
    struct http_reply **slot = fresh->is_unmodified ? &joined->unmodified[fresh->encoding]
                                                    : &joined->replies[fresh->encoding];
    if (*slot)
        return;
    *slot = cache->options.sender.keep(fresh->reply);
    joined->bytes += fresh->bytes + REPLY_OWN_BYTES;
    node_add_bytes(cache, node, (ptrdiff_t)(fresh->bytes + REPLY_OWN_BYTES));
}

// Kept for the next who asks, unless something changed meanwhile.
static void install(struct cache *cache, const struct cache_key *key, uint64_t hash,
                    const struct parts *parts, struct fresh *fresh)
{
    struct shard *shard = shard_of(cache, hash);
    struct joined *older = NULL;
    pthread_mutex_lock(&shard->lock);
    struct node *node = shelf_find(shard, hash, key);
    if (node && node->content == parts->page && parts_are_current(parts)) {
        older = install_joined(cache, node, fresh, parts);
        install_reply(cache, node, fresh);
    }
    shard->numbers.joins += !fresh->is_unmodified;
    pthread_mutex_unlock(&shard->lock);
    joined_end(cache, older);
}

// The network thread waits for nobody: whoever holds the lock evicts when done, or the next does.
static void evict_if_full(struct cache *cache, bool in_worker)
{
    if (atomic_load_explicit(&cache->bytes, memory_order_relaxed) <= cache->options.bytes_max)
        return;
    if (in_worker)
        pthread_mutex_lock(&cache->order);
    else if (pthread_mutex_trylock(&cache->order) != 0)
        return;
    shelf_evict(cache);
    struct node *dead = shelf_take_dead(cache);
    pthread_mutex_unlock(&cache->order);
    shelf_free_dead(cache, dead);
}

// Joining gzip is copying; the text of a page is inflated first and brotli compresses: not here.
static bool may_join_here(enum encoding encoding, bool in_worker)
{
    return in_worker || encoding == GZIP;
}

static bool join(struct cache *cache, const struct cache_asked *asked, const struct parts *parts,
                 bool brotli_wanted, bool in_worker, struct fresh *fresh)
{
    enum encoding pick = encoding_pick(fresh->joined, asked, brotli_wanted);
    fresh->encoding = pick;
    if (parts->page->status == 200 && asked->if_none_match.len > 0 &&
        etag_matches(fresh->joined, asked->if_none_match, pick, &fresh->encoding)) {
        fresh->is_unmodified = true;
        fresh->reply =
            reply_unmodified(cache, parts, fresh->joined, fresh->encoding, &fresh->bytes);
        return true;
    }
    if (!may_join_here(pick, in_worker))
        return false;
    fresh->reply = reply_join(cache, parts, fresh->joined, pick, &fresh->bytes);
    return true;
}

static struct http_reply *join_and_install(struct cache *cache, const struct cache_key *key,
                                           uint64_t hash, const struct cache_asked *asked,
                                           const struct parts *parts, bool brotli_wanted,
                                           bool in_worker)
{
    struct fresh fresh = {.joined = joined_make(parts)};
    if (join(cache, asked, parts, brotli_wanted, in_worker, &fresh)) {
        install(cache, key, hash, parts, &fresh);
        evict_if_full(cache, in_worker);
    }
    joined_end(cache, fresh.joined);
    return fresh.reply;
}

// ── peeking: on the network thread ────────────────────────────────────────────────────────────

static bool gather_from_shelf(struct cache *cache, struct parts *parts)
{
    for (size_t i = 0; i < parts->page->regions_count; i++) {
        struct cache_key key = {parts->page->regions[i], CACHE_FRAGMENT};
        struct content *fragment = shelf_content(cache, &key);
        if (!fragment)
            return false;
        parts->fragments[parts->fragments_count++] = fragment;
    }
    return true;
}

struct http_reply *cache_peek(struct cache *cache, const struct cache_key *key,
                              const struct cache_asked *asked)
{
    if (cache->options.bytes_max == 0)
        return NULL;
    struct sight sight = {0};
    uint64_t hash = key_hash(key);
    look(cache, key, hash, asked, false, &sight);
    if (!sight.content)
        return sight.reply;
    AUTO_PARTS parts;
    parts.page = sight.content;
    parts.fragments_count = 0;
    if (sight.wants_brotli || !gather_from_shelf(cache, &parts))
        return NULL;
    return join_and_install(cache, key, hash, asked, &parts, false, false);
}

// ── getting: in a worker ──────────────────────────────────────────────────────────────────────

static bool gather(struct job *job, struct cache *cache, uint64_t arrival_seq, struct parts *parts)
{
    for (size_t i = 0; i < parts->page->regions_count; i++) {
        struct cache_key key = {parts->page->regions[i], CACHE_FRAGMENT};
        if (!making_get(job, cache, &key, arrival_seq, cache->options.make_fragment,
                        cache->options.make_fragment_with,
                        &parts->fragments[parts->fragments_count]))
            return false;
        parts->fragments_count++;
    }
    return true;
}

bool cache_get(struct job *job, struct cache *cache, const struct cache_key *key,
               const struct cache_asked *asked, cache_make *make, void *with,
               struct http_reply **out)
{
    uint64_t arrival_seq = atomic_load(&cache->followed);
    uint64_t hash = key_hash(key);
    struct sight sight = {0};
    look(cache, key, hash, asked, true, &sight);
    if (sight.reply) {
        *out = sight.reply;
        return true;
    }
    AUTO_PARTS parts;
    parts.page = sight.content;
    parts.fragments_count = 0;
    if (!parts.page && !making_get(job, cache, key, arrival_seq, make, with, &parts.page))
        return false;
    if (!gather(job, cache, arrival_seq, &parts))
        return false;
    *out = join_and_install(cache, key, hash, asked, &parts, sight.wants_brotli, true);
    return true;
}

bool cache_fragment_get(struct job *job, struct cache *cache, struct str name,
                        struct cache_fragment *out)
{
    struct cache_key key = {name, CACHE_FRAGMENT};
    struct content *content;
    if (!making_get(job, cache, &key, atomic_load(&cache->followed), cache->options.make_fragment,
                    cache->options.make_fragment_with, &content))
        return false;
    out->text =
        str_copy(&job->mem, (struct str){content->segments[0].text, content->segments[0].text_len});
    out->version = str_copy(&job->mem, content->version);
    out->channel = str_copy(&job->mem, content->channel);
    out->newest_seq = content->newest_seq;
    content_put(content);
    return true;
}

bool cache_is_watching(struct cache *cache, struct str name)
{
    struct cache_key key = {name, CACHE_FRAGMENT};
    uint64_t hash = key_hash(&key);
    struct shard *shard = shard_of(cache, hash);
    pthread_mutex_lock(&shard->lock);
    bool is_there = shelf_find(shard, hash, &key) != NULL;
    pthread_mutex_unlock(&shard->lock);
    return is_there;
}

// ── numbers ───────────────────────────────────────────────────────────────────────────────────

struct cache_numbers cache_count(struct cache *cache)
{
    struct cache_numbers sum = {0};
    for (size_t i = 0; i < cache->shards_count; i++) {
        struct shard *shard = &cache->shards[i];
        pthread_mutex_lock(&shard->lock);
        sum.hits += shard->numbers.hits;
        sum.misses += shard->numbers.misses;
        sum.shared += shard->numbers.shared;
        sum.joins += shard->numbers.joins;
        sum.entries += shard->nodes_count;
        pthread_mutex_unlock(&shard->lock);
    }
    pthread_mutex_lock(&cache->order);
    sum.dropped = cache->dropped;
    sum.evicted = cache->evicted;
    sum.not_kept = cache->not_kept;
    sum.bytes = atomic_load(&cache->bytes);
    pthread_mutex_unlock(&cache->order);
    return sum;
}
