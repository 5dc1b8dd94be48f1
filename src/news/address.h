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

// Addresses from before the move here, whole ("/2019/05/old-post.html"), with or without a slash at
// the end; notes path:… too. What they lead to is a path of ours, or "story:42" or "page:7":
// wherever that stands now, and nothing while it is not public.
MUST_USE bool address_redirect(struct job *job, struct txn *txn, struct str path, bool *found,
                               struct address *out);
// Keeps one, decoded; "/?p=12" is a path here too. The first to lead somewhere stays. *kept false:
// it leads elsewhere already, or is no address that could be asked for: those of our own machines,
// "/".
MUST_USE bool address_redirect_put(struct job *job, struct txn *txn, struct str path,
                                   struct str target, bool *kept);
// All that lead to `from` lead to `to` from now on.
MUST_USE bool address_redirect_move(struct job *job, struct txn *txn, struct str from,
                                    struct str to);
