// How far a story is that readers do not have: a word for the people who work on it, no version.
#include "news/internal.h"

static const struct {
    const char *name;
    enum actor_right needs;
} stages[] = {
    {"draft", RIGHT_STORY_WRITE},
    {"review", RIGHT_STORY_WRITE},
    {"ready", RIGHT_STORY_PUBLISH},
};

static bool find_stage(struct str name, size_t *at)
{
    for (*at = 0; *at < ARRAY_LEN(stages); (*at)++)
        if (str_is(name, stages[*at].name))
            return true;
    return false;
}

static bool check_from(struct job *job, const struct story_state *state, size_t *at)
{
    if (find_stage(state->status, at))
        return true;
    if (str_is(state->status, "scheduled"))
        return job_fail(job, FAULT_CONFLICT,
                        "the story is scheduled: take it back first, then say how far it is");
    if (str_is(state->status, "withdrawn"))
        return job_fail(job, FAULT_CONFLICT, "the story is withdrawn, and that is final");
    return job_fail(job, FAULT_CONFLICT,
                    "the story is published: take it back first, then say how far it is");
}

bool story_stage(struct job *job, struct txn *txn, const struct actor *actor, int64_t id,
                 struct str stage)
{
    struct story_row row;
    size_t from, to;
    if (!actor_may(job, actor, RIGHT_STORY_WRITE))
        return false;
    if (!find_stage(stage, &to))
        return job_fail_field(job, "stage", "is draft, review or ready");
    // What is ready has passed somebody who may publish: taking that back needs the same right.
    if (!actor_may(job, actor, stages[to].needs) || !story_row_read(job, txn, id, &row) ||
        !check_from(job, &row.state, &from) || !actor_may(job, actor, stages[from].needs))
        return false;
    if (from == to)
        return true;
    const struct story_state was = row.state;
    row.state.status = str_from(stages[to].name);
    return sql_run(job, txn, "UPDATE story SET status = ?2 WHERE id = ?1", sql_int(id),
                   sql_text(row.state.status)) &&
           story_audit(job, txn, actor, "stage", id, &was, &row.state, 0);
}
