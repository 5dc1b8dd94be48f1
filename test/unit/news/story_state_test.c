#include "paper.h"

static void every_act_raises_the_version(void **state)
{
    struct paper *p = *state;
    int64_t id = paper_draft(p, "One");
    assert_int_equal(paper_state(p, id).version, 1);
    paper_save_headline(p, id, "Two");
    assert_int_equal(paper_state(p, id).version, 2);
    paper_must(p, story_publish(job, txn, &p->house, id, 2, 0, NULL));
    assert_int_equal(paper_state(p, id).version, 3);
    paper_must(p, story_unpublish(job, txn, &p->house, id, 3));
    assert_int_equal(paper_state(p, id).version, 4);
    paper_must(p, story_publish(job, txn, &p->house, id, 0, 0, NULL));
    paper_must(p, story_withdraw(job, txn, &p->house, id, 0, S("wrong")));
    assert_int_equal(paper_state(p, id).version, 6);
    assert_int_equal(paper_number(p, "SELECT count(*) FROM version"), 6);
    assert_int_equal(paper_number(p, "SELECT max(number) FROM version"), 6);
}

static void who_comes_late_is_told_the_version(void **state)
{
    struct paper *p = *state;
    int64_t id = paper_draft(p, "One");
    struct story_fields f = {.set = STORY_HAS_HEADLINE, .headline = S("Mine")};
    paper_must(p, story_save(job, txn, &p->house, id, 1, &f));
    paper_refuses(p, FAULT_STALE, story_save(job, txn, &p->house, id, 1, &f));
    paper_refuses(p, FAULT_STALE, story_publish(job, txn, &p->house, id, 1, 0, NULL));
    paper_must(p, story_save(job, txn, &p->house, id, 2, &f));
}

static void an_unpublished_story_comes_back_where_it_was(void **state)
{
    struct paper *p = *state;
    int64_t id = paper_published(p, "Minister resigns");
    assert_str(paper_at(p, "news/politics/minister-resigns"), "story 1");
    paper_must(p, story_unpublish(job, txn, &p->house, id, 0));
    assert_str(paper_state(p, id).status, "draft");
    assert_str(paper_at(p, "news/politics/minister-resigns"), "nothing");
    assert_int_equal(paper_number(p, "SELECT count(*) FROM listing"), 0);
    paper_save_headline(p, id, "Quite another headline");
    paper_next(p);
    paper_must(p, story_publish(job, txn, &p->house, id, 0, 0, NULL));
    assert_str(paper_at(p, "news/politics/minister-resigns"), "story 1");
    assert_int_equal(paper_read(p, id).state.published_ms, NOW);
    assert_int_equal(paper_read(p, id).state.updated_ms, NOW + HOUR);
}

static void a_withdrawn_story_is_gone_for_good(void **state)
{
    struct paper *p = *state;
    int64_t id = paper_published(p, "Minister resigns");
    struct story_fields f = {.set = STORY_HAS_HEADLINE, .headline = S("x")};
    paper_must(p, story_withdraw(job, txn, &p->house, id, 0, S("a court said so")));
    assert_str(paper_at(p, "news/politics/minister-resigns"), "gone 1");
    assert_str(paper_state(p, id).withdrawn_reason, "a court said so");
    assert_int_equal(paper_number(p, "SELECT count(*) FROM listing"), 0);
    paper_refuses(p, FAULT_CONFLICT, story_publish(job, txn, &p->house, id, 0, 0, NULL));
    paper_refuses(p, FAULT_CONFLICT, story_publish(job, txn, &p->house, id, 0, NOW * 2, NULL));
    paper_refuses(p, FAULT_CONFLICT, story_unpublish(job, txn, &p->house, id, 0));
    paper_refuses(p, FAULT_CONFLICT, story_withdraw(job, txn, &p->house, id, 0, S("again")));
    paper_refuses(p, FAULT_CONFLICT, story_save(job, txn, &p->house, id, 0, &f));
    paper_refuses(p, FAULT_CONFLICT, story_correct(job, txn, &p->house, id, 0, S("n"), &f));
    AUTO_TXN txn = read_begin(&p->job, p->store, NULL);
    struct story story;
    assert_false(story_read(&p->job, &txn, id, &story));
    assert_int_equal(p->job.fault.kind, FAULT_GONE);
}

