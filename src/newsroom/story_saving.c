// Making and saving a story, and saying what is wrong without losing what was typed.
#include "newsroom/story_form.h"

#include "base/log.h"

enum { FIRST_VERSION = 1 };

// ── keeping ───────────────────────────────────────────────────────────────────────────────────

// Only one text is kept for each writer. One that another window of theirs has kept since, and that
// says something else, is not written over. Of one window the last one counts, whichever comes
// first: one that closes does not wait for its answers.
static bool is_written_over(const struct unsaved *unsaved, const struct story_form *kept,
                            const struct story_form *form)
{
    if (form->window.len && str_eq(form->window, kept->window))
        return form->typed < kept->typed;
    return unsaved->at_ms > form->kept_ms && form_differs(kept, form) != 0;
}

static bool find_elsewhere(struct job *job, struct txn *txn, const struct actor *actor, int64_t id,
                           const struct story_form *form, bool *elsewhere)
{
    struct unsaved unsaved;
    struct story_form kept;
    if (!unsaved_get(job, txn, actor, id, elsewhere, &unsaved))
        return false;
    if (!*elsewhere)
        return true;
    if (!form_parse_json(job, unsaved.form, &kept))
        return false;
    *elsewhere = is_written_over(&unsaved, &kept, form);
    return true;
}

static bool put_unsaved(struct job *job, struct txn *txn, const struct actor *actor, int64_t id,
                        struct story_form *form)
{
    struct unsaved unsaved = {.base_version = form->version, .at_ms = job->now_ms};
    form->kept_ms = job->now_ms;
    return form_write_json(job, form, &unsaved.form) && unsaved_put(job, txn, actor, id, &unsaved);
}

static bool drop_unsaved(struct job *job, struct txn *txn, const struct actor *actor, int64_t id,
                         const struct story_form *form)
{
    bool elsewhere;
    return find_elsewhere(job, txn, actor, id, form, &elsewhere) &&
           (elsewhere || unsaved_drop(job, txn, actor, id));
}

static bool put_unless_elsewhere(struct job *job, struct txn *txn, const struct actor *actor,
                                 int64_t id, struct story_form *form)
{
    bool elsewhere;
    return find_elsewhere(job, txn, actor, id, form, &elsewhere) &&
           (elsewhere || put_unsaved(job, txn, actor, id, form));
}

// In a job of its own: the visit's has failed already.
static void keep_typed(struct visit *visit, int64_t id, struct story_form *form)
{
    AUTO_JOB job;
    job_start(&job, visit->job->now_ms);
    AUTO_TXN txn = write_begin(&job, visit->newsroom->options.store);
    if (!txn.open || !put_unless_elsewhere(&job, &txn, &visit->actor, id, form) ||
        !txn_commit(&job, &txn))
        log_fault("newsroom", &job); // it is in the fields still, which are sent back
}

bool story_show_wrong(struct visit *visit, int64_t id, struct story_form *form)
{
    struct open_story open;
    // What one may not (name a new topic) is said here too, with what was typed.
    if (!visit_is_form_fault(visit) && visit->job->fault.kind != FAULT_DENIED)
        return false;
    int status = visit_put_fault(visit);
    if (id)
        keep_typed(visit, id, form);
    if (id ? !story_open(visit, id, false, &open) : !story_begin(visit, form->edition, &open))
        return false;
    open.form = form_on(form, &open.newest);
    open.is_kept = false;
    return story_show(visit, status, &open);
}

// ── saving ────────────────────────────────────────────────────────────────────────────────────

static bool save_on(struct visit *visit, struct txn *txn, int64_t id, const struct story_form *form,
                    const struct story_form *newest, int64_t *version)
{
    struct job *job = visit->job;
    struct story_fields fields;
    struct story_state state;
    if (!form_fields(visit, txn, form, newest, &fields) ||
        (fields.set ? !story_save(job, txn, &visit->actor, id, form->version, &fields)
                    : !story_take_up(job, txn, &visit->actor, id)) ||
        !drop_unsaved(job, txn, &visit->actor, id, form) || !story_state_read(job, txn, id, &state))
        return false;
    *version = state.version;
    return true;
}

