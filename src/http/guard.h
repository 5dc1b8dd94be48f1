// guard: refuses the request heads that nginx refuses, before anything else looks at them.
//
//   guard_start(&guard, method, version, head, head_len);
//   for each header, in the order sent:  guard_header(&guard, name, value);
//   if (!guard_end(&guard)) … guard.status, guard.why
//
// Two servers that read the same bytes differently are how requests are smuggled, so whatever can
// be read in two ways is refused: the lines, the names, the values and the framing of the body (RFC
// 9112, RFC 9110). The engine hands over NUL-ended pieces of its buffer and so hides folded lines,
// bare LF and NUL; but the pieces still lie where they were sent, so the guard checks that they
// follow each other without a gap. One thing stays hidden: a NUL right beside a line end, for line
// ends have become NULs themselves.
//
// Never: allocates, reads outside the head, knows an address.
#pragma once

#include "base/base.h"

enum guard_known {
    KNOWN_HOST,
    KNOWN_CONTENT_LENGTH,
    KNOWN_TRANSFER_ENCODING,
    KNOWN_EXPECT,
    KNOWN_ACCEPT_ENCODING,
    KNOWN_IF_NONE_MATCH,
    KNOWN_COOKIE,
    KNOWN_AUTHORIZATION,
    KNOWN_FORWARDED_FOR,
    KNOWN_FORWARDED_PROTO,
    KNOWN_HEADERS,
};

enum { GUARD_HEADERS_MAX = 100, GUARD_HOST_BYTES_MAX = 255 };

struct guard {
    struct str known[KNOWN_HEADERS]; // trimmed; .at is NULL when absent
    int status;                      // 0 while all is well: 400, 417, 431, 501
    const char *why;
    uint64_t body_bytes;     // said by Content-Length
    bool is_chunked, is_old; // old: HTTP/1.0
    int headers;
    const char *next, *end; // where the next line must begin; NULL: the engine hides its buffer
};

// `head`, `head_len`: the whole head as it lies in the engine's buffer, from the method on, each
// CR LF made two NULs; {NULL, 0} skips the check of gaps. `target_len`: as sent.
void guard_start(struct guard *guard, struct str method, size_t target_len, struct str version,
                 struct str head);
void guard_header(struct guard *guard, struct str name, struct str value);
bool guard_end(struct guard *guard);

enum guard_known guard_known(struct str name); // KNOWN_HEADERS: none of them

// host[:port] or [v6]:port: letters, digits, - . _ : [ ]
bool is_host(struct str host);
