#include "unit.h"

static void tokens_are_long_and_differ(void **state)
{
    AUTO_JOB job;
    job_start(&job, 0);
    struct str a = random_token(&job.mem, 32), b = random_token(&job.mem, 32);
    assert_int_equal(a.len, 43);
    assert_false(str_eq(a, b));
    for (size_t i = 0; i < a.len; i++)
        assert_true(a.at[i] == '-' || a.at[i] == '_' || (a.at[i] >= '0' && a.at[i] <= 'z'));
}

// Digests are stored: this one may never change.
static void a_digest_stays_the_same(void **state)
{
    AUTO_JOB job;
    job_start(&job, 0);
    assert_str(digest_hex(&job.mem, S("abc"), 32),
               "bddd813c634239723171ef3fee98579b94964e3bb1cb3e427262c8c068d52319");
    assert_str(digest_hex(&job.mem, S("abc"), 8), "bddd813c63423972");
    assert_int_equal(digest_hex(&job.mem, STR_NONE, 8).len, 16);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(tokens_are_long_and_differ),
        cmocka_unit_test(a_digest_stays_the_same),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
