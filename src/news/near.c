#include "news/near.h"

#include "news/internal.h"

enum { NEAR_TOPICS = 8, NEAR_DOSSIERS = 2, NEAR_NEWEST = 16, RELATED_WANTED = 3 };

// The lists in which a story's neighbours stand; empty: none.
struct near_lists {
    struct str topics[NEAR_TOPICS], dossiers[NEAR_DOSSIERS], section, parent;
};

// ── asking the lists ──────────────────────────────────────────────────────────────────────────

// The newest of each list, so that the cost does not grow with the archive. ?1-8 lists of topics,
// ?9-10 of dossiers, ?11 the story, ?12 how many of each list, ?13 how many in all.
#define NEWEST_OF(list, topics, dossiers)                                                          \
    "SELECT story_id, published_ms, " topics " AS topics, " dossiers " AS dossiers FROM"           \
    " (SELECT story_id, published_ms FROM listing WHERE list = " list                              \
    " ORDER BY published_ms DESC, story_id DESC LIMIT ?12) AS newest"
#define OF_TOPIC(list) NEWEST_OF(list, "1", "0")
#define OF_DOSSIER(list) NEWEST_OF(list, "0", "1")
#define AND " UNION ALL "
#define NEWEST_OF_TOPICS                                                                           \
    OF_TOPIC("?1")                                                                                 \
    AND OF_TOPIC("?2") AND OF_TOPIC("?3") AND OF_TOPIC("?4") AND OF_TOPIC("?5") AND OF_TOPIC("?6") \
        AND OF_TOPIC("?7") AND OF_TOPIC("?8")
#define NEWEST_OF_DOSSIERS OF_DOSSIER("?9") AND OF_DOSSIER("?10")
#define NEAR_SELECT                                                                                \
    "SELECT story_id, sum(topics), sum(dossiers), max(published_ms)"                               \
    " FROM (" NEWEST_OF_TOPICS AND NEWEST_OF_DOSSIERS ") AS listed WHERE story_id <> ?11"          \
    " GROUP BY story_id ORDER BY 2 DESC, 3 DESC, 4 DESC, 1 DESC LIMIT ?13"

static bool has_id(struct id_list ids, int64_t id)
{
    for (size_t i = 0; i < ids.count; i++) {
        if (ids.items[i] == id)
            return true;
    }
    return false;
}

// Adds to *out, which has room for `limit`, what stands in these lists, the nearest first.
static bool ask_lists(struct job *job, struct txn *txn, const struct near_lists *lists,
                      int64_t story_id, struct id_list without, size_t limit, struct id_list *out)
{
    enum { LISTS = NEAR_TOPICS + NEAR_DOSSIERS };
    struct sql_value values[LISTS + 3];
    struct rows rows;
    size_t wanted = limit + without.count + out->count; // so many may be passed over
    for (size_t i = 0; i < LISTS; i++) {
        struct str list = i < NEAR_TOPICS ? lists->topics[i] : lists->dossiers[i - NEAR_TOPICS];
        values[i] = sql_text_or_null(list); // NULL is in no list
        if (list.len)
            note(txn->notes, list);
    }
    values[LISTS] = sql_int(story_id);
    values[LISTS + 1] = sql_int(wanted + 1 > NEAR_NEWEST ? wanted + 1 : NEAR_NEWEST);
    values[LISTS + 2] = sql_int(wanted);
    if (!sql_query_(job, txn, &rows, NEAR_SELECT, values, ARRAY_LEN(values)))
        return false;
    while (out->count < limit && rows_next(job, &rows)) {
        int64_t id = row_int(&rows, 0);
        if (!has_id(without, id) && !has_id(*out, id))
            out->items[out->count++] = id;
    }
    bool ok = rows.at_end || out->count == limit;
    rows_end(&rows);
    return ok;
}

static bool ask_list(struct job *job, struct txn *txn, struct str list, int64_t story_id,
                     struct id_list without, size_t limit, struct id_list *out)
{
    struct near_lists alone = {.dossiers = {list}};
    return !list.len || out->count == limit ||
           ask_lists(job, txn, &alone, story_id, without, limit, out);
}

// The section is asked only when topics and dossiers did not suffice, the one above it only then.
static bool find_near(struct job *job, struct txn *txn, const struct near_lists *lists,
                      int64_t story_id, struct id_list without, size_t limit, struct id_list *out)
{
    struct id_list found = {arena_array(&job->mem, int64_t, limit + 1), 0};
    bool is_filed = limit && (lists->topics[0].len || lists->dossiers[0].len);
    if ((is_filed && !ask_lists(job, txn, lists, story_id, without, limit, &found)) ||
        !ask_list(job, txn, lists->section, story_id, without, limit, &found) ||
        !ask_list(job, txn, lists->parent, story_id, without, limit, &found))
        return false;
    *out = found;
    return true;
}

static struct str list_name(struct job *job, enum filing_kind kind, int64_t id)
{
    return str_printf(&job->mem, "%s:%lld/list", filing_word(kind), (long long)id);
}

