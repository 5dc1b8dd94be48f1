// edition: one language of the site, with its direction, time zone, menu and front.
// Reading notes edition:SLUG (and "site" for the list of all).
#pragma once

#include "news/actor.h"
#include "text/locale.h"

struct edition {
    int64_t id;
    struct str slug, name, title, slogan;
    struct str dir; // "ltr", "rtl"
    struct locale locale;
    int position;
};

MUST_USE bool edition_find(struct job *job, struct txn *txn, struct str slug, bool *found,
                           struct edition *out);
MUST_USE bool edition_get(struct job *job, struct txn *txn, int64_t id, struct edition *out);
MUST_USE bool edition_list(struct job *job, struct txn *txn, struct edition **out, size_t *count);

// Where else the newspaper is to be found, in the editors' order; notes edition:SLUG.
struct social_link {
    struct str name, url;
};
MUST_USE bool edition_social(struct job *job, struct txn *txn, const struct edition *edition,
                             struct social_link **out, size_t *count);

// Fields set in `given` are written, and only where they differ. Links are replaced whole.
enum edition_field {
    EDITION_HAS_TITLE = 1,
    EDITION_HAS_SLOGAN = 2,
    EDITION_HAS_ZONE = 4,
    EDITION_HAS_DIGITS = 8,
    EDITION_HAS_SOCIAL = 16,
};
struct edition_fields {
    unsigned given; // enum edition_field
    struct str title, slogan, zone;
    bool arabic_digits;
    struct social_link *social;
    size_t social_count;
};
MUST_USE bool edition_change(struct job *job, struct txn *txn, const struct actor *actor,
                             const struct edition *edition, const struct edition_fields *fields);

// The site's own facts; notes "site".
struct site_facts {
    struct str title, publisher;
};
MUST_USE bool site_read(struct job *job, struct txn *txn, struct site_facts *out);

// A fresh site: editions with the reference page's sections, regions and pages (contract.md, Finer
// points), names in each language. Known editions: en es ar; BAD_INPUT for others.
MUST_USE bool site_make(struct job *job, struct txn *txn, struct str title,
                        const struct str *editions, size_t count);
