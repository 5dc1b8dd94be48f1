// Fronts: which there are, and one being worked on. Its buttons send the whole form; only "launch"
// writes, and who launches second sees what the first has put.
#include "newsroom/front_form.h"

#include "newsroom/front_show.h"

// ── the list ──────────────────────────────────────────────────────────────────────────────────

static bool is_curated(const struct front_name *names, size_t count, enum front_of of, int64_t id)
{
    for (size_t i = 0; i < count; i++) {
        if (names[i].of == of && names[i].of_id == id)
            return true;
    }
    return false;
}

static void put_row(const struct visit *visit, struct value *rows, const struct front_form *form,
                    bool curated)
{
    struct value *row = list_map(rows);
    map_text(row, "url", front_form_address(visit, form));
    map_text(row, "name", form->name);
    map_text(row, "lang", form->edition->locale.lang);
    map_bool(row, "curated", curated);
    map_bool(row, "dossier", form->of == FRONT_DOSSIER);
}

static bool put_of(struct visit *visit, struct txn *txn, struct value *rows,
                   const struct edition *edition, enum front_of of)
{
    struct front_name *names;
    struct filing *items;
    size_t names_count, count;
    enum filing_kind kind = of == FRONT_SECTION ? FILING_SECTION : FILING_DOSSIER;
    if (!front_list(visit->job, txn, edition->id, &names, &names_count) ||
        !filing_list(visit->job, txn, kind, edition->id, 0, 0, &items, &count))
        return false;
    for (size_t i = 0; i < count; i++) {
        const struct front_form form = {
            .edition = edition, .of = of, .of_id = items[i].id, .name = items[i].name};
        put_row(visit, rows, &form, is_curated(names, names_count, of, items[i].id));
    }
    return true;
}

bool front_show_list(struct visit *visit)
{
    const struct edition *edition = catalogue_edition(visit);
    struct value *rows = map_list(visit->page, "rows");
    struct front front;
    AUTO_TXN txn = read_begin(visit->job, visit->newsroom->options.store, NULL);
    if (!txn.open || !edition ||
        !front_chosen(visit->job, &txn, &visit->actor, edition->id, FRONT_EDITION, 0, &front))
        return false;
    const struct front_form own = {.edition = edition,
                                   .name = visit_phrase(visit, "site.fronts.own")};
    put_row(visit, rows, &own, front.id != 0);
    if (!put_of(visit, &txn, rows, edition, FRONT_SECTION) ||
        !put_of(visit, &txn, rows, edition, FRONT_DOSSIER))
        return false;
    put_edition_tabs(visit, "/newsroom/fronts/", edition);
    return visit_show(visit, 200, visit_phrase(visit, "site.fronts.title"), "front_list");
}

// ── working on one ────────────────────────────────────────────────────────────────────────────

bool front_show_one(struct visit *visit)
{
    struct front_form form;
    struct front stored;
    AUTO_TXN txn = read_begin(visit->job, visit->newsroom->options.store, NULL);
    return txn.open && front_form_find(visit, &txn, &form) &&
           front_form_load(visit, &txn, &form, &stored) &&
           front_show_form(visit, &txn, 200, &form, NULL);
}

// A button that rearranges: nothing is written.
static bool rearrange(struct visit *visit, struct str act)
{
    struct front_form form;
    int status = 200;
    AUTO_TXN txn = read_begin(visit->job, visit->newsroom->options.store, NULL);
    if (!txn.open || !front_form_find(visit, &txn, &form))
        return false;
    front_form_read(visit, &form);
    if (!front_form_act(visit, &txn, &form, act)) {
        if (!visit_is_form_fault(visit))
            return false;
        status = visit_put_fault(visit);
    }
    return front_show_form(visit, &txn, status, &form, NULL);
}

// What will be different, before it is.
static bool look(struct visit *visit)
{
    struct front_form form;
    struct front_container *containers;
    AUTO_TXN txn = read_begin(visit->job, visit->newsroom->options.store, NULL);
    if (!txn.open || !front_form_find(visit, &txn, &form))
        return false;
    front_form_read(visit, &form);
    if (!front_form_containers(visit, &form, &containers))
        return visit_is_form_fault(visit) &&
               front_show_form(visit, &txn, visit_put_fault(visit), &form, NULL);
    const struct front_change change = {
        .press = "launch", .containers = containers, .count = form.boxes_count};
    return front_show_changes(visit, &txn, &form, &change);
}

// ── launching ─────────────────────────────────────────────────────────────────────────────────

// *stored: what stands there now; its base differs from the form's when somebody was faster.
static bool launch(struct visit *visit, struct front_form *form, bool plan, struct front *stored,
                   bool *was_faster)
{
    struct job *job = visit->job;
    struct front_container *containers = NULL;
    AUTO_TXN txn = write_begin(job, visit->newsroom->options.store);
    if (!txn.open || !front_form_find(visit, &txn, form))
        return false;
    front_form_read(visit, form);
    if (!front_chosen(job, &txn, &visit->actor, form->edition->id, form->of, form->of_id, stored))
        return false;
    *was_faster = !str_eq(form->base, front_base(visit, stored));
    if (*was_faster)
        return job_fail(job, FAULT_CONFLICT,
                        "somebody launched this front while you worked on it: theirs stands below. "
                        "Nothing was overwritten; launch again and yours replaces it");
    return front_form_containers(visit, form, &containers) &&
           front_put(job, &txn, &visit->actor, form->edition->id, form->of, form->of_id, containers,
                     plan ? 0 : form->boxes_count) &&
           txn_commit(job, &txn);
}

static bool launch_it(struct visit *visit, bool plan)
{
    struct front_form form = {0};
    struct front stored;
    bool was_faster = false;
    if (launch(visit, &form, plan, &stored, &was_faster))
        return visit_go(visit, front_form_address(visit, &form), plan ? "planned" : "launched");
    if (!visit_is_form_fault(visit))
        return false;
    int status = visit_put_fault(visit);
    AUTO_TXN txn = read_begin(visit->job, visit->newsroom->options.store, NULL);
    if (!txn.open)
        return false;
    if (was_faster)
        form.base = front_base(visit, &stored);
    return front_show_form(visit, &txn, status, &form, was_faster ? &stored : NULL);
}

static bool ask_plan(struct visit *visit)
{
    struct front_form form;
    AUTO_TXN txn = read_begin(visit->job, visit->newsroom->options.store, NULL);
    if (!txn.open || !front_form_find(visit, &txn, &form))
        return false;
    front_form_read(visit, &form);
    return front_show_changes(visit, &txn, &form, &(struct front_change){.press = "to_plan"});
}

bool front_work(struct visit *visit)
{
    struct str act = form_text(&visit->form, "do");
    if (str_is(act, "launch"))
        return launch_it(visit, false);
    if (str_is(act, "to_plan"))
        return launch_it(visit, true);
    if (str_is(act, "look"))
        return look(visit);
    if (str_is(act, "plan"))
        return ask_plan(visit);
    if (str_is(act, "ask_back"))
        return front_ask_back(visit);
    if (str_is(act, "back_it"))
        return front_take_back(visit);
    return rearrange(visit, act);
}
