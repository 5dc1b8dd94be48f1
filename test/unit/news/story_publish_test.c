#include "paper.h"

static void a_published_story_reads_as_it_was_written(void **state)
{
    struct paper *p = *state;
    int64_t id = paper_published(p, "Minister resigns");
    struct story s = paper_read(p, id);
    assert_str(s.headline, "Minister resigns");
    assert_str(s.state.path, "news/politics/minister-resigns");
    assert_str(s.state.status, "published");
    assert_int_equal(s.state.version, 2);
    assert_int_equal(s.state.published_ms, NOW);
    assert_str(s.section.path, "news/politics");
    assert_str(s.parent.path, "news");
    assert_str(s.source.name, "Reuters");
    assert_int_equal(s.regions_count, 2);
    assert_str(s.regions[0].slug, "europe");
    assert_str(s.regions[1].slug, "africa");
    assert_int_equal(s.topics_count, 2);
    assert_str(s.topics[0].name, "Kyiv");
    assert_str(s.authors[0].name, "Ana Ruiz");
    assert_int_equal(s.words, 6);
    assert_int_equal(s.body->children_count, 2);
}

static void a_draft_touches_no_public_topic(void **state)
{
    struct paper *p = *state;
    paper_draft(p, "Before"); // makes the topics and people
    uint64_t seq = paper_seq(p);
    int64_t id = paper_draft(p, "A draft");
    paper_save_headline(p, id, "Another headline");
    assert_str(paper_topics(p, seq), "");
    AUTO_TXN txn = read_begin(&p->job, p->store, NULL);
    struct story story;
    assert_false(story_read(&p->job, &txn, id, &story));
    assert_int_equal(p->job.fault.kind, FAULT_NOT_FOUND);
}

static void a_first_publish_names_every_list_once(void **state)
{
    struct paper *p = *state;
    int64_t id = paper_draft(p, "Minister resigns");
    uint64_t seq = paper_seq(p);
    paper_must(p, story_publish(job, txn, &p->house, id, 0, 0, NULL));
    assert_str(paper_topics(p, seq),
               "authors:en day:en:2026-11-24 days:en kind:en:news latest:en "
               "path:/en/news/politics/minister-resigns person:1/list person:1:en/list "
               "region:1/list region:4/list section:1/list section:2/list source:1/list "
               "source:1:en/list story:1 "
               "topic:1/list topic:2/list translations:1");
    assert_int_equal(paper_number(p, "SELECT count(*) FROM listing"), 12);
}

static void publishing_nothing_new_touches_nothing(void **state)
{
    struct paper *p = *state;
    int64_t id = paper_published(p, "Minister resigns");
    paper_next(p);
    uint64_t seq = paper_seq(p);
    paper_must(p, story_publish(job, txn, &p->house, id, 0, 0, NULL));
    assert_str(paper_topics(p, seq), "");
    struct story_state state_now = paper_state(p, id);
    assert_int_equal(state_now.version, 3);
    assert_int_equal(state_now.public_version, 2);
    assert_int_equal(state_now.updated_ms, NOW);
}

static void a_new_headline_touches_the_story_alone(void **state)
{
    struct paper *p = *state;
    int64_t id = paper_published(p, "Minister resigns");
    uint64_t seq = paper_seq(p);
    paper_save_headline(p, id, "Minister stays");
    assert_str(paper_topics(p, seq), "");
    assert_str(paper_read(p, id).headline, "Minister resigns");
    assert_str(paper_working(p, id).headline, "Minister stays");
    paper_next(p);
    seq = paper_seq(p);
    paper_must(p, story_publish(job, txn, &p->house, id, 0, 0, NULL));
    assert_str(paper_topics(p, seq), "story:1");
    struct story s = paper_read(p, id);
    assert_str(s.headline, "Minister stays");
    assert_str(s.slug, "minister-resigns"); // a headline alone changes no address
    assert_int_equal(s.state.updated_ms, NOW + HOUR);
    assert_int_equal(s.state.published_ms, NOW);
}

