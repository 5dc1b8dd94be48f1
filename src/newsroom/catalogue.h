// catalogue: what the screens of filings, pages, editions and fronts have in common; how any form
// tells whoever saves second. Only for newsroom/.
#pragma once

#include "newsroom/field.h"

// ?edition=, else one's own, else the first; NULL when there is none at all.
const struct edition *catalogue_edition(const struct visit *visit);
// Tabs of the editions: "/newsroom/pages/?edition=en".
void put_edition_tabs(const struct visit *visit, const char *path, const struct edition *chosen);
// What a form was begun on, so that whoever saves second is told: a digest of what was stored.
struct str base_of(const struct visit *visit, const struct str *parts, size_t count);
// "base", "has_theirs" and "theirs" [{label, text}]: part/theirs. `now`: what is stored; `mine`:
// what was typed (NULL: the form is shown afresh). What differs is told only when somebody was
// faster.
void put_theirs(const struct visit *visit, const char *const *labels, const struct str *now,
                const struct str *mine, size_t count);
// CONFLICT when the form was begun on something else than what is stored. A form without a base was
// made by a program: it means what it says.
MUST_USE bool check_base(struct visit *visit, const struct str *now, size_t count);
