#include "unit.h"

#include "assets/assets.h"

#include <brotli/decode.h>
#include <sys/stat.h>
#include <unistd.h>
#include <zlib.h>

enum { UNPACKED_MAX = 1 << 20 };

static void everything_has_what_it_is_sent_with(void **state)
{
    AUTO_JOB job;
    job_start(&job, 0);
    assert_true(asset_count() > 20);
    for (size_t i = 0; i < asset_count(); i++) {
        const struct asset *asset = asset_at(i);
        assert_ptr_equal(asset_find(asset->name), asset);
        assert_true(asset->content_type.len > 0);
        assert_true(str_eq(asset->digest, digest_hex(&job.mem, asset->bytes, 32)));
        assert_true(i == 0 || str_order(asset_at(i - 1)->name, asset->name) < 0);
        if (asset->public_name.len)
            assert_ptr_equal(asset_find_public(asset->public_name), asset);
    }
}

static void what_is_not_there_is_not_found(void **state)
{
    assert_null(asset_find(S("gone.css")));
    assert_null(asset_find_public(S("reader-00000000.css")));
    assert_null(asset_find_public(S("")));
    assert_str(asset_public_name(S("gone.css")), "");
}

static void a_public_name_carries_the_digest(void **state)
{
    AUTO_JOB job;
    job_start(&job, 0);
    const struct asset *css = asset_find(S("reader.css"));
    struct str digits = str_from_to(css->digest, 0, 8);
    struct str wanted = str_printf(&job.mem, "reader-" STR_FMT ".css", STR_ARG(digits));
    assert_true(str_eq(asset_public_name(S("reader.css")), wanted));
    assert_str(css->content_type, "text/css; charset=utf-8");
}

static void templates_and_strings_are_not_served(void **state)
{
    assert_str(asset_public_name(S("templates/layout.mustache")), "");
    assert_non_null(asset_find(S("templates/layout.mustache")));
    assert_str(asset_public_name(S("strings/en.json")), "");
    assert_non_null(asset_find(S("strings/en.json")));
}

static struct str unpack_gzip(char *to, struct str packed)
{
    z_stream z = {0};
    z.next_in = (Bytef *)(uintptr_t)packed.at;
    z.avail_in = (uInt)packed.len;
    z.next_out = (Bytef *)to;
    z.avail_out = UNPACKED_MAX;
    assert_int_equal(inflateInit2(&z, 15 + 16), Z_OK);
    assert_int_equal(inflate(&z, Z_FINISH), Z_STREAM_END);
    inflateEnd(&z);
    return (struct str){to, z.total_out};
}

static struct str unpack_brotli(char *to, struct str packed)
{
    size_t len = UNPACKED_MAX;
    assert_int_equal(
        BrotliDecoderDecompress(packed.len, (const uint8_t *)packed.at, &len, (uint8_t *)to),
        BROTLI_DECODER_RESULT_SUCCESS);
    return (struct str){to, len};
}

static void packed_bodies_unpack_to_the_same_bytes(void **state)
{
    char *to = heap_take(UNPACKED_MAX);
    for (size_t i = 0; i < asset_count(); i++) {
        const struct asset *asset = asset_at(i);
        if (asset->gzip.len)
            assert_true(str_eq(unpack_gzip(to, asset->gzip), asset->bytes));
        if (asset->brotli.len)
            assert_true(str_eq(unpack_brotli(to, asset->brotli), asset->bytes));
    }
    free(to);
    assert_true(asset_find(S("reader.css"))->brotli.len > 0);
    assert_true(asset_find(S("reader.js"))->gzip.len > 0);
}

// ── themes ────────────────────────────────────────────────────────────────────────────────────

struct theme {
    struct job job;
    char dir[64];
};

static void theme_start(struct theme *theme)
{
    job_start(&theme->job, 0);
    snprintf(theme->dir, sizeof(theme->dir), "/tmp/stoppress-theme-XXXXXX");
    assert_non_null(mkdtemp(theme->dir));
}

static char *theme_path(struct theme *theme, const char *name)
{
    return str_c(&theme->job.mem, str_printf(&theme->job.mem, "%s/%s", theme->dir, name));
}

static void theme_folder(struct theme *theme, const char *name)
{
    assert_int_equal(mkdir(theme_path(theme, name), 0700), 0);
}

static void theme_file(struct theme *theme, const char *name, const char *text)
{
    FILE *file = fopen(theme_path(theme, name), "w");
    assert_non_null(file);
    fputs(text, file);
    fclose(file);
}

static bool theme_load(struct theme *theme)
{
    return assets_load_theme(&theme->job, &theme->job.mem, str_from(theme->dir));
}

