#include "unit.h"

#include "text/markdown.h"

static struct block *read(struct job *job, const char *markdown)
{
    struct block *doc = NULL;
    assert_job(markdown_parse(job, str_from(markdown), &doc), job);
    return doc;
}

static void plain_text_has_blocks_apart_and_lists_marked(void **state)
{
    AUTO_JOB job;
    job_start(&job, 0);
    struct str plain;
    struct block *doc = read(&job, "# Rain\n\nIt *rained*\\\nagain.\n\n- one\n- two\n  - in\n\n"
                                   "3. three\n\n|a|b|\n|-|-|\n|1|2|\n");
    assert_job(document_write_plain(&job, doc, &plain), &job);
    assert_str(plain, "Rain\n\nIt rained\nagain.\n\n• one\n• two\n  • in\n\n3. three\n\n"
                      "a\tb\n1\t2");
}

static void words_are_counted_in_any_script(void **state)
{
    AUTO_JOB job;
    job_start(&job, 0);
    assert_int_equal(document_words(read(&job, "One, two - *three* 4."), "en"), 4);
    assert_int_equal(document_words(read(&job, "قال وزير الخارجية، أمس"), "ar"), 4);
    assert_int_equal(document_words(read(&job, ""), "en"), 0);
}

static void an_opening_ends_at_a_word(void **state)
{
    AUTO_JOB job;
    job_start(&job, 0);
    struct block *doc = read(&job, "# Not this\n\nThe river rose **two** metres.\n\nMore.");
    assert_str(document_opening(&job, doc, 200), "The river rose two metres. More.");
    assert_str(document_opening(&job, doc, 17), "The river rose…");
    assert_str(document_opening(&job, doc, 15), "The river rose…");
    assert_str(document_opening(&job, doc, 14), "The river…");
    assert_str(document_opening(&job, read(&job, "Donaudampfschiff"), 8), "Donauda…");
    assert_str(document_opening(&job, read(&job, ""), 8), "");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(plain_text_has_blocks_apart_and_lists_marked),
        cmocka_unit_test(words_are_counted_in_any_script),
        cmocka_unit_test(an_opening_ends_at_a_word),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
