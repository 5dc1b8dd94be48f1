// ours_names: what a line calls by names becomes ids of this site. Only for import_ours.c.
#pragma once

#include "wire/import_ours.h"

// Pictures (lead and body), related stories and whom it translates. `pictures`: what is said of
// those in the body.
MUST_USE bool ours_names(struct job *job, struct import *import, struct import_item *item,
                         json_t *pictures);
// Sections, regions, topics, people, sources, dossiers, as they are there.
MUST_USE bool ours_things(struct job *job, struct import *import, const struct ours *ours,
                          const struct import_edition *in);
// The picture of {"file":…} or "file.jpg", with its words; *id 0: it is not to be had.
MUST_USE bool ours_picture(struct job *job, struct import *import, json_t *said, int64_t *id);
// The path of an address, decoded: "https://old.example/a%20b?c" → "/a b".
struct str ours_url_path(struct arena *mem, struct str url);
