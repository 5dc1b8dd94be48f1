// The whole of media with a real worker: this program starts itself as one.
#include "unit.h"

#include "media/internal.h"

#include <dirent.h>
#include <pthread.h>
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

static struct job job;
static char *folder;
static struct media *media;

// A GIF of one black pixel, and a PNG of 2 × 3.
static const struct str gif = {"GIF89a\1\0\1\0\x80\0\0\0\0\0\xff\xff\xff!\xf9\4\1\0\0\0\0,\0\0\0\0"
                               "\1\0\1\0\0\2\1D\0;",
                               42};

static int setup(void **state)
{
    job_start(&job, 1764017202000);
    folder = str_c(&job.mem, S("/tmp/stoppress-media-XXXXXX"));
    assert_non_null(mkdtemp(folder));
    struct media_options options = {.dir = str_join(&job.mem, str_from(folder), S("/site/media"))};
    assert_job(media_open(&job, &options, &media), &job);
    return 0;
}

static int teardown(void **state)
{
    media_close(media);
    char *command = str_c(&job.mem, str_printf(&job.mem, "rm -rf '%s'", folder));
    assert_int_equal(system(command), 0);
    job_end(&job);
    return 0;
}

static struct media_facts take(struct str bytes)
{
    struct media_facts facts;
    assert_job(media_take(&job, media, bytes, &facts), &job);
    return facts;
}

static struct media_rendition rendition_of(const struct media_facts *facts)
{
    return (struct media_rendition){.hash = facts->hash,
                                    .width = facts->width,
                                    .height = facts->height,
                                    .focal_x = 50,
                                    .focal_y = 50,
                                    .rendition_width = 360};
}

static void refuses(enum fault_kind kind, struct str bytes)
{
    struct media_facts facts;
    assert_false(media_take(&job, media, bytes, &facts));
    assert_int_equal(job.fault.kind, kind);
    job_forgive(&job);
}

static void what_comes_in_goes_out_as_a_rendition(void **state)
{
    struct media_facts facts = take(gif);
    assert_int_equal(facts.width, 1);
    assert_int_equal(facts.height, 1);
    assert_str(facts.media_type, "image/gif");
    struct media_rendition asked = rendition_of(&facts);
    struct str jpeg, webp, again;
    assert_job(media_render(&job, media, &asked, &jpeg), &job);
    assert_true(str_starts(jpeg, S("\xff\xd8\xff")));
    asked.format = MEDIA_WEBP;
    assert_job(media_render(&job, media, &asked, &webp), &job);
    assert_true(str_starts(webp, S("RIFF")));
    assert_job(media_render(&job, media, &asked, &again), &job);
    assert_true(str_eq(webp, again));
}

static void what_is_refused_leaves_nothing(void **state)
{
    refuses(FAULT_UNSUPPORTED, S("<svg/>"));
    refuses(FAULT_UNSUPPORTED, S(""));
    refuses(FAULT_INVALID, str_from_to(gif, 0, 10));
    char *large = heap_take(MEDIA_BYTES_MAX + 1);
    memcpy(large, gif.at, gif.len);
    refuses(FAULT_TOO_BIG, (struct str){large, MEDIA_BYTES_MAX + 1});
    free(large);
    assert_null(opendir(str_c(&job.mem, str_join(&job.mem, str_from(folder), S("/site/media")))));
}

static void put(struct str path, struct str bytes)
{
    FILE *file = fopen(str_c(&job.mem, path), "w");
    assert_non_null(file);
    assert_int_equal(fwrite(bytes.at, 1, bytes.len, file), bytes.len);
    fclose(file);
}

static void damage_is_seen_and_mended_by_sending_it_again(void **state)
{
    struct media_facts facts = take(gif);
    struct str dir = str_join(&job.mem, str_from(folder), S("/site/media"));
    struct str path = media_original(&job.mem, dir, facts.hash);
    bool well = false;
    assert_job(media_verify(&job, media, facts.hash, &well), &job);
    assert_true(well);
    put(path, S("flipped"));
    assert_job(media_verify(&job, media, facts.hash, &well), &job);
    assert_false(well);
    take(gif);
    assert_job(media_verify(&job, media, facts.hash, &well), &job);
    assert_true(well);
    unlink(str_c(&job.mem, path));
    assert_false(media_verify(&job, media, facts.hash, &well));
    assert_int_equal(job.fault.kind, FAULT_NOT_FOUND);
    job_forgive(&job);
}

static void a_picture_that_is_not_there_is_not_found(void **state)
{
    struct str bytes;
    struct media_facts facts = {.hash = S("../../../etc/passwd"), .width = 1, .height = 1};
    struct media_rendition asked = rendition_of(&facts);
    assert_false(media_render(&job, media, &asked, &bytes));
    assert_int_equal(job.fault.kind, FAULT_NOT_FOUND);
    job_forgive(&job);
    asked.hash = digest_hex(&job.mem, S("nothing"), 32);
    assert_false(media_render(&job, media, &asked, &bytes));
    assert_int_equal(job.fault.kind, FAULT_NOT_FOUND);
    job_forgive(&job);
}

