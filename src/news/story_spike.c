// A story that nobody goes on with is spiked: it is in none of the desk's lists, and nothing of it
// is lost. That stands in `working` alone, and the story's own status stays what it was; so
// whatever writes there anew (a save, a change of the status) has taken it up again.
#include "news/internal.h"

#define SPIKED S("spiked")

struct entry {
    bool is_spiked;
    int64_t made_by; // 0: the program
};

static bool read_entry(struct job *job, struct txn *txn, int64_t id, struct entry *out)
{
    struct rows rows;
    bool found;
    if (!sql_query(job, txn, &rows, "SELECT status, made_by FROM working WHERE story_id = ?1",
                   sql_int(id)) ||
        !row_first(job, &rows, &found))
        return false;
    *out = (struct entry){0};
    if (found)
        *out = (struct entry){str_eq(row_text(&rows, 0), SPIKED), row_int(&rows, 1)};
    rows_end(&rows);
    return true;
}

bool story_is_spiked(struct job *job, struct txn *txn, int64_t id, bool *out)
{
    struct entry entry;
    if (!read_entry(job, txn, id, &entry))
        return false;
    *out = entry.is_spiked;
    return true;
}

// ── may it be? ────────────────────────────────────────────────────────────────────────────────

// What went out once is on the record: that is taken back or withdrawn, where readers are told.
static bool check_never_out(struct job *job, const struct story_state *state)
{
    if (str_is(state->status, "withdrawn"))
        return job_fail(job, FAULT_CONFLICT, "the story is withdrawn, and that is final");
    if (state->public)
        return job_fail(job, FAULT_CONFLICT,
                        "readers have the story: take it back from them, or withdraw it; only a "
                        "draft can be spiked");
    if (state->published_ms)
        return job_fail(job, FAULT_CONFLICT,
                        "readers had the story once: withdraw it, so that its address says why it "
                        "is gone");
    return !state->scheduled_ms ||
           job_fail(job, FAULT_CONFLICT,
                    "the story is scheduled: take it back first, then spike it");
}

// Whoever may publish clears the desk; others only what they began, and not what has passed an
// editor as ready.
static bool check_whose(struct job *job, const struct actor *actor, const struct story_state *state,
                        const struct entry *entry)
{
    if (actor->rights & RIGHT_STORY_PUBLISH)
        return true;
    if (!actor->staff_id || actor->staff_id != entry->made_by)
        return job_fail(job, FAULT_DENIED,
                        "somebody else began this story: they can spike it, or an editor");
    return !str_is(state->status, "ready") || actor_may(job, actor, RIGHT_STORY_PUBLISH);
}

static bool check_spike(struct job *job, struct txn *txn, const struct actor *actor, int64_t id,
                        struct story_state *state, struct entry *entry)
{
    return actor_may(job, actor, RIGHT_STORY_WRITE) && story_state_read(job, txn, id, state) &&
           read_entry(job, txn, id, entry) && check_never_out(job, state) &&
           check_whose(job, actor, state, entry);
}

bool story_may_spike(struct job *job, struct txn *txn, const struct actor *actor, int64_t id,
                     bool *out)
{
    struct story_state state;
    struct entry entry;
    bool may = check_spike(job, txn, actor, id, &state, &entry);
    if (!may && job->fault.kind != FAULT_DENIED && job->fault.kind != FAULT_CONFLICT)
        return false;
    job_forgive(job);
    *out = may && !entry.is_spiked;
    return true;
}

// ── the acts ──────────────────────────────────────────────────────────────────────────────────

static bool set_spiked(struct job *job, struct txn *txn, const struct actor *actor,
                       const struct story_state *state, bool is_spiked)
{
    struct story_state other = *state;
    other.status = SPIKED;
    const struct story_state *was = is_spiked ? state : &other, *is = is_spiked ? &other : state;
    return sql_run(job, txn, "UPDATE working SET status = ?2 WHERE story_id = ?1",
                   sql_int(state->id), sql_text(is->status)) &&
           story_audit(job, txn, actor, is_spiked ? "spike" : "take_up", state->id, was, is, 0);
}

bool story_spike(struct job *job, struct txn *txn, const struct actor *actor, int64_t id)
{
    struct story_state state;
    struct entry entry;
    return check_spike(job, txn, actor, id, &state, &entry) &&
           (entry.is_spiked || set_spiked(job, txn, actor, &state, true));
}

bool story_take_up(struct job *job, struct txn *txn, const struct actor *actor, int64_t id)
{
    struct story_state state;
    struct entry entry;
    return actor_may(job, actor, RIGHT_STORY_WRITE) && story_state_read(job, txn, id, &state) &&
           read_entry(job, txn, id, &entry) &&
           (!entry.is_spiked || set_spiked(job, txn, actor, &state, false));
}
