// html_url: addresses as pages write them, joined with the page's own (RFC 3986, 5.2), as browsers
// read them: blanks trimmed, tabs and line ends out, what may not stand in an address encoded.
#pragma once

#include "base/base.h"

// Empty when it leads nowhere. Without a base: as it is.
struct str html_url_join(struct arena *mem, struct str base, struct str reference);
