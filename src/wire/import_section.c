// The sections of an edition, by the names that other people give them.
#include "wire/import.h"

#include "text/unicode.h"

static bool is_named(struct arena *mem, const struct filing *section, struct str category)
{
    return str_eq_nocase(category, section->path) || str_eq_nocase(category, section->slug) ||
           str_eq(text_fold(mem, category), text_fold(mem, section->name));
}

const struct filing *import_find_section(struct arena *mem, const struct import_edition *in,
                                         struct str named)
{
    for (size_t i = 0; named.len && i < in->sections_count; i++) {
        if (is_named(mem, &in->sections[i], named))
            return &in->sections[i];
    }
    return NULL;
}

static const struct filing *add_section(struct import *import, struct import_edition *in,
                                        const struct filing *section)
{
    struct arena *mem = &import->batch->mem;
    if (in->sections_count >= in->sections_room) {
        size_t room = in->sections_count * 2 + 16;
        struct filing *sections = arena_array(mem, struct filing, room);
        memcpy(sections, in->sections, in->sections_count * sizeof(*sections));
        in->sections = sections;
        in->sections_room = room;
    }
    in->sections[in->sections_count] = *section;
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
    *out = add_section(import, &import->editions[in - import->editions], &made);
    return true;
}
