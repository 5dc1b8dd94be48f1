#include "unit.h"

#include "text/locale.h"

#include <pthread.h>

enum { HOUR_MS = 3600000, DAY_MS = 24 * HOUR_MS };

static const struct locale en = {S("en"), S("Europe/Madrid"), false};
static const struct locale es = {S("es"), S("Europe/Madrid"), false};
static const struct locale ar = {S("ar"), S("Asia/Riyadh"), false};
static const int64_t at_ms = 1795511520000; // 2026-11-24T09:12:00Z

static void dates_are_written_as_the_edition_does(void **state)
{
    AUTO_JOB job;
    job_start(&job, 0);
    struct arena *mem = &job.mem;
    assert_str(date_long(mem, &en, at_ms), "24 November 2026");
    assert_str(date_long(mem, &es, at_ms), "24 de noviembre de 2026");
    assert_str(date_long(mem, &ar, at_ms), "24 نوفمبر 2026");
    assert_str(date_short(mem, &en, at_ms), "24 Nov");
    assert_str(date_day(mem, &en, at_ms), "Tue, 24 November");
    assert_str(date_time(mem, &en, at_ms), "24 November 2026, 10:12");
    assert_str(date_time(mem, &ar, at_ms), "24 نوفمبر 2026، 12:12");
    assert_str(date_time_short(mem, &en, at_ms), "24 Nov, 10:12");
    assert_str(date_time_short(mem, &ar, at_ms), "24 نوفمبر، 12:12");
    assert_str(date_time_medium(mem, &en, at_ms), "24 Nov 2026, 10:12");
    assert_str(date_time_medium(mem, &es, at_ms), "24 nov 2026, 10:12");
    assert_str(date_time_medium(mem, &ar, at_ms), "24 نوفمبر 2026، 12:12");
    assert_str(clock_time(mem, &es, at_ms), "10:12");
}

static void arabic_months_and_digits_are_the_edition_s_choice(void **state)
{
    AUTO_JOB job;
    job_start(&job, 0);
    struct locale lebanon = {S("ar-LB"), S("Asia/Beirut"), true};
    struct locale algeria = {S("ar-DZ"), S("Africa/Algiers"), false};
    struct locale arabia = {S("ar-SA"), S("Asia/Riyadh"), false};
    assert_str(date_long(&job.mem, &lebanon, at_ms), "٢٤ تشرين الثاني ٢٠٢٦");
    assert_str(date_short(&job.mem, &algeria, 1767261600000), "1 جانفي");
    assert_str(date_long(&job.mem, &arabia, at_ms), "24 نوفمبر 2026"); // not the Hijri calendar
    assert_str(number_text(&job.mem, &lebanon, 1234), "١٬٢٣٤");
}

static void numbers_are_grouped(void **state)
{
    AUTO_JOB job;
    job_start(&job, 0);
    assert_str(number_text(&job.mem, &en, 1234567), "1,234,567");
    assert_str(number_text(&job.mem, &es, 1234567), "1.234.567");
    assert_str(number_text(&job.mem, &ar, 1234567), "1,234,567");
}

static void plurals_are_those_of_cldr(void **state)
{
    static const struct {
        int n;
        const char *ar, *es, *en;
    } cases[] = {
        {0, "zero", "other", "other"},       {1, "one", "one", "one"},
        {2, "two", "other", "other"},        {3, "few", "other", "other"},
        {10, "few", "other", "other"},       {11, "many", "other", "other"},
        {99, "many", "other", "other"},      {100, "other", "other", "other"},
        {101, "other", "other", "other"},    {102, "other", "other", "other"},
        {103, "few", "other", "other"},      {111, "many", "other", "other"},
        {1000000, "other", "many", "other"},
    };
    AUTO_JOB job;
    job_start(&job, 0);
    for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
        assert_str(plural_category(&job.mem, &ar, cases[i].n), cases[i].ar);
        assert_str(plural_category(&job.mem, &es, cases[i].n), cases[i].es);
        assert_str(plural_category(&job.mem, &en, cases[i].n), cases[i].en);
    }
}

static void zones_are_known_by_name(void **state)
{
    assert_true(is_zone(S("Europe/Madrid")));
    assert_true(is_zone(S("UTC")));
    assert_false(is_zone(S("Europe/Atlantis")));
    assert_false(is_zone(S("GMT+25")));
    assert_false(is_zone(S("")));
}

static void a_day_starts_at_midnight_in_its_zone(void **state)
{
    int64_t start = day_start_ms(&en, at_ms, 0), expected;
    assert_true(parse_time(S("2026-11-24T00:00:00+01:00"), &expected));
    assert_int_equal(start, expected);
    assert_int_equal(day_start_ms(&en, start, 0), start);
    assert_int_equal(day_start_ms(&en, start - 1, 0), start - DAY_MS);
    assert_int_equal(day_start_ms(&en, at_ms, 1), start + DAY_MS);
}

