// html_guard: a copy of a page in which nothing can make a browser's tree construction go on for
// ever. Only for html_tree.c.
#pragma once

#include "base/base.h"

// Yours to change; in the arena. A tag too many (nested deeper than any page means to be, an
// attribute after the hundredth …) is blank there; text is as it was.
char *html_guard(struct arena *mem, struct str html, size_t *len);
