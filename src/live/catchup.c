#include "live/internal.h"

// What is sent to one who connects, before anything that happens from now on.
struct backlog {
    struct event **events;
    size_t count, room;
};

static void add(struct job *job, struct backlog *backlog, struct event *event)
{
    *list_add(&job->mem, &backlog->events, &backlog->count, &backlog->room) = event;
}

static void add_text(struct job *job, struct backlog *backlog, struct str text)
{
    add(job, backlog, event_of_text(text));
}

// Something at once, so that everything on the way lets the stream through.
static void add_greeting(struct job *job, struct backlog *backlog)
{
    add_text(job, backlog, str_printf(&job->mem, ":\nretry: %d\n\n", LIVE_RETRY_MS));
}

// An id without data is remembered and shown to nobody: who loses the connection before the first
// event comes back to this place.
static void add_place(struct job *job, struct backlog *backlog, uint64_t seq)
{
    add_text(job, backlog, str_printf(&job->mem, "id: %llu\n\n", (unsigned long long)seq));
}

static void backlog_end(struct backlog *backlog)
{
    for (size_t i = 0; i < backlog->count; i++)
        event_put(backlog->events[i]);
    backlog->count = 0;
}

static void hand_over(struct live_subscriber *subscriber, struct backlog *backlog)
{
    size_t bytes = backlog->count * sizeof(struct event *);
    struct event **events = heap_take(bytes);
    memcpy(events, backlog->events, bytes);
    pthread_mutex_lock(&subscriber->live->lock);
    subscriber->backlog = events;
    subscriber->backlog_count = (uint32_t)backlog->count;
    pthread_mutex_unlock(&subscriber->live->lock);
    backlog->count = 0;
}

// ── pages ─────────────────────────────────────────────────────────────────────────────────────

static bool add_fragment(struct job *job, struct live *live, struct str channel, struct str name,
                         uint64_t since, struct backlog *backlog)
{
    struct live_fragment fragment = {0};
    if (!live->options.fragment(job, live->options.with, name, &fragment)) {
        if (job->fault.kind != FAULT_NOT_FOUND && job->fault.kind != FAULT_GONE)
            return false;
        job_forgive(job);
        return true;
    }
    piece_seen(live, name, channel, fragment.gone ? S("gone") : fragment.version);
    if (fragment.newest_seq <= since)
        return true;
    int jitter = jitter_ms(audience_size(live, channel_hash(channel, false)));
    add(job, backlog,
        event_patch(job, &fragment, 0, false, jitter, live->options.inline_bytes_max));
    return true;
}

static bool add_channel(struct job *job, struct live *live, struct str channel, uint64_t since,
                        struct backlog *backlog)
{
    struct str *names = NULL;
    size_t count = 0;
    if (!live->options.channel_fragments(job, live->options.with, channel, &names, &count))
        return false;
    for (size_t i = 0; i < count; i++)
        if (!add_fragment(job, live, channel, names[i], since, backlog))
            return false;
    return true;
}

// The page has said what it has; what it lacks is looked up after it was seated, so nothing falls
// between this and what the ring brings.
static bool catch_up_page(struct job *job, struct live *live, const struct live_ask *ask,
                          struct backlog *backlog)
{
    uint64_t followed = errands_followed(live);
    if (!ask->has_since) {
        pieces_seen_unknown(live);
    } else if (ask->since > followed) {
        pieces_seen_unknown(live);
        add(job, backlog, event_make(&job->mem, S("resync"), followed, true, S("")));
        return true;
    }
    for (size_t i = 0; ask->has_since && i < ask->channels_count; i++)
        if (!add_channel(job, live, ask->channels[i], ask->since, backlog))
            return false;
    add_place(job, backlog, followed);
    return true;
}

// ── programs ──────────────────────────────────────────────────────────────────────────────────

struct replay {
    struct live *live;
    struct str edition;
    struct backlog found;
    struct str *seen; // name and data, to tell each only once
    size_t seen_room;
};

