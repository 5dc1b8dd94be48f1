#include "paper.h"

static struct filing find(struct paper *p, enum filing_kind kind, const char *slug, bool *moved)
{
    AUTO_TXN txn = read_begin(&p->job, p->store, NULL);
    struct filing filing;
    bool found;
    assert_job(filing_find(&p->job, &txn, kind, 1, str_from(slug), &found, moved, &filing),
               &p->job);
    assert_true(found);
    return filing;
}

static int64_t make(struct paper *p, enum filing_kind kind, const char *name)
{
    struct filing filing = {.kind = kind, .edition_id = 1, .name = str_from(name)};
    int64_t id = 0;
    paper_must(p, filing_make(job, txn, &p->house, &filing, FILING_HAS_NAME, &id));
    return id;
}

static void a_fresh_site_has_the_sections_and_regions(void **state)
{
    struct paper *p = *state;
    assert_int_equal(paper_number(p, "SELECT count(*) FROM section WHERE edition_id = 3"), 22);
    assert_int_equal(paper_number(p, "SELECT count(*) FROM region WHERE edition_id = 3"), 8);
    assert_int_equal(paper_number(p, "SELECT count(*) FROM page WHERE edition_id = 3"), 3);
    AUTO_TXN txn = read_begin(&p->job, p->store, NULL);
    struct filing *items;
    size_t count;
    assert_job(filing_list(&p->job, &txn, FILING_SECTION, 1, 0, 0, &items, &count), &p->job);
    assert_int_equal(count, 22);
    assert_str(items[0].path, "news");
    assert_str(items[1].path, "news/politics");
    assert_str(items[21].path, "in-pictures");
    assert_int_equal(items[1].parent_id, items[0].id);
    assert_str(filing_path(&p->job.mem, &items[1], S("en")), "/en/news/politics/");
    assert_job(filing_list(&p->job, &txn, FILING_SECTION, 1, 3, items[1].id, &items, &count),
               &p->job);
    assert_int_equal(count, 3);
    assert_str(items[0].path, "news/economy");
}

static void every_kind_is_made_found_changed_and_found_again(void **state)
{
    struct paper *p = *state;
    for (int kind = 0; kind < FILING_KINDS; kind++) {
        int64_t id = make(p, (enum filing_kind)kind, "Quiet Corner");
        bool moved;
        struct filing f = find(p, (enum filing_kind)kind, "quiet-corner", &moved);
        assert_int_equal(f.id, id);
        assert_false(moved);
        assert_str(f.name, "Quiet Corner");
        struct filing now = {.slug = S("loud-corner"), .name = S("Loud Corner")};
        paper_must(p, filing_change(job, txn, &p->house, (enum filing_kind)kind, id, &now,
                                    FILING_HAS_SLUG | FILING_HAS_NAME));
        assert_str(find(p, (enum filing_kind)kind, "loud-corner", &moved).name, "Loud Corner");
        assert_false(moved);
        assert_int_equal(find(p, (enum filing_kind)kind, "quiet-corner", &moved).id, id);
        assert_true(moved);
        enum filing_kind parsed;
        assert_true(filing_parse(str_from(filing_word_many((enum filing_kind)kind)), &parsed));
        assert_int_equal(parsed, kind);
    }
}

static void nothing_given_changes_nothing(void **state)
{
    struct paper *p = *state;
    for (int kind = 0; kind < FILING_KINDS; kind++) {
        int64_t id = make(p, (enum filing_kind)kind, "Quiet Corner");
        uint64_t seq = paper_seq(p);
        struct filing now = {.slug = S("quiet-corner"), .name = S("Quiet Corner")};
        paper_must(p, filing_change(job, txn, &p->house, (enum filing_kind)kind, id, &now,
                                    FILING_HAS_SLUG | FILING_HAS_NAME));
        paper_must(p, filing_change(job, txn, &p->house, (enum filing_kind)kind, id, &now, 0));
        assert_str(paper_topics(p, seq), "");
    }
}

