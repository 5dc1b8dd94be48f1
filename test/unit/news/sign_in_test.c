#include "paper.h"

#include "news/sign_in.h"

static int64_t add(struct paper *p, const char *email, const char *role)
{
    int64_t id = 0;
    paper_must(p, staff_add(job, txn, &p->house, str_from(email), S(""), str_from(role), &id));
    return id;
}

// Jobs end in these tests, and their memory with them.
static struct str keep(struct str secret)
{
    static char kept[8][64];
    static size_t next;
    char *at = kept[next++ % 8];
    assert_true(secret.len < sizeof(kept[0]));
    memcpy(at, secret.at, secret.len);
    return (struct str){at, secret.len};
}

static struct str invite(struct paper *p, int64_t id)
{
    struct str secret = STR_NONE;
    paper_must(p, staff_invite(job, txn, &p->house, id, &secret));
    return keep(secret);
}

static const struct keys plain = {.hash = S("$hash"), .totp_secret = S("SECRET"), .totp_step = 5};

static int64_t accept(struct paper *p, struct str secret)
{
    int64_t id = 0;
    paper_must(p, invitation_accept(job, txn, secret, &plain, S("10.0.0.1"), &id));
    return id;
}

static struct str sign_in(struct paper *p, int64_t id)
{
    struct str secret = STR_NONE;
    paper_must(p, session_make(job, txn, id, S("A browser"), S("10.0.0.1"), &secret));
    return keep(secret);
}

static bool is_in(struct paper *p, struct str secret)
{
    struct staff staff;
    struct actor actor;
    struct session session;
    bool is_stale;
    AUTO_TXN txn = read_begin(&p->job, p->store, NULL);
    bool in = session_find(&p->job, &txn, secret, &staff, &actor, &session, &is_stale);
    job_forgive(&p->job);
    return in;
}

static void a_link_is_looked_at_often_and_used_once(void **state)
{
    struct paper *p = *state;
    int64_t id = add(p, "ana@example.org", "editor"), other;
    struct str secret = invite(p, id);
    struct staff staff;
    for (int i = 0; i < 3; i++)
        paper_must(p, invitation_find(job, txn, secret, &staff));
    assert_int_equal(staff.id, id);
    assert_int_equal(accept(p, secret), id);
    paper_refuses(p, FAULT_NOT_FOUND, invitation_find(job, txn, secret, &staff));
    paper_refuses(p, FAULT_NOT_FOUND, invitation_accept(job, txn, secret, &plain, S(""), &other));
    paper_refuses(p, FAULT_NOT_FOUND, invitation_find(job, txn, S("made up"), &staff));
}

static void a_link_ends_after_two_days_and_with_its_user(void **state)
{
    struct paper *p = *state;
    int64_t id = add(p, "ana@example.org", "editor");
    struct str secret = invite(p, id);
    struct staff staff;
    for (int hours = 0; hours < 47; hours++)
        paper_next(p);
    paper_must(p, invitation_find(job, txn, secret, &staff));
    paper_next(p);
    paper_refuses(p, FAULT_NOT_FOUND, invitation_find(job, txn, secret, &staff));
    secret = invite(p, id);
    paper_run(p, "UPDATE staff SET disabled = 1");
    paper_refuses(p, FAULT_NOT_FOUND, invitation_find(job, txn, secret, &staff));
}

static struct proof proof_of(struct paper *p, const char *email)
{
    struct proof proof = {0};
    paper_must(p, proof_find(job, txn, str_from(email), &proof));
    return proof;
}

static bool use(struct paper *p, const struct proof *proof)
{
    bool is_right = false;
    paper_must(p, proof_use(job, txn, proof, &is_right));
    return is_right;
}

static void a_proof_is_used_once_and_only_while_it_is_true(void **state)
{
    struct paper *p = *state;
    accept(p, invite(p, add(p, "ana@example.org", "editor")));
    struct proof first = proof_of(p, " Ana@Example.org "), second;
    assert_true(first.may_enter && first.has_totp);
    first.totp_step = 6;
    second = first; // two browsers, one code, the same moment
    assert_true(use(p, &first));
    assert_false(use(p, &second));
    second.totp_step = 7;
    paper_run(p, "UPDATE staff SET password_hash = '$other'");
    assert_false(use(p, &second));
    paper_run(p, "UPDATE staff SET password_hash = '$hash', disabled = 1");
    assert_false(use(p, &second));
    paper_run(p, "UPDATE staff SET disabled = 0, totp_secret = 'OTHER'");
    assert_false(use(p, &second));
}

