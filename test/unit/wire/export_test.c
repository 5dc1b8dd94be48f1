#include "unit.h"

#include "wire/body_names.h"
#include "wire/export_xml.h"

static struct job job;
static struct buf b;

static int start(void **state)
{
    job_start(&job, 1764017202000);
    buf_start(&b, &job.mem, 1 << 20);
    return 0;
}

static int end(void **state)
{
    job_end(&job);
    return 0;
}

static void the_end_of_a_section_inside_one_is_cut_in_two(void **state)
{
    xml_add_cdata(&b, "t", S("a]]>b]]>"));
    assert_str(buf_str(&b), "<t><![CDATA[a]]]]><![CDATA[>b]]]]><![CDATA[>]]></t>\n");
}

static void what_xml_cannot_hold_is_left_out(void **state)
{
    xml_add_cdata(&b, "t", S("a\x01\x1f\tb\xef\xbf\xbe\xef\xbf\xbf"));
    xml_add(&b, "u", S("<\x02&>"));
    assert_str(buf_str(&b), "<t><![CDATA[a\tb]]></t>\n<u>&lt;&amp;&gt;</u>\n");
}

static void of_json_nothing_is_left_out(void **state)
{
    xml_add_json(&b, "t", S("\"\xef\xbf\xbe\xef\xbf\xbf]]>\""));
    assert_str(buf_str(&b), "<t><![CDATA[\"\\ufffe\\uffff]]]]><![CDATA[>\"]]></t>\n");
}

static bool rename_picture(struct job *j, void *with, struct str ref, struct str *out)
{
    *out = str_is(ref, "1") ? S("one") : STR_NONE;
    return true;
}

static bool rename_story(struct job *j, void *with, struct str ref, struct str *out)
{
    *out = str_is(ref, "7") ? STR_NONE : str_join(&j->mem, S("s"), ref);
    return true;
}

static void ids_in_a_text_become_names_and_what_is_gone_leaves(void **state)
{
    const struct body_names names = {NULL, rename_picture, rename_story};
    struct block *before, *after;
    struct str json;
    assert_job(
        document_parse(&job,
                       S("{\"type\":\"doc\",\"content\":["
                         "{\"type\":\"picture\",\"attrs\":{\"id\":\"aaaa\",\"ref\":\"1\"}},"
                         "{\"type\":\"picture\",\"attrs\":{\"id\":\"bbbb\",\"ref\":\"2\"}},"
                         "{\"type\":\"gallery\",\"attrs\":{\"id\":\"cccc\"},\"content\":["
                         "{\"type\":\"picture\",\"attrs\":{\"id\":\"dddd\",\"ref\":\"2\"}}]},"
                         "{\"type\":\"related\",\"attrs\":{\"id\":\"eeee\",\"ref\":\"5,7,6\"}},"
                         "{\"type\":\"related\",\"attrs\":{\"id\":\"ffff\",\"ref\":\"7\"}}]}"),
                       &before),
        &job);
    assert_job(body_rename(&job, before, &names, &after), &job);
    assert_job(document_write(&job, after, &json), &job);
    assert_str(json, "{\"type\":\"doc\",\"content\":["
                     "{\"type\":\"picture\",\"attrs\":{\"id\":\"aaaa\",\"ref\":\"one\"}},"
                     "{\"type\":\"related\",\"attrs\":{\"id\":\"eeee\",\"ref\":\"s5,s6\"}}]}");
    assert_str(before->children[0].ref, "1");
}

static void a_name_that_is_no_id_gets_one(void **state)
{
    assert_str(export_ref(&job.mem, S("42")), "42");
    assert_str(export_ref(&job.mem, S("a-story_2")), "a-story_2");
    struct str ref = export_ref(&job.mem, S("https://old.example/?p=9"));
    assert_int_equal(ref.len, 33);
    assert_int_equal(ref.at[0], 'x');
    assert_true(export_ref(&job.mem, S("xyz")).len == 33); // else it could be another's
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(the_end_of_a_section_inside_one_is_cut_in_two, start, end),
        cmocka_unit_test_setup_teardown(what_xml_cannot_hold_is_left_out, start, end),
        cmocka_unit_test_setup_teardown(of_json_nothing_is_left_out, start, end),
        cmocka_unit_test_setup_teardown(ids_in_a_text_become_names_and_what_is_gone_leaves, start,
                                        end),
        cmocka_unit_test_setup_teardown(a_name_that_is_no_id_gets_one, start, end),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
