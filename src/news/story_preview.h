// story_preview: a story made public as far as this transaction sees, complete or not, so that its
// page can be made before it is there. The caller rolls back: nothing of it is ever committed.
#pragma once

#include "news/story.h"

// DENIED without RIGHT_STORY_READ. Only inside a write that is not committed.
MUST_USE bool story_preview_publish(struct job *job, struct txn *txn, const struct actor *actor,
                                    int64_t id);
