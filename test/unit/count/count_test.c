#include "unit.h"

#include "count/count.h"

#include <pthread.h>
#include <stdatomic.h>

#define HOUR_MS INT64_C(3600000)

static atomic_int_least64_t chosen_now_ms;

static int64_t read_chosen_clock(void)
{
    return atomic_load(&chosen_now_ms);
}

// What was handed over, by kind and id (1 to 9), and how often.
struct desk {
    struct job job;
    struct counter *counter;
    pthread_mutex_t lock;
    pthread_cond_t called;
    int64_t sums[COUNT_KINDS][10], total;
    size_t calls, different;
    bool must_fail;
};

static bool take(struct job *job, void *with, const struct count_sum *sums, size_t count)
{
    struct desk *desk = with;
    pthread_mutex_lock(&desk->lock);
    desk->calls++;
    desk->different = count;
    for (size_t i = 0; i < count && !desk->must_fail; i++) {
        desk->total += sums[i].count;
        if (sums[i].id < 10)
            desk->sums[sums[i].kind][sums[i].id] += sums[i].count;
    }
    pthread_cond_signal(&desk->called);
    pthread_mutex_unlock(&desk->lock);
    return !desk->must_fail || job_fail(job, FAULT_UNAVAILABLE, "the desk is closed");
}

static void desk_open(struct desk *desk, size_t repeats_max, int period_ms)
{
    struct count_options options = {.take = take,
                                    .with = desk,
                                    .period_ms = period_ms,
                                    .repeats_max = repeats_max,
                                    .now_ms = read_chosen_clock};
    assert_job(count_open(&desk->job, &options, &desk->counter), &desk->job);
}

static int setup(void **state)
{
    struct desk *desk = heap_take(sizeof(*desk));
    log_set_quiet(true);
    job_start(&desk->job, 0);
    pthread_mutex_init(&desk->lock, NULL);
    pthread_cond_init(&desk->called, NULL);
    atomic_store(&chosen_now_ms, 1000 * HOUR_MS);
    *state = desk;
    return 0;
}

static int teardown(void **state)
{
    struct desk *desk = *state;
    count_close(desk->counter);
    job_end(&desk->job);
    pthread_mutex_destroy(&desk->lock);
    pthread_cond_destroy(&desk->called);
    free(desk);
    return 0;
}

static void view(struct desk *desk, int64_t id, const char *client, const char *agent)
{
    count_hit(desk->counter, COUNT_VIEW, id, str_from(client), str_from(agent));
}

static void flush(struct desk *desk)
{
    assert_job(count_flush(&desk->job, desk->counter), &desk->job);
}

static void a_repeat_within_the_hour_is_not_counted(void **state)
{
    struct desk *desk = *state;
    desk_open(desk, 0, 0);
    view(desk, 1, "192.0.2.1", "Firefox");
    view(desk, 1, "192.0.2.1", "Firefox");
    atomic_fetch_add(&chosen_now_ms, HOUR_MS - 1);
    view(desk, 1, "192.0.2.1", "Firefox");
    flush(desk);
    assert_int_equal(desk->sums[COUNT_VIEW][1], 1);
    assert_int_equal(count_numbers(desk->counter).counted, 1);
    assert_int_equal(count_numbers(desk->counter).repeats, 2);
}

static void another_reader_story_or_deed_is_no_repeat(void **state)
{
    struct desk *desk = *state;
    desk_open(desk, 0, 0);
    view(desk, 1, "192.0.2.1", "Firefox");
    view(desk, 1, "192.0.2.2", "Firefox");
    view(desk, 1, "192.0.2.2", "Chromium");
    view(desk, 1, "192.0.2.2C", "hromium"); // the same bytes, cut elsewhere
    view(desk, 1, "", "");
    view(desk, 2, "192.0.2.1", "Firefox");
    count_hit(desk->counter, COUNT_SHARE, 1, S("192.0.2.1"), S("Firefox"));
    flush(desk);
    assert_int_equal(desk->sums[COUNT_VIEW][1], 5);
    assert_int_equal(desk->sums[COUNT_VIEW][2], 1);
    assert_int_equal(desk->sums[COUNT_SHARE][1], 1);
    assert_int_equal(count_numbers(desk->counter).repeats, 0);
}

static void when_the_hour_turns_everybody_is_new(void **state)
{
    struct desk *desk = *state;
    desk_open(desk, 0, 0);
    view(desk, 1, "192.0.2.1", "Firefox");
    atomic_fetch_add(&chosen_now_ms, HOUR_MS);
    view(desk, 1, "192.0.2.1", "Firefox");
    view(desk, 1, "192.0.2.1", "Firefox");
    atomic_fetch_sub(&chosen_now_ms, HOUR_MS); // a clock set back: the key of then is gone
    view(desk, 1, "192.0.2.1", "Firefox");
    flush(desk);
    assert_int_equal(desk->sums[COUNT_VIEW][1], 3);
}

