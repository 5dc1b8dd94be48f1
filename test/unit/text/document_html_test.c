#include "unit.h"

#include "text/document.h"
#include "text/locale.h"

// The HTML of one block.
static void assert_html_in(const struct document_world *world, const char *block,
                           const char *expected)
{
    AUTO_JOB job;
    struct block *doc;
    struct html html;
    job_start(&job, 0);
    struct str json = str_printf(&job.mem, "{\"type\":\"doc\",\"content\":[%s]}", block);
    assert_job(document_parse(&job, json, &doc), &job);
    assert_job(document_write_html(&job, doc, world, &html), &job);
    assert_str(html.safe, expected);
}

static void assert_html(const char *block, const char *expected)
{
    assert_html_in(NULL, block, expected);
}

#define TEXT(text) "[{\"type\":\"text\",\"text\":\"" text "\"}]"
#define PARAGRAPH(id, text)                                                                        \
    "{\"type\":\"paragraph\",\"attrs\":{\"id\":\"" id "\"},\"content\":" TEXT(text) "}"

static void text_is_escaped(void **state)
{
    assert_html(PARAGRAPH("para", "<b onclick='x'>&amp;"),
                "<p data-b=\"para\">&lt;b onclick=&#39;x&#39;&gt;&amp;amp;</p>\n");
}

static void marks_nest(void **state)
{
    assert_html("{\"type\":\"paragraph\",\"attrs\":{\"id\":\"para\"},\"content\":["
                "{\"type\":\"text\",\"text\":\"a\",\"marks\":[{\"type\":\"em\"}]},"
                "{\"type\":\"text\",\"text\":\"b\",\"marks\":[{\"type\":\"em\"},"
                "{\"type\":\"strong\"}]},"
                "{\"type\":\"text\",\"text\":\"c\",\"marks\":[{\"type\":\"strong\"}]},"
                "{\"type\":\"text\",\"text\":\"2\",\"marks\":[{\"type\":\"sup\"}]}]}",
                "<p data-b=\"para\"><em>a<strong>b</strong></em><strong>c</strong>"
                "<sup>2</sup></p>\n");
}

static void a_link_goes_on_over_a_line_break(void **state)
{
    assert_html("{\"type\":\"paragraph\",\"attrs\":{\"id\":\"para\"},\"content\":["
                "{\"type\":\"text\",\"text\":\"a\",\"marks\":[{\"type\":\"link\",\"attrs\":"
                "{\"href\":\"/x\"}}]},{\"type\":\"line_break\"},"
                "{\"type\":\"text\",\"text\":\"b\",\"marks\":[{\"type\":\"link\",\"attrs\":"
                "{\"href\":\"/x\"}}]}]}",
                "<p data-b=\"para\"><a href=\"/x\">a<br>b</a></p>\n");
}

static void a_link_is_not_parted(void **state)
{
    assert_html("{\"type\":\"paragraph\",\"attrs\":{\"id\":\"para\"},\"content\":["
                "{\"type\":\"text\",\"text\":\"a\",\"marks\":[{\"type\":\"em\"}]},"
                "{\"type\":\"text\",\"text\":\"b\",\"marks\":[{\"type\":\"em\"},"
                "{\"type\":\"link\",\"attrs\":{\"href\":\"/x\"}}]},"
                "{\"type\":\"text\",\"text\":\"c\",\"marks\":[{\"type\":\"link\",\"attrs\":"
                "{\"href\":\"/x\"}}]}]}",
                "<p data-b=\"para\"><em>a</em><a href=\"/x\"><em>b</em>c</a></p>\n");
}

static const char links[] =
    "{\"type\":\"paragraph\",\"attrs\":{\"id\":\"para\"},\"content\":["
    "{\"type\":\"text\",\"text\":\"in\",\"marks\":[{\"type\":\"link\",\"attrs\":"
    "{\"href\":\"/en/\"}}]},"
    "{\"type\":\"text\",\"text\":\"out\",\"marks\":[{\"type\":\"link\",\"attrs\":"
    "{\"href\":\"https://example.net/?a&b|\\\"\"}}]}]}";

static void a_link_elsewhere_says_so(void **state)
{
    assert_html(links, "<p data-b=\"para\"><a href=\"/en/\">in</a>"
                       "<a href=\"https://example.net/?a&amp;b%7C%22\" rel=\"noopener\">out</a>"
                       "</p>\n");
}

static void addresses_are_absolute_in_a_feed(void **state)
{
    struct document_world feed = {.site_url = S("https://news.example.org")};
    assert_html_in(&feed, links,
                   "<p data-b=\"para\"><a href=\"https://news.example.org/en/\">in</a>"
                   "<a href=\"https://example.net/?a&amp;b%7C%22\" rel=\"noopener\">out</a></p>\n");
}

static void a_foreign_word_has_its_language(void **state)
{
    assert_html("{\"type\":\"paragraph\",\"attrs\":{\"id\":\"para\"},\"content\":["
                "{\"type\":\"text\",\"text\":\"x\",\"marks\":[{\"type\":\"lang\",\"attrs\":"
                "{\"lang\":\"ar\"}}]}]}",
                "<p data-b=\"para\"><span lang=\"ar\" dir=\"rtl\">x</span></p>\n");
}

