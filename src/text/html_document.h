// html_document: other people's HTML becomes a document.
//
//   struct html_intake intake = {.base = page_url, .with = import, .picture = find_picture};
//   html_parse_document(job, html, &intake, &body) …
//
// Parsed as browsers do (gumbo, the HTML standard's tree construction), then translated block by
// block into the closed set of text/document.h: what is not in it does not exist, so nothing is
// "sanitised". Text is never lost: an element nobody knows is what stands inside it; script, style,
// template and forms' machinery are no text.
//
// Never: fetches anything, keeps an attribute it does not know, fails on bad HTML (there is none).
#pragma once

#include "text/document.h"

// A picture as the page shows it: an <img>, with the caption of the figure it stands in.
struct html_picture {
    struct str src;     // absolute where `base` allows it
    struct str written; // its src as the page has it: the name of a file beside a saved page
    struct str alt, caption, credit;
    struct str class_names; // "alignleft wp-image-42": other systems name their pictures here
};

struct html_intake {
    void *with;
    struct str base; // absolute address of the page: relative links are resolved against it; empty:
                     // they are left as they are when they begin with "/", else their text stays
    // The picture's id here; 0: it is not to be had, and is left out (its caption stays, as text).
    // NULL: no pictures.
    bool (*picture)(struct job *job, void *with, const struct html_picture *picture, int64_t *id);
    // Where a link leads here; *out is what it was until changed. NULL: as it was.
    bool (*link)(struct job *job, void *with, struct str *href);
};

MUST_USE bool html_parse_document(struct job *job, struct str html,
                                  const struct html_intake *intake, struct block **out);
