// What stands on a front that nobody has curated.
#include "news/internal.h"

static void plan(struct job *job, struct front *front, size_t *room, enum container_kind kind,
                 struct str fill, const struct filing *of)
{
    struct front_container *container =
        list_add(&job->mem, &front->containers, &front->containers_count, room);
    *container = (struct front_container){
        .kind = kind,
        .fill = fill,
        .slots = arena_array(&job->mem, struct front_slot, container_max(kind))};
    if (of)
        container->of = *of;
}

static struct str list_of(struct arena *mem, const struct filing *filing)
{
    return str_printf(mem, "%s:%lld/list", filing_word(filing->kind), (long long)filing->id);
}

// The first dossier, in the editors' order, that has a story.
static bool find_dossier(struct job *job, struct txn *txn, int64_t edition_id, struct filing *out,
                         bool *found)
{
    struct filing *dossier;
    size_t count;
    int64_t after_id = 0, one;
    *found = false;
    do { // one by one, so that no dossier behind it is noted
        if (!filing_list(job, txn, FILING_DOSSIER, edition_id, 1, after_id, &dossier, &count))
            return false;
        if (count == 0)
            return true;
        struct str list = list_of(&job->mem, dossier);
        note(txn->notes, list);
        if (!sql_number(job, txn, found, &one, "SELECT 1 FROM listing WHERE list = ?1 LIMIT 1",
                        sql_text(list)))
            return false;
        after_id = dossier->id;
    } while (!*found);
    *out = *dossier;
    return true;
}

// Top sections that are looked at rather than read.
static bool is_of_pictures(const struct filing *section)
{
    return str_is(section->path, "videos") || str_is(section->path, "infographs") ||
           str_is(section->path, "in-pictures");
}

// The newspaper's own front shows the parts of its news, and the other sections whole.
static void plan_section(struct job *job, struct front *front, size_t *room,
                         const struct filing *sections, size_t count, const struct filing *top)
{
    bool has_parts = false;
    for (size_t i = 0; i < count && str_is(top->path, "news"); i++) {
        if (sections[i].parent_id != top->id || sections[i].hidden)
            continue;
        has_parts = true;
        plan(job, front, room, CONTAINER_SECTION, list_of(&job->mem, &sections[i]), &sections[i]);
    }
    if (!has_parts)
        plan(job, front, room, is_of_pictures(top) ? CONTAINER_STRIP : CONTAINER_SECTION,
             list_of(&job->mem, top), top);
}

static bool plan_edition(struct job *job, struct txn *txn, int64_t edition_id, struct front *front)
{
    struct filing *sections, dossier;
    size_t count, room = 0;
    struct str edition;
    bool has_dossier;
    if (!edition_slug(job, txn, edition_id, &edition) ||
        !filing_list(job, txn, FILING_SECTION, edition_id, 0, 0, &sections, &count) ||
        !find_dossier(job, txn, edition_id, &dossier, &has_dossier))
        return false;
    struct str latest = str_join(&job->mem, S("latest:"), edition);
    plan(job, front, &room, CONTAINER_LEAD, latest, NULL);
    plan(job, front, &room, CONTAINER_LIST, latest, NULL);
    plan(job, front, &room, CONTAINER_ROW4, latest, NULL);
    for (size_t i = 0; i < count; i++) {
        if (str_is(sections[i].path, "articles/opinion") && !sections[i].hidden)
            plan(job, front, &room, CONTAINER_OPINION, list_of(&job->mem, &sections[i]),
                 &sections[i]);
    }
    if (has_dossier)
        plan(job, front, &room, CONTAINER_DOSSIER, list_of(&job->mem, &dossier), &dossier);
    for (size_t i = 0; i < count; i++) {
        if (!sections[i].parent_id && !sections[i].hidden)
            plan_section(job, front, &room, sections, count, &sections[i]);
    }
    return true;
}

bool front_plan(struct job *job, struct txn *txn, int64_t edition_id, enum front_of of,
                int64_t of_id, struct front *front)
{
    size_t room = 0;
    struct filing filing = {.kind = of == FRONT_SECTION ? FILING_SECTION : FILING_DOSSIER,
                            .id = of_id};
    if (of == FRONT_EDITION)
        return plan_edition(job, txn, edition_id, front);
    plan(job, front, &room, CONTAINER_LEAD, list_of(&job->mem, &filing), NULL);
    return true;
}
