// What the buttons of a front's form do: one change of what stands in it.
#include "newsroom/front_form.h"
#include "newsroom/story_form.h"

struct acting {
    struct visit *visit;
    struct txn *txn;
    struct front_form *form;
    int64_t box, slot; // -1: none
    struct str rest;   // behind the box: "put:2:4711"
};

static bool has_box(const struct acting *a)
{
    return a->box >= 0 && a->box < (int64_t)a->form->boxes_count;
}

static bool has_slot(const struct acting *a)
{
    return has_box(a) && a->slot >= 0 && a->slot < (int64_t)a->form->boxes[a->box].slots_count;
}

static void look_at(struct acting *a, int64_t box, int64_t slot)
{
    a->form->at_box = box;
    a->form->at_slot = slot;
}

// ── containers ────────────────────────────────────────────────────────────────────────────────

static void swap_boxes(struct acting *a, int64_t other)
{
    struct box_form *boxes = a->form->boxes, aside = boxes[a->box];
    if (other < 0 || other >= (int64_t)a->form->boxes_count)
        return;
    boxes[a->box] = boxes[other];
    boxes[other] = aside;
    look_at(a, other, -1);
}

static void drop_box(struct acting *a)
{
    struct front_form *form = a->form;
    memmove(&form->boxes[a->box], &form->boxes[a->box + 1],
            (form->boxes_count - (size_t)a->box - 1) * sizeof(form->boxes[0]));
    form->boxes_count--;
    look_at(a, a->box < (int64_t)form->boxes_count ? a->box : a->box - 1, -1);
}

static bool add_box(struct acting *a)
{
    struct front_form *form = a->form;
    struct box_form box = {0};
    if (!container_parse(form_text(&a->visit->form, "new_kind"), &box.kind))
        return true;
    if (form->boxes_count >= 40)
        return job_fail_field(a->visit->job, "new_kind", "a front has at most 40 containers");
    *list_add(&a->visit->job->mem, &form->boxes, &form->boxes_count, &form->boxes_room) = box;
    look_at(a, (int64_t)form->boxes_count - 1, -1);
    return true;
}

// ── slots ─────────────────────────────────────────────────────────────────────────────────────

static struct slot_form take_slot(struct box_form *box, size_t at)
{
    struct slot_form slot = box->slots[at];
    memmove(&box->slots[at], &box->slots[at + 1],
            (box->slots_count - at - 1) * sizeof(box->slots[0]));
    box->slots_count--;
    return slot;
}

static void put_slot(struct acting *a, struct box_form *box, size_t at, struct slot_form slot)
{
    *list_add(&a->visit->job->mem, &box->slots, &box->slots_count, &box->slots_room) = slot;
    memmove(&box->slots[at + 1], &box->slots[at],
            (box->slots_count - at - 1) * sizeof(box->slots[0]));
    box->slots[at] = slot;
}

static bool is_full(const struct box_form *box)
{
    return box->slots_count >= container_max(box->kind);
}

// Past the end of its container it goes on to the next one that has room.
static void move_slot(struct acting *a, int by)
{
    struct front_form *form = a->form;
    struct box_form *box = &form->boxes[a->box];
    int64_t to = a->slot + by;
    if (to >= 0 && to < (int64_t)box->slots_count) {
        put_slot(a, box, (size_t)to, take_slot(box, (size_t)a->slot));
        look_at(a, a->box, to);
        return;
    }
    int64_t next = a->box + by;
    while (next >= 0 && next < (int64_t)form->boxes_count && is_full(&form->boxes[next]))
        next += by;
    if (next < 0 || next >= (int64_t)form->boxes_count)
        return;
    size_t at = by > 0 ? 0 : form->boxes[next].slots_count;
    put_slot(a, &form->boxes[next], at, take_slot(box, (size_t)a->slot));
    look_at(a, next, (int64_t)at);
}

static bool put_story(struct acting *a, int64_t story_id)
{
    struct box_form *box = &a->form->boxes[a->box];
    const char *field = front_field(a->visit, (size_t)a->box, "add");
    if (is_full(box))
        return job_fail_field(a->visit->job, field, "no room: at most %zu stand in it",
                              container_max(box->kind));
    put_slot(a, box, box->slots_count, (struct slot_form){.story_id = story_id});
    box->sought = STR_NONE;
    look_at(a, a->box, (int64_t)box->slots_count - 1);
    return true;
}

// By its number or address; other words are looked for, and what is found is shown to choose from.
static bool add_sought(struct acting *a)
{
    struct box_form *box = &a->form->boxes[a->box];
    bool found = false;
    int64_t id;
    look_at(a, a->box, -1);
    if (!box->sought.len)
        return true;
    if (!find_story_named(a->visit, a->txn, box->sought, &found, &id))
        return false;
    return !found || put_story(a, id);
}

// ── which button ──────────────────────────────────────────────────────────────────────────────

static bool act_on_slot(struct acting *a, struct str word)
{
    if (str_is(word, "up"))
        move_slot(a, -1);
    if (str_is(word, "down"))
        move_slot(a, 1);
    if (str_is(word, "drop")) {
        take_slot(&a->form->boxes[a->box], (size_t)a->slot);
        look_at(a, a->box, -1);
    }
    return true;
}

static bool act_on_box(struct acting *a, struct str word)
{
    int64_t story_id;
    if (str_is(word, "put") && parse_int(a->rest, &story_id) && story_id > 0)
        return put_story(a, story_id);
    if (str_is(word, "add"))
        return add_sought(a);
    if (str_is(word, "up"))
        swap_boxes(a, a->box - 1);
    if (str_is(word, "down"))
        swap_boxes(a, a->box + 1);
    if (str_is(word, "drop"))
        drop_box(a);
    return true;
}

// Enter in a field presses the first button of the form: then the story that is sought is meant.
static bool act_on_enter(struct acting *a)
{
    for (size_t i = 0; i < a->form->boxes_count; i++) {
        if (!a->form->boxes[i].sought.len)
            continue;
        a->box = (int64_t)i;
        a->form->act = S("add");
        return add_sought(a);
    }
    return true;
}

bool front_form_act(struct visit *visit, struct txn *txn, struct front_form *form, struct str act)
{
    struct acting a = {visit, txn, form, -1, -1, STR_NONE};
    struct str word = act, rest = STR_NONE, box;
    str_split(act, ':', &word, &rest);
    box = rest;
    str_split(rest, ':', &box, &a.rest);
    form->act = word;
    if (!parse_int(box, &a.box))
        a.box = -1;
    bool of_slot = a.rest.len && !str_is(word, "put");
    if (of_slot && !parse_int(a.rest, &a.slot))
        a.slot = -1;
    if (str_is(word, "show"))
        return act_on_enter(&a);
    if (str_is(word, "new"))
        return add_box(&a);
    if (of_slot)
        return !has_slot(&a) || act_on_slot(&a, word);
    return !has_box(&a) || act_on_box(&a, word);
}
