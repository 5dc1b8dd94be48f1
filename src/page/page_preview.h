// page_preview: a story's page as readers will see it, made at once and whole: no cache, no live
// stream, no script. The story is public in `txn` (story_preview_publish), which is rolled back
// afterwards.
#pragma once

#include "page/page.h"

// `origin`: in front of addresses when the world has none.
MUST_USE bool page_preview(struct job *job, struct txn *txn, struct page_world *world,
                           struct str origin, int64_t story_id, struct str *html);
