#include "news/sign_in.h"
#include "news/internal.h"

#include "news/password.h"
#include "news/totp.h"

enum { HASH_BYTES = 32 };

// ── proofs ────────────────────────────────────────────────────────────────────────────────────

#define PROOF_SELECT                                                                               \
    "SELECT id, coalesce(password_hash, ''), coalesce(totp_secret, ''), totp_step, disabled"       \
    " FROM staff "

static bool read_proof(struct job *job, struct rows *rows, struct proof *out)
{
    bool found;
    struct proof proof = {0};
    if (!row_first(job, rows, &found))
        return false;
    if (found) {
        proof = (struct proof){.staff_id = row_int(rows, 0),
                               .hash = row_text(rows, 1),
                               .totp_secret = row_text(rows, 2),
                               .totp_step = row_int(rows, 3),
                               .may_enter = row_int(rows, 4) == 0};
        proof.has_totp = proof.totp_secret.len > 0;
    }
    rows_end(rows);
    *out = proof;
    return true;
}

bool proof_find(struct job *job, struct txn *txn, struct str email, struct proof *out)
{
    struct rows rows;
    return sql_query(job, txn, &rows, PROOF_SELECT "WHERE email = ?1",
                     sql_text(staff_clean_email(&job->mem, email))) &&
           read_proof(job, &rows, out);
}

bool proof_find_of(struct job *job, struct txn *txn, int64_t staff_id, struct proof *out)
{
    struct rows rows;
    return sql_query(job, txn, &rows, PROOF_SELECT "WHERE id = ?1", sql_int(staff_id)) &&
           read_proof(job, &rows, out);
}

bool proof_check_password(struct job *job, const struct proof *proof, struct str password,
                          bool *is_right)
{
    bool is_old;
    return password_is(job, password, proof->hash, is_right, &is_old);
}

// The code is looked at whatever the password was: how long it takes says nothing.
bool proof_check(struct job *job, struct proof *proof, struct str password, struct str code,
                 bool *is_right)
{
    struct arena *mem = &job->mem;
    bool is_password, is_old;
    int64_t step = proof->totp_step;
    struct str secret = proof->has_totp ? proof->totp_secret : totp_make(mem);
    if (!password_is(job, password, proof->hash, &is_password, &is_old))
        return false;
    bool is_code = totp_is(mem, secret, code, job->now_ms, proof->totp_step, &step);
    bool right = is_password && proof->may_enter && (is_code || !proof->has_totp);
    if (right && is_old && !password_hash(job, password, &proof->new_hash))
        return false;
    if (proof->has_totp)
        proof->totp_step = step;
    *is_right = right;
    return true;
}

bool proof_use(struct job *job, struct txn *txn, const struct proof *proof, bool *is_right)
{
    if (!sql_run(job, txn,
                 "UPDATE staff SET totp_step = ?3, password_hash = coalesce(?4, password_hash)"
                 " WHERE id = ?1 AND password_hash = ?2 AND disabled = 0"
                 " AND (totp_secret IS NULL OR totp_step < ?3)"
                 " AND coalesce(totp_secret, '') = ?5",
                 sql_int(proof->staff_id), sql_text(proof->hash), sql_int(proof->totp_step),
                 sql_text_or_null(proof->new_hash), sql_text(proof->totp_secret)))
        return false;
    *is_right = sql_changed(txn) == 1;
    return true;
}

// What was typed is not kept: it may have been the password, in the wrong field.
bool proof_refused(struct job *job, struct txn *txn, int64_t staff_id, struct str address)
{
    struct actor actor = {.staff_id = 0, .way = S("newsroom"), .address = address};
    return audit_write(job, txn, &actor, "session.refuse", staff_thing(&job->mem, staff_id),
                       STR_NONE, STR_NONE);
}

// ── one-time links ────────────────────────────────────────────────────────────────────────────

static bool invitation_staff(struct job *job, struct txn *txn, struct str hash, int64_t *staff_id)
{
    bool found;
    if (!sql_number(job, txn, &found, staff_id,
                    "SELECT i.staff_id FROM invitation i JOIN staff s ON s.id = i.staff_id"
                    " WHERE i.hash = ?1 AND i.used_ms IS NULL AND i.expires_ms > ?2"
                    " AND s.disabled = 0",
                    sql_text(hash), sql_int(job->now_ms)))
        return false;
    return found || job_fail(job, FAULT_NOT_FOUND,
                             "this link is used up or too old; ask an administrator for a new one "
                             "(stoppress user reset makes one)");
}

