#include "news/popularity.h"

#include "news/internal.h"

enum { HOUR_MS = 3600 * 1000, MINUTE_MS = 60 * 1000, HOURS_KEPT = 7 * 24 };

// An hour is the running bucket and what of the last one lies within sixty minutes. In the longer
// spans a view is worth half as much after each third of them (straight lines between), so at the
// end of a span an eighth.
static const struct window {
    const char *word;
    int64_t hours;  // buckets looked at, the running one included
    int64_t halves; // after so many hours; 0: the hour
} windows[MOST_READ_SPANS] = {{"hour", 2, 0}, {"day", 24, 8}, {"week", 7 * 24, 56}};

// ── what comes in ─────────────────────────────────────────────────────────────────────────────

bool tallies_known(struct job *job, struct txn *txn, struct tally *tallies, size_t *count)
{
    size_t known = 0;
    for (size_t i = 0; i < *count; i++) {
        int64_t one;
        bool found = false;
        if (!sql_number(job, txn, &found, &one, "SELECT 1 FROM story WHERE id = ?1 AND public = 1",
                        sql_int(tallies[i].story_id)))
            return false;
        if (found)
            tallies[known++] = tallies[i];
    }
    *count = known;
    return true;
}

bool views_add(struct job *job, struct txn *txn, int64_t hour, const struct tally *tallies,
               size_t count)
{
    for (size_t i = 0; i < count; i++) {
        if (!sql_run(job, txn,
                     "INSERT INTO view_count(story_id, hour, views)"
                     " SELECT id, ?2, ?3 FROM story WHERE id = ?1 AND public = 1"
                     " ON CONFLICT (story_id, hour)"
                     " DO UPDATE SET views = view_count.views + excluded.views",
                     sql_int(tallies[i].story_id), sql_int(hour), sql_int(tallies[i].count)))
            return false;
    }
    return true;
}

bool shares_add(struct job *job, struct txn *txn, const struct tally *tallies, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        if (!sql_run(job, txn,
                     "INSERT INTO share_count(story_id, shares)"
                     " SELECT id, ?2 FROM story WHERE id = ?1 AND public = 1"
                     " ON CONFLICT (story_id)"
                     " DO UPDATE SET shares = share_count.shares + excluded.shares",
                     sql_int(tallies[i].story_id), sql_int(tallies[i].count)))
            return false;
    }
    return true;
}

// ── the ranking ───────────────────────────────────────────────────────────────────────────────

struct place {
    int64_t edition_id, position, story_id;
};
struct places {
    struct place *items;
    size_t count, room;
};

static bool read_places(struct job *job, struct rows *rows, struct places *out)
{
    *out = (struct places){0};
    while (rows_next(job, rows)) {
        *list_add(&job->mem, &out->items, &out->count, &out->room) =
            (struct place){row_int(rows, 0), row_int(rows, 1), row_int(rows, 2)};
    }
    return rows->at_end;
}

// What a bucket's view is worth. ?1 the running hour, ?3 minutes of it, or hours until it is half.
#define WORTH_OF_HOUR "CASE hour WHEN ?1 THEN 60 ELSE 60 - ?3 END"
#define WORTH                                                                                      \
    "(2 * ?3 - (?1 - hour) % ?3)"                                                                  \
    " * CASE (?1 - hour) / ?3 WHEN 0 THEN 4 WHEN 1 THEN 2 ELSE 1 END"
// ?2 how many buckets, ?4 how many places. All editions in one walk over the buckets.
#define RANK(worth)                                                                                \
    "SELECT edition_id, place - 1, id FROM"                                                        \
    " (SELECT s.edition_id, s.id, row_number() OVER (PARTITION BY s.edition_id"                    \
    " ORDER BY v.score DESC, s.published_ms DESC, s.id DESC) AS place"                             \
    " FROM (SELECT story_id, sum(views * " worth ") AS score FROM view_count"                      \
    " WHERE hour > ?1 - ?2 AND hour <= ?1 GROUP BY story_id) v"                                    \
    " JOIN story s ON s.id = v.story_id WHERE s.public = 1) ranked"                                \
    " WHERE place <= ?4 ORDER BY 1, 2"

