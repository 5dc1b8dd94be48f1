#include "news/house_page.h"

#include "news/internal.h"

bool house_page_find(struct job *job, struct txn *txn, const struct edition *edition,
                     struct str slug, bool *found, struct house_page *out)
{
    struct rows rows;
    struct block *body;
    bool has_row;
    note_printf(txn->notes, "path:/" STR_FMT "/" STR_FMT, STR_ARG(edition->slug), STR_ARG(slug));
    if (!sql_query(job, txn, &rows,
                   "SELECT id, slug, title, updated_ms, body FROM page"
                   " WHERE edition_id = ?1 AND slug = ?2",
                   sql_int(edition->id), sql_text(slug)) ||
        !row_first(job, &rows, &has_row))
        return false;
    *found = has_row;
    if (!has_row)
        return true;
    struct house_page page = {.id = row_int(&rows, 0),
                              .slug = row_text(&rows, 1),
                              .title = row_text(&rows, 2),
                              .updated_ms = row_int(&rows, 3)};
    struct str json = row_text(&rows, 4);
    rows_end(&rows);
    note_printf(txn->notes, "page:%lld", (long long)page.id);
    if (!document_parse(job, json, &body))
        return false;
    page.body = body;
    *out = page;
    return true;
}

bool house_page_list(struct job *job, struct txn *txn, const struct edition *edition,
                     struct house_page **out, size_t *count)
{
    struct rows rows;
    struct house_page *pages = NULL;
    size_t found = 0, room = 0;
    note_printf(txn->notes, "pages:" STR_FMT, STR_ARG(edition->slug));
    if (!sql_query(job, txn, &rows,
                   "SELECT id, slug, title, updated_ms FROM page WHERE edition_id = ?1 ORDER BY id",
                   sql_int(edition->id)))
        return false;
    while (rows_next(job, &rows))
        *list_add(&job->mem, &pages, &found, &room) =
            (struct house_page){.id = row_int(&rows, 0),
                                .slug = row_text(&rows, 1),
                                .title = row_text(&rows, 2),
                                .updated_ms = row_int(&rows, 3)};
    if (!rows.at_end)
        return false;
    *out = pages;
    *count = found;
    return true;
}
