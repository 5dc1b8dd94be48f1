#include "news/internal.h"

// Columns as read_filing() wants them: id, edition_id, edition, slug, path, name, text, note,
// parent_id, picture_id, position, hidden, merged_into.
#define SECTION_SELECT                                                                             \
    "SELECT k.id, k.edition_id, e.slug, k.slug, k.path, k.name, '', k.colour, k.parent_id, NULL,"  \
    " k.position, k.hidden, NULL FROM section k JOIN edition e ON e.id = k.edition_id "
#define REGION_SELECT                                                                              \
    "SELECT k.id, k.edition_id, e.slug, k.slug, k.slug, k.name, '', '', NULL, NULL,"               \
    " k.position, 0, NULL FROM region k JOIN edition e ON e.id = k.edition_id "
#define TOPIC_SELECT                                                                               \
    "SELECT k.id, k.edition_id, e.slug, k.slug, k.slug, k.name, k.definition, k.kind, NULL, NULL," \
    " 0, 0, k.merged_into FROM topic k JOIN edition e ON e.id = k.edition_id "
#define PERSON_SELECT                                                                              \
    "SELECT k.id, 0, '', k.slug, k.slug, k.name, k.about, k.role, NULL, k.picture_id, 0, 0, NULL"  \
    " FROM person k "
#define SOURCE_SELECT                                                                              \
    "SELECT k.id, 0, '', k.slug, k.slug, k.name, '', k.url, NULL, NULL, 0, 0, NULL FROM source k "
#define DOSSIER_SELECT                                                                             \
    "SELECT k.id, k.edition_id, e.slug, k.slug, k.slug, k.title, k.text, '', NULL, k.picture_id,"  \
    " k.position, 0, NULL FROM dossier k JOIN edition e ON e.id = k.edition_id "
#define PROGRAMME_SELECT                                                                           \
    "SELECT k.id, k.edition_id, e.slug, k.slug, k.slug, k.name, k.text, '', NULL, k.picture_id,"   \
    " k.position, 0, NULL FROM programme k JOIN edition e ON e.id = k.edition_id "

#define BY_POSITION(table)                                                                         \
    "WHERE (?3 = 0 OR k.edition_id = ?3) AND (?2 = 0 OR (k.position, k.id) >"                      \
    " (SELECT a.position, a.id FROM " table " a WHERE a.id = ?2))"                                 \
    " ORDER BY k.position, k.id LIMIT ?1"
#define BY_NAME(table)                                                                             \
    "WHERE (?2 = 0 OR (k.name, k.id) > (SELECT a.name, a.id FROM " table " a WHERE a.id = ?2))"    \
    " ORDER BY k.name, k.id LIMIT ?1"
#define WAS_ANOTHERS(kind, edition)                                                                \
    " OR EXISTS (SELECT 1 FROM old_slug WHERE kind = '" kind "' AND edition_id = " edition         \
    " AND slug = ?1 AND of_id <> ?2)"
#define TAKEN(table)                                                                               \
    "SELECT EXISTS (SELECT 1 FROM " table                                                          \
    " WHERE edition_id = ?3 AND slug = ?1 AND id <> ?2)" WAS_ANOTHERS(table, "?3")
#define TAKEN_ON_SITE(table)                                                                       \
    "SELECT EXISTS (SELECT 1 FROM " table " WHERE slug = ?1 AND id <> ?2)" WAS_ANOTHERS(table, "0")
#define FOUND_BY_NAME(table)                                                                       \
    "WHERE k.folded LIKE ?3 ESCAPE '\\' AND (?2 = 0 OR (k.name, k.id) >"                           \
    " (SELECT a.name, a.id FROM " table " a WHERE a.id = ?2)) ORDER BY k.name, k.id LIMIT ?1"
#define JOINED(table, column) "SELECT count(*) FROM " table " WHERE " column " = ?1"
#define LAST_POSITION(table)                                                                       \
    "SELECT coalesce(max(position), 0) FROM " table " WHERE edition_id = ?1"

