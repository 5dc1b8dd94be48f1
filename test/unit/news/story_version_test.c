#include "paper.h"

#include "news/story_version.h"

struct history {
    struct version_row *rows;
    size_t count;
    bool more;
};

static struct history history(struct paper *p, int64_t id, int64_t before, size_t limit)
{
    AUTO_TXN txn = read_begin(&p->job, p->store, NULL);
    struct history h = {0};
    assert_job(
        version_list(&p->job, &txn, &p->house, id, before, limit, &h.rows, &h.count, &h.more),
        &p->job);
    return h;
}

static struct story read_version(struct paper *p, int64_t id, int64_t number)
{
    AUTO_TXN txn = read_begin(&p->job, p->store, NULL);
    struct story story;
    assert_job(version_read(&p->job, &txn, &p->house, id, number, &story), &p->job);
    return story;
}

static void every_save_says_who_when_and_what(void **state)
{
    struct paper *p = *state;
    struct actor ana = p->editor;
    struct story_fields f = {.set = STORY_HAS_KICKER, .kicker = S("Nature")};
    paper_must(p, staff_add(job, txn, &p->house, S("ana@paper.example"), S("Ana"), S("editor"),
                            &ana.staff_id));
    int64_t id = paper_draft(p, "One");
    paper_next(p);
    paper_save_headline(p, id, "Two");
    paper_must(p, story_publish(job, txn, &ana, id, 0, 0, NULL));
    paper_next(p);
    paper_must(p, story_correct(job, txn, &ana, id, 0, S("the kicker was missing"), &f));
    struct history h = history(p, id, 0, 0);
    assert_int_equal(h.count, 4);
    assert_false(h.more);
    assert_str(h.rows[0].act, "correct");
    assert_str(h.rows[0].note, "the kicker was missing");
    assert_str(h.rows[0].by, "Ana");
    assert_int_equal(h.rows[0].changed, STORY_HAS_KICKER);
    assert_int_equal(h.rows[0].published_ms, NOW + 2 * HOUR);
    assert_str(h.rows[1].act, "publish");
    assert_int_equal(h.rows[1].changed, STORY_HAS_SLUG); // it got one
    assert_int_equal(h.rows[2].changed, STORY_HAS_HEADLINE);
    assert_int_equal(h.rows[2].published_ms, 0);
    assert_str(h.rows[2].by, "");
    assert_str(h.rows[3].act, "create");
    assert_true(h.rows[3].changed & STORY_HAS_BODY);
    struct version_row newest;
    paper_must(p, version_newest(job, txn, &p->house, id, &newest));
    assert_int_equal(newest.number, 4);
    assert_int_equal(newest.at_ms, h.rows[0].at_ms);
    assert_str(newest.by, "Ana");
    assert_false(h.rows[3].changed & STORY_HAS_KIND);
}

static void long_histories_come_in_pages(void **state)
{
    struct paper *p = *state;
    int64_t id = paper_draft(p, "0");
    for (int i = 1; i < 8; i++) {
        char headline[8];
        snprintf(headline, sizeof(headline), "%d", i);
        paper_save_headline(p, id, headline);
    }
    struct history h = history(p, id, 0, 3);
    assert_int_equal(h.count, 3);
    assert_true(h.more);
    assert_int_equal(h.rows[0].number, 8);
    assert_int_equal(h.rows[2].changed, STORY_HAS_HEADLINE); // against the one on the next page
    h = history(p, id, h.rows[2].number, 10);
    assert_int_equal(h.count, 5);
    assert_false(h.more);
    assert_int_equal(h.rows[4].number, 1);
}

static void an_old_version_is_read_whole(void **state)
{
    struct paper *p = *state;
    int64_t id = paper_draft(p, "One");
    struct story_fields f = {.set = STORY_HAS_HEADLINE | STORY_HAS_BODY | STORY_HAS_TOPICS,
                             .headline = S("Two"),
                             .body = paper_markdown(p, "Other words.")};
    paper_must(p, story_save(job, txn, &p->house, id, 0, &f));
    struct story old = read_version(p, id, 1), now = read_version(p, id, 2);
    assert_str(old.headline, "One");
    assert_int_equal(old.words, 6);
    assert_int_equal(old.topics_count, 2);
    assert_int_equal(old.state.version, 1);
    assert_str(now.headline, "Two");
    assert_int_equal(now.topics_count, 0);
}

