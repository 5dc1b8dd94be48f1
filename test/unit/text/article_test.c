#include "unit.h"

#include "text/article.h"
#include "text/html_charset.h"
#include "text/html_url.h"
#include "text/locale.h"

#define TIDE "The tide comes in twice a day, and twice a day it goes out again, later each time. "

static struct article read_page(struct job *job, const char *html)
{
    struct article article;
    struct html_intake intake = {0};
    assert_job(article_parse(job, str_from(html), &intake, &article), job);
    return article;
}

static void assert_says(const char *html, const char *expected)
{
    AUTO_JOB job;
    struct str plain;
    job_start(&job, 0);
    struct article article = read_page(&job, html);
    assert_job(document_write_plain(&job, article.body, &plain), &job);
    assert_str(plain, expected);
}

// ── facts ─────────────────────────────────────────────────────────────────────────────────────

static void json_ld_says_most(void **state)
{
    AUTO_JOB job;
    job_start(&job, 0);
    struct article article =
        read_page(&job, "<html lang=en><title>x</title><script type=\"application/ld+json\">\n"
                        "{\"@graph\":[{\"@type\":\"WebPage\"},{\"@type\":[\"NewsArticle\"],"
                        "\"headline\":\"Tides &amp; moons\",\"author\":[{\"name\":\"Sea Watch\"},"
                        "\"Harbour Desk\"],\"datePublished\":\"2024-05-06T07:08:09+02:00\","
                        "\"dateModified\":\"2024-05-07\",\"image\":[{\"url\":\"/a.jpg\","
                        "\"caption\":\"A bay\"}],\"publisher\":{\"name\":\"The Paper\"},"
                        "\"articleSection\":\"Environment\",\"keywords\":\"sea, moon\","
                        "\"url\":\"https://paper.example/tides\"}]}</script><p>" TIDE);
    assert_str(article.headline, "Tides & moons");
    assert_int_equal(article.authors.count, 2);
    assert_str(article.authors.items[1], "Harbour Desk");
    assert_str(time_rfc3339(&job.mem, article.published_ms), "2024-05-06T05:08:09Z");
    assert_str(time_rfc3339(&job.mem, article.updated_ms), "2024-05-07T00:00:00Z");
    assert_str(article.picture.caption, "A bay");
    assert_str(article.site, "The Paper");
    assert_str(article.section, "Environment");
    assert_int_equal(article.topics.count, 2);
    assert_str(article.url, "https://paper.example/tides");
    assert_str(article.lang, "en");
}

static void a_name_without_a_word_is_none(void **state)
{
    AUTO_JOB job;
    job_start(&job, 0);
    struct article article = read_page(
        &job, "<script type=application/ld+json>{\"@type\":\"NewsArticle\",\"keywords\":"
              "[\" \",\"Marsh\"]}</script><meta name=author content=\"B A\u00A0 and C D\">");
    assert_int_equal(article.topics.count, 1);
    assert_str(article.topics.items[0], "Marsh");
    assert_int_equal(article.authors.count, 2);
    assert_str(article.authors.items[0], "B A");
}

static void topics_are_an_editors_tags_before_a_search_engines_words(void **state)
{
    AUTO_JOB job;
    job_start(&job, 0);
    struct article article = read_page(
        &job, "<meta name=keywords content=\"best, cheap\"><meta property=article:tag "
              "content=Rivers><meta property=article:tag content=\"Bridges, rivers\"><p>" TIDE);
    assert_int_equal(article.topics.count, 2);
    assert_str(article.topics.items[1], "Bridges");
    article = read_page(&job, "<meta name=keywords content=\"Rivers, Bridges\"><p>" TIDE);
    assert_int_equal(article.topics.count, 2);
}

static void meta_says_the_rest(void **state)
{
    AUTO_JOB job;
    job_start(&job, 0);
    struct article article = read_page(
        &job, "<link rel=canonical href=https://paper.example/a>"
              "<meta property=og:title content=\"The tide and the moon | The Paper\">"
              "<meta property=og:site_name content=\"The Paper\">"
              "<meta name=author content=\"By Sea Watch and Harbour Desk\">"
              "<meta property=og:locale content=es_ES>"
              "<meta property=og:image content=b.jpg>"
              "<meta property=article:published_time content=2024-05-06T07:08:09Z><p>" TIDE);
    assert_str(article.headline, "The tide and the moon");
    assert_int_equal(article.authors.count, 2);
    assert_str(article.authors.items[0], "Sea Watch");
    assert_str(article.lang, "es-ES");
    assert_str(article.picture.src, "https://paper.example/b.jpg");
}

