// live/internal: what only the files of live/ may see.
//
// Two locks, never held together, and no lock is held while a function of others is called:
//   todo_lock   what is to be done (errands.c): followers queue here, so it is held only briefly
//   lock        who listens and what is sent (audience.c)
#pragma once

#include "live/live.h"

#include <pthread.h>

enum {
    LIVE_WHEEL_SLOTS = 64, // heartbeats are spread over so many moments
    LIVE_WAKES_AT_ONCE = 64,
    LIVE_CHANGES_QUEUED_MAX = 65536,
    LIVE_PIECES_MAX = 65536,   // fragments whose last sent version is remembered
    LIVE_BACKLOG_MAX = 1024,   // replayed to one who comes back
    LIVE_AGAIN_MS = 500,       // after a fault
    LIVE_JITTER_MS_MAX = 2000, // with LIVE_JITTER_FULL listening
    LIVE_JITTER_FULL = 10000,
    LIVE_MAKE_MS_MAX = 30000,
    LIVE_RETRY_MS = 2000, // what browsers wait before they reconnect
};

// ── events (event.c): bytes for a stream, the same for all; counted under live->lock ──────────

struct event {
    unsigned refs;
    uint64_t channel; // hash of its name
    uint64_t seq;
    bool is_program;
    size_t len;
    char bytes[];
};

struct event *event_make(struct arena *mem, struct str name, uint64_t id, bool has_id,
                         struct str data);
struct event *event_patch(struct job *job, const struct live_fragment *fragment, uint64_t id,
                          bool has_id, int jitter_ms, size_t inline_bytes_max);
struct event *event_gone(struct job *job, struct str fragment, uint64_t id, bool has_id);
struct event *event_of_text(struct str text);
void event_put(struct event *event); // NULL is fine

// ── crowds and channels (crowd.c) ─────────────────────────────────────────────────────────────

struct member {
    struct live_subscriber *subscriber;
    unsigned seat; // which of its places this is
};

struct crowd {
    struct member *members;
    uint32_t count, room;
};

struct channel {
    struct channel *next;
    uint64_t hash;
    struct crowd crowd;
};

void crowd_add(struct crowd *crowd, struct live_subscriber *subscriber, unsigned seat);
void crowd_remove(struct crowd *crowd, uint32_t place);
// Pages and programs have names of their own.
uint64_t channel_hash(struct str name, bool is_program);
struct channel *channel_get(struct live *live, uint64_t hash);
struct channel *channel_find(struct live *live, uint64_t hash); // NULL: nobody listens
void channel_end_if_empty(struct live *live, struct channel *channel);

// ── audience (audience.c): subscribers and the ring ───────────────────────────────────────────

enum { SEAT_WHEEL = LIVE_CHANNELS_MAX, SEATS };

struct live_subscriber {
    struct live *live;
    void (*wake)(void *);
    void *wake_with;
    struct channel *channels[LIVE_CHANNELS_MAX];
    uint32_t places[SEATS]; // in the crowds of its channels and of the wheel
    uint32_t wheel_slot;
    uint64_t position;     // in the ring: there is nothing for it before
    uint64_t from_seq;     // programs: what is not newer was not asked for, or is in the backlog
    struct event *sending; // a part of it is sent
    size_t sent;
    struct event **backlog;
    uint32_t backlog_count, backlog_next;
    uint8_t channels_count;
    bool is_program;
    bool pending; // something is in the ring from `position` on
    bool beat;    // a heartbeat is due
    bool woken, waking;
    bool said_bye, lost;
};
static_assert(sizeof(struct live_subscriber) <= 300, "ten thousand of them are 3 MB");

MUST_USE bool audience_enter(struct job *job, struct live_subscriber *subscriber,
                             const struct live_ask *ask);
