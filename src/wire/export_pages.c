// The pages of the house, a line each, behind the stories that they may name.
#include "wire/export_json.h"

#include "news/house_page.h"
#include "news/thing_move.h"

static bool write_members(struct writing *g, const struct edition *edition,
                          const struct house_page *page)
{
    struct str_list addresses;
    write_json_open(g->w, '{');
    export_member(g->w, "edition", edition->slug);
    export_member(g->w, "slug", page->slug);
    export_member(g->w, "title", page->title);
    write_json_key(g->w, "body");
    if (!export_body(g) || !export_body_pictures(g) ||
        !house_page_addresses(g->job, &g->export->txn, page->id, &addresses))
        return false;
    export_strings(g->w, "old_urls", addresses);
    write_json_close(g->w, '}');
    return true;
}

static bool write_page(struct job *job, struct exporter *export, const struct edition *edition,
                       struct str slug)
{
    struct house_page page;
    struct json_writer w;
    struct str line;
    bool found;
    if (!house_page_find(job, &export->txn, edition, slug, &found, &page) || !found)
        return !job_failed(job);
    const struct exported whole = {.story = {.body = page.body}};
    struct writing g = {job, export, &w, &whole.story, &whole};
    json_writer_start(&w, &job->mem);
    write_json_open(&w, '{');
    write_json_key(&w, "house_page");
    if (!write_members(&g, edition, &page))
        return false;
    write_json_close(&w, '}');
    return json_writer_done(job, &w, &line) && export_write(job, export, line) &&
           export_write(job, export, S("\n"));
}

bool export_json_pages(struct job *job, struct exporter *export)
{
    return export_pages(job, export, write_page);
}
