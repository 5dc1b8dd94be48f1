#include "news/internal.h"

// A topic's names other than its own.
static bool read_names(struct job *job, struct txn *txn, struct filing *topic)
{
    struct rows rows;
    if (!sql_query(job, txn, &rows,
                   "SELECT n.name FROM topic_name n JOIN topic t ON t.id = n.topic_id"
                   " WHERE n.topic_id = ?1 AND n.name <> t.name ORDER BY n.name",
                   sql_int(topic->id)))
        return false;
    size_t room = 0;
    while (rows_next(job, &rows))
        *list_add(&job->mem, &topic->names, &topic->names_count, &room) = row_text(&rows, 0);
    return rows.at_end;
}

// One filing by a statement of the table; *merged_into is 0 where there is nothing of the kind.
static bool read_one(struct job *job, struct txn *txn, enum filing_kind kind, const char *sql,
                     const struct sql_value *values, int count, bool *found, int64_t *merged_into,
                     struct filing *out)
{
    struct rows rows;
    struct filing filing = {0};
    if (!sql_query_(job, txn, &rows, sql, values, count) || !row_first(job, &rows, found))
        return false;
    if (!*found)
        return true;
    read_filing(&rows, 0, kind, &filing);
    *merged_into = row_int(&rows, 12);
    rows_end(&rows);
    note_filing(txn, &filing);
    if (kind == FILING_TOPIC && !read_names(job, txn, &filing))
        return false;
    *out = filing;
    return true;
}

static bool get(struct job *job, struct txn *txn, enum filing_kind kind, int64_t id, bool *found,
                int64_t *merged_into, struct filing *out)
{
    note_printf(txn->notes, "%s:%lld", filing_tables[kind].word, (long long)id);
    const struct sql_value value = sql_int(id);
    return read_one(job, txn, kind, filing_tables[kind].get, &value, 1, found, merged_into, out);
}

bool filing_get(struct job *job, struct txn *txn, enum filing_kind kind, int64_t id,
                struct filing *out)
{
    bool found;
    int64_t merged_into;
    if (!get(job, txn, kind, id, &found, &merged_into, out))
        return false;
    return found || job_fail(job, FAULT_NOT_FOUND, "there is no %s with the id %lld",
                             filing_tables[kind].word, (long long)id);
}

// Which one had this slug.
static bool find_old(struct job *job, struct txn *txn, enum filing_kind kind, int64_t edition_id,
                     struct str slug, bool *found, int64_t *merged_into, struct filing *out)
{
    const struct filing_table *table = &filing_tables[kind];
    int64_t id;
    if (!sql_number(job, txn, found, &id,
                    "SELECT of_id FROM old_slug WHERE kind = ?1 AND edition_id = ?2 AND slug = ?3",
                    sql_text(str_from(table->word)), sql_int(table->of_edition ? edition_id : 0),
                    sql_text(slug)))
        return false;
    return !*found || get(job, txn, kind, id, found, merged_into, out);
}

static bool find_by_slug(struct job *job, struct txn *txn, enum filing_kind kind,
                         int64_t edition_id, struct str slug, bool *found, int64_t *merged_into,
                         struct filing *out)
{
    const struct sql_value values[] = {sql_text(slug), sql_int(edition_id)};
    return read_one(job, txn, kind, filing_tables[kind].find, values,
                    filing_tables[kind].of_edition ? 2 : 1, found, merged_into, out);
}

static bool note_address(struct job *job, struct txn *txn, enum filing_kind kind,
                         int64_t edition_id, struct str slug)
{
    if (!txn->notes)
        return true;
    struct rows rows; // what belongs to the whole site has an address in every edition: any will do
    if (!sql_query(job, txn, &rows,
                   "SELECT slug FROM edition WHERE id = ?1 OR ?1 = 0 ORDER BY id LIMIT 1",
                   sql_int(edition_id)))
        return false;
    while (rows_next(job, &rows)) {
        struct str edition = row_text(&rows, 0);
        note_printf(txn->notes, "path:/" STR_FMT "/%s" STR_FMT "/", STR_ARG(edition),
                    filing_tables[kind].way, STR_ARG(slug));
    }
    return rows.at_end;
}

enum { MERGES_MAX = 8 }; // a chain longer than this was made by hand, and perhaps a ring

bool filing_find(struct job *job, struct txn *txn, enum filing_kind kind, int64_t edition_id,
                 struct str slug, bool *found, bool *moved, struct filing *out)
{
    bool here = false, is_old = false;
    int64_t merged_into = 0;
    struct filing filing = {0};
    if (!note_address(job, txn, kind, edition_id, slug) ||
        !find_by_slug(job, txn, kind, edition_id, slug, &here, &merged_into, &filing))
        return false;
    if (!here) {
        is_old = true;
        if (!find_old(job, txn, kind, edition_id, slug, &here, &merged_into, &filing))
            return false;
    }
    for (int i = 0; here && merged_into && i < MERGES_MAX; i++) {
        is_old = true;
        if (!get(job, txn, kind, merged_into, &here, &merged_into, &filing))
            return false;
    }
    *found = here;
    *moved = here && is_old;
    if (here)
        *out = filing;
    return true;
}

// The topic that changes when one is added, goes, or stands elsewhere in the order.
static bool note_list(struct job *job, struct txn *txn, enum filing_kind kind, int64_t edition_id)
{
    const struct filing_table *table = &filing_tables[kind];
    if (!table->of_edition)
        note(txn->notes, str_from(table->many));
    if (!table->of_edition || !txn->notes)
        return true;
    struct rows rows;
    if (!sql_query(job, txn, &rows, "SELECT slug FROM edition WHERE id = ?1 OR ?1 = 0",
                   sql_int(edition_id)))
        return false;
    if (!edition_id)
        note(txn->notes, S("site"));
    bool in_menu = kind == FILING_SECTION || kind == FILING_REGION;
    while (rows_next(job, &rows)) {
        struct str edition = row_text(&rows, 0);
        note_printf(txn->notes, "%s:" STR_FMT, in_menu ? "menu" : table->many, STR_ARG(edition));
    }
    return rows.at_end;
}

bool filing_list(struct job *job, struct txn *txn, enum filing_kind kind, int64_t edition_id,
                 size_t limit, int64_t after_id, struct filing **out, size_t *count)
{
    const struct filing_table *table = &filing_tables[kind];
    const struct sql_value values[] = {sql_int(limit ? limit : INT32_MAX), sql_int(after_id),
                                       sql_int(edition_id)};
    struct rows rows;
    if (after_id) // where it stands says where to begin
        note_printf(txn->notes, "%s:%lld", table->word, (long long)after_id);
    if (!note_list(job, txn, kind, edition_id) ||
        !sql_query_(job, txn, &rows, table->list, values, table->of_edition ? 3 : 2))
        return false;
    struct filing *items = NULL;
    size_t found = 0, room = 0;
    bool in_menu = kind == FILING_SECTION || kind == FILING_REGION;
    while (rows_next(job, &rows)) {
        struct filing *filing = list_add(&job->mem, &items, &found, &room);
        read_filing(&rows, 0, kind, filing);
        if (!in_menu)
            note_filing(txn, filing);
    }
    if (!rows.at_end)
        return false;
    *out = items;
    *count = found;
    return true;
}
