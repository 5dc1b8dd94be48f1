// What launching a front will change for readers: asked before it is done.
#include "newsroom/front_show.h"

// Where a story stands: the container's name and the place in it.
struct standing {
    int64_t story_id;
    struct str headline, box;
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

static void put_changes(struct visit *visit, const struct standings *before,
                        const struct standings *after, struct str lang)
{
    struct value *added = map_list(visit->page, "added");
    struct value *moved = map_list(visit->page, "moved");
    struct value *removed = map_list(visit->page, "removed");
    bool any = false;
    for (size_t i = 0; i < after->count; i++) {
        const struct standing *now = &after->items[i], *was = find(before, now->story_id);
        bool is_same = was && was->slot_at == now->slot_at && str_eq(was->box, now->box);
        any = any || !is_same;
        if (!was)
            put_change(visit, added, now, STR_NONE, now->box, lang);
        else if (!is_same)
            put_change(visit, moved, now, was->box, now->box, lang);
    }
    for (size_t i = 0; i < before->count; i++) {
        const struct standing *was = &before->items[i];
        if (find(after, was->story_id))
            continue;
        any = true;
        put_change(visit, removed, was, was->box, STR_NONE, lang);
    }
    map_bool(visit->page, "any", any);
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

bool front_show_changes(struct visit *visit, struct txn *txn, const struct front_form *form,
                        const struct front_container *containers)
{
    struct front before, after = {0};
    if (!front_read(visit->job, txn, form->edition->id, form->of, form->of_id, &before) ||
        (containers && !front_would_be(visit->job, txn, form->edition->id, containers,
                                       form->boxes_count, &after)))
        return false;
    struct standings was = standings_of(visit, &before), is = standings_of(visit, &after);
    if (!containers)
        is = was; // the plan is made by the newspaper itself
    put_changes(visit, &was, &is, form->edition->locale.lang);
    put_carried(visit);
    put_front(visit, form);
    map_bool(visit->page, "to_plan", !containers);
    return visit_show(visit, 200, front_title(visit, form), "front_look");
}
