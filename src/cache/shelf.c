#include "cache/internal.h"

enum { BUCKETS_START = 16 };

// A hash from outside would let outsiders aim for one bucket; str_hash is keyed.
uint64_t key_hash(const struct cache_key *key)
{
    return str_hash(key->name) ^ (key->kind == CACHE_FRAGMENT ? 0x9e3779b97f4a7c15 : 0);
}

// The high bits choose the shard, the low ones the bucket.
struct shard *shard_of(struct cache *cache, uint64_t hash)
{
    return &cache->shards[(hash >> 40) & (cache->shards_count - 1)];
}

// ── the table ─────────────────────────────────────────────────────────────────────────────────

struct node *shelf_find(const struct shard *shard, uint64_t hash, const struct cache_key *key)
{
    if (shard->buckets_count == 0)
        return NULL;
    struct node *node = shard->buckets[hash & (shard->buckets_count - 1)];
    while (node &&
           (node->hash != hash || node->kind != key->kind || !str_eq(node->name, key->name)))
        node = node->next;
    return node;
}

struct content *shelf_content(struct cache *cache, const struct cache_key *key)
{
    uint64_t hash = key_hash(key);
    struct shard *shard = shard_of(cache, hash);
    pthread_mutex_lock(&shard->lock);
    struct node *node = shelf_find(shard, hash, key);
    struct content *content = node && node->content ? content_keep(node->content) : NULL;
    if (content)
        atomic_store_explicit(&content->tag->visited, true, memory_order_relaxed);
    pthread_mutex_unlock(&shard->lock);
    return content;
}

static void table_add(struct shard *shard, struct node *node)
{
    struct node **bucket = &shard->buckets[node->hash & (shard->buckets_count - 1)];
    node->next = *bucket;
    *bucket = node;
}

static void table_grow(struct cache *cache, struct shard *shard)
{
    struct node **old = shard->buckets;
    size_t old_count = shard->buckets_count;
    shard->buckets_count = old_count ? old_count * 2 : BUCKETS_START;
    shard->buckets = heap_take(shard->buckets_count * sizeof(*shard->buckets));
    atomic_fetch_add(&cache->bytes, (shard->buckets_count - old_count) * sizeof(*shard->buckets));
    for (size_t i = 0; i < old_count; i++) {
        for (struct node *node = old[i], *next; node; node = next) {
            next = node->next;
            table_add(shard, node);
        }
    }
    free(old);
}

static void table_remove(struct shard *shard, struct node *node)
{
    struct node **at = &shard->buckets[node->hash & (shard->buckets_count - 1)];
    while (*at != node)
        at = &(*at)->next;
    *at = node->next;
    shard->nodes_count--;
}

// ── queues ────────────────────────────────────────────────────────────────────────────────────

static void queue_add(struct queue *queue, struct node *node)
{
    node->queue = queue;
    node->newer = NULL;
    node->older = queue->newest;
    if (queue->newest)
        queue->newest->newer = node;
    else
        queue->oldest = node;
    queue->newest = node;
}

static void queue_remove(struct node *node)
{
    struct queue *queue = node->queue;
    if (queue->hand == node)
        queue->hand = node->newer;
    if (node->newer)
        node->newer->older = node->older;
    else
        queue->newest = node->older;
    if (node->older)
        node->older->newer = node->newer;
    else
        queue->oldest = node->newer;
    node->queue = NULL;
}

// SIEVE: the hand walks from the oldest to the newest and takes the first that was not visited
// since it last came by; what it passes is given one more round.
static struct node *queue_victim(struct queue *queue)
{
    struct node *node = queue->hand ? queue->hand : queue->oldest;
    while (node && atomic_exchange(&node->content->tag->visited, false))
        node = node->newer ? node->newer : queue->oldest;
    queue->hand = node;
    return node;
}

// ── bytes ─────────────────────────────────────────────────────────────────────────────────────

