#include "news/internal.h"

#include "text/unicode.h"

// The field of a story that names this kind.
static const char *const fields[FILING_KINDS] = {
    [FILING_SECTION] = "section",     [FILING_REGION] = "regions", [FILING_TOPIC] = "topics",
    [FILING_PERSON] = "authors",      [FILING_SOURCE] = "source",  [FILING_DOSSIER] = "dossiers",
    [FILING_PROGRAMME] = "programme",
};

// By address; a dossier by its id too.
static bool find_existing(struct job *job, struct txn *txn, enum filing_kind kind,
                          int64_t edition_id, struct str named, int64_t *out_id)
{
    while (kind == FILING_SECTION && str_starts(named, S("/")))
        named = str_after(named, 1);
    while (kind == FILING_SECTION && str_ends(named, S("/")))
        named = str_from_to(named, 0, named.len - 1);
    bool found, moved;
    struct filing filing;
    if (!filing_find(job, txn, kind, edition_id, named, &found, &moved, &filing))
        return false;
    int64_t id;
    if (!found && kind == FILING_DOSSIER && parse_int(named, &id)) {
        int64_t one;
        if (!sql_number(job, txn, &found, &one,
                        "SELECT 1 FROM dossier WHERE id = ?1 AND edition_id = ?2", sql_int(id),
                        sql_int(edition_id)))
            return false;
        filing.id = id;
    }
    if (!found)
        return job_fail_field(job, fields[kind], "there is no %s \"" STR_FMT "\" in this edition",
                              filing_word(kind), STR_ARG(str_from_to(named, 0, 80)));
    *out_id = filing.id;
    return true;
}

static bool find_named(struct job *job, struct txn *txn, enum filing_kind kind, int64_t edition_id,
                       struct str folded, bool *found, int64_t *id)
{
    if (kind == FILING_TOPIC)
        return sql_number(job, txn, found, id,
                          "SELECT coalesce(t.merged_into, t.id) FROM topic_name n"
                          " JOIN topic t ON t.id = n.topic_id"
                          " WHERE n.edition_id = ?1 AND n.folded = ?2",
                          sql_int(edition_id), sql_text(folded));
    if (kind == FILING_PERSON)
        return sql_number(job, txn, found, id, "SELECT id FROM person WHERE folded = ?1",
                          sql_text(folded));
    assert(kind == FILING_SOURCE);
    return sql_number(job, txn, found, id, "SELECT id FROM source WHERE folded = ?1",
                      sql_text(folded));
}

bool filing_find_named(struct job *job, struct txn *txn, enum filing_kind kind, int64_t edition_id,
                       struct str name, bool *found, int64_t *id)
{
    return find_named(job, txn, kind, edition_id, text_fold(&job->mem, name), found, id);
}

// By any name, or made.
static bool find_or_make(struct job *job, struct txn *txn, const struct actor *actor,
                         enum filing_kind kind, int64_t edition_id, struct str named,
                         int64_t *out_id)
{
    struct str name;
    if (!take_line(job, fields[kind], named, NAME_CHARS_MAX, &name))
        return false;
    if (!name.len)
        return job_fail_field(job, fields[kind], "a name is empty");
    bool found;
    int64_t id;
    if (!find_named(job, txn, kind, edition_id, text_fold(&job->mem, name), &found, &id))
        return false;
    if (!found) {
        struct filing filing = {.kind = kind, .edition_id = edition_id, .name = name};
        if (!filing_make(job, txn, actor, &filing, FILING_HAS_NAME, &id))
            return false;
    }
    *out_id = id;
    return true;
}

bool filing_resolve(struct job *job, struct txn *txn, const struct actor *actor,
                    enum filing_kind kind, int64_t edition_id, struct str named, int64_t *out_id)
{
    bool may_be_made = kind == FILING_TOPIC || kind == FILING_PERSON || kind == FILING_SOURCE;
    return may_be_made ? find_or_make(job, txn, actor, kind, edition_id, named, out_id)
                       : find_existing(job, txn, kind, edition_id, named, out_id);
}

// ── merging ───────────────────────────────────────────────────────────────────────────────────

static bool move_stories(struct job *job, struct txn *txn, int64_t from, int64_t into)
{
    return sql_run(job, txn,
                   "DELETE FROM story_topic WHERE topic_id = ?1 AND EXISTS"
                   " (SELECT 1 FROM story_topic o WHERE o.story_id = story_topic.story_id"
                   " AND o.topic_id = ?2)",
                   sql_int(from), sql_int(into)) &&
           sql_run(job, txn, "UPDATE story_topic SET topic_id = ?2 WHERE topic_id = ?1",
                   sql_int(from), sql_int(into));
}

bool topic_merge(struct job *job, struct txn *txn, const struct actor *actor, int64_t from_id,
                 int64_t into_id)
{
    struct filing from, into;
    if (!actor_may(job, actor, RIGHT_FILING_EDIT) ||
        !filing_get(job, txn, FILING_TOPIC, from_id, &from) ||
        !filing_get(job, txn, FILING_TOPIC, into_id, &into))
        return false;
    int64_t merged = 0;
    if (!sql_number(job, txn, NULL, &merged,
                    "SELECT count(*) FROM topic WHERE id IN (?1, ?2) AND merged_into IS NOT NULL",
                    sql_int(from_id), sql_int(into_id)))
        return false;
    if (from_id == into_id || merged || from.edition_id != into.edition_id)
        return job_fail(job, FAULT_CONFLICT,
                        "only two different topics of one edition, neither merged before, can be "
                        "merged");
    if (!move_stories(job, txn, from_id, into_id) ||
        !sql_run(job, txn, "UPDATE topic_name SET topic_id = ?2 WHERE topic_id = ?1",
                 sql_int(from_id), sql_int(into_id)) ||
        !sql_run(job, txn, "UPDATE topic SET merged_into = ?2 WHERE ?1 IN (id, merged_into)",
                 sql_int(from_id), sql_int(into_id)))
        return false;
    return audit_write(job, txn, actor, "topic.merge",
                       str_printf(&job->mem, "topic:%lld", (long long)from_id),
                       audit_pair(&job->mem, "name", from.name, "slug", from.slug),
                       audit_pair(&job->mem, "name", into.name, "slug", into.slug));
}

bool topics_follow_merges(struct job *job, struct txn *txn, struct id_list *topics)
{
    struct id_list now = {.items = arena_array(&job->mem, int64_t, topics->count + 1)};
    for (size_t i = 0; i < topics->count; i++) {
        int64_t id = topics->items[i];
        bool found, twice = false;
        if (!sql_number(job, txn, &found, &id,
                        "SELECT coalesce(merged_into, id) FROM topic WHERE id = ?1", sql_int(id)))
            return false;
        for (size_t at = 0; at < now.count; at++)
            twice = twice || now.items[at] == id;
        if (found && !twice)
            now.items[now.count++] = id;
    }
    *topics = now;
    return true;
}
