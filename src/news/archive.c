#include "news/archive.h"

#include "news/internal.h"
#include "text/locale.h"

enum { DAY_MS = 86400000, DAY_S = 86400 };

// The day of UTC as the change log's triggers reckon it: whole seconds first.
static int64_t day_of(int64_t at_ms)
{
    int64_t seconds = at_ms / 1000;
    return seconds / DAY_S - (seconds % DAY_S < 0);
}

static void note_day(struct txn *txn, struct str edition, int64_t day)
{
    if (!txn->notes)
        return;
    struct str date = str_from_to(time_rfc3339(txn->notes->mem, day * DAY_MS), 0, 10);
    note_printf(txn->notes, "day:" STR_FMT ":" STR_FMT, STR_ARG(edition), STR_ARG(date));
}

static void note_days(struct txn *txn, struct str edition, struct stretch when)
{
    for (int64_t day = day_of(when.from_ms); day <= day_of(when.to_ms - 1); day++)
        note_day(txn, edition, day);
}

static struct str list_of(struct job *job, struct str edition)
{
    return str_printf(&job->mem, "latest:" STR_FMT, STR_ARG(edition));
}

#define DAY_SELECT                                                                                 \
    "SELECT " CARD_COLUMNS " FROM (SELECT story_id, published_ms FROM listing WHERE list = ?1"     \
    " AND published_ms >= ?2 AND published_ms < ?3"                                                \
    " ORDER BY published_ms DESC, story_id DESC LIMIT ?4 OFFSET ?5) l"                             \
    " JOIN story s ON s.id = l.story_id " CARD_JOINS                                               \
    " ORDER BY l.published_ms DESC, l.story_id DESC"

bool archive_stories(struct job *job, struct txn *txn, struct str edition, struct stretch when,
                     size_t limit, size_t offset, struct story_cards *out)
{
    struct rows rows;
    note_days(txn, edition, when);
    return sql_query(job, txn, &rows, DAY_SELECT, sql_text(list_of(job, edition)),
                     sql_int(when.from_ms), sql_int(when.to_ms), sql_int(limit + 1),
                     sql_int(offset)) &&
           read_cards(job, txn, &rows, limit, out);
}

bool archive_counts(struct job *job, struct txn *txn, struct str edition,
                    const struct stretch *when, size_t count, int64_t *out)
{
    struct str list = list_of(job, edition);
    for (size_t i = 0; i < count; i++) {
        note_days(txn, edition, when[i]);
        if (!sql_number(job, txn, NULL, &out[i],
                        "SELECT count(*) FROM listing WHERE list = ?1 AND published_ms >= ?2"
                        " AND published_ms < ?3",
                        sql_text(list), sql_int(when[i].from_ms), sql_int(when[i].to_ms)))
            return false;
    }
    return true;
}

// A day of UTC with stories on both sides of an edge may gain or lose those of one side without
// days:en changing.
static void note_edge(struct txn *txn, struct str edition, int64_t at_ms)
{
    bool is_end_of_time = at_ms == INT64_MIN || at_ms == INT64_MAX;
    if (!is_end_of_time && day_of(at_ms) == day_of(at_ms - 1))
        note_day(txn, edition, day_of(at_ms));
}

bool archive_next(struct job *job, struct txn *txn, struct str edition, enum archive_way way,
                  int64_t at_ms, stretch_of *of, const void *with, bool *found, struct stretch *out)
{
    int64_t published_ms;
    struct sql_value values[] = {sql_text(list_of(job, edition)), sql_int(at_ms)};
    note_printf(txn->notes, "days:" STR_FMT, STR_ARG(edition));
    note_edge(txn, edition, at_ms);
    if (!sql_number_(job, txn, found, &published_ms,
                     way == ARCHIVE_BEFORE
                         ? "SELECT published_ms FROM listing WHERE list = ?1 AND published_ms < ?2"
                           " ORDER BY published_ms DESC LIMIT 1"
                         : "SELECT published_ms FROM listing WHERE list = ?1 AND published_ms >= ?2"
                           " ORDER BY published_ms LIMIT 1",
                     values, 2))
        return false;
    if (!*found)
        return true;
    *out = of(with, published_ms);
    note_edge(txn, edition, out->from_ms);
    note_edge(txn, edition, out->to_ms);
    return true;
}

// ── corrections ───────────────────────────────────────────────────────────────────────────────

enum { AT_COLUMN = CARD_COLUMNS_COUNT, NOTE_COLUMN };

#define CORRECTION_SELECT                                                                          \
    "SELECT " CARD_COLUMNS ", l.published_ms, s.correction"                                        \
    " FROM (SELECT story_id, published_ms FROM listing WHERE list = ?1"                            \
    " ORDER BY published_ms DESC, story_id DESC LIMIT ?2 OFFSET ?3) l"                             \
    " JOIN story s ON s.id = l.story_id " CARD_JOINS                                               \
    " ORDER BY l.published_ms DESC, l.story_id DESC"

bool correction_list(struct job *job, struct txn *txn, struct str edition, size_t limit,
                     size_t offset, struct correction **out, size_t *count, bool *more)
{
    struct rows rows;
    struct str list = str_printf(&job->mem, "corrections:" STR_FMT, STR_ARG(edition));
    struct correction *items = arena_array(&job->mem, struct correction, limit + 1);
    size_t found = 0;
    note(txn->notes, list);
    if (!sql_query(job, txn, &rows, CORRECTION_SELECT, sql_text(list), sql_int(limit + 1),
                   sql_int(offset)))
        return false;
    while (found < limit && rows_next(job, &rows)) {
        struct correction *one = &items[found++];
        note_card(txn->notes, &rows);
        read_card(&rows, &one->card);
        one->at_ms = row_int(&rows, AT_COLUMN);
        one->note = row_text(&rows, NOTE_COLUMN);
    }
    bool has_more = found == limit && rows_next(job, &rows);
    if (!has_more && !rows.at_end)
        return false;
    rows_end(&rows);
    *out = items;
    *count = found;
    *more = has_more;
    return true;
}