bool invitation_find(struct job *job, struct txn *txn, struct str secret, struct staff *out)
{
    int64_t staff_id;
    return invitation_staff(job, txn, digest_hex(&job->mem, secret, HASH_BYTES), &staff_id) &&
           staff_get(job, txn, staff_id, out);
}

// Whoever comes for the first time keeps the language they were met in.
static bool set_keys(struct job *job, struct txn *txn, int64_t staff_id, const struct keys *keys)
{
    return sql_run(job, txn,
                   "UPDATE staff SET password_hash = ?2, totp_secret = ?3, totp_step = ?4,"
                   " lang = CASE WHEN password_hash IS NULL THEN coalesce(?5, lang) ELSE lang END"
                   " WHERE id = ?1",
                   sql_int(staff_id), sql_text(keys->hash), sql_text_or_null(keys->totp_secret),
                   sql_int(keys->totp_step), sql_text_or_null(keys->lang)) &&
           sql_run(job, txn, "DELETE FROM session WHERE staff_id = ?1", sql_int(staff_id));
}

bool invitation_accept(struct job *job, struct txn *txn, struct str secret, const struct keys *keys,
                       struct str address, int64_t *staff_id)
{
    int64_t id;
    struct str hash = digest_hex(&job->mem, secret, HASH_BYTES);
    if (!invitation_staff(job, txn, hash, &id) ||
        !sql_run(job, txn,
                 "UPDATE invitation SET used_ms = ?2 WHERE staff_id = ?1 AND used_ms IS NULL",
                 sql_int(id), sql_int(job->now_ms)) ||
        !set_keys(job, txn, id, keys))
        return false;
    struct actor actor = {.staff_id = id, .way = S("newsroom"), .address = address};
    if (!audit_write(job, txn, &actor, "staff.enter", staff_thing(&job->mem, id), STR_NONE,
                     keys->totp_secret.len ? S("{\"two_step\":true}") : S("{\"two_step\":false}")))
        return false;
    *staff_id = id;
    return true;
}

// ── changing what one signs in with ───────────────────────────────────────────────────────────

static bool is_own(struct job *job, const struct actor *actor, const struct proof *proof)
{
    return (actor->staff_id && actor->staff_id == proof->staff_id) ||
           job_fail(job, FAULT_DENIED,
                    "only they themselves may change what somebody signs in with");
}

// After an UPDATE that asked for the password that was proven.
static bool was_changed(struct job *job, struct txn *txn)
{
    return sql_changed(txn) == 1 ||
           job_fail(job, FAULT_CONFLICT,
                    "your password was changed in another window meanwhile; sign in again");
}

static bool end_others(struct job *job, struct txn *txn, int64_t staff_id,
                       const struct session *keep)
{
    return sql_run(job, txn, "DELETE FROM session WHERE staff_id = ?1 AND hash <> ?2",
                   sql_int(staff_id), sql_text(keep->hash));
}

bool password_change(struct job *job, struct txn *txn, const struct actor *actor,
                     const struct proof *proof, struct str hash, const struct session *keep)
{
    return is_own(job, actor, proof) &&
           sql_run(job, txn,
                   "UPDATE staff SET password_hash = ?3 WHERE id = ?1 AND password_hash = ?2",
                   sql_int(proof->staff_id), sql_text(proof->hash), sql_text(hash)) &&
           was_changed(job, txn) && end_others(job, txn, proof->staff_id, keep) &&
           audit_write(job, txn, actor, "staff.password", staff_thing(&job->mem, proof->staff_id),
                       STR_NONE, STR_NONE);
}

bool totp_change(struct job *job, struct txn *txn, const struct actor *actor,
                 const struct proof *proof, struct str secret, int64_t step)
{
    return is_own(job, actor, proof) &&
           sql_run(job, txn,
                   "UPDATE staff SET totp_secret = ?3, totp_step = ?4"
                   " WHERE id = ?1 AND password_hash = ?2",
                   sql_int(proof->staff_id), sql_text(proof->hash), sql_text_or_null(secret),
                   sql_int(step)) &&
           was_changed(job, txn) &&
           audit_write(job, txn, actor, "staff.two_step", staff_thing(&job->mem, proof->staff_id),
                       proof->has_totp ? S("{\"two_step\":true}") : S("{\"two_step\":false}"),
                       secret.len ? S("{\"two_step\":true}") : S("{\"two_step\":false}"));
}

bool email_change(struct job *job, struct txn *txn, const struct actor *actor,
                  const struct proof *proof, struct str email)
{
    return is_own(job, actor, proof) && staff_set_email(job, txn, actor, proof->staff_id, email);
}
