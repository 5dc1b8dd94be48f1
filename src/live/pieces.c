#include "live/internal.h"

// ── the table ─────────────────────────────────────────────────────────────────────────────────

static uint64_t piece_hash(struct str name, struct str channel)
{
    return str_hash(name) * 31 + str_hash(channel);
}

static struct piece **piece_slot(struct live *live, struct str name, struct str channel)
{
    uint64_t hash = piece_hash(name, channel);
    struct piece **at = &live->pieces[hash & (live->pieces_room - 1)];
    while (*at &&
           ((*at)->hash != hash || !str_eq((*at)->name, name) || !str_eq((*at)->channel, channel)))
        at = &(*at)->next;
    return at;
}

static struct piece *piece_find(struct live *live, struct str name, struct str channel)
{
    return live->pieces_room ? *piece_slot(live, name, channel) : NULL;
}

static void pieces_grow(struct live *live)
{
    struct piece **old = live->pieces;
    size_t old_room = live->pieces_room;
    live->pieces_room = old_room ? old_room * 2 : 64;
    live->pieces = heap_take(live->pieces_room * sizeof(*live->pieces));
    for (size_t i = 0; i < old_room; i++) {
        for (struct piece *piece = old[i], *next; piece; piece = next) {
            next = piece->next;
            piece->next = NULL;
            *piece_slot(live, piece->name, piece->channel) = piece;
        }
    }
    free(old);
}

static void piece_end(struct live *live, struct piece *piece)
{
    *piece_slot(live, piece->name, piece->channel) = piece->next;
    live->pieces_count--;
    free(piece);
}

// What is forgotten is at worst sent once more than needed.
static void forget_idle(struct live *live)
{
    for (size_t i = 0; i < live->pieces_room; i++) {
        for (struct piece *piece = live->pieces[i], *next; piece; piece = next) {
            next = piece->next;
            if (!piece->is_queued)
                piece_end(live, piece);
        }
    }
}

static struct piece *piece_add(struct live *live, struct str name, struct str channel)
{
    if (live->pieces_count >= live->pieces_room)
        pieces_grow(live);
    struct piece *piece = heap_take(sizeof(*piece) + name.len + channel.len);
    char *at = (char *)(piece + 1);
    memcpy(at, name.at, name.len);
    memcpy(at + name.len, channel.at, channel.len);
    piece->name = (struct str){at, name.len};
    piece->channel = (struct str){at + name.len, channel.len};
    piece->hash = piece_hash(name, channel);
    *piece_slot(live, name, channel) = piece;
    live->pieces_count++;
    return piece;
}

void pieces_end(struct live *live)
{
    for (size_t i = 0; i < live->pieces_room; i++)
        while (live->pieces[i])
            piece_end(live, live->pieces[i]);
    free(live->pieces);
}

// ── queueing ──────────────────────────────────────────────────────────────────────────────────

static void piece_queue(struct live *live, struct piece *piece, uint64_t seq)
{
    piece->seq = seq > piece->seq ? seq : piece->seq;
    if (piece->is_queued)
        return;
    piece->is_queued = true;
    piece->next_queued = NULL;
    *live->last_queued = piece;
    live->last_queued = &piece->next_queued;
    live->pieces_queued++;
}

void live_fragment_dropped(void *with, struct str fragment, struct str channel, uint64_t seq)
{
    struct live *live = with;
    if (fragment.len == 0 || channel.len == 0)
        return; // nobody can listen to it
    pthread_mutex_lock(&live->todo_lock);
    struct piece *piece = piece_find(live, fragment, channel);
    if (!piece)
        piece = piece_add(live, fragment, channel);
    piece_queue(live, piece, seq);
    pthread_cond_signal(&live->todo);
    pthread_mutex_unlock(&live->todo_lock);
}

size_t pieces_take(struct job *job, struct live *live, struct errand **out)
{
    pthread_mutex_lock(&live->todo_lock);
    size_t count = 0;
    *out = arena_array(&job->mem, struct errand, live->pieces_queued);
    for (struct piece *piece = live->first_queued; piece; piece = piece->next_queued) {
        piece->is_queued = false;
        (*out)[count++] = (struct errand){.name = str_copy(&job->mem, piece->name),
                                          .channel = str_copy(&job->mem, piece->channel),
                                          .seq = piece->seq};
    }
    live->first_queued = NULL;
    live->last_queued = &live->first_queued;
    live->pieces_queued = 0;
    live->again_ms = 0;
    if (live->pieces_count > LIVE_PIECES_MAX)
        forget_idle(live);
    pthread_mutex_unlock(&live->todo_lock);
    return count;
}

// ── what everybody has ────────────────────────────────────────────────────────────────────────

bool piece_is_news(struct live *live, struct str name, struct str channel, struct str version)
{
    uint64_t hash = str_hash(version);
    pthread_mutex_lock(&live->todo_lock);
    struct piece *piece = piece_find(live, name, channel);
    if (!piece)
        piece = piece_add(live, name, channel);
    bool is_news =
        !piece->is_sent_known || piece->sent_version != hash || piece->sent_epoch != live->epoch;
    piece->is_sent_known = true;
    piece->sent_version = hash;
    piece->sent_epoch = live->epoch;
    pthread_mutex_unlock(&live->todo_lock);
    return is_news;
}

void piece_forget(struct live *live, struct str name, struct str channel)
{
    pthread_mutex_lock(&live->todo_lock);
    struct piece *piece = piece_find(live, name, channel);
    if (piece && !piece->is_queued)
        piece_end(live, piece);
    else if (piece)
        piece->is_sent_known = false;
    pthread_mutex_unlock(&live->todo_lock);
}

void piece_seen(struct live *live, struct str name, struct str channel, struct str version)
{
    pthread_mutex_lock(&live->todo_lock);
    struct piece *piece = piece_find(live, name, channel);
    if (piece && piece->sent_version != str_hash(version))
        piece->is_sent_known = false;
    pthread_mutex_unlock(&live->todo_lock);
}

void pieces_seen_unknown(struct live *live)
{
    pthread_mutex_lock(&live->todo_lock);
    live->epoch++;
    pthread_mutex_unlock(&live->todo_lock);
}
