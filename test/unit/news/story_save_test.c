#include "paper.h"

static void every_wrong_field_is_named(void **state)
{
    struct paper *p = *state;
    struct story_fields f = {
        .set = ~0u & ~(unsigned)STORY_HAS_BODY,
        .edition = S("en"),
        .kind = S("novel"),
        .headline = str_printf(&p->job.mem, "%0301d", 0),
        .kicker = str_printf(&p->job.mem, "%081d", 0),
        .section = S("news/gossip"),
        .regions = paper_list(p, "atlantis", "europe"),
        .dossiers = paper_list(p, "none", NULL),
        .picture_id = 99,
        .related = {(int64_t[]){77}, 1},
        .translation_of = 88,
        .slug = S("Not A Slug"),
    };
    int64_t id = 0;
    bool ok;
    paper_do(p, &ok, story_make(job, txn, &p->house, &f, &id));
    assert_false(ok);
    assert_int_equal(p->job.fault.kind, FAULT_INVALID);
    static const char *const wrong[] = {"headline", "kicker",  "kind",           "slug",
                                        "picture",  "related", "translation_of", "section",
                                        "regions",  "dossiers"};
    assert_int_equal(p->job.fault.fields_count, ARRAY_LEN(wrong));
    for (size_t i = 0; i < ARRAY_LEN(wrong); i++)
        assert_string_equal(p->job.fault.fields[i].field, wrong[i]);
    assert_int_equal(paper_number(p, "SELECT count(*) FROM story"), 0);
}

static void an_unknown_edition_is_an_error(void **state)
{
    struct paper *p = *state;
    struct story_fields f = paper_fields(p, "One");
    int64_t id = 0;
    f.edition = S("fr");
    paper_refuses(p, FAULT_INVALID, story_make(job, txn, &p->house, &f, &id));
    f.edition = S("");
    paper_refuses(p, FAULT_INVALID, story_make(job, txn, &p->house, &f, &id));
    f.edition = S("en");
    paper_must(p, story_make(job, txn, &p->house, &f, &id));
    f.edition = S("es");
    paper_refuses(p, FAULT_INVALID, story_save(job, txn, &p->house, id, 0, &f));
}

static void text_is_cleaned_on_the_way_in(void **state)
{
    struct paper *p = *state;
    int64_t id = paper_draft(p, "  A\n headline\t\xE2\x80\xAE with <b>  ");
    assert_str(paper_working(p, id).headline, "A headline with <b>");
    struct story_fields f = {.set = STORY_HAS_HEADLINE, .headline = S("\xff\xfe")};
    paper_refuses(p, FAULT_INVALID, story_save(job, txn, &p->house, id, 0, &f));
}

static void topics_people_and_sources_are_made_once(void **state)
{
    struct paper *p = *state;
    paper_draft(p, "One");
    struct story_fields f = paper_fields(p, "Two");
    f.topics = paper_list(p, "  KYIV ", "Kyiv");
    f.authors = paper_list(p, "ana ruiz", NULL);
    f.source = S("REUTERS");
    int64_t id = 0;
    paper_must(p, story_make(job, txn, &p->house, &f, &id));
    struct story s = paper_working(p, id);
    assert_int_equal(s.topics_count, 1);
    assert_str(s.topics[0].name, "Kyiv");
    assert_str(s.authors[0].name, "Ana Ruiz");
    assert_str(s.source.name, "Reuters");
    assert_int_equal(paper_number(p, "SELECT count(*) FROM topic"), 2);
    f.edition = S("es"); // topics belong to an edition, people to the paper
    paper_must(p, story_make(job, txn, &p->house, &f, &id));
    assert_int_equal(paper_number(p, "SELECT count(*) FROM topic"), 3);
    assert_int_equal(paper_number(p, "SELECT count(*) FROM person"), 1);
}

static void who_may_not_make_topics_is_told(void **state)
{
    struct paper *p = *state;
    struct actor writer = {.way = S("api"), .rights = RIGHT_STORY_WRITE};
    struct story_fields f = paper_fields(p, "One");
    int64_t id = 0;
    paper_refuses(p, FAULT_DENIED, story_make(job, txn, &writer, &f, &id));
    paper_draft(p, "One");
    paper_must(p, story_make(job, txn, &writer, &f, &id)); // all are known now
}

static void only_what_is_given_changes_and_null_clears(void **state)
{
    struct paper *p = *state;
    int64_t id = paper_draft(p, "One");
    struct story_fields f = {.set = STORY_HAS_TOPICS | STORY_HAS_SOURCE | STORY_HAS_SECTION};
    paper_must(p, story_save(job, txn, &p->house, id, 0, &f));
    struct story s = paper_working(p, id);
    assert_int_equal(s.topics_count, 0);
    assert_int_equal(s.source.id, 0);
    assert_int_equal(s.section.id, 0);
    assert_str(s.headline, "One");
    assert_int_equal(s.regions_count, 2);
    assert_int_equal(s.authors_count, 1);
}

static void a_draft_forgets_what_is_gone(void **state)
{
    struct paper *p = *state;
    int64_t id = paper_draft(p, "One");
    paper_run(p, "DELETE FROM region WHERE id = 1");
    paper_run(p, "DELETE FROM source WHERE id = 1");
    struct story s = paper_working(p, id);
    assert_int_equal(s.regions_count, 1);
    assert_str(s.regions[0].slug, "europe");
    assert_int_equal(s.source.id, 0);
}

