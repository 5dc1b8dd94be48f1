// screens_filing: one set of screens for every kind of filing, made of one table of kinds. Only for
// the files screens_filing*.c.
#pragma once

#include "newsroom/catalogue.h"

#include "news/filing.h"

struct filing_screen {
    enum filing_kind kind;
    const char *word;                   // of strings/filing.json: "sections"
    unsigned has;                       // enum filing_field: what its form asks for
    bool of_edition, ordered, searched; // ordered: by the editors; searched: there may be thousands
    const char *name_field, *note_field;
    const char *text_hint;
};

const struct filing_screen *filing_screen_of(const struct visit *visit); // by the address
// "/newsroom/sections/7/", with `rest` behind it.
struct str filing_address(const struct visit *visit, const struct filing_screen *screen, int64_t id,
                          const char *rest);
struct str filing_list_address(const struct visit *visit, const struct filing_screen *screen,
                               struct str edition);
// The pattern's :id and what it names.
MUST_USE bool filing_of_visit(struct visit *visit, struct txn *txn, struct filing *out);
void put_filing(const struct visit *visit, struct value *map, const struct filing *filing);
// "stories": "12 stories", "stories_n".
MUST_USE bool put_filing_stories(const struct visit *visit, struct txn *txn, struct value *map,
                                 const struct filing *filing);

screen_handler filing_show_list, filing_move_one, filing_show_end, filing_end_one;
screen_handler filing_show_new, filing_make_one, filing_show_one, filing_change_one;
screen_handler filing_show_merge, filing_merge_one;
