// The law of notes: whatever is changed, by the newsroom's own functions or by hand in the
// database, if an answer of a read function differs afterwards, then the change log names
// something that the function had noted when it gave the answer before. A page made of such
// answers is therefore never kept too long. Also: `listing` is always what wanted_listing says.
#include "shown.h"
#include "shown_archive.h"

#include "news/near.h"
#include "news/popularity.h"

#include <time.h>

// ── chance ────────────────────────────────────────────────────────────────────────────────────

static uint64_t chance_state;

static uint64_t chance(uint64_t below)
{
    chance_state ^= chance_state << 13; // xorshift64: the same everywhere for the same seed
    chance_state ^= chance_state >> 7;
    chance_state ^= chance_state << 17;
    return (chance_state >> 11) % below;
}

static struct str word(void)
{
    static const char *const words[] = {
        "kyiv",
        "harbours",
        "europe",
        "africa",
        "news",
        "politics",
        "economy",
        "news/politics",
        "news/economy",
        "alpha",
        "beta",
        "gamma",
        "published",
        "draft",
        "withdrawn",
        "corrected",
        "scheduled",
        "video",
        "en",
        "es",
        "topic",
        "region",
        "section",
        "person",
        "ana-ruiz",
        "reuters",
        "latest:en",
        "",
        "أخبار",
        "/en/old/1",
        "news/politics/story-a",
        "story-a",
        "story-b",
        "story-c",
        "ports",
    };
    return str_from(words[chance(ARRAY_LEN(words))]);
}

// ── questions ─────────────────────────────────────────────────────────────────────────────────

typedef bool ask(struct job *job, struct txn *txn, int64_t a, struct str s, struct buf *b);

static bool ask_story(struct job *job, struct txn *txn, int64_t id, struct str s, struct buf *b)
{
    struct story story;
    if (!story_read(job, txn, id, &story))
        return false;
    show_story(job, b, &story);
    return true;
}

static bool ask_near(struct job *job, struct txn *txn, int64_t id, struct str s, struct buf *b)
{
    struct story story;
    struct story_cards cards;
    int64_t passed[] = {1, 3};
    if (!story_read(job, txn, id, &story) ||
        !near_list(job, txn, &story, (struct id_list){passed, 2}, 2, &cards))
        return false;
    show_cards(b, &cards);
    return true;
}

static bool ask_related(struct job *job, struct txn *txn, int64_t id, struct str s, struct buf *b)
{
    struct story story;
    struct story_cards cards;
    if (!story_read(job, txn, id, &story) || !related_list(job, txn, &story, 3, &cards))
        return false;
    show_cards(b, &cards);
    return true;
}

static bool ask_translations(struct job *job, struct txn *txn, int64_t group, struct str s,
                             struct buf *b)
{
    struct translation *items;
    size_t count;
    if (!story_translations(job, txn, group, &items, &count))
        return false;
    for (size_t i = 0; i < count; i++) {
        show_int(b, items[i].story_id);
        show_int(b, items[i].edition_id);
        show_str(b, items[i].edition);
        show_str(b, items[i].path);
        show_str(b, items[i].headline);
    }
    return true;
}

static bool ask_list(struct job *job, struct txn *txn, int64_t offset, struct str list,
                     struct buf *b)
{
    struct story_cards cards;
    if (!story_list(job, txn, list, 3, (size_t)offset, &cards))
        return false;
    show_cards(b, &cards);
    return true;
}

static bool ask_most_read(struct job *job, struct txn *txn, int64_t span, struct str edition,
                          struct buf *b)
{
    struct story_cards cards;
    if (!most_read_list(job, txn, edition, (enum most_read_span)span, 3, &cards))
        return false;
    show_cards(b, &cards);
    return true;
}

// a: kind * 1000 + id
static bool ask_shares(struct job *job, struct txn *txn, int64_t id, struct str s, struct buf *b)
{
    int64_t shares;
    if (!share_count_read(job, txn, id, &shares))
        return false;
    show_int(b, shares);
    return true;
}

static bool ask_filing(struct job *job, struct txn *txn, int64_t a, struct str s, struct buf *b)
{
    struct filing filing;
    if (!filing_get(job, txn, (enum filing_kind)(a / 1000), a % 1000, &filing))
        return false;
    show_filing(b, &filing);
    return true;
}

