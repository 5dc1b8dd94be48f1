// What one signs in with: a password and a second step, set by a one-time link and changed at one's
// own page. The secret of a second step that is being set up travels in the form, until a code
// proves that it has arrived: nothing is half done, and nothing has to be kept for who never comes
// back.
#include "newsroom/account.h"

#include "news/password.h"
#include "news/totp.h"
#include "newsroom/knocks.h"
#include "newsroom/qr.h"

enum { KNOWN_MAX = 16, GROUP = 4 };

// ── a second step being set up ────────────────────────────────────────────────────────────────

// "ABCD EFGH …": as one reads it out.
static struct str in_groups(struct arena *mem, struct str secret)
{
    struct buf b;
    buf_start(&b, mem, secret.len * 2 + 1);
    for (size_t i = 0; i < secret.len; i++) {
        if (i && i % GROUP == 0)
            buf_add_char(&b, ' ');
        buf_add_char(&b, secret.at[i]);
    }
    return buf_str(&b);
}

static struct str issuer(const struct visit *visit)
{
    return visit->editions_count ? visit->editions[0].title : S("Stoppress");
}

// "setup" {secret, groups, uri, size, path}. `secret`: what the form has carried, or empty.
static bool put_setup(struct visit *visit, struct str secret, struct str email)
{
    struct arena *mem = &visit->job->mem;
    struct value *setup = map_map(visit->page, "setup");
    int size;
    struct str path;
    if (!is_totp_secret(secret))
        secret = totp_make(mem);
    struct str uri = totp_uri(mem, text_cut(mem, issuer(visit), 60), email, secret);
    if (!qr_path(visit->job, uri, &size, &path))
        return false;
    map_text(setup, "secret", secret);
    map_text(setup, "groups", in_groups(mem, secret));
    map_text(setup, "uri", uri);
    map_text(setup, "view", str_printf(mem, "0 0 %d %d", size, size));
    map_text(setup, "path", path);
    return true;
}

// The secret and the step that prove a second step; *given false: it was left out.
static bool read_setup(struct visit *visit, bool optional, struct keys *keys)
{
    struct job *job = visit->job;
    struct str secret = form_text(&visit->form, "secret"), code = form_text(&visit->form, "code");
    if (optional && !str_trim(code).len)
        return true;
    if (!str_trim(code).len)
        return job_fail_field(job, "code", "is needed: the six digits that the app shows");
    if (!is_totp_secret(secret) ||
        !totp_is(&job->mem, secret, code, job->now_ms, 0, &keys->totp_step))
        return job_fail_field(job, "code",
                              "is not the code of this moment; look at the app again, and at the "
                              "clock of your phone");
    keys->totp_secret = secret;
    return true;
}

// ── a password being chosen ───────────────────────────────────────────────────────────────────

static bool check_new_password(struct visit *visit, const struct staff *staff)
{
    struct str known[KNOWN_MAX] = {staff->email, staff->name}, again;
    struct str password = form_text(&visit->form, "password");
    size_t count = 2;
    for (size_t i = 0; i < visit->editions_count && count < KNOWN_MAX; i++)
        known[count++] = visit->editions[i].title;
    if (!password_check(visit->job, password, known, count))
        return false;
    // Only asked for where no script can show what was typed.
    return !form_find(&visit->form, "again", &again) || str_eq(again, password) ||
           job_fail_field(visit->job, "again", "is not the same as above");
}

// ── the one-time link ─────────────────────────────────────────────────────────────────────────

static bool find_invited(struct visit *visit, struct staff *staff)
{
    AUTO_TXN txn = read_begin(visit->job, visit->newsroom->options.store, NULL);
    return txn.open &&
           invitation_find(visit->job, &txn, http_param(visit->request, "secret"), staff);
}

static bool show_enter_form(struct visit *visit, int status, const struct staff *staff)
{
    bool optional = visit->newsroom->options.two_step_optional;
    put_password_field(visit, "password", "account.new_password", "new-password",
                       "account.password_hint");
    put_password_field(visit, "again", NULL, "new-password", NULL);
    put_code_field(visit, optional ? "account.setup_later" : NULL, !optional);
    map_text(visit->page, "email", staff->email);
    map_text(visit->page, "name", staff->name);
    return put_setup(visit, form_text(&visit->form, "secret"), staff->email) &&
           visit_show(visit, status, visit_phrase(visit, "account.enter"), "enter");
}

// Looking uses nothing up: chats fetch every link to show what is behind it.
bool show_enter(struct visit *visit)
{
    struct staff staff;
    return find_invited(visit, &staff) && show_enter_form(visit, 200, &staff);
}

static bool accept(struct visit *visit, const struct staff *staff)
{
    struct job *job = visit->job;
    struct keys keys = {.lang = visit->locale.lang};
    int64_t staff_id;
    bool optional = visit->newsroom->options.two_step_optional;
    bool is_good = check_new_password(visit, staff); // both, so that all is said at once
    if (!read_setup(visit, optional, &keys) || !is_good ||
        !password_hash(job, form_text(&visit->form, "password"), &keys.hash))
        return false;
    AUTO_TXN txn = write_begin(job, visit->newsroom->options.store);
    return txn.open &&
           invitation_accept(job, &txn, http_param(visit->request, "secret"), &keys,
                             http_client(visit->request), &staff_id) &&
           visit_sign_in(visit, &txn, staff_id, S("/newsroom/"));
}

bool enter(struct visit *visit)
{
    struct staff staff;
    int status;
    if (!find_invited(visit, &staff))
        return false;
    if (accept(visit, &staff))
        return true;
    return may_show_again(visit, &status) && show_enter_form(visit, status, &staff);
}

