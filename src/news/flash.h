// flash: one entry of the BREAKING ticker: place, source, text, sometimes a story, an expiry.
// Plain text, never markup. Reading the ticker notes flash:EDITION (and the stories it links to).
#pragma once

#include "news/actor.h"

enum flash_field {
    FLASH_HAS_PLACE = 1,
    FLASH_HAS_SOURCE = 2,
    FLASH_HAS_TEXT = 4,
    FLASH_HAS_STORY = 8,
    FLASH_HAS_EXPIRES = 16,
    FLASH_HAS_BAR = 32,
};

struct flash {
    int64_t id, edition_id, story_id, at_ms, expires_ms, ended_ms;
    struct str edition, place, source, text;
    struct str story_path; // set when the story is public: "news/politics/slug"
    bool bar;
};

// An expiry makes a due row (kind "flash-end"); one in the past is a field error. Default: 6 hours.
MUST_USE bool flash_make(struct job *job, struct txn *txn, const struct actor *actor,
                         struct str edition, const struct flash *flash, unsigned given,
                         int64_t *out_id);
MUST_USE bool flash_change(struct job *job, struct txn *txn, const struct actor *actor, int64_t id,
                           const struct flash *flash, unsigned given);
// NOT_FOUND when it ended already.
MUST_USE bool flash_end(struct job *job, struct txn *txn, const struct actor *actor, int64_t id);
bool flash_end_due(struct job *job, struct txn *txn, int64_t id); // already ended: fine

MUST_USE bool flash_get(struct job *job, struct txn *txn, int64_t id, struct flash *out);
// Running ones, newest first, at most `limit`.
MUST_USE bool flash_list(struct job *job, struct txn *txn, int64_t edition_id, size_t limit,
                         struct flash **out, size_t *count);
