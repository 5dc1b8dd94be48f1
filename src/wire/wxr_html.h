// wxr_html: what a post's content means. WordPress stores neither HTML nor text: blocks in
// comments, blank lines for paragraphs, shortcodes.
//
//   if (!wxr_html(job, item->content, &world, &html)) …       // TOO_BIG
//
// Inside Gutenberg's blocks HTML is HTML, and their comments are dropped. Everywhere else a blank
// line begins a paragraph and the end of a line is a break, as WordPress's wpautop has it; not in
// <pre> and its like. Shortcodes are expanded in both (shortcode.h). An address alone on its line
// is an embed.
//
// Never: closes what the author left open; html_document does that.
#pragma once

#include "wire/shortcode.h"

struct wxr_html_world {
    struct shortcode_world shortcodes;
    // A block whose text stands in another item of the export (a synced pattern): its id.
    // NULL: nobody wants to know.
    void (*reference)(void *with, struct str id);
};

MUST_USE bool wxr_html(struct job *job, struct str content, const struct wxr_html_world *world,
                       struct str *out);
// Paragraphs alone.
MUST_USE bool wxr_autop(struct job *job, struct str text, struct str *out);