bool story_save_typed(struct visit *visit, int64_t id, struct story_form *form, bool *stale)
{
    struct job *job = visit->job;
    struct open_story open = {0};
    int64_t version = form->version;
    AUTO_TXN txn = write_begin(job, visit->newsroom->options.store);
    if (!txn.open || !story_load_newest(visit, &txn, id, &open))
        return false;
    *stale = form->version != 0 && form->version != open.newest.version;
    if (*stale ? !put_unless_elsewhere(job, &txn, &visit->actor, id, form)
               : !save_on(visit, &txn, id, form, &open.newest, &version))
        return false;
    if (!txn_commit(job, &txn))
        return false;
    form->version = version;
    return true;
}

// Where the button leads that was pressed.
static bool go_on(struct visit *visit, int64_t id, int64_t version)
{
    struct str then = form_text(&visit->form, "then");
    if (str_is(then, "publish"))
        return story_publish_made(visit, id, version);
    if (str_is(then, "picture"))
        return visit_go(visit,
                        str_printf(&visit->job->mem, "/newsroom/pictures/?for=%lld", (long long)id),
                        NULL);
    return visit_go(visit, story_path(visit, id, ""), "saved");
}

bool story_save_form(struct visit *visit)
{
    int64_t id;
    bool stale;
    struct story_form form;
    if (!visit_id(visit, "story", &id))
        return false;
    form_of_request(visit, &form);
    if (!conflict_resolve(visit, id, &form))
        return false;
    if (!story_save_typed(visit, id, &form, &stale))
        return story_show_wrong(visit, id, &form);
    return stale ? story_conflict(visit, id, &form) : go_on(visit, id, form.version);
}

// ── new ───────────────────────────────────────────────────────────────────────────────────────

bool story_new_show(struct visit *visit)
{
    struct open_story open;
    return story_begin(visit, http_query(visit->request, "edition", NULL), &open) &&
           story_show(visit, 200, &open);
}

static bool make(struct visit *visit, struct txn *txn, const struct story_form *form, int64_t *id)
{
    struct story_fields fields;
    if (!form_fields(visit, txn, form, NULL, &fields))
        return false;
    fields.set |= STORY_HAS_EDITION;
    return story_make(visit->job, txn, &visit->actor, &fields, id);
}

bool story_new_make(struct visit *visit)
{
    struct job *job = visit->job;
    struct story_form form;
    int64_t id;
    form_of_request(visit, &form);
    AUTO_TXN txn = write_begin(job, visit->newsroom->options.store);
    if (!txn.open)
        return false;
    if (!make(visit, &txn, &form, &id) || !txn_commit(job, &txn)) {
        txn_end(&txn);
        return story_show_wrong(visit, 0, &form);
    }
    txn_end(&txn);
    return go_on(visit, id, FIRST_VERSION);
}

// ── editing ───────────────────────────────────────────────────────────────────────────────────

bool story_edit(struct visit *visit)
{
    int64_t id;
    struct open_story open;
    return visit_id(visit, "story", &id) &&
           story_open(visit, id, visit_may(visit, RIGHT_STORY_WRITE), &open) &&
           story_show(visit, 200, &open);
}

// ── as one types, for the script ──────────────────────────────────────────────────────────────

static struct str seconds_text(const struct visit *visit)
{
    const struct locale locale = visit->locale;
    int64_t seconds = visit->job->now_ms / 1000 % 60;
    return str_printf(&visit->job->mem, STR_FMT ":%02lld",
                      STR_ARG(clock_time(&visit->job->mem, &locale, visit->job->now_ms)),
                      (long long)seconds);
}

