#include "paper.h"

static struct front read_front(struct paper *p, struct notebook *notes)
{
    AUTO_TXN txn = read_begin(&p->job, p->store, notes);
    struct front front;
    assert_job(front_read(&p->job, &txn, 1, FRONT_EDITION, 0, &front), &p->job);
    return front;
}

// "lead 3 2; row-4 1": the containers and their stories.
static struct str shape(struct paper *p)
{
    struct front front = read_front(p, NULL);
    struct buf b;
    buf_start(&b, &p->job.mem, 1 << 16);
    for (size_t i = 0; i < front.containers_count; i++) {
        buf_printf(&b, "%s%s", i ? "; " : "", container_word(front.containers[i].kind));
        for (size_t j = 0; j < front.containers[i].slots_count; j++)
            buf_printf(&b, " %lld", (long long)front.containers[i].slots[j].card.id);
    }
    return buf_str(&b);
}

static int64_t publish_in(struct paper *p, const char *section, const char *dossier)
{
    struct story_fields f = paper_fields(p, "A story");
    f.section = str_from(section);
    if (dossier) {
        f.set |= STORY_HAS_DOSSIERS;
        f.dossiers = paper_list(p, dossier, NULL);
    }
    int64_t id = 0;
    p->job.now_ms += 1000;
    paper_must(p, story_make(job, txn, &p->house, &f, &id));
    paper_must(p, story_publish(job, txn, &p->house, id, 0, 0, NULL));
    return id;
}

static void publish_many(struct paper *p, const char *section, int count)
{
    for (int i = 0; i < count; i++)
        publish_in(p, section, NULL);
}

static void put(struct paper *p, const struct front_container *containers, size_t count)
{
    paper_must(p, front_put(job, txn, &p->editor, 1, FRONT_EDITION, 0, containers, count));
}

static void an_empty_newspaper_has_an_empty_front(void **state)
{
    struct paper *p = *state;
    assert_str(shape(p), "");
}

static void a_front_nobody_curated_follows_the_plan(void **state)
{
    struct paper *p = *state;
    paper_run(p, "INSERT INTO dossier(edition_id, slug, title) VALUES (1, 'empty', 'Empty'),"
                 " (1, 'full', 'Full')");
    publish_many(p, "videos", 2);            // 1 2
    publish_in(p, "articles/opinion", NULL); // 3
    publish_in(p, "news/health", "full");    // 4
    publish_many(p, "news/economy", 2);      // 5 6
    publish_many(p, "news/politics", 18);    // 7 … 24
    assert_str(shape(p), "lead 24 23 22 21 20; list 19 18 17 16 15 14 13 12; row-4 11 10 9 8;"
                         " opinion 3; dossier 4; section 7; section 6 5; section 2 1");
}

static void no_story_stands_twice(void **state)
{
    struct paper *p = *state;
    publish_many(p, "news/politics", 7);
    struct front_slot slot = {.card.id = 7};
    const struct front_container containers[] = {
        {.kind = CONTAINER_LEAD, .fill = S("latest:en")},
        {.kind = CONTAINER_ROW3, .fill = S("latest:en"), .slots = &slot, .slots_count = 1},
        {.kind = CONTAINER_SECTION, .fill = S("section:2/list")}};
    put(p, containers, 3);
    assert_str(shape(p), "lead 6 5 4 3 2; row-3 7 1");
}

static void what_is_chosen_stands_first_and_waits_until_it_is_public(void **state)
{
    struct paper *p = *state;
    publish_many(p, "news/politics", 3);
    int64_t draft = paper_draft(p, "Four");
    struct front_slot slots[] = {{.card.id = draft, .headline = S("Ours"), .kicker = S("First")},
                                 {.card.id = 1}};
    const struct front_container lead = {
        .kind = CONTAINER_LEAD, .fill = S("latest:en"), .slots = slots, .slots_count = 2};
    put(p, &lead, 1);
    assert_str(shape(p), "lead 1 3 2");
    paper_must(p, story_publish(job, txn, &p->house, draft, 0, 0, NULL));
    assert_str(shape(p), "lead 4 1 3 2");
    struct front front = read_front(p, NULL);
    assert_str(front.containers[0].slots[0].headline, "Ours");
    assert_str(front.containers[0].slots[0].card.headline, "Four");
    paper_must(p, story_withdraw(job, txn, &p->house, 1, 0, S("wrong")));
    assert_str(shape(p), "lead 4 3 2");
}

