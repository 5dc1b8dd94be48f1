// One's own page: who one is here, where one is signed in, and one's tokens.
#include "newsroom/account.h"

// ── sessions and tokens, of anybody ───────────────────────────────────────────────────────────

// What browsers call themselves says more than anybody wants to read (Chrome is also "Safari").
static const struct {
    const char *sign, *name;
} browsers[] = {{"Edg", "Edge"},
                {"OPR/", "Opera"},
                {"Firefox/", "Firefox"},
                {"Chrome/", "Chrome"},
                {"Safari/", "Safari"}},
  systems[] = {{"Android", "Android"}, {"iPhone", "iPhone"}, {"iPad", "iPad"},
               {"Windows", "Windows"}, {"Mac OS", "macOS"},  {"Linux", "Linux"}};

static struct str browser_of(struct arena *mem, struct str agent)
{
    const char *browser = NULL, *system = NULL;
    for (size_t i = 0; !browser && i < ARRAY_LEN(browsers); i++)
        browser = str_find(agent, str_from(browsers[i].sign)) >= 0 ? browsers[i].name : NULL;
    for (size_t i = 0; !system && i < ARRAY_LEN(systems); i++)
        system = str_find(agent, str_from(systems[i].sign)) >= 0 ? systems[i].name : NULL;
    return browser && system ? str_printf(mem, "%s, %s", browser, system) : agent;
}

bool put_sessions(struct visit *visit, struct txn *txn, int64_t staff_id)
{
    struct session *sessions;
    size_t count;
    struct value *list = map_list(visit->page, "sessions");
    if (!session_list(visit->job, txn, &visit->actor, staff_id, &sessions, &count))
        return false;
    for (size_t i = 0; i < count; i++) {
        struct value *item = list_map(list);
        map_text(item, "hash", sessions[i].hash);
        map_text(item, "browser", browser_of(&visit->job->mem, sessions[i].agent));
        map_text(item, "address", sessions[i].address);
        visit_put_time(visit, item, "seen", sessions[i].seen_ms);
        visit_put_time(visit, item, "made", sessions[i].made_ms);
        map_bool(item, "here", str_eq(sessions[i].hash, visit->session.hash));
    }
    return true;
}

struct str role_name(const struct visit *visit, struct str role)
{
    char phrase[64];
    snprintf(phrase, sizeof(phrase), "frame.roles." STR_FMT, STR_ARG(str_from_to(role, 0, 40)));
    struct str name = visit_phrase(visit, phrase);
    return name.len ? name : role;
}

bool put_tokens(struct visit *visit, struct txn *txn, int64_t staff_id)
{
    struct token *tokens;
    size_t count;
    struct value *list = map_list(visit->page, "tokens");
    if (!token_list(visit->job, txn, &visit->actor, staff_id, &tokens, &count))
        return false;
    for (size_t i = 0; i < count; i++) {
        struct value *item = list_map(list);
        map_text(item, "hash", tokens[i].hash);
        map_text(item, "token_name", tokens[i].name);
        map_text(item, "role", role_name(visit, tokens[i].role));
        visit_put_time(visit, item, "made", tokens[i].made_ms);
    }
    map_bool(visit->page, "has_tokens", count > 0);
    return true;
}

void put_role_field(struct visit *visit, struct str selected, struct str own)
{
    static const char *const roles[] = {"reporter", "editor", "administrator"};
    struct value *form = map_get(visit->page, S("form"));
    struct value *field =
        put_field(visit, form ? form : map_map(visit->page, "form"),
                  &(struct field){.name = "role", .kind = FIELD_SELECT, .value = selected});
    for (size_t i = 0; i < ARRAY_LEN(roles); i++) {
        struct str role = str_from(roles[i]);
        put_option(field, role, role_name(visit, role), str_eq(role, selected));
        if (str_eq(role, own))
            break; // no more than one's own
    }
}

// ── secrets that are shown once ───────────────────────────────────────────────────────────────

struct str enter_link(const struct visit *visit, struct str secret)
{
    struct str site = visit->newsroom->options.site_url;
    struct arena *mem = &visit->job->mem;
    if (!site.len)
        site = str_printf(mem, "%s://" STR_FMT, http_is_tls(visit->request) ? "https" : "http",
                          STR_ARG(http_host(visit->request)));
    return str_printf(mem, STR_FMT "/newsroom/enter/" STR_FMT, STR_ARG(site), STR_ARG(secret));
}

bool show_once(struct visit *visit, const char *title, const char *lead, struct str secret,
               struct str back)
{
    map_text(visit->page, "lead", visit_phrase(visit, lead));
    map_text(visit->page, "secret", secret);
    map_text(visit->page, "back", back);
    return visit_show(visit, 200, visit_phrase(visit, title), "once");
}

// ── the page ──────────────────────────────────────────────────────────────────────────────────

static void put_languages(struct visit *visit, struct value *form, struct str selected)
{
    static const struct {
        const char *lang, *name;
    } languages[] = {{"en", "English"}, {"es", "Español"}, {"ar", "العربية"}};
    struct value *field =
        put_field(visit, form, &(struct field){.name = "lang", .kind = FIELD_SELECT});
    for (size_t i = 0; i < ARRAY_LEN(languages); i++) {
        struct str lang = str_from(languages[i].lang);
        put_option_of(field, lang, str_from(languages[i].name), lang, str_eq(lang, selected));
    }
}

static void put_homes(struct visit *visit, struct value *form, struct str selected)
{
    struct value *field = put_field(
        visit, form,
        &(struct field){.name = "edition", .label = "account.home_edition", .kind = FIELD_SELECT});
    put_option(field, S(""), visit_phrase(visit, "account.all_editions"), !selected.len);
    for (size_t i = 0; i < visit->editions_count; i++) {
        const struct edition *edition = &visit->editions[i];
        put_option_of(field, edition->slug, edition->name, edition->locale.lang,
                      str_eq(edition->slug, selected));
    }
}

