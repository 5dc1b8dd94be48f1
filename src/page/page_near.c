// What stands beside and below a story: the coverage it belongs to, what to read next.
#include "page/internal.h"

#include "text/unicode.h"

enum { COVERAGE_STORIES = 5, NEXT_STORIES = 6, OPENING_CHARS = 180 };

static const struct picture_use beside = {.shape = MEDIA_16X9,
                                          .sizes = "(min-width: 62em) 20rem, 100vw",
                                          .decorative = true,
                                          .captioned = true};
static const struct picture_use in_reel = {.shape = MEDIA_16X9,
                                           .sizes = "(min-width: 46em) 18rem, 75vw",
                                           .decorative = true,
                                           .captioned = true};

// ── coverage ──────────────────────────────────────────────────────────────────────────────────

// The newest of the dossier that stand neither in the story's boxes nor are it.
static bool find_coverage(const struct making *m, const struct story *story, struct id_list boxes,
                          struct story_cards *out)
{
    struct story_cards cards,
        kept = {.items = arena_array(&m->job->mem, struct story_card, COVERAGE_STORIES)};
    if (story->dossiers_count == 0) {
        *out = kept;
        return true;
    }
    struct str list =
        str_printf(&m->job->mem, "dossier:%lld/list", (long long)story->dossiers[0].id);
    if (!story_list(m->job, m->txn, list, COVERAGE_STORIES + 1 + boxes.count, 0, &cards))
        return false;
    for (size_t i = 0; i < cards.count && kept.count < COVERAGE_STORIES; i++) {
        if (cards.items[i].id != story->state.id && !has_id(boxes, cards.items[i].id))
            kept.items[kept.count++] = cards.items[i];
    }
    *out = kept;
    return true;
}

static bool put_cards(const struct making *m, struct value *part, const struct story_cards *cards,
                      const char *slot, const struct picture_use *use)
{
    struct value *list = map_list(part, "stories");
    map_bool(part, "has_stories", cards->count > 0);
    for (size_t i = 0; i < cards->count; i++) {
        struct value *item = list_map(list);
        if (!card_fill(m, item, &cards->items[i], slot, use))
            return false;
        map_text(item, "kind", kind_label(m, cards->items[i].kind));
    }
    return true;
}

bool fill_coverage(const struct making *m, struct value *part, const struct story *story)
{
    struct id_list boxes;
    struct story_cards cards;
    map_bool(part, "any", story->dossiers_count > 0);
    if (story->dossiers_count == 0)
        return true;
    const struct filing *dossier = &story->dossiers[0];
    if (!boxes_read(m, story, &boxes) || !find_coverage(m, story, boxes, &cards))
        return false;
    map_text(part, "name", dossier->name);
    map_text(part, "url", href(m, filing_path(&m->job->mem, dossier, m->edition.slug)));
    map_text(part, "text", text_opening(m, dossier->text, OPENING_CHARS));
    return put_picture(m, part, dossier->picture_id, &beside) &&
           put_cards(m, part, &cards, "coverage", NULL);
}

// ── what to read next ─────────────────────────────────────────────────────────────────────────

static struct id_list joined(struct arena *mem, struct id_list a, const struct story_cards *b)
{
    struct id_list both = {arena_array(mem, int64_t, a.count + b->count + 1), 0};
    for (size_t i = 0; i < a.count; i++)
        both.items[both.count++] = a.items[i];
    for (size_t i = 0; i < b->count; i++)
        both.items[both.count++] = b->items[i].id;
    return both;
}

// What the editor chose and no box shows; of this edition, like the page it is read on.
static bool find_chosen(const struct making *m, const struct story *story, struct id_list on_page,
                        struct story_cards *out)
{
    struct id_list ids = {arena_array(&m->job->mem, int64_t, story->related.count + 1), 0};
    struct story_cards cards;
    for (size_t i = 0; i < story->related.count; i++) {
        if (!has_id(on_page, story->related.items[i]))
            ids.items[ids.count++] = story->related.items[i];
    }
    if (!story_cards_of(m->job, m->txn, ids, &cards))
        return false;
    out->count = 0;
    for (size_t i = 0; i < cards.count && out->count < NEXT_STORIES; i++) {
        if (cards.items[i].edition_id == m->edition.id)
            out->items[out->count++] = cards.items[i];
    }
    return true;
}

static bool find_next(const struct making *m, const struct story *story, struct story_cards *out)
{
    struct arena *mem = &m->job->mem;
    struct story_cards coverage, near,
        next = {.items = arena_array(mem, struct story_card, NEXT_STORIES)};
    struct id_list boxes;
    if (!boxes_read(m, story, &boxes) || !find_coverage(m, story, boxes, &coverage))
        return false;
    struct id_list on_page = joined(mem, boxes, &coverage);
    if (!find_chosen(m, story, on_page, &next) ||
        !near_list(m->job, m->txn, story, joined(mem, on_page, &next), NEXT_STORIES - next.count,
                   &near))
        return false;
    for (size_t i = 0; i < near.count; i++)
        next.items[next.count++] = near.items[i];
    *out = next;
    return true;
}

bool fill_next(const struct making *m, struct value *part, const struct story *story)
{
    struct story_cards cards;
    if (!find_next(m, story, &cards))
        return false;
    map_bool(part, "any", cards.count > 0);
    map_text(part, "url",
             story->section.id
                 ? href(m, filing_path(&m->job->mem, &story->section, m->edition.slug))
                 : str_printf(&m->job->mem, "/" STR_FMT "/latest/", STR_ARG(m->edition.slug)));
    return put_cards(m, part, &cards, "next", &in_reel);
}
