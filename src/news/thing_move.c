#include "news/thing_move.h"

#include "news/internal.h"
#include "news/redirect.h"
#include "text/slug.h"

static bool read_texts(struct job *job, struct rows *rows, struct str_list *out)
{
    size_t room = 0;
    struct str_list list = {0};
    while (rows_next(job, rows))
        *list_add(&job->mem, &list.items, &list.count, &room) = row_text(rows, 0);
    if (!rows->at_end)
        return false;
    *out = list;
    return true;
}

static int64_t edition_of(const struct filing *filing)
{
    return filing_tables[filing->kind].of_edition ? filing->edition_id : 0;
}

bool filing_addresses(struct job *job, struct txn *txn, const struct filing *filing,
                      struct str_list *out)
{
    struct rows rows;
    return sql_query(job, txn, &rows,
                     "SELECT slug FROM old_slug WHERE kind = ?1 AND edition_id = ?2 AND of_id = ?3"
                     " UNION SELECT slug FROM topic WHERE ?1 = 'topic' AND merged_into = ?3"
                     " ORDER BY slug",
                     sql_text(str_from(filing_word(filing->kind))), sql_int(edition_of(filing)),
                     sql_int(filing->id)) &&
           read_texts(job, &rows, out);
}

static bool is_address(enum filing_kind kind, struct str slug)
{
    struct str rest = slug, part;
    if (kind != FILING_SECTION)
        return is_slug(slug);
    while (str_cut(&rest, '/', &part)) {
        if (!is_slug(part))
            return false;
    }
    return slug.len > 0;
}

bool filing_keep_address(struct job *job, struct txn *txn, const struct filing *filing,
                         struct str slug)
{
    const struct filing_table *table = &filing_tables[filing->kind];
    const struct sql_value values[] = {sql_text(slug), sql_int(filing->id),
                                       sql_int(edition_of(filing))};
    struct str now = filing->kind == FILING_SECTION ? filing->path : filing->slug;
    int64_t taken = 0;
    if (str_eq(slug, now) || !is_address(filing->kind, slug))
        return true;
    if (!sql_number_(job, txn, NULL, &taken, table->taken, values, table->of_edition ? 3 : 2))
        return false;
    return taken || sql_run(job, txn,
                            "INSERT INTO old_slug(kind, edition_id, slug, of_id)"
                            " VALUES (?1, ?2, ?3, ?4) ON CONFLICT DO NOTHING",
                            sql_text(str_from(table->word)), sql_int(edition_of(filing)),
                            sql_text(slug), sql_int(filing->id));
}

// ── pages of the house ────────────────────────────────────────────────────────────────────────

static struct str page_target(struct arena *mem, int64_t id)
{
    return str_printf(mem, "page:%lld", (long long)id);
}

bool house_page_addresses(struct job *job, struct txn *txn, int64_t id, struct str_list *out)
{
    struct rows rows;
    return sql_query(job, txn, &rows, "SELECT path FROM redirect WHERE target = ?1 ORDER BY path",
                     sql_text(page_target(&job->mem, id))) &&
           read_texts(job, &rows, out);
}

bool house_page_keep_address(struct job *job, struct txn *txn, int64_t id, struct str path)
{
    bool kept;
    return redirect_put(job, txn, path, page_target(&job->mem, id), &kept);
}
