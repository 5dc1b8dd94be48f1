#include "news/internal.h"

// A group is named after one of its stories, its first. 0 as `other` means: stand alone.

static bool group_of(struct job *job, struct txn *txn, int64_t story_id, int64_t *group)
{
    bool found;
    if (!sql_number(job, txn, &found, group, "SELECT translation_group FROM story WHERE id = ?1",
                    sql_int(story_id)))
        return false;
    return found ||
           job_fail_field(job, "translation_of", "there is no story %lld", (long long)story_id);
}

bool group_check(struct job *job, struct txn *txn, const struct story_state *story, int64_t other)
{
    int64_t group, twice;
    bool found;
    if (!other)
        return true;
    if (!group_of(job, txn, other, &group))
        return false;
    if (group == story->translation_group)
        return true;
    // Both groups together: no edition may be there twice.
    if (!sql_number(job, txn, &found, &twice,
                    "SELECT edition_id FROM story"
                    " WHERE translation_group IN (?1, ?2)"
                    " GROUP BY edition_id HAVING count(*) > 1 LIMIT 1",
                    sql_int(group), sql_int(story->translation_group)))
        return false;
    return !found || job_fail_field(job, "translation_of",
                                    "story %lld has a translation in this edition already, or is "
                                    "of it",
                                    (long long)other);
}

// Would renaming this group (apart from the story itself) change what readers see?
static bool has_public(struct job *job, struct txn *txn, int64_t group, int64_t but, bool *out)
{
    int64_t one;
    return sql_number(job, txn, out, &one,
                      "SELECT 1 FROM story WHERE translation_group = ?1 AND id <> ?2"
                      " AND public = 1 LIMIT 1",
                      sql_int(group), sql_int(but));
}

static bool rename_group(struct job *job, struct txn *txn, int64_t from, int64_t to, int64_t but)
{
    return sql_run(job, txn,
                   "UPDATE story SET translation_group = ?2"
                   " WHERE translation_group = ?1 AND id <> ?3",
                   sql_int(from), sql_int(to), sql_int(but));
}

static bool set_group(struct job *job, struct txn *txn, struct story_state *story, int64_t group)
{
    story->translation_group = group;
    return sql_run(job, txn, "UPDATE story SET translation_group = ?2 WHERE id = ?1",
                   sql_int(story->id), sql_int(group));
}

// The others need another name when the group is named after the one that leaves.
static bool leave(struct job *job, struct txn *txn, struct story_state *story, bool public_too,
                  bool *done)
{
    int64_t group = story->translation_group, first = 0;
    bool found, seen = false;
    if (!sql_number(job, txn, &found, &first,
                    "SELECT min(id) FROM story WHERE translation_group = ?1 AND id <> ?2",
                    sql_int(group), sql_int(story->id)))
        return false;
    *done = true;
    if (!first)
        return true; // it stands alone already
    if (group != story->id)
        return set_group(job, txn, story, story->id);
    if (!has_public(job, txn, group, story->id, &seen))
        return false;
    *done = public_too || !seen;
    return !*done || rename_group(job, txn, group, first, story->id);
}

bool group_join(struct job *job, struct txn *txn, struct story_state *story, int64_t other,
                bool public_too, bool *done)
{
    if (!other)
        return leave(job, txn, story, public_too, done);
    int64_t group, old = story->translation_group;
    bool seen;
    if (!group_check(job, txn, story, other) || !group_of(job, txn, other, &group) ||
        !has_public(job, txn, old, story->id, &seen))
        return false;
    *done = group == old || public_too || !seen;
    if (group == old || !*done)
        return true;
    return set_group(job, txn, story, group) && rename_group(job, txn, old, group, story->id);
}
