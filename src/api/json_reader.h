// json_reader: JSON from outside, strictly: UTF-8, no key twice, no NUL, bounded depth and numbers
// (RFC 8259 through jansson); and the wrong field named when a value is of the wrong type.
//
// Readers of values: null clears, that is, reads as empty or 0. False: job_fail_field has named the
// field. What they give is borrowed from the JSON, which lives as long as the job.
#pragma once

#include "base/base.h"

#include <jansson.h>

// BAD_INPUT when it is not JSON, INVALID when it is but not an object.
MUST_USE bool parse_json_object(struct job *job, struct str text, json_t **out);
// The same without the sentence: for files with one object a line. `why` is what is wrong.
MUST_USE bool parse_json_line(struct job *job, struct str text, json_t **out, struct str *why);

MUST_USE bool parse_json_text(struct job *job, const char *field, json_t *value, struct str *out);
MUST_USE bool parse_json_bool(struct job *job, const char *field, json_t *value, bool *out);
MUST_USE bool parse_json_int(struct job *job, const char *field, json_t *value, int64_t *out);
// An id: "42" or 42.
MUST_USE bool parse_json_id(struct job *job, const char *field, json_t *value, int64_t *out);
// RFC 3339 → Unix ms.
MUST_USE bool parse_json_time(struct job *job, const char *field, json_t *value, int64_t *out_ms);
// A list of strings; whole numbers in it count as strings when `numbers_too` (ids).
MUST_USE bool parse_json_texts(struct job *job, const char *field, json_t *value, bool numbers_too,
                               struct str **out, size_t *count);