static void microformats_are_read(void **state)
{
    AUTO_JOB job;
    job_start(&job, 0);
    struct article article =
        read_page(&job, "<article class=hentry><h2 class=entry-title>The tide</h2>"
                        "<abbr class=published title=\"2019-05-06T07:08:00Z\">May</abbr>"
                        "<span class=\"author vcard\"><span class=fn>Sea Watch</span></span>"
                        "<div class=entry-content><p>" TIDE "</div></article>");
    assert_str(article.headline, "The tide");
    assert_int_equal(article.authors.count, 1);
    assert_str(article.authors.items[0], "Sea Watch");
    assert_str(time_rfc3339(&job.mem, article.published_ms), "2019-05-06T07:08:00Z");
}

static void dates_are_read_as_pages_write_them(void **state)
{
    static const struct {
        const char *said, *meant;
    } dates[] = {{"2019-11-19T10:00:00+0000", "2019-11-19T10:00:00Z"},
                 {"Tue, 19 Nov 2019 10:30:00 -0500", "2019-11-19T15:30:00Z"},
                 {"November 19th, 2019 at 3:05 PM", "2019-11-19T15:05:00Z"},
                 {"19 de noviembre de 2019", "2019-11-19T00:00:00Z"},
                 {"الثلاثاء 19 نوفمبر 2019", "2019-11-19T00:00:00Z"},
                 {"19.11.2019 08:15", "2019-11-19T08:15:00Z"},
                 {"20191119", "2019-11-19T00:00:00Z"}};
    AUTO_JOB job;
    int64_t at_ms;
    job_start(&job, 0);
    for (size_t i = 0; i < ARRAY_LEN(dates); i++) {
        assert_true(article_parse_time(str_from(dates[i].said), &at_ms));
        assert_str(time_rfc3339(&job.mem, at_ms), dates[i].meant);
    }
    assert_false(article_parse_time(S("two hours ago"), &at_ms));
    assert_false(article_parse_time(S("2019-13-45"), &at_ms));
}

// ── the text ──────────────────────────────────────────────────────────────────────────────────

static void what_stands_beside_the_text_is_left_out(void **state)
{
    assert_says("<nav><ul><li><a href=/>Front</a></ul></nav><main><h1>The tide</h1><article>"
                "<p>" TIDE "</p><div class=share><p>Share this with your friends and others</p>"
                "</div><p>" TIDE "</p><ul class=related><li><a href=/x>Another story</a></ul>"
                "<p>" TIDE "</p></article></main><footer><p>All rights are reserved by us</p>"
                "</footer>",
                "The tide comes in twice a day, and twice a day it goes out again, later each "
                "time.\n\nThe tide comes in twice a day, and twice a day it goes out again, later "
                "each time.\n\nThe tide comes in twice a day, and twice a day it goes out again, "
                "later each time.");
}

static void comments_are_no_text_however_many(void **state)
{
    assert_says("<div><p>" TIDE TIDE TIDE "</p></div><div id=comments><p>" TIDE TIDE TIDE TIDE
                "</p><p>" TIDE TIDE TIDE TIDE TIDE "</p></div>",
                "The tide comes in twice a day, and twice a day it goes out again, later each "
                "time. The tide comes in twice a day, and twice a day it goes out again, later "
                "each time. The tide comes in twice a day, and twice a day it goes out again, "
                "later each time.");
}

static void a_page_of_little_is_taken_as_it_is(void **state)
{
    assert_says("<p>Short.</p>", "Short.");
    assert_says("", "");
}

static void what_a_class_calls_a_caption_is_one(void **state)
{
    AUTO_JOB job;
    struct str plain;
    job_start(&job, 0);
    struct article article =
        read_page(&job, "<div><p>" TIDE "</p><div class=photo><img src=a.jpg>"
                        "<p class=caption>A bay at low tide</p></div><p>" TIDE "</p></div>");
    assert_job(document_write_plain(&job, article.body, &plain), &job);
    assert_true(str_find(plain, S("A bay at low tide")) > 0);
    assert_int_equal(article.body->children_count, 3);
}