static void a_slug_that_was_anothers_is_not_given_again(void **state)
{
    struct paper *p = *state;
    int64_t id = make(p, FILING_TOPIC, "Kiev");
    struct filing now = {.slug = S("kyiv")};
    paper_must(p, filing_change(job, txn, &p->house, FILING_TOPIC, id, &now, FILING_HAS_SLUG));
    struct filing other = {
        .kind = FILING_TOPIC, .edition_id = 1, .name = S("Other"), .slug = S("kiev")};
    paper_refuses(p, FAULT_INVALID, filing_make(job, txn, &p->house, &other, FILING_HAS_SLUG, &id));
    other.slug = S("No Slug");
    paper_refuses(p, FAULT_INVALID, filing_make(job, txn, &p->house, &other, FILING_HAS_SLUG, &id));
    struct filing latest = {.kind = FILING_SECTION, .edition_id = 1, .name = S("Latest")};
    paper_must(p, filing_make(job, txn, &p->house, &latest, FILING_HAS_NAME, &id));
    assert_str(paper_text(p, "SELECT path FROM section ORDER BY id DESC LIMIT 1"), "latest-2");
}

static void sections_have_two_levels(void **state)
{
    struct paper *p = *state;
    struct filing deep = {
        .kind = FILING_SECTION, .edition_id = 1, .name = S("Deep"), .parent_id = 2};
    int64_t id;
    paper_refuses(p, FAULT_INVALID,
                  filing_make(job, txn, &p->house, &deep, FILING_HAS_PARENT, &id));
    struct filing under = {.parent_id = 10};
    paper_refuses(p, FAULT_INVALID,
                  filing_change(job, txn, &p->house, FILING_SECTION, 1, &under, FILING_HAS_PARENT));
    bool ok;
    paper_do(p, &ok, sql_run(job, txn, "UPDATE section SET parent_id = 2 WHERE id = 3"));
    assert_false(ok);
}

static void a_topic_is_known_by_all_its_names(void **state)
{
    struct paper *p = *state;
    int64_t id = make(p, FILING_TOPIC, "Kyiv"), same = 0;
    struct str names[] = {S("Kiev"), S("كييف")};
    struct filing now = {.names = names, .names_count = 2};
    paper_must(p, filing_change(job, txn, &p->house, FILING_TOPIC, id, &now, FILING_HAS_NAMES));
    paper_must(p, filing_resolve(job, txn, &p->house, FILING_TOPIC, 1, S("kiev"), &same));
    assert_int_equal(same, id);
    bool moved;
    assert_int_equal(find(p, FILING_TOPIC, "kyiv", &moved).names_count, 2);
    struct filing other = {.kind = FILING_TOPIC, .edition_id = 1, .name = S("KIEV")};
    paper_refuses(p, FAULT_INVALID,
                  filing_make(job, txn, &p->house, &other, FILING_HAS_NAME, &same));
}

static void a_renamed_topic_keeps_its_old_name(void **state)
{
    struct paper *p = *state;
    int64_t id = make(p, FILING_TOPIC, "Kiev"), same = 0;
    struct filing now = {.name = S("Kyiv")};
    paper_must(p, filing_change(job, txn, &p->house, FILING_TOPIC, id, &now, FILING_HAS_NAME));
    paper_must(p, filing_resolve(job, txn, &p->house, FILING_TOPIC, 1, S("Kiev"), &same));
    assert_int_equal(same, id);
}

static void merged_topics_are_one(void **state)
{
    struct paper *p = *state;
    int64_t story = paper_published(p, "One"); // topics 1 Kyiv, 2 Harbours
    int64_t kiev = make(p, FILING_TOPIC, "Kiev"), id = 0;
    struct story_fields f = {.set = STORY_HAS_TOPICS, .topics = paper_list(p, "Kiev", "Kyiv")};
    paper_must(p, story_save(job, txn, &p->house, story, 0, &f));
    paper_must(p, story_publish(job, txn, &p->house, story, 0, 0, NULL));
    uint64_t seq = paper_seq(p);
    paper_must(p, topic_merge(job, txn, &p->house, kiev, 1));
    assert_str(paper_topics(p, seq), "story:1 topic:1 topic:3 topic:3/list topics:en");
    assert_int_equal(paper_read(p, story).topics_count, 1);
    bool moved;
    assert_int_equal(find(p, FILING_TOPIC, "kiev", &moved).id, 1);
    assert_true(moved);
    paper_must(p, filing_resolve(job, txn, &p->house, FILING_TOPIC, 1, S("Kiev"), &id));
    assert_int_equal(id, 1);
    paper_refuses(p, FAULT_CONFLICT, topic_merge(job, txn, &p->house, kiev, 2));
    paper_refuses(p, FAULT_CONFLICT, topic_merge(job, txn, &p->house, 2, kiev));
    paper_refuses(p, FAULT_CONFLICT, topic_merge(job, txn, &p->house, 2, 2));
}

