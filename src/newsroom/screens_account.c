// Signing in and out.
#include "newsroom/account.h"

#include "newsroom/knocks.h"

// ── the fields ────────────────────────────────────────────────────────────────────────────────

static struct value *form_of(struct visit *visit)
{
    struct value *form = map_get(visit->page, S("form"));
    return form ? form : map_map(visit->page, "form");
}

void put_email_field(struct visit *visit, struct str value)
{
    put_field(visit, form_of(visit),
              &(struct field){.name = "email",
                              .value = value,
                              .type = "email",
                              .autocomplete = "username",
                              .length_max = EMAIL_CHARS_MAX,
                              .required = true,
                              .dir = S("ltr")});
}

// Never with what was typed before.
void put_password_field(struct visit *visit, const char *name, const char *label,
                        const char *autocomplete, const char *hint)
{
    put_field(visit, form_of(visit),
              &(struct field){.name = name,
                              .label = label,
                              .type = "password",
                              .autocomplete = autocomplete,
                              .hint = hint,
                              .required = true,
                              .dir = S("ltr")});
}

void put_code_field(struct visit *visit, const char *hint, bool required)
{
    put_field(visit, form_of(visit),
              &(struct field){.name = "code",
                              .label = "account.code",
                              .autocomplete = "one-time-code",
                              .inputmode = "numeric",
                              .class = "code",
                              .hint = hint,
                              .length_max = CODE_CHARS_MAX,
                              .required = required,
                              .optional = !required,
                              .dir = S("ltr")});
}

bool may_show_again(struct visit *visit, int *status)
{
    if (visit_wants_json(visit) || !visit_is_form_fault(visit))
        return false;
    *status = visit_put_fault(visit);
    return true;
}

// ── signing in ────────────────────────────────────────────────────────────────────────────────

static bool show_form(struct visit *visit, int status, struct str email, struct str to)
{
    bool optional = visit->newsroom->options.two_step_optional;
    put_email_field(visit, email);
    put_password_field(visit, "password", NULL, "current-password", NULL);
    put_code_field(visit, optional ? "account.code_if_any" : "account.code_hint", !optional);
    map_text(visit->page, "to", to);
    return visit_show(visit, status, visit_phrase(visit, "account.sign_in"), "sign_in");
}

static bool show_sign_in(struct visit *visit)
{
    struct str to = visit_back(http_query(visit->request, "to", NULL), S("/newsroom/"));
    if (visit->signed_in)
        return visit_go(visit, to, NULL);
    return show_form(visit, 200, STR_NONE, to);
}

static bool find_proof(struct visit *visit, struct proof *proof)
{
    AUTO_TXN txn = read_begin(visit->job, visit->newsroom->options.store, NULL);
    return txn.open && proof_find(visit->job, &txn, form_text(&visit->form, "email"), proof);
}

bool note_refusal(struct visit *visit, int64_t staff_id)
{
    struct job *job = visit->job;
    if (!knock_is_noted(visit->newsroom->knocks, job->now_ms))
        return true;
    AUTO_TXN txn = write_begin(job, visit->newsroom->options.store);
    return txn.open && proof_refused(job, &txn, staff_id, http_client(visit->request)) &&
           txn_commit(job, &txn);
}

// The same sentence, whatever was wrong.
static bool refuse(struct visit *visit, const struct proof *proof)
{
    return note_refusal(visit, proof->staff_id) &&
           job_fail(visit->job, FAULT_INVALID,
                    "e-mail, password or code is wrong; a code counts once, so soon after "
                    "another use wait for the next");
}

static bool lacks_step(struct visit *visit, const struct proof *proof)
{
    return !proof->has_totp && !visit->newsroom->options.two_step_optional;
}

static bool open_door(struct visit *visit, const struct proof *proof, struct str to)
{
    struct job *job = visit->job;
    bool is_right;
    AUTO_TXN txn = write_begin(job, visit->newsroom->options.store);
    if (!txn.open || !proof_use(job, &txn, proof, &is_right))
        return false;
    if (is_right)
        return visit_sign_in(visit, &txn, proof->staff_id, to);
    txn_end(&txn); // one writes at a time
    return refuse(visit, proof);
}

