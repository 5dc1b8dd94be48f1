// What editors choose for a front.
#include "news/internal.h"

#include "due/due.h"

#define DUE_KIND S("slot-end")

enum { CONTAINERS_MAX = 40 };

// ── reading what was chosen ───────────────────────────────────────────────────────────────────

// With their cards; who may not read drafts does not learn of them.
static bool read_slots(struct job *job, struct txn *txn, bool with_drafts,
                       struct front_container *container)
{
    size_t kept = 0;
    for (size_t i = 0; i < container->slots_count; i++) {
        struct story_cards cards;
        struct front_slot slot = container->slots[i];
        struct id_list one = {&slot.card.id, 1};
        if (!story_cards_of(job, txn, one, &cards))
            return false;
        if (cards.count)
            slot.card = cards.items[0];
        if (cards.count || with_drafts)
            container->slots[kept++] = slot;
    }
    container->slots_count = kept;
    return true;
}

bool front_chosen(struct job *job, struct txn *txn, const struct actor *actor, int64_t edition_id,
                  enum front_of of, int64_t of_id, struct front *out)
{
    struct front front = {0};
    struct notebook *notes = txn->notes;
    txn->notes = NULL;
    bool ok = front_find(job, txn, edition_id, of, of_id, &front.id) &&
              (front.id ? front_load(job, txn, &front)
                        : front_plan(job, txn, edition_id, of, of_id, &front));
    for (size_t i = 0; ok && i < front.containers_count; i++)
        ok = read_slots(job, txn, (actor->rights & RIGHT_STORY_READ) != 0, &front.containers[i]) &&
             container_find_of(job, txn, &front.containers[i]);
    txn->notes = notes;
    if (ok)
        *out = front;
    return ok;
}

bool front_list(struct job *job, struct txn *txn, int64_t edition_id, struct front_name **out,
                size_t *count)
{
    struct rows rows;
    struct front_name *names = NULL;
    size_t found = 0, room = 0;
    *list_add(&job->mem, &names, &found, &room) = (struct front_name){FRONT_EDITION, 0};
    if (!sql_query(job, txn, &rows,
                   "SELECT DISTINCT section_id, dossier_id FROM front WHERE edition_id = ?1"
                   " AND coalesce(section_id, dossier_id) IS NOT NULL"
                   " ORDER BY section_id IS NULL, section_id, dossier_id",
                   sql_int(edition_id)))
        return false;
    while (rows_next(job, &rows)) {
        int64_t section_id = row_int(&rows, 0);
        *list_add(&job->mem, &names, &found, &room) =
            section_id ? (struct front_name){FRONT_SECTION, section_id}
                       : (struct front_name){FRONT_DOSSIER, row_int(&rows, 1)};
    }
    if (!rows.at_end)
        return false;
    *out = names;
    *count = found;
    return true;
}

// ── checking ──────────────────────────────────────────────────────────────────────────────────

struct check {
    struct job *job;
    struct txn *txn;
    int64_t edition_id;
    struct str edition;
    struct id_list seen; // stories that stand on this front
};

static const char *field(const struct check *c, size_t container, const char *name)
{
    return str_c(&c->job->mem, str_printf(&c->job->mem, "containers[%zu].%s", container, name));
}

static const char *slot_field(const struct check *c, size_t container, size_t slot,
                              const char *name)
{
    return field(c, container,
                 str_c(&c->job->mem, str_printf(&c->job->mem, "slots[%zu].%s", slot, name)));
}

static bool is_new(const struct check *c, int64_t story_id)
{
    for (size_t i = 0; i < c->seen.count; i++) {
        if (c->seen.items[i] == story_id)
            return false;
    }
    return true;
}

bool front_may_hold(struct job *job, struct txn *txn, int64_t edition_id, int64_t story_id,
                    bool *may)
{
    int64_t one;
    return sql_number(job, txn, may, &one, "SELECT 1 FROM story WHERE id = ?1 AND edition_id = ?2",
                      sql_int(story_id), sql_int(edition_id));
}

static bool check_story(struct check *c, const char *name, int64_t story_id)
{
    bool may;
    if (!front_may_hold(c->job, c->txn, c->edition_id, story_id, &may))
        return false;
    if (!may)
        return job_fail_field(c->job, name, "there is no story %lld in this edition",
                              (long long)story_id);
    if (!is_new(c, story_id))
        return job_fail_field(c->job, name, "stands on this front already");
    c->seen.items[c->seen.count++] = story_id;
    return true;
}

