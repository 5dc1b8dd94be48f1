#include "unit.h"

#include "text/markdown.h"

static struct block *read(struct job *job, const char *markdown)
{
    struct block *doc = NULL;
    assert_job(markdown_parse(job, str_from(markdown), &doc), job);
    return doc;
}

// The HTML of it, without ids.
static void assert_shows(const char *markdown, const char *expected)
{
    AUTO_JOB job;
    struct html html;
    job_start(&job, 0);
    assert_job(document_write_html(&job, read(&job, markdown), NULL, &html), &job);
    struct buf b;
    struct str rest = html.safe, id = S(" data-b=\"");
    buf_start(&b, &job.mem, html.safe.len + 1);
    for (ptrdiff_t at; (at = str_find(rest, id)) >= 0;) {
        buf_add(&b, str_from_to(rest, 0, (size_t)at));
        rest = str_after(rest, (size_t)at + id.len);
        rest = str_after(rest, (size_t)str_find_char(rest, '"') + 1);
    }
    buf_add(&b, rest);
    assert_str(buf_str(&b), expected);
}

// Written as expected, and read back as it was.
static void assert_written(const char *markdown, const char *expected)
{
    AUTO_JOB job;
    struct str written, first, second;
    job_start(&job, 0);
    struct block *doc = read(&job, markdown);
    assert_job(document_write_markdown(&job, doc, &written), &job);
    assert_str(written, expected);
    assert_job(document_write(&job, doc, &first), &job);
    struct block *again = read(&job, str_c(&job.mem, written));
    assert_job(document_write(&job, again, &second), &job);
    if (!str_eq(first, second))
        fail_msg(STR_FMT "\nis read back as\n" STR_FMT, STR_ARG(first), STR_ARG(second));
}

static void raw_html_is_text(void **state)
{
    assert_shows("a <b>x</b> <!-- c -->", "<p>a &lt;b&gt;x&lt;/b&gt; &lt;!-- c --&gt;</p>\n");
    assert_shows("<script>\n  run()\n</script>",
                 "<p>&lt;script&gt;<br>\u00A0\u00A0run()<br>&lt;/script&gt;</p>\n");
}

static void only_our_pictures_are_pictures(void **state)
{
    assert_shows("![A *boat*](/media/k3 \"The boat\")",
                 "<figure class=\"picture\"><img src=\"/media/k3\" alt=\"A boat\">"
                 "<figcaption>The boat</figcaption></figure>\n");
    assert_shows("![x](https://example.net/x.png)",
                 "<p><a href=\"https://example.net/x.png\" rel=\"noopener\">"
                 "https://example.net/x.png</a></p>\n");
    assert_shows("![x](data:image/png;base64,AA)", "<p>data:image/png;base64,AA</p>\n");
    assert_shows("![x](/media/a/../../etc)",
                 "<p><a href=\"/media/a/../../etc\">/media/a/../../etc</a></p>\n");
}

static void a_picture_parts_its_paragraph(void **state)
{
    assert_shows("before ![](/media/1) after",
                 "<p>before</p>\n<figure class=\"picture\"><img src=\"/media/1\" alt=\"\">"
                 "</figure>\n<p>after</p>\n");
    assert_shows("## ![x](/media/1)", "<h2><a href=\"/media/1\">/media/1</a></h2>\n");
}

static void links_that_are_not_taken_are_text(void **state)
{
    assert_shows("[x](javascript:alert(1)) [y](vbscript:a) [z](foo/bar)", "<p>x y z</p>\n");
    assert_shows("<javascript:alert(1)>", "<p>javascript:alert(1)</p>\n");
    assert_shows("[x](java&#10;script:alert)", "<p>x</p>\n");
}

static void headings_are_levels_2_to_4(void **state)
{
    assert_shows("# a\n## b\n### c\n###### d", "<h2>a</h2>\n<h2>b</h2>\n<h3>c</h3>\n<h4>d</h4>\n");
}

static void what_is_not_ours_stays_as_it_is_typed(void **state)
{
    assert_shows("- [ ] task", "<ul>\n<li>[ ] task</li>\n</ul>\n");
    assert_shows("~~gone~~", "<p>~~gone~~</p>\n");
    assert_shows("a[^1]\n\n[^1]: the note", "<p>a[^1]</p>\n<p>[^1]: the note</p>\n");
    assert_shows("`<i>` x", "<p>&lt;i&gt; x</p>\n");
}

