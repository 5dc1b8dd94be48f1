// Escaping by place, as tables: a template, a value, what comes out; and what does not compile.
#include "unit.h"

#include "template/template.h"

static struct str render(struct job *job, const char *text, struct value *values)
{
    struct template_source source = {S("x"), str_from(text)};
    struct template_set *set = NULL;
    struct sheet sheet = {0};
    bool ok = template_set_make(job, TEMPLATE_HTML, &source, 1, &set) &&
              template_render(job, set, S("x"), values, &sheet);
    template_set_free(set);
    return !ok ? str_from(job->fault.text) : sheet.text;
}

struct written {
    const char *text, *value, *wanted;
};

static void check_written(const struct written *cases, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        AUTO_JOB job;
        job_start(&job, 0);
        struct value *values = value_map(&job.mem);
        map_text(values, "v", str_from(cases[i].value));
        map_bool(values, "yes", true);
        map_bool(values, "no", false);
        assert_str(render(&job, cases[i].text, values), cases[i].wanted);
    }
}

#define EVIL "<script>alert('1')</script>\"&"
#define EVIL_ESCAPED "&lt;script&gt;alert(&#39;1&#39;)&lt;/script&gt;&quot;&amp;"

static void text_and_quoted_attributes_are_escaped(void **state)
{
    static const struct written cases[] = {
        {"{{v}}", EVIL, EVIL_ESCAPED},
        {"{{{v}}}", EVIL, EVIL_ESCAPED},
        {"{{&v}}", EVIL, EVIL_ESCAPED},
        {"<p>{{v}}</p>", EVIL, "<p>" EVIL_ESCAPED "</p>"},
        {"a < b {{v}}", EVIL, "a < b " EVIL_ESCAPED},
        {"<<p>{{v}}", "<", "<<p>&lt;"},
        {"<title>{{v}}</title>", EVIL, "<title>" EVIL_ESCAPED "</title>"},
        {"<title>{{v}}</title>", "</title><script>", "<title>&lt;/title&gt;&lt;script&gt;</title>"},
        {"<TEXTAREA>{{v}}</textarea>{{v}}", "<", "<TEXTAREA>&lt;</textarea>&lt;"},
        {"<p title=\"{{v}}\">", EVIL, "<p title=\"" EVIL_ESCAPED "\">"},
        {"<p title='{{{v}}}'>", EVIL, "<p title='" EVIL_ESCAPED "'>"},
        {"<p title = \"{{v}}\" >", "\" onload=\"x", "<p title = \"&quot; onload=&quot;x\" >"},
        {"<p class='a {{v}} b'>", "'", "<p class='a &#39; b'>"},
        {"<p data-on=\"{{v}}\">", "x", "<p data-on=\"x\">"},
        {"<meta content=\"{{v}}\">", "javascript:1", "<meta content=\"javascript:1\">"},
        {"<!-- c --><p>{{v}}", "<", "<!-- c --><p>&lt;"},
        {"<!--> {{v}}", "<", "<!--> &lt;"},
        {"<!---> {{v}}", "<", "<!---> &lt;"},
        {"<!-- > -> -- --!> {{v}}", "<", "<!-- > -> -- --!> &lt;"},
        {"<!DOCTYPE html><p>{{v}}", "<", "<!DOCTYPE html><p>&lt;"},
        {"<script>if (a < b) c()</script>{{v}}", "<", "<script>if (a < b) c()</script>&lt;"},
        {"<style>a > b {}</style >{{v}}", "<", "<style>a > b {}</style >&lt;"},
        {"<script>'</scriptx>'</SCRIPT\n>{{v}}", "<", "<script>'</scriptx>'</SCRIPT\n>&lt;"},
        {"<br/>{{v}}<img src=\"/x\"/>", "<", "<br/>&lt;<img src=\"/x\"/>"},
        {"<input disabled>{{v}}", "<", "<input disabled>&lt;"},
        {"<input value=1>{{v}}", "<", "<input value=1>&lt;"},
    };
    check_written(cases, ARRAY_LEN(cases));
}

