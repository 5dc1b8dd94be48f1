// turn: a lock that is given in the order it was asked for, and that can be waited for in vain.
//
// A plain mutex lets a busy thread take it again and again past those who wait; an autosave must
// not overtake a publish that asked first.
#pragma once

#include "base/base.h"

#include <pthread.h>

struct turn_waiter;

struct turn {
    pthread_mutex_t lock;
    bool taken;
    pthread_t holder;
    struct turn_waiter *first, *last;
    uint64_t waits; // how often somebody had to wait, ever
};

void turn_start(struct turn *turn);
void turn_end(struct turn *turn);
// Waits at most until clock_monotonic_ms() is `until_ms` (0: for ever); false: it was in vain.
bool turn_take(struct turn *turn, int64_t until_ms);
void turn_give(struct turn *turn);
