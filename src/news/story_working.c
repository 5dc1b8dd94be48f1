#include "news/internal.h"

// A draft is no foreign key: what it names may be gone since. Then it names it no more.
static bool get_one(struct job *job, struct txn *txn, enum filing_kind kind, int64_t id,
                    struct filing *out)
{
    *out = (struct filing){0};
    if (!id || filing_get(job, txn, kind, id, out))
        return true;
    if (job->fault.kind != FAULT_NOT_FOUND)
        return false;
    job_forgive(job);
    return true;
}

static bool get_all(struct job *job, struct txn *txn, enum filing_kind kind, struct id_list ids,
                    struct filing **out, size_t *count)
{
    struct filing *items = arena_array(&job->mem, struct filing, ids.count + 1);
    size_t found = 0;
    for (size_t i = 0; i < ids.count; i++) {
        if (!get_one(job, txn, kind, ids.items[i], &items[found]))
            return false;
        found += items[found].id != 0;
    }
    *out = items;
    *count = found;
    return true;
}

static bool get_filings(struct job *job, struct txn *txn, const struct story_copy *copy,
                        struct story *out)
{
    return get_one(job, txn, FILING_SECTION, copy->section_id, &out->section) &&
           get_one(job, txn, FILING_SECTION, out->section.parent_id, &out->parent) &&
           get_one(job, txn, FILING_SOURCE, copy->source_id, &out->source) &&
           get_all(job, txn, FILING_REGION, copy->regions, &out->regions, &out->regions_count) &&
           get_all(job, txn, FILING_TOPIC, copy->topics, &out->topics, &out->topics_count) &&
           get_all(job, txn, FILING_PERSON, copy->authors, &out->authors, &out->authors_count) &&
           get_all(job, txn, FILING_DOSSIER, copy->dossiers, &out->dossiers, &out->dossiers_count);
}

// What only the columns have: what happened to it, not what is being written.
static bool get_history(struct job *job, struct txn *txn, struct story *out)
{
    struct rows rows;
    bool found;
    if (!sql_query(job, txn, &rows,
                   "SELECT s.corrected_ms, s.correction, s.withdrawn_ms, s.withdrawn_reason,"
                   " e.lang FROM story s JOIN edition e ON e.id = s.edition_id WHERE s.id = ?1",
                   sql_int(out->state.id)) ||
        !row_first(job, &rows, &found))
        return false;
    assert(found);
    out->corrected_ms = row_int(&rows, 0);
    out->correction = row_text(&rows, 1);
    out->withdrawn_ms = row_int(&rows, 2);
    out->withdrawn_reason = row_text(&rows, 3);
    if (out->body)
        out->words = document_words(out->body, str_c(&job->mem, row_text(&rows, 4)));
    rows_end(&rows);
    return true;
}

// A wished-for group that waits for the next publish shows already.
static bool show_group(struct job *job, struct txn *txn, const struct story_copy *copy,
                       struct story_state *state)
{
    bool found;
    if (!copy->regroup)
        return true;
    if (!copy->translation_of) {
        state->translation_group = state->id;
        return true;
    }
    return sql_number(job, txn, &found, &state->translation_group,
                      "SELECT translation_group FROM story WHERE id = ?1",
                      sql_int(copy->translation_of));
}

bool story_copy_at(struct job *job, struct txn *txn, int64_t id, int64_t number, struct story *out)
{
    struct story_row row;
    struct story_copy copy;
    struct block *body = NULL;
    struct str json;
    if (!story_row_read(job, txn, id, &row) ||
        !version_load(job, txn, id, number ? number : row.state.version, &json) ||
        !copy_parse(job, json, &copy) ||
        !topics_follow_merges(job, txn, &copy.topics) ||
        (copy.body.len && !document_parse(job, copy.body, &body)))
        return false;
    *out = (struct story){
        .state = row.state,
        .kind = copy.kind,
        .headline = copy.headline,
        .kicker = copy.kicker,
        .standfirst = copy.standfirst,
        .place = copy.place,
        .slug = copy.slug.len ? copy.slug : row.slug,
        .body = body,
        .related = copy.related,
        .picture_id = copy.picture_id,
    };
    return show_group(job, txn, &copy, &out->state) && get_filings(job, txn, &copy, out) &&
           get_history(job, txn, out);
}

bool story_working_copy(struct job *job, struct txn *txn, const struct actor *actor, int64_t id,
                        struct story *out)
{
    if (!actor_may(job, actor, RIGHT_STORY_READ))
        return false;
    struct notebook *notes = txn->notes;
    struct story story;
    txn->notes = NULL; // nobody's page is made of this
    bool ok = story_copy_at(job, txn, id, 0, &story);
    txn->notes = notes;
    if (ok)
        *out = story;
    return ok;
}
