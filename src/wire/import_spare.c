// What the newsroom has done with a story since it came is not undone behind its back.
#include "wire/import.h"

#include "news/imported.h"
#include "news/story_version.h"
#include "text/unicode.h"

#include <unistd.h>

static const char spiked[] = "it was spiked here, and stays so: what came is left aside until "
                             "somebody takes it up again";
static const char taken_back[] = "it was taken back here, and stays so";
static const char ended_there[] = "it is not public there any more, and public here: it stays so; "
                                  "take it back in the newsroom if it should go";
static const char changed_here[] = "it was changed here too: what came is its newest version and "
                                   "waits for somebody to compare and publish it";

struct sparing {
    struct story_state state;
    bool touched, is_spiked, waits;
};

static bool read_what_was_done(struct job *job, struct import *import,
                               const struct import_item *item, struct sparing *out)
{
    struct txn *txn = &import->txn;
    struct version_row newest;
    if (!story_state_read(job, txn, item->story_id, &out->state) ||
        !story_is_spiked(job, txn, item->story_id, &out->is_spiked) ||
        !imported_is_touched(job, txn, item->story_id, &out->touched))
        return false;
    if (!out->touched || !item->is_same)
        return true;
    if (!version_waits(job, txn, &import->actor, item->story_id, &out->waits) ||
        !version_newest(job, txn, &import->actor, item->story_id, &newest))
        return false;
    out->waits = out->waits && !newest.by.len; // what came, and nobody's since
    return true;
}

static const char *why_it_waits(const struct import *import, const struct import_item *item,
                                const struct sparing *done, bool to_be_public)
{
    const struct story_state *state = &done->state;
    if (done->is_spiked)
        return spiked;
    if (state->public && !to_be_public)
        return import->mode == IMPORT_AS_SAID ? ended_there : NULL;
    if (state->published_ms && !state->public && to_be_public)
        return taken_back;
    bool changed_there = !item->is_same_text || done->waits;
    return done->touched && changed_there ? changed_here : NULL;
}

bool import_spare(struct job *job, struct import *import, struct import_item *item,
                  bool to_be_public)
{
    struct sparing done = {0};
    if (item->is_new || item->ours || str_is(item->status, "withdrawn"))
        return true;
    if (!read_what_was_done(job, import, item, &done))
        return false;
    item->waits_here = why_it_waits(import, item, &done, to_be_public);
    item->keeps_text =
        done.is_spiked || (item->is_same_text && (done.touched || item->is_same_place));
    item->is_left_aside = done.is_spiked && !item->is_same_text;
    return true;
}

void import_tell_waiting(const struct import_item *item)
{
    enum { HEADLINE_SHOWN = 60 };
    struct arena mem;
    if (!item->waits_here)
        return;
    arena_start(&mem);
    struct str headline = text_clean_line(&mem, item->fields.headline);
    fprintf(stderr, "%snote: story %lld, \"" STR_FMT "\": %s\n",
            isatty(STDERR_FILENO) ? "\r\033[K" : "", (long long)item->story_id,
            STR_ARG(text_cut(&mem, headline, HEADLINE_SHOWN)), item->waits_here);
    arena_end(&mem);
}
