// Only for newsroom/.
#pragma once

#include "http/form.h"
#include "news/edition.h"
#include "news/session.h"
#include "newsroom/newsroom.h"
#include "newsroom/sentence.h"
#include "page/words.h"
#include "template/template.h"
#include "text/document.h"

enum { LANGUAGES_MAX = 8, FORM_BYTES_MAX = 4 << 20, SMALL_FORM_MAX = 256 << 10 };

struct newsroom {
    struct newsroom_options options;
    struct arena mem;
    struct template_set *templates;
    struct words *words[LANGUAGES_MAX];         // by language; NULL behind the last
    struct sentences *sentences[LANGUAGES_MAX]; // beside them; NULL: of English
    struct str headers;                         // CSP and its like, "Name: value\n" lines
    struct str css, script, icon, head_font[2], text_font[2]; // under /assets/; Latin, Arabic
    struct knocks *knocks;                                    // who tries to sign in
    struct http_route *routes;                                // made of the screens
    size_t routes_count;
};

// ── screens ───────────────────────────────────────────────────────────────────────────────────

// One request of somebody, from the gate to the answer.
struct visit {
    struct job *job;
    struct http_request *request;
    struct newsroom *newsroom;
    struct edition *editions; // all, in order
    size_t editions_count;
    bool signed_in;
    struct staff staff;     // when signed in
    struct session session; // the same
    struct actor actor;     // without rights when not signed in
    struct str token;       // that every form carries; empty when not signed in
    struct locale locale;   // of the screen's language; times are in the zone of one's edition
    struct str dir;
    const struct words *words;
    struct form form;   // of a POST
    struct value *page; // the values of the template; layout's are there already
    struct str more;    // further lines of the answer's head, "Name: value\n"
};

// Answers, or returns false: then the gate answers with job->fault, in the visitor's language.
typedef bool screen_handler(struct visit *visit);

enum screen_flag {
    SCREEN_OPEN = 1,     // who is not signed in may see it
    SCREEN_SLOW = 2,     // hashes a password: in a lane of its own
    SCREEN_UNPROVEN = 4, // also for whom the site's rule of two steps waits
};

struct screen {
    int methods;
    const char *pattern; // "/newsroom/story/:id/"; lists and things end in a slash, acts do not
    screen_handler *handle;
    unsigned needs; // enum actor_right, all of them; 0: being signed in is enough
    size_t body_bytes_max;
    unsigned flags; // enum screen_flag
};
struct screens {
    const struct screen *items;
    size_t count;
};
// One for each area; newsroom.c has the list of them.
extern const struct screens screens_account; // sign in and out, one's own account
extern const struct screens screens_desk;    // the desk and the lists of stories
extern const struct screens screens_story;   // writing, versions, publishing
extern const struct screens screens_flash;   // the flash desk
extern const struct screens screens_picture; // the picture library
extern const struct screens screens_filing;  // sections, regions, topics, people, sources, dossiers
extern const struct screens screens_site;    // editions, menus, fronts, house pages
extern const struct screens screens_staff;   // users and their tokens
extern const struct screens screens_audit;

http_handler gate_enter;        // every route's handler: finds the screen, checks, calls
http_fault_handler gate_refuse; // what http itself refuses, and what fails before a visit is there

// ── visit.c: what every screen does ───────────────────────────────────────────────────────────

struct str visit_phrase(const struct visit *visit, const char *name); // "stories.title"
// A sentence of a fault, in the visitor's language.
struct str visit_sentence(const struct visit *visit, struct str english, bool *known);
bool visit_may(const struct visit *visit, unsigned rights);
// The pattern's :id; NOT_FOUND naming `word` unless it can be one.
MUST_USE bool visit_id(struct visit *visit, const char *word, int64_t *out);
// ?name= as a whole number from 0; 0 when absent or none.
int64_t visit_query_int(const struct visit *visit, const char *name);
const struct edition *visit_edition(const struct visit *visit, struct str slug); // NULL: none
const struct edition *visit_edition_of(const struct visit *visit, int64_t id);
// One's own, or that of one's language, or the first: what opens first, and whose hours are shown.
// NULL: there is none at all.
const struct edition *visit_own_edition(const struct visit *visit);
// The one that must be there: NOT_FOUND.
MUST_USE bool visit_edition_named(struct visit *visit, struct str slug, const struct edition **out);
void visit_put_time(const struct visit *visit, struct value *map, const char *name, int64_t at_ms);
// "2026-11-24", as a browser's date field has it: the moment that day begins in the visit's zone.
// False: it is none.
bool visit_day(const struct visit *visit, struct str day, int64_t *at_ms);
// "name": [{value, label, selected}] for a <select> of the editions.
void visit_put_editions(const struct visit *visit, struct value *map, const char *name,
                        struct str selected);

// Puts job->fault into the page and forgives it: "fault" {text, known}, "errors" [{field, message,
// known}], and "wrong" {FIELD: the same}. For forms that are shown again with what was typed;
// answer with fault_http_status(kind), which is returned.
int visit_put_fault(struct visit *visit);
// What a field of a fault is called on the screens.
struct str visit_field_label(const struct visit *visit, const char *field);
// The text of a field "body" as a document; what is wrong with it is said at that field.
MUST_USE bool visit_body(struct visit *visit, struct str text, struct block **out);
// Is this a fault of the form (INVALID, CONFLICT, BAD_INPUT, TOO_BIG …) that it can show itself?
bool visit_is_form_fault(const struct visit *visit);

// ── visit_answer.c: one of these, once ────────────────────────────────────────────────────────

// `title` is the heading's; the layout adds the site's.
MUST_USE bool visit_show(struct visit *visit, int status, struct str title, const char *template);
// A template without the layout, for a script that puts it into the page.
MUST_USE bool visit_show_part(struct visit *visit, int status, const char *template);
// The same for what renews itself, with all that a screen has: 304 when the script has it already.
MUST_USE bool visit_show_fresh(struct visit *visit, const char *template);
// 303. `path`: decoded, of ours; `said`: a phrase of strings/said.json, shown there once; or NULL.
MUST_USE bool visit_go(struct visit *visit, struct str path, const char *said);
MUST_USE bool visit_json(struct visit *visit, int status, struct str json);
// A file to keep: CSV, text.
MUST_USE bool visit_download(struct visit *visit, struct str type, struct str name,
                             struct str bytes);
bool visit_wants_json(const struct visit *visit);
// Answers for job->fault: a page, or JSON when that was asked for.
void visit_fail(struct visit *visit);
// Starts a session for that user in this browser, commits the write, and leads on to `path`.
MUST_USE bool visit_sign_in(struct visit *visit, struct txn *txn, int64_t staff_id,
                            struct str path);
MUST_USE bool visit_sign_out(struct visit *visit);
// Forgets the cookie of a session that has ended, and leads on.
MUST_USE bool visit_leave(struct visit *visit, struct str path);
struct str visit_cookie_name(const struct visit *visit);
// Where a form or link may lead back to: only a path below /newsroom/; else `fallback`.
struct str visit_back(struct str given, struct str fallback);

// ── newsroom_world.c ──────────────────────────────────────────────────────────────────────────

MUST_USE bool newsroom_load(struct job *job, struct newsroom *newsroom);
const struct words *newsroom_words(const struct newsroom *newsroom, struct str lang);
const struct sentences *newsroom_sentences(const struct newsroom *newsroom, struct str lang);
