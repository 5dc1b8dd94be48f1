#include "unit.h"

#include "template/internal.h"

static void a_name_put_twice_has_the_new_value(void **state)
{
    AUTO_JOB job;
    job_start(&job, 0);
    struct value *map = value_map(&job.mem);
    map_text(map, "a", S("one"));
    map_text(map, "a", S("two"));
    assert_int_equal(map->count, 1);
    assert_str(map_get(map, S("a"))->text, "two");
    assert_null(map_get(map, S("b")));
}

static void a_large_map_finds_every_name(void **state)
{
    AUTO_JOB job;
    job_start(&job, 0);
    struct value *map = value_map(&job.mem);
    for (int i = 0; i < 3000; i++)
        map_put_str(map, str_printf(&job.mem, "name%d", i), value_int(&job.mem, i));
    for (int i = 0; i < 3000; i++) {
        struct value *found = map_get(map, str_printf(&job.mem, "name%d", i));
        assert_non_null(found);
        assert_int_equal(found->number, i);
    }
    assert_null(map_get(map, S("name3000")));
    map_int(map, "name7", -7);
    assert_int_equal(map_get(map, S("name7"))->number, -7);
    assert_int_equal(map->count, 3000);
}

static void what_is_empty_is_false(void **state)
{
    AUTO_JOB job;
    job_start(&job, 0);
    struct arena *mem = &job.mem;
    assert_false(value_is_true(NULL));
    assert_false(value_is_true(value_text(mem, S(""))));
    assert_false(value_is_true(value_html(mem, (struct html){STR_NONE})));
    assert_false(value_is_true(value_list(mem)));
    assert_false(value_is_true(value_int(mem, 0)));
    assert_false(value_is_true(value_bool(mem, false)));
    assert_true(value_is_true(value_map(mem)));
    assert_true(value_is_true(value_text(mem, S("0"))));
    assert_true(value_is_true(value_int(mem, -1)));
    assert_true(value_is_true(value_region(mem, S("ticker:en"))));
}

static void json_becomes_values(void **state)
{
    AUTO_JOB job;
    job_start(&job, 0);
    struct value *value;
    char text[] = "{\"t\":\"x\",\"n\":-3,\"r\":0.1,\"l\":[true,null],\"m\":{\"k\":\"v\"}}";
    assert_job(value_parse_json(&job, &job.mem, str_from(text), &value), &job);
    memset(text, 'x', sizeof(text) - 1); // everything was copied
    assert_str(map_get(value, S("t"))->text, "x");
    assert_int_equal(map_get(value, S("n"))->number, -3);
    assert_str(map_get(value, S("r"))->text, "0.1");
    assert_int_equal(map_get(value, S("l"))->count, 2);
    assert_int_equal(map_get(value, S("l"))->items[1]->kind, VALUE_NULL);
    assert_str(map_get(map_get(value, S("m")), S("k"))->text, "v");
}

static void what_is_not_json_is_a_fault_with_its_line(void **state)
{
    AUTO_JOB job;
    job_start(&job, 0);
    struct value *value = NULL;
    assert_false(value_parse_json(&job, &job.mem, S("{\n\"a\": }"), &value));
    assert_null(value);
    assert_true(str_starts(str_from(job.fault.text), S("this is not JSON: line 2")));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_name_put_twice_has_the_new_value),
        cmocka_unit_test(a_large_map_finds_every_name),
        cmocka_unit_test(what_is_empty_is_false),
        cmocka_unit_test(json_becomes_values),
        cmocka_unit_test(what_is_not_json_is_a_fault_with_its_line),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
