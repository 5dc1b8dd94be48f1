#include "unit.h"

#include "settings/settings.h"

#include <unistd.h>

// A data directory of its own, and arguments.
struct scene {
    struct job job;
    struct arena mem;
    struct settings settings;
    char dir[64];
    char *argv[16];
    int argc;
};

static int set_scene(void **state)
{
    struct scene *scene = heap_take(sizeof(*scene));
    job_start(&scene->job, 0);
    arena_start(&scene->mem);
    snprintf(scene->dir, sizeof(scene->dir), "/tmp/settings-test-XXXXXX");
    assert_non_null(mkdtemp(scene->dir));
    *state = scene;
    return 0;
}

static const char *conf_path(struct scene *scene)
{
    return str_c(&scene->mem, str_printf(&scene->mem, "%s/stoppress.conf", scene->dir));
}

static int clear_scene(void **state)
{
    struct scene *scene = *state;
    unlink(conf_path(scene));
    rmdir(scene->dir);
    unsetenv("STOPPRESS_PAGE_CACHE_MB");
    unsetenv("STOPPRESS_SITE_URL");
    unsetenv("STOPPRESS_DATA");
    job_end(&scene->job);
    arena_end(&scene->mem);
    free(scene);
    return 0;
}

static void write_conf(struct scene *scene, const char *text)
{
    FILE *file = fopen(conf_path(scene), "w");
    assert_non_null(file);
    assert_true(fputs(text, file) >= 0);
    fclose(file);
}

// "stoppress serve --data DIR" and the words, which are parted by blanks.
static bool load(struct scene *scene, const char *words)
{
    struct str rest = str_from(words), word;
    scene->argc = 0;
    scene->argv[scene->argc++] = str_c(&scene->mem, S("stoppress"));
    scene->argv[scene->argc++] = str_c(&scene->mem, S("serve"));
    while (rest.len && str_cut(&rest, ' ', &word))
        scene->argv[scene->argc++] = str_c(&scene->mem, word);
    scene->argv[scene->argc++] = str_c(&scene->mem, S("--data"));
    scene->argv[scene->argc++] = scene->dir;
    scene->argv[scene->argc] = NULL;
    return settings_load(&scene->job, &scene->mem, &scene->argc, scene->argv, &scene->settings);
}

static void assert_says(struct scene *scene, const char *words, const char *sentence)
{
    assert_false(load(scene, words));
    assert_int_equal(scene->job.fault.kind, FAULT_BAD_INPUT);
    if (!strstr(scene->job.fault.text, sentence))
        fail_msg("\"%s\" does not say \"%s\"", scene->job.fault.text, sentence);
    job_forgive(&scene->job);
}

static struct setting_shown shown(struct scene *scene, const char *name)
{
    struct setting_shown *all;
    size_t count = settings_show(&scene->mem, &scene->settings, &all);
    for (size_t i = 0; i < count; i++) {
        if (strcmp(all[i].name, name) == 0)
            return all[i];
    }
    fail_msg("%s is not shown", name);
    return (struct setting_shown){0};
}

static void without_anything_the_defaults_hold(void **state)
{
    struct scene *scene = *state;
    assert_job(load(scene, ""), &scene->job);
    assert_str(scene->settings.listen, "127.0.0.1:8080");
    assert_int_equal(scene->settings.page_cache_mb, 384);
    assert_false(scene->settings.cdn);
    assert_str(scene->settings.site_url, "");
    assert_str(scene->settings.data, scene->dir);
    assert_int_equal(shown(scene, "listen").origin, SETTING_DEFAULT);
}

static void the_file_is_read_with_comments_and_blanks(void **state)
{
    struct scene *scene = *state;
    write_conf(scene, "# ours\n\n  page_cache_mb =  64  # small\r\ncdn=yes\n"
                      "trusted_proxies = \"10.0.0.1 #a\"\n");
    assert_job(load(scene, ""), &scene->job);
    assert_int_equal(scene->settings.page_cache_mb, 64);
    assert_true(scene->settings.cdn);
    assert_str(scene->settings.trusted_proxies, "10.0.0.1 #a");
    assert_int_equal(shown(scene, "page_cache_mb").origin, SETTING_FILE);
    assert_str(shown(scene, "cdn").value, "yes");
}

static void the_environment_goes_before_the_file_and_a_flag_before_both(void **state)
{
    struct scene *scene = *state;
    write_conf(scene, "page_cache_mb = 64\nsite_url = https://file.example.org\n");
    setenv("STOPPRESS_PAGE_CACHE_MB", "65", 1);
    setenv("STOPPRESS_SITE_URL", "https://environment.example.org", 1);
    assert_job(load(scene, "--page-cache-mb 66"), &scene->job);
    assert_int_equal(scene->settings.page_cache_mb, 66);
    assert_int_equal(shown(scene, "page_cache_mb").origin, SETTING_FLAG);
    assert_str(scene->settings.site_url, "https://environment.example.org");
    assert_int_equal(shown(scene, "site_url").origin, SETTING_ENVIRONMENT);
}