// a: kind * 1000 + edition
static bool ask_found(struct job *job, struct txn *txn, int64_t a, struct str slug, struct buf *b)
{
    struct filing filing;
    bool found, moved;
    if (!filing_find(job, txn, (enum filing_kind)(a / 1000), a % 1000, slug, &found, &moved,
                     &filing))
        return false;
    show_int(b, found);
    show_int(b, moved);
    if (found)
        show_filing(b, &filing);
    return true;
}

static bool ask_filings(struct job *job, struct txn *txn, int64_t a, struct str s, struct buf *b)
{
    struct filing *items;
    size_t count;
    int64_t after = s.len ? 2 : 0;
    if (!filing_list(job, txn, (enum filing_kind)(a / 1000), a % 1000, s.len ? 3 : 0, after, &items,
                     &count))
        return false;
    show_filings(b, items, count);
    return true;
}

static bool ask_flash(struct job *job, struct txn *txn, int64_t id, struct str s, struct buf *b)
{
    struct flash flash;
    if (!flash_get(job, txn, id, &flash))
        return false;
    show_flash(b, &flash);
    return true;
}

static bool ask_flashes(struct job *job, struct txn *txn, int64_t edition, struct str s,
                        struct buf *b)
{
    struct flash *items;
    size_t count;
    if (!flash_list(job, txn, edition, 3, &items, &count))
        return false;
    for (size_t i = 0; i < count; i++)
        show_flash(b, &items[i]);
    return true;
}

static bool ask_edition(struct job *job, struct txn *txn, int64_t id, struct str slug,
                        struct buf *b)
{
    struct edition edition;
    bool found = true;
    if (id ? !edition_get(job, txn, id, &edition) : !edition_find(job, txn, slug, &found, &edition))
        return false;
    if (found)
        show_edition(b, &edition);
    return true;
}

static bool ask_editions(struct job *job, struct txn *txn, int64_t a, struct str s, struct buf *b)
{
    struct edition *items;
    size_t count;
    if (!edition_list(job, txn, &items, &count))
        return false;
    for (size_t i = 0; i < count; i++)
        show_edition(b, &items[i]);
    return true;
}

static bool ask_site(struct job *job, struct txn *txn, int64_t a, struct str s, struct buf *b)
{
    struct site_facts site;
    if (!site_read(job, txn, &site))
        return false;
    show_str(b, site.title);
    show_str(b, site.publisher);
    return true;
}

static bool ask_address(struct job *job, struct txn *txn, int64_t id, struct str path,
                        struct buf *b)
{
    struct edition edition = {.id = id, .slug = id == 1 ? S("en") : S("es")};
    struct address at;
    if (!address_find(job, txn, &edition, path, &at))
        return false;
    show_int(b, at.kind);
    show_int(b, at.id);
    show_str(b, at.to);
    return true;
}

static bool ask_filter(struct job *job, struct txn *txn, int64_t a, struct str kind, struct buf *b)
{
    struct story_filter filter = {.edition_id = a & 3,
                                  .section_id = a & 4 ? 2 : 0,
                                  .region_id = a & 8 ? 1 : 0,
                                  .topic_id = a & 16 ? 1 : 0,
                                  .kind = kind,
                                  .limit = 4};
    struct id_list ids;
    bool more;
    if (!story_filter_list(job, txn, &filter, &ids, &more))
        return false;
    show_ids(b, ids);
    show_int(b, more);
    return true;
}

// a: the edition; s: "", or the section or dossier 1 or 2
static bool ask_front(struct job *job, struct txn *txn, int64_t edition, struct str s,
                      struct buf *b)
{
    struct front front;
    enum front_of of = str_is(s, "section")   ? FRONT_SECTION
                       : str_is(s, "dossier") ? FRONT_DOSSIER
                                              : FRONT_EDITION;
    if (!front_read(job, txn, edition, of, of == FRONT_EDITION ? 0 : 2, &front))
        return false;
    show_front(b, &front);
    return true;
}

struct question {
    ask *ask;
    int64_t a;
    struct str s;
    const char *name;
    // The newest answer.
    uint64_t answer;
    struct notebook notes;
};

enum { QUESTIONS_MAX = 1000, STORIES = 14 };
static struct question questions[QUESTIONS_MAX];
static size_t questions_count;

