// story: anything published with a headline, of one kind; it has versions.
//
// Two faces. What readers see stands in the story's columns (struct story, story_read). What is
// being written is the newest version (struct story_fields as JSON; story_working_copy). Saving
// makes a version and touches no public topic; publishing copies the working copy into the columns,
// and the schema's triggers write the change log.
//
// States: draft → scheduled → published → corrected → withdrawn; unpublish makes a draft again.
// What may follow what is one table in story_state.c.
//
// Reading notes story:ID, and by what is shown with it section:ID, topic:ID …; lists note
// themselves ("section:7/list") and every story in them.
#pragma once

#include "news/filing.h"
#include "text/document.h"

// ── what can be edited ────────────────────────────────────────────────────────────────────────

enum story_field {
    STORY_HAS_EDITION = 1 << 0,
    STORY_HAS_KIND = 1 << 1,
    STORY_HAS_HEADLINE = 1 << 2,
    STORY_HAS_KICKER = 1 << 3,
    STORY_HAS_STANDFIRST = 1 << 4,
    STORY_HAS_BODY = 1 << 5,
    STORY_HAS_SECTION = 1 << 6,
    STORY_HAS_REGIONS = 1 << 7,
    STORY_HAS_TOPICS = 1 << 8,
    STORY_HAS_AUTHORS = 1 << 9,
    STORY_HAS_SOURCE = 1 << 10,
    STORY_HAS_PICTURE = 1 << 11,
    STORY_HAS_DOSSIERS = 1 << 12,
    STORY_HAS_RELATED = 1 << 13,
    STORY_HAS_TRANSLATION_OF = 1 << 14,
    STORY_HAS_SLUG = 1 << 15,
    STORY_HAS_PLACE = 1 << 16,
};

struct str_list {
    struct str *items;
    size_t count;
};
struct id_list {
    int64_t *items;
    size_t count;
};

// As given by people and programs: names, not ids. `set` says which fields are given at all.
struct story_fields {
    unsigned set;       // enum story_field
    struct str edition; // slug; only when made
    struct str kind;    // news opinion analysis blog feature explainer video episode
                        // infograph gallery live
    struct str headline, kicker, standfirst, place;
    const struct block *body;        // checked (document_parse or markdown_parse)
    struct str section;              // path: "news/politics"
    struct str_list regions;         // slugs
    struct str_list topics, authors; // names
    struct str source;               // name
    int64_t picture_id;
    struct str_list dossiers; // ids or slugs
    struct id_list related;
    int64_t translation_of; // 0 clears
    struct str slug;
};

// ── writing ───────────────────────────────────────────────────────────────────────────────────

// INVALID with field errors. Lists are replaced whole. Story ids of the API are these numbers.
MUST_USE bool story_make(struct job *job, struct txn *txn, const struct actor *actor,
                         const struct story_fields *fields, int64_t *out_id);
// `if_version`: STALE when the newest version is another; 0: not asked.
MUST_USE bool story_save(struct job *job, struct txn *txn, const struct actor *actor, int64_t id,
                         int64_t if_version, const struct story_fields *fields);
struct story_dates {
    int64_t published_ms; // first publication; 0: now
    int64_t updated_ms;   // newest change; 0 or before published_ms: none since
};

// Complete or INVALID saying what is missing (headline, section, body; a picture's alt and credit).
// at_ms 0 or not after now: now. Later: scheduled (a due row); a published story stays as it is
// until then. `dates` (import only) are those it had
// where it comes from; NULL: it happens now.
MUST_USE bool story_publish(struct job *job, struct txn *txn, const struct actor *actor, int64_t id,
                            int64_t if_version, int64_t at_ms, const struct story_dates *dates);
MUST_USE bool story_unpublish(struct job *job, struct txn *txn, const struct actor *actor,
                              int64_t id, int64_t if_version);
MUST_USE bool story_withdraw(struct job *job, struct txn *txn, const struct actor *actor,
                             int64_t id, int64_t if_version, struct str reason);
// Applies fields and publishes at once; CONFLICT on what was never published.
MUST_USE bool story_correct(struct job *job, struct txn *txn, const struct actor *actor, int64_t id,
                            int64_t if_version, struct str note, const struct story_fields *fields);
// How far an unpublished story is: "draft", "review" (sent to be edited), "ready" (to go out; needs
// RIGHT_STORY_PUBLISH). A scheduled one is called back by story_unpublish. No version is made.
MUST_USE bool story_stage(struct job *job, struct txn *txn, const struct actor *actor, int64_t id,
                          struct str stage);
// The last part of the address that the newest version asks for (empty: none, it is made from the
// headline) and the one it would get now, which is another when that is taken.
MUST_USE bool story_slug_now(struct job *job, struct txn *txn, const struct actor *actor,
                             int64_t id, struct str *asked, struct str *becomes);
