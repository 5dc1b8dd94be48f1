#include "unit.h"

#include "api/filing_json.h"

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

static bool parse(enum filing_kind kind, const char *json, bool is_new, struct filing_fields *out)
{
    json_t *object;
    assert_job(parse_json_object(&job, str_from(json), &object), &job);
    return parse_filing(&job, kind, object, is_new, out);
}

static void a_section_is_named_with_its_parent(void **state)
{
    struct filing_fields fields;
    assert_job(parse(FILING_SECTION, "{\"edition\":\"en\",\"name\":\"N\",\"slug\":\"news/x\"}",
                     true, &fields),
               &job);
    assert_str(fields.parent, "news");
    assert_str(fields.filing.slug, "x");
    assert_int_equal(fields.given, FILING_HAS_SLUG | FILING_HAS_NAME | FILING_HAS_PARENT);
}

static void one_column_has_a_name_for_each_kind(void **state)
{
    struct filing_fields fields;
    assert_job(parse(FILING_TOPIC, "{\"definition\":\"d\"}", false, &fields), &job);
    assert_str(fields.filing.text, "d");
    assert_job(parse(FILING_PERSON, "{\"about\":\"a\"}", false, &fields), &job);
    assert_str(fields.filing.text, "a");
    assert_job(parse(FILING_DOSSIER, "{\"title\":\"t\"}", false, &fields), &job);
    assert_str(fields.filing.name, "t");
    assert_false(parse(FILING_REGION, "{\"definition\":\"d\"}", false, &fields));
    assert_string_equal(job.fault.fields[0].field, "definition");
}

static void what_is_needed_is_named(void **state)
{
    struct filing_fields fields;
    assert_false(parse(FILING_DOSSIER, "{\"edition\":\"en\"}", true, &fields));
    assert_string_equal(job.fault.fields[0].field, "title");
    job_forgive(&job);
    assert_false(parse(FILING_REGION, "{\"name\":\"N\"}", true, &fields));
    assert_string_equal(job.fault.fields[0].field, "edition");
    job_forgive(&job);
    assert_job(parse(FILING_SOURCE, "{\"name\":\"AP\"}", true, &fields), &job);
}

static void an_edition_cannot_be_changed(void **state)
{
    struct filing_fields fields;
    assert_false(parse(FILING_TOPIC, "{\"edition\":\"es\"}", false, &fields));
    assert_string_equal(job.fault.fields[0].field, "edition");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(a_section_is_named_with_its_parent, start, end),
        cmocka_unit_test_setup_teardown(one_column_has_a_name_for_each_kind, start, end),
        cmocka_unit_test_setup_teardown(what_is_needed_is_named, start, end),
        cmocka_unit_test_setup_teardown(an_edition_cannot_be_changed, start, end),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