// ── bytes ─────────────────────────────────────────────────────────────────────────────────────

static void assert_utf8(struct str bytes, const char *expected)
{
    AUTO_JOB job;
    struct str text;
    job_start(&job, 0);
    assert_job(html_to_utf8(&job, bytes, &text), &job);
    assert_str(text, expected);
}

static void charsets_are_read_as_browsers_do(void **state)
{
    assert_utf8(S("<meta charset=windows-1256>\xE3\xD1\xCD\xC8\xC7"),
                "<meta charset=windows-1256>\u0645\u0631\u062D\u0628\u0627");
    assert_utf8(S("<meta http-equiv=Content-Type content=\"text/html; charset=iso-8859-1\">\x93"),
                "<meta http-equiv=Content-Type content=\"text/html; charset=iso-8859-1\">\u201C");
    assert_utf8(S("\xFF\xFE<\0p\0>\0"), "<p>");
    assert_utf8(S("\xEF\xBB\xBF<p>"), "<p>");
    assert_utf8(S("<meta charset=gb2312>\u5DE8"), "<meta charset=gb2312>\u5DE8");
    assert_utf8(S("caf\xE9"), "caf\u00E9");
}

static void addresses_are_joined(void **state)
{
    static const struct {
        const char *reference, *joined;
    } cases[] = {{"g", "http://a/b/c/g"},
                 {"./g", "http://a/b/c/g"},
                 {"/g", "http://a/g"},
                 {"//g", "http://g/"},
                 {"?y", "http://a/b/c/d;p?y"},
                 {"#s", "http://a/b/c/d;p?q#s"},
                 {"../g", "http://a/b/g"},
                 {"../../../g", "http://a/g"},
                 {"g/./h/../i", "http://a/b/c/g/i"},
                 {" g\nh ", "http://a/b/c/gh"},
                 {"a b", "http://a/b/c/a%20b"},
                 {"https://x/y", "https://x/y"},
                 {".", "http://a/b/c/"},
                 {"", ""}};
    AUTO_JOB job;
    job_start(&job, 0);
    for (size_t i = 0; i < ARRAY_LEN(cases); i++)
        assert_str(html_url_join(&job.mem, S("http://a/b/c/d;p?q"), str_from(cases[i].reference)),
                   cases[i].joined);
}

// Elements in each other, each of them a date, a headline, a byline: the text was taken anew for
// each.
static void a_page_of_facts_takes_as_much_as_it_is_long(void **state)
{
    static const char *const opens[] = {"<div class=published>", "<div itemprop=headline>",
                                        "<div class=byline>", "<time>", "<h1><section>"};
    for (size_t i = 0; i < ARRAY_LEN(opens); i++) {
        AUTO_JOB job;
        struct html_intake intake = {0};
        struct article article;
        struct buf page;
        job_start(&job, 0);
        buf_start(&page, &job.mem, 1 << 20);
        for (int n = 0; n < 190; n++)
            buf_add(&page, str_from(opens[i]));
        for (int n = 0; n < 30000; n++)
            buf_add(&page, S("lorem "));
        assert_job(article_parse(&job, buf_str(&page), &intake, &article), &job);
        assert_true(job.mem.taken_bytes < 24 << 20);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(json_ld_says_most),
        cmocka_unit_test(a_name_without_a_word_is_none),
        cmocka_unit_test(topics_are_an_editors_tags_before_a_search_engines_words),
        cmocka_unit_test(meta_says_the_rest),
        cmocka_unit_test(microformats_are_read),
        cmocka_unit_test(dates_are_read_as_pages_write_them),
        cmocka_unit_test(what_stands_beside_the_text_is_left_out),
        cmocka_unit_test(comments_are_no_text_however_many),
        cmocka_unit_test(a_page_of_little_is_taken_as_it_is),
        cmocka_unit_test(what_a_class_calls_a_caption_is_one),
        cmocka_unit_test(charsets_are_read_as_browsers_do),
        cmocka_unit_test(addresses_are_joined),
        cmocka_unit_test(a_page_of_facts_takes_as_much_as_it_is_long),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