bool near_list(struct job *job, struct txn *txn, const struct story *story, struct id_list without,
               size_t limit, struct story_cards *out)
{
    struct near_lists lists = {0};
    struct id_list found;
    for (size_t i = 0; i < story->topics_count && i < NEAR_TOPICS; i++)
        lists.topics[i] = list_name(job, FILING_TOPIC, story->topics[i].id);
    for (size_t i = 0; i < story->dossiers_count && i < NEAR_DOSSIERS; i++)
        lists.dossiers[i] = list_name(job, FILING_DOSSIER, story->dossiers[i].id);
    if (story->section.id)
        lists.section = list_name(job, FILING_SECTION, story->section.id);
    if (story->parent.id)
        lists.parent = list_name(job, FILING_SECTION, story->parent.id);
    return find_near(job, txn, &lists, story->state.id, without, limit, &found) &&
           story_cards_of(job, txn, found, out);
}

// ── the related box ───────────────────────────────────────────────────────────────────────────

bool related_list(struct job *job, struct txn *txn, const struct story *story, size_t limit,
                  struct story_cards *out)
{
    struct rows rows;
    struct story_cards cards = {.items = arena_array(&job->mem, struct story_card, limit + 1)};
    struct id_list seen = {arena_array(&job->mem, int64_t, limit + 1), 0};
    if (!sql_query(job, txn, &rows,
                   "SELECT " CARD_COLUMNS ", r.related_id, s.public FROM"
                   " (SELECT related_id, 0 AS chosen_by, position FROM story_related"
                   " WHERE story_id = ?1 UNION ALL SELECT related_id, 1, position"
                   " FROM story_completion WHERE story_id = ?1) r"
                   " LEFT JOIN story s ON s.id = r.related_id " CARD_JOINS
                   " ORDER BY r.chosen_by, r.position, r.related_id",
                   sql_int(story->state.id)))
        return false;
    while (cards.count < limit && rows_next(job, &rows)) {
        int64_t id = row_int(&rows, 17);
        note_printf(txn->notes, "story:%lld", (long long)id);
        if (!row_int(&rows, 18) || id == story->state.id || has_id(seen, id))
            continue;
        seen.items[seen.count++] = id;
        note_card(txn->notes, &rows);
        read_card(&rows, &cards.items[cards.count++]);
    }
    bool ok = rows.at_end || cards.count == limit;
    rows_end(&rows);
    if (ok)
        *out = cards;
    return ok;
}

// ── its completion ────────────────────────────────────────────────────────────────────────────

// How many of the editor's choice readers can see.
static bool count_seen(struct job *job, struct txn *txn, struct id_list chosen, size_t *out)
{
    int64_t public;
    size_t seen = 0;
    for (size_t i = 0; i < chosen.count && seen < RELATED_WANTED; i++) {
        bool found;
        if (!sql_number(job, txn, &found, &public, "SELECT public FROM story WHERE id = ?1",
                        sql_int(chosen.items[i])))
            return false;
        seen += found && public;
    }
    *out = seen;
    return true;
}

static bool read_completion(struct job *job, struct txn *txn, int64_t story_id, struct id_list *out)
{
    struct rows rows;
    size_t room = 0;
    if (!sql_query(job, txn, &rows,
                   "SELECT related_id FROM story_completion WHERE story_id = ?1 ORDER BY position",
                   sql_int(story_id)))
        return false;
    while (rows_next(job, &rows))
        *list_add(&job->mem, &out->items, &out->count, &room) = row_int(&rows, 0);
    return rows.at_end;
}

// Rows that are right already are not touched: each touch says that the story has changed.
static bool write_completion(struct job *job, struct txn *txn, int64_t story_id,
                             struct id_list before, struct id_list now)
{
    for (size_t i = 0; i < before.count; i++) {
        if (!has_id(now, before.items[i]) &&
            !sql_run(job, txn,
                     "DELETE FROM story_completion WHERE story_id = ?1 AND related_id = ?2",
                     sql_int(story_id), sql_int(before.items[i])))
            return false;
    }
    for (size_t i = 0; i < now.count; i++) {
        bool stays = i < before.count && before.items[i] == now.items[i];
        if (!stays && !sql_run(job, txn,
                               "INSERT INTO story_completion(story_id, related_id, position)"
                               " VALUES (?1, ?2, ?3) ON CONFLICT (story_id, related_id)"
                               " DO UPDATE SET position = excluded.position",
                               sql_int(story_id), sql_int(now.items[i]), sql_int(i)))
            return false;
    }
    return true;
}

bool related_complete(struct job *job, struct txn *txn, int64_t story_id,
                      const struct story_copy *copy)
{
    struct near_lists lists = {.section = list_name(job, FILING_SECTION, copy->section_id)};
    struct id_list before = {0}, now = {0};
    size_t seen;
    for (size_t i = 0; i < copy->topics.count && i < NEAR_TOPICS; i++)
        lists.topics[i] = list_name(job, FILING_TOPIC, copy->topics.items[i]);
    for (size_t i = 0; i < copy->dossiers.count && i < NEAR_DOSSIERS; i++)
        lists.dossiers[i] = list_name(job, FILING_DOSSIER, copy->dossiers.items[i]);
    return count_seen(job, txn, copy->related, &seen) &&
           find_near(job, txn, &lists, story_id, copy->related, RELATED_WANTED - seen, &now) &&
           read_completion(job, txn, story_id, &before) &&
           write_completion(job, txn, story_id, before, now);
}
