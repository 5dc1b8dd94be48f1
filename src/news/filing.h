// filing: the places a story can be filed under: section, region, topic, person (byline), source,
// dossier. One table of kinds in filing.c says what each has; the functions are the same for all.
//
// Reading one notes "section:7"; looking one up by its address notes that path too, found or not.
#pragma once

#include "news/actor.h"

enum filing_kind {
    FILING_SECTION,
    FILING_REGION,
    FILING_TOPIC,
    FILING_PERSON,
    FILING_SOURCE,
    FILING_DOSSIER,
    FILING_PROGRAMME,
    FILING_KINDS,
};

struct filing {
    enum filing_kind kind;
    int64_t id;
    int64_t edition_id; // 0 for people and sources: they belong to the whole site
    struct str edition; // its slug, or empty
    struct str slug;    // of a section: the last part
    struct str path;    // of a section: "news/politics"; of others: the slug
    struct str name;    // a dossier's title
    struct str text;    // definition, about, a dossier's text
    struct str note;    // topic: its kind; person: role; source: url; section: colour
    int64_t parent_id;  // section
    int64_t picture_id; // dossier, person, programme
    int position;
    bool hidden;       // section
    struct str *names; // topic: other names (filing_get and filing_find)
    size_t names_count;
};

const char *filing_word(enum filing_kind kind); // "section": the change log's and the API's word
const char *filing_word_many(enum filing_kind kind);       // "sections", "people"
bool filing_parse(struct str many, enum filing_kind *out); // "people" → FILING_PERSON
// "/en/region/africa/", "/en/news/politics/", "/en/author/x/" (edition needed), decoded.
struct str filing_path(struct arena *mem, const struct filing *filing, struct str edition_slug);

MUST_USE bool filing_get(struct job *job, struct txn *txn, enum filing_kind kind, int64_t id,
                         struct filing *out); // NOT_FOUND
// By slug (section: by path; topic: follows a merge). *moved is set when it was an old slug or a
// merged topic, so that the address answers 301.
MUST_USE bool filing_find(struct job *job, struct txn *txn, enum filing_kind kind,
                          int64_t edition_id, struct str slug, bool *found, bool *moved,
                          struct filing *out);
// All of an edition (0: of the whole site) in order: sections by position, others by name.
// Notes menu:EDITION for sections and regions, topics:EDITION (people, sources …) and each one for
// the others. limit 0: all; after_id 0: from the first.
MUST_USE bool filing_list(struct job *job, struct txn *txn, enum filing_kind kind,
                          int64_t edition_id, size_t limit, int64_t after_id, struct filing **out,
                          size_t *count);

// Everyone with a story in the edition (its slug), in no order that matters to readers. Notes
// authors:EDITION and each of them.
MUST_USE bool filing_authors(struct job *job, struct txn *txn, struct str edition,
                             struct filing **out, size_t *count);
// The topics that stand most often beside this one on its newest stories, at most `limit`. Notes
// the topic's list, those stories, and each topic.
MUST_USE bool topic_neighbours(struct job *job, struct txn *txn, int64_t topic_id, size_t limit,
                               struct filing **out, size_t *count);

// The topic, person or source that has this among its names; a merged topic is the one it went
// into.
MUST_USE bool filing_find_named(struct job *job, struct txn *txn, enum filing_kind kind,
                                int64_t edition_id, struct str name, bool *found, int64_t *id);
// What a story names. Sections, regions, dossiers must exist (field error); topics, people and
// sources are found by any of their names or made.
MUST_USE bool filing_resolve(struct job *job, struct txn *txn, const struct actor *actor,
                             enum filing_kind kind, int64_t edition_id, struct str named,
                             int64_t *out_id);

// Fields set in `given` (bits below) are written; the rest stays.
enum filing_field {
    FILING_HAS_SLUG = 1,
    FILING_HAS_NAME = 2,
    FILING_HAS_TEXT = 4,
    FILING_HAS_NOTE = 8,
    FILING_HAS_PARENT = 16,
    FILING_HAS_PICTURE = 32,
    FILING_HAS_POSITION = 64,
    FILING_HAS_HIDDEN = 128,
    FILING_HAS_NAMES = 256,
};
MUST_USE bool filing_make(struct job *job, struct txn *txn, const struct actor *actor,
                          const struct filing *filing, unsigned given, int64_t *out_id);
MUST_USE bool filing_change(struct job *job, struct txn *txn, const struct actor *actor,
                            enum filing_kind kind, int64_t id, const struct filing *filing,
                            unsigned given);
// `from` becomes another name of `into`; its stories, names and addresses go along.
MUST_USE bool topic_merge(struct job *job, struct txn *txn, const struct actor *actor,
                          int64_t from_id, int64_t into_id);

// ── the newsroom's lists; they note nothing that a page would need ────────────────────────────

// Those that have `text` in one of their names (topics, people, sources), by name; after_id:
// keyset.
MUST_USE bool filing_search(struct job *job, struct txn *txn, enum filing_kind kind,
                            int64_t edition_id, struct str text, size_t limit, int64_t after_id,
                            struct filing **out, size_t *count, bool *more);
// How many stories stand in it. Of a section also those that are being written, of a source those
// that readers see.
MUST_USE bool filing_count_stories(struct job *job, struct txn *txn, enum filing_kind kind,
                                   int64_t id, int64_t *out);
// Changes places with the one before or behind it (section, region, dossier); at the end: nothing.
MUST_USE bool filing_move(struct job *job, struct txn *txn, const struct actor *actor,
                          enum filing_kind kind, int64_t id, bool up);
// Taking away, in two steps: the check reads every version of every story, so it is for a read of
// its own; the end takes what the check has seen and reads only what was saved since. Both:
// CONFLICT, saying what, while anything names it: stories, any version of one, sections in it, its
// front. Its addresses are free again. Not programmes.
MUST_USE bool filing_end_check(struct job *job, struct txn *txn, const struct actor *actor,
                               enum filing_kind kind, int64_t id, int64_t *seen);
MUST_USE bool filing_end(struct job *job, struct txn *txn, const struct actor *actor,
                         enum filing_kind kind, int64_t id, int64_t seen);
