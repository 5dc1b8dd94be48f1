// demo: the newspaper of demo/, baked into the program and taken in by the ways that editors and
// importers use: pictures, dossiers, stories, flashes, in three editions.
#pragma once

#include "media/media.h"
#include "news/edition.h"
#include "store/store.h"

struct baked_file {
    struct str name, bytes;
};
extern const struct baked_file demo_files[]; // tools/bake_files; the last has no name

// "en.jsonl", "pictures/swifts.jpg"; NOT_FOUND.
MUST_USE bool demo_file(struct job *job, const char *name, struct str *out);

// What is named in the demo's files, and which id it got here.
struct demo_names {
    struct str *names;
    int64_t *ids;
    size_t count;
};
// 0: there is none of that name.
int64_t demo_id(const struct demo_names *names, struct str name);

// Pictures first: stories and dossiers name them.
MUST_USE bool demo_load_pictures(struct job *job, struct store *store, struct media *media,
                                 struct demo_names *out);

// `dir`: the site's directory.
MUST_USE bool demo_load(struct job *job, struct store *store, struct str dir);
