// Only for count/.
#pragma once

#include "count/count.h"

// ── repeats.c: who did what in this hour, as hashes ───────────────────────────────────────────

struct repeats {
    uint64_t *slots; // 0: free
    size_t room;     // slots: a power of two, at least twice the count
    size_t count, max;
};

void repeats_start(struct repeats *repeats, size_t max);
void repeats_forget(struct repeats *repeats); // all of them, and the memory they took
// REPEATS_FULL: it was not there, and cannot be remembered.
enum repeats_found { REPEATS_NEW, REPEATS_KNOWN, REPEATS_FULL };
enum repeats_found repeats_add(struct repeats *repeats, uint64_t hash);

// ── sums.c: what was counted, by kind and id ──────────────────────────────────────────────────

struct sums {
    struct count_sum *slots; // id 0: free
    size_t room;             // a power of two, at least twice the count
    size_t count, max;
};

void sums_start(struct sums *sums, size_t max);
void sums_end(struct sums *sums);
// Its sum, which begins at 0; NULL when there are `max` others. Valid until the next call.
struct count_sum *sums_find(struct sums *sums, enum count_kind kind, int64_t id);
// The sums without the holes between them, in the arena.
struct count_sum *sums_list(struct arena *mem, const struct sums *sums);