static void add(ask *how, const char *name, int64_t a, struct str s)
{
    assert_true(questions_count < QUESTIONS_MAX);
    questions[questions_count++] = (struct question){.ask = how, .a = a, .s = s, .name = name};
}

static void add_lists(struct arena *mem)
{
    static const char *const kinds[] = {"section", "region",  "topic",    "person",
                                        "source",  "dossier", "programme"};
    static const char *const others[] = {"latest:en", "latest:es", "kind:en:news", "kind:en:video"};
    for (size_t i = 0; i < ARRAY_LEN(kinds); i++)
        for (int id = 1; id <= 4; id++)
            add(ask_list, "list", 0, str_printf(mem, "%s:%d/list", kinds[i], id));
    for (size_t i = 0; i < ARRAY_LEN(others); i++)
        for (int offset = 0; offset <= 2; offset += 2)
            add(ask_list, "list", offset, str_from(others[i]));
}

static void add_filings(void)
{
    static const char *const slugs[] = {"kyiv",     "europe",       "news",  "news/politics",
                                        "ana-ruiz", "reuters",      "alpha", "beta",
                                        "harbours", "news/economy", "ports", "politics"};
    for (int kind = 0; kind < FILING_KINDS; kind++) {
        for (int id = 1; id <= 6; id++)
            add(ask_filing, "filing_get", kind * 1000 + id, S(""));
        for (size_t i = 0; i < ARRAY_LEN(slugs); i++)
            add(ask_found, "filing_find", kind * 1000 + 1 + (int)(i % 2), str_from(slugs[i]));
        for (int edition = 0; edition <= 2; edition++) {
            add(ask_filings, "filing_list", kind * 1000 + edition, S(""));
            add(ask_filings, "filing_list", kind * 1000 + edition, S("few"));
        }
    }
}

static void add_addresses(void)
{
    static const char *const paths[] = {
        "news/politics/",
        "news/politics",
        "news/",
        "news",
        "news/politics/story-a",
        "news/politics/story-a/",
        "news/economy/story-a",
        "news/politics/story-b",
        "alpha/",
        "alpha/politics/story-a",
        "news/alpha/",
        "old/1",
        "old/1/",
        "beta/story-a",
        "articles/",
        "news/alpha/story-a",
        "news/politics/story-c",
        "news/politics/beta",
        "news/story-c",
    };
    for (size_t i = 0; i < ARRAY_LEN(paths); i++)
        for (int edition = 1; edition <= 2; edition++)
            add(ask_address, "address_find", edition, str_from(paths[i]));
}

static void add_archive(struct arena *mem)
{
    static const char *const editions[] = {"en", "es"};
    for (size_t i = 0; i < ARRAY_LEN(editions); i++) {
        struct str edition = str_from(editions[i]);
        for (size_t shift = 0; shift < ARRAY_LEN(day_shifts); shift++)
            for (int day = 0; day < 3; day++) {
                add(ask_day, "archive_stories", (int)shift * 100 + day, edition);
                add(ask_next_day, "archive_next", (int)shift * 100 + day, edition);
            }
        for (int end = 0; end < 2; end++)
            add(ask_last_day, "archive_next", end, edition);
        for (int offset = 0; offset < 2; offset++)
            add(ask_corrections, "correction_list", offset, edition);
        add(ask_authors, "filing_authors", 0, edition);
        add(ask_any, "story_list_any", 0, str_printf(mem, "person:1:%s/list", editions[i]));
        add(ask_any, "story_list_any", 0, str_printf(mem, "source:1:%s/list", editions[i]));
    }
    for (int id = 1; id <= 4; id++)
        add(ask_neighbours, "topic_neighbours", id, S(""));
}

