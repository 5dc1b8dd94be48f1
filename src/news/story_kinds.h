// story_kinds: what kinds of story there are, in the order in which they are offered.
#pragma once

#include "base/base.h"

enum { STORY_KINDS = 11 };
extern const char *const story_kinds[STORY_KINDS];
bool is_story_kind(struct str kind);