static void what_is_gone_is_left_out(void **state)
{
    struct paper *p = *state;
    paper_run(p, "INSERT INTO section(edition_id, slug, name) VALUES (1, 'marsh', 'Marsh')");
    int64_t other = paper_draft(p, "Other");
    struct story_fields f = paper_fields(p, "One");
    f.set |= STORY_HAS_DOSSIERS | STORY_HAS_RELATED;
    f.section = S("marsh");
    f.related = (struct id_list){&other, 1};
    int64_t id, from, into;
    paper_must(p, story_make(job, txn, &p->house, &f, &id));
    from = paper_number(p, "SELECT id FROM topic WHERE name = 'Kyiv'");
    into = paper_number(p, "SELECT id FROM topic WHERE name = 'Harbours'");
    paper_must(p, topic_merge(job, txn, &p->house, from, into));
    paper_save_headline(p, id, "Two");
    paper_run(p, "DELETE FROM section WHERE slug = 'marsh'");
    paper_run(p, "DELETE FROM source");
    paper_run(p, "DELETE FROM region WHERE slug = 'africa'");
    struct story old = read_version(p, id, 1);
    assert_int_equal(old.section.id, 0);
    assert_int_equal(old.source.id, 0);
    assert_int_equal(old.regions_count, 1);
    assert_int_equal(old.topics_count, 1);
    assert_str(old.topics[0].name, "Harbours");
    paper_must(p, version_restore(job, txn, &p->house, id, 0, 1));
    struct story now = paper_working(p, id);
    assert_str(now.headline, "One");
    assert_int_equal(now.section.id, 0);
    assert_int_equal(now.topics_count, 1);
    assert_int_equal(now.related.count, 1);
    assert_int_equal(paper_number(p, "SELECT section_id IS NULL FROM working WHERE story_id = 2"),
                     1);
}

static void going_back_makes_a_version_and_loses_none(void **state)
{
    struct paper *p = *state;
    int64_t id = paper_published(p, "One");
    paper_save_headline(p, id, "Two");
    struct story_fields f = {.set = STORY_HAS_BODY, .body = paper_markdown(p, "Two words.")};
    paper_must(p, story_save(job, txn, &p->house, id, 0, &f));
    uint64_t seq = paper_seq(p);
    paper_refuses(p, FAULT_STALE, version_restore(job, txn, &p->house, id, 3, 1));
    paper_must(p, version_restore(job, txn, &p->house, id, 4, 1));
    assert_int_equal(paper_seq(p), seq); // readers see nothing of it
    assert_int_equal(paper_state(p, id).version, 5);
    assert_str(paper_state(p, id).status, "published");
    assert_str(paper_working(p, id).headline, "One");
    assert_int_equal(paper_working(p, id).words, 6);
    assert_int_equal(paper_number(p, "SELECT words FROM working"), 6);
    assert_str(read_version(p, id, 4).headline, "Two");
    struct history h = history(p, id, 0, 1);
    assert_str(h.rows[0].act, "restore");
    assert_str(h.rows[0].note, "version 1");
    assert_int_equal(h.rows[0].changed & (STORY_HAS_HEADLINE | STORY_HAS_BODY),
                     STORY_HAS_HEADLINE | STORY_HAS_BODY);
    assert_str(paper_text(p, "SELECT act FROM audit ORDER BY id DESC LIMIT 1"), "story.restore");
    assert_str(paper_text(p, "SELECT json_extract(after_is, '$.restored') FROM audit"
                             " ORDER BY id DESC LIMIT 1"),
               "1");
}

