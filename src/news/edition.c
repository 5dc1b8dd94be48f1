#include "news/internal.h"

#define EDITION_SELECT                                                                             \
    "SELECT id, slug, name, title, slogan, dir, lang, zone, arabic_digits, position FROM edition "

static void read_edition(const struct rows *rows, struct edition *out)
{
    *out = (struct edition){
        .id = row_int(rows, 0),
        .slug = row_text(rows, 1),
        .name = row_text(rows, 2),
        .title = row_text(rows, 3),
        .slogan = row_text(rows, 4),
        .dir = row_text(rows, 5),
        .locale = {.lang = row_text(rows, 6),
                   .zone = row_text(rows, 7),
                   .arabic_digits = row_int(rows, 8) != 0},
        .position = (int)row_int(rows, 9),
    };
}

bool edition_find(struct job *job, struct txn *txn, struct str slug, bool *found,
                  struct edition *out)
{
    note_printf(txn->notes, "edition:" STR_FMT, STR_ARG(slug));
    struct rows rows;
    if (!sql_query(job, txn, &rows, EDITION_SELECT "WHERE slug = ?1", sql_text(slug)))
        return false;
    bool has_row;
    if (!row_first(job, &rows, &has_row))
        return false;
    if (has_row)
        read_edition(&rows, out);
    rows_end(&rows);
    *found = has_row;
    return true;
}

bool edition_get(struct job *job, struct txn *txn, int64_t id, struct edition *out)
{
    struct rows rows;
    if (!sql_query(job, txn, &rows, EDITION_SELECT "WHERE id = ?1", sql_int(id)))
        return false;
    bool has_row = rows_next(job, &rows);
    if (!has_row) {
        note(txn->notes, S("site"));
        return rows.at_end && job_fail(job, FAULT_NOT_FOUND, "there is no such edition");
    }
    read_edition(&rows, out);
    rows_end(&rows);
    note_printf(txn->notes, "edition:" STR_FMT, STR_ARG(out->slug));
    return true;
}

bool edition_list(struct job *job, struct txn *txn, struct edition **out, size_t *count)
{
    note(txn->notes, S("site"));
    struct rows rows;
    if (!sql_query(job, txn, &rows, EDITION_SELECT "ORDER BY position, id"))
        return false;
    struct edition *items = NULL;
    size_t found = 0, room = 0;
    while (rows_next(job, &rows))
        read_edition(&rows, list_add(&job->mem, &items, &found, &room));
    if (!rows.at_end)
        return false;
    *out = items;
    *count = found;
    return true;
}

bool edition_slug(struct job *job, struct txn *txn, int64_t id, struct str *out)
{
    struct rows rows;
    if (!sql_query(job, txn, &rows, "SELECT slug FROM edition WHERE id = ?1", sql_int(id)))
        return false;
    bool has_row;
    if (!row_first(job, &rows, &has_row))
        return false;
    *out = has_row ? row_text(&rows, 0) : S("");
    rows_end(&rows);
    return true;
}

bool site_read(struct job *job, struct txn *txn, struct site_facts *out)
{
    note(txn->notes, S("site"));
    struct rows rows;
    if (!sql_query(job, txn, &rows, "SELECT title, publisher FROM site WHERE id = 1"))
        return false;
    if (!rows_next(job, &rows))
        return rows.at_end && job_fail(job, FAULT_NOT_FOUND,
                                       "there is no site in this database; make one with init");
    *out = (struct site_facts){.title = row_text(&rows, 0), .publisher = row_text(&rows, 1)};
    rows_end(&rows);
    return true;
}
