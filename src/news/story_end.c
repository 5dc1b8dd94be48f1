#include "news/internal.h"

#include "due/due.h"

// What both ways back share: a version with the newest text, and no appointment any more.
static bool step_back(struct job *job, struct txn *txn, const struct actor *actor,
                      struct story_row *row, enum story_act act, struct str note)
{
    struct str json;
    return version_load(job, txn, row->state.id, row->state.version, &json) &&
           version_add(job, txn, actor, row, act_word(act), note, json, 0) &&
           working_touch(job, txn, actor, row->state.id) &&
           due_drop(job, txn, S("story-publish"), id_text(&job->mem, row->state.id));
}

bool story_unpublish(struct job *job, struct txn *txn, const struct actor *actor, int64_t id,
                     int64_t if_version)
{
    struct story_row row;
    if (!actor_may(job, actor, RIGHT_STORY_PUBLISH) ||
        !story_load(job, txn, id, if_version, ACT_UNPUBLISH, &row))
        return false;
    const struct story_state was = row.state;
    row.state.status = S("draft");
    return step_back(job, txn, actor, &row, ACT_UNPUBLISH, S("")) &&
           sql_run(job, txn, "UPDATE story SET status = 'draft', version = ?2 WHERE id = ?1",
                   sql_int(id), sql_int(row.state.version)) &&
           story_audit(job, txn, actor, act_word(ACT_UNPUBLISH), id, &was, &row.state, 0);
}

bool story_call_back(struct job *job, struct txn *txn, const struct actor *actor, int64_t id)
{
    struct story_row row;
    if (!actor_may(job, actor, RIGHT_STORY_PUBLISH) || !story_row_read(job, txn, id, &row))
        return false;
    if (!row.state.scheduled_ms)
        return job_fail(job, FAULT_CONFLICT,
                        "the story is not scheduled: there is nothing to call back");
    if (!row.state.public)
        return story_unpublish(job, txn, actor, id, 0);
    const struct story_state was = row.state;
    row.state.scheduled_ms = 0;
    return due_drop(job, txn, S("story-publish"), id_text(&job->mem, id)) &&
           story_audit(job, txn, actor, "unschedule", id, &was, &row.state, 0);
}

bool story_withdraw(struct job *job, struct txn *txn, const struct actor *actor, int64_t id,
                    int64_t if_version, struct str reason)
{
    struct story_row row;
    struct str line;
    if (!actor_may(job, actor, RIGHT_STORY_WITHDRAW) ||
        !story_load(job, txn, id, if_version, ACT_WITHDRAW, &row) ||
        !take_line(job, "reason", reason, NOTE_MAX, &line))
        return false;
    const struct story_state was = row.state;
    row.state.status = S("withdrawn");
    return step_back(job, txn, actor, &row, ACT_WITHDRAW, line) &&
           sql_run(job, txn,
                   "UPDATE story SET status = 'withdrawn', version = ?2, withdrawn_ms = ?3,"
                   " withdrawn_reason = ?4 WHERE id = ?1",
                   sql_int(id), sql_int(row.state.version), sql_int(job->now_ms), sql_text(line)) &&
           story_audit(job, txn, actor, act_word(ACT_WITHDRAW), id, &was, &row.state, 0);
}
