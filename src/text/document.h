// document: a story's text, a tree of a closed set of blocks and marks, stored as JSON.
//
// Blocks: paragraph, heading (level 2-4), list (ordered or not; items of blocks), quote (with
// attribution), pullquote, table, divider, picture, gallery, video, audio, embed, chart, related,
// factbox, timeline, correction. Marks: strong, em, link, sub, sup, lang (with direction).
// The JSON is ProseMirror's shape, so that the newsroom's editor reads and writes it as it is:
//   {"type":"doc","content":[{"type":"paragraph","attrs":{"id":"k3f9"},
//     "content":[{"type":"text","text":"…","marks":[{"type":"link","attrs":{"href":"…"}}]}]}]}
// text/document.c holds the table of types: their attributes, what may be in what, which are ours.
// What is not in the table does not exist: HTML from outside is translated into it, never
// "sanitised".
//
// Every block has an id (4 to 12 of a-z0-9, unique in its document) that survives edits:
// translation and live patches need it. document_adopt_ids() gives the blocks of a new text the ids
// of the blocks they continue.
#pragma once

#include "base/base.h"

enum block_type {
    BLOCK_DOC,
    BLOCK_PARAGRAPH,
    BLOCK_HEADING,
    BLOCK_LIST,
    BLOCK_ITEM,
    BLOCK_QUOTE,
    BLOCK_PULLQUOTE,
    BLOCK_TABLE,
    BLOCK_ROW,
    BLOCK_CELL,
    BLOCK_DIVIDER,
    BLOCK_PICTURE,
    BLOCK_GALLERY,
    BLOCK_VIDEO,
    BLOCK_AUDIO,
    BLOCK_EMBED,
    BLOCK_CHART,
    BLOCK_RELATED,
    BLOCK_FACTBOX,
    BLOCK_TIMELINE,
    BLOCK_EVENT,
    BLOCK_CORRECTION,
    BLOCK_TYPES,
};

enum mark_bit {
    MARK_STRONG = 1,
    MARK_EM = 2,
    MARK_LINK = 4,
    MARK_SUB = 8,
    MARK_SUP = 16,
    MARK_LANG = 32,
};

// A run of text with one set of marks; line_break stands for <br> and has no text.
struct span {
    struct str text;
    unsigned marks;       // enum mark_bit
    struct str href;      // MARK_LINK: checked scheme (http, https, mailto, tel, or a path of ours)
    struct str lang, dir; // MARK_LANG: BCP 47; "ltr" or "rtl"
    bool line_break;
};

struct block {
    enum block_type type;
    struct str id;
    struct block *children; // blocks inside
    size_t children_count;
    struct span *spans; // text inside, for the types that hold text
    size_t spans_count;
    // Attributes; which ones a type has is in the table.
    int level;      // heading
    bool ordered;   // list
    int64_t start;  // list
    bool header;    // cell
    struct str ref; // picture: its id; video, audio, embed: URL; related: story ids
    struct str caption, credit, alt; // picture, video, audio, embed, chart
    struct str title;                // factbox, embed, timeline, chart, related
    struct str attribution;          // quote, pullquote
    struct str at;                   // event, correction: RFC 3339
    struct str data;                 // chart: its JSON description (text/chart.h), or empty
};

enum { DOCUMENT_BYTES_MAX = 2 << 20, DOCUMENT_DEPTH_MAX = 24, DOCUMENT_BLOCKS_MAX = 20000 };

// JSON in; every way in goes through here. INVALID with the path of what is wrong
// ("content[3].marks[0]: a link to javascript: is not taken"). Blocks without an id get one.
MUST_USE bool document_parse(struct job *job, struct str json, struct block **out);
// The one writer of the stored form: parse∘write = same, write∘parse∘write = write.
MUST_USE bool document_write(struct job *job, const struct block *doc, struct str *out);

// Blocks of `now` that continue a block of `before` (same text, or same type and near it in order)
// take over its id.
void document_adopt_ids(struct job *job, struct block *now, const struct block *before);

struct locale;

// What a writer must be told about things a document only names.
struct document_world {
    void *with;
    // A picture by its id: writes <picture>…, or nothing if there is none (the block is left out).
    // The figure around it, and the block's caption and credit under it, are written here. NULL:
    // an <img> of /media/ID.
    bool (*picture)(struct job *job, void *with, const struct block *picture, struct buf *out);
    // What belongs into the related box (heading and list), or nothing. NULL: no box.
    bool (*related)(struct job *job, void *with, const struct block *related, struct buf *out);
    struct str site_url;         // made absolute with it where a feed needs it; empty: as they are
    const struct locale *locale; // for dates and numbers; NULL: 2026-11-24, and as in English
    struct str table_label;      // over the table of a chart: "The data"; empty: that
    bool players_here; // what plays is of this site: films and sound elsewhere are links, since a
                       // reader's page asks nobody else for anything
    bool anchors;      // headings can be linked to: id="b-ID"
    bool link_notes;   // for paper: <ol class="notes"> of where the links lead, in order
};

// Writers. HTML carries data-b="ID" on blocks and class names of design.md; headings 2-4 as they
// are. world may be NULL: nothing is known.
MUST_USE bool document_write_html(struct job *job, const struct block *doc,
                                  const struct document_world *world, struct html *out);
MUST_USE bool document_write_markdown(struct job *job, const struct block *doc, struct str *out);
MUST_USE bool document_write_plain(struct job *job, const struct block *doc, struct str *out);

size_t document_words(const struct block *doc, const char *lang); // UAX 29 words (ICU)
// The first `chars_max` characters of plain text, cut at a word: for a standfirst that is missing.
struct str document_opening(struct job *job, const struct block *doc, size_t chars_max);