static void an_item_of_one_paragraph_has_none(void **state)
{
    assert_html(
        "{\"type\":\"list\",\"attrs\":{\"id\":\"list\",\"ordered\":true,\"start\":4},"
        "\"content\":[{\"type\":\"item\",\"attrs\":{\"id\":\"item\"},\"content\":[" PARAGRAPH(
            "par1", "a") "]},{\"type\":\"item\",\"attrs\":{\"id\":\"ite2\"},"
                         "\"content\":[" PARAGRAPH("par2", "b") "," PARAGRAPH("par3", "c") "]}]}",
        "<ol start=\"4\" data-b=\"list\">\n<li data-b=\"item\">a</li>\n"
        "<li data-b=\"ite2\"><p data-b=\"par2\">b</p>\n<p data-b=\"par3\">c</p>\n</li>\n"
        "</ol>\n");
}

static void a_quote_names_who_said_it(void **state)
{
    assert_html("{\"type\":\"quote\",\"attrs\":{\"id\":\"quote\",\"attribution\":\"A & B\"},"
                "\"content\":[" PARAGRAPH("para", "x") "]}",
                "<figure class=\"quote\" data-b=\"quote\"><blockquote><p data-b=\"para\">x</p>\n"
                "</blockquote><figcaption>A &amp; B</figcaption></figure>\n");
    assert_html("{\"type\":\"pullquote\",\"attrs\":{\"id\":\"pull\"},\"content\":" TEXT("x") "}",
                "<figure class=\"pullquote\" data-b=\"pull\"><blockquote><p>x</p></blockquote>"
                "</figure>\n");
}

static void a_table_scrolls_and_is_a_landmark_only_with_a_name(void **state)
{
    assert_html("{\"type\":\"table\",\"attrs\":{\"id\":\"table\"},\"content\":["
                "{\"type\":\"row\",\"content\":[{\"type\":\"cell\",\"content\":" TEXT("x") "}]}]}",
                "<div class=\"table\" data-b=\"table\" tabindex=\"0\"><table><tbody><tr><td>x</td>"
                "</tr>\n</tbody></table></div>\n");
    assert_html("{\"type\":\"table\",\"attrs\":{\"id\":\"table\",\"caption\":\"T\"},\"content\":["
                "{\"type\":\"row\",\"content\":[{\"type\":\"cell\",\"attrs\":{\"header\":true},"
                "\"content\":" TEXT("h") "}]}]}",
                "<div class=\"table\" data-b=\"table\" role=\"region\" aria-label=\"T\" "
                "tabindex=\"0\"><table><caption>T</caption><thead><tr><th scope=\"col\">h</th>"
                "</tr>\n</thead>\n</table></div>\n");
}

static bool show_picture(struct job *job, void *with, const struct block *picture, struct buf *out)
{
    if (str_is(picture->ref, "8"))
        buf_printf(out, "<picture>%s</picture>", (const char *)with);
    return true;
}

static const char picture[] = "{\"type\":\"picture\",\"attrs\":{\"id\":\"pict\",\"ref\":\"8\","
                              "\"alt\":\"A \\\"boat\\\"\",\"caption\":\"C\",\"credit\":\"AP\"}}";

static void a_picture_is_asked_for_by_its_id(void **state)
{
    char with[] = "it";
    struct document_world world = {.with = with, .picture = show_picture};
    assert_html_in(&world, picture,
                   "<figure class=\"picture\" data-b=\"pict\"><picture>it</picture><figcaption>C "
                   "<small class=\"credit\" dir=\"auto\">AP</small></figcaption></figure>\n");
    assert_html(picture,
                "<figure class=\"picture\" data-b=\"pict\"><img src=\"/media/8\" "
                "alt=\"A &quot;boat&quot;\"><figcaption>C <small class=\"credit\" dir=\"auto\">AP"
                "</small></figcaption></figure>\n");
}

static void a_picture_that_is_gone_leaves_nothing(void **state)
{
    struct document_world world = {.picture = show_picture};
    assert_html_in(&world, "{\"type\":\"picture\",\"attrs\":{\"ref\":\"9\"}}", "");
    assert_html("{\"type\":\"related\",\"attrs\":{\"ref\":\"1,2\"}}", "");
}

static bool cannot(struct job *job, void *with, const struct block *block, struct buf *out)
{
    return job_fail(job, FAULT_UNAVAILABLE, "the disk is full");
}

static void what_the_world_cannot_say_fails_the_writing(void **state)
{
    AUTO_JOB job;
    struct block *doc;
    struct html html = {S("untouched")};
    struct document_world world = {.picture = cannot};
    job_start(&job, 0);
    struct str json = str_printf(&job.mem, "{\"type\":\"doc\",\"content\":[%s]}", picture);
    assert_job(document_parse(&job, json, &doc), &job);
    assert_false(document_write_html(&job, doc, &world, &html));
    assert_int_equal(job.fault.kind, FAULT_UNAVAILABLE);
    assert_str(html.safe, "untouched");
}

