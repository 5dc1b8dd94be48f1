#include "unit.h"

#include "newsroom/knocks.h"

#define NOW INT64_C(1795500000000)
#define MINUTE INT64_C(60000)

static int setup(void **state)
{
    *state = knocks_open();
    return 0;
}

static int teardown(void **state)
{
    knocks_close(*state);
    return 0;
}

// How many of `tries`, a second apart, are let through.
static int tried(struct knocks *knocks, const char *account, const char *address, int tries,
                 int64_t from_ms)
{
    int let = 0, wait_s;
    for (int i = 0; i < tries; i++)
        let += knock_may(knocks, str_from(account), str_from(address), from_ms + i * 1000, &wait_s);
    return let;
}

static void five_tries_are_free_then_the_wait_doubles(void **state)
{
    int wait_s = 0;
    assert_int_equal(tried(*state, "ana", "10.0.0.1", 5, NOW), 5);
    assert_false(knock_may(*state, S("ana"), S("10.0.0.1"), NOW + 4500, &wait_s));
    assert_int_equal(wait_s, 1);
    // At 1, 2, 4, 8 … seconds after each other.
    assert_in_range(tried(*state, "ana", "10.0.0.1", 1000, NOW + 5000), 7, 10);
    assert_false(knock_may(*state, S("ana"), S("10.0.0.1"), NOW + 1005000, &wait_s));
    assert_in_range(wait_s, 1, 900);
}

static void time_forgives(void **state)
{
    tried(*state, "ana", "10.0.0.1", 3000, NOW);
    assert_int_equal(tried(*state, "ana", "10.0.0.1", 5, NOW + 3000000 + 150 * MINUTE), 5);
}

static void success_forgives_at_once(void **state)
{
    for (int i = 0; i < 50; i++) {
        assert_int_equal(tried(*state, "ana", "10.0.0.1", 4, NOW + i * 10000), 4);
        knock_opened(*state, S("ana"), S("10.0.0.1"), NOW + i * 10000 + 5000);
    }
}

// Fifty people behind one address: one slip in half a minute, all day long.
static void an_office_is_not_shut_out_by_its_slips(void **state)
{
    for (int i = 0; i < 1000; i++) {
        char account[16];
        snprintf(account, sizeof(account), "user-%d", i % 50);
        int64_t at_ms = NOW + i * 60000;
        assert_int_equal(tried(*state, account, "10.0.0.1", 2, at_ms), 2);
        knock_opened(*state, str_from(account), S("10.0.0.1"), at_ms + 2000);
    }
}

static void an_address_that_tries_everybody_is_slowed(void **state)
{
    int let = 0, wait_s;
    for (int i = 0; i < 600; i++) {
        char account[16];
        snprintf(account, sizeof(account), "user-%d", i);
        let += knock_may(*state, str_from(account), S("10.0.0.1"), NOW + i * 1000, &wait_s);
    }
    assert_in_range(let, 20, 40);
    assert_int_equal(tried(*state, "user-7", "10.0.0.2", 4, NOW + 600000), 4);
}

static void a_network_of_ipv6_counts_as_one_address(void **state)
{
    int let = 0, wait_s;
    for (int i = 0; i < 600; i++) {
        char account[16], address[48];
        snprintf(account, sizeof(account), "user-%d", i);
        snprintf(address, sizeof(address), "2001:db8:0:7::%x", i + 1);
        let += knock_may(*state, str_from(account), str_from(address), NOW + i * 1000, &wait_s);
    }
    assert_in_range(let, 20, 40);
    assert_int_equal(tried(*state, "ana", "2001:db8:0:8::1", 4, NOW), 4);
}

// Thousands of addresses that guess at one account get a dozen guesses a minute together; who is
// known from their own address does not even notice, and who is not waits seconds, not for ever.
static void a_flood_at_one_account_keeps_nobody_out(void **state)
{
    int let = 0, wait_s;
    assert_int_equal(tried(*state, "ana", "192.0.2.1", 1, NOW), 1);
    knock_opened(*state, S("ana"), S("192.0.2.1"), NOW);
    for (int i = 0; i < 6000; i++) {
        char address[32];
        snprintf(address, sizeof(address), "10.%d.%d.1", i / 250, i % 250);
        let += knock_may(*state, S("ana"), str_from(address), NOW + i * 100, &wait_s);
    }
    assert_in_range(let, 50, 190);
    assert_true(knock_may(*state, S("ana"), S("192.0.2.1"), NOW + 600000, &wait_s));
    if (!knock_may(*state, S("ana"), S("198.51.100.7"), NOW + 600000, &wait_s))
        assert_in_range(wait_s, 1, 10);
    assert_true(knock_may(*state, S("ana"), S("198.51.100.7"), NOW + 611000, &wait_s));
}

static void a_minute_has_sixty_lines_of_the_audit(void **state)
{
    int noted = 0;
    for (int i = 0; i < 1000; i++)
        noted += knock_is_noted(*state, NOW);
    assert_int_equal(noted, 60);
    assert_true(knock_is_noted(*state, NOW + MINUTE));
}

int main(void)
{
#define CASE(name) cmocka_unit_test_setup_teardown(name, setup, teardown)
    const struct CMUnitTest tests[] = {
        CASE(five_tries_are_free_then_the_wait_doubles),
        CASE(time_forgives),
        CASE(success_forgives_at_once),
        CASE(an_office_is_not_shut_out_by_its_slips),
        CASE(an_address_that_tries_everybody_is_slowed),
        CASE(a_network_of_ipv6_counts_as_one_address),
        CASE(a_flood_at_one_account_keeps_nobody_out),
        CASE(a_minute_has_sixty_lines_of_the_audit),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
