// What is in web/ holds together.
#include "unit.h"

#include "assets/assets.h"
#include "template/template.h"

enum { TEMPLATES_MAX = 200 };

static size_t collect(struct template_source sources[TEMPLATES_MAX])
{
    size_t count = 0;
    for (size_t i = 0; i < asset_count(); i++) {
        const struct asset *asset = asset_at(i);
        if (!str_starts(asset->name, S("templates/")))
            continue;
        assert_true(count < TEMPLATES_MAX);
        struct str name = str_from_to(asset->name, 10, asset->name.len - 9); // .mustache
        sources[count++] = (struct template_source){name, asset->bytes};
    }
    return count;
}

static void every_template_compiles(void **state)
{
    AUTO_JOB job;
    job_start(&job, 0);
    struct template_source sources[TEMPLATES_MAX];
    struct template_set *set = NULL;
    size_t count = collect(sources);
    assert_true(count > 0);
    assert_job(template_set_make(&job, TEMPLATE_HTML, sources, count, &set), &job);
    template_set_free(set);
}

static void every_language_is_json(void **state)
{
    AUTO_JOB job;
    job_start(&job, 0);
    size_t count = 0;
    for (size_t i = 0; i < asset_count(); i++) {
        struct value *words;
        if (!str_starts(asset_at(i)->name, S("strings/")))
            continue;
        assert_job(value_parse_json(&job, &job.mem, asset_at(i)->bytes, &words), &job);
        count++;
    }
    assert_true(count >= 3);
}

// A style that names a file which is not there would ask for it on every page.
static void every_font_of_the_style_is_there(void **state)
{
    struct str css = asset_find(S("reader.css"))->bytes;
    ptrdiff_t found;
    size_t fonts = 0;
    while ((found = str_find(css, S("url("))) >= 0) {
        css = str_after(css, (size_t)found + 4);
        struct str name = str_from_to(css, 0, (size_t)str_find_char(css, ')'));
        if (str_starts(name, S("\"")))
            name = str_from_to(name, 1, name.len - 1);
        if (str_ends(name, S(".woff2"))) {
            assert_non_null(asset_find_public(name));
            fonts++;
        }
    }
    assert_true(fonts > 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_template_compiles),
        cmocka_unit_test(every_language_is_json),
        cmocka_unit_test(every_font_of_the_style_is_there),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
