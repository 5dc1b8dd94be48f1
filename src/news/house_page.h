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

enum house_page_field {
    HOUSE_PAGE_HAS_SLUG = 1,
    HOUSE_PAGE_HAS_TITLE = 2,
    HOUSE_PAGE_HAS_BODY = 4
};

MUST_USE bool house_page_get(struct job *job, struct txn *txn, int64_t id, int64_t *edition_id,
                             struct house_page *out); // NOT_FOUND
// Without a slug it is made from the title. RIGHT_MENU_EDIT; field errors say what is wrong.
MUST_USE bool house_page_make(struct job *job, struct txn *txn, const struct actor *actor,
                              int64_t edition_id, const struct house_page *page, int64_t *out_id);
// `given`: enum house_page_field.
MUST_USE bool house_page_change(struct job *job, struct txn *txn, const struct actor *actor,
                                int64_t id, const struct house_page *page, unsigned given);
MUST_USE bool house_page_end(struct job *job, struct txn *txn, const struct actor *actor,
                             int64_t id);
