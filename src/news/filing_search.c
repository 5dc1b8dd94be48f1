// The newsroom's lists of filings: found by any of their names, counted, put in order.
#include "news/internal.h"
#include "text/unicode.h"

enum { PATTERN_CHARS_MAX = 80 };

static struct str pattern_of(struct arena *mem, struct str text)
{
    return like_pattern(mem, text_fold(mem, text_cut(mem, text, PATTERN_CHARS_MAX)), true);
}

bool filing_search(struct job *job, struct txn *txn, enum filing_kind kind, int64_t edition_id,
                   struct str text, size_t limit, int64_t after_id, struct filing **out,
                   size_t *count, bool *more)
{
    const struct filing_table *table = &filing_tables[kind];
    const struct sql_value values[] = {sql_int(limit + 1), sql_int(after_id),
                                       sql_text(pattern_of(&job->mem, text)), sql_int(edition_id)};
    struct rows rows;
    struct filing *items = NULL;
    size_t found = 0, room = 0;
    assert(table->search);
    if (!sql_query_(job, txn, &rows, table->search, values, table->of_edition ? 4 : 3))
        return false;
    while (rows_next(job, &rows))
        read_filing(&rows, 0, kind, list_add(&job->mem, &items, &found, &room));
    if (!rows.at_end)
        return false;
    *out = items;
    *more = found > limit;
    *count = *more ? limit : found;
    return true;
}

bool filing_count_stories(struct job *job, struct txn *txn, enum filing_kind kind, int64_t id,
                          int64_t *out)
{
    const struct sql_value value = sql_int(id);
    return sql_number_(job, txn, NULL, out, filing_tables[kind].stories, &value, 1);
}

// ── order ─────────────────────────────────────────────────────────────────────────────────────

static bool write_position(struct job *job, struct txn *txn, enum filing_kind kind, int64_t id,
                           size_t position)
{
    if (kind == FILING_SECTION)
        return sql_run(job, txn, "UPDATE section SET position = ?2 WHERE id = ?1", sql_int(id),
                       sql_int(position));
    if (kind == FILING_REGION)
        return sql_run(job, txn, "UPDATE region SET position = ?2 WHERE id = ?1", sql_int(id),
                       sql_int(position));
    assert(kind == FILING_DOSSIER);
    return sql_run(job, txn, "UPDATE dossier SET position = ?2 WHERE id = ?1", sql_int(id),
                   sql_int(position));
}

// Those of one level: they take turns with each other, not with those below another section.
static bool find_siblings(struct job *job, struct txn *txn, const struct filing *f,
                          struct filing **out, size_t *count)
{
    struct filing *all;
    size_t all_count, kept = 0;
    if (!filing_list(job, txn, f->kind, f->edition_id, 0, 0, &all, &all_count))
        return false;
    for (size_t i = 0; i < all_count; i++) {
        if (all[i].parent_id == f->parent_id)
            all[kept++] = all[i];
    }
    *out = all;
    *count = kept;
    return true;
}

static bool number_anew(struct job *job, struct txn *txn, const struct filing *items, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        if (items[i].position != (int)i + 1 &&
            !write_position(job, txn, items[i].kind, items[i].id, i + 1))
            return false;
    }
    return true;
}

bool filing_move(struct job *job, struct txn *txn, const struct actor *actor, enum filing_kind kind,
                 int64_t id, bool up)
{
    struct filing f, *items;
    size_t count, at = 0;
    if (!actor_may(job, actor, filing_tables[kind].change) || !filing_get(job, txn, kind, id, &f) ||
        !find_siblings(job, txn, &f, &items, &count))
        return false;
    while (at < count && items[at].id != id)
        at++;
    size_t other = up ? at - 1 : at + 1; // below 0 is past the end too
    if (other >= count)
        return true;
    struct filing aside = items[at];
    items[at] = items[other];
    items[other] = aside;
    return number_anew(job, txn, items, count) &&
           audit_write(job, txn, actor, "filing.move",
                       str_printf(&job->mem, "%s:%lld", filing_tables[kind].word, (long long)id),
                       str_printf(&job->mem, "{\"place\":%zu}", at + 1),
                       str_printf(&job->mem, "{\"place\":%zu}", other + 1));
}
