// search_fold: text as it is searched: what people leave out or confuse when they type is the same.
//
// As text_fold, and: accents of Latin, Greek and Cyrillic out (política: politica), hamza and madda
// off their letters (أمل: امل), alef maqsura as ya, ta marbuta as ha.
#pragma once

#include "base/base.h"

struct str search_fold(struct arena *mem, struct str s);