static bool check_slot(struct check *c, size_t container, size_t at, struct front_slot *slot)
{
    struct job *job = c->job;
    bool ok = check_story(c, slot_field(c, container, at, "story"), slot->card.id);
    ok = take_line(job, slot_field(c, container, at, "kicker"), slot->kicker, KICKER_MAX,
                   &slot->kicker) &&
         ok;
    ok = take_line(job, slot_field(c, container, at, "headline"), slot->headline, HEADLINE_MAX,
                   &slot->headline) &&
         ok;
    if (slot->pinned_until_ms && slot->pinned_until_ms <= job->now_ms)
        ok = job_fail_field(job, slot_field(c, container, at, "pinned_until"), "is in the past");
    return ok;
}

static bool check_fill(struct check *c, size_t at, struct front_container *container)
{
    bool is_list = false;
    if (!container->fill.len)
        return true;
    if (!fill_is_of_edition(c->job, c->txn, c->edition_id, c->edition, container->fill, &is_list))
        return false;
    return is_list ||
           job_fail_field(c->job, field(c, at, "fill"),
                          "is not a list of this edition; lists are named like \"latest:" STR_FMT
                          "\" or \"section:7/list\"",
                          STR_ARG(c->edition));
}

static bool check_container(struct check *c, size_t at, struct front_container *container)
{
    size_t max = container_max(container->kind);
    bool ok = take_line(c->job, field(c, at, "title"), container->title, NAME_CHARS_MAX,
                        &container->title);
    ok = check_fill(c, at, container) && ok;
    if (container->slots_count > max)
        return job_fail_field(c->job, field(c, at, "slots"), "has %zu; a %s holds at most %zu",
                              container->slots_count, container_word(container->kind), max);
    struct front_slot *slots =
        arena_array(&c->job->mem, struct front_slot, container->slots_count + 1);
    for (size_t i = 0; i < container->slots_count; i++) {
        slots[i] = container->slots[i];
        ok = check_slot(c, at, i, &slots[i]) && ok;
    }
    container->slots = slots;
    return ok;
}

static bool check_all(struct check *c, const struct front_container *given, size_t count,
                      struct front_container **out)
{
    bool ok = true;
    size_t slots = 0;
    if (count > CONTAINERS_MAX)
        return job_fail_field(c->job, "containers", "has %zu; at most %d", count, CONTAINERS_MAX);
    for (size_t i = 0; i < count; i++)
        slots += given[i].slots_count;
    c->seen.items = arena_array(&c->job->mem, int64_t, slots + 1);
    *out = arena_array(&c->job->mem, struct front_container, count + 1);
    for (size_t i = 0; i < count; i++) {
        (*out)[i] = given[i];
        ok = check_container(c, i, &(*out)[i]) && ok;
    }
    return ok && !job_failed(c->job);
}

// ── writing ───────────────────────────────────────────────────────────────────────────────────

static bool drop_ends(struct job *job, struct txn *txn, int64_t front_id)
{
    struct rows rows;
    int64_t *ids = NULL;
    size_t count = 0, room = 0;
    if (!sql_query(job, txn, &rows,
                   "SELECT s.id FROM slot s JOIN container c ON c.id = s.container_id"
                   " WHERE c.front_id = ?1 AND s.pinned_until_ms IS NOT NULL",
                   sql_int(front_id)))
        return false;
    while (rows_next(job, &rows))
        *list_add(&job->mem, &ids, &count, &room) = row_int(&rows, 0);
    if (!rows.at_end)
        return false;
    for (size_t i = 0; i < count; i++) {
        if (!due_drop(job, txn, DUE_KIND, id_text(&job->mem, ids[i])))
            return false;
    }
    return true;
}

static bool empty_front(struct job *job, struct txn *txn, int64_t front_id)
{
    return drop_ends(job, txn, front_id) &&
           sql_run(job, txn,
                   "DELETE FROM slot WHERE container_id IN"
                   " (SELECT id FROM container WHERE front_id = ?1)",
                   sql_int(front_id)) &&
           sql_run(job, txn, "DELETE FROM container WHERE front_id = ?1", sql_int(front_id));
}

static bool insert_slot(struct job *job, struct txn *txn, int64_t container_id, size_t position,
                        const struct front_slot *slot)
{
    if (!sql_run(job, txn,
                 "INSERT INTO slot(container_id, story_id, kicker, headline, position,"
                 " pinned_until_ms) VALUES (?1, ?2, ?3, ?4, ?5, ?6)",
                 sql_int(container_id), sql_int(slot->card.id), sql_text(slot->kicker),
                 sql_text(slot->headline), sql_int(position), sql_id(slot->pinned_until_ms)))
        return false;
    struct str key = id_text(&job->mem, sql_last_id(txn));
    return !slot->pinned_until_ms || due_put(job, txn, DUE_KIND, key, slot->pinned_until_ms, S(""));
}

