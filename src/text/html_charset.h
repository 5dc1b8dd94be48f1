// html_charset: a page's bytes as UTF-8, whatever it was written in (ICU).
//
// The byte order mark says it; else what is well-formed UTF-8 is UTF-8, and the rest what <meta>
// says, or windows-1252. Names are read as the Encoding Standard has them ("latin1" is
// windows-1252).
#pragma once

#include "base/base.h"

// In the arena, or borrowed from `bytes`. Bytes that mean nothing there become U+FFFD. TOO_BIG past
// the ceiling of what html_parse_document takes.
MUST_USE bool html_to_utf8(struct job *job, struct str bytes, struct str *out);
