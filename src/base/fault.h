// fault: why a job failed. Fixed size, so that failing cannot fail.
#pragma once

#include "base/str.h"

// Kinds follow what the caller does next; the numbers beside them are HTTP's (RFC 9110).
enum fault_kind {
    FAULT_NONE,
    FAULT_BAD_INPUT,    // 400: the request itself is malformed
    FAULT_UNAUTHORIZED, // 401: who are you?
    FAULT_DENIED,       // 403: not your right
    FAULT_NOT_FOUND,    // 404
    FAULT_GONE,         // 410
    FAULT_CONFLICT,     // 409: wrong state
    FAULT_STALE,        // 412: somebody was faster (If-Match)
    FAULT_TOO_BIG,      // 413
    FAULT_UNSUPPORTED,  // 415: not a kind of file we take
    FAULT_INVALID,      // 422: understood, but fields are wrong (see fields below)
    FAULT_PRECONDITION, // 428: If-Match is needed
    FAULT_TOO_MANY,     // 429
    FAULT_UNAVAILABLE,  // 503: busy, or the disk is full
    FAULT_INTERNAL,     // 500
};

enum { FAULT_TEXT_MAX = 400, FAULT_FIELDS_MAX = 16 };

// A wrong field and what is wrong with it, for forms and problem documents (RFC 9457).
struct fault_field {
    char field[48];
    char message[160];
};

struct fault {
    enum fault_kind kind;
    char text[FAULT_TEXT_MAX]; // a sentence for a person: what, why, what to do
    const char *file;
    int line;
    int fields_count;
    struct fault_field fields[FAULT_FIELDS_MAX];
};

int fault_http_status(enum fault_kind kind);
const char *fault_name(enum fault_kind kind); // "bad-input", …
