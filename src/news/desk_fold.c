// What a database of before has not: folded headlines, and the words of what is being written.
#include "news/desk.h"
#include "news/internal.h"

#include "text/search_fold.h"

enum { AT_ONCE = 500 };

struct unfolded {
    int64_t id, edition_id;
    struct str headline, fields;
};

static bool find_unfolded(struct job *job, struct txn *txn, struct unfolded *items, size_t *count)
{
    struct rows rows;
    if (!sql_query(job, txn, &rows,
                   "SELECT w.story_id, w.edition_id, w.headline, v.fields FROM working w"
                   " JOIN story s ON s.id = w.story_id"
                   " JOIN version v ON v.story_id = s.id AND v.number = s.version"
                   " WHERE w.folded IS NULL ORDER BY w.story_id LIMIT ?1",
                   sql_int(AT_ONCE)))
        return false;
    while (rows_next(job, &rows))
        items[(*count)++] = (struct unfolded){row_int(&rows, 0), row_int(&rows, 1),
                                              row_text(&rows, 2), row_text(&rows, 3)};
    return rows.at_end;
}

static bool fold_one(struct job *job, struct txn *txn, const struct unfolded *story)
{
    struct story_copy copy;
    struct block *body = NULL;
    int64_t words = 0;
    return copy_parse(job, story->fields, &copy) &&
           (!copy.body.len || document_parse(job, copy.body, &body)) &&
           (!body || words_of_body(job, txn, story->edition_id, body, &words)) &&
           sql_run(job, txn, "UPDATE working SET folded = ?2, words = ?3 WHERE story_id = ?1",
                   sql_int(story->id), sql_text(search_fold(&job->mem, story->headline)),
                   sql_int(words));
}

bool desk_fold_some(struct job *job, struct txn *txn, bool *more)
{
    struct unfolded *items = arena_array(&job->mem, struct unfolded, AT_ONCE);
    size_t count = 0;
    if (!find_unfolded(job, txn, items, &count))
        return false;
    for (size_t i = 0; i < count; i++)
        if (!fold_one(job, txn, &items[i]))
            return false;
    *more = count == AT_ONCE;
    return true;
}
