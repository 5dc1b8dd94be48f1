#include "count/internal.h"

enum { REPEATS_ROOM_FIRST = 1024 };

void repeats_start(struct repeats *repeats, size_t max)
{
    *repeats = (struct repeats){.slots = heap_take(REPEATS_ROOM_FIRST * sizeof(uint64_t)),
                                .room = REPEATS_ROOM_FIRST,
                                .max = max};
}

void repeats_forget(struct repeats *repeats)
{
    free(repeats->slots);
    repeats->slots = NULL;
}

// The hash is keyed with a secret, so that its own bits spread the slots.
static uint64_t *find_slot(const struct repeats *repeats, uint64_t hash)
{
    size_t at = hash & (repeats->room - 1);
    while (repeats->slots[at] && repeats->slots[at] != hash)
        at = (at + 1) & (repeats->room - 1);
    return &repeats->slots[at];
}

// Doubles: a few milliseconds at the largest, and not often in an hour.
static void grow(struct repeats *repeats)
{
    struct repeats old = *repeats;
    repeats->room *= 2;
    repeats->slots = heap_take(repeats->room * sizeof(uint64_t));
    for (size_t i = 0; i < old.room; i++) {
        if (old.slots[i])
            *find_slot(repeats, old.slots[i]) = old.slots[i];
    }
    free(old.slots);
}

enum repeats_found repeats_add(struct repeats *repeats, uint64_t hash)
{
    hash += hash == 0;
    uint64_t *slot = find_slot(repeats, hash);
    if (*slot)
        return REPEATS_KNOWN;
    if (repeats->count >= repeats->max)
        return REPEATS_FULL;
    *slot = hash;
    if (++repeats->count * 2 > repeats->room)
        grow(repeats);
    return REPEATS_NEW;
}
