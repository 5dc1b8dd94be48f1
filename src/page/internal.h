// Only for page/.
#pragma once

#include "news/address.h"
#include "news/archive.h"
#include "media/media.h"
#include "news/edition.h"
#include "news/flash.h"
#include "news/front.h"
#include "news/house_page.h"
#include "news/near.h"
#include "news/picture.h"
#include "news/popularity.h"
#include "news/redirect.h"
#include "news/story.h"
#include "page/page.h"
#include "page/words.h"
#include "text/url.h"

struct page_world {
    struct arena mem;
    struct str site_url;
    struct template_set *templates;
    struct words *words[8]; // by language; NULL where there is none
    struct str headers;     // CSP and its like, as "Name: value\n" lines
    struct html theme_script;
    struct str css, script, icon;          // addresses under /assets/
    struct str head_font[2], text_font[2]; // Latin, Arabic
};

// What every function that fills a page is handed.
struct making {
    struct job *job;
    struct txn *txn;
    struct page_world *world;
    struct str origin; // "https://news.example.org": in front of canonical addresses
    struct edition edition;
    const struct words *words;
    struct value *page; // the values of the template
    struct cache_made *out;
};

// ── page_world.c ──────────────────────────────────────────────────────────────────────────────
const struct words *world_words(const struct page_world *world, struct str lang);
void world_put(const struct page_world *world, struct value *page, const struct edition *edition);
// Link: preload lines for what every page of this edition needs first.
struct str world_preloads(const struct making *m);

// ── page_frame.c: what all pages share around their main part ─────────────────────────────────
MUST_USE bool frame_start(struct making *m);
void put_edition(const struct making *m, struct value *map);
MUST_USE bool put_social(const struct making *m, struct value *map);
// The same thing's address in an edition: decoded, whole.
struct alternate {
    struct str edition, path;
};
// `path` empty: a page that is not there (no canonical address, not to be indexed).
MUST_USE bool frame_finish(struct making *m, struct str title, struct str description,
                           struct str path, const struct alternate *alternates, size_t count);
MUST_USE bool frame_render(struct making *m, struct str template);
void put_content(const struct making *m, struct str fragment); // the main part is this fragment

struct str absolute_url(const struct making *m,
                        struct str path);                 // percent-encoded, with the origin
struct str href(const struct making *m, struct str path); // percent-encoded
struct str href_story(const struct making *m, struct str edition, struct str path);
void put_time(const struct making *m, struct value *map, const char *name, int64_t at_ms);

// ── page_picture.c ────────────────────────────────────────────────────────────────────────────
struct picture_use {
    enum media_shape shape;
    const char *sizes; // of the img element: "(min-width: 62em) 40rem, 100vw"
    bool eager;        // the lead picture of a page; others load when they come near
    bool decorative;   // it only repeats the headline beside it: alt=""
    bool captioned;    // caption and credit are wanted too
};
// Sets map's "picture" (part/img; caption and credit in it when wanted), or empties it when there
// is none to show: id 0, a lapsed licence, a picture that is gone. Notes picture:ID.
MUST_USE bool put_picture(const struct making *m, struct value *map, int64_t id,
                          const struct picture_use *use);
// The picture as others show it (Open Graph, JSON-LD): absolute, 1440 wide, 16:9. Empty if none.
struct picture_link {
    struct str url, alt;
    int width, height;
};
MUST_USE bool find_picture_link(const struct making *m, int64_t id, struct picture_link *out);
// document_world's function for pictures inside a text; `with` is a making.
bool write_document_picture(struct job *job, void *with, const struct block *picture,
                            struct buf *out);

// ── page_card.c ───────────────────────────────────────────────────────────────────────────────
// `slot` makes the element's id ("lead-42"); `use` NULL: without its picture.
MUST_USE bool card_fill(const struct making *m, struct value *map, const struct story_card *card,
                        const char *slot, const struct picture_use *use);

// ── page_fragment.c ───────────────────────────────────────────────────────────────────────────
// A fragment's values: words and edition, no version yet.
struct value *part_values(const struct making *m);
// A region of a page, to stand where template says {{&name}}.
void put_region(const struct making *m, const char *name, const char *what, struct str of);

// ── page_story_box.c: the related boxes of a story's text ─────────────────────────────────────
struct related_boxes {
    struct making making; // first: it is also the `with` of the text's pictures
    const struct story *story;
    struct id_list shown; // in the boxes so far
    size_t room;
};
// The text with a box where the editor has set none.
struct block *boxes_place(struct arena *mem, const struct block *body);
// document_world's function; `with` is a struct related_boxes.
bool boxes_write(struct job *job, void *with, const struct block *box, struct buf *out);
// What stands in all boxes of the story.
MUST_USE bool boxes_read(const struct making *m, const struct story *story, struct id_list *out);
bool has_id(struct id_list ids, int64_t id);

// ── page_story_part.c, page_story_ld.c ────────────────────────────────────────────────────────
struct str kind_label(const struct making *m, struct str kind); // "Analysis"; empty: plain news
MUST_USE bool put_ld_story(const struct making *m, const struct story *story, struct str url);
MUST_USE bool put_og_story(const struct making *m, const struct story *story);

