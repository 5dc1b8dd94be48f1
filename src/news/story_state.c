#include "news/internal.h"

// ── what may follow what ──────────────────────────────────────────────────────────────────────

enum status_bit {
    DRAFT = 1,
    REVIEW = 2,
    READY = 4,
    SCHEDULED = 8,
    PUBLISHED = 16,
    CORRECTED = 32,
    WITHDRAWN = 64
};
enum { UNSEEN = DRAFT | REVIEW | READY | SCHEDULED, SEEN = PUBLISHED | CORRECTED };

static const struct {
    const char *name;
    unsigned bit;
} statuses[] = {
    {"draft", DRAFT},         {"review", REVIEW},       {"ready", READY},
    {"scheduled", SCHEDULED}, {"published", PUBLISHED}, {"corrected", CORRECTED},
    {"withdrawn", WITHDRAWN},
};

static const struct {
    const char *word;      // of the version
    unsigned from;         // enum status_bit
    unsigned from_if_seen; // and these, when readers had it once
    const char *needs;     // in words
} acts[STORY_ACTS] = {
    [ACT_SAVE] = {"save", UNSEEN | SEEN, 0, "it has not been withdrawn"},
    [ACT_PUBLISH] = {"publish", UNSEEN | SEEN, 0, "it has not been withdrawn"},
    [ACT_SCHEDULE] = {"schedule", UNSEEN | SEEN, 0, "it has not been withdrawn"},
    [ACT_UNPUBLISH] = {"unpublish", SCHEDULED | SEEN, 0, "it is published or scheduled"},
    [ACT_WITHDRAW] = {"withdraw", SEEN, UNSEEN, "it was published once"},
    [ACT_CORRECT] = {"correct", SEEN, 0, "it is published"},
};

const char *act_word(enum story_act act)
{
    return acts[act].word;
}

static unsigned bit_of(struct str status)
{
    for (size_t i = 0; i < ARRAY_LEN(statuses); i++)
        if (str_is(status, statuses[i].name))
            return statuses[i].bit;
    return 0;
}

static bool check_act(struct job *job, const struct story_state *state, enum story_act act)
{
    unsigned from = acts[act].from | (state->published_ms ? acts[act].from_if_seen : 0);
    if (bit_of(state->status) & from)
        return true;
    if (str_is(state->status, "withdrawn"))
        return job_fail(job, FAULT_CONFLICT, "the story is withdrawn already, and that is final");
    return job_fail(job, FAULT_CONFLICT, "the story is " STR_FMT ": one can %s it only if %s",
                    STR_ARG(state->status), acts[act].word, acts[act].needs);
}

// ── reading ───────────────────────────────────────────────────────────────────────────────────

#define STATE_SELECT                                                                               \
    "SELECT s.id, s.edition_id, s.version, s.public_version, s.translation_group, e.slug,"         \
    " s.status, s.path, s.public, s.made_ms, s.published_ms, s.updated_ms,"                        \
    " (SELECT d.at_ms FROM due d WHERE d.kind = 'story-publish' AND d.key = CAST(s.id AS TEXT)),"  \
    " s.withdrawn_reason, s.slug, s.corrected_ms"                                                  \
    " FROM story s JOIN edition e ON e.id = s.edition_id WHERE s.id = ?1"

static void read_state(const struct rows *rows, struct story_row *out)
{
    out->state = (struct story_state){
        .id = row_int(rows, 0),
        .edition_id = row_int(rows, 1),
        .version = row_int(rows, 2),
        .public_version = row_int(rows, 3),
        .translation_group = row_int(rows, 4),
        .edition = row_text(rows, 5),
        .status = row_text(rows, 6),
        .path = row_text(rows, 7),
        .public = row_int(rows, 8) != 0,
        .made_ms = row_int(rows, 9),
        .published_ms = row_int(rows, 10),
        .updated_ms = row_int(rows, 11),
        .scheduled_ms = row_int(rows, 12),
        .withdrawn_reason = row_text(rows, 13),
    };
    out->slug = row_text(rows, 14);
    out->corrected_ms = row_int(rows, 15);
}