static void a_renamed_person_is_named_alone(void **state)
{
    struct paper *p = *state;
    int64_t story = paper_published(p, "One");
    uint64_t seq = paper_seq(p);
    struct filing now = {.name = S("Ana Ruiz Gil")};
    paper_must(p, filing_change(job, txn, &p->house, FILING_PERSON, 1, &now, FILING_HAS_NAME));
    assert_str(paper_topics(p, seq), "people person:1");
    assert_str(paper_read(p, story).authors[0].name, "Ana Ruiz Gil");
}

static void rights_are_asked(void **state)
{
    struct paper *p = *state;
    int64_t id;
    for (int kind = 0; kind < FILING_KINDS; kind++) {
        struct actor nobody = {.way = S("api")};
        struct filing f = {.kind = (enum filing_kind)kind, .edition_id = 1, .name = S("X")};
        paper_refuses(p, FAULT_DENIED, filing_make(job, txn, &nobody, &f, FILING_HAS_NAME, &id));
        paper_refuses(p, FAULT_DENIED,
                      filing_change(job, txn, &p->reporter, f.kind, 1, &f, FILING_HAS_NAME));
    }
    paper_refuses(p, FAULT_DENIED, topic_merge(job, txn, &p->reporter, 1, 2));
}

static void what_is_wrong_is_named(void **state)
{
    struct paper *p = *state;
    int64_t id;
    struct filing f = {
        .kind = FILING_SOURCE, .name = S(""), .note = S("javascript:alert(1)"), .picture_id = 5};
    paper_refuses(p, FAULT_INVALID, filing_make(job, txn, &p->house, &f, FILING_HAS_NAME, &id));
    f.name = S("AP");
    paper_refuses(p, FAULT_INVALID, filing_make(job, txn, &p->house, &f, FILING_HAS_NOTE, &id));
    f.kind = FILING_TOPIC;
    f.edition_id = 1;
    paper_refuses(p, FAULT_INVALID, filing_make(job, txn, &p->house, &f, FILING_HAS_NOTE, &id));
    f.kind = FILING_SECTION;
    paper_refuses(p, FAULT_INVALID, filing_make(job, txn, &p->house, &f, FILING_HAS_NOTE, &id));
    f.kind = FILING_PERSON;
    paper_refuses(p, FAULT_INVALID, filing_make(job, txn, &p->house, &f, FILING_HAS_PICTURE, &id));
    f = (struct filing){.kind = FILING_DOSSIER, .edition_id = 9, .name = S("X")};
    paper_refuses(p, FAULT_INVALID, filing_make(job, txn, &p->house, &f, FILING_HAS_NAME, &id));
    paper_refuses(p, FAULT_NOT_FOUND,
                  filing_change(job, txn, &p->house, FILING_DOSSIER, 9, &f, FILING_HAS_NAME));
}

int main(void)
{
#define CASE(name) cmocka_unit_test_setup_teardown(name, paper_setup, paper_teardown)
    const struct CMUnitTest tests[] = {
        CASE(a_fresh_site_has_the_sections_and_regions),
        CASE(every_kind_is_made_found_changed_and_found_again),
        CASE(nothing_given_changes_nothing),
        CASE(a_slug_that_was_anothers_is_not_given_again),
        CASE(sections_have_two_levels),
        CASE(a_topic_is_known_by_all_its_names),
        CASE(a_renamed_topic_keeps_its_old_name),
        CASE(merged_topics_are_one),
        CASE(a_renamed_person_is_named_alone),
        CASE(rights_are_asked),
        CASE(what_is_wrong_is_named),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
