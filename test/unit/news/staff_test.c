#include "paper.h"

static int64_t add(struct paper *p, const char *email, const char *role)
{
    int64_t id = 0;
    paper_must(p, staff_add(job, txn, &p->house, str_from(email), S("Ana"), str_from(role), &id));
    return id;
}

static struct str token(struct paper *p, int64_t id, const char *role)
{
    struct str token = STR_NONE;
    paper_must(p, token_make(job, txn, &p->house, id, S("script"), str_from(role), &token));
    return token;
}

static bool enter(struct paper *p, struct str token, struct actor *actor)
{
    AUTO_TXN txn = read_begin(&p->job, p->store, NULL);
    return token_actor(&p->job, &txn, token, actor);
}

static void a_token_opens_with_its_role_and_is_kept_as_a_hash(void **state)
{
    struct paper *p = *state;
    int64_t id = add(p, " Ana@Example.org ", "editor");
    struct str as_editor = token(p, id, ""), as_reporter = token(p, id, "reporter");
    struct actor actor;
    assert_job(enter(p, as_editor, &actor), &p->job);
    assert_int_equal(actor.staff_id, id);
    assert_int_equal(actor.rights, p->editor.rights);
    assert_str(actor.way, "api");
    assert_job(enter(p, as_reporter, &actor), &p->job);
    assert_int_equal(actor.rights, p->reporter.rights);
    assert_false(str_eq(paper_text(p, "SELECT hash FROM token LIMIT 1"), as_editor));
    assert_int_equal(paper_number(p, "SELECT count(*) FROM staff WHERE email = 'ana@example.org'"),
                     1);
}

static void a_token_may_never_do_more_than_its_user(void **state)
{
    struct paper *p = *state;
    int64_t id = add(p, "ana@example.org", "reporter");
    struct str made;
    paper_refuses(p, FAULT_INVALID,
                  token_make(job, txn, &p->house, id, S(""), S("administrator"), &made));
    paper_run(p, "UPDATE staff SET role = 'editor'");
    struct str as_editor = token(p, id, "editor");
    paper_run(p, "UPDATE staff SET role = 'reporter'");
    struct actor actor;
    assert_job(enter(p, as_editor, &actor), &p->job);
    assert_int_equal(actor.rights, p->reporter.rights);
}

static void who_is_disabled_stays_out(void **state)
{
    struct paper *p = *state;
    int64_t id = add(p, "ana@example.org", "editor");
    struct str made = token(p, id, "");
    struct actor actor;
    paper_must(p, staff_disable(job, txn, &p->house, S("ANA@example.org")));
    assert_false(enter(p, made, &actor));
    assert_int_equal(p->job.fault.kind, FAULT_UNAUTHORIZED);
    job_forgive(&p->job);
    assert_false(enter(p, S("sp_nonsense"), &actor));
    assert_int_equal(p->job.fault.kind, FAULT_UNAUTHORIZED);
    job_forgive(&p->job);
    paper_refuses(p, FAULT_CONFLICT, token_make(job, txn, &p->house, id, S(""), S(""), &made));
    paper_refuses(p, FAULT_CONFLICT, staff_invite(job, txn, &p->house, id, &made));
    paper_refuses(p, FAULT_NOT_FOUND, staff_disable(job, txn, &p->house, S("no@example.org")));
}

static void an_invitation_ends_those_before_it_and_every_session(void **state)
{
    struct paper *p = *state;
    int64_t id = add(p, "ana@example.org", "editor");
    struct str first, second;
    paper_must(p, staff_invite(job, txn, &p->house, id, &first));
    paper_run(p, "INSERT INTO session(hash, staff_id, made_ms, seen_ms, expires_ms) VALUES ('h', "
                 "1, 0, 0, 99)");
    paper_run(p, "UPDATE staff SET password_hash = 'x'");
    paper_must(p, staff_invite(job, txn, &p->house, id, &second));
    assert_false(str_eq(first, second));
    assert_int_equal(paper_number(p, "SELECT count(*) FROM session"), 0);
    assert_int_equal(paper_number(p, "SELECT count(*) FROM invitation WHERE used_ms IS NULL"), 1);
    assert_int_equal(paper_number(p, "SELECT password_hash IS NULL FROM staff"), 1);
}

static void what_is_wrong_is_said(void **state)
{
    struct paper *p = *state;
    int64_t id = 0;
    static const char *const wrong[] = {"", "ana", "@", "a@", "@b", "a b@c.de", "a@b@c", "a\n@b"};
    for (size_t i = 0; i < ARRAY_LEN(wrong); i++)
        paper_refuses(p, FAULT_INVALID,
                      staff_add(job, txn, &p->house, str_from(wrong[i]), S(""), S("editor"), &id));
    paper_refuses(p, FAULT_INVALID,
                  staff_add(job, txn, &p->house, S("a@b.org"), S(""), S("king"), &id));
    paper_refuses(p, FAULT_DENIED,
                  staff_add(job, txn, &p->editor, S("a@b.org"), S(""), S("editor"), &id));
    add(p, "a@b.org", "editor");
    paper_refuses(p, FAULT_CONFLICT,
                  staff_add(job, txn, &p->house, S("A@B.org"), S(""), S("editor"), &id));
    AUTO_TXN txn = read_begin(&p->job, p->store, NULL);
    struct staff *items;
    size_t count;
    assert_job(staff_list(&p->job, &txn, &items, &count), &p->job);
    assert_int_equal(count, 1);
    assert_str(items[0].role, "editor");
}

static void a_second_site_is_refused(void **state)
{
    struct paper *p = *state;
    const struct str editions[] = {S("en"), S("en")}, unknown[] = {S("xx")};
    paper_refuses(p, FAULT_CONFLICT, site_make(job, txn, S("B"), editions, 1));
    paper_run(p, "DELETE FROM site");
    paper_refuses(p, FAULT_BAD_INPUT, site_make(job, txn, S("B"), unknown, 1));
    paper_refuses(p, FAULT_BAD_INPUT, site_make(job, txn, S(""), editions, 1));
}

int main(void)
{
#define CASE(name) cmocka_unit_test_setup_teardown(name, paper_setup, paper_teardown)
    const struct CMUnitTest tests[] = {
        CASE(a_token_opens_with_its_role_and_is_kept_as_a_hash),
        CASE(a_token_may_never_do_more_than_its_user),
        CASE(who_is_disabled_stays_out),
        CASE(an_invitation_ends_those_before_it_and_every_session),
        CASE(what_is_wrong_is_said),
        CASE(a_second_site_is_refused),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