static void a_container_without_enough_stories_is_not_shown(void **state)
{
    struct paper *p = *state;
    publish_many(p, "news/politics", 2);
    const struct front_container containers[] = {
        {.kind = CONTAINER_BIG, .fill = S("latest:en")},
        {.kind = CONTAINER_LIST, .title = S("Empty"), .fill = S("section:1/list")}};
    put(p, containers, 1);
    assert_str(shape(p), "");
    put(p, NULL, 0);
    assert_str(shape(p), "lead 2 1");
    assert_int_equal(paper_number(p, "SELECT count(*) FROM front"), 0);
}

static void a_pinned_slot_ends_at_its_moment(void **state)
{
    struct paper *p = *state;
    publish_many(p, "news/politics", 3);
    struct front_slot slot = {.card.id = 1, .pinned_until_ms = p->job.now_ms + HOUR};
    const struct front_container lead = {
        .kind = CONTAINER_LEAD, .fill = S("latest:en"), .slots = &slot, .slots_count = 1};
    put(p, &lead, 1);
    assert_str(shape(p), "lead 1 3 2");
    int64_t id = paper_number(p, "SELECT key FROM due WHERE kind = 'slot-end'");
    paper_must(p, slot_end_due(job, txn, id)); // too early: somebody has moved it
    assert_str(shape(p), "lead 1 3 2");
    paper_next(p);
    paper_must(p, slot_end_due(job, txn, id));
    assert_str(shape(p), "lead 3 2 1");
    assert_int_equal(paper_number(p, "SELECT count(*) FROM audit WHERE act = 'slot.end'"
                                     " AND before_is = '{\"story\":1}'"),
                     1);
    slot.pinned_until_ms = p->job.now_ms + HOUR;
    put(p, &lead, 1);
    put(p, NULL, 0);
    assert_int_equal(paper_number(p, "SELECT count(*) FROM due WHERE key <> '1'"
                                     " AND kind = 'slot-end'"),
                     0);
}

static void what_cannot_stand_there_is_named(void **state)
{
    struct paper *p = *state;
    publish_many(p, "news/politics", 2);
    struct story_fields other = paper_fields(p, "Otra");
    other.edition = S("es");
    int64_t foreign = 0;
    paper_must(p, story_make(job, txn, &p->house, &other, &foreign));
    struct front_slot slots[] = {{.card.id = 1, .pinned_until_ms = 1},
                                 {.card.id = 1},
                                 {.card.id = 99},
                                 {.card.id = foreign}};
    const struct front_container bad[] = {
        {.kind = CONTAINER_LEAD, .fill = S("latest:es"), .slots = slots, .slots_count = 4},
        {.kind = CONTAINER_PAIR, .fill = S("section:99/list"), .slots = slots, .slots_count = 3}};
    bool ok = true;
    paper_do(p, &ok, front_put(job, txn, &p->editor, 1, FRONT_EDITION, 0, bad, 2));
    assert_false(ok);
    assert_int_equal(p->job.fault.kind, FAULT_INVALID);
    const char *const fields[] = {
        "containers[0].fill",           "containers[0].slots[0].pinned_until",
        "containers[0].slots[1].story", "containers[0].slots[2].story",
        "containers[0].slots[3].story", "containers[1].fill",
        "containers[1].slots"};
    assert_int_equal(p->job.fault.fields_count, ARRAY_LEN(fields));
    for (size_t i = 0; i < ARRAY_LEN(fields); i++)
        assert_string_equal(p->job.fault.fields[i].field, fields[i]);
    job_forgive(&p->job);
    assert_int_equal(paper_number(p, "SELECT count(*) FROM front"), 0);
}

static void lists_of_this_edition_fill_and_others_do_not(void **state)
{
    struct paper *p = *state;
    publish_many(p, "news/politics", 1); // makes person 1, source 1, topics 1 and 2
    static const struct {
        const char *fill;
        bool is;
    } fills[] = {
        {"latest:en", true},
        {"kind:en:video", true},
        {"section:2/list", true},
        {"topic:1/list", true},
        {"person:1:en/list", true},
        {"source:1:en/list", true},
        {"person:1/list", false},
        {"person:1:es/list", false},
        {"section:2:en/list", false},
        {"section:02/list", false},
        {"section:30/list", false},
        {"kind:en:nonsense", false},
        {"story:1", false},
        {"latest:", false},
        {"/list", false},
        {"section:-1/list", false},
        {"section:99999999999999999999/list", false},
    };
    for (size_t i = 0; i < ARRAY_LEN(fills); i++) {
        const struct front_container list = {.kind = CONTAINER_LIST,
                                             .fill = str_from(fills[i].fill)};
        bool ok;
        paper_do(p, &ok, front_put(job, txn, &p->editor, 1, FRONT_EDITION, 0, &list, 1));
        if (ok != fills[i].is)
            print_error("%s\n", fills[i].fill);
        assert_int_equal(ok, fills[i].is);
        job_forgive(&p->job);
    }
}

