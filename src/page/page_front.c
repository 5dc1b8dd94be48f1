// The front of an edition, and the containers that section fronts and dossiers have too.
#include "page/internal.h"

#define LEAD_SIZES "(min-width: 82em) 39rem, (min-width: 62em) 48vw, 100vw"
#define WIDE_SIZES "(min-width: 82em) 52rem, (min-width: 62em) 65vw, 100vw"
#define HALF_SIZES "(min-width: 82em) 39rem, (min-width: 46em) 48vw, 100vw"
#define CARD_SIZES "(min-width: 62em) 19rem, (min-width: 46em) 46vw, 8rem"
#define STRIP_SIZES "(min-width: 46em) 17rem, 14rem"
#define THUMB_SIZES "8rem"

// How a kind of container shows its stories: which of them has a picture, and which its standfirst.
static const struct look {
    bool has_first;   // one stands apart from the rest
    bool first_stand; // with its standfirst
    bool rest_stand;  // the others too, where they have no picture
    enum media_shape first_shape, rest_shape;
    const char *first_sizes, *rest_sizes;
    size_t pictures; // how many of the rest have one
} looks[CONTAINER_KINDS] = {
    [CONTAINER_LEAD] = {true, true, true, MEDIA_5X4, MEDIA_16X9, LEAD_SIZES, CARD_SIZES, 1},
    [CONTAINER_PAIR] = {false, false, true, MEDIA_16X9, MEDIA_16X9, "", HALF_SIZES, 2},
    [CONTAINER_BIG] = {true, true, true, MEDIA_16X9, MEDIA_16X9, WIDE_SIZES, CARD_SIZES, 3},
    [CONTAINER_ROW4] = {false, false, true, MEDIA_16X9, MEDIA_16X9, "", CARD_SIZES, 4},
    [CONTAINER_ROW3] = {false, false, true, MEDIA_16X9, MEDIA_16X9, "", HALF_SIZES, 3},
    [CONTAINER_SECTION] = {true, true, false, MEDIA_16X9, MEDIA_16X9, HALF_SIZES, CARD_SIZES, 4},
    [CONTAINER_OPINION] = {false, false, true, MEDIA_1X1, MEDIA_1X1, "", THUMB_SIZES, 4},
    [CONTAINER_STRIP] = {false, false, false, MEDIA_16X9, MEDIA_16X9, "", STRIP_SIZES, 8},
    [CONTAINER_DOSSIER] = {true, true, false, MEDIA_16X9, MEDIA_4X3, HALF_SIZES, THUMB_SIZES, 4},
    [CONTAINER_LIST] = {false, false, false, MEDIA_4X3, MEDIA_4X3, "", THUMB_SIZES, 8},
};

struct box { // a container on its way into the page
    const struct making *m;
    const struct front_container *container;
    const struct look *look;
    bool is_first;  // of the page: its picture is waited for
    bool is_narrow; // beside the lead: no pictures
};

// ── stories ───────────────────────────────────────────────────────────────────────────────────

// An opinion is somebody's: the names, and the first one's portrait instead of the story's picture.
static bool put_authors(const struct box *box, struct value *map, const struct story_card *card)
{
    const struct making *m = box->m;
    struct filing *authors;
    size_t count;
    struct buf b;
    const struct picture_use portrait = {MEDIA_1X1, THUMB_SIZES, false, true, false};
    if (!story_authors(m->job, m->txn, card->id, &authors, &count))
        return false;
    buf_start(&b, &m->job->mem, 64 << 10);
    for (size_t i = 0; i < count; i++) {
        buf_add(&b, i ? words_phrase(m->words, "comma") : STR_NONE);
        buf_add(&b, authors[i].name);
    }
    map_text(map, "byline", buf_str(&b));
    return put_picture(m, map, count ? authors[0].picture_id : 0, &portrait);
}

// The section's name over its own stories says nothing new.
static bool is_in_its_section(const struct box *box, const struct story_card *card)
{
    const struct filing *of = &box->container->of;
    return of->id && of->kind == FILING_SECTION && str_eq(of->path, card->section_path);
}

