#include "newsroom/front_form.h"

#include "newsroom/story_form.h"

enum { BOXES_MAX = 40, SLOTS_MAX = 20 };

// ── which front ───────────────────────────────────────────────────────────────────────────────

// "front", "section-7", "dossier-5"
static bool parse_of(struct str of, struct front_form *form, enum filing_kind *kind)
{
    struct str word, id;
    if (str_is(of, "front")) {
        form->of = FRONT_EDITION;
        return true;
    }
    if (!str_split(of, '-', &word, &id) || !parse_int(id, &form->of_id) || form->of_id <= 0 ||
        !(str_is(word, "section") || str_is(word, "dossier")))
        return false;
    form->of = str_is(word, "section") ? FRONT_SECTION : FRONT_DOSSIER;
    *kind = form->of == FRONT_SECTION ? FILING_SECTION : FILING_DOSSIER;
    return true;
}

bool front_form_find(struct visit *visit, struct txn *txn, struct front_form *form)
{
    struct filing filing;
    enum filing_kind kind = FILING_SECTION;
    *form =
        (struct front_form){.edition = visit_edition(visit, http_param(visit->request, "edition")),
                            .at_slot = -1,
                            .at_box = -1};
    if (!form->edition || !parse_of(http_param(visit->request, "of"), form, &kind))
        return job_fail(visit->job, FAULT_NOT_FOUND, "there is no such front");
    if (form->of == FRONT_EDITION)
        return true;
    if (!filing_get(visit->job, txn, kind, form->of_id, &filing))
        return false;
    form->name = filing.name;
    return filing.edition_id == form->edition->id ||
           job_fail(visit->job, FAULT_NOT_FOUND, "there is no such front");
}

struct str front_form_address(const struct visit *visit, const struct front_form *form)
{
    struct arena *mem = &visit->job->mem;
    struct str front =
        str_printf(mem, "/newsroom/fronts/" STR_FMT "/", STR_ARG(form->edition->slug));
    if (form->of == FRONT_EDITION)
        return str_join(mem, front, S("front/"));
    return str_printf(mem, STR_FMT "%s-%lld/", STR_ARG(front),
                      form->of == FRONT_SECTION ? "section" : "dossier", (long long)form->of_id);
}

// ── names of fields ───────────────────────────────────────────────────────────────────────────

const char *front_field(const struct visit *visit, size_t box, const char *name)
{
    struct arena *mem = &visit->job->mem;
    return str_c(mem, str_printf(mem, "containers[%zu].%s", box, name));
}

const char *front_slot_field(const struct visit *visit, size_t box, size_t slot, const char *name)
{
    struct arena *mem = &visit->job->mem;
    return str_c(mem, str_printf(mem, "containers[%zu].slots[%zu].%s", box, slot, name));
}

// ── from what was sent ────────────────────────────────────────────────────────────────────────

static bool read_slot(const struct visit *visit, size_t box, size_t slot, struct slot_form *out)
{
    const struct form *form = &visit->form;
    struct str story;
    *out = (struct slot_form){0};
    if (!form_find(form, front_slot_field(visit, box, slot, "story"), &story) ||
        !parse_int(story, &out->story_id))
        return false;
    out->kicker = form_text(form, front_slot_field(visit, box, slot, "kicker"));
    out->headline = form_text(form, front_slot_field(visit, box, slot, "headline"));
    out->until = str_trim(form_text(form, front_slot_field(visit, box, slot, "pinned_until")));
    return true;
}

static bool read_box(const struct visit *visit, size_t at, struct box_form *out)
{
    const struct form *form = &visit->form;
    struct str kind;
    struct slot_form slot;
    *out = (struct box_form){0};
    if (!form_find(form, front_field(visit, at, "kind"), &kind) ||
        !container_parse(kind, &out->kind))
        return false;
    out->title = form_text(form, front_field(visit, at, "title"));
    out->fill = form_text(form, front_field(visit, at, "fill"));
    out->sought = str_trim(form_text(form, front_field(visit, at, "add")));
    for (size_t i = 0; i < SLOTS_MAX && read_slot(visit, at, i, &slot); i++)
        *list_add(&visit->job->mem, &out->slots, &out->slots_count, &out->slots_room) = slot;
    return true;
}

void front_form_read(const struct visit *visit, struct front_form *form)
{
    struct box_form box;
    form->base = form_text(&visit->form, "base");
    for (size_t i = 0; i < BOXES_MAX && read_box(visit, i, &box); i++)
        *list_add(&visit->job->mem, &form->boxes, &form->boxes_count, &form->boxes_room) = box;
}

// ── from what is stored, and on to it ─────────────────────────────────────────────────────────

