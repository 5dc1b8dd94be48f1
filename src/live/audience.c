#include "live/internal.h"

uint32_t audience_size(struct live *live, uint64_t hash)
{
    pthread_mutex_lock(&live->lock);
    struct channel *channel = channel_find(live, hash);
    uint32_t count = channel ? channel->crowd.count : 0;
    pthread_mutex_unlock(&live->lock);
    return count;
}

// ── coming and going ──────────────────────────────────────────────────────────────────────────

static bool listens_to(const struct live_subscriber *subscriber, uint64_t hash)
{
    for (int i = 0; i < subscriber->channels_count; i++)
        if (subscriber->channels[i]->hash == hash)
            return true;
    return false;
}

static void listen_to(struct live_subscriber *subscriber, uint64_t hash)
{
    if (listens_to(subscriber, hash))
        return;
    struct channel *channel = channel_get(subscriber->live, hash);
    unsigned seat = subscriber->channels_count++;
    subscriber->channels[seat] = channel;
    crowd_add(&channel->crowd, subscriber, seat);
}

static void seat(struct live_subscriber *subscriber, const struct live_ask *ask)
{
    struct live *live = subscriber->live;
    subscriber->is_program = !ask->channels;
    if (subscriber->is_program)
        listen_to(subscriber, channel_hash(ask->edition, true));
    for (size_t i = 0; ask->channels && i < ask->channels_count; i++)
        listen_to(subscriber, channel_hash(ask->channels[i], false));
    subscriber->wheel_slot = live->wheel_turn++ % live->wheel_slots;
    crowd_add(&live->wheel[subscriber->wheel_slot], subscriber, SEAT_WHEEL);
    subscriber->position = live->ring_written;
    subscriber->woken = true; // the first pull needs no waking
    live->subscribers++;
}

bool audience_enter(struct job *job, struct live_subscriber *subscriber, const struct live_ask *ask)
{
    struct live *live = subscriber->live;
    pthread_mutex_lock(&live->lock);
    bool is_full = live->subscribers >= live->options.subscribers_max, is_draining = live->bye;
    if (!is_full && !is_draining)
        seat(subscriber, ask);
    pthread_mutex_unlock(&live->lock);
    if (is_draining)
        return job_fail(job, FAULT_UNAVAILABLE, "the server is about to stop; try again soon");
    if (is_full)
        return job_fail(job, FAULT_UNAVAILABLE, "%d streams are open; no more are possible",
                        live->options.subscribers_max);
    return true;
}

void audience_leave(struct live_subscriber *subscriber)
{
    struct live *live = subscriber->live;
    pthread_mutex_lock(&live->lock);
    while (subscriber->waking)
        pthread_cond_wait(&live->woken, &live->lock);
    for (int i = 0; i < subscriber->channels_count; i++) {
        crowd_remove(&subscriber->channels[i]->crowd, subscriber->places[i]);
        channel_end_if_empty(live, subscriber->channels[i]);
    }
    crowd_remove(&live->wheel[subscriber->wheel_slot], subscriber->places[SEAT_WHEEL]);
    live->subscribers--;
    event_put(subscriber->sending);
    for (uint32_t i = subscriber->backlog_next; i < subscriber->backlog_count; i++)
        event_put(subscriber->backlog[i]);
    pthread_mutex_unlock(&live->lock);
}

// ── waking ────────────────────────────────────────────────────────────────────────────────────

enum call_kind { CALL_EVENT, CALL_BEAT, CALL_END };

struct call {
    enum call_kind kind;
    uint64_t channel, index; // of an event
    uint32_t slot;           // of the wheel, for the others
    uint32_t left;           // members not called yet: those before this place
};

static struct crowd *call_crowd(struct live *live, const struct call *call)
{
    if (call->kind != CALL_EVENT)
        return &live->wheel[call->slot];
    struct channel *channel = channel_find(live, call->channel);
    return channel ? &channel->crowd : NULL;
}

