#include "news/internal.h"

#include "text/slug.h"

struct place {
    const struct story_row *row;
    struct str section; // its path
};

// No other story has or had it, no section has or had it, and nothing of ours hangs below it.
static bool is_taken(struct job *job, struct txn *txn, void *with, struct str slug, bool *taken)
{
    const struct place *place = with;
    struct str path =
        str_printf(&job->mem, STR_FMT "/" STR_FMT, STR_ARG(place->section), STR_ARG(slug));
    int64_t is;
    if (!sql_number(job, txn, NULL, &is,
                    "SELECT EXISTS (SELECT 1 FROM address WHERE edition_id = ?1 AND path = ?2"
                    " AND story_id <> ?3)"
                    " OR EXISTS (SELECT 1 FROM section WHERE edition_id = ?1 AND path = ?2)"
                    " OR EXISTS (SELECT 1 FROM old_slug WHERE kind = 'section' AND edition_id = ?1"
                    " AND slug = ?2)",
                    sql_int(place->row->state.edition_id), sql_text(path),
                    sql_int(place->row->state.id)))
        return false;
    *taken = is != 0 || str_is(slug, "history");
    return true;
}

// By hand, else what it has, else made from the headline.
static struct str wanted_slug(struct arena *mem, const struct story_row *row,
                              const struct story_copy *copy)
{
    if (copy->slug.len)
        return copy->slug;
    if (row->slug.len)
        return row->slug;
    struct str slug = slug_make(mem, copy->headline);
    return slug.len ? slug : str_printf(mem, "story-%lld", (long long)row->state.id);
}

bool story_choose_slug(struct job *job, struct txn *txn, const struct story_row *row,
                       const struct story_copy *copy, struct str *out)
{
    struct filing section;
    if (!filing_get(job, txn, FILING_SECTION, copy->section_id, &section))
        return false;
    struct place place = {.row = row, .section = section.path};
    return choose_slug(job, txn, wanted_slug(&job->mem, row, copy), is_taken, &place, out);
}

bool story_slug_now(struct job *job, struct txn *txn, const struct actor *actor, int64_t id,
                    struct str *asked, struct str *becomes)
{
    struct story_row row;
    struct story_copy copy;
    struct str slug;
    if (!actor_may(job, actor, RIGHT_STORY_READ) || !story_row_read(job, txn, id, &row) ||
        !copy_load(job, txn, &row, &copy))
        return false;
    slug = copy.slug;
    if (copy.slug.len && copy.section_id && !story_choose_slug(job, txn, &row, &copy, &slug)) {
        if (job->fault.kind != FAULT_NOT_FOUND) // a section that is gone has no addresses
            return false;
        job_forgive(job);
    }
    *asked = copy.slug;
    *becomes = slug;
    return true;
}