static void nobody_is_a_proof_too(void **state)
{
    struct proof proof = proof_of(*state, "nobody@example.org");
    assert_int_equal(proof.staff_id, 0);
    assert_false(proof.may_enter);
    assert_false(use(*state, &proof));
}

static void a_session_ends_by_idling_by_age_and_with_its_user(void **state)
{
    struct paper *p = *state;
    int64_t id = add(p, "ana@example.org", "editor");
    struct str idle = sign_in(p, id);
    for (int hours = 0; hours < 11; hours++)
        paper_next(p);
    assert_true(is_in(p, idle));
    paper_next(p);
    assert_false(is_in(p, idle));
    struct str old = sign_in(p, id);
    for (int hours = 0; hours < 14 * 24; hours++) {
        assert_true(is_in(p, old));
        paper_next(p);
        AUTO_TXN txn = write_begin(&p->job, p->store);
        assert_true(
            sql_run(&p->job, &txn, "UPDATE session SET seen_ms = ?1", sql_int(p->job.now_ms)));
        assert_job(txn_commit(&p->job, &txn), &p->job);
    }
    assert_false(is_in(p, old));
    struct str last = sign_in(p, id);
    paper_run(p, "UPDATE staff SET disabled = 1");
    assert_false(is_in(p, last));
}

static void a_new_password_ends_the_other_sessions(void **state)
{
    struct paper *p = *state;
    int64_t id = accept(p, invite(p, add(p, "ana@example.org", "editor")));
    struct str here = sign_in(p, id), there = sign_in(p, id);
    struct proof proof = proof_of(p, "ana@example.org");
    struct session keep = {.hash = digest_hex(&p->job.mem, here, 32)};
    struct actor ana = {.staff_id = id, .way = S("newsroom")}, other = {.staff_id = id + 1};
    paper_refuses(p, FAULT_DENIED, password_change(job, txn, &other, &proof, S("$new"), &keep));
    paper_must(p, password_change(job, txn, &ana, &proof, S("$new"), &keep));
    assert_true(is_in(p, here));
    assert_false(is_in(p, there));
    paper_refuses(p, FAULT_CONFLICT, password_change(job, txn, &ana, &proof, S("$3"), &keep));
    paper_refuses(p, FAULT_CONFLICT, totp_change(job, txn, &ana, &proof, S("NEW"), 9));
}

// ── rules about staff ─────────────────────────────────────────────────────────────────────────

static void the_last_administrator_stays(void **state)
{
    struct paper *p = *state;
    int64_t first = add(p, "a@example.org", "administrator");
    paper_refuses(p, FAULT_CONFLICT, staff_disable(job, txn, &p->house, S("a@example.org")));
    paper_refuses(p, FAULT_CONFLICT, staff_set_role(job, txn, &p->house, first, S("editor")));
    int64_t second = add(p, "b@example.org", "administrator");
    struct actor b = {.staff_id = second, .rights = ~0u, .way = S("newsroom")};
    paper_must(p, staff_set_role(job, txn, &b, first, S("editor")));
    paper_refuses(p, FAULT_CONFLICT, staff_disable(job, txn, &p->house, S("b@example.org")));
    paper_must(p, staff_disable(job, txn, &b, S("a@example.org")));
    paper_must(p, staff_enable(job, txn, &b, S("a@example.org")));
}

static void nobody_raises_or_shuts_out_themselves(void **state)
{
    struct paper *p = *state;
    int64_t id = add(p, "a@example.org", "administrator");
    add(p, "b@example.org", "administrator");
    struct actor a = {.staff_id = id, .rights = ~0u, .way = S("newsroom")};
    struct str secret;
    paper_refuses(p, FAULT_DENIED, staff_set_role(job, txn, &a, id, S("editor")));
    paper_refuses(p, FAULT_CONFLICT, staff_disable(job, txn, &a, S("a@example.org")));
    paper_refuses(p, FAULT_CONFLICT, staff_invite(job, txn, &a, id, &secret));
}

