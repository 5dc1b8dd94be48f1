// What assets.c shares with the tool that puts web/ into the binary (tools/bake.c).
#pragma once

#include "assets/assets.h"

extern const struct asset assets_baked[]; // written by bake, sorted by name
extern const size_t assets_baked_count;

struct asset_list {
    struct arena *mem;
    struct asset *assets;
    size_t count, room;
    struct str *seen; // files and folders that were looked at
    size_t seen_count, seen_room;
};

// Adds the file, or takes the place of the one of that name. False when its type is not ours.
bool asset_list_put(struct asset_list *list, struct str name, struct str bytes);
// All files below the folder. A folder that is not there is empty.
MUST_USE bool asset_list_read(struct job *job, struct asset_list *list, const char *folder,
                              struct str prefix);
MUST_USE bool asset_read_file(struct job *job, struct arena *mem, const char *path,
                              struct str *bytes);
// Links, digests, public names, order; compresses what has changed.
MUST_USE bool asset_list_finish(struct job *job, struct asset_list *list);