bool story_row_read(struct job *job, struct txn *txn, int64_t id, struct story_row *out)
{
    note_printf(txn->notes, "story:%lld", (long long)id);
    struct rows rows;
    bool found;
    if (!sql_query(job, txn, &rows, STATE_SELECT, sql_int(id)) || !row_first(job, &rows, &found))
        return false;
    if (!found)
        return job_fail(job, FAULT_NOT_FOUND, "there is no story with the id %lld", (long long)id);
    read_state(&rows, out);
    rows_end(&rows);
    return true;
}

bool story_state_read(struct job *job, struct txn *txn, int64_t id, struct story_state *out)
{
    struct story_row row;
    if (!story_row_read(job, txn, id, &row))
        return false;
    *out = row.state;
    return true;
}

bool story_load(struct job *job, struct txn *txn, int64_t id, int64_t if_version,
                enum story_act act, struct story_row *out)
{
    if (!story_row_read(job, txn, id, out))
        return false;
    if (if_version && if_version != out->state.version)
        return job_fail(job, FAULT_STALE,
                        "somebody was faster: the story is at version %lld, not %lld; read it "
                        "again and apply your change to that",
                        (long long)out->state.version, (long long)if_version);
    return check_act(job, &out->state, act);
}

// ── versions ──────────────────────────────────────────────────────────────────────────────────

bool version_load(struct job *job, struct txn *txn, int64_t story_id, int64_t number,
                  struct str *fields)
{
    struct rows rows;
    bool found;
    if (!sql_query(job, txn, &rows,
                   "SELECT fields FROM version WHERE story_id = ?1 AND number = ?2",
                   sql_int(story_id), sql_int(number)) ||
        !row_first(job, &rows, &found))
        return false;
    if (!found)
        return job_fail(job, FAULT_NOT_FOUND, "story %lld has no version %lld", (long long)story_id,
                        (long long)number);
    *fields = row_text(&rows, 0);
    rows_end(&rows);
    return true;
}

struct str version_digest(struct arena *mem, int64_t story_id, int64_t number, struct str act,
                          struct str note, struct str fields)
{
    enum { DIGEST_BYTES = 16 };
    struct str all =
        str_printf(mem, "%lld\n%lld\n" STR_FMT "\n" STR_FMT "\n" STR_FMT, (long long)story_id,
                   (long long)number, STR_ARG(act), STR_ARG(note), STR_ARG(fields));
    return digest_hex(mem, all, DIGEST_BYTES);
}

bool version_add(struct job *job, struct txn *txn, const struct actor *actor, struct story_row *row,
                 const char *act, struct str note, struct str fields, int64_t published_ms)
{
    row->state.version++;
    struct str digest =
        version_digest(&job->mem, row->state.id, row->state.version, str_from(act), note, fields);
    return sql_run(job, txn,
                   "INSERT INTO version(story_id, number, at_ms, user_id, act, note, fields,"
                   " published_ms, digest) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)",
                   sql_int(row->state.id), sql_int(row->state.version), sql_int(job->now_ms),
                   sql_id(actor->staff_id), sql_text(str_from(act)), sql_text(note),
                   sql_text(fields), sql_id(published_ms), sql_text(digest));
}

// ── the audit ─────────────────────────────────────────────────────────────────────────────────

struct str id_text(struct arena *mem, int64_t id)
{
    return str_printf(mem, "%lld", (long long)id);
}

static struct str state_json(struct arena *mem, const struct story_state *state, unsigned changed)
{
    struct str more = STR_NONE;
    if (changed)
        more = str_printf(mem, ",\"changed\":" STR_FMT, STR_ARG(copy_changed_words(mem, changed)));
    return str_printf(mem, "{\"status\":\"" STR_FMT "\",\"version\":%lld" STR_FMT "}",
                      STR_ARG(state->status), (long long)state->version, STR_ARG(more));
}

bool story_audit(struct job *job, struct txn *txn, const struct actor *actor, const char *act,
                 int64_t id, const struct story_state *before, const struct story_state *after,
                 unsigned changed)
{
    struct arena *mem = &job->mem;
    return audit_write(job, txn, actor, str_c(mem, str_printf(mem, "story.%s", act)),
                       str_printf(mem, "story:%lld", (long long)id),
                       before ? state_json(mem, before, 0) : STR_NONE,
                       state_json(mem, after, changed));
}