static void theme_end(struct theme *theme)
{
    char command[128];
    snprintf(command, sizeof(command), "rm -r %s", theme->dir);
    assert_int_equal(system(command), 0);
    assets_forget_theme();
    job_end(&theme->job);
}

static void no_theme_is_no_fault(void **state)
{
    struct theme theme;
    size_t count = asset_count();
    theme_start(&theme);
    assert_job(theme_load(&theme), &theme.job);
    assert_int_equal(asset_count(), count);
    theme_end(&theme);
}

static void a_theme_takes_the_place_of_files_and_adds_some(void **state)
{
    struct theme theme;
    size_t count = asset_count();
    struct str css = asset_public_name(S("reader.css"));
    theme_start(&theme);
    theme_folder(&theme, "theme");
    theme_folder(&theme, "theme/templates");
    theme_folder(&theme, "theme/templates/part");
    theme_file(&theme, "theme/templates/part/card.mustache", "<p>ours</p>");
    theme_file(&theme, "theme/templates/part/extra.mustache", "<p>new</p>");
    theme_file(&theme, "theme/notes.md", "not ours");
    assert_job(theme_load(&theme), &theme.job);
    assert_int_equal(asset_count(), count + 1);
    assert_str(asset_find(S("templates/part/card.mustache"))->bytes, "<p>ours</p>");
    assert_str(asset_find(S("templates/part/extra.mustache"))->bytes, "<p>new</p>");
    assert_true(str_eq(asset_public_name(S("reader.css")), css));
    theme_end(&theme);
    assert_null(asset_find(S("templates/part/extra.mustache")));
}

static void a_style_follows_the_font_that_a_theme_replaces(void **state)
{
    struct theme theme;
    struct str font = S("fonts/newsreader-text-400.woff2");
    struct str old_font = asset_public_name(font), old_css = asset_public_name(S("reader.css"));
    assert_true(str_find(asset_find(S("reader.css"))->bytes, old_font) >= 0);
    theme_start(&theme);
    theme_folder(&theme, "theme");
    theme_folder(&theme, "theme/fonts");
    theme_file(&theme, "theme/fonts/newsreader-text-400.woff2", "another font");
    assert_job(theme_load(&theme), &theme.job);
    const struct asset *css = asset_find(S("reader.css"));
    assert_false(str_eq(asset_public_name(font), old_font));
    assert_false(str_eq(css->public_name, old_css));
    assert_true(str_find(css->bytes, asset_public_name(font)) >= 0);
    assert_true(str_find(css->bytes, old_font) < 0);
    assert_true(css->brotli.len > 0);
    theme_end(&theme);
}

static void a_theme_with_its_own_style_links_by_plain_names(void **state)
{
    struct theme theme;
    theme_start(&theme);
    theme_folder(&theme, "theme");
    theme_file(&theme, "theme/reader.css",
               "@font-face{src:url('../fonts/newsreader-text-400.woff2')}"
               "a{background:url(https://x.example/y.png)}b{background:url(\"gone.png\")}url(");
    assert_job(theme_load(&theme), &theme.job);
    struct str font = asset_public_name(S("fonts/newsreader-text-400.woff2"));
    struct str wanted =
        str_printf(&theme.job.mem,
                   "@font-face{src:url('" STR_FMT "')}a{background:url(https://x.example/y.png)}"
                   "b{background:url(\"gone.png\")}url(",
                   STR_ARG(font));
    assert_true(str_eq(asset_find(S("reader.css"))->bytes, wanted));
    theme_end(&theme);
}

static void two_files_for_one_address_are_a_fault(void **state)
{
    struct theme theme;
    theme_start(&theme);
    theme_folder(&theme, "theme");
    theme_folder(&theme, "theme/a");
    theme_file(&theme, "theme/a/favicon.svg", "<svg/>");
    assert_false(theme_load(&theme));
    assert_str(str_from(theme.job.fault.text),
               "a/favicon.svg and icons/favicon.svg would have one address: rename one");
    theme_end(&theme);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(everything_has_what_it_is_sent_with),
        cmocka_unit_test(what_is_not_there_is_not_found),
        cmocka_unit_test(a_public_name_carries_the_digest),
        cmocka_unit_test(templates_and_strings_are_not_served),
        cmocka_unit_test(packed_bodies_unpack_to_the_same_bytes),
        cmocka_unit_test(no_theme_is_no_fault),
        cmocka_unit_test(a_theme_takes_the_place_of_files_and_adds_some),
        cmocka_unit_test(a_style_follows_the_font_that_a_theme_replaces),
        cmocka_unit_test(a_theme_with_its_own_style_links_by_plain_names),
        cmocka_unit_test(two_files_for_one_address_are_a_fault),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
