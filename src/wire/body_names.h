// body_names: the ids that a document names (pictures, stories of a related box), as another site
// calls them.
#pragma once

#include "text/document.h"

struct body_names {
    void *with;
    // What this one is called there; empty: it is not there, and is left out.
    bool (*picture)(struct job *job, void *with, struct str ref, struct str *out);
    bool (*story)(struct job *job, void *with, struct str ref, struct str *out);
};

// What a document takes for the id of a story that is called so.
struct str export_ref(struct arena *mem, struct str name);

// A copy; what it does not change is shared with `body`.
MUST_USE bool body_rename(struct job *job, const struct block *body, const struct body_names *names,
                          struct block **out);