static void blocks_keep_their_ids_over_a_new_text(void **state)
{
    struct paper *p = *state;
    int64_t id = paper_draft(p, "One");
    struct str first = paper_working(p, id).body->children[0].id;
    struct story_fields f = {
        .set = STORY_HAS_BODY,
        .body = paper_markdown(p, "Something before.\n\nThe first paragraph.\n\nAnd an end."),
    };
    paper_must(p, story_save(job, txn, &p->house, id, 0, &f));
    struct story s = paper_working(p, id);
    assert_int_equal(s.body->children_count, 3);
    assert_true(str_eq(s.body->children[1].id, first));
}

// ── translations ──────────────────────────────────────────────────────────────────────────────

static int64_t draft_in(struct paper *p, const char *edition, int64_t of)
{
    struct story_fields f = paper_fields(p, "Translated");
    f.edition = str_from(edition);
    f.set |= of ? STORY_HAS_TRANSLATION_OF : 0;
    f.translation_of = of;
    int64_t id = 0;
    paper_must(p, story_make(job, txn, &p->house, &f, &id));
    return id;
}

static int64_t group_of(struct paper *p, int64_t id)
{
    return paper_state(p, id).translation_group;
}

static void save_translation(struct paper *p, int64_t id, int64_t of)
{
    struct story_fields f = {.set = STORY_HAS_TRANSLATION_OF, .translation_of = of};
    paper_must(p, story_save(job, txn, &p->house, id, 0, &f));
}

static void a_draft_joins_its_translations_without_a_sound(void **state)
{
    struct paper *p = *state;
    int64_t en = paper_published(p, "One");
    draft_in(p, "es", 0); // makes the topics there
    uint64_t seq = paper_seq(p);
    int64_t es = draft_in(p, "es", en);
    assert_int_equal(group_of(p, es), en);
    assert_str(paper_topics(p, seq), "");
    paper_must(p, story_publish(job, txn, &p->house, es, 0, 0, NULL));
    assert_true(str_find(paper_topics(p, seq), S("translations:1")) >= 0);
    AUTO_TXN txn = read_begin(&p->job, p->store, NULL);
    struct translation *items;
    size_t count;
    assert_job(story_translations(&p->job, &txn, en, &items, &count), &p->job);
    assert_int_equal(count, 2);
    assert_str(items[0].edition, "en");
    assert_str(items[1].edition, "es");
}

static void a_public_story_joins_at_its_next_publish(void **state)
{
    struct paper *p = *state;
    int64_t en = paper_published(p, "One"), es = draft_in(p, "es", 0);
    paper_must(p, story_publish(job, txn, &p->house, es, 0, 0, NULL));
    uint64_t seq = paper_seq(p);
    save_translation(p, es, en);
    assert_str(paper_topics(p, seq), "");
    assert_int_equal(group_of(p, es), es);
    assert_int_equal(paper_working(p, es).state.translation_group, en);
    paper_must(p, story_publish(job, txn, &p->house, es, 0, 0, NULL));
    assert_int_equal(group_of(p, es), en);
    assert_str(paper_topics(p, seq), "story:2 translations:1 translations:2");
}

static void one_story_an_edition(void **state)
{
    struct paper *p = *state;
    int64_t en = paper_draft(p, "One"), es = draft_in(p, "es", en), other = draft_in(p, "es", 0);
    struct story_fields f = {.set = STORY_HAS_TRANSLATION_OF, .translation_of = en};
    paper_refuses(p, FAULT_INVALID, story_save(job, txn, &p->house, other, 0, &f));
    f.translation_of = other;
    paper_refuses(p, FAULT_INVALID, story_save(job, txn, &p->house, other, 0, &f));
    f.translation_of = es;
    paper_must(p, story_save(job, txn, &p->house, en, 0, &f)); // they are together already
}

static void two_groups_become_one(void **state)
{
    struct paper *p = *state;
    int64_t en = paper_draft(p, "One"), es = draft_in(p, "es", en), ar = draft_in(p, "ar", 0);
    save_translation(p, ar, es);
    assert_int_equal(group_of(p, ar), en);
    save_translation(p, en, 0); // the first leaves: the others need another name
    assert_int_equal(group_of(p, en), en);
    assert_int_equal(group_of(p, es), es);
    assert_int_equal(group_of(p, ar), es);
    save_translation(p, en, ar); // and comes back with a group of its own name
    assert_int_equal(group_of(p, en), es);
}

static void leaving_a_public_group_waits(void **state)
{
    struct paper *p = *state;
    int64_t en = paper_draft(p, "One"), es = draft_in(p, "es", en);
    paper_must(p, story_publish(job, txn, &p->house, es, 0, 0, NULL));
    uint64_t seq = paper_seq(p);
    save_translation(p, en, 0);
    assert_str(paper_topics(p, seq), "");
    assert_int_equal(group_of(p, es), en);
    paper_must(p, story_publish(job, txn, &p->house, en, 0, 0, NULL));
    assert_int_equal(group_of(p, es), es);
    assert_int_equal(group_of(p, en), en);
}

int main(void)
{
#define CASE(name) cmocka_unit_test_setup_teardown(name, paper_setup, paper_teardown)
    const struct CMUnitTest tests[] = {
        CASE(every_wrong_field_is_named),
        CASE(an_unknown_edition_is_an_error),
        CASE(text_is_cleaned_on_the_way_in),
        CASE(topics_people_and_sources_are_made_once),
        CASE(who_may_not_make_topics_is_told),
        CASE(only_what_is_given_changes_and_null_clears),
        CASE(a_draft_forgets_what_is_gone),
        CASE(blocks_keep_their_ids_over_a_new_text),
        CASE(a_draft_joins_its_translations_without_a_sound),
        CASE(a_public_story_joins_at_its_next_publish),
        CASE(one_story_an_edition),
        CASE(two_groups_become_one),
        CASE(leaving_a_public_group_waits),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