static void add_questions(struct arena *mem)
{
    questions_count = 0;
    for (int id = 1; id <= STORIES; id++) {
        add(ask_story, "story_read", id, S(""));
        add(ask_near, "near_list", id, S(""));
        add(ask_related, "related_list", id, S(""));
        add(ask_translations, "story_translations", id, S(""));
        add(ask_shares, "share_count_read", id, S(""));
    }
    for (int span = 0; span < MOST_READ_SPANS; span++) {
        add(ask_most_read, "most_read_list", span, S("en"));
        add(ask_most_read, "most_read_list", span, S("es"));
    }
    add_lists(mem);
    add_filings();
    add_archive(mem);
    add_addresses();
    for (int id = 1; id <= 5; id++)
        add(ask_flash, "flash_get", id, S(""));
    for (int id = 1; id <= 3; id++) {
        add(ask_flashes, "flash_list", id, S(""));
        add(ask_edition, "edition_get", id, S(""));
        add(ask_front, "front_read", id, S(""));
    }
    add(ask_front, "front_read", 1, S("section"));
    add(ask_front, "front_read", 1, S("dossier"));
    add(ask_edition, "edition_find", 0, S("en"));
    add(ask_edition, "edition_find", 0, S("fr"));
    add(ask_editions, "edition_list", 0, S(""));
    add(ask_site, "site_read", 0, S(""));
    for (int a = 0; a < 32; a++)
        if ((a & 3) != 3)
            add(ask_filter, "story_filter_list", a, a % 5 ? S("") : S("news"));
}

// ── changes ───────────────────────────────────────────────────────────────────────────────────

// A row of this table by chance; false when it is empty.
static bool any_row(struct job *job, struct txn *txn, struct str table, int64_t *rowid)
{
    int64_t count = 0;
    bool found;
    const char *sql =
        str_c(&job->mem, str_printf(&job->mem, "SELECT count(*) FROM " STR_FMT, STR_ARG(table)));
    if (!sql_number_(job, txn, &found, &count, sql, NULL, 0) || count == 0)
        return false;
    // Mostly among the first: those are what the questions are about.
    uint64_t among = count > 6 && chance(4) ? 6 : (uint64_t)count;
    const struct sql_value at = sql_int(chance(among));
    sql = str_c(&job->mem, str_printf(&job->mem,
                                      "SELECT rowid FROM " STR_FMT " ORDER BY rowid LIMIT 1"
                                      " OFFSET ?1",
                                      STR_ARG(table)));
    return sql_number_(job, txn, &found, rowid, sql, &at, 1) && found;
}

static bool columns_of(struct job *job, struct txn *txn, struct str table, struct str_list *out)
{
    struct rows rows;
    size_t room = 0;
    if (!sql_query(job, txn, &rows, "SELECT name FROM pragma_table_info(?1)", sql_text(table)))
        return false;
    while (rows_next(job, &rows))
        *list_add(&job->mem, &out->items, &out->count, &room) = row_text(&rows, 0);
    return rows.at_end;
}

// An expression for the column: another row's value, a word, a number, a little more, nothing.
static struct str any_value(struct job *job, struct txn *txn, struct str table, struct str column,
                            struct sql_value *bound)
{
    int64_t other;
    *bound = sql_null();
    switch (chance(8)) {
    case 0:
        return S("?1"); // nothing
    case 1:
    case 2:
        *bound = sql_int(chance(STORIES));
        return S("?1");
    case 3: // half a day: times move from one day to another
        return str_printf(&job->mem, STR_FMT " + %s + coalesce(?1, 0)", STR_ARG(column),
                          chance(2)   ? "1"
                          : chance(2) ? "43200000"
                                      : "-43200000");
    case 4:
    case 5:
        *bound = sql_text(word());
        return S("?1");
    default:
        if (!any_row(job, txn, table, &other))
            return S("?1");
        *bound = sql_int(other);
        return str_printf(&job->mem, "(SELECT o." STR_FMT " FROM " STR_FMT " o WHERE rowid = ?1)",
                          STR_ARG(column), STR_ARG(table));
    }
}

static bool update_by_hand(struct job *job, struct txn *txn, struct str table)
{
    struct str_list columns = {0};
    int64_t row;
    if (!columns_of(job, txn, table, &columns) || !any_row(job, txn, table, &row))
        return false;
    struct str column = columns.items[chance(columns.count)];
    struct sql_value values[2];
    struct str expression = any_value(job, txn, table, column, &values[0]);
    values[1] = sql_int(row);
    return sql_run_(
        job, txn,
        str_c(&job->mem,
              str_printf(&job->mem,
                         "UPDATE " STR_FMT " SET " STR_FMT " = " STR_FMT " WHERE rowid = ?2",
                         STR_ARG(table), STR_ARG(column), STR_ARG(expression))),
        values, 2);
}

