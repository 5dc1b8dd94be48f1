// Taking a launch back: offered for the newest one, asked about, done. What is being prepared in
// the form goes along and stays.
#include "newsroom/front_show.h"

static bool find_launch(struct visit *visit, struct txn *txn, const struct front_form *form,
                        struct front_launch *out)
{
    return front_newest_launch(visit->job, txn, form->edition->id, form->of, form->of_id, out);
}

static struct str launched_by(const struct visit *visit, const struct front_launch *launch)
{
    const char *phrase = launch->is_undo ? "site.fronts.taken_back_by" : "site.fronts.launched_by";
    struct str who = launch->who.len ? launch->who : visit_phrase(visit, "desk.program");
    return words_with(&visit->job->mem, visit->words, phrase, "name", who);
}

bool put_newest_launch(struct visit *visit, struct txn *txn, const struct front_form *form)
{
    struct front_launch launch;
    if (!find_launch(visit, txn, form, &launch))
        return false;
    if (!launch.id) {
        map_bool(visit->page, "launch", false);
        return true;
    }
    struct value *map = map_map(visit->page, "launch");
    map_text(map, "by", launched_by(visit, &launch));
    map_bool(map, "is_undo", launch.is_undo);
    visit_put_time(visit, map, "at", launch.at_ms);
    return true;
}

// ── asking ────────────────────────────────────────────────────────────────────────────────────

bool front_ask_back(struct visit *visit)
{
    struct front_form form;
    struct front_launch launch;
    AUTO_TXN txn = read_begin(visit->job, visit->newsroom->options.store, NULL);
    if (!txn.open || !front_form_find(visit, &txn, &form))
        return false;
    front_form_read(visit, &form);
    if (!find_launch(visit, &txn, &form, &launch))
        return false;
    if (!launch.id) // somebody has changed it by hand since
        return front_show_form(visit, &txn, 200, &form, NULL);
    const struct front_change change = {.press = "back_it",
                                        .launch = &launch,
                                        .containers = launch.before,
                                        .count = launch.before_count};
    return front_show_changes(visit, &txn, &form, &change);
}

// ── doing it ──────────────────────────────────────────────────────────────────────────────────

static bool is_same_slot(const struct slot_form *a, const struct slot_form *b)
{
    return a->story_id == b->story_id && str_eq(a->kicker, b->kicker) &&
           str_eq(a->headline, b->headline) && str_eq(a->until, b->until);
}

static bool is_same_box(const struct box_form *a, const struct box_form *b)
{
    bool is_same = a->kind == b->kind && str_eq(a->title, b->title) && str_eq(a->fill, b->fill) &&
                   a->slots_count == b->slots_count;
    for (size_t i = 0; is_same && i < a->slots_count; i++)
        is_same = is_same_slot(&a->slots[i], &b->slots[i]);
    return is_same;
}

// Does the form say anything that readers do not see already?
static bool is_same_form(const struct front_form *a, const struct front_form *b)
{
    bool is_same = a->boxes_count == b->boxes_count;
    for (size_t i = 0; is_same && i < a->boxes_count; i++)
        is_same = is_same_box(&a->boxes[i], &b->boxes[i]);
    return is_same;
}

// A form without containers came from a program, or was emptied: there is nothing to keep.
static bool take_back(struct visit *visit, struct front_form *form, bool *is_prepared)
{
    struct job *job = visit->job;
    struct front_form was;
    struct front stored;
    int64_t launch_id = 0;
    AUTO_TXN txn = write_begin(job, visit->newsroom->options.store);
    if (!txn.open || !front_form_find(visit, &txn, form) || !front_form_find(visit, &txn, &was) ||
        !front_form_load(visit, &txn, &was, &stored))
        return false;
    front_form_read(visit, form);
    *is_prepared = form->boxes_count && !is_same_form(form, &was);
    parse_int(form_text(&visit->form, "launch"), &launch_id);
    if (!front_undo(job, &txn, &visit->actor, form->edition->id, form->of, form->of_id,
                    launch_id) ||
        !front_chosen(job, &txn, &visit->actor, form->edition->id, form->of, form->of_id, &stored))
        return false;
    form->base = front_base(visit, &stored);
    return txn_commit(job, &txn);
}

static bool show(struct visit *visit, int status, const struct front_form *form)
{
    AUTO_TXN txn = read_begin(visit->job, visit->newsroom->options.store, NULL);
    return txn.open && front_show_form(visit, &txn, status, form, NULL);
}

bool front_take_back(struct visit *visit)
{
    struct front_form form = {0};
    bool is_prepared = false;
    if (!take_back(visit, &form, &is_prepared))
        return visit_is_form_fault(visit) && show(visit, visit_put_fault(visit), &form);
    if (!is_prepared)
        return visit_go(visit, front_form_address(visit, &form), "undone");
    form.taken_back = true;
    return show(visit, 200, &form);
}
