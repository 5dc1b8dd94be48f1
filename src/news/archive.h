// archive: which days have stories, and what was corrected.
//
// A day is what the caller says it is: a stretch of time, since a date begins at another moment in
// every zone. The change log knows days of UTC alone (day:en:2026-11-24: what was published then;
// days:en: which of them have a story at all), so every read here notes the days of UTC whose
// stories it names or counts, and days:en where it only asks which have any.
//
// Never: knows a zone or a calendar.
#pragma once

#include "news/story.h"

// From inclusive, to exclusive.
struct stretch {
    int64_t from_ms, to_ms;
};

// Newest first, as story_list; notes the days of UTC and each story.
MUST_USE bool archive_stories(struct job *job, struct txn *txn, struct str edition,
                              struct stretch when, size_t limit, size_t offset,
                              struct story_cards *out);
// How many stories: one number for each stretch; notes the days of UTC.
MUST_USE bool archive_counts(struct job *job, struct txn *txn, struct str edition,
                             const struct stretch *when, size_t count, int64_t *out);
// Which day, month or year a moment lies in. The same answer always.
typedef struct stretch stretch_of(const void *with, int64_t at_ms);
enum archive_way { ARCHIVE_BEFORE, ARCHIVE_FROM };

// The newest day (month, year) with a story before the moment, or the oldest from it on; the
// moment is where one begins, or an end of time (INT64_MIN, INT64_MAX). Notes days:en, and the
// days of UTC that an edge of what was found cuts in two.
MUST_USE bool archive_next(struct job *job, struct txn *txn, struct str edition,
                           enum archive_way way, int64_t at_ms, stretch_of *of, const void *with,
                           bool *found, struct stretch *out);

struct correction {
    struct story_card card;
    int64_t at_ms;
    struct str note; // whole
};

// The edition's corrected stories, the newest correction first; notes corrections:en and each
// story.
MUST_USE bool correction_list(struct job *job, struct txn *txn, struct str edition, size_t limit,
                              size_t offset, struct correction **out, size_t *count, bool *more);
