#include "unit.h"

#include "api/json_writer.h"

#include <jansson.h>

static struct job job;

static int start(void **state)
{
    job_start(&job, 1764017202000);
    return 0;
}

static int end(void **state)
{
    job_end(&job);
    return 0;
}

static struct str done(struct json_writer *w)
{
    struct str out;
    assert_job(json_writer_done(&job, w, &out), &job);
    return out;
}

static void commas_stand_between_and_nowhere_else(void **state)
{
    struct json_writer w;
    json_writer_start(&w, &job.mem);
    write_json_open(&w, '{');
    write_json_key(&w, "a");
    write_json_open(&w, '[');
    write_json_close(&w, ']');
    write_json_key(&w, "b");
    write_json_open(&w, '[');
    write_json_int(&w, -1);
    write_json_bool(&w, true);
    write_json_null(&w);
    write_json_open(&w, '{');
    write_json_close(&w, '}');
    write_json_raw(&w, S("{\"x\":1}"));
    write_json_close(&w, ']');
    write_json_close(&w, '}');
    assert_str(done(&w), "{\"a\":[],\"b\":[-1,true,null,{},{\"x\":1}]}");
}

static void ids_and_times_are_strings_or_null(void **state)
{
    struct json_writer w;
    json_writer_start(&w, &job.mem);
    write_json_open(&w, '[');
    write_json_id(&w, 42);
    write_json_id(&w, 0);
    write_json_time(&w, 1764017202000);
    write_json_time(&w, 0);
    write_json_text_or_null(&w, STR_NONE);
    write_json_text(&w, STR_NONE);
    write_json_raw(&w, STR_NONE);
    write_json_close(&w, ']');
    assert_str(done(&w), "[\"42\",null,\"2025-11-24T20:46:42Z\",null,null,\"\",null]");
}

// Whatever text goes in, a JSON parser of another house reads it back.
static void every_text_survives(void **state)
{
    static const char *const texts[] = {"",
                                        "\"",
                                        "\\",
                                        "\\\"\\",
                                        "\n\r\t\b\f",
                                        "\x01\x1f\x7f",
                                        "é",
                                        "خبر",
                                        "😀",
                                        "a\xe2\x80\xa8"
                                        "b\xe2\x80\xa9",
                                        "\xe2\x80\xa7",
                                        "</script>",
                                        "\xe2\x80\xa8"};
    for (size_t i = 0; i < ARRAY_LEN(texts); i++) {
        struct json_writer w;
        json_error_t error;
        json_writer_start(&w, &job.mem);
        write_json_open(&w, '[');
        write_json_text(&w, str_from(texts[i]));
        write_json_close(&w, ']');
        struct str json = done(&w);
        json_t *read = json_loadb(json.at, json.len, 0, &error);
        assert_non_null(read);
        assert_string_equal(json_string_value(json_array_get(read, 0)), texts[i]);
        json_decref(read);
    }
}

static void separators_that_scripts_trip_over_are_escaped(void **state)
{
    struct json_writer w;
    json_writer_start(&w, &job.mem);
    write_json_text(&w, S("a\xe2\x80\xa8\xe2\x80\xa9z"));
    assert_str(done(&w), "\"a\\u2028\\u2029z\"");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(commas_stand_between_and_nowhere_else, start, end),
        cmocka_unit_test_setup_teardown(ids_and_times_are_strings_or_null, start, end),
        cmocka_unit_test_setup_teardown(every_text_survives, start, end),
        cmocka_unit_test_setup_teardown(separators_that_scripts_trip_over_are_escaped, start, end),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
