// live: topics, subscribers, replay. Bytes of event streams (WHATWG HTML, 9.2 Server-sent events).
//
// Two kinds of subscriber (contract.md, "Addresses", /live/{edition}):
//   pages     ?t=flash:en,story:42   get `patch`, `gone`, `resync`, `bye` for the fragments whose
//             channel they named
//   programs  (no t)                 get `flash` and `flash-end` of one edition
//
// One ring of recent events; each event is serialised once for all subscribers; a subscriber is a
// place in the ring and is woken only for its own channels. One whose next event was overwritten is
// ended, never waited for. Followers only queue work; live's own thread makes the fragment (through
// the functions that main hands over), skips it when its version is the one sent last, and wakes
// subscribers. A fragment that cannot be made now is tried again; one that is not found is `gone`.
//
// Connecting with `since`: pages get a patch for every fragment of their channels whose newest seq
// is newer (facts of the data, so right after a restart too), programs what the ring or else the
// change log still knows. `resync` only when `since` is of another time: newer than anything.
// Without `since` nothing old is replayed.
//
// `id:` is a seq up to which nothing is missing, so reconnecting with it loses nothing; what is
// sent twice has the version that the page has already.
//
// Never: knows http, what a flash is, or who is asking.
#pragma once

#include "base/base.h"
#include "store/store.h"

struct live;
struct live_subscriber;

struct live_fragment {
    struct str name, channel, version, html;
    uint64_t newest_seq;
    struct str say; // for screen readers; empty: nothing
    bool gone;      // its story was taken back: `gone` instead of `patch`
    bool hold;      // hold=1: the reader may be in the middle of it
};

struct live_event {  // for programs
    struct str name; // "flash", "flash-end"
    struct str data; // JSON
    struct str edition;
};

struct live_options {
    void *with;
    // A fragment's current content, for patches.
    bool (*fragment)(struct job *job, void *with, struct str name, struct live_fragment *out);
    // The fragments a channel consists of, for catching up on connect. Arrays in the job's arena.
    bool (*channel_fragments)(struct job *job, void *with, struct str channel, struct str **names,
                              size_t *count);
    // What a change means to programs; *is_event false for nothing.
    bool (*event)(struct job *job, void *with, const struct change *change, struct live_event *out,
                  bool *is_event);
    struct store *store;     // the change log, for programs that come back
    size_t ring_events;      // power of two
    int heartbeat_ms;        // 20000
    size_t inline_bytes_max; // 2048: html goes along in the patch
    int subscribers_max;
};

// Close only when all have left.
MUST_USE bool live_open(struct job *job, const struct live_options *options, struct live **out);
void live_bye(struct live *live, int after_ms); // `bye` to all: the server is draining
void live_close(struct live *live);

// A follower: store_follow(store, live_follow, live).
void live_follow(void *live, const struct change *changes, size_t count);
// A listener: cache_on_fragment_dropped(cache, live_fragment_dropped, live).
void live_fragment_dropped(void *live, struct str fragment, struct str channel, uint64_t seq);

struct live_ask {
    struct str edition;
    struct str *channels; // NULL, 0: a program
    size_t channels_count;
    bool has_since;
    uint64_t since;
};
enum { LIVE_CHANNELS_MAX = 8 };

// `wake(wake_with)` is called from other threads when there is something to pull, once until a pull
// has answered 0. There is something at once: pull first. UNAVAILABLE when subscribers_max is
// reached or the server drains. In a worker: it may make fragments.
MUST_USE bool live_join(struct job *job, struct live *live, const struct live_ask *ask,
                        void (*wake)(void *), void *wake_with, struct live_subscriber **out);
// Bytes for the stream; 0: nothing now; -1: end it (too slow, or the server drains).
ptrdiff_t live_pull(struct live_subscriber *subscriber, char *to, size_t room);
// After which wake is never called again. Waits for a wake that is under way: call it with no lock
// held that wake() takes.
void live_leave(struct live_subscriber *subscriber);

struct live_numbers {
    int subscribers;
    uint64_t events, dropped_slow;
};
struct live_numbers live_count(struct live *live);
