// cache: finished pages and fragments, and what each was made from.
//
//   struct cache_key key = {S("/en/news/politics/"), CACHE_PAGE};
//   struct http_reply *reply = cache_peek(cache, &key, &asked);       // a hit: no lock is waited
//   for if (!reply)
//       ok = cache_get(job, cache, &key, &asked, make, with, &reply); // in a worker: makes or
//       shares
//
// On a miss one caller runs make() and the others wait for it. Making notes what it read; the page
// keeps its notes. cache_follow() walks the change log and drops the entries whose notes name what
// changed, no others. Exactness:
//   · a making remembers the seq of its snapshot. When it is done, its notes are compared with the
//     ring of recent (seq, topic). Touched: callers who came before that change may have the
//     result, later ones make anew, and it is not kept. If the ring has wrapped, it is served once
//     and not kept.
//   · a page names the fragments it is joined from. Its own bytes are compressed once, fragments
//   are
//     compressed once, and a page is joined from them: deflate blocks that end in a full flush are
//     concatenated and their CRC-32s combined; brotli cannot be, and is made from the joined bytes
//     only when a page was asked for often enough since it was joined.
//   · an entry never changes in place: replies are counted and immutable, many threads may send one
//     while another replaces it.
// Bounded in bytes; what goes first is decided by SIEVE (Zhang et al., NSDI 2024), per shard.
//
// Never: knows what a story is, writes SQL, keeps a page older than a change it has seen.
#pragma once

#include "base/base.h"
#include "store/store.h"

struct cache;
struct http_reply; // only passed through: the machines do not include each other

enum cache_kind { CACHE_PAGE, CACHE_FRAGMENT };

struct cache_key {
    struct str name; // a page's address with the parameters it knows; a fragment's name
    enum cache_kind kind;
};

// What the client takes, from its headers.
struct cache_asked {
    bool gzip, brotli;
    struct str if_none_match;
};

// What make() hands over. Text and regions are in the job's arena.
struct cache_made {
    int status;               // 200, 301, 404, 410
    struct str content_type;  // "text/html; charset=utf-8"
    struct str location;      // for 301 and 302
    struct str cache_control; // empty: "no-cache", so that a change shows on the next request
    struct str extra_headers; // "Name: value\n" lines, fixed for this page (Link, Vary …)
    struct sheet sheet;       // own bytes, and where fragments belong in them
    struct str channel;       // fragments: the topic that open pages subscribe to ("flash:en")
    struct str version;       // fragments: data-v, the hash of the content
    uint64_t newest_seq;      // data-seq: newest seq among the notes
};

// Runs in a read snapshot that cache_get opened, with `notes` attached to it.
typedef bool cache_make(struct job *job, struct txn *txn, const struct cache_key *key, void *with,
                        struct cache_made *out);

// How finished bytes become something that can be sent; main hands over http's three functions.
struct cache_sender {
    // `headers` are "Name: value\n" lines; both are kept by the caller until `release(with)`.
    struct http_reply *(*make)(int status, struct str headers, struct str body,
                               void (*release)(void *), void *with);
    struct http_reply *(*keep)(struct http_reply *reply); // one more reference; returns it
    void (*put)(struct http_reply *reply);                // one less
};

struct cache_options {
    struct cache_sender sender;
    size_t bytes_max;    // 0: nothing is kept, everything is made each time
    size_t ring_changes; // how many recent changes are remembered; a power of two
    int shards;
    cache_make *make_fragment; // for regions: makes the fragment of a name
    void *make_fragment_with;
    bool surrogate_keys; // write the notes into Surrogate-Key (at most 2 KB)
};

MUST_USE bool cache_open(struct job *job, struct store *store, const struct cache_options *options,
                         struct cache **out);
void cache_close(struct cache *cache);

// A follower for store_follow(store, cache_follow, cache).
void cache_follow(void *cache, const struct change *changes, size_t count);

// Counted reply fit for `asked` (200, 301 … or 304), or NULL on a miss. Never makes, never waits.
struct http_reply *cache_peek(struct cache *cache, const struct cache_key *key,
                              const struct cache_asked *asked);
MUST_USE bool cache_get(struct job *job, struct cache *cache, const struct cache_key *key,
                        const struct cache_asked *asked, cache_make *make, void *with,
                        struct http_reply **out);

// A fragment's current content; text is copied into the job's arena.
struct cache_fragment {
    struct str text, version, channel;
    uint64_t newest_seq;
};
MUST_USE bool cache_fragment_get(struct job *job, struct cache *cache, struct str name,
                                 struct cache_fragment *out);

// Does the cache have the fragment or its notes, so that a change of it will be told? Never waits.
bool cache_is_watching(struct cache *cache, struct str name);

// Told of each fragment that was dropped because a change touched its notes (evicted ones keep
// their notes, so they are told of too), inside cache_follow: must be quick. For live.
typedef void cache_dropped(void *with, struct str fragment, struct str channel, uint64_t seq);
void cache_on_fragment_dropped(struct cache *cache, cache_dropped *dropped, void *with);

struct cache_numbers {
    uint64_t hits, misses, shared, dropped, evicted, not_kept, joins;
    size_t entries, bytes;
};
struct cache_numbers cache_count(struct cache *cache);
