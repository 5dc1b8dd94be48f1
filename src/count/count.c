#include "count/internal.h"

#include <pthread.h>
#include <sodium.h>

// Of one period. Who makes up more ids than this finds that none is counted until it is over.
enum { SUMS_MAX = 1 << 16, REPEATS_MAX = 1 << 20, PERIOD_MS = 60000, HOUR_MS = 3600 * 1000 };

struct counter {
    struct count_options options;

    pthread_mutex_t lock; // all of this; held for a moment only
    unsigned char key[crypto_shorthash_KEYBYTES];
    int64_t hour; // that the key and the repeats are of
    struct repeats repeats;
    struct sums sums;
    struct count_numbers numbers;
    bool stop;
    pthread_cond_t wake;

    pthread_mutex_t handing; // one handing over at a time; taken before `lock`
    pthread_t worker;
};

// ── counting ──────────────────────────────────────────────────────────────────────────────────

// What was known of the hour before is gone: without its key the hashes would say nothing, and they
// go too.
static void turn_hour(struct counter *counter, int64_t hour)
{
    if (counter->hour == hour)
        return;
    random_bytes(counter->key, sizeof(counter->key));
    repeats_forget(&counter->repeats);
    repeats_start(&counter->repeats, counter->options.repeats_max);
    counter->hour = hour;
}

// Of who did what. Each part has its length before it, so that no two readers read as one.
static uint64_t hash_of(const struct counter *counter, enum count_kind kind, int64_t id,
                        struct str client, struct str agent)
{
    char told[512];
    int64_t head[3] = {kind, id, (int64_t)client.len};
    struct str parts[] = {{(const char *)head, sizeof(head)}, client, agent};
    size_t len = 0;
    for (size_t i = 0; i < ARRAY_LEN(parts); i++) {
        size_t left = sizeof(told) - len, take = parts[i].len < left ? parts[i].len : left;
        if (take)
            memcpy(told + len, parts[i].at, take);
        len += take;
    }
    uint64_t hash;
    crypto_shorthash((unsigned char *)&hash, (const unsigned char *)told, len, counter->key);
    sodium_memzero(told, len);
    return hash;
}

static void hit(struct counter *counter, enum count_kind kind, int64_t id, struct str client,
                struct str agent)
{
    struct count_sum *sum = sums_find(&counter->sums, kind, id);
    if (!sum) {
        counter->numbers.refused++;
        return;
    }
    switch (repeats_add(&counter->repeats, hash_of(counter, kind, id, client, agent))) {
    case REPEATS_NEW:
        sum->count++;
        counter->numbers.counted++;
        break;
    case REPEATS_KNOWN:
        counter->numbers.repeats++;
        break;
    case REPEATS_FULL:
        counter->numbers.refused++;
        break;
    }
}

void count_hit(struct counter *counter, enum count_kind kind, int64_t id, struct str client,
               struct str agent)
{
    assert(kind < COUNT_KINDS && id > 0);
    int64_t hour = counter->options.now_ms() / HOUR_MS;
    pthread_mutex_lock(&counter->lock);
    turn_hour(counter, hour);
    hit(counter, kind, id, client, agent);
    pthread_mutex_unlock(&counter->lock);
}

struct count_numbers count_numbers(struct counter *counter)
{
    pthread_mutex_lock(&counter->lock);
    struct count_numbers numbers = counter->numbers;
    pthread_mutex_unlock(&counter->lock);
    return numbers;
}

// ── handing over ──────────────────────────────────────────────────────────────────────────────

static struct sums sums_exchange(struct counter *counter)
{
    struct sums fresh;
    sums_start(&fresh, SUMS_MAX);
    pthread_mutex_lock(&counter->lock);
    struct sums full = counter->sums;
    counter->sums = fresh;
    pthread_mutex_unlock(&counter->lock);
    return full;
}

// Puts back what nobody took, beside what came in meanwhile.
static void sums_put_back(struct counter *counter, const struct count_sum *list, size_t count)
{
    pthread_mutex_lock(&counter->lock);
    for (size_t i = 0; i < count; i++) {
        struct count_sum *sum = sums_find(&counter->sums, list[i].kind, list[i].id);
        if (sum)
            sum->count += list[i].count;
        else
            counter->numbers.refused += (uint64_t)list[i].count;
    }
    pthread_mutex_unlock(&counter->lock);
}

