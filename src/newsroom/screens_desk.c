// The desk: how far everything is that is being written, and what one has left unsaved.
#include "newsroom/desk_rows.h"

#include "news/writing.h"

#include <stdlib.h>

enum { COLUMN_ROWS_MAX = 12 };

static const struct column {
    const char *status, *phrase;
    bool today; // only what was published or corrected since midnight
} columns[] = {
    {"draft", "desk.columns.draft", false},        {"review", "desk.columns.review", false},
    {"ready", "desk.columns.ready", false},        {"scheduled", "desk.columns.scheduled", false},
    {"published", "desk.columns.published", true}, {"withdrawn", "desk.columns.withdrawn", false},
};

// ── one column ────────────────────────────────────────────────────────────────────────────────

struct rows_found {
    struct desk_row *items;
    size_t count;
    bool more;
};

static bool list_status(struct visit *visit, struct txn *txn, const struct edition *edition,
                        const char *status, int64_t since_ms, struct rows_found *out)
{
    struct desk_filter filter = {.edition_id = edition ? edition->id : 0,
                                 .status = str_from(status),
                                 .since_ms = since_ms,
                                 .limit = since_ms ? DESK_ROWS_MAX : COLUMN_ROWS_MAX};
    return desk_list(visit->job, txn, &visit->actor, &filter, &out->items, &out->count, &out->more);
}

static int by_saved(const void *a, const void *b)
{
    const struct desk_row *one = a, *other = b;
    return one->saved_ms < other->saved_ms ? 1 : one->saved_ms > other->saved_ms ? -1 : 0;
}

// A published story may have been saved again today and not gone out: that is no news of today.
static bool list_today(struct visit *visit, struct txn *txn, const struct edition *edition,
                       struct rows_found *out)
{
    struct rows_found new, corrected;
    int64_t today = day_start_ms(&visit->locale, visit->job->now_ms, 0);
    if (!list_status(visit, txn, edition, "published", today, &new) ||
        !list_status(visit, txn, edition, "corrected", today, &corrected))
        return false;
    struct desk_row *rows =
        arena_array(&visit->job->mem, struct desk_row, new.count + corrected.count + 1);
    size_t count = 0;
    for (size_t i = 0; i < new.count; i++) {
        if (new.items[i].published_ms >= today)
            rows[count++] = new.items[i];
    }
    for (size_t i = 0; i < corrected.count; i++)
        rows[count++] = corrected.items[i];
    qsort(rows, count, sizeof(*rows), by_saved);
    out->items = rows;
    out->count = count < COLUMN_ROWS_MAX ? count : COLUMN_ROWS_MAX;
    out->more = count > COLUMN_ROWS_MAX;
    return true;
}

// How many there are in all; of today's, which nobody counts, nothing when not all are shown.
static struct str count_text(const struct visit *visit, const struct column *column,
                             const struct rows_found *found, const struct desk_count *counts,
                             size_t counts_count)
{
    int64_t n = column->today ? (int64_t)found->count : 0;
    for (size_t i = 0; !column->today && i < counts_count; i++)
        n += str_is(counts[i].status, column->status) ? counts[i].stories : 0;
    if (column->today && found->more)
        return STR_NONE;
    return number_text(&visit->job->mem, &visit->locale, n);
}

static bool put_column(struct visit *visit, struct txn *txn, const struct edition *edition,
                       const struct column *column, const struct desk_count *counts,
                       size_t counts_count, struct value *list)
{
    struct arena *mem = &visit->job->mem;
    struct rows_found found;
    if (!(column->today ? list_today(visit, txn, edition, &found)
                        : list_status(visit, txn, edition, column->status, 0, &found)))
        return false;
    struct value *map = list_map(list);
    char empty[64];
    snprintf(empty, sizeof(empty), "desk.empty.%s", column->status);
    map_text(map, "column", str_from(column->status));
    map_text(map, "name", visit_phrase(visit, column->phrase));
    map_text(map, "n", count_text(visit, column, &found, counts, counts_count));
    map_bool(map, "more", found.more);
    map_text(map, "empty", found.count ? STR_NONE : visit_phrase(visit, empty));
    map_bool(map, "begins", str_is(str_from(column->status), "draft")); // here a new story does
    map_text(map, "url",
             str_printf(mem, "/newsroom/stories/?edition=" STR_FMT "&status=%s",
                        STR_ARG(desk_edition_word(edition)), column->status));
    struct value *rows = map_list(map, "rows");
    for (size_t i = 0; i < found.count; i++)
        put_desk_row(visit, rows, &found.items[i], !edition);
    return true;
}

