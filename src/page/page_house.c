// About, privacy, contact.
#include "page/internal.h"

bool make_house_page(struct making *m, const struct house_page *house_page)
{
    struct arena *mem = &m->job->mem;
    struct edition *editions;
    size_t count, same_count = 0;
    struct html body;
    struct making with = *m;
    struct document_world world = {.with = &with,
                                   .picture = write_document_picture,
                                   .locale = &m->edition.locale,
                                   .players_here = true};
    if (!edition_list(m->job, m->txn, &editions, &count) ||
        !document_write_html(m->job, house_page->body, &world, &body))
        return false;
    struct alternate *same = arena_array(mem, struct alternate, count);
    for (size_t i = 0; i < count; i++) {
        bool found;
        struct house_page twin;
        if (!house_page_find(m->job, m->txn, &editions[i], house_page->slug, &found, &twin))
            return false;
        if (found)
            same[same_count++] = (struct alternate){
                editions[i].slug, str_printf(mem, "/" STR_FMT "/" STR_FMT,
                                             STR_ARG(editions[i].slug), STR_ARG(twin.slug))};
    }
    struct str path = str_printf(mem, "/" STR_FMT "/" STR_FMT, STR_ARG(m->edition.slug),
                                 STR_ARG(house_page->slug));
    map_text(m->page, "name", house_page->title);
    map_html(m->page, "body", body);
    struct str about = document_opening(m->job, house_page->body, 200);
    return frame_finish(m, house_page->title, about, path, same, same_count) &&
           frame_render(m, S("house"));
}
