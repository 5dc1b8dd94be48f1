// page: what each kind of page reads and shows.
//
// page_make() and page_fragment_make() are the cache's making functions: from a key to a finished
// sheet, inside one read transaction whose notebook notes everything that was read. Nothing else
// goes in: no header, no cookie, no clock. So one copy serves all, and a page made twice from the
// same data is the same, byte for byte.
//
// Keys of pages are decoded addresses with the parameters that pages know, in this order:
//   "/en/"  "/en/news/politics/?page=2"  "/en/news/politics/slug"  "/?en,es" (the redirect at "/")
//   "/_f/ticker:en?v=HASH"
// in front of them, when no site_url is set, the origin that was asked for:
// "http://127.0.0.1:8080/en/". Keys of fragments are their names: ticker:en bar:en menu:en
// footer:en.
//
// Never: writes, sends, or knows who asks.
#pragma once

#include "cache/cache.h"
#include "template/template.h"

struct page_world; // templates, words, names of the assets: made once, shared by all threads

struct page_options {
    struct str site_url; // "https://news.example.org", no slash at the end; or empty
    struct str theme;    // a directory whose files stand in for those baked in; or empty
};

MUST_USE bool page_world_make(struct job *job, const struct page_options *options,
                              struct page_world **out);
void page_world_free(struct page_world *world);

// cache_make functions; `with` is the page_world.
bool page_make(struct job *job, struct txn *txn, const struct cache_key *key, void *with,
               struct cache_made *out);
bool page_fragment_make(struct job *job, struct txn *txn, const struct cache_key *key, void *with,
                        struct cache_made *out);

// The fragments that a channel of open pages consists of ("flash:en" → ticker:en, bar:en).
MUST_USE bool page_channel_fragments(struct job *job, struct str channel, struct str **names,
                                     size_t *count);
// Is it what a page is read for? Then it does not change under the reader's eyes (hold=1); what
// stands around it does.
bool page_fragment_is_held(struct str name);

// An error as a page in the language of the path asked for, made without the store: for faults that
// happen before or instead of a page. `sentence` is for the reader, may be empty.
MUST_USE bool page_error(struct job *job, const struct page_world *world, struct str path,
                         int status, struct str *html);
// Content-Security-Policy and what else every page of ours carries: "Name: value\n" lines.
struct str page_headers(const struct page_world *world);

// What a change means to programs on /live/{edition}: flash and flash-end, as JSON (contract.md).
// *is_event false: nothing. Opens its own transaction.
struct page_event {
    struct str edition, name, data;
};
MUST_USE bool page_flash_event(struct job *job, struct store *store, struct str site_url,
                               const struct change *change, bool *is_event, struct page_event *out);
