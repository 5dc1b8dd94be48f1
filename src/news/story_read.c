#include "news/internal.h"

// The story's own columns, and after them those of its section, the section above, its source:
// everything but lists in one statement. body is the table's last column and read last.
#define STORY_SELECT                                                                               \
    "SELECT s.id, s.edition_id, e.slug, s.status, s.public, s.public_version,"                     \
    " s.translation_group, s.made_ms, s.published_ms, s.updated_ms, s.path, s.kind, s.headline,"   \
    " s.kicker, s.standfirst, s.place, s.slug, s.words, s.picture_id, s.corrected_ms,"             \
    " s.withdrawn_ms, s.correction, s.withdrawn_reason, s.body,"                                   \
    " s.section_id, c.edition_id, e.slug, c.slug, c.path, c.name, '', c.colour, c.parent_id, "     \
    "NULL,"                                                                                        \
    " c.position, c.hidden, NULL,"                                                                 \
    " c.parent_id, p.edition_id, e.slug, p.slug, p.path, p.name, '', p.colour, NULL, NULL,"        \
    " p.position, p.hidden, NULL,"                                                                 \
    " s.source_id, 0, '', o.slug, o.slug, o.name, '', o.url, NULL, NULL, 0, 0, NULL"               \
    " FROM story s JOIN edition e ON e.id = s.edition_id"                                          \
    " LEFT JOIN section c ON c.id = s.section_id"                                                  \
    " LEFT JOIN section p ON p.id = c.parent_id"                                                   \
    " LEFT JOIN source o ON o.id = s.source_id WHERE s.id = ?1"
enum {
    OWN_COLUMNS = 24,
    SECTION_AT = OWN_COLUMNS,
    PARENT_AT = SECTION_AT + FILING_COLUMNS,
    SOURCE_AT = PARENT_AT + FILING_COLUMNS
};

static void read_own(const struct rows *rows, struct story *out)
{
    *out = (struct story){
        .state = {.id = row_int(rows, 0),
                  .edition_id = row_int(rows, 1),
                  .version = row_int(rows, 5),
                  .public_version = row_int(rows, 5),
                  .translation_group = row_int(rows, 6),
                  .edition = row_text(rows, 2),
                  .status = row_text(rows, 3),
                  .path = row_text(rows, 10),
                  .public = row_int(rows, 4) != 0,
                  .made_ms = row_int(rows, 7),
                  .published_ms = row_int(rows, 8),
                  .updated_ms = row_int(rows, 9),
                  .withdrawn_reason = row_text(rows, 22)},
        .kind = row_text(rows, 11),
        .headline = row_text(rows, 12),
        .kicker = row_text(rows, 13),
        .standfirst = row_text(rows, 14),
        .place = row_text(rows, 15),
        .slug = row_text(rows, 16),
        .words = (size_t)row_int(rows, 17),
        .picture_id = row_int(rows, 18),
        .corrected_ms = row_int(rows, 19),
        .withdrawn_ms = row_int(rows, 20),
        .correction = row_text(rows, 21),
        .withdrawn_reason = row_text(rows, 22),
    };
}

// What was deleted behind the keys' back is noted too: it may come back under its id.
static bool read_joined(struct txn *txn, const struct rows *rows, int first, enum filing_kind kind,
                        struct filing *out)
{
    if (row_is_null(rows, first))
        return false;
    const struct filing named = {.kind = kind, .id = row_int(rows, first)};
    note_filing(txn, &named);
    if (row_is_null(rows, first + 3)) // the slug
        return false;
    read_filing(rows, first, kind, out);
    return true;
}

// ── its lists ─────────────────────────────────────────────────────────────────────────────────

// Columns of a filing, then its kind (enum filing_kind; FILING_KINDS: a related story).
#define LISTS_SELECT                                                                               \
    "SELECT f.region_id, k.edition_id, e.slug, k.slug, k.slug, k.name, '', '', NULL, NULL, "       \
    "k.position, "                                                                                 \
    "0,"                                                                                           \
    " NULL, 1, f.position FROM story_region f LEFT JOIN region k ON k.id = f.region_id"            \
    " LEFT JOIN edition e ON e.id = k.edition_id WHERE f.story_id = ?1"                            \
    " UNION ALL "                                                                                  \
    "SELECT f.topic_id, k.edition_id, e.slug, k.slug, k.slug, k.name, k.definition, k.kind, "      \
    "NULL, NULL,"                                                                                  \
    " 0, 0, NULL, 2, f.position FROM story_topic f LEFT JOIN topic k ON k.id = f.topic_id"         \
    " LEFT JOIN edition e ON e.id = k.edition_id WHERE f.story_id = ?1"                            \
    " UNION ALL "                                                                                  \
    "SELECT f.person_id, 0, '', k.slug, k.slug, k.name, k.about, k.role, NULL, k.picture_id, 0, "  \
    "0, NULL,"                                                                                     \
    " 3, f.position FROM story_author f LEFT JOIN person k ON k.id = f.person_id"                  \
    " WHERE f.story_id = ?1"                                                                       \
    " UNION ALL "                                                                                  \
    "SELECT f.dossier_id, k.edition_id, e.slug, k.slug, k.slug, k.title, k.text, '', NULL, "       \
    "k.picture_id,"                                                                                \
    " k.position, 0, NULL, 5, f.position FROM story_dossier f LEFT JOIN dossier k"                 \
    " ON k.id = f.dossier_id LEFT JOIN edition e ON e.id = k.edition_id WHERE f.story_id = ?1"     \
    " UNION ALL "                                                                                  \
    "SELECT f.related_id, 0, '', '', '', '', '', '', NULL, NULL, 0, 0, NULL, 7, f.position"        \
    " FROM story_related f WHERE f.story_id = ?1"                                                  \
    " ORDER BY 14, 15, 1"
