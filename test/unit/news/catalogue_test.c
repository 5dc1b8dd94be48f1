// What the newsroom's catalogue asks of news/: order, taking away, finding, trying a front.
#include "paper.h"

#include "news/house_page.h"
#include "news/picture.h"
#include "news/story_version.h"

static int64_t make(struct paper *p, enum filing_kind kind, const char *name)
{
    const struct filing filing = {.kind = kind, .edition_id = 1, .name = str_from(name)};
    int64_t id = 0;
    paper_must(p, filing_make(job, txn, &p->editor, &filing, FILING_HAS_NAME, &id));
    return id;
}

// Both steps; a test of what lies between them takes them itself.
static bool end_filing(struct job *job, struct txn *txn, const struct actor *actor,
                       enum filing_kind kind, int64_t id)
{
    int64_t seen;
    return filing_end_check(job, txn, actor, kind, id, &seen) &&
           filing_end(job, txn, actor, kind, id, seen);
}

static void what_nothing_names_goes_and_leaves_nothing_behind(void **state)
{
    struct paper *p = *state;
    const enum filing_kind kinds[] = {FILING_SECTION, FILING_REGION, FILING_TOPIC,
                                      FILING_PERSON,  FILING_SOURCE, FILING_DOSSIER};
    for (size_t i = 0; i < ARRAY_LEN(kinds); i++) {
        int64_t id = make(p, kinds[i], "Oceans");
        const struct filing moved = {.kind = kinds[i], .slug = S("seas")};
        paper_must(p, filing_change(job, txn, &p->editor, kinds[i], id, &moved, FILING_HAS_SLUG));
        paper_refuses(p, FAULT_DENIED, end_filing(job, txn, &p->reporter, kinds[i], id));
        paper_must(p, end_filing(job, txn, &p->editor, kinds[i], id));
        paper_refuses(p, FAULT_NOT_FOUND, end_filing(job, txn, &p->editor, kinds[i], id));
        assert_int_equal(make(p, kinds[i], "Oceans"), id); // its names and addresses are free
    }
    assert_int_equal(paper_number(p, "SELECT count(*) FROM old_slug"), 0);
    assert_int_equal(paper_number(p, "SELECT count(*) FROM audit WHERE act = 'filing.end'"), 6);
}

static void what_a_story_names_stays(void **state)
{
    struct paper *p = *state;
    paper_published(p, "Named all over");
    int64_t stories;
    const enum filing_kind kinds[] = {FILING_REGION, FILING_TOPIC, FILING_PERSON, FILING_SOURCE};
    for (size_t i = 0; i < ARRAY_LEN(kinds); i++) {
        const char *sql = kinds[i] == FILING_REGION   ? "SELECT region_id FROM story_region LIMIT 1"
                          : kinds[i] == FILING_TOPIC  ? "SELECT topic_id FROM story_topic LIMIT 1"
                          : kinds[i] == FILING_PERSON ? "SELECT person_id FROM story_author LIMIT 1"
                                                      : "SELECT source_id FROM story";
        int64_t id = paper_number(p, sql);
        paper_must(p, filing_count_stories(job, txn, kinds[i], id, &stories));
        assert_int_equal(stories, 1);
        paper_refuses(p, FAULT_CONFLICT, end_filing(job, txn, &p->editor, kinds[i], id));
    }
}

static void what_an_old_version_names_stays(void **state)
{
    struct paper *p = *state;
    int64_t once = make(p, FILING_TOPIC, "Once"), like_it = make(p, FILING_TOPIC, "Never");
    struct story_fields fields = paper_fields(p, "It was named");
    fields.topics = paper_list(p, "Kyiv", "Once");
    int64_t id = 0;
    paper_must(p, story_make(job, txn, &p->house, &fields, &id));
    const struct story_fields without = {.set = STORY_HAS_TOPICS};
    paper_must(p, story_save(job, txn, &p->house, id, 0, &without));
    paper_refuses(p, FAULT_CONFLICT, end_filing(job, txn, &p->editor, FILING_TOPIC, once));
    paper_must(p, end_filing(job, txn, &p->editor, FILING_TOPIC, like_it));
}

static void what_is_named_after_the_check_stays(void **state)
{
    struct paper *p = *state;
    int64_t early = make(p, FILING_TOPIC, "Early"), late = make(p, FILING_TOPIC, "Late");
    int64_t id = 0, seen_early = 0, seen_late = 0;
    paper_must(p, filing_end_check(job, txn, &p->editor, FILING_TOPIC, early, &seen_early) &&
                      filing_end_check(job, txn, &p->editor, FILING_TOPIC, late, &seen_late));
    struct story_fields fields = paper_fields(p, "It was named in between");
    fields.topics = paper_list(p, "Kyiv", "Late");
    paper_must(p, story_make(job, txn, &p->house, &fields, &id));
    const struct story_fields without = {.set = STORY_HAS_TOPICS};
    paper_must(p, story_save(job, txn, &p->house, id, 0, &without));
    paper_refuses(p, FAULT_CONFLICT,
                  filing_end(job, txn, &p->editor, FILING_TOPIC, late, seen_late));
    paper_must(p, filing_end(job, txn, &p->editor, FILING_TOPIC, early, seen_early));
}