static void flags_are_taken_out_wherever_they_stand(void **state)
{
    struct scene *scene = *state;
    assert_job(load(scene, "one --listen=0.0.0.0:9 --edition en two --cdn --queue-max 7 three"),
               &scene->job);
    static const char *const left[] = {"stoppress", "serve", "one",  "--edition",
                                       "en",        "two",   "three"};
    assert_int_equal(scene->argc, ARRAY_LEN(left));
    for (size_t i = 0; i < ARRAY_LEN(left); i++)
        assert_string_equal(scene->argv[i], left[i]);
    assert_null(scene->argv[scene->argc]);
    assert_str(scene->settings.listen, "0.0.0.0:9");
    assert_true(scene->settings.cdn);
    assert_int_equal(scene->settings.queue_max, 7);
}

static void yes_and_no_have_many_names(void **state)
{
    struct scene *scene = *state;
    static const char *const yes[] = {"yes", "true", "on", "1", "YES"};
    static const char *const no[] = {"no", "false", "off", "0", "Off"};
    for (size_t i = 0; i < ARRAY_LEN(yes); i++) {
        struct str flag = str_printf(&scene->mem, "--cdn=%s", yes[i]);
        assert_job(load(scene, str_c(&scene->mem, flag)) && scene->settings.cdn, &scene->job);
        flag = str_printf(&scene->mem, "--cdn=%s", no[i]);
        assert_job(load(scene, str_c(&scene->mem, flag)) && !scene->settings.cdn, &scene->job);
    }
}

static void a_wrong_value_is_named_with_its_place(void **state)
{
    struct scene *scene = *state;
    assert_says(scene, "--page-cache-mb lots",
                "--page-cache-mb: \"lots\" is not a whole number from 0 to 65536");
    assert_says(scene, "--page-threads 0", "--page-threads: \"0\" is not a whole number from 1");
    assert_says(scene, "--cdn=maybe", "--cdn: \"maybe\" is not yes or no");
    setenv("STOPPRESS_PAGE_CACHE_MB", "99999", 1);
    assert_says(scene, "", "STOPPRESS_PAGE_CACHE_MB in the environment");
    unsetenv("STOPPRESS_PAGE_CACHE_MB");
    write_conf(scene, "\n\npage_cache_mb = x\n");
    assert_says(scene, "", "stoppress.conf, line 3: \"x\" is not");
    write_conf(scene, "page_cash = 1\n");
    assert_says(scene, "", "stoppress.conf, line 1: there is no setting \"page_cash\"");
    write_conf(scene, "cdn\n");
    assert_says(scene, "", "line 1: \"name = value\" is wanted");
}

static void a_flag_without_its_value_is_named(void **state)
{
    struct scene *scene = *state;
    char program[] = "stoppress", flag[] = "--listen";
    char *argv[] = {program, flag, NULL};
    int argc = 2;
    assert_false(settings_load(&scene->job, &scene->mem, &argc, argv, &scene->settings));
    assert_non_null(strstr(scene->job.fault.text, "--listen needs a value"));
}

static void the_directory_may_come_from_the_environment(void **state)
{
    struct scene *scene = *state;
    char program[] = "stoppress";
    char *argv[] = {program, NULL};
    int argc = 1;
    setenv("STOPPRESS_DATA", "/srv/news/", 1);
    assert_job(settings_load(&scene->job, &scene->mem, &argc, argv, &scene->settings), &scene->job);
    assert_str(scene->settings.data, "/srv/news");
}

static void settings_outlive_the_job_that_read_them(void **state)
{
    struct scene *scene = *state;
    assert_job(load(scene, "--site-url https://news.example.org"), &scene->job);
    job_end(&scene->job);
    assert_str(scene->settings.site_url, "https://news.example.org");
    assert_int_equal(scene->settings.origins[2], SETTING_FLAG);
    job_start(&scene->job, 0);
}

static void a_site_has_an_address_without_a_path(void **state)
{
    static const char *const wrong[] = {"--site-url ftp://x", "--site-url https://x/news",
                                        "--site-url x.org", "--site_url=https://x?y"};
    struct scene *scene = *state;
    for (size_t i = 0; i < ARRAY_LEN(wrong); i++) {
        assert_false(load(scene, wrong[i]));
        assert_int_equal(scene->job.fault.kind, FAULT_BAD_INPUT);
        job_forgive(&scene->job);
    }
    assert_job(load(scene, "--site_url=https://news.example.org/"), &scene->job);
    assert_str(scene->settings.site_url, "https://news.example.org");
}

#define SCENE_TEST(name) cmocka_unit_test_setup_teardown(name, set_scene, clear_scene)

int main(void)
{
    const struct CMUnitTest tests[] = {
        SCENE_TEST(without_anything_the_defaults_hold),
        SCENE_TEST(a_site_has_an_address_without_a_path),
        SCENE_TEST(the_file_is_read_with_comments_and_blanks),
        SCENE_TEST(the_environment_goes_before_the_file_and_a_flag_before_both),
        SCENE_TEST(flags_are_taken_out_wherever_they_stand),
        SCENE_TEST(yes_and_no_have_many_names),
        SCENE_TEST(a_wrong_value_is_named_with_its_place),
        SCENE_TEST(a_flag_without_its_value_is_named),
        SCENE_TEST(the_directory_may_come_from_the_environment),
        SCENE_TEST(settings_outlive_the_job_that_read_them),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
