#include "news/clockwork.h"

#include "news/flash.h"
#include "news/story.h"

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

const struct due_kind news_due_kinds[] = {
    {"story-publish", run_story_publish},
    {"flash-end", run_flash_end},
};
const size_t news_due_kinds_count = ARRAY_LEN(news_due_kinds);
