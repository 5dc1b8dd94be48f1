#include "live/internal.h"

#include <errno.h>

// ── changes, for programs ─────────────────────────────────────────────────────────────────────

static void queue_change(struct live *live, const struct change *change)
{
    struct queued_change *queued = heap_take(sizeof(*queued) + change->topic.len);
    queued->seq = change->seq;
    queued->topic_len = change->topic.len;
    memcpy(queued->topic, change->topic.at, change->topic.len);
    *live->last_change = queued;
    live->last_change = &queued->next;
    live->changes_queued++;
}

static void pop_change(struct live *live)
{
    struct queued_change *first = live->first_change;
    live->first_change = first->next;
    if (!live->first_change)
        live->last_change = &live->first_change;
    live->changes_queued--;
    free(first);
}

// Nobody listens: who comes later asks the change log. Too much is queued already: those who listen
// are ended, and ask it when they come back.
void live_follow(void *with, const struct change *changes, size_t count)
{
    struct live *live = with;
    pthread_mutex_lock(&live->todo_lock);
    for (size_t i = 0; i < count; i++) {
        live->followed = changes[i].seq;
        bool is_full = live->changes_queued >= LIVE_CHANGES_QUEUED_MAX;
        if (live->programs > 0 && !is_full) {
            queue_change(live, &changes[i]);
        } else {
            live->followed_floor = changes[i].seq;
            live->lost_changes = live->lost_changes || live->programs > 0;
        }
    }
    pthread_cond_signal(&live->todo);
    pthread_mutex_unlock(&live->todo_lock);
}

uint64_t errands_followed(struct live *live)
{
    pthread_mutex_lock(&live->todo_lock);
    uint64_t followed = live->followed;
    pthread_mutex_unlock(&live->todo_lock);
    return followed;
}

void errands_program_came(struct live *live, uint64_t *followed, uint64_t *floor)
{
    pthread_mutex_lock(&live->todo_lock);
    live->programs++;
    *followed = live->followed;
    *floor = live->followed_floor;
    pthread_mutex_unlock(&live->todo_lock);
}

void errands_program_left(struct live *live)
{
    pthread_mutex_lock(&live->todo_lock);
    live->programs--;
    pthread_mutex_unlock(&live->todo_lock);
}

void errands_listeners(struct live *live, int count)
{
    pthread_mutex_lock(&live->todo_lock);
    live->listeners += count;
    pthread_cond_signal(&live->todo);
    pthread_mutex_unlock(&live->todo_lock);
}

// ── doing: a fragment ─────────────────────────────────────────────────────────────────────────

int jitter_ms(uint32_t listening)
{
    uint64_t ms = (uint64_t)listening * LIVE_JITTER_MS_MAX / LIVE_JITTER_FULL;
    return ms < LIVE_JITTER_MS_MAX ? (int)ms : LIVE_JITTER_MS_MAX;
}

static void errand_job(struct job *job)
{
    job_start(job, clock_unix_ms());
    job->deadline_ms = job->now_ms + LIVE_MAKE_MS_MAX;
}

static void queue_again(struct live *live, struct errand *errand)
{
    errand->has_failed = true;
    live_fragment_dropped(live, errand->name, errand->channel, errand->seq);
    pthread_mutex_lock(&live->todo_lock);
    live->again_ms = clock_monotonic_ms() + LIVE_AGAIN_MS;
    pthread_mutex_unlock(&live->todo_lock);
}

static bool get_fragment(struct job *job, struct live *live, const struct errand *errand,
                         struct live_fragment *out)
{
    if (live->options.fragment(job, live->options.with, errand->name, out))
        return true;
    if (job->fault.kind != FAULT_NOT_FOUND && job->fault.kind != FAULT_GONE)
        return false;
    *out = (struct live_fragment){.name = errand->name, .gone = true};
    return true;
}