// A copy of a row with one or two columns changed.
static bool insert_by_hand(struct job *job, struct txn *txn, struct str table)
{
    struct str_list columns = {0};
    struct buf names, values;
    int64_t row;
    if (!columns_of(job, txn, table, &columns) || !any_row(job, txn, table, &row))
        return false;
    buf_start(&names, &job->mem, 1 << 16);
    buf_start(&values, &job->mem, 1 << 16);
    struct sql_value bound[] = {sql_text(word()), sql_int(row),
                                chance(2) ? sql_text(word()) : sql_int(chance(STORIES))};
    size_t one = chance(columns.count), two = chance(columns.count);
    for (size_t i = 0; i < columns.count; i++) {
        struct str column = columns.items[i];
        bool generated = str_is(column, "id");
        if (generated)
            continue;
        buf_printf(&names, "%s" STR_FMT, names.len ? ", " : "", STR_ARG(column));
        if (str_is(column, "slug") || str_is(column, "folded") ||
            (chance(2) && str_is(column, "path")))
            buf_printf(&values, "%s?1", values.len ? ", " : "");
        else if (i == one || i == two)
            buf_printf(&values, "%s?3", values.len ? ", " : "");
        else
            buf_printf(&values, "%s" STR_FMT, values.len ? ", " : "", STR_ARG(column));
    }
    return sql_run_(
        job, txn,
        str_c(&job->mem,
              str_printf(&job->mem,
                         "INSERT INTO " STR_FMT "(" STR_FMT ") SELECT " STR_FMT " FROM " STR_FMT
                         " WHERE rowid = ?2 AND ?1 IS NOT NULL AND ?3 IS NOT NULL",
                         STR_ARG(table), STR_ARG(buf_str(&names)), STR_ARG(buf_str(&values)),
                         STR_ARG(table))),
        bound, 3);
}

static bool delete_by_hand(struct job *job, struct txn *txn, struct str table)
{
    const struct sql_value row = {.type = SQL_INT};
    struct sql_value value = row;
    return any_row(job, txn, table, &value.number) &&
           sql_run_(
               job, txn,
               str_c(&job->mem, str_printf(&job->mem, "DELETE FROM " STR_FMT " WHERE rowid = ?1",
                                           STR_ARG(table))),
               &value, 1);
}

static bool change_by_hand(struct job *job, struct txn *txn)
{
    static const char *const tables[] = {
        "site",         "edition",       "social_link",   "section",
        "section",      "region",        "topic",         "topic",
        "topic_name",   "picture",       "picture_text",  "person",
        "source",       "dossier",       "programme",     "old_slug",
        "story",        "story",         "story",         "story",
        "story",        "version",       "story_region",  "story_topic",
        "story_author", "story_dossier", "story_related", "story_completion",
        "address",      "redirect",      "flash",         "flash",
        "entry",        "front",         "container",     "slot",
        "page",         "share_count",   "view_count",    "due",
        "imported",     "most_read",     "most_read",
    };
    struct str table = str_from(tables[chance(ARRAY_LEN(tables))]);
    uint64_t how = chance(10);
    if (how < 6)
        return update_by_hand(job, txn, table);
    return how < 8 ? insert_by_hand(job, txn, table) : delete_by_hand(job, txn, table);
}

static bool change_filing(struct job *job, struct txn *txn, const struct actor *house)
{
    struct filing filing = {.kind = (enum filing_kind)chance(FILING_KINDS),
                            .edition_id = 1 + (int64_t)chance(2),
                            .slug = word(),
                            .name = word(),
                            .text = word(),
                            .parent_id = (int64_t)chance(4),
                            .position = (int)chance(9),
                            .names = (struct str[]){word()},
                            .names_count = 1};
    unsigned given = (unsigned)chance(512) & ~(unsigned)(FILING_HAS_PICTURE | FILING_HAS_NOTE);
    int64_t id;
    if (chance(3) == 0)
        return filing_make(job, txn, house, &filing, given | FILING_HAS_NAME, &id);
    if (chance(6) == 0)
        return topic_merge(job, txn, house, 1 + (int64_t)chance(6), 1 + (int64_t)chance(6));
    return filing_change(job, txn, house, filing.kind, 1 + (int64_t)chance(6), &filing, given);
}

