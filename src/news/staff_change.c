// What is changed about somebody who is on the staff: by an administrator, or by themselves.
#include "news/internal.h"

// ── rules ─────────────────────────────────────────────────────────────────────────────────────

bool staff_check_own(struct job *job, const struct actor *actor, int64_t staff_id)
{
    return (actor->staff_id && actor->staff_id == staff_id) ||
           actor_may(job, actor, RIGHT_STAFF_EDIT);
}

bool staff_check_not_last(struct job *job, struct txn *txn, const struct staff *staff)
{
    unsigned rights;
    bool found;
    int64_t others;
    if (!actor_rights_of_role(job, txn, staff->role, &rights))
        return false;
    if (staff->disabled || !(rights & RIGHT_STAFF_EDIT))
        return true;
    if (!sql_number(job, txn, &found, &others,
                    "SELECT count(*) FROM staff s JOIN role_right r ON r.role = s.role"
                    " WHERE r.right_name = 'staff.edit' AND s.disabled = 0 AND s.id <> ?1",
                    sql_int(staff->id)))
        return false;
    return others > 0 ||
           job_fail(job, FAULT_CONFLICT,
                    STR_FMT " is the last administrator; make somebody else one first",
                    STR_ARG(staff->email));
}

// ── by an administrator ───────────────────────────────────────────────────────────────────────

bool staff_enable(struct job *job, struct txn *txn, const struct actor *actor, struct str email)
{
    struct staff staff;
    bool found;
    if (!actor_may(job, actor, RIGHT_STAFF_EDIT) || !staff_find(job, txn, email, &found, &staff))
        return false;
    if (!found)
        return job_fail(job, FAULT_NOT_FOUND, "there is no user " STR_FMT,
                        STR_ARG(str_from_to(email, 0, EMAIL_MAX)));
    return sql_run(job, txn, "UPDATE staff SET disabled = 0 WHERE id = ?1", sql_int(staff.id)) &&
           audit_write(job, txn, actor, "staff.enable", staff_thing(&job->mem, staff.id), STR_NONE,
                       audit_pair(&job->mem, "email", staff.email, "role", staff.role));
}

static bool loses_administrator(struct job *job, struct txn *txn, struct str role, bool *loses)
{
    unsigned rights;
    if (!actor_rights_of_role(job, txn, role, &rights))
        return false;
    *loses = !(rights & RIGHT_STAFF_EDIT);
    return true;
}

bool staff_set_role(struct job *job, struct txn *txn, const struct actor *actor, int64_t staff_id,
                    struct str role)
{
    struct staff staff;
    bool loses;
    if (!actor_may(job, actor, RIGHT_STAFF_EDIT) || !staff_get(job, txn, staff_id, &staff) ||
        !staff_check_role(job, txn, role))
        return false;
    if (str_eq(staff.role, role))
        return true;
    if (actor->staff_id == staff_id)
        return job_fail(job, FAULT_DENIED,
                        "nobody changes their own role; another administrator can");
    if (!loses_administrator(job, txn, role, &loses) ||
        (loses && !staff_check_not_last(job, txn, &staff)))
        return false;
    return sql_run(job, txn, "UPDATE staff SET role = ?2 WHERE id = ?1", sql_int(staff_id),
                   sql_text(role)) &&
           audit_write(job, txn, actor, "staff.role", staff_thing(&job->mem, staff_id),
                       audit_pair(&job->mem, "email", staff.email, "role", staff.role),
                       audit_pair(&job->mem, "email", staff.email, "role", role));
}

bool staff_end_sessions(struct job *job, struct txn *txn, const struct actor *actor,
                        int64_t staff_id)
{
    struct staff staff;
    return staff_check_own(job, actor, staff_id) && staff_get(job, txn, staff_id, &staff) &&
           sql_run(job, txn, "DELETE FROM session WHERE staff_id = ?1", sql_int(staff_id)) &&
           audit_write(job, txn, actor, "session.end_all", staff_thing(&job->mem, staff_id),
                       STR_NONE, STR_NONE);
}

// ── by an administrator, or by themselves ─────────────────────────────────────────────────────

bool staff_set_name(struct job *job, struct txn *txn, const struct actor *actor, int64_t staff_id,
                    struct str name)
{
    struct staff staff;
    struct str line;
    if (!staff_check_own(job, actor, staff_id) || !staff_get(job, txn, staff_id, &staff) ||
        !take_line(job, "name", name, NAME_CHARS_MAX, &line))
        return false;
    if (str_eq(line, staff.name))
        return true;
    return sql_run(job, txn, "UPDATE staff SET name = ?2 WHERE id = ?1", sql_int(staff_id),
                   sql_text(line)) &&
           audit_write(job, txn, actor, "staff.name", staff_thing(&job->mem, staff_id),
                       audit_pair(&job->mem, "email", staff.email, "name", staff.name),
                       audit_pair(&job->mem, "email", staff.email, "name", line));
}

bool staff_set_email(struct job *job, struct txn *txn, const struct actor *actor, int64_t staff_id,
                     struct str email)
{
    struct str clean = staff_clean_email(&job->mem, email);
    struct staff staff, other;
    bool found;
    if (!staff_check_own(job, actor, staff_id) || !staff_get(job, txn, staff_id, &staff))
        return false;
    if (!is_email(clean))
        return job_fail_field(job, "email", "is no e-mail address");
    if (str_eq(clean, staff.email))
        return true;
    if (!staff_find(job, txn, clean, &found, &other))
        return false;
    if (found)
        return job_fail_field(job, "email", "is somebody else's here");
    return sql_run(job, txn, "UPDATE staff SET email = ?2 WHERE id = ?1", sql_int(staff_id),
                   sql_text(clean)) &&
           audit_write(job, txn, actor, "staff.email", staff_thing(&job->mem, staff_id),
                       audit_pair(&job->mem, "email", staff.email, "role", staff.role),
                       audit_pair(&job->mem, "email", clean, "role", staff.role));
}

// How the screens greet somebody: no act of the newsroom's, so nothing for the audit.
bool staff_set_screens(struct job *job, struct txn *txn, const struct actor *actor,
                       int64_t staff_id, struct str lang, int64_t edition_id)
{
    if (!staff_check_own(job, actor, staff_id))
        return false;
    if (!str_is(lang, "en") && !str_is(lang, "es") && !str_is(lang, "ar"))
        return job_fail_field(job, "lang", "is none of the newsroom's languages");
    if (edition_id &&
        !take_id(job, txn, "edition", "SELECT 1 FROM edition WHERE id = ?1", edition_id))
        return false;
    return sql_run(job, txn, "UPDATE staff SET lang = ?2, edition_id = ?3 WHERE id = ?1",
                   sql_int(staff_id), sql_text(lang), sql_id(edition_id));
}
