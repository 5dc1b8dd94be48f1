// internal: what only due/ may see.
#pragma once

#include "due/due.h"

#include <pthread.h>
#include <stdatomic.h>

struct due {
    struct due_options options;
    atomic_uint_least64_t ran, failed, late;
    pthread_mutex_t running; // the worker and due_run take turns, row by row

    pthread_t worker;
    pthread_mutex_t lock; // over the next two
    pthread_cond_t wake;
    bool stop, woken;
};

// due_row.c: one row that is due at `now_ms`. *had: there was one. *next_ms: when the next one is
// (0: none), set when there was none. False: the store could not even note what went wrong.
bool due_run_one(struct job *job, struct due *due, int64_t now_ms, bool *had, int64_t *next_ms);
