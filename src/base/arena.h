// arena: memory that lives as long as one job and is given back whole.
//
//   struct arena mem;
//   arena_start(&mem);
//   struct story *story = arena_new(&mem, struct story);   // zeroed
//   arena_on_end(&mem, close_it, it);                      // newest first
//   arena_end(&mem);
//
// Running out of memory ends the process with a sentence; callers never see NULL.
#pragma once

#include "base/macros.h"

struct arena_block;
struct arena_ending;

struct arena {
    struct arena_block *newest;
    struct arena_ending *endings;
    size_t taken_bytes; // all that was asked for since arena_start
};

void arena_start(struct arena *mem);
// Right after arena_start: the first bytes are taken from `room` (aligned for any type; kept until
// arena_end), for those who need little and often.
void arena_lend(struct arena *mem, void *room, size_t bytes);
void arena_end(struct arena *mem);   // also fit for a zeroed arena, and twice
void arena_reset(struct arena *mem); // as end + start, keeping one block for the next round

// Aligned for any type, zeroed.
void *arena_take(struct arena *mem, size_t bytes);
// Aligned for any type, not zeroed.
void *arena_take_raw(struct arena *mem, size_t bytes);
#define arena_new(mem, type) ((type *)arena_take((mem), sizeof(type)))
#define arena_array(mem, type, count) ((type *)arena_take_array((mem), (count), sizeof(type)))
void *arena_take_array(struct arena *mem, size_t count, size_t each);

void arena_on_end(struct arena *mem, void (*end)(void *), void *with);

// malloc for what outlives a job: never NULL, zeroed. End with free().
void *heap_take(size_t bytes);
void *heap_grow(void *old, size_t bytes); // realloc; new bytes are not zeroed
NORETURN void heap_exhausted(size_t bytes);

// Grows the arena array *items to hold one more than *count; doubles. For lists built one by one.
//   *list_add(mem, &list.items, &list.count, &list.room) = item;
#define list_add(mem, items, count, room)                                                          \
    ((*(count) < *(room)                                                                           \
          ? (void)0                                                                                \
          : (void)(*(items) = list_grow_((mem), *(items), *(count), (room), sizeof(**(items))))),  \
     &(*(items))[(*(count))++])
void *list_grow_(struct arena *mem, void *items, size_t count, size_t *room, size_t each);