static void a_timeline_has_dates_in_the_edition_s_words(void **state)
{
    struct locale es = {S("es"), S("Europe/Madrid"), false};
    struct document_world world = {.locale = &es};
    assert_html_in(
        &world,
        "{\"type\":\"timeline\",\"attrs\":{\"id\":\"line\",\"title\":\"T\"},\"content\":["
        "{\"type\":\"event\",\"attrs\":{\"id\":\"even\",\"at\":\"2026-11-24T10:00:00Z\"},"
        "\"content\":[" PARAGRAPH("para", "x") "]}]}",
        "<div class=\"timeline\" role=\"group\" data-b=\"line\" aria-labelledby=\"b-line\">"
        "\n<p class=\"title\" id=\"b-line\">T</p>\n<ol>\n<li data-b=\"even\">"
        "<time datetime=\"2026-11-24T10:00:00Z\">24 de noviembre de 2026</time>\n"
        "<p data-b=\"para\">x</p>\n</li>\n</ol></div>\n");
}

static void boxes_have_their_classes(void **state)
{
    assert_html(
        "{\"type\":\"factbox\",\"attrs\":{\"id\":\"fact\"},\"content\":[" PARAGRAPH("para",
                                                                                    "x") "]}",
        "<aside class=\"factbox\" role=\"note\" data-b=\"fact\">\n<p data-b=\"para\">x</p>\n"
        "</aside>\n");
    assert_html(
        "{\"type\":\"correction\",\"attrs\":{\"id\":\"corr\",\"at\":\"2026-11-24\"},"
        "\"content\":[" PARAGRAPH("para", "x") "]}",
        "<aside class=\"correction\" role=\"note\" data-b=\"corr\">\n"
        "<time datetime=\"2026-11-24T00:00:00Z\">2026-11-24</time>\n<p data-b=\"para\">x</p>"
        "\n</aside>\n");
}

static void headings_can_be_linked_to_and_links_are_noted_for_paper(void **state)
{
    const struct document_world world = {.anchors = true, .link_notes = true};
    assert_html_in(
        &world,
        "{\"type\":\"heading\",\"attrs\":{\"id\":\"head\",\"level\":2},\"content\":" TEXT(
            "A") "},{\"type\":\"paragraph\",\"attrs\":{\"id\":\"para\"},\"content\":["
                 "{\"type\":\"text\",\"text\":\"b\",\"marks\":[{\"type\":\"link\","
                 "\"attrs\":{\"href\":\"https://x.example/<\"}}]}]}",
        "<h2 id=\"b-head\" data-b=\"head\">A</h2>\n"
        "<p data-b=\"para\"><a href=\"https://x.example/%3C\" rel=\"noopener\">b</a></p>\n"
        "<ol class=\"notes\">\n<li><bdi dir=\"ltr\">https://x.example/%3C</bdi></li>\n"
        "</ol>\n");
}

static void a_chart_that_cannot_be_drawn_is_not_taken(void **state)
{
    AUTO_JOB job;
    struct block *doc;
    job_start(&job, 0);
    assert_false(document_parse(&job,
                                S("{\"type\":\"doc\",\"content\":[{\"type\":\"chart\",\"attrs\":"
                                  "{\"data\":{\"kind\":\"pie\"}}}]}"),
                                &doc));
    assert_string_equal(job.fault.text, "content[0]: a chart's kind is \"bar\" or \"line\"");
}

static void a_chart_without_data_is_its_text(void **state)
{
    assert_html("{\"type\":\"chart\",\"attrs\":{\"id\":\"chart\",\"title\":\"Rain\","
                "\"alt\":\"It rises.\"}}",
                "<figure class=\"chart\" data-b=\"chart\"><p class=\"title\">Rain</p>\n"
                "<p>It rises.</p></figure>\n");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(text_is_escaped),
        cmocka_unit_test(marks_nest),
        cmocka_unit_test(a_link_goes_on_over_a_line_break),
        cmocka_unit_test(a_link_is_not_parted),
        cmocka_unit_test(a_link_elsewhere_says_so),
        cmocka_unit_test(addresses_are_absolute_in_a_feed),
        cmocka_unit_test(a_foreign_word_has_its_language),
        cmocka_unit_test(an_item_of_one_paragraph_has_none),
        cmocka_unit_test(a_quote_names_who_said_it),
        cmocka_unit_test(a_table_scrolls_and_is_a_landmark_only_with_a_name),
        cmocka_unit_test(a_picture_is_asked_for_by_its_id),
        cmocka_unit_test(a_picture_that_is_gone_leaves_nothing),
        cmocka_unit_test(what_the_world_cannot_say_fails_the_writing),
        cmocka_unit_test(a_timeline_has_dates_in_the_edition_s_words),
        cmocka_unit_test(boxes_have_their_classes),
        cmocka_unit_test(headings_can_be_linked_to_and_links_are_noted_for_paper),
        cmocka_unit_test(a_chart_that_cannot_be_drawn_is_not_taken),
        cmocka_unit_test(a_chart_without_data_is_its_text),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
