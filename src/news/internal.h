// internal: what only news/ may see.
#pragma once

#include "news/edition.h"
#include "news/filing.h"
#include "news/flash.h"
#include "news/front.h"
#include "news/staff.h"
#include "news/story.h"

// The first row, or *found false. The others are left to rows_next or rows_end.
static inline bool row_first(struct job *job, struct rows *rows, bool *found)
{
    *found = rows_next(job, rows);
    return *found || rows->at_end;
}

// ── intake.c: text at the way in ──────────────────────────────────────────────────────────────

enum {
    HEADLINE_MAX = 300,
    KICKER_MAX = 80,
    STANDFIRST_MAX = 1000,
    NAME_CHARS_MAX = 120,
    PLACE_MAX = 120,
    FLASH_TEXT_MAX = 500,
    NOTE_MAX = 1000,
    TEXT_MAX = 5000,
    LIST_MAX = 50,
}; // user-perceived characters; LIST_MAX: entries

// One clean line, at most `max` characters, or a field error.
bool take_line(struct job *job, const char *field, struct str given, size_t max, struct str *out);
// Running text.
bool take_text(struct job *job, const char *field, struct str given, size_t max, struct str *out);
// Is there a row with this id? Field error if not. `sql`: SELECT 1 … WHERE id = ?1
bool take_id(struct job *job, struct txn *txn, const char *field, const char *sql, int64_t id);
// For LIKE … ESCAPE '\': what begins with this text, or has it anywhere.
struct str like_pattern(struct arena *mem, struct str text, bool anywhere);

// ── staff.c, staff_change.c ───────────────────────────────────────────────────────────────────

enum { EMAIL_MAX = 254 };

struct str staff_thing(struct arena *mem, int64_t id); // "staff:7"; 0: "staff"
struct str staff_clean_email(struct arena *mem, struct str email);
bool is_email(struct str email);
bool staff_check_role(struct job *job, struct txn *txn, struct str role);
// DENIED unless it is oneself, or one may edit staff.
bool staff_check_own(struct job *job, const struct actor *actor, int64_t staff_id);
// CONFLICT when nobody else could edit staff afterwards.
bool staff_check_not_last(struct job *job, struct txn *txn, const struct staff *staff);

// ── json.c ────────────────────────────────────────────────────────────────────────────────────

// A JSON string with its quotes, as jansson writes it.
void buf_add_json(struct buf *b, struct str text);
// What a thing was, or is, for the audit; facts that are empty, 0 or false are left out.
struct audit_fact {
    const char *name;
    struct str text;
    int64_t number; // when there is no text
};
struct str audit_facts(struct arena *mem, const struct audit_fact *facts, size_t count);
// {"name":"…","slug":"…"}.
struct str audit_pair(struct arena *mem, const char *a, struct str is, const char *b,
                      struct str is_too);

// ── filing.c ──────────────────────────────────────────────────────────────────────────────────

// What each kind of filing has, and its SQL.
struct filing_table {
    const char *word, *many;
    const char *way; // between edition and slug in an address: "region/"
    bool of_edition; // else of the whole site
    enum actor_right make, change;
    // Columns as read_filing() wants them. ?1 id.
    const char *get;
    // ?1 slug (section: path), of_edition: ?2 edition.
    const char *find;
    // ?1 limit, ?2 after id, of_edition: ?3 edition or 0.
    const char *list;
    // Is the slug another's? ?1 slug (section: path), ?2 id that may have it, of_edition: ?3
    // edition.
    const char *taken;
    const char *last_position; // ?1 edition; NULL: has no position
    // Values are named by letters: e edition, s slug, n name, t text, o note, p parent, i picture,
    // k position, h hidden, f folded name, # id.
    const char *insert, *insert_values;
    const char *update, *update_values;
    const char *stories; // how many name it; ?1 id
    // By a part of any of its names: ?1 limit, ?2 after id, ?3 pattern of LIKE, of_edition:
    // ?4 edition or 0. NULL: there are few of them.
    const char *search;
    const char *end; // ?1 id; NULL: it stays
};
extern const struct filing_table filing_tables[FILING_KINDS];

enum { FILING_COLUMNS = 13 };
// Columns 0…12: id, edition_id, edition, slug, path, name, text, note, parent_id, picture_id,
// position, hidden, merged_into; `first` is the first one's number.
void read_filing(const struct rows *rows, int first, enum filing_kind kind, struct filing *out);
void note_filing(struct txn *txn, const struct filing *filing);
// The slug of an edition, or empty when there is none.
bool edition_slug(struct job *job, struct txn *txn, int64_t id, struct str *out);
// Is this word needed for addresses of our own at the first level of an edition?
bool is_reserved_slug(struct str slug);
// Topics may have been merged since a version named them: each becomes what it is now, once.
bool topics_follow_merges(struct job *job, struct txn *txn, struct id_list *topics);
// The name's slug, or `word`; then -2, -3 … until `is_taken` says no.
typedef bool slug_is_taken(struct job *job, struct txn *txn, void *with, struct str slug,
                           bool *taken);
