#include "unit.h"

static void memory_is_aligned_zeroed_and_apart(void **state)
{
    struct arena mem;
    arena_start(&mem);
    char *last = NULL;
    for (size_t bytes = 1; bytes < 3000; bytes += 7) {
        char *taken = arena_take(&mem, bytes);
        assert_int_equal((uintptr_t)taken % _Alignof(max_align_t), 0);
        for (size_t i = 0; i < bytes; i++)
            assert_int_equal(taken[i], 0);
        memset(taken, 'x', bytes);
        assert_true(taken != last);
        last = taken;
    }
    arena_end(&mem);
}

static void a_block_larger_than_all_is_given(void **state)
{
    struct arena mem;
    arena_start(&mem);
    char *big = arena_take(&mem, 3 << 20);
    big[(3 << 20) - 1] = 'x';
    assert_true(mem.taken_bytes >= 3 << 20);
    arena_end(&mem);
}

static void what_is_lent_is_used_first_and_not_freed(void **state)
{
    struct arena mem;
    _Alignas(max_align_t) char room[256];
    arena_start(&mem);
    arena_lend(&mem, room, sizeof(room));
    char *lent = arena_take(&mem, 100), *own = arena_take(&mem, 200);
    assert_true(lent > room && lent + 100 <= room + sizeof(room));
    assert_true(own < room || own >= room + sizeof(room));
    arena_reset(&mem);
    assert_true(arena_take(&mem, 200) == own);
    arena_end(&mem);
    arena_lend(&mem, room, sizeof(room));
    arena_reset(&mem);
    assert_true(arena_take(&mem, 100) == lent);
    arena_end(&mem);
}

static void *order[8];
static size_t order_count;

static void note(void *with)
{
    order[order_count++] = with;
}

static void endings_run_newest_first_and_once(void **state)
{
    struct arena mem;
    int a, b;
    order_count = 0;
    arena_start(&mem);
    arena_on_end(&mem, note, &a);
    arena_on_end(&mem, note, &b);
    arena_end(&mem);
    arena_end(&mem);
    assert_int_equal(order_count, 2);
    assert_ptr_equal(order[0], &b);
    assert_ptr_equal(order[1], &a);
}

static void a_reset_ends_what_was_and_goes_on(void **state)
{
    struct arena mem;
    int a;
    order_count = 0;
    arena_start(&mem);
    arena_reset(&mem); // an empty one too
    for (int round = 1; round <= 3; round++) {
        arena_on_end(&mem, note, &a);
        char *taken = arena_take(&mem, 100000);
        assert_int_equal(taken[99999], 0);
        taken[99999] = 'x';
        arena_reset(&mem);
        assert_int_equal(order_count, round);
        assert_int_equal(mem.taken_bytes, 0);
    }
    arena_end(&mem);
}

static void a_zeroed_arena_may_be_ended(void **state)
{
    struct arena mem = {0};
    arena_end(&mem);
}

static void a_list_grows_and_keeps_what_it_has(void **state)
{
    struct arena mem;
    size_t *items = NULL, count = 0, room = 0;
    arena_start(&mem);
    for (size_t i = 0; i < 1000; i++)
        *list_add(&mem, &items, &count, &room) = i;
    assert_int_equal(count, 1000);
    for (size_t i = 0; i < 1000; i++)
        assert_int_equal(items[i], i);
    arena_end(&mem);
}

static void an_array_of_nothing_is_fine(void **state)
{
    struct arena mem;
    arena_start(&mem);
    assert_non_null(arena_array(&mem, int, 0));
    arena_end(&mem);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(memory_is_aligned_zeroed_and_apart),
        cmocka_unit_test(a_block_larger_than_all_is_given),
        cmocka_unit_test(what_is_lent_is_used_first_and_not_freed),
        cmocka_unit_test(endings_run_newest_first_and_once),
        cmocka_unit_test(a_reset_ends_what_was_and_goes_on),
        cmocka_unit_test(a_zeroed_arena_may_be_ended),
        cmocka_unit_test(a_list_grows_and_keeps_what_it_has),
        cmocka_unit_test(an_array_of_nothing_is_fine),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