const struct filing_table filing_tables[FILING_KINDS] = {
    [FILING_SECTION] =
        {"section", "sections", "", true, RIGHT_MENU_EDIT, RIGHT_MENU_EDIT,
         SECTION_SELECT "WHERE k.id = ?1", SECTION_SELECT "WHERE k.path = ?1 AND k.edition_id = ?2",
         SECTION_SELECT BY_POSITION("section"),
         // A story's address, and a page's, are taken too.
         "SELECT EXISTS (SELECT 1 FROM section WHERE edition_id = ?3 AND path = ?1 AND id <> ?2)"
         " OR EXISTS (SELECT 1 FROM address WHERE edition_id = ?3 AND path = ?1)"
         " OR EXISTS (SELECT 1 FROM page WHERE edition_id = ?3 AND slug = ?1)" WAS_ANOTHERS(
             "section", "?3"),
         LAST_POSITION("section"),
         "INSERT INTO section(edition_id, slug, name, colour, parent_id, position, hidden)"
         " VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)",
         "esnopkh",
         "UPDATE section SET slug = ?1, name = ?2, colour = ?3, parent_id = ?4, position = ?5,"
         " hidden = ?6 WHERE id = ?7",
         "snopkh#",
         // What is being written counts: its next version could not be published.
         "SELECT count(*) FROM (SELECT id FROM story WHERE section_id = ?1"
         " UNION SELECT story_id FROM working WHERE section_id = ?1)",
         NULL, "DELETE FROM section WHERE id = ?1"},
    [FILING_REGION] =
        {"region", "regions", "region/", true, RIGHT_MENU_EDIT, RIGHT_MENU_EDIT,
         REGION_SELECT "WHERE k.id = ?1", REGION_SELECT "WHERE k.slug = ?1 AND k.edition_id = ?2",
         REGION_SELECT BY_POSITION("region"), TAKEN("region"), LAST_POSITION("region"),
         "INSERT INTO region(edition_id, slug, name, position) VALUES (?1, ?2, ?3, ?4)", "esnk",
         "UPDATE region SET slug = ?1, name = ?2, position = ?3 WHERE id = ?4", "snk#",
         JOINED("story_region", "region_id"), NULL, "DELETE FROM region WHERE id = ?1"},
    [FILING_TOPIC] =
        {"topic", "topics", "topic/", true, RIGHT_FILING_MAKE, RIGHT_FILING_EDIT,
         TOPIC_SELECT "WHERE k.id = ?1", TOPIC_SELECT "WHERE k.slug = ?1 AND k.edition_id = ?2",
         TOPIC_SELECT "WHERE k.merged_into IS NULL AND (?3 = 0 OR k.edition_id = ?3) AND (?2 = 0"
                      " OR (k.name, k.id) > (SELECT a.name, a.id FROM topic a WHERE a.id = ?2))"
                      " ORDER BY k.name, k.id LIMIT ?1",
         TAKEN("topic"), NULL,
         "INSERT INTO topic(edition_id, slug, name, definition, kind) VALUES (?1, ?2, ?3, ?4, ?5)",
         "esnto", "UPDATE topic SET slug = ?1, name = ?2, definition = ?3, kind = ?4 WHERE id = ?5",
         "snto#", JOINED("story_topic", "topic_id"),
         TOPIC_SELECT "WHERE k.merged_into IS NULL AND (?4 = 0 OR k.edition_id = ?4) AND EXISTS"
                      " (SELECT 1 FROM topic_name n WHERE n.topic_id = k.id"
                      " AND n.folded LIKE ?3 ESCAPE '\\')"
                      " AND (?2 = 0 OR (k.name, k.id) > (SELECT a.name, a.id FROM topic a"
                      " WHERE a.id = ?2)) ORDER BY k.name, k.id LIMIT ?1",
         "DELETE FROM topic WHERE id = ?1"},
    [FILING_PERSON] = {"person", "people", "author/", false, RIGHT_FILING_MAKE, RIGHT_FILING_EDIT,
                       PERSON_SELECT "WHERE k.id = ?1", PERSON_SELECT "WHERE k.slug = ?1",
                       PERSON_SELECT BY_NAME("person"), TAKEN_ON_SITE("person"), NULL,
                       "INSERT INTO person(slug, name, folded, role, about, picture_id)"
                       " VALUES (?1, ?2, ?3, ?4, ?5, ?6)",
                       "snfoti",
                       "UPDATE person SET slug = ?1, name = ?2, folded = ?3, role = ?4, about = ?5,"
                       " picture_id = ?6 WHERE id = ?7",
                       "snfoti#", JOINED("story_author", "person_id"),
                       PERSON_SELECT FOUND_BY_NAME("person"), "DELETE FROM person WHERE id = ?1"},
    [FILING_SOURCE] =
        {"source", "sources", "source/", false, RIGHT_FILING_MAKE, RIGHT_FILING_EDIT,
         SOURCE_SELECT "WHERE k.id = ?1", SOURCE_SELECT "WHERE k.slug = ?1",
         SOURCE_SELECT BY_NAME("source"), TAKEN_ON_SITE("source"), NULL,
         "INSERT INTO source(slug, name, folded, url) VALUES (?1, ?2, ?3, ?4)", "snfo",
         "UPDATE source SET slug = ?1, name = ?2, folded = ?3, url = ?4 WHERE id = ?5", "snfo#",
         // No index leads from a source to its stories; its lists do.
         "SELECT count(*) FROM edition e JOIN listing l"
         " ON l.list = 'source:' || ?1 || ':' || e.slug || '/list'",
         SOURCE_SELECT FOUND_BY_NAME("source"), "DELETE FROM source WHERE id = ?1"},
    [FILING_DOSSIER] =
        {"dossier", "dossiers", "coverage/", true, RIGHT_FILING_EDIT, RIGHT_FILING_EDIT,
         DOSSIER_SELECT "WHERE k.id = ?1", DOSSIER_SELECT "WHERE k.slug = ?1 AND k.edition_id = ?2",
         DOSSIER_SELECT BY_POSITION("dossier"), TAKEN("dossier"), LAST_POSITION("dossier"),
         "INSERT INTO dossier(edition_id, slug, title, text, picture_id, position)"
         " VALUES (?1, ?2, ?3, ?4, ?5, ?6)",
         "esntik",
         "UPDATE dossier SET slug = ?1, title = ?2, text = ?3, picture_id = ?4, position = ?5"
         " WHERE id = ?6",
         "sntik#", JOINED("story_dossier", "dossier_id"), NULL,
         "DELETE FROM dossier WHERE id = ?1"},
    [FILING_PROGRAMME] =
        {"programme", "programmes", "programme/", true, RIGHT_FILING_EDIT, RIGHT_FILING_EDIT,
         PROGRAMME_SELECT "WHERE k.id = ?1",
         PROGRAMME_SELECT "WHERE k.slug = ?1 AND k.edition_id = ?2",
         PROGRAMME_SELECT BY_POSITION("programme"), TAKEN("programme"), LAST_POSITION("programme"),
         "INSERT INTO programme(edition_id, slug, name, text, picture_id, position)"
         " VALUES (?1, ?2, ?3, ?4, ?5, ?6)",
         "esntik",
         "UPDATE programme SET slug = ?1, name = ?2, text = ?3, picture_id = ?4, position = ?5"
         " WHERE id = ?6",
         "sntik#", JOINED("story", "programme_id"), NULL, NULL},
};

