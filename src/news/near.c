#include "news/near.h"

#include "news/internal.h"

enum { NEAR_TOPICS = 8, NEAR_DOSSIERS = 2, NEAR_NEWEST = 24, RELATED_WANTED = 3 };

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
    "SELECT " CARD_COLUMNS " FROM (SELECT story_id, max(published_ms) AS at_ms,"                   \
    " sum(topics) AS topics, sum(dossiers) AS dossiers"                                            \
    " FROM (" NEWEST_OF_TOPICS AND NEWEST_OF_DOSSIERS ") AS listed WHERE story_id <> ?11"          \
    " GROUP BY story_id ORDER BY 3 DESC, 4 DESC, 2 DESC, 1 DESC LIMIT ?13) l"                      \
    " JOIN story s ON s.id = l.story_id " CARD_JOINS                                               \
    " ORDER BY l.topics DESC, l.dossiers DESC, l.at_ms DESC, l.story_id DESC"

static bool has_id(struct id_list ids, int64_t id)
{
    for (size_t i = 0; i < ids.count; i++) {
        if (ids.items[i] == id)
            return true;
    }
    return false;
}

static bool has_card(const struct story_cards *cards, int64_t id)
{
    for (size_t i = 0; i < cards->count; i++) {
        if (cards->items[i].id == id)
            return true;
    }
    return false;
}

// Adds to *out, which has room for `limit`, what stands in these lists, the nearest first.
static bool ask_lists(struct job *job, struct txn *txn, const struct near_lists *lists,
                      int64_t story_id, struct id_list without, size_t limit,
                      struct story_cards *out)
{
    enum { LISTS = NEAR_TOPICS + NEAR_DOSSIERS };
    struct sql_value values[LISTS + 3];
    struct rows rows;
    size_t wanted = limit + without.count; // so many may be passed over
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
        if (has_id(without, id) || has_card(out, id))
            continue;
        note_card(txn->notes, &rows);
        read_card(&rows, &out->items[out->count++]);
    }
    bool ok = rows.at_end || out->count == limit;
    rows_end(&rows);
    return ok;
}

// One list more, without those that are found already.
static bool ask_rest(struct job *job, struct txn *txn, struct str list, int64_t story_id,
                     struct id_list without, size_t limit, struct story_cards *out)
{
    struct near_lists rest = {.dossiers = {list}};
    struct id_list passed = {arena_array(&job->mem, int64_t, without.count + out->count + 1),
                             without.count + out->count};
    if (out->count == limit || !list.len)
        return true;
    for (size_t i = 0; i < passed.count; i++)
        passed.items[i] = i < without.count ? without.items[i] : out->items[i - without.count].id;
    return ask_lists(job, txn, &rest, story_id, passed, limit, out);
}

// The section is asked only when topics and dossiers did not suffice, the one above it only then.
static bool find_near(struct job *job, struct txn *txn, const struct near_lists *lists,
                      int64_t story_id, struct id_list without, size_t limit,
                      struct story_cards *out)
{
    struct story_cards cards = {.items = arena_array(&job->mem, struct story_card, limit + 1)};
    bool is_filed = lists->topics[0].len || lists->dossiers[0].len;
    if ((is_filed && !ask_lists(job, txn, lists, story_id, without, limit, &cards)) ||
        !ask_rest(job, txn, lists->section, story_id, without, limit, &cards) ||
        !ask_rest(job, txn, lists->parent, story_id, without, limit, &cards))
        return false;
    *out = cards;
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
    for (size_t i = 0; i < story->topics_count && i < NEAR_TOPICS; i++)
        lists.topics[i] = list_name(job, FILING_TOPIC, story->topics[i].id);
    for (size_t i = 0; i < story->dossiers_count && i < NEAR_DOSSIERS; i++)
        lists.dossiers[i] = list_name(job, FILING_DOSSIER, story->dossiers[i].id);
    if (story->section.id)
        lists.section = list_name(job, FILING_SECTION, story->section.id);
    if (story->parent.id)
        lists.parent = list_name(job, FILING_SECTION, story->parent.id);
    return find_near(job, txn, &lists, story->state.id, without, limit, out);
}

// ── the related box ───────────────────────────────────────────────────────────────────────────

