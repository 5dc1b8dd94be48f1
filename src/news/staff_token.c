// Tokens: how programs are somebody.
#include "news/internal.h"

enum { SECRET_BYTES = 32, HASH_BYTES = 32 };

static struct str hash_of(struct arena *mem, struct str token)
{
    return digest_hex(mem, token, HASH_BYTES);
}

static bool check_token_role(struct job *job, struct txn *txn, const struct staff *staff,
                             struct str role)
{
    unsigned wanted, own;
    if (!staff_check_role(job, txn, role) || !actor_rights_of_role(job, txn, role, &wanted) ||
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
                 sql_text(hash_of(&job->mem, made)), sql_int(staff_id), sql_text(line),
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
            sql_text(hash_of(&job->mem, token))) ||
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

// ── listed and ended ──────────────────────────────────────────────────────────────────────────

bool token_list(struct job *job, struct txn *txn, const struct actor *actor, int64_t staff_id,
                struct token **out, size_t *count)
{
    struct rows rows;
    struct token *items = NULL;
    size_t found = 0, room = 0;
    if (!staff_check_own(job, actor, staff_id) ||
        !sql_query(job, txn, &rows,
                   "SELECT t.hash, t.name, t.role, t.made_ms, t.staff_id, s.email FROM token t"
                   " JOIN staff s ON s.id = t.staff_id"
                   " WHERE t.ended_ms IS NULL AND (?1 IS NULL OR t.staff_id = ?1)"
                   " ORDER BY s.email, t.made_ms, t.hash",
                   sql_id(staff_id)))
        return false;
    while (rows_next(job, &rows))
        *list_add(&job->mem, &items, &found, &room) = (struct token){.hash = row_text(&rows, 0),
                                                                     .name = row_text(&rows, 1),
                                                                     .role = row_text(&rows, 2),
                                                                     .made_ms = row_int(&rows, 3),
                                                                     .staff_id = row_int(&rows, 4),
                                                                     .email = row_text(&rows, 5)};
    if (!rows.at_end)
        return false;
    *out = items;
    *count = found;
    return true;
}

static bool token_find(struct job *job, struct txn *txn, struct str hash, struct token *out)
{
    struct rows rows;
    bool found;
    if (!sql_query(job, txn, &rows,
                   "SELECT staff_id, name, role FROM token WHERE hash = ?1 AND ended_ms IS NULL",
                   sql_text(hash)) ||
        !row_first(job, &rows, &found))
        return false;
    if (!found)
        return job_fail(job, FAULT_NOT_FOUND, "this token is unknown or has ended");
    *out = (struct token){
        .staff_id = row_int(&rows, 0), .name = row_text(&rows, 1), .role = row_text(&rows, 2)};
    rows_end(&rows);
    return true;
}

bool token_end(struct job *job, struct txn *txn, const struct actor *actor, struct str hash)
{
    struct token token;
    return token_find(job, txn, hash, &token) && staff_check_own(job, actor, token.staff_id) &&
           sql_run(job, txn, "UPDATE token SET ended_ms = ?2 WHERE hash = ?1", sql_text(hash),
                   sql_int(job->now_ms)) &&
           audit_write(job, txn, actor, "token.end", staff_thing(&job->mem, token.staff_id),
                       audit_pair(&job->mem, "name", token.name, "role", token.role), STR_NONE);
}