static void who_may_not_edit_the_menu_may_not_curate(void **state)
{
    struct paper *p = *state;
    paper_refuses(p, FAULT_DENIED, front_put(job, txn, &p->reporter, 1, FRONT_EDITION, 0, NULL, 0));
}

static void curating_touches_that_front_alone(void **state)
{
    struct paper *p = *state;
    publish_many(p, "news/politics", 1);
    const struct front_container lead = {.kind = CONTAINER_LEAD, .fill = S("latest:en")};
    uint64_t seq = paper_seq(p);
    put(p, &lead, 1);
    assert_str(paper_topics(p, seq), "front:en");
    seq = paper_seq(p);
    paper_must(p, front_put(job, txn, &p->editor, 1, FRONT_SECTION, 2, &lead, 1));
    assert_str(paper_topics(p, seq), "front:section:2");
    seq = paper_seq(p);
    put(p, NULL, 0);
    assert_str(paper_topics(p, seq), "front:en");
}

static void a_front_notes_what_stands_on_it_and_no_more(void **state)
{
    struct paper *p = *state;
    struct notebook notes;
    publish_many(p, "news/politics", 7);
    const struct front_container lead = {.kind = CONTAINER_LEAD, .fill = S("section:2/list")};
    put(p, &lead, 1);
    notebook_start(&notes, &p->job.mem);
    read_front(p, &notes);
    static const char *const noted[] = {"front:en", "section:2/list", "section:2",
                                        "story:7",  "story:6",        "story:5",
                                        "story:4",  "story:3",        "source:1"};
    for (size_t i = 0; i < ARRAY_LEN(noted); i++)
        assert_true(notebook_has(&notes, str_from(noted[i])));
    assert_int_equal(notes.count, ARRAY_LEN(noted));
}

static void what_was_chosen_shows_drafts_to_the_desk_alone(void **state)
{
    struct paper *p = *state;
    int64_t draft = paper_draft(p, "One");
    struct front_slot slot = {.card.id = draft};
    const struct front_container lead = {.kind = CONTAINER_LEAD, .slots = &slot, .slots_count = 1};
    struct actor nobody = {0};
    struct front front;
    struct notebook notes;
    put(p, &lead, 1);
    notebook_start(&notes, &p->job.mem);
    AUTO_TXN txn = read_begin(&p->job, p->store, &notes);
    assert_job(front_chosen(&p->job, &txn, &p->editor, 1, FRONT_EDITION, 0, &front), &p->job);
    assert_int_equal(front.containers[0].slots_count, 1);
    assert_int_equal(front.containers[0].slots[0].card.id, draft);
    assert_job(front_chosen(&p->job, &txn, &nobody, 1, FRONT_EDITION, 0, &front), &p->job);
    assert_int_equal(front.containers[0].slots_count, 0);
    assert_int_equal(notes.count, 0);
}

int main(void)
{
#define CASE(name) cmocka_unit_test_setup_teardown(name, paper_setup, paper_teardown)
    const struct CMUnitTest tests[] = {
        CASE(an_empty_newspaper_has_an_empty_front),
        CASE(a_front_nobody_curated_follows_the_plan),
        CASE(no_story_stands_twice),
        CASE(what_is_chosen_stands_first_and_waits_until_it_is_public),
        CASE(a_container_without_enough_stories_is_not_shown),
        CASE(a_pinned_slot_ends_at_its_moment),
        CASE(what_cannot_stand_there_is_named),
        CASE(lists_of_this_edition_fill_and_others_do_not),
        CASE(who_may_not_edit_the_menu_may_not_curate),
        CASE(curating_touches_that_front_alone),
        CASE(a_front_notes_what_stands_on_it_and_no_more),
        CASE(what_was_chosen_shows_drafts_to_the_desk_alone),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
