// Editions: the languages of the site.
#include "api/internal.h"

// ── out ───────────────────────────────────────────────────────────────────────────────────────

static void write_social(struct json_writer *w, const struct social_link *links, size_t count)
{
    write_json_key(w, "social");
    write_json_open(w, '[');
    for (size_t i = 0; i < count; i++) {
        write_json_open(w, '{');
        write_json_key(w, "name");
        write_json_text(w, links[i].name);
        write_json_key(w, "url");
        write_json_text(w, links[i].url);
        write_json_close(w, '}');
    }
    write_json_close(w, ']');
}

static bool write_edition(struct job *job, struct txn *txn, struct json_writer *w,
                          const struct edition *edition, struct str origin)
{
    struct social_link *links;
    size_t count;
    if (!edition_social(job, txn, edition, &links, &count))
        return false;
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
    write_json_key(w, "arabic_digits");
    write_json_bool(w, edition->locale.arabic_digits);
    write_social(w, links, count);
    write_json_key(w, "url");
    write_json_text(w, str_printf(w->buf.mem, STR_FMT "/" STR_FMT "/", STR_ARG(origin),
                                  STR_ARG(edition->slug)));
    write_json_close(w, '}');
    return true;
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
    for (size_t i = 0; i < count; i++) {
        if (!write_edition(job, &txn, &w, &editions[i], api_origin(job, request, api)))
            return false;
    }
    write_json_close(&w, ']');
    write_json_key(&w, "next");
    write_json_null(&w);
    write_json_close(&w, '}');
    return api_finish(job, request, &w);
}

static bool find_edition(struct job *job, struct http_request *request, struct txn *txn,
                         struct edition *out)
{
    struct str slug = http_param(request, "id");
    bool found;
    if (!edition_find(job, txn, slug, &found, out))
        return false;
    return found || job_fail(job, FAULT_NOT_FOUND, "there is no edition " STR_FMT,
                             STR_ARG(str_from_to(slug, 0, 40)));
}

bool api_editions_get(struct job *job, struct http_request *request, void *app)
{
    struct api *api = app;
    struct visitor visitor;
    struct edition edition;
    struct json_writer w;
    if (!api_enter(job, request, api, &visitor))
        return false;
    AUTO_TXN txn = read_begin(job, api->options.store, NULL);
    if (!txn.open || !find_edition(job, request, &txn, &edition))
        return false;
    json_writer_start(&w, &job->mem);
    return write_edition(job, &txn, &w, &edition, api_origin(job, request, api)) &&
           api_finish(job, request, &w);
}

// ── in ────────────────────────────────────────────────────────────────────────────────────────

static bool read_link(struct job *job, size_t at, json_t *value, struct social_link *out)
{
    const char *name;
    json_t *member;
    bool ok = true;
    char field[56];
    if (!json_is_object(value)) {
        snprintf(field, sizeof(field), "social[%zu]", at);
        return job_fail_field(job, field, "must be an object with name and url");
    }
    json_object_foreach(value, name, member)
    {
        snprintf(field, sizeof(field), "social[%zu].%.20s", at, name);
        ok =
            (strcmp(name, "name") == 0  ? parse_json_text(job, field, member, &out->name)
             : strcmp(name, "url") == 0 ? parse_json_text(job, field, member, &out->url)
                                        : job_fail_field(job, field, "is not a field of a link")) &&
            ok;
    }
    return ok;
}

static bool read_social(struct job *job, json_t *value, struct edition_fields *out)
{
    size_t at;
    json_t *link;
    bool ok = true;
    out->given |= EDITION_HAS_SOCIAL;
    if (json_is_null(value))
        return true;
    if (!json_is_array(value))
        return job_fail_field(job, "social", "must be a list of links");
    out->social = arena_array(&job->mem, struct social_link, json_array_size(value) + 1);
    json_array_foreach(value, at, link)
    {
        ok = read_link(job, at, link, &out->social[out->social_count++]) && ok;
    }
    return ok;
}

static bool read_member(struct job *job, const char *name, json_t *value,
                        struct edition_fields *out)
{
    static const struct {
        const char *name;
        unsigned bit;
        size_t at;
    } texts[] = {{"title", EDITION_HAS_TITLE, offsetof(struct edition_fields, title)},
                 {"slogan", EDITION_HAS_SLOGAN, offsetof(struct edition_fields, slogan)},
                 {"zone", EDITION_HAS_ZONE, offsetof(struct edition_fields, zone)}};
    for (size_t i = 0; i < ARRAY_LEN(texts); i++) {
        if (strcmp(name, texts[i].name) != 0)
            continue;
        out->given |= texts[i].bit;
        return parse_json_text(job, name, value, (struct str *)(void *)((char *)out + texts[i].at));
    }
    if (strcmp(name, "social") == 0)
        return read_social(job, value, out);
    if (strcmp(name, "arabic_digits") != 0)
        return job_fail_field(job, name, "is not a field of an edition that can be changed");
    out->given |= EDITION_HAS_DIGITS;
    return parse_json_bool(job, name, value, &out->arabic_digits);
}

bool api_editions_patch(struct job *job, struct http_request *request, void *app)
{
    struct api *api = app;
    struct actor actor;
    struct edition edition;
    struct edition_fields fields = {0};
    struct json_writer w;
    struct str json;
    const char *name;
    json_t *object, *value;
    bool ok = true;
    if (!api_enter_with(job, request, api, RIGHT_SITE_EDIT, &actor) ||
        !api_body(job, request, true, &object))
        return false;
    json_object_foreach(object, name, value)
    {
        ok = read_member(job, name, value, &fields) && ok;
    }
    if (!ok)
        return false;
    AUTO_TXN txn = write_begin(job, api->options.store);
    json_writer_start(&w, &job->mem);
    if (!txn.open || !find_edition(job, request, &txn, &edition) ||
        !edition_change(job, &txn, &actor, &edition, &fields) ||
        !find_edition(job, request, &txn, &edition) ||
        !write_edition(job, &txn, &w, &edition, api_origin(job, request, api)) ||
        !json_writer_done(job, &w, &json) || !txn_commit(job, &txn))
        return false;
    api_answer(job, request, 200, STR_NONE, json);
    return true;
}
