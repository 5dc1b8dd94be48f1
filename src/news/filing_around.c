// What stands around a filing: who writes in an edition, which topics go together.
#include "news/internal.h"

static bool read_people(struct job *job, struct txn *txn, struct filing **out, size_t *count)
{
    const struct sql_value values[] = {sql_int(INT32_MAX), sql_int(0)};
    struct rows rows;
    size_t room = 0;
    *out = NULL;
    *count = 0;
    if (!sql_query_(job, txn, &rows, filing_tables[FILING_PERSON].list, values, ARRAY_LEN(values)))
        return false;
    while (rows_next(job, &rows))
        read_filing(&rows, 0, FILING_PERSON, list_add(&job->mem, out, count, &room));
    return rows.at_end;
}

// Whether each of them writes there; in the order of read_people, by name and id.
static bool read_writers(struct job *job, struct txn *txn, struct str edition, bool *writes,
                         size_t count)
{
    struct rows rows;
    size_t i = 0;
    if (!sql_query(job, txn, &rows,
                   "SELECT k.id, EXISTS (SELECT 1 FROM listing"
                   " WHERE list = 'person:' || k.id || ':' || ?1 || '/list')"
                   " FROM person k ORDER BY k.name, k.id",
                   sql_text(edition)))
        return false;
    while (rows_next(job, &rows)) {
        assert(i < count); // one snapshot
        writes[i++] = row_int(&rows, 1) != 0;
    }
    return rows.at_end;
}

bool filing_authors(struct job *job, struct txn *txn, struct str edition, struct filing **out,
                    size_t *count)
{
    struct filing *people;
    size_t people_count, found = 0;
    note_printf(txn->notes, "authors:" STR_FMT, STR_ARG(edition));
    if (!read_people(job, txn, &people, &people_count))
        return false;
    bool *writes = arena_array(&job->mem, bool, people_count + 1);
    if (!read_writers(job, txn, edition, writes, people_count))
        return false;
    for (size_t i = 0; i < people_count; i++) {
        if (!writes[i])
            continue;
        note_filing(txn, &people[i]);
        people[found++] = people[i];
    }
    *out = people;
    *count = found;
    return true;
}

enum { STORIES_LOOKED_AT = 40 };
#define NEWEST                                                                                     \
    "(SELECT story_id, published_ms FROM listing WHERE list = ?1"                                  \
    " ORDER BY published_ms DESC, story_id DESC LIMIT ?2)"

static bool note_newest(struct job *job, struct txn *txn, struct str list)
{
    struct rows rows;
    note(txn->notes, list);
    if (!txn->notes)
        return true;
    if (!sql_query(job, txn, &rows, "SELECT story_id FROM " NEWEST, sql_text(list),
                   sql_int(STORIES_LOOKED_AT)))
        return false;
    while (rows_next(job, &rows))
        note_printf(txn->notes, "story:%lld", (long long)row_int(&rows, 0));
    return rows.at_end;
}

// The more stories they share the nearer; among equals what was beside it last.
bool topic_neighbours(struct job *job, struct txn *txn, int64_t topic_id, size_t limit,
                      struct filing **out, size_t *count)
{
    struct rows rows;
    struct str list = str_printf(&job->mem, "topic:%lld/list", (long long)topic_id);
    struct id_list ids = {.items = arena_array(&job->mem, int64_t, limit)};
    if (!note_newest(job, txn, list) ||
        !sql_query(job, txn, &rows,
                   "SELECT t.topic_id FROM " NEWEST " l JOIN story_topic t ON t.story_id = "
                   "l.story_id WHERE t.topic_id <> ?3 GROUP BY t.topic_id ORDER BY count(*) DESC,"
                   " max(l.published_ms) DESC, t.topic_id LIMIT ?4",
                   sql_text(list), sql_int(STORIES_LOOKED_AT), sql_int(topic_id), sql_int(limit)))
        return false;
    while (rows_next(job, &rows))
        ids.items[ids.count++] = row_int(&rows, 0);
    if (!rows.at_end)
        return false;
    *out = arena_array(&job->mem, struct filing, ids.count + 1);
    *count = ids.count;
    for (size_t i = 0; i < ids.count; i++) {
        if (!filing_get(job, txn, FILING_TOPIC, ids.items[i], &(*out)[i]))
            return false;
    }
    return true;
}
