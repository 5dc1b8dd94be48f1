// Read, laid aside, and published.
#include "wire/import_ours.h"

#include "api/json_reader.h"
#include "news/story_move.h"
#include "news/imported.h"
#include "wire/body_names.h"
#include "wire/ours_names.h"

#include <errno.h>
#include <stdio.h>

// ── read ──────────────────────────────────────────────────────────────────────────────────────

static bool parse_picture_member(struct job *job, json_t *value, struct import_item *item)
{
    int64_t id;
    struct str text = {json_string_value(value), json_string_length(value)};
    bool is_number = json_is_integer(value) || parse_int(text, &id);
    if (json_is_object(value) || (text.len && !is_number)) {
        item->ours->picture = value;
        return true;
    }
    item->fields.set |= STORY_HAS_PICTURE;
    if (!text.len && !is_number)
        item->fields.picture_id = 0;
    return !is_number || parse_json_id(job, "picture", value, &item->fields.picture_id);
}

static bool parse_id_text(struct job *job, const char *name, json_t *value, struct str *out)
{
    if (!json_is_integer(value))
        return parse_json_text(job, name, value, out);
    *out = str_printf(&job->mem, "%lld", (long long)json_integer_value(value));
    return true;
}

static bool take_object(struct job *job, const char *name, json_t *value, bool is_list,
                        json_t **out)
{
    if (is_list ? !json_is_array(value) : !json_is_object(value))
        return job_fail_field(job, name, "must be %s", is_list ? "a list" : "an object");
    *out = value;
    return true;
}

bool ours_parse(struct job *job, const char *name, json_t *value, struct import_item *item,
                bool *taken)
{
    struct ours *ours = item->ours;
    const struct {
        const char *name;
        json_t **to;
        bool is_list;
    } nodes[] = {
        {"things", &ours->things, false},          {"pictures", &ours->pictures, true},
        {"corrections", &ours->corrections, true}, {"revision", &ours->revision, false},
        {"addresses", &ours->addresses, true},     {"old_urls", &ours->old_urls, true},
        {"related", &ours->related, true},         {"house_page", &ours->house_page, false}};
    const struct {
        const char *name;
        int64_t *to;
    } times[] = {{"corrected_at", &ours->corrected_ms}, {"withdrawn_at", &ours->withdrawn_ms}};
    *taken = true;
    for (size_t i = 0; i < ARRAY_LEN(nodes); i++)
        if (strcmp(name, nodes[i].name) == 0)
            return take_object(job, name, value, nodes[i].is_list, nodes[i].to);
    for (size_t i = 0; i < ARRAY_LEN(times); i++)
        if (strcmp(name, times[i].name) == 0)
            return parse_json_time(job, name, value, times[i].to);
    if (strcmp(name, "picture") == 0)
        return parse_picture_member(job, value, item);
    if (strcmp(name, "translation_of") == 0)
        return parse_id_text(job, name, value, &ours->translation_of);
    if (strcmp(name, "correction") == 0)
        return parse_json_text(job, name, value, &ours->correction);
    if (strcmp(name, "unfiled") == 0)
        return parse_json_bool(job, name, value, &ours->unfiled);
    if (strcmp(name, "was_public") == 0)
        return parse_json_bool(job, name, value, &ours->was_public);
    *taken = false;
    return true;
}

// ── laid aside ────────────────────────────────────────────────────────────────────────────────

struct str ours_digest(const struct import_item *item, struct str digest)
{
    return item->ours && item->ours->waits ? S("") : digest;
}

bool ours_lay_aside(struct job *job, struct import *import, const struct import_item *item)
{
    if (!item->ours || !item->ours->waits)
        return true;
    if (!import->deferred && !(import->deferred = tmpfile()))
        return job_fail(job, FAULT_INTERNAL, "there is no room for what is laid aside: %s",
                        strerror(errno));
    size_t len = item->said.len;
    if (fwrite(&len, sizeof(len), 1, import->deferred) == 1 &&
        fwrite(item->said.at, 1, len, import->deferred) == len)
        return true;
    return job_fail(job, FAULT_INTERNAL, "there is no room for what is laid aside: %s",
                    strerror(errno));
}

static bool take_again(struct import *import, size_t len)
{
    AUTO_JOB job;
    job_start(&job, clock_unix_ms());
    char *at = arena_take_raw(&job.mem, len + 1);
    if (fread(at, 1, len, import->deferred) != len)
        return job_fail(import->batch, FAULT_INTERNAL, "what was laid aside cannot be read");
    if (import_jsonl_item(&job, import, (struct str){at, len}))
        return true;
    if (job_failed(import->batch))
        return false;
    import->skipped++;
    fprintf(stderr, "skipped: %s\n", job.fault.text);
    return true;
}

bool ours_put_ref(struct job *job, struct import *import, const struct import_item *item,
                  struct str origin)
{
    struct str ref = export_ref(&job->mem, item->id);
    return !item->ours || str_eq(ref, item->id) ||
           imported_put(job, &import->txn, str_join(&job->mem, S("ref:"), origin), ref,
                        &(struct imported){item->story_id, STR_NONE});
}

bool import_ours_finish(struct import *import)
{
    size_t len;
    bool ok = true;
    if (!import->deferred)
        return true;
    rewind(import->deferred);
    import->last_call = true;
    while (ok && fread(&len, sizeof(len), 1, import->deferred) == 1)
        ok = take_again(import, len);
    import->last_call = false;
    fclose(import->deferred);
    import->deferred = NULL;
    return ok && import_commit(import);
}

// ── what became of it ─────────────────────────────────────────────────────────────────────────

