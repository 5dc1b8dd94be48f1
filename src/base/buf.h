// buf: bytes being written, into an arena, never past a ceiling.
//
//   struct buf b;
//   buf_start(&b, &job->mem, 1 << 20);
//   buf_add_text(&b, story->headline);   // str: escaped for HTML text and quoted attributes
//   buf_add_html(&b, body);              // html: as is. Swapping the two does not compile
//   return buf_done(job, &b, &written);  // the ceiling is checked once, here
#pragma once

#include "base/str.h"

struct job;

struct buf {
    struct arena *mem;
    char *at;
    size_t len, room, ceiling;
    bool overflowed;
};

void buf_start(struct buf *b, struct arena *mem, size_t ceiling_bytes);

void buf_add(struct buf *b, struct str bytes); // as is: for everything that is not HTML
void buf_add_char(struct buf *b, char c);
void buf_add_int(struct buf *b, int64_t n);
void buf_printf(struct buf *b, const char *fmt, ...) PRINTF_LIKE(2, 3);
void buf_add_text(struct buf *b, struct str text); // & < > " ' become references
void buf_add_html(struct buf *b, struct html html);
void buf_add_codepoint(struct buf *b, uint32_t codepoint); // as UTF-8

// What was written so far, borrowed until the next add.
struct str buf_str(const struct buf *b);

// The written bytes (in the arena), or FAULT_TOO_BIG if the ceiling was hit.
MUST_USE bool buf_done(struct job *job, struct buf *b, struct str *out);
