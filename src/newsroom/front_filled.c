// What the lists would fill into a front's containers, as readers would see it: shown beside what
// was chosen, so that one knows what one leaves to the newspaper.
#include "newsroom/front_show.h"

// Stories alone; a container carries its place in its id, since those with too little are dropped.
static struct front_container *bare_containers(struct arena *mem, const struct front_form *form)
{
    struct front_container *all = arena_array(mem, struct front_container, form->boxes_count + 1);
    for (size_t i = 0; i < form->boxes_count; i++) {
        const struct box_form *box = &form->boxes[i];
        all[i] = (struct front_container){
            .id = (int64_t)i + 1,
            .kind = box->kind,
            .fill = box->fill,
            .slots = arena_array(mem, struct front_slot, box->slots_count + 1),
            .slots_count = box->slots_count};
        for (size_t j = 0; j < box->slots_count; j++)
            all[i].slots[j].card.id = box->slots[j].story_id;
    }
    return all;
}

static bool is_chosen(const struct box_form *box, int64_t story_id)
{
    for (size_t i = 0; i < box->slots_count; i++) {
        if (box->slots[i].story_id == story_id)
            return true;
    }
    return false;
}

static void put_filled(const struct visit *visit, struct value *map, const struct front_form *form,
                       size_t at, const struct front_container *container)
{
    struct value *list = map_list(map, "filled");
    for (size_t i = 0; i < container->slots_count; i++) {
        const struct story_card *card = &container->slots[i].card;
        if (is_chosen(&form->boxes[at], card->id))
            continue;
        struct value *one = list_map(list);
        map_text(one, "headline", card->headline);
        map_text(one, "lang", form->edition->locale.lang);
        map_text(one, "value",
                 str_printf(&visit->job->mem, "put:%zu:%lld", at, (long long)card->id));
    }
}

bool put_front_filled(struct visit *visit, struct txn *txn, const struct front_form *form,
                      struct value **boxes)
{
    struct front front;
    if (!front_would_be(visit->job, txn, form->edition->id, bare_containers(&visit->job->mem, form),
                        form->boxes_count, &front))
        return false;
    for (size_t i = 0; i < form->boxes_count; i++) {
        map_bool(boxes[i], "shown", false);
        map_list(boxes[i], "filled");
    }
    for (size_t i = 0; i < front.containers_count; i++) {
        size_t at = (size_t)front.containers[i].id - 1;
        map_bool(boxes[at], "shown", true);
        put_filled(visit, boxes[at], form, at, &front.containers[i]);
    }
    return true;
}
