#include "unit.h"

#include "store/turn.h"

#include <sched.h>
#include <stdatomic.h>

enum { WAITERS = 8 };

struct line {
    struct turn turn;
    int order[WAITERS];
    atomic_int served;
};

struct waiter {
    struct line *line;
    int number;
    int64_t until_ms;
    bool took;
};

static void *wait_for_turn(void *with)
{
    struct waiter *waiter = with;
    struct line *line = waiter->line;
    waiter->took = turn_take(&line->turn, waiter->until_ms);
    if (!waiter->took)
        return NULL;
    line->order[atomic_fetch_add(&line->served, 1)] = waiter->number;
    turn_give(&line->turn);
    return NULL;
}

static uint64_t waits_of(struct turn *turn)
{
    pthread_mutex_lock(&turn->lock);
    uint64_t waits = turn->waits;
    pthread_mutex_unlock(&turn->lock);
    return waits;
}

static pthread_t send(struct waiter *waiter)
{
    uint64_t before = waits_of(&waiter->line->turn);
    pthread_t thread;
    assert_int_equal(pthread_create(&thread, NULL, wait_for_turn, waiter), 0);
    while (waits_of(&waiter->line->turn) == before)
        sched_yield();
    return thread;
}

static void who_came_first_is_served_first(void **state)
{
    struct line line = {0};
    struct waiter waiters[WAITERS];
    pthread_t threads[WAITERS];
    turn_start(&line.turn);
    assert_true(turn_take(&line.turn, 0));
    for (int i = 0; i < WAITERS; i++) {
        waiters[i] = (struct waiter){.line = &line, .number = i};
        threads[i] = send(&waiters[i]);
    }
    turn_give(&line.turn);
    for (int i = 0; i < WAITERS; i++)
        pthread_join(threads[i], NULL);
    for (int i = 0; i < WAITERS; i++)
        assert_int_equal(line.order[i], i);
    turn_end(&line.turn);
}

// One in the middle and one at the end give up; the others keep their places.
static void who_gives_up_leaves_no_gap(void **state)
{
    struct line line = {0};
    struct waiter waiters[WAITERS];
    pthread_t threads[WAITERS];
    turn_start(&line.turn);
    assert_true(turn_take(&line.turn, 0));
    for (int i = 0; i < WAITERS; i++) {
        bool hurried = i == 3 || i == WAITERS - 1;
        waiters[i] = (struct waiter){
            .line = &line, .number = i, .until_ms = hurried ? clock_monotonic_ms() + 50 : 0};
        threads[i] = send(&waiters[i]);
    }
    pthread_join(threads[3], NULL);
    pthread_join(threads[WAITERS - 1], NULL);
    turn_give(&line.turn);
    int expected[] = {0, 1, 2, 4, 5, 6};
    for (size_t i = 0; i < ARRAY_LEN(expected); i++)
        pthread_join(threads[expected[i]], NULL);
    assert_int_equal(line.served, ARRAY_LEN(expected));
    for (size_t i = 0; i < ARRAY_LEN(expected); i++)
        assert_int_equal(line.order[i], expected[i]);
    assert_false(waiters[3].took || waiters[WAITERS - 1].took);
    turn_end(&line.turn);
}

static void a_free_turn_is_taken_at_once(void **state)
{
    struct turn turn;
    turn_start(&turn);
    assert_true(turn_take(&turn, 1)); // long past: nobody needs to be waited for
    turn_give(&turn);
    turn_end(&turn);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(who_came_first_is_served_first),
        cmocka_unit_test(who_gives_up_leaves_no_gap),
        cmocka_unit_test(a_free_turn_is_taken_at_once),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
