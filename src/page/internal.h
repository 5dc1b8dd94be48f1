// Only for page/.
#pragma once

#include "news/address.h"
#include "news/edition.h"
#include "news/flash.h"
#include "news/house_page.h"
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

// ── page_card.c ───────────────────────────────────────────────────────────────────────────────
void card_fill(const struct making *m, struct value *map, const struct story_card *card,
               const char *slot);

// ── page_fragment.c ───────────────────────────────────────────────────────────────────────────
// A fragment's values: words and edition, no version yet.
struct value *part_values(const struct making *m);

// ── one function for each kind of page, and one for what stands in it ─────────────────────────
MUST_USE bool make_front(struct making *m);
MUST_USE bool fill_front(const struct making *m, struct value *part);
MUST_USE bool make_story(struct making *m, int64_t id);
MUST_USE bool fill_story(const struct making *m, struct value *part, const struct story *story);
MUST_USE bool make_latest(struct making *m, size_t number);
MUST_USE bool make_filing(struct making *m, enum filing_kind kind, int64_t id, size_t number);
MUST_USE bool fill_list(const struct making *m, struct value *part, struct str list,
                        struct str path, size_t number, bool *any);
MUST_USE bool fill_menu(const struct making *m, struct value *part);
MUST_USE bool fill_footer(const struct making *m, struct value *part);
MUST_USE bool fill_ticker(const struct making *m, struct value *part);
MUST_USE bool fill_bar(const struct making *m, struct value *part);
MUST_USE bool make_house_page(struct making *m, const struct house_page *house_page);
MUST_USE bool make_notice(struct making *m, int status, struct str reason);
void make_redirect(struct making *m, int status, struct str path);