void front_form_of(const struct visit *visit, const struct front *front, struct front_form *form)
{
    struct arena *mem = &visit->job->mem;
    form->base = front_base(visit, front);
    for (size_t i = 0; i < front->containers_count; i++) {
        const struct front_container *c = &front->containers[i];
        struct box_form *box = list_add(mem, &form->boxes, &form->boxes_count, &form->boxes_room);
        *box = (struct box_form){.kind = c->kind, .title = c->title, .fill = c->fill};
        for (size_t j = 0; j < c->slots_count; j++) {
            const struct front_slot *slot = &c->slots[j];
            *list_add(mem, &box->slots, &box->slots_count, &box->slots_room) = (struct slot_form){
                .story_id = slot->card.id,
                .kicker = slot->kicker,
                .headline = slot->headline,
                .until = slot->pinned_until_ms
                             ? local_time(mem, form->edition, slot->pinned_until_ms)
                             : STR_NONE};
        }
    }
}

// A plan shows as a section what has too little for a strip; taken up as it stands, it would go.
static bool settle_plan(struct visit *visit, struct txn *txn, struct front_form *form)
{
    struct front shown;
    if (!front_read(visit->job, txn, form->edition->id, form->of, form->of_id, &shown))
        return false;
    for (size_t i = 0; i < form->boxes_count; i++) {
        struct box_form *box = &form->boxes[i];
        for (size_t j = 0; j < shown.containers_count && box->kind == CONTAINER_STRIP; j++) {
            if (str_eq(shown.containers[j].fill, box->fill))
                box->kind = shown.containers[j].kind;
        }
    }
    return true;
}

bool front_form_load(struct visit *visit, struct txn *txn, struct front_form *form,
                     struct front *stored)
{
    if (!front_chosen(visit->job, txn, &visit->actor, form->edition->id, form->of, form->of_id,
                      stored))
        return false;
    front_form_of(visit, stored, form);
    return stored->id || settle_plan(visit, txn, form);
}

// The fault of a time belongs to its own field.
static bool parse_until(struct visit *visit, const struct front_form *form, struct str until,
                        const char *field, int64_t *out)
{
    struct job *job = visit->job;
    struct fault before = job->fault;
    char why[sizeof(before.fields[0].message)];
    job_forgive(job);
    if (parse_local_time(visit, form->edition, until, out)) {
        job->fault = before;
        return true;
    }
    memcpy(why, job->fault.fields[0].message, sizeof(why));
    job->fault = before;
    return job_fail_field(job, field, "%s", why);
}

bool front_form_containers(struct visit *visit, const struct front_form *form,
                           struct front_container **out)
{
    bool ok = true;
    struct arena *mem = &visit->job->mem;
    *out = arena_array(mem, struct front_container, form->boxes_count + 1);
    for (size_t i = 0; i < form->boxes_count; i++) {
        const struct box_form *box = &form->boxes[i];
        struct front_container *c = &(*out)[i];
        *c = (struct front_container){.kind = box->kind,
                                      .title = box->title,
                                      .fill = box->fill,
                                      .slots =
                                          arena_array(mem, struct front_slot, box->slots_count + 1),
                                      .slots_count = box->slots_count};
        for (size_t j = 0; j < box->slots_count; j++) {
            const struct slot_form *slot = &box->slots[j];
            c->slots[j] = (struct front_slot){
                .card.id = slot->story_id, .kicker = slot->kicker, .headline = slot->headline};
            if (slot->until.len)
                ok = parse_until(visit, form, slot->until,
                                 front_slot_field(visit, i, j, "pinned_until"),
                                 &c->slots[j].pinned_until_ms) &&
                     ok;
        }
    }
    return ok;
}

struct str front_base(const struct visit *visit, const struct front *front)
{
    struct arena *mem = &visit->job->mem;
    struct str *parts = NULL;
    size_t count = 0, room = 0;
    if (!front->id)
        return S("plan"); // whatever the plan is: nobody has chosen it
    for (size_t i = 0; i < front->containers_count; i++) {
        const struct front_container *c = &front->containers[i];
        *list_add(mem, &parts, &count, &room) = str_from(container_word(c->kind));
        *list_add(mem, &parts, &count, &room) = c->title;
        *list_add(mem, &parts, &count, &room) = c->fill;
        for (size_t j = 0; j < c->slots_count; j++) {
            const struct front_slot *slot = &c->slots[j];
            *list_add(mem, &parts, &count, &room) = str_printf(
                mem, "%lld %lld", (long long)slot->card.id, (long long)slot->pinned_until_ms);
            *list_add(mem, &parts, &count, &room) = slot->kicker;
            *list_add(mem, &parts, &count, &room) = slot->headline;
        }
    }
    return base_of(visit, parts, count);
}