static void only_the_joins_that_differ_are_written(void **state)
{
    struct paper *p = *state;
    int64_t id = paper_published(p, "Minister resigns");
    struct story_fields f = {.set = STORY_HAS_TOPICS, .topics = paper_list(p, "Harbours", "Ports")};
    paper_must(p, story_save(job, txn, &p->house, id, 0, &f));
    uint64_t seq = paper_seq(p);
    paper_must(p, story_publish(job, txn, &p->house, id, 0, 0, NULL));
    assert_str(paper_topics(p, seq), "story:1 topic:1/list topic:3/list");
    struct story s = paper_read(p, id);
    assert_str(s.topics[0].name, "Harbours");
    assert_str(s.topics[1].name, "Ports");
}

static void an_incomplete_story_says_all_that_is_missing(void **state)
{
    struct paper *p = *state;
    struct story_fields f = {.set = STORY_HAS_EDITION, .edition = S("en")};
    int64_t id = 0;
    paper_must(p, story_make(job, txn, &p->house, &f, &id));
    bool ok;
    paper_do(p, &ok, story_publish(job, txn, &p->house, id, 0, 0, NULL));
    assert_false(ok);
    assert_int_equal(p->job.fault.kind, FAULT_INVALID);
    assert_int_equal(p->job.fault.fields_count, 3);
    assert_string_equal(p->job.fault.fields[0].field, "headline");
    assert_string_equal(p->job.fault.fields[1].field, "section");
    assert_string_equal(p->job.fault.fields[2].field, "body");
}

static void a_picture_needs_alt_and_credit(void **state)
{
    struct paper *p = *state;
    paper_run(p, "INSERT INTO picture(id, hash, media_type, width, height, made_ms)"
                 " VALUES (7, 'x', 'image/jpeg', 10, 10, 0)");
    struct story_fields f = paper_fields(p, "With a picture");
    f.set |= STORY_HAS_PICTURE;
    f.picture_id = 7;
    int64_t id = 0;
    paper_must(p, story_make(job, txn, &p->house, &f, &id));
    paper_refuses(p, FAULT_INVALID, story_publish(job, txn, &p->house, id, 0, 0, NULL));
    paper_run(p, "UPDATE picture SET alt = 'a', credit = 'AP'");
    paper_must(p, story_publish(job, txn, &p->house, id, 0, 0, NULL));
    assert_int_equal(paper_read(p, id).picture_id, 7);
}

static void the_import_brings_its_dates(void **state)
{
    struct paper *p = *state;
    int64_t id = paper_draft(p, "Old news");
    paper_must(p, story_publish(job, txn, &p->house, id, 0, 0,
                                &(struct story_dates){NOW - 100 * HOUR, NOW - 50 * HOUR}));
    assert_int_equal(paper_read(p, id).state.published_ms, NOW - 100 * HOUR);
    assert_int_equal(paper_read(p, id).state.updated_ms, NOW - 50 * HOUR);
    assert_int_equal(paper_number(p, "SELECT published_ms FROM listing WHERE list = 'latest:en'"),
                     NOW - 100 * HOUR);
}

static void a_merged_topic_is_followed_by_older_drafts(void **state)
{
    struct paper *p = *state;
    int64_t id = paper_draft(p, "Kyiv and Harbours");
    paper_must(p, topic_merge(job, txn, &p->house, 1, 2));
    assert_int_equal(paper_working(p, id).topics_count, 1);
    paper_must(p, story_publish(job, txn, &p->house, id, 0, 0, NULL));
    assert_int_equal(paper_read(p, id).topics_count, 1);
    assert_int_equal(paper_read(p, id).topics[0].id, 2);
}

int main(void)
{
#define CASE(name) cmocka_unit_test_setup_teardown(name, paper_setup, paper_teardown)
    const struct CMUnitTest tests[] = {
        CASE(a_published_story_reads_as_it_was_written),
        CASE(a_draft_touches_no_public_topic),
        CASE(a_first_publish_names_every_list_once),
        CASE(publishing_nothing_new_touches_nothing),
        CASE(a_new_headline_touches_the_story_alone),
        CASE(only_the_joins_that_differ_are_written),
        CASE(an_incomplete_story_says_all_that_is_missing),
        CASE(a_picture_needs_alt_and_credit),
        CASE(the_import_brings_its_dates),
        CASE(a_merged_topic_is_followed_by_older_drafts),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
