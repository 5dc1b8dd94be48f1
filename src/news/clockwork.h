// clockwork: which kinds of due rows the trade has. main hands the table to due.
#pragma once

#include "due/due.h"

extern const struct due_kind news_due_kinds[];
extern const size_t news_due_kinds_count;
