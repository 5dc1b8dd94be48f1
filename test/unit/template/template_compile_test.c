// Several templates together: partials, parents, and where they may stand.
#include "unit.h"

#include "template/template.h"

enum { SOURCES_MAX = 4 };

struct together {
    struct template_source sources[SOURCES_MAX];
    const char *wanted; // of "main", or the front of the fault
};

static struct str render(struct job *job, const struct template_source *sources)
{
    struct template_set *set = NULL;
    struct sheet sheet = {0};
    size_t count = 0;
    while (count < SOURCES_MAX && sources[count].name.len)
        count++;
    struct value *values = value_map(&job->mem);
    map_text(values, "v", S("<'"));
    map_text(values, "url", S("javascript:x"));
    map_bool(values, "yes", true);
    struct value *list = map_list(values, "nodes");
    struct value *outer = list_map(list), *inner = list_map(map_list(outer, "nodes"));
    map_text(outer, "v", S("a"));
    map_text(inner, "v", S("b"));
    map_list(inner, "nodes");
    bool ok = template_set_make(job, TEMPLATE_HTML, sources, count, &set) &&
              template_render(job, set, S("main"), values, &sheet);
    template_set_free(set);
    return !ok ? str_from(job->fault.text) : sheet.text;
}

static void templates_read_as_the_place_they_stand_in(void **state)
{
    static const struct together cases[] = {
        {{{S("main"), S("<p>{{>x}}</p><a href=\"{{>x}}\" title='{{>x}}'>")},
          {S("x"), S("{{url}}")}},
         "<p>javascript:x</p><a href=\"#\" title='javascript:x'>"},
        {{{S("main"), S("<li{{>x}}>{{v}}")}, {S("x"), S(" title=\"{{v}}\"")}},
         "<li title=\"&lt;&#39;\">&lt;&#39;"},
        {{{S("main"), S("<script>{{>x}}</script>")}, {S("x"), S("if (a<b) x()")}},
         "<script>if (a<b) x()</script>"},
        {{{S("main"), S("<script>{{>x}}</script>")}, {S("x"), S("\nx({{v}})")}},
         "template x, line 2: {{v}} does not compile: a hole in a script"},
        {{{S("main"), S("{{<page}}{{$body}}<p>{{v}}{{/body}}{{/page}}")},
          {S("page"), S("<title>{{$title}}T{{/title}}</title>{{$body}}{{/body}}")}},
         "<title>T</title><p>&lt;&#39;"},
        {{{S("main"), S("{{<page}}{{$b}}{{v}}{{/b}}{{/page}}")},
          {S("page"), S("<a href=\"{{$b}}{{/b}}\">{{$b}}{{/b}}")}},
         "<a href=\"&lt;&#39;\">&lt;&#39;"},
        {{{S("main"), S("{{<page}}{{$b}}\n{{v}}{{/b}}{{/page}}")},
          {S("page"), S("<script>{{$b}}{{/b}}</script>")}},
         "template main, line 2: {{v}} does not compile: a hole in a script"},
        {{{S("main"), S("{{<a}}{{$x}}1{{/x}}{{/a}}")},
          {S("a"), S("{{>b}}{{$x}}{{/x}}")},
          {S("b"), S("[{{$x}}own{{/x}}]")}},
         "[own]1"},
        {{{S("main"), S("<ul>{{>node}}</ul>")},
          {S("node"), S("{{#nodes}}<li>{{v}}{{>node}}</li>{{/nodes}}")}},
         "<ul><li>a<li>b</li></li></ul>"},
        {{{S("main"), S("{{>gone}}")}}, "template main, line 1: there is no template \"gone\""},
        {{{S("main"), S("x\n{{<gone}}{{/gone}}")}},
         "template main, line 2: there is no template \"gone\""},
        {{{S("main"), S("")}, {S("main"), S("")}}, "two templates are called \"main\""},
        {{{S("main"), S("{{>x}}")}, {S("x"), S("<a ")}},
         "template main, line 1: the partial {{>x}} begins in the text of an element and ends in a "
         "tag"},
        {{{S("main"), S("{{<main}}{{/main}}")}}, "template main, line 1: templates nest deeper"},
        {{{S("main"), S("{{>main}}")}}, "template main, line 1: {{main}} nests too deep"},
        {{{S("main"), S("<a{{>x}}>")}, {S("x"), S(" a=\"1\"{{#yes}}{{>x}}{{/yes}}")}},
         "template x, line 1: the partial {{>x}} begins in a tag"},
        {{{S("main"), S("<ul>\n  {{>x}}\n</ul>\n")}, {S("x"), S("<pre>\na</pre>\n")}},
         "<ul>\n<pre>\na</pre>\n</ul>\n"},
    };
    for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
        AUTO_JOB job;
        job_start(&job, 0);
        struct str got = render(&job, cases[i].sources);
        if (!str_starts(got, str_from(cases[i].wanted)))
            assert_str(got, cases[i].wanted);
    }
}

// The lines of a script, the attributes of a tag: fine where they are included.
static void a_part_that_makes_no_sense_alone_is_a_fault_only_when_alone(void **state)
{
    AUTO_JOB job;
    job_start(&job, 0);
    const struct template_source sources[] = {{S("main"), S("<script>{{>x}}</script>")},
                                              {S("x"), S("a<b")}};
    struct template_set *set;
    struct sheet sheet;
    assert_job(template_set_make(&job, TEMPLATE_HTML, sources, 2, &set), &job);
    assert_job(template_render(&job, set, S("main"), value_map(&job.mem), &sheet), &job);
    assert_false(template_render(&job, set, S("x"), value_map(&job.mem), &sheet));
    assert_str(str_from(job.fault.text), "template x, line 1: the template ends in a tag's name");
    template_set_free(set);
}

static void a_set_that_unfolds_without_end_is_a_fault(void **state)
{
    AUTO_JOB job;
    job_start(&job, 0);
    struct template_source sources[40];
    for (int i = 0; i < 40; i++)
        sources[i] = (struct template_source){
            str_printf(&job.mem, "t%d", i),
            str_printf(&job.mem, "x{{<t%d}}{{/t%d}}{{<t%d}}{{/t%d}}", i + 1, i + 1, i + 1, i + 1)};
    sources[39].text = S("end");
    struct template_set *set;
    assert_false(template_set_make(&job, TEMPLATE_HTML, sources, 40, &set));
    assert_true(str_find(str_from(job.fault.text), S("unfolds into more than")) >= 0);
}

static void a_plain_set_escapes_nothing_and_misses_no_partial(void **state)
{
    AUTO_JOB job;
    job_start(&job, 0);
    struct template_source source = {S("mail"), S("Dear {{v}},\n<{{v}}>\n")};
    struct template_set *set;
    struct sheet sheet;
    struct value *values = value_map(&job.mem);
    map_text(values, "v", S("<&>"));
    assert_job(template_set_make(&job, TEMPLATE_PLAIN, &source, 1, &set), &job);
    assert_job(template_render(&job, set, S("mail"), values, &sheet), &job);
    assert_str(sheet.text, "Dear <&>,\n<<&>>\n");
    template_set_free(set);
    source.text = S("{{>gone}}");
    assert_false(template_set_make(&job, TEMPLATE_PLAIN, &source, 1, &set));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(templates_read_as_the_place_they_stand_in),
        cmocka_unit_test(a_part_that_makes_no_sense_alone_is_a_fault_only_when_alone),
        cmocka_unit_test(a_set_that_unfolds_without_end_is_a_fault),
        cmocka_unit_test(a_plain_set_escapes_nothing_and_misses_no_partial),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
