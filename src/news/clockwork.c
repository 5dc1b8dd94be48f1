#include "news/clockwork.h"

#include "news/flash.h"
#include "news/front.h"
#include "news/story.h"

enum { LOG_ROWS_KEPT = 500000, HOUR_MS = 3600 * 1000 };

static bool key_id(struct job *job, const struct due_item *item, int64_t *id)
{
    return parse_int(item->key, id) ||
           job_fail(job, FAULT_INTERNAL, "the key \"" STR_FMT "\" is no id", STR_ARG(item->key));
}

static bool run_story_publish(struct job *job, struct txn *txn, const struct due_item *item,
                              void *app)
{
    int64_t id;
    return key_id(job, item, &id) && story_publish_due(job, txn, id);
}

static bool run_flash_end(struct job *job, struct txn *txn, const struct due_item *item, void *app)
{
    int64_t id;
    return key_id(job, item, &id) && flash_end_due(job, txn, id);
}

static bool run_slot_end(struct job *job, struct txn *txn, const struct due_item *item, void *app)
{
    int64_t id;
    return key_id(job, item, &id) && slot_end_due(job, txn, id);
}

// Two keys in turn: a row that runs cannot put itself again.
static const struct str prune_keys[] = {{"a", 1}, {"b", 1}};

static int64_t next_hour(const struct job *job)
{
    return (job->now_ms / HOUR_MS + 1) * HOUR_MS;
}

// The change log is for those who catch up; who was away longer begins anew.
static bool run_log_prune(struct job *job, struct txn *txn, const struct due_item *item, void *app)
{
    bool is_first = str_eq(item->key, prune_keys[0]);
    return store_prune_changes(job, txn, LOG_ROWS_KEPT) &&
           due_put(job, txn, S("log-prune"), prune_keys[is_first], next_hour(job), S(""));
}

bool clockwork_start(struct job *job, struct txn *txn)
{
    // What an outage passed over is nobody's loss: it is not made up for, and not late.
    return due_drop(job, txn, S("log-prune"), prune_keys[1]) &&
           due_put(job, txn, S("log-prune"), prune_keys[0], next_hour(job), S(""));
}

const struct due_kind news_due_kinds[] = {
    {"story-publish", run_story_publish},
    {"flash-end", run_flash_end},
    {"slot-end", run_slot_end},
    {"log-prune", run_log_prune},
};
const size_t news_due_kinds_count = ARRAY_LEN(news_due_kinds);
