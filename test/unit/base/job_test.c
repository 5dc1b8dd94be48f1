#include "unit.h"

static void a_job_knows_its_time_and_has_its_own_id(void **state)
{
    AUTO_JOB a;
    AUTO_JOB b;
    job_start(&a, 1234);
    job_start(&b, 5678);
    assert_int_equal(a.now_ms, 1234);
    assert_true(a.id != b.id && a.id != 0);
    assert_false(job_failed(&a));
}

static void the_first_fault_wins(void **state)
{
    AUTO_JOB job;
    job_start(&job, 0);
    assert_false(job_fail(&job, FAULT_NOT_FOUND, "there is no story %d", 7));
    assert_false(job_fail(&job, FAULT_INTERNAL, "later"));
    assert_int_equal(job.fault.kind, FAULT_NOT_FOUND);
    assert_string_equal(job.fault.text, "there is no story 7");
    assert_non_null(strstr(job.fault.file, "job_test.c"));
}

static void wrong_fields_are_collected(void **state)
{
    AUTO_JOB job;
    job_start(&job, 0);
    assert_false(job_fail_field(&job, "headline", "is missing"));
    assert_string_equal(job.fault.text, "headline: is missing");
    assert_false(job_fail_field(&job, "slug", "\"%s\" is taken", "x"));
    assert_int_equal(job.fault.kind, FAULT_INVALID);
    assert_int_equal(job.fault.fields_count, 2);
    assert_string_equal(job.fault.fields[1].message, "\"x\" is taken");
    assert_non_null(strstr(job.fault.text, "2 fields are wrong"));
}

static void fields_beyond_the_ceiling_are_not_kept(void **state)
{
    AUTO_JOB job;
    job_start(&job, 0);
    for (int i = 0; i < FAULT_FIELDS_MAX + 5; i++)
        assert_false(job_fail_field(&job, "f", "%d", i));
    assert_int_equal(job.fault.fields_count, FAULT_FIELDS_MAX);
}

static void a_field_does_not_hide_the_cause(void **state)
{
    AUTO_JOB job;
    job_start(&job, 0);
    assert_false(job_fail(&job, FAULT_DENIED, "no"));
    assert_false(job_fail_field(&job, "slug", "x"));
    assert_int_equal(job.fault.kind, FAULT_DENIED);
    assert_int_equal(job.fault.fields_count, 0);
}

static void a_forgiven_job_may_fail_again(void **state)
{
    AUTO_JOB job;
    job_start(&job, 0);
    char *kept = arena_take(&job.mem, 10);
    assert_false(job_fail(&job, FAULT_STALE, "x"));
    job_forgive(&job);
    assert_false(job_failed(&job));
    kept[9] = 'x'; // the memory stays
    assert_false(job_fail(&job, FAULT_GONE, "y"));
    assert_int_equal(job.fault.kind, FAULT_GONE);
}

static void a_long_sentence_is_cut_not_spilt(void **state)
{
    AUTO_JOB job;
    char text[2000];
    job_start(&job, 0);
    memset(text, 'x', sizeof(text) - 1);
    text[sizeof(text) - 1] = '\0';
    assert_false(job_fail(&job, FAULT_INVALID, "%s", text));
    assert_int_equal(strlen(job.fault.text), FAULT_TEXT_MAX - 1);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_job_knows_its_time_and_has_its_own_id),
        cmocka_unit_test(the_first_fault_wins),
        cmocka_unit_test(wrong_fields_are_collected),
        cmocka_unit_test(fields_beyond_the_ceiling_are_not_kept),
        cmocka_unit_test(a_field_does_not_hide_the_cause),
        cmocka_unit_test(a_forgiven_job_may_fail_again),
        cmocka_unit_test(a_long_sentence_is_cut_not_spilt),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