static void a_full_set_refuses_until_the_hour_turns(void **state)
{
    struct desk *desk = *state;
    char client[32];
    desk_open(desk, 3000, 0);
    for (int i = 0; i < 4000; i++) {
        snprintf(client, sizeof(client), "2001:db8::%x", (unsigned)i);
        view(desk, 1, client, "Firefox");
    }
    view(desk, 1, "2001:db8::0", "Firefox"); // known before it was full
    assert_int_equal(count_numbers(desk->counter).counted, 3000);
    assert_int_equal(count_numbers(desk->counter).refused, 1000);
    assert_int_equal(count_numbers(desk->counter).repeats, 1);
    atomic_fetch_add(&chosen_now_ms, HOUR_MS);
    view(desk, 1, "2001:db8::ffff", "Firefox");
    flush(desk);
    assert_int_equal(desk->total, 3001);
}

static void made_up_ids_do_not_grow_without_end(void **state)
{
    struct desk *desk = *state;
    desk_open(desk, 0, 0);
    for (int64_t id = 1; id <= 200000; id++)
        view(desk, INT64_MAX - id, "192.0.2.1", "Firefox");
    flush(desk);
    assert_int_equal(desk->different, 65536);
    assert_int_equal(count_numbers(desk->counter).refused, 200000 - 65536);
    view(desk, 1, "192.0.2.1", "Firefox"); // the next period has room again
    flush(desk);
    assert_int_equal(desk->different, 1);
    assert_int_equal(desk->total, 65537);
}

static void what_is_not_taken_is_handed_over_again(void **state)
{
    struct desk *desk = *state;
    desk_open(desk, 0, 0);
    view(desk, 1, "192.0.2.1", "Firefox");
    view(desk, 2, "192.0.2.1", "Firefox");
    desk->must_fail = true;
    assert_false(count_flush(&desk->job, desk->counter));
    assert_int_equal(desk->job.fault.kind, FAULT_UNAVAILABLE);
    job_forgive(&desk->job);
    desk->must_fail = false;
    view(desk, 1, "192.0.2.2", "Firefox");
    flush(desk);
    assert_int_equal(desk->sums[COUNT_VIEW][1], 2);
    assert_int_equal(desk->sums[COUNT_VIEW][2], 1);
    flush(desk);
    assert_int_equal(desk->calls, 2); // nothing: nobody is asked
}

static void a_repeat_alone_is_not_handed_over(void **state)
{
    struct desk *desk = *state;
    desk_open(desk, 0, 0);
    view(desk, 1, "192.0.2.1", "Firefox");
    flush(desk);
    view(desk, 1, "192.0.2.1", "Firefox");
    flush(desk);
    assert_int_equal(desk->calls, 1);
}

static void closing_hands_over_what_is_left(void **state)
{
    struct desk *desk = *state;
    desk_open(desk, 0, 0);
    view(desk, 7, "192.0.2.1", "Firefox");
    count_close(desk->counter);
    desk->counter = NULL;
    assert_int_equal(desk->sums[COUNT_VIEW][7], 1);
}

static void each_period_is_handed_over_by_itself(void **state)
{
    struct desk *desk = *state;
    desk_open(desk, 0, 1);
    for (size_t i = 1; i <= 3; i++) {
        view(desk, (int64_t)i, "192.0.2.1", "Firefox");
        pthread_mutex_lock(&desk->lock);
        while (desk->calls < i)
            pthread_cond_wait(&desk->called, &desk->lock);
        pthread_mutex_unlock(&desk->lock);
    }
    assert_int_equal(desk->total, 3);
}

enum { READERS = 4, VIEWS = 20000 };

struct reader {
    struct desk *desk;
    int number;
};

static void *read_on(void *with)
{
    struct reader *reader = with;
    char client[32];
    for (int i = 0; i < VIEWS; i++) {
        snprintf(client, sizeof(client), "10.%d.%d.%d", reader->number, i >> 8, i & 255);
        view(reader->desk, 1 + i % 9, client, "Firefox");
        if (i % 1000 == 0)
            count_numbers(reader->desk->counter);
    }
    return NULL;
}

static void many_threads_lose_nothing(void **state)
{
    struct desk *desk = *state;
    pthread_t threads[READERS];
    struct reader readers[READERS];
    desk_open(desk, 0, 1);
    for (int i = 0; i < READERS; i++) {
        readers[i] = (struct reader){desk, i};
        assert_int_equal(pthread_create(&threads[i], NULL, read_on, &readers[i]), 0);
    }
    for (int i = 0; i < 20; i++)
        flush(desk);
    for (int i = 0; i < READERS; i++)
        pthread_join(threads[i], NULL);
    count_close(desk->counter);
    desk->counter = NULL;
    assert_int_equal(desk->total, READERS * VIEWS);
}

int main(void)
{
#define CASE(name) cmocka_unit_test_setup_teardown(name, setup, teardown)
    const struct CMUnitTest tests[] = {
        CASE(a_repeat_within_the_hour_is_not_counted),
        CASE(another_reader_story_or_deed_is_no_repeat),
        CASE(when_the_hour_turns_everybody_is_new),
        CASE(a_full_set_refuses_until_the_hour_turns),
        CASE(made_up_ids_do_not_grow_without_end),
        CASE(what_is_not_taken_is_handed_over_again),
        CASE(a_repeat_alone_is_not_handed_over),
        CASE(closing_hands_over_what_is_left),
        CASE(each_period_is_handed_over_by_itself),
        CASE(many_threads_lose_nothing),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
