// words: an interface language's phrases: web/strings/LANG.json.
// A phrase is a string, or an object of CLDR's plural categories; {n}, {name}, {date} are its
// holes.
#pragma once

#include "template/template.h"
#include "text/locale.h"

struct words;

MUST_USE bool words_parse(struct job *job, struct arena *mem, struct str lang, struct str json,
                          struct words **out); // as long as `mem`
struct str words_lang(const struct words *words);
struct value *words_values(const struct words *words); // for templates: "t"

// The phrase of that name ("errors.404.text"); empty when there is none. Borrowed from the words.
struct str words_phrase(const struct words *words, const char *name);
// With its hole {hole} filled in.
struct str words_with(struct arena *mem, const struct words *words, const char *name,
                      const char *hole, struct str with);
// The form that fits n, with {n} as the locale writes it.
struct str words_count(struct arena *mem, const struct words *words, const struct locale *locale,
                       const char *name, int64_t n);
