#include "paper.h"

#include "news/audit.h"

struct lines {
    struct audit_row *rows;
    size_t count;
    bool more;
};

static struct lines look(struct paper *p, struct audit_filter filter)
{
    AUTO_TXN txn = read_begin(&p->job, p->store, NULL);
    struct lines lines = {0};
    assert_job(
        audit_list(&p->job, &txn, &p->house, &filter, &lines.rows, &lines.count, &lines.more),
        &p->job);
    return lines;
}

static size_t count(struct paper *p, struct audit_filter filter)
{
    return look(p, filter).count;
}

static void an_act_is_found_by_all_that_is_known_of_it(void **state)
{
    struct paper *p = *state;
    struct actor ana = p->editor;
    ana.way = S("newsroom");
    ana.address = S("192.0.2.7");
    paper_must(p, staff_add(job, txn, &p->house, S("ana@paper.example"), S("Ana"), S("editor"),
                            &ana.staff_id));
    int64_t id = paper_draft(p, "Herons");
    paper_next(p);
    paper_must(p, story_publish(job, txn, &ana, id, 0, 0, NULL));
    struct lines lines = look(p, (struct audit_filter){.staff_id = ana.staff_id});
    assert_int_equal(lines.count, 1);
    assert_str(lines.rows[0].who, "Ana");
    assert_str(lines.rows[0].act, "story.publish");
    assert_str(lines.rows[0].thing, "story:1");
    assert_str(lines.rows[0].way, "newsroom");
    assert_str(lines.rows[0].address, "192.0.2.7");
    assert_int_equal(lines.rows[0].at_ms, NOW + HOUR);
    assert_str(lines.rows[0].before, "{\"status\":\"draft\",\"version\":1}");
    assert_int_equal(count(p, (struct audit_filter){.act = S("story.")}), 2);
    assert_int_equal(count(p, (struct audit_filter){.act = S("story.create")}), 1);
    assert_int_equal(count(p, (struct audit_filter){.act = S("story")}), 0);
    assert_int_equal(count(p, (struct audit_filter){.act = S("story_")}), 0);
    assert_int_equal(count(p, (struct audit_filter){.thing = S("story:1")}), 2);
    assert_int_equal(
        count(p, (struct audit_filter){.thing = S("story:1"), .staff_id = ana.staff_id}), 1);
    assert_int_equal(count(p, (struct audit_filter){.way = S("newsroom")}), 1);
    assert_int_equal(count(p, (struct audit_filter){.from_ms = NOW + 1}), 1);
    assert_int_equal(count(p, (struct audit_filter){.act = S("story."), .to_ms = NOW + 1}), 1);
    assert_int_equal(count(p, (struct audit_filter){.text = S("published")}), 1);
    assert_int_equal(count(p, (struct audit_filter){.text = S("pub%shed")}), 0);
    assert_int_equal(count(p, (struct audit_filter){.text = S("ana@paper.example")}), 1);
}

static void the_newest_stand_first_in_pages(void **state)
{
    struct paper *p = *state;
    for (int i = 0; i < 7; i++)
        paper_draft(p, "One");
    struct lines lines = look(p, (struct audit_filter){.act = S("story."), .limit = 4});
    assert_int_equal(lines.count, 4);
    assert_true(lines.more);
    assert_str(lines.rows[0].thing, "story:7");
    lines = look(
        p, (struct audit_filter){.act = S("story."), .limit = 4, .before_id = lines.rows[3].id});
    assert_int_equal(lines.count, 3);
    assert_false(lines.more);
    assert_str(lines.rows[2].thing, "story:1");
}

static void only_some_may_read_it(void **state)
{
    struct paper *p = *state;
    struct audit_filter filter = {0};
    struct lines lines;
    paper_refuses(
        p, FAULT_DENIED,
        audit_list(job, txn, &p->reporter, &filter, &lines.rows, &lines.count, &lines.more));
    paper_must(p,
               audit_list(job, txn, &p->editor, &filter, &lines.rows, &lines.count, &lines.more));
}

int main(void)
{
#define CASE(name) cmocka_unit_test_setup_teardown(name, paper_setup, paper_teardown)
    const struct CMUnitTest tests[] = {
        CASE(an_act_is_found_by_all_that_is_known_of_it),
        CASE(the_newest_stand_first_in_pages),
        CASE(only_some_may_read_it),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