// ── page_list.c ───────────────────────────────────────────────────────────────────────────────
enum { LIST_STORIES = 20 }; // on one page
// A list of the change log's, and what is shown of it.
struct list_of {
    struct str list;      // "section:7/list", "latest:en", "person:4:en/list", "corrections:en"
    struct str fragment;  // "list:section:7", "list:latest:en", "list:person:4:en" …
    struct str path;      // "/en/news/politics/"
    struct filing filing; // id 0: of none
};
// What follows "list:" in a fragment's name; sets m's edition and words. NOT_FOUND.
MUST_USE bool list_of_fragment(struct making *m, struct str of, struct list_of *out);
// The fragment that follows a list's topic, if the topic is a list's that pages show.
bool list_channel_fragment(struct arena *mem, struct str channel, struct str *name);
// The content of a list's page: the fragment, or one of the older pages as plain html. *exists
// false: it is beyond the end.
MUST_USE bool put_list(struct making *m, struct str fragment, size_t number, bool *exists);
void put_paging(const struct making *m, struct value *part, struct str path, size_t number,
                bool more);
// part/row: with date and time, or with the time alone.
MUST_USE bool put_row(const struct making *m, struct value *row, const struct story_card *card);
MUST_USE bool put_clock_row(const struct making *m, struct value *row,
                            const struct story_card *card);

// ── page_list_frame.c: what all list pages share ──────────────────────────────────────────────
struct crumb {
    struct str name, path; // path empty: only said
};
struct list_page {
    struct str template, name, about, path, hue;
    size_t number; // ?page=
    const struct crumb *crumbs;
    size_t crumbs_count;
    struct alternate *same; // in the editions, this one too
    size_t same_count;
    int64_t picture_id;       // as others show the page; 0: none
    struct value *about_whom; // schema.org's Person, of a profile; NULL: a collection
    bool lists_dossiers;      // itself: no need to do it again below
};
// path and same of a page that every edition has: "latest/".
MUST_USE bool put_everywhere(struct making *m, const char *rest, struct list_page *page);
MUST_USE bool finish_list(struct making *m, struct list_page *page);
struct str date_iso(const struct making *m, int64_t at_ms); // 2026-11-24, in the edition's zone
// A text of paragraphs: the first one, cut after a word.
struct str text_opening(const struct making *m, struct str text, size_t chars);
void put_paragraphs(const struct making *m, struct str text); // "text", and "more"

// ── one function for each kind of page, and one for what stands in it ─────────────────────────
MUST_USE bool make_front(struct making *m);
MUST_USE bool fill_front(const struct making *m, struct value *part);
// The containers of a front, as part/containers shows them. `ids` (may be NULL) gets the stories
// that stand there.
MUST_USE bool put_containers(const struct making *m, struct value *part, const struct front *front,
                             struct id_list *ids);
MUST_USE bool make_story(struct making *m, int64_t id);
MUST_USE bool fill_story(const struct making *m, struct value *part, const struct story *story);
MUST_USE bool fill_coverage(const struct making *m, struct value *part, const struct story *story);
MUST_USE bool fill_next(const struct making *m, struct value *part, const struct story *story);
MUST_USE bool fill_shares(const struct making *m, struct value *part, int64_t story_id);
MUST_USE bool fill_dossiers(const struct making *m, struct value *part);
MUST_USE bool fill_most_read(const struct making *m, struct value *part);
MUST_USE bool fill_ranking(const struct making *m, struct value *part, enum most_read_span span);
MUST_USE bool make_most_read(struct making *m, struct str rest); // "", "hour/", "week/"
MUST_USE bool make_latest(struct making *m, size_t number);
MUST_USE bool make_corrections(struct making *m, size_t number);
bool is_archive_date(struct str rest); // "", "2026/", "2026/11/", "2026/11/24/": a day there is
MUST_USE bool make_archive(struct making *m, struct str rest, size_t number);
MUST_USE bool make_authors(struct making *m, size_t number);
MUST_USE bool make_coverage(struct making *m); // all dossiers
MUST_USE bool make_filing(struct making *m, enum filing_kind kind, int64_t id, size_t number);
MUST_USE bool fill_list(const struct making *m, struct value *part, const struct list_of *list,
                        size_t number, bool *any);
MUST_USE bool fill_corrections(const struct making *m, struct value *part,
                               const struct list_of *list, size_t number, bool *any);
MUST_USE bool fill_menu(const struct making *m, struct value *part);
MUST_USE bool fill_footer(const struct making *m, struct value *part);
MUST_USE bool fill_ticker(const struct making *m, struct value *part);
MUST_USE bool fill_bar(const struct making *m, struct value *part);
MUST_USE bool make_house_page(struct making *m, const struct house_page *house_page);
MUST_USE bool make_notice(struct making *m, int status, struct str reason);
void make_redirect(struct making *m, int status, struct str path);