static void names_of_originals_are_of_one_shape(void **state)
{
    struct str hash = digest_hex(&job.mem, S("a"), 32);
    struct str name = str_after(media_original(&job.mem, S("x"), hash), 2);
    assert_true(is_media_original(name));
    static const char *const others[] = {"", "originals", "originals/ab/../../x", "originals/ab/x"};
    for (size_t i = 0; i < ARRAY_LEN(others); i++)
        assert_false(is_media_original(str_from(others[i])));
    assert_false(is_media_original(str_join(&job.mem, S("/"), name)));
    assert_false(is_media_original(str_join(&job.mem, name, S("/x"))));
    assert_false(is_media_original(str_join(&job.mem, name, S("0"))));
}

// ── workers ───────────────────────────────────────────────────────────────────────────────────

// The process that was started last by this one.
static pid_t a_child(void)
{
    char path[64], text[256] = "";
    snprintf(path, sizeof(path), "/proc/self/task/%d/children", (int)getpid());
    FILE *file = fopen(path, "r");
    if (!file)
        return 0;
    bool any = fgets(text, sizeof(text), file);
    fclose(file);
    return any ? (pid_t)strtol(text, NULL, 10) : 0;
}

static void a_worker_that_died_is_begun_again(void **state)
{
    take(gif);
    pid_t worker = a_child();
    if (!worker)
        skip();
    kill(worker, SIGKILL);
    take(gif);
    assert_int_not_equal(a_child(), worker);
}

static void a_worker_that_hangs_is_ended_in_time(void **state)
{
    // This one reads its task and says nothing.
    struct crew *crew = crew_open("/proc/self/exe", 1, 300);
    struct answered answered;
    setenv("TSAN_OPTIONS", "media_test=hang", 1); // one of the few that workers are given
    struct task task = {.act = TASK_LOOK, .kind = KIND_GIF};
    assert_false(crew_do(&job, crew, &task, gif, &answered));
    unsetenv("TSAN_OPTIONS");
    assert_int_equal(job.fault.kind, FAULT_INVALID);
    job_forgive(&job);
    assert_job(crew_do(&job, crew, &task, gif, &answered) || job_failed(&job), &job);
    job_forgive(&job);
    crew_close(crew);
}

static void a_program_that_is_not_there_is_said(void **state)
{
    struct media_options options = {.dir = str_from(folder), .worker = "/nowhere/stoppress"};
    struct media *other;
    struct media_facts facts;
    assert_job(media_open(&job, &options, &other), &job);
    assert_false(media_take(&job, other, gif, &facts));
    assert_int_equal(job.fault.kind, FAULT_UNAVAILABLE);
    job_forgive(&job);
    media_close(other);
}

static void *render_many(void *with)
{
    const struct media_facts *facts = with;
    AUTO_JOB own;
    job_start(&own, 1764017202000);
    struct media_rendition asked = rendition_of(facts);
    for (int i = 0; i < 10; i++) {
        struct str bytes;
        asked.format = i % 2 ? MEDIA_WEBP : MEDIA_JPEG;
        if (!media_render(&own, media, &asked, &bytes) || !bytes.len)
            return with;
    }
    return NULL;
}

static void many_ask_for_the_same_at_once(void **state)
{
    enum { THREADS = 6 };
    pthread_t threads[THREADS];
    struct media_facts facts = take(gif);
    for (int i = 0; i < THREADS; i++)
        assert_int_equal(pthread_create(&threads[i], NULL, render_many, &facts), 0);
    for (int i = 0; i < THREADS; i++) {
        void *failed;
        pthread_join(threads[i], &failed);
        assert_null(failed);
    }
}

int main(int argc, char **argv)
{
    if (argc > 1 && strcmp(argv[1], "picture-worker") == 0) {
        const char *how = getenv("TSAN_OPTIONS");
        if (how && strstr(how, "hang"))
            pause();
        return media_worker();
    }
    log_set_quiet(true);
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(what_comes_in_goes_out_as_a_rendition, setup, teardown),
        cmocka_unit_test_setup_teardown(what_is_refused_leaves_nothing, setup, teardown),
        cmocka_unit_test_setup_teardown(damage_is_seen_and_mended_by_sending_it_again, setup,
                                        teardown),
        cmocka_unit_test_setup_teardown(a_picture_that_is_not_there_is_not_found, setup, teardown),
        cmocka_unit_test_setup_teardown(names_of_originals_are_of_one_shape, setup, teardown),
        cmocka_unit_test_setup_teardown(a_worker_that_died_is_begun_again, setup, teardown),
        cmocka_unit_test_setup_teardown(a_worker_that_hangs_is_ended_in_time, setup, teardown),
        cmocka_unit_test_setup_teardown(a_program_that_is_not_there_is_said, setup, teardown),
        cmocka_unit_test_setup_teardown(many_ask_for_the_same_at_once, setup, teardown),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
