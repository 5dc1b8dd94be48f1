#include "unit.h"

#include "text/slug.h"

static void assert_slug(const char *headline, const char *slug)
{
    AUTO_JOB job;
    job_start(&job, 0);
    struct str made = slug_make(&job.mem, str_from(headline));
    assert_str(made, slug);
    assert_true(made.len == 0 || is_slug(made));
}

static void latin_is_folded_to_ascii(void **state)
{
    assert_slug("El niño — «Ñandú» Über Straße", "el-nino-nandu-uber-strasse");
    assert_slug("Łódź, Ærø & İstanbul", "lodz-aero-istanbul");
    assert_slug("e\u0301a", "ea");
}

static void arabic_letters_are_kept(void **state)
{
    assert_slug("أخبار اليوم", "أخبار-اليوم");
    assert_slug("العَرَبِيَّة", "العربية");
    assert_slug("العـــربية", "العربية");
    assert_slug("عام ٢٠٢٦", "عام-٢٠٢٦");
}

static void other_scripts_are_kept_with_their_marks(void **state)
{
    assert_slug("Новый Київ", "новый-київ");
    assert_slug("हिन्दी समाचार", "हिन्दी-समाचार");
    assert_slug("日本 ニュース", "日本-ニュース");
}

static void everything_else_is_one_hyphen(void **state)
{
    assert_slug("  a -- b / c?!  ", "a-b-c");
    assert_slug("Kyiv's «day»", "kyivs-day");
    assert_slug("L\u2019amour", "lamour");
    assert_slug("…!", "");
    assert_slug("", "");
    assert_slug("../../etc/passwd", "etc-passwd");
}

static void what_shows_nothing_is_left_out(void **state)
{
    assert_slug("a\u202eb\u200fc\u00add\u2066e", "abcde");
}

static void a_long_headline_is_cut_at_a_word(void **state)
{
    AUTO_JOB job;
    job_start(&job, 0);
    struct buf b;
    buf_start(&b, &job.mem, 4096);
    for (int i = 0; i < 40; i++)
        buf_add(&b, S("word "));
    struct str slug = slug_make(&job.mem, buf_str(&b));
    assert_int_equal(slug.len, 94);
    assert_true(str_ends(slug, S("-word")));
    assert_true(is_slug(slug));
}

static void one_long_word_is_cut_between_letters(void **state)
{
    AUTO_JOB job;
    job_start(&job, 0);
    struct buf b;
    buf_start(&b, &job.mem, 4096);
    buf_add(&b, S("a"));
    for (int i = 0; i < 80; i++)
        buf_add(&b, S("خ"));
    struct str slug = slug_make(&job.mem, buf_str(&b));
    assert_int_equal(slug.len, 95);
    assert_true(is_utf8_text(slug) && is_slug(slug));
}

static void a_slug_given_by_hand_is_checked(void **state)
{
    assert_true(is_slug(S("a-b-2")));
    assert_false(is_slug(S("A-b")));
    assert_false(is_slug(S("a--b")));
    assert_false(is_slug(S("-a")));
    assert_false(is_slug(S("a/b")));
    assert_false(is_slug(S("a\xff")));
    assert_false(is_slug(S("")));
}

// Every letter by itself, as slugs must not change when they are made again.
static void a_slug_of_a_slug_is_itself(void **state)
{
    AUTO_JOB job;
    job_start(&job, 0);
    for (uint32_t c = 1; c < 0x30000; c++) {
        if (c >= 0xD800 && c <= 0xDFFF)
            continue;
        struct buf b;
        buf_start(&b, &job.mem, 16);
        buf_add_char(&b, 'x');
        buf_add_codepoint(&b, c);
        struct str slug = slug_make(&job.mem, buf_str(&b));
        if (!is_slug(slug))
            fail_msg("U+%04X gives " STR_FMT, c, STR_ARG(slug));
        arena_reset(&job.mem);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(latin_is_folded_to_ascii),
        cmocka_unit_test(arabic_letters_are_kept),
        cmocka_unit_test(other_scripts_are_kept_with_their_marks),
        cmocka_unit_test(everything_else_is_one_hyphen),
        cmocka_unit_test(what_shows_nothing_is_left_out),
        cmocka_unit_test(a_long_headline_is_cut_at_a_word),
        cmocka_unit_test(one_long_word_is_cut_between_letters),
        cmocka_unit_test(a_slug_given_by_hand_is_checked),
        cmocka_unit_test(a_slug_of_a_slug_is_itself),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
