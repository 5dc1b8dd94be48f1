// cache/internal: what only the files of cache/ may see.
//
// Two kinds of lock, always taken in this order:
//   cache->order   what changed and what it touches: the ring, the topics, who is kept. Held by
//                  cache_follow and by a making that ends, never by a hit.
//   shard->lock    one part of the table, for nanoseconds. Never two of them at once.
//
// Three kinds of thing:
//   content   what make() handed over, compressed: immutable, counted
//   node      a place in the table: a content with its notes and its joined replies; a node whose
//             content was evicted is a ghost: it keeps a fragment's notes, so that open pages are
//             still told of changes
//   joined    replies of a page made from its content and those of its fragments; a node's own
#pragma once

#include "cache/cache.h"

#include <pthread.h>
#include <stdatomic.h>

enum {
    CACHE_REGIONS_MAX = 128,        // in one page
    CACHE_COMPRESS_BYTES_MIN = 256, // below, a header costs more than is saved
    CACHE_BROTLI_ASKED_MIN = 4,     // since it was joined; brotli costs as much as the page
    CACHE_HASH_BYTES = 16,
};

enum encoding { IDENTITY, GZIP, BROTLI, ENCODINGS };

// ── contents (content.c, squeeze.c) ───────────────────────────────────────────────────────────

// Is this content still the newest of its name? Outlives the content, so that a page may ask it of
// the fragments it was joined from without keeping them in memory.
struct tag {
    atomic_uint refs;
    atomic_bool current; // false once dropped or evicted, for ever
    atomic_bool visited; // SIEVE's bit
};

// Own bytes between two regions, deflated so that they can stand anywhere in a stream.
struct segment {
    struct str deflated;
    const char *text; // fragments keep theirs; pages inflate it again when somebody wants it
    size_t text_len;
    uint32_t crc, crc_op; // of the text, and what zlib needs to append that many bytes to a CRC
};

// One block of memory: everything it points at lies behind it.
struct content {
    atomic_uint refs;
    struct tag *tag;
    int status;
    uint64_t snapshot_seq; // all changes up to here are in it
    uint64_t newest_seq;
    struct str headers;    // those that are the same for every encoding
    struct str surrogates; // topics, each followed by a space; empty unless asked for
    struct str version, channel;
    struct segment *segments; // regions_count + 1
    struct str *regions;      // names of fragments
    size_t regions_count;
    size_t text_bytes; // of all segments
    unsigned char hash[CACHE_HASH_BYTES];
    size_t bytes;
};

MUST_USE bool content_make(struct job *job, struct cache *cache, const struct cache_key *key,
                           const struct cache_made *made, const struct notebook *notes,
                           uint64_t snapshot_seq, struct content **out);
struct content *content_keep(struct content *content);
void content_put(struct content *content); // NULL is fine
void content_write(const struct content *content, size_t segment, char *to);

struct tag *tag_keep(struct tag *tag);
void tag_put(struct tag *tag);

// A deflate stream costs 268 KB to set up: they are used again.
struct squeezer;
struct squeezer *squeezer_take(struct cache *cache);
void squeezer_give(struct cache *cache, struct squeezer *squeezer);
void squeezers_end(struct cache *cache);
struct segment squeeze(struct squeezer *squeezer, struct arena *mem, struct str text);
void unsqueeze(const struct segment *segment, char *to);

enum { GZIP_HEAD_BYTES = 10, GZIP_TAIL_BYTES = 2 + 8 };
char *write_gzip_head(char *to);
char *write_gzip_tail(char *to, uint32_t crc, size_t text_bytes);
uint32_t crc_append(uint32_t crc, const struct segment *segment);
char *squeeze_brotli(struct str text, size_t *len);

// ── Surrogate-Key (surrogates.c) ──────────────────────────────────────────────────────────────

enum { SURROGATES_BYTES_MAX = 2 << 10 };

// Words for a content's topics, each followed by a space; too many: only the broad ones.
struct str surrogates_write(struct arena *mem, const struct notebook *notes);
struct parts;
// Those of a page and its fragments, each once; the same bound.
struct str surrogates_join(const struct parts *parts, char room[SURROGATES_BYTES_MAX]);

// ── replies (joined.c) ────────────────────────────────────────────────────────────────────────

enum {
    ETAG_BYTES = CACHE_HASH_BYTES * 2, // without quotes and the encoding's suffix
    REPLY_OWN_BYTES = 640,             // what http keeps for a reply beside its headers and body
};

struct joined {
    char etag[ETAG_BYTES];
    unsigned asked;      // since it was joined
    bool brotli_started; // somebody is on the way to make it
    size_t text_bytes;
    size_t bytes;
    struct http_reply *replies[ENCODINGS];
    struct http_reply *unmodified[ENCODINGS]; // the 304 for each
    size_t tags_count;
    struct tag *tags[]; // of the fragments, in the order of the regions
};

// A page's content and those of its regions, held while they are joined.
struct parts {
    struct content *page;
    struct content *fragments[CACHE_REGIONS_MAX];
    size_t fragments_count;
};
void parts_end(struct parts *parts);
#define AUTO_PARTS AUTO_END(parts_end) struct parts

struct joined *joined_make(const struct parts *parts);
void joined_end(struct cache *cache, struct joined *joined); // NULL is fine
bool joined_is_current(const struct joined *joined);
bool joined_is_of(const struct joined *joined, const struct parts *parts);
bool parts_are_current(const struct parts *parts);

// The encoding whose ETag the client has, of this joined.
bool etag_matches(const struct joined *joined, struct str if_none_match, enum encoding pick,
                  enum encoding *matched);
