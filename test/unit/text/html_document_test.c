#include "unit.h"

#include "text/html_document.h"

static bool take_picture(struct job *job, void *with, const struct html_picture *picture,
                         int64_t *id)
{
    int64_t *next = with;
    if (str_find(picture->src, S("missing")) < 0)
        *id = ++*next;
    return true;
}

static struct block *read_from(struct job *job, const char *base, struct str html)
{
    int64_t next = 0;
    struct html_intake intake = {.with = &next, .base = str_from(base), .picture = take_picture};
    struct block *doc = NULL;
    assert_job(html_parse_document(job, html, &intake, &doc), job);
    return doc;
}

// The HTML of it, without ids.
static struct str shown(struct job *job, const struct block *doc)
{
    struct html html;
    struct buf b;
    assert_job(document_write_html(job, doc, NULL, &html), job);
    struct str rest = html.safe, id = S(" data-b=\"");
    buf_start(&b, &job->mem, html.safe.len + 1);
    for (ptrdiff_t at; (at = str_find(rest, id)) >= 0;) {
        buf_add(&b, str_from_to(rest, 0, (size_t)at));
        rest = str_after(rest, (size_t)at + id.len);
        rest = str_after(rest, (size_t)str_find_char(rest, '"') + 1);
    }
    buf_add(&b, rest);
    return str_trim(buf_str(&b));
}

static void assert_shows(const char *html, const char *expected)
{
    AUTO_JOB job;
    job_start(&job, 0);
    struct block *doc = read_from(&job, "https://paper.example/news/story", str_from(html));
    assert_str(shown(&job, doc), expected);
}

// What document.h shows as plain text.
static void assert_says(struct str html, const char *expected)
{
    AUTO_JOB job;
    struct str plain;
    job_start(&job, 0);
    assert_job(document_write_plain(&job, read_from(&job, "", html), &plain), &job);
    assert_str(plain, expected);
}

static void text_outside_elements_is_a_paragraph(void **state)
{
    assert_shows("Hello <b>bold <i>both</i></b> world.<div>In a <span>div</span>",
                 "<p>Hello <strong>bold <em>both</em></strong> world.</p>\n<p>In a div</p>");
}

static void blanks_fold_and_no_break_ones_stay(void **state)
{
    assert_shows("<p>\n a  b\t<b> c</b>\n10&nbsp;km </p>",
                 "<p>a b <strong>c</strong> 10\u00A0km</p>");
}

static void two_line_breaks_part_paragraphs(void **state)
{
    assert_shows("one<br>two<br>\n<br>three", "<p>one<br>two</p>\n<p>three</p>");
}

static void headings_go_from_two_to_four(void **state)
{
    assert_shows("<h1>A<br>b</h1><h3>C</h3><h6>D</h6>", "<h2>A b</h2>\n<h3>C</h3>\n<h4>D</h4>");
}

static void lists_hold_lists(void **state)
{
    const char *expected = "<ul>\n<li>one<ul>\n<li>in it</li>\n</ul>\n</li>\n<li>two</li>\n</ul>";
    assert_shows("<ul><li>one<ul><li>in it</ul><li>two</ul>", expected);
    assert_shows("<ul><li>one</li><ul><li>in it</li></ul><li>two</ul>", expected);
}

static void who_is_quoted_is_the_attribution(void **state)
{
    const char *expected = "<figure class=\"quote\"><blockquote><p>Come.</p>\n</blockquote>"
                           "<figcaption>The host</figcaption></figure>";
    assert_shows("<blockquote><p>Come.</p><footer>\u2014 The host</footer></blockquote>", expected);
    assert_shows("<blockquote><p>Come.</p><p><cite>The host</cite></p></blockquote>", expected);
    assert_shows("<figure><blockquote><p>Come.</p></blockquote>"
                 "<figcaption>The host</figcaption></figure>",
                 expected);
}

static void pull_quotes_are_known_by_their_class(void **state)
{
    assert_shows("<figure class=\"wp-block-pullquote\"><blockquote><p>Come.</p>"
                 "<cite>The host</cite></blockquote></figure>",
                 "<figure class=\"pullquote\"><blockquote><p>Come.</p></blockquote>"
                 "<figcaption>The host</figcaption></figure>");
}

static void cells_that_reach_over_others_leave_columns_where_they_are(void **state)
{
    assert_shows("<table><tr><td rowspan=2>a<td>b<tr><td>c<tr><td colspan=2>d</table>",
                 "<div class=\"table\" tabindex=\"0\">"
                 "<table><tbody><tr><td>a</td><td>b</td></tr>\n<tr><td></td><td>c</td></tr>\n"
                 "<tr><td>d</td><td></td></tr>\n</tbody></table></div>");
}

static void tables_for_layout_are_text(void **state)
{
    assert_shows("<table><tr><td>left<td>right</table>", "<p>left</p>\n<p>right</p>");
}

