// Many come and go while events are published: nobody who stays misses one, nobody is woken after
// having left (the listener's own wake checks that), nothing comes twice.
#include "world.h"

enum { STAYING = 20, VISITORS = 3, FLASHES = 300, VISITS = 200 };

struct visitor {
    struct world *world;
    int number;
    pthread_t thread;
};

static void *visit(void *with)
{
    struct visitor *visitor = with;
    struct listener *listener = heap_take(sizeof(*listener));
    for (int i = 0; i < VISITS; i++) {
        AUTO_JOB job;
        job_start(&job, 0);
        must(listener_join(&job, listener, visitor->world, "en",
                           visitor->number ? "flash:en" : NULL, i % 2 ? 0 : -1));
        for (int n = 0; n < i % 5; n++)
            pull_all(listener);
        listener_leave(listener);
    }
    free(listener);
    return NULL;
}

static void *publish(void *with)
{
    struct world *world = with;
    char topic[32];
    for (int i = 0; i < FLASHES; i++) {
        snprintf(topic, sizeof(topic), "flash:en:%d", i);
        world_flash(world, topic);
        if (i % 10 == 0)
            world_change(world, "tick:en", topic);
    }
    world_flash(world, "flash:en:end");
    world_change(world, "tick:en", "end");
    return NULL;
}

static void start_all(struct world *world, struct listener *staying, struct visitor *visitors)
{
    for (int i = 0; i < STAYING; i++) {
        AUTO_JOB job;
        job_start(&job, 0);
        assert_job(
            listener_join(&job, &staying[i], world, "en", i % 2 ? "flash:en,story:1" : NULL, -1),
            &job);
    }
    for (int i = 0; i < VISITORS; i++) {
        visitors[i] = (struct visitor){world, i};
        must(pthread_create(&visitors[i].thread, NULL, visit, &visitors[i]) == 0);
    }
}

static void check_program(const struct listener *listener)
{
    char text[64];
    for (int i = 0; i < FLASHES; i++) {
        snprintf(text, sizeof(text), "data: {\"id\":\"%d\"}\n", i);
        assert_int_equal(count_heard(listener, text), 1);
    }
}

static void nobody_who_stays_misses_anything(void **state)
{
    struct world world = {0};
    struct live_options options = world_options(&world);
    options.ring_events = 1024;
    options.heartbeat_ms = 5;
    world_open(&world, &options);
    world_add(&world, "tick:en", "flash:en", "");
    struct listener *staying = heap_take(STAYING * sizeof(*staying));
    struct visitor visitors[VISITORS];
    start_all(&world, staying, visitors);
    pthread_t publisher;
    must(pthread_create(&publisher, NULL, publish, &world) == 0);
    for (int i = 0; i < STAYING; i++)
        listen_until(&staying[i], i % 2 ? "\"h\":\"end\"" : "{\"id\":\"end\"}");
    pthread_join(publisher, NULL);
    for (int i = 0; i < VISITORS; i++)
        pthread_join(visitors[i].thread, NULL);
    for (int i = 0; i < STAYING; i++) {
        if (i % 2 == 0)
            check_program(&staying[i]);
        listener_leave(&staying[i]);
    }
    assert_int_equal(live_count(world.live).subscribers, 0);
    free(staying);
    world_close(&world);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(nobody_who_stays_misses_anything),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
