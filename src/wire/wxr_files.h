// wxr_files: the folder of --media, where an export's pictures are.
//
//   if (wxr_files_find(mem, &files, S("2019/05/photo.jpg"), &path)) …
//
// A file is found by its path below wp-content/uploads, wherever in the folder that begins, else by
// its name alone. The folder is walked once, when a name is first asked for.
//
// Never: leads out of the folder (".."), takes what is no plain file.
#pragma once

#include "base/base.h"

struct wxr_files {
    struct str dir; // empty: there is none
    struct arena mem;
    struct str *paths; // below dir; made when first needed
    uint64_t *hashes;  // of the names
    size_t count, paths_room, hashes_room;
    bool walked;
};

void wxr_files_start(struct wxr_files *files, struct str dir);
void wxr_files_end(struct wxr_files *files);
// `upload`: decoded, "2019/05/photo.jpg". False: it is not here.
bool wxr_files_find(struct arena *mem, struct wxr_files *files, struct str upload, struct str *out);

// What an address or a path has behind "wp-content/uploads/", decoded; false: nothing has.
bool wxr_upload_path(struct arena *mem, struct str url, struct str *out);