static bool is_missing(const struct content *content)
{
    return content && content->status == 404;
}

void node_add_bytes(struct cache *cache, struct node *node, ptrdiff_t bytes)
{
    node->bytes += (size_t)bytes;
    atomic_fetch_add(&cache->bytes, (size_t)bytes); // wraps round for less: that is a subtraction
    if (is_missing(node->content))
        atomic_fetch_add(&cache->missing_bytes, (size_t)bytes);
}

static size_t node_own_bytes(const struct node *node)
{
    return sizeof(*node) + node->notes_count * sizeof(struct note) + node->name.len +
           node->channel.len;
}

// ── nodes ─────────────────────────────────────────────────────────────────────────────────────

static struct node *node_make(const struct cache_key *key, uint64_t hash, struct content *content,
                              size_t notes_count)
{
    size_t notes_bytes = notes_count * sizeof(struct note);
    struct node *node =
        heap_take(sizeof(*node) + notes_bytes + key->name.len + content->channel.len);
    char *at = (char *)node->notes + notes_bytes;
    memcpy(at, key->name.at, key->name.len);
    node->name = (struct str){at, key->name.len};
    at += key->name.len;
    if (content->channel.len > 0)
        memcpy(at, content->channel.at, content->channel.len);
    node->channel = (struct str){at, content->channel.len};
    node->hash = hash;
    node->kind = key->kind;
    node->notes_count = notes_count;
    node->snapshot_seq = content->snapshot_seq;
    node->content = content_keep(content);
    return node;
}

// Out of the accounts; a hit that comes now would see that it is not current.
static void node_retire(struct cache *cache, struct node *node)
{
    node_add_bytes(cache, node, -(ptrdiff_t)node->bytes);
    if (node->content)
        atomic_store_explicit(&node->content->tag->current, false, memory_order_release);
}

static void node_empty(struct cache *cache, struct node *node)
{
    content_put(node->content);
    joined_end(cache, node->joined);
    node->content = NULL;
    node->joined = NULL;
}

// Freeing takes longer than unlinking: it is put off until `order` is free again.
static void node_bury(struct cache *cache, struct node *node)
{
    node->next = cache->dead;
    cache->dead = node;
}

struct node *shelf_take_dead(struct cache *cache)
{
    struct node *dead = cache->dead;
    cache->dead = NULL;
    return dead;
}

void shelf_free_dead(struct cache *cache, struct node *dead)
{
    while (dead) {
        struct node *node = dead;
        dead = node->next;
        node_empty(cache, node);
        free(node);
    }
}

// ── ghosts ────────────────────────────────────────────────────────────────────────────────────

static void ghost_leave(struct cache *cache, struct node *node)
{
    if (node->queue == &cache->ghosts)
        cache->ghost_bytes -= node->bytes;
}

static void ghost_enter(struct cache *cache, struct node *node)
{
    queue_add(&cache->ghosts, node);
    node_add_bytes(cache, node, (ptrdiff_t)node_own_bytes(node));
    cache->ghost_bytes += node->bytes;
}

// ── putting and dropping ──────────────────────────────────────────────────────────────────────

void shelf_drop(struct cache *cache, struct node *node)
{
    struct shard *shard = shard_of(cache, node->hash);
    topics_remove(cache, node);
    ghost_leave(cache, node);
    pthread_mutex_lock(&shard->lock);
    table_remove(shard, node);
    queue_remove(node);
    node_retire(cache, node);
    pthread_mutex_unlock(&shard->lock);
    node_bury(cache, node);
}

static void drop_older(struct cache *cache, struct shard *shard, uint64_t hash,
                       const struct cache_key *key)
{
    pthread_mutex_lock(&shard->lock);
    struct node *older = shelf_find(shard, hash, key);
    pthread_mutex_unlock(&shard->lock);
    if (older)
        shelf_drop(cache, older); // only holders of `order` drop: it is still there
}