static bool rank(struct job *job, struct txn *txn, const struct window *window, struct places *out)
{
    struct rows rows;
    int64_t hour = job->now_ms / HOUR_MS, minutes = job->now_ms % HOUR_MS / MINUTE_MS;
    bool ok = window->halves
                  ? sql_query(job, txn, &rows, RANK(WORTH), sql_int(hour), sql_int(window->hours),
                              sql_int(window->halves), sql_int(MOST_READ_MAX))
                  : sql_query(job, txn, &rows, RANK(WORTH_OF_HOUR), sql_int(hour),
                              sql_int(window->hours), sql_int(minutes), sql_int(MOST_READ_MAX));
    return ok && read_places(job, &rows, out);
}

static bool rank_before(struct job *job, struct txn *txn, const struct window *window,
                        struct places *out)
{
    struct rows rows;
    return sql_query(job, txn, &rows,
                     "SELECT edition_id, position, story_id FROM most_read WHERE span = ?1"
                     " ORDER BY edition_id, position",
                     sql_text(str_from(window->word))) &&
           read_places(job, &rows, out);
}

static bool place_put(struct job *job, struct txn *txn, struct str span, const struct place *place)
{
    return sql_run(job, txn,
                   "INSERT INTO most_read(edition_id, span, position, story_id)"
                   " VALUES (?1, ?2, ?3, ?4)",
                   sql_int(place->edition_id), sql_text(span), sql_int(place->position),
                   sql_int(place->story_id));
}

static bool place_change(struct job *job, struct txn *txn, struct str span,
                         const struct place *place)
{
    return sql_run(job, txn,
                   "UPDATE most_read SET story_id = ?4"
                   " WHERE edition_id = ?1 AND span = ?2 AND position = ?3",
                   sql_int(place->edition_id), sql_text(span), sql_int(place->position),
                   sql_int(place->story_id));
}

static bool place_drop(struct job *job, struct txn *txn, struct str span, const struct place *place)
{
    return sql_run(job, txn,
                   "DELETE FROM most_read WHERE edition_id = ?1 AND span = ?2 AND position = ?3",
                   sql_int(place->edition_id), sql_text(span), sql_int(place->position));
}

static int place_order(const struct place *a, const struct place *b)
{
    int64_t by =
        a->edition_id != b->edition_id ? a->edition_id - b->edition_id : a->position - b->position;
    return by < 0 ? -1 : by > 0;
}

// Both in the order of their places; only what differs is touched.
static bool write_places(struct job *job, struct txn *txn, struct str span,
                         const struct places *before, const struct places *now)
{
    size_t i = 0, j = 0;
    bool ok = true;
    while (ok && (i < before->count || j < now->count)) {
        const struct place *was = &before->items[i], *is = &now->items[j];
        int order = i == before->count ? 1 : j == now->count ? -1 : place_order(was, is);
        if (order < 0)
            ok = place_drop(job, txn, span, was);
        else if (order > 0)
            ok = place_put(job, txn, span, is);
        else if (was->story_id != is->story_id)
            ok = place_change(job, txn, span, is);
        i += order <= 0;
        j += order >= 0;
    }
    return ok;
}

struct ranking {
    struct places spans[MOST_READ_SPANS];
};

bool most_read_rank(struct job *job, struct txn *txn, struct ranking **out)
{
    struct ranking *ranking = arena_new(&job->mem, struct ranking);
    for (size_t i = 0; i < ARRAY_LEN(windows); i++) {
        if (!rank(job, txn, &windows[i], &ranking->spans[i]))
            return false;
    }
    *out = ranking;
    return true;
}

bool most_read_write(struct job *job, struct txn *txn, const struct ranking *ranking)
{
    for (size_t i = 0; i < ARRAY_LEN(windows); i++) {
        struct places before;
        if (!rank_before(job, txn, &windows[i], &before) ||
            !write_places(job, txn, str_from(windows[i].word), &before, &ranking->spans[i]))
            return false;
    }
    return sql_run(job, txn, "DELETE FROM view_count WHERE hour < ?1",
                   sql_int(job->now_ms / HOUR_MS - HOURS_KEPT));
}