static bool change_story(struct job *job, struct txn *txn, const struct actor *house)
{
    int64_t id = 1 + (int64_t)chance(STORIES);
    struct story_fields fields = {.set = (unsigned)chance(1u << 17),
                                  .edition = chance(2) ? S("en") : S("es"),
                                  .kind = chance(2) ? S("news") : S("video"),
                                  .headline = word(),
                                  .kicker = word(),
                                  .standfirst = word(),
                                  .place = word(),
                                  .section = chance(2) ? S("news/politics") : S("news/economy"),
                                  .topics = {(struct str[]){word()}, 1},
                                  .authors = {(struct str[]){word()}, 1},
                                  .source = word(),
                                  .related = {(int64_t[]){1 + (int64_t)chance(STORIES)}, 1},
                                  .translation_of = (int64_t)chance(STORIES),
                                  .slug = chance(2) ? S("story-a") : S("story-b")};
    fields.set &= ~(unsigned)STORY_HAS_BODY;
    switch (chance(8)) {
    case 0:
        return story_make(job, txn, house, &fields, &id);
    case 1:
        return story_unpublish(job, txn, house, id, 0);
    case 2:
        return chance(4) == 0 && story_withdraw(job, txn, house, id, 0, word());
    case 3:
        fields.set &= ~(unsigned)STORY_HAS_EDITION;
        return story_correct(job, txn, house, id, 0, S("a note"), &fields);
    case 4:
    case 5:
        fields.set &= ~(unsigned)STORY_HAS_EDITION;
        return story_save(job, txn, house, id, 0, &fields);
    default:
        return story_publish(job, txn, house, id, 0, chance(4) ? 0 : job->now_ms + 1000, NULL);
    }
}

static bool change_popularity(struct job *job, struct txn *txn, const struct actor *house)
{
    struct tally tally = {1 + (int64_t)chance(STORIES), 1 + (int64_t)chance(9)};
    int64_t hour = job->now_ms / HOUR - (int64_t)chance(30);
    struct ranking *ranking;
    if (chance(3) == 0)
        return shares_add(job, txn, &tally, 1);
    return views_add(job, txn, hour, &tally, 1) && most_read_rank(job, txn, &ranking) &&
           most_read_write(job, txn, ranking);
}

static bool change_front(struct job *job, struct txn *txn, const struct actor *house)
{
    static const char *const fills[] = {"latest:en", "section:2/list", "topic:1/list", ""};
    struct front_slot slots[2] = {{.card.id = 1 + (int64_t)chance(STORIES), .headline = word()},
                                  {.card.id = 1 + (int64_t)chance(STORIES), .kicker = word()}};
    struct front_container containers[2];
    for (size_t i = 0; i < 2; i++)
        containers[i] =
            (struct front_container){.kind = (enum container_kind)chance(CONTAINER_KINDS),
                                     .title = word(),
                                     .fill = str_from(fills[chance(4)]),
                                     .slots = &slots[i],
                                     .slots_count = chance(2)};
    enum front_of of = (enum front_of)chance(3);
    return front_put(job, txn, house, 1, of, of == FRONT_EDITION ? 0 : 2, containers, chance(3));
}

static bool change_flash(struct job *job, struct txn *txn, const struct actor *house)
{
    struct flash flash = {.place = word(), .text = word(), .story_id = (int64_t)chance(STORIES)};
    int64_t id = 1 + (int64_t)chance(6);
    switch (chance(3)) {
    case 0:
        return flash_make(job, txn, house, S("en"), &flash, (unsigned)chance(16) | FLASH_HAS_TEXT,
                          &id);
    case 1:
        return flash_change(job, txn, house, id, &flash, (unsigned)chance(16));
    default:
        return flash_end(job, txn, house, id);
    }
}

// One to three changes in one transaction; those that are refused leave nothing.
static void change(struct paper *p, struct job *job)
{
    AUTO_TXN txn = write_begin(job, p->store);
    assert_true(txn.open);
    for (uint64_t i = 1 + chance(3); i > 0; i--) {
        assert_job(txn_save(job, &txn, "one"), job);
        uint64_t what = chance(22);
        bool ok = what < 12   ? change_by_hand(job, &txn)
                  : what < 14 ? change_filing(job, &txn, &p->house)
                  : what < 19 ? change_story(job, &txn, &p->house)
                  : what < 20 ? change_flash(job, &txn, &p->house)
                  : what < 21 ? change_front(job, &txn, &p->house)
                              : change_popularity(job, &txn, &p->house);
        if (!ok || job_failed(job)) {
            job_forgive(job);
            assert_job(txn_undo_to(job, &txn, "one"), job);
        }
    }
    assert_job(txn_commit(job, &txn), job);
}

