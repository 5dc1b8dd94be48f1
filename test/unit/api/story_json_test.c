#include "unit.h"

#include "api/story_json.h"

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

static bool parse(const char *json, struct story_fields *out)
{
    json_t *object;
    assert_job(parse_json_object(&job, str_from(json), &object), &job);
    return parse_story_fields(&job, object, NULL, out);
}

static void only_what_is_named_is_set(void **state)
{
    struct story_fields fields;
    assert_job(parse("{\"headline\":\"H\",\"topics\":[\"A\",\"B\"],\"source\":null}", &fields),
               &job);
    assert_int_equal(fields.set, STORY_HAS_HEADLINE | STORY_HAS_TOPICS | STORY_HAS_SOURCE);
    assert_str(fields.headline, "H");
    assert_int_equal(fields.topics.count, 2);
    assert_str(fields.topics.items[1], "B");
    assert_str(fields.source, "");
}

static void a_body_is_markdown_or_a_document(void **state)
{
    struct story_fields fields;
    assert_job(parse("{\"body\":\"a *b*\"}", &fields), &job);
    assert_int_equal(fields.body->children[0].type, BLOCK_PARAGRAPH);
    assert_job(parse("{\"body\":{\"type\":\"doc\",\"content\":[{\"type\":\"divider\"}]}}", &fields),
               &job);
    assert_int_equal(fields.body->children[0].type, BLOCK_DIVIDER);
    assert_job(parse("{\"body\":null}", &fields), &job);
    assert_null(fields.body);
    assert_int_equal(fields.set, STORY_HAS_BODY);
    assert_false(
        parse("{\"body\":{\"type\":\"doc\",\"content\":[{\"type\":\"script\"}]}}", &fields));
    assert_int_equal(job.fault.kind, FAULT_INVALID);
    assert_string_equal(job.fault.fields[0].field, "body");
}

static void all_wrong_fields_are_named(void **state)
{
    struct story_fields fields;
    assert_false(
        parse("{\"status\":\"published\",\"shoe\":1,\"headline\":[],\"body\":7}", &fields));
    assert_int_equal(job.fault.kind, FAULT_INVALID);
    assert_int_equal(job.fault.fields_count, 4);
}

static void names_of_a_call_are_left_to_it(void **state)
{
    json_t *object;
    struct story_fields fields;
    assert_job(parse_json_object(&job, S("{\"note\":\"n\",\"slug\":\"s\"}"), &object), &job);
    assert_job(parse_story_fields(&job, object, (const char *[]){"note", NULL}, &fields), &job);
    assert_int_equal(fields.set, STORY_HAS_SLUG);
}

static struct str written(const struct story *story, enum story_json_detail detail)
{
    struct json_writer w;
    struct str json;
    json_writer_start(&w, &job.mem);
    assert_job(write_json_story(&job, &w, story, S("https://n.example"), detail), &job);
    assert_job(json_writer_done(&job, &w, &json), &job);
    return json;
}

static void every_field_that_goes_in_comes_out(void **state)
{
    static const char *const names[] = {
        "edition", "kind",     "headline", "kicker",         "standfirst", "place",
        "body",    "section",  "regions",  "topics",         "authors",    "source",
        "picture", "dossiers", "related",  "translation_of", "slug"};
    struct story story = {.state = {.id = 7, .edition = S("ar"), .path = S("news/خبر")},
                          .headline = S("\"H\"")};
    json_t *object;
    assert_job(parse_json_object(&job, written(&story, STORY_JSON_WHOLE), &object), &job);
    for (size_t i = 0; i < ARRAY_LEN(names); i++)
        assert_non_null(json_object_get(object, names[i]));
    assert_string_equal(json_string_value(json_object_get(object, "id")), "7");
    assert_string_equal(json_string_value(json_object_get(object, "url")),
                        "https://n.example/ar/news/%D8%AE%D8%A8%D8%B1");
    assert_non_null(json_object_get(object, "body_html"));
    assert_job(parse_json_object(&job, written(&story, STORY_JSON_LIST), &object), &job);
    assert_null(json_object_get(object, "body_html"));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(only_what_is_named_is_set, start, end),
        cmocka_unit_test_setup_teardown(a_body_is_markdown_or_a_document, start, end),
        cmocka_unit_test_setup_teardown(all_wrong_fields_are_named, start, end),
        cmocka_unit_test_setup_teardown(names_of_a_call_are_left_to_it, start, end),
        cmocka_unit_test_setup_teardown(every_field_that_goes_in_comes_out, start, end),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
