#include "paper.h"

#include "cache/internal.h"

#include <pthread.h>

#define WITH_PAPER(it, options)                                                                    \
    AUTO_JOB job;                                                                                  \
    job_start(&job, 0);                                                                            \
    struct paper it = {0};                                                                         \
    paper_open(&it, (options))

// A caller on a thread of its own.
struct caller {
    struct paper *paper;
    const char *page;
    int64_t deadline_ms;
    pthread_t thread;
    bool ok;
    struct fault fault;
    char text[64];
};

static void *call(void *with)
{
    struct caller *caller = with;
    AUTO_JOB job;
    job_start(&job, 0);
    job.deadline_ms = caller->deadline_ms;
    struct http_reply *reply = NULL;
    caller->ok = paper_get(&job, caller->paper, caller->page, &plain, &reply);
    caller->fault = job.fault;
    if (caller->ok) {
        snprintf(caller->text, sizeof(caller->text), STR_FMT, STR_ARG(reply->body));
        reply_put(reply);
    }
    return NULL;
}

static void caller_start(struct caller *caller, struct paper *paper)
{
    caller->paper = paper;
    caller->page = "/a";
    must(pthread_create(&caller->thread, NULL, call, caller) == 0);
}

static void caller_join(struct caller *caller)
{
    pthread_join(caller->thread, NULL);
}

static unsigned waiting(struct paper *paper, const char *page)
{
    struct cache_key key = {str_from(page), CACHE_PAGE};
    struct shard *shard = shard_of(paper->cache, key_hash(&key));
    pthread_mutex_lock(&shard->lock);
    unsigned refs = shard->makings ? shard->makings->refs : 0;
    pthread_mutex_unlock(&shard->lock);
    return refs ? refs - 1 : 0;
}

static void wait_for(struct paper *paper, unsigned count)
{
    while (waiting(paper, "/a") < count)
        sched_yield();
}

// ── what happens in the first making ──────────────────────────────────────────────────────────

struct scene {
    struct caller early[3], late[2];
    int early_count, late_count;
    const char *changed; // by name, after the early ones came and before the late ones
    bool broken;
};

static void play(struct paper *paper, struct str name)
{
    struct scene *scene = paper->with;
    if (paper->makes > 1)
        return;
    if (scene->changed)
        paper->fail = scene->broken;
    for (int i = 0; i < scene->early_count; i++)
        caller_start(&scene->early[i], paper);
    wait_for(paper, (unsigned)scene->early_count);
    if (scene->changed)
        paper_set(paper, scene->changed, 1);
    for (int i = 0; i < scene->late_count; i++)
        caller_start(&scene->late[i], paper);
    wait_for(paper, (unsigned)(scene->early_count + scene->late_count));
}

static void scene_end(struct scene *scene)
{
    for (int i = 0; i < scene->early_count; i++)
        caller_join(&scene->early[i]);
    for (int i = 0; i < scene->late_count; i++)
        caller_join(&scene->late[i]);
}

static void those_who_come_while_a_page_is_made_share_it(void **state)
{
    struct cache_options options = paper_options();
    WITH_PAPER(paper, &options);
    struct scene scene = {.early_count = 3};
    paper.while_making = play;
    paper.with = &scene;
    assert_str(paper_read(&job, &paper, "/a"), "a=0;");
    scene_end(&scene);
    for (int i = 0; i < 3; i++)
        assert_string_equal(scene.early[i].text, "a=0;");
    assert_int_equal(paper.makes, 1);
    assert_int_equal(cache_count(paper.cache).shared, 3);
    paper_close(&paper);
}

static void a_change_closes_the_makings_it_touches(void **state)
{
    struct cache_options options = paper_options();
    WITH_PAPER(paper, &options);
    struct scene scene = {.early_count = 2, .late_count = 2, .changed = "a"};
    paper.while_making = play;
    paper.with = &scene;
    assert_str(paper_read(&job, &paper, "/a"), "a=0;");
    scene_end(&scene);
    assert_string_equal(scene.early[0].text, "a=0;"); // came before the change: may have it
    assert_string_equal(scene.early[1].text, "a=0;");
    assert_string_equal(scene.late[0].text, "a=1;");
    assert_string_equal(scene.late[1].text, "a=1;");
    assert_int_equal(paper.makes, 2);
    assert_int_equal(cache_count(paper.cache).not_kept, 1);
    assert_str(paper_read(&job, &paper, "/a"), "a=1;");
    assert_int_equal(paper.makes, 2);
    paper_close(&paper);
}

static void a_change_elsewhere_closes_nothing(void **state)
{
    struct cache_options options = paper_options();
    WITH_PAPER(paper, &options);
    struct scene scene = {.late_count = 2, .changed = "b"};
    paper.while_making = play;
    paper.with = &scene;
    paper_read(&job, &paper, "/a");
    scene_end(&scene);
    assert_string_equal(scene.late[0].text, "a=0;");
    assert_int_equal(paper.makes, 1);
    assert_int_equal(cache_count(paper.cache).not_kept, 0);
    paper_close(&paper);
}

