// Reading a front: what editors chose, in order, and lists for what they left open.
#include "news/front.h"

#include "news/internal.h"

enum { CONTAINERS_MAX = 40 }; // a front made by hand may be longer; the rest is not shown

// Some stories can stand in one kind of container only, so those are filled first (`turn`):
// otherwise a small newspaper's one opinion would stand in the list of the latest, and its opinion
// panel nowhere.
static const struct {
    const char *word;
    size_t min, max;
    int turn;
} kinds[CONTAINER_KINDS] = {
    [CONTAINER_LEAD] = {"lead", 1, 5, 0},       [CONTAINER_PAIR] = {"lead-pair", 2, 2, 0},
    [CONTAINER_BIG] = {"big-story", 3, 7, 0},   [CONTAINER_ROW4] = {"row-4", 3, 4, 2},
    [CONTAINER_ROW3] = {"row-3", 2, 3, 2},      [CONTAINER_SECTION] = {"section", 1, 5, 3},
    [CONTAINER_OPINION] = {"opinion", 1, 4, 1}, [CONTAINER_STRIP] = {"strip", 4, 8, 1},
    [CONTAINER_DOSSIER] = {"dossier", 1, 5, 1}, [CONTAINER_LIST] = {"list", 1, 8, 2},
};
enum { TURNS = 4 };

const char *container_word(enum container_kind kind)
{
    return kinds[kind].word;
}

size_t container_max(enum container_kind kind)
{
    return kinds[kind].max;
}

bool container_parse(struct str word, enum container_kind *out)
{
    for (int kind = 0; kind < CONTAINER_KINDS; kind++) {
        if (str_is(word, kinds[kind].word)) {
            *out = (enum container_kind)kind;
            return true;
        }
    }
    return false;
}

// ── what was chosen ───────────────────────────────────────────────────────────────────────────

bool front_find(struct job *job, struct txn *txn, int64_t edition_id, enum front_of of,
                int64_t of_id, int64_t *id)
{
    bool found;
    *id = 0;
    return sql_number(job, txn, &found, id,
                      "SELECT id FROM front WHERE edition_id = ?1"
                      " AND coalesce(section_id, 0) = ?2 AND coalesce(dossier_id, 0) = ?3"
                      " ORDER BY id LIMIT 1",
                      sql_int(edition_id), sql_int(of == FRONT_SECTION ? of_id : 0),
                      sql_int(of == FRONT_DOSSIER ? of_id : 0));
}

static bool load_containers(struct job *job, struct txn *txn, struct front *front)
{
    struct rows rows;
    size_t room = 0;
    if (!sql_query(job, txn, &rows,
                   "SELECT id, kind, title, fill FROM container WHERE front_id = ?1"
                   " ORDER BY position, id LIMIT ?2",
                   sql_int(front->id), sql_int(CONTAINERS_MAX)))
        return false;
    while (rows_next(job, &rows)) {
        struct front_container c = {
            .id = row_int(&rows, 0), .title = row_text(&rows, 2), .fill = row_text(&rows, 3)};
        if (container_parse(row_text(&rows, 1), &c.kind)) // by hand, anything may stand there
            *list_add(&job->mem, &front->containers, &front->containers_count, &room) = c;
    }
    return rows.at_end;
}

static bool load_slots(struct job *job, struct txn *txn, struct front_container *container)
{
    struct rows rows;
    container->slots = arena_array(&job->mem, struct front_slot, kinds[container->kind].max);
    if (!sql_query(job, txn, &rows,
                   "SELECT story_id, kicker, headline, pinned_until_ms FROM slot"
                   " WHERE container_id = ?1 ORDER BY position, id LIMIT ?2",
                   sql_int(container->id), sql_int(kinds[container->kind].max)))
        return false;
    while (rows_next(job, &rows))
        container->slots[container->slots_count++] =
            (struct front_slot){.card.id = row_int(&rows, 0),
                                .kicker = row_text(&rows, 1),
                                .headline = row_text(&rows, 2),
                                .pinned_until_ms = row_int(&rows, 3)};
    return rows.at_end;
}