static void a_url_keeps_only_harmless_schemes(void **state)
{
    static const struct written cases[] = {
        {"<a href=\"{{v}}\">", "https://x.example/?a=1&b='",
         "<a href=\"https://x.example/?a=1&amp;b=&#39;\">"},
        {"<a href=\"{{v}}\">", "/en/a:b", "<a href=\"/en/a:b\">"},
        {"<a href=\"{{v}}\">", "?a:b", "<a href=\"?a:b\">"},
        {"<a href=\"{{v}}\">", "#a:b", "<a href=\"#a:b\">"},
        {"<a href=\"{{v}}\">", "en/story", "<a href=\"en/story\">"},
        {"<a href=\"{{v}}\">", "", "<a href=\"\">"},
        {"<a href=\"{{v}}\">", "MAILTO:a@b.example", "<a href=\"MAILTO:a@b.example\">"},
        {"<a href=\"{{v}}\">", "javascript:alert(1)", "<a href=\"#\">"},
        {"<a href=\"{{{v}}}\">", "javascript:alert(1)", "<a href=\"#\">"},
        {"<a href='{{v}}'>", "JaVaScRiPt:alert(1)", "<a href='#'>"},
        {"<a href='{{v}}'>", " \n\x01javascript:alert(1)", "<a href='#'>"},
        {"<a href='{{v}}'>", "java\tscr\nipt\r:alert(1)", "<a href='#'>"},
        {"<a href='{{v}}'>", "java\x01script:alert(1)", "<a href='#'>"},
        {"<a href='{{v}}'>", "javascript\t:alert(1)", "<a href='#'>"},
        {"<a href='{{v}}'>", "data:text/html,<script>", "<a href='#'>"},
        {"<a href='{{v}}'>", "vbscript:x", "<a href='#'>"},
        {"<a href='{{v}}'>", "x:y", "<a href='#'>"},
        {"<a href='{{v}}'>", "blob:https://x", "<a href='#'>"},
        {"<a href='{{v}}'>", "javascript&colon;x", "<a href='javascript&amp;colon;x'>"},
        {"<a href='{{v}}'>", "&#106;avascript:x", "<a href='&amp;#106;avascript:x'>"},
        {"<a href=\"  {{v}}\">", "javascript:x", "<a href=\"  #\">"},
        {"<a href=\"/x/{{v}}\">", "javascript:x", "<a href=\"/x/javascript:x\">"},
        {"<a href=\"/x/{{v}}\">", "\"><script>", "<a href=\"/x/&quot;&gt;&lt;script&gt;\">"},
        {"<a href=\"https://{{v}}/\">", "x.example:80", "<a href=\"https://x.example:80/\">"},
        {"<a href=\"mailto:{{v}}\">", "a:b", "<a href=\"mailto:a:b\">"},
        {"<a href=\"tel:{{v}}\">", "+1", "<a href=\"tel:+1\">"},
        {"<a href=\"java{{v}}\">", "script:x", "<a href=\"java#\">"},
        {"<a href=\"{{v}}{{v}}\">", "javascript:", "<a href=\"#javascript:\">"},
        {"<a title=\"javascript\" href=\"{{v}}\">", ":x", "<a title=\"javascript\" href=\"#\">"},
        {"<a href=\"{{#yes}}java{{/yes}}{{v}}\">", "script:x", "<a href=\"java#\">"},
        {"<a href=\"{{#yes}}javascript:{{/yes}}{{v}}\">", "x", "<a href=\"javascript:#\">"},
        {"<a href=\"{{#no}}/x{{/no}}{{v}}\">", "javascript:x", "<a href=\"#\">"},
        {"<a href=\"{{#yes}}{{v}}{{/yes}}{{^yes}}/{{/yes}}\">", "https://x",
         "<a href=\"https://x\">"},
        {"<A HREF=\"{{v}}\">", "javascript:x", "<A HREF=\"#\">"},
        {"<img src=\"{{v}}\">", "javascript:x", "<img src=\"#\">"},
        {"<form action=\"{{v}}\">", "javascript:x", "<form action=\"#\">"},
        {"<button formaction=\"{{v}}\">", "javascript:x", "<button formaction=\"#\">"},
        {"<video poster=\"{{v}}\">", "javascript:x", "<video poster=\"#\">"},
        {"<q cite=\"{{v}}\">", "javascript:x", "<q cite=\"#\">"},
        {"<object data=\"{{v}}\">", "javascript:x", "<object data=\"#\">"},
        {"<use xlink:href=\"{{v}}\">", "javascript:x", "<use xlink:href=\"#\">"},
        {"<script src=\"{{v}}\"></script>", "data:,x", "<script src=\"#\"></script>"},
        {"<img srcset=\"{{v}}\">", "/a 1x, javascript:x 2x", "<img srcset=\"#\">"},
        {"<img srcset=\"{{v}} 1x, {{v}} 2x\">", "https://x/a",
         "<img srcset=\"https://x/a 1x, https://x/a 2x\">"},
        {"<img srcset=\"{{v}} 1x, {{v}} 2x\">", "javascript:x", "<img srcset=\"# 1x, # 2x\">"},
        {"<a ping=\"{{v}}\">", "/x javascript:x", "<a ping=\"#\">"},
    };
    check_written(cases, ARRAY_LEN(cases));
}