static void put_words(const struct box *box, struct value *map, const struct front_slot *slot,
                      bool with_stand)
{
    const struct story_card *card = &slot->card;
    bool is_timed = box->container->kind == CONTAINER_LIST;
    if (slot->headline.len)
        map_text(map, "headline", slot->headline);
    if (slot->kicker.len)
        map_text(map, "kicker", slot->kicker);
    else if (!card->kicker.len && is_in_its_section(box, card))
        map_text(map, "kicker", STR_NONE);
    if (!with_stand)
        map_text(map, "standfirst", STR_NONE);
    map_text(map, "time",
             is_timed
                 ? date_time_medium(&box->m->job->mem, &box->m->edition.locale, card->published_ms)
                 : STR_NONE);
}

static bool put_first(const struct box *box, struct value *map, const struct front_slot *slot)
{
    const struct picture_use use = {box->look->first_shape, box->look->first_sizes, box->is_first,
                                    true, false};
    if (!card_fill(box->m, map, &slot->card, container_word(box->container->kind), &use))
        return false;
    put_words(box, map, slot, box->look->first_stand);
    return true;
}

// Of two stories in a section, each has half of it.
static const char *rest_sizes(const struct box *box)
{
    bool is_half = box->container->kind == CONTAINER_SECTION && box->container->slots_count == 2;
    return is_half ? HALF_SIZES : box->look->rest_sizes;
}

// A lead has one picture beside its own; without it, those below stand in a row and all have
// theirs.
static bool has_picture(const struct box *box, size_t at)
{
    const struct front_container *container = box->container;
    if (box->is_narrow || container->kind == CONTAINER_OPINION)
        return false;
    if (container->kind == CONTAINER_LEAD && !container->slots[0].card.picture_id)
        return true;
    return at < box->look->pictures;
}

static bool put_one(const struct box *box, struct value *map, const struct front_slot *slot,
                    size_t at)
{
    enum container_kind kind = box->container->kind;
    const struct picture_use use = {box->look->rest_shape, rest_sizes(box), false, true, false};
    bool pictured = has_picture(box, at);
    if (!card_fill(box->m, map, &slot->card, container_word(kind), pictured ? &use : NULL))
        return false;
    put_words(box, map, slot, box->look->rest_stand && !(pictured && slot->card.picture_id));
    if (kind != CONTAINER_OPINION)
        return true;
    map_text(map, "kicker", slot->kicker); // whose it is stands there
    return put_authors(box, map, &slot->card);
}

static bool put_stories(const struct box *box, struct value *map)
{
    const struct front_container *container = box->container;
    size_t first = box->look->has_first ? 1 : 0;
    bool is_list = container->kind == CONTAINER_LIST;
    map_text(map, "first", STR_NONE);
    if (first && !put_first(box, map_map(map, "first"), &container->slots[0]))
        return false;
    struct value *rest = map_list(map, is_list ? "rows" : "rest");
    for (size_t i = first; i < container->slots_count; i++) {
        if (!put_one(box, list_map(rest), &container->slots[i], i - first))
            return false;
    }
    map_bool(map, "has_rows", is_list);
    map_bool(map, "has_rest", !is_list && container->slots_count > first);
    return true;
}

// ── containers ────────────────────────────────────────────────────────────────────────────────

static struct str find_url(const struct box *box)
{
    const struct making *m = box->m;
    struct arena *mem = &m->job->mem;
    if (box->container->of.id)
        return href(m, filing_path(mem, &box->container->of, m->edition.slug));
    if (str_starts(box->container->fill, S("latest:")) && box->container->kind == CONTAINER_LIST)
        return str_printf(mem, "/" STR_FMT "/latest/", STR_ARG(m->edition.slug));
    return STR_NONE;
}

// What it is called where its reader can see it; leads and rows speak for themselves.
static struct str find_name(const struct box *box, struct str url)
{
    const struct front_container *container = box->container;
    if (container->title.len)
        return container->title;
    switch (container->kind) {
    case CONTAINER_SECTION:
    case CONTAINER_OPINION:
    case CONTAINER_STRIP:
    case CONTAINER_DOSSIER:
    case CONTAINER_LIST:
        if (container->of.id)
            return container->of.name;
        return url.len ? words_phrase(box->m->words, "latest") : STR_NONE;
    case CONTAINER_LEAD:
    case CONTAINER_PAIR:
    case CONTAINER_BIG:
    case CONTAINER_ROW4:
    case CONTAINER_ROW3:
    case CONTAINER_KINDS:
        break;
    }
    return STR_NONE;
}

