#include "store/notebook.h"

#include <stdarg.h>

enum { SLOTS_FIRST = 32, NOTE_BYTES_MAX = 1024 };

void notebook_start(struct notebook *notes, struct arena *mem)
{
    *notes = (struct notebook){.mem = mem};
}

// The slot that holds the topic, or the free one where it belongs. A slot is an index + 1.
static uint32_t *find_slot(const struct notebook *notes, struct str topic)
{
    size_t mask = notes->slots_count - 1;
    for (size_t at = str_hash(topic) & mask;; at = (at + 1) & mask) {
        uint32_t *slot = &notes->slots[at];
        if (!*slot || str_eq(notes->topics[*slot - 1], topic))
            return slot;
    }
}

// At most half full, so that looking stays short.
static void grow_slots(struct notebook *notes)
{
    if ((notes->count + 1) * 2 <= notes->slots_count)
        return;
    notes->slots_count = notes->slots_count ? notes->slots_count * 2 : SLOTS_FIRST;
    notes->slots = arena_array(notes->mem, uint32_t, notes->slots_count);
    for (size_t i = 0; i < notes->count; i++)
        *find_slot(notes, notes->topics[i]) = (uint32_t)(i + 1);
}

void note(struct notebook *notes, struct str topic)
{
    if (!notes)
        return;
    grow_slots(notes);
    uint32_t *slot = find_slot(notes, topic);
    if (*slot)
        return;
    *list_add(notes->mem, &notes->topics, &notes->count, &notes->room) =
        str_copy(notes->mem, topic);
    *slot = (uint32_t)notes->count;
}

void note_printf(struct notebook *notes, const char *fmt, ...)
{
    if (!notes)
        return;
    char shorts[NOTE_BYTES_MAX], *text = shorts;
    va_list args, again;
    va_start(args, fmt);
    va_copy(again, args);
    int len = vsnprintf(shorts, sizeof(shorts), fmt, args);
    assert(len >= 0);
    // A note that was cut would name something else, and a page would outlive its change. A path is
    // as long as whoever asks for it likes.
    if (len >= NOTE_BYTES_MAX) {
        text = arena_take_raw(notes->mem, (size_t)len + 1);
        vsnprintf(text, (size_t)len + 1, fmt, again);
    }
    va_end(again);
    va_end(args);
    note(notes, (struct str){text, (size_t)len});
}

bool notebook_has(const struct notebook *notes, struct str topic)
{
    return notes && notes->count > 0 && *find_slot(notes, topic) != 0;
}