bool related_list(struct job *job, struct txn *txn, const struct story *story, size_t limit,
                  struct story_cards *out)
{
    struct rows rows;
    struct story_cards cards = {.items = arena_array(&job->mem, struct story_card, limit + 1)};
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
        if (!row_int(&rows, 18) || id == story->state.id || has_card(&cards, id))
            continue;
        note_card(txn->notes, &rows);
        read_card(&rows, &cards.items[cards.count++]);
    }
    bool ok = rows.at_end || cards.count == limit;
    rows_end(&rows);
    if (ok)
        *out = cards;
    return ok;
}

// Where the story stands filed, without reading its text.
static bool read_lists(struct job *job, struct txn *txn, int64_t story_id, struct near_lists *out)
{
    struct rows rows;
    size_t topics = 0, dossiers = 0;
    if (!sql_query(job, txn, &rows,
                   "SELECT 2, topic_id, position FROM story_topic WHERE story_id = ?1"
                   " UNION ALL SELECT 5, dossier_id, position FROM story_dossier"
                   " WHERE story_id = ?1"
                   " UNION ALL SELECT 0, section_id, 0 FROM story WHERE id = ?1"
                   " AND section_id IS NOT NULL ORDER BY 1, 3, 2",
                   sql_int(story_id)))
        return false;
    static_assert(FILING_SECTION == 0 && FILING_TOPIC == 2 && FILING_DOSSIER == 5,
                  "the statement above has these numbers");
    while (rows_next(job, &rows)) {
        enum filing_kind kind = (enum filing_kind)row_int(&rows, 0);
        struct str list = list_name(job, kind, row_int(&rows, 1));
        if (kind == FILING_SECTION)
            out->section = list;
        else if (kind == FILING_TOPIC && topics < NEAR_TOPICS)
            out->topics[topics++] = list;
        else if (kind == FILING_DOSSIER && dossiers < NEAR_DOSSIERS)
            out->dossiers[dossiers++] = list;
    }
    return rows.at_end;
}

// The editor's choice (and how many of it readers can see), and what completes it now.
static bool read_chosen(struct job *job, struct txn *txn, int64_t story_id, struct id_list *chosen,
                        size_t *seen, struct id_list *completion)
{
    struct rows rows;
    size_t room = 0, completion_room = 0;
    if (!sql_query(job, txn, &rows,
                   "SELECT 0, r.related_id, r.position, s.public FROM story_related r"
                   " JOIN story s ON s.id = r.related_id WHERE r.story_id = ?1"
                   " UNION ALL SELECT 1, related_id, position, 0 FROM story_completion"
                   " WHERE story_id = ?1 ORDER BY 1, 3, 2",
                   sql_int(story_id)))
        return false;
    while (rows_next(job, &rows)) {
        bool is_completion = row_int(&rows, 0) != 0;
        struct id_list *list = is_completion ? completion : chosen;
        *list_add(&job->mem, &list->items, &list->count, is_completion ? &completion_room : &room) =
            row_int(&rows, 1);
        *seen += row_int(&rows, 3) != 0;
    }
    return rows.at_end;
}

// Rows that are right already are not touched: each touch says that the story has changed.
static bool write_completion(struct job *job, struct txn *txn, int64_t story_id,
                             struct id_list before, const struct story_cards *cards)
{
    for (size_t i = 0; i < before.count; i++) {
        if (!has_card(cards, before.items[i]) &&
            !sql_run(job, txn,
                     "DELETE FROM story_completion WHERE story_id = ?1 AND related_id = ?2",
                     sql_int(story_id), sql_int(before.items[i])))
            return false;
    }
    for (size_t i = 0; i < cards->count; i++) {
        bool stays = i < before.count && before.items[i] == cards->items[i].id;
        if (!stays && !sql_run(job, txn,
                               "INSERT INTO story_completion(story_id, related_id, position)"
                               " VALUES (?1, ?2, ?3) ON CONFLICT (story_id, related_id)"
                               " DO UPDATE SET position = excluded.position",
                               sql_int(story_id), sql_int(cards->items[i].id), sql_int(i)))
            return false;
    }
    return true;
}

bool related_complete(struct job *job, struct txn *txn, int64_t story_id)
{
    struct near_lists lists = {0};
    struct id_list chosen = {0}, completion = {0};
    struct story_cards cards = {0};
    size_t seen = 0;
    if (!read_chosen(job, txn, story_id, &chosen, &seen, &completion))
        return false;
    if (seen < RELATED_WANTED &&
        (!read_lists(job, txn, story_id, &lists) ||
         !find_near(job, txn, &lists, story_id, chosen, RELATED_WANTED - seen, &cards)))
        return false;
    return write_completion(job, txn, story_id, completion, &cards);
}