static void addresses_in_text_become_links(void **state)
{
    assert_shows("see https://example.net/a.",
                 "<p>see <a href=\"https://example.net/a\" rel=\"noopener\">"
                 "https://example.net/a</a>.</p>\n");
}

static void empty_things_are_valid(void **state)
{
    assert_shows("", "");
    assert_shows("-", "<ul>\n<li></li>\n</ul>\n");
    assert_shows(">", "<blockquote class=\"quote\"><p></p>\n</blockquote>\n");
    assert_shows("[](/x)", "");
}

static void blocks_are_written_and_read_back(void **state)
{
    assert_written("Title\n=====\n\na\nb\n", "## Title\n\na b\n");
    assert_written("* a\n* b\n    * c\n\n\n    d\n", "- a\n\n- b\n\n  * c\n\n  d\n");
    assert_written("* a\n  1. b\n  2. c\n", "- a\n  1. b\n  2. c\n");
    assert_written("* a\n\n- b\n\n1. c\n\n1) d\n", "- a\n\n* b\n\n1. c\n\n1) d\n");
    assert_written("- - - x\n", "- * - x\n");
    assert_written("> a\n\n> b\n> > c\n", "> a\n\n> b\n>\n> > c\n");
    assert_written("a\\\nb\n---\n", "a\\\nb\n---\n");
    assert_written("---\n", "___\n");
    assert_written("|a|b|\n|--|:-:|\n|`x|y`|*z*|\n", "| a | b |\n| --- | --- |\n| \\`x | y\\` |\n");
    assert_written("![a \"q\"](/media/k3 'c \\' d')\n", "![a \\\"q\\\"](/media/k3 \"c ' d\")\n");
}

static void what_could_mean_something_is_escaped(void **state)
{
    assert_written("\\# a\n\n1\\. b\n\n\\- c\n\n\\> d\n\n\\+ e\n\n\\~~~\n\n=\n\n\\|a\n",
                   "\\# a\n\n1\\. b\n\n\\- c\n\n\\> d\n\n\\+ e\n\n\\~~~\n\n\\=\n\n\\|a\n");
    assert_written("\\*a\\* \\_b\\_ \\[c] \\<d> \\`e\\` \\\\ &amp;amp; AT&T\n",
                   "\\*a\\* \\_b\\_ \\[c\\] \\<d> \\`e\\` \\\\ \\&amp; AT&T\n");
    assert_written("www\\.example.org http&#58;//x.org\n", "www\\.example.org http:\\//x.org\n");
    assert_written("desk`@`example.org\n", "desk`@`example.org\n");
    assert_written("wow\\![a](/x)\n", "wow\\![a](/x)\n");
    assert_written("[a](</x(y)>)\n", "[a](/x\\(y\\))\n");
}

static void emphasis_is_said_wherever_it_stands(void **state)
{
    assert_written("*a* __b__ ***c***", "*a* **b _c_**\n");
    assert_written("&#97;**(b)**&#99;", "&#97;**(b)**&#99;\n");
    assert_written("**a**_b_", "**a**_b_\n");
    assert_written("x*y*z", "x*y*z\n");
    assert_written("*a **b** c*, [*d* e](/f)", "*a **b** c*, [*d* e](/f)\n");
    assert_written("*a*[*b*c](/d)", "*a*[*b*c](/d)\n");
}

static void it_refuses_what_is_too_deep_too_big_or_no_text(void **state)
{
    AUTO_JOB job;
    struct block *doc;
    job_start(&job, 0);
    char deep[200];
    memset(deep, '>', sizeof(deep));
    assert_false(markdown_parse(&job, (struct str){deep, sizeof(deep)}, &doc));
    assert_non_null(strstr(job.fault.text, "nested more than 24 deep"));
    job_forgive(&job);
    assert_false(markdown_parse(&job, S("a\xff"), &doc));
    assert_non_null(strstr(job.fault.text, "not UTF-8"));
    job_forgive(&job);
    char *big = heap_take(MARKDOWN_BYTES_MAX + 1);
    assert_false(markdown_parse(&job, (struct str){big, MARKDOWN_BYTES_MAX + 1}, &doc));
    assert_int_equal(job.fault.kind, FAULT_TOO_BIG);
    free(big);
}