// A sum of 0 is left by who came again, or found the set full.
static size_t without_zeros(struct count_sum *list, size_t count)
{
    size_t kept = 0;
    for (size_t i = 0; i < count; i++) {
        if (list[i].count)
            list[kept++] = list[i];
    }
    return kept;
}

bool count_flush(struct job *job, struct counter *counter)
{
    pthread_mutex_lock(&counter->handing);
    struct sums sums = sums_exchange(counter);
    struct count_sum *list = sums_list(&job->mem, &sums);
    size_t count = without_zeros(list, sums.count);
    sums_end(&sums);
    bool ok = count == 0 || counter->options.take(job, counter->options.with, list, count);
    if (!ok)
        sums_put_back(counter, list, count);
    pthread_mutex_unlock(&counter->handing);
    return ok;
}

static void flush_or_say(struct counter *counter)
{
    AUTO_JOB job;
    job_start(&job, counter->options.now_ms());
    if (!count_flush(&job, counter))
        log_fault("count", &job);
}

// Until the period is over, or the end has come. The key of an hour goes with the hour, also when
// nobody comes.
static bool wait_period(struct counter *counter)
{
    int64_t until_ms = clock_monotonic_ms() + counter->options.period_ms;
    struct timespec until = {until_ms / 1000, until_ms % 1000 * 1000000};
    int waited = 0;
    pthread_mutex_lock(&counter->lock);
    while (!counter->stop && waited == 0)
        waited = pthread_cond_timedwait(&counter->wake, &counter->lock, &until);
    turn_hour(counter, counter->options.now_ms() / HOUR_MS);
    bool go_on = !counter->stop;
    pthread_mutex_unlock(&counter->lock);
    return go_on;
}

static void *work(void *with)
{
    struct counter *counter = with;
    while (wait_period(counter))
        flush_or_say(counter);
    return NULL;
}

// ── opening and closing ───────────────────────────────────────────────────────────────────────

static void start_locks(struct counter *counter)
{
    pthread_condattr_t monotonic;
    pthread_condattr_init(&monotonic);
    pthread_condattr_setclock(&monotonic, CLOCK_MONOTONIC);
    pthread_cond_init(&counter->wake, &monotonic);
    pthread_condattr_destroy(&monotonic);
    pthread_mutex_init(&counter->lock, NULL);
    pthread_mutex_init(&counter->handing, NULL);
}

static void end(struct counter *counter)
{
    repeats_forget(&counter->repeats);
    sums_end(&counter->sums);
    pthread_cond_destroy(&counter->wake);
    pthread_mutex_destroy(&counter->lock);
    pthread_mutex_destroy(&counter->handing);
    sodium_memzero(counter->key, sizeof(counter->key));
    free(counter);
}

static void fill_options(struct count_options *options)
{
    options->period_ms = options->period_ms ? options->period_ms : PERIOD_MS;
    options->repeats_max = options->repeats_max ? options->repeats_max : REPEATS_MAX;
    options->now_ms = options->now_ms ? options->now_ms : clock_unix_ms;
}

bool count_open(struct job *job, const struct count_options *options, struct counter **out)
{
    struct counter *counter = heap_take(sizeof(*counter));
    counter->options = *options;
    fill_options(&counter->options);
    counter->hour = counter->options.now_ms() / HOUR_MS;
    random_bytes(counter->key, sizeof(counter->key));
    repeats_start(&counter->repeats, counter->options.repeats_max);
    sums_start(&counter->sums, SUMS_MAX);
    start_locks(counter);
    if (pthread_create(&counter->worker, NULL, work, counter) != 0) {
        end(counter);
        return job_fail(job, FAULT_UNAVAILABLE, "no thread could be started");
    }
    *out = counter;
    return true;
}

void count_close(struct counter *counter)
{
    if (!counter)
        return;
    pthread_mutex_lock(&counter->lock);
    counter->stop = true;
    pthread_cond_signal(&counter->wake);
    pthread_mutex_unlock(&counter->lock);
    pthread_join(counter->worker, NULL);
    flush_or_say(counter);
    end(counter);
}
