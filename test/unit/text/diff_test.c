#include "unit.h"

#include "text/diff.h"

static struct arena mem;

static int begin(void **state)
{
    arena_start(&mem);
    return 0;
}

static int end(void **state)
{
    arena_end(&mem);
    return 0;
}

static void assert_same(struct str is, struct str expected)
{
    if (!str_eq(is, expected))
        fail_msg("\"" STR_FMT "\" is not \"" STR_FMT "\"", STR_ARG(is), STR_ARG(expected));
}

// ── the law: both texts are in the parts ──────────────────────────────────────────────────────

static struct str side(const struct diff_part *parts, size_t count, enum diff_kind but)
{
    struct str text = S("");
    for (size_t i = 0; i < count; i++)
        text = parts[i].kind == but ? text : str_join(&mem, text, parts[i].text);
    return text;
}

typedef void diff_function(struct arena *mem, struct str before, struct str after,
                           struct diff_part **out, size_t *count);

static size_t check(diff_function *diff, struct str before, struct str after)
{
    struct diff_part *parts;
    size_t count, same = 0;
    diff(&mem, before, after, &parts, &count);
    assert_same(side(parts, count, DIFF_ADDED), before);
    assert_same(side(parts, count, DIFF_REMOVED), after);
    for (size_t i = 0; i < count; i++)
        same += parts[i].kind == DIFF_SAME ? parts[i].text.len : 0;
    return same;
}

static void a_word_that_changed_is_all_that_changed(void **state)
{
    struct diff_part *parts;
    size_t count;
    diff_words(&mem, S("The stork returns in March."), S("The stork returns in April."), &parts,
               &count);
    assert_int_equal(count, 4);
    assert_same(parts[1].text, S("March"));
    assert_int_equal(parts[1].kind, DIFF_REMOVED);
    assert_same(parts[2].text, S("April"));
    assert_int_equal(check(diff_words, S("عاد اللقلق في آذار"), S("عاد اللقلق في نيسان")),
                     S("عاد اللقلق في ").len);
}

static void nothing_and_all_are_compared_too(void **state)
{
    check(diff_words, S(""), S(""));
    check(diff_words, S("one"), S(""));
    check(diff_words, S(""), S("one two"));
    check(diff_lines, S("a\nb"), S("a\nb\n"));
    assert_int_equal(check(diff_words, S("same 🌍 text"), S("same 🌍 text")), S("same 🌍 text").len);
}

static uint32_t seed = 7;

static size_t draw(size_t below)
{
    seed = seed * 1664525u + 1013904223u;
    return (seed >> 8) % below;
}

static struct str random_text(size_t words)
{
    static const struct str some[] = {S("sea "),     S("river "), S("بحر "), S("río "),
                                      S("stone.\n"), S("🌍 "),     S("\n"),   S("a")};
    struct str text = S("");
    for (size_t i = 0; i < words; i++)
        text = str_join(&mem, text, some[draw(ARRAY_LEN(some))]);
    return text;
}

static void any_two_texts_are_in_their_difference(void **state)
{
    for (int i = 0; i < 400; i++) {
        struct str before = random_text(draw(40)), after = random_text(draw(40));
        check(diff_words, before, after);
        check(diff_lines, before, after);
    }
}

static void texts_with_nothing_in_common_are_no_endless_work(void **state)
{
    struct buf a, b;
    buf_start(&a, &mem, 1 << 20);
    buf_start(&b, &mem, 1 << 20);
    for (int i = 0; i < 20000; i++) {
        buf_printf(&a, "a%d ", i);
        buf_printf(&b, "b%d ", i);
    }
    check(diff_words, buf_str(&a), buf_str(&b));
}

// ── merging ───────────────────────────────────────────────────────────────────────────────────

// Every clash taken in one way.
static struct str merge_as(struct str base, struct str ours, struct str theirs,
                           enum merge_take take, size_t *clashes)
{
    struct merge_part *parts;
    size_t count;
    merge_lines(&mem, base, ours, theirs, &parts, &count);
    enum merge_take *takes = arena_array(&mem, enum merge_take, count + 1);
    *clashes = 0;
    for (size_t i = 0; i < count; i++) {
        takes[i] = take;
        *clashes += parts[i].clash;
    }
    return merge_text(&mem, parts, count, takes, count);
}

static struct str merge(struct str base, struct str ours, struct str theirs, bool clashes)
{
    size_t clash;
    struct str merged = merge_as(base, ours, theirs, TAKE_BOTH, &clash);
    assert_int_equal(clash != 0, clashes);
    return merged;
}

static void changes_in_different_places_are_both_taken(void **state)
{
    struct str base = S("one\ntwo\nthree\nfour\nfive\n");
    assert_same(
        merge(base, S("ONE\ntwo\nthree\nfour\nfive\n"), S("one\ntwo\nthree\nfour\nFIVE\n"), false),
        S("ONE\ntwo\nthree\nfour\nFIVE\n"));
    assert_same(
        merge(base, S("zero\none\ntwo\nthree\nfour\nfive\n"), S("one\ntwo\nfour\nfive\n"), false),
        S("zero\none\ntwo\nfour\nfive\n"));
    assert_same(merge(base, base, S("all\nnew\n"), false), S("all\nnew\n"));
    assert_same(merge(base, S("same\n"), S("same\n"), false), S("same\n"));
}

