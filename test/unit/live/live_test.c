#include "world.h"

#define WITH_WORLD(it)                                                                             \
    AUTO_JOB job;                                                                                  \
    job_start(&job, 0);                                                                            \
    struct world it = {0};                                                                         \
    struct live_options options = world_options(&it);                                              \
    world_open(&it, &options)

static struct listener one, other; // too big for the stack

static void join(struct world *world, struct listener *listener, const char *channels,
                 int64_t since)
{
    AUTO_JOB job;
    job_start(&job, 0);
    assert_job(listener_join(&job, listener, world, "en", channels, since), &job);
}

// ── patches ───────────────────────────────────────────────────────────────────────────────────

static void the_first_bytes_come_at_once(void **state)
{
    WITH_WORLD(world);
    world_flash(&world, "thing");
    join(&world, &one, "flash:en", -1);
    pull_all(&one);
    assert_string_equal(one.heard, ":\nretry: 2000\n\nid: 1\n\n");
    listener_leave(&one);
    world_close(&world);
}

static void a_dropped_fragment_becomes_a_patch(void **state)
{
    WITH_WORLD(world);
    world_add(&world, "tick:en", "flash:en", "");
    join(&world, &one, "flash:en", -1);
    pull_all(&one);
    listener_forget(&one);
    world_change(&world, "tick:en", "<b class=\"x\">a\\b\n</b>");
    listen_until(&one, "\n\n");
    struct str version = digest_hex(&job.mem, S("<b class=\"x\">a\\b\n</b>"), 8);
    struct str expected =
        str_printf(&job.mem,
                   "event: patch\nid: 1\ndata: {\"f\":\"tick:en\",\"v\":\"" STR_FMT
                   "\",\"j\":0,\"hold\":0,\"h\":\"<b class=\\\"x\\\">a\\\\b\\u000a"
                   "</b>\"}\n\n",
                   STR_ARG(version));
    assert_string_equal(one.heard, str_c(&job.mem, expected));
    listener_leave(&one);
    world_close(&world);
}

static void a_big_fragment_is_only_pointed_at(void **state)
{
    WITH_WORLD(world);
    world_add(&world, "art:1:body", "story:1", "")->hold = true;
    join(&world, &one, "story:1", -1);
    char html[3000];
    memset(html, 'a', sizeof(html));
    html[2999] = 0;
    world_change(&world, "art:1:body", html);
    listen_until(&one, "patch");
    assert_true(has_heard(&one, "\"hold\":1}"));
    assert_false(has_heard(&one, "\"h\":"));
    listener_leave(&one);
    world_close(&world);
}

static void only_those_who_named_the_channel_are_woken(void **state)
{
    WITH_WORLD(world);
    world_add(&world, "tick:en", "flash:en", "");
    world_add(&world, "tick:ar", "flash:ar", "");
    join(&world, &one, "flash:en,story:1", -1);
    join(&world, &other, "flash:ar,story:2", -1);
    pull_all(&one);
    pull_all(&other);
    world_change(&world, "tick:en", "news");
    listen_until(&one, "news");
    assert_int_equal(other.wakes, 0);
    world_change(&world, "tick:ar", "akhbar");
    listen_until(&other, "akhbar");
    assert_true(one.wakes <= 1);
    assert_false(has_heard(&other, "tick:en"));
    listener_leave(&one);
    listener_leave(&other);
    world_close(&world);
}

static void a_fragment_dropped_many_times_is_made_once(void **state)
{
    WITH_WORLD(world);
    world_add(&world, "tick:en", "flash:en", "");
    join(&world, &one, "flash:en", -1);
    world_hold(&world, true);
    world_change(&world, "tick:en", "first");
    world_wait_held(&world);
    for (int i = 0; i < 100; i++)
        world_change(&world, "tick:en", i < 99 ? "more" : "last");
    world_hold(&world, false);
    listen_until(&one, "last");
    world_change(&world, "tick:en", "end");
    listen_until(&one, "end");
    assert_true(world_makes(&world, "tick:en") <= 3);
    assert_false(has_heard(&one, "more"));
    listener_leave(&one);
    world_close(&world);
}

