// The law of the cache: a request that begins after a change was answered shows it, whatever else
// happens at the same time. Writers, readers and a watcher of fragments run against each other;
// each thing's value only grows, so an answer is right if every value in it is at least what had
// been answered when the request began, and at most what had been begun when it ended.
#include "paper.h"

#include <pthread.h>

enum {
    THINGS = 12, // each even one is changed together with its neighbour: always equal
    WRITERS = 2,
    READERS = 3,
    WRITES = 1500, // of each writer
    FRAGMENTS = 6,
};

static const char *const fragments[FRAGMENTS] = {"t0/t1",   "t4",    "t6/t7/t8",
                                                 "t10/t11", "t0>t8", "t2>t0/t9"};
static const char *const pages[] = {
    "/t2/t3?t0/t1",
    "/t2/t3/t9?t0/t1.t4",
    "/t5?t6/t7/t8.t4.t0/t1",
    "/t8/t9?t10/t11",
    "/t0/t1/t2/t3/t4/t5/t6/t7/t8/t9/t10/t11",
    "/t10?t4.t0>t8",
    "/t4>t6/t9>t2?t2>t0/t9",
    "/t11/t10",
};

struct trial {
    struct paper paper;
    uint64_t seed;
    atomic_int_least64_t begun[THINGS], answered[THINGS];
    atomic_int writing, reads;
    atomic_bool flagged[FRAGMENTS]; // told of, not yet looked at
    char shown[FRAGMENTS][512];     // by the page that is open
};

struct actor {
    struct trial *trial;
    int number;
    uint64_t seed;
    pthread_t thread;
};

static uint32_t next_random(uint64_t *seed)
{
    *seed = *seed * 6364136223846793005u + 1442695040888963407u;
    return (uint32_t)(*seed >> 33);
}

// ── writers ───────────────────────────────────────────────────────────────────────────────────

static void write_once(struct trial *trial, int even, int64_t value)
{
    char one[16], other[16];
    snprintf(one, sizeof(one), "t%d", even);
    snprintf(other, sizeof(other), "t%d", even + 1);
    atomic_store(&trial->begun[even], value);
    atomic_store(&trial->begun[even + 1], value);
    paper_set_both(&trial->paper, one, other, value);
    atomic_store(&trial->answered[even], value);
    atomic_store(&trial->answered[even + 1], value);
}

static void *write_all(void *with)
{
    struct actor *me = with;
    for (int64_t value = 1; value <= WRITES; value++) {
        int pair = (int)(next_random(&me->seed) % (THINGS / 2 / WRITERS)) * WRITERS + me->number;
        write_once(me->trial, pair * 2, value);
    }
    atomic_fetch_sub(&me->trial->writing, 1);
    return NULL;
}

// ── checking ──────────────────────────────────────────────────────────────────────────────────

static void check_value(struct trial *trial, struct str pair, const int64_t *answered,
                        int64_t *last)
{
    struct str name, value;
    int64_t n = 0, thing = 0;
    must(str_split(pair, '=', &name, &value));
    ptrdiff_t t = (ptrdiff_t)name.len - 1; // what stands before the name ends in no digit
    while (t >= 0 && name.at[t] != 't')
        t--;
    must(t >= 0 && parse_int(str_after(name, (size_t)t + 1), &thing) && parse_int(value, &n));
    if (n < answered[thing] || n > atomic_load(&trial->begun[thing])) {
        fprintf(stderr, "seed %llu: t%d is %d, but %d was answered before the request\n",
                (unsigned long long)trial->seed, (int)thing, (int)n, (int)answered[thing]);
        abort();
    }
    // Neighbours in one region are of one moment.
    if (thing % 2 == 1 && last[0] == thing - 1)
        must(n == last[1]);
    last[0] = thing;
    last[1] = n;
}

static void check_text(struct trial *trial, struct str text, const int64_t *answered)
{
    struct str region;
    while (str_cut(&text, ']', &region)) {
        int64_t last[2] = {-1, 0};
        struct str pair;
        while (str_cut(&region, ';', &pair))
            if (str_has(pair, '='))
                check_value(trial, pair, answered, last);
    }
}

static void read_once(struct trial *trial, const char *page, const struct cache_asked *asked)
{
    int64_t answered[THINGS];
    for (int i = 0; i < THINGS; i++)
        answered[i] = atomic_load(&trial->answered[i]);
    AUTO_JOB job;
    job_start(&job, 0);
    struct http_reply *reply = paper_ask(&trial->paper, page, asked);
    check_text(trial, reply_text(&job, reply), answered);
    reply_put(reply);
}

static void *read_all(void *with)
{
    struct actor *me = with;
    const struct cache_asked *const asked[] = {&plain, &gzip, &brotli, &both};
    while (atomic_load(&me->trial->writing) > 0) {
        const char *page = pages[next_random(&me->seed) % ARRAY_LEN(pages)];
        read_once(me->trial, page, asked[next_random(&me->seed) % ARRAY_LEN(asked)]);
        atomic_fetch_add(&me->trial->reads, 1);
    }
    return NULL;
}