static void send_fragment(struct live *live, struct errand *errand, uint64_t id)
{
    uint64_t channel = channel_hash(errand->channel, false);
    uint32_t listening = audience_size(live, channel);
    if (listening == 0) {
        piece_forget(live, errand->name, errand->channel); // who comes later is told on connecting
        return;
    }
    AUTO_JOB job;
    errand_job(&job);
    struct live_fragment fragment = {0};
    if (!get_fragment(&job, live, errand, &fragment)) {
        log_fault("live", &job);
        queue_again(live, errand);
        return;
    }
    struct str version = fragment.gone ? S("gone") : fragment.version;
    if (!piece_is_news(live, errand->name, errand->channel, version))
        return;
    struct event *event = event_patch(&job, &fragment, id, true, jitter_ms(listening),
                                      live->options.inline_bytes_max);
    event->channel = channel;
    audience_publish(live, event);
}

// ── doing: all that is queued ─────────────────────────────────────────────────────────────────

static int errand_order(const void *a, const void *b)
{
    const struct errand *x = a, *y = b;
    return (x->seq > y->seq) - (x->seq < y->seq);
}

// Oldest first, and never with an id that is newer than something not sent yet: who reconnects with
// that id would not be told of it.
static void send_fragments(struct live *live)
{
    AUTO_JOB job;
    errand_job(&job);
    struct errand *errands;
    size_t count = pieces_take(&job, live, &errands);
    if (count > 1)
        qsort(errands, count, sizeof(*errands), errand_order);
    uint64_t id_max = UINT64_MAX;
    for (size_t i = 0; i < count; i++) {
        uint64_t seq = errands[i].seq;
        bool is_last_of_seq = i + 1 == count || errands[i + 1].seq > seq;
        uint64_t id = is_last_of_seq ? seq : seq - 1;
        send_fragment(live, &errands[i], id < id_max ? id : id_max);
        if (errands[i].has_failed && id_max == UINT64_MAX)
            id_max = seq > 0 ? seq - 1 : 0;
    }
}

static bool send_change(struct live *live, const struct queued_change *queued)
{
    AUTO_JOB job;
    errand_job(&job);
    struct change change = {queued->seq, {queued->topic, queued->topic_len}};
    struct live_event found = {0};
    bool is_event = false;
    if (!live->options.event(&job, live->options.with, &change, &found, &is_event)) {
        log_fault("live", &job);
        return false;
    }
    if (!is_event)
        return true;
    struct event *event = event_make(&job.mem, found.name, queued->seq, true, found.data);
    event->channel = channel_hash(found.edition, true);
    event->is_program = true;
    audience_publish(live, event);
    return true;
}

static struct queued_change *first_change(struct live *live)
{
    pthread_mutex_lock(&live->todo_lock);
    struct queued_change *first = live->stopping ? NULL : live->first_change;
    pthread_mutex_unlock(&live->todo_lock);
    return first;
}

// In order, so one that cannot be told now holds up the others. Only this thread takes them away.
static void send_changes(struct live *live)
{
    struct queued_change *first;
    bool ok = true;
    while (ok && (first = first_change(live))) {
        ok = send_change(live, first);
        pthread_mutex_lock(&live->todo_lock);
        if (ok)
            pop_change(live);
        else
            live->again_ms = clock_monotonic_ms() + LIVE_AGAIN_MS;
        pthread_mutex_unlock(&live->todo_lock);
    }
}

// ── the thread ────────────────────────────────────────────────────────────────────────────────

static int64_t beat_every_ms(const struct live *live)
{
    int64_t ms = live->options.heartbeat_ms / live->wheel_slots;
    return ms > 0 ? ms : 1;
}

static bool has_errands(const struct live *live)
{
    return live->first_queued || live->first_change;
}

// When to look next, monotonic; 0: when somebody calls.
static int64_t next_ms(const struct live *live, int64_t now_ms)
{
    int64_t next = live->listeners > 0 ? live->beat_ms : 0;
    if (has_errands(live) && live->again_ms > now_ms && (next == 0 || live->again_ms < next))
        next = live->again_ms;
    return next;
}

