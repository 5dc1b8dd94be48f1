// The flash desk: what goes into the ticker, at once, in as many editions as one likes.
#include "newsroom/flash_form.h"

#include "api/json_writer.h"

// ── the desk ──────────────────────────────────────────────────────────────────────────────────

// What was ended a moment ago can be sent again: its words stand in the form.
static bool read_again(struct visit *visit, struct flash *flash, bool *found)
{
    struct job *job = visit->job;
    int64_t id = visit_query_int(visit, "again");
    *found = false;
    if (!id)
        return true;
    AUTO_TXN txn = read_begin(job, visit->newsroom->options.store, NULL);
    if (!txn.open)
        return false;
    *found = flash_get(job, &txn, id, flash);
    if (!*found && job->fault.kind != FAULT_NOT_FOUND)
        return false;
    job_forgive(job);
    flash->id = 0; // a new one
    return true;
}

static bool show_desk(struct visit *visit, int status, const struct flash *flash)
{
    put_flash_form(visit, flash);
    return put_running(visit) &&
           visit_show(visit, status, visit_phrase(visit, "flash.title"), "flash");
}

static bool show(struct visit *visit)
{
    struct flash flash;
    bool found;
    return read_again(visit, &flash, &found) && show_desk(visit, 200, found ? &flash : NULL);
}

// ── sending ───────────────────────────────────────────────────────────────────────────────────

struct sent {
    const struct edition *edition;
    int64_t id;
};

static bool send_one(struct visit *visit, struct txn *txn, struct sent *sent)
{
    struct flash flash;
    return (flash_of_form(visit, sent->edition, &flash) &&
            flash_make(visit->job, txn, &visit->actor, sent->edition->slug, &flash, FLASH_GIVEN,
                       &sent->id)) ||
           flash_name_fields(visit, sent->edition);
}

// All editions in one transaction: who reads two of them never sees one without the other.
static bool send_all(struct visit *visit, struct sent *sent, size_t *count)
{
    struct job *job = visit->job;
    AUTO_TXN txn = write_begin(job, visit->newsroom->options.store);
    *count = 0;
    for (size_t i = 0; txn.open && i < visit->editions_count; i++) {
        if (!flash_is_given(visit, &visit->editions[i]))
            continue;
        sent[*count].edition = &visit->editions[i];
        if (!send_one(visit, &txn, &sent[(*count)++]))
            return false;
    }
    if (txn.open && !*count && visit->editions_count) {
        (void)job_fail_field(job, "text", "is missing: a flash says something");
        return flash_name_fields(visit, visit_own_edition(visit));
    }
    return txn.open && txn_commit(job, &txn);
}

// For the script, which waits for these to reach an open page.
static bool answer_sent(struct visit *visit, const struct sent *sent, size_t count)
{
    struct json_writer w;
    struct str json;
    json_writer_start(&w, &visit->job->mem);
    write_json_open(&w, '{');
    write_json_key(&w, "sent");
    write_json_open(&w, '[');
    for (size_t i = 0; i < count; i++) {
        write_json_open(&w, '{');
        write_json_key(&w, "id");
        write_json_id(&w, sent[i].id);
        write_json_key(&w, "edition");
        write_json_text(&w, sent[i].edition->slug);
        write_json_key(&w, "name");
        write_json_text(&w, sent[i].edition->name);
        write_json_close(&w, '}');
    }
    write_json_close(&w, ']');
    write_json_close(&w, '}');
    return json_writer_done(visit->job, &w, &json) && visit_json(visit, 200, json);
}

static bool send_flashes(struct visit *visit)
{
    struct sent *sent = arena_array(&visit->job->mem, struct sent, visit->editions_count + 1);
    size_t count;
    if (send_all(visit, sent, &count))
        return visit_wants_json(visit) ? answer_sent(visit, sent, count)
                                       : visit_go(visit, S("/newsroom/breaking/"), "flash_sent");
    if (visit_wants_json(visit) || !visit_is_form_fault(visit))
        return false;
    return show_desk(visit, visit_put_fault(visit), NULL);
}

// ── one that runs ─────────────────────────────────────────────────────────────────────────────

static bool read_running(struct visit *visit, struct flash *out)
{
    struct job *job = visit->job;
    int64_t id;
    AUTO_TXN txn = read_begin(job, visit->newsroom->options.store, NULL);
    if (!txn.open || !visit_id(visit, "flash", &id) || !flash_get(job, &txn, id, out))
        return false;
    return !out->ended_ms ||
           job_fail(job, FAULT_NOT_FOUND, "the flash %lld has ended already", (long long)id);
}

static bool show_edit_of(struct visit *visit, int status, const struct flash *flash)
{
    put_flash_form(visit, flash);
    put_flash_base(visit, flash);
    map_int(visit->page, "id", flash->id);
    return visit_show(visit, status, visit_phrase(visit, "flash.change_title"), "flash_edit");
}

static bool show_edit(struct visit *visit)
{
    struct flash flash;
    return read_running(visit, &flash) && show_edit_of(visit, 200, &flash);
}

static bool save_one(struct visit *visit, const struct flash *before)
{
    struct job *job = visit->job;
    struct flash flash, now;
    const struct edition *edition = visit_edition_of(visit, before->edition_id);
    if (!edition)
        return job_fail(job, FAULT_NOT_FOUND, "the edition of this flash is gone");
    if (!flash_of_form(visit, edition, &flash))
        return flash_name_fields(visit, edition);
    AUTO_TXN txn = write_begin(job, visit->newsroom->options.store);
    return txn.open && flash_get(job, &txn, before->id, &now) && flash_check_base(visit, &now) &&
           (flash_change(job, &txn, &visit->actor, before->id, &flash, FLASH_GIVEN) ||
            flash_name_fields(visit, edition)) &&
           txn_commit(job, &txn);
}

static bool save(struct visit *visit)
{
    struct flash flash;
    if (!read_running(visit, &flash))
        return false;
    if (save_one(visit, &flash))
        return visit_go(visit, S("/newsroom/breaking/"), "flash_changed");
    if (visit_wants_json(visit) || !visit_is_form_fault(visit))
        return false;
    int status = visit_put_fault(visit);
    return read_running(visit, &flash) && show_edit_of(visit, status, &flash);
}

static bool end_one(struct visit *visit)
{
    struct job *job = visit->job;
    int64_t id;
    AUTO_TXN txn = write_begin(job, visit->newsroom->options.store);
    if (!txn.open || !visit_id(visit, "flash", &id) || !flash_end(job, &txn, &visit->actor, id) ||
        !txn_commit(job, &txn))
        return false;
    return visit_go(visit, str_printf(&job->mem, "/newsroom/breaking/?again=%lld", (long long)id),
                    "flash_ended");
}

static const struct screen screens[] = {
    {HTTP_GET, "/newsroom/breaking/", show, RIGHT_FLASH_WRITE, 0, 0},
    {HTTP_POST, "/newsroom/breaking/", send_flashes, RIGHT_FLASH_WRITE, SMALL_FORM_MAX, 0},
    {HTTP_GET, "/newsroom/breaking/:id/", show_edit, RIGHT_FLASH_WRITE, 0, 0},
    {HTTP_POST, "/newsroom/breaking/:id/", save, RIGHT_FLASH_WRITE, SMALL_FORM_MAX, 0},
    {HTTP_POST, "/newsroom/breaking/:id/end", end_one, RIGHT_FLASH_WRITE, SMALL_FORM_MAX, 0},
};
const struct screens screens_flash = {screens, ARRAY_LEN(screens)};
