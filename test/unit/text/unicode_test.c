#include "unit.h"

#include "text/unicode.h"

static void assert_line(const char *typed, const char *clean)
{
    AUTO_JOB job;
    job_start(&job, 0);
    assert_str(text_clean_line(&job.mem, str_from(typed)), clean);
}

static void a_line_is_one_line(void **state)
{
    assert_line("  a \r\n\t b\u2028c ", "a b c");
    assert_line("\u00a0a\u00a0b\u00a0", "a\u00a0b");
    assert_line("", "");
}

static void a_line_is_composed(void **state)
{
    assert_line("e\u0301", "\u00e9");
}

static void controls_and_overrides_go(void **state)
{
    assert_line("a\x01\u202e\u202a\ufeff\x7f\xc2\x85"
                "b\ufffe",
                "a b");
    assert_line("bad \xff byte", "bad \ufffd byte");
}

static void isolates_are_balanced(void **state)
{
    assert_line("\u2068a", "\u2068a\u2069");
    assert_line("a\u2069", "a");
    assert_line("\u2067a\u2069 b\u2069", "\u2067a\u2069 b");
}

static void running_text_keeps_its_lines(void **state)
{
    AUTO_JOB job;
    job_start(&job, 0);
    assert_str(text_clean(&job.mem, S("\n a  b \r\n\r c\u2068 \n")), "a b\n\nc\u2068\u2069");
}

static void graphemes_are_what_a_reader_sees(void **state)
{
    assert_int_equal(text_graphemes(S("")), 0);
    assert_int_equal(text_graphemes(S("cafe\u0301")), 4);
    assert_int_equal(text_graphemes(S("👩‍👩‍👧🇪🇸")), 2);
    assert_int_equal(text_graphemes(S("سَلام")), 4);
}

static void a_cut_text_says_so(void **state)
{
    AUTO_JOB job;
    job_start(&job, 0);
    assert_str(text_cut(&job.mem, S("abc"), 3), "abc");
    assert_str(text_cut(&job.mem, S("abcd"), 3), "ab…");
    assert_str(text_cut(&job.mem, S("ab cd"), 4), "ab…");
    assert_str(text_cut(&job.mem, S("x🇪🇸🇫🇷y"), 3), "x🇪🇸…");
    assert_str(text_cut(&job.mem, S("\u2068abcd\u2069"), 4), "\u2068ab\u2069…");
    assert_str(text_cut(&job.mem, S("abc"), 0), "");
}

static void a_text_is_cut_after_a_word_and_before_its_stops(void **state)
{
    AUTO_JOB job;
    job_start(&job, 0);
    assert_str(text_cut_words(&job.mem, S("one two three"), 13), "one two three");
    assert_str(text_cut_words(&job.mem, S("one two three"), 12), "one two…");
    assert_str(text_cut_words(&job.mem, S("The end. Or not"), 10), "The end…");
    assert_str(text_cut_words(&job.mem, S("one, two"), 6), "one…");
    assert_str(text_cut_words(&job.mem, S("واحد، اثنان"), 8), "واحد…");
    assert_str(text_cut_words(&job.mem, S("abcdef gh"), 4), "abc…");
    assert_str(text_cut_words(&job.mem, S("... and so on"), 6), "…");
}

static void names_are_compared_folded(void **state)
{
    AUTO_JOB job;
    job_start(&job, 0);
    assert_str(text_fold(&job.mem, S("  KYIV\u00a0 Straße ")), "kyiv strasse");
    assert_str(text_fold(&job.mem, S("مُحَمَّد عــلي")), "محمد علي");
    assert_str(text_fold(&job.mem, S("ＡＢ")), "ab");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_line_is_one_line),
        cmocka_unit_test(a_line_is_composed),
        cmocka_unit_test(controls_and_overrides_go),
        cmocka_unit_test(isolates_are_balanced),
        cmocka_unit_test(running_text_keeps_its_lines),
        cmocka_unit_test(graphemes_are_what_a_reader_sees),
        cmocka_unit_test(a_cut_text_says_so),
        cmocka_unit_test(a_text_is_cut_after_a_word_and_before_its_stops),
        cmocka_unit_test(names_are_compared_folded),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
