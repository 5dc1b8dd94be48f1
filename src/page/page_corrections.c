// What was corrected, and how: the newest correction first.
#include "page/internal.h"

static bool put_correction(const struct making *m, struct value *row, const struct correction *one)
{
    struct arena *mem = &m->job->mem;
    if (!put_row(m, row, &one->card))
        return false;
    struct str first = date_long(mem, &m->edition.locale, one->card.published_ms);
    map_text(row, "iso", time_rfc3339(mem, one->at_ms));
    map_text(row, "time", date_time(mem, &m->edition.locale, one->at_ms));
    map_bool(row, "fixed", true);
    map_text(row, "standfirst", STR_NONE);
    map_text(row, "picture", STR_NONE);
    map_text(row, "note", one->note);
    map_text(row, "first", words_with(mem, m->words, "first_published", "date", first));
    return true;
}

bool fill_corrections(const struct making *m, struct value *part, const struct list_of *list,
                      size_t number, bool *any)
{
    struct correction *items;
    size_t count;
    bool more;
    if (!correction_list(m->job, m->txn, m->edition.slug, LIST_STORIES, (number - 1) * LIST_STORIES,
                         &items, &count, &more))
        return false;
    struct value *groups = map_list(part, "groups");
    *any = count > 0;
    map_bool(part, "fronted", false);
    map_text(part, "empty", *any ? STR_NONE : words_phrase(m->words, "corrections_none"));
    put_paging(m, part, list->path, number, more);
    if (!*any)
        return true;
    struct value *group = list_map(groups);
    map_text(group, "id", S("list-title"));
    map_text(group, "name", words_phrase(m->words, "newest_first"));
    map_text(group, "date", STR_NONE);
    struct value *rows = map_list(group, "rows");
    for (size_t i = 0; i < count; i++) {
        if (!put_correction(m, list_map(rows), &items[i]))
            return false;
    }
    return true;
}

bool make_corrections(struct making *m, size_t number)
{
    bool exists;
    struct list_page page = {.template = S("corrections"),
                             .name = words_phrase(m->words, "corrections"),
                             .about = words_phrase(m->words, "corrections_about"),
                             .number = number};
    if (!put_list(m, str_join(&m->job->mem, S("list:corrections:"), m->edition.slug), number,
                  &exists))
        return false;
    if (!exists)
        return make_notice(m, 404, STR_NONE);
    return put_everywhere(m, "corrections/", &page) && finish_list(m, &page);
}
