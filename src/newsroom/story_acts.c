// What is done with a story beside writing in it: out, corrected, back, gone for good.
#include "newsroom/desk_rows.h"
#include "newsroom/field.h"
#include "newsroom/story_form.h"

// One act on a story, in a transaction of its own. `version`: what the visitor has seen.
typedef bool story_act(struct visit *visit, struct txn *txn, int64_t id, int64_t version);

static bool act_in_txn(struct visit *visit, story_act *act, int64_t id, int64_t version)
{
    struct job *job = visit->job;
    AUTO_TXN txn = write_begin(job, visit->newsroom->options.store);
    return txn.open && act(visit, &txn, id, version) && txn_commit(job, &txn);
}

static int64_t form_version(const struct visit *visit)
{
    int64_t version;
    return parse_int(form_text(&visit->form, "version"), &version) && version > 0 ? version : 0;
}

// What was typed is saved; what was to be done with it was refused.
static bool show_refused(struct visit *visit, int64_t id)
{
    struct open_story open;
    bool has_errors = visit->job->fault.fields_count > 0;
    if (!visit_is_form_fault(visit) && visit->job->fault.kind != FAULT_DENIED)
        return false;
    int status = visit_put_fault(visit);
    struct value *fault = map_get(visit->page, S("fault"));
    if (fault && has_errors)
        map_text(fault, "text", visit_phrase(visit, "story.refused"));
    return story_open(visit, id, false, &open) && story_show(visit, status, &open);
}

// A button of the story's form: what is in the fields is saved first, so that what one sees is what
// happens. A small form of its own has no fields. *done: it is for the caller to answer.
static bool save_and_act(struct visit *visit, story_act *act, int64_t id, bool *done)
{
    bool stale = false;
    struct story_form form;
    *done = false;
    form_of_request(visit, &form);
    if (form.given && !story_save_typed(visit, id, &form, &stale))
        return story_show_wrong(visit, id, &form);
    if (stale)
        return story_conflict(visit, id, &form);
    if (!act_in_txn(visit, act, id, form.version))
        return form.given ? show_refused(visit, id) : false;
    *done = true;
    return true;
}

// To the story, or back to where one of the desk's own buttons was.
static bool go_back(struct visit *visit, int64_t id, const char *said)
{
    struct str back = form_text(&visit->form, "back");
    return visit_go(visit, visit_back(back, story_path(visit, id, "")), said);
}

// Its address was another's: it stands beside that, and whoever asked for it is told.
static bool find_beside(struct visit *visit, int64_t id, bool *beside)
{
    struct job *job = visit->job;
    struct story asked, out;
    AUTO_TXN txn = read_begin(job, visit->newsroom->options.store, NULL);
    if (!txn.open || !story_working_copy(job, &txn, &visit->actor, id, &out) ||
        !version_read(job, &txn, &visit->actor, id, out.state.version - 1, &asked))
        return false;
    *beside = asked.slug.len && !str_eq(asked.slug, out.slug);
    return true;
}

static bool go_after(struct visit *visit, int64_t id, const char *said)
{
    bool beside;
    if (!find_beside(visit, id, &beside))
        return false;
    return beside ? visit_go(visit, story_path(visit, id, "?beside=1"), said)
                  : go_back(visit, id, said);
}

static bool go_out(struct visit *visit, story_act *act, const char *said)
{
    int64_t id;
    bool done;
    return visit_id(visit, "story", &id) && save_and_act(visit, act, id, &done) &&
           (!done || go_after(visit, id, said));
}

static bool save_then(struct visit *visit, story_act *act, const char *said)
{
    int64_t id;
    bool done;
    return visit_id(visit, "story", &id) && save_and_act(visit, act, id, &done) &&
           (!done || go_back(visit, id, said));
}

// ── out ───────────────────────────────────────────────────────────────────────────────────────

static bool publish(struct visit *visit, struct txn *txn, int64_t id, int64_t version)
{
    return story_publish(visit->job, txn, &visit->actor, id, version, 0, NULL);
}

