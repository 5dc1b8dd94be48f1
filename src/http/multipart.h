// multipart: the parts of a form with files (multipart/form-data, RFC 7578), strictly.
//
//   struct multipart form;
//   multipart_parse(job, http_header(request, "Content-Type"), http_body(request), &form) …
//   for (size_t i = 0; i < form.count; i++) … form.parts[i].name …
//
// All of it is borrowed from header and body. A file's name is what a stranger's program said: it
// names nothing here. Never: decodes a transfer encoding, guesses at a missing boundary.
#pragma once

#include "base/base.h"

enum { MULTIPART_PARTS_MAX = 32 };

struct multipart_part {
    struct str name, bytes;
    bool is_file; // it came with a filename, which is not kept
};

struct multipart {
    struct multipart_part parts[MULTIPART_PARTS_MAX];
    size_t count;
};

// UNSUPPORTED when the type is another; BAD_INPUT, saying where it is wrong.
MUST_USE bool multipart_parse(struct job *job, struct str content_type, struct str body,
                              struct multipart *out);
