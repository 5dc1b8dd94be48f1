#include "unit.h"

static void equal_is_by_bytes(void **state)
{
    assert_true(str_eq(S("a"), S("a")));
    assert_true(str_eq(STR_NONE, S("")));
    assert_false(str_eq(S("a"), S("ab")));
    assert_true(str_eq_nocase(S("ABz"), S("abZ")));
    assert_false(str_eq_nocase(S("\xc3\x89"), S("\xc3\xa9"))); // ASCII letters only
    assert_true(str_order(S("a"), S("b")) < 0);
    assert_true(str_order(S("ab"), S("a")) > 0);
    assert_int_equal(str_order(STR_NONE, S("")), 0);
}

static void parts_are_found(void **state)
{
    assert_true(str_starts(S("news/x"), S("news")));
    assert_false(str_starts(S("ne"), S("news")));
    assert_true(str_ends(S("a.json"), S(".json")));
    assert_int_equal(str_find(S("abcabc"), S("ca")), 2);
    assert_int_equal(str_find(S("abc"), S("x")), -1);
    assert_int_equal(str_find(STR_NONE, S("x")), -1);
    assert_int_equal(str_find_char(S("abc"), 'c'), 2);
}

static void cutting_gives_every_part(void **state)
{
    struct str rest = S("a,,b"), part;
    assert_true(str_cut(&rest, ',', &part));
    assert_str(part, "a");
    assert_true(str_cut(&rest, ',', &part));
    assert_str(part, "");
    assert_true(str_cut(&rest, ',', &part));
    assert_str(part, "b");
    assert_false(str_cut(&rest, ',', &part));
}

static void a_separator_at_the_end_gives_an_empty_part(void **state)
{
    struct str rest = S("a,"), part;
    assert_true(str_cut(&rest, ',', &part));
    assert_true(str_cut(&rest, ',', &part));
    assert_str(part, "");
    assert_false(str_cut(&rest, ',', &part));
    rest = STR_NONE;
    assert_false(str_cut(&rest, ',', &part));
}

static void splitting_leaves_alone_what_it_cannot_split(void **state)
{
    struct str before = S("x"), after = S("y");
    assert_false(str_split(S("ab"), '=', &before, &after));
    assert_str(before, "x");
    assert_true(str_split(S("a=b=c"), '=', &before, &after));
    assert_str(before, "a");
    assert_str(after, "b=c");
}

static void slices_are_clamped(void **state)
{
    assert_str(str_from_to(S("abc"), 1, 99), "bc");
    assert_str(str_from_to(S("abc"), 5, 2), "");
    assert_str(str_after(S("abc"), 9), "");
    assert_str(str_trim(S(" \t\r\nab \n")), "ab");
    assert_str(str_trim(S("   ")), "");
}

static void numbers_are_read_whole_or_not_at_all(void **state)
{
    int64_t n = 5;
    assert_true(parse_int(S("-42"), &n));
    assert_int_equal(n, -42);
    assert_true(parse_int(S("9223372036854775807"), &n));
    static const char *const bad[] = {"",
                                      "-",
                                      "+1",
                                      " 1",
                                      "1 ",
                                      "1.5",
                                      "0x1",
                                      "1e3",
                                      "--1",
                                      "9223372036854775808",
                                      "99999999999999999999"};
    for (size_t i = 0; i < ARRAY_LEN(bad); i++) {
        n = 7;
        if (parse_int(str_from(bad[i]), &n))
            fail_msg("\"%s\" is taken", bad[i]);
        assert_int_equal(n, 7);
    }
}

static void unsigned_numbers_have_a_ceiling(void **state)
{
    uint64_t n;
    assert_true(parse_uint(S("255"), 255, &n));
    assert_false(parse_uint(S("256"), 255, &n));
    assert_false(parse_uint(S("7"), 5, &n));
    assert_true(parse_uint(S("18446744073709551615"), UINT64_MAX, &n));
    assert_true(n == UINT64_MAX);
    assert_false(parse_uint(S("18446744073709551616"), UINT64_MAX, &n));
    assert_true(parse_uint(S("0"), 0, &n));
}

static void copies_are_made_in_the_arena(void **state)
{
    AUTO_JOB job;
    job_start(&job, 0);
    assert_str(str_join(&job.mem, S("ab"), S("c")), "abc");
    assert_str(str_join(&job.mem, STR_NONE, STR_NONE), "");
    assert_str(str_printf(&job.mem, "%d-" STR_FMT, 1, STR_ARG(S("x"))), "1-x");
    assert_str(str_lower(&job.mem, S("AbC\xc3\x89")), "abc\xc3\x89");
    assert_string_equal(str_c(&job.mem, S("abc")), "abc");
    assert_string_equal(str_c(&job.mem, STR_NONE), "");
    assert_non_null(str_copy(&job.mem, STR_NONE).at);
}

static void equal_texts_have_equal_hashes(void **state)
{
    assert_true(str_hash(S("abc")) == str_hash(str_from("abc")));
    assert_true(str_hash(S("abc")) != str_hash(S("abd")));
    assert_true(str_hash(STR_NONE) == str_hash(S("")));
}

static void only_well_formed_utf8_is_text(void **state)
{
    static const char *const good[] = {"",
                                       "abc",
                                       "\xc2\x80",
                                       "\xe0\xa0\x80",
                                       "\xed\x9f\xbf",
                                       "\xee\x80\x80",
                                       "\xf0\x90\x80\x80",
                                       "\xf4\x8f\xbf\xbf"};
    static const char *const bad[] = {"\x80",
                                      "\xc0\x80",
                                      "\xc1\xbf",
                                      "\xc2",
                                      "\xe0\x80\x80",
                                      "\xe0\x9f\xbf",
                                      "\xed\xa0\x80",
                                      "\xe2\x82",
                                      "\xf0\x8f\xbf\xbf",
                                      "\xf4\x90\x80\x80",
                                      "\xf5\x80\x80\x80",
                                      "\xff",
                                      "a\xc3"};
    for (size_t i = 0; i < ARRAY_LEN(good); i++)
        assert_true(is_utf8_text(str_from(good[i])));
    for (size_t i = 0; i < ARRAY_LEN(bad); i++) {
        if (is_utf8_text(str_from(bad[i])))
            fail_msg("the %zuth bad text is taken", i);
    }
    assert_false(is_utf8_text(S("a\0b")));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(equal_is_by_bytes),
        cmocka_unit_test(parts_are_found),
        cmocka_unit_test(cutting_gives_every_part),
        cmocka_unit_test(a_separator_at_the_end_gives_an_empty_part),
        cmocka_unit_test(splitting_leaves_alone_what_it_cannot_split),
        cmocka_unit_test(slices_are_clamped),
        cmocka_unit_test(numbers_are_read_whole_or_not_at_all),
        cmocka_unit_test(unsigned_numbers_have_a_ceiling),
        cmocka_unit_test(copies_are_made_in_the_arena),
        cmocka_unit_test(equal_texts_have_equal_hashes),
        cmocka_unit_test(only_well_formed_utf8_is_text),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
