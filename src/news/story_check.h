// story_check: are the stories still what was saved? SQLite notices damage to its own structure, not
// a letter that became another in a text. So every version has a digest, and what readers see must be
// what its version says.
#pragma once

#include "news/story.h"

struct story_check {
    size_t stories, versions;
    size_t undigested; // versions from before there were digests
    size_t wrong;
};

// Each thing that is wrong goes to `say`, as a sentence. False: the store failed.
MUST_USE bool story_check_all(struct job *job, struct txn *txn,
                              void (*say)(void *with, struct str sentence), void *with,
                              struct story_check *out);
