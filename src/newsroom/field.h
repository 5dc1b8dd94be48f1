// field: what part/field, part/paging and part/state show. Only for newsroom/.
//
//   struct value *form = map_map(visit->page, "form");
//   put_field(visit, form, &(struct field){.name = "headline", .value = story.headline,
//                                          .required = true, .length_max = 200, .counted = true,
//                                          .lang = row->lang, .dir = row->dir});
//   struct value *kind = put_field(visit, form, &(struct field){.name = "kind",
//                                                               .kind = FIELD_SELECT});
//   put_option(kind, S("news"), visit_phrase(visit, "story.kinds.news"), true);
//
//   {{#form.headline}}{{>part/field}}{{/form.headline}}
//
// What is wrong with a field is taken from the page, so call visit_put_fault() before.
// Every value that the part reads is set, so that none is taken from around it.
#pragma once

#include "newsroom/internal.h"

enum field_kind {
    FIELD_LINE,   // <input>
    FIELD_AREA,   // <textarea>
    FIELD_SELECT, // one of its options
    FIELD_RADIOS, // the same, all in sight
    FIELD_CHECKS, // any of its options
    FIELD_CHECK,  // one box by itself; sends "1"
};

struct field {
    const char *name;      // of the form; its id is "field-NAME"
    const char *label;     // a phrase; NULL: "fields.NAME"
    struct str label_text; // or the label itself
    enum field_kind kind;
    struct str value;
    const char *hint;         // a phrase
    const char *type;         // of an <input>; NULL: "text"
    const char *autocomplete; // "username", "current-password", "off" …
    const char *inputmode;    // "numeric" …
    const char *class;        // "head", "text", or the screen's own
    int rows;                 // of a <textarea>; 0: 4
    int length_max;           // in characters; 0: not said
    bool counted;             // the script says how many are left
    bool required, optional;  // optional: said in a word
    bool read_only, on;       // on: FIELD_CHECK's
    bool autofocus;           // of an <input>: where one begins
    struct str lang, dir;     // of what is written in it; dir empty: "auto"
};

// Returns its map, to which options and values of the screen's own may be added. Borrowed.
struct value *put_field(const struct visit *visit, struct value *map, const struct field *field);
void put_option(struct value *field, struct str value, struct str label, bool selected);
// In a language of its own: an edition's name.
void put_option_of(struct value *field, struct str value, struct str label, struct str lang,
                   bool selected);

// "status", "status_name".
void put_state(const struct visit *visit, struct value *map, struct str status);

// "paging": `next` and `first` are queries ("edition=en&before=…"), empty when there is none.
void visit_put_paging(const struct visit *visit, struct str first, struct str next);

// A tab of part/tabs. `n` < 0: no count.
struct value *put_tabs(const struct visit *visit, const char *label);
struct value *put_tab(const struct visit *visit, struct value *tabs, struct str url,
                      struct str name, int64_t n, bool current);
