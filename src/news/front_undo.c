// Taking a launch back: the audit has what stood there before it, whole.
#include "news/internal.h"

#include <jansson.h>

// ── what the audit keeps ──────────────────────────────────────────────────────────────────────

struct str front_thing(struct arena *mem, struct str edition, enum front_of of, int64_t of_id)
{
    return of == FRONT_EDITION
               ? str_join(mem, S("front:"), edition)
               : str_printf(mem, "front:%s:%lld", of == FRONT_SECTION ? "section" : "dossier",
                            (long long)of_id);
}

// {"story":4,"headline":"…"}: what says nothing is left out.
static void add_slot(struct buf *b, struct arena *mem, const struct front_slot *slot)
{
    const struct audit_fact facts[] = {
        {"story", .number = slot->card.id},
        {"kicker", slot->kicker},
        {"headline", slot->headline},
        {"pinned_until_ms", .number = slot->pinned_until_ms},
    };
    buf_add(b, audit_facts(mem, facts, ARRAY_LEN(facts)));
}

static void add_container(struct buf *b, struct arena *mem, const struct front_container *c)
{
    buf_add(b, S("{\"kind\":"));
    buf_add_json(b, str_from(container_word(c->kind)));
    buf_add(b, S(",\"title\":"));
    buf_add_json(b, c->title);
    buf_add(b, S(",\"fill\":"));
    buf_add_json(b, c->fill);
    buf_add(b, S(",\"slots\":["));
    for (size_t i = 0; i < c->slots_count; i++) {
        buf_add(b, i ? S(",") : S(""));
        add_slot(b, mem, &c->slots[i]);
    }
    buf_add(b, S("]}"));
}

struct str front_json(struct arena *mem, const struct front_container *containers, size_t count)
{
    struct buf b;
    buf_start(&b, mem, 1 << 20);
    buf_add_char(&b, '[');
    for (size_t i = 0; i < count; i++) {
        buf_add(&b, i ? S(",") : S(""));
        add_container(&b, mem, &containers[i]);
    }
    buf_add_char(&b, ']');
    return buf_str(&b);
}

// ── and back ──────────────────────────────────────────────────────────────────────────────────

struct undoing {
    struct job *job;
    struct txn *txn;
    int64_t edition_id;
    struct str edition;
};

static struct str text_of(const struct undoing *u, const json_t *map, const char *name)
{
    const json_t *value = json_object_get(map, name);
    struct str text = {json_string_value(value), json_string_length(value)};
    return str_copy(&u->job->mem, text);
}

static int64_t number_of(const json_t *map, const char *name)
{
    return (int64_t)json_integer_value(json_object_get(map, name));
}

// A pin that has ended since would have gone by itself; so would a story.
static bool read_slot(const struct undoing *u, const json_t *map, struct front_container *c)
{
    struct front_slot slot = {.card.id = number_of(map, "story"),
                              .kicker = text_of(u, map, "kicker"),
                              .headline = text_of(u, map, "headline"),
                              .pinned_until_ms = number_of(map, "pinned_until_ms")};
    bool may;
    if (!front_may_hold(u->job, u->txn, u->edition_id, slot.card.id, &may))
        return false;
    if (slot.pinned_until_ms && slot.pinned_until_ms <= u->job->now_ms)
        may = false;
    if (may && c->slots_count < container_max(c->kind))
        c->slots[c->slots_count++] = slot;
    return true;
}

// A list that is gone fills nothing; what was chosen by hand still stands.
static bool read_container(const struct undoing *u, const json_t *map, struct front_container *c)
{
    const json_t *slots = json_object_get(map, "slots"), *slot;
    size_t i;
    bool is_list = false;
    c->title = text_of(u, map, "title");
    c->fill = text_of(u, map, "fill");
    c->slots = arena_array(&u->job->mem, struct front_slot, container_max(c->kind));
    if (c->fill.len &&
        !fill_is_of_edition(u->job, u->txn, u->edition_id, u->edition, c->fill, &is_list))
        return false;
    if (!is_list)
        c->fill = STR_NONE;
    json_array_foreach(slots, i, slot)
    {
        if (!read_slot(u, slot, c))
            return false;
    }
    return true;
}

