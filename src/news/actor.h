// actor: who does something, and by which way in. Rights are rows (role_right), checked in news/,
// never in screens.
#pragma once

#include "store/store.h"

enum actor_right {
    RIGHT_STORY_READ = 1 << 0, // drafts and versions, not only what is published
    RIGHT_STORY_WRITE = 1 << 1,
    RIGHT_STORY_PUBLISH = 1 << 2, // publish, schedule, correct, unpublish
    RIGHT_STORY_WITHDRAW = 1 << 3,
    RIGHT_FLASH_WRITE = 1 << 4,
    RIGHT_FILING_MAKE = 1 << 5, // new topics, people, sources by naming them
    RIGHT_FILING_EDIT = 1 << 6, // rename, merge, describe; dossiers
    RIGHT_MENU_EDIT = 1 << 7,   // sections, regions, fronts
    RIGHT_MEDIA_WRITE = 1 << 8,
    RIGHT_CHANGES_READ = 1 << 9,
    RIGHT_STAFF_EDIT = 1 << 10,
    RIGHT_SITE_EDIT = 1 << 11,
    RIGHT_AUDIT_READ = 1 << 12,
};

struct actor {
    int64_t staff_id; // 0: the program itself (import, due, a command)
    unsigned rights;  // enum actor_right
    struct str way;   // "api", "newsroom", "import", "command", "due": for the audit
    struct str role;
    struct str address; // where from, as far as it is known: for the audit
};

// All rights, for the server's own commands and its clockwork.
struct actor actor_of_house(struct str way);
// DENIED, naming the right in words, when it is missing.
MUST_USE bool actor_may(struct job *job, const struct actor *actor, enum actor_right right);
MUST_USE bool actor_rights_of_role(struct job *job, struct txn *txn, struct str role,
                                   unsigned *out);

// One line in the audit. Before and after are JSON or empty.
MUST_USE bool audit_write(struct job *job, struct txn *txn, const struct actor *actor,
                          const char *act, struct str thing, struct str before, struct str after);
