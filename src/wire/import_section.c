// The sections of an edition, by the names that other people give them.
#include "wire/import.h"

#include "text/unicode.h"

const struct filing *import_find_section(struct arena *mem, const struct import_edition *in,
                                         struct str named)
{
    struct str fold = named.len ? text_fold(mem, named) : STR_NONE;
    for (size_t i = 0; named.len && i < in->sections_count; i++) {
        const struct filing *section = &in->sections[i];
        if (str_eq_nocase(named, section->path) || str_eq_nocase(named, section->slug) ||
            str_eq(fold, in->folds[i]))
            return section;
    }
    return NULL;
}

static void make_room(struct arena *mem, struct import_edition *in)
{
    size_t room = in->sections_count * 2 + 16;
    struct filing *sections = arena_array(mem, struct filing, room);
    struct str *folds = arena_array(mem, struct str, room);
    if (in->sections_count) {
        memcpy(sections, in->sections, in->sections_count * sizeof(*sections));
        memcpy(folds, in->folds, in->sections_count * sizeof(*folds));
    }
    in->sections = sections;
    in->folds = folds;
    in->sections_room = room;
}

const struct filing *import_add_section(struct arena *mem, struct import_edition *in,
                                        const struct filing *section)
{
    if (in->sections_count >= in->sections_room)
        make_room(mem, in);
    in->sections[in->sections_count] = *section;
    in->folds[in->sections_count] = text_fold(mem, section->name);
    return &in->sections[in->sections_count++];
}

bool import_make_section(struct job *job, struct import *import, const struct import_edition *in,
                         const struct filing *section, const struct filing **out)
{
    struct txn *txn = &import->txn;
    struct filing made;
    unsigned given = FILING_HAS_NAME | (section->slug.len ? FILING_HAS_SLUG : 0) |
                     (section->parent_id ? FILING_HAS_PARENT : 0);
    int64_t id;
    *out = NULL;
    if (!import_begin(import) || !txn_save(job, txn, "section"))
        return false;
    if (!filing_make(job, txn, &import->actor, section, given, &id)) {
        if (import_is_over(job))
            return false;
        job_forgive(job);
        return txn_undo_to(job, txn, "section");
    }
    // Its names live as long as the import.
    if (!filing_get(import->batch, txn, FILING_SECTION, id, &made))
        return false;
    *out = import_add_section(&import->batch->mem, &import->editions[in - import->editions], &made);
    return true;
}

// ── those that a new site has ─────────────────────────────────────────────────────────────────

static bool is_empty(struct job *job, struct txn *txn, const struct filing *section, bool *empty)
{
    int64_t stories;
    if (!filing_count_stories(job, txn, FILING_SECTION, section->id, &stories))
        return false;
    *empty = !stories;
    return true;
}

bool import_sections_begin(struct job *job, struct import *import)
{
    AUTO_TXN txn = read_begin(job, import->store, NULL);
    if (!txn.open)
        return false;
    for (size_t i = 0; i < import->editions_count; i++) {
        struct import_edition *in = &import->editions[i];
        bool empty = true;
        for (size_t j = 0; j < in->sections_count && empty; j++) {
            if (!is_empty(job, &txn, &in->sections[j], &empty))
                return false;
        }
        in->given_count = empty ? in->sections_count : 0;
    }
    return true;
}

static bool hide(struct import *import, struct filing *section)
{
    section->hidden = true;
    return filing_change(import->batch, &import->txn, &import->actor, FILING_SECTION, section->id,
                         section, FILING_HAS_HIDDEN);
}

static bool holds_another(const struct import_edition *in, const struct filing *section)
{
    for (size_t i = 0; i < in->sections_count; i++) {
        if (in->sections[i].parent_id == section->id && !in->sections[i].hidden)
            return true;
    }
    return false;
}

// From the last to the first: a section stands behind the one it is in.
static bool hide_empty(struct import *import, struct import_edition *in, size_t *hidden)
{
    for (size_t i = in->given_count; i-- > 0;) {
        struct filing *section = &in->sections[i];
        bool empty;
        if (section->hidden || holds_another(in, section))
            continue;
        if (!import_begin(import) || !is_empty(import->batch, &import->txn, section, &empty) ||
            (empty && !hide(import, section)))
            return false;
        *hidden += empty;
    }
    return true;
}

bool import_sections_finish(struct import *import)
{
    for (size_t i = 0; i < import->editions_count; i++) {
        struct import_edition *in = &import->editions[i];
        size_t hidden = 0;
        bool has_others = in->sections_count > in->given_count;
        if (has_others && !hide_empty(import, in, &hidden))
            return false;
        if (hidden)
            fprintf(stderr,
                    STR_FMT ": %zu sections of the new site in which nothing stands left the menu; "
                            "they wait in the newsroom, under Sections\n",
                    STR_ARG(in->edition.slug), hidden);
    }
    return import_commit(import);
}