// ── what one has not saved ────────────────────────────────────────────────────────────────────

static bool put_unsaved(struct visit *visit, struct txn *txn)
{
    struct unsaved_story *stories = NULL;
    size_t count = 0;
    struct value *list = map_list(visit->page, "unsaved");
    if (visit_may(visit, RIGHT_STORY_WRITE) &&
        !unsaved_list(visit->job, txn, &visit->actor, &stories, &count))
        return false;
    for (size_t i = 0; i < count; i++) {
        struct value *item = list_map(list);
        const struct edition *edition = visit_edition(visit, stories[i].edition);
        bool named = stories[i].headline.len > 0;
        map_text(
            item, "url",
            str_printf(&visit->job->mem, "/newsroom/story/%lld/", (long long)stories[i].story_id));
        map_text(item, "headline",
                 named ? stories[i].headline : visit_phrase(visit, "desk.no_headline"));
        map_text(item, "lang", named && edition ? edition->locale.lang : visit->locale.lang);
        map_text(item, "dir", named && edition ? edition->dir : visit->dir);
        visit_put_time(visit, item, "at", stories[i].at_ms);
    }
    map_bool(visit->page, "has_unsaved", count > 0);
    return true;
}

// ── what was just spiked ──────────────────────────────────────────────────────────────────────

// Said as long as it is so: somebody may have taken it up since.
static bool put_spiked(struct visit *visit, struct txn *txn)
{
    struct arena *mem = &visit->job->mem;
    int64_t id = visit_query_int(visit, DESK_SPIKED);
    struct desk_filter filter = {.text = str_printf(mem, "#%lld", (long long)id), .limit = 1};
    struct desk_row *rows;
    size_t count = 0;
    bool more;
    map_bool(visit->page, "spiked", false);
    if (!id)
        return true;
    if (!desk_list(visit->job, txn, &visit->actor, &filter, &rows, &count, &more))
        return false;
    if (!count || !str_is(rows[0].status, "spiked"))
        return true;
    struct value *map = map_map(visit->page, "spiked");
    map_text(map, "url", str_printf(mem, "/newsroom/story/%lld/", (long long)id));
    map_text(map, "headline", rows[0].headline);
    map_text(map, "lang", rows[0].lang);
    map_text(map, "dir", rows[0].dir);
    return true;
}

// ── the desk ──────────────────────────────────────────────────────────────────────────────────

static bool put_board(struct visit *visit, struct txn *txn, const struct edition *edition)
{
    struct desk_count *counts;
    size_t count;
    struct value *board = map_list(visit->page, "board");
    if (!desk_counts(visit->job, txn, &visit->actor, edition ? edition->id : 0, &counts, &count))
        return false;
    for (size_t i = 0; i < ARRAY_LEN(columns); i++) {
        if (!put_column(visit, txn, edition, &columns[i], counts, count, board))
            return false;
    }
    return true;
}

static bool show(struct visit *visit)
{
    const struct edition *edition = desk_edition(visit);
    AUTO_TXN txn = read_begin(visit->job, visit->newsroom->options.store, NULL);
    if (!txn.open || !put_board(visit, &txn, edition) || !put_unsaved(visit, &txn) ||
        !put_spiked(visit, &txn))
        return false;
    put_desk_tabs(visit, edition, "/newsroom/");
    struct str here = str_printf(&visit->job->mem, "/newsroom/?edition=" STR_FMT,
                                 STR_ARG(desk_edition_word(edition)));
    map_text(visit->page, "back", here);
    map_text(visit->page, "fresh", str_join(&visit->job->mem, here, S("&part=fresh")));
    if (desk_is_renewed(visit))
        return visit_show_fresh(visit, "part/desk_list");
    return visit_show(visit, 200, visit_phrase(visit, "desk.title"), "desk");
}

static const struct screen screens[] = {
    {HTTP_GET, "/newsroom/", show, RIGHT_STORY_READ, 0, 0},
    {HTTP_GET, "/newsroom/stories/", desk_stories, RIGHT_STORY_READ, 0, 0},
};
const struct screens screens_desk = {screens, ARRAY_LEN(screens)};