static void json_in_a_script_is_whole_values(void **state)
{
#define LD "<script type=\"application/ld+json\">"
    static const struct written cases[] = {
        {LD "{\"a\": {{v}}}</script>", "x \"y\" \\",
         LD "{\"a\": \"x \\u0022y\\u0022 \\u005c\"}</script>"},
        {LD "{{{v}}}</script>", "</script><!--&",
         LD "\"\\u003c/script\\u003e\\u003c!--\\u0026\"</script>"},
        {LD "{{v}}</script>", "\xE2\x80\xA8\xE2\x80\xA9\xE2\x80\xAA\n",
         LD "\"\\u2028\\u2029\xE2\x80\xAA\\u000a\"</script>"},
        {LD "[{{v}},{{gone}},{{yes}}]</script>{{v}}", "<",
         LD "[\"\\u003c\",null,true]</script>&lt;"},
        {"<script type='application/json'>{{v}}</script>", "'",
         "<script type='application/json'>\"\\u0027\"</script>"},
        {LD "{\"a\\\"b\": {{v}}}</script>", "x", LD "{\"a\\\"b\": \"x\"}</script>"},
        {"<script async type=application/ld+json>{{v}}</script>", "x",
         "<script async type=application/ld+json>\"x\"</script>"},
        {LD "[1{{#yes}},{{v}}{{/yes}}]</script>", "x", LD "[1,\"x\"]</script>"},
    };
    check_written(cases, ARRAY_LEN(cases));
}

static void maps_and_lists_become_json(void **state)
{
    AUTO_JOB job;
    job_start(&job, 0);
    struct value *values = value_map(&job.mem), *ld = map_map(values, "ld");
    map_text(ld, "@type", S("NewsArticle"));
    map_int(ld, "words", 12);
    map_html(ld, "body", (struct html){S("<p>")});
    struct value *list = map_list(ld, "tags");
    list_put(list, value_text(&job.mem, S("a")));
    list_put(list, value_bool(&job.mem, false));
    assert_str(render(&job, LD "{{ld}}</script>", values),
               LD "{\"@type\":\"NewsArticle\",\"words\":12,\"body\":\"\\u003cp\\u003e\","
                  "\"tags\":[\"a\",false]}</script>");
}