// ── proving it once more ──────────────────────────────────────────────────────────────────────

// Who has found a screen unlocked must not guess the password either: the same counts as at the
// door.
static bool prove(struct visit *visit, struct proof *proof)
{
    struct job *job = visit->job;
    struct knocks *knocks = visit->newsroom->knocks;
    struct str address = http_client(visit->request), account = visit->staff.email;
    bool is_right;
    int wait_s;
    AUTO_TXN txn = read_begin(job, visit->newsroom->options.store, NULL);
    if (!txn.open || !proof_find_of(job, &txn, visit->staff.id, proof))
        return false;
    txn_end(&txn);
    if (!knock_may(knocks, account, address, job->now_ms, &wait_s)) {
        visit->more = str_printf(&job->mem, "Retry-After: %d\n", wait_s);
        return job_fail(job, FAULT_TOO_MANY, "too many tries; wait a little, then try again");
    }
    if (!proof_check_password(job, proof, form_text(&visit->form, "current"), &is_right))
        return false;
    if (!is_right)
        return note_refusal(visit, proof->staff_id) &&
               job_fail_field(job, "current", "is not your password");
    knock_opened(knocks, account, address, job->now_ms);
    return true;
}

static void put_current(struct visit *visit)
{
    put_password_field(visit, "current", "account.current_password", "current-password", NULL);
    map_text(visit->page, "email", visit->staff.email);
}

// ── the password ──────────────────────────────────────────────────────────────────────────────

static bool show_password_form(struct visit *visit, int status)
{
    put_current(visit);
    put_password_field(visit, "password", "account.new_password", "new-password",
                       "account.password_hint");
    put_password_field(visit, "again", NULL, "new-password", NULL);
    return visit_show(visit, status, visit_phrase(visit, "account.change_password"), "me_password");
}

bool show_password(struct visit *visit)
{
    return show_password_form(visit, 200);
}

static bool try_password(struct visit *visit)
{
    struct job *job = visit->job;
    struct proof proof;
    struct str hash;
    if (!prove(visit, &proof) || !check_new_password(visit, &visit->staff) ||
        !password_hash(job, form_text(&visit->form, "password"), &hash))
        return false;
    AUTO_TXN txn = write_begin(job, visit->newsroom->options.store);
    return txn.open && password_change(job, &txn, &visit->actor, &proof, hash, &visit->session) &&
           txn_commit(job, &txn) && visit_go(visit, S("/newsroom/me/"), "password");
}

bool change_password(struct visit *visit)
{
    int status;
    return try_password(visit) ||
           (may_show_again(visit, &status) && show_password_form(visit, status));
}

// ── the e-mail address ────────────────────────────────────────────────────────────────────────

static bool show_email_form(struct visit *visit, int status, struct str email)
{
    put_current(visit);
    put_email_field(visit, email);
    return visit_show(visit, status, visit_phrase(visit, "account.change_email"), "me_email");
}

bool show_email(struct visit *visit)
{
    return show_email_form(visit, 200, visit->staff.email);
}

static bool try_email(struct visit *visit)
{
    struct job *job = visit->job;
    struct proof proof;
    if (!prove(visit, &proof))
        return false;
    AUTO_TXN txn = write_begin(job, visit->newsroom->options.store);
    return txn.open &&
           email_change(job, &txn, &visit->actor, &proof, form_text(&visit->form, "email")) &&
           txn_commit(job, &txn) && visit_go(visit, S("/newsroom/me/"), "saved");
}

bool change_email(struct visit *visit)
{
    int status;
    return try_email(visit) || (may_show_again(visit, &status) &&
                                show_email_form(visit, status, form_text(&visit->form, "email")));
}

// ── the second step ───────────────────────────────────────────────────────────────────────────

static bool show_two_step_form(struct visit *visit, int status)
{
    put_current(visit);
    put_code_field(visit, NULL, true);
    map_bool(visit->page, "has_totp", visit->staff.has_totp);
    map_bool(visit->page, "may_end",
             visit->staff.has_totp && visit->newsroom->options.two_step_optional);
    map_bool(visit->page, "must",
             !visit->staff.has_totp && !visit->newsroom->options.two_step_optional);
    return put_setup(visit, form_text(&visit->form, "secret"), visit->staff.email) &&
           visit_show(visit, status, visit_phrase(visit, "account.two_step"), "me_two_step");
}

bool show_two_step(struct visit *visit)
{
    return show_two_step_form(visit, 200);
}

static bool set_two_step(struct visit *visit, const struct proof *proof, const struct keys *keys)
{
    struct job *job = visit->job;
    AUTO_TXN txn = write_begin(job, visit->newsroom->options.store);
    return txn.open &&
           totp_change(job, &txn, &visit->actor, proof, keys->totp_secret, keys->totp_step) &&
           txn_commit(job, &txn) && visit_go(visit, S("/newsroom/me/"), "two_step");
}

bool change_two_step(struct visit *visit)
{
    struct proof proof;
    struct keys keys = {0};
    int status;
    if (prove(visit, &proof) && read_setup(visit, false, &keys) &&
        set_two_step(visit, &proof, &keys))
        return true;
    return may_show_again(visit, &status) && show_two_step_form(visit, status);
}

bool end_two_step(struct visit *visit)
{
    struct proof proof;
    struct keys keys = {0};
    int status;
    if (!visit->newsroom->options.two_step_optional)
        return job_fail(visit->job, FAULT_CONFLICT, "this site asks for two steps");
    if (prove(visit, &proof) && set_two_step(visit, &proof, &keys))
        return true;
    return may_show_again(visit, &status) && show_two_step_form(visit, status);
}
