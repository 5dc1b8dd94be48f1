#include "unit.h"

#include "http/form.h"

static struct job job;

static int begin(void **state)
{
    job_start(&job, 0);
    return 0;
}

static int end(void **state)
{
    job_end(&job);
    return 0;
}

#define URLENCODED S("application/x-www-form-urlencoded")

static struct str text(struct str body, const char *name)
{
    struct form form;
    assert_true(form_parse(&job, URLENCODED, body, &form));
    return form_text(&form, name);
}

static void assert_text(struct str is, const char *expected)
{
    assert_int_equal(is.len, strlen(expected));
    assert_memory_equal(is.at, expected, is.len);
}

static void escapes_and_plus_signs_are_decoded_once(void **state)
{
    assert_text(text(S("a=1+2%2B3%2525"), "a"), "1 2+3%25");
    assert_text(text(S("a=100%&b=%4"), "a"), "100%");
    assert_text(text(S("a=100%&b=%4"), "b"), "%4");
    assert_text(text(S("a=%D8%A3%D9%85%D9%84"), "a"), "أمل");
}

static void line_ends_are_one_character(void **state)
{
    assert_text(text(S("a=one%0D%0Atwo%0Dthree%0A"), "a"), "one\ntwo\nthree\n");
}

static void a_name_may_come_more_than_once(void **state)
{
    struct form form;
    struct str value;
    size_t at = 0;
    assert_true(form_parse(&job, URLENCODED, S("r=africa&x=1&r=europe&&y"), &form));
    assert_true(form_next(&form, "r", &at, &value));
    assert_text(value, "africa");
    assert_true(form_next(&form, "r", &at, &value));
    assert_text(value, "europe");
    assert_false(form_next(&form, "r", &at, &value));
    assert_true(form_find(&form, "y", &value));
    assert_text(value, "");
    assert_false(form_find(&form, "z", &value));
}

static void what_is_no_text_is_refused(void **state)
{
    struct form form;
    assert_false(form_parse(&job, URLENCODED, S("a=%FF"), &form));
    assert_int_equal(job.fault.kind, FAULT_BAD_INPUT);
    job_forgive(&job);
    assert_false(form_parse(&job, URLENCODED, S("a=%00"), &form));
    job_forgive(&job);
    assert_false(form_parse(&job, S("text/plain"), S("a=1"), &form));
    assert_int_equal(job.fault.kind, FAULT_UNSUPPORTED);
}

static void a_form_with_files_gives_both(void **state)
{
    struct form form;
    struct str bytes;
    struct str body =
        S("--x\r\nContent-Disposition: form-data; name=\"alt\"\r\n\r\na\r\nb\r\n"
          "--x\r\nContent-Disposition: form-data; name=\"file\"; filename=\"p.png\"\r\n"
          "\r\n\x89\xff\r\n\r\n--x\r\nContent-Disposition: form-data; name=\"none\"; "
          "filename=\"\"\r\n\r\n\r\n--x--\r\n");
    assert_true(form_parse(&job, S("multipart/form-data; boundary=x"), body, &form));
    assert_text(form_text(&form, "alt"), "a\nb");
    assert_true(form_file(&form, "file", &bytes));
    assert_int_equal(bytes.len, 4);
    assert_false(form_file(&form, "none", &bytes));
    assert_text(form_text(&form, "file"), "");
}

static void nothing_between_signs_is_nothing_kept(void **state)
{
    struct form form;
    size_t len = 1 << 20;
    char *signs = arena_take_raw(&job.mem, len);
    memset(signs, '&', len);
    size_t before = job.mem.taken_bytes;
    assert_true(form_parse(&job, URLENCODED, (struct str){signs, len}, &form));
    assert_int_equal(form.count, 0);
    assert_true(job.mem.taken_bytes - before < 1024);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(escapes_and_plus_signs_are_decoded_once, begin, end),
        cmocka_unit_test_setup_teardown(line_ends_are_one_character, begin, end),
        cmocka_unit_test_setup_teardown(a_name_may_come_more_than_once, begin, end),
        cmocka_unit_test_setup_teardown(what_is_no_text_is_refused, begin, end),
        cmocka_unit_test_setup_teardown(a_form_with_files_gives_both, begin, end),
        cmocka_unit_test_setup_teardown(nothing_between_signs_is_nothing_kept, begin, end),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
