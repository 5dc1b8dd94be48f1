#include "unit.h"

#include "news/totp.h"

// RFC 6238, appendix B: "12345678901234567890" in base32; of its eight digits the last six.
#define SECRET S("GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ")

static int setup(void **state)
{
    struct arena *mem = heap_take(sizeof(*mem));
    arena_start(mem);
    *state = mem;
    return 0;
}

static int teardown(void **state)
{
    arena_end(*state);
    free(*state);
    return 0;
}

static void codes_are_those_of_the_rfc(void **state)
{
    static const struct {
        int64_t at_s;
        const char *code;
    } vectors[] = {{59, "287082"},         {1111111109, "081804"}, {1111111111, "050471"},
                   {1234567890, "005924"}, {2000000000, "279037"}, {20000000000, "353130"}};
    for (size_t i = 0; i < ARRAY_LEN(vectors); i++) {
        int64_t step = 0;
        assert_true(
            totp_is(*state, SECRET, str_from(vectors[i].code), vectors[i].at_s * 1000, 0, &step));
        assert_int_equal(step, vectors[i].at_s / 30);
    }
}

static void a_code_is_good_half_a_minute_early_and_late_and_no_longer(void **state)
{
    int64_t step;
    for (int64_t around = -2; around <= 2; around++) {
        int64_t now_ms = (1234567890 + around * 30) * 1000;
        assert_int_equal(totp_is(*state, SECRET, S("005924"), now_ms, 0, &step),
                         around >= -1 && around <= 1);
    }
}

static void a_code_counts_once(void **state)
{
    int64_t now_ms = INT64_C(1234567890000), step = 7;
    assert_true(totp_is(*state, SECRET, S("005924"), now_ms, 0, &step));
    int64_t last = step;
    assert_false(totp_is(*state, SECRET, S("005924"), now_ms, last, &step));
    assert_false(totp_is(*state, SECRET, S("005924"), now_ms + 30000, last, &step));
    assert_int_equal(step, last); // untouched
}

static void digits_of_other_keyboards_are_digits(void **state)
{
    static const char *const codes[] = {"٠٠٥٩٢٤",    "۰۰۵۹۲۴",  "００５９２４",
                                        " 005 924 ", "005-924", "005\u00A0924"};
    static const char *const wrong[] = {"",         "00592",    "0059244",
                                        "00592x",   "005924\n", "٠٠٥٩٢\xD9",
                                        "\xFF\xFF", "005.924",  "005924005924"};
    int64_t step;
    for (size_t i = 0; i < ARRAY_LEN(codes); i++)
        assert_true(totp_is(*state, SECRET, str_from(codes[i]), INT64_C(1234567890000), 0, &step));
    for (size_t i = 0; i < ARRAY_LEN(wrong); i++)
        assert_false(totp_is(*state, SECRET, str_from(wrong[i]), INT64_C(1234567890000), 0, &step));
}

static void a_secret_is_new_each_time_and_says_so_in_its_address(void **state)
{
    struct str secret = totp_make(*state);
    assert_true(is_totp_secret(secret));
    assert_false(str_eq(secret, totp_make(*state)));
    assert_false(is_totp_secret(S("GEZDGNBV")));
    assert_false(is_totp_secret(S("gezdgnbvgy3tqojqgezdgnbvgy3tqojq")));
    assert_false(is_totp_secret(S("GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJ\"")));
    assert_str(totp_uri(*state, S("The Paper & Co"), S("ana@example.org"), SECRET),
               "otpauth://totp/The%20Paper%20%26%20Co:ana%40example.org"
               "?secret=GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ&issuer=The%20Paper%20%26%20Co");
}

static void what_is_no_secret_has_no_code(void **state)
{
    int64_t step;
    assert_false(totp_is(*state, S("!!"), S("005924"), INT64_C(1234567890000), 0, &step));
    assert_false(totp_is(*state, S(""), S("005924"), INT64_C(1234567890000), 0, &step));
}

int main(void)
{
#define CASE(name) cmocka_unit_test_setup_teardown(name, setup, teardown)
    const struct CMUnitTest tests[] = {
        CASE(codes_are_those_of_the_rfc),
        CASE(a_code_is_good_half_a_minute_early_and_late_and_no_longer),
        CASE(a_code_counts_once),
        CASE(digits_of_other_keyboards_are_digits),
        CASE(a_secret_is_new_each_time_and_says_so_in_its_address),
        CASE(what_is_no_secret_has_no_code),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
