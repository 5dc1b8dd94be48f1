#include "unit.h"

#include "newsroom/sentence.h"

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

static struct sentences *catalogue(void)
{
    struct sentences *sentences = NULL;
    assert_true(sentences_parse(
        &job, &job.mem,
        S("{\"there is no {1} {2}\":\"no existe {2} ({1})\","
          "\"there is no {1} with the id {2}\":\"no hay {1} con el número {2}\","
          "\"the story is {1}: one can {2} it only if {3}\":\"está {1}: {2} solo si {3}\","
          "\"is missing\":\"falta\",\"is missing{1}\":\"falta{1}\",\"published\":\"publicada\","
          "\"story\":\"noticia\"}"),
        &sentences));
    return sentences;
}

static void assert_said(const char *english, const char *expected, bool is_known)
{
    bool known;
    struct str said = sentence_in(&job.mem, catalogue(), str_from(english), &known);
    assert_int_equal(known, is_known);
    assert_string_equal(str_c(&job.mem, said), expected);
}

static void what_was_filled_in_is_carried_over(void **state)
{
    assert_said("there is no edition xx", "no existe xx (edition)", true);
    assert_said("is missing", "falta", true);
}

static void the_surest_pattern_is_taken(void **state)
{
    assert_said("there is no story with the id 42", "no hay noticia con el número 42", true);
}

static void words_in_holes_are_said_too(void **state)
{
    assert_said("the story is published: one can stage it only if it is not",
                "está publicada: stage solo si it is not", true);
}

static void what_nobody_translated_stays_and_says_so(void **state)
{
    assert_said("the moon is full", "the moon is full", false);
    assert_said("", "", false);
}

static void what_people_typed_is_no_pattern(void **state)
{
    assert_said("there is no edition {1} {2}", "no existe {1} {2} (edition)", true);
}

static void english_needs_no_catalogue(void **state)
{
    bool known;
    assert_string_equal(str_c(&job.mem, sentence_in(&job.mem, NULL, S("is missing"), &known)),
                        "is missing");
    assert_true(known);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(what_was_filled_in_is_carried_over, begin, end),
        cmocka_unit_test_setup_teardown(the_surest_pattern_is_taken, begin, end),
        cmocka_unit_test_setup_teardown(words_in_holes_are_said_too, begin, end),
        cmocka_unit_test_setup_teardown(what_nobody_translated_stays_and_says_so, begin, end),
        cmocka_unit_test_setup_teardown(what_people_typed_is_no_pattern, begin, end),
        cmocka_unit_test_setup_teardown(english_needs_no_catalogue, begin, end),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
