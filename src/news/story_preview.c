#include "news/story_preview.h"

#include "news/internal.h"

// What a page cannot do without.
static bool fill_gaps(struct job *job, struct txn *txn, int64_t edition_id, struct story_copy *copy)
{
    bool found = true;
    int64_t section = copy->section_id;
    if (!copy->headline.len)
        copy->headline = S("…");
    if (section && !sql_number(job, txn, &found, &section, "SELECT id FROM section WHERE id = ?1",
                               sql_int(section)))
        return false;
    if ((!section || !found) &&
        !sql_number(job, txn, &found, &section,
                    "SELECT id FROM section WHERE edition_id = ?1 ORDER BY parent_id IS NULL,"
                    " position, id LIMIT 1",
                    sql_int(edition_id)))
        return false;
    copy->section_id = section;
    return found || job_fail(job, FAULT_CONFLICT, "there is no section yet: a page needs one");
}

static bool count_words(struct job *job, struct txn *txn, int64_t edition_id,
                        const struct story_copy *copy, int64_t *out)
{
    struct rows rows;
    struct block *body;
    bool found;
    *out = 0;
    if (!copy->body.len)
        return true;
    if (!document_parse(job, copy->body, &body) ||
        !sql_query(job, txn, &rows, "SELECT lang FROM edition WHERE id = ?1",
                   sql_int(edition_id)) ||
        !row_first(job, &rows, &found))
        return false;
    *out = (int64_t)document_words(body, str_c(&job->mem, found ? row_text(&rows, 0) : S("en")));
    rows_end(&rows);
    return true;
}

static bool write_columns(struct job *job, struct txn *txn, const struct story_row *row,
                          const struct story_copy *copy, int64_t words)
{
    struct str status = row->corrected_ms ? S("corrected") : S("published");
    struct str body = copy->body.len ? copy->body : S("{\"type\":\"doc\",\"content\":[]}");
    int64_t published_ms = row->state.published_ms ? row->state.published_ms : job->now_ms;
    return sql_run(
        job, txn,
        "UPDATE story SET status = ?2, kind = ?3, headline = ?4, kicker = ?5, standfirst = ?6,"
        " body = ?7, words = ?8, section_id = ?9, source_id = ?10, picture_id = ?11, place = ?12,"
        " slug = ?13, published_ms = ?14, updated_ms = ?15, public_version = version"
        " WHERE id = ?1",
        sql_int(row->state.id), sql_text(status), sql_text(copy->kind), sql_text(copy->headline),
        sql_text(copy->kicker), sql_text(copy->standfirst), sql_text(body), sql_int(words),
        sql_int(copy->section_id), sql_id(copy->source_id), sql_id(copy->picture_id),
        sql_text(copy->place), sql_text(copy->slug), sql_int(published_ms),
        sql_int(row->state.updated_ms ? row->state.updated_ms : published_ms));
}

bool story_preview_publish(struct job *job, struct txn *txn, const struct actor *actor, int64_t id)
{
    struct story_row row;
    struct story_copy copy, before = {0};
    int64_t words;
    assert(txn->writing);
    return actor_may(job, actor, RIGHT_STORY_READ) && story_row_read(job, txn, id, &row) &&
           copy_load(job, txn, &row, &copy) && fill_gaps(job, txn, row.state.edition_id, &copy) &&
           topics_follow_merges(job, txn, &copy.topics) &&
           story_choose_slug(job, txn, &row, &copy, &copy.slug) &&
           count_words(job, txn, row.state.edition_id, &copy, &words) &&
           joins_read(job, txn, id, &before) && joins_write(job, txn, id, &before, &copy) &&
           related_complete(job, txn, id, &copy) && write_columns(job, txn, &row, &copy, words);
}