static void attributes_come_and_go_by_section(void **state)
{
    static const struct written cases[] = {
        {"<li{{#yes}} aria-current=\"page\"{{/yes}}>{{v}}", "<", "<li aria-current=\"page\">&lt;"},
        {"<li{{#no}} aria-current=\"page\"{{/no}}>", "", "<li>"},
        {"<li {{#yes}} hidden{{/yes}} class=\"{{v}}\">", "\"", "<li  hidden class=\"&quot;\">"},
        {"<option value=\"1\"{{#yes}} selected{{/yes}}>{{v}}", "<",
         "<option value=\"1\" selected>&lt;"},
        {"<a {{#yes}}href=\"{{v}}\"{{/yes}}>", "javascript:", "<a href=\"#\">"},
        {"<a{{#yes}} title=\"{{v}}\"{{/yes}}{{^yes}} href=\"{{v}}\"{{/yes}}>",
         "javascript:", "<a title=\"javascript:\">"},
        {"<p class=\"a{{#yes}} {{v}}{{/yes}}\">", "b", "<p class=\"a b\">"},
        {"<p>{{#yes}}<b>{{v}}</b>{{/yes}}</p>", "<", "<p><b>&lt;</b></p>"},
        {"{{#yes}}<div>{{/yes}}{{v}}{{#yes}}</div>{{/yes}}", "<", "<div>&lt;</div>"},
        {"<script>a{{#yes}}b{{/yes}}c</script>{{v}}", "<", "<script>abc</script>&lt;"},
        {"<html{{$attributes}} lang=\"{{v}}\"{{/attributes}}>", "en", "<html lang=\"en\">"},
        {"<script{{#yes}} type=\"module\"{{/yes}}></script>{{v}}", "<",
         "<script type=\"module\"></script>&lt;"},
    };
    check_written(cases, ARRAY_LEN(cases));
}

