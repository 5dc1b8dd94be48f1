#include "news/internal.h"

// ── lists as pages show them ──────────────────────────────────────────────────────────────────

// The inner query walks the list's index alone; only what is shown is joined.
#define LIST_SELECT                                                                                \
    "SELECT " CARD_COLUMNS " FROM (SELECT story_id, published_ms FROM listing WHERE list = ?1"     \
    " ORDER BY published_ms DESC, story_id DESC LIMIT ?2 OFFSET ?3) l"                             \
    " JOIN story s ON s.id = l.story_id " CARD_JOINS                                               \
    " ORDER BY l.published_ms DESC, l.story_id DESC"

void read_card(const struct rows *rows, struct story_card *out)
{
    *out = (struct story_card){
        .id = row_int(rows, 0),
        .edition_id = row_int(rows, 1),
        .published_ms = row_int(rows, 2),
        .updated_ms = row_int(rows, 3),
        .picture_id = row_int(rows, 4),
        .kind = row_text(rows, 5),
        .headline = row_text(rows, 6),
        .kicker = row_text(rows, 7),
        .standfirst = row_text(rows, 8),
        .path = row_text(rows, 9),
        .words = (size_t)row_int(rows, 10),
        .section_name = row_text(rows, 12),
        .section_path = row_text(rows, 13),
        .section_colour = row_text(rows, 14),
        .source_name = row_text(rows, 16),
    };
}

void note_card(struct notebook *notes, const struct rows *rows)
{
    note_printf(notes, "story:%lld", (long long)row_int(rows, 0));
    if (!row_is_null(rows, 11))
        note_printf(notes, "section:%lld", (long long)row_int(rows, 11));
    if (!row_is_null(rows, 15))
        note_printf(notes, "source:%lld", (long long)row_int(rows, 15));
}

bool read_cards(struct job *job, struct txn *txn, struct rows *rows, size_t limit,
                struct story_cards *out)
{
    struct story_cards cards = {.items = arena_array(&job->mem, struct story_card, limit + 1)};
    while (rows_next(job, rows)) {
        if (cards.count == limit) { // one more than asked for: it only says that there are more
            cards.more = true;
            rows_end(rows);
            break;
        }
        note_card(txn->notes, rows);
        read_card(rows, &cards.items[cards.count++]);
    }
    if (!cards.more && !rows->at_end)
        return false;
    *out = cards;
    return true;
}

bool story_list(struct job *job, struct txn *txn, struct str list, size_t limit, size_t offset,
                struct story_cards *out)
{
    struct rows rows;
    note(txn->notes, list);
    return sql_query(job, txn, &rows, LIST_SELECT, sql_text(list), sql_int(limit + 1),
                     sql_int(offset)) &&
           read_cards(job, txn, &rows, limit, out);
}

bool story_list_any(struct job *job, struct txn *txn, struct str list, bool *any)
{
    int64_t one;
    note(txn->notes, list);
    return sql_number(job, txn, any, &one, "SELECT 1 FROM listing WHERE list = ?1 LIMIT 1",
                      sql_text(list));
}

bool story_cards_of(struct job *job, struct txn *txn, struct id_list ids, struct story_cards *out)
{
    struct story_cards cards = {.items = arena_array(&job->mem, struct story_card, ids.count + 1)};
    for (size_t i = 0; i < ids.count; i++) {
        struct rows rows;
        note_printf(txn->notes, "story:%lld", (long long)ids.items[i]);
        if (!sql_query(job, txn, &rows,
                       "SELECT " CARD_COLUMNS " FROM story s " CARD_JOINS
                       " WHERE s.id = ?1 AND s.public = 1",
                       sql_int(ids.items[i])))
            return false;
        if (rows_next(job, &rows)) {
            note_card(txn->notes, &rows);
            read_card(&rows, &cards.items[cards.count++]);
            rows_end(&rows);
        } else if (!rows.at_end) {
            return false;
        }
    }
    *out = cards;
    return true;
}

bool story_authors(struct job *job, struct txn *txn, int64_t id, struct filing **out, size_t *count)
{
    struct rows rows;
    struct filing *items = NULL;
    size_t found = 0, room = 0;
    note_printf(txn->notes, "story:%lld", (long long)id);
    if (!sql_query(job, txn, &rows,
                   "SELECT k.id, 0, '', k.slug, k.slug, k.name, k.about, k.role, NULL,"
                   " k.picture_id, 0, 0, NULL FROM story_author a JOIN person k"
                   " ON k.id = a.person_id WHERE a.story_id = ?1 ORDER BY a.position, k.id",
                   sql_int(id)))
        return false;
    while (rows_next(job, &rows)) {
        struct filing *person = list_add(&job->mem, &items, &found, &room);
        read_filing(&rows, 0, FILING_PERSON, person);
        note_filing(txn, person);
    }
    if (!rows.at_end)
        return false;
    *out = items;
    *count = found;
    return true;
}

// ── translations ──────────────────────────────────────────────────────────────────────────────

bool story_translations(struct job *job, struct txn *txn, int64_t group, struct translation **out,
                        size_t *count)
{
    note_printf(txn->notes, "translations:%lld", (long long)group);
    struct rows rows;
    if (!sql_query(job, txn, &rows,
                   "SELECT s.id, s.edition_id, e.slug, s.path, s.headline FROM story s"
                   " JOIN edition e ON e.id = s.edition_id"
                   " WHERE s.translation_group = ?1 AND s.public = 1 ORDER BY e.position, s.id",
                   sql_int(group)))
        return false;
    struct translation *items = NULL;
    size_t found = 0, room = 0;
    while (rows_next(job, &rows)) {
        struct translation *one = list_add(&job->mem, &items, &found, &room);
        *one = (struct translation){row_int(&rows, 0), row_int(&rows, 1), row_text(&rows, 2),
                                    row_text(&rows, 3), row_text(&rows, 4)};
        note_printf(txn->notes, "story:%lld", (long long)one->story_id);
        note_printf(txn->notes, "edition:" STR_FMT, STR_ARG(one->edition)); // its position
    }
    if (!rows.at_end)
        return false;
    *out = items;
    *count = found;
    return true;
}
