#include "unit.h"

#include "wire/import.h"

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

static void things_are_counted_once(void **state)
{
    struct import import = {0};
    for (int round = 0; round < 2; round++) {
        for (int i = 0; i < 5000; i++) {
            struct str name = str_printf(&job.mem, "topic %d", i);
            assert_int_equal(import_see(&import.topics, S("en"), name), round == 0);
        }
    }
    assert_true(import_see(&import.topics, S("es"), S("topic 1")));
    assert_int_equal(import.topics.count, 5001);
    import_close(&import);
}

static void a_line_says_what_it_is_by_any_of_its_names(void **state)
{
    struct import_item item;
    assert_job(import_jsonl_parse(&job,
                                  S("{\"lang\":\"en\",\"title\":\"T\",\"text\":\"a\\n\\n*b*\","
                                    "\"date\":\"2020-01-02\",\"author\":\"Ann\",\"url\":\"u\","
                                    "\"licence\":\"x\",\"category\":\"Sports\"}"),
                                  &item),
               &job);
    assert_str(item.fields.edition, "en");
    assert_str(item.fields.headline, "T");
    assert_int_equal(item.fields.body->children_count, 2);
    assert_str(item.fields.body->children[1].spans[0].text, "*b*");
    assert_int_equal(item.published_ms, 1577923200000);
    assert_str(item.fields.authors.items[0], "Ann");
    assert_str(item.id, "u");
    assert_str(item.category, "Sports");
}

static void what_is_wrong_in_a_line_is_said(void **state)
{
    static const char *const wrong[] = {"",
                                        "x",
                                        "[]",
                                        "{\"title\":7}",
                                        "{\"date\":\"soon\"}",
                                        "{\"text\":{}}",
                                        "{\"body\":{\"type\":\"x\"}}"};
    for (size_t i = 0; i < ARRAY_LEN(wrong); i++) {
        struct import_item item;
        assert_false(import_jsonl_parse(&job, str_from(wrong[i]), &item));
        assert_int_equal(job.fault.kind, i < 3 ? FAULT_BAD_INPUT : FAULT_INVALID);
        job_forgive(&job);
    }
}

// As many as the categories of an old site; each item of a file asks for several.
static void a_section_is_found_by_its_names_however_many_there_are(void **state)
{
    enum { SECTIONS = 3000 };
    struct import_edition in = {0};
    for (int i = 0; i < SECTIONS; i++) {
        struct filing section = {.id = i + 1,
                                 .name = str_printf(&job.mem, "Straße %d", i),
                                 .slug = str_printf(&job.mem, "s%d", i),
                                 .path = str_printf(&job.mem, "top/s%d", i)};
        import_add_section(&job.mem, &in, &section);
    }
    size_t before = job.mem.taken_bytes;
    assert_int_equal(import_find_section(&job.mem, &in, S("Top/S2999"))->id, 3000);
    assert_int_equal(import_find_section(&job.mem, &in, S("S7"))->id, 8);
    assert_int_equal(import_find_section(&job.mem, &in, S("STRASSE 41"))->id, 42);
    assert_null(import_find_section(&job.mem, &in, S("Strasse 3000")));
    assert_null(import_find_section(&job.mem, &in, STR_NONE));
    assert_true(job.mem.taken_bytes - before < SECTIONS); // their names are folded once
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(things_are_counted_once, start, end),
        cmocka_unit_test_setup_teardown(a_line_says_what_it_is_by_any_of_its_names, start, end),
        cmocka_unit_test_setup_teardown(what_is_wrong_in_a_line_is_said, start, end),
        cmocka_unit_test_setup_teardown(a_section_is_found_by_its_names_however_many_there_are,
                                        start, end),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