static void these_do_not_compile(void **state)
{
    static const struct {
        const char *text, *because;
    } cases[] = {
        {"<script>{{v}}</script>", "script"},
        {"<script>x = \"{{v}}\"</script>", "script"},
        {"<script type=\"module\">{{v}}</script>", "script"},
        {"<script type=\"text/javascript\" type=\"application/ld+json\">{{v}}</script>", "script"},
        {"<script type type=\"application/ld+json\">{{v}}</script>", "script"},
        {"<script type=\"{{v}}\">{{v}}</script>", "script"},
        {"<script type=\"application/ld+json{{v}}\">{{v}}</script>", "script"},
        {"<script{{#a}} type=\"application/ld+json\"{{/a}}>{{v}}</script>", "script"},
        {"<style type=\"application/ld+json\">{{v}}</style>", "style"},
        {"<SCRIPT>{{v}}</SCRIPT>", "script"},
        {"<style>{{v}}</style>", "style"},
        {"<style>a {color: {{v}}}</style>", "style"},
        {"<iframe>{{v}}</iframe>", "script"},
        {"<xmp>{{v}}</xmp>", "script"},
        {"<!-- {{v}} -->", "comment"},
        {"<!-- {{#a}}x{{/a}} -->", "comment"},
        {"<!-- --{{v}}", "comment"},
        {"<!DOCTYPE {{v}}>", "comment"},
        {"<?x {{v}}?>", "comment"},
        {"<{{v}}>", "name"},
        {"<a{{v}}>", "name"},
        {"</{{v}}>", "name"},
        {"</a{{v}}>", "name"},
        {"<a {{v}}>", "name"},
        {"<a {{v}}=\"x\">", "name"},
        {"<a x{{v}}=\"x\">", "name"},
        {"<a x {{v}}>", "name"},
        {"<a \"{{v}}\">", "name"},
        {"<a href={{v}}>", "unquoted"},
        {"<a href=/x/{{v}}>", "unquoted"},
        {"<a title= {{v}}>", "unquoted"},
        {"<a onclick=\"{{v}}\">", "script"},
        {"<a ONCLICK='x({{v}})'>", "script"},
        {"<a onwhatever=\"{{v}}\">", "script"},
        {"<svg:a xlink:onload=\"{{v}}\">", "script"},
        {"<a href=\"javascript:{{v}}\">", "javascript"},
        {"<a href=\" JavaScript:x('{{v}}')\">", "javascript"},
        {"<a href=\"data:text/html,{{v}}\">", "javascript"},
        {"<a href=\"{{v}}:x\">", "scheme"},
        {"<a href=\"java{{v}}:x\">", "scheme"},
        {"<a href=\"{{#a}}{{v}}{{/a}}:x\">", "scheme"},
        {"<p style=\"{{v}}\">", "style"},
        {"<p style='color: {{v}}'>", "style"},
        {"<iframe srcdoc=\"{{v}}\">", "markup"},
        {"<meta http-equiv=\"{{v}}\">", "markup"},
        {"<set attributeName=\"href\" to=\"{{v}}\">", "markup"},
        {"<set attributeName=\"{{v}}\">", "markup"},
        {LD "\"{{v}}\"</script>", "JSON string"},
        {LD "\"\\\"{{v}}\"</script>", "JSON string"},
        {LD "</scr{{v}}</script>", "script"},
        {"<title></tit{{v}}</title>", "name"},
        {"<title><b>{{v}}</title>", "&lt;"},
        {"<script><!--<script>{{v}}</script>", "<!"},
        {"<![CDATA[ {{v}} ]]>", "CDATA"},
        {"{{#a}}<a {{/a}}>{{v}}", "must end where it began"},
        {"{{#a}}<a href=\"{{/a}}x\">", "must end where it began"},
        {"{{#a}}<script>{{/a}}", "must end where it began"},
        {"{{^a}}<title>{{/a}}", "must end where it began"},
        {"<a {{#a}}title=\"{{/a}}\">", "must end where it began"},
        {"<a {{#a}}x=\"1\" on{{/a}}>", "space"},
        {"<a {{#a}}on{{/a}}{{#b}}click=\"{{v}}\"{{/b}}>", "space"},
        {"<a on{{#b}}click=\"{{v}}\"{{/b}}>", "space"},
        {"<s{{#b}}cript{{/b}}>{{v}}</script>", "space"},
        {"<scr{{#b}} x=\"\"{{/b}}ipt>{{v}}</script>", "space"},
        {"<{{#b}}script{{/b}}>", "cannot begin or end there"},
        {"<a title={{#b}}x{{/b}}>", "cannot begin or end there"},
        {"{{#b}}<{{/b}}", "beginning of a tag"},
        {"<a ", "ends in a tag"},
        {"<script>", "ends in a script"},
        {"<!-- ", "ends in a comment"},
        {"<a title=\"x>", "ends in a quoted attribute"},
    };
    for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
        AUTO_JOB job;
        job_start(&job, 0);
        struct str fault = render(&job, cases[i].text, value_map(&job.mem));
        if (!job_failed(&job) || str_find(fault, str_from(cases[i].because)) < 0)
            print_error("%s: \"" STR_FMT "\"\n", cases[i].text, STR_ARG(fault));
        assert_true(job_failed(&job));
        assert_true(str_find(fault, str_from(cases[i].because)) >= 0);
        assert_true(str_starts(fault, S("template x, line 1: ")));
    }
}

static void the_line_is_the_one_of_the_mistake(void **state)
{
    AUTO_JOB job;
    job_start(&job, 0);
    struct str fault = render(&job, "<p>\n<a x'\ny>", value_map(&job.mem));
    assert_true(str_starts(fault, S("template x, line 2: ")));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(text_and_quoted_attributes_are_escaped),
        cmocka_unit_test(a_url_keeps_only_harmless_schemes),
        cmocka_unit_test(json_in_a_script_is_whole_values),
        cmocka_unit_test(maps_and_lists_become_json),
        cmocka_unit_test(attributes_come_and_go_by_section),
        cmocka_unit_test(these_do_not_compile),
        cmocka_unit_test(the_line_is_the_one_of_the_mistake),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