static void what_everybody_has_is_not_sent_again(void **state)
{
    WITH_WORLD(world);
    world_add(&world, "tick:en", "flash:en", "");
    join(&world, &one, "flash:en", -1);
    world_change(&world, "tick:en", "a");
    listen_until(&one, "\"h\":\"a\"");
    world_drop(&world, "tick:en"); // changed, but looks the same
    world_change(&world, "tick:en", "b");
    listen_until(&one, "\"h\":\"b\"");
    assert_int_equal(count_heard(&one, "event: patch"), 2);
    listener_leave(&one);
    world_close(&world);
}

static void what_one_of_them_may_lack_is_sent_again(void **state)
{
    WITH_WORLD(world);
    struct world_fragment *fragment = world_add(&world, "tick:en", "flash:en", "");
    join(&world, &one, "flash:en", -1);
    world_change(&world, "tick:en", "a");
    listen_until(&one, "\"h\":\"a\"");
    // Another comes with a version that live never sent.
    snprintf(fragment->html, sizeof(fragment->html), "b");
    join(&world, &other, "flash:en", 1);
    world_change(&world, "tick:en", "a");
    listen_until(&other, "\"h\":\"a\"");
    listener_leave(&one);
    listener_leave(&other);
    world_close(&world);
}

static void a_fragment_that_is_no_more_is_gone(void **state)
{
    WITH_WORLD(world);
    struct world_fragment *fragment = world_add(&world, "live:1:posts", "story:1", "");
    world_add(&world, "live:2:posts", "story:2", "")->gone = true;
    join(&world, &one, "story:1,story:2", -1);
    fragment->missing = true;
    world_drop(&world, "live:1:posts");
    listen_until(&one, "event: gone\nid: 1\ndata: {\"f\":\"live:1:posts\"}\n\n");
    world_drop(&world, "live:2:posts");
    listen_until(&one, "event: gone\nid: 2\ndata: {\"f\":\"live:2:posts\"}\n\n");
    listener_leave(&one);
    world_close(&world);
}

static void a_fault_is_tried_again(void **state)
{
    WITH_WORLD(world);
    world_add(&world, "tick:en", "flash:en", "")->faults = 1;
    join(&world, &one, "flash:en", -1);
    world_change(&world, "tick:en", "news");
    listen_until(&one, "news");
    listener_leave(&one);
    world_close(&world);
}

static void no_id_is_newer_than_what_is_still_to_come(void **state)
{
    WITH_WORLD(world);
    world_add(&world, "a", "flash:en", "");
    world_add(&world, "b", "flash:en", "");
    world.fragments[0].faults = 1;
    join(&world, &one, "flash:en", -1);
    world_hold(&world, true);
    world_change(&world, "b", "0");
    world_wait_held(&world);
    world_change(&world, "a", "1"); // seq 2, fails at first
    world_change(&world, "b", "2"); // seq 3
    world_hold(&world, false);
    listen_until(&one, "\"h\":\"2\"");
    assert_false(has_heard(&one, "id: 3"));
    listen_until(&one, "\"h\":\"1\"");
    listener_leave(&one);
    world_close(&world);
}

// ── coming back ───────────────────────────────────────────────────────────────────────────────

static void who_comes_back_gets_what_changed_since(void **state)
{
    WITH_WORLD(world);
    world_add(&world, "a", "flash:en", "");
    world_add(&world, "b", "flash:en", "");
    world_add(&world, "c", "story:1", "");
    world_change(&world, "a", "new a");
    world_change(&world, "b", "new b");
    world_change(&world, "c", "new c");
    world_settle(&world);
    join(&world, &one, "flash:en", 1);
    pull_all(&one);
    assert_false(has_heard(&one, "new a"));
    assert_true(has_heard(&one, "new b"));
    assert_false(has_heard(&one, "new c"));
    assert_true(has_heard(&one, "id: 4\n\n"));
    listener_leave(&one);
    world_close(&world);
}

static void without_since_nothing_old_is_sent(void **state)
{
    WITH_WORLD(world);
    world_add(&world, "a", "flash:en", "");
    world_change(&world, "a", "new a");
    world_settle(&world);
    join(&world, &one, "flash:en", -1);
    pull_all(&one);
    assert_false(has_heard(&one, "patch"));
    listener_leave(&one);
    world_close(&world);
}

static void a_place_of_another_time_is_answered_with_resync(void **state)
{
    WITH_WORLD(world);
    world_flash(&world, "thing");
    join(&world, &one, "flash:en", 99);
    pull_all(&one);
    assert_true(has_heard(&one, "event: resync\nid: 1\n"));
    listener_leave(&one);
    world_close(&world);
}

// ── programs ──────────────────────────────────────────────────────────────────────────────────