static void what_is_not_there_is_said(void **state)
{
    struct paper *p = *state;
    int64_t id = paper_draft(p, "One");
    struct actor nobody = {.way = S("api")}, reader = {.rights = RIGHT_STORY_READ, .way = S("api")};
    struct story story;
    struct history h;
    struct version_row newest;
    paper_refuses(p, FAULT_NOT_FOUND, version_newest(job, txn, &p->house, 9, &newest));
    paper_refuses(p, FAULT_DENIED, version_newest(job, txn, &nobody, id, &newest));
    paper_refuses(p, FAULT_NOT_FOUND, version_read(job, txn, &p->house, id, 2, &story));
    paper_refuses(p, FAULT_NOT_FOUND, version_read(job, txn, &p->house, id, 0, &story));
    paper_refuses(p, FAULT_NOT_FOUND, version_read(job, txn, &p->house, 9, 1, &story));
    paper_refuses(p, FAULT_NOT_FOUND, version_restore(job, txn, &p->house, id, 0, 2));
    paper_refuses(p, FAULT_NOT_FOUND,
                  version_list(job, txn, &p->house, 9, 0, 0, &h.rows, &h.count, &h.more));
    paper_refuses(p, FAULT_DENIED, version_read(job, txn, &nobody, id, 1, &story));
    paper_refuses(p, FAULT_DENIED, version_restore(job, txn, &reader, id, 0, 1));
    paper_refuses(p, FAULT_DENIED,
                  version_list(job, txn, &nobody, id, 0, 0, &h.rows, &h.count, &h.more));
}

// ── stages ────────────────────────────────────────────────────────────────────────────────────

static void a_reporter_sends_to_review_and_an_editor_makes_ready(void **state)
{
    struct paper *p = *state;
    int64_t id = paper_draft(p, "One");
    uint64_t seq = paper_seq(p);
    paper_must(p, story_stage(job, txn, &p->reporter, id, S("review")));
    assert_str(paper_state(p, id).status, "review");
    paper_must(p, story_stage(job, txn, &p->reporter, id, S("draft")));
    paper_refuses(p, FAULT_DENIED, story_stage(job, txn, &p->reporter, id, S("ready")));
    paper_must(p, story_stage(job, txn, &p->editor, id, S("ready")));
    paper_refuses(p, FAULT_DENIED, story_stage(job, txn, &p->reporter, id, S("draft")));
    paper_refuses(p, FAULT_INVALID, story_stage(job, txn, &p->editor, id, S("published")));
    assert_int_equal(paper_state(p, id).version, 1);
    assert_int_equal(paper_seq(p), seq);
    assert_str(paper_text(p, "SELECT act FROM audit ORDER BY id DESC LIMIT 1"), "story.stage");
    assert_str(paper_text(p, "SELECT before_is || after_is FROM audit ORDER BY id DESC LIMIT 1"),
               "{\"status\":\"draft\",\"version\":1}{\"status\":\"ready\",\"version\":1}");
}

static void a_stage_outlives_saving_and_ends_with_publishing(void **state)
{
    struct paper *p = *state;
    int64_t id = paper_draft(p, "One");
    paper_must(p, story_stage(job, txn, &p->editor, id, S("ready")));
    paper_save_headline(p, id, "Two");
    assert_str(paper_state(p, id).status, "ready");
    paper_must(p, story_publish(job, txn, &p->editor, id, 0, 0, NULL));
    paper_refuses(p, FAULT_CONFLICT, story_stage(job, txn, &p->editor, id, S("review")));
    paper_must(p, story_unpublish(job, txn, &p->editor, id, 0));
    paper_must(p, story_stage(job, txn, &p->editor, id, S("review")));
    paper_must(p, story_publish(job, txn, &p->editor, id, 0, p->job.now_ms + HOUR, NULL));
    paper_refuses(p, FAULT_CONFLICT, story_stage(job, txn, &p->editor, id, S("draft")));
    paper_must(p, story_publish(job, txn, &p->editor, id, 0, 0, NULL));
    paper_must(p, story_withdraw(job, txn, &p->editor, id, 0, S("wrong")));
    paper_refuses(p, FAULT_CONFLICT, story_stage(job, txn, &p->editor, id, S("draft")));
    paper_refuses(p, FAULT_NOT_FOUND, story_stage(job, txn, &p->editor, 99, S("draft")));
}

int main(void)
{
#define CASE(name) cmocka_unit_test_setup_teardown(name, paper_setup, paper_teardown)
    const struct CMUnitTest tests[] = {
        CASE(every_save_says_who_when_and_what),
        CASE(long_histories_come_in_pages),
        CASE(an_old_version_is_read_whole),
        CASE(what_is_gone_is_left_out),
        CASE(going_back_makes_a_version_and_loses_none),
        CASE(what_is_not_there_is_said),
        CASE(a_reporter_sends_to_review_and_an_editor_makes_ready),
        CASE(a_stage_outlives_saving_and_ends_with_publishing),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
