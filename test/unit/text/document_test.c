#include "unit.h"

#include "text/document.h"

static struct block *parsed(struct job *job, const char *json)
{
    struct block *doc = NULL;
    assert_job(document_parse(job, str_from(json), &doc), job);
    return doc;
}

static void assert_refused(const char *json, const char *sentence)
{
    AUTO_JOB job;
    struct block *doc = NULL;
    job_start(&job, 0);
    assert_false(document_parse(&job, str_from(json), &doc));
    assert_null(doc);
    if (!strstr(job.fault.text, sentence))
        fail_msg("\"%s\" does not say \"%s\"", job.fault.text, sentence);
}

// In a paragraph.
static void assert_spans(const char *content, const char *written)
{
    AUTO_JOB job;
    job_start(&job, 0);
    struct str json = str_printf(&job.mem,
                                 "{\"type\":\"doc\",\"content\":[{\"type\":\"paragraph\","
                                 "\"attrs\":{\"id\":\"para\"},\"content\":[%s]}]}",
                                 content);
    struct str expected = str_printf(&job.mem,
                                     "{\"type\":\"doc\",\"content\":[{\"type\":"
                                     "\"paragraph\",\"attrs\":{\"id\":\"para\"}%s}]}",
                                     written);
    struct block *doc = parsed(&job, str_c(&job.mem, json));
    struct str got;
    assert_job(document_write(&job, doc, &got), &job);
    assert_str(got, str_c(&job.mem, expected));
}

static void a_document_is_written_as_it_was_read(void **state)
{
    static const char json[] =
        "{\"type\":\"doc\",\"content\":["
        "{\"type\":\"heading\",\"attrs\":{\"id\":\"head\",\"level\":3},\"content\":["
        "{\"type\":\"text\",\"text\":\"Rain \\\"again\\\"\"}]},"
        "{\"type\":\"list\",\"attrs\":{\"id\":\"list\",\"ordered\":true,\"start\":3},\"content\":["
        "{\"type\":\"item\",\"attrs\":{\"id\":\"item\"},\"content\":["
        "{\"type\":\"paragraph\",\"attrs\":{\"id\":\"para\"},\"content\":["
        "{\"type\":\"text\",\"text\":\"See \"},"
        "{\"type\":\"text\",\"text\":\"here\",\"marks\":[{\"type\":\"link\",\"attrs\":"
        "{\"href\":\"https://example.org/\"}},{\"type\":\"strong\"}]}]}]}]},"
        "{\"type\":\"chart\",\"attrs\":{\"id\":\"chart1\",\"title\":\"Rain\",\"data\":"
        "{\"kind\":\"bar\",\"rows\":[[\"May\",2.5],[\"June\",null]]}}},"
        "{\"type\":\"divider\",\"attrs\":{\"id\":\"divider\"}}]}";
    AUTO_JOB job;
    job_start(&job, 0);
    struct str written;
    assert_job(document_write(&job, parsed(&job, json), &written), &job);
    assert_str(written, json);
}

static void an_empty_document_is_one(void **state)
{
    AUTO_JOB job;
    job_start(&job, 0);
    struct str written;
    assert_job(document_write(&job, parsed(&job, "{\"type\":\"doc\"}"), &written), &job);
    assert_str(written, "{\"type\":\"doc\",\"content\":[]}");
}

static void what_is_not_in_the_table_is_refused_with_its_path(void **state)
{
    assert_refused("{\"type\":\"doc\",\"content\":[{\"type\":\"divider\"},{\"type\":\"script\"}]}",
                   "content[1]: there is no block of type \"script\"");
    assert_refused("{\"type\":\"doc\",\"content\":[{\"type\":\"paragraph\",\"attrs\":"
                   "{\"onclick\":\"x\"}}]}",
                   "content[0].attrs.onclick: a paragraph has no such attribute");
    assert_refused("{\"type\":\"doc\",\"content\":[{\"type\":\"paragraph\",\"content\":["
                   "{\"type\":\"text\",\"text\":\"x\",\"marks\":[{\"type\":\"blink\"}]}]}]}",
                   "content[0].content[0].marks[0]: there is no such mark");
    assert_refused("{\"type\":\"doc\",\"content\":[],\"style\":\"x\"}", "\"style\" is not known");
    assert_refused("{\"type\":\"doc\",\"content\":[{\"type\":\"item\"}]}",
                   "content[0]: an item may not be in a document");
    assert_refused("{\"type\":\"paragraph\"}", "a text begins with");
    assert_refused("[]", "a block needs a type");
}

