// The language is Mustache: its own suite says what that is.
#include "unit.h"

#include "template/template.h"

#include <jansson.h>

enum { PARTIALS_MAX = 20 };

static struct str json_str(json_t *json)
{
    return json ? (struct str){json_string_value(json), json_string_length(json)} : STR_NONE;
}

static size_t collect_sources(json_t *test, struct template_source sources[PARTIALS_MAX])
{
    const char *name;
    json_t *text;
    size_t count = 0;
    sources[count++] =
        (struct template_source){S("main"), json_str(json_object_get(test, "template"))};
    json_object_foreach(json_object_get(test, "partials"), name, text)
    {
        assert_true(count < PARTIALS_MAX);
        sources[count++] = (struct template_source){str_from(name), json_str(text)};
    }
    return count;
}

static bool run_one(json_t *test)
{
    AUTO_JOB job;
    job_start(&job, 0);
    struct template_source sources[PARTIALS_MAX];
    struct template_set *set = NULL;
    struct value *values = NULL;
    struct sheet sheet = {0};
    size_t count = collect_sources(test, sources);
    char *data = json_dumps(json_object_get(test, "data"), JSON_ENCODE_ANY);
    bool ok = value_parse_json(&job, &job.mem, str_from(data), &values) &&
              template_set_make(&job, TEMPLATE_SPEC, sources, count, &set) &&
              template_render(&job, set, S("main"), values, &sheet);
    free(data);
    struct str expected = json_str(json_object_get(test, "expected"));
    bool same = ok && str_eq(sheet.text, expected);
    if (!same)
        print_error("%s: %s\n  wanted \"" STR_FMT "\"\n  got    \"" STR_FMT "\"\n",
                    json_string_value(json_object_get(test, "name")), job.fault.text,
                    STR_ARG(expected), STR_ARG(sheet.text));
    template_set_free(set);
    return same;
}

static void run_file(const char *name)
{
    const char *shared = getenv("SHARED");
    char path[4096];
    snprintf(path, sizeof(path), "%s/conformance/mustache/%s.json", shared ? shared : "", name);
    json_t *suite = shared ? json_load_file(path, 0, NULL) : NULL;
    if (!suite)
        skip();
    json_t *tests = json_object_get(suite, "tests");
    size_t wrong = 0;
    assert_true(json_array_size(tests) > 0);
    for (size_t i = 0; i < json_array_size(tests); i++)
        wrong += !run_one(json_array_get(tests, i));
    json_decref(suite);
    assert_int_equal(wrong, 0);
}

static void interpolation_is_as_the_suite_says(void **state)
{
    run_file("interpolation");
}

static void sections_are_as_the_suite_says(void **state)
{
    run_file("sections");
}

static void inverted_sections_are_as_the_suite_says(void **state)
{
    run_file("inverted");
}

static void partials_are_as_the_suite_says(void **state)
{
    run_file("partials");
}

static void delimiters_are_as_the_suite_says(void **state)
{
    run_file("delimiters");
}

static void comments_are_as_the_suite_says(void **state)
{
    run_file("comments");
}

static void inheritance_is_as_the_suite_says(void **state)
{
    run_file("inheritance");
}

// ── what the suite does not ask ───────────────────────────────────────────────────────────────

static void a_mistake_names_template_and_line(void **state)
{
    static const struct {
        const char *text, *fault;
    } cases[] = {
        {"one\ntwo {{#a}}\nthree", "template x, line 2: {{#a}} is never closed"},
        {"one\n{{/a}}", "template x, line 2: {{/a}} closes nothing"},
        {"{{#a}}\n\n{{/b}}", "template x, line 3: {{/b}} closes {{#a}} of line 1"},
        {"\n\n  {{a", "template x, line 3: a tag is opened and never closed with }}"},
        {"{{{a}}", "template x, line 1: a tag is opened and never closed with }}}"},
        {"{{}}", "template x, line 1: \"\" is not a name"},
        {"{{a b}}", "template x, line 1: \"a b\" is not a name"},
        {"{{a..b}}", "template x, line 1: \"a..b\" is not a dotted name"},
        {"{{.a}}", "template x, line 1: \".a\" is not a dotted name"},
        {"{{=|=}}", "template x, line 1: delimiters are set like this: {{=<% %>=}}"},
        {"{{<p}}{{$b}}{{/p}}{{/b}}", "template x, line 1: {{/p}} closes {{$b}} of line 1"},
    };
    for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
        AUTO_JOB job;
        job_start(&job, 0);
        struct template_source source = {S("x"), str_from(cases[i].text)};
        struct template_set *set = NULL;
        assert_false(template_set_make(&job, TEMPLATE_PLAIN, &source, 1, &set));
        assert_null(set);
        assert_str(str_from(job.fault.text), cases[i].fault);
    }
}

static void sections_that_nest_without_end_are_a_fault(void **state)
{
    AUTO_JOB job;
    job_start(&job, 0);
    struct buf b;
    buf_start(&b, &job.mem, 1 << 20);
    for (int i = 0; i < 1000; i++)
        buf_add(&b, S("{{#a}}"));
    struct template_source source = {S("x"), buf_str(&b)};
    struct template_set *set = NULL;
    assert_false(template_set_make(&job, TEMPLATE_PLAIN, &source, 1, &set));
    assert_true(str_find(str_from(job.fault.text), S("nest deeper")) >= 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(interpolation_is_as_the_suite_says),
        cmocka_unit_test(sections_are_as_the_suite_says),
        cmocka_unit_test(inverted_sections_are_as_the_suite_says),
        cmocka_unit_test(partials_are_as_the_suite_says),
        cmocka_unit_test(delimiters_are_as_the_suite_says),
        cmocka_unit_test(comments_are_as_the_suite_says),
        cmocka_unit_test(inheritance_is_as_the_suite_says),
        cmocka_unit_test(a_mistake_names_template_and_line),
        cmocka_unit_test(sections_that_nest_without_end_are_a_fault),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
