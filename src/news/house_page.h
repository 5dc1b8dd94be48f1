// house_page: what a newsroom says of itself: about, privacy, contact. Plain pages of an edition,
// without versions or a date of publication. Looking one up notes its path; the list notes
// pages:EDITION.
#pragma once

#include "news/edition.h"
#include "text/document.h"

struct house_page {
    int64_t id;
    struct str slug, title;
    const struct block *body; // house_page_find only
    int64_t updated_ms;
};

MUST_USE bool house_page_find(struct job *job, struct txn *txn, const struct edition *edition,
                              struct str slug, bool *found, struct house_page *out);
// In the order they were made, without their bodies.
MUST_USE bool house_page_list(struct job *job, struct txn *txn, const struct edition *edition,
                              struct house_page **out, size_t *count);
