#include "newsroom/knocks.h"

#include <arpa/inet.h>
#include <pthread.h>

enum { PLACES = 4096, NOTES_A_MINUTE = 60, WAIT_S_MAX = 900 };

enum knock_of { OF_PAIR, OF_ADDRESS, OF_ACCOUNT, KNOCK_KINDS };
static const struct {
    int free;
    int wait_s_max;
    int forget_s; // one try is forgotten after this long
} limits[KNOCK_KINDS] = {[OF_PAIR] = {5, WAIT_S_MAX, 600},
                         [OF_ADDRESS] = {20, WAIT_S_MAX, 60},
                         [OF_ACCOUNT] = {50, 10, 10}};

// Two that meet in one place take turns: at worst one of them is let try once more.
struct place {
    uint64_t who;
    int64_t forgot_ms, next_ms; // tries are forgotten up to here; before next_ms there is none
    int tries;
};

struct knocks {
    pthread_mutex_t lock;
    // A table for each: a flood of addresses drives no account out of its place.
    struct place places[KNOCK_KINDS][PLACES];
    uint64_t opened[PLACES]; // pairs that have signed in
    int64_t minute;
    int noted;
};

struct knocks *knocks_open(void)
{
    struct knocks *knocks = heap_take(sizeof(*knocks));
    pthread_mutex_init(&knocks->lock, NULL);
    return knocks;
}

void knocks_close(struct knocks *knocks)
{
    if (!knocks)
        return;
    pthread_mutex_destroy(&knocks->lock);
    free(knocks);
}

// Of IPv6 the first 64 bits are one customer's.
static struct str network_of(struct arena *mem, struct str address)
{
    struct in6_addr six;
    if (!str_has(address, ':') || inet_pton(AF_INET6, str_c(mem, address), &six) != 1 ||
        IN6_IS_ADDR_V4MAPPED(&six))
        return address;
    return digest_hex(mem, (struct str){(const char *)six.s6_addr, 8}, 8);
}

struct found {
    struct place *places[KNOCK_KINDS];
    uint64_t *opened;
    bool is_known; // this pair has signed in before
};

static void forget(struct place *place, int kind, int64_t now_ms)
{
    int64_t each_ms = limits[kind].forget_s * INT64_C(1000);
    int64_t many = (now_ms - place->forgot_ms) / each_ms;
    if (many <= 0)
        return;
    place->tries = many < place->tries ? place->tries - (int)many : 0;
    place->forgot_ms += many * each_ms;
}

// The places of the three counts, made fit for now. With the lock held.
static struct found find(struct knocks *knocks, struct str account, struct str address,
                         int64_t now_ms)
{
    struct found found;
    struct arena mem;
    arena_start(&mem);
    struct str network = network_of(&mem, address);
    struct str pair = str_printf(&mem, STR_FMT "\n" STR_FMT, STR_ARG(account), STR_ARG(network));
    const struct str names[KNOCK_KINDS] = {pair, network, account};
    for (int kind = 0; kind < KNOCK_KINDS; kind++) {
        uint64_t who = str_hash(names[kind]);
        struct place *place = &knocks->places[kind][who % PLACES];
        if (place->who != who)
            *place = (struct place){.who = who, .forgot_ms = now_ms};
        forget(place, kind, now_ms);
        found.places[kind] = place;
    }
    found.opened = &knocks->opened[found.places[OF_PAIR]->who % PLACES];
    found.is_known = *found.opened == found.places[OF_PAIR]->who;
    arena_end(&mem);
    return found;
}

static int kinds_asked(const struct found *found)
{
    return found->is_known ? OF_PAIR + 1 : KNOCK_KINDS;
}

static void count_try(struct place *place, int kind, int64_t now_ms)
{
    int over = ++place->tries - limits[kind].free;
    int64_t wait_s = over < 0 ? 0 : over > 10 ? WAIT_S_MAX : (int64_t)1 << over;
    if (wait_s > limits[kind].wait_s_max)
        wait_s = limits[kind].wait_s_max;
    place->next_ms = now_ms + wait_s * 1000;
}

bool knock_may(struct knocks *knocks, struct str account, struct str address, int64_t now_ms,
               int *wait_s)
{
    int64_t until = 0;
    pthread_mutex_lock(&knocks->lock);
    struct found found = find(knocks, account, address, now_ms);
    for (int kind = 0; kind < kinds_asked(&found); kind++) {
        if (found.places[kind]->next_ms > until)
            until = found.places[kind]->next_ms;
    }
    bool may = until <= now_ms;
    for (int kind = 0; may && kind < kinds_asked(&found); kind++)
        count_try(found.places[kind], kind, now_ms);
    pthread_mutex_unlock(&knocks->lock);
    if (!may)
        *wait_s = (int)((until - now_ms + 999) / 1000);
    return may;
}

// The wider counts lose only this try: an account of one's own must not buy more guesses at
// others'.
void knock_opened(struct knocks *knocks, struct str account, struct str address, int64_t now_ms)
{
    pthread_mutex_lock(&knocks->lock);
    struct found found = find(knocks, account, address, now_ms);
    for (int kind = OF_ADDRESS; kind < kinds_asked(&found); kind++) {
        found.places[kind]->tries -= found.places[kind]->tries > 0;
        found.places[kind]->next_ms = 0;
    }
    found.places[OF_PAIR]->tries = 0;
    found.places[OF_PAIR]->next_ms = 0;
    *found.opened = found.places[OF_PAIR]->who;
    pthread_mutex_unlock(&knocks->lock);
}

bool knock_is_noted(struct knocks *knocks, int64_t now_ms)
{
    pthread_mutex_lock(&knocks->lock);
    if (knocks->minute != now_ms / 60000) {
        knocks->minute = now_ms / 60000;
        knocks->noted = 0;
    }
    bool noted = knocks->noted++ < NOTES_A_MINUTE;
    pthread_mutex_unlock(&knocks->lock);
    return noted;
}