#define NEWEST(what, table) "SELECT coalesce(max(" what "), 0) FROM " table
#define must_be_heard(p, call)                                                                     \
    do {                                                                                           \
        int64_t audits = paper_number((p), NEWEST("id", "audit"));                                 \
        int64_t versions = paper_number((p), NEWEST("number", "version"));                         \
        paper_must((p), (call));                                                                   \
        assert_true(paper_number((p), NEWEST("number", "version")) > versions);                    \
        assert_true(paper_number((p), NEWEST("id", "audit WHERE thing LIKE 'story:%'")) > audits); \
    } while (0)

// filing_end believes the audit about which stories have new versions.
static void no_version_is_saved_without_the_audit_hearing_of_its_story(void **state)
{
    struct paper *p = *state;
    struct story_fields fields = paper_fields(p, "It goes the whole way");
    int64_t id = 0, later = p->job.now_ms + HOUR;
    must_be_heard(p, story_make(job, txn, &p->house, &fields, &id));
    must_be_heard(p, story_save(job, txn, &p->house, id, 0, &fields));
    must_be_heard(p, story_publish(job, txn, &p->house, id, 0, later, NULL));
    must_be_heard(p, story_call_back(job, txn, &p->house, id));
    must_be_heard(p, story_publish(job, txn, &p->house, id, 0, 0, NULL));
    must_be_heard(p, story_correct(job, txn, &p->house, id, 0, S("A name was wrong"), &fields));
    must_be_heard(p, version_restore(job, txn, &p->house, id, 0, 1));
    must_be_heard(p, story_unpublish(job, txn, &p->house, id, 0));
    must_be_heard(p, story_publish(job, txn, &p->house, id, 0, 0, NULL));
    must_be_heard(p, story_withdraw(job, txn, &p->house, id, 0, S("It was no news")));
}

static void sections_take_turns_with_those_of_their_level(void **state)
{
    struct paper *p = *state;
    const char *const first = "SELECT slug FROM section WHERE edition_id = 1 AND parent_id IS NULL"
                              " ORDER BY position, id LIMIT 1";
    struct str was = paper_text(p, first);
    int64_t second =
        paper_number(p, "SELECT id FROM section WHERE edition_id = 1"
                        " AND parent_id IS NULL ORDER BY position, id LIMIT 1 OFFSET 1");
    paper_refuses(p, FAULT_DENIED,
                  filing_move(job, txn, &p->reporter, FILING_SECTION, second, true));
    paper_must(p, filing_move(job, txn, &p->editor, FILING_SECTION, second, true));
    assert_int_equal(paper_number(p, "SELECT id FROM section WHERE edition_id = 1 AND"
                                     " parent_id IS NULL ORDER BY position, id LIMIT 1"),
                     second);
    uint64_t seq = paper_seq(p);
    paper_must(p, filing_move(job, txn, &p->editor, FILING_SECTION, second, true));
    assert_int_equal(paper_seq(p), seq); // the first stays, and nobody hears of it
    paper_must(p, filing_move(job, txn, &p->editor, FILING_SECTION, second, false));
    assert_str(paper_text(p, first), str_c(&p->job.mem, was));
}

static void topics_are_found_by_any_name_and_signs_are_no_jokers(void **state)
{
    struct paper *p = *state;
    struct filing *found;
    size_t count;
    bool more;
    struct str other = S("Kiev 100%");
    const struct filing names = {.kind = FILING_TOPIC, .names = &other, .names_count = 1};
    int64_t id = make(p, FILING_TOPIC, "Kyiv");
    make(p, FILING_TOPIC, "Kyoto");
    paper_must(p, filing_change(job, txn, &p->editor, FILING_TOPIC, id, &names, FILING_HAS_NAMES));
    const struct {
        struct str text;
        size_t count;
    } asked[] = {{S("kIEV"), 1}, {S("ky"), 2}, {S("%"), 1}, {S("_"), 0}, {S(""), 2}};
    for (size_t i = 0; i < ARRAY_LEN(asked); i++) {
        paper_must(p, filing_search(job, txn, FILING_TOPIC, 1, asked[i].text, 10, 0, &found, &count,
                                    &more));
        assert_int_equal(count, asked[i].count);
        assert_false(more);
    }
    paper_must(p, filing_search(job, txn, FILING_TOPIC, 1, S("k"), 1, 0, &found, &count, &more));
    assert_true(more);
    int64_t last = found[0].id;
    paper_must(p, filing_search(job, txn, FILING_TOPIC, 1, S("k"), 1, last, &found, &count, &more));
    assert_str(found[0].name, "Kyoto");
    paper_must(p, filing_search(job, txn, FILING_TOPIC, 2, S("k"), 9, 0, &found, &count, &more));
    assert_int_equal(count, 0);
}

