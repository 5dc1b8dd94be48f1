// Charts: what is taken, what is refused with a sentence, and how it is drawn.
#include "unit.h"

#include "text/chart.h"
#include "text/locale.h"

static struct str draw(struct job *job, const char *json, const struct locale *locale)
{
    struct chart chart;
    const char *why = "";
    struct buf b;
    const struct chart_words words = {S("abcd"), S("Rain <now>"), S("It rises."), S("The data"),
                                      locale};
    buf_start(&b, &job->mem, 1 << 20);
    if (!chart_parse(&job->mem, str_from(json), &chart, &why))
        fail_msg("%s", why);
    chart_write_html(&job->mem, &chart, &words, &b);
    return buf_str(&b);
}

static bool has(struct str text, const char *what)
{
    return str_find(text, str_from(what)) >= 0;
}

static void what_is_no_chart_is_refused_with_a_sentence(void **state)
{
    static const char *const wrong[][2] = {
        {"", "is not JSON"},
        {"[]", "nothing else"},
        {"{}", "kind is"},
        {"{\"kind\":\"bar\",\"rows\":[[\"a\",1]],\"href\":\"x\"}", "nothing else"},
        {"{\"kind\":\"pie\",\"rows\":[[\"a\",1]]}", "kind is"},
        {"{\"kind\":\"bar\"}", "needs rows"},
        {"{\"kind\":\"bar\",\"rows\":[]}", "needs rows"},
        {"{\"kind\":\"line\",\"rows\":[[\"a\",1]]}", "needs rows"},
        {"{\"kind\":\"bar\",\"rows\":{\"a\":1}}", "needs rows"},
        {"{\"kind\":\"bar\",\"rows\":[1]}", "label and one to four"},
        {"{\"kind\":\"bar\",\"rows\":[[\"a\",1,2,3,4,5]]}", "label and one to four"},
        {"{\"kind\":\"bar\",\"rows\":[[\"a\",1],[\"b\",1,2]]}", "for each series"},
        {"{\"kind\":\"bar\",\"rows\":[[1,1]]}", "begins with a label"},
        {"{\"kind\":\"bar\",\"rows\":[[\" \",1]]}", "begins with a label"},
        {"{\"kind\":\"bar\",\"rows\":[[\"a\",\"1\"]]}", "are numbers"},
        {"{\"kind\":\"bar\",\"rows\":[[\"a\",1e300]]}", "are numbers"},
        {"{\"kind\":\"bar\",\"rows\":[[\"a\",-1]]}", "begin at 0"},
        {"{\"kind\":\"bar\",\"rows\":[[\"a\",null]]}", "at least one number"},
        {"{\"kind\":\"bar\",\"unit\":\"\",\"rows\":[[\"a\",1]]}", "unit"},
        {"{\"kind\":\"bar\",\"series\":[],\"rows\":[[\"a\",1]]}", "series"},
        {"{\"kind\":\"bar\",\"series\":[7],\"rows\":[[\"a\",1]]}", "series"},
    };
    AUTO_JOB job;
    job_start(&job, 0);
    for (size_t i = 0; i < ARRAY_LEN(wrong); i++) {
        struct chart chart;
        const char *why = "taken";
        assert_false(chart_parse(&job.mem, str_from(wrong[i][0]), &chart, &why));
        if (!strstr(why, wrong[i][1]))
            fail_msg("%s: %s", wrong[i][0], why);
    }
}

static void a_bar_is_as_long_as_its_value(void **state)
{
    AUTO_JOB job;
    job_start(&job, 0);
    struct str html = draw(&job,
                           "{\"kind\":\"bar\",\"unit\":\"m\",\"rows\":[[\"Everest\",8848.5],"
                           "[\"A half\",4424.25]]}",
                           NULL);
    assert_true(has(html, "<rect class=\"s1\" x=\"0.0\" y=\"18.0\" width=\"308.0\""));
    assert_true(has(html, "width=\"154.0\""));
    assert_true(has(html, ">8,848.5\u00a0m</text>"));
}

