#include "unit.h"

#include "api/json_reader.h"

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

static json_t *value(const char *json)
{
    json_t *object;
    struct str text = str_printf(&job.mem, "{\"v\":%s}", json);
    assert_job(parse_json_object(&job, text, &object), &job);
    return json_object_get(object, "v");
}

static void what_is_not_json_is_bad_input(void **state)
{
    static const char *const wrong[] = {"",
                                        "{",
                                        "{}x",
                                        "{\"a\":1,}",
                                        "{\"a\":1,\"a\":2}",
                                        "{\"a\":\"\\u0000\"}",
                                        "{\"a\":\"\xff\"}",
                                        "\xef\xbb\xbf{}",
                                        "{\"a\":\"\\ud800\"}",
                                        "{\"a\":1e999}"};
    for (size_t i = 0; i < ARRAY_LEN(wrong); i++) {
        json_t *object;
        assert_false(parse_json_object(&job, str_from(wrong[i]), &object));
        assert_int_equal(job.fault.kind, FAULT_BAD_INPUT);
        job_forgive(&job);
    }
}

static void what_is_no_object_is_invalid(void **state)
{
    static const char *const wrong[] = {"[]", "1", "null", "\"x\""};
    for (size_t i = 0; i < ARRAY_LEN(wrong); i++) {
        json_t *object;
        assert_false(parse_json_object(&job, str_from(wrong[i]), &object));
        assert_int_equal(job.fault.kind, FAULT_INVALID);
        job_forgive(&job);
    }
}

static void depth_is_bounded_and_brackets_in_strings_are_none(void **state)
{
    struct buf deep, flat;
    json_t *object;
    buf_start(&deep, &job.mem, 10000);
    buf_start(&flat, &job.mem, 10000);
    buf_add(&deep, S("{\"v\":"));
    buf_add(&flat, S("{\"v\":\"\\\""));
    for (int i = 0; i < 1000; i++) {
        buf_add_char(&deep, '[');
        buf_add_char(&flat, '[');
    }
    for (int i = 0; i < 1000; i++)
        buf_add_char(&deep, ']');
    buf_add_char(&deep, '}');
    buf_add(&flat, S("\"}"));
    assert_false(parse_json_object(&job, buf_str(&deep), &object));
    assert_int_equal(job.fault.kind, FAULT_BAD_INPUT);
    job_forgive(&job);
    assert_job(parse_json_object(&job, buf_str(&flat), &object), &job);
}

static void ids_come_as_strings_or_numbers(void **state)
{
    int64_t id;
    assert_job(parse_json_id(&job, "v", value("\"42\""), &id), &job);
    assert_int_equal(id, 42);
    assert_job(parse_json_id(&job, "v", value("42"), &id), &job);
    assert_int_equal(id, 42);
    assert_job(parse_json_id(&job, "v", value("null"), &id), &job);
    assert_int_equal(id, 0);
    static const char *const wrong[] = {"0", "-1", "\"\"", "\"x\"", "\"1x\"", "1.5", "true", "[]"};
    for (size_t i = 0; i < ARRAY_LEN(wrong); i++) {
        assert_false(parse_json_id(&job, "v", value(wrong[i]), &id));
        assert_int_equal(job.fault.kind, FAULT_INVALID);
        assert_string_equal(job.fault.fields[0].field, "v");
        job_forgive(&job);
    }
}

static void wrong_types_name_their_field(void **state)
{
    struct str text, *texts;
    size_t count;
    int64_t number;
    bool yes;
    assert_false(parse_json_text(&job, "a", value("1"), &text));
    assert_false(parse_json_bool(&job, "b", value("1"), &yes));
    assert_false(parse_json_int(&job, "c", value("1.0"), &number));
    assert_false(parse_json_time(&job, "d", value("\"soon\""), &number));
    assert_false(parse_json_texts(&job, "e", value("[1]"), false, &texts, &count));
    assert_int_equal(job.fault.kind, FAULT_INVALID);
    assert_int_equal(job.fault.fields_count, 5);
    for (int i = 0; i < 5; i++)
        assert_int_equal(job.fault.fields[i].field[0], 'a' + i);
}

static void lists_take_numbers_only_where_ids_stand(void **state)
{
    struct str *texts;
    size_t count;
    assert_job(parse_json_texts(&job, "v", value("[7,\"x\"]"), true, &texts, &count), &job);
    assert_int_equal(count, 2);
    assert_str(texts[0], "7");
    assert_job(parse_json_texts(&job, "v", value("null"), false, &texts, &count), &job);
    assert_int_equal(count, 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(what_is_not_json_is_bad_input, start, end),
        cmocka_unit_test_setup_teardown(what_is_no_object_is_invalid, start, end),
        cmocka_unit_test_setup_teardown(depth_is_bounded_and_brackets_in_strings_are_none, start,
                                        end),
        cmocka_unit_test_setup_teardown(ids_come_as_strings_or_numbers, start, end),
        cmocka_unit_test_setup_teardown(wrong_types_name_their_field, start, end),
        cmocka_unit_test_setup_teardown(lists_take_numbers_only_where_ids_stand, start, end),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
