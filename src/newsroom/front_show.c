#include "newsroom/front_show.h"

#include "news/desk.h"

enum { FOUND_MAX = 8 };

struct str front_phrase(const struct visit *visit, const char *area, const char *word)
{
    char phrase[64];
    snprintf(phrase, sizeof(phrase), "site.fronts.%s.%s", area, word);
    return visit_phrase(visit, phrase);
}

struct str front_title(const struct visit *visit, const struct front_form *form)
{
    struct arena *mem = &visit->job->mem;
    if (form->of == FRONT_EDITION)
        return words_with(mem, visit->words, "site.fronts.of_edition", "name", form->edition->name);
    return words_with(mem, visit->words, "site.fronts.of", "name", form->name);
}

// ── a story in a slot ─────────────────────────────────────────────────────────────────────────

static void put_story(const struct visit *visit, struct value *map, const struct desk_row *row)
{
    map_int(map, "story", row->story_id);
    map_text(map, "headline", row->headline);
    map_text(map, "lang", row->lang);
    map_text(map, "url",
             str_printf(&visit->job->mem, "/newsroom/story/%lld/", (long long)row->story_id));
    put_state(visit, map, row->status);
}

static bool put_story_of_id(struct visit *visit, struct txn *txn, struct value *map, int64_t id,
                            struct str *headline)
{
    struct desk_row *rows, none = {.story_id = id};
    size_t count;
    bool more;
    struct str number = str_printf(&visit->job->mem, "#%lld", (long long)id);
    const struct desk_filter filter = {.text = number, .limit = 1};
    if (!desk_list(visit->job, txn, &visit->actor, &filter, &rows, &count, &more))
        return false;
    none.headline = number;
    put_story(visit, map, count ? &rows[0] : &none);
    map_bool(map, "is_known", count > 0);
    *headline = count ? rows[0].headline : number;
    return true;
}

// Does it stand before this place already?
static bool stands_before(const struct front_form *form, size_t box, size_t slot)
{
    int64_t id = form->boxes[box].slots[slot].story_id;
    for (size_t i = 0; i <= box; i++) {
        size_t end = i == box ? slot : form->boxes[i].slots_count;
        for (size_t j = 0; j < end; j++) {
            if (form->boxes[i].slots[j].story_id == id)
                return true;
        }
    }
    return false;
}

// ── buttons ───────────────────────────────────────────────────────────────────────────────────

// {value, label, focus}: "up:2:1", said in full for who does not see where it stands.
static void put_button(const struct visit *visit, struct value *map, const char *word,
                       struct str where, struct str name, bool focus)
{
    struct arena *mem = &visit->job->mem;
    struct value *button = map_map(map, word);
    char phrase[64];
    snprintf(phrase, sizeof(phrase), "site.fronts.acts.%s", word);
    map_text(button, "value", str_printf(mem, "%s:" STR_FMT, word, STR_ARG(where)));
    map_text(button, "label", words_with(mem, visit->words, phrase, "name", name));
    map_bool(button, "focus", focus);
}

static void put_buttons(const struct visit *visit, struct value *map, const struct front_form *form,
                        struct str where, struct str name, bool is_at)
{
    static const char *const words[] = {"up", "down", "drop"};
    bool done = false;
    for (size_t i = 0; i < ARRAY_LEN(words); i++) {
        bool focus = is_at && str_is(form->act, words[i]);
        put_button(visit, map, words[i], where, name, focus);
        done = done || focus;
    }
    if (is_at && !done && !str_is(form->act, "add")) // "new", "put": it is there now
        map_bool(map_get(map, S("up")), "focus", true);
}

// ── one slot ──────────────────────────────────────────────────────────────────────────────────

static void put_slot_fields(const struct visit *visit, struct value *map,
                            const struct front_form *form, size_t box, size_t at)
{
    const struct slot_form *slot = &form->boxes[box].slots[at];
    const struct edition *edition = form->edition;
    struct value *fields = map_list(map, "fields"), *names = value_map(&visit->job->mem);
    const char *until = front_slot_field(visit, box, at, "pinned_until");
    list_put(fields, put_field(visit, names,
                               &(struct field){.name = front_slot_field(visit, box, at, "kicker"),
                                               .label = "fields.kicker",
                                               .value = slot->kicker,
                                               .lang = edition->locale.lang,
                                               .dir = edition->dir}));
    list_put(fields, put_field(visit, names,
                               &(struct field){.name = front_slot_field(visit, box, at, "headline"),
                                               .label = "fields.headline",
                                               .value = slot->headline,
                                               .lang = edition->locale.lang,
                                               .dir = edition->dir}));
    list_put(fields, put_field(visit, names,
                               &(struct field){.name = until,
                                               .label = "site.fronts.until",
                                               .type = "datetime-local",
                                               .value = slot->until,
                                               .dir = S("ltr")}));
    const struct value *wrong = map_get(visit->page, S("wrong"));
    bool is_wrong = wrong && (map_get(wrong, str_from(until)) != NULL);
    map_bool(map, "open", is_wrong || slot->kicker.len || slot->headline.len || slot->until.len);
}