bool choose_slug(struct job *job, struct txn *txn, struct str base, slug_is_taken *is_taken,
                 void *with, struct str *out);

// ── story_fields.c: a version's fields, everything they name resolved to ids ─────────────────

struct story_copy {
    struct str kind, headline, kicker, standfirst, place;
    struct str slug; // given by hand, or what the story has; empty: made at first publish
    struct str body; // JSON of the document; empty: none
    int64_t section_id, source_id, picture_id;
    struct id_list regions, topics, authors, dossiers, related;
    bool regroup; // translation_of waits for the next publish
    int64_t translation_of;
};

bool copy_write(struct job *job, const struct story_copy *copy, struct str *out);
bool copy_parse(struct job *job, struct str json, struct story_copy *out);
// Which fields differ (enum story_field); words for the audit: ["headline","topics"].
unsigned copy_differ(const struct story_copy *a, const struct story_copy *b);
struct str copy_changed_words(struct arena *mem, unsigned changed);

// ── story_apply.c: what people give, checked, onto a copy ────────────────────────────────────

bool copy_apply(struct job *job, struct txn *txn, const struct actor *actor,
                const struct story_fields *fields, int64_t edition_id, int64_t story_id,
                struct story_copy *copy);

// ── story_state.c ─────────────────────────────────────────────────────────────────────────────

enum story_act {
    ACT_SAVE,
    ACT_PUBLISH,
    ACT_SCHEDULE,
    ACT_UNPUBLISH,
    ACT_WITHDRAW,
    ACT_CORRECT,
    STORY_ACTS,
};
const char *act_word(enum story_act act);

// A story as its writers need it.
struct story_row {
    struct story_state state;
    struct str slug;
    int64_t corrected_ms;
};
bool story_row_read(struct job *job, struct txn *txn, int64_t id, struct story_row *out);
// NOT_FOUND; STALE when `if_version` is another; CONFLICT when the act may not follow.
bool story_load(struct job *job, struct txn *txn, int64_t id, int64_t if_version,
                enum story_act act, struct story_row *out);
bool version_load(struct job *job, struct txn *txn, int64_t story_id, int64_t number,
                  struct str *fields);
// Of "story s": the newest version says something that readers of a public story do not have. One
// that says just what went out last waits for nothing, whatever was done with it since.
#define VERSION_WAITS                                                                              \
    "s.public = 1 AND EXISTS (SELECT 1 FROM version v WHERE v.story_id = s.id"                     \
    " AND v.number = s.version AND v.act NOT IN ('publish', 'correct')"                            \
    " AND v.fields <> (SELECT o.fields FROM version o WHERE o.story_id = s.id"                     \
    " AND o.act IN ('publish', 'correct') ORDER BY o.number DESC LIMIT 1))"
// The next version: raises row->state.version. `fields` is JSON.
bool version_add(struct job *job, struct txn *txn, const struct actor *actor, struct story_row *row,
                 const char *act, struct str note, struct str fields, int64_t published_ms);
// By which a bit that flipped in it is found (story_check.c).
struct str version_digest(struct arena *mem, int64_t story_id, int64_t number, struct str act,
                          struct str note, struct str fields);
bool story_audit(struct job *job, struct txn *txn, const struct actor *actor, const char *act,
                 int64_t id, const struct story_state *before, const struct story_state *after,
                 unsigned changed);
struct str id_text(struct arena *mem, int64_t id);

// ── story_save.c ──────────────────────────────────────────────────────────────────────────────

// The copy becomes the newest version. `body` is its document when that is new; NULL: as before.
// The audit is the caller's.
bool copy_save(struct job *job, struct txn *txn, const struct actor *actor, struct story_row *row,
               struct story_copy *copy, const struct block *body, const char *act, struct str note);
// The newest version's copy; and the same with what is given on it.
bool copy_load(struct job *job, struct txn *txn, const struct story_row *row,
               struct story_copy *out);
bool copy_load_with(struct job *job, struct txn *txn, const struct actor *actor,
                    const struct story_row *row, const struct story_fields *fields,
                    struct story_copy *out);

// ── story_working.c ───────────────────────────────────────────────────────────────────────────

// A whole version, everything it names resolved; 0: the newest. Notes what it reads.
bool story_copy_at(struct job *job, struct txn *txn, int64_t id, int64_t number, struct story *out);

// ── working.c: the newest version in short, for the desk's lists ─────────────────────────────

// With each version; `body` NULL: as many words as before.
bool working_put(struct job *job, struct txn *txn, const struct actor *actor,
                 const struct story_row *row, const struct story_copy *copy,
                 const struct block *body);
