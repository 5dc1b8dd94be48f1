#include "paper.h"

#include "news/popularity.h"

static void the_log_is_pruned_again_each_hour(void **state)
{
    struct paper *p = *state;
    paper_must(p, clockwork_start(job, txn, 60000));
    paper_must(p, clockwork_start(job, txn, 60000)); // again is fine
    assert_int_equal(paper_number(p, "SELECT count(*) FROM due WHERE kind = 'log-prune'"), 1);
    int64_t first = paper_number(p, "SELECT at_ms FROM due WHERE kind = 'log-prune'");
    assert_true(first > NOW && first <= NOW + HOUR && first % HOUR == 0);
}

static int64_t chosen_now_ms;

static int64_t read_chosen_clock(void)
{
    return chosen_now_ms;
}

static void most_read_is_ranked_again_each_period(void **state)
{
    struct paper *p = *state;
    struct due *due;
    struct due_options options = {.store = p->store,
                                  .kinds = news_due_kinds,
                                  .kinds_count = news_due_kinds_count,
                                  .now_ms = read_chosen_clock,
                                  .by_hand = true};
    assert_job(due_open(&p->job, &options, &due), &p->job);
    struct tally tally = {paper_published(p, "Story"), 1};
    paper_must(p, clockwork_start(job, txn, 60000));
    for (int minute = 1; minute <= 3; minute++) {
        int ran = -1;
        paper_must(p, views_add(job, txn, NOW / HOUR, &tally, 1));
        chosen_now_ms = (NOW / 60000 + minute) * 60000 - 1;
        assert_job(due_run(&p->job, due, &ran), &p->job);
        assert_int_equal(ran, 0);
        chosen_now_ms++;
        assert_job(due_run(&p->job, due, &ran), &p->job);
        assert_int_equal(ran, 1);
        assert_int_equal(paper_number(p, "SELECT count(*) FROM due WHERE kind = 'most-read'"), 1);
        assert_int_equal(paper_number(p, "SELECT count(*) FROM most_read"), 3);
    }
    due_close(due);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(the_log_is_pruned_again_each_hour, paper_setup,
                                        paper_teardown),
        cmocka_unit_test_setup_teardown(most_read_is_ranked_again_each_period, paper_setup,
                                        paper_teardown),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
