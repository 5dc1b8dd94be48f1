// The staff: who works here, what they may, and their ways in.
#include "newsroom/account.h"
#include "newsroom/catalogue.h"

static struct str path_of(const struct visit *visit, int64_t id)
{
    return str_printf(&visit->job->mem, "/newsroom/staff/%lld/", (long long)id);
}

// ── the list ──────────────────────────────────────────────────────────────────────────────────

static void put_person(struct visit *visit, struct value *item, const struct staff *staff)
{
    struct str role = role_name(visit, staff->role);
    map_text(item, "url", path_of(visit, staff->id));
    map_text(item, "person", staff->name.len ? staff->name : staff->email);
    map_text(item, "email", staff->email);
    map_text(item, "role", role);
    map_bool(item, "two_step", staff->has_totp);
    map_bool(item, "disabled", staff->disabled);
    map_bool(item, "invited", !staff->has_password && !staff->disabled);
    visit_put_time(visit, item, "seen", staff->seen_ms);
    visit_put_time(visit, item, "made", staff->made_ms);
}

static bool show_list(struct visit *visit)
{
    struct staff *staff;
    size_t count;
    AUTO_TXN txn = read_begin(visit->job, visit->newsroom->options.store, NULL);
    if (!txn.open || !staff_list(visit->job, &txn, &staff, &count))
        return false;
    txn_end(&txn);
    struct value *list = map_list(visit->page, "people");
    for (size_t i = 0; i < count; i++)
        put_person(visit, list_map(list), &staff[i]);
    return visit_show(visit, 200, visit_phrase(visit, "staff.title"), "staff");
}

// ── somebody new ──────────────────────────────────────────────────────────────────────────────

// Whose address somebody types for them: no browser's own.
static void put_their_fields(struct visit *visit, struct str email, struct str name)
{
    struct value *form = map_map(visit->page, "form");
    put_field(visit, form,
              &(struct field){.name = "email",
                              .value = email,
                              .type = "email",
                              .autocomplete = "off",
                              .length_max = EMAIL_CHARS_MAX,
                              .required = true,
                              .dir = S("ltr")});
    put_field(
        visit, form,
        &(struct field){.name = "name", .value = name, .autocomplete = "off", .optional = true});
}

static bool show_new_form(struct visit *visit, int status, struct str email, struct str name,
                          struct str role)
{
    put_their_fields(visit, email, name);
    put_role_field(visit, role, STR_NONE);
    return visit_show(visit, status, visit_phrase(visit, "staff.add"), "staff_new");
}

static bool show_new(struct visit *visit)
{
    return show_new_form(visit, 200, STR_NONE, STR_NONE, S("reporter"));
}

static bool show_link(struct visit *visit, int64_t id, struct str secret)
{
    return show_once(visit, "staff.link", "staff.link_once", enter_link(visit, secret),
                     path_of(visit, id));
}

static bool add(struct visit *visit, struct str email, struct str name, struct str role)
{
    struct job *job = visit->job;
    int64_t id;
    struct str secret;
    AUTO_TXN txn = write_begin(job, visit->newsroom->options.store);
    return txn.open && staff_add(job, &txn, &visit->actor, email, name, role, &id) &&
           staff_invite(job, &txn, &visit->actor, id, &secret) && txn_commit(job, &txn) &&
           show_link(visit, id, secret);
}

static bool add_person(struct visit *visit)
{
    int status;
    struct str email = form_text(&visit->form, "email"), name = form_text(&visit->form, "name"),
               role = form_text(&visit->form, "role");
    return add(visit, email, name, role) ||
           (may_show_again(visit, &status) && show_new_form(visit, status, email, name, role));
}

// ── one of them ───────────────────────────────────────────────────────────────────────────────

enum { PARTS = 3 };

static const char *const part_labels[PARTS] = {"fields.email", "fields.name", "fields.role"};

static void parts_of(const struct visit *visit, struct str email, struct str name, struct str role,
                     struct str parts[PARTS])
{
    const struct str all[PARTS] = {email, name, role_name(visit, role)};
    memcpy(parts, all, sizeof(all));
}

