// The front of an edition: what its editors chose, and where nothing is chosen, the newest.
#include "page/internal.h"

enum { SECONDS_MAX = 4, LATEST_MAX = 8, STACK_MAX = 4, BLOCK_STORIES = STACK_MAX + 1 };

static bool put_top(const struct making *m, struct value *page, const struct story_cards *cards)
{
    struct value *seconds = map_list(page, "seconds"), *latest = map_list(page, "latest");
    for (size_t i = 0; i < cards->count; i++) {
        const struct story_card *card = &cards->items[i];
        if (i == 0 && !card_fill(m, map_map(page, "lead"), card, "lead", NULL))
            return false;
        if (i > 0 && i <= SECONDS_MAX && !card_fill(m, list_map(seconds), card, "top", NULL))
            return false;
        if (i > SECONDS_MAX) {
            struct value *row = list_map(latest);
            if (!card_fill(m, row, card, "now", NULL))
                return false;
            map_text(row, "standfirst", STR_NONE);
        }
    }
    map_bool(page, "empty", cards->count == 0);
    map_bool(page, "has_seconds", cards->count > 1);
    map_bool(page, "has_latest", cards->count > 1 + SECONDS_MAX);
    return true;
}

// The stories of `list` that do not stand above already.
static size_t without(const struct story_cards *above, const struct story_cards *list,
                      const struct story_card **out, size_t max)
{
    size_t count = 0;
    for (size_t i = 0; i < list->count && count < max; i++) {
        bool is_above = false;
        for (size_t j = 0; j < above->count && !is_above; j++)
            is_above = above->items[j].id == list->items[i].id;
        if (!is_above)
            out[count++] = &list->items[i];
    }
    return count;
}

static bool put_block(const struct making *m, struct value *blocks, const struct filing *section,
                      const struct story_cards *above)
{
    struct arena *mem = &m->job->mem;
    struct story_cards cards;
    struct str list = str_printf(mem, "section:%lld/list", (long long)section->id);
    if (!story_list(m->job, m->txn, list, BLOCK_STORIES + above->count, 0, &cards))
        return false;
    const struct story_card *chosen[BLOCK_STORIES];
    size_t count = without(above, &cards, chosen, BLOCK_STORIES);
    if (count == 0)
        return true;
    struct value *block = list_map(blocks);
    map_text(block, "id", str_printf(mem, "block-%lld", (long long)section->id));
    map_text(block, "hue", section->note.len ? section->note : S("news"));
    map_text(block, "name", section->name);
    map_text(block, "url", href(m, filing_path(mem, section, m->edition.slug)));
    map_text(block, "more", words_with(mem, m->words, "more_from", "name", section->name));
    if (!card_fill(m, map_map(block, "big"), chosen[0], "big", NULL))
        return false;
    struct value *stack = map_list(block, "stack");
    map_bool(block, "has_stack", count > 1);
    for (size_t i = 1; i < count; i++)
        if (!card_fill(m, list_map(stack), chosen[i], "stack", NULL))
            return false;
    return true;
}

static bool put_blocks(const struct making *m, struct value *page, const struct story_cards *above)
{
    struct filing *sections;
    size_t count;
    if (!filing_list(m->job, m->txn, FILING_SECTION, m->edition.id, 100, 0, &sections, &count))
        return false;
    struct value *blocks = map_list(page, "blocks");
    for (size_t i = 0; i < count; i++) {
        bool is_top = sections[i].parent_id == 0 && !sections[i].hidden;
        if (is_top && !put_block(m, blocks, &sections[i], above))
            return false;
    }
    return true;
}

bool fill_front(const struct making *m, struct value *page)
{
    struct story_cards cards;
    struct str list = str_printf(&m->job->mem, "latest:" STR_FMT, STR_ARG(m->edition.slug));
    note_printf(m->txn->notes, "front:" STR_FMT, STR_ARG(m->edition.slug));
    if (!story_list(m->job, m->txn, list, 1 + SECONDS_MAX + LATEST_MAX, 0, &cards))
        return false;
    if (!put_top(m, page, &cards))
        return false;
    map_text(page, "latest_url",
             str_printf(&m->job->mem, "/" STR_FMT "/latest/", STR_ARG(m->edition.slug)));
    return put_blocks(m, page, &cards);
}

bool make_front(struct making *m)
{
    struct edition *editions;
    size_t count;
    if (!edition_list(m->job, m->txn, &editions, &count))
        return false;
    struct alternate *fronts = arena_array(&m->job->mem, struct alternate, count);
    for (size_t i = 0; i < count; i++)
        fronts[i] = (struct alternate){
            editions[i].slug, str_printf(&m->job->mem, "/" STR_FMT "/", STR_ARG(editions[i].slug))};
    struct str path = str_printf(&m->job->mem, "/" STR_FMT "/", STR_ARG(m->edition.slug));
    put_content(m, str_printf(&m->job->mem, "front:" STR_FMT, STR_ARG(m->edition.slug)));
    return frame_finish(m, m->edition.title, m->edition.slogan, path, fronts, count) &&
           frame_render(m, S("front"));
}

bool put_containers(const struct making *m, struct value *part, const struct front *front,
                    struct id_list *ids)
{
    return true;
}
