#include "api/api_rate.h"

#include <pthread.h>

enum { BUCKETS = 8192 };

struct bucket {
    uint64_t who;
    int64_t seen_ms;
    double tokens;
};

struct api_rate {
    pthread_mutex_t lock;
    struct bucket buckets[BUCKETS];
};

struct api_rate *api_rate_open(void)
{
    struct api_rate *rate = heap_take(sizeof(*rate));
    pthread_mutex_init(&rate->lock, NULL);
    return rate;
}

void api_rate_close(struct api_rate *rate)
{
    if (!rate)
        return;
    pthread_mutex_destroy(&rate->lock);
    free(rate);
}

static void fill(struct bucket *bucket, uint64_t who, double per_minute, int64_t now_ms)
{
    if (bucket->who != who)
        *bucket = (struct bucket){.who = who, .seen_ms = now_ms, .tokens = per_minute};
    if (now_ms > bucket->seen_ms)
        bucket->tokens += (double)(now_ms - bucket->seen_ms) * per_minute / 60000;
    if (bucket->tokens > per_minute)
        bucket->tokens = per_minute;
    bucket->seen_ms = now_ms;
}

bool api_rate_allows(struct api_rate *rate, struct str address, int64_t per_minute, int64_t now_ms,
                     int *wait_s)
{
    if (per_minute <= 0)
        return true;
    uint64_t who = str_hash(address);
    pthread_mutex_lock(&rate->lock);
    struct bucket *bucket = &rate->buckets[who % BUCKETS];
    fill(bucket, who, (double)per_minute, now_ms);
    bool may = bucket->tokens >= 1;
    if (may)
        bucket->tokens -= 1;
    else
        *wait_s = 1 + (int)((1 - bucket->tokens) * 60 / (double)per_minute);
    pthread_mutex_unlock(&rate->lock);
    return may;
}
