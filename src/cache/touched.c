#include "cache/internal.h"

enum { TOPIC_BUCKETS_START = 1024, TOPICS_ROOM_START = 256 };

void touched_start(struct cache *cache)
{
    size_t count = cache->options.ring_changes;
    assert(count > 0 && (count & (count - 1)) == 0);
    cache->ring = heap_take(count * sizeof(*cache->ring));
    cache->topic_buckets_count = TOPIC_BUCKETS_START;
    cache->topic_buckets = heap_take(TOPIC_BUCKETS_START * sizeof(uint32_t));
    cache->topics_room = TOPICS_ROOM_START;
    cache->topics = heap_take(TOPICS_ROOM_START * sizeof(struct topic));
    cache->topics_count = 1;
}

void touched_end(struct cache *cache)
{
    for (uint32_t i = 1; i < cache->topics_count; i++)
        free(cache->topics[i].postings);
    free(cache->topics);
    free(cache->topic_buckets);
    free(cache->ring);
}

// ── topics: who has noted them ────────────────────────────────────────────────────────────────

static uint32_t *topic_bucket(struct cache *cache, uint64_t hash)
{
    return &cache->topic_buckets[hash & (cache->topic_buckets_count - 1)];
}

static uint32_t topic_find(struct cache *cache, uint64_t hash)
{
    uint32_t id = *topic_bucket(cache, hash);
    while (id != 0 && cache->topics[id].hash != hash)
        id = cache->topics[id].next;
    return id;
}

static void grow_buckets(struct cache *cache)
{
    size_t old = cache->topic_buckets_count;
    free(cache->topic_buckets);
    cache->topic_buckets_count = old * 2;
    cache->topic_buckets = heap_take(old * 2 * sizeof(uint32_t));
    atomic_fetch_add(&cache->bytes, old * sizeof(uint32_t));
    for (uint32_t id = 1; id < cache->topics_count; id++) {
        struct topic *topic = &cache->topics[id];
        if (topic->count == 0)
            continue; // free: its `next` belongs to another list
        uint32_t *bucket = topic_bucket(cache, topic->hash);
        topic->next = *bucket;
        *bucket = id;
    }
}

static uint32_t topic_take_slot(struct cache *cache)
{
    uint32_t id = cache->topics_free;
    if (id != 0) {
        cache->topics_free = cache->topics[id].next;
        return id;
    }
    if (cache->topics_count == cache->topics_room) {
        uint32_t room = cache->topics_room * 2;
        cache->topics = heap_grow(cache->topics, room * sizeof(struct topic));
        atomic_fetch_add(&cache->bytes, cache->topics_room * sizeof(struct topic));
        cache->topics_room = room;
    }
    return cache->topics_count++;
}

static uint32_t topic_add(struct cache *cache, uint64_t hash)
{
    if (cache->topics_used >= cache->topic_buckets_count)
        grow_buckets(cache);
    uint32_t id = topic_take_slot(cache);
    uint32_t *bucket = topic_bucket(cache, hash);
    cache->topics[id] = (struct topic){.hash = hash, .next = *bucket};
    *bucket = id;
    cache->topics_used++;
    return id;
}

static void topic_end(struct cache *cache, uint32_t id)
{
    struct topic *topic = &cache->topics[id];
    uint32_t *at = topic_bucket(cache, topic->hash);
    while (*at != id)
        at = &cache->topics[*at].next;
    *at = topic->next;
    free(topic->postings);
    atomic_fetch_sub(&cache->bytes, topic->room * sizeof(struct posting));
    *topic = (struct topic){.next = cache->topics_free};
    cache->topics_free = id;
    cache->topics_used--;
}

static uint32_t posting_add(struct cache *cache, uint32_t id, struct node *node, size_t note)
{
    struct topic *topic = &cache->topics[id];
    if (topic->count == topic->room) {
        uint32_t room = topic->room ? topic->room * 2 : 1;
        topic->postings = heap_grow(topic->postings, room * sizeof(struct posting));
        atomic_fetch_add(&cache->bytes, (room - topic->room) * sizeof(struct posting));
        topic->room = room;
    }
    topic->postings[topic->count] = (struct posting){node, note};
    return topic->count++;
}

