// import_source: what an import reads from: files that end, and pictures that lie in their folder.
//
//   if (!import_source_check(job, path)) …          // before it is opened
//   if (file_is_below(mem, dir, path)) …            // open it
//
// Never: opens or reads.
#pragma once

#include "base/base.h"

// A plain file. A device like /dev/zero has no end, a folder has no lines, and opening a pipe waits
// until somebody writes into it.
MUST_USE bool import_source_check(struct job *job, struct str path);
// Or a pipe, for what is read once, from the front to its end.
MUST_USE bool import_stream_check(struct job *job, struct str path);

// A plain file, itself no link, and below `dir` also after every link on the way: what a stranger
// has packed together must not lead to what is the server's own.
bool file_is_below(struct arena *mem, struct str dir, struct str path);