// Drops the appointment to publish. What was waiting for it is a draft again; what readers see
// stays. CONFLICT when there is none.
MUST_USE bool story_call_back(struct job *job, struct txn *txn, const struct actor *actor,
                              int64_t id);
// Off the desk's lists, with nothing lost; for what never went out and is not scheduled (CONFLICT).
// DENIED unless one began it or may publish. Spiked already: nothing to do. Its status stays.
MUST_USE bool story_spike(struct job *job, struct txn *txn, const struct actor *actor, int64_t id);
// On the lists again, as it was. Saving it does that too, and so does moving it on.
MUST_USE bool story_take_up(struct job *job, struct txn *txn, const struct actor *actor,
                            int64_t id);
MUST_USE bool story_is_spiked(struct job *job, struct txn *txn, int64_t id, bool *out);
// Would story_spike() do it now?
MUST_USE bool story_may_spike(struct job *job, struct txn *txn, const struct actor *actor,
                              int64_t id, bool *out);
// For the clockwork: kind "story-publish", key the id.
bool story_publish_due(struct job *job, struct txn *txn, int64_t id);

// ── reading ───────────────────────────────────────────────────────────────────────────────────

struct story_state {
    int64_t id, edition_id, version, public_version, translation_group;
    struct str edition, status, path; // path: of the newest address, without the edition; or empty
    bool public;
    int64_t made_ms, published_ms, updated_ms;
    int64_t scheduled_ms;        // not in story_read: readers know of no schedule
    struct str withdrawn_reason; // for the notice
};

// A whole story, as readers see it or as the working copy has it.
struct story {
    struct story_state state;
    struct str kind, headline, kicker, standfirst, place, slug;
    const struct block *body;
    size_t words;
    struct filing section, parent, source; // id 0: none; parent: the section above
    struct filing *regions, *topics, *authors, *dossiers;
    size_t regions_count, topics_count, authors_count, dossiers_count;
    struct id_list related;
    int64_t picture_id, corrected_ms, withdrawn_ms;
    struct str correction, withdrawn_reason;
};

// What readers see; its version is the public one. NOT_FOUND when it is not public; GONE when it
// was withdrawn.
MUST_USE bool story_read(struct job *job, struct txn *txn, int64_t id, struct story *out);
// The same for what stands around a story: its text is taken apart only when a related box is in
// it; otherwise body is NULL. Half the time.
MUST_USE bool story_read_around(struct job *job, struct txn *txn, int64_t id, struct story *out);
// Status and addresses alone, in any state. NOT_FOUND. Notes story:ID, which names every change of
// what is or was public, and no change of a draft.
MUST_USE bool story_state_read(struct job *job, struct txn *txn, int64_t id,
                               struct story_state *out);
// The newest version with all its fields, in any state (DENIED without RIGHT_STORY_READ; notes
// nothing).
MUST_USE bool story_working_copy(struct job *job, struct txn *txn, const struct actor *actor,
                                 int64_t id, struct story *out);

// A story as it stands in a list.
struct story_card {
    int64_t id, edition_id, published_ms, updated_ms, picture_id;
    struct str kind, headline, kicker, standfirst, path, section_name, section_path, section_colour,
        source_name;
    size_t words;
};
struct story_cards {
    struct story_card *items;
    size_t count;
    bool more; // there are older ones behind these
};

// `list` is the change log's name of the list: "latest:en", "section:7/list", "kind:en:video".
// Newest first; offset for paging (bounded by the caller). Notes the list and each story.
MUST_USE bool story_list(struct job *job, struct txn *txn, struct str list, size_t limit,
                         size_t offset, struct story_cards *out);
// Is there any story in it? Notes the list.
MUST_USE bool story_list_any(struct job *job, struct txn *txn, struct str list, bool *any);

// Those of these that readers can see, in this order. Notes each, seen or not.
MUST_USE bool story_cards_of(struct job *job, struct txn *txn, struct id_list ids,
                             struct story_cards *out);

// Who wrote a story that readers can see; notes story:ID and each person.
MUST_USE bool story_authors(struct job *job, struct txn *txn, int64_t id, struct filing **out,
                            size_t *count);

// The API's list: any of these together; 0 and empty are no filter. Newest published first, ids
// break ties; `before_*`: keyset cursor (0: from the newest).
struct story_filter {
    int64_t edition_id, section_id, region_id, topic_id, dossier_id, person_id;
    struct str kind;
    int64_t from_ms, to_ms; // from ≤ published < to
    int64_t before_ms, before_id;
    size_t limit;
};
MUST_USE bool story_filter_list(struct job *job, struct txn *txn, const struct story_filter *filter,
                                struct id_list *out, bool *more);

// The public translations of a group, itself included; notes translations:G and each story.
struct translation {
    int64_t story_id, edition_id;
    struct str edition, path, headline;
};
MUST_USE bool story_translations(struct job *job, struct txn *txn, int64_t group,
                                 struct translation **out, size_t *count);
