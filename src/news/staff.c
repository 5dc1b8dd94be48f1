#include "news/internal.h"

#include "text/unicode.h"

#define INVITATION_LIFE_MS (48 * INT64_C(3600000))

enum { SECRET_BYTES = 32, HASH_BYTES = 32, EMAIL_MAX = 254 };

// ── reading ───────────────────────────────────────────────────────────────────────────────────

#define STAFF_SELECT                                                                               \
    "SELECT id, email, name, role, disabled, made_ms, lang, edition_id, password_hash IS NOT "     \
    "NULL,"                                                                                        \
    " totp_secret IS NOT NULL FROM staff "

static void read_staff(const struct rows *rows, struct staff *out)
{
    *out = (struct staff){
        .id = row_int(rows, 0),
        .email = row_text(rows, 1),
        .name = row_text(rows, 2),
        .role = row_text(rows, 3),
        .disabled = row_int(rows, 4) != 0,
        .made_ms = row_int(rows, 5),
        .lang = row_text(rows, 6),
        .edition_id = row_int(rows, 7),
        .has_password = row_int(rows, 8) != 0,
        .has_totp = row_int(rows, 9) != 0,
    };
}

static struct str clean_email(struct arena *mem, struct str email)
{
    return str_lower(mem, str_trim(email));
}

bool staff_find(struct job *job, struct txn *txn, struct str email, bool *found, struct staff *out)
{
    struct rows rows;
    if (!sql_query(job, txn, &rows, STAFF_SELECT "WHERE email = ?1",
                   sql_text(clean_email(&job->mem, email))) ||
        !row_first(job, &rows, found))
        return false;
    if (*found)
        read_staff(&rows, out);
    rows_end(&rows);
    return true;
}

bool staff_get(struct job *job, struct txn *txn, int64_t id, struct staff *out)
{
    struct rows rows;
    bool found;
    if (!sql_query(job, txn, &rows, STAFF_SELECT "WHERE id = ?1", sql_int(id)) ||
        !row_first(job, &rows, &found))
        return false;
    if (!found)
        return job_fail(job, FAULT_NOT_FOUND, "there is no user with the id %lld", (long long)id);
    read_staff(&rows, out);
    rows_end(&rows);
    return true;
}

bool staff_list(struct job *job, struct txn *txn, struct staff **out, size_t *count)
{
    struct rows rows;
    if (!sql_query(job, txn, &rows, STAFF_SELECT "ORDER BY email"))
        return false;
    struct staff *items = NULL;
    size_t found = 0, room = 0;
    while (rows_next(job, &rows))
        read_staff(&rows, list_add(&job->mem, &items, &found, &room));
    if (!rows.at_end)
        return false;
    *out = items;
    *count = found;
    return true;
}

// ── writing ───────────────────────────────────────────────────────────────────────────────────

// Only what a mail server could deliver to at all: one @, something on both sides, no blanks.
static bool is_email(struct str email)
{
    struct str name, host;
    if (!str_split(email, '@', &name, &host) || !name.len || !host.len || str_has(host, '@') ||
        email.len > EMAIL_MAX || !is_utf8_text(email))
        return false;
    for (size_t i = 0; i < email.len; i++)
        if ((unsigned char)email.at[i] <= ' ' || email.at[i] == 0x7f)
            return false;
    return true;
}

static bool check_role(struct job *job, struct txn *txn, struct str role)
{
    bool found;
    int64_t one;
    if (!sql_number(job, txn, &found, &one, "SELECT 1 FROM role WHERE name = ?1", sql_text(role)))
        return false;
    return found || job_fail_field(job, "role",
                                   "there is no role \"" STR_FMT "\"; there are reporter, editor "
                                   "and administrator",
                                   STR_ARG(str_from_to(role, 0, 40)));
}

static struct str staff_thing(struct arena *mem, int64_t id)
{
    return str_printf(mem, "staff:%lld", (long long)id);
}

bool staff_add(struct job *job, struct txn *txn, const struct actor *actor, struct str email,
               struct str name, struct str role, int64_t *out_id)
{
    struct str clean = clean_email(&job->mem, email), line;
    struct staff there;
    bool found;
    if (!actor_may(job, actor, RIGHT_STAFF_EDIT))
        return false;
    if (!is_email(clean))
        return job_fail_field(job, "email", "is no e-mail address");
    if (!check_role(job, txn, role) || !take_line(job, "name", name, NAME_CHARS_MAX, &line) ||
        !staff_find(job, txn, clean, &found, &there))
        return false;
    if (found)
        return job_fail(job, FAULT_CONFLICT, STR_FMT " is on the staff already", STR_ARG(clean));
    if (!sql_run(job, txn, "INSERT INTO staff(email, name, role, made_ms) VALUES (?1, ?2, ?3, ?4)",
                 sql_text(clean), sql_text(line), sql_text(role), sql_int(job->now_ms)))
        return false;
    int64_t id = sql_last_id(txn);
    if (!audit_write(job, txn, actor, "staff.add", staff_thing(&job->mem, id), STR_NONE,
                     audit_pair(&job->mem, "email", clean, "role", role)))
        return false;
    *out_id = id;
    return true;
}

static bool end_ways_in(struct job *job, struct txn *txn, int64_t id)
{
    return sql_run(job, txn, "DELETE FROM session WHERE staff_id = ?1", sql_int(id)) &&
           sql_run(job, txn,
                   "UPDATE invitation SET used_ms = ?2 WHERE staff_id = ?1 AND used_ms IS NULL",
                   sql_int(id), sql_int(job->now_ms));
}

