// wxr_import: one WordPress export on its way in. Only for import_wxr*.c.
#pragma once

#include "wire/import.h"
#include "wire/wxr_files.h"
#include "wire/wxr_read.h"

enum wxr_state {
    WXR_PUBLISHED,
    WXR_SCHEDULED,
    WXR_WITHDRAWN,
    WXR_REVIEW,
    WXR_DRAFT,
    WXR_PAGE,
    WXR_STATES
};
enum { WXR_EDITIONS_MAX = 32, WXR_NAMED_MAX = 40, WXR_SHOWN_MAX = 5, WXR_NAME_CHARS = 120 };

// What people want to know at the end.
struct wxr_report {
    size_t states[WXR_EDITIONS_MAX][WXR_STATES];
    size_t redirects, lists, files; // addresses that lead here: of posts, of lists, of files
    size_t comments, drafts_kept, pages_kept_as_drafts;
    size_t pictures_missing; // that a text shows, and that could not be had
    struct str shown[WXR_SHOWN_MAX];
    size_t shown_count;
    struct str shortcodes[WXR_NAMED_MAX]; // that nobody knows
    size_t shortcodes_met[WXR_NAMED_MAX], shortcodes_count;
    size_t waiting;    // stories changed on both sides, or taken back here
    size_t struck;     // texts with words struck out
    size_t references; // to synced patterns
};

struct wxr_import {
    struct import *import;
    struct job *job; // of the file; its fault ends the reading
    struct str path;
    struct wxr_site site;
    struct str origin;      // "wxr:https://old.example": whose numbers and files are meant
    struct str address;     // "https://old.example", without a slash at the end; or empty
    struct str language;    // of what does not say its own
    struct wxr_files files; // the folder of --media
    struct wxr_report report;
    struct import_seen keys; // of this file's posts: the first of two counts
    bool no_language;        // an item is in none that can be known
};

// ── import_wxr.c ──────────────────────────────────────────────────────────────────────────────

// "wxr": what makes an item the same wherever it stands: its guid, else its link, else site and
// number.
struct str wxr_item_key(struct arena *mem, const struct wxr_import *w, const struct wxr_item *item);
// The edition it says it belongs to, or empty: Polylang's language, else the first part of its
// path.
struct str wxr_item_language(const struct wxr_import *w, const struct wxr_item *item);
// "es" of "https://old.example/es/2019/…", when that is an edition; else empty.
struct str wxr_link_language(const struct wxr_import *w, struct str link);
// Named on stderr, counted.
void wxr_skip(struct wxr_import *w, const struct wxr_item *item, const char *fmt, ...)
    PRINTF_LIKE(3, 4);
// Told on stderr; the item is taken.
void wxr_tell(struct wxr_import *w, const struct wxr_item *item, const char *fmt, ...)
    PRINTF_LIKE(3, 4);

// ── import_wxr_text.c ─────────────────────────────────────────────────────────────────────────

// HTML as one line of plain text, of at most so many characters.
MUST_USE bool wxr_plain(struct job *job, struct str html, size_t max, struct str *out);
// A post's text. *pictures: the ids of those it shows, "1,2,"; for the digest.
MUST_USE bool wxr_body(struct job *job, struct wxr_import *w, const struct wxr_item *item,
                       struct block **out, struct str *pictures);

// ── import_wxr_picture.c ──────────────────────────────────────────────────────────────────────

// An attachment: its file is found and becomes a picture. False: the import ends.
MUST_USE bool wxr_take_picture(struct job *job, struct wxr_import *w, const struct wxr_item *item);
// The picture with that number there; *id 0: it is not here.
MUST_USE bool wxr_find_picture(struct job *job, struct wxr_import *w, struct str number,
                               int64_t *id);
// The picture at that address there, taken now from --media when no attachment has brought it.
MUST_USE bool wxr_find_picture_at(struct job *job, struct wxr_import *w, struct str url,
                                  struct str alt, int64_t *id);
