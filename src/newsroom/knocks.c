#include "newsroom/knocks.h"

#include <arpa/inet.h>
#include <pthread.h>

#define FORGET_MS INT64_C(3600000)

enum { PLACES = 8192, NOTES_A_MINUTE = 60 };

enum knock_of { OF_PAIR, OF_ADDRESS, OF_ACCOUNT, KNOCK_KINDS };
static const struct {
    int free;
    int wait_s_max;
    const char *name;
} limits[KNOCK_KINDS] = {
    [OF_PAIR] = {5, 900, "pair"}, [OF_ADDRESS] = {20, 900, "from"}, [OF_ACCOUNT] = {50, 10, "of"}};

// Two that meet in one place take turns: at worst one of them is let try once more.
struct place {
    uint64_t who;
    int64_t last_ms, next_ms; // the newest try; before next_ms there is none
    int tries;
    bool opened; // this pair has signed in
};

struct knocks {
    pthread_mutex_t lock;
    struct place places[PLACES];
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

// The places of the three counts, made fit for now. With the lock held.
static void find_places(struct knocks *knocks, struct str account, struct str address,
                        int64_t now_ms, struct place *out[KNOCK_KINDS])
{
    struct arena mem;
    arena_start(&mem);
    struct str network = network_of(&mem, address);
    for (int kind = 0; kind < KNOCK_KINDS; kind++) {
        struct str name = str_printf(&mem, "%s\n" STR_FMT "\n" STR_FMT, limits[kind].name,
                                     STR_ARG(kind == OF_ADDRESS ? STR_NONE : account),
                                     STR_ARG(kind == OF_ACCOUNT ? STR_NONE : network));
        uint64_t who = str_hash(name);
        out[kind] = &knocks->places[who % PLACES];
        if (out[kind]->who != who)
            *out[kind] = (struct place){.who = who};
        else if (now_ms - out[kind]->last_ms > FORGET_MS)
            out[kind]->tries = 0;
    }
    arena_end(&mem);
}

static bool is_asked(const struct place *const places[KNOCK_KINDS], int kind)
{
    return kind != OF_ACCOUNT || !places[OF_PAIR]->opened;
}

static void count_try(struct place *place, int kind, int64_t now_ms)
{
    int over = ++place->tries - limits[kind].free;
    int64_t wait_s = over < 0 ? 0 : over > 20 ? 1 << 20 : (int64_t)1 << over;
    if (wait_s > limits[kind].wait_s_max)
        wait_s = limits[kind].wait_s_max;
    place->last_ms = now_ms;
    place->next_ms = now_ms + wait_s * 1000;
}

bool knock_may(struct knocks *knocks, struct str account, struct str address, int64_t now_ms,
               int *wait_s)
{
    struct place *places[KNOCK_KINDS];
    int64_t until = 0;
    pthread_mutex_lock(&knocks->lock);
    find_places(knocks, account, address, now_ms, places);
    for (int kind = 0; kind < KNOCK_KINDS; kind++) {
        if (is_asked((const struct place *const *)places, kind) && places[kind]->next_ms > until)
            until = places[kind]->next_ms;
    }
    bool may = until <= now_ms;
    for (int kind = 0; may && kind < KNOCK_KINDS; kind++) {
        if (is_asked((const struct place *const *)places, kind))
            count_try(places[kind], kind, now_ms);
    }
    pthread_mutex_unlock(&knocks->lock);
    if (!may)
        *wait_s = (int)((until - now_ms + 999) / 1000);
    return may;
}

// The address's count loses only this try: an account of one's own must not buy more guesses at
// others'.
void knock_opened(struct knocks *knocks, struct str account, struct str address, int64_t now_ms)
{
    struct place *places[KNOCK_KINDS];
    pthread_mutex_lock(&knocks->lock);
    find_places(knocks, account, address, now_ms, places);
    if (is_asked((const struct place *const *)places, OF_ACCOUNT) && places[OF_ACCOUNT]->tries > 0)
        places[OF_ACCOUNT]->tries--;
    if (places[OF_ADDRESS]->tries > 0)
        places[OF_ADDRESS]->tries--;
    places[OF_ADDRESS]->next_ms = 0;
    places[OF_PAIR]->tries = 0;
    places[OF_PAIR]->next_ms = 0;
    places[OF_PAIR]->opened = true;
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
