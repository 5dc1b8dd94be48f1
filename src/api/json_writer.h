// json_writer: JSON being written into a buf, commas and escapes taken care of.
//
//   struct json_writer w;
//   json_writer_start(&w, &job->mem);
//   write_json_open(&w, '{');
//   write_json_key(&w, "id");
//   write_json_id(&w, 42);          // "42": ids are opaque strings
//   write_json_close(&w, '}');
//   return json_writer_done(job, &w, &text);
//
// Never: checks that keys and values alternate; a table or a few lines of code decide what is
// written.
#pragma once

#include "base/base.h"

enum { JSON_BYTES_MAX = 64 << 20 };

struct json_writer {
    struct buf buf;
    bool wants_comma;
};

void json_writer_start(struct json_writer *w, struct arena *mem);
MUST_USE bool json_writer_done(struct job *job, struct json_writer *w, struct str *out);

void write_json_open(struct json_writer *w, char bracket);  // { or [
void write_json_close(struct json_writer *w, char bracket); // } or ]
void write_json_key(struct json_writer *w, const char *key);
void write_json_text(struct json_writer *w, struct str text);         // must be UTF-8
void write_json_text_or_null(struct json_writer *w, struct str text); // empty: null
void write_json_int(struct json_writer *w, int64_t n);
void write_json_bool(struct json_writer *w, bool yes);
void write_json_null(struct json_writer *w);
void write_json_id(struct json_writer *w, int64_t id);       // "42", or null for 0
void write_json_time(struct json_writer *w, int64_t at_ms);  // RFC 3339, or null for 0
void write_json_raw(struct json_writer *w, struct str json); // JSON already; empty: null