static bool put_slot(struct visit *visit, struct txn *txn, struct value *list,
                     const struct front_form *form, size_t box, size_t at)
{
    struct arena *mem = &visit->job->mem;
    struct value *map = list_map(list);
    struct str name;
    if (!put_story_of_id(visit, txn, map, form->boxes[box].slots[at].story_id, &name))
        return false;
    const char *field = front_slot_field(visit, box, at, "story");
    const struct value *wrong = map_get(visit->page, S("wrong"));
    struct value *why = wrong ? map_get(wrong, str_from(field)) : NULL;
    map_text(map, "field", str_from(field));
    map_put(map, "why", why ? why : value_bool(mem, false));
    map_bool(map, "twice", stands_before(form, box, at));
    put_slot_fields(visit, map, form, box, at);
    put_buttons(visit, map, form, str_printf(mem, "%zu:%zu", box, at), name,
                form->at_box == (int64_t)box && form->at_slot == (int64_t)at);
    return true;
}

// ── one container ─────────────────────────────────────────────────────────────────────────────

static struct str fill_label(const struct visit *visit, const struct front_fill *fill)
{
    struct str word = front_phrase(visit, "fills", fill->word), name = fill->name;
    char phrase[64];
    if (!name.len)
        return word;
    snprintf(phrase, sizeof(phrase), "site.fronts.stories." STR_FMT, STR_ARG(name));
    if (strcmp(fill->word, "kind") == 0)
        name = visit_phrase(visit, phrase);
    return str_printf(&visit->job->mem, STR_FMT ": " STR_FMT, STR_ARG(word), STR_ARG(name));
}

static struct value *put_fill(const struct visit *visit, struct value *names, const char *name,
                              struct str chosen, const struct front_fill *fills, size_t count)
{
    struct value *field =
        put_field(visit, names,
                  &(struct field){.name = name, .label = "site.fronts.fill", .kind = FIELD_SELECT});
    bool is_there = !chosen.len;
    put_option(field, S(""), visit_phrase(visit, "site.fronts.no_fill"), !chosen.len);
    for (size_t i = 0; i < count; i++) {
        bool is = str_eq(chosen, fills[i].list);
        put_option(field, fills[i].list, fill_label(visit, &fills[i]), is);
        is_there = is_there || is;
    }
    if (!is_there) // a topic's, an author's: what a program has chosen stays
        put_option(field, chosen, chosen, true);
    return field;
}

static struct value *put_kind(const struct visit *visit, struct value *names, const char *name,
                              const char *label, enum container_kind chosen)
{
    struct value *field = put_field(
        visit, names, &(struct field){.name = name, .label = label, .kind = FIELD_SELECT});
    for (int kind = 0; kind < CONTAINER_KINDS; kind++) {
        const char *word = container_word((enum container_kind)kind);
        put_option(field, str_from(word), front_phrase(visit, "kinds", word), kind == (int)chosen);
    }
    return field;
}

// What was sought and is no number: headlines that have these words.
static bool put_found(struct visit *visit, struct txn *txn, struct value *map,
                      const struct front_form *form, size_t at)
{
    const struct box_form *box = &form->boxes[at];
    struct value *found = map_list(map, "found");
    struct desk_row *rows;
    size_t count;
    bool more;
    const struct desk_filter filter = {
        .edition_id = form->edition->id, .text = box->sought, .limit = FOUND_MAX};
    map_bool(map, "sought", box->sought.len > 0);
    if (!box->sought.len)
        return true;
    if (!desk_list(visit->job, txn, &visit->actor, &filter, &rows, &count, &more))
        return false;
    for (size_t i = 0; i < count; i++) {
        struct value *one = list_map(found);
        put_story(visit, one, &rows[i]);
        map_text(one, "value",
                 str_printf(&visit->job->mem, "put:%zu:%lld", at, (long long)rows[i].story_id));
    }
    return true;
}

static void put_box_fields(const struct visit *visit, struct value *map,
                           const struct front_form *form, size_t at, const struct front_fill *fills,
                           size_t count)
{
    const struct box_form *box = &form->boxes[at];
    struct value *fields = map_list(map, "settings"), *names = value_map(&visit->job->mem);
    list_put(fields,
             put_kind(visit, names, front_field(visit, at, "kind"), "site.fronts.kind", box->kind));
    list_put(fields, put_field(visit, names,
                               &(struct field){.name = front_field(visit, at, "title"),
                                               .label = "fields.title",
                                               .value = box->title,
                                               .optional = true,
                                               .lang = form->edition->locale.lang,
                                               .dir = form->edition->dir}));
    list_put(fields,
             put_fill(visit, names, front_field(visit, at, "fill"), box->fill, fills, count));
    map_put(map, "add_field",
            put_field(visit, names,
                      &(struct field){.name = front_field(visit, at, "add"),
                                      .label = "site.fronts.add",
                                      .value = box->sought,
                                      .hint = "site.fronts.add_hint"}));
    struct value *add = map_map(map, "add");
    map_text(add, "value", str_printf(&visit->job->mem, "add:%zu", at));
    map_bool(add, "focus",
             form->at_box == (int64_t)at && str_is(form->act, "add") && form->at_slot < 0);
}

