// assets: the files of web/ inside the binary: templates, strings, styles, scripts, fonts, icons.
//
//   const struct asset *css = asset_find(S("reader.css"));
//   struct str address = asset_public_name(S("reader.css"));   // "reader-3f9a12bc.css"
//   …and when a browser asks for it: asset_find_public(name), sent as immutable.
//
// A name is the path below web/: "templates/part/card.mustache", "strings/en.json",
// "fonts/newsreader-text-400.woff2", "icons/favicon.svg", "script/theme.inline.js"; the bundles are
// "reader.css" and "reader.js". A style names its fonts and pictures by their public names.
// A file of the same name in DIR/theme/ takes the place of the one in the binary; one of a new name
// (a part, a font, a picture) joins them.
//
// Set up once, before threads start; then anybody may read.
// Never: reads a file after the start, knows HTTP, renders a template.
#pragma once

#include "base/base.h"

struct asset {
    struct str name;
    struct str bytes;
    struct str content_type;
    struct str digest;      // BLAKE2b of the bytes, hexadecimal
    struct str public_name; // name-digest8.ext; empty for what is not served (templates, strings)
    struct str gzip;        // of what is served and shrinks by it; else empty
    struct str brotli;
};

const struct asset *asset_find(struct str name);               // NULL if there is none
const struct asset *asset_find_public(struct str public_name); // only exactly this version
struct str asset_public_name(struct str name);                 // empty if there is none

// All of them, by name.
size_t asset_count(void);
const struct asset *asset_at(size_t index);

// Files of DIR/theme/; that it is not there is fine. `mem` must live as long as the process.
MUST_USE bool assets_load_theme(struct job *job, struct arena *mem, struct str dir);
void assets_forget_theme(void); // as built; for tests
