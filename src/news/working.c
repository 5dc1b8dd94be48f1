// The newest version of each story in short, for the desk's lists (news/desk.h). It is written with
// each version; its status follows the story's by a trigger, unless it is spiked (story_spike.c):
// then each version puts the story's own back.
#include "news/internal.h"

#include "text/search_fold.h"

bool words_of_body(struct job *job, struct txn *txn, int64_t edition_id,
                   const struct block *document, int64_t *out)
{
    struct rows rows;
    bool found;
    if (!sql_query(job, txn, &rows, "SELECT lang FROM edition WHERE id = ?1",
                   sql_int(edition_id)) ||
        !row_first(job, &rows, &found))
        return false;
    struct str lang = found ? row_text(&rows, 0) : S("en");
    rows_end(&rows);
    *out = (int64_t)document_words(document, str_c(&job->mem, lang));
    return true;
}

// A row that was never folded has not been counted either (a database of before).
bool words_of_newest(struct job *job, struct txn *txn, const struct story_state *state,
                     const struct block *document, int64_t *out)
{
    bool known;
    if (!sql_number(job, txn, &known, out,
                    "SELECT words FROM working WHERE story_id = ?1 AND folded IS NOT NULL"
                    " AND words > 0",
                    sql_int(state->id)))
        return false;
    return known || words_of_body(job, txn, state->edition_id, document, out);
}

bool working_put(struct job *job, struct txn *txn, const struct actor *actor,
                 const struct story_row *row, const struct story_copy *copy,
                 const struct block *body)
{
    const struct story_state *state = &row->state;
    struct sql_value words = copy->body.len ? sql_null() : sql_int(0);
    int64_t counted;
    if (body && !words_of_body(job, txn, state->edition_id, body, &counted))
        return false;
    if (body)
        words = sql_int(counted);
    return sql_run(
        job, txn,
        "INSERT INTO working(story_id, edition_id, status, kind, section_id, headline, folded,"
        " words, saved_ms, staff_id, made_by)"
        " VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, coalesce(?8, 0), ?9, ?10, ?10)"
        " ON CONFLICT (story_id) DO UPDATE SET kind = excluded.kind,"
        " status = (SELECT s.status FROM story s WHERE s.id = excluded.story_id),"
        " section_id = excluded.section_id, headline = excluded.headline,"
        " folded = excluded.folded, words = coalesce(?8, working.words),"
        " saved_ms = excluded.saved_ms, staff_id = excluded.staff_id",
        sql_int(state->id), sql_int(state->edition_id), sql_text(state->status),
        sql_text(copy->kind), sql_id(copy->section_id), sql_text(copy->headline),
        sql_text(search_fold(&job->mem, copy->headline)), words, sql_int(job->now_ms),
        sql_id(actor->staff_id));
}

bool working_touch(struct job *job, struct txn *txn, const struct actor *actor, int64_t story_id)
{
    return sql_run(job, txn,
                   "UPDATE working SET saved_ms = ?2, staff_id = ?3,"
                   " status = (SELECT s.status FROM story s WHERE s.id = ?1) WHERE story_id = ?1"
                   " AND (saved_ms <> ?2 OR staff_id IS DISTINCT FROM ?3 OR status = 'spiked')",
                   sql_int(story_id), sql_int(job->now_ms), sql_id(actor->staff_id));
}