static void pictures_are_found_by_all_their_words(void **state)
{
    struct paper *p = *state;
    struct picture picture = {.hash = S("a"), .alt = S("Política"), .credit = S("EFE")}, *found;
    int64_t id = 0, next = 0;
    size_t count;
    paper_must(
        p, picture_make(job, txn, &p->editor, &picture, PICTURE_HAS_ALT | PICTURE_HAS_CREDIT, &id));
    paper_must(p, picture_translate(job, txn, &p->editor, id, 3, S("سياسة"), S("")));
    picture.hash = S("b");
    paper_must(p, picture_make(job, txn, &p->editor, &picture, 0, &id));
    struct picture_filter filter = {.text = S("efe politica"), .limit = 5};
    paper_must(p, picture_search(job, txn, &filter, &found, &count, &next));
    assert_int_equal(count, 1);
    filter.text = S("سياسة efe");
    paper_must(p, picture_search(job, txn, &filter, &found, &count, &next));
    assert_int_equal(count, 1);
    filter = (struct picture_filter){.limit = 1};
    paper_must(p, picture_search(job, txn, &filter, &found, &count, &next));
    assert_int_equal(next, id);
    filter.before_id = next;
    paper_must(p, picture_search(job, txn, &filter, &found, &count, &next));
    assert_int_equal(count, 1);
    assert_int_equal(next, 0);
}

static void a_front_is_tried_without_being_put(void **state)
{
    struct paper *p = *state;
    for (int i = 0; i < 3; i++) {
        p->job.now_ms += 1000;
        paper_published(p, "A story");
    }
    struct front front;
    struct front_slot slot = {.card.id = 1};
    const struct front_container tried[] = {
        {.id = 1, .kind = CONTAINER_STRIP, .fill = S("latest:en")}, // four are needed
        {.id = 2, .kind = CONTAINER_LEAD, .fill = S("latest:en"), .slots = &slot, .slots_count = 1},
    };
    uint64_t seq = paper_seq(p);
    paper_must(p, front_would_be(job, txn, 1, tried, 2, &front));
    assert_int_equal(front.containers_count, 1);
    assert_int_equal(front.containers[0].id, 2);
    assert_int_equal(front.containers[0].slots[0].card.id, 1);
    assert_int_equal(paper_seq(p), seq);
    assert_int_equal(paper_number(p, "SELECT count(*) FROM front"), 0);
}

static void a_page_moves_and_its_old_address_leads_on(void **state)
{
    struct paper *p = *state;
    struct house_page page = {.title = S("How we count"), .body = paper_markdown(p, "By hand.")};
    struct address address;
    struct edition edition = {.id = 1, .slug = S("en")};
    int64_t id = 0;
    paper_refuses(p, FAULT_DENIED, house_page_make(job, txn, &p->reporter, 1, &page, &id));
    paper_must(p, house_page_make(job, txn, &p->editor, 1, &page, &id));
    page.slug = S("counting");
    paper_must(p, house_page_change(job, txn, &p->editor, id, &page, HOUSE_PAGE_HAS_SLUG));
    paper_must(p, address_find(job, txn, &edition, S("how-we-count"), &address));
    assert_int_equal(address.kind, ADDRESS_MOVED);
    assert_str(address.to, "/en/counting");
    for (size_t i = 0; i < 3; i++) {
        const struct str taken[] = {S("news"), S("feed"), S("about")};
        page.slug = taken[i];
        paper_refuses(p, FAULT_INVALID,
                      house_page_change(job, txn, &p->editor, id, &page, HOUSE_PAGE_HAS_SLUG));
    }
    uint64_t seq = paper_seq(p);
    page.slug = S("counting");
    paper_must(p, house_page_change(job, txn, &p->editor, id, &page, HOUSE_PAGE_HAS_SLUG));
    assert_int_equal(paper_seq(p), seq); // nothing is new
    paper_must(p, house_page_end(job, txn, &p->editor, id));
    paper_must(p, address_find(job, txn, &edition, S("how-we-count"), &address));
    assert_int_equal(address.kind, ADDRESS_NOTHING);
}

int main(void)
{
#define CASE(name) cmocka_unit_test_setup_teardown(name, paper_setup, paper_teardown)
    const struct CMUnitTest tests[] = {
        CASE(what_nothing_names_goes_and_leaves_nothing_behind),
        CASE(what_a_story_names_stays),
        CASE(what_an_old_version_names_stays),
        CASE(what_is_named_after_the_check_stays),
        CASE(no_version_is_saved_without_the_audit_hearing_of_its_story),
        CASE(sections_take_turns_with_those_of_their_level),
        CASE(topics_are_found_by_any_name_and_signs_are_no_jokers),
        CASE(pictures_are_found_by_all_their_words),
        CASE(a_front_is_tried_without_being_put),
        CASE(a_page_moves_and_its_old_address_leads_on),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