void topics_add(struct cache *cache, struct node *node, const uint64_t *note_hashes)
{
    for (size_t i = 0; i < node->notes_count; i++) {
        uint32_t id = topic_find(cache, note_hashes[i]);
        if (id == 0)
            id = topic_add(cache, note_hashes[i]);
        node->notes[i] = (struct note){id, posting_add(cache, id, node, i)};
    }
}

// The last posting takes the place of the one that goes.
static void posting_remove(struct cache *cache, struct note note)
{
    struct topic *topic = &cache->topics[note.topic];
    struct posting last = topic->postings[--topic->count];
    topic->postings[note.place] = last;
    last.node->notes[last.note].place = note.place;
    if (topic->count == 0)
        topic_end(cache, note.topic);
}

void topics_remove(struct cache *cache, struct node *node)
{
    for (size_t i = 0; i < node->notes_count; i++)
        posting_remove(cache, node->notes[i]);
    node->notes_count = 0;
}

// ── the ring of recent changes ────────────────────────────────────────────────────────────────

static void ring_add(struct cache *cache, uint64_t seq, uint64_t topic_hash)
{
    size_t mask = cache->options.ring_changes - 1;
    struct ring_change *slot = &cache->ring[cache->ring_written & mask];
    if (cache->ring_written > mask)
        cache->ring_floor = slot->seq;
    *slot = (struct ring_change){seq, topic_hash};
    cache->ring_written++;
}

static bool is_noted(const uint64_t *hashes, size_t count, uint64_t hash)
{
    size_t low = 0;
    while (low < count) {
        size_t middle = low + (count - low) / 2;
        if (hashes[middle] == hash)
            return true;
        if (hashes[middle] < hash)
            low = middle + 1;
        else
            count = middle;
    }
    return false;
}

uint64_t fit_until(const struct cache *cache, uint64_t snapshot_seq, const uint64_t *note_hashes,
                   size_t notes_count)
{
    if (snapshot_seq < cache->ring_floor)
        return snapshot_seq; // what came between is forgotten
    uint64_t fit = UINT64_MAX;
    for (uint64_t i = cache->ring_written; i > 0; i--) {
        const struct ring_change *change =
            &cache->ring[(i - 1) & (cache->options.ring_changes - 1)];
        if (cache->ring_written - i >= cache->options.ring_changes || change->seq <= snapshot_seq)
            break;
        if (is_noted(note_hashes, notes_count, change->topic_hash))
            fit = change->seq - 1;
    }
    return fit;
}

// ── following ─────────────────────────────────────────────────────────────────────────────────

static void tell_of(struct cache *cache, const struct node *node, uint64_t seq)
{
    if (node->kind == CACHE_FRAGMENT)
        cache_tell(cache, node->name, node->channel, seq);
}

// A node made from a snapshot that has the change already is right as it is; but pages that are
// open may still show what was there before, so a fragment is told of either way. Told only once it
// is gone: who is told may ask at once.
static void touch(struct cache *cache, struct node *node, uint64_t seq)
{
    if (seq <= node->snapshot_seq) {
        tell_of(cache, node, seq);
        return;
    }
    cache->dropped += node->content != NULL;
    shelf_drop(cache, node);
    tell_of(cache, node, seq);
}

// From the back: a dropped node's posting is replaced by one that was seen already.
static void drop_touched(struct cache *cache, uint64_t seq, uint64_t topic_hash)
{
    uint32_t id = topic_find(cache, topic_hash);
    if (id == 0)
        return;
    for (uint32_t i = cache->topics[id].count; i-- > 0;)
        if (i < cache->topics[id].count)
            touch(cache, cache->topics[id].postings[i].node, seq);
}

void cache_follow(void *with, const struct change *changes, size_t count)
{
    struct cache *cache = with;
    if (count == 0)
        return;
    pthread_mutex_lock(&cache->order);
    for (size_t i = 0; i < count; i++) {
        uint64_t hash = str_hash(changes[i].topic);
        ring_add(cache, changes[i].seq, hash);
        drop_touched(cache, changes[i].seq, hash);
    }
    atomic_store(&cache->followed, changes[count - 1].seq);
    struct node *dead = shelf_take_dead(cache);
    pthread_mutex_unlock(&cache->order);
    shelf_free_dead(cache, dead);
}
