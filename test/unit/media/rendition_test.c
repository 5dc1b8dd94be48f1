#include "unit.h"

#include "media/internal.h"

static struct arena mem;

static int start(void **state)
{
    arena_start(&mem);
    return 0;
}

static int end(void **state)
{
    arena_end(&mem);
    return 0;
}

static struct media_rendition rendition(int width, int height, enum media_shape shape, int wide)
{
    return (struct media_rendition){.hash = S("abc"),
                                    .width = width,
                                    .height = height,
                                    .focal_x = 50,
                                    .focal_y = 50,
                                    .shape = shape,
                                    .rendition_width = wide};
}

static struct media_cut cut(struct media_rendition asked)
{
    struct media_cut cut;
    media_cut_of(&asked, &cut);
    return cut;
}

static void widths_never_exceed_what_the_shape_allows(void **state)
{
    assert_int_equal(media_widths_of(4000, 3000, MEDIA_WHOLE), 5);
    assert_int_equal(media_widths_of(1440, 1080, MEDIA_WHOLE), 5);
    assert_int_equal(media_widths_of(1439, 1080, MEDIA_WHOLE), 4);
    assert_int_equal(media_widths_of(1800, 400, MEDIA_16X9), 2); // 711 wide
    assert_int_equal(media_widths_of(1800, 405, MEDIA_16X9), 3); // 720 wide
    assert_int_equal(media_widths_of(1800, 400, MEDIA_1X1), 1);
    assert_int_equal(media_widths_of(10, 10, MEDIA_4X3), 1); // but at least the first
}

static void heights_follow_the_shape(void **state)
{
    assert_int_equal(media_height_of(4000, 3000, MEDIA_16X9, 720), 405);
    assert_int_equal(media_height_of(4000, 3000, MEDIA_5X4, 360), 288);
    assert_int_equal(media_height_of(4000, 3000, MEDIA_3X2, 1440), 960);
    assert_int_equal(media_height_of(4000, 3000, MEDIA_1X1, 540), 540);
    assert_int_equal(media_height_of(4000, 3000, MEDIA_WHOLE, 1080), 810);
    assert_int_equal(media_height_of(20000, 1, MEDIA_WHOLE, 360), 1);
    assert_int_equal(media_height_of(1, 20000, MEDIA_WHOLE, 360), 3600); // cut at 1 to 10
}

static void a_cut_is_around_the_focal_point_and_inside(void **state)
{
    struct media_rendition asked = rendition(1600, 800, MEDIA_1X1, 360);
    struct media_cut middle = cut(asked);
    assert_int_equal(middle.across, 720);
    assert_int_equal(middle.down, 360);
    assert_int_equal(middle.left, 180);
    assert_int_equal(middle.top, 0);
    asked.focal_x = 0;
    assert_int_equal(cut(asked).left, 0);
    asked.focal_x = 100;
    assert_int_equal(cut(asked).left, 360);
    asked.focal_x = 30;
    assert_int_equal(cut(asked).left, 36);
}

static void nothing_is_blown_up(void **state)
{
    struct media_cut small = cut(rendition(200, 100, MEDIA_16X9, 360));
    assert_int_equal(small.width, 178);
    assert_int_equal(small.height, 100);
    assert_int_equal(small.across, 200);
    assert_int_equal(small.down, 100);
}

static void every_cut_is_inside_its_picture(void **state)
{
    static const int sizes[] = {1, 2, 3, 7, 99, 360, 361, 719, 1080, 4001, 20000};
    for (size_t i = 0; i < ARRAY_LEN(sizes) * ARRAY_LEN(sizes); i++) {
        int width = sizes[i % ARRAY_LEN(sizes)], height = sizes[i / ARRAY_LEN(sizes)];
        for (int j = 0; j < MEDIA_SHAPES * MEDIA_WIDTHS * 5; j++) {
            struct media_rendition asked =
                rendition(width, height, (enum media_shape)(j % MEDIA_SHAPES),
                          media_widths[j / MEDIA_SHAPES % MEDIA_WIDTHS]);
            asked.focal_x = asked.focal_y = j / MEDIA_SHAPES / MEDIA_WIDTHS * 25;
            struct media_cut c = cut(asked);
            assert_true(c.width >= 1 && c.height >= 1 && c.left >= 0 && c.top >= 0);
            assert_true(c.left + c.width <= c.across && c.top + c.height <= c.down);
            assert_true(c.across <= width && c.down <= height + 1);
            assert_true(c.width <= asked.rendition_width && c.height <= 14400);
        }
    }
}

static void a_path_names_what_decides_the_bytes(void **state)
{
    struct media_rendition asked = rendition(4000, 3000, MEDIA_16X9, 720), found;
    asked.format = MEDIA_WEBP;
    struct str path = media_path(&mem, 42, &asked), tag;
    int64_t id;
    assert_true(str_starts(path, S("/media/42/")) && str_ends(path, S("-16x9-720.webp")));
    assert_true(media_path_parse(str_after(path, 7), &id, &found, &tag));
    assert_int_equal(id, 42);
    assert_int_equal(found.shape, MEDIA_16X9);
    assert_int_equal(found.rendition_width, 720);
    assert_int_equal(found.format, MEDIA_WEBP);
    assert_true(str_eq(tag, media_tag(&mem, &asked)));
    asked.focal_x = 51;
    assert_false(str_eq(tag, media_tag(&mem, &asked)));
    asked.focal_x = 50;
    asked.hash = S("abd");
    assert_false(str_eq(tag, media_tag(&mem, &asked)));
}

static void other_paths_are_none_of_ours(void **state)
{
    static const char *const others[] = {
        "",
        "42",
        "42/",
        "42/9f3a1c27-16x9-720",
        "42/9f3a1c27-16x9-720.png",
        "42/9f3a1c27-16x9-721.webp",
        "42/9f3a1c27-16x9-0720.webp",
        "42/9f3a1c27-16x10-720.webp",
        "42/9F3A1C27-16x9-720.webp",
        "42/9f3a1c2-16x9-720.webp",
        "42/9f3a1c277-16x9-720.webp",
        "042/9f3a1c27-16x9-720.webp",
        "-42/9f3a1c27-16x9-720.webp",
        "0/9f3a1c27-16x9-720.webp",
        "42/9f3a1c27-16x9-720.webp/",
        "42/9f3a1c27-16x9-720.webp.jpg",
        "42/../42/9f3a1c27-16x9-720.webp",
        "99999999999999999999/9f3a1c27-16x9-720.webp",
    };
    struct media_rendition found;
    struct str tag;
    int64_t id;
    assert_true(media_path_parse(S("42/9f3a1c27-16x9-720.webp"), &id, &found, &tag));
    for (size_t i = 0; i < ARRAY_LEN(others); i++)
        assert_false(media_path_parse(str_from(others[i]), &id, &found, &tag));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(widths_never_exceed_what_the_shape_allows),
        cmocka_unit_test(heights_follow_the_shape),
        cmocka_unit_test(a_cut_is_around_the_focal_point_and_inside),
        cmocka_unit_test(nothing_is_blown_up),
        cmocka_unit_test(every_cut_is_inside_its_picture),
        cmocka_unit_test(a_path_names_what_decides_the_bytes),
        cmocka_unit_test(other_paths_are_none_of_ours),
    };
    return cmocka_run_group_tests(tests, start, end);
}
