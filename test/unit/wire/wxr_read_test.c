#include "unit.h"

#include "wire/wxr_files.h"
#include "wire/wxr_mend.h"
#include "wire/wxr_read.h"

static struct job job;
static struct wxr_site site;

#define HEAD                                                                                       \
    "<rss xmlns:wp='http://wordpress.org/export/1.2/'><channel><title>T</title>"                   \
    "<wp:wxr_version>1.2</wp:wxr_version><wp:base_blog_url>https://old.example</wp:base_blog_url>"
#define FOOT "</channel></rss>"

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

static struct wxr_item newest;

static bool keep(struct job *item_job, void *with, const struct wxr_item *item)
{
    struct arena *mem = &job.mem;
    newest = *item;
    newest.title = str_copy(mem, item->title);
    newest.content = str_copy(mem, item->content);
    newest.thumbnail = str_copy(mem, item->thumbnail);
    newest.terms = arena_array(mem, struct wxr_term, item->terms_count + 1);
    for (size_t i = 0; i < item->terms_count; i++)
        newest.terms[i] = (struct wxr_term){str_copy(mem, item->terms[i].domain),
                                            str_copy(mem, item->terms[i].nicename),
                                            str_copy(mem, item->terms[i].name)};
    return true;
}

static bool read_text(const char *text, bool mend)
{
    struct wxr_reading reading = {.take = keep, .mend = mend};
    job_forgive(&job);
    return wxr_read_bytes(&job, &reading, str_from(text), &site);
}

static void an_item_is_read_with_its_terms_and_meta(void **state)
{
    assert_job(
        read_text(
            HEAD
            "<wp:author><wp:author_login>ann</wp:author_login><wp:author_display_name><![CDATA["
            "Ann E]]></wp:author_display_name></wp:author>"
            "<wp:category><wp:term_id>3</wp:term_id><wp:category_nicename>a</"
            "wp:category_nicename><wp:cat_name>A</wp:cat_name></wp:category>\n<item>"
            "<title> A &amp;amp; B </title><content:encoded><![CDATA[ x ]]]]><![CDATA[>"
            "y]]></content:encoded><category domain='post_tag' nicename='b'>B</category>"
            "<wp:postmeta><wp:meta_key>_thumbnail_id</wp:meta_key><wp:meta_value>7"
            "</wp:meta_value></wp:postmeta></item>" FOOT,
            false),
        &job);
    assert_str(site.url, "https://old.example");
    assert_str(site.authors[0].name, "Ann E");
    assert_str(site.categories[0].id, "3");
    assert_str(newest.title, "A &amp; B");
    assert_str(newest.content, " x ]]>y");
    assert_int_equal(newest.terms_count, 1);
    assert_str(newest.terms[0].nicename, "b");
    assert_str(newest.thumbnail, "7");
    assert_int_equal(newest.line, 2);
}

static void what_is_no_export_is_refused(void **state)
{
    static const char *const wrong[] = {
        "",
        "x",
        "<html></html>",
        "<rss><channel><item><title>T</title></item></channel></rss>",
        HEAD,
        HEAD "<item>" FOOT,
        "<rss><channel><wp:wxr_version>abc</wp:wxr_version></channel></rss>",
        "<rss><channel><wp:wxr_version>2.0</wp:wxr_version></channel></rss>",
        "<!DOCTYPE rss [<!ENTITY a 'b'>]><rss><channel><title>&a;</title></channel></rss>",
    };
    for (size_t i = 0; i < ARRAY_LEN(wrong); i++) {
        assert_false(read_text(wrong[i], false));
        assert_int_equal(job.fault.kind, FAULT_INVALID);
    }
    assert_true(
        read_text("<rss><channel><item><wp:post_id>1</wp:post_id></item></channel></rss>", false));
}

static void what_is_no_xml_is_mended(void **state)
{
    const char *text = HEAD "<item><title>a &nbsp; b & c &#7; &#x41;</title><content:encoded>"
                            "<![CDATA[x \x07\xff <![CDATA[ y ]]> z]]></content:encoded>"
                            "<excerpt:encoded><![CDATA[]]>]]></excerpt:encoded></item>" FOOT;
    assert_false(read_text(text, false));
    assert_job(read_text(text, true), &job);
    assert_str(newest.title, "a &nbsp; b & c &#7; A");
    assert_str(newest.content, "x \xef\xbf\xbd <![CDATA[ y ]]> z");
}

// However the bytes are cut, the same comes out; and XML comes out as it went in.
static void mending_knows_no_borders(void **state)
{
    const char *text = "<a b='&'>x &amp; \xd8\xa7\xff\x01 <![CDATA[ ]]> \n ]]>\n</a><!-- & --><b>"
                       "]]> &bad; &#x110000;</b>";
    struct str whole = str_from(text);
    char *all = arena_take(&job.mem, WXR_MEND_ROOM(whole.len));
    struct wxr_mend mend = {0};
    size_t all_len = wxr_mend(&mend, whole.at, whole.len, true, all);
    for (size_t step = 1; step < whole.len; step++) {
        char *parts = arena_take(&job.mem, WXR_MEND_ROOM(whole.len) * 2);
        size_t len = 0;
        mend = (struct wxr_mend){0};
        for (size_t at = 0; at < whole.len; at += step) {
            struct str part = str_from_to(whole, at, at + step);
            len += wxr_mend(&mend, part.at, part.len, at + step >= whole.len, parts + len);
        }
        assert_int_equal(len, all_len);
        assert_memory_equal(parts, all, len);
    }
}

static void files_are_named_below_the_uploads(void **state)
{
    struct str out;
    assert_true(wxr_upload_path(
        &job.mem, S("https://o.example/wp-content/uploads/2019/05/a%20b.jpg?x=1"), &out));
    assert_str(out, "2019/05/a b.jpg");
    assert_false(wxr_upload_path(&job.mem,
                                 S("https://o.example/wp-content/uploads/../../etc/passwd"), &out));
    assert_false(wxr_upload_path(
        &job.mem, S("https://o.example/wp-content/uploads/%2e%2e/%2e%2e/etc/passwd"), &out));
    assert_false(
        wxr_upload_path(&job.mem, S("https://o.example/wp-content/uploads//etc/passwd"), &out));
    assert_false(wxr_upload_path(&job.mem, S("https://o.example/a.jpg"), &out));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(an_item_is_read_with_its_terms_and_meta, start, end),
        cmocka_unit_test_setup_teardown(what_is_no_export_is_refused, start, end),
        cmocka_unit_test_setup_teardown(what_is_no_xml_is_mended, start, end),
        cmocka_unit_test_setup_teardown(mending_knows_no_borders, start, end),
        cmocka_unit_test_setup_teardown(files_are_named_below_the_uploads, start, end),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