static void a_draft_can_only_be_published(void **state)
{
    struct paper *p = *state;
    int64_t id = paper_draft(p, "One");
    struct story_fields f = {0};
    paper_refuses(p, FAULT_CONFLICT, story_unpublish(job, txn, &p->house, id, 0));
    paper_refuses(p, FAULT_CONFLICT, story_withdraw(job, txn, &p->house, id, 0, S("")));
    paper_refuses(p, FAULT_CONFLICT, story_correct(job, txn, &p->house, id, 0, S("n"), &f));
    paper_refuses(p, FAULT_NOT_FOUND, story_publish(job, txn, &p->house, id + 1, 0, 0, NULL));
}

static void an_unpublished_draft_can_be_withdrawn_but_not_corrected(void **state)
{
    struct paper *p = *state;
    int64_t id = paper_published(p, "One");
    struct story_fields f = {0};
    paper_must(p, story_unpublish(job, txn, &p->house, id, 0));
    paper_refuses(p, FAULT_CONFLICT, story_correct(job, txn, &p->house, id, 0, S("n"), &f));
    paper_must(p, story_withdraw(job, txn, &p->house, id, 0, S("")));
    assert_str(paper_at(p, "news/politics/one"), "gone 1");
}

static void a_correction_goes_out_at_once_and_stays(void **state)
{
    struct paper *p = *state;
    int64_t id = paper_published(p, "Ten ships");
    struct story_fields f = {.set = STORY_HAS_HEADLINE, .headline = S("Nine ships")};
    paper_refuses(p, FAULT_INVALID, story_correct(job, txn, &p->house, id, 0, S(" "), &f));
    paper_next(p);
    paper_must(p, story_correct(job, txn, &p->house, id, 0, S("There were nine."), &f));
    struct story s = paper_read(p, id);
    assert_str(s.headline, "Nine ships");
    assert_str(s.correction, "There were nine.");
    assert_str(s.state.status, "corrected");
    assert_int_equal(s.corrected_ms, NOW + HOUR);
    assert_int_equal(s.state.updated_ms, NOW + HOUR);
    paper_save_headline(p, id, "Nine ships, again");
    paper_must(p, story_publish(job, txn, &p->house, id, 0, 0, NULL));
    assert_str(paper_read(p, id).state.status, "corrected");
    assert_str(paper_read(p, id).correction, "There were nine.");
}

// ── at a moment ───────────────────────────────────────────────────────────────────────────────

static int64_t three_hours_on(void)
{
    return NOW + 3 * HOUR;
}

static void run_due(struct paper *p, int expected)
{
    struct due_options options = {.store = p->store,
                                  .kinds = news_due_kinds,
                                  .kinds_count = news_due_kinds_count,
                                  .now_ms = three_hours_on,
                                  .by_hand = true};
    struct due *due;
    int ran = -1;
    log_set_quiet(true); // it is an hour late
    assert_job(due_open(&p->job, &options, &due), &p->job);
    assert_job(due_run(&p->job, due, &ran), &p->job);
    due_close(due);
    assert_int_equal(ran, expected);
}

static void a_scheduled_story_goes_out_with_its_newest_text(void **state)
{
    struct paper *p = *state;
    int64_t id = paper_draft(p, "Later");
    paper_must(p, story_publish(job, txn, &p->house, id, 0, NOW + 2 * HOUR, NULL));
    assert_str(paper_state(p, id).status, "scheduled");
    assert_int_equal(paper_state(p, id).scheduled_ms, NOW + 2 * HOUR);
    paper_save_headline(p, id, "Later and better");
    assert_str(paper_state(p, id).status, "scheduled");
    run_due(p, 1);
    assert_str(paper_read(p, id).headline, "Later and better");
    assert_int_equal(paper_number(p, "SELECT count(*) FROM due"), 0);
    assert_str(paper_text(p, "SELECT way FROM audit ORDER BY id DESC LIMIT 1"), "due");
}

static void an_incomplete_one_stays_with_its_error(void **state)
{
    struct paper *p = *state;
    int64_t id = paper_draft(p, "Later");
    paper_must(p, story_publish(job, txn, &p->house, id, 0, NOW + 2 * HOUR, NULL));
    paper_save_headline(p, id, "");
    run_due(p, 0);
    assert_str(paper_state(p, id).status, "scheduled");
    assert_true(str_find(paper_text(p, "SELECT error FROM due"), S("headline")) >= 0);
}

static void a_published_story_stays_as_it_is_until_then(void **state)
{
    struct paper *p = *state;
    int64_t id = paper_published(p, "Now");
    paper_save_headline(p, id, "Then");
    uint64_t seq = paper_seq(p);
    paper_must(p, story_publish(job, txn, &p->house, id, 0, NOW + 2 * HOUR, NULL));
    assert_str(paper_topics(p, seq), "");
    assert_str(paper_state(p, id).status, "published");
    assert_str(paper_read(p, id).headline, "Now");
    paper_must(p, story_publish(job, txn, &p->house, id, 0, 0, NULL)); // publishing now ends it
    assert_int_equal(paper_number(p, "SELECT count(*) FROM due"), 0);
}

