// Related boxes: what an editor chose, completed by what was chosen when the story went out.
#include "page/internal.h"

enum { BOX_STORIES = 3, BOX_AFTER_PARAGRAPH = 3, BOX_INSIDE_FROM_BLOCKS = 6 };

bool has_id(struct id_list ids, int64_t id)
{
    for (size_t i = 0; i < ids.count; i++) {
        if (ids.items[i] == id)
            return true;
    }
    return false;
}

// ── where the box stands ──────────────────────────────────────────────────────────────────────

static bool has_box(const struct block *body)
{
    for (size_t i = 0; i < body->children_count; i++) {
        if (body->children[i].type == BLOCK_RELATED)
            return true;
    }
    return false;
}

static size_t place_of_box(const struct block *body)
{
    size_t paragraphs = 0;
    if (body->children_count < BOX_INSIDE_FROM_BLOCKS)
        return body->children_count;
    for (size_t i = 0; i < body->children_count; i++) {
        paragraphs += body->children[i].type == BLOCK_PARAGRAPH;
        if (paragraphs == BOX_AFTER_PARAGRAPH)
            return i + 1;
    }
    return body->children_count;
}

struct block *boxes_place(struct arena *mem, const struct block *body)
{
    struct block *doc = arena_new(mem, struct block);
    *doc = *body;
    if (has_box(body))
        return doc;
    size_t place = place_of_box(body), count = body->children_count;
    doc->children_count = count + 1;
    doc->children = arena_array(mem, struct block, count + 1);
    for (size_t i = 0; i < count; i++)
        doc->children[i < place ? i : i + 1] = body->children[i];
    doc->children[place] = (struct block){.type = BLOCK_RELATED, .id = S("related")};
    return doc;
}

// ── what stands in it ─────────────────────────────────────────────────────────────────────────

static void add_shown(struct related_boxes *boxes, int64_t id)
{
    *list_add(&boxes->making.job->mem, &boxes->shown.items, &boxes->shown.count, &boxes->room) = id;
}

static bool is_new(const struct related_boxes *boxes, int64_t id)
{
    return id != boxes->story->state.id && !has_id(boxes->shown, id);
}

// The stories that the box itself names. Those that readers cannot see are left out, and noted:
// they may come back.
static bool read_named(struct related_boxes *boxes, const struct block *box,
                       struct story_cards *out)
{
    struct job *job = boxes->making.job;
    struct id_list ids = {0};
    struct str rest = box->ref, named;
    size_t room = 0;
    int64_t id;
    while (str_cut(&rest, ',', &named)) {
        if (parse_int(str_trim(named), &id) && is_new(boxes, id) && !has_id(ids, id))
            *list_add(&job->mem, &ids.items, &ids.count, &room) = id;
    }
    return story_cards_of(job, boxes->making.txn, ids, out);
}

// Only the first box is completed: the others are an editor's alone.
static bool read_box(struct related_boxes *boxes, const struct block *box, struct story_cards *out)
{
    struct job *job = boxes->making.job;
    struct story_cards named, more = {0};
    bool is_first = boxes->shown.count == 0;
    if (!read_named(boxes, box, &named))
        return false;
    if (is_first && named.count < BOX_STORIES &&
        !related_list(job, boxes->making.txn, boxes->story, BOX_STORIES + named.count, &more))
        return false;
    struct story_cards cards = {
        .items = arena_array(&job->mem, struct story_card, named.count + more.count + 1)};
    for (size_t i = 0; i < named.count; i++) {
        add_shown(boxes, named.items[i].id);
        cards.items[cards.count++] = named.items[i];
    }
    for (size_t i = 0; i < more.count && cards.count < BOX_STORIES; i++) {
        if (!is_new(boxes, more.items[i].id))
            continue;
        add_shown(boxes, more.items[i].id);
        cards.items[cards.count++] = more.items[i];
    }
    *out = cards;
    return true;
}

bool boxes_read(const struct making *m, const struct story *story, struct id_list *out)
{
    static const struct block no_text = {.type = BLOCK_DOC};
    struct related_boxes boxes = {.making = *m, .story = story};
    const struct block *doc = boxes_place(&m->job->mem, story->body ? story->body : &no_text);
    struct story_cards cards;
    for (size_t i = 0; i < doc->children_count; i++) {
        if (doc->children[i].type == BLOCK_RELATED && !read_box(&boxes, &doc->children[i], &cards))
            return false;
    }
    *out = boxes.shown;
    return true;
}

// A related story may be of another edition: its language is said.
static bool put_story(const struct making *m, struct value *item, const struct story_card *card)
{
    struct edition edition = m->edition;
    bool is_foreign = card->edition_id != m->edition.id;
    if (is_foreign && !edition_get(m->job, m->txn, card->edition_id, &edition))
        return false;
    map_text(item, "headline", card->headline);
    map_text(item, "url", href_story(m, edition.slug, card->path));
    map_text(item, "lang", is_foreign ? edition.locale.lang : STR_NONE);
    map_text(item, "dir", is_foreign ? edition.dir : STR_NONE);
    return true;
}

bool boxes_write(struct job *job, void *with, const struct block *box, struct buf *out)
{
    struct related_boxes *boxes = with;
    const struct making *m = &boxes->making;
    struct value *part = value_map(&job->mem);
    struct value *stories = map_list(part, "stories");
    struct story_cards cards;
    struct sheet sheet;
    if (!read_box(boxes, box, &cards) || cards.count == 0)
        return !job_failed(job);
    map_put(part, "t", words_values(m->words));
    map_text(part, "title", box->title.len ? box->title : words_phrase(m->words, "related"));
    for (size_t i = 0; i < cards.count; i++) {
        if (!put_story(m, list_map(stories), &cards.items[i]))
            return false;
    }
    if (!template_render(job, m->world->templates, S("part/related"), part, &sheet))
        return false;
    buf_add_html(out, (struct html){sheet.text});
    return true;
}
