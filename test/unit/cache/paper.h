// paper: a newspaper of numbers, for the cache's tests. A thing has a name and a value; changing it
// writes its name into the change log. Pages and fragments show things, and note them.
//
//   page     "/a/b?x.y"   shows the things a and b, then the fragments x and y
//   fragment "x/z"        shows the things x and z
//   "a>b"                 shows a, and b only while a is odd: what is noted depends on what is read
//   a thing whose value is negative is missing: the page is a 404
#pragma once

#include "unit.h"

#include "cache/cache.h"

#include <stdatomic.h>

struct http_reply {
    atomic_int refs;
    int status;
    struct str headers, body;
    void (*release)(void *);
    void *with;
};

struct paper {
    char dir[64];
    struct store *store;
    struct cache *cache;
    atomic_int makes; // of pages
    atomic_int fragment_makes;
    struct str padding; // more text for each page and fragment
    void (*while_making)(struct paper *paper, struct str name); // in the snapshot; may be NULL
    void *with;
    bool fail; // makings fail
};

extern atomic_int replies_alive;

// cmocka's own asserts jump back into the test: not from another thread. These end the process.
#define must(ok) ((ok) ? (void)0 : must_fail(#ok, NULL, __FILE__, __LINE__))
#define must_job(ok, job) ((ok) ? (void)0 : must_fail(#ok, (job), __FILE__, __LINE__))
NORETURN void must_fail(const char *what, const struct job *job, const char *file, int line);

void paper_open(struct paper *paper, const struct cache_options *options);
void paper_close(struct paper *paper);
struct cache_options paper_options(void); // roomy ones
void paper_set(struct paper *paper, const char *thing, int64_t value);
// Two in one commit.
void paper_set_both(struct paper *paper, const char *one, const char *other, int64_t value);

extern const struct cache_asked plain, gzip, brotli, both;

// Peeks, else gets; with a job of its own.
struct http_reply *paper_ask(struct paper *paper, const char *page,
                             const struct cache_asked *asked);
struct http_reply *paper_peek(struct paper *paper, const char *page,
                              const struct cache_asked *asked);
bool paper_get(struct job *job, struct paper *paper, const char *page,
               const struct cache_asked *asked, struct http_reply **out);
void reply_put(struct http_reply *reply);
struct str reply_header(const struct http_reply *reply, const char *name);
// The body without its encoding.
struct str reply_text(struct job *job, const struct http_reply *reply);
// Asks plainly; what it shows.
struct str paper_read(struct job *job, struct paper *paper, const char *page);
