// picture: a picture's facts and words. Its bytes are media's business; here is what the newsroom
// says of it: alternative text, caption, credit, focal point, and when its licence ends.
//
// Alternative text and caption are of the language the picture came with; an edition may have its
// own (picture_text). Reading notes picture:ID. A picture whose licence has lapsed is shown
// nowhere.
#pragma once

#include "news/actor.h"

enum picture_field {
    PICTURE_HAS_ALT = 1,
    PICTURE_HAS_CAPTION = 2,
    PICTURE_HAS_CREDIT = 4,
    PICTURE_HAS_LICENCE = 8,
    PICTURE_HAS_EXPIRES = 16,
    PICTURE_HAS_FOCUS = 32,
};

struct picture {
    int64_t id;
    struct str hash;       // of the bytes as they came: media's name of it
    struct str media_type; // as they came: "image/jpeg"
    int width, height;     // upright (EXIF orientation applied)
    struct str alt, caption, credit, licence;
    int focal_x, focal_y; // per cent, physical: 0 0 is the upper left corner
    int64_t expires_ms;   // 0: never
    bool lapsed;
};

// The same bytes again are the same picture: its words are brought up to date with what is given.
// A caption and a credit that are not given are what the picture says of itself: for a new one.
// `given`: enum picture_field. An expiry in the past is a field error; one to come makes a due row
// (kind "picture-lapse"). Who may not publish changes only pictures they sent themselves (DENIED);
// the same bytes from them leave another's words as they are.
MUST_USE bool picture_make(struct job *job, struct txn *txn, const struct actor *actor,
                           const struct picture *picture, unsigned given, int64_t *out_id);
MUST_USE bool picture_change(struct job *job, struct txn *txn, const struct actor *actor,
                             int64_t id, const struct picture *picture, unsigned given);
// The words of one edition (alt, caption); others keep the picture's own.
MUST_USE bool picture_translate(struct job *job, struct txn *txn, const struct actor *actor,
                                int64_t id, int64_t edition_id, struct str alt, struct str caption);
struct picture_words { // of an edition that has its own
    struct str edition, alt, caption;
};
MUST_USE bool picture_words_list(struct job *job, struct txn *txn, int64_t id,
                                 struct picture_words **out, size_t *count);
// Both empty when it has none of its own.
MUST_USE bool picture_words_get(struct job *job, struct txn *txn, int64_t id, int64_t edition_id,
                                struct picture_words *out);
// With the words of that edition where it has them (0: the picture's own). NOT_FOUND.
MUST_USE bool picture_get(struct job *job, struct txn *txn, int64_t id, int64_t edition_id,
                          struct picture *out);
// Newest first, before_id 0: from the newest. Not for pages.
MUST_USE bool picture_list(struct job *job, struct txn *txn, size_t limit, int64_t before_id,
                           struct picture **out, size_t *count, bool *more);
// Is it there already? By the hash of its bytes.
MUST_USE bool picture_find(struct job *job, struct txn *txn, struct str hash, bool *found,
                           int64_t *id);
// May they change its words? Who may publish may; others what they sent themselves.
MUST_USE bool picture_may_change(struct job *job, struct txn *txn, const struct actor *actor,
                                 int64_t id, bool *may);
bool picture_lapse_due(struct job *job, struct txn *txn, int64_t id);

// ── the newsroom's lists; they note nothing ───────────────────────────────────────────────────

enum picture_only {
    PICTURE_ANY,
    PICTURE_EXPIRING, // within thirty days
    PICTURE_LAPSED,
    PICTURE_WORDLESS, // without alternative text or credit
};
bool picture_only_parse(struct str word, enum picture_only *out); // "expiring" "lapsed" "wordless"

struct picture_filter {
    struct str text; // every word of it stands in the picture's words, of any edition
    enum picture_only only;
    int64_t before_id; // keyset
    size_t limit;
};
// Newest first. *next: before_id of the next page, or 0. A page may end early, when much was looked
// through in vain: then *next goes on from there.
MUST_USE bool picture_search(struct job *job, struct txn *txn, const struct picture_filter *filter,
                             struct picture **out, size_t *count, int64_t *next);

struct picture_showing {
    const char *word; // "story", "person", "dossier"
    int64_t id;
    struct str name, edition, status; // edition and status: where it has one
};
// What it stands on top of. At most sixty stories.
MUST_USE bool picture_uses(struct job *job, struct txn *txn, int64_t id,
                           struct picture_showing **out, size_t *count);
// The stories in whose newest or public version it stands anywhere. Reads all texts: for a person
// who asks, not for every look at the picture.
MUST_USE bool picture_uses_in_texts(struct job *job, struct txn *txn, int64_t id,
                                    struct picture_showing **out, size_t *count);
