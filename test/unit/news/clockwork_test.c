#include "paper.h"

static void the_log_is_pruned_again_each_hour(void **state)
{
    struct paper *p = *state;
    paper_must(p, clockwork_start(job, txn));
    paper_must(p, clockwork_start(job, txn)); // again is fine
    assert_int_equal(paper_number(p, "SELECT count(*) FROM due WHERE kind = 'log-prune'"), 1);
    int64_t first = paper_number(p, "SELECT at_ms FROM due WHERE kind = 'log-prune'");
    assert_true(first > NOW && first <= NOW + HOUR && first % HOUR == 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(the_log_is_pruned_again_each_hour, paper_setup,
                                        paper_teardown),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
