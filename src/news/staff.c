#include "news/internal.h"

#include "text/unicode.h"

#define INVITATION_LIFE_MS (48 * INT64_C(3600000))

enum { SECRET_BYTES = 32, HASH_BYTES = 32 };

// ── reading ───────────────────────────────────────────────────────────────────────────────────

// Last seen: with a session, or by what the audit says they did.
#define STAFF_SELECT                                                                               \
    "SELECT s.id, s.email, s.name, s.role, s.disabled, s.made_ms, s.lang, s.edition_id,"           \
    " s.password_hash IS NOT NULL, s.totp_secret IS NOT NULL,"                                     \
    " coalesce((SELECT max(n.seen_ms) FROM session n WHERE n.staff_id = s.id), 0),"                \
    " coalesce((SELECT a.at_ms FROM audit a WHERE a.staff_id = s.id"                               \
    " ORDER BY a.staff_id DESC, a.id DESC LIMIT 1), 0)"                                            \
    " FROM staff s "

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
        .seen_ms = row_int(rows, 10) > row_int(rows, 11) ? row_int(rows, 10) : row_int(rows, 11),
    };
}

struct str staff_clean_email(struct arena *mem, struct str email)
{
    return str_lower(mem, str_trim(email));
}

bool staff_find(struct job *job, struct txn *txn, struct str email, bool *found, struct staff *out)
{
    struct rows rows;
    if (!sql_query(job, txn, &rows, STAFF_SELECT "WHERE s.email = ?1",
                   sql_text(staff_clean_email(&job->mem, email))) ||
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
    if (!sql_query(job, txn, &rows, STAFF_SELECT "WHERE s.id = ?1", sql_int(id)) ||
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
    if (!sql_query(job, txn, &rows, STAFF_SELECT "ORDER BY s.email"))
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
bool is_email(struct str email)
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

bool staff_check_role(struct job *job, struct txn *txn, struct str role)
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

struct str staff_thing(struct arena *mem, int64_t id)
{
    return id ? str_printf(mem, "staff:%lld", (long long)id) : S("staff");
}

bool staff_add(struct job *job, struct txn *txn, const struct actor *actor, struct str email,
               struct str name, struct str role, int64_t *out_id)
{
    struct str clean = staff_clean_email(&job->mem, email), line;
    struct staff there;
    bool found;
    if (!actor_may(job, actor, RIGHT_STAFF_EDIT))
        return false;
    if (!is_email(clean))
        return job_fail_field(job, "email", "is no e-mail address");
    if (!staff_check_role(job, txn, role) || !take_line(job, "name", name, NAME_CHARS_MAX, &line) ||
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
    if (actor->staff_id == staff.id)
        return job_fail(job, FAULT_CONFLICT,
                        "nobody disables themselves; another administrator can");
    return staff_check_not_last(job, txn, &staff) &&
           sql_run(job, txn, "UPDATE staff SET disabled = 1 WHERE id = ?1", sql_int(staff.id)) &&
           sql_run(job, txn,
                   "UPDATE token SET ended_ms = ?2 WHERE staff_id = ?1 AND ended_ms IS NULL",
                   sql_int(staff.id), sql_int(job->now_ms)) &&
           end_ways_in(job, txn, staff.id) &&
           sql_run(job, txn, "DELETE FROM editing WHERE staff_id = ?1", sql_int(staff.id)) &&
           audit_write(job, txn, actor, "staff.disable", staff_thing(&job->mem, staff.id),
                       audit_pair(&job->mem, "email", staff.email, "role", staff.role), STR_NONE);
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
    if (actor->staff_id == staff_id)
        return job_fail(job, FAULT_CONFLICT,
                        "this would end your own session; your password is changed at your own "
                        "page, and another administrator can give you a link");
    if (!end_ways_in(job, txn, staff_id) ||
        !sql_run(job, txn,
                 "UPDATE staff SET password_hash = NULL, totp_secret = NULL WHERE id = ?1",
                 sql_int(staff_id)) ||
        !sql_run(job, txn, "INSERT INTO invitation(hash, staff_id, expires_ms) VALUES (?1, ?2, ?3)",
                 sql_text(digest_hex(&job->mem, made, HASH_BYTES)), sql_int(staff_id),
                 sql_int(job->now_ms + INVITATION_LIFE_MS)) ||
        !audit_write(job, txn, actor, "staff.invite", staff_thing(&job->mem, staff_id), STR_NONE,
                     STR_NONE))
        return false;
    *secret = made;
    return true;
}