const char *filing_word(enum filing_kind kind)
{
    return filing_tables[kind].word;
}

const char *filing_word_many(enum filing_kind kind)
{
    return filing_tables[kind].many;
}

bool filing_parse(struct str many, enum filing_kind *out)
{
    for (int kind = 0; kind < FILING_KINDS; kind++) {
        if (str_is(many, filing_tables[kind].many)) {
            *out = (enum filing_kind)kind;
            return true;
        }
    }
    return false;
}

struct str filing_path(struct arena *mem, const struct filing *filing, struct str edition)
{
    return str_printf(mem, "/" STR_FMT "/%s" STR_FMT "/", STR_ARG(edition),
                      filing_tables[filing->kind].way, STR_ARG(filing->path));
}

void read_filing(const struct rows *rows, int first, enum filing_kind kind, struct filing *out)
{
    *out = (struct filing){
        .kind = kind,
        .id = row_int(rows, first),
        .edition_id = row_int(rows, first + 1),
        .edition = row_text(rows, first + 2),
        .slug = row_text(rows, first + 3),
        .path = row_text(rows, first + 4),
        .name = row_text(rows, first + 5),
        .text = row_text(rows, first + 6),
        .note = row_text(rows, first + 7),
        .parent_id = row_int(rows, first + 8),
        .picture_id = row_int(rows, first + 9),
        .position = (int)row_int(rows, first + 10),
        .hidden = row_int(rows, first + 11) != 0,
    };
}

void note_filing(struct txn *txn, const struct filing *filing)
{
    note_printf(txn->notes, "%s:%lld", filing_tables[filing->kind].word, (long long)filing->id);
}
