#include "news/internal.h"

#include "due/due.h"

static bool insert_story(struct job *job, struct txn *txn, struct story_row *row)
{
    // Version 0 for a moment: version_add makes it 1.
    if (!sql_run(job, txn,
                 "INSERT INTO story(edition_id, status, version, made_ms)"
                 " VALUES (?1, 'draft', 0, ?2)",
                 sql_int(row->state.edition_id), sql_int(job->now_ms)))
        return false;
    row->state.id = row->state.translation_group = sql_last_id(txn);
    row->state.status = S("draft");
    return sql_run(job, txn, "UPDATE story SET translation_group = id, version = 1 WHERE id = ?1",
                   sql_int(row->state.id));
}

// A draft joins its translations at once; what readers see waits for the next publish.
static bool regroup_now(struct job *job, struct txn *txn, struct story_row *row,
                        struct story_copy *copy)
{
    if (!copy->regroup)
        return true;
    if (row->state.public)
        return group_check(job, txn, &row->state, copy->translation_of);
    bool done;
    if (!group_join(job, txn, &row->state, copy->translation_of, false, &done))
        return false;
    copy->regroup = !done;
    return true;
}

static bool find_edition(struct job *job, struct txn *txn, struct str slug, int64_t *id)
{
    bool found;
    if (!sql_number(job, txn, &found, id, "SELECT id FROM edition WHERE slug = ?1", sql_text(slug)))
        return false;
    return found ||
           job_fail_field(job, "edition",
                          slug.len ? "there is no edition \"" STR_FMT "\"" : "is missing" STR_FMT,
                          STR_ARG(str_from_to(slug, 0, 40)));
}

bool story_make(struct job *job, struct txn *txn, const struct actor *actor,
                const struct story_fields *fields, int64_t *out_id)
{
    struct story_copy copy = {.kind = S("news")};
    const struct story_copy none = copy;
    struct story_row row = {0};
    struct str json;
    if (!actor_may(job, actor, RIGHT_STORY_WRITE) ||
        !find_edition(job, txn, fields->edition, &row.state.edition_id) ||
        !copy_apply(job, txn, actor, fields, row.state.edition_id, 0, &copy) ||
        !insert_story(job, txn, &row) || !regroup_now(job, txn, &row, &copy) ||
        !copy_write(job, &copy, &json) ||
        !version_add(job, txn, actor, &row, "create", S(""), json, 0) ||
        !working_put(job, txn, actor, &row, &copy,
                     fields->set & STORY_HAS_BODY ? fields->body : NULL))
        return false;
    if (!story_audit(job, txn, actor, "create", row.state.id, NULL, &row.state,
                     copy_differ(&none, &copy)))
        return false;
    *out_id = row.state.id;
    return true;
}

static bool check_edition(struct job *job, const struct story_row *row,
                          const struct story_fields *fields)
{
    if (!(fields->set & STORY_HAS_EDITION) || str_eq(fields->edition, row->state.edition))
        return true;
    return job_fail_field(job, "edition", "a story stays in its edition (" STR_FMT ")",
                          STR_ARG(row->state.edition));
}

bool copy_load(struct job *job, struct txn *txn, const struct story_row *row,
               struct story_copy *out)
{
    struct str json;
    return version_load(job, txn, row->state.id, row->state.version, &json) &&
           copy_parse(job, json, out);
}

bool copy_load_with(struct job *job, struct txn *txn, const struct actor *actor,
                    const struct story_row *row, const struct story_fields *fields,
                    struct story_copy *out)
{
    return check_edition(job, row, fields) && copy_load(job, txn, row, out) &&
           copy_apply(job, txn, actor, fields, row->state.edition_id, row->state.id, out);
}

bool copy_save(struct job *job, struct txn *txn, const struct actor *actor, struct story_row *row,
               struct story_copy *copy, const struct block *body, const char *act, struct str note)
{
    struct str json;
    return regroup_now(job, txn, row, copy) && copy_write(job, copy, &json) &&
           version_add(job, txn, actor, row, act, note, json, 0) &&
           working_put(job, txn, actor, row, copy, body) &&
           sql_run(job, txn, "UPDATE story SET version = ?2 WHERE id = ?1", sql_int(row->state.id),
                   sql_int(row->state.version));
}

bool story_save(struct job *job, struct txn *txn, const struct actor *actor, int64_t id,
                int64_t if_version, const struct story_fields *fields)
{
    struct story_row row;
    struct story_copy before, copy;
    const char *act = act_word(ACT_SAVE);
    if (!actor_may(job, actor, RIGHT_STORY_WRITE) ||
        !story_load(job, txn, id, if_version, ACT_SAVE, &row) ||
        !copy_load(job, txn, &row, &before) ||
        !copy_load_with(job, txn, actor, &row, fields, &copy))
        return false;
    const struct story_state was = row.state;
    unsigned changed = copy_differ(&before, &copy) | (fields->set & STORY_HAS_TRANSLATION_OF);
    const struct block *body = fields->set & STORY_HAS_BODY ? fields->body : NULL;
    return copy_save(job, txn, actor, &row, &copy, body, act, S("")) &&
           story_audit(job, txn, actor, act, id, &was, &row.state, changed);
}