// ── the law ───────────────────────────────────────────────────────────────────────────────────

static uint64_t answer(struct job *job, struct txn *txn, struct question *q, struct notebook *notes)
{
    struct buf b;
    buf_start(&b, &job->mem, 8 << 20);
    notebook_start(notes, &job->mem);
    txn->notes = notes;
    if (!q->ask(job, txn, q->a, q->s, &b)) {
        assert_true(job_failed(job));
        buf_printf(&b, "failed: %s", job->fault.text);
        job_forgive(job);
    }
    return str_hash(buf_str(&b));
}

struct topics {
    struct str *items;
    size_t count;
};

static struct topics topics_since(struct job *job, struct txn *txn, uint64_t seq)
{
    struct topics topics = {0};
    size_t room = 0;
    struct rows rows;
    assert_job(sql_query(job, txn, &rows, "SELECT DISTINCT topic FROM change WHERE seq > ?1",
                         sql_int(seq)),
               job);
    while (rows_next(job, &rows))
        *list_add(&job->mem, &topics.items, &topics.count, &room) = row_text(&rows, 0);
    return topics;
}

static bool names_any(const struct notebook *notes, const struct topics *topics)
{
    for (size_t i = 0; i < topics->count; i++)
        if (notebook_has(notes, topics->items[i]))
            return true;
    return false;
}

static void print_break(const struct question *q, const struct topics *topics, uint64_t seq)
{
    print_error("%s(%lld, \"" STR_FMT "\") changed, but nothing it noted did (after seq %llu)\n",
                q->name, (long long)q->a, STR_ARG(q->s), (unsigned long long)seq);
    print_error("noted:");
    for (size_t i = 0; i < q->notes.count; i++)
        print_error(" " STR_FMT, STR_ARG(q->notes.topics[i]));
    print_error("\nchanged:");
    for (size_t i = 0; i < topics->count; i++)
        print_error(" " STR_FMT, STR_ARG(topics->items[i]));
    print_error("\n");
}

static void check_listing(struct job *job, struct txn *txn)
{
    int64_t differ = -1;
    assert_job(sql_number(job, txn, NULL, &differ,
                          "SELECT count(*) FROM (SELECT 1 FROM (SELECT list, published_ms, story_id"
                          " FROM listing EXCEPT SELECT list, published_ms, story_id FROM"
                          " wanted_listing) UNION ALL SELECT 1 FROM (SELECT list, published_ms,"
                          " story_id FROM wanted_listing EXCEPT SELECT list, published_ms, story_id"
                          " FROM listing))"),
               job);
    assert_int_equal(differ, 0);
}

// Asks everything anew; every answer that differs must have been announced.
static size_t ask_all(struct paper *p, struct job *job, uint64_t seq, bool first)
{
    AUTO_TXN txn = read_begin(job, p->store, NULL);
    assert_true(txn.open);
    struct topics topics = topics_since(job, &txn, seq);
    size_t differing = 0, broken = 0;
    for (size_t i = 0; i < questions_count; i++) {
        struct question *q = &questions[i];
        struct notebook notes;
        uint64_t now = answer(job, &txn, q, &notes);
        if (!first && now != q->answer) {
            differing++;
            if (!names_any(&q->notes, &topics)) {
                print_break(q, &topics, seq);
                broken++;
            }
        }
        q->answer = now;
        q->notes = notes;
    }
    txn.notes = NULL;
    check_listing(job, &txn);
    assert_int_equal(broken, 0);
    return differing;
}

