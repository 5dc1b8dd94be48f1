// story_move: what a story has beside its fields, for those that carry it from one site to another:
// the name it came under, the addresses it had, its corrections and dates. Notes nothing: no page
// is made of this.
#pragma once

#include "news/story.h"

// Every story, in whatever state, by its id; `after` 0: from the first.
MUST_USE bool story_ids_after(struct job *job, struct txn *txn, int64_t after, size_t limit,
                              struct id_list *out);
MUST_USE bool story_count_all(struct job *job, struct txn *txn, int64_t *out);

// A whole version of it.
MUST_USE bool story_face(struct job *job, struct txn *txn, int64_t id, int64_t number,
                         struct story *out);

// What a story is called outside: as it was where it came from ("jsonl"), else by its id here. The
// same on every site that it is carried to, and no other story's of its edition.
MUST_USE bool story_outside_name(struct job *job, struct txn *txn, const struct story_state *story,
                                 struct str *out);
// Of a group of translations, its first story and how many they are.
MUST_USE bool story_group_first(struct job *job, struct txn *txn, int64_t group, int64_t *first,
                                int64_t *count);

// The stories of a group, by their ids.
struct story_in_group {
    int64_t id;
    struct str edition;
};
MUST_USE bool story_group_all(struct job *job, struct txn *txn, int64_t group,
                              struct story_in_group **out, size_t *count);

struct story_correction {
    int64_t at_ms;
    struct str note;
};
struct story_past {
    struct str_list addresses;            // that it had and has no more, without the edition
    struct str_list redirects;            // from before the move here, whole: "/2019/05/old.html"
    struct story_correction *corrections; // oldest first
    size_t corrections_count;
};
MUST_USE bool story_past_read(struct job *job, struct txn *txn, const struct story_state *story,
                              struct story_past *out);

// For imports. An address that is another story's stays it.
MUST_USE bool story_keep_address(struct job *job, struct txn *txn, const struct story_state *story,
                                 struct str path);
// `path`, whole, leads to the story from now on.
MUST_USE bool story_keep_redirect(struct job *job, struct txn *txn, const struct story_state *story,
                                  struct str path);
// When it happened where it comes from; 0 leaves a moment as it is. The newest version becomes that
// of the correction, when corrected_ms is given.
struct story_moments {
    int64_t updated_ms, corrected_ms, withdrawn_ms;
};
MUST_USE bool story_set_moments(struct job *job, struct txn *txn, int64_t id,
                                const struct story_moments *moments);

// The picture with these bytes; *id is 0 when there is none.
MUST_USE bool picture_of_hash(struct job *job, struct txn *txn, struct str hash, int64_t *id);
// Its licence ended before it came here.
MUST_USE bool picture_lapse(struct job *job, struct txn *txn, int64_t id, int64_t expires_ms);