static void a_drawing_has_a_name_a_text_and_a_table(void **state)
{
    AUTO_JOB job;
    job_start(&job, 0);
    struct str html = draw(&job,
                           "{\"kind\":\"line\",\"series\":[\"Wet & dry\",\"B\"],"
                           "\"rows\":[[\"2025\",1,2],[\"2026\",null,3]]}",
                           NULL);
    assert_true(has(html, "role=\"img\" aria-labelledby=\"title-abcd desc-abcd\""));
    assert_true(has(html, "<title id=\"title-abcd\">Rain &lt;now&gt;</title>"));
    assert_true(has(html, "<li class=\"s1\">Wet &amp; dry</li>"));
    assert_true(has(html, "<tr><th scope=\"row\">2026</th><td></td><td>3</td></tr>"));
}

static void in_arabic_bars_grow_from_the_right_and_time_still_runs_to_the_right(void **state)
{
    const struct locale arabic = {S("ar"), S("Asia/Beirut"), true};
    AUTO_JOB job;
    job_start(&job, 0);
    struct str bars = draw(&job, "{\"kind\":\"bar\",\"rows\":[[\"أ\",10],[\"ب\",5]]}", &arabic);
    assert_true(has(bars, "<rect class=\"s1\" x=\"246.0\""));
    assert_true(has(bars, "<text class=\"l\" x=\"400.0\" y=\"13.0\" text-anchor=\"start\">أ"));
    assert_true(has(bars, ">١٠<"));
    struct str line =
        draw(&job, "{\"kind\":\"line\",\"rows\":[[\"أول\",0],[\"آخر\",10]]}", &arabic);
    assert_true(has(line, "M4.0 220.0L348.0 20.0"));
    assert_true(has(line, "x=\"4.0\" y=\"238.0\" text-anchor=\"end\">أول"));
}

static void a_gap_parts_a_line(void **state)
{
    AUTO_JOB job;
    job_start(&job, 0);
    struct str html = draw(&job,
                           "{\"kind\":\"line\",\"rows\":[[\"a\",0],[\"b\",10],[\"c\",null],"
                           "[\"d\",10]]}",
                           NULL);
    assert_true(has(html, "M52.0 220.0L166.7 20.0M396.0 20.0"));
}

static void equal_values_have_a_scale_too(void **state)
{
    AUTO_JOB job;
    job_start(&job, 0);
    struct str html = draw(&job, "{\"kind\":\"line\",\"rows\":[[\"a\",7],[\"b\",7]]}", NULL);
    assert_false(has(html, "nan"));
    assert_false(has(html, "inf"));
    html = draw(&job, "{\"kind\":\"line\",\"rows\":[[\"a\",0],[\"b\",0]]}", NULL);
    assert_false(has(html, "nan"));
}

static void what_is_next_to_nothing_is_nothing(void **state)
{
    AUTO_JOB job;
    job_start(&job, 0);
    struct str line = draw(&job, "{\"kind\":\"line\",\"rows\":[[\"a\",5e-324],[\"b\",0]]}", NULL);
    assert_false(has(line, "nan"));
    struct str bars = draw(&job, "{\"kind\":\"bar\",\"rows\":[[\"a\",5e-324]]}", NULL);
    assert_true(has(bars, "width=\"0.0\""));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_is_no_chart_is_refused_with_a_sentence),
        cmocka_unit_test(a_bar_is_as_long_as_its_value),
        cmocka_unit_test(a_drawing_has_a_name_a_text_and_a_table),
        cmocka_unit_test(in_arabic_bars_grow_from_the_right_and_time_still_runs_to_the_right),
        cmocka_unit_test(a_gap_parts_a_line),
        cmocka_unit_test(equal_values_have_a_scale_too),
        cmocka_unit_test(what_is_next_to_nothing_is_nothing),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