static void pictures_take_the_caption_around_them(void **state)
{
    const char *expected = "<figure class=\"picture\"><img src=\"/media/1\" alt=\"A boat\">"
                           "<figcaption>At sea <small class=\"credit\" dir=\"auto\">(AP)</small>"
                           "</figcaption></figure>";
    assert_shows("<figure><img src=a.jpg alt=\"A boat\"><figcaption>At sea "
                 "<span class=\"photo-credit\">(AP)</span></figcaption></figure>",
                 expected);
    assert_shows("<div class=\"wp-caption\"><img src=a.jpg alt=\"A boat\">"
                 "<p class=\"wp-caption-text\">At sea <small>(AP)</small></p></div>",
                 expected);
}

static void a_picture_that_is_not_to_be_had_leaves_its_caption(void **state)
{
    assert_shows("<p>Before <img src=missing.jpg></p><figure><img src=missing.jpg>"
                 "<figcaption>At sea</figcaption></figure>",
                 "<p>Before</p>\n<p>At sea</p>");
}

static void lazy_pictures_are_found_once(void **state)
{
    assert_shows("<img src=\"data:image/gif;base64,R0\" data-src=\"a.jpg\">"
                 "<noscript><img src=\"a.jpg\"></noscript>",
                 "<figure class=\"picture\"><img src=\"/media/1\" alt=\"\"></figure>");
}

static void galleries_hold_pictures(void **state)
{
    const char *expected =
        "<div class=\"gallery\" role=\"group\" aria-label=\"All\">\n"
        "<figure class=\"picture\"><img src=\"/media/1\" alt=\"\"><figcaption>one</figcaption>"
        "</figure>\n<figure class=\"picture\"><img src=\"/media/2\" alt=\"\"></figure>\n"
        "<p class=\"caption\">All</p></div>";
    assert_shows("<figure class=\"wp-block-gallery\"><ul class=\"blocks-gallery-grid\"><li><figure>"
                 "<img src=1.jpg><figcaption>one</figcaption></figure></li><li><figure>"
                 "<img src=2.jpg></figure></li></ul><figcaption>All</figcaption></figure>",
                 expected);
}

static void frames_and_players_lead_where_they_led(void **state)
{
    assert_shows("<iframe src=\"//www.youtube.com/embed/k3?rel=0\" title=\"Tides\"></iframe>",
                 "<figure class=\"embed\"><a href=\"https://www.youtube.com/watch?v=k3\" "
                 "rel=\"noopener\">Tides</a></figure>");
    assert_shows("<figure class=\"wp-block-embed is-type-video\"><div "
                 "class=\"wp-block-embed__wrapper\">\nhttps://vimeo.com/7\n</div>"
                 "<figcaption>The tide</figcaption></figure>",
                 "<figure class=\"embed\"><a href=\"https://vimeo.com/7\" rel=\"noopener\">"
                 "https://vimeo.com/7</a><figcaption>The tide</figcaption></figure>");
    assert_shows("<figure class=\"wp-block-embed\">javascript:alert(1)</figure>",
                 "<p>javascript:alert(1)</p>");
    assert_shows("<iframe src=\"javascript:alert(1)\"></iframe><p>x", "<p>x</p>");
}

static void links_are_resolved_and_bad_ones_are_text(void **state)
{
    assert_shows("<a href=\"../up?a=1#b\">up</a> <a href=\" java\nscript:alert(1)\">no</a>",
                 "<p><a href=\"https://paper.example/up?a=1#b\" rel=\"noopener\">up</a> no</p>");
}

static void other_languages_are_marked(void **state)
{
    assert_shows("<p>He said <span lang=ar>\u0645\u0631\u062D\u0628\u0627</span>.</p>",
                 "<p>He said <span lang=\"ar\" dir=\"rtl\">"
                 "\u0645\u0631\u062D\u0628\u0627</span>.</p>");
    assert_shows("<div lang=es><p>Todo en uno.</p></div>", "<p>Todo en uno.</p>");
}

static void scripts_and_forms_are_no_text(void **state)
{
    assert_shows("<p>a<script>alert(1)</script><style>p{}</style><template>t</template>"
                 "<input value=x><button>Send</button> b</p>",
                 "<p>a b</p>");
}

static void preformatted_lines_stay_lines(void **state)
{
    assert_shows("<pre>a\n  b</pre>", "<p>a<br>\u00A0\u00A0b</p>");
}

// ── size and depth ────────────────────────────────────────────────────────────────────────────

static struct str repeat(struct job *job, const char *what, size_t times, const char *then)
{
    struct buf b;
    buf_start(&b, &job->mem, 64 << 20);
    for (size_t i = 0; i < times; i++)
        buf_add(&b, str_from(what));
    buf_add(&b, str_from(then));
    return buf_str(&b);
}

