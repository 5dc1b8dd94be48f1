#include "unit.h"

#include "store/notebook.h"

static void a_topic_is_noted_once(void **state)
{
    struct arena mem;
    struct notebook notes;
    arena_start(&mem);
    notebook_start(&notes, &mem);
    note(&notes, S("story:42"));
    note(&notes, S("section:7/list"));
    note_printf(&notes, "story:%d", 42);
    assert_int_equal(notes.count, 2);
    assert_str(notes.topics[0], "story:42");
    assert_str(notes.topics[1], "section:7/list");
    arena_end(&mem);
}

static void thousands_are_found_again(void **state)
{
    struct arena mem;
    struct notebook notes;
    arena_start(&mem);
    notebook_start(&notes, &mem);
    for (int round = 0; round < 2; round++)
        for (int i = 0; i < 5000; i++)
            note_printf(&notes, "story:%d", i);
    assert_int_equal(notes.count, 5000);
    for (int i = 0; i < 5000; i++)
        assert_true(notebook_has(&notes, str_printf(&mem, "story:%d", i)));
    assert_false(notebook_has(&notes, S("story:5000")));
    assert_false(notebook_has(&notes, S("story:")));
    arena_end(&mem);
}

static void a_note_as_long_as_a_path_can_be_is_whole(void **state)
{
    struct arena mem;
    struct notebook notes;
    char path[9000];
    arena_start(&mem);
    notebook_start(&notes, &mem);
    memset(path, 'a', sizeof(path));
    note_printf(&notes, "path:%.*s", (int)sizeof(path), path);
    assert_int_equal(notes.topics[0].len, 5 + sizeof(path));
    assert_int_equal(notes.topics[0].at[5 + sizeof(path) - 1], 'a');
    arena_end(&mem);
}

static void the_words_are_copied(void **state)
{
    struct arena mem;
    struct notebook notes;
    char text[] = "flash:en";
    arena_start(&mem);
    notebook_start(&notes, &mem);
    note(&notes, str_from(text));
    text[6] = 'a';
    assert_true(notebook_has(&notes, S("flash:en")));
    assert_false(notebook_has(&notes, str_from(text)));
    arena_end(&mem);
}

static void nobody_may_be_taking_notes(void **state)
{
    note(NULL, S("story:1"));
    note_printf(NULL, "story:%d", 1);
    assert_false(notebook_has(NULL, S("story:1")));
    struct arena mem;
    struct notebook empty;
    arena_start(&mem);
    notebook_start(&empty, &mem);
    assert_false(notebook_has(&empty, S("story:1")));
    arena_end(&mem);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_topic_is_noted_once),
        cmocka_unit_test(thousands_are_found_again),
        cmocka_unit_test(a_note_as_long_as_a_path_can_be_is_whole),
        cmocka_unit_test(the_words_are_copied),
        cmocka_unit_test(nobody_may_be_taking_notes),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