static void going_back_ends_the_schedule(void **state)
{
    struct paper *p = *state;
    int64_t id = paper_draft(p, "Later"), other = paper_published(p, "Other");
    paper_must(p, story_publish(job, txn, &p->house, id, 0, NOW + 2 * HOUR, NULL));
    paper_must(p, story_publish(job, txn, &p->house, other, 0, NOW + 2 * HOUR, NULL));
    paper_must(p, story_unpublish(job, txn, &p->house, id, 0));
    paper_must(p, story_withdraw(job, txn, &p->house, other, 0, S("")));
    assert_str(paper_state(p, id).status, "draft");
    assert_int_equal(paper_number(p, "SELECT count(*) FROM due"), 0);
}

static void scheduling_the_incomplete_is_refused_at_once(void **state)
{
    struct paper *p = *state;
    struct story_fields f = {.set = STORY_HAS_EDITION, .edition = S("es")};
    int64_t id = 0;
    paper_must(p, story_make(job, txn, &p->house, &f, &id));
    paper_refuses(p, FAULT_INVALID, story_publish(job, txn, &p->house, id, 0, NOW + HOUR, NULL));
    assert_str(paper_state(p, id).status, "draft");
}

// ── rights and the audit ──────────────────────────────────────────────────────────────────────

static void rights_are_asked_for_every_act(void **state)
{
    struct paper *p = *state;
    int64_t id = paper_published(p, "One");
    struct story_fields f = paper_fields(p, "Two");
    struct actor nobody = {.way = S("api")}, *reporter = &p->reporter;
    paper_refuses(p, FAULT_DENIED, story_make(job, txn, &nobody, &f, &id));
    paper_refuses(p, FAULT_DENIED, story_save(job, txn, &nobody, id, 0, &f));
    paper_refuses(p, FAULT_DENIED, story_publish(job, txn, reporter, id, 0, 0, NULL));
    paper_refuses(p, FAULT_DENIED, story_unpublish(job, txn, reporter, id, 0));
    paper_refuses(p, FAULT_DENIED, story_withdraw(job, txn, reporter, id, 0, S("")));
    paper_refuses(p, FAULT_DENIED, story_correct(job, txn, reporter, id, 0, S("n"), &f));
    struct story story;
    paper_refuses(p, FAULT_DENIED, story_working_copy(job, txn, &nobody, id, &story));
    paper_must(p, story_make(job, txn, reporter, &f, &id));
    paper_must(p, story_publish(job, txn, &p->editor, id, 0, 0, NULL));
}

static void the_audit_says_what_was_and_what_is(void **state)
{
    struct paper *p = *state;
    int64_t id = paper_published(p, "One");
    paper_save_headline(p, id, "Two");
    paper_must(p, story_publish(job, txn, &p->house, id, 0, 0, NULL));
    assert_str(paper_text(p, "SELECT act || ' ' || thing || ' ' || before_is || ' ' || after_is"
                             " FROM audit ORDER BY id DESC LIMIT 1"),
               "story.publish story:1 {\"status\":\"published\",\"version\":3} "
               "{\"status\":\"published\",\"version\":4,\"changed\":[\"headline\"]}");
    assert_int_equal(paper_number(p, "SELECT count(*) FROM audit WHERE thing = 'story:1'"), 4);
}

int main(void)
{
#define CASE(name) cmocka_unit_test_setup_teardown(name, paper_setup, paper_teardown)
    const struct CMUnitTest tests[] = {
        CASE(every_act_raises_the_version),
        CASE(who_comes_late_is_told_the_version),
        CASE(an_unpublished_story_comes_back_where_it_was),
        CASE(a_withdrawn_story_is_gone_for_good),
        CASE(a_draft_can_only_be_published),
        CASE(an_unpublished_draft_can_be_withdrawn_but_not_corrected),
        CASE(a_correction_goes_out_at_once_and_stays),
        CASE(a_scheduled_story_goes_out_with_its_newest_text),
        CASE(an_incomplete_one_stays_with_its_error),
        CASE(a_published_story_stays_as_it_is_until_then),
        CASE(going_back_ends_the_schedule),
        CASE(scheduling_the_incomplete_is_refused_at_once),
        CASE(rights_are_asked_for_every_act),
        CASE(the_audit_says_what_was_and_what_is),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
