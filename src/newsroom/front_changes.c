// What launching a front will change for readers: asked before it is done.
#include "newsroom/front_show.h"

// Where a story stands, and in which words: the container's name and the place in it.
struct standing {
    int64_t story_id;
    struct str headline, kicker, box;
    size_t box_at, slot_at;
};
struct standings {
    struct standing *items;
    size_t count, room;
};

static struct standings standings_of(const struct visit *visit, const struct front *front)
{
    struct standings all = {0};
    for (size_t i = 0; i < front->containers_count; i++) {
        for (size_t j = 0; j < front->containers[i].slots_count; j++) {
            const struct front_slot *slot = &front->containers[i].slots[j];
            *list_add(&visit->job->mem, &all.items, &all.count, &all.room) = (struct standing){
                .story_id = slot->card.id,
                .headline = slot->headline.len ? slot->headline : slot->card.headline,
                .kicker = slot->kicker.len ? slot->kicker : slot->card.kicker,
                .box = front_box_name(visit, &front->containers[i]),
                .box_at = i,
                .slot_at = j};
        }
    }
    return all;
}

static const struct standing *find(const struct standings *all, int64_t story_id)
{
    for (size_t i = 0; i < all->count; i++) {
        if (all->items[i].story_id == story_id)
            return &all->items[i];
    }
    return NULL;
}

static void put_change(const struct visit *visit, struct value *list, const struct standing *s,
                       struct str from, struct str to, struct str lang)
{
    struct value *change = list_map(list);
    map_text(change, "headline", s->headline);
    map_text(change, "lang", lang);
    map_text(change, "from", from);
    map_text(change, "to", to);
    map_text(change, "place",
             number_text(&visit->job->mem, &visit->locale, (int64_t)s->slot_at + 1));
}

static bool is_same_place(const struct standing *a, const struct standing *b)
{
    return a->slot_at == b->slot_at && str_eq(a->box, b->box);
}

static bool is_same_text(const struct standing *a, const struct standing *b)
{
    return str_eq(a->headline, b->headline) && str_eq(a->kicker, b->kicker);
}

// What is there after: new, elsewhere, or in other words.
static bool put_present(struct visit *visit, const struct standings *before,
                        const struct standings *after, struct str lang)
{
    struct value *added = map_list(visit->page, "added"), *moved = map_list(visit->page, "moved");
    struct value *reworded = map_list(visit->page, "reworded");
    bool any = false;
    for (size_t i = 0; i < after->count; i++) {
        const struct standing *now = &after->items[i], *was = find(before, now->story_id);
        bool is_moved = was && !is_same_place(was, now);
        bool is_reworded = was && !is_same_text(was, now);
        any = any || !was || is_moved || is_reworded;
        if (!was)
            put_change(visit, added, now, STR_NONE, now->box, lang);
        if (is_moved)
            put_change(visit, moved, now, was->box, now->box, lang);
        if (is_reworded)
            put_change(visit, reworded, now, STR_NONE, now->box, lang);
    }
    return any;
}

static bool put_gone(struct visit *visit, const struct standings *before,
                     const struct standings *after, struct str lang)
{
    struct value *removed = map_list(visit->page, "removed");
    bool any = false;
    for (size_t i = 0; i < before->count; i++) {
        const struct standing *was = &before->items[i];
        if (find(after, was->story_id))
            continue;
        any = true;
        put_change(visit, removed, was, was->box, STR_NONE, lang);
    }
    return any;
}

// Do containers that are there before and after stand in another order, by the stories in them?
static bool is_reordered(const struct standings *before, const struct standings *after)
{
    size_t last = 0;
    for (size_t i = 0; i < after->count; i++) {
        const struct standing *was = find(before, after->items[i].story_id);
        if (!was || !str_eq(was->box, after->items[i].box))
            continue;
        if (was->box_at < last)
            return true;
        last = was->box_at;
    }
    return false;
}

static void put_changes(struct visit *visit, const struct standings *before,
                        const struct standings *after, struct str lang)
{
    bool reordered = is_reordered(before, after);
    bool any = put_present(visit, before, after, lang);
    any = put_gone(visit, before, after, lang) || any;
    map_bool(visit->page, "reordered", reordered);
    map_bool(visit->page, "any", any || reordered);
}

// The form goes along, field by field, so that one can go back to it.
static void put_carried(struct visit *visit)
{
    struct value *carried = map_list(visit->page, "carried");
    for (size_t i = 0; i < visit->form.count; i++) {
        const struct form_field *field = &visit->form.fields[i];
        if (field->is_file || !str_starts(field->name, S("containers[")))
            continue;
        struct value *one = list_map(carried);
        map_text(one, "name", field->name);
        map_text(one, "value", field->value);
    }
}

// The button's name: "launch", "plan", "undo", "redo".
static struct str press_name(const struct visit *visit, const struct front_change *change)
{
    if (change->launch)
        return visit_phrase(visit,
                            change->launch->is_undo ? "site.fronts.redo" : "site.fronts.undo");
    return visit_phrase(visit, change->count ? "site.fronts.launch" : "site.fronts.plan");
}

static struct str lead(const struct visit *visit, const struct front_change *change)
{
    if (!change->launch)
        return STR_NONE;
    return visit_phrase(visit, change->launch->is_undo ? "site.fronts.redo_lead"
                                                       : "site.fronts.undo_lead");
}

static void put_press(struct visit *visit, const struct front_change *change)
{
    map_text(visit->page, "press", str_from(change->press));
    map_text(visit->page, "press_name", press_name(visit, change));
    map_text(visit->page, "lead", lead(visit, change));
    map_text(visit->page, "launch",
             change->launch ? str_printf(&visit->job->mem, "%lld", (long long)change->launch->id)
                            : STR_NONE);
    map_bool(visit->page, "to_plan", !change->count);
}

bool front_show_changes(struct visit *visit, struct txn *txn, const struct front_form *form,
                        const struct front_change *change)
{
    struct front before, after = {0};
    if (!front_read(visit->job, txn, form->edition->id, form->of, form->of_id, &before) ||
        (change->count && !front_would_be(visit->job, txn, form->edition->id, change->containers,
                                          change->count, &after)))
        return false;
    struct standings was = standings_of(visit, &before), is = standings_of(visit, &after);
    if (!change->count)
        is = was; // the plan is made by the newspaper itself
    put_changes(visit, &was, &is, form->edition->locale.lang);
    put_carried(visit);
    put_front(visit, form);
    put_press(visit, change);
    return visit_show(visit, 200, front_title(visit, form), "front_look");
}