static bool call_to_event(struct live_subscriber *subscriber, uint64_t index)
{
    if (subscriber->position > index)
        return false; // came later, or has passed it already
    if (!subscriber->pending)
        subscriber->position = index;
    subscriber->pending = true;
    return true;
}

static bool call_one(struct live_subscriber *subscriber, const struct call *call)
{
    switch (call->kind) {
    case CALL_EVENT:
        if (!call_to_event(subscriber, call->index))
            return false;
        break;
    case CALL_BEAT:
        subscriber->beat = true;
        break;
    case CALL_END:
        if (!subscriber->is_program)
            return false;
        subscriber->lost = true;
        break;
    }
    return !subscriber->woken;
}

// From the back, for the last takes the place of one that leaves: nobody is passed over.
static size_t call_some(struct live *live, struct call *call, struct live_subscriber **who)
{
    struct crowd *crowd = call_crowd(live, call);
    size_t count = 0;
    if (!crowd || call->left > crowd->count)
        call->left = crowd ? crowd->count : 0;
    while (call->left > 0 && count < LIVE_WAKES_AT_ONCE) {
        struct live_subscriber *subscriber = crowd->members[--call->left].subscriber;
        if (!call_one(subscriber, call))
            continue;
        subscriber->woken = subscriber->waking = true;
        who[count++] = subscriber;
    }
    return count;
}

// wake() is called with no lock held; one who leaves waits until it has returned.
static void call_all(struct live *live, struct call *call)
{
    struct live_subscriber *who[LIVE_WAKES_AT_ONCE];
    call->left = UINT32_MAX;
    pthread_mutex_lock(&live->lock);
    while (call->left > 0) {
        size_t count = call_some(live, call, who);
        pthread_mutex_unlock(&live->lock);
        for (size_t i = 0; i < count; i++)
            who[i]->wake(who[i]->wake_with);
        pthread_mutex_lock(&live->lock);
        for (size_t i = 0; i < count; i++)
            who[i]->waking = false;
        pthread_cond_broadcast(&live->woken);
    }
    pthread_mutex_unlock(&live->lock);
}

static uint64_t ring_put(struct live *live, struct event *event)
{
    pthread_mutex_lock(&live->lock);
    struct event **slot = &live->ring[live->ring_written & (live->options.ring_events - 1)];
    if (*slot && (*slot)->is_program)
        live->ring_floor = (*slot)->seq;
    event_put(*slot);
    *slot = event;
    live->events++;
    uint64_t index = live->ring_written++;
    pthread_mutex_unlock(&live->lock);
    return index;
}

void audience_publish(struct live *live, struct event *event)
{
    struct call call = {.kind = CALL_EVENT, .channel = event->channel};
    call.index = ring_put(live, event);
    call_all(live, &call);
}

void audience_beat(struct live *live, uint32_t slot)
{
    struct call call = {.kind = CALL_BEAT, .slot = slot};
    call_all(live, &call);
}

void audience_end_programs(struct live *live)
{
    for (uint32_t i = 0; i < live->wheel_slots; i++) {
        struct call call = {.kind = CALL_END, .slot = i};
        call_all(live, &call);
    }
}

void audience_bye(struct live *live, struct event *bye)
{
    pthread_mutex_lock(&live->lock);
    event_put(live->bye);
    live->bye = bye;
    pthread_mutex_unlock(&live->lock);
    for (uint32_t i = 0; i < live->wheel_slots; i++)
        audience_beat(live, i);
}

// ── pulling ───────────────────────────────────────────────────────────────────────────────────

static uint64_t ring_oldest(const struct live *live)
{
    size_t room = live->options.ring_events;
    return live->ring_written > room ? live->ring_written - room : 0;
}

static struct event *ring_at(const struct live *live, uint64_t index)
{
    return live->ring[index & (live->options.ring_events - 1)];
}

static bool is_for(const struct live_subscriber *subscriber, const struct event *event)
{
    return listens_to(subscriber, event->channel) &&
           !(event->is_program && event->seq <= subscriber->from_seq);
}

