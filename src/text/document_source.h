// document_source: a document as one writes it in a field of text: Markdown, and for what Markdown
// cannot say a fence of three colons, so that nothing is lost between a document and its text.
//
//   Text in Markdown.
//
//   ::: factbox
//   title: What is a marsh?
//
//   Wet ground with grasses.
//   :::
//
// After the type stand its attributes, a line each; after an empty line what is in it, fences too.
// What not even a fence can say (a paragraph with a language mark) is "::: json" with the stored
// form. A line ":::" and a word that is no type is INVALID: it would reach readers as it stands.
//
// The law: parse∘write = same, for every document that document_parse() takes (but for ids, which
// document_adopt_ids() gives back).
#pragma once

#include "text/document.h"

MUST_USE bool document_write_source(struct job *job, const struct block *doc, struct str *out);
// INVALID naming the line of a fence that has no end, or what document_parse() says.
MUST_USE bool document_parse_source(struct job *job, struct str source, struct block **out);