static bool has_correction(const struct story_past *past, struct str note, int64_t at_ms)
{
    for (size_t i = 0; i < past->corrections_count; i++)
        if (str_eq(past->corrections[i].note, note) &&
            (!at_ms || past->corrections[i].at_ms == at_ms))
            return true;
    return false;
}

static bool correct(struct job *job, struct import *import, const struct import_item *item,
                    struct str note, int64_t at_ms)
{
    const struct story_fields none = {0};
    struct story_state state;
    struct story_past past;
    if (!note.len)
        return true;
    if (!story_state_read(job, &import->txn, item->story_id, &state) ||
        !story_past_read(job, &import->txn, &state, &past))
        return false;
    if (has_correction(&past, note, at_ms))
        return true;
    return story_correct(job, &import->txn, &import->actor, item->story_id, 0, note, &none) &&
           story_set_moments(job, &import->txn, item->story_id,
                             &(struct story_moments){.corrected_ms = at_ms});
}

static bool correct_all(struct job *job, struct import *import, const struct import_item *item)
{
    const struct ours *ours = item->ours;
    size_t i;
    json_t *one;
    json_array_foreach(ours->corrections, i, one)
    {
        json_t *said = json_object_get(one, "note"), *when = json_object_get(one, "at");
        struct str note = {json_string_value(said), json_string_length(said)};
        int64_t at_ms = 0;
        if ((when && !parse_json_time(job, "corrections.at", when, &at_ms)) ||
            !correct(job, import, item, note, at_ms))
            return false;
    }
    return ours->corrections || correct(job, import, item, ours->correction, ours->corrected_ms);
}

// As readers had it.
static bool go_out(struct job *job, struct import *import, struct import_item *item)
{
    struct txn *txn = &import->txn;
    struct story_dates dates = {item->published_ms, item->updated_ms};
    return story_publish(job, txn, &import->actor, item->story_id, 0, 0, &dates) &&
           correct_all(job, import, item);
}

static bool take_back(struct job *job, struct import *import, struct import_item *item,
                      bool withdrawn)
{
    struct str reason =
        item->withdrawn_reason.len ? item->withdrawn_reason : S("Withdrawn before it came here");
    return withdrawn ? story_withdraw(job, &import->txn, &import->actor, item->story_id, 0, reason)
                     : story_unpublish(job, &import->txn, &import->actor, item->story_id, 0);
}

static bool revise(struct job *job, struct import *import, struct import_item *item)
{
    struct import_item face = {.origin = item->origin, .ours = arena_new(&job->mem, struct ours)};
    if (!item->ours->revision)
        return true;
    face.fields.edition = item->fields.edition;
    face.story_id = item->story_id;
    if (!import_jsonl_face(job, item->ours->revision, &face) ||
        !ours_names(job, import, &face, item->ours->pictures))
        return false;
    item->ours->waits |= face.ours->waits;
    face.fields.set &= ~(unsigned)STORY_HAS_EDITION;
    return !face.fields.set ||
           story_save(job, &import->txn, &import->actor, item->story_id, 0, &face.fields);
}

static bool keep_addresses(struct job *job, struct import *import, const struct import_item *item)
{
    const struct ours *ours = item->ours;
    struct story_state state;
    size_t i;
    json_t *one;
    if (!story_state_read(job, &import->txn, item->story_id, &state))
        return false;
    json_array_foreach(ours->addresses, i, one)
    {
        struct str path = {json_string_value(one), json_string_length(one)};
        if (path.len && !story_keep_address(job, &import->txn, &state, path))
            return false;
    }
    json_array_foreach(ours->old_urls, i, one)
    {
        struct str path = {json_string_value(one), json_string_length(one)};
        if (path.len && !story_keep_redirect(job, &import->txn, &state, path))
            return false;
    }
    return story_keep_redirect(job, &import->txn, &state, ours_url_path(&job->mem, ours->url));
}

// A moment that is yet to come: of the story itself, or of what is being written beside it.
static int64_t later(const struct job *job, const struct import_item *item)
{
    if (item->scheduled_ms > job->now_ms)
        return item->scheduled_ms;
    return item->published_ms > job->now_ms ? item->published_ms : 0;
}

bool ours_publish(struct job *job, struct import *import, struct import_item *item,
                  bool to_be_public)
{
    const struct ours *ours = item->ours;
    if (ours->waits)
        return true;
    bool as_said = import->mode == IMPORT_AS_SAID;
    bool was_public = as_said && ours->was_public, withdrawn = str_is(item->status, "withdrawn");
    int64_t at_ms = to_be_public ? later(job, item) : 0;
    bool waits_for_it = at_ms && (str_is(item->status, "scheduled") ||
                                  item->published_ms > job->now_ms || !item->published_ms);
    bool seen = was_public || (to_be_public && !waits_for_it);
    bool back = as_said && seen && (withdrawn || (was_public && (waits_for_it || !to_be_public)));
    if ((seen && !go_out(job, import, item)) || (back && !take_back(job, import, item, withdrawn)))
        return false;
    const struct story_moments moments = {.updated_ms = seen ? item->updated_ms : 0,
                                          .withdrawn_ms = ours->withdrawn_ms};
    if (!story_set_moments(job, &import->txn, item->story_id, &moments) ||
        (!withdrawn && !revise(job, import, item)))
        return false;
    if (at_ms && !withdrawn &&
        !story_publish(job, &import->txn, &import->actor, item->story_id, 0, at_ms, NULL))
        return false;
    return import_stage(job, import, item) && keep_addresses(job, import, item);
}
