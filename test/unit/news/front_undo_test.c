#include "paper.h"

static void put(struct paper *p, const struct front_container *containers, size_t count)
{
    paper_must(p, front_put(job, txn, &p->editor, 1, FRONT_EDITION, 0, containers, count));
}

static void publish(struct paper *p, int count)
{
    for (int i = 0; i < count; i++)
        paper_published(p, "A story");
}

static struct front_launch newest(struct paper *p)
{
    struct front_launch launch;
    AUTO_TXN txn = read_begin(&p->job, p->store, NULL);
    assert_job(front_newest_launch(&p->job, &txn, 1, FRONT_EDITION, 0, &launch), &p->job);
    return launch;
}

static struct front chosen(struct paper *p)
{
    struct front front;
    AUTO_TXN txn = read_begin(&p->job, p->store, NULL);
    assert_job(front_chosen(&p->job, &txn, &p->editor, 1, FRONT_EDITION, 0, &front), &p->job);
    return front;
}

static void undo(struct paper *p)
{
    int64_t id = newest(p).id;
    assert_true(id > 0);
    paper_must(p, front_undo(job, txn, &p->editor, 1, FRONT_EDITION, 0, id));
}

static void an_undone_launch_leaves_the_front_as_it_was_before(void **state)
{
    struct paper *p = *state;
    publish(p, 3);
    struct front_slot slots[] = {
        {.card.id = 2, .kicker = S("Now"), .headline = S("A \"quoted\" one")},
        {.card.id = 1, .pinned_until_ms = p->job.now_ms + HOUR},
    };
    const struct front_container first[] = {{.kind = CONTAINER_LEAD,
                                             .title = S("First"),
                                             .fill = S("latest:en"),
                                             .slots = slots,
                                             .slots_count = 2}};
    struct front_slot other = {.card.id = 3};
    const struct front_container second = {
        .kind = CONTAINER_LIST, .slots = &other, .slots_count = 1};
    assert_int_equal(newest(p).id, 0);
    put(p, first, 1);
    put(p, &second, 1);
    assert_false(newest(p).is_undo);
    undo(p);
    struct front front = chosen(p);
    assert_int_equal(front.containers_count, 1);
    const struct front_container *c = &front.containers[0];
    assert_int_equal(c->kind, CONTAINER_LEAD);
    assert_str(c->title, "First");
    assert_str(c->fill, "latest:en");
    assert_int_equal(c->slots_count, 2);
    assert_int_equal(c->slots[0].card.id, 2);
    assert_str(c->slots[0].kicker, "Now");
    assert_str(c->slots[0].headline, "A \"quoted\" one");
    assert_int_equal(c->slots[1].pinned_until_ms, slots[1].pinned_until_ms);

    assert_true(newest(p).is_undo); // and what was taken back comes again
    undo(p);
    assert_int_equal(chosen(p).containers[0].slots[0].card.id, 3);
}

static void the_first_launch_undone_is_the_plan_again(void **state)
{
    struct paper *p = *state;
    publish(p, 1);
    const struct front_container lead = {.kind = CONTAINER_LEAD, .fill = S("latest:en")};
    put(p, &lead, 1);
    undo(p);
    assert_int_equal(chosen(p).id, 0);
    undo(p);
    assert_int_equal(chosen(p).containers_count, 1);
}

static void only_the_newest_launch_is_undone_and_by_whom_may(void **state)
{
    struct paper *p = *state;
    const struct front_container lead = {.kind = CONTAINER_LEAD, .fill = S("latest:en")};
    put(p, &lead, 1);
    int64_t id = newest(p).id;
    put(p, NULL, 0);
    paper_refuses(p, FAULT_CONFLICT, front_undo(job, txn, &p->editor, 1, FRONT_EDITION, 0, id));
    paper_refuses(p, FAULT_CONFLICT, front_undo(job, txn, &p->editor, 1, FRONT_EDITION, 0, 0));
    id = newest(p).id;
    paper_refuses(p, FAULT_DENIED, front_undo(job, txn, &p->reporter, 1, FRONT_EDITION, 0, id));
    paper_refuses(p, FAULT_CONFLICT, front_undo(job, txn, &p->editor, 1, FRONT_SECTION, 2, id));
    paper_run(p, "INSERT INTO front(edition_id) VALUES (1)"); // by hand: no launch of anybody's
    assert_int_equal(newest(p).id, 0);
}

static void what_cannot_stand_any_more_does_not_come_back(void **state)
{
    struct paper *p = *state;
    publish(p, 2);
    struct front_slot slots[] = {{.card.id = 1, .pinned_until_ms = p->job.now_ms + HOUR},
                                 {.card.id = 2}};
    const struct front_container lead = {
        .kind = CONTAINER_LEAD, .fill = S("dossier:1/list"), .slots = slots, .slots_count = 2};
    paper_run(p, "INSERT INTO dossier(edition_id, slug, title) VALUES (1, 'one', 'One')");
    put(p, &lead, 1);
    put(p, NULL, 0);
    paper_run(p, "DELETE FROM dossier");
    p->job.now_ms += 2 * HOUR;
    undo(p);
    struct front front = chosen(p);
    assert_str(front.containers[0].fill, "");
    assert_int_equal(front.containers[0].slots_count, 1);
    assert_int_equal(front.containers[0].slots[0].card.id, 2);
}

static void a_launch_of_an_older_version_is_not_offered(void **state)
{
    struct paper *p = *state;
    const struct front_container lead = {.kind = CONTAINER_LEAD, .fill = S("latest:en")};
    put(p, &lead, 1);
    paper_run(p, "INSERT INTO audit(at_ms, way, act, thing, before_is, after_is) VALUES"
                 " (1, 'api', 'front.put', 'front:en', '[{\"kind\":\"lead\",\"stories\":[1]}]',"
                 " '[{\"kind\":\"lead\",\"stories\":[2]}]')");
    assert_int_equal(newest(p).id, 0);
}

int main(void)
{
#define CASE(name) cmocka_unit_test_setup_teardown(name, paper_setup, paper_teardown)
    const struct CMUnitTest tests[] = {
        CASE(an_undone_launch_leaves_the_front_as_it_was_before),
        CASE(the_first_launch_undone_is_the_plan_again),
        CASE(only_the_newest_launch_is_undone_and_by_whom_may),
        CASE(what_cannot_stand_any_more_does_not_come_back),
        CASE(a_launch_of_an_older_version_is_not_offered),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
