// progress: how far long work is, for who waits at a terminal: a line on stderr that is written
// over and gone at the end.
//
//   struct progress progress;
//   progress_start(&progress, "pictures", 0);
//   progress_add(&progress, 1);        // as often as you like: it is shown some times a second
//   progress_clear(&progress);         // before other words on stderr, and at the end
//
// Never: says anything when stderr is a file or a pipe.
#pragma once

#include "base/base.h"

struct progress {
    const char *what;
    int64_t done, total; // total 0: nobody knows
    int64_t shown_ms;
    bool is_bytes; // shown as MB
};

void progress_start(struct progress *progress, const char *what, int64_t total);
void progress_start_bytes(struct progress *progress, const char *what, int64_t total);
void progress_add(struct progress *progress, int64_t more);
void progress_clear(struct progress *progress);
