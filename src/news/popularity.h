// popularity: how often stories are read and shared, and the rankings made from it. Nothing here
// knows a reader: what comes in are numbers.
//
// Views stand in hourly buckets by story. The clockwork ranks them once a minute, each weighed by
// its age over the span, into most_read, touching only rows that differ; so mostread:en changes at
// most once a minute, and not while the order stays.
#pragma once

#include "news/story.h"

enum most_read_span { MOST_READ_HOUR, MOST_READ_DAY, MOST_READ_WEEK, MOST_READ_SPANS };
enum { MOST_READ_MAX = 20 }; // stories in a ranking

struct tally {
    int64_t story_id;
    int64_t count;
};

// Drops what is not public, made-up ids above all: in a read, so that a flood of them keeps no
// writer waiting.
MUST_USE bool tallies_known(struct job *job, struct txn *txn, struct tally *tallies, size_t *count);
// What is not public is not counted. `hour`: Unix time / 3600 s.
MUST_USE bool views_add(struct job *job, struct txn *txn, int64_t hour, const struct tally *tallies,
                        size_t count);
MUST_USE bool shares_add(struct job *job, struct txn *txn, const struct tally *tallies,
                         size_t count);
// Every edition, every span, as of job->now_ms. Walks the buckets of a week: a read, so that no
// writer waits for it.
struct ranking;
MUST_USE bool most_read_rank(struct job *job, struct txn *txn, struct ranking **out);
// Touches only places that differ; drops buckets that are older than any span.
MUST_USE bool most_read_write(struct job *job, struct txn *txn, const struct ranking *ranking);

const char *most_read_word(enum most_read_span span); // "hour", "day", "week"
bool most_read_parse(struct str word, enum most_read_span *out);
// The topic of the change log: mostread:en, mostread:en:hour, mostread:en:week.
struct str most_read_topic(struct arena *mem, struct str edition, enum most_read_span span);
// At most `limit`, filled up with the newest stories while there are too few; notes the ranking,
// the edition, the list it was filled from, and each story.
MUST_USE bool most_read_list(struct job *job, struct txn *txn, struct str edition,
                             enum most_read_span span, size_t limit, struct story_cards *out);
// Notes shares:ID.
MUST_USE bool share_count_read(struct job *job, struct txn *txn, int64_t story_id, int64_t *out);