static bool insert_container(struct job *job, struct txn *txn, int64_t front_id, size_t position,
                             const struct front_container *container)
{
    if (!sql_run(job, txn,
                 "INSERT INTO container(front_id, kind, title, fill, position)"
                 " VALUES (?1, ?2, ?3, ?4, ?5)",
                 sql_int(front_id), sql_text(str_from(container_word(container->kind))),
                 sql_text(container->title), sql_text(container->fill), sql_int(position)))
        return false;
    int64_t id = sql_last_id(txn);
    for (size_t i = 0; i < container->slots_count; i++) {
        if (!insert_slot(job, txn, id, i, &container->slots[i]))
            return false;
    }
    return true;
}

static bool insert_front(struct job *job, struct txn *txn, int64_t edition_id, enum front_of of,
                         int64_t of_id, int64_t *id)
{
    if (!sql_run(job, txn,
                 "INSERT INTO front(edition_id, section_id, dossier_id) VALUES (?1, ?2, ?3)",
                 sql_int(edition_id), sql_id(of == FRONT_SECTION ? of_id : 0),
                 sql_id(of == FRONT_DOSSIER ? of_id : 0)))
        return false;
    *id = sql_last_id(txn);
    return true;
}

static bool replace(struct job *job, struct txn *txn, int64_t edition_id, enum front_of of,
                    int64_t of_id, int64_t id, const struct front_container *containers,
                    size_t count)
{
    if (id && !empty_front(job, txn, id))
        return false;
    if (count == 0)
        return !id || sql_run(job, txn, "DELETE FROM front WHERE id = ?1", sql_int(id));
    if (!id && !insert_front(job, txn, edition_id, of, of_id, &id))
        return false;
    assert(containers);
    for (size_t i = 0; i < count; i++) {
        if (!insert_container(job, txn, id, i, &containers[i]))
            return false;
    }
    return true;
}

bool front_put_as(struct job *job, struct txn *txn, const struct actor *actor, const char *act,
                  int64_t edition_id, enum front_of of, int64_t of_id,
                  const struct front_container *containers, size_t count)
{
    struct check c = {.job = job, .txn = txn, .edition_id = edition_id};
    struct front before = {0};
    struct front_container *checked = NULL;
    if (!actor_may(job, actor, RIGHT_MENU_EDIT) ||
        !edition_slug(job, txn, edition_id, &c.edition) ||
        !check_all(&c, containers, count, &checked) ||
        !front_find(job, txn, edition_id, of, of_id, &before.id) ||
        !front_load(job, txn, &before) ||
        !replace(job, txn, edition_id, of, of_id, before.id, checked, count))
        return false;
    return audit_write(job, txn, actor, act, front_thing(&job->mem, c.edition, of, of_id),
                       front_json(&job->mem, before.containers, before.containers_count),
                       front_json(&job->mem, checked, count));
}

bool front_put(struct job *job, struct txn *txn, const struct actor *actor, int64_t edition_id,
               enum front_of of, int64_t of_id, const struct front_container *containers,
               size_t count)
{
    return front_put_as(job, txn, actor, FRONT_PUT, edition_id, of, of_id, containers, count);
}

// What stands in it, for the audit; empty: its time is not over, or it is gone.
static bool read_ending_slot(struct job *job, struct txn *txn, int64_t slot_id, struct str *facts)
{
    struct rows rows;
    bool found;
    *facts = STR_NONE;
    if (!sql_query(job, txn, &rows,
                   "SELECT story_id, kicker, headline FROM slot"
                   " WHERE id = ?1 AND pinned_until_ms <= ?2",
                   sql_int(slot_id), sql_int(job->now_ms)) ||
        !row_first(job, &rows, &found))
        return false;
    if (!found)
        return true;
    const struct audit_fact was[] = {
        {"story", .number = row_int(&rows, 0)},
        {"kicker", row_text(&rows, 1)},
        {"headline", row_text(&rows, 2)},
    };
    *facts = audit_facts(&job->mem, was, ARRAY_LEN(was));
    rows_end(&rows);
    return true;
}

bool slot_end_due(struct job *job, struct txn *txn, int64_t slot_id)
{
    struct actor house = actor_of_house(S("due"));
    struct str before;
    if (!read_ending_slot(job, txn, slot_id, &before))
        return false;
    return !before.len ||
           (sql_run(job, txn, "DELETE FROM slot WHERE id = ?1", sql_int(slot_id)) &&
            audit_write(job, txn, &house, "slot.end",
                        str_printf(&job->mem, "slot:%lld", (long long)slot_id), before, STR_NONE));
}
