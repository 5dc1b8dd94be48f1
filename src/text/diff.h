// diff: what changed between two texts, word by word, and three of them made one.
//
// Words are cut as ICU cuts them (UAX 29), so Arabic and Spanish are compared as they are read.
// What stands between words (blanks, points) belongs to the comparison too.
#pragma once

#include "base/base.h"

enum diff_kind { DIFF_SAME, DIFF_REMOVED, DIFF_ADDED };

struct diff_part {
    enum diff_kind kind;
    struct str text; // of `before` when removed or the same, of `after` when added; borrowed
};

// The parts in order: same and removed ones make `before`, same and added ones make `after`. Beyond
// a bound on work the rest is one removal and one addition: always right, if not always short.
void diff_words(struct arena *mem, struct str before, struct str after, struct diff_part **out,
                size_t *count);
// By whole lines.
void diff_lines(struct arena *mem, struct str before, struct str after, struct diff_part **out,
                size_t *count);

// Both sides' changes of `base`, by lines, in order. Where both changed the same place it is a
// clash: for people to choose.
struct merge_part {
    bool clash;
    struct str text;   // of a clash: ours
    struct str theirs; // of a clash
};
void merge_lines(struct arena *mem, struct str base, struct str ours, struct str theirs,
                 struct merge_part **out, size_t *count);
// The parts made one text: takes[n] for the n-th clash, and ours for those behind `takes_count`.
enum merge_take { TAKE_OURS, TAKE_THEIRS, TAKE_BOTH };
struct str merge_text(struct arena *mem, const struct merge_part *parts, size_t count,
                      const enum merge_take *takes, size_t takes_count);