// The numbers of the attachments that belong to a post: "12,13".
MUST_USE bool wxr_find_children(struct job *job, struct wxr_import *w, struct str number,
                                struct str *out);

// ── import_wxr_post.c ─────────────────────────────────────────────────────────────────────────

struct wxr_posting {
    struct job *job;
    struct wxr_import *w;
    const struct wxr_item *item;
    const struct import_edition *in;
    struct str key, pictures; // what it is known by; what it shows (wxr_body)
    struct str headline, slug;
    struct block *body;
};

// A post or a page. False: the import ends.
MUST_USE bool wxr_take_post(struct job *job, struct wxr_import *w, const struct wxr_item *item);
MUST_USE bool wxr_take_story(struct wxr_posting *p);
// What was thrown away there is passed over, and said to be public here when it is.
MUST_USE bool wxr_take_trash(struct job *job, struct wxr_import *w, const struct wxr_item *item);
bool wxr_is_locked(const struct wxr_item *item); // private, or with a password
// All that decides what becomes of it: the same again need not be written.
struct str wxr_said(const struct wxr_posting *p, const struct story_fields *fields);
void wxr_count(struct wxr_import *w, const struct import_edition *in, enum wxr_state state);
// A story that is settled, with: the import. False: the import ends.
bool wxr_count_story(void *with, struct job *job, const struct import_item *item);
struct str wxr_target(const struct wxr_posting *p, const char *what, int64_t id); // "story:42"

// ── import_wxr_page.c ─────────────────────────────────────────────────────────────────────────

// Pages have no drafts: with --draft they wait, and what is not public becomes a draft of a story.
MUST_USE bool wxr_take_page(struct wxr_posting *p);

// ── import_wxr_filing.c ───────────────────────────────────────────────────────────────────────

// Section, topics and authors of what the terms say.
MUST_USE bool wxr_file_story(struct job *job, struct wxr_import *w, const struct wxr_item *item,
                             const struct import_edition *in, struct story_fields *fields);

enum wxr_term_kind {
    WXR_TERM_OTHER,
    WXR_TERM_NO_CATEGORY, // "Uncategorized"
    WXR_TERM_CATEGORY,
    WXR_TERM_TAG,
    WXR_TERM_AUTHOR,
};
enum wxr_term_kind wxr_term_kind(const struct wxr_term *term);
// The section that a category is here, by its path, slug or name (plain); NULL: none.
const struct filing *wxr_section_of(struct job *job, const struct wxr_import *w,
                                    const struct import_edition *in, const struct wxr_term *term,
                                    struct str name);
const struct wxr_category *wxr_category_of(const struct wxr_site *site, struct str nicename);
struct str wxr_author_login(const struct wxr_term *term);
struct str wxr_author_name(const struct wxr_site *site, struct str login, struct str otherwise);

// ── import_wxr_address.c ──────────────────────────────────────────────────────────────────────

// The addresses a post or page had there lead to "story:42".
MUST_USE bool wxr_keep_addresses(struct job *job, struct wxr_import *w, const struct wxr_item *item,
                                 struct str target);
// Those of the lists a public story stood in lead to the lists it stands in here.
MUST_USE bool wxr_keep_lists(struct job *job, struct wxr_import *w, const struct wxr_item *item,
                             const struct import_edition *in, const struct story_fields *fields);
// That of a file leads to the picture.
MUST_USE bool wxr_keep_file(struct job *job, struct wxr_import *w, struct str url,
                            int64_t picture_id);
// Those of an attachment's own page.
MUST_USE bool wxr_keep_attachment(struct job *job, struct wxr_import *w,
                                  const struct wxr_item *item);

// ── import_wxr_report.c ───────────────────────────────────────────────────────────────────────

void wxr_note_shortcode(struct wxr_import *w, struct str name);
void wxr_note_missing(struct wxr_import *w, struct str name);
void wxr_show_report(const struct wxr_import *w, size_t mended);
