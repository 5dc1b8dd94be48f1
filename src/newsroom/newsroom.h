// newsroom: addresses an editor can visit, below /newsroom/.
//
// Screens are forms that work without a script; the script makes them quicker. Each area of it is
// one file with a table of its screens (screens_*.c); a screen names the rights it needs there, and
// the gate (gate.c) has checked session, rights and where the form came from before it is called.
// All that changes something goes through news/, which checks the rights again: the API and imports
// go the same way.
//
// Never: writes SQL, keeps anything of a request, sends a page to a cache.
#pragma once

#include "http/http.h"
#include "media/media.h"
#include "page/page.h"
#include "store/store.h"

struct newsroom;

struct newsroom_options {
    struct store *store;
    struct media *media;
    struct page_world *world; // previews are made with it
    struct str site_url;      // or empty: the address asked for
    bool two_step_optional;   // a password alone may do (settings: two_step)
};

MUST_USE bool newsroom_open(struct job *job, const struct newsroom_options *options,
                            struct newsroom **out);
void newsroom_close(struct newsroom *newsroom); // NULL is fine
struct http_area newsroom_area(struct newsroom *newsroom);
