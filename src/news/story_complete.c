#include "news/internal.h"

// Is there anything to read or to look at?
static bool has_content(const struct block *block)
{
    if (block->type == BLOCK_PICTURE || block->type == BLOCK_VIDEO || block->type == BLOCK_AUDIO ||
        block->type == BLOCK_EMBED || block->type == BLOCK_CHART)
        return true;
    for (size_t i = 0; i < block->spans_count; i++)
        if (str_trim(block->spans[i].text).len)
            return true;
    for (size_t i = 0; i < block->children_count; i++)
        if (has_content(&block->children[i]))
            return true;
    return false;
}

// A picture's words in this edition, else its own.
static bool check_picture(struct job *job, struct txn *txn, const char *field, int64_t id,
                          int64_t edition_id, bool has_alt, bool has_credit)
{
    struct rows rows;
    bool found;
    if (!sql_query(job, txn, &rows,
                   "SELECT CASE WHEN coalesce(t.alt, '') <> '' THEN t.alt ELSE p.alt END, p.credit,"
                   " p.lapsed FROM picture p LEFT JOIN picture_text t"
                   " ON t.picture_id = p.id AND t.edition_id = ?2 WHERE p.id = ?1",
                   sql_int(id), sql_int(edition_id)) ||
        !row_first(job, &rows, &found))
        return false;
    if (!found)
        return job_fail_field(job, field, "the picture %lld does not exist", (long long)id);
    has_alt = has_alt || row_text(&rows, 0).len;
    has_credit = has_credit || row_text(&rows, 1).len;
    bool lapsed = row_int(&rows, 2) != 0;
    rows_end(&rows);
    if (lapsed)
        return job_fail_field(job, field, "the licence of the picture %lld has ended",
                              (long long)id);
    bool ok = has_alt || job_fail_field(job, field, "the picture %lld needs an alternative text",
                                        (long long)id);
    return (has_credit ||
            job_fail_field(job, field, "the picture %lld needs a credit", (long long)id)) &&
           ok;
}

static bool check_body_pictures(struct job *job, struct txn *txn, const struct block *block,
                                int64_t edition_id)
{
    bool ok = true;
    int64_t id;
    if (block->type == BLOCK_PICTURE && parse_int(block->ref, &id))
        ok = check_picture(job, txn, "body", id, edition_id, block->alt.len, block->credit.len);
    for (size_t i = 0; i < block->children_count; i++)
        ok = check_body_pictures(job, txn, &block->children[i], edition_id) && ok;
    return ok;
}

bool copy_check_complete(struct job *job, struct txn *txn, const struct story_copy *copy,
                         int64_t edition_id, struct block **document)
{
    bool ok = true;
    struct block *body = NULL;
    if (copy->body.len && !document_parse(job, copy->body, &body))
        return false;
    if (copy->headline.len == 0)
        ok = job_fail_field(job, "headline", "is missing: a story needs one before it goes out");
    if (copy->section_id == 0)
        ok = job_fail_field(job, "section", "is missing: a story needs one before it goes out");
    else
        ok =
            take_id(job, txn, "section", "SELECT 1 FROM section WHERE id = ?1", copy->section_id) &&
            ok;
    if (!body || !has_content(body))
        ok = job_fail_field(job, "body", "is empty: a story needs a text before it goes out");
    else
        ok = check_body_pictures(job, txn, body, edition_id) && ok;
    if (copy->picture_id)
        ok = check_picture(job, txn, "picture", copy->picture_id, edition_id, false, false) && ok;
    if (ok)
        *document = body;
    return ok;
}
