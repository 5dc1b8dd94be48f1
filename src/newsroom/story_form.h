// story_form: a story as a form's texts. What is typed, what is kept while typing, what is compared
// and merged all have this shape; only saving turns it into a story's fields.
//
// Only for the screens of stories.
#pragma once

#include "newsroom/internal.h"

#include "news/story_version.h"
#include "news/writing.h"

enum story_text {
    TEXT_KIND,
    TEXT_KICKER,
    TEXT_HEADLINE,
    TEXT_STANDFIRST,
    TEXT_BODY, // document_source
    TEXT_SECTION,
    TEXT_REGIONS, // lists: one a line
    TEXT_TOPICS,
    TEXT_AUTHORS,
    TEXT_SOURCE,
    TEXT_PLACE,
    TEXT_DOSSIERS,
    TEXT_RELATED,
    TEXT_TRANSLATION_OF,
    TEXT_SLUG,
    TEXT_PICTURE,
    STORY_TEXTS,
};

enum text_shape {
    SHAPE_LINE,
    SHAPE_LINES,  // one thing a line
    SHAPE_CHOICE, // one value of a list
    SHAPE_CHOICES,
    SHAPE_BODY,
};

struct text_rule {
    const char *name; // of the field, of the fault and of the phrase fields.NAME
    unsigned field;   // enum story_field
    enum text_shape shape;
    bool is_content; // in the edition's language and direction
};
extern const struct text_rule text_rules[STORY_TEXTS];

struct story_form {
    struct str texts[STORY_TEXTS];
    unsigned given;     // 1 << enum story_text
    struct str edition; // of a new one
    int64_t version;    // it was begun on; 0: new
    int64_t kept_ms;    // when this window last kept something; 0: never
    struct str window;  // of the script's: which one types, and how often it has
    int64_t typed;
};

// ── story_form.c ──────────────────────────────────────────────────────────────────────────────
void form_of_request(struct visit *visit, struct story_form *out);
// Everything of a whole story, as one types it. `txn` to name what it names.
MUST_USE bool form_of_story(struct visit *visit, struct txn *txn, const struct story *story,
                            struct story_form *out);
MUST_USE bool form_write_json(struct job *job, const struct story_form *form, struct str *out);
MUST_USE bool form_parse_json(struct job *job, struct str json, struct story_form *out);
// What is given in `form` and says something else than `base`: 1 << enum story_text.
unsigned form_differs(const struct story_form *form, const struct story_form *base);
// `base` with what is given in `form`.
struct story_form form_on(const struct story_form *form, const struct story_form *base);

// ── story_given.c ─────────────────────────────────────────────────────────────────────────────
// The fields that differ from `base` (NULL: all that say something). INVALID with field errors.
MUST_USE bool form_fields(struct visit *visit, struct txn *txn, const struct story_form *form,
                          const struct story_form *base, struct story_fields *out);
// "#42", "42", an address of the newsroom or of the site. False: none, and no fault.
MUST_USE bool find_story_named(struct visit *visit, struct txn *txn, struct str named, bool *found,
                               int64_t *id);
// "2026-11-25T10:30" in the edition's zone; false with a field error of "at" when there is no such
// time.
MUST_USE bool parse_local_time(struct visit *visit, const struct edition *edition, struct str given,
                               int64_t *out_ms);
struct str local_time(struct arena *mem, const struct edition *edition, int64_t at_ms);

// ── story_screen.c: a story as it is being written ────────────────────────────────────────────
struct open_story {
    int64_t id; // 0: not made yet
    const struct edition *edition;
    struct story story;       // the newest version; nothing of a new one
    struct story_form newest; // what it says
    struct story_form form;   // what the fields show
    bool is_kept;             // the fields show what was typed and not saved
    struct unsaved unsaved;
    struct writer *others;
    size_t others_count;
};
// Says that one is here, too, when `begins` is set.
MUST_USE bool story_open(struct visit *visit, int64_t id, bool begins, struct open_story *out);
// The edition asked for by `slug`, one's own, or the first.
MUST_USE bool story_begin(struct visit *visit, struct str slug, struct open_story *out);
MUST_USE bool story_load_newest(struct visit *visit, struct txn *txn, int64_t id,
                                struct open_story *out);