// Its own title, or whose list it is, or its form.
static struct str name_of(const struct visit *visit, const struct box_form *box,
                          const struct front_fill *fills, size_t count)
{
    if (box->title.len)
        return box->title;
    for (size_t i = 0; i < count; i++) {
        if (str_eq(fills[i].list, box->fill) && fills[i].name.len &&
            strcmp(fills[i].word, "kind") != 0)
            return fills[i].name;
    }
    return front_phrase(visit, "kinds", container_word(box->kind));
}

static bool put_box(struct visit *visit, struct txn *txn, struct value *map,
                    const struct front_form *form, size_t at, const struct front_fill *fills,
                    size_t count)
{
    const struct box_form *box = &form->boxes[at];
    struct arena *mem = &visit->job->mem;
    struct value *slots = map_list(map, "slots");
    struct str name = name_of(visit, box, fills, count);
    struct str numbered =
        str_printf(mem, STR_FMT ". " STR_FMT,
                   STR_ARG(number_text(mem, &visit->locale, (int64_t)at + 1)), STR_ARG(name));
    map_text(map, "name", numbered);
    map_bool(map, "full", box->slots_count >= container_max(box->kind));
    put_box_fields(visit, map, form, at, fills, count);
    put_buttons(visit, map, form, str_printf(mem, "%zu", at), numbered,
                form->at_box == (int64_t)at && form->at_slot < 0);
    for (size_t i = 0; i < box->slots_count; i++) {
        if (!put_slot(visit, txn, slots, form, at, i))
            return false;
    }
    return put_found(visit, txn, map, form, at);
}

// ── the form ──────────────────────────────────────────────────────────────────────────────────

struct str front_box_name(const struct visit *visit, const struct front_container *c)
{
    if (c->title.len)
        return c->title;
    return c->of.id ? c->of.name : front_phrase(visit, "kinds", container_word(c->kind));
}

static bool put_their_front(struct visit *visit, struct txn *txn, const struct front *theirs)
{
    if (!theirs) {
        map_bool(visit->page, "theirs", false);
        return true;
    }
    struct value *boxes = map_list(map_map(visit->page, "theirs"), "boxes");
    for (size_t i = 0; i < theirs->containers_count; i++) {
        struct value *box = list_map(boxes), *stories = map_list(box, "stories");
        struct str headline;
        map_text(box, "name", front_box_name(visit, &theirs->containers[i]));
        for (size_t j = 0; j < theirs->containers[i].slots_count; j++) {
            if (!put_story_of_id(visit, txn, list_map(stories),
                                 theirs->containers[i].slots[j].card.id, &headline))
                return false;
        }
    }
    return true;
}

void put_front(struct visit *visit, const struct front_form *form)
{
    struct arena *mem = &visit->job->mem;
    map_text(visit->page, "act", front_form_address(visit, form));
    map_text(visit->page, "base", form->base);
    map_text(visit->page, "back",
             str_join(mem, S("/newsroom/fronts/?edition="), form->edition->slug));
    map_bool(visit->page, "curated", !str_is(form->base, "plan"));
}

bool front_show_form(struct visit *visit, struct txn *txn, int status,
                     const struct front_form *form, const struct front *theirs)
{
    struct value *boxes = map_list(visit->page, "boxes"), *names = map_map(visit->page, "form");
    struct front_fill *fills;
    size_t count;
    if (!front_fills(visit->job, txn, form->edition->id, &fills, &count) ||
        !put_their_front(visit, txn, theirs) || !put_newest_launch(visit, txn, form))
        return false;
    struct value **maps = arena_array(&visit->job->mem, struct value *, form->boxes_count + 1);
    for (size_t i = 0; i < form->boxes_count; i++) {
        maps[i] = list_map(boxes);
        if (!put_box(visit, txn, maps[i], form, i, fills, count))
            return false;
    }
    if (!put_front_filled(visit, txn, form, maps))
        return false;
    map_bool(visit->page, "taken_back", form->taken_back);
    put_kind(visit, names, "new_kind", "site.fronts.new_kind", CONTAINER_ROW3);
    put_front(visit, form);
    return visit_show(visit, status, front_title(visit, form), "front");
}