static bool show_page(struct visit *visit, int status, struct str name, struct str lang,
                      struct str edition)
{
    struct value *form = map_map(visit->page, "form");
    put_field(
        visit, form,
        &(struct field){.name = "name", .value = name, .autocomplete = "name", .optional = true});
    put_languages(visit, form, lang);
    put_homes(visit, form, edition);
    map_text(visit->page, "email", visit->staff.email);
    map_text(visit->page, "role", role_name(visit, visit->staff.role));
    map_bool(visit->page, "has_totp", visit->staff.has_totp);
    map_bool(visit->page, "own", true);
    map_text(visit->page, "token_end", S("/newsroom/me/token/end"));
    AUTO_TXN txn = read_begin(visit->job, visit->newsroom->options.store, NULL);
    if (!txn.open || !put_sessions(visit, &txn, visit->staff.id) ||
        !put_tokens(visit, &txn, visit->staff.id))
        return false;
    txn_end(&txn);
    return visit_show(visit, status, visit_phrase(visit, "account.me"), "me");
}

bool show_me(struct visit *visit)
{
    const struct edition *home = visit_edition_of(visit, visit->staff.edition_id);
    return show_page(visit, 200, visit->staff.name, visit->staff.lang,
                     home ? home->slug : STR_NONE);
}

static bool save_me(struct visit *visit)
{
    struct job *job = visit->job;
    struct str slug = form_text(&visit->form, "edition");
    const struct edition *home = visit_edition(visit, slug);
    if (slug.len && !home)
        return job_fail_field(job, "edition", "there is no such edition");
    AUTO_TXN txn = write_begin(job, visit->newsroom->options.store);
    return txn.open &&
           staff_set_name(job, &txn, &visit->actor, visit->staff.id,
                          form_text(&visit->form, "name")) &&
           staff_set_screens(job, &txn, &visit->actor, visit->staff.id,
                             form_text(&visit->form, "lang"), home ? home->id : 0) &&
           txn_commit(job, &txn) && visit_go(visit, S("/newsroom/me/"), "saved");
}

bool change_me(struct visit *visit)
{
    int status;
    return save_me(visit) ||
           (may_show_again(visit, &status) &&
            show_page(visit, status, form_text(&visit->form, "name"),
                      form_text(&visit->form, "lang"), form_text(&visit->form, "edition")));
}

// ── sessions ──────────────────────────────────────────────────────────────────────────────────

bool end_session(struct visit *visit)
{
    struct job *job = visit->job;
    struct str hash = form_text(&visit->form, "session");
    AUTO_TXN txn = write_begin(job, visit->newsroom->options.store);
    if (!txn.open || !session_end_own(job, &txn, &visit->actor, hash) || !txn_commit(job, &txn))
        return false;
    return str_eq(hash, visit->session.hash)
               ? visit_leave(visit, S("/newsroom/sign-in?said=signed_out"))
               : visit_go(visit, S("/newsroom/me/"), "session_ended");
}

bool sign_out_everywhere(struct visit *visit)
{
    struct job *job = visit->job;
    AUTO_TXN txn = write_begin(job, visit->newsroom->options.store);
    return txn.open && staff_end_sessions(job, &txn, &visit->actor, visit->staff.id) &&
           txn_commit(job, &txn) &&
           visit_leave(visit, S("/newsroom/sign-in?said=signed_out_everywhere"));
}

// ── tokens ────────────────────────────────────────────────────────────────────────────────────

void put_token_form(struct visit *visit, struct str name, struct str role,
                    const struct staff *whose)
{
    struct value *form = map_map(visit->page, "form");
    put_field(visit, form,
              &(struct field){.name = "name", .label = "account.token_for", .value = name});
    put_role_field(visit, role, whose->role);
    map_text(visit->page, "whose", whose->id == visit->staff.id ? STR_NONE : whose->email);
}

static bool show_token_form(struct visit *visit, int status, struct str name, struct str role)
{
    put_token_form(visit, name, role, &visit->staff);
    return visit_show(visit, status, visit_phrase(visit, "account.new_token"), "token");
}

bool show_own_token(struct visit *visit)
{
    return show_token_form(visit, 200, STR_NONE, visit->staff.role);
}

static bool make_token(struct visit *visit, struct str name, struct str role)
{
    struct job *job = visit->job;
    struct str token;
    AUTO_TXN txn = write_begin(job, visit->newsroom->options.store);
    if (!txn.open || !token_make(job, &txn, &visit->actor, visit->staff.id, name, role, &token) ||
        !txn_commit(job, &txn))
        return false;
    return show_once(visit, "account.new_token", "account.token_once", token, S("/newsroom/me/"));
}

bool make_own_token(struct visit *visit)
{
    int status;
    struct str name = form_text(&visit->form, "name"), role = form_text(&visit->form, "role");
    return make_token(visit, name, role) ||
           (may_show_again(visit, &status) && show_token_form(visit, status, name, role));
}

bool end_one_token(struct visit *visit, struct str back)
{
    struct job *job = visit->job;
    AUTO_TXN txn = write_begin(job, visit->newsroom->options.store);
    return txn.open && token_end(job, &txn, &visit->actor, form_text(&visit->form, "hash")) &&
           txn_commit(job, &txn) && visit_go(visit, back, "token_ended");
}

bool end_own_token(struct visit *visit)
{
    return end_one_token(visit, S("/newsroom/me/"));
}
