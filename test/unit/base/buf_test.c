#include "unit.h"

static void text_is_escaped_and_html_is_not(void **state)
{
    AUTO_JOB job;
    struct buf b;
    struct str out;
    job_start(&job, 0);
    buf_start(&b, &job.mem, 1000);
    buf_add_text(&b, S("<a href=\"x\">'&'"));
    buf_add_html(&b, (struct html){S("<br>")});
    buf_add_text(&b, STR_NONE);
    assert_job(buf_done(&job, &b, &out), &job);
    assert_str(out, "&lt;a href=&quot;x&quot;&gt;&#39;&amp;&#39;<br>");
}

static void numbers_and_formats_are_added(void **state)
{
    AUTO_JOB job;
    struct buf b;
    job_start(&job, 0);
    buf_start(&b, &job.mem, 1000);
    buf_add_int(&b, INT64_MIN);
    buf_add_char(&b, ' ');
    buf_printf(&b, "%s-%03d", "x", 7);
    assert_str(buf_str(&b), "-9223372036854775808 x-007");
}

static void codepoints_become_utf8(void **state)
{
    AUTO_JOB job;
    struct buf b;
    job_start(&job, 0);
    buf_start(&b, &job.mem, 1000);
    buf_add_codepoint(&b, 'a');
    buf_add_codepoint(&b, 0xE9);
    buf_add_codepoint(&b, 0x20AC);
    buf_add_codepoint(&b, 0x1F600);
    assert_str(buf_str(&b), "a\xc3\xa9\xe2\x82\xac\xf0\x9f\x98\x80");
}

static void the_ceiling_is_said_once_at_the_end(void **state)
{
    AUTO_JOB job;
    struct buf b;
    struct str out = S("untouched");
    job_start(&job, 0);
    buf_start(&b, &job.mem, 8);
    buf_add(&b, S("12345678"));
    assert_false(b.overflowed);
    buf_add_char(&b, '9');
    buf_add(&b, S(""));
    buf_printf(&b, "%d", 1);
    assert_true(b.overflowed);
    assert_false(buf_done(&job, &b, &out));
    assert_int_equal(job.fault.kind, FAULT_TOO_BIG);
    assert_str(out, "untouched");
}

static void what_was_written_stays_when_it_grows(void **state)
{
    AUTO_JOB job;
    struct buf b;
    job_start(&job, 0);
    buf_start(&b, &job.mem, 1 << 20);
    for (int i = 0; i < 10000; i++)
        buf_printf(&b, "%05d", i);
    assert_int_equal(b.len, 50000);
    assert_str(str_from_to(buf_str(&b), 0, 10), "0000000001");
    assert_str(str_after(buf_str(&b), 49995), "09999");
}

static void nothing_written_is_an_empty_text(void **state)
{
    AUTO_JOB job;
    struct buf b;
    struct str out;
    job_start(&job, 0);
    buf_start(&b, &job.mem, 10);
    assert_job(buf_done(&job, &b, &out), &job);
    assert_int_equal(out.len, 0);
    assert_non_null(out.at);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(text_is_escaped_and_html_is_not),
        cmocka_unit_test(numbers_and_formats_are_added),
        cmocka_unit_test(codepoints_become_utf8),
        cmocka_unit_test(the_ceiling_is_said_once_at_the_end),
        cmocka_unit_test(what_was_written_stays_when_it_grows),
        cmocka_unit_test(nothing_written_is_an_empty_text),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