// ── reading it ────────────────────────────────────────────────────────────────────────────────

const char *most_read_word(enum most_read_span span)
{
    return windows[span].word;
}

bool most_read_parse(struct str word, enum most_read_span *out)
{
    for (int i = 0; i < MOST_READ_SPANS; i++) {
        if (str_is(word, windows[i].word)) {
            *out = (enum most_read_span)i;
            return true;
        }
    }
    return false;
}

struct str most_read_topic(struct arena *mem, struct str edition, enum most_read_span span)
{
    if (span == MOST_READ_DAY)
        return str_printf(mem, "mostread:" STR_FMT, STR_ARG(edition));
    return str_printf(mem, "mostread:" STR_FMT ":%s", STR_ARG(edition), windows[span].word);
}

static bool read_ranking(struct job *job, struct txn *txn, struct str edition,
                         enum most_read_span span, struct id_list *out)
{
    struct rows rows;
    note(txn->notes, most_read_topic(&job->mem, edition, span));
    note_printf(txn->notes, "edition:" STR_FMT, STR_ARG(edition)); // whose slug it is
    *out = (struct id_list){.items = arena_array(&job->mem, int64_t, MOST_READ_MAX)};
    if (!sql_query(job, txn, &rows,
                   "SELECT m.story_id FROM most_read m JOIN edition e ON e.id = m.edition_id"
                   " WHERE e.slug = ?1 AND m.span = ?2 ORDER BY m.position LIMIT ?3",
                   sql_text(edition), sql_text(str_from(windows[span].word)),
                   sql_int(MOST_READ_MAX)))
        return false;
    while (rows_next(job, &rows))
        out->items[out->count++] = row_int(&rows, 0);
    return rows.at_end;
}

static bool has_card(const struct story_cards *cards, int64_t id)
{
    for (size_t i = 0; i < cards->count; i++) {
        if (cards->items[i].id == id)
            return true;
    }
    return false;
}

static void add_cards(struct story_cards *cards, const struct story_cards *more, size_t limit)
{
    for (size_t i = 0; i < more->count && cards->count < limit; i++) {
        if (!has_card(cards, more->items[i].id))
            cards->items[cards->count++] = more->items[i];
    }
}

// As many of the ranking as are asked for; the places behind them are looked at only where a story
// cannot be seen, since a page has to be made again for each that was.
static bool add_ranked(struct job *job, struct txn *txn, struct id_list ranked, size_t limit,
                       struct story_cards *cards)
{
    struct story_cards some;
    while (ranked.count && cards->count < limit) {
        size_t wanted = limit - cards->count;
        struct id_list next = {ranked.items, wanted < ranked.count ? wanted : ranked.count};
        if (!story_cards_of(job, txn, next, &some))
            return false;
        add_cards(cards, &some, limit);
        ranked = (struct id_list){ranked.items + next.count, ranked.count - next.count};
    }
    return true;
}

bool most_read_list(struct job *job, struct txn *txn, struct str edition, enum most_read_span span,
                    size_t limit, struct story_cards *out)
{
    struct id_list ranked;
    struct story_cards newest, cards = {.items = arena_array(&job->mem, struct story_card, limit)};
    if (!read_ranking(job, txn, edition, span, &ranked) ||
        !add_ranked(job, txn, ranked, limit, &cards))
        return false;
    if (cards.count < limit) {
        struct str latest = str_printf(&job->mem, "latest:" STR_FMT, STR_ARG(edition));
        if (!story_list(job, txn, latest, limit, 0, &newest))
            return false;
        add_cards(&cards, &newest, limit);
    }
    *out = cards;
    return true;
}

bool share_count_read(struct job *job, struct txn *txn, int64_t story_id, int64_t *out)
{
    note_printf(txn->notes, "shares:%lld", (long long)story_id);
    int64_t shares = 0;
    if (!sql_number(job, txn, NULL, &shares, "SELECT shares FROM share_count WHERE story_id = ?1",
                    sql_int(story_id)))
        return false;
    *out = shares;
    return true;
}
