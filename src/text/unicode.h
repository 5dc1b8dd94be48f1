// unicode: cleaning of text that people type (ICU).
#pragma once

#include "base/base.h"

// One line of plain text as it is stored: NFC, bidi overrides and embeddings (U+202A-202E) out,
// control characters out, line breaks and runs of blanks to one blank, trimmed, isolates balanced.
struct str text_clean_line(struct arena *mem, struct str s);
// The same for running text: line breaks stay (as \n).
struct str text_clean(struct arena *mem, struct str s);
size_t text_graphemes(struct str s); // user-perceived characters (UAX 29)
struct str text_cut(struct arena *mem, struct str s, size_t graphemes_max); // with "…" when cut
// The same, but after a whole word.
struct str text_cut_words(struct arena *mem, struct str s, size_t graphemes_max);
// NFKC and nothing else: what looks alike on two keyboards is one (passwords; RFC 8265, 4.2).
struct str text_compatible(struct arena *mem, struct str s);
// For comparing names: NFKC, case folded, blanks folded; Arabic: harakat and tatweel out.
struct str text_fold(struct arena *mem, struct str s);