static void a_program_gets_the_flashes_of_its_edition(void **state)
{
    WITH_WORLD(world);
    join(&world, &one, NULL, -1);
    pull_all(&one);
    world_flash(&world, "flash:ar:1");
    world_flash(&world, "section:7/list");
    world_flash(&world, "flash:en:2");
    world_flash(&world, "end:en:2");
    listen_until(&one, "event: flash-end\nid: 4\ndata: {\"id\":\"2\"}\n\n");
    assert_true(has_heard(&one, "event: flash\nid: 3\ndata: {\"id\":\"2\"}\n\n"));
    assert_int_equal(count_heard(&one, "event:"), 2);
    listener_leave(&one);
    world_close(&world);
}

static void each_line_of_data_is_a_line_of_its_own(void **state)
{
    WITH_WORLD(world);
    join(&world, &one, NULL, -1);
    world_flash(&world, "flash:en:lines");
    listen_until(&one, "data: one\ndata: two\ndata: three\ndata: four\n\n");
    listener_leave(&one);
    world_close(&world);
}

static void a_program_that_comes_back_is_replayed_the_ring(void **state)
{
    WITH_WORLD(world);
    join(&world, &one, NULL, -1);
    world_flash(&world, "flash:en:1");
    world_flash(&world, "flash:en:2");
    world_flash(&world, "flash:en:3");
    listen_until(&one, "\"3\"");
    join(&world, &other, NULL, 1);
    pull_all(&other);
    assert_false(has_heard(&other, "\"1\""));
    assert_true(has_heard(&other, "id: 2\ndata: {\"id\":\"2\"}"));
    assert_true(has_heard(&other, "id: 3\ndata: {\"id\":\"3\"}"));
    world_flash(&world, "flash:en:4");
    listen_until(&other, "\"4\"");
    assert_int_equal(count_heard(&other, "event:"), 3);
    listener_leave(&one);
    listener_leave(&other);
    world_close(&world);
}

static void a_program_that_comes_back_is_replayed_the_log(void **state)
{
    AUTO_JOB job;
    job_start(&job, 0);
    struct world world = {0};
    world_open_store(&world);
    struct live_options options = world_options(&world);
    world_open(&world, &options);
    world_flash(&world, "flash:en:1"); // nobody listens: the ring knows nothing of these
    world_flash(&world, "flash:en:2");
    world_flash(&world, "flash:ar:3");
    world_flash(&world, "flash:en:2"); // changed again: told once
    join(&world, &one, NULL, 1);
    pull_all(&one);
    assert_false(has_heard(&one, "\"1\""));
    assert_int_equal(count_heard(&one, "event:"), 1);
    assert_true(has_heard(&one, "event: flash\nid: 4\ndata: {\"id\":\"2\"}\n\nid: 4\n\n"));
    world_flash(&world, "flash:en:5");
    listen_until(&one, "id: 5\ndata: {\"id\":\"5\"}");
    assert_int_equal(count_heard(&one, "event:"), 2);
    listener_leave(&one);
    world_close(&world);
}

static void a_program_that_is_new_gets_nothing_old(void **state)
{
    WITH_WORLD(world);
    join(&world, &one, NULL, -1);
    world_flash(&world, "flash:en:1");
    join(&world, &other, NULL, -1); // perhaps before live's thread has come to it
    world_flash(&world, "flash:en:2");
    listen_until(&other, "\"2\"");
    assert_false(has_heard(&other, "\"1\""));
    listener_leave(&one);
    listener_leave(&other);
    world_close(&world);
}

// ── slow ones, full houses, endings ───────────────────────────────────────────────────────────

static void one_that_is_too_slow_is_ended(void **state)
{
    WITH_WORLD(world);
    world_add(&world, "tick:ar", "flash:ar", "");
    join(&world, &one, "flash:ar", -1); // does not listen, but nothing comes for it
    join(&world, &other, NULL, -1);
    static struct listener slow;
    join(&world, &slow, NULL, -1);
    pull_all(&slow);
    char topic[32], heard[32];
    for (int i = 0; i < 200; i++) {
        snprintf(topic, sizeof(topic), "flash:en:%d", i);
        snprintf(heard, sizeof(heard), "{\"id\":\"%d\"}", i);
        world_flash(&world, topic);
        listen_until(&other, heard);
    }
    world_change(&world, "tick:ar", "akhbar");
    listen_until(&one, "akhbar");
    pull_all(&slow);
    assert_true(slow.ended);
    assert_false(one.ended || other.ended);
    assert_int_equal(live_count(world.live).dropped_slow, 1);
    listener_leave(&slow);
    listener_leave(&one);
    listener_leave(&other);
    world_close(&world);
}

