// tar: one file that holds files (POSIX ustar), as much of it as a backup needs: plain files,
// written and read in order. Any tar reads what this writes; sizes beyond 8 GiB use the base-256
// form that GNU and BSD tar share.
//
// Never: reads links, devices, names with ".." or a leading slash, names longer than 99 bytes.
#pragma once

#include "base/base.h"

struct progress;

struct tar_writer {
    FILE *file;
    char *path;                // as messages name it
    struct progress *progress; // yours to set after tar_create, NULL: nobody looks
};
MUST_USE bool tar_create(struct job *job, const char *path,
                         struct tar_writer *out); // CONFLICT if there
MUST_USE bool tar_add_file(struct job *job, struct tar_writer *tar, const char *name,
                           const char *from_path);
MUST_USE bool tar_finish(struct job *job, struct tar_writer *tar); // synced to disk
void tar_abandon(struct tar_writer *tar); // closes and removes it; fine after tar_finish

struct tar_reader {
    FILE *file;
    char *path;
    int64_t left, padding;     // of the current file
    struct progress *progress; // yours to set after tar_open, NULL: nobody looks
};
MUST_USE bool tar_open(struct job *job, const char *path, struct tar_reader *out);
// *found false at the end. INVALID when it is no such file or damaged.
MUST_USE bool tar_next(struct job *job, struct tar_reader *tar, bool *found, struct str *name);
MUST_USE bool tar_extract(struct job *job, struct tar_reader *tar, const char *to_path);
void tar_close(struct tar_reader *tar);