static void fill(struct paper *p)
{
    static const char *const slugs[] = {"story-a", "story-b", "story-c"};
    for (int i = 0; i < 10; i++) {
        struct story_fields f = paper_fields(p, i % 2 ? "Alpha" : "Beta");
        f.edition = i % 3 ? S("en") : S("es");
        f.slug = str_from(slugs[i % 3]);
        f.set |= STORY_HAS_SLUG;
        int64_t id = 0;
        paper_must(p, story_make(job, txn, &p->house, &f, &id));
        if (i < 8)
            paper_must(p, story_publish(job, txn, &p->house, id, 0, 0, NULL));
        p->job.now_ms += 1000;
    }
    for (int i = 0; i < 4; i++) {
        struct flash flash = {.text = S("Breaking"), .story_id = 2 + i / 2};
        int64_t id = 0;
        unsigned given = FLASH_HAS_TEXT | (i % 2 ? 0 : FLASH_HAS_STORY);
        paper_must(p, flash_make(job, txn, &p->house, S("en"), &flash, given, &id));
    }
    paper_run(p, "INSERT INTO dossier(edition_id, slug, title) VALUES (1, 'alpha', 'Alpha'),"
                 " (1, 'beta', 'Beta'), (2, 'alpha', 'Alfa')");
    paper_run(p, "INSERT INTO programme(edition_id, slug, name) VALUES (1, 'alpha', 'Alpha')");
    paper_run(p, "INSERT INTO story_dossier VALUES (2, 1, 0), (3, 1, 0), (5, 2, 0)");
    paper_run(p, "INSERT INTO story_related VALUES (2, 3, 0), (3, 5, 0)");
    paper_run(p, "INSERT INTO redirect VALUES ('/en/old/1', '/en/news/politics/story-b')");
    paper_run(p, "INSERT INTO picture(hash, media_type, width, height, made_ms, alt, credit)"
                 " VALUES ('x', 'image/jpeg', 9, 9, 0, 'a', 'AP')");
    paper_run(p, "INSERT INTO picture_text VALUES (1, 2, 'a', 'b')");
    paper_run(p, "INSERT INTO front(edition_id) VALUES (1)");
    paper_run(p, "INSERT INTO container(front_id, kind) VALUES (1, 'lead')");
    paper_run(p, "INSERT INTO slot(container_id, story_id) VALUES (1, 2)");
    paper_run(p, "INSERT INTO social_link(edition_id, name, url) VALUES (1, 'a', 'https://a.b')");
    paper_run(p, "INSERT INTO share_count VALUES (2, 5)");
    paper_run(p, "INSERT INTO most_read VALUES (1, 'hour', 0, 2), (1, 'day', 0, 3),"
                 " (1, 'day', 1, 2), (1, 'week', 0, 5), (2, 'day', 0, 4)");
    paper_run(p, "INSERT INTO entry(story_id, body, at_ms) VALUES (2, '', 1)");
}

// A fresh newspaper now and then: after many changes little is left of one.
static void run_round(uint64_t seed, int steps, size_t *differing)
{
    void *state;
    paper_setup(&state);
    struct paper *p = state;
    chance_state = seed * 2654435761u + 88172645463325252u;
    fill(p);
    struct job rounds[2]; // this round's answers and the last one's
    job_start(&rounds[0], p->job.now_ms);
    job_start(&rounds[1], p->job.now_ms);
    add_questions(&p->job.mem);
    ask_all(p, &rounds[0], 0, true);
    for (int step = 1; step <= steps; step++) {
        struct job *job = &rounds[step % 2];
        job_end(job);
        job_start(job, p->job.now_ms + step * 1000);
        uint64_t seq = paper_seq(p);
        change(p, job);
        *differing += ask_all(p, job, seq, false);
    }
    job_end(&rounds[0]);
    job_end(&rounds[1]);
    paper_teardown(&state);
}

static void what_changes_an_answer_was_noted_by_it(void **state)
{
    enum { ROUND_STEPS = 100 };
    const char *given = getenv("SEED"), *wanted = getenv("STEPS");
    uint64_t seed = given ? strtoull(given, NULL, 10) : (uint64_t)time(NULL) * 1000;
    int steps = wanted ? (int)strtol(wanted, NULL, 10) : 2000;
    int64_t until_ms = clock_monotonic_ms() + 60000; // on a busy machine, fewer
    size_t differing = 0;
    int done = 0;
    for (; done < steps && (wanted || clock_monotonic_ms() < until_ms); done += ROUND_STEPS) {
        print_message("# seed %llu\n", (unsigned long long)seed);
        run_round(seed++, ROUND_STEPS, &differing);
    }
    print_message("# %d steps, %zu answers differed\n", done, differing);
    assert_true(differing > (size_t)done / 2);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(what_changes_an_answer_was_noted_by_it)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