void audience_leave(struct live_subscriber *subscriber);
// How many listen to it.
uint32_t audience_size(struct live *live, uint64_t channel);
void audience_publish(struct live *live, struct event *event); // takes over the reference
void audience_beat(struct live *live, uint32_t slot);
void audience_end_programs(struct live *live);
void audience_bye(struct live *live, struct event *bye); // takes over the reference
// The place of the first program event newer than `since`, if the ring still knows all of them.
bool audience_replay(struct live_subscriber *subscriber, uint64_t since, uint64_t floor);

// ── pieces (pieces.c): fragments that were dropped, and what was sent of them ─────────────────

// Queued at most once, however often it is dropped.
struct piece {
    struct piece *next; // in its bucket
    struct piece *next_queued;
    uint64_t hash;
    uint64_t seq; // of the newest change that dropped it
    bool is_queued;
    bool is_sent_known;       // everybody who listens has sent_version …
    uint64_t sent_version;    // a hash of it
    uint64_t sent_epoch;      // … if nobody came since of whom it is not known
    struct str name, channel; // behind the struct
};

// A queued piece as it was taken, in a job's arena.
struct errand {
    struct str name, channel;
    uint64_t seq;
    bool has_failed;
};

size_t pieces_take(struct job *job, struct live *live, struct errand **out);
// Notes the version as sent; false if everybody has it.
bool piece_is_news(struct live *live, struct str name, struct str channel, struct str version);
// Nobody listens: nothing is known of what the next will have.
void piece_forget(struct live *live, struct str name, struct str channel);
// Somebody who connects has this version: if it is not the one sent last, the next is sent whatever
// it is.
void piece_seen(struct live *live, struct str name, struct str channel, struct str version);
void pieces_seen_unknown(struct live *live); // somebody may have any version of anything
void pieces_end(struct live *live);

// ── errands (errands.c): what is to be done, and live's thread ────────────────────────────────

struct queued_change {
    struct queued_change *next;
    uint64_t seq;
    size_t topic_len;
    char topic[];
};

MUST_USE bool errands_start(struct job *job, struct live *live);
void errands_end(struct live *live);
uint64_t errands_followed(struct live *live);
// From now on changes are queued for programs. The newest seq, and after which the ring and the
// queue know all.
void errands_program_came(struct live *live, uint64_t *followed, uint64_t *floor);
void errands_program_left(struct live *live);
void errands_listeners(struct live *live, int count); // heartbeats are due while there are any

int jitter_ms(uint32_t listening);

// ── catching up (catchup.c) ───────────────────────────────────────────────────────────────────

// `followed` and `floor` are those of errands_program_came.
MUST_USE bool catch_up(struct job *job, struct live_subscriber *subscriber,
                       const struct live_ask *ask, uint64_t followed, uint64_t floor);

// ── the whole ─────────────────────────────────────────────────────────────────────────────────

struct live {
    struct live_options options;

    pthread_mutex_t lock;
    pthread_cond_t woken; // a wake has returned
    struct event **ring;
    uint64_t ring_written;
    uint64_t ring_floor; // the ring knows every program event after this seq
    struct channel **channels;
    size_t channels_room, channels_count;
    struct crowd wheel[LIVE_WHEEL_SLOTS];
    uint32_t wheel_slots, wheel_turn;
    int subscribers;
    struct event *bye;
    uint64_t events, dropped_slow;

    pthread_mutex_t todo_lock;
    pthread_cond_t todo;
    struct piece **pieces;
    size_t pieces_room, pieces_count, pieces_queued;
    struct piece *first_queued, **last_queued;
    struct queued_change *first_change, **last_change;
    size_t changes_queued;
    int programs;
    uint64_t followed;       // the newest seq that live_follow was told of
    uint64_t followed_floor; // changes up to here were not queued
    uint64_t epoch;
    int listeners;
    int64_t again_ms; // monotonic: not before, for something failed; 0: at once
    int64_t beat_ms;  // monotonic: the next turn of the wheel
    uint32_t beat_slot;
    bool lost_changes;
    bool stopping, is_running;
    pthread_t thread;
};
