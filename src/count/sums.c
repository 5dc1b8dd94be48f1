#include "count/internal.h"

enum { SUMS_ROOM_FIRST = 64 };

void sums_start(struct sums *sums, size_t max)
{
    *sums = (struct sums){.slots = heap_take(SUMS_ROOM_FIRST * sizeof(struct count_sum)),
                          .room = SUMS_ROOM_FIRST,
                          .max = max};
}

void sums_end(struct sums *sums)
{
    free(sums->slots);
    sums->slots = NULL;
}

// Ids are chosen by whoever asks: str_hash is seeded, so that they cannot be chosen to collide.
static struct count_sum *find_slot(const struct sums *sums, enum count_kind kind, int64_t id)
{
    int64_t name[2] = {kind, id};
    size_t at = str_hash((struct str){(const char *)name, sizeof(name)}) & (sums->room - 1);
    while (sums->slots[at].id && (sums->slots[at].id != id || sums->slots[at].kind != kind))
        at = (at + 1) & (sums->room - 1);
    return &sums->slots[at];
}

static void grow(struct sums *sums)
{
    struct sums old = *sums;
    sums->room *= 2;
    sums->slots = heap_take(sums->room * sizeof(struct count_sum));
    for (size_t i = 0; i < old.room; i++) {
        if (old.slots[i].id)
            *find_slot(sums, old.slots[i].kind, old.slots[i].id) = old.slots[i];
    }
    free(old.slots);
}

struct count_sum *sums_find(struct sums *sums, enum count_kind kind, int64_t id)
{
    struct count_sum *slot = find_slot(sums, kind, id);
    if (slot->id)
        return slot;
    if (sums->count >= sums->max)
        return NULL;
    if ((sums->count + 1) * 2 > sums->room) {
        grow(sums);
        slot = find_slot(sums, kind, id);
    }
    sums->count++;
    *slot = (struct count_sum){.kind = kind, .id = id};
    return slot;
}

struct count_sum *sums_list(struct arena *mem, const struct sums *sums)
{
    struct count_sum *list = arena_array(mem, struct count_sum, sums->count);
    size_t count = 0;
    for (size_t i = 0; i < sums->room; i++) {
        if (sums->slots[i].id)
            list[count++] = sums->slots[i];
    }
    return list;
}