bool story_publish_made(struct visit *visit, int64_t id, int64_t version)
{
    if (!visit_may(visit, RIGHT_STORY_PUBLISH))
        return visit_go(visit, story_path(visit, id, ""), "saved");
    return act_in_txn(visit, publish, id, version) ? go_after(visit, id, "published")
                                                   : show_refused(visit, id);
}

static bool schedule(struct visit *visit, struct txn *txn, int64_t id, int64_t version)
{
    struct story_state state;
    int64_t at_ms;
    if (!story_state_read(visit->job, txn, id, &state))
        return false;
    const struct edition *edition = visit_edition_of(visit, state.edition_id);
    if (!edition || !parse_local_time(visit, edition, form_text(&visit->form, "at"), &at_ms))
        return false;
    if (at_ms <= visit->job->now_ms)
        return job_fail_field(visit->job, "at",
                              "is in the past: choose a time to come, or publish "
                              "at once");
    return story_publish(visit->job, txn, &visit->actor, id, version, at_ms, NULL);
}

bool story_publish_form(struct visit *visit)
{
    bool later = str_is(form_text(&visit->form, "when"), "later");
    return later ? save_then(visit, schedule, "scheduled") : go_out(visit, publish, "published");
}

static bool correct(struct visit *visit, struct txn *txn, int64_t id, int64_t version)
{
    const struct story_fields none = {0};
    return story_correct(visit->job, txn, &visit->actor, id, version,
                         form_text(&visit->form, "note"), &none);
}

bool story_correct_form(struct visit *visit)
{
    return go_out(visit, correct, "corrected");
}

static bool stage(struct visit *visit, struct txn *txn, int64_t id, int64_t version)
{
    return story_stage(visit->job, txn, &visit->actor, id, form_text(&visit->form, "stage"));
}

bool story_stage_form(struct visit *visit)
{
    return save_then(visit, stage, "staged");
}

// ── off the desk, and on it again ─────────────────────────────────────────────────────────────

static bool spike(struct visit *visit, struct txn *txn, int64_t id, int64_t version UNUSED)
{
    return story_spike(visit->job, txn, &visit->actor, id);
}

// The desk says what was done, and undoes it.
bool story_spike_form(struct visit *visit)
{
    int64_t id;
    bool done;
    if (!visit_id(visit, "story", &id) || !save_and_act(visit, spike, id, &done))
        return false;
    struct str desk =
        str_printf(&visit->job->mem, "/newsroom/?" DESK_SPIKED "=%lld", (long long)id);
    return !done || visit_go(visit, desk, NULL);
}

static bool take_up(struct visit *visit, struct txn *txn, int64_t id, int64_t version UNUSED)
{
    return story_take_up(visit->job, txn, &visit->actor, id);
}

bool story_take_up_form(struct visit *visit)
{
    int64_t id;
    return visit_id(visit, "story", &id) && act_in_txn(visit, take_up, id, 0) &&
           go_back(visit, id, "taken_up");
}

// ── back, with a page that asks ───────────────────────────────────────────────────────────────

static bool ask(struct visit *visit, int status, const char *title, const char *template)
{
    int64_t id;
    struct open_story open;
    if (!visit_id(visit, "story", &id) || !story_open(visit, id, false, &open))
        return false;
    {
        AUTO_TXN txn = read_begin(visit->job, visit->newsroom->options.store, NULL);
        if (!txn.open || !put_story_state(visit, &txn, &open))
            return false;
    }
    put_field(visit, visit->page,
              &(struct field){.name = "reason",
                              .kind = FIELD_AREA,
                              .rows = 3,
                              .hint = "story.hints.reason",
                              .value = form_text(&visit->form, "reason"),
                              .lang = open.edition->locale.lang,
                              .dir = open.edition->dir});
    return visit_show(visit, status, visit_phrase(visit, title), template);
}

