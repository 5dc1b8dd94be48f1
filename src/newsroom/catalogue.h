// catalogue: what the screens of filings, pages, editions and fronts have in common. Only for
// newsroom/.
#pragma once

#include "newsroom/field.h"

// ?edition=, else one's own, else the first; NULL when there is none at all.
const struct edition *catalogue_edition(const struct visit *visit);
// Tabs of the editions: "/newsroom/pages/?edition=en".
void put_edition_tabs(const struct visit *visit, const char *path, const struct edition *chosen);
// What a form was begun on, so that whoever saves second is told: a digest of what was stored.
struct str base_of(const struct visit *visit, const struct str *parts, size_t count);