// Each change is told as things stand now, so the same is told once: where it came last.
static void drop_same(struct replay *replay, struct str text)
{
    struct backlog *found = &replay->found;
    for (size_t i = 0; i < found->count; i++) {
        if (!str_eq(replay->seen[i], text))
            continue;
        event_put(found->events[i]);
        found->count--;
        memmove(&found->events[i], &found->events[i + 1],
                (found->count - i) * sizeof(*found->events));
        memmove(&replay->seen[i], &replay->seen[i + 1], (found->count - i) * sizeof(struct str));
        return;
    }
}

static void drop_first(struct replay *replay)
{
    drop_same(replay, replay->seen[0]);
}

static bool replay_change(struct job *job, struct replay *replay, const struct change *change)
{
    struct live *live = replay->live;
    struct live_event event = {0};
    bool is_event = false;
    if (!live->options.event(job, live->options.with, change, &event, &is_event))
        return false;
    if (!is_event || !str_eq(event.edition, replay->edition))
        return true;
    struct str text =
        str_printf(&job->mem, STR_FMT "\n" STR_FMT, STR_ARG(event.name), STR_ARG(event.data));
    drop_same(replay, text);
    if (replay->found.count == LIVE_BACKLOG_MAX)
        drop_first(replay);
    size_t seen_count = replay->found.count;
    *list_add(&job->mem, &replay->seen, &seen_count, &replay->seen_room) = text;
    add(job, &replay->found, event_make(&job->mem, event.name, change->seq, true, event.data));
    return true;
}

enum { CHANGES_AT_ONCE = 1000 };

static bool read_changes(struct job *job, struct store *store, uint64_t since,
                         struct change **changes, size_t *count)
{
    AUTO_TXN txn = read_begin(job, store, NULL);
    bool complete;
    return txn.open && store_changes(job, &txn, since, CHANGES_AT_ONCE, changes, count, &complete);
}

// The snapshot is closed before anything is asked about the changes: one at a time.
static bool replay_log(struct job *job, struct replay *replay, uint64_t since, uint64_t *newest)
{
    size_t count = CHANGES_AT_ONCE;
    *newest = since;
    while (count == CHANGES_AT_ONCE) {
        struct change *changes;
        if (!read_changes(job, replay->live->options.store, *newest, &changes, &count))
            return false;
        for (size_t i = 0; i < count; i++)
            if (!replay_change(job, replay, &changes[i]))
                return false;
        if (count > 0)
            *newest = changes[count - 1].seq;
    }
    return true;
}

static bool add_from_log(struct job *job, struct live_subscriber *subscriber,
                         const struct live_ask *ask, struct backlog *backlog)
{
    struct replay replay = {.live = subscriber->live, .edition = ask->edition};
    uint64_t newest;
    bool ok = replay_log(job, &replay, ask->since, &newest);
    for (size_t i = 0; i < replay.found.count; i++)
        add(job, backlog, replay.found.events[i]); // also on a fault: there they are put
    if (!ok)
        return false;
    add_place(job, backlog, newest);
    pthread_mutex_lock(&subscriber->live->lock);
    subscriber->from_seq = newest;
    pthread_mutex_unlock(&subscriber->live->lock);
    return true;
}

static bool catch_up_program(struct job *job, struct live_subscriber *subscriber,
                             const struct live_ask *ask, uint64_t followed, uint64_t floor,
                             struct backlog *backlog)
{
    if (ask->has_since && ask->since < followed) {
        if (audience_replay(subscriber, ask->since, floor))
            return true;
        if (subscriber->live->options.store)
            return add_from_log(job, subscriber, ask, backlog);
    }
    pthread_mutex_lock(&subscriber->live->lock);
    subscriber->from_seq = followed;
    pthread_mutex_unlock(&subscriber->live->lock);
    add_place(job, backlog, followed);
    return true;
}

bool catch_up(struct job *job, struct live_subscriber *subscriber, const struct live_ask *ask,
              uint64_t followed, uint64_t floor)
{
    struct backlog backlog = {0};
    add_greeting(job, &backlog);
    bool ok = subscriber->is_program
                  ? catch_up_program(job, subscriber, ask, followed, floor, &backlog)
                  : catch_up_page(job, subscriber->live, ask, &backlog);
    if (ok)
        hand_over(subscriber, &backlog);
    backlog_end(&backlog);
    return ok;
}
