#include "unit.h"

static void every_kind_has_a_status_and_a_name(void **state)
{
    for (int kind = FAULT_BAD_INPUT; kind <= FAULT_INTERNAL; kind++) {
        int status = fault_http_status((enum fault_kind)kind);
        assert_in_range(status, 400, 503);
        assert_true(strlen(fault_name((enum fault_kind)kind)) > 0);
        for (int other = FAULT_BAD_INPUT; other < kind; other++)
            assert_string_not_equal(fault_name((enum fault_kind)kind),
                                    fault_name((enum fault_kind)other));
    }
}

static void kinds_are_what_http_calls_them(void **state)
{
    assert_int_equal(fault_http_status(FAULT_BAD_INPUT), 400);
    assert_int_equal(fault_http_status(FAULT_UNAUTHORIZED), 401);
    assert_int_equal(fault_http_status(FAULT_DENIED), 403);
    assert_int_equal(fault_http_status(FAULT_NOT_FOUND), 404);
    assert_int_equal(fault_http_status(FAULT_CONFLICT), 409);
    assert_int_equal(fault_http_status(FAULT_GONE), 410);
    assert_int_equal(fault_http_status(FAULT_STALE), 412);
    assert_int_equal(fault_http_status(FAULT_TOO_BIG), 413);
    assert_int_equal(fault_http_status(FAULT_UNSUPPORTED), 415);
    assert_int_equal(fault_http_status(FAULT_INVALID), 422);
    assert_int_equal(fault_http_status(FAULT_PRECONDITION), 428);
    assert_int_equal(fault_http_status(FAULT_TOO_MANY), 429);
    assert_int_equal(fault_http_status(FAULT_INTERNAL), 500);
    assert_int_equal(fault_http_status(FAULT_UNAVAILABLE), 503);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_kind_has_a_status_and_a_name),
        cmocka_unit_test(kinds_are_what_http_calls_them),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
