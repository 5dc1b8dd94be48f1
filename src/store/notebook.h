// notebook: what a page was made from, noted by reading.
//
// Every read function of news/ writes into the notebook of its transaction what it was asked for,
// in the words of the change log: a story ("story:42"), but also a list ("section:7/list").
// Authors of pages declare nothing, so they forget nothing.
#pragma once

#include "base/base.h"

struct notebook {
    struct arena *mem;
    struct str *topics; // each once, in the order of first noting
    size_t count, room;
    uint32_t *slots; // open addressing over str_hash; internal
    size_t slots_count;
};

void notebook_start(struct notebook *notes, struct arena *mem);
// NULL notebook: nobody cares, nothing is noted.
void note(struct notebook *notes, struct str topic); // copied
void note_printf(struct notebook *notes, const char *fmt, ...) PRINTF_LIKE(2, 3);
bool notebook_has(const struct notebook *notes, struct str topic);