static void a_link_to_a_script_is_refused(void **state)
{
    assert_refused(
        "{\"type\":\"doc\",\"content\":[{\"type\":\"paragraph\",\"content\":["
        "{\"type\":\"text\",\"text\":\"x\",\"marks\":[{\"type\":\"link\",\"attrs\":"
        "{\"href\":\"JavaScript:alert(1)\"}}]}]}]}",
        "content[0].content[0].marks[0]: a link to \"JavaScript:alert(1)\" is not taken");
}

static void attributes_have_the_type_of_the_table(void **state)
{
    assert_refused("{\"type\":\"doc\",\"content\":[{\"type\":\"heading\",\"attrs\":"
                   "{\"level\":1}}]}",
                   "attrs.level: must be a number from 2 to 4");
    assert_refused("{\"type\":\"doc\",\"content\":[{\"type\":\"list\",\"attrs\":"
                   "{\"ordered\":\"yes\"}}]}",
                   "attrs.ordered: must be true or false");
    assert_refused("{\"type\":\"doc\",\"content\":[{\"type\":\"picture\",\"attrs\":{}}]}",
                   "a picture needs attrs.ref");
    assert_refused("{\"type\":\"doc\",\"content\":[{\"type\":\"embed\",\"attrs\":"
                   "{\"ref\":\"data:text/html,x\"}}]}",
                   "an embed needs attrs.ref");
    assert_refused("{\"type\":\"doc\",\"content\":[{\"type\":\"correction\",\"attrs\":"
                   "{\"at\":\"yesterday\"},\"content\":[{\"type\":\"paragraph\"}]}]}",
                   "a correction needs attrs.at");
    assert_refused("{\"type\":\"doc\",\"content\":[{\"type\":\"divider\",\"attrs\":"
                   "{\"id\":\"<script>\"}}]}",
                   "attrs.id: must be 4 to 12 of a-z and 0-9");
}

static void a_null_attribute_is_one_that_is_not_set(void **state)
{
    AUTO_JOB job;
    job_start(&job, 0);
    struct block *doc = parsed(&job, "{\"type\":\"doc\",\"content\":[{\"type\":\"pullquote\","
                                     "\"attrs\":{\"id\":null,\"attribution\":null}}]}");
    assert_int_equal(doc->children[0].attribution.len, 0);
    assert_true(doc->children[0].id.len >= 4);
}

static void rows_of_a_table_are_equally_long(void **state)
{
    assert_refused("{\"type\":\"doc\",\"content\":[{\"type\":\"table\",\"content\":["
                   "{\"type\":\"row\",\"content\":[{\"type\":\"cell\"},{\"type\":\"cell\"}]},"
                   "{\"type\":\"row\",\"content\":[{\"type\":\"cell\"}]}]}]}",
                   "row 2 has 1 where the first has 2");
}

static void equal_neighbours_are_joined_and_empty_ones_left_out(void **state)
{
    assert_spans("{\"type\":\"text\",\"text\":\"a\"},{\"type\":\"text\",\"text\":\"\"},"
                 "{\"type\":\"text\",\"text\":\"b\"},"
                 "{\"type\":\"text\",\"text\":\"c\",\"marks\":[{\"type\":\"em\"}]},"
                 "{\"type\":\"text\",\"text\":\"d\",\"marks\":[{\"type\":\"em\"}]}",
                 ",\"content\":[{\"type\":\"text\",\"text\":\"ab\"},"
                 "{\"type\":\"text\",\"text\":\"cd\",\"marks\":[{\"type\":\"em\"}]}]");
    assert_spans("{\"type\":\"text\",\"text\":\"  \"},{\"type\":\"line_break\"}", "");
}

static void blanks_are_folded_and_stand_outside_marks(void **state)
{
    assert_spans("{\"type\":\"text\",\"text\":\" a \\n\\t b \"},"
                 "{\"type\":\"text\",\"text\":\" c \",\"marks\":[{\"type\":\"strong\"}]},"
                 "{\"type\":\"line_break\"},{\"type\":\"text\",\"text\":\" d \"}",
                 ",\"content\":[{\"type\":\"text\",\"text\":\"a b \"},"
                 "{\"type\":\"text\",\"text\":\"c\",\"marks\":[{\"type\":\"strong\"}]},"
                 "{\"type\":\"line_break\"},{\"type\":\"text\",\"text\":\"d\"}]");
}

static void controls_and_overrides_do_not_get_in(void **state)
{
    assert_spans("{\"type\":\"text\",\"text\":\"a\\u0001\\u202eb\\u202c\\ufeffe\\u0301\"}",
                 ",\"content\":[{\"type\":\"text\",\"text\":\"ab\u00e9\"}]");
}

