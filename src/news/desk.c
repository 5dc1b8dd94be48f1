#include "news/desk.h"
#include "news/internal.h"

#include "text/search_fold.h"

enum { WORDS_MAX = 6, PROBE_MAX = 2000 };

// ── which stories ─────────────────────────────────────────────────────────────────────────────

// Values of every walk: ?1 ?2 the row before, ?3 since, ?4 edition, ?5 section, ?6 who began it,
// ?7 status, ?8 kind, ?9 how many, ?10 an id, ?11 … ?16 words; NULL: not asked.
enum { WALK_VALUES = 10 + WORDS_MAX };

// instr() is a third of what LIKE costs, and knows no wildcards.
#define WALK(saved_ms, story_id)                                                                   \
    " (" saved_ms ", " story_id ") < (?1, ?2) AND " saved_ms " >= ?3"                              \
    " AND (?4 IS NULL OR w.edition_id = ?4) AND (?5 IS NULL OR w.section_id = ?5)"                 \
    " AND (?6 IS NULL OR w.made_by = ?6) AND (w.status = ?7"                                       \
    " OR (?7 IS NULL AND w.status <> 'spiked')"                                                    \
    " OR (?7 = 'open' AND w.status IN ('draft', 'review', 'ready', 'scheduled')))"                 \
    " AND (?8 IS NULL OR w.kind = ?8)"                                                             \
    " AND (?11 IS NULL OR w.story_id = ?10 OR (instr(w.folded, ?11) > 0"                           \
    " AND (?12 IS NULL OR instr(w.folded, ?12) > 0)"                                               \
    " AND (?13 IS NULL OR instr(w.folded, ?13) > 0)"                                               \
    " AND (?14 IS NULL OR instr(w.folded, ?14) > 0)"                                               \
    " AND (?15 IS NULL OR instr(w.folded, ?15) > 0)"                                               \
    " AND (?16 IS NULL OR instr(w.folded, ?16) > 0)))"                                             \
    " ORDER BY " saved_ms " DESC, " story_id " DESC LIMIT ?9"
#define WALK_INDEX WALK("w.saved_ms", "w.story_id")
#define WALK_SELECT "SELECT w.story_id, w.saved_ms FROM working w WHERE "

// Each walks one index, newest first, and looks at the rest row by row. WALK_TABLE reads the rows
// as they lie on the disk (a plus keeps the engine from an index): half the time when most of them
// must be looked at.
enum walk {
    WALK_BEGUN,
    WALK_SECTION,
    WALK_EDITION_STATUS,
    WALK_STATUS,
    WALK_EDITION,
    WALK_ALL,
    WALK_TABLE
};

static const char *const walks[] = {
    [WALK_BEGUN] = WALK_SELECT "w.made_by = ?6 AND" WALK_INDEX,
    [WALK_SECTION] = WALK_SELECT "w.section_id = ?5 AND" WALK_INDEX,
    [WALK_EDITION_STATUS] = WALK_SELECT "w.edition_id = ?4 AND w.status = ?7 AND" WALK_INDEX,
    [WALK_STATUS] = WALK_SELECT "w.status = ?7 AND" WALK_INDEX,
    [WALK_EDITION] = WALK_SELECT "w.edition_id = ?4 AND" WALK_INDEX,
    [WALK_ALL] = WALK_SELECT WALK_INDEX,
    [WALK_TABLE] = WALK_SELECT WALK("+w.saved_ms", "+w.story_id"),
};

struct found {
    int64_t id, saved_ms;
};

struct looking {
    struct job *job;
    struct txn *txn;
    const struct desk_filter *filter;
    struct str status; // one; empty: any
    struct sql_value values[WALK_VALUES];
    size_t limit;
};

// More words than these narrow it no further.
static void put_words(struct looking *at, struct str text)
{
    struct str rest = search_fold(&at->job->mem, text), word;
    size_t count = 0;
    int64_t id;
    while (count < WORDS_MAX && str_cut(&rest, ' ', &word)) {
        if (word.len)
            at->values[10 + count++] = sql_text(word);
    }
    if (parse_int(str_trim(text), &id))
        at->values[9] = sql_int(id);
}

