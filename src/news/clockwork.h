// clockwork: which kinds of due rows the trade has. main hands the table to due.
#pragma once

#include "due/due.h"

extern const struct due_kind news_due_kinds[];
extern const size_t news_due_kinds_count;

// Puts what comes again by itself: each hour the change log is pruned, each `rank_every_ms` Most
// Read is ranked. Again and again is fine.
MUST_USE bool clockwork_start(struct job *job, struct txn *txn, int64_t rank_every_ms);