bool story_unpublish_ask(struct visit *visit)
{
    return ask(visit, 200, "story.unpublish", "story_unpublish");
}

bool story_withdraw_ask(struct visit *visit)
{
    return ask(visit, 200, "story.withdraw", "story_withdraw");
}

static bool unpublish(struct visit *visit, struct txn *txn, int64_t id, int64_t version)
{
    return story_unpublish(visit->job, txn, &visit->actor, id, version);
}

bool story_call_back_form(struct visit *visit)
{
    struct job *job = visit->job;
    int64_t id;
    AUTO_TXN txn = write_begin(job, visit->newsroom->options.store);
    if (!txn.open || !visit_id(visit, "story", &id) ||
        !story_call_back(job, &txn, &visit->actor, id) || !txn_commit(job, &txn))
        return false;
    return visit_go(visit, story_path(visit, id, ""), "called_back");
}

bool story_unpublish_form(struct visit *visit)
{
    int64_t id;
    if (!visit_id(visit, "story", &id))
        return false;
    if (!act_in_txn(visit, unpublish, id, form_version(visit)))
        return false;
    return visit_go(visit, story_path(visit, id, ""), "unpublished");
}

static bool withdraw(struct visit *visit, struct txn *txn, int64_t id, int64_t version)
{
    struct str reason = form_text(&visit->form, "reason");
    if (!str_trim(reason).len)
        return job_fail_field(visit->job, "reason",
                              "is missing: readers are told why the story is gone");
    return story_withdraw(visit->job, txn, &visit->actor, id, version, reason);
}

bool story_withdraw_form(struct visit *visit)
{
    int64_t id;
    if (!visit_id(visit, "story", &id))
        return false;
    if (act_in_txn(visit, withdraw, id, form_version(visit)))
        return visit_go(visit, story_path(visit, id, ""), "withdrawn");
    if (!visit_is_form_fault(visit))
        return false;
    return ask(visit, visit_put_fault(visit), "story.withdraw", "story_withdraw");
}

// ── a picture, chosen in the library ──────────────────────────────────────────────────────────

static bool set_picture(struct visit *visit, struct txn *txn, int64_t id, int64_t version)
{
    struct story_fields fields = {.set = STORY_HAS_PICTURE};
    struct str given = form_text(&visit->form, "picture");
    if (given.len && (!parse_int(given, &fields.picture_id) || fields.picture_id <= 0))
        return job_fail_field(visit->job, "picture", "is not the number of a picture");
    return story_save(visit->job, txn, &visit->actor, id, version, &fields);
}

// What was being typed and not saved goes on with the new picture.
static bool set_picture_kept(struct visit *visit, struct txn *txn, int64_t id, int64_t version)
{
    struct job *job = visit->job;
    struct unsaved unsaved;
    struct story_form form;
    struct story_state before, after;
    bool found;
    if (!story_state_read(job, txn, id, &before) || !set_picture(visit, txn, id, version) ||
        !story_state_read(job, txn, id, &after) ||
        !unsaved_get(job, txn, &visit->actor, id, &found, &unsaved))
        return false;
    if (!found)
        return true;
    if (!form_parse_json(job, unsaved.form, &form))
        return false;
    form.texts[TEXT_PICTURE] = form_text(&visit->form, "picture");
    form.given |= 1u << TEXT_PICTURE;
    if (unsaved.base_version == before.version)
        unsaved.base_version = after.version;
    return form_write_json(job, &form, &unsaved.form) &&
           unsaved_put(job, txn, &visit->actor, id, &unsaved);
}

bool story_take_picture(struct visit *visit, int64_t id)
{
    return act_in_txn(visit, set_picture_kept, id, form_version(visit)) &&
           visit_go(visit, story_path(visit, id, ""), "saved");
}

bool story_picture_form(struct visit *visit)
{
    int64_t id;
    return visit_id(visit, "story", &id) && story_take_picture(visit, id);
}
