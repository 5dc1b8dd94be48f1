// desk: the newsroom's own lists of stories, in every state: what is written, by whom, how far.
//
// Made of `working`, the newest version of each story in short, so that a list of 100,000 stories
// is as quick as one of ten. DENIED without RIGHT_STORY_READ. Notes nothing: no page shows this.
#pragma once

#include "news/story.h"

enum { DESK_ROWS_MAX = 100 };

// Any of these together; 0 and empty: not asked.
struct desk_filter {
    int64_t edition_id, section_id;
    int64_t staff_id;  // begun by them
    struct str status; // "draft" … "withdrawn"; "open": none of published, corrected, withdrawn;
                       // "spiked": those, which are in no other list (but found by "#42")
    struct str kind;
    struct str text;  // every word of it is in the headline, folded; "#42" or "42": the id
    int64_t since_ms; // saved then or later
    int64_t before_ms, before_id; // keyset: the last row of the page before
    size_t limit;
};

// One of a story's translations.
struct desk_translation {
    int64_t story_id;
    struct str edition, status;
};

struct desk_row {
    int64_t story_id, edition_id, version, public_version;
    int64_t saved_ms, scheduled_ms, published_ms;
    struct str edition, lang, dir; // of the edition
    struct str status, kind, headline, section_name;
    struct str saved_by;   // name, or e-mail; empty: the program
    struct str editing_by; // who else has it open, or empty
    struct str path;       // "/en/news/politics/slug" when readers can see it
    size_t words;
    bool is_revised;                       // readers see an older version than this
    struct desk_translation *translations; // the others of its group
    size_t translations_count;
};

// Newest saved first. `actor`'s own name is never in editing_by.
MUST_USE bool desk_list(struct job *job, struct txn *txn, const struct actor *actor,
                        const struct desk_filter *filter, struct desk_row **out, size_t *count,
                        bool *more);

// How many stand in each state; of an edition, or 0 for all.
struct desk_count {
    struct str status;
    int64_t stories;
};
MUST_USE bool desk_counts(struct job *job, struct txn *txn, const struct actor *actor,
                          int64_t edition_id, struct desk_count **out, size_t *count);

// Headlines that were never folded (a database of before): some of them, until none is left.
MUST_USE bool desk_fold_some(struct job *job, struct txn *txn, bool *more);