static void a_language_brings_its_direction(void **state)
{
    assert_spans("{\"type\":\"text\",\"text\":\"x\",\"marks\":[{\"type\":\"lang\",\"attrs\":"
                 "{\"lang\":\"ar\"}}]}",
                 ",\"content\":[{\"type\":\"text\",\"text\":\"x\",\"marks\":[{\"type\":\"lang\","
                 "\"attrs\":{\"lang\":\"ar\",\"dir\":\"rtl\"}}]}]");
}

static struct str nested_quotes(struct job *job, int depth)
{
    struct buf b;
    buf_start(&b, &job->mem, 1 << 20);
    buf_add(&b, S("{\"type\":\"doc\",\"content\":["));
    for (int i = 0; i < depth; i++)
        buf_add(&b, S("{\"type\":\"quote\",\"content\":["));
    buf_add(&b, S("{\"type\":\"paragraph\"}"));
    for (int i = 0; i < depth; i++)
        buf_add(&b, S("]}"));
    buf_add(&b, S("]}"));
    return buf_str(&b);
}

static void ceilings_hold(void **state)
{
    AUTO_JOB job;
    job_start(&job, 0);
    struct block *doc;
    assert_job(document_parse(&job, nested_quotes(&job, DOCUMENT_DEPTH_MAX - 1), &doc), &job);
    assert_false(document_parse(&job, nested_quotes(&job, DOCUMENT_DEPTH_MAX), &doc));
    assert_int_equal(job.fault.kind, FAULT_INVALID);
    assert_non_null(strstr(job.fault.text, "nested more than 24 deep"));
    job_forgive(&job);
    struct buf b;
    buf_start(&b, &job.mem, 4 << 20);
    buf_add(&b, S("{\"type\":\"doc\",\"content\":["));
    for (int i = 0; i <= DOCUMENT_BLOCKS_MAX; i++)
        buf_add(&b, i ? S(",{\"type\":\"divider\"}") : S("{\"type\":\"divider\"}"));
    buf_add(&b, S("]}"));
    assert_false(document_parse(&job, buf_str(&b), &doc));
    assert_non_null(strstr(job.fault.text, "more than 20000 blocks"));
    job_forgive(&job);
    char *big = heap_take(DOCUMENT_BYTES_MAX + 1);
    memset(big, ' ', DOCUMENT_BYTES_MAX + 1);
    assert_false(document_parse(&job, (struct str){big, DOCUMENT_BYTES_MAX + 1}, &doc));
    assert_int_equal(job.fault.kind, FAULT_TOO_BIG);
    free(big);
}

static void many_equal_blocks_get_ids_in_time(void **state)
{
    AUTO_JOB job;
    job_start(&job, 0);
    struct buf b;
    struct block *doc;
    buf_start(&b, &job.mem, 4 << 20);
    buf_add(&b, S("{\"type\":\"doc\",\"content\":["));
    for (int i = 0; i < DOCUMENT_BLOCKS_MAX; i++)
        buf_add(&b, i ? S(",{\"type\":\"divider\"}") : S("{\"type\":\"divider\"}"));
    buf_add(&b, S("]}"));
    int64_t start_ms = clock_monotonic_ms();
    assert_job(document_parse(&job, buf_str(&b), &doc), &job);
    assert_true(clock_monotonic_ms() - start_ms < 5000);
    assert_int_equal(doc->children_count, DOCUMENT_BLOCKS_MAX);
}

static void hostile_json_is_refused(void **state)
{
    assert_refused("{\"type\":\"doc\",\"type\":\"doc\"}", "duplicate object key");
    assert_refused("{\"type\":\"doc\"", "not JSON");
    assert_refused("{\"type\":\"doc\"} x", "not JSON");
    assert_refused("{\"type\":\"doc\",\"content\":[{\"type\":\"paragraph\",\"content\":["
                   "{\"type\":\"text\",\"text\":\"\\u0000\"}]}]}",
                   "not JSON");
    assert_refused("", "not JSON");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_document_is_written_as_it_was_read),
        cmocka_unit_test(an_empty_document_is_one),
        cmocka_unit_test(what_is_not_in_the_table_is_refused_with_its_path),
        cmocka_unit_test(a_link_to_a_script_is_refused),
        cmocka_unit_test(attributes_have_the_type_of_the_table),
        cmocka_unit_test(a_null_attribute_is_one_that_is_not_set),
        cmocka_unit_test(rows_of_a_table_are_equally_long),
        cmocka_unit_test(equal_neighbours_are_joined_and_empty_ones_left_out),
        cmocka_unit_test(blanks_are_folded_and_stand_outside_marks),
        cmocka_unit_test(controls_and_overrides_do_not_get_in),
        cmocka_unit_test(a_language_brings_its_direction),
        cmocka_unit_test(ceilings_hold),
        cmocka_unit_test(many_equal_blocks_get_ids_in_time),
        cmocka_unit_test(hostile_json_is_refused),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