static void a_million_elements_in_each_other_are_read(void **state)
{
    AUTO_JOB job;
    job_start(&job, 0);
    assert_says(repeat(&job, "<div>", 1000000, "deep"), "deep");
    assert_says(repeat(&job, "<b>", 1000000, "deep"), "deep");
    assert_says(repeat(&job, "<b><div></b>", 100000, "deep"), "deep");
    assert_says(repeat(&job, "<svg><g>", 100000, "</svg>deep"), "");
}

static void a_thousand_quotes_in_each_other_keep_their_text(void **state)
{
    AUTO_JOB job;
    struct str plain, rest;
    size_t found = 0;
    job_start(&job, 0);
    struct block *doc = read_from(&job, "", repeat(&job, "<blockquote>tide ", 1000, ""));
    assert_job(document_write_plain(&job, doc, &plain), &job);
    for (ptrdiff_t at = 0; (at = str_find(rest = plain, S("tide"))) >= 0; found++)
        plain = str_after(rest, (size_t)at + 4);
    assert_int_equal(found, 1000);
}

static void a_page_too_large_is_refused(void **state)
{
    AUTO_JOB job;
    struct html_intake intake = {0};
    struct block *doc;
    job_start(&job, 0);
    assert_false(html_parse_document(&job, repeat(&job, "<p>tide", 1300000, ""), &intake, &doc));
    assert_int_equal(job.fault.kind, FAULT_TOO_BIG);
    assert_string_equal(job.fault.text, "the page is larger than 8 MiB");
}

// A page of a few hundred kilobytes took hundreds of megabytes.
static void tables_take_no_more_than_a_text_may_have(void **state)
{
    static const char *const pages[] = {"<table></table>", "<tr><td colspan=60>a<td>b"};
    for (size_t i = 0; i < ARRAY_LEN(pages); i++) {
        AUTO_JOB job;
        struct html_intake intake = {0};
        struct block *doc;
        struct buf page;
        job_start(&job, 0);
        buf_start(&page, &job.mem, 1 << 20);
        for (int n = 0; n < 20000; n++) {
            if (i == 1 && n % 2000 == 0)
                buf_add(&page, S("</table><table>"));
            buf_add(&page, str_from(pages[i]));
        }
        bool is_taken = html_parse_document(&job, buf_str(&page), &intake, &doc);
        assert_int_equal(is_taken, i == 0);
        if (!is_taken)
            assert_string_equal(job.fault.text, "the text has more than 20000 blocks");
        assert_true(job.mem.taken_bytes < 48 << 20);
    }
}

static void what_stands_in_a_list_beside_its_items_takes_its_own_room(void **state)
{
    AUTO_JOB job;
    struct html_intake intake = {0};
    struct block *doc;
    struct buf page;
    job_start(&job, 0);
    buf_start(&page, &job.mem, 1 << 20);
    buf_add(&page, S("<ul>"));
    for (int n = 0; n < 8000; n++)
        buf_add(&page, S("<p>a"));
    assert_job(html_parse_document(&job, buf_str(&page), &intake, &doc), &job);
    assert_int_equal(doc->children[0].children[0].children_count, 8000);
    assert_true(job.mem.taken_bytes < 48 << 20);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(text_outside_elements_is_a_paragraph),
        cmocka_unit_test(blanks_fold_and_no_break_ones_stay),
        cmocka_unit_test(two_line_breaks_part_paragraphs),
        cmocka_unit_test(headings_go_from_two_to_four),
        cmocka_unit_test(lists_hold_lists),
        cmocka_unit_test(who_is_quoted_is_the_attribution),
        cmocka_unit_test(pull_quotes_are_known_by_their_class),
        cmocka_unit_test(cells_that_reach_over_others_leave_columns_where_they_are),
        cmocka_unit_test(tables_for_layout_are_text),
        cmocka_unit_test(pictures_take_the_caption_around_them),
        cmocka_unit_test(a_picture_that_is_not_to_be_had_leaves_its_caption),
        cmocka_unit_test(lazy_pictures_are_found_once),
        cmocka_unit_test(galleries_hold_pictures),
        cmocka_unit_test(frames_and_players_lead_where_they_led),
        cmocka_unit_test(links_are_resolved_and_bad_ones_are_text),
        cmocka_unit_test(other_languages_are_marked),
        cmocka_unit_test(scripts_and_forms_are_no_text),
        cmocka_unit_test(preformatted_lines_stay_lines),
        cmocka_unit_test(a_million_elements_in_each_other_are_read),
        cmocka_unit_test(a_thousand_quotes_in_each_other_keep_their_text),
        cmocka_unit_test(a_page_too_large_is_refused),
        cmocka_unit_test(tables_take_no_more_than_a_text_may_have),
        cmocka_unit_test(what_stands_in_a_list_beside_its_items_takes_its_own_room),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
