#include "live/internal.h"

bool live_open(struct job *job, const struct live_options *options, struct live **out)
{
    size_t room = options->ring_events;
    if (room == 0 || (room & (room - 1)) != 0)
        return job_fail(job, FAULT_INTERNAL, "live's ring has %zu places, not a power of two",
                        room);
    struct live *live = heap_take(sizeof(*live));
    live->options = *options;
    live->ring = heap_take(room * sizeof(*live->ring));
    live->wheel_slots = options->heartbeat_ms < LIVE_WHEEL_SLOTS ? (uint32_t)options->heartbeat_ms
                                                                 : LIVE_WHEEL_SLOTS;
    live->wheel_slots += live->wheel_slots == 0;
    live->followed = options->store ? store_followed_seq(options->store) : 0;
    live->followed_floor = live->ring_floor = live->followed;
    pthread_mutex_init(&live->lock, NULL);
    pthread_cond_init(&live->woken, NULL);
    if (!errands_start(job, live)) {
        live_close(live);
        return false;
    }
    *out = live;
    return true;
}

void live_bye(struct live *live, int after_ms)
{
    AUTO_JOB job;
    job_start(&job, 0);
    struct str data = str_printf(&job.mem, "{\"after\":%d}", after_ms);
    audience_bye(live, event_make(&job.mem, S("bye"), 0, false, data));
}

void live_close(struct live *live)
{
    if (!live)
        return;
    errands_end(live);
    assert(live->subscribers == 0);
    for (size_t i = 0; i < live->options.ring_events; i++)
        event_put(live->ring[i]);
    for (uint32_t i = 0; i < live->wheel_slots; i++)
        free(live->wheel[i].members);
    event_put(live->bye);
    free(live->ring);
    free(live->channels);
    pthread_cond_destroy(&live->woken);
    pthread_mutex_destroy(&live->lock);
    free(live);
}

// Seated before it catches up: what happens meanwhile comes through the ring.
bool live_join(struct job *job, struct live *live, const struct live_ask *ask, void (*wake)(void *),
               void *wake_with, struct live_subscriber **out)
{
    assert(ask->channels_count <= LIVE_CHANNELS_MAX);
    struct live_subscriber *subscriber = heap_take(sizeof(*subscriber));
    subscriber->live = live;
    subscriber->wake = wake;
    subscriber->wake_with = wake_with;
    if (!audience_enter(job, subscriber, ask)) {
        free(subscriber);
        return false;
    }
    uint64_t followed = 0, floor = 0;
    errands_listeners(live, 1);
    if (subscriber->is_program)
        errands_program_came(live, &followed, &floor);
    if (!catch_up(job, subscriber, ask, followed, floor)) {
        live_leave(subscriber);
        return false;
    }
    *out = subscriber;
    return true;
}

void live_leave(struct live_subscriber *subscriber)
{
    struct live *live = subscriber->live;
    audience_leave(subscriber);
    errands_listeners(live, -1);
    if (subscriber->is_program)
        errands_program_left(live);
    free(subscriber->backlog);
    free(subscriber);
}

struct live_numbers live_count(struct live *live)
{
    pthread_mutex_lock(&live->lock);
    struct live_numbers numbers = {live->subscribers, live->events, live->dropped_slow};
    pthread_mutex_unlock(&live->lock);
    return numbers;
}