// What the form was begun on; and what another administrator has stored since.
static void put_base(const struct visit *visit, const struct staff *staff, const struct form *typed)
{
    struct str now[PARTS], mine[PARTS], role = staff->role;
    parts_of(visit, staff->email, staff->name, staff->role, now);
    if (typed) {
        form_find(typed, "role", &role);
        parts_of(visit, form_text(typed, "email"), form_text(typed, "name"), role, mine);
    }
    put_theirs(visit, part_labels, now, typed ? mine : NULL, PARTS);
}

static bool check_person_base(struct visit *visit, struct txn *txn, int64_t id)
{
    struct staff staff;
    struct str now[PARTS];
    if (!staff_get(visit->job, txn, id, &staff))
        return false;
    parts_of(visit, staff.email, staff.name, staff.role, now);
    return check_base(visit, now, PARTS);
}

static bool show_person_form(struct visit *visit, int status, const struct form *typed)
{
    struct staff staff;
    int64_t id;
    AUTO_TXN txn = read_begin(visit->job, visit->newsroom->options.store, NULL);
    if (!visit_id(visit, "user", &id) || !txn.open || !staff_get(visit->job, &txn, id, &staff) ||
        !put_sessions(visit, &txn, id) || !put_tokens(visit, &txn, id))
        return false;
    txn_end(&txn);
    put_person(visit, visit->page, &staff);
    put_base(visit, &staff, typed);
    put_their_fields(visit, typed ? form_text(typed, "email") : staff.email,
                     typed ? form_text(typed, "name") : staff.name);
    map_bool(visit->page, "is_me", id == visit->staff.id);
    map_text(visit->page, "token_end", S("/newsroom/staff/token/end"));
    if (id != visit->staff.id)
        put_role_field(visit, typed ? form_text(typed, "role") : staff.role, STR_NONE);
    struct str title = staff.name.len ? staff.name : staff.email;
    return visit_show(visit, status, title, "staff_person");
}

static bool show_person(struct visit *visit)
{
    return show_person_form(visit, 200, NULL);
}

static bool save_person(struct visit *visit, int64_t id)
{
    struct job *job = visit->job;
    struct str role;
    AUTO_TXN txn = write_begin(job, visit->newsroom->options.store);
    return txn.open && check_person_base(visit, &txn, id) &&
           staff_set_name(job, &txn, &visit->actor, id, form_text(&visit->form, "name")) &&
           staff_set_email(job, &txn, &visit->actor, id, form_text(&visit->form, "email")) &&
           (!form_find(&visit->form, "role", &role) ||
            staff_set_role(job, &txn, &visit->actor, id, role)) &&
           txn_commit(job, &txn) && visit_go(visit, path_of(visit, id), "saved");
}

static bool change_person(struct visit *visit)
{
    int64_t id;
    int status;
    if (!visit_id(visit, "user", &id))
        return false;
    return save_person(visit, id) ||
           (may_show_again(visit, &status) && show_person_form(visit, status, &visit->form));
}

// ── their ways in ─────────────────────────────────────────────────────────────────────────────

// A write about the person of the address, which `act` does; false: the form says why not.
typedef bool person_act(struct visit *visit, struct txn *txn, const struct staff *staff);

static bool act_on(struct visit *visit, person_act *act, const char *said)
{
    struct job *job = visit->job;
    struct staff staff;
    int64_t id;
    AUTO_TXN txn = write_begin(job, visit->newsroom->options.store);
    return visit_id(visit, "user", &id) && txn.open && staff_get(job, &txn, id, &staff) &&
           act(visit, &txn, &staff) && txn_commit(job, &txn) &&
           visit_go(visit, path_of(visit, id), said);
}

static bool act_or_show(struct visit *visit, person_act *act, const char *said)
{
    int status;
    return act_on(visit, act, said) ||
           (may_show_again(visit, &status) && show_person_form(visit, status, NULL));
}

static bool do_disable(struct visit *visit, struct txn *txn, const struct staff *staff)
{
    return staff_disable(visit->job, txn, &visit->actor, staff->email);
}
static bool do_enable(struct visit *visit, struct txn *txn, const struct staff *staff)
{
    return staff_enable(visit->job, txn, &visit->actor, staff->email);
}
static bool do_end_sessions(struct visit *visit, struct txn *txn, const struct staff *staff)
{
    return staff_end_sessions(visit->job, txn, &visit->actor, staff->id);
}