static void put_values(struct looking *at)
{
    const struct desk_filter *f = at->filter;
    bool goes_on = f->before_ms || f->before_id;
    at->values[0] = sql_int(goes_on ? f->before_ms : INT64_MAX);
    at->values[1] = sql_int(goes_on ? f->before_id : INT64_MAX);
    at->values[2] = sql_int(f->since_ms ? f->since_ms : INT64_MIN);
    at->values[3] = sql_id(f->edition_id);
    at->values[4] = sql_id(f->section_id);
    at->values[5] = sql_id(f->staff_id);
    at->values[6] = sql_text_or_null(at->status);
    at->values[7] = sql_text_or_null(f->kind);
    at->values[8] = sql_int(at->limit + 1);
    for (size_t i = 9; i < WALK_VALUES; i++)
        at->values[i] = sql_null();
    put_words(at, f->text);
}

// Does the index know all that was asked? Then the first rows of the walk are the answer.
static bool is_answered(const struct looking *at, enum walk walk)
{
    const struct desk_filter *f = at->filter;
    static const struct {
        bool edition, section, staff, status;
    } knows[] = {
        [WALK_BEGUN] = {.staff = true},
        [WALK_SECTION] = {.section = true},
        [WALK_EDITION_STATUS] = {.edition = true, .status = true},
        [WALK_STATUS] = {.status = true},
        [WALK_EDITION] = {.edition = true},
        [WALK_ALL] = {0},
    };
    return !f->kind.len && !f->text.len && (knows[walk].edition || !f->edition_id) &&
           (knows[walk].section || !f->section_id) && (knows[walk].staff || !f->staff_id) &&
           (knows[walk].status || !at->status.len);
}

static bool is_one_status(struct str status)
{
    return status.len && !str_is(status, "open");
}

// More than PROBE_MAX is long, however long.
static bool probe(const struct looking *at, enum walk walk, int64_t *length)
{
    const struct desk_filter *f = at->filter;
    struct job *job = at->job;
    struct txn *txn = at->txn;
    *length = INT64_MAX;
    if (walk == WALK_BEGUN && f->staff_id)
        return sql_number(job, txn, NULL, length,
                          "SELECT count(*) FROM (SELECT 1 FROM working WHERE made_by = ?1"
                          " LIMIT ?2) n",
                          sql_int(f->staff_id), sql_int(PROBE_MAX));
    if (walk == WALK_SECTION && f->section_id)
        return sql_number(job, txn, NULL, length,
                          "SELECT count(*) FROM (SELECT 1 FROM working WHERE section_id = ?1"
                          " LIMIT ?2) n",
                          sql_int(f->section_id), sql_int(PROBE_MAX));
    if (walk == WALK_EDITION_STATUS && f->edition_id && is_one_status(at->status))
        return sql_number(job, txn, NULL, length,
                          "SELECT count(*) FROM (SELECT 1 FROM working WHERE edition_id = ?1"
                          " AND status = ?2 LIMIT ?3) n",
                          sql_int(f->edition_id), sql_text(at->status), sql_int(PROBE_MAX));
    if (walk == WALK_STATUS && is_one_status(at->status) && !f->edition_id)
        return sql_number(job, txn, NULL, length,
                          "SELECT count(*) FROM (SELECT 1 FROM working WHERE status = ?1"
                          " LIMIT ?2) n",
                          sql_text(at->status), sql_int(PROBE_MAX));
    if (walk == WALK_EDITION && f->edition_id && !is_one_status(at->status))
        *length = PROBE_MAX + 1;
    if (walk == WALK_ALL)
        *length = PROBE_MAX + 2;
    return true;
}

static bool choose_walk(const struct looking *at, enum walk *out)
{
    int64_t best = INT64_MAX;
    *out = WALK_ALL;
    for (enum walk walk = WALK_BEGUN; walk <= WALK_ALL && best > 0; walk++) {
        int64_t length;
        if (!probe(at, walk, &length))
            return false;
        if (length < best) {
            best = length;
            *out = walk;
        }
    }
    if (best >= PROBE_MAX && !is_answered(at, *out))
        *out = WALK_TABLE;
    return true;
}