static void small_pulls_give_the_same_bytes(void **state)
{
    WITH_WORLD(world);
    world_add(&world, "a", "flash:en", "");
    world_change(&world, "a", "some text");
    world_settle(&world);
    join(&world, &one, "flash:en", 0);
    join(&world, &other, "flash:en", 0);
    pull_all(&one);
    while (live_pull(other.subscriber, other.heard + other.len, 1) == 1)
        other.len++;
    assert_string_equal(one.heard, other.heard);
    listener_leave(&one);
    listener_leave(&other);
    world_close(&world);
}

static void heartbeats_come_to_all(void **state)
{
    AUTO_JOB job;
    job_start(&job, 0);
    struct world world = {0};
    struct live_options options = world_options(&world);
    options.heartbeat_ms = 20;
    world_open(&world, &options);
    join(&world, &one, "flash:en", -1);
    join(&world, &other, NULL, -1);
    listen_until(&one, "\n\n:\n\n");
    listen_until(&other, "\n\n:\n\n");
    listener_leave(&one);
    listener_leave(&other);
    world_close(&world);
}

static void all_are_told_when_the_server_drains(void **state)
{
    WITH_WORLD(world);
    join(&world, &one, "flash:en", -1);
    join(&world, &other, NULL, -1);
    pull_all(&one);
    live_bye(world.live, 3000);
    listen_to_end(&one);
    listen_to_end(&other);
    assert_true(has_heard(&one, "event: bye\ndata: {\"after\":3000}\n\n"));
    assert_true(has_heard(&other, "event: bye\ndata: {\"after\":3000}\n\n"));
    static struct listener late;
    assert_false(listener_join(&job, &late, &world, "en", NULL, -1));
    assert_int_equal(job.fault.kind, FAULT_UNAVAILABLE);
    listener_leave(&one);
    listener_leave(&other);
    world_close(&world);
}

static void a_full_house_is_said_so(void **state)
{
    AUTO_JOB job;
    job_start(&job, 0);
    struct world world = {0};
    struct live_options options = world_options(&world);
    options.subscribers_max = 1;
    world_open(&world, &options);
    join(&world, &one, "flash:en", -1);
    assert_false(listener_join(&job, &other, &world, "en", NULL, -1));
    assert_int_equal(job.fault.kind, FAULT_UNAVAILABLE);
    assert_int_equal(live_count(world.live).subscribers, 1);
    listener_leave(&one);
    world_close(&world);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_first_bytes_come_at_once),
        cmocka_unit_test(a_dropped_fragment_becomes_a_patch),
        cmocka_unit_test(a_big_fragment_is_only_pointed_at),
        cmocka_unit_test(only_those_who_named_the_channel_are_woken),
        cmocka_unit_test(a_fragment_dropped_many_times_is_made_once),
        cmocka_unit_test(what_everybody_has_is_not_sent_again),
        cmocka_unit_test(what_one_of_them_may_lack_is_sent_again),
        cmocka_unit_test(a_fragment_that_is_no_more_is_gone),
        cmocka_unit_test(a_fault_is_tried_again),
        cmocka_unit_test(no_id_is_newer_than_what_is_still_to_come),
        cmocka_unit_test(who_comes_back_gets_what_changed_since),
        cmocka_unit_test(without_since_nothing_old_is_sent),
        cmocka_unit_test(a_place_of_another_time_is_answered_with_resync),
        cmocka_unit_test(a_program_gets_the_flashes_of_its_edition),
        cmocka_unit_test(each_line_of_data_is_a_line_of_its_own),
        cmocka_unit_test(a_program_that_comes_back_is_replayed_the_ring),
        cmocka_unit_test(a_program_that_comes_back_is_replayed_the_log),
        cmocka_unit_test(a_program_that_is_new_gets_nothing_old),
        cmocka_unit_test(one_that_is_too_slow_is_ended),
        cmocka_unit_test(small_pulls_give_the_same_bytes),
        cmocka_unit_test(heartbeats_come_to_all),
        cmocka_unit_test(all_are_told_when_the_server_drains),
        cmocka_unit_test(a_full_house_is_said_so),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
