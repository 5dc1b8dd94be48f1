// Previews: the real page of what is saved, or of what is in the form now. Everything happens in a
// write that is rolled back, so that readers, caches and the change log never hear of it.
#include "newsroom/story_form.h"

#include "assets/assets.h"
#include "news/story_preview.h"
#include "page/page_preview.h"

static struct str origin(const struct visit *visit)
{
    return str_printf(&visit->job->mem, "http%s://" STR_FMT, http_is_tls(visit->request) ? "s" : "",
                      STR_ARG(http_host(visit->request)));
}

// A thin band above the page, outside its own markup.
static struct str with_band(const struct visit *visit, struct str html)
{
    struct arena *mem = &visit->job->mem;
    struct buf b;
    ptrdiff_t head = str_find(html, S("</head>")), body = str_find(html, S("<body"));
    if (head < 0 || body < head)
        return html;
    ptrdiff_t end = body + str_find_char(str_after(html, (size_t)body), '>') + 1;
    buf_start(&b, mem, html.len + 4096);
    buf_add(&b, str_from_to(html, 0, (size_t)head));
    buf_add(&b, S("<meta name=\"robots\" content=\"noindex\">\n<link rel=\"stylesheet\" href=\""
                  "/assets/"));
    buf_add_text(&b, asset_public_name(S("preview.css")));
    buf_add(&b, S("\">\n"));
    buf_add(&b, str_from_to(html, (size_t)head, (size_t)end));
    buf_add(&b, S("\n<aside class=\"preview-band\" lang=\""));
    buf_add_text(&b, visit->locale.lang);
    buf_add(&b, S("\" dir=\""));
    buf_add_text(&b, visit->dir);
    buf_add(&b, S("\" aria-label=\""));
    buf_add_text(&b, visit_phrase(visit, "story.preview"));
    buf_add(&b, S("\"><strong>"));
    buf_add_text(&b, visit_phrase(visit, "story.preview"));
    buf_add(&b, S("</strong> "));
    buf_add_text(&b, visit_phrase(visit, "story.preview_note"));
    buf_add(&b, S("</aside>"));
    buf_add(&b, str_after(html, (size_t)end));
    return buf_str(&b);
}

static bool look(struct visit *visit, struct txn *txn, int64_t id)
{
    struct job *job = visit->job;
    struct page_world *world = visit->newsroom->options.world;
    struct str html;
    bool made = story_preview_publish(job, txn, &visit->actor, id) &&
                page_preview(job, txn, world, origin(visit), id, &html);
    txn_end(txn); // never committed
    if (!made)
        return false;
    http_answer_text(visit->request, 200,
                     str_printf(&job->mem,
                                "Content-Type: text/html; charset=utf-8\nX-Robots-Tag: noindex\n"
                                "Cache-Control: no-store\nX-Frame-Options: DENY\n" STR_FMT,
                                STR_ARG(page_headers(world))),
                     with_band(visit, html));
    return true;
}

bool story_preview_saved(struct visit *visit)
{
    int64_t id;
    AUTO_TXN txn = write_begin(visit->job, visit->newsroom->options.store);
    return txn.open && visit_id(visit, "story", &id) && look(visit, &txn, id);
}

bool story_preview_form(struct visit *visit)
{
    struct job *job = visit->job;
    int64_t id;
    struct story_form form;
    struct open_story open = {0};
    struct story_fields fields;
    form_of_request(visit, &form);
    AUTO_TXN txn = write_begin(job, visit->newsroom->options.store);
    if (!txn.open || !visit_id(visit, "story", &id) || !story_load_newest(visit, &txn, id, &open) ||
        !form_fields(visit, &txn, &form, &open.newest, &fields))
        return false;
    if (fields.set && !story_save(job, &txn, &visit->actor, id, 0, &fields))
        return false;
    return look(visit, &txn, id);
}

bool story_preview_new(struct visit *visit)
{
    struct job *job = visit->job;
    int64_t id;
    struct story_form form;
    struct story_fields fields;
    form_of_request(visit, &form);
    AUTO_TXN txn = write_begin(job, visit->newsroom->options.store);
    if (!txn.open || !form_fields(visit, &txn, &form, NULL, &fields))
        return false;
    fields.set |= STORY_HAS_EDITION;
    return story_make(job, &txn, &visit->actor, &fields, &id) && look(visit, &txn, id);
}
