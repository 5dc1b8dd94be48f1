#include "news/internal.h"

static const struct join {
    const char *rows;   // ?1 story: what it is joined to, and its position
    const char *insert; // ?1 story, ?2 the other, ?3 position
    const char *remove; // ?1 story, ?2 the other
    const char *move;   // as insert
    size_t list;        // in struct story_copy
} joins[] = {
    {"SELECT region_id, position FROM story_region WHERE story_id = ?1",
     "INSERT INTO story_region(story_id, region_id, position) VALUES (?1, ?2, ?3)",
     "DELETE FROM story_region WHERE story_id = ?1 AND region_id = ?2",
     "UPDATE story_region SET position = ?3 WHERE story_id = ?1 AND region_id = ?2",
     offsetof(struct story_copy, regions)},
    {"SELECT topic_id, position FROM story_topic WHERE story_id = ?1",
     "INSERT INTO story_topic(story_id, topic_id, position) VALUES (?1, ?2, ?3)",
     "DELETE FROM story_topic WHERE story_id = ?1 AND topic_id = ?2",
     "UPDATE story_topic SET position = ?3 WHERE story_id = ?1 AND topic_id = ?2",
     offsetof(struct story_copy, topics)},
    {"SELECT person_id, position FROM story_author WHERE story_id = ?1",
     "INSERT INTO story_author(story_id, person_id, position) VALUES (?1, ?2, ?3)",
     "DELETE FROM story_author WHERE story_id = ?1 AND person_id = ?2",
     "UPDATE story_author SET position = ?3 WHERE story_id = ?1 AND person_id = ?2",
     offsetof(struct story_copy, authors)},
    {"SELECT dossier_id, position FROM story_dossier WHERE story_id = ?1",
     "INSERT INTO story_dossier(story_id, dossier_id, position) VALUES (?1, ?2, ?3)",
     "DELETE FROM story_dossier WHERE story_id = ?1 AND dossier_id = ?2",
     "UPDATE story_dossier SET position = ?3 WHERE story_id = ?1 AND dossier_id = ?2",
     offsetof(struct story_copy, dossiers)},
    {"SELECT related_id, position FROM story_related WHERE story_id = ?1",
     "INSERT INTO story_related(story_id, related_id, position) VALUES (?1, ?2, ?3)",
     "DELETE FROM story_related WHERE story_id = ?1 AND related_id = ?2",
     "UPDATE story_related SET position = ?3 WHERE story_id = ?1 AND related_id = ?2",
     offsetof(struct story_copy, related)},
};

static struct id_list *list_of(struct story_copy *copy, const struct join *join)
{
    return (struct id_list *)((char *)copy + join->list);
}

bool joins_read(struct job *job, struct txn *txn, int64_t story_id, struct story_copy *out)
{
    struct rows rows;
    if (!sql_query(
            job, txn, &rows,
            "SELECT 0, region_id, position FROM story_region WHERE story_id = ?1"
            " UNION ALL SELECT 1, topic_id, position FROM story_topic WHERE story_id = ?1"
            " UNION ALL SELECT 2, person_id, position FROM story_author WHERE story_id = ?1"
            " UNION ALL SELECT 3, dossier_id, position FROM story_dossier WHERE story_id = ?1"
            " UNION ALL SELECT 4, related_id, position FROM story_related WHERE story_id = ?1"
            " ORDER BY 1, 3, 2",
            sql_int(story_id)))
        return false;
    size_t rooms[ARRAY_LEN(joins)] = {0};
    while (rows_next(job, &rows)) {
        int64_t which = row_int(&rows, 0);
        struct id_list *list = list_of(out, &joins[which]);
        *list_add(&job->mem, &list->items, &list->count, &rooms[which]) = row_int(&rows, 1);
    }
    return rows.at_end;
}

static ptrdiff_t place_of(struct id_list ids, int64_t id)
{
    for (size_t i = 0; i < ids.count; i++)
        if (ids.items[i] == id)
            return (ptrdiff_t)i;
    return -1;
}

static bool run(struct job *job, struct txn *txn, const char *sql, int64_t story_id, int64_t id,
                ptrdiff_t position, int count)
{
    const struct sql_value values[] = {sql_int(story_id), sql_int(id), sql_int(position)};
    return sql_run_(job, txn, sql, values, count);
}

// What is there already: goes, moves or stays. *there gets the ids that were found.
static bool settle_old(struct job *job, struct txn *txn, const struct join *join, int64_t story_id,
                       struct id_list now, struct id_list *there)
{
    struct rows rows;
    const struct sql_value value = sql_int(story_id);
    struct id_list positions = {0};
    size_t room = 0, positions_room = 0;
    if (!sql_query_(job, txn, &rows, join->rows, &value, 1))
        return false;
    while (rows_next(job, &rows)) { // all first: nothing is written while it is read
        *list_add(&job->mem, &there->items, &there->count, &room) = row_int(&rows, 0);
        *list_add(&job->mem, &positions.items, &positions.count, &positions_room) =
            row_int(&rows, 1);
    }
    bool ok = rows.at_end;
    for (size_t i = 0; ok && i < there->count; i++) {
        ptrdiff_t place = place_of(now, there->items[i]);
        if (place < 0)
            ok = run(job, txn, join->remove, story_id, there->items[i], 0, 2);
        else if (place != positions.items[i])
            ok = run(job, txn, join->move, story_id, there->items[i], place, 3);
    }
    return ok;
}

bool joins_write(struct job *job, struct txn *txn, int64_t story_id,
                 const struct story_copy *before, const struct story_copy *copy)
{
    static const unsigned bits[] = {STORY_HAS_REGIONS, STORY_HAS_TOPICS, STORY_HAS_AUTHORS,
                                    STORY_HAS_DOSSIERS, STORY_HAS_RELATED};
    unsigned differ = copy_differ(before, copy);
    struct story_copy now = *copy;
    for (size_t i = 0; i < ARRAY_LEN(joins); i++) {
        struct id_list ids = *list_of(&now, &joins[i]), there = {0};
        if (!(differ & bits[i]))
            continue;
        if (!settle_old(job, txn, &joins[i], story_id, ids, &there))
            return false;
        for (size_t at = 0; at < ids.count; at++)
            if (place_of(there, ids.items[at]) < 0 &&
                !run(job, txn, joins[i].insert, story_id, ids.items[at], (ptrdiff_t)at, 3))
                return false;
    }
    return true;
}