static struct event *next_in_ring(struct live *live, struct live_subscriber *subscriber)
{
    if (!subscriber->pending || subscriber->lost)
        return NULL;
    if (subscriber->position < ring_oldest(live)) {
        live->dropped_slow++;
        subscriber->lost = true;
        return NULL;
    }
    while (subscriber->position < live->ring_written) {
        struct event *event = ring_at(live, subscriber->position++);
        if (is_for(subscriber, event)) {
            event->refs++;
            return event;
        }
    }
    subscriber->pending = false;
    return NULL;
}

static struct event *next_in_backlog(struct live_subscriber *subscriber)
{
    if (subscriber->backlog_next == subscriber->backlog_count)
        return NULL;
    struct event *event = subscriber->backlog[subscriber->backlog_next++];
    if (subscriber->backlog_next == subscriber->backlog_count) {
        free(subscriber->backlog);
        subscriber->backlog = NULL;
        subscriber->backlog_next = subscriber->backlog_count = 0;
    }
    return event;
}

static struct event *next_bye(struct live *live, struct live_subscriber *subscriber)
{
    if (!live->bye || subscriber->said_bye || subscriber->lost)
        return NULL;
    subscriber->said_bye = true;
    live->bye->refs++;
    return live->bye;
}

static struct event *next_event(struct live *live, struct live_subscriber *subscriber)
{
    struct event *event = next_in_backlog(subscriber);
    if (!event)
        event = next_in_ring(live, subscriber);
    if (!event)
        event = next_bye(live, subscriber);
    return event;
}

static size_t send_some(struct live_subscriber *subscriber, char *to, size_t room)
{
    struct event *event = subscriber->sending;
    size_t n = event->len - subscriber->sent;
    n = n < room ? n : room;
    memcpy(to, event->bytes + subscriber->sent, n);
    subscriber->sent += n;
    if (subscriber->sent == event->len) {
        event_put(event);
        subscriber->sending = NULL;
        subscriber->sent = 0;
    }
    return n;
}

static const char heartbeat[] = ":\n\n";

static size_t pull_events(struct live *live, struct live_subscriber *subscriber, char *to,
                          size_t room)
{
    size_t len = 0;
    while (len < room) {
        if (!subscriber->sending)
            subscriber->sending = next_event(live, subscriber);
        if (!subscriber->sending)
            break;
        len += send_some(subscriber, to + len, room - len);
    }
    // Whatever is sent keeps the connection open as well as a heartbeat would.
    if (subscriber->beat && len == 0 && room >= sizeof(heartbeat) - 1) {
        memcpy(to, heartbeat, sizeof(heartbeat) - 1);
        len = sizeof(heartbeat) - 1;
    }
    if (len > 0)
        subscriber->beat = false;
    return len;
}

ptrdiff_t live_pull(struct live_subscriber *subscriber, char *to, size_t room)
{
    struct live *live = subscriber->live;
    pthread_mutex_lock(&live->lock);
    bool is_over = subscriber->said_bye && !subscriber->sending;
    size_t len = is_over ? 0 : pull_events(live, subscriber, to, room);
    is_over = is_over || (subscriber->lost && len == 0);
    if (len == 0 && !is_over)
        subscriber->woken = false;
    pthread_mutex_unlock(&live->lock);
    return is_over ? -1 : (ptrdiff_t)len;
}

// ── replaying ─────────────────────────────────────────────────────────────────────────────────

bool audience_replay(struct live_subscriber *subscriber, uint64_t since, uint64_t floor)
{
    struct live *live = subscriber->live;
    pthread_mutex_lock(&live->lock);
    bool is_known = since >= floor && since >= live->ring_floor;
    if (is_known) {
        subscriber->from_seq = since;
        subscriber->position = ring_oldest(live);
        while (subscriber->position < live->ring_written &&
               !is_for(subscriber, ring_at(live, subscriber->position)))
            subscriber->position++;
        subscriber->pending = subscriber->position < live->ring_written;
    }
    pthread_mutex_unlock(&live->lock);
    return is_known;
}
