// count: how often something was done, without knowing by whom.
//
//   count_hit(counter, COUNT_VIEW, 42, client, agent)      // on the network thread: never waits
//
// A repeat within the hour is not counted: it is known by a keyed hash in memory, whose key is
// thrown away every hour. Nothing else of who came is kept, and nothing of it reaches the disk.
// What was counted is handed over once a period and once more at the end. Bounded in memory: when
// the set of repeats is full, nothing more is counted until the hour turns; and of one period no
// more than 65536 different things are.
//
// Knows no news: what the numbers mean is for who takes them.
#pragma once

#include "base/base.h"

enum count_kind { COUNT_VIEW, COUNT_SHARE, COUNT_KINDS };

struct count_sum {
    enum count_kind kind;
    int64_t id;
    int64_t count;
};

struct count_options {
    // Called from the counter's own thread with what came in since the last call. False: they are
    // kept and handed over again.
    bool (*take)(struct job *job, void *with, const struct count_sum *sums, size_t count);
    void *with;
    int period_ms;           // 0: 60000
    size_t repeats_max;      // 0: 1 << 20
    int64_t (*now_ms)(void); // NULL: clock_unix_ms; tests choose
};

struct counter;

MUST_USE bool count_open(struct job *job, const struct count_options *options,
                         struct counter **out);
void count_close(struct counter *counter); // hands over what is left; NULL is fine
void count_hit(struct counter *counter, enum count_kind kind, int64_t id, struct str client,
               struct str agent);
// Hands over now, in this thread: for tests, and for the server's end.
MUST_USE bool count_flush(struct job *job, struct counter *counter);

struct count_numbers {
    uint64_t counted, repeats, refused; // refused: a bound was reached
};
struct count_numbers count_numbers(struct counter *counter);
