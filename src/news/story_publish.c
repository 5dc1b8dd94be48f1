#include "news/internal.h"

#include "due/due.h"

#define DUE_KIND S("story-publish")

// ── what readers have now ─────────────────────────────────────────────────────────────────────

static bool read_columns(struct job *job, struct txn *txn, int64_t id, struct story_copy *out)
{
    struct rows rows;
    bool found;
    if (!sql_query(job, txn, &rows,
                   "SELECT kind, headline, kicker, standfirst, place, slug, body, section_id,"
                   " source_id, picture_id FROM story WHERE id = ?1",
                   sql_int(id)) ||
        !row_first(job, &rows, &found))
        return false;
    assert(found);
    *out = (struct story_copy){
        .kind = row_text(&rows, 0),
        .headline = row_text(&rows, 1),
        .kicker = row_text(&rows, 2),
        .standfirst = row_text(&rows, 3),
        .place = row_text(&rows, 4),
        .slug = row_text(&rows, 5),
        .body = row_text(&rows, 6),
        .section_id = row_int(&rows, 7),
        .source_id = row_int(&rows, 8),
        .picture_id = row_int(&rows, 9),
    };
    rows_end(&rows);
    return joins_read(job, txn, id, out);
}

// ── going out ─────────────────────────────────────────────────────────────────────────────────

// One publication: all that its steps share.
struct going_out {
    struct story_row *row;
    struct story_copy *copy;
    struct story_copy before; // what readers have or had
    unsigned changed;         // of what readers see
    const char *act;
    struct str note;          // a correction's
    struct story_dates dates; // asked for; 0: as they are, or now
    int64_t words;
    const struct story_fields *fields; // a correction's own; NULL: none
};

// A correction may bring a text of its own; all else that goes out is the newest version.
static bool count_words(struct job *job, struct txn *txn, const struct block *document,
                        struct going_out *g)
{
    if (g->fields && (g->fields->set & STORY_HAS_BODY))
        return words_of_body(job, txn, g->row->state.edition_id, document, &g->words);
    return words_of_newest(job, txn, &g->row->state, document, &g->words);
}

// Checks that it is complete and brings it into the form in which it is stored.
static bool prepare(struct job *job, struct txn *txn, struct going_out *g)
{
    struct story_copy *copy = g->copy;
    struct block *document;
    if (!copy_check_complete(job, txn, copy, g->row->state.edition_id, &document) ||
        !document_write(job, document, &copy->body) || !count_words(job, txn, document, g) ||
        !topics_follow_merges(job, txn, &copy->topics) ||
        !story_choose_slug(job, txn, g->row, copy, &copy->slug) ||
        !read_columns(job, txn, g->row->state.id, &g->before))
        return false;
    g->changed = copy_differ(&g->before, copy);
    return true;
}

static bool regroup(struct job *job, struct txn *txn, struct going_out *g)
{
    bool done;
    if (!g->copy->regroup)
        return true;
    if (!group_join(job, txn, &g->row->state, g->copy->translation_of, true, &done))
        return false;
    g->copy->regroup = false;
    return true;
}

// What follows for the story itself. Readers who saw nothing change see no new time either.
static void settle_state(struct job *job, struct going_out *g)
{
    struct story_state *state = &g->row->state;
    bool first = state->published_ms == 0, corrects = g->note.len != 0;
    if (g->dates.published_ms || first)
        state->published_ms = g->dates.published_ms ? g->dates.published_ms : job->now_ms;
    if (g->dates.updated_ms > state->published_ms)
        state->updated_ms = g->dates.updated_ms;
    else if (first)
        state->updated_ms = state->published_ms;
    else if (g->changed || corrects)
        state->updated_ms = job->now_ms;
    if (corrects)
        g->row->corrected_ms = job->now_ms;
    state->status = g->row->corrected_ms ? S("corrected") : S("published");
    if (first || g->changed || corrects)
        state->public_version = state->version + 1;
    state->public = true;
}

// All columns in one go: triggers look at what differs.
static bool write_columns(struct job *job, struct txn *txn, const struct going_out *g)
{
    const struct story_state *state = &g->row->state;
    const struct story_copy *copy = g->copy;
    return sql_run(
        job, txn,
        "UPDATE story SET status = ?2, version = ?3, public_version = ?4, kind = ?5,"
        " headline = ?6, kicker = ?7, standfirst = ?8, body = ?9, words = ?10, section_id = ?11,"
        " source_id = ?12, picture_id = ?13, place = ?14, slug = ?15, published_ms = ?16,"
        " updated_ms = ?17, corrected_ms = ?18,"
        " correction = CASE WHEN ?19 = '' THEN correction ELSE ?19 END WHERE id = ?1",
        sql_int(state->id), sql_text(state->status), sql_int(state->version),
        sql_id(state->public_version), sql_text(copy->kind), sql_text(copy->headline),
        sql_text(copy->kicker), sql_text(copy->standfirst), sql_text(copy->body), sql_int(g->words),
        sql_id(copy->section_id), sql_id(copy->source_id), sql_id(copy->picture_id),
        sql_text(copy->place), sql_text(copy->slug), sql_int(state->published_ms),
        sql_int(state->updated_ms), sql_id(g->row->corrected_ms), sql_text(g->note));
}