bool front_load(struct job *job, struct txn *txn, struct front *front)
{
    if (!load_containers(job, txn, front))
        return false;
    for (size_t i = 0; i < front->containers_count; i++) {
        if (!load_slots(job, txn, &front->containers[i]))
            return false;
    }
    return true;
}

// "section:7/list": section 7. What fills a container lends it its name and its colour.
bool fill_names(struct str fill, enum filing_kind *kind, int64_t *id)
{
    struct str word, rest;
    if (!str_ends(fill, S("/list")) || !str_split(fill, ':', &word, &rest))
        return false;
    rest = str_from_to(rest, 0, rest.len - S("/list").len);
    struct str number = rest, edition;
    str_split(rest, ':', &number, &edition); // "person:4:en/list"
    for (int i = 0; i < FILING_KINDS; i++) {
        if (str_is(word, filing_word((enum filing_kind)i)) && parse_int(number, id)) {
            *kind = (enum filing_kind)i;
            return true;
        }
    }
    return false;
}

bool container_find_of(struct job *job, struct txn *txn, struct front_container *container)
{
    enum filing_kind kind;
    int64_t id;
    if (container->of.id || !fill_names(container->fill, &kind, &id) ||
        filing_get(job, txn, kind, id, &container->of))
        return true;
    if (job->fault.kind != FAULT_NOT_FOUND)
        return false;
    job_forgive(job); // it has gone since; what was chosen by hand still stands
    return true;
}

// ── filling ───────────────────────────────────────────────────────────────────────────────────

struct filling {
    struct job *job;
    struct txn *txn;
    int64_t edition_id;
    int64_t *standing; // the stories on the front
    size_t standing_count, standing_room;
};

static bool stands(const struct filling *f, int64_t story_id)
{
    for (size_t i = 0; i < f->standing_count; i++) {
        if (f->standing[i] == story_id)
            return true;
    }
    return false;
}

static void stand(struct filling *f, int64_t story_id)
{
    *list_add(&f->job->mem, &f->standing, &f->standing_count, &f->standing_room) = story_id;
}

// The slots' stories become cards; those that readers cannot see make room.
static bool find_cards(struct filling *f, struct front_container *container, size_t from)
{
    size_t kept = from;
    for (size_t i = from; i < container->slots_count; i++) {
        struct story_cards cards;
        struct front_slot slot = container->slots[i];
        struct id_list one = {&slot.card.id, 1};
        if (!story_cards_of(f->job, f->txn, one, &cards))
            return false;
        if (cards.count == 0 || cards.items[0].edition_id != f->edition_id)
            continue;
        slot.card = cards.items[0];
        container->slots[kept++] = slot;
    }
    container->slots_count = kept;
    return true;
}

static bool keep_chosen(struct filling *f, struct front_container *container)
{
    size_t kept = 0;
    if (!find_cards(f, container, 0))
        return false;
    for (size_t i = 0; i < container->slots_count; i++) {
        if (stands(f, container->slots[i].card.id))
            continue;
        stand(f, container->slots[i].card.id);
        container->slots[kept++] = container->slots[i];
    }
    container->slots_count = kept;
    return true;
}

// Walks the list's index as far as it must, so that nothing is noted that does not stand there.
static bool fill_gaps(struct filling *f, struct front_container *container)
{
    size_t chosen = container->slots_count, max = kinds[container->kind].max;
    struct rows rows;
    if (!container->fill.len || chosen == max)
        return true;
    note(f->txn->notes, container->fill);
    if (!sql_query(f->job, f->txn, &rows,
                   "SELECT l.story_id FROM (SELECT story_id, published_ms FROM listing"
                   " WHERE list = ?1 ORDER BY published_ms DESC, story_id DESC LIMIT ?3) l"
                   " JOIN story s ON s.id = l.story_id WHERE s.edition_id = ?2"
                   " ORDER BY l.published_ms DESC, l.story_id DESC",
                   sql_text(container->fill), sql_int(f->edition_id),
                   sql_int(max + f->standing_count)))
        return false;
    while (container->slots_count < max && rows_next(f->job, &rows)) {
        int64_t id = row_int(&rows, 0);
        if (stands(f, id))
            continue;
        stand(f, id);
        container->slots[container->slots_count++] = (struct front_slot){.card.id = id};
    }
    if (container->slots_count < max && !rows.at_end)
        return false;
    rows_end(&rows);
    return find_cards(f, container, chosen);
}