// ── a page that is open ───────────────────────────────────────────────────────────────────────

static void hear(void *with, struct str fragment, struct str channel, uint64_t seq)
{
    struct trial *trial = with;
    for (int i = 0; i < FRAGMENTS; i++)
        if (str_is(fragment, fragments[i]))
            atomic_store(&trial->flagged[i], true);
}

static void look_again(struct trial *trial, int i)
{
    AUTO_JOB job;
    job_start(&job, 0);
    struct cache_fragment fragment;
    must_job(cache_fragment_get(&job, trial->paper.cache, str_from(fragments[i]), &fragment), &job);
    snprintf(trial->shown[i], sizeof(trial->shown[i]), STR_FMT, STR_ARG(fragment.text));
}

static bool look_at_what_was_told(struct trial *trial)
{
    bool any = false;
    for (int i = 0; i < FRAGMENTS; i++) {
        if (!atomic_exchange(&trial->flagged[i], false))
            continue;
        look_again(trial, i);
        any = true;
    }
    return any;
}

static void *watch(void *with)
{
    struct actor *me = with;
    while (atomic_load(&me->trial->writing) > 0)
        if (!look_at_what_was_told(me->trial))
            sched_yield();
    return NULL;
}

// ── trials ────────────────────────────────────────────────────────────────────────────────────

static void run_actors(struct trial *trial)
{
    void *(*const parts[])(void *) = {write_all, write_all, read_all, read_all, read_all, watch};
    struct actor actors[ARRAY_LEN(parts)];
    trial->writing = WRITERS;
    for (size_t i = 0; i < ARRAY_LEN(parts); i++) {
        actors[i] = (struct actor){trial, (int)i, trial->seed + i};
        assert_int_equal(pthread_create(&actors[i].thread, NULL, parts[i], &actors[i]), 0);
    }
    for (size_t i = 0; i < ARRAY_LEN(parts); i++)
        pthread_join(actors[i].thread, NULL);
}

// The same store, no cache.
static void compare_with_fresh_ones(struct trial *trial, const struct cache_options *options)
{
    AUTO_JOB job;
    job_start(&job, 0);
    struct cache_options none = *options;
    none.bytes_max = 0;
    none.make_fragment_with = &trial->paper;
    struct paper fresh = {.store = trial->paper.store, .padding = trial->paper.padding};
    assert_job(cache_open(&job, fresh.store, &none, &fresh.cache), &job);
    for (size_t i = 0; i < ARRAY_LEN(pages); i++) {
        struct http_reply *kept = paper_ask(&trial->paper, pages[i], &gzip);
        struct http_reply *made = paper_ask(&fresh, pages[i], &gzip);
        assert_true(str_eq(kept->body, made->body) && str_eq(kept->headers, made->headers));
        reply_put(kept);
        reply_put(made);
    }
    for (int i = 0; i < FRAGMENTS; i++) {
        char shown[512];
        memcpy(shown, trial->shown[i], sizeof(shown));
        look_again(trial, i);
        assert_string_equal(shown, trial->shown[i]);
    }
    cache_close(fresh.cache);
}

static void try_with(const struct cache_options *options, const char *name)
{
    static struct trial trial;
    trial = (struct trial){0};
    const char *seed = getenv("SEED");
    if (!seed || !parse_uint(str_from(seed), UINT64_MAX, &trial.seed))
        random_bytes(&trial.seed, sizeof(trial.seed));
    print_message("# %s: SEED=%llu\n", name, (unsigned long long)trial.seed);
    trial.paper.padding =
        S("It was a bright cold day in the office, and the clocks were striking "
          "deadlines: nobody looked up, for everybody was looking for a headline.");
    paper_open(&trial.paper, options);
    cache_on_fragment_dropped(trial.paper.cache, hear, &trial);
    for (int i = 0; i < FRAGMENTS; i++)
        look_again(&trial, i);
    run_actors(&trial);
    while (look_at_what_was_told(&trial))
        continue;
    compare_with_fresh_ones(&trial, options);
    struct cache_numbers n = cache_count(trial.paper.cache);
    print_message("# %d reads: %d hits, %d made, %d shared, %d dropped, %d evicted, %d not kept\n",
                  trial.reads, (int)n.hits, (int)n.misses, (int)n.shared, (int)n.dropped,
                  (int)n.evicted, (int)n.not_kept);
    paper_close(&trial.paper);
    assert_int_equal(replies_alive, 0);
}

static void every_answer_shows_what_was_answered_before(void **state)
{
    struct cache_options options = paper_options();
    try_with(&options, "room for all");
}

static void the_same_while_everything_is_evicted(void **state)
{
    struct cache_options options = paper_options();
    options.bytes_max = 24000;
    options.shards = 2;
    try_with(&options, "little room");
}

static void the_same_with_a_ring_of_two(void **state)
{
    struct cache_options options = paper_options();
    options.ring_changes = 2;
    options.shards = 1;
    try_with(&options, "short memory");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_answer_shows_what_was_answered_before),
        cmocka_unit_test(the_same_while_everything_is_evicted),
        cmocka_unit_test(the_same_with_a_ring_of_two),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
