#include "unit.h"

#include "api/api_rate.h"

static void a_minute_holds_so_many_and_refills_evenly(void **state)
{
    struct api_rate *rate = api_rate_open();
    struct str address = S("203.0.113.7");
    int wait_s = 0;
    for (int i = 0; i < 6; i++)
        assert_true(api_rate_allows(rate, address, 6, 1000, &wait_s));
    assert_false(api_rate_allows(rate, address, 6, 1000, &wait_s));
    assert_in_range(wait_s, 10, 11);
    assert_false(api_rate_allows(rate, address, 6, 10000, &wait_s));
    assert_true(api_rate_allows(rate, address, 6, 11100, &wait_s));
    assert_false(api_rate_allows(rate, address, 6, 11100, &wait_s));
    api_rate_close(rate);
}

static void addresses_do_not_share_and_zero_is_no_limit(void **state)
{
    struct api_rate *rate = api_rate_open();
    int wait_s = 0;
    assert_true(api_rate_allows(rate, S("203.0.113.7"), 1, 1000, &wait_s));
    assert_false(api_rate_allows(rate, S("203.0.113.7"), 1, 1000, &wait_s));
    assert_true(api_rate_allows(rate, S("203.0.113.8"), 1, 1000, &wait_s));
    for (int i = 0; i < 100; i++)
        assert_true(api_rate_allows(rate, S("203.0.113.7"), 0, 1000, &wait_s));
    api_rate_close(rate);
}

static void a_clock_that_goes_back_gives_nothing_away(void **state)
{
    struct api_rate *rate = api_rate_open();
    int wait_s = 0;
    assert_true(api_rate_allows(rate, S("a"), 1, 100000, &wait_s));
    assert_false(api_rate_allows(rate, S("a"), 1, 50000, &wait_s));
    assert_false(api_rate_allows(rate, S("a"), 1, 50001, &wait_s));
    api_rate_close(rate);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_minute_holds_so_many_and_refills_evenly),
        cmocka_unit_test(addresses_do_not_share_and_zero_is_no_limit),
        cmocka_unit_test(a_clock_that_goes_back_gives_nothing_away),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
