#include "unit.h"

#include "wire/wxr_html.h"

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

static struct str html(const char *content)
{
    struct wxr_html_world world = {0};
    struct str out;
    assert_job(wxr_html(&job, str_from(content), &world, &out), &job);
    return out;
}

static void blank_lines_part_paragraphs_and_line_ends_break(void **state)
{
    assert_str(html("One\ntwo\n\nThree"), "<p>One<br>\ntwo</p>\n<p>Three</p>\n");
    assert_str(html("One\r\n\r\nTwo\r\n"), "<p>One</p>\n<p>Two</p>\n");
    assert_str(html("One<br />\ntwo<br><br>Three"), "<p>One<br>\ntwo</p>\n<p>Three</p>\n");
    assert_str(html("\n\n  \n"), "");
}

static void blocks_stand_between_paragraphs(void **state)
{
    assert_str(html("One\n<h2>Two</h2>\nThree"), "<p>One</p>\n<h2>Two</h2><p>Three</p>\n");
    assert_str(html("<blockquote>One\n\nTwo</blockquote>"),
               "<blockquote><p>One</p>\n<p>Two</p>\n</blockquote>");
    assert_str(html("<ul>\n<li>One</li>\n<li>Two\nthree</li>\n</ul>"),
               "<ul><li>One</li><li>Two<br>\nthree</li></ul>");
    assert_str(html("<p>One\n\nTwo</p>"), "<p>One</p>\n<p>Two</p>");
}

static void what_is_kept_as_it_is_stays(void **state)
{
    assert_str(html("<pre>a\n\nb\n</pre>\nc"), "<pre>a\n\nb\n</pre><p>c</p>\n");
    assert_str(html("<script>a\n\nb</script>"), "<script>a\n\nb</script>");
    assert_str(html("<pre>open\n\nend"), "<pre>open\n\nend");
}

static void text_marks_go_on_over_lines(void **state)
{
    assert_str(html("a <em>b\nc</em> d"), "<p>a <em>b<br>\nc</em> d</p>\n");
    assert_str(html("1 < 2 & 3 <b"), "<p>1 < 2 & 3 <b</p>\n");
}

static void more_and_nextpage_part_paragraphs(void **state)
{
    assert_str(html("One<!--more-->Two<!--nextpage-->Three<!-- a note -->"),
               "<p>One</p>\n<p>Two</p>\n<p>Three</p>\n");
    assert_str(html("One <!-- open"), "<p>One  open</p>\n");
}

static void an_address_alone_on_its_line_is_an_embed(void **state)
{
    assert_true(str_find(html("See\n\nhttps://video.example/1\n\nthere"),
                         S("__wrapper\">https://video.example/1</div>")) > 0);
    assert_true(str_find(html("See https://video.example/1 there"), S("wrapper")) < 0);
}

static void inside_blocks_html_is_html(void **state)
{
    assert_str(html("<!-- wp:paragraph -->\n<p>One\ntwo</p>\n<!-- /wp:paragraph -->"),
               "\n<p>One\ntwo</p>\n");
    assert_str(html("Before\n\n<!-- wp:core/list {\"a\":{\"b\":1}} --><ul></ul><!-- /wp:core/list "
                    "-->\n\nAfter\nall"),
               "<p>Before</p>\n<ul></ul><p>After<br>\nall</p>\n");
    assert_str(html("<!-- wp:latest-posts /--><!-- wp:shortcode -->a\n\nb<!-- /wp:shortcode -->"),
               "<p>a</p>\n<p>b</p>\n");
}

static struct str referred;
static void refer(void *with, struct str id)
{
    referred = id;
}

static void a_pattern_elsewhere_is_told(void **state)
{
    struct wxr_html_world world = {.reference = refer};
    struct str out;
    assert_job(wxr_html(&job, S("<!-- wp:block {\"ref\":412} /-->"), &world, &out), &job);
    assert_str(referred, "412");
}

// Quadratic work would take minutes here.
static void hostile_markup_takes_no_time(void **state)
{
    static const char *const parts[] = {"<a =\"", "<pre>",      "<!--", "<!-- wp:a -->", "<div>",
                                        "\n\n",   "</div><li>", "<",    "http://a\n"};
    static const char *const ends[] = {"", "  <!-- wp:a -->"};
    for (size_t i = 0; i < ARRAY_LEN(parts) * ARRAY_LEN(ends); i++) {
        struct buf text;
        struct wxr_html_world world = {0};
        struct str out;
        buf_start(&text, &job.mem, 8 << 20);
        for (size_t n = 0; n < 200000; n++)
            buf_add(&text, str_from(parts[i % ARRAY_LEN(parts)]));
        buf_add(&text, str_from(ends[i / ARRAY_LEN(parts)]));
        assert_true(wxr_html(&job, buf_str(&text), &world, &out) ||
                    job.fault.kind == FAULT_TOO_BIG);
        job_forgive(&job);
    }
}

static void a_part_that_says_little_takes_little(void **state)
{
    static const char *const parts[] = {"<!-- wp:p -->[<!-- /wp:p -->", "<!-- wp:p /-->\n"};
    for (size_t i = 0; i < ARRAY_LEN(parts); i++) {
        struct buf text;
        struct wxr_html_world world = {0};
        struct str out;
        buf_start(&text, &job.mem, 8 << 20);
        for (size_t n = 0; n < 40000; n++)
            buf_add(&text, str_from(parts[i]));
        size_t before = job.mem.taken_bytes;
        assert_job(wxr_html(&job, buf_str(&text), &world, &out), &job);
        assert_true(job.mem.taken_bytes - before < 24 << 20);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(blank_lines_part_paragraphs_and_line_ends_break, start,
                                        end),
        cmocka_unit_test_setup_teardown(blocks_stand_between_paragraphs, start, end),
        cmocka_unit_test_setup_teardown(what_is_kept_as_it_is_stays, start, end),
        cmocka_unit_test_setup_teardown(text_marks_go_on_over_lines, start, end),
        cmocka_unit_test_setup_teardown(more_and_nextpage_part_paragraphs, start, end),
        cmocka_unit_test_setup_teardown(an_address_alone_on_its_line_is_an_embed, start, end),
        cmocka_unit_test_setup_teardown(inside_blocks_html_is_html, start, end),
        cmocka_unit_test_setup_teardown(a_pattern_elsewhere_is_told, start, end),
        cmocka_unit_test_setup_teardown(hostile_markup_takes_no_time, start, end),
        cmocka_unit_test_setup_teardown(a_part_that_says_little_takes_little, start, end),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