static void days_of_changing_clocks_are_shorter_and_longer(void **state)
{
    int64_t spring, autumn;
    assert_true(parse_time(S("2026-03-29T10:00:00Z"), &spring));
    assert_true(parse_time(S("2026-10-25T10:00:00Z"), &autumn));
    assert_int_equal(day_start_ms(&en, spring, 1) - day_start_ms(&en, spring, 0), 23 * HOUR_MS);
    assert_int_equal(day_start_ms(&en, autumn, 1) - day_start_ms(&en, autumn, 0), 25 * HOUR_MS);
}

static void a_date_that_does_not_exist_has_no_beginning(void **state)
{
    static const struct locale apia = {.lang = {"en", 2}, .zone = {"Pacific/Apia", 12}};
    static const struct civil_date wrong[] = {{2026, 2, 30}, {2026, 13, 1}, {2026, 0, 1},
                                              {2026, 11, 0}, {2026, 4, 31}, {2025, 2, 29}};
    int64_t at;
    for (size_t i = 0; i < ARRAY_LEN(wrong); i++)
        assert_false(civil_date_start(&es, wrong[i], &at));
    assert_false(civil_date_start(&apia, (struct civil_date){2011, 12, 30}, &at)); // left out
    assert_true(civil_date_start(&es, (struct civil_date){2026, 11, 24}, &at));
    assert_int_equal(at, INT64_C(1795474800000)); // 23:00 UTC the day before
    struct civil_date date = civil_date_of(&es, at);
    assert_true(date.year == 2026 && date.month == 11 && date.day == 24);
    assert_int_equal(civil_date_of(&es, at - 1).day, 23);
}

static void weeks_begin_as_the_language_begins_them(void **state)
{
    int64_t tuesday = INT64_C(1795521600000); // 24 November 2026, 12:00
    AUTO_JOB job;
    job_start(&job, 0);
    struct arena *mem = &job.mem;
    assert_int_equal(week_place(&en, tuesday), 1); // after Monday
    assert_int_equal(week_place(&ar, tuesday), 3); // after Saturday
    assert_str(weekday_short(mem, &en, tuesday), "Tu");
    assert_str(weekday_name(mem, &ar, tuesday), "الثلاثاء");
    assert_str(date_month(mem, &en, tuesday), "November 2026");
    assert_str(month_name(mem, &ar, tuesday), "نوفمبر");
    assert_str(year_text(mem, &en, tuesday), "2026");
}

static void names_stand_in_the_order_of_the_language(void **state)
{
    static const char *const spanish[] = {"Ana", "\u00c1ngel", "nube", "\u00d1u", "O", "Zoe"},
                             *const arabic[] = {"أحمد", "باسم", "جميل", "يوسف"};
    AUTO_JOB job;
    job_start(&job, 0);
    struct arena *mem = &job.mem;
    for (size_t i = 1; i < ARRAY_LEN(spanish); i++)
        assert_true(str_order(collation_key(mem, &es, str_from(spanish[i - 1])),
                              collation_key(mem, &es, str_from(spanish[i]))) < 0);
    for (size_t i = 1; i < ARRAY_LEN(arabic); i++)
        assert_true(str_order(collation_key(mem, &ar, str_from(arabic[i - 1])),
                              collation_key(mem, &ar, str_from(arabic[i]))) < 0);
}

static void an_unknown_language_or_zone_still_gives_a_date(void **state)
{
    AUTO_JOB job;
    job_start(&job, 0);
    struct locale odd = {S("not a language"), S("Nowhere/At/All"), false};
    assert_true(date_long(&job.mem, &odd, at_ms).len > 0);
    assert_int_equal(day_start_ms(&odd, 0, 0), 0);
}

static void *format_much(void *failed)
{
    struct arena mem;
    arena_start(&mem);
    for (int i = 0; i < 200; i++) {
        struct locale locale = {i % 2 ? S("es") : S("ar"), i % 3 ? S("UTC") : S("Asia/Tokyo"),
                                i % 5 == 0};
        if (date_long(&mem, &locale, at_ms + i * (int64_t)DAY_MS).len == 0)
            *(bool *)failed = true;
    }
    arena_end(&mem);
    return NULL;
}

static void threads_format_at_the_same_time(void **state)
{
    pthread_t threads[4];
    bool failed[4] = {false};
    for (size_t i = 0; i < 4; i++)
        assert_int_equal(pthread_create(&threads[i], NULL, format_much, &failed[i]), 0);
    for (size_t i = 0; i < 4; i++) {
        pthread_join(threads[i], NULL);
        assert_false(failed[i]);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(dates_are_written_as_the_edition_does),
        cmocka_unit_test(arabic_months_and_digits_are_the_edition_s_choice),
        cmocka_unit_test(numbers_are_grouped),
        cmocka_unit_test(plurals_are_those_of_cldr),
        cmocka_unit_test(zones_are_known_by_name),
        cmocka_unit_test(a_day_starts_at_midnight_in_its_zone),
        cmocka_unit_test(days_of_changing_clocks_are_shorter_and_longer),
        cmocka_unit_test(a_date_that_does_not_exist_has_no_beginning),
        cmocka_unit_test(weeks_begin_as_the_language_begins_them),
        cmocka_unit_test(names_stand_in_the_order_of_the_language),
        cmocka_unit_test(an_unknown_language_or_zone_still_gives_a_date),
        cmocka_unit_test(threads_format_at_the_same_time),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
