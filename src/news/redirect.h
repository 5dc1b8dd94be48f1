// redirect: addresses from before the move here, and where what stood there stands now.
//
//   redirect_put(job, txn, S("/2019/05/heron/"), S("story:42"), &kept)
//   redirect_find(job, txn, S("/2019/05/heron/amp/"), &found, &address)   // MOVED, or GONE
//
// A target is "story:42", "page:7", wherever that stands today and nothing while it is not public;
// a path of ours, "/en/topic/birds/", which may itself have moved on; or "/?p=12": wherever the
// post with that number leads. Paths are decoded, whole, with or without a slash at their end;
// "/?p=12" and "/?cat=5" are paths here too.
//
// Never: stands before an address of ours (it is asked last), leads to another site.
#pragma once

#include "news/address.h"

// Also of what WordPress hangs behind an address: "…/amp/", "…/page/2/", "…/2/",
// "…/comment-page-1/", and "-300x200" in the name of a smaller copy of a picture. Notes path:… of
// all it looks for.
MUST_USE bool redirect_find(struct job *job, struct txn *txn, struct str path, bool *found,
                            struct address *out);
// The first story or page to have an address keeps it; a path of ours makes way for another one.
// *kept false: it leads elsewhere already, would lead to itself, or is no address that could be
// asked for: those of our own machines, "/".
MUST_USE bool redirect_put(struct job *job, struct txn *txn, struct str path, struct str target,
                           bool *kept);
// All that lead to `from` lead to `to` from now on.
MUST_USE bool redirect_move(struct job *job, struct txn *txn, struct str from, struct str to);

// "photo-300x200.jpg" → "photo.jpg"; as it is when it is no smaller copy's name.
struct str redirect_whole_size(struct arena *mem, struct str path);
