#include "page/page_preview.h"

#include "page/internal.h"

enum { PREVIEW_BYTES_MAX = 16 << 20 };

// What stands in one of the page's places; a fragment of what is not there is nothing.
static bool add_fragment(const struct making *m, struct buf *b, struct str name)
{
    struct cache_key key = {.name = name, .kind = CACHE_FRAGMENT};
    struct cache_made made;
    if (page_fragment_make(m->job, m->txn, &key, m->world, &made)) {
        buf_add(b, made.sheet.text);
        return true;
    }
    if (m->job->fault.kind != FAULT_NOT_FOUND)
        return false;
    job_forgive(m->job);
    return true;
}

static bool join(const struct making *m, struct str *html)
{
    const struct sheet *sheet = &m->out->sheet;
    struct buf b;
    size_t at = 0;
    buf_start(&b, &m->job->mem, PREVIEW_BYTES_MAX);
    for (size_t i = 0; i < sheet->regions_count; i++) {
        buf_add(&b, str_from_to(sheet->text, at, sheet->regions[i].at));
        at = sheet->regions[i].at;
        if (!add_fragment(m, &b, sheet->regions[i].fragment))
            return false;
    }
    buf_add(&b, str_after(sheet->text, at));
    return buf_done(m->job, &b, html);
}

bool page_preview(struct job *job, struct txn *txn, struct page_world *world, struct str origin,
                  int64_t story_id, struct str *html)
{
    struct cache_made made = {.status = 200};
    struct story_state state;
    struct making m = {.job = job, .txn = txn, .world = world, .out = &made};
    m.origin = world->site_url.len ? world->site_url : origin;
    if (!story_state_read(job, txn, story_id, &state) ||
        !edition_get(job, txn, state.edition_id, &m.edition) || !frame_start(&m))
        return false;
    map_bool(m.page, "preview", true);
    return make_story(&m, story_id) && join(&m, html);
}
