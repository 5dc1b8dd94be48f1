// wxr_import: one WordPress export on its way in. Only for import_wxr*.c.
#pragma once

#include "wire/import.h"
#include "wire/wxr_files.h"
#include "wire/wxr_read.h"

enum wxr_state { WXR_PUBLISHED, WXR_SCHEDULED, WXR_WITHDRAWN, WXR_DRAFT, WXR_PAGE, WXR_STATES };
enum { WXR_EDITIONS_MAX = 32, WXR_NAMED_MAX = 40, WXR_SHOWN_MAX = 5 };

// What people want to know at the end.
struct wxr_report {
    size_t states[WXR_EDITIONS_MAX][WXR_STATES];
    size_t redirects, comments, drafts_kept, pages_kept_as_drafts;
    size_t pictures_missing; // that a text shows, and that could not be had
    struct str shown[WXR_SHOWN_MAX];
    size_t shown_count;
    struct str shortcodes[WXR_NAMED_MAX]; // that nobody knows
    size_t shortcodes_met[WXR_NAMED_MAX], shortcodes_count;
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

// A post or a page. False: the import ends.
MUST_USE bool wxr_take_post(struct job *job, struct wxr_import *w, const struct wxr_item *item);

// ── import_wxr_filing.c ───────────────────────────────────────────────────────────────────────

// Section, topics and authors of what the terms say.
MUST_USE bool wxr_file_story(struct job *job, struct wxr_import *w, const struct wxr_item *item,
                             const struct import_edition *in, struct story_fields *fields);
// The addresses it had there.
MUST_USE bool wxr_keep_addresses(struct job *job, struct wxr_import *w, const struct wxr_item *item,
                                 struct str target);

// ── import_wxr_report.c ───────────────────────────────────────────────────────────────────────

void wxr_note_shortcode(struct wxr_import *w, struct str name);
void wxr_note_missing(struct wxr_import *w, struct str name);
void wxr_show_report(const struct wxr_import *w, size_t mended);