// What to send: `may_brotli` when it is there or worth making.
enum encoding encoding_pick(const struct joined *joined, const struct cache_asked *asked,
                            bool may_brotli);
// Makes a reply of its own; *bytes is what it takes.
struct http_reply *reply_join(struct cache *cache, const struct parts *parts,
                              const struct joined *joined, enum encoding encoding, size_t *bytes);
struct http_reply *reply_unmodified(struct cache *cache, const struct parts *parts,
                                    const struct joined *joined, enum encoding encoding,
                                    size_t *bytes);

// ── the table (shelf.c) ───────────────────────────────────────────────────────────────────────

struct note {
    uint32_t topic; // index into cache->topics
    uint32_t place; // of this note among the topic's postings
};

struct node {
    struct node *next;          // in its bucket
    struct node *newer, *older; // in its queue
    struct queue *queue;
    uint64_t hash;
    uint64_t snapshot_seq;
    enum cache_kind kind;
    struct content *content; // NULL: a ghost
    struct joined *joined;
    struct str name, channel;
    size_t bytes;
    size_t notes_count;
    struct note notes[];
};

struct queue {
    struct node *newest, *oldest, *hand;
};

// A 404 is anybody's to make, as many as they like: these may push out only each other.
enum shelf { SHELF_PAGES, SHELF_MISSING, SHELVES };

struct making;

struct shard {
    _Alignas(64) pthread_mutex_t lock;
    struct node **buckets;
    size_t buckets_count, nodes_count;
    struct queue queues[SHELVES];
    struct making *makings;
    struct cache_numbers numbers;
};

uint64_t key_hash(const struct cache_key *key);
struct shard *shard_of(struct cache *cache, uint64_t hash);
struct node *shelf_find(const struct shard *shard, uint64_t hash, const struct cache_key *key);
// Current content or NULL; counted.
struct content *shelf_content(struct cache *cache, const struct cache_key *key);

// All of these want cache->order held.
void shelf_put(struct cache *cache, const struct cache_key *key, uint64_t hash,
               struct content *content, const uint64_t *note_hashes, size_t notes_count);
void shelf_drop(struct cache *cache, struct node *node); // out of the table and the topics
struct node *shelf_take_dead(struct cache *cache);       // what was dropped and evicted …
void shelf_evict(struct cache *cache);                   // until the bounds are kept
void shelf_end(struct cache *cache);
void cache_tell(struct cache *cache, struct str fragment, struct str channel, uint64_t seq);

// … to be freed when `order` is no longer held.
void shelf_free_dead(struct cache *cache, struct node *dead);
// Wants the shard's lock.
void node_add_bytes(struct cache *cache, struct node *node, ptrdiff_t bytes);

// ── what changed and what it touches (touched.c) ──────────────────────────────────────────────

struct posting {
    struct node *node;
    size_t note;
};

// Known by its hash alone: two topics with the same would only drop too much.
struct topic {
    uint64_t hash;
    uint32_t next; // in its bucket, or in the list of free ones
    uint32_t count, room;
    struct posting *postings;
};

struct ring_change {
    uint64_t seq, topic_hash;
};

void touched_start(struct cache *cache);
void touched_end(struct cache *cache);
void topics_add(struct cache *cache, struct node *node, const uint64_t *note_hashes);
void topics_remove(struct cache *cache, struct node *node);
// The last seq up to which something made from `snapshot_seq` with these notes (sorted hashes) is
// right: UINT64_MAX if nothing touched it since.
uint64_t fit_until(const struct cache *cache, uint64_t snapshot_seq, const uint64_t *note_hashes,
                   size_t notes_count);

// ── makings (making.c) ────────────────────────────────────────────────────────────────────────

struct making {
    struct making *next;
    struct cache_key key; // the maker's
    uint64_t hash;
    unsigned refs; // the maker and those who wait
    bool done;
    pthread_cond_t ended;
    struct content *content; // NULL: it failed
    uint64_t fit_until;      // for whom the outcome is right
    struct fault fault;
};

// Both want the shard's lock.
struct making *making_start(struct shard *shard, uint64_t hash, const struct cache_key *key);
void making_leave(struct shard *shard, struct making *making);
// The content of `key` as it must be for somebody who came when `arrival_seq` had been followed:
// from the table, shared with another caller, or made. Counted.
MUST_USE bool making_get(struct job *job, struct cache *cache, const struct cache_key *key,
                         uint64_t arrival_seq, cache_make *make, void *with, struct content **out);

// ── the whole ─────────────────────────────────────────────────────────────────────────────────

struct cache {
    struct store *store;
    struct cache_options options;
    struct shard *shards;
    size_t shards_count;            // a power of two
    atomic_size_t bytes;            // all that is kept, with its overhead
    atomic_size_t missing_bytes;    // of SHELF_MISSING
    atomic_uint_least64_t followed; // the newest seq that cache_follow has walked

    pthread_mutex_t order;
    struct ring_change *ring;
    uint64_t ring_written; // changes ever written
    uint64_t ring_floor;   // the ring knows every change after this seq
    struct topic *topics;  // [0] is nobody: 0 ends a list
    uint32_t topics_count, topics_room, topics_free;
    uint32_t *topic_buckets;
    size_t topic_buckets_count, topics_used;
    struct queue ghosts;
    struct node *dead;
    size_t ghost_bytes;
    size_t evict_turn;
    uint64_t dropped, evicted, not_kept;
    cache_dropped *tell;
    void *tell_with;

    pthread_mutex_t squeezers_lock;
    struct squeezer *squeezers;
};
