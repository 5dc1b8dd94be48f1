// story_check: are the stories still what was saved? SQLite notices damage to its own structure,
// not a letter that became another in a text. So every version has a digest, and what readers see
// must be what its version says.
#pragma once

#include "news/story.h"

struct story_check {
    size_t stories, versions;
    size_t undigested; // versions from before there were digests
    size_t wrong;
};

struct story_check_watch {
    void (*say)(void *with, struct str sentence); // a thing that is wrong
    void (*looked)(void *with);                   // another story was looked at
    void *with;
};

// False: the store failed.
MUST_USE bool story_check_all(struct job *job, struct txn *txn,
                              const struct story_check_watch *watch, struct story_check *out);
