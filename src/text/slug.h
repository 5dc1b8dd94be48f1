// slug: a headline made into the last part of an address.
// Letters and digits of every script are kept (Arabic too), Latin lower-cased and its accents
// folded, apostrophes left out ("Kyiv's": kyivs), everything else becomes one "-"; NFC; no bidi
// controls, no tatweel, no harakat; at most 96 bytes, cut at a word. "" when nothing is left.
#pragma once

#include "base/base.h"

struct str slug_make(struct arena *mem, struct str headline);
// Is this one that slug_make could have made? For slugs given by hand.
bool is_slug(struct str s);