static bool walk_one(struct looking *at, struct str status, struct found *items, size_t *count)
{
    struct rows rows;
    enum walk walk;
    at->status = status;
    put_values(at);
    if (!choose_walk(at, &walk) ||
        !sql_query_(at->job, at->txn, &rows, walks[walk], at->values, WALK_VALUES))
        return false;
    while (rows_next(at->job, &rows))
        items[(*count)++] = (struct found){row_int(&rows, 0), row_int(&rows, 1)};
    return rows.at_end;
}

static int newest_first(const void *a, const void *b)
{
    const struct found *x = a, *y = b;
    if (x->saved_ms != y->saved_ms)
        return x->saved_ms < y->saved_ms ? 1 : -1;
    return (x->id < y->id) - (x->id > y->id);
}

static const char *const open_statuses[] = {"draft", "review", "ready", "scheduled"};

// Each of the states has its walk, if that is all that is asked; else they are looked through
// together.
static bool find_ids(struct looking *at, struct found **out, size_t *count)
{
    const struct desk_filter *f = at->filter;
    size_t lists = ARRAY_LEN(open_statuses);
    struct found *items = arena_array(&at->job->mem, struct found, lists * (at->limit + 1));
    *out = items;
    if (!str_is(f->status, "open") || f->text.len || f->kind.len || f->section_id || f->staff_id)
        return walk_one(at, f->status, items, count);
    for (size_t i = 0; i < lists; i++)
        if (!walk_one(at, str_from(open_statuses[i]), items, count))
            return false;
    qsort(items, *count, sizeof(*items), newest_first);
    return true;
}

// ── what a row shows ──────────────────────────────────────────────────────────────────────────

#define ROW_SELECT                                                                                 \
    "SELECT w.edition_id, s.version, s.public_version, w.saved_ms,"                                \
    " (SELECT d.at_ms FROM due d WHERE d.kind = 'story-publish' AND d.key = CAST(s.id AS TEXT)),"  \
    " s.published_ms, e.slug, e.lang, e.dir, w.status, w.kind, w.headline, c.name,"                \
    " CASE WHEN t.name <> '' THEN t.name ELSE t.email END,"                                        \
    " CASE WHEN s.public = 1 THEN '/' || e.slug || '/' || s.path ELSE '' END, w.words,"            \
    " " VERSION_WAITS ", s.translation_group"                                                      \
    " FROM working w JOIN story s ON s.id = w.story_id JOIN edition e ON e.id = w.edition_id"      \
    " LEFT JOIN section c ON c.id = w.section_id LEFT JOIN staff t ON t.id = w.staff_id"           \
    " WHERE w.story_id = ?1"

static bool read_row(struct job *job, struct txn *txn, int64_t id, struct desk_row *out,
                     int64_t *group)
{
    struct rows rows;
    bool found;
    if (!sql_query(job, txn, &rows, ROW_SELECT, sql_int(id)) || !row_first(job, &rows, &found))
        return false;
    assert(found);
    *out = (struct desk_row){
        .story_id = id,
        .edition_id = row_int(&rows, 0),
        .version = row_int(&rows, 1),
        .public_version = row_int(&rows, 2),
        .saved_ms = row_int(&rows, 3),
        .scheduled_ms = row_int(&rows, 4),
        .published_ms = row_int(&rows, 5),
        .edition = row_text(&rows, 6),
        .lang = row_text(&rows, 7),
        .dir = row_text(&rows, 8),
        .status = row_text(&rows, 9),
        .kind = row_text(&rows, 10),
        .headline = row_text(&rows, 11),
        .section_name = row_text(&rows, 12),
        .saved_by = row_text(&rows, 13),
        .path = row_text(&rows, 14),
        .words = (size_t)row_int(&rows, 15),
        .is_revised = row_int(&rows, 16) != 0,
    };
    *group = row_int(&rows, 17);
    rows_end(&rows);
    return true;
}

static bool read_editing(struct job *job, struct txn *txn, const struct actor *actor,
                         struct desk_row *row)
{
    struct rows rows;
    bool found;
    if (!sql_query(job, txn, &rows,
                   "SELECT CASE WHEN t.name <> '' THEN t.name ELSE t.email END FROM editing g"
                   " JOIN staff t ON t.id = g.staff_id WHERE g.story_id = ?1 AND g.staff_id <> ?2"
                   " AND g.until_ms > ?3 AND t.disabled = 0 ORDER BY g.since_ms LIMIT 1",
                   sql_int(row->story_id), sql_int(actor->staff_id), sql_int(job->now_ms)) ||
        !row_first(job, &rows, &found))
        return false;
    if (found)
        row->editing_by = row_text(&rows, 0);
    rows_end(&rows);
    return true;
}

