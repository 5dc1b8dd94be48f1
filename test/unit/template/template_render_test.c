#include "unit.h"

#include "template/template.h"

struct fixture {
    struct job job;
    struct template_set *set;
    struct value *values;
    struct sheet sheet;
};

static void set_up(struct fixture *f, const char *text)
{
    *f = (struct fixture){0};
    job_start(&f->job, 0);
    struct template_source source = {S("x"), str_from(text)};
    assert_job(template_set_make(&f->job, TEMPLATE_HTML, &source, 1, &f->set), &f->job);
    f->values = value_map(&f->job.mem);
}

static bool render(struct fixture *f)
{
    return template_render(&f->job, f->set, S("x"), f->values, &f->sheet);
}

static void take_down(struct fixture *f)
{
    template_set_free(f->set);
    job_end(&f->job);
}

static void html_is_raw_only_where_the_template_asks(void **state)
{
    struct fixture f;
    set_up(&f, "{{{h}}}{{&h}}{{h}}");
    map_html(f.values, "h", (struct html){S("<b>")});
    assert_job(render(&f), &f.job);
    assert_str(f.sheet.text, "<b><b>&lt;b&gt;");
    take_down(&f);
}

static void a_region_writes_nothing_and_is_noted(void **state)
{
    struct fixture f;
    set_up(&f, "<p>{{a}}</p>{{#list}}{{{.}}}{{/list}}");
    map_put(f.values, "a", value_region(&f.job.mem, S("ticker:en")));
    struct value *list = map_list(f.values, "list");
    list_put(list, value_region(&f.job.mem, S("menu:en")));
    list_put(list, value_region(&f.job.mem, S("mostread:en")));
    assert_job(render(&f), &f.job);
    assert_str(f.sheet.text, "<p></p>");
    assert_int_equal(f.sheet.regions_count, 3);
    assert_int_equal(f.sheet.regions[0].at, 3);
    assert_str(f.sheet.regions[0].fragment, "ticker:en");
    assert_int_equal(f.sheet.regions[1].at, 7);
    assert_int_equal(f.sheet.regions[2].at, 7);
    assert_str(f.sheet.regions[2].fragment, "mostread:en");
    take_down(&f);
}

static void html_and_regions_stay_out_of_attributes(void **state)
{
    static const char *const places[] = {"<p title=\"{{{v}}}\">", "<a href='{{v}}'>",
                                         "<title>{{{v}}}</title>", "<img srcset=\"{{v}}\">"};
    for (size_t i = 0; i < ARRAY_LEN(places) * 2; i++) {
        struct fixture f;
        set_up(&f, places[i / 2]);
        map_put(f.values, "v",
                i % 2 ? value_region(&f.job.mem, S("r"))
                      : value_html(&f.job.mem, (struct html){S("<b>")}));
        assert_false(render(&f));
        assert_int_equal(f.job.fault.kind, FAULT_INTERNAL);
        assert_true(str_starts(str_from(f.job.fault.text), S("template x, line 1: {{v}} is ")));
        take_down(&f);
    }
}

static void numbers_and_truths_are_written_out(void **state)
{
    struct fixture f;
    set_up(&f, "{{a}} {{b}} {{c}} {{d}} {{map}}{{gone}}{{gone.x}}.");
    map_int(f.values, "a", INT64_MIN);
    map_int(f.values, "b", INT64_MAX);
    map_int(f.values, "c", 0);
    map_bool(f.values, "d", true);
    map_map(f.values, "map");
    assert_job(render(&f), &f.job);
    assert_str(f.sheet.text, "-9223372036854775808 9223372036854775807 0 true .");
    take_down(&f);
}

static void too_much_output_is_a_fault(void **state)
{
    struct fixture f;
    set_up(&f, "{{#l}}{{#l}}{{#l}}0123456789{{/l}}{{/l}}{{/l}}");
    struct value *list = map_list(f.values, "l");
    for (int i = 0; i < 100; i++)
        list_put(list, value_int(&f.job.mem, 1));
    assert_false(render(&f));
    assert_int_equal(f.job.fault.kind, FAULT_TOO_BIG);
    assert_null(f.sheet.text.at);
    take_down(&f);
}

static void a_template_that_is_not_there_is_a_fault(void **state)
{
    struct fixture f;
    set_up(&f, "");
    assert_false(template_render(&f.job, f.set, S("y"), f.values, &f.sheet));
    assert_str(str_from(f.job.fault.text), "there is no template \"y\"");
    take_down(&f);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(html_is_raw_only_where_the_template_asks),
        cmocka_unit_test(a_region_writes_nothing_and_is_noted),
        cmocka_unit_test(html_and_regions_stay_out_of_attributes),
        cmocka_unit_test(numbers_and_truths_are_written_out),
        cmocka_unit_test(too_much_output_is_a_fault),
        cmocka_unit_test(a_template_that_is_not_there_is_a_fault),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
