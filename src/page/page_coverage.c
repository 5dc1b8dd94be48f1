// All dossiers, as a carousel.
#include "page/internal.h"

#include "text/unicode.h"

enum { DOSSIERS_SHOWN = 24, TEXT_CHARS = 140 };

// The dossier's newest story says how fresh it is.
static bool put_newest(const struct making *m, struct value *item, const struct filing *dossier)
{
    struct story_cards newest;
    struct str list = str_printf(&m->job->mem, "dossier:%lld/list", (long long)dossier->id);
    if (!story_list(m->job, m->txn, list, 1, 0, &newest))
        return false;
    map_text(item, "newest", STR_NONE);
    if (newest.count)
        put_time(m, item, "newest", newest.items[0].published_ms);
    return true;
}

static bool put_dossier(const struct making *m, struct value *item, const struct filing *dossier)
{
    static const struct picture_use use = {.shape = MEDIA_16X9,
                                           .sizes = "(min-width: 46em) 18rem, 75vw",
                                           .decorative = true,
                                           .captioned = true};
    struct arena *mem = &m->job->mem;
    map_text(item, "key", str_printf(mem, "coverage-%lld", (long long)dossier->id));
    map_text(item, "name", dossier->name);
    map_text(item, "text", text_opening(m, dossier->text, TEXT_CHARS));
    map_text(item, "url", href(m, filing_path(mem, dossier, m->edition.slug)));
    return put_newest(m, item, dossier) && put_picture(m, item, dossier->picture_id, &use);
}

bool fill_dossiers(const struct making *m, struct value *part)
{
    struct filing *dossiers;
    size_t count;
    if (!filing_list(m->job, m->txn, FILING_DOSSIER, m->edition.id, DOSSIERS_SHOWN, 0, &dossiers,
                     &count))
        return false;
    struct value *list = map_list(part, "dossiers");
    map_bool(part, "any", count > 0);
    map_text(part, "url",
             str_printf(&m->job->mem, "/" STR_FMT "/coverage/", STR_ARG(m->edition.slug)));
    for (size_t i = 0; i < count; i++) {
        if (!put_dossier(m, list_map(list), &dossiers[i]))
            return false;
    }
    return true;
}