static void a_fault_is_shared_with_those_who_waited(void **state)
{
    struct cache_options options = paper_options();
    WITH_PAPER(paper, &options);
    struct scene scene = {.early_count = 1};
    paper.while_making = play;
    paper.with = &scene;
    paper.fail = true;
    struct http_reply *reply = NULL;
    assert_false(paper_get(&job, &paper, "/a", &plain, &reply));
    scene_end(&scene);
    assert_false(scene.early[0].ok);
    assert_string_equal(scene.early[0].fault.text, "the press is broken");
    assert_int_equal(paper.makes, 1);
    paper_close(&paper);
}

static void a_fault_from_before_a_change_is_not_for_later_ones(void **state)
{
    struct cache_options options = paper_options();
    WITH_PAPER(paper, &options);
    struct scene scene = {.late_count = 1, .changed = "a", .broken = true};
    paper.while_making = play;
    paper.with = &scene;
    struct http_reply *reply = NULL;
    assert_false(paper_get(&job, &paper, "/a", &plain, &reply));
    scene_end(&scene);
    assert_int_equal(paper.makes, 2); // the late one tried for itself
    paper_close(&paper);
}

static void who_waits_past_the_deadline_has_left(void **state)
{
    struct cache_options options = paper_options();
    WITH_PAPER(paper, &options);
    struct scene scene = {.early_count = 1};
    scene.early[0].deadline_ms = 1; // long ago
    paper.while_making = NULL;
    paper.with = &scene;
    // A making that never ends, as far as this caller can see.
    struct cache_key key = {S("/a"), CACHE_PAGE};
    struct shard *shard = shard_of(paper.cache, key_hash(&key));
    pthread_mutex_lock(&shard->lock);
    struct making *stuck = making_start(shard, key_hash(&key), &key);
    pthread_mutex_unlock(&shard->lock);
    caller_start(&scene.early[0], &paper);
    scene_end(&scene);
    assert_false(scene.early[0].ok);
    assert_int_equal(scene.early[0].fault.kind, FAULT_UNAVAILABLE);
    pthread_mutex_lock(&shard->lock);
    making_leave(shard, stuck);
    pthread_mutex_unlock(&shard->lock);
    paper_close(&paper);
}

// ── the ring ──────────────────────────────────────────────────────────────────────────────────

static void change_much_else(struct paper *paper, struct str name)
{
    AUTO_JOB job;
    job_start(&job, 0);
    for (int i = 0; paper->makes == 1 && i < 20; i++)
        paper_set(paper, str_c(&job.mem, str_printf(&job.mem, "b%d", i)), i);
}

static void what_the_ring_has_forgotten_is_not_kept(void **state)
{
    struct cache_options options = paper_options();
    options.ring_changes = 16;
    WITH_PAPER(paper, &options);
    paper.while_making = change_much_else;
    assert_str(paper_read(&job, &paper, "/a"), "a=0;");
    assert_int_equal(cache_count(paper.cache).not_kept, 1);
    paper_read(&job, &paper, "/a");
    paper_read(&job, &paper, "/a");
    assert_int_equal(paper.makes, 2);
    paper_close(&paper);
}

static void count_told(void *with, struct str fragment, struct str channel, uint64_t seq)
{
    ++*(int *)with;
}

static void change_it(struct paper *paper, struct str name)
{
    if (paper->fragment_makes == 1)
        paper_set(paper, "x", 1);
}

static void a_fragment_that_could_not_be_kept_is_told_of(void **state)
{
    struct cache_options options = paper_options();
    WITH_PAPER(paper, &options);
    int told = 0;
    cache_on_fragment_dropped(paper.cache, count_told, &told);
    paper.while_making = change_it;
    struct cache_fragment fragment;
    assert_job(cache_fragment_get(&job, paper.cache, S("x"), &fragment), &job);
    assert_str(fragment.text, "x=0;");
    assert_int_equal(told, 1);
    assert_job(cache_fragment_get(&job, paper.cache, S("x"), &fragment), &job);
    assert_str(fragment.text, "x=1;");
    paper_close(&paper);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(those_who_come_while_a_page_is_made_share_it),
        cmocka_unit_test(a_change_closes_the_makings_it_touches),
        cmocka_unit_test(a_change_elsewhere_closes_nothing),
        cmocka_unit_test(a_fault_is_shared_with_those_who_waited),
        cmocka_unit_test(a_fault_from_before_a_change_is_not_for_later_ones),
        cmocka_unit_test(who_waits_past_the_deadline_has_left),
        cmocka_unit_test(what_the_ring_has_forgotten_is_not_kept),
        cmocka_unit_test(a_fragment_that_could_not_be_kept_is_told_of),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
