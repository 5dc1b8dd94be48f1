// desk_rows: a story as a row, on the desk and in the lists. Only for those.
#pragma once

#include "newsroom/internal.h"

#include "news/desk.h"

// The edition that ?edition= names; without one, the person's own. NULL: all of them.
const struct edition *desk_edition(const struct visit *visit);
// In the desk's address: the story that was just spiked.
#define DESK_SPIKED "spiked"
// "all", or its slug: for addresses.
struct str desk_edition_word(const struct edition *edition);
// "tabs": the editions, and all of them; `before` is what an address has before the edition.
void put_desk_tabs(const struct visit *visit, const struct edition *chosen, const char *path);

// One more row: id, url, headline, lang, dir, status, status_name, section, kind, edition_name,
// saved, by, words, editing, scheduled, late, revised, site_url, translations [{name, status,
// status_name, url, made}], moves [{stage, name}], each set.
void put_desk_row(const struct visit *visit, struct value *list, const struct desk_row *row,
                  bool all_editions);
struct str desk_kind_name(const struct visit *visit, struct str kind);

// Does a script ask for the list alone, to renew it? "?part=fresh"
bool desk_is_renewed(const struct visit *visit);

screen_handler desk_stories; // screens_desk_stories.c: the list, to be searched
