// shortcode: WordPress's [square brackets] become HTML.
//
//   struct shortcode_world world = {.with = post, .children = find_children, .unknown = note_name};
//   if (!shortcode_html(job, content, &world, &html)) …       // TOO_BIG
//
// Those of WordPress itself (caption, gallery, embed, video, audio, playlist) and of its common
// companions become figures that html_document knows. Of others the brackets go and the text
// between them stays. What only looks like one stays as it is: [sic], [...], [1], [Reuters]. A
// shortcode is known by its closing tag, by attributes, or by a name that no prose has
// ([contact-form-7]);
// [[name]] is how WordPress writes [name].
//
// Never: runs anything, nests deeper than four, takes longer than the text is long.
#pragma once

#include "base/base.h"

struct shortcode_world {
    void *with;
    // A [gallery] without ids shows all pictures that belong to the post: their ids in the export,
    // "12,13". NULL: none.
    struct str (*children)(void *with);
    // Another one's name, each time it is met. NULL: nobody wants to know.
    void (*unknown)(void *with, struct str name);
};

enum { SHORTCODE_HTML_MAX = 24 << 20 };

MUST_USE bool shortcode_html(struct job *job, struct str text, const struct shortcode_world *world,
                             struct str *out);