bool staff_disable(struct job *job, struct txn *txn, const struct actor *actor, struct str email)
{
    struct staff staff;
    bool found;
    if (!actor_may(job, actor, RIGHT_STAFF_EDIT) || !staff_find(job, txn, email, &found, &staff))
        return false;
    if (!found)
        return job_fail(job, FAULT_NOT_FOUND, "there is no user " STR_FMT,
                        STR_ARG(str_from_to(email, 0, EMAIL_MAX)));
    return sql_run(job, txn, "UPDATE staff SET disabled = 1 WHERE id = ?1", sql_int(staff.id)) &&
           sql_run(job, txn,
                   "UPDATE token SET ended_ms = ?2 WHERE staff_id = ?1 AND ended_ms IS NULL",
                   sql_int(staff.id), sql_int(job->now_ms)) &&
           end_ways_in(job, txn, staff.id) &&
           audit_write(job, txn, actor, "staff.disable", staff_thing(&job->mem, staff.id),
                       audit_pair(&job->mem, "email", staff.email, "role", staff.role), STR_NONE);
}

static struct str hash_secret(struct arena *mem, struct str secret)
{
    return digest_hex(mem, secret, HASH_BYTES);
}

bool staff_invite(struct job *job, struct txn *txn, const struct actor *actor, int64_t staff_id,
                  struct str *secret)
{
    struct staff staff;
    struct str made = random_token(&job->mem, SECRET_BYTES);
    if (!actor_may(job, actor, RIGHT_STAFF_EDIT) || !staff_get(job, txn, staff_id, &staff))
        return false;
    if (staff.disabled)
        return job_fail(job, FAULT_CONFLICT, STR_FMT " is disabled", STR_ARG(staff.email));
    if (!end_ways_in(job, txn, staff_id) ||
        !sql_run(job, txn,
                 "UPDATE staff SET password_hash = NULL, totp_secret = NULL WHERE id = ?1",
                 sql_int(staff_id)) ||
        !sql_run(job, txn, "INSERT INTO invitation(hash, staff_id, expires_ms) VALUES (?1, ?2, ?3)",
                 sql_text(hash_secret(&job->mem, made)), sql_int(staff_id),
                 sql_int(job->now_ms + INVITATION_LIFE_MS)) ||
        !audit_write(job, txn, actor, "staff.invite", staff_thing(&job->mem, staff_id), STR_NONE,
                     STR_NONE))
        return false;
    *secret = made;
    return true;
}

// ── tokens ────────────────────────────────────────────────────────────────────────────────────

static bool check_token_role(struct job *job, struct txn *txn, const struct staff *staff,
                             struct str role)
{
    unsigned wanted, own;
    if (!check_role(job, txn, role) || !actor_rights_of_role(job, txn, role, &wanted) ||
        !actor_rights_of_role(job, txn, staff->role, &own))
        return false;
    return !(wanted & ~own) || job_fail_field(job, "role", "is more than " STR_FMT " may: " STR_FMT,
                                              STR_ARG(staff->email), STR_ARG(staff->role));
}

bool token_make(struct job *job, struct txn *txn, const struct actor *actor, int64_t staff_id,
                struct str name, struct str role, struct str *token)
{
    struct staff staff;
    struct str line;
    bool own = actor->staff_id && actor->staff_id == staff_id;
    if ((!own && !actor_may(job, actor, RIGHT_STAFF_EDIT)) ||
        !staff_get(job, txn, staff_id, &staff) ||
        !take_line(job, "name", name, NAME_CHARS_MAX, &line))
        return false;
    if (staff.disabled)
        return job_fail(job, FAULT_CONFLICT, STR_FMT " is disabled", STR_ARG(staff.email));
    struct str of_role = role.len ? role : staff.role;
    struct str made = str_join(&job->mem, S("sp_"), random_token(&job->mem, SECRET_BYTES));
    if (!check_token_role(job, txn, &staff, of_role) ||
        !sql_run(job, txn,
                 "INSERT INTO token(hash, staff_id, name, role, made_ms)"
                 " VALUES (?1, ?2, ?3, ?4, ?5)",
                 sql_text(hash_secret(&job->mem, made)), sql_int(staff_id), sql_text(line),
                 sql_text(of_role), sql_int(job->now_ms)) ||
        !audit_write(job, txn, actor, "token.make", staff_thing(&job->mem, staff_id), STR_NONE,
                     audit_pair(&job->mem, "name", line, "role", of_role)))
        return false;
    *token = made;
    return true;
}

// A token may never do more than its user may now.
bool token_actor(struct job *job, struct txn *txn, struct str token, struct actor *out)
{
    struct rows rows;
    bool found;
    unsigned of_token, of_staff;
    if (!sql_query(
            job, txn, &rows,
            "SELECT t.staff_id, t.role, s.role FROM token t JOIN staff s ON s.id = t.staff_id"
            " WHERE t.hash = ?1 AND t.ended_ms IS NULL AND s.disabled = 0",
            sql_text(hash_secret(&job->mem, token))) ||
        !row_first(job, &rows, &found))
        return false;
    if (!found)
        return job_fail(job, FAULT_UNAUTHORIZED, "this token is unknown or has ended");
    struct actor actor = {
        .staff_id = row_int(&rows, 0), .way = S("api"), .role = row_text(&rows, 1)};
    struct str own_role = row_text(&rows, 2);
    rows_end(&rows);
    if (!actor_rights_of_role(job, txn, actor.role, &of_token) ||
        !actor_rights_of_role(job, txn, own_role, &of_staff))
        return false;
    actor.rights = of_token & of_staff;
    *out = actor;
    return true;
}