// *is_whole is false for what older versions wrote, which left out titles and lists.
static bool read_before(const struct undoing *u, struct str json, struct front_launch *out,
                        bool *is_whole)
{
    json_auto_t *list = json_loadb(json.at, json.len, 0, NULL);
    size_t i;
    const json_t *map;
    *is_whole = json_is_array(list);
    out->before = arena_array(&u->job->mem, struct front_container, json_array_size(list) + 1);
    json_array_foreach(list, i, map)
    {
        struct front_container *c = &out->before[out->before_count++];
        if (!json_is_array(json_object_get(map, "slots")) ||
            !container_parse(text_of(u, map, "kind"), &c->kind)) {
            *is_whole = false;
            return true;
        }
        if (!read_container(u, map, c))
            return false;
    }
    return true;
}

// ── the newest launch ─────────────────────────────────────────────────────────────────────────

// What it put: something, or the plan. A front whose section is gone may have lent its number to
// another, which shows in this.
static bool is_still_there(const struct undoing *u, enum front_of of, int64_t of_id,
                           struct str after, bool *is)
{
    int64_t id;
    if (!front_find(u->job, u->txn, u->edition_id, of, of_id, &id))
        return false;
    *is = (id != 0) == !str_is(after, "[]");
    return true;
}

static bool read_launch(struct job *job, struct txn *txn, struct str thing,
                        struct front_launch *out, struct str *before, struct str *after)
{
    struct rows rows;
    bool found;
    if (!sql_query(job, txn, &rows,
                   "SELECT a.id, a.at_ms, CASE WHEN t.name <> '' THEN t.name ELSE t.email END,"
                   " a.act, a.before_is, a.after_is FROM audit a"
                   " LEFT JOIN staff t ON t.id = a.staff_id WHERE a.thing = ?1"
                   " AND a.act IN ('" FRONT_PUT "', '" FRONT_UNDO "') ORDER BY a.id DESC LIMIT 1",
                   sql_text(thing)) ||
        !row_first(job, &rows, &found))
        return false;
    if (!found)
        return true;
    *out = (struct front_launch){.id = row_int(&rows, 0),
                                 .at_ms = row_int(&rows, 1),
                                 .who = row_text(&rows, 2),
                                 .is_undo = str_is(row_text(&rows, 3), FRONT_UNDO)};
    *before = row_text(&rows, 4);
    *after = row_text(&rows, 5);
    rows_end(&rows);
    return true;
}

bool front_newest_launch(struct job *job, struct txn *txn, int64_t edition_id, enum front_of of,
                         int64_t of_id, struct front_launch *out)
{
    struct undoing u = {.job = job, .txn = txn, .edition_id = edition_id};
    struct front_launch launch = {0};
    struct str before, after;
    bool is_whole = false, is_there = false;
    if (!edition_slug(job, txn, edition_id, &u.edition) ||
        !read_launch(job, txn, front_thing(&job->mem, u.edition, of, of_id), &launch, &before,
                     &after))
        return false;
    if (launch.id && (!is_still_there(&u, of, of_id, after, &is_there) ||
                      !read_before(&u, before, &launch, &is_whole)))
        return false;
    *out = is_whole && is_there ? launch : (struct front_launch){0};
    return true;
}

bool front_undo(struct job *job, struct txn *txn, const struct actor *actor, int64_t edition_id,
                enum front_of of, int64_t of_id, int64_t launch_id)
{
    struct front_launch launch;
    if (!actor_may(job, actor, RIGHT_MENU_EDIT) ||
        !front_newest_launch(job, txn, edition_id, of, of_id, &launch))
        return false;
    if (!launch.id || launch.id != launch_id)
        return job_fail(job, FAULT_CONFLICT,
                        "this front was launched again meanwhile: nothing was taken back");
    return front_put_as(job, txn, actor, FRONT_UNDO, edition_id, of, of_id, launch.before,
                        launch.before_count);
}
