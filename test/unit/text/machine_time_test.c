#include "unit.h"

#include "text/locale.h"

static void assert_time(const char *text, const char *expected)
{
    AUTO_JOB job;
    int64_t at_ms;
    job_start(&job, 0);
    if (!parse_time(str_from(text), &at_ms))
        fail_msg("%s is not taken", text);
    assert_str(time_rfc3339(&job.mem, at_ms), expected);
}

static void times_are_read_with_any_offset(void **state)
{
    assert_time("2026-11-24T20:46:42Z", "2026-11-24T20:46:42Z");
    assert_time("2026-11-24t22:46:42.5+02:00", "2026-11-24T20:46:42.500Z");
    assert_time("2026-11-24T15:16:42-0530", "2026-11-24T20:46:42Z");
    assert_time("2026-11-24 10:12:13", "2026-11-24T10:12:13Z");
    assert_time("2026-11-24T10:12", "2026-11-24T10:12:00Z");
    assert_time("2026-11-24", "2026-11-24T00:00:00Z");
    assert_time("2026-11-24T10:12:13.123456789Z", "2026-11-24T10:12:13.123Z");
}

static void leap_days_and_the_epoch_are_right(void **state)
{
    assert_time("2024-02-29", "2024-02-29T00:00:00Z");
    assert_time("2000-02-29", "2000-02-29T00:00:00Z");
    assert_time("1970-01-01T00:00:00Z", "1970-01-01T00:00:00Z");
    assert_time("1969-12-31T23:59:59.999Z", "1969-12-31T23:59:59.999Z");
    assert_time("0001-01-01", "0001-01-01T00:00:00Z");
    assert_time("9999-12-31T23:59:60Z", "9999-12-31T23:59:59Z");
}

static void what_is_no_time_is_not_taken(void **state)
{
    static const char *const bad[] = {"",
                                      "yesterday",
                                      "2026-13-01",
                                      "2026-02-29",
                                      "1900-02-29",
                                      "2026-11-24T24:00:00Z",
                                      "2026-11-24T10:60:00Z",
                                      "2026-11-24T10:12:13+25:00",
                                      "2026-11-24Z",
                                      "2026-11-24T",
                                      "2026-11-24T10:12:13.Z",
                                      "2026-11-24T10:12:13Zx",
                                      "26-11-24",
                                      "2026-1-2",
                                      "+2026-11-24",
                                      "2026-11-24T10:12:13+0",
                                      "2026-00-10",
                                      "2026-01-00"};
    for (size_t i = 0; i < ARRAY_LEN(bad); i++) {
        int64_t at_ms = 7;
        if (parse_time(str_from(bad[i]), &at_ms))
            fail_msg("%s is taken", bad[i]);
        assert_int_equal(at_ms, 7);
    }
}

static void every_day_of_four_centuries_comes_back(void **state)
{
    AUTO_JOB job;
    job_start(&job, 0);
    for (int64_t day = -100000; day < 100000; day++) {
        int64_t back;
        struct str text = time_rfc3339(&job.mem, day * 86400000 + 1);
        assert_true(parse_time(text, &back));
        assert_int_equal(back, day * 86400000 + 1);
        arena_reset(&job.mem);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(times_are_read_with_any_offset),
        cmocka_unit_test(leap_days_and_the_epoch_are_right),
        cmocka_unit_test(what_is_no_time_is_not_taken),
        cmocka_unit_test(every_day_of_four_centuries_comes_back),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