static bool disable(struct visit *visit)
{
    return act_or_show(visit, do_disable, "disabled");
}
static bool enable(struct visit *visit)
{
    return act_or_show(visit, do_enable, "enabled");
}
static bool end_sessions(struct visit *visit)
{
    return act_or_show(visit, do_end_sessions, "sessions_ended");
}

static bool invite(struct visit *visit)
{
    struct job *job = visit->job;
    int64_t id;
    struct str secret;
    AUTO_TXN txn = write_begin(job, visit->newsroom->options.store);
    return visit_id(visit, "user", &id) && txn.open &&
           staff_invite(job, &txn, &visit->actor, id, &secret) && txn_commit(job, &txn) &&
           show_link(visit, id, secret);
}

static bool make_link(struct visit *visit)
{
    int status;
    return invite(visit) ||
           (may_show_again(visit, &status) && show_person_form(visit, status, NULL));
}

// ── their tokens ──────────────────────────────────────────────────────────────────────────────

static bool show_token_form(struct visit *visit, int status, struct str name, struct str role)
{
    struct staff staff;
    int64_t id;
    AUTO_TXN txn = read_begin(visit->job, visit->newsroom->options.store, NULL);
    if (!visit_id(visit, "user", &id) || !txn.open || !staff_get(visit->job, &txn, id, &staff))
        return false;
    txn_end(&txn);
    put_token_form(visit, name, role.len ? role : staff.role, &staff);
    return visit_show(visit, status, visit_phrase(visit, "account.new_token"), "token");
}

static bool show_token(struct visit *visit)
{
    return show_token_form(visit, 200, STR_NONE, STR_NONE);
}

static bool make_token_of(struct visit *visit, struct str name, struct str role)
{
    struct job *job = visit->job;
    struct str token;
    int64_t id;
    AUTO_TXN txn = write_begin(job, visit->newsroom->options.store);
    return visit_id(visit, "user", &id) && txn.open &&
           token_make(job, &txn, &visit->actor, id, name, role, &token) && txn_commit(job, &txn) &&
           show_once(visit, "account.new_token", "account.token_once", token, path_of(visit, id));
}

static bool make_token(struct visit *visit)
{
    int status;
    struct str name = form_text(&visit->form, "name"), role = form_text(&visit->form, "role");
    return make_token_of(visit, name, role) ||
           (may_show_again(visit, &status) && show_token_form(visit, status, name, role));
}

static bool end_token(struct visit *visit)
{
    return end_one_token(visit, visit_back(form_text(&visit->form, "to"), S("/newsroom/staff/")));
}

static const struct screen screens[] = {
    {HTTP_GET, "/newsroom/staff/", show_list, RIGHT_STAFF_EDIT, 0, 0},
    {HTTP_GET, "/newsroom/staff/new", show_new, RIGHT_STAFF_EDIT, 0, 0},
    {HTTP_POST, "/newsroom/staff/new", add_person, RIGHT_STAFF_EDIT, SMALL_FORM_MAX, 0},
    {HTTP_GET, "/newsroom/staff/:id/", show_person, RIGHT_STAFF_EDIT, 0, 0},
    {HTTP_POST, "/newsroom/staff/:id/", change_person, RIGHT_STAFF_EDIT, SMALL_FORM_MAX, 0},
    {HTTP_POST, "/newsroom/staff/:id/disable", disable, RIGHT_STAFF_EDIT, SMALL_FORM_MAX, 0},
    {HTTP_POST, "/newsroom/staff/:id/enable", enable, RIGHT_STAFF_EDIT, SMALL_FORM_MAX, 0},
    {HTTP_POST, "/newsroom/staff/:id/link", make_link, RIGHT_STAFF_EDIT, SMALL_FORM_MAX, 0},
    {HTTP_POST, "/newsroom/staff/:id/sign-out", end_sessions, RIGHT_STAFF_EDIT, SMALL_FORM_MAX, 0},
    {HTTP_GET, "/newsroom/staff/:id/token", show_token, RIGHT_STAFF_EDIT, 0, 0},
    {HTTP_POST, "/newsroom/staff/:id/token", make_token, RIGHT_STAFF_EDIT, SMALL_FORM_MAX, 0},
    {HTTP_POST, "/newsroom/staff/token/end", end_token, RIGHT_STAFF_EDIT, SMALL_FORM_MAX, 0},
};
const struct screens screens_staff = {screens, ARRAY_LEN(screens)};
