// world: what live is connected to, for its tests: fragments with a content, flashes in a change
// log, and listeners that write down what they hear.
#pragma once

#include "unit.h"

#include "live/live.h"

#include <pthread.h>
#include <stdatomic.h>

enum { WORLD_FRAGMENTS = 8 };

struct world_fragment {
    char name[32], channel[32], html[4096];
    uint64_t seq;
    bool gone, missing, hold;
    int faults; // so many makings fail
    int makes;
};

struct world {
    struct live *live;
    struct store *store; // NULL unless asked for
    char dir[64];
    pthread_mutex_t lock;
    pthread_cond_t changed;
    struct world_fragment fragments[WORLD_FRAGMENTS];
    int fragments_count;
    uint64_t seq;
    bool held; // makings wait
    int waiting;
};

struct live_options world_options(struct world *world);
void world_open(struct world *world, const struct live_options *options);
void world_open_store(struct world *world); // before world_options
void world_close(struct world *world);

// Changes the content, and drops the fragment.
void world_change(struct world *world, const char *name, const char *html);
void world_drop(struct world *world, const char *name);
struct world_fragment *world_add(struct world *world, const char *name, const char *channel,
                                 const char *html);
// A flash in the log, "flash:en:17"; followed. Without a store only followed.
void world_flash(struct world *world, const char *topic);
void world_hold(struct world *world, bool held);
void world_settle(struct world *world); // until all that was dropped so far has been dealt with
int world_makes(struct world *world, const char *name);
void world_wait_held(struct world *world); // until a making waits

struct listener {
    struct live_subscriber *subscriber;
    pthread_mutex_t lock;
    pthread_cond_t woken;
    bool is_woken, has_left;
    atomic_int wakes;
    bool ended;
    char heard[1 << 16];
    size_t len;
};

bool listener_join(struct job *job, struct listener *listener, struct world *world,
                   const char *edition, const char *channels, int64_t since); // since -1: none
void listener_leave(struct listener *listener);
// Pulls until it has heard this; ends the process after a long time.
void listen_until(struct listener *listener, const char *text);
void listen_to_end(struct listener *listener);
void listener_forget(struct listener *listener); // what it has heard
void pull_all(struct listener *listener);        // what is there now
bool has_heard(const struct listener *listener, const char *text);
int count_heard(const struct listener *listener, const char *text);
void must_fail(const char *what, const char *file, int line);
#define must(ok) ((ok) ? (void)0 : must_fail(#ok, __FILE__, __LINE__))
