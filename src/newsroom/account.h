// account: what the screens of signing in, of one's own page and of the staff share. Only for
// newsroom/.
#pragma once

#include "news/sign_in.h"
#include "newsroom/field.h"
#include "text/unicode.h"

enum { CODE_CHARS_MAX = 16, EMAIL_CHARS_MAX = 254 };

// screens_account_keys.c: what one signs in with
screen_handler show_enter, enter;
screen_handler show_password, change_password, show_email, change_email;
screen_handler show_two_step, change_two_step, end_two_step;
// screens_account_me.c: one's own page
screen_handler show_me, change_me, end_session, sign_out_everywhere;
screen_handler show_own_token, make_own_token, end_own_token;

// The fields, in "form".
void put_email_field(struct visit *visit, struct str value);
void put_password_field(struct visit *visit, const char *name, const char *label,
                        const char *autocomplete, const char *hint);
void put_code_field(struct visit *visit, const char *hint, bool required);

// A password or code that was wrong, for the audit; of a flood of them only some.
MUST_USE bool note_refusal(struct visit *visit, int64_t staff_id);

// Shows the form again with job->fault in it; false: the fault is none of a form's, or a script
// asks.
MUST_USE bool may_show_again(struct visit *visit, int *status);

// "sessions", "tokens" of somebody.
MUST_USE bool put_sessions(struct visit *visit, struct txn *txn, int64_t staff_id);
MUST_USE bool put_tokens(struct visit *visit, struct txn *txn, int64_t staff_id);
// The roles, in a select; up to one's own when `own` (empty: all).
void put_role_field(struct visit *visit, struct str selected, struct str own);
struct str role_name(const struct visit *visit, struct str role);
// For template "token": the fields, and whose it will be.
void put_token_form(struct visit *visit, struct str name, struct str role,
                    const struct staff *whose);
// The token named in the form ends; leads on to `back`.
MUST_USE bool end_one_token(struct visit *visit, struct str back);
// "https://news.example.org/newsroom/enter/SECRET"
struct str enter_link(const struct visit *visit, struct str secret);
// A secret that is shown once: template "once".
MUST_USE bool show_once(struct visit *visit, const char *title, const char *lead, struct str secret,
                        struct str back);
