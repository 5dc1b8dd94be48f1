#include "news/internal.h"

// The API's list: stories that stand in all of the given lists. One list is walked by its index,
// newest first; the others are looked into at exactly the same place of theirs.

enum { LISTS_MAX = 6, PROBE_MAX = 2000 };

struct lists {
    struct str names[LISTS_MAX];
    size_t count;
    struct str kind; // when no list says it
};

static void add_list(struct arena *mem, struct lists *lists, const char *word, int64_t id)
{
    if (id)
        lists->names[lists->count++] = str_printf(mem, "%s:%lld/list", word, (long long)id);
}

// In one edition; empty: in any.
static struct lists choose_lists(struct arena *mem, const struct story_filter *f,
                                 struct str edition)
{
    struct lists lists = {0};
    add_list(mem, &lists, "topic", f->topic_id);
    add_list(mem, &lists, "person", f->person_id);
    add_list(mem, &lists, "dossier", f->dossier_id);
    add_list(mem, &lists, "section", f->section_id);
    add_list(mem, &lists, "region", f->region_id);
    if (edition.len && f->kind.len)
        lists.names[lists.count++] =
            str_printf(mem, "kind:" STR_FMT ":" STR_FMT, STR_ARG(edition), STR_ARG(f->kind));
    else if (edition.len)
        lists.names[lists.count++] = str_printf(mem, "latest:" STR_FMT, STR_ARG(edition));
    else
        lists.kind = f->kind;
    return lists;
}

// The shortest goes first; more than PROBE_MAX is long, however long.
static bool put_shortest_first(struct job *job, struct txn *txn, struct lists *lists)
{
    int64_t best = INT64_MAX;
    size_t at = 0;
    for (size_t i = 0; lists->count > 1 && i < lists->count && best > 0; i++) {
        int64_t length = 0;
        if (!sql_number(job, txn, NULL, &length,
                        "SELECT count(*) FROM (SELECT 1 FROM listing WHERE list = ?1 LIMIT ?2) n",
                        sql_text(lists->names[i]), sql_int(PROBE_MAX)))
            return false;
        if (length < best) {
            best = length;
            at = i;
        }
    }
    struct str first = lists->names[at];
    lists->names[at] = lists->names[0];
    lists->names[0] = first;
    return true;
}

#define ALSO_IN(list)                                                                              \
    " AND (" list " IS NULL OR EXISTS (SELECT 1 FROM listing x WHERE x.list = " list               \
    " AND x.published_ms = l.published_ms AND x.story_id = l.story_id))"

struct found {
    int64_t id, published_ms;
};

static bool walk(struct job *job, struct txn *txn, const struct story_filter *f,
                 const struct lists *lists, struct found *items, size_t *count)
{
    struct sql_value more[LISTS_MAX] = {0}; // NULL: not asked for
    for (size_t i = 1; i < lists->count; i++)
        more[i] = sql_text(lists->names[i]);
    struct rows rows;
    if (!sql_query(job, txn, &rows,
                   "SELECT l.story_id, l.published_ms FROM listing l"
                   " WHERE l.list = ?1 AND l.published_ms >= ?2 AND l.published_ms <= ?3"
                   " AND (l.published_ms < ?3 OR l.story_id < ?4)" ALSO_IN("?5") ALSO_IN("?6")
                       ALSO_IN("?7") ALSO_IN("?8")
                           ALSO_IN("?9") " AND (?10 = '' OR (SELECT s.kind FROM story s WHERE s.id "
                                         "= l.story_id) = ?10)"
                                         " ORDER BY l.published_ms DESC, l.story_id DESC LIMIT ?11",
                   sql_text(lists->names[0]), sql_int(f->from_ms ? f->from_ms : INT64_MIN),
                   sql_int(f->before_ms), sql_int(f->before_id), more[1], more[2], more[3], more[4],
                   more[5], sql_text(lists->kind), sql_int(f->limit + 1)))
        return false;
    while (rows_next(job, &rows))
        items[(*count)++] = (struct found){row_int(&rows, 0), row_int(&rows, 1)};
    return rows.at_end;
}

// Where to begin: strictly before the cursor, and before `to`.
static struct story_filter with_beginning(const struct story_filter *filter)
{
    struct story_filter f = *filter;
    bool cursor_first = f.before_ms && (!f.to_ms || f.before_ms < f.to_ms);
    if (!cursor_first) {
        f.before_ms = f.to_ms ? f.to_ms : INT64_MAX;
        f.before_id = 0; // nothing at that very moment
    }
    return f;
}

static int newest_first(const void *a, const void *b)
{
    const struct found *x = a, *y = b;
    if (x->published_ms != y->published_ms)
        return x->published_ms < y->published_ms ? 1 : -1;
    return (x->id < y->id) - (x->id > y->id);
}

static bool find_in(struct job *job, struct txn *txn, const struct story_filter *f,
                    struct str edition, struct found *items, size_t *count)
{
    struct lists lists = choose_lists(&job->mem, f, edition);
    for (size_t i = 0; i < lists.count; i++)
        note(txn->notes, lists.names[i]);
    return put_shortest_first(job, txn, &lists) && walk(job, txn, f, &lists, items, count);
}

static bool find_everywhere(struct job *job, struct txn *txn, const struct story_filter *f,
                            struct found **out, size_t *count)
{
    struct edition *editions;
    size_t editions_count;
    bool any_list = f->section_id || f->region_id || f->topic_id || f->dossier_id || f->person_id;
    if (!edition_list(job, txn, &editions, &editions_count))
        return false;
    struct found *items =
        arena_array(&job->mem, struct found, (editions_count + 1) * (f->limit + 1));
    *out = items;
    if (!f->edition_id && any_list)
        return find_in(job, txn, f, S(""), items, count);
    for (size_t i = 0; i < editions_count; i++)
        if ((!f->edition_id || f->edition_id == editions[i].id) &&
            !find_in(job, txn, f, editions[i].slug, items, count))
            return false;
    return true;
}

bool story_filter_list(struct job *job, struct txn *txn, const struct story_filter *filter,
                       struct id_list *out, bool *more)
{
    struct story_filter f = with_beginning(filter);
    struct found *items;
    size_t count = 0;
    if (!find_everywhere(job, txn, &f, &items, &count))
        return false;
    qsort(items, count, sizeof(*items), newest_first);
    struct id_list ids = {.items = arena_array(&job->mem, int64_t, f.limit + 1)};
    for (; ids.count < count && ids.count < f.limit; ids.count++) {
        ids.items[ids.count] = items[ids.count].id;
        note_printf(txn->notes, "story:%lld", (long long)items[ids.count].id);
    }
    *out = ids;
    *more = count > f.limit;
    return true;
}
