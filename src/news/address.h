// address: what stands at a path of an edition. Notes path:/en/… whatever it finds, so that a 404
// and a 301 are dropped when that changes.
#pragma once

#include "news/edition.h"
#include "news/story.h"

enum address_kind {
    ADDRESS_NOTHING,
    ADDRESS_STORY,   // id: public, at its newest address
    ADDRESS_GONE,    // id: withdrawn
    ADDRESS_SECTION, // id; path ended in "/"
    ADDRESS_MOVED,   // to: answer 301
};

struct address {
    enum address_kind kind;
    int64_t id;
    struct str to; // whole decoded path: "/en/news/politics/slug"
};

// `path` is decoded and without the edition: "news/politics/slug", "news/politics/". Stories have
// no slash at the end and sections one; the other form is MOVED, as is every older address.
MUST_USE bool address_find(struct job *job, struct txn *txn, const struct edition *edition,
                           struct str path, struct address *out);
