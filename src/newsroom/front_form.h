// front_form: a front as it stands in its form: containers of slots, rearranged by the form's own
// buttons, so that it can be worked on without a script. Nothing is written before it is launched.
// Only for newsroom/.
#pragma once

#include "newsroom/screens_site.h"

#include "news/front.h"

// As typed. What cannot be understood stays as it is, and is shown again.
struct slot_form {
    int64_t story_id;
    struct str kicker, headline, until; // until: "2026-11-25T10:30" in the edition's zone
};
struct box_form { // a container
    enum container_kind kind;
    struct str title, fill, sought; // sought: what is typed to add a story
    struct slot_form *slots;
    size_t slots_count, slots_room;
};
struct front_form {
    const struct edition *edition;
    enum front_of of;
    int64_t of_id;
    struct str name; // of the section or dossier; empty: the edition's own
    struct str base; // what it was begun on: front_base()
    bool taken_back; // a launch just was; what is in the form was being prepared
    struct box_form *boxes;
    size_t boxes_count, boxes_room;
    // Where the last button was, for the focus: box, slot (-1: the box itself), and its word.
    struct str act;
    int64_t at_box, at_slot;
};

// The address's front. NOT_FOUND.
MUST_USE bool front_form_find(struct visit *visit, struct txn *txn, struct front_form *form);
struct str front_form_address(const struct visit *visit, const struct front_form *form);
void front_form_read(const struct visit *visit, struct front_form *form); // what was sent
void front_form_of(const struct visit *visit, const struct front *front, struct front_form *form);
// What is stored, as the form shows it afresh.
MUST_USE bool front_form_load(struct visit *visit, struct txn *txn, struct front_form *form,
                              struct front *stored);
// The containers it stands for. INVALID with field errors ("containers[0].slots[1].pinned_until").
MUST_USE bool front_form_containers(struct visit *visit, const struct front_form *form,
                                    struct front_container **out);
// Does what a button says ("up:2:1"); false with a field error when it cannot be done.
MUST_USE bool front_form_act(struct visit *visit, struct txn *txn, struct front_form *form,
                             struct str act);
// Tells two states of a front apart.
struct str front_base(const struct visit *visit, const struct front *front);
const char *front_field(const struct visit *visit, size_t box, const char *name);
const char *front_slot_field(const struct visit *visit, size_t box, size_t slot, const char *name);
