// Taking away a filing that nothing names any more: no story, no version of one, no front. No index
// leads from a filing to the versions that name it: all are read, before the write begins, and
// those saved since within it.
#include "news/internal.h"

// How a version's fields name it (copy_write): in a list of ids, or as the only one.
static const struct {
    const char *one, *list;
} named_as[FILING_KINDS] = {
    [FILING_SECTION] = {.one = "section"}, [FILING_REGION] = {.list = "regions"},
    [FILING_TOPIC] = {.list = "topics"},   [FILING_PERSON] = {.list = "authors"},
    [FILING_SOURCE] = {.one = "source"},   [FILING_DOSSIER] = {.list = "dossiers"},
};

static bool holds(struct id_list list, int64_t id)
{
    for (size_t i = 0; i < list.count; i++) {
        if (list.items[i] == id)
            return true;
    }
    return false;
}

static bool copy_names(const struct story_copy *copy, enum filing_kind kind, int64_t id)
{
    switch (kind) {
    case FILING_SECTION:
        return copy->section_id == id;
    case FILING_SOURCE:
        return copy->source_id == id;
    case FILING_REGION:
        return holds(copy->regions, id);
    case FILING_TOPIC:
        return holds(copy->topics, id);
    case FILING_PERSON:
        return holds(copy->authors, id);
    case FILING_DOSSIER:
        return holds(copy->dossiers, id);
    case FILING_PROGRAMME:
    case FILING_KINDS:
        break;
    }
    return false;
}

// What may name it, behind (story, number); what a text says may look like it.
#define CANDIDATES(where)                                                                          \
    "SELECT story_id, number, fields FROM version WHERE " where "(story_id, number) > (?1, ?2)"    \
    " AND (fields LIKE ?3 OR fields LIKE ?4 OR fields LIKE ?5) ORDER BY story_id, number LIMIT 1"
static const char candidates[] = CANDIDATES("");
// Nobody saves a version without the audit hearing of its story, and nothing goes from there.
static const char candidates_since[] =
    CANDIDATES("story_id IN (SELECT CAST(substr(a.thing, 7) AS INTEGER) FROM audit a"
               " WHERE a.id > ?6 AND a.thing LIKE 'story:%') AND ");

struct search {
    struct str like[3]; // of its fields, as copy_write writes them
    int64_t since;      // an audit's id; -1: all versions
    int64_t story_id, number;
};

static struct search search_of(struct arena *mem, enum filing_kind kind, int64_t id, int64_t since)
{
    const char *one = named_as[kind].one, *list = named_as[kind].list;
    long long n = (long long)id;
    struct search s = {.since = since};
    s.like[0] = one ? str_printf(mem, "%%\"%s\":%lld,%%", one, n)
                    : str_printf(mem, "%%\"%s\":[%lld]%%", list, n);
    s.like[1] = one ? str_printf(mem, "%%\"%s\":%lld}%%", one, n)
                    : str_printf(mem, "%%\"%s\":[%lld,%%", list, n);
    s.like[2] = one ? s.like[0] : str_printf(mem, "%%\"%s\":[%%,%lld%%]%%", list, n);
    return s;
}

static bool next_candidate(struct job *job, struct txn *txn, struct search *s, struct str *fields,
                           bool *found)
{
    bool all = s->since < 0;
    const struct sql_value values[] = {sql_int(s->story_id), sql_int(s->number),
                                       sql_text(s->like[0]), sql_text(s->like[1]),
                                       sql_text(s->like[2]), sql_int(s->since)};
    struct rows rows;
    if (!sql_query_(job, txn, &rows, all ? candidates : candidates_since, values, all ? 5 : 6) ||
        !row_first(job, &rows, found))
        return false;
    if (*found) {
        s->story_id = row_int(&rows, 0);
        s->number = row_int(&rows, 1);
        *fields = row_text(&rows, 2);
    }
    rows_end(&rows);
    return true;
}

// A version that names it could not be gone back to.
static bool check_versions(struct job *job, struct txn *txn, enum filing_kind kind, int64_t id,
                           int64_t since)
{
    struct search s = search_of(&job->mem, kind, id, since);
    for (;;) {
        struct str fields;
        struct story_copy copy;
        bool found;
        if (!next_candidate(job, txn, &s, &fields, &found))
            return false;
        if (!found)
            return true;
        if (!copy_parse(job, fields, &copy))
            return false;
        if (copy_names(&copy, kind, id))
            return job_fail(job, FAULT_CONFLICT,
                            "version %lld of the story %lld names it: it must stay",
                            (long long)s.number, (long long)s.story_id);
    }
}

