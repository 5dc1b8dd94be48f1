// front: the curated page of an edition, a section or a dossier: containers of slots.
//
// An editor chooses what stands in a container; what is left open is filled by a list of the change
// log's names ("section:7/list", "latest:en"), newest first. A front nobody has curated has the
// containers of a plan (front.c, one table for each of the three). No story stands twice on a
// front. Reading notes front:en (front:section:7, front:dossier:5), the lists it was filled from,
// and every story.
#pragma once

#include "news/filing.h"
#include "news/story.h"

enum front_of { FRONT_EDITION, FRONT_SECTION, FRONT_DOSSIER };

// The closed set of containers; front.c says how many stories each takes.
enum container_kind {
    CONTAINER_LEAD,    // 1, and up to 4 beside it
    CONTAINER_PAIR,    // lead-pair: 2 of equal weight
    CONTAINER_BIG,     // big-story: one event over the full width, 3 to 7
    CONTAINER_ROW4,    // row-4
    CONTAINER_ROW3,    // row-3
    CONTAINER_SECTION, // section: one big, up to 4 beside it, with a link to all of them
    CONTAINER_OPINION, // opinion: up to 4, by their authors
    CONTAINER_STRIP,   // strip: pictures in a row that scrolls, 4 to 8 (videos, galleries,
                       // infographics)
    CONTAINER_DOSSIER, // dossier: its title and text, one big, up to 4
    CONTAINER_LIST,    // list: up to 8 in a time rail
    CONTAINER_KINDS,
};

struct front_slot {
    struct story_card card;
    struct str kicker, headline; // instead of the story's own; or empty
    int64_t pinned_until_ms;     // 0: until an editor takes it away
};

struct front_container {
    int64_t id; // 0: of the plan
    enum container_kind kind;
    struct str title; // an editor's own; or empty
    struct str fill;  // the list that fills it; or empty
    struct filing
        of; // the section or dossier whose list that is (id 0: none): name, address, colour
    struct front_slot *slots;
    size_t slots_count;
};

struct front {
    int64_t id;                         // 0: nobody has curated it
    struct front_container *containers; // those with at least their minimum of stories
    size_t containers_count;
};

const char *container_word(enum container_kind kind); // "lead", "row-4"
bool container_parse(struct str word, enum container_kind *out);

// As readers see it: curated and filled. `of_id`: the section's or dossier's, 0 for an edition.
MUST_USE bool front_read(struct job *job, struct txn *txn, int64_t edition_id, enum front_of of,
                         int64_t of_id, struct front *out);

// What editors have chosen, unfilled (the plan's containers where nothing is); notes nothing. A
// slot whose story is not public has a card with an id alone, and is there only for who may read
// drafts.
MUST_USE bool front_chosen(struct job *job, struct txn *txn, const struct actor *actor,
                           int64_t edition_id, enum front_of of, int64_t of_id, struct front *out);
// What readers would see if these containers were put; nothing is written. Notes nothing.
MUST_USE bool front_would_be(struct job *job, struct txn *txn, int64_t edition_id,
                             const struct front_container *containers, size_t count,
                             struct front *out);
// Every list that may fill a container of the edition, by its name in the change log.
struct front_fill {
    struct str list;  // "latest:en", "kind:en:video", "section:7/list"
    const char *word; // "latest", "kind", "section", "region", "dossier"
    struct str name;  // of the section, region, dossier; of a kind its word
};
MUST_USE bool front_fills(struct job *job, struct txn *txn, int64_t edition_id,
                          struct front_fill **out, size_t *count);
size_t container_max(enum container_kind kind);
// The edition's own front, and those of its sections and dossiers that somebody has curated.
struct front_name {
    enum front_of of;
    int64_t of_id;
};
MUST_USE bool front_list(struct job *job, struct txn *txn, int64_t edition_id,
                         struct front_name **out, size_t *count);
// Replaces all containers and slots in one transaction (RIGHT_MENU_EDIT). A slot's story must exist
// and be of the edition; field errors say which is not. A slot whose story is not public waits. No
// containers: back to the plan. pinned_until_ms makes a due row (kind "slot-end").
MUST_USE bool front_put(struct job *job, struct txn *txn, const struct actor *actor,
                        int64_t edition_id, enum front_of of, int64_t of_id,
                        const struct front_container *containers, size_t count);

// The newest launch of a front, and what stood there before it: the audit keeps that whole.
struct front_launch {
    int64_t id; // 0: none, or none that can be undone
    int64_t at_ms;
    struct str who; // name, or e-mail; empty: the program itself
    bool is_undo;   // it took an earlier one back
    // What of it can still stand: stories that are there, pins that have not ended. None: the plan.
    struct front_container *before;
    size_t before_count;
};
// Notes nothing.
MUST_USE bool front_newest_launch(struct job *job, struct txn *txn, int64_t edition_id,
                                  enum front_of of, int64_t of_id, struct front_launch *out);
// Puts back what stood there before that launch (RIGHT_MENU_EDIT), which is a launch itself: what
// is taken back comes again when it is undone. CONFLICT when another has followed.
MUST_USE bool front_undo(struct job *job, struct txn *txn, const struct actor *actor,
                         int64_t edition_id, enum front_of of, int64_t of_id, int64_t launch_id);

bool slot_end_due(struct job *job, struct txn *txn, int64_t slot_id);
