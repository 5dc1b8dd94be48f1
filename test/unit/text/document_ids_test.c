#include "unit.h"

#include "text/markdown.h"

static struct block *read(struct job *job, const char *markdown)
{
    struct block *doc = NULL;
    assert_job(markdown_parse(job, str_from(markdown), &doc), job);
    return doc;
}

static void assert_same_id(const struct block *a, const struct block *b)
{
    if (!str_eq(a->id, b->id))
        fail_msg(STR_FMT " is not " STR_FMT, STR_ARG(a->id), STR_ARG(b->id));
}

static void assert_other_id(const struct block *a, const struct block *b)
{
    assert_false(str_eq(a->id, b->id));
}

static void the_same_text_has_the_same_ids(void **state)
{
    AUTO_JOB job;
    job_start(&job, 0);
    struct block *a = read(&job, "One\n\n- two\n- two\n"), *b = read(&job, "One\n\n- two\n- two\n");
    struct str first, second;
    assert_job(document_write(&job, a, &first) && document_write(&job, b, &second), &job);
    assert_true(str_eq(first, second));
    assert_other_id(&a->children[1].children[0], &a->children[1].children[1]);
}

static void a_paragraph_put_in_renames_no_other(void **state)
{
    AUTO_JOB job;
    job_start(&job, 0);
    struct block *a = read(&job, "One\n\nTwo\n"), *b = read(&job, "Zero\n\nOne\n\nTwo\n");
    assert_same_id(&a->children[0], &b->children[1]);
    assert_same_id(&a->children[1], &b->children[2]);
}

static void a_repeated_id_is_made_anew_for_the_second(void **state)
{
    AUTO_JOB job;
    job_start(&job, 0);
    struct block *doc;
    assert_job(document_parse(&job,
                              S("{\"type\":\"doc\",\"content\":["
                                "{\"type\":\"divider\",\"attrs\":{\"id\":\"same\"}},"
                                "{\"type\":\"divider\",\"attrs\":{\"id\":\"same\"}},"
                                "{\"type\":\"divider\"}]}"),
                              &doc),
               &job);
    assert_str(doc->children[0].id, "same");
    assert_other_id(&doc->children[0], &doc->children[1]);
    assert_other_id(&doc->children[1], &doc->children[2]);
}

static void a_reworked_paragraph_keeps_its_id(void **state)
{
    AUTO_JOB job;
    job_start(&job, 0);
    struct block *before = read(&job, "One\n\nTwo\n\nThree\n");
    struct block *now = read(&job, "One\n\nTwo, with more\n\nThree\n");
    document_adopt_ids(&job, now, before);
    for (size_t i = 0; i < 3; i++)
        assert_same_id(&now->children[i], &before->children[i]);
}

static void a_moved_paragraph_keeps_its_id(void **state)
{
    AUTO_JOB job;
    job_start(&job, 0);
    struct block *before = read(&job, "One\n\nTwo\n\nThree\n");
    struct block *now = read(&job, "Three\n\nNew\n\nOne\n\nTwo\n");
    document_adopt_ids(&job, now, before);
    assert_same_id(&now->children[0], &before->children[2]);
    assert_same_id(&now->children[2], &before->children[0]);
    assert_same_id(&now->children[3], &before->children[1]);
    for (size_t i = 0; i < 3; i++)
        assert_other_id(&now->children[1], &before->children[i]);
}

static void items_of_a_reworked_list_keep_their_ids(void **state)
{
    AUTO_JOB job;
    job_start(&job, 0);
    struct block *before = read(&job, "- a\n- b\n- c\n");
    struct block *now = read(&job, "- a\n- x\n- b\n- c, changed\n");
    document_adopt_ids(&job, now, before);
    const struct block *was = before->children[0].children, *is = now->children[0].children;
    assert_same_id(&now->children[0], &before->children[0]);
    assert_same_id(&is[0], &was[0]);
    assert_same_id(&is[2], &was[1]);
    assert_same_id(&is[3], &was[2]);
    assert_same_id(&is[3].children[0], &was[2].children[0]);
}

static void ids_of_given_blocks_survive_an_edit_in_markdown(void **state)
{
    AUTO_JOB job;
    job_start(&job, 0);
    struct block *before;
    struct str markdown;
    assert_job(document_parse(&job,
                              S("{\"type\":\"doc\",\"content\":["
                                "{\"type\":\"paragraph\",\"attrs\":{\"id\":\"mine1\"},\"content\":"
                                "[{\"type\":\"text\",\"text\":\"a\"}]},"
                                "{\"type\":\"paragraph\",\"attrs\":{\"id\":\"mine2\"},\"content\":"
                                "[{\"type\":\"text\",\"text\":\"b\"}]}]}"),
                              &before),
               &job);
    assert_job(document_write_markdown(&job, before, &markdown), &job);
    struct block *now = read(&job, str_c(&job.mem, markdown));
    document_adopt_ids(&job, now, before);
    assert_str(now->children[0].id, "mine1");
    assert_str(now->children[1].id, "mine2");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_same_text_has_the_same_ids),
        cmocka_unit_test(a_paragraph_put_in_renames_no_other),
        cmocka_unit_test(a_repeated_id_is_made_anew_for_the_second),
        cmocka_unit_test(a_reworked_paragraph_keeps_its_id),
        cmocka_unit_test(a_moved_paragraph_keeps_its_id),
        cmocka_unit_test(items_of_a_reworked_list_keep_their_ids),
        cmocka_unit_test(ids_of_given_blocks_survive_an_edit_in_markdown),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
