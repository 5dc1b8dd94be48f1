#include "unit.h"

#include "wire/shortcode.h"

static struct job job;
static struct str told;

static int start(void **state)
{
    job_start(&job, 1764017202000);
    told = STR_NONE;
    return 0;
}

static int end(void **state)
{
    job_end(&job);
    return 0;
}

static void tell(void *with, struct str name)
{
    told = str_printf(&job.mem, STR_FMT "[" STR_FMT "]", STR_ARG(told), STR_ARG(name));
}

static struct str children(void *with)
{
    return S("7,8");
}

static struct str html(const char *text)
{
    struct shortcode_world world = {.unknown = tell, .children = children};
    struct str out;
    assert_job(shortcode_html(&job, str_from(text), &world, &out), &job);
    return out;
}

static void a_caption_becomes_a_figure(void **state)
{
    assert_str(
        html("a[caption id=\"x\" width=\"3\"]<a href=\"u\"><img src=\"p\"></a> Words "
             "<em>here</em>[/caption]b"),
        "a\n\n<figure class=\"wp-caption\"><a href=\"u\"><img src=\"p\"></a><figcaption>Words "
        "<em>here</em></figcaption></figure>\n\nb");
    assert_str(html("[caption caption='A & B']<img src=\"p\">[/caption]"),
               "\n\n<figure class=\"wp-caption\"><img src=\"p\"><figcaption>A &amp; "
               "B</figcaption></figure>\n\n");
    assert_str(html("[caption]no picture[/caption]"), "no picture");
}

static void a_gallery_shows_its_own_pictures_or_all(void **state)
{
    struct str some = html("[gallery columns=2 ids=\"12, 13\"]"), all = html("[gallery]");
    assert_true(str_find(some, S("wp-image-12\"")) >= 0 && str_find(some, S("wp-image-13\"")) >= 0);
    assert_true(str_find(all, S("wp-image-7\"")) >= 0 && str_find(all, S("wp-image-8\"")) >= 0);
    assert_true(str_find(html("[gallery ids='x,-1,<b>']"), S("<img")) < 0);
}

static void what_plays_becomes_a_player(void **state)
{
    assert_true(str_find(html("[video mp4=\"https://o.example/a.mp4\"][/video]"),
                         S("<video controls src=\"https://o.example/a.mp4\">")) >= 0);
    assert_true(str_find(html("[audio https://o.example/a.mp3]"), S("<audio")) < 0);
    assert_true(str_find(html("[audio src='https://o.example/a.mp3']"), S("<audio")) >= 0);
    assert_true(str_find(html("[embed]https://o.example/?a=1&amp;b=2[/embed]"),
                         S("__wrapper\">https://o.example/?a=1&amp;b=2<")) >= 0);
    assert_true(str_find(html("[embed]javascript:alert(1)[/embed]"), S("javascript")) < 0);
}

static void of_others_the_text_stays(void **state)
{
    assert_str(html("a [box color=\"red\"]in[/box] b [contact-form-7 id=\"1\"] c [/stray]"),
               "a in b  c ");
    assert_str(told, "[box][contact-form-7]");
    assert_str(html("a[spacer][/spacer]b, [col]Left[/col][col]Right[/col]."), "a b, Left Right.");
}

static void what_only_looks_like_one_stays(void **state)
{
    static const char *const texts[] = {"he said [sic] that",
                                        "[Reuters] Paris",
                                        "[...] and [1]",
                                        "a[i] = b[j];",
                                        "<a title=\"[gallery]\">",
                                        "<!-- [gallery] --> [ x",
                                        "[",
                                        "[[",
                                        "[caption",
                                        "[/",
                                        "[Reuters: x]"};
    for (size_t i = 0; i < ARRAY_LEN(texts); i++)
        assert_str(html(texts[i]), texts[i]);
    assert_str(html("[[gallery]] shows all"), "[gallery] shows all");
    assert_int_equal(told.len, 0);
}

// Quadratic work would take minutes here.
static void hostile_brackets_take_no_time(void **state)
{
    static const char *const parts[] = {"[a]",  "[caption]",       "[/a][a]", "<",
                                        "<!--", "[gallery ids=\"", "[[",      "[audio]"};
    for (size_t i = 0; i < ARRAY_LEN(parts); i++) {
        struct buf text;
        struct shortcode_world world = {0};
        struct str out;
        buf_start(&text, &job.mem, 8 << 20);
        buf_add(&text, S("[caption]"));
        for (size_t n = 0; n < 200000; n++)
            buf_add(&text, str_from(parts[i]));
        buf_add(&text, S("[/caption][/audio][/a]")); // closed, but not where they stand
        assert_true(shortcode_html(&job, buf_str(&text), &world, &out) ||
                    job.fault.kind == FAULT_TOO_BIG);
        job_forgive(&job);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(a_caption_becomes_a_figure, start, end),
        cmocka_unit_test_setup_teardown(a_gallery_shows_its_own_pictures_or_all, start, end),
        cmocka_unit_test_setup_teardown(what_plays_becomes_a_player, start, end),
        cmocka_unit_test_setup_teardown(of_others_the_text_stays, start, end),
        cmocka_unit_test_setup_teardown(what_only_looks_like_one_stays, start, end),
        cmocka_unit_test_setup_teardown(hostile_brackets_take_no_time, start, end),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
