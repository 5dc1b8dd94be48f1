// The lists that may fill a container: what an editor chooses from, and which others may.
#include "news/internal.h"
#include "news/story_kinds.h"

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

// ── which may ─────────────────────────────────────────────────────────────────────────────────

// Whose is it? 0: the whole site's.
static bool find_owner(struct job *job, struct txn *txn, enum filing_kind kind, int64_t id,
                       bool *found, int64_t *edition_id)
{
    struct rows rows;
    const struct sql_value value = sql_int(id);
    if (!sql_query_(job, txn, &rows, filing_tables[kind].get, &value, 1) ||
        !row_first(job, &rows, found))
        return false;
    if (*found)
        *edition_id = row_int(&rows, 1);
    rows_end(&rows);
    return true;
}

bool fill_is_of_edition(struct job *job, struct txn *txn, int64_t edition_id, struct str edition,
                        struct str fill, bool *is)
{
    struct arena *mem = &job->mem;
    enum filing_kind kind;
    int64_t id, owner_id = 0;
    bool found;
    struct str of_kind = str_printf(mem, "kind:" STR_FMT ":", STR_ARG(edition));
    *is = str_eq(fill, str_join(mem, S("latest:"), edition)) ||
          (str_starts(fill, of_kind) && is_story_kind(str_after(fill, of_kind.len)));
    if (*is || !fill_names(fill, &kind, &id))
        return true;
    if (!find_owner(job, txn, kind, id, &found, &owner_id))
        return false;
    struct str name = str_printf(mem, "%s:%lld", filing_word(kind), (long long)id);
    struct str of_site =
        str_printf(mem, STR_FMT ":" STR_FMT "/list", STR_ARG(name), STR_ARG(edition));
    struct str list = owner_id ? str_join(mem, name, S("/list")) : of_site;
    *is = found && (!owner_id || owner_id == edition_id) && str_eq(fill, list);
    return true;
}