static bool is_too_big(const struct cache *cache, const struct content *content)
{
    return content->bytes > cache->options.bytes_max / 4;
}

static void node_enter(struct cache *cache, struct shard *shard, struct node *node)
{
    pthread_mutex_lock(&shard->lock);
    if (shard->nodes_count >= shard->buckets_count)
        table_grow(cache, shard);
    table_add(shard, node);
    shard->nodes_count++;
    if (node->content) {
        enum shelf shelf = is_missing(node->content) ? SHELF_MISSING : SHELF_PAGES;
        queue_add(&shard->queues[shelf], node);
        node_add_bytes(cache, node, (ptrdiff_t)(node_own_bytes(node) + node->content->bytes));
        atomic_store_explicit(&node->content->tag->current, true, memory_order_release);
    } else {
        ghost_enter(cache, node);
    }
    pthread_mutex_unlock(&shard->lock);
}

// A content that would push out a quarter of all others is not kept; a fragment's notes are.
void shelf_put(struct cache *cache, const struct cache_key *key, uint64_t hash,
               struct content *content, const uint64_t *note_hashes, size_t notes_count)
{
    struct shard *shard = shard_of(cache, hash);
    drop_older(cache, shard, hash, key);
    if (is_too_big(cache, content) && key->kind == CACHE_PAGE)
        return;
    struct node *node = node_make(key, hash, content, notes_count);
    if (is_too_big(cache, content)) {
        content_put(node->content);
        node->content = NULL;
    }
    topics_add(cache, node, note_hashes);
    node_enter(cache, shard, node);
}

// ── evicting ──────────────────────────────────────────────────────────────────────────────────

static struct node *take_victim(struct cache *cache, struct shard *shard, enum shelf shelf)
{
    pthread_mutex_lock(&shard->lock);
    struct node *node = queue_victim(&shard->queues[shelf]);
    if (node) {
        queue_remove(node);
        node_retire(cache, node);
        if (node->kind == CACHE_FRAGMENT) {
            node_empty(cache, node);
            ghost_enter(cache, node);
        } else {
            table_remove(shard, node);
        }
    }
    pthread_mutex_unlock(&shard->lock);
    return node;
}

static bool evict_one(struct cache *cache, enum shelf shelf)
{
    struct node *node = NULL;
    for (size_t i = 0; i < cache->shards_count && !node; i++) {
        size_t turn = cache->evict_turn++ & (cache->shards_count - 1);
        node = take_victim(cache, &cache->shards[turn], shelf);
    }
    if (!node)
        return false;
    cache->evicted++;
    if (node->kind == CACHE_PAGE) {
        topics_remove(cache, node);
        node_bury(cache, node);
    }
    return true;
}

// Nobody will be told of its changes any more: so it is told of now, once, whatever happens later.
static void ghost_forget(struct cache *cache)
{
    struct node *node = cache->ghosts.oldest;
    cache_tell(cache, node->name, node->channel, atomic_load(&cache->followed));
    shelf_drop(cache, node);
}

void shelf_evict(struct cache *cache)
{
    size_t max = cache->options.bytes_max;
    while (atomic_load(&cache->missing_bytes) > max / 8 && evict_one(cache, SHELF_MISSING))
        continue;
    while (atomic_load(&cache->bytes) > max &&
           (evict_one(cache, SHELF_PAGES) || evict_one(cache, SHELF_MISSING)))
        continue;
    while (cache->ghosts.oldest && cache->ghost_bytes > max / 16)
        ghost_forget(cache);
}

void shelf_end(struct cache *cache)
{
    for (size_t i = 0; i < cache->shards_count; i++) {
        struct shard *shard = &cache->shards[i];
        for (size_t b = 0; b < shard->buckets_count; b++)
            while (shard->buckets[b])
                shelf_drop(cache, shard->buckets[b]);
        shelf_free_dead(cache, shelf_take_dead(cache));
        free(shard->buckets);
        pthread_mutex_destroy(&shard->lock);
    }
}
