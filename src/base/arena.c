#include "base/base.h"

enum { BLOCK_BYTES_FIRST = 8 * 1024, BLOCK_BYTES_MAX = 256 * 1024 };

struct arena_block {
    struct arena_block *older;
    size_t room, used;
    bool is_lent; // not ours to free
    max_align_t bytes[];
};

struct arena_ending {
    struct arena_ending *older;
    void (*end)(void *);
    void *with;
};

void heap_exhausted(size_t bytes)
{
    fprintf(stderr,
            "stoppress: out of memory (%zu bytes were asked for); give it more, or lower "
            "page_cache_mb\n",
            bytes);
    abort();
}

void *heap_take(size_t bytes)
{
    void *taken = calloc(1, bytes ? bytes : 1);
    if (!taken)
        heap_exhausted(bytes);
    return taken;
}

void *heap_grow(void *old, size_t bytes)
{
    void *grown = realloc(old, bytes ? bytes : 1);
    if (!grown)
        heap_exhausted(bytes);
    return grown;
}

void arena_start(struct arena *mem)
{
    *mem = (struct arena){0};
}

void arena_lend(struct arena *mem, void *room, size_t bytes)
{
    struct arena_block *block = room;
    assert(!mem->newest && bytes > sizeof(*block) &&
           (uintptr_t)room % _Alignof(struct arena_block) == 0);
    *block = (struct arena_block){.room = bytes - sizeof(*block), .is_lent = true};
    mem->newest = block;
}

static void block_end(struct arena_block *block)
{
    if (!block->is_lent)
        free(block);
}

static void run_endings(struct arena *mem)
{
    while (mem->endings) {
        struct arena_ending *ending = mem->endings;
        mem->endings = ending->older; // first: an ending may add none, but may look
        ending->end(ending->with);
    }
}

void arena_end(struct arena *mem)
{
    run_endings(mem);
    for (struct arena_block *block = mem->newest, *older; block; block = older) {
        older = block->older;
        block_end(block);
    }
    *mem = (struct arena){0};
}

void arena_reset(struct arena *mem)
{
    run_endings(mem);
    struct arena_block *keep = mem->newest;
    if (!keep)
        return;
    for (struct arena_block *block = keep->older, *older; block; block = older) {
        older = block->older;
        block_end(block);
    }
    keep->older = NULL;
    keep->used = 0;
    *mem = (struct arena){.newest = keep};
}

static void add_block(struct arena *mem, size_t at_least)
{
    bool is_first = !mem->newest || mem->newest->is_lent;
    size_t room = is_first ? BLOCK_BYTES_FIRST : mem->newest->room * 2;
    if (room > BLOCK_BYTES_MAX)
        room = BLOCK_BYTES_MAX;
    if (room < at_least)
        room = at_least;
    struct arena_block *block = malloc(sizeof(*block) + room);
    if (!block)
        heap_exhausted(room);
    *block = (struct arena_block){.older = mem->newest, .room = room};
    mem->newest = block;
}

void *arena_take_raw(struct arena *mem, size_t bytes)
{
    size_t align = _Alignof(max_align_t);
    if (bytes > SIZE_MAX / 2)
        heap_exhausted(bytes);
    size_t rounded = (bytes + align - 1) / align * align;
    if (!mem->newest || mem->newest->room - mem->newest->used < rounded)
        add_block(mem, rounded);
    void *taken = (char *)mem->newest->bytes + mem->newest->used;
    mem->newest->used += rounded;
    mem->taken_bytes += rounded;
    return taken;
}

void *arena_take(struct arena *mem, size_t bytes)
{
    return memset(arena_take_raw(mem, bytes), 0, bytes);
}

void *arena_take_array(struct arena *mem, size_t count, size_t each)
{
    size_t bytes;
    if (__builtin_mul_overflow(count, each, &bytes))
        heap_exhausted(SIZE_MAX);
    return arena_take(mem, bytes);
}

void arena_on_end(struct arena *mem, void (*end)(void *), void *with)
{
    struct arena_ending *ending = arena_new(mem, struct arena_ending);
    *ending = (struct arena_ending){.older = mem->endings, .end = end, .with = with};
    mem->endings = ending;
}

void *list_grow_(struct arena *mem, void *items, size_t count, size_t *room, size_t each)
{
    size_t grown = *room ? *room * 2 : 8;
    void *bigger = arena_take_array(mem, grown, each);
    if (count)
        memcpy(bigger, items, count * each);
    *room = grown;
    return bigger;
}
