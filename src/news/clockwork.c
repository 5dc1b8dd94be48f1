#include "news/clockwork.h"

#include "news/desk.h"
#include "news/flash.h"
#include "news/front.h"
#include "news/picture.h"
#include "news/popularity.h"
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

static bool run_picture_lapse(struct job *job, struct txn *txn, const struct due_item *item,
                              void *app)
{
    int64_t id;
    return key_id(job, item, &id) && picture_lapse_due(job, txn, id);
}

// ── what comes again by itself: a kind may put its own row again ──────────────────────────────

static bool put_again(struct job *job, struct txn *txn, struct str kind, int64_t every_ms)
{
    int64_t at_ms = (job->now_ms / every_ms + 1) * every_ms;
    struct str every = str_printf(&job->mem, "%lld", (long long)every_ms);
    return due_put(job, txn, kind, S("all"), at_ms, every);
}

// The change log is for those who catch up; who was away longer begins anew.
static bool run_log_prune(struct job *job, struct txn *txn, const struct due_item *item, void *app)
{
    return store_prune_changes(job, txn, LOG_ROWS_KEPT) && put_again(job, txn, item->kind, HOUR_MS);
}

static bool look_most_read(struct job *job, struct txn *txn, const struct due_item *item, void *app,
                           void **seen)
{
    struct ranking *ranking;
    if (!most_read_rank(job, txn, &ranking))
        return false;
    *seen = ranking;
    return true;
}

static bool run_most_read(struct job *job, struct txn *txn, const struct due_item *item, void *app)
{
    int64_t every_ms;
    if (!parse_int(item->args, &every_ms) || every_ms <= 0)
        return job_fail(job, FAULT_INTERNAL, "\"" STR_FMT "\" is no period", STR_ARG(item->args));
    return most_read_write(job, txn, item->seen) && put_again(job, txn, item->kind, every_ms);
}

// A database of before is made searchable in the background, some stories at a time.
static bool run_desk_fold(struct job *job, struct txn *txn, const struct due_item *item, void *app)
{
    bool more;
    return desk_fold_some(job, txn, &more) &&
           (!more || due_put(job, txn, item->kind, S("all"), job->now_ms, S("")));
}

static bool start_fold(struct job *job, struct txn *txn)
{
    bool found;
    int64_t one;
    if (!sql_number(job, txn, &found, &one, "SELECT 1 FROM working WHERE folded IS NULL LIMIT 1"))
        return false;
    return !found || due_put(job, txn, S("desk-fold"), S("all"), job->now_ms, S(""));
}

bool clockwork_start(struct job *job, struct txn *txn, int64_t rank_every_ms)
{
    // What an outage passed over is nobody's loss: it is not made up for, and not late.
    return put_again(job, txn, S("log-prune"), HOUR_MS) &&
           put_again(job, txn, S("most-read"), rank_every_ms) && start_fold(job, txn);
}

const struct due_kind news_due_kinds[] = {
    {"story-publish", run_story_publish}, {"flash-end", run_flash_end},
    {"slot-end", run_slot_end},           {"picture-lapse", run_picture_lapse},
    {"log-prune", run_log_prune},         {"most-read", run_most_read, look_most_read},
    {"desk-fold", run_desk_fold},
};
const size_t news_due_kinds_count = ARRAY_LEN(news_due_kinds);