static bool write_working(struct job *job, struct txn *txn, const struct actor *actor,
                          const struct going_out *g)
{
    const struct story_fields *f = g->fields;
    if (!f || !f->set)
        return working_touch(job, txn, actor, g->row->state.id);
    return working_put(job, txn, actor, g->row, g->copy, f->set & STORY_HAS_BODY ? f->body : NULL);
}

static bool add_version(struct job *job, struct txn *txn, const struct actor *actor,
                        struct going_out *g)
{
    struct str json;
    bool is_new = g->row->state.public_version == g->row->state.version + 1;
    return copy_write(job, g->copy, &json) &&
           version_add(job, txn, actor, g->row, g->act, g->note, json, is_new ? job->now_ms : 0) &&
           write_working(job, txn, actor, g);
}

// Joins go first: while the story is still a draft they make no noise, and then it is listed once.
static bool go_out(struct job *job, struct txn *txn, const struct actor *actor, struct going_out *g)
{
    const struct story_state was = g->row->state;
    if (!prepare(job, txn, g) || !regroup(job, txn, g) ||
        !joins_write(job, txn, was.id, &g->before, g->copy) ||
        !related_complete(job, txn, was.id, g->copy))
        return false;
    settle_state(job, g);
    return add_version(job, txn, actor, g) && write_columns(job, txn, g) &&
           due_drop(job, txn, DUE_KIND, id_text(&job->mem, was.id)) &&
           story_audit(job, txn, actor, g->act, was.id, &was, &g->row->state, g->changed);
}

// ── at a moment ───────────────────────────────────────────────────────────────────────────────

static bool schedule(struct job *job, struct txn *txn, const struct actor *actor,
                     struct story_row *row, const struct story_copy *copy, int64_t at_ms)
{
    const struct story_state was = row->state;
    struct block *document;
    struct str json, key = id_text(&job->mem, was.id);
    if (!copy_check_complete(job, txn, copy, was.edition_id, &document) ||
        !copy_write(job, copy, &json) ||
        !version_add(job, txn, actor, row, act_word(ACT_SCHEDULE), S(""), json, 0) ||
        !working_touch(job, txn, actor, was.id))
        return false;
    if (!was.public)
        row->state.status = S("scheduled");
    struct str args = str_printf(&job->mem, "{\"version\":%lld}", (long long)row->state.version);
    return sql_run(job, txn, "UPDATE story SET status = ?2, version = ?3 WHERE id = ?1",
                   sql_int(was.id), sql_text(row->state.status), sql_int(row->state.version)) &&
           due_put(job, txn, DUE_KIND, key, at_ms, args) &&
           story_audit(job, txn, actor, act_word(ACT_SCHEDULE), was.id, &was, &row->state, 0);
}

bool story_publish(struct job *job, struct txn *txn, const struct actor *actor, int64_t id,
                   int64_t if_version, int64_t at_ms, const struct story_dates *dates)
{
    struct story_row row;
    struct story_copy copy;
    bool later = at_ms > job->now_ms;
    if (!actor_may(job, actor, RIGHT_STORY_PUBLISH) ||
        !story_load(job, txn, id, if_version, later ? ACT_SCHEDULE : ACT_PUBLISH, &row) ||
        !copy_load(job, txn, &row, &copy))
        return false;
    if (later)
        return schedule(job, txn, actor, &row, &copy, at_ms);
    struct going_out g = {.row = &row, .copy = &copy, .act = act_word(ACT_PUBLISH)};
    if (dates)
        g.dates = *dates;
    return go_out(job, txn, actor, &g);
}

bool story_correct(struct job *job, struct txn *txn, const struct actor *actor, int64_t id,
                   int64_t if_version, struct str note, const struct story_fields *fields)
{
    struct story_row row;
    struct story_copy copy;
    struct str line;
    if (!actor_may(job, actor, RIGHT_STORY_PUBLISH) ||
        !story_load(job, txn, id, if_version, ACT_CORRECT, &row) ||
        !take_line(job, "note", note, NOTE_MAX, &line) ||
        !copy_load_with(job, txn, actor, &row, fields, &copy))
        return false;
    if (!line.len)
        return job_fail_field(job, "note", "is missing: readers are told what was corrected");
    struct going_out g = {
        .row = &row, .copy = &copy, .act = act_word(ACT_CORRECT), .note = line, .fields = fields};
    return go_out(job, txn, actor, &g);
}

bool story_publish_due(struct job *job, struct txn *txn, int64_t id)
{
    struct actor house = actor_of_house(S("due"));
    return story_publish(job, txn, &house, id, 0, 0, NULL);
}
