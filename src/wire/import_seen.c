// What an import has met, counted once: hashes in an open table.
#include "wire/import.h"

static void seen_put(struct import_seen *seen, uint64_t hash)
{
    size_t at = hash & (seen->room - 1);
    while (seen->slots[at] && seen->slots[at] != hash)
        at = (at + 1) & (seen->room - 1);
    seen->slots[at] = hash;
}

static void seen_grow(struct import_seen *seen)
{
    struct import_seen bigger = {.count = seen->count, .room = seen->room ? seen->room * 2 : 256};
    bigger.slots = heap_take(bigger.room * sizeof(*bigger.slots));
    for (size_t i = 0; i < seen->room; i++) {
        if (seen->slots[i])
            seen_put(&bigger, seen->slots[i]);
    }
    free(seen->slots);
    *seen = bigger;
}

bool import_see(struct import_seen *seen, struct str kind, struct str name)
{
    uint64_t hash = (str_hash(name) ^ (str_hash(kind) * 0x9e3779b97f4a7c15u)) | 1;
    if (seen->count * 2 >= seen->room)
        seen_grow(seen);
    size_t at = hash & (seen->room - 1);
    while (seen->slots[at]) {
        if (seen->slots[at] == hash)
            return false;
        at = (at + 1) & (seen->room - 1);
    }
    seen->slots[at] = hash;
    seen->count++;
    return true;
}