static void others_are_changed_only_by_who_may(void **state)
{
    struct paper *p = *state;
    int64_t id = add(p, "a@example.org", "editor"), mine = add(p, "b@example.org", "editor");
    struct actor me = p->editor;
    struct session *sessions;
    struct token *tokens;
    struct str token;
    size_t count;
    me.staff_id = mine;
    paper_must(p, token_make(job, txn, &p->house, id, S("x"), S(""), &token));
    sign_in(p, id);
    paper_refuses(p, FAULT_DENIED, staff_set_name(job, txn, &me, id, S("X")));
    paper_refuses(p, FAULT_DENIED, staff_set_email(job, txn, &me, id, S("x@example.org")));
    paper_refuses(p, FAULT_DENIED, staff_set_role(job, txn, &me, mine, S("administrator")));
    paper_refuses(p, FAULT_DENIED, staff_set_screens(job, txn, &me, id, S("es"), 0));
    paper_refuses(p, FAULT_DENIED, staff_end_sessions(job, txn, &me, id));
    paper_refuses(p, FAULT_DENIED, session_list(job, txn, &me, id, &sessions, &count));
    paper_refuses(p, FAULT_DENIED, token_list(job, txn, &me, id, &tokens, &count));
    paper_refuses(p, FAULT_DENIED, token_list(job, txn, &me, 0, &tokens, &count));
    struct str hash = paper_text(p, "SELECT hash FROM token");
    paper_refuses(p, FAULT_DENIED, token_end(job, txn, &me, hash));
    hash = paper_text(p, "SELECT hash FROM session");
    paper_refuses(p, FAULT_NOT_FOUND, session_end_own(job, txn, &me, hash));
    paper_must(p, staff_set_name(job, txn, &me, mine, S("Me")));
    paper_must(p, staff_set_screens(job, txn, &me, mine, S("ar"), 1));
    paper_refuses(p, FAULT_INVALID, staff_set_screens(job, txn, &me, mine, S("xx"), 0));
    paper_refuses(p, FAULT_INVALID, staff_set_screens(job, txn, &me, mine, S("en"), 99));
    paper_refuses(p, FAULT_INVALID, staff_set_email(job, txn, &me, mine, S("A@example.org")));
}

static void a_token_that_ended_opens_nothing(void **state)
{
    struct paper *p = *state;
    int64_t id = add(p, "a@example.org", "editor");
    struct actor me = p->editor, found;
    struct str token;
    struct token *tokens;
    size_t count;
    me.staff_id = id;
    paper_must(p, token_make(job, txn, &me, id, S("x"), S("reporter"), &token));
    paper_must(p, token_list(job, txn, &me, id, &tokens, &count));
    assert_int_equal(count, 1);
    assert_str(tokens[0].role, "reporter");
    struct str hash = tokens[0].hash;
    paper_must(p, token_end(job, txn, &me, hash));
    paper_refuses(p, FAULT_UNAUTHORIZED, token_actor(job, txn, token, &found));
    paper_refuses(p, FAULT_NOT_FOUND, token_end(job, txn, &me, hash));
}

int main(void)
{
#define CASE(name) cmocka_unit_test_setup_teardown(name, paper_setup, paper_teardown)
    const struct CMUnitTest tests[] = {
        CASE(a_link_is_looked_at_often_and_used_once),
        CASE(a_link_ends_after_two_days_and_with_its_user),
        CASE(a_proof_is_used_once_and_only_while_it_is_true),
        CASE(nobody_is_a_proof_too),
        CASE(a_session_ends_by_idling_by_age_and_with_its_user),
        CASE(a_new_password_ends_the_other_sessions),
        CASE(the_last_administrator_stays),
        CASE(nobody_raises_or_shuts_out_themselves),
        CASE(others_are_changed_only_by_who_may),
        CASE(a_token_that_ended_opens_nothing),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
