// sentence: why something failed, in the editor's language.
//
//   struct str said = sentence_in(mem, sentences, str_from(job->fault.text), &known);
//
// Sentences are written in English where something fails, with what they name filled in. The
// catalogue of a language (web/newsroom/faults/es.json) has them as keys, {1} {2} … in place of
// what was filled in; so a finished sentence is compared with the patterns, and what stood in the
// holes is carried over. A word in a hole that is a key itself ("published") is said in the
// language too.
//
// Never: fails. What the catalogue does not know stays English, and *known says so.
#pragma once

#include "base/base.h"

struct sentences;

// {"there is no edition {1}": "no existe la edición {1}"}; lives as long as `mem`.
MUST_USE bool sentences_parse(struct job *job, struct arena *mem, struct str json,
                              struct sentences **out);
// `sentences` NULL: the language is English.
struct str sentence_in(struct arena *mem, const struct sentences *sentences, struct str english,
                       bool *known);
