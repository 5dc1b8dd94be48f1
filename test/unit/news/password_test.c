#include "unit.h"

#include "news/password.h"

#include <sodium.h>

static int setup(void **state)
{
    struct job *job = heap_take(sizeof(*job));
    job_start(job, INT64_C(1795500000000));
    *state = job;
    return 0;
}

static int teardown(void **state)
{
    job_end(*state);
    free(*state);
    return 0;
}

static bool may_be(struct job *job, const char *password)
{
    const struct str known[] = {S("Marta.Quiles@example.org"), S("Marta Quiles"),
                                S("The Harbour Herald")};
    bool may = password_check(job, str_from(password), known, ARRAY_LEN(known));
    if (!may)
        assert_string_equal(job->fault.fields[0].field, "password");
    job_forgive(job);
    return may;
}

static void words_of_ones_own_are_a_password(void **state)
{
    static const char *const good[] = {"seven sober herons wade",  "x7#Lq9 vTzRw",
                                       "قوارب زرقاء تعبر الفجر",   "ñandúes cruzan la pampa",
                                       "password of a green tuba", "鳥が静かに川を渡って行く朝だ"};
    for (size_t i = 0; i < ARRAY_LEN(good); i++) {
        if (!may_be(*state, good[i]))
            fail_msg("%s", good[i]);
    }
}

static void what_everybody_tries_is_none(void **state)
{
    static const char *const easy[] = {
        "",
        "short one",
        "elevenchars",
        "aaaaaaaaaaaaaaaa",
        "abababababababab",
        "123456789012",
        "1234567890123456",
        "Password1234",
        "PASSWORD!!!!",
        "ｐａｓｓｗｏｒｄ１２３４",
        "qwertyuiop12",
        "QwertyUiop123!",
        "passwordpassword",
        "adminadminadmin",
        "letmein letmein",
        "stoppress2026",
        "marta.quiles@example.org",
        "MartaQuiles1",
        "Marta Quiles 99",
        "The Harbour Herald",
        "harbourherald1!",
        "كلمة المرور",
    };
    for (size_t i = 0; i < ARRAY_LEN(easy); i++) {
        if (may_be(*state, easy[i]))
            fail_msg("%s", easy[i]);
    }
}

static void one_of_a_thousand_letters_is_too_long(void **state)
{
    char many[1001] = {0};
    for (size_t i = 0; i < 1000; i++)
        many[i] = (char)('a' + i % 26);
    assert_false(may_be(*state, many));
    assert_false(may_be(*state, "not\xFFutf8 but long enough"));
}

static bool opens(struct job *job, const char *password, struct str hash)
{
    bool is_right = true, is_old = true;
    assert_job(password_is(job, str_from(password), hash, &is_right, &is_old), job);
    if (hash.len)
        assert_false(is_old);
    return is_right;
}

static void a_password_opens_and_no_other_does(void **state)
{
    struct str hash, again;
    assert_job(password_hash(*state, S("seven sober herons"), &hash), (struct job *)*state);
    assert_job(password_hash(*state, S("seven sober herons"), &again), (struct job *)*state);
    assert_true(str_starts(hash, S("$argon2id$v=19$m=65536,t=2,p=1$")));
    assert_false(str_eq(hash, again)); // salted
    assert_true(opens(*state, "seven sober herons", hash));
    assert_false(opens(*state, "seven sober heron", hash));
    assert_false(opens(*state, "", hash));
    assert_false(opens(*state, "\xFF", hash));
    assert_false(opens(*state, "seven sober herons", S("$argon2id$nonsense")));
}

static void nobodys_hash_is_never_right(void **state)
{
    assert_false(opens(*state, "", STR_NONE));
    assert_false(opens(*state, "seven sober herons", STR_NONE));
}

static void two_keyboards_write_one_password(void **state)
{
    struct str hash;
    assert_job(password_hash(*state, S("caf\u00E9 con leche ３"), &hash), (struct job *)*state);
    assert_true(opens(*state, "cafe\u0301 con leche 3", hash));
}

static void a_hash_of_weaker_days_is_said_to_be_old(void **state)
{
    char weak[crypto_pwhash_STRBYTES];
    bool is_right, is_old;
    assert_true(sodium_init() >= 0);
    assert_int_equal(crypto_pwhash_str(weak, "old days", 8, crypto_pwhash_OPSLIMIT_MIN,
                                       crypto_pwhash_MEMLIMIT_MIN),
                     0);
    assert_job(password_is(*state, S("old days"), str_from(weak), &is_right, &is_old),
               (struct job *)*state);
    assert_true(is_right);
    assert_true(is_old);
}

int main(void)
{
#define CASE(name) cmocka_unit_test_setup_teardown(name, setup, teardown)
    const struct CMUnitTest tests[] = {
        CASE(words_of_ones_own_are_a_password),
        CASE(what_everybody_tries_is_none),
        CASE(one_of_a_thousand_letters_is_too_long),
        CASE(a_password_opens_and_no_other_does),
        CASE(nobodys_hash_is_never_right),
        CASE(two_keyboards_write_one_password),
        CASE(a_hash_of_weaker_days_is_said_to_be_old),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