static void a_place_that_both_changed_keeps_both(void **state)
{
    struct str base = S("one\ntwo\nthree\n");
    assert_same(merge(base, S("one\nOURS\nthree\n"), S("one\nTHEIRS\nthree\n"), true),
                S("one\nOURS\nTHEIRS\nthree\n"));
    assert_same(merge(S(""), S("ours"), S("theirs"), true), S("ours\ntheirs"));
    assert_same(merge(S("end"), S("end of ours"), S("end of theirs"), true),
                S("end of ours\nend of theirs"));
}

static void a_place_that_both_changed_is_chosen(void **state)
{
    struct str base = S("one\ntwo\nthree\nfour\n"), ours = S("ONE\ntwo\nthree\nFour\n"),
               theirs = S("1\ntwo\n3\n4\n");
    struct merge_part *parts;
    size_t count, clashes;
    merge_lines(&mem, base, ours, theirs, &parts, &count);
    const enum merge_take takes[] = {TAKE_THEIRS, TAKE_OURS};
    assert_same(merge_text(&mem, parts, count, takes, 2), S("1\ntwo\nthree\nFour\n"));
    assert_same(merge_as(base, ours, theirs, TAKE_OURS, &clashes), S("ONE\ntwo\nthree\nFour\n"));
    assert_int_equal(clashes, 2);
    assert_same(merge_text(&mem, parts, count, NULL, 0), S("ONE\ntwo\nthree\nFour\n"));
    // What one of them took out altogether.
    assert_same(merge_as(S("a\nb\n"), S("a\n"), S("a\nB\n"), TAKE_OURS, &clashes), S("a\n"));
    assert_same(merge_as(S("a\nb\n"), S("a\n"), S("a\nB\n"), TAKE_THEIRS, &clashes), S("a\nB\n"));
}

static bool has_line(struct str text, struct str line)
{
    struct str part;
    while (str_cut(&text, '\n', &part)) {
        if (str_eq(part, line))
            return true;
    }
    return false;
}

// Whatever both sides do: a line that either added is in the result.
static void no_line_that_was_added_is_lost(void **state)
{
    for (int i = 0; i < 400; i++) {
        struct str base = random_text(draw(20)), ours = random_text(draw(20)),
                   theirs = random_text(draw(20)), line;
        size_t clashes;
        struct str merged = merge_as(base, ours, theirs, TAKE_BOTH, &clashes);
        for (struct str rest = ours; str_cut(&rest, '\n', &line);)
            assert_true(!line.len || has_line(base, line) || has_line(merged, line));
        for (struct str rest = theirs; str_cut(&rest, '\n', &line);)
            assert_true(!line.len || has_line(base, line) || has_line(merged, line));
    }
}

// Joined again for every change, these took more than a gigabyte.
static void many_changes_of_a_long_text_take_little_memory(void **state)
{
    struct buf base, ours, theirs;
    size_t clashes;
    struct buf *texts[] = {&base, &ours, &theirs};
    for (size_t i = 0; i < ARRAY_LEN(texts); i++)
        buf_start(texts[i], &mem, 1 << 20);
    for (int line = 0; line < 1400; line++) {
        buf_printf(&base, "line %d %0600d\n", line, 0);
        buf_printf(&ours, "%s %d %0600d\n", line % 2 ? "line" : "mine", line, 0);
        buf_printf(&theirs, "%s %d %0600d\n", line % 2 ? "theirs" : "line", line, 0);
    }
    size_t before = mem.taken_bytes;
    struct str merged =
        merge_as(buf_str(&base), buf_str(&ours), buf_str(&theirs), TAKE_BOTH, &clashes);
    assert_true(clashes && merged.len == ours.len + theirs.len);
    assert_true(mem.taken_bytes - before < 24 << 20);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(a_word_that_changed_is_all_that_changed, begin, end),
        cmocka_unit_test_setup_teardown(nothing_and_all_are_compared_too, begin, end),
        cmocka_unit_test_setup_teardown(any_two_texts_are_in_their_difference, begin, end),
        cmocka_unit_test_setup_teardown(texts_with_nothing_in_common_are_no_endless_work, begin,
                                        end),
        cmocka_unit_test_setup_teardown(changes_in_different_places_are_both_taken, begin, end),
        cmocka_unit_test_setup_teardown(a_place_that_both_changed_keeps_both, begin, end),
        cmocka_unit_test_setup_teardown(a_place_that_both_changed_is_chosen, begin, end),
        cmocka_unit_test_setup_teardown(no_line_that_was_added_is_lost, begin, end),
        cmocka_unit_test_setup_teardown(many_changes_of_a_long_text_take_little_memory, begin, end),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