static bool read_translations(struct job *job, struct txn *txn, int64_t group, struct desk_row *row)
{
    struct rows rows;
    size_t room = 0;
    if (!sql_query(job, txn, &rows,
                   "SELECT s.id, e.slug, coalesce(w.status, s.status) FROM story s"
                   " JOIN edition e ON e.id = s.edition_id LEFT JOIN working w ON w.story_id = s.id"
                   " WHERE s.translation_group = ?1 AND s.id <> ?2"
                   " ORDER BY e.position, s.id",
                   sql_int(group), sql_int(row->story_id)))
        return false;
    while (rows_next(job, &rows))
        *list_add(&job->mem, &row->translations, &row->translations_count, &room) =
            (struct desk_translation){.story_id = row_int(&rows, 0),
                                      .edition = row_text(&rows, 1),
                                      .status = row_text(&rows, 2)};
    return rows.at_end;
}

static bool read_whole_row(struct job *job, struct txn *txn, const struct actor *actor, int64_t id,
                           struct desk_row *out)
{
    int64_t group;
    return read_row(job, txn, id, out, &group) && read_editing(job, txn, actor, out) &&
           read_translations(job, txn, group, out);
}

// ── the list ──────────────────────────────────────────────────────────────────────────────────

// "#42": that one, whatever else was asked for.
static bool is_id(struct str text, int64_t *id)
{
    struct str trimmed = str_trim(text);
    return str_starts(trimmed, S("#")) && parse_int(str_after(trimmed, 1), id);
}

static bool list_one(struct job *job, struct txn *txn, int64_t id, struct found *item,
                     size_t *count)
{
    bool found;
    item->id = id;
    if (!sql_number(job, txn, &found, &item->saved_ms,
                    "SELECT saved_ms FROM working WHERE story_id = ?1", sql_int(id)))
        return false;
    *count = found;
    return true;
}

bool desk_list(struct job *job, struct txn *txn, const struct actor *actor,
               const struct desk_filter *filter, struct desk_row **out, size_t *count, bool *more)
{
    struct looking at = {.job = job, .txn = txn, .filter = filter};
    struct found one, *items = &one;
    size_t found = 0;
    int64_t id;
    at.limit = filter->limit && filter->limit < DESK_ROWS_MAX ? filter->limit : DESK_ROWS_MAX;
    if (!actor_may(job, actor, RIGHT_STORY_READ))
        return false;
    if (is_id(filter->text, &id) ? !list_one(job, txn, id, &one, &found)
                                 : !find_ids(&at, &items, &found))
        return false;
    size_t shown = found < at.limit ? found : at.limit;
    struct desk_row *list = arena_array(&job->mem, struct desk_row, shown + 1);
    for (size_t i = 0; i < shown; i++)
        if (!read_whole_row(job, txn, actor, items[i].id, &list[i]))
            return false;
    *out = list;
    *count = shown;
    *more = found > shown;
    return true;
}

bool desk_counts(struct job *job, struct txn *txn, const struct actor *actor, int64_t edition_id,
                 struct desk_count **out, size_t *count)
{
    struct rows rows;
    struct desk_count *items = NULL;
    size_t found = 0, room = 0;
    if (!actor_may(job, actor, RIGHT_STORY_READ))
        return false;
    bool ok = edition_id ? sql_query(job, txn, &rows,
                                     "SELECT status, count(*) FROM working WHERE edition_id = ?1"
                                     " GROUP BY status",
                                     sql_int(edition_id))
                         : sql_query(job, txn, &rows,
                                     "SELECT status, count(*) FROM working GROUP BY status");
    if (!ok)
        return false;
    while (rows_next(job, &rows))
        *list_add(&job->mem, &items, &found, &room) =
            (struct desk_count){.status = row_text(&rows, 0), .stories = row_int(&rows, 1)};
    if (!rows.at_end)
        return false;
    *out = items;
    *count = found;
    return true;
}
