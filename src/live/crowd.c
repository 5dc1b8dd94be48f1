#include "live/internal.h"

// ── crowds ────────────────────────────────────────────────────────────────────────────────────

void crowd_add(struct crowd *crowd, struct live_subscriber *subscriber, unsigned seat)
{
    if (crowd->count == crowd->room) {
        crowd->room = crowd->room ? crowd->room * 2 : 4;
        crowd->members = heap_grow(crowd->members, crowd->room * sizeof(*crowd->members));
    }
    subscriber->places[seat] = crowd->count;
    crowd->members[crowd->count++] = (struct member){subscriber, seat};
}

// The last one takes the place of the one that goes.
void crowd_remove(struct crowd *crowd, uint32_t place)
{
    struct member last = crowd->members[--crowd->count];
    crowd->members[place] = last;
    last.subscriber->places[last.seat] = place;
}

// ── channels: there while somebody listens ────────────────────────────────────────────────────

uint64_t channel_hash(struct str name, bool is_program)
{
    return str_hash(name) ^ (is_program ? 0x9e3779b97f4a7c15 : 0);
}

static struct channel **channel_slot(struct live *live, uint64_t hash)
{
    struct channel **at = &live->channels[hash & (live->channels_room - 1)];
    while (*at && (*at)->hash != hash)
        at = &(*at)->next;
    return at;
}

static void channels_grow(struct live *live)
{
    struct channel **old = live->channels;
    size_t old_room = live->channels_room;
    live->channels_room = old_room ? old_room * 2 : 64;
    live->channels = heap_take(live->channels_room * sizeof(*live->channels));
    for (size_t i = 0; i < old_room; i++) {
        for (struct channel *channel = old[i], *next; channel; channel = next) {
            next = channel->next;
            channel->next = NULL;
            *channel_slot(live, channel->hash) = channel;
        }
    }
    free(old);
}

struct channel *channel_get(struct live *live, uint64_t hash)
{
    if (live->channels_count >= live->channels_room)
        channels_grow(live);
    struct channel **slot = channel_slot(live, hash);
    if (!*slot) {
        *slot = heap_take(sizeof(struct channel));
        (*slot)->hash = hash;
        live->channels_count++;
    }
    return *slot;
}

struct channel *channel_find(struct live *live, uint64_t hash)
{
    return live->channels_room ? *channel_slot(live, hash) : NULL;
}

void channel_end_if_empty(struct live *live, struct channel *channel)
{
    if (channel->crowd.count > 0)
        return;
    struct channel **slot = channel_slot(live, channel->hash);
    *slot = channel->next;
    live->channels_count--;
    free(channel->crowd.members);
    free(channel);
}
