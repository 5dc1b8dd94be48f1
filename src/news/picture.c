#include "news/picture.h"

#include "news/internal.h"

bool picture_make(struct job *job, struct txn *txn, const struct actor *actor,
                  const struct picture *picture, unsigned given, int64_t *out_id)
{
    return job_fail(job, FAULT_UNAVAILABLE, "pictures are not taken yet");
}

bool picture_change(struct job *job, struct txn *txn, const struct actor *actor, int64_t id,
                    const struct picture *picture, unsigned given)
{
    return job_fail(job, FAULT_UNAVAILABLE, "pictures are not taken yet");
}

bool picture_translate(struct job *job, struct txn *txn, const struct actor *actor, int64_t id,
                       int64_t edition_id, struct str alt, struct str caption)
{
    return job_fail(job, FAULT_UNAVAILABLE, "pictures are not taken yet");
}

bool picture_get(struct job *job, struct txn *txn, int64_t id, int64_t edition_id,
                 struct picture *out)
{
    note_printf(txn->notes, "picture:%lld", (long long)id);
    return job_fail(job, FAULT_NOT_FOUND, "there is no picture with the id %lld", (long long)id);
}

bool picture_list(struct job *job, struct txn *txn, size_t limit, int64_t before_id,
                  struct picture **out, size_t *count, bool *more)
{
    *out = NULL;
    *count = 0;
    *more = false;
    return true;
}

bool picture_lapse_due(struct job *job, struct txn *txn, int64_t id)
{
    return true;
}
