#include "news/session.h"
#include "news/internal.h"

#include "text/unicode.h"

#define SEEN_EVERY_MS INT64_C(60000)

enum { SECRET_BYTES = 32, HASH_BYTES = 32, AGENT_CHARS_MAX = 200, ADDRESS_BYTES_MAX = 64 };

// ── made and ended ────────────────────────────────────────────────────────────────────────────

bool session_make(struct job *job, struct txn *txn, int64_t staff_id, struct str agent,
                  struct str address, struct str *secret)
{
    struct arena *mem = &job->mem;
    struct str made = random_token(mem, SECRET_BYTES);
    struct str browser =
        is_utf8_text(agent) ? text_cut(mem, text_clean_line(mem, agent), AGENT_CHARS_MAX) : S("");
    if (!sql_run(job, txn, "DELETE FROM session WHERE expires_ms <= ?1 OR seen_ms <= ?2",
                 sql_int(job->now_ms), sql_int(job->now_ms - SESSION_IDLE_MS)) ||
        !sql_run(job, txn,
                 "INSERT INTO session(hash, staff_id, made_ms, seen_ms, expires_ms, agent, address)"
                 " VALUES (?1, ?2, ?3, ?3, ?4, ?5, ?6)",
                 sql_text(digest_hex(mem, made, HASH_BYTES)), sql_int(staff_id),
                 sql_int(job->now_ms), sql_int(job->now_ms + SESSION_LIFE_MS), sql_text(browser),
                 sql_text(str_from_to(address, 0, ADDRESS_BYTES_MAX))))
        return false;
    *secret = made;
    return true;
}

bool session_end(struct job *job, struct txn *txn, const struct session *session)
{
    return sql_run(job, txn, "DELETE FROM session WHERE hash = ?1", sql_text(session->hash));
}

bool session_seen(struct job *job, struct txn *txn, const struct session *session)
{
    return sql_run(job, txn, "UPDATE session SET seen_ms = ?2 WHERE hash = ?1",
                   sql_text(session->hash), sql_int(job->now_ms));
}

// ── found ─────────────────────────────────────────────────────────────────────────────────────

static bool find_row(struct job *job, struct txn *txn, struct str hash, int64_t *staff_id,
                     struct session *out)
{
    struct rows rows;
    bool found;
    if (!sql_query(job, txn, &rows,
                   "SELECT staff_id, hash, made_ms, seen_ms, expires_ms, agent, address"
                   " FROM session WHERE hash = ?1 AND expires_ms > ?2 AND seen_ms > ?3",
                   sql_text(hash), sql_int(job->now_ms), sql_int(job->now_ms - SESSION_IDLE_MS)) ||
        !row_first(job, &rows, &found))
        return false;
    if (!found)
        return job_fail(job, FAULT_UNAUTHORIZED, "you are not signed in, or no longer");
    *staff_id = row_int(&rows, 0);
    *out = (struct session){.hash = row_text(&rows, 1),
                            .made_ms = row_int(&rows, 2),
                            .seen_ms = row_int(&rows, 3),
                            .expires_ms = row_int(&rows, 4),
                            .agent = row_text(&rows, 5),
                            .address = row_text(&rows, 6)};
    rows_end(&rows);
    return true;
}

bool session_find(struct job *job, struct txn *txn, struct str secret, struct staff *staff,
                  struct actor *actor, struct session *session, bool *is_stale)
{
    int64_t staff_id;
    if (!secret.len)
        return job_fail(job, FAULT_UNAUTHORIZED, "you are not signed in, or no longer");
    if (!find_row(job, txn, digest_hex(&job->mem, secret, HASH_BYTES), &staff_id, session) ||
        !staff_get(job, txn, staff_id, staff))
        return false;
    if (staff->disabled)
        return job_fail(job, FAULT_UNAUTHORIZED, "you are not signed in, or no longer");
    *actor = (struct actor){.staff_id = staff_id,
                            .way = S("newsroom"),
                            .role = staff->role,
                            .address = session->address};
    *is_stale = job->now_ms - session->seen_ms >= SEEN_EVERY_MS;
    return actor_rights_of_role(job, txn, staff->role, &actor->rights);
}

// ── listed ────────────────────────────────────────────────────────────────────────────────────

bool session_list(struct job *job, struct txn *txn, const struct actor *actor, int64_t staff_id,
                  struct session **out, size_t *count)
{
    struct rows rows;
    struct session *items = NULL;
    size_t found = 0, room = 0;
    if (!staff_check_own(job, actor, staff_id) ||
        !sql_query(job, txn, &rows,
                   "SELECT hash, made_ms, seen_ms, expires_ms, agent, address FROM session"
                   " WHERE staff_id = ?1 AND expires_ms > ?2 AND seen_ms > ?3"
                   " ORDER BY seen_ms DESC, hash",
                   sql_int(staff_id), sql_int(job->now_ms), sql_int(job->now_ms - SESSION_IDLE_MS)))
        return false;
    while (rows_next(job, &rows))
        *list_add(&job->mem, &items, &found, &room) =
            (struct session){.hash = row_text(&rows, 0),
                             .made_ms = row_int(&rows, 1),
                             .seen_ms = row_int(&rows, 2),
                             .expires_ms = row_int(&rows, 3),
                             .agent = row_text(&rows, 4),
                             .address = row_text(&rows, 5)};
    if (!rows.at_end)
        return false;
    *out = items;
    *count = found;
    return true;
}

bool session_end_own(struct job *job, struct txn *txn, const struct actor *actor, struct str hash)
{
    if (!sql_run(job, txn, "DELETE FROM session WHERE hash = ?1 AND staff_id = ?2", sql_text(hash),
                 sql_int(actor->staff_id)))
        return false;
    if (sql_changed(txn) != 1)
        return job_fail(job, FAULT_NOT_FOUND, "this session has ended already");
    return audit_write(job, txn, actor, "session.end", staff_thing(&job->mem, actor->staff_id),
                       STR_NONE, STR_NONE);
}
