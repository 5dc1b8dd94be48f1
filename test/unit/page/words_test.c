#include "unit.h"

#include "page/words.h"

static const char json[] =
    "{\"page\":\"Page {n}\",\"errors\":{\"404\":{\"name\":\"Nothing here\"}},"
    "\"reading\":{\"one\":\"{n} minute\",\"other\":\"{n} minutes\"}}";

static const struct locale english = {{"en", 2}, {"UTC", 3}, false};

static struct words *parse(struct job *job, struct str text)
{
    struct words *words;
    job_start(job, 0);
    assert_job(words_parse(job, &job->mem, S("en"), text, &words), job);
    return words;
}

static void a_phrase_is_found_by_its_name_and_by_its_path(void **state)
{
    AUTO_JOB job;
    struct words *words = parse(&job, str_from(json));
    assert_str(words_phrase(words, "page"), "Page {n}");
    assert_str(words_phrase(words, "errors.404.name"), "Nothing here");
}

static void a_phrase_that_is_not_there_is_empty(void **state)
{
    AUTO_JOB job;
    struct words *words = parse(&job, str_from(json));
    assert_str(words_phrase(words, "nothing"), "");
    assert_str(words_phrase(words, "errors.500.name"), "");
    assert_str(words_phrase(words, "page.deeper"), "");
}

static void a_hole_is_filled_once_and_what_fills_it_is_not_read_again(void **state)
{
    AUTO_JOB job;
    struct words *words = parse(&job, str_from(json));
    assert_str(words_with(&job.mem, words, "page", "n", S("{n}")), "Page {n}");
    assert_str(words_with(&job.mem, words, "page", "other", S("x")), "Page {n}");
}

static void a_count_takes_the_form_of_its_language(void **state)
{
    AUTO_JOB job;
    struct words *words = parse(&job, str_from(json));
    assert_str(words_count(&job.mem, words, &english, "reading", 1), "1 minute");
    assert_str(words_count(&job.mem, words, &english, "reading", 3), "3 minutes");
}

static void arabic_has_six_forms(void **state)
{
    static const struct locale arabic = {{"ar", 2}, {"UTC", 3}, false};
    static const struct {
        int64_t n;
        const char *form;
    } cases[] = {{0, "zero"},  {1, "one"},   {2, "two"},     {3, "few"},   {10, "few"},
                 {11, "many"}, {99, "many"}, {100, "other"}, {103, "few"}, {111, "many"}};
    AUTO_JOB job;
    struct words *words =
        parse(&job, S("{\"c\":{\"zero\":\"zero\",\"one\":\"one\",\"two\":\"two\",\"few\":\"few\","
                      "\"many\":\"many\",\"other\":\"other\"}}"));
    for (size_t i = 0; i < ARRAY_LEN(cases); i++)
        assert_str(words_count(&job.mem, words, &arabic, "c", cases[i].n), cases[i].form);
}

static void words_that_are_no_json_are_refused_with_their_line(void **state)
{
    AUTO_JOB job;
    struct words *words;
    job_start(&job, 0);
    assert_false(words_parse(&job, &job.mem, S("xx"), S("{\n\"a\": }"), &words));
    assert_non_null(strstr(job.fault.text, "strings/xx.json, line 2"));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_phrase_is_found_by_its_name_and_by_its_path),
        cmocka_unit_test(a_phrase_that_is_not_there_is_empty),
        cmocka_unit_test(a_hole_is_filled_once_and_what_fills_it_is_not_read_again),
        cmocka_unit_test(a_count_takes_the_form_of_its_language),
        cmocka_unit_test(arabic_has_six_forms),
        cmocka_unit_test(words_that_are_no_json_are_refused_with_their_line),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
