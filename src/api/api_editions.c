// Editions: the languages of the site.
#include "api/internal.h"

static void write_edition(struct json_writer *w, const struct edition *edition, struct str origin)
{
    write_json_open(w, '{');
    write_json_key(w, "id");
    write_json_text(w, edition->slug);
    write_json_key(w, "slug");
    write_json_text(w, edition->slug);
    write_json_key(w, "name");
    write_json_text(w, edition->name);
    write_json_key(w, "title");
    write_json_text(w, edition->title);
    write_json_key(w, "slogan");
    write_json_text(w, edition->slogan);
    write_json_key(w, "lang");
    write_json_text(w, edition->locale.lang);
    write_json_key(w, "dir");
    write_json_text(w, edition->dir);
    write_json_key(w, "zone");
    write_json_text(w, edition->locale.zone);
    write_json_key(w, "url");
    write_json_text(w, str_printf(w->buf.mem, STR_FMT "/" STR_FMT "/", STR_ARG(origin),
                                  STR_ARG(edition->slug)));
    write_json_close(w, '}');
}

bool api_editions_list(struct job *job, struct http_request *request, void *app)
{
    struct api *api = app;
    struct visitor visitor;
    struct edition *editions;
    struct json_writer w;
    size_t count;
    if (!api_enter(job, request, api, &visitor))
        return false;
    AUTO_TXN txn = read_begin(job, api->options.store, NULL);
    if (!txn.open || !edition_list(job, &txn, &editions, &count))
        return false;
    json_writer_start(&w, &job->mem);
    write_json_open(&w, '{');
    write_json_key(&w, "items");
    write_json_open(&w, '[');
    for (size_t i = 0; i < count; i++)
        write_edition(&w, &editions[i], api_origin(job, request, api));
    write_json_close(&w, ']');
    write_json_key(&w, "next");
    write_json_null(&w);
    write_json_close(&w, '}');
    return api_finish(job, request, &w);
}

bool api_editions_get(struct job *job, struct http_request *request, void *app)
{
    struct api *api = app;
    struct visitor visitor;
    struct edition edition;
    struct json_writer w;
    struct str slug = http_param(request, "id");
    bool found;
    if (!api_enter(job, request, api, &visitor))
        return false;
    AUTO_TXN txn = read_begin(job, api->options.store, NULL);
    if (!txn.open || !edition_find(job, &txn, slug, &found, &edition))
        return false;
    if (!found)
        return job_fail(job, FAULT_NOT_FOUND, "there is no edition " STR_FMT,
                        STR_ARG(str_from_to(slug, 0, 40)));
    json_writer_start(&w, &job->mem);
    write_edition(&w, &edition, api_origin(job, request, api));
    return api_finish(job, request, &w);
}