static bool fill_all(struct filling *f, struct front *front)
{
    for (size_t i = 0; i < front->containers_count; i++) {
        if (!keep_chosen(f, &front->containers[i]))
            return false;
    }
    for (int turn = 0; turn < TURNS; turn++) {
        for (size_t i = 0; i < front->containers_count; i++) {
            if (kinds[front->containers[i].kind].turn == turn &&
                !fill_gaps(f, &front->containers[i]))
                return false;
        }
    }
    return true;
}

// A plan has too little for a strip: what there is stands as a section does.
static void settle(const struct front *front, struct front_container *container)
{
    if (front->id || container->kind != CONTAINER_STRIP ||
        container->slots_count >= kinds[CONTAINER_STRIP].min)
        return;
    container->kind = CONTAINER_SECTION;
}

static bool drop_small(struct job *job, struct txn *txn, struct front *front)
{
    size_t kept = 0;
    for (size_t i = 0; i < front->containers_count; i++) {
        struct front_container *container = &front->containers[i];
        settle(front, container);
        if (container->slots_count < kinds[container->kind].min)
            continue;
        if (!container_find_of(job, txn, container))
            return false;
        front->containers[kept++] = *container;
    }
    front->containers_count = kept;
    return true;
}

static bool note_front(struct job *job, struct txn *txn, int64_t edition_id, enum front_of of,
                       int64_t of_id)
{
    struct str edition;
    if (of != FRONT_EDITION) {
        note_printf(txn->notes, "front:%s:%lld", of == FRONT_SECTION ? "section" : "dossier",
                    (long long)of_id);
        return true;
    }
    if (!edition_slug(job, txn, edition_id, &edition))
        return false;
    note_printf(txn->notes, "front:" STR_FMT, STR_ARG(edition));
    return true;
}

bool front_read(struct job *job, struct txn *txn, int64_t edition_id, enum front_of of,
                int64_t of_id, struct front *out)
{
    struct front front = {0};
    struct filling f = {.job = job, .txn = txn, .edition_id = edition_id};
    if (!note_front(job, txn, edition_id, of, of_id) ||
        !front_find(job, txn, edition_id, of, of_id, &front.id) ||
        !(front.id ? front_load(job, txn, &front)
                   : front_plan(job, txn, edition_id, of, of_id, &front)) ||
        !fill_all(&f, &front) || !drop_small(job, txn, &front))
        return false;
    *out = front;
    return true;
}

bool front_would_be(struct job *job, struct txn *txn, int64_t edition_id,
                    const struct front_container *containers, size_t count, struct front *out)
{
    // Not 0, which is a plan: those are settled.
    struct front front = {.id = -1,
                          .containers = arena_array(&job->mem, struct front_container, count + 1),
                          .containers_count = count};
    struct filling f = {.job = job, .txn = txn, .edition_id = edition_id};
    for (size_t i = 0; i < count; i++) {
        struct front_container *container = &front.containers[i];
        size_t max = kinds[containers[i].kind].max;
        size_t chosen = containers[i].slots_count < max ? containers[i].slots_count : max;
        *container = containers[i];
        container->slots_count = chosen;
        container->slots = arena_array(&job->mem, struct front_slot, max);
        for (size_t j = 0; j < chosen; j++)
            container->slots[j] = containers[i].slots[j];
    }
    if (!fill_all(&f, &front) || !drop_small(job, txn, &front))
        return false;
    *out = front;
    return true;
}