// A dossier's text can be long; its first paragraph says what it is about.
static struct str first_paragraph(struct str text)
{
    ptrdiff_t end = str_find(text, S("\n\n"));
    return end < 0 ? text : str_from_to(text, 0, (size_t)end);
}

static void put_heading(const struct box *box, struct value *map)
{
    const struct making *m = box->m;
    const struct front_container *container = box->container;
    bool is_section = container->of.id && container->of.kind == FILING_SECTION;
    bool is_dossier = container->of.id && container->of.kind == FILING_DOSSIER;
    struct str url = find_url(box), name = find_name(box, url);
    map_text(map, "name", name);
    map_text(map, "url", name.len ? url : STR_NONE);
    map_text(map, "more", words_with(&m->job->mem, m->words, "more_from", "name", name));
    map_text(map, "label",
             words_phrase(m->words, container->kind == CONTAINER_LEAD ? "top" : "top_more"));
    map_text(map, "over",
             container->kind == CONTAINER_DOSSIER ? words_phrase(m->words, "dossier") : STR_NONE);
    map_text(map, "text",
             container->kind == CONTAINER_DOSSIER && is_dossier
                 ? first_paragraph(container->of.text)
                 : STR_NONE);
    map_text(map, "hue", is_section && container->of.note.len ? container->of.note : S("news"));
}

static void put_id(const struct box *box, struct value *map)
{
    const struct front_container *container = box->container;
    const char *word = container_word(container->kind);
    struct arena *mem = &box->m->job->mem;
    map_text(map, "kind", str_from(word));
    map_int(map, "count", (int64_t)container->slots_count);
    map_text(map, "id",
             container->id      ? str_printf(mem, "box-%lld", (long long)container->id)
             : container->of.id ? str_printf(mem, "box-%s-%lld", word, (long long)container->of.id)
                                : str_printf(mem, "box-%s", word));
}

// Two small sections in a row share it.
static void put_halves(const struct making *m, const struct front *front, struct value **maps)
{
    enum { SMALL = 2 };
    for (size_t i = 0; i < front->containers_count; i++) {
        const struct front_container *here = &front->containers[i];
        bool is_pair = i + 1 < front->containers_count;
        for (size_t j = 0; j < 2 && is_pair; j++)
            is_pair = here[j].kind == CONTAINER_SECTION && here[j].slots_count <= SMALL;
        map_bool(maps[i], "half", is_pair);
        if (is_pair)
            map_bool(maps[++i], "half", true);
    }
}

bool put_containers(const struct making *m, struct value *part, const struct front *front,
                    struct id_list *ids)
{
    struct value *list = map_list(part, "containers");
    struct value **maps = arena_array(&m->job->mem, struct value *, front->containers_count + 1);
    size_t count = 0, room = 0;
    int64_t *stories = NULL;
    for (size_t i = 0; i < front->containers_count; i++) {
        const struct front_container *container = &front->containers[i];
        struct box box = {.m = m,
                          .container = container,
                          .look = &looks[container->kind],
                          .is_first = i == 0,
                          .is_narrow = i && container[-1].kind == CONTAINER_LEAD};
        maps[i] = list_map(list);
        put_id(&box, maps[i]);
        put_heading(&box, maps[i]);
        if (!put_stories(&box, maps[i]))
            return false;
        for (size_t j = 0; j < container->slots_count; j++)
            *list_add(&m->job->mem, &stories, &count, &room) = container->slots[j].card.id;
    }
    put_halves(m, front, maps);
    map_bool(part, "has_containers", front->containers_count > 0);
    if (ids)
        *ids = (struct id_list){stories, count};
    return true;
}

// ── the page ──────────────────────────────────────────────────────────────────────────────────

bool fill_front(const struct making *m, struct value *part)
{
    struct front front;
    return front_read(m->job, m->txn, m->edition.id, FRONT_EDITION, 0, &front) &&
           put_containers(m, part, &front, NULL);
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
    put_region(m, "dossiers", "dossiers", m->edition.slug);
    put_region(m, "mostread", "mostread", m->edition.slug);
    return frame_finish(m, m->edition.title, m->edition.slogan, path, fronts, count) &&
           frame_render(m, S("front"));
}
