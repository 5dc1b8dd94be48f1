// import_source: what an import reads from: files that end, and pictures that lie in their folder.
//
//   if (!import_source_check(job, fileno(file), path)) …
//   if (file_is_below(mem, dir, path)) …            // open it
//
// Never: reads.
#pragma once

#include "base/base.h"

// A file or a pipe. A device like /dev/zero has no end, and a folder has no lines.
MUST_USE bool import_source_check(struct job *job, int fd, struct str path);

// A plain file, itself no link, and below `dir` also after every link on the way: what a stranger
// has packed together must not lead to what is the server's own.
bool file_is_below(struct arena *mem, struct str dir, struct str path);