MUST_USE bool story_show(struct visit *visit, int status, struct open_story *open);
struct str story_path(const struct visit *visit, int64_t id, const char *rest);
struct str story_title(const struct visit *visit, const struct story *story);
// "state" for templates: status, version, by whom, path, what may be done.
MUST_USE bool put_story_state(struct visit *visit, struct txn *txn, const struct open_story *open);

// ── story_choices.c ───────────────────────────────────────────────────────────────────────────
// What can be chosen in the form: kinds, sections, regions, dossiers; names that are there.
MUST_USE bool put_choices(struct visit *visit, struct txn *txn, const struct open_story *open);
// What is missing before it can go out, and what would be good.
MUST_USE bool put_checklist(struct visit *visit, struct txn *txn, const struct open_story *open);

// One line of it, with a hole filled in.
void put_advice(struct visit *visit, struct value *list, const char *field, const char *phrase,
                const char *hole, struct str with);

// ── story_translation.c ───────────────────────────────────────────────────────────────────────
// What stands in other editions of it; nothing of a new one.
struct desk_translation;
MUST_USE bool story_translations_there(struct visit *visit, struct txn *txn, int64_t id,
                                       struct desk_translation **out, size_t *count);
// What was taken over to be translated and still is as it was; "topics_there": their topics.
MUST_USE bool put_source_advice(struct visit *visit, struct txn *txn, const struct open_story *open,
                                struct value *advice);

// ── story_diff.c ──────────────────────────────────────────────────────────────────────────────
// {name, label, lang, dir, parts: [{removed, added, text}]} into `list`, when they differ or `all`.
void put_text_diff(struct visit *visit, struct value *list, enum story_text text,
                   const struct edition *edition, struct str before, struct str after);

// ── story_saving.c … story_look.c: what is done with it ─────────────────────────────────────────
screen_handler story_new_show, story_new_make, story_new_keep, story_edit, story_save_form;
screen_handler story_publish_form, story_correct_form, story_stage_form, story_unpublish_form,
    story_spike_form, story_take_up_form, story_call_back_form, story_unpublish_ask,
    story_withdraw_form, story_withdraw_ask, story_picture_form, story_translate_form;
screen_handler story_keep, story_here, story_discard;
screen_handler story_versions, story_version_show, story_compare, story_restore_form;
screen_handler story_preview_saved, story_preview_form, story_preview_new;
// Puts both sides side by side, after a save on what is not the newest any more: 409.
MUST_USE bool story_conflict(struct visit *visit, int64_t id, const struct story_form *mine);
// A conflict's answer, choice by choice, becomes a form.
MUST_USE bool conflict_resolve(struct visit *visit, int64_t id, struct story_form *form);
// Saves; form->version is then the one that says what was typed. *stale: somebody was faster, and
// what was typed is kept.
MUST_USE bool story_save_typed(struct visit *visit, int64_t id, struct story_form *form,
                               bool *stale);
// For the script: {"id","path","version","saved_by","saved","kept","others":[{"name","since"}]}
MUST_USE bool story_answer_json(struct visit *visit, int64_t id, struct str kept,
                                const struct version_row *newest, const struct writer *others,
                                size_t count);
// The form's `picture` becomes that story's, which it leads to: from the library too.
MUST_USE bool story_take_picture(struct visit *visit, int64_t id);
// A new story that goes out at once: it is there already, and its form is shown if it cannot.
MUST_USE bool story_publish_made(struct visit *visit, int64_t id, int64_t version);
// A fault of the form: shows it with what was typed, which is kept.
MUST_USE bool story_show_wrong(struct visit *visit, int64_t id, struct story_form *form);
