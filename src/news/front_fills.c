// The lists that may fill a container: what an editor chooses from.
#include "news/internal.h"

struct fills {
    struct job *job;
    struct front_fill *items;
    size_t count, room;
};

static void add(struct fills *f, struct str list, const char *word, struct str name)
{
    *list_add(&f->job->mem, &f->items, &f->count, &f->room) = (struct front_fill){list, word, name};
}

static bool add_filings(struct fills *f, struct txn *txn, enum filing_kind kind, int64_t edition_id)
{
    struct filing *items;
    size_t count;
    const char *word = filing_word(kind);
    if (!filing_list(f->job, txn, kind, edition_id, 0, 0, &items, &count))
        return false;
    for (size_t i = 0; i < count; i++)
        add(f, str_printf(&f->job->mem, "%s:%lld/list", word, (long long)items[i].id), word,
            items[i].name);
    return true;
}

bool front_fills(struct job *job, struct txn *txn, int64_t edition_id, struct front_fill **out,
                 size_t *count)
{
    static const char *const kinds[] = {"opinion", "analysis",  "feature", "explainer",
                                        "video",   "infograph", "gallery", "live"};
    struct fills f = {.job = job};
    struct str edition;
    if (!edition_slug(job, txn, edition_id, &edition))
        return false;
    add(&f, str_join(&job->mem, S("latest:"), edition), "latest", STR_NONE);
    for (size_t i = 0; i < ARRAY_LEN(kinds); i++)
        add(&f, str_printf(&job->mem, "kind:" STR_FMT ":%s", STR_ARG(edition), kinds[i]), "kind",
            str_from(kinds[i]));
    if (!add_filings(&f, txn, FILING_SECTION, edition_id) ||
        !add_filings(&f, txn, FILING_REGION, edition_id) ||
        !add_filings(&f, txn, FILING_DOSSIER, edition_id))
        return false;
    *out = f.items;
    *count = f.count;
    return true;
}