static_assert(FILING_REGION == 1 && FILING_TOPIC == 2 && FILING_PERSON == 3 &&
                  FILING_DOSSIER == 5 && FILING_KINDS == 7,
              "the statement above has these numbers");

struct filing_list_room {
    struct filing **items;
    size_t *count, room;
};

static bool read_lists(struct job *job, struct txn *txn, struct story *story)
{
    struct rows rows;
    struct filing_list_room lists[FILING_KINDS] = {
        [FILING_REGION] = {&story->regions, &story->regions_count, 0},
        [FILING_TOPIC] = {&story->topics, &story->topics_count, 0},
        [FILING_PERSON] = {&story->authors, &story->authors_count, 0},
        [FILING_DOSSIER] = {&story->dossiers, &story->dossiers_count, 0},
    };
    size_t related_room = 0;
    if (!sql_query(job, txn, &rows, LISTS_SELECT, sql_int(story->state.id)))
        return false;
    while (rows_next(job, &rows)) {
        int64_t kind = row_int(&rows, 13);
        if (kind == FILING_KINDS) {
            *list_add(&job->mem, &story->related.items, &story->related.count, &related_room) =
                row_int(&rows, 0);
            continue;
        }
        struct filing_list_room *list = &lists[kind];
        struct filing filing;
        assert(list->items);
        if (read_joined(txn, &rows, 0, (enum filing_kind)kind, &filing))
            *list_add(&job->mem, list->items, list->count, &list->room) = filing;
    }
    return rows.at_end;
}

// ── the face readers see ──────────────────────────────────────────────────────────────────────

static bool check_public(struct job *job, const struct story *story)
{
    if (story->state.public)
        return true;
    if (str_is(story->state.status, "withdrawn"))
        return job_fail(job, FAULT_GONE, "this story was withdrawn%s" STR_FMT,
                        story->withdrawn_reason.len ? ": " : "", STR_ARG(story->withdrawn_reason));
    return job_fail(job, FAULT_NOT_FOUND, "there is no published story with the id %lld",
                    (long long)story->state.id);
}

// `body` as JSON.
static bool read_columns(struct job *job, struct txn *txn, int64_t id, struct story *out,
                         struct str *body)
{
    struct rows rows;
    bool found;
    if (!sql_query(job, txn, &rows, STORY_SELECT, sql_int(id)) || !row_first(job, &rows, &found))
        return false;
    if (!found)
        return job_fail(job, FAULT_NOT_FOUND, "there is no published story with the id %lld",
                        (long long)id);
    read_own(&rows, out);
    if (out->state.public) { // what nobody may see notes nothing more
        *body = row_text(&rows, 23);
        (void)read_joined(txn, &rows, SECTION_AT, FILING_SECTION, &out->section);
        (void)read_joined(txn, &rows, PARENT_AT, FILING_SECTION, &out->parent);
        (void)read_joined(txn, &rows, SOURCE_AT, FILING_SOURCE, &out->source);
    }
    rows_end(&rows);
    return check_public(job, out);
}

static bool parse_body(struct job *job, struct str json, struct story *story)
{
    struct block *body = NULL;
    if (json.len && !document_parse(job, json, &body))
        return false;
    story->body = body;
    return true;
}

static bool read_all(struct job *job, struct txn *txn, int64_t id, bool around, struct story *out)
{
    struct story story;
    struct str body;
    note_printf(txn->notes, "story:%lld", (long long)id);
    if (!read_columns(job, txn, id, &story, &body) || !read_lists(job, txn, &story))
        return false;
    if (around && str_find(body, S("\"related\"")) < 0) // a box that is there is written like this
        body = STR_NONE;
    if (!parse_body(job, body, &story))
        return false;
    *out = story;
    return true;
}

bool story_read(struct job *job, struct txn *txn, int64_t id, struct story *out)
{
    return read_all(job, txn, id, false, out);
}

bool story_read_around(struct job *job, struct txn *txn, int64_t id, struct story *out)
{
    return read_all(job, txn, id, true, out);
}
