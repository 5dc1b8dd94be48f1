#include "store/turn.h"

struct turn_waiter {
    struct turn_waiter *next;
    pthread_cond_t called;
    bool has_turn;
};

void turn_start(struct turn *turn)
{
    *turn = (struct turn){0};
    pthread_mutex_init(&turn->lock, NULL);
}

void turn_end(struct turn *turn)
{
    assert(!turn->taken && !turn->first);
    pthread_mutex_destroy(&turn->lock);
}

static void start_waiter(struct turn_waiter *waiter)
{
    *waiter = (struct turn_waiter){0};
    pthread_condattr_t monotonic;
    pthread_condattr_init(&monotonic);
    pthread_condattr_setclock(&monotonic, CLOCK_MONOTONIC);
    pthread_cond_init(&waiter->called, &monotonic);
    pthread_condattr_destroy(&monotonic);
}

static void join_line(struct turn *turn, struct turn_waiter *waiter)
{
    if (turn->last)
        turn->last->next = waiter;
    else
        turn->first = waiter;
    turn->last = waiter;
    turn->waits++;
}

static void leave_line(struct turn *turn, struct turn_waiter *waiter)
{
    struct turn_waiter *before = NULL;
    for (struct turn_waiter *each = turn->first; each != waiter; each = each->next)
        before = each;
    if (before)
        before->next = waiter->next;
    else
        turn->first = waiter->next;
    if (turn->last == waiter)
        turn->last = before;
}

static bool wait_in_line(struct turn *turn, int64_t until_ms)
{
    struct turn_waiter waiter;
    start_waiter(&waiter);
    join_line(turn, &waiter);
    struct timespec until = {until_ms / 1000, until_ms % 1000 * 1000000};
    int waited = 0;
    while (!waiter.has_turn && waited == 0)
        waited = until_ms ? pthread_cond_timedwait(&waiter.called, &turn->lock, &until)
                          : pthread_cond_wait(&waiter.called, &turn->lock);
    if (!waiter.has_turn)
        leave_line(turn, &waiter);
    pthread_cond_destroy(&waiter.called);
    return waiter.has_turn;
}

bool turn_take(struct turn *turn, int64_t until_ms)
{
    pthread_mutex_lock(&turn->lock);
    // Who asks again while holding it would wait for itself.
    assert(!turn->taken || !pthread_equal(turn->holder, pthread_self()));
    bool took = !turn->taken || wait_in_line(turn, until_ms);
    if (took) {
        turn->taken = true;
        turn->holder = pthread_self();
    }
    pthread_mutex_unlock(&turn->lock);
    return took;
}

void turn_give(struct turn *turn)
{
    pthread_mutex_lock(&turn->lock);
    struct turn_waiter *next = turn->first;
    if (next) { // handed over, never free in between
        leave_line(turn, next);
        next->has_turn = true;
        turn->holder = (pthread_t){0};
        pthread_cond_signal(&next->called);
    } else {
        turn->taken = false;
    }
    pthread_mutex_unlock(&turn->lock);
}
