// All dossiers of an edition, each with its newest stories.
#include "page/internal.h"

enum { STORIES_SHOWN = 3, OPENING_CHARS = 280 };

static bool put_dossier(const struct making *m, struct value *row, const struct filing *dossier)
{
    static const struct picture_use wide = {
        .shape = MEDIA_16X9, .sizes = "(min-width: 62em) 30rem, 100vw", .decorative = true};
    struct arena *mem = &m->job->mem;
    struct story_cards cards;
    struct str list = str_printf(mem, "dossier:%lld/list", (long long)dossier->id);
    if (!story_list(m->job, m->txn, list, STORIES_SHOWN, 0, &cards))
        return false;
    map_text(row, "id", str_printf(mem, "coverage-%lld", (long long)dossier->id));
    map_text(row, "name", dossier->name);
    map_text(row, "url", href(m, filing_path(mem, dossier, m->edition.slug)));
    map_text(row, "text", text_opening(m, dossier->text, OPENING_CHARS));
    map_bool(row, "any", cards.count > 0);
    struct value *stories = map_list(row, "stories");
    for (size_t i = 0; i < cards.count; i++) {
        struct str slot = str_printf(mem, "of-%lld", (long long)dossier->id);
        if (!card_fill(m, list_map(stories), &cards.items[i], str_c(mem, slot), NULL))
            return false;
    }
    return put_picture(m, row, dossier->picture_id, &wide);
}

bool make_coverage(struct making *m)
{
    struct filing *dossiers;
    size_t count;
    struct list_page page = {.template = S("coverage"),
                             .name = words_phrase(m->words, "coverage_all"),
                             .about = words_phrase(m->words, "coverage_about"),
                             .number = 1,
                             .lists_dossiers = true};
    if (!filing_list(m->job, m->txn, FILING_DOSSIER, m->edition.id, 0, 0, &dossiers, &count))
        return false;
    struct value *rows = map_list(m->page, "coverage");
    for (size_t i = 0; i < count; i++) {
        if (!put_dossier(m, list_map(rows), &dossiers[i]))
            return false;
    }
    map_bool(m->page, "any", count > 0);
    return put_everywhere(m, "coverage/", &page) && finish_list(m, &page);
}