// What the script has to know after each word of ours to it.
static bool answer(struct visit *visit, struct txn *txn, int64_t id, bool kept)
{
    struct job *job = visit->job;
    struct version_row newest;
    struct writer *others;
    size_t others_count;
    if (!version_newest(job, txn, &visit->actor, id, &newest) ||
        !writing_others(job, txn, &visit->actor, id, &others, &others_count) ||
        (txn->writing && !txn_commit(job, txn)))
        return false;
    return story_answer_json(visit, id, kept ? seconds_text(visit) : STR_NONE, &newest, others,
                             others_count);
}

static bool stay_or_leave(struct visit *visit, struct txn *txn, int64_t id)
{
    return form_text(&visit->form, "leaves").len
               ? writing_end(visit->job, txn, &visit->actor, id)
               : writing_keep(visit->job, txn, &visit->actor, id, WRITING_BEAT_MS);
}

// What says the same as what is saved is nothing to keep. Read before the turn to write is taken:
// that is everybody's, and one keeps each second.
static bool is_saved(struct visit *visit, int64_t id, const struct story_form *form, bool *saved)
{
    struct open_story open = {0};
    AUTO_TXN txn = read_begin(visit->job, visit->newsroom->options.store, NULL);
    if (!txn.open || !story_load_newest(visit, &txn, id, &open))
        return false;
    *saved = form->version == open.newest.version && !form_differs(form, &open.newest);
    return true;
}

static bool keep_form(struct visit *visit, struct txn *txn, int64_t id, struct story_form *form,
                      bool saved)
{
    struct job *job = visit->job;
    bool elsewhere;
    if (!find_elsewhere(job, txn, &visit->actor, id, form, &elsewhere))
        return false;
    if (elsewhere)
        return job_fail(job, FAULT_CONFLICT,
                        "you write in this story in another window too: what you type here is not "
                        "kept until you save it");
    return saved ? unsaved_drop(job, txn, &visit->actor, id)
                 : put_unsaved(job, txn, &visit->actor, id, form);
}

bool story_keep(struct visit *visit)
{
    struct job *job = visit->job;
    int64_t id;
    bool saved;
    struct story_form form;
    if (!visit_id(visit, "story", &id))
        return false;
    form_of_request(visit, &form);
    if (!is_saved(visit, id, &form, &saved))
        return false;
    AUTO_TXN txn = write_begin(job, visit->newsroom->options.store);
    return txn.open && stay_or_leave(visit, &txn, id) && keep_form(visit, &txn, id, &form, saved) &&
           answer(visit, &txn, id, true);
}

// As much as can be made of what is there; the rest is kept as it was typed.
bool story_new_keep(struct visit *visit)
{
    struct job *job = visit->job;
    struct story_form form;
    int64_t id;
    form_of_request(visit, &form);
    AUTO_TXN txn = write_begin(job, visit->newsroom->options.store);
    if (!txn.open || !txn_save(job, &txn, "typed"))
        return false;
    if (!make(visit, &txn, &form, &id)) {
        struct story_fields bare = {.set = STORY_HAS_EDITION, .edition = form.edition};
        if (!visit_is_form_fault(visit))
            return false;
        job_forgive(job);
        form.version = FIRST_VERSION;
        if (!txn_undo_to(job, &txn, "typed") || !story_make(job, &txn, &visit->actor, &bare, &id) ||
            !put_unsaved(job, &txn, &visit->actor, id, &form))
            return false;
    }
    return stay_or_leave(visit, &txn, id) && answer(visit, &txn, id, true);
}

bool story_here(struct visit *visit)
{
    struct job *job = visit->job;
    int64_t id;
    if (!visit_id(visit, "story", &id))
        return false;
    AUTO_TXN txn = write_begin(job, visit->newsroom->options.store);
    return txn.open && stay_or_leave(visit, &txn, id) && answer(visit, &txn, id, false);
}

bool story_discard(struct visit *visit)
{
    struct job *job = visit->job;
    int64_t id;
    if (!visit_id(visit, "story", &id))
        return false;
    AUTO_TXN txn = write_begin(job, visit->newsroom->options.store);
    return txn.open && unsaved_drop(job, &txn, &visit->actor, id) && txn_commit(job, &txn) &&
           visit_go(visit, story_path(visit, id, ""), "discarded");
}
