// near: the stories that belong beside one. Those that share topics with it come first (the more
// shared topics, the nearer), then those of its dossiers, then the newest of its section and of the
// section above; among equals the newest. Never the story itself.
#pragma once

#include "news/story.h"

// At most `limit`, none of `without`. Notes the lists it looked at (topic:9/list, dossier:5/list,
// and section:7/list only when the others did not suffice, then that of the section above) and each
// story it answers with.
MUST_USE bool near_list(struct job *job, struct txn *txn, const struct story *story,
                        struct id_list without, size_t limit, struct story_cards *out);

// The story's related box: the editor's choice in its order, then what was chosen when it was
// published (story_completion), at most `limit`; only what readers can see, never twice. Notes
// every story that stands there or would.
MUST_USE bool related_list(struct job *job, struct txn *txn, const struct story *story,
                           size_t limit, struct story_cards *out);