static bool is_time(const struct live *live, int64_t now_ms)
{
    return live->stopping || (has_errands(live) && live->again_ms <= now_ms) ||
           (live->listeners > 0 && live->beat_ms <= now_ms);
}

static void wait_for_errands(struct live *live)
{
    pthread_mutex_lock(&live->todo_lock);
    for (int64_t now = clock_monotonic_ms(); !is_time(live, now); now = clock_monotonic_ms()) {
        int64_t next = next_ms(live, now);
        struct timespec until = {next / 1000, next % 1000 * 1000000};
        if (next > 0)
            pthread_cond_timedwait(&live->todo, &live->todo_lock, &until);
        else
            pthread_cond_wait(&live->todo, &live->todo_lock);
    }
    pthread_mutex_unlock(&live->todo_lock);
}

static bool is_due(struct live *live)
{
    pthread_mutex_lock(&live->todo_lock);
    bool is_due = has_errands(live) && live->again_ms <= clock_monotonic_ms();
    pthread_mutex_unlock(&live->todo_lock);
    return is_due;
}

static bool has_lost_changes(struct live *live)
{
    pthread_mutex_lock(&live->todo_lock);
    bool lost = live->lost_changes;
    live->lost_changes = false;
    pthread_mutex_unlock(&live->todo_lock);
    return lost;
}

static bool is_beat_due(struct live *live, uint32_t *slot)
{
    pthread_mutex_lock(&live->todo_lock);
    int64_t now = clock_monotonic_ms();
    bool is_due = live->listeners > 0 && live->beat_ms <= now;
    if (is_due || live->listeners == 0)
        live->beat_ms = now + beat_every_ms(live);
    *slot = live->beat_slot;
    if (is_due)
        live->beat_slot = (live->beat_slot + 1) % live->wheel_slots;
    pthread_mutex_unlock(&live->todo_lock);
    return is_due;
}

static bool is_stopping(struct live *live)
{
    pthread_mutex_lock(&live->todo_lock);
    bool is_stopping = live->stopping;
    pthread_mutex_unlock(&live->todo_lock);
    return is_stopping;
}

static void *run_errands(void *with)
{
    struct live *live = with;
    for (wait_for_errands(live); !is_stopping(live); wait_for_errands(live)) {
        uint32_t slot;
        if (is_due(live)) {
            send_fragments(live);
            send_changes(live);
        }
        if (has_lost_changes(live))
            audience_end_programs(live);
        if (is_beat_due(live, &slot))
            audience_beat(live, slot);
    }
    return NULL;
}

bool errands_start(struct job *job, struct live *live)
{
    pthread_condattr_t attr;
    pthread_condattr_init(&attr);
    pthread_condattr_setclock(&attr, CLOCK_MONOTONIC);
    pthread_cond_init(&live->todo, &attr);
    pthread_condattr_destroy(&attr);
    pthread_mutex_init(&live->todo_lock, NULL);
    live->last_change = &live->first_change;
    live->last_queued = &live->first_queued;
    live->beat_ms = clock_monotonic_ms() + beat_every_ms(live);
    live->is_running = pthread_create(&live->thread, NULL, run_errands, live) == 0;
    return live->is_running || job_fail(job, FAULT_UNAVAILABLE,
                                        "no thread can be started for live: %s", strerror(errno));
}

void errands_end(struct live *live)
{
    pthread_mutex_lock(&live->todo_lock);
    live->stopping = true;
    pthread_cond_signal(&live->todo);
    pthread_mutex_unlock(&live->todo_lock);
    if (live->is_running)
        pthread_join(live->thread, NULL);
    while (live->first_change)
        pop_change(live);
    pieces_end(live);
    pthread_cond_destroy(&live->todo);
    pthread_mutex_destroy(&live->todo_lock);
}