static bool try_sign_in(struct visit *visit, struct str account, struct str to)
{
    struct job *job = visit->job;
    struct proof proof;
    bool is_right;
    if (!find_proof(visit, &proof) || !proof_check(job, &proof, form_text(&visit->form, "password"),
                                                   form_text(&visit->form, "code"), &is_right))
        return false;
    if (!is_right)
        return refuse(visit, &proof);
    if (lacks_step(visit, &proof))
        return job_fail(job, FAULT_INVALID,
                        "this site asks for a second step now, and you have none: ask an "
                        "administrator for a new link");
    if (!open_door(visit, &proof, to))
        return false;
    knock_opened(visit->newsroom->knocks, account, http_client(visit->request), job->now_ms);
    return true;
}

static bool check_knock(struct visit *visit, struct str account)
{
    int wait_s;
    if (knock_may(visit->newsroom->knocks, account, http_client(visit->request), visit->job->now_ms,
                  &wait_s))
        return true;
    visit->more = str_printf(&visit->job->mem, "Retry-After: %d\n", wait_s);
    return job_fail(visit->job, FAULT_TOO_MANY,
                    "too many tries to sign in; wait a little, then try again");
}

static bool sign_in(struct visit *visit)
{
    int status;
    struct str email = form_text(&visit->form, "email");
    struct str to = visit_back(form_text(&visit->form, "to"), S("/newsroom/"));
    struct str account = str_lower(&visit->job->mem, str_trim(str_from_to(email, 0, 1024)));
    if (check_knock(visit, account) && try_sign_in(visit, account, to))
        return true;
    return may_show_again(visit, &status) && show_form(visit, status, email, to);
}

// ── all of it ─────────────────────────────────────────────────────────────────────────────────

enum { OPEN_SLOW = SCREEN_OPEN | SCREEN_SLOW, OWN_SLOW = SCREEN_SLOW | SCREEN_UNPROVEN };

static const struct screen screens[] = {
    {HTTP_GET, "/newsroom/sign-in", show_sign_in, 0, 0, SCREEN_OPEN},
    {HTTP_POST, "/newsroom/sign-in", sign_in, 0, SMALL_FORM_MAX, OPEN_SLOW},
    {HTTP_POST, "/newsroom/sign-out", visit_sign_out, 0, SMALL_FORM_MAX, SCREEN_UNPROVEN},
    {HTTP_GET, "/newsroom/enter/:secret", show_enter, 0, 0, SCREEN_OPEN | SCREEN_UNPROVEN},
    {HTTP_POST, "/newsroom/enter/:secret", enter, 0, SMALL_FORM_MAX, OPEN_SLOW | OWN_SLOW},
    {HTTP_GET, "/newsroom/me/", show_me, 0, 0, 0},
    {HTTP_POST, "/newsroom/me/", change_me, 0, SMALL_FORM_MAX, 0},
    {HTTP_GET, "/newsroom/me/email", show_email, 0, 0, 0},
    {HTTP_POST, "/newsroom/me/email", change_email, 0, SMALL_FORM_MAX, SCREEN_SLOW},
    {HTTP_GET, "/newsroom/me/password", show_password, 0, 0, 0},
    {HTTP_POST, "/newsroom/me/password", change_password, 0, SMALL_FORM_MAX, SCREEN_SLOW},
    {HTTP_GET, "/newsroom/me/two-step", show_two_step, 0, 0, SCREEN_UNPROVEN},
    {HTTP_POST, "/newsroom/me/two-step", change_two_step, 0, SMALL_FORM_MAX, OWN_SLOW},
    {HTTP_POST, "/newsroom/me/two-step/end", end_two_step, 0, SMALL_FORM_MAX, SCREEN_SLOW},
    {HTTP_POST, "/newsroom/me/session/end", end_session, 0, SMALL_FORM_MAX, 0},
    {HTTP_POST, "/newsroom/me/sign-out-everywhere", sign_out_everywhere, 0, SMALL_FORM_MAX,
     SCREEN_UNPROVEN},
    {HTTP_GET, "/newsroom/me/token", show_own_token, 0, 0, 0},
    {HTTP_POST, "/newsroom/me/token", make_own_token, 0, SMALL_FORM_MAX, 0},
    {HTTP_POST, "/newsroom/me/token/end", end_own_token, 0, SMALL_FORM_MAX, 0},
};
const struct screens screens_account = {screens, ARRAY_LEN(screens)};
