// form: the fields of an HTML form, as browsers send them: application/x-www-form-urlencoded (URL
// Standard, 5.1) or multipart/form-data (RFC 7578).
//
//   struct form form;
//   form_parse(job, http_header(request, "Content-Type"), http_body(request), &form) …
//   struct str headline = form_text(&form, "headline");
//   for (size_t at = 0; form_next(&form, "region", &at, &value);) …
//
// Names may come more than once; their order is kept. Values are well-formed UTF-8 with \n for line
// ends, whatever the browser sent (\r\n); files are bytes as they came.
#pragma once

#include "base/base.h"

enum { FORM_FIELDS_MAX = 4096 };

struct form_field {
    struct str name, value;
    bool is_file;
};

struct form {
    struct form_field *fields;
    size_t count;
};

// UNSUPPORTED when the type is neither; BAD_INPUT when a name or value is not UTF-8, or there are
// too many. An empty body is an empty form.
MUST_USE bool form_parse(struct job *job, struct str content_type, struct str body,
                         struct form *out);
// The first of that name; empty when there is none. *given in form_find tells absent from empty.
struct str form_text(const struct form *form, const char *name);
bool form_find(const struct form *form, const char *name, struct str *out);
// One after the other, from *at = 0; false: no more.
bool form_next(const struct form *form, const char *name, size_t *at, struct str *out);
bool form_file(const struct form *form, const char *name, struct str *bytes); // not an empty one