// A version without other words: when, and by whom.
bool working_touch(struct job *job, struct txn *txn, const struct actor *actor, int64_t story_id);
// Counted in the language of the edition. Counting costs: words_of_newest counts only what was not
// counted when the newest version was saved.
bool words_of_body(struct job *job, struct txn *txn, int64_t edition_id,
                   const struct block *document, int64_t *out);
bool words_of_newest(struct job *job, struct txn *txn, const struct story_state *state,
                     const struct block *document, int64_t *out);

// ── story_translate.c: groups of translations ─────────────────────────────────────────────────

// May the story join the group of `other` (0: stand alone)? Field error if not.
bool group_check(struct job *job, struct txn *txn, const struct story_state *story, int64_t other);
// Does it. When `public_too` is false and it would change what readers see, nothing is done and
// *done is false.
bool group_join(struct job *job, struct txn *txn, struct story_state *story, int64_t other,
                bool public_too, bool *done);

// ── story_joins.c: the tables between stories and what they are filed under ──────────────────

bool joins_read(struct job *job, struct txn *txn, int64_t story_id, struct story_copy *out);
// Makes the rows equal to the copy, touching only those that differ.
bool joins_write(struct job *job, struct txn *txn, int64_t story_id,
                 const struct story_copy *before, const struct story_copy *copy);

// ── story_complete.c ──────────────────────────────────────────────────────────────────────────

// A story that may go out, or INVALID saying what is missing. `document` is the parsed body.
bool copy_check_complete(struct job *job, struct txn *txn, const struct story_copy *copy,
                         int64_t edition_id, struct block **document);

// ── near.c ────────────────────────────────────────────────────────────────────────────────────

// Chooses what completes the related box of a story that goes out with this copy; touches only rows
// that differ. Before the story is public it makes no noise.
bool related_complete(struct job *job, struct txn *txn, int64_t story_id,
                      const struct story_copy *copy);

// ── story_list.c: a story as it stands in a list ──────────────────────────────────────────────

// Columns of a card, from "story s" and CARD_JOINS after it.
#define CARD_COLUMNS                                                                               \
    "s.id, s.edition_id, s.published_ms, s.updated_ms, s.picture_id, s.kind, s.headline,"          \
    " s.kicker, s.standfirst, s.path, s.words, s.section_id, c.name, c.path, c.colour,"            \
    " s.source_id, o.name"
enum { CARD_COLUMNS_COUNT = 17 };
#define CARD_JOINS                                                                                 \
    "LEFT JOIN section c ON c.id = s.section_id LEFT JOIN source o ON o.id = s.source_id"
void read_card(const struct rows *rows, struct story_card *out);
void note_card(struct notebook *notes, const struct rows *rows);
// Rows that begin with a card's columns, noted; one more than the limit only says that there are
// more.
bool read_cards(struct job *job, struct txn *txn, struct rows *rows, size_t limit,
                struct story_cards *out);

// ── story_slug.c ──────────────────────────────────────────────────────────────────────────────

bool story_choose_slug(struct job *job, struct txn *txn, const struct story_row *row,
                       const struct story_copy *copy, struct str *out);

// ── front.c, front_plan.c, front_edit.c … ───────────────────────────────────────────────────────

// *id is 0 where nobody has curated it.
bool front_find(struct job *job, struct txn *txn, int64_t edition_id, enum front_of of,
                int64_t of_id, int64_t *id);
// Containers and slots as they were chosen; of a story only its id.
bool front_load(struct job *job, struct txn *txn, struct front *front);
// Containers with nothing in them yet.
bool front_plan(struct job *job, struct txn *txn, int64_t edition_id, enum front_of of,
                int64_t of_id, struct front *front);
// Whose list is it? "section:7/list": section 7.
bool fill_names(struct str fill, enum filing_kind *kind, int64_t *id);
bool container_find_of(struct job *job, struct txn *txn, struct front_container *container);
// A list of this edition's? "latest:en", "kind:en:video", "section:7/list", "person:4:en/list".
bool fill_is_of_edition(struct job *job, struct txn *txn, int64_t edition_id, struct str edition,
                        struct str fill, bool *is);
// Is the story one of this edition's?
bool front_may_hold(struct job *job, struct txn *txn, int64_t edition_id, int64_t story_id,
                    bool *may);
// front_put() and front_undo() are told apart in the audit, where front_undo.c finds them.
#define FRONT_PUT "front.put"
#define FRONT_UNDO "front.undo"
bool front_put_as(struct job *job, struct txn *txn, const struct actor *actor, const char *act,
                  int64_t edition_id, enum front_of of, int64_t of_id,
                  const struct front_container *containers, size_t count);
// "front:en", "front:section:7"
struct str front_thing(struct arena *mem, struct str edition, enum front_of of, int64_t of_id);
// Everything of what was chosen, for the audit.
struct str front_json(struct arena *mem, const struct front_container *containers, size_t count);
