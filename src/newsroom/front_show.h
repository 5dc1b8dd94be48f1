// front_show: a front's form on the screen, and what launching it will change. Only for newsroom/.
#pragma once

#include "newsroom/front_form.h"

// `theirs`: what somebody else has launched meanwhile; or NULL.
MUST_USE bool front_show_form(struct visit *visit, struct txn *txn, int status,
                              const struct front_form *form, const struct front *theirs);
// What is asked about before it is done.
struct front_change {
    const char *press;                 // the button that does it
    const struct front_launch *launch; // that is taken back; or NULL
    const struct front_container *containers;
    size_t count; // 0: back to the plan
};
// The question: what readers will see that they do not see now, what will be gone or stand
// elsewhere.
MUST_USE bool front_show_changes(struct visit *visit, struct txn *txn,
                                 const struct front_form *form, const struct front_change *change);

// front_back.c: the newest launch, "launch" {by, at, is_undo}, and taking it back.
MUST_USE bool put_newest_launch(struct visit *visit, struct txn *txn,
                                const struct front_form *form);
MUST_USE bool front_ask_back(struct visit *visit);
MUST_USE bool front_take_back(struct visit *visit);

// What both have in common.
struct str front_phrase(const struct visit *visit, const char *area, const char *word);
struct str front_title(const struct visit *visit, const struct front_form *form);
struct str front_box_name(const struct visit *visit, const struct front_container *container);
void put_front(struct visit *visit, const struct front_form *form); // "act", "base", "back", …

// front_filled.c: into each container's map, "shown" and "filled" [{headline, lang, value}].
MUST_USE bool put_front_filled(struct visit *visit, struct txn *txn, const struct front_form *form,
                               struct value **boxes);
