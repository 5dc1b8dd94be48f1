// thing_move: what it takes to carry a filing or a page of the house to another site and back: the
// addresses that it had. As story_move.h, for what is no story. Notes nothing: no page is made of
// it.
//
//   filing_addresses(job, txn, &topic, &slugs)             // and those of what was merged into it
//   filing_keep_address(job, txn, &topic, S("old-slug"))
#pragma once

#include "news/filing.h"
#include "news/story.h"

// In the order of their letters; of a section whole paths.
MUST_USE bool filing_addresses(struct job *job, struct txn *txn, const struct filing *filing,
                               struct str_list *out);
// One that is or was another's stays there; one that could be nobody's is passed over.
MUST_USE bool filing_keep_address(struct job *job, struct txn *txn, const struct filing *filing,
                                  struct str slug);
// Whole paths, also those from before the move here: /en/who-we-are, /2019/05/about.html
MUST_USE bool house_page_addresses(struct job *job, struct txn *txn, int64_t id,
                                   struct str_list *out);
MUST_USE bool house_page_keep_address(struct job *job, struct txn *txn, int64_t id,
                                      struct str path);