// What else leads to it, and why it must stay then.
static const struct {
    enum filing_kind kind;
    const char *sql, *why;
} holders[] = {
    {FILING_SECTION, "SELECT 1 FROM section WHERE parent_id = ?1 LIMIT 1",
     "it has sections in it: move them first"},
    {FILING_SECTION, "SELECT 1 FROM front WHERE section_id = ?1 LIMIT 1",
     "it has a front of its own: put that back to the plan first"},
    {FILING_DOSSIER, "SELECT 1 FROM front WHERE dossier_id = ?1 LIMIT 1",
     "it has a front of its own: put that back to the plan first"},
    {FILING_TOPIC, "SELECT 1 FROM topic WHERE merged_into = ?1 LIMIT 1",
     "other topics were merged into it: their addresses lead here"},
    {FILING_TOPIC, "SELECT 1 FROM topic WHERE id = ?1 AND merged_into IS NOT NULL",
     "it was merged into another: its address leads there"},
    {FILING_PERSON, "SELECT 1 FROM staff WHERE person_id = ?1 LIMIT 1",
     "it is the byline of somebody who works here"},
    {FILING_PERSON, "SELECT 1 FROM entry WHERE person_id = ?1 LIMIT 1",
     "entries of a live blog are by them"},
};

static bool check_holders(struct job *job, struct txn *txn, enum filing_kind kind, int64_t id)
{
    const struct sql_value value = sql_int(id);
    for (size_t i = 0; i < ARRAY_LEN(holders); i++) {
        int64_t one;
        bool found = false;
        if (holders[i].kind != kind)
            continue;
        if (!sql_number_(job, txn, &found, &one, holders[i].sql, &value, 1))
            return false;
        if (found)
            return job_fail(job, FAULT_CONFLICT, "%s", holders[i].why);
    }
    return true;
}

static bool check_is_free(struct job *job, struct txn *txn, enum filing_kind kind, int64_t id,
                          int64_t since)
{
    int64_t stories = 0;
    if (!filing_count_stories(job, txn, kind, id, &stories))
        return false;
    if (stories)
        return job_fail(job, FAULT_CONFLICT,
                        "stories stand in it (%lld): file them elsewhere first",
                        (long long)stories);
    return check_holders(job, txn, kind, id) && check_versions(job, txn, kind, id, since);
}

// Its id may be another's one day: nothing may lead there.
static bool drop(struct job *job, struct txn *txn, const struct filing *f)
{
    const struct filing_table *table = &filing_tables[f->kind];
    const struct sql_value value = sql_int(f->id);
    struct str list = str_printf(&job->mem, "%s:%lld/list", table->word, (long long)f->id);
    struct str lists = str_printf(&job->mem, "%s:%lld:%%", table->word, (long long)f->id);
    return sql_run(job, txn, "UPDATE container SET fill = '' WHERE fill = ?1 OR fill LIKE ?2",
                   sql_text(list), sql_text(lists)) &&
           sql_run(job, txn, "DELETE FROM old_slug WHERE kind = ?1 AND of_id = ?2",
                   sql_text(str_from(table->word)), sql_int(f->id)) &&
           (f->kind != FILING_TOPIC ||
            sql_run(job, txn, "DELETE FROM topic_name WHERE topic_id = ?1", sql_int(f->id))) &&
           sql_run_(job, txn, table->end, &value, 1);
}

bool filing_end_check(struct job *job, struct txn *txn, const struct actor *actor,
                      enum filing_kind kind, int64_t id, int64_t *seen)
{
    struct filing f;
    int64_t newest;
    assert(filing_tables[kind].end);
    if (!actor_may(job, actor, filing_tables[kind].change) || !filing_get(job, txn, kind, id, &f) ||
        !check_is_free(job, txn, kind, id, -1) ||
        !sql_number(job, txn, NULL, &newest, "SELECT coalesce(max(id), 0) FROM audit"))
        return false;
    *seen = newest;
    return true;
}

bool filing_end(struct job *job, struct txn *txn, const struct actor *actor, enum filing_kind kind,
                int64_t id, int64_t seen)
{
    struct filing f;
    assert(filing_tables[kind].end);
    if (!actor_may(job, actor, filing_tables[kind].change) || !filing_get(job, txn, kind, id, &f) ||
        !check_is_free(job, txn, kind, id, seen) || !drop(job, txn, &f))
        return false;
    return audit_write(job, txn, actor, "filing.end",
                       str_printf(&job->mem, "%s:%lld", filing_tables[kind].word, (long long)id),
                       audit_pair(&job->mem, "name", f.name, "slug", f.slug), STR_NONE);
}
