// target: what was asked for (RFC 9112, 3.2), taken apart and decoded once.
//
//   if (!target_parse(raw, &target)) … target.status, target.why
//   target_query(&mem, target.query, "page", &found)
//
// "/path?query" or "http://host/path?query"; the path is decoded once and then has neither control
// characters nor "." or ".." segments nor a backslash, and is valid UTF-8. A query is only looked
// at when it is asked for, and forgivingly: the web is full of "?discount=50%".
#pragma once

#include "base/base.h"

enum { TARGET_BYTES_MAX = 8000 };

struct target {
    struct str path;      // decoded, in `room`; in `raw` when nothing was escaped
    struct str query;     // raw, without "?"
    struct str authority; // of the absolute form, else empty
    int status;           // 0, 400 or 414
    const char *why;
};

// `room` takes the decoded path: raw.len bytes. Borrowed as long as `raw` and `room`.
bool target_parse(struct str raw, char *room, struct target *out);

// The first value of that name, decoded ("+" is a blank). Broken escapes stay as they are; NUL and
// what is not UTF-8 become U+FFFD. May lie in the query itself.
struct str target_query(struct arena *mem, struct str query, struct str name, bool *found);