// A table of many columns, and rows that leave them out.
static struct str wide_table(struct arena *mem, int columns, int rows)
{
    struct buf b;
    buf_start(&b, mem, MARKDOWN_BYTES_MAX);
    for (int i = 0; i < columns; i++)
        buf_add(&b, S("|a"));
    buf_add(&b, S("\n> "));
    for (int i = 0; i < columns; i++)
        buf_add(&b, S("|-"));
    for (int i = 0; i < rows; i++)
        buf_add(&b, S("\na"));
    return buf_str(&b);
}

static void a_table_is_refused_before_its_cells_are_made(void **state)
{
    static const struct {
        int columns, rows;
    } tables[] = {{1000, 40000}, {100000, 1}, {2, 300000}};
    for (size_t i = 0; i < ARRAY_LEN(tables); i++) {
        AUTO_JOB job;
        struct block *doc;
        job_start(&job, 0);
        struct str table = wide_table(&job.mem, tables[i].columns, tables[i].rows);
        assert_false(markdown_parse(&job, table, &doc));
        assert_string_equal(job.fault.text, "the text has more than 20000 blocks");
        assert_true(job.mem.taken_bytes < 16 << 20);
    }
}

static void a_large_table_is_taken(void **state)
{
    AUTO_JOB job;
    struct block *doc;
    job_start(&job, 0);
    struct str table = str_printf(&job.mem, "%0*d\n\n" STR_FMT "\n\n---\n", 30000, 0,
                                  STR_ARG(wide_table(&job.mem, 20, 900)));
    table = str_join(&job.mem, table, S("|\n\n|"));
    assert_job(markdown_parse(&job, table, &doc), &job);
}

static void blocks_that_markdown_has_not_are_readable_in_it(void **state)
{
    AUTO_JOB job;
    struct block *doc;
    struct str written;
    job_start(&job, 0);
    assert_job(document_parse(&job,
                              S("{\"type\":\"doc\",\"content\":["
                                "{\"type\":\"quote\",\"attrs\":{\"attribution\":\"The mayor\"},"
                                "\"content\":[{\"type\":\"paragraph\",\"content\":"
                                "[{\"type\":\"text\",\"text\":\"a\"}]}]},"
                                "{\"type\":\"factbox\",\"attrs\":{\"title\":\"F\"},\"content\":["
                                "{\"type\":\"paragraph\",\"content\":"
                                "[{\"type\":\"text\",\"text\":\"b\"}]}]},"
                                "{\"type\":\"video\",\"attrs\":{\"ref\":\"/v.mp4\",\"caption\":"
                                "\"C\"}},"
                                "{\"type\":\"timeline\",\"content\":[{\"type\":\"event\",\"attrs\":"
                                "{\"at\":\"2026-11-24\"},\"content\":[{\"type\":\"paragraph\","
                                "\"content\":[{\"type\":\"text\",\"text\":\"c\"}]}]}]}]}"),
                              &doc),
               &job);
    assert_job(document_write_markdown(&job, doc, &written), &job);
    assert_str(written, "> a\n>\n> — The mayor\n\n> **F**\n>\n> b\n\n[/v.mp4](/v.mp4)\n\nC\n\n"
                        "- **2026-11-24**\n\n  c\n");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(raw_html_is_text),
        cmocka_unit_test(only_our_pictures_are_pictures),
        cmocka_unit_test(a_picture_parts_its_paragraph),
        cmocka_unit_test(links_that_are_not_taken_are_text),
        cmocka_unit_test(headings_are_levels_2_to_4),
        cmocka_unit_test(what_is_not_ours_stays_as_it_is_typed),
        cmocka_unit_test(addresses_in_text_become_links),
        cmocka_unit_test(empty_things_are_valid),
        cmocka_unit_test(blocks_are_written_and_read_back),
        cmocka_unit_test(what_could_mean_something_is_escaped),
        cmocka_unit_test(emphasis_is_said_wherever_it_stands),
        cmocka_unit_test(it_refuses_what_is_too_deep_too_big_or_no_text),
        cmocka_unit_test(a_table_is_refused_before_its_cells_are_made),
        cmocka_unit_test(a_large_table_is_taken),
        cmocka_unit_test(blocks_that_markdown_has_not_are_readable_in_it),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
