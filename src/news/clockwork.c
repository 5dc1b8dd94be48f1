#include "news/clockwork.h"

#include "news/flash.h"
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

// The change log is for those who catch up; who was away longer begins anew.
static bool run_log_prune(struct job *job, struct txn *txn, const struct due_item *item, void *app)
{
    return store_prune_changes(job, txn, LOG_ROWS_KEPT) && clockwork_start(job, txn);
}

bool clockwork_start(struct job *job, struct txn *txn)
{
    // A key of its own for each hour: a row that runs cannot put itself again.
    struct str hour = str_printf(&job->mem, "%lld", (long long)(job->now_ms / HOUR_MS));
    return due_put(job, txn, S("log-prune"), hour, (job->now_ms / HOUR_MS + 1) * HOUR_MS, S(""));
}

const struct due_kind news_due_kinds[] = {
    {"story-publish", run_story_publish},
    {"flash-end", run_flash_end},
    {"log-prune", run_log_prune},
};
const size_t news_due_kinds_count = ARRAY_LEN(news_due_kinds);
