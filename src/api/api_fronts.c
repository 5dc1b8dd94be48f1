// Fronts: what editors chose for an edition's front ("en"), a section's ("section:7") or a
// dossier's ("dossier:5").
#include "api/front_json.h"
#include "api/internal.h"

#include "text/url.h"

enum { LISTED_MAX = 200 };

struct named { // a front that is asked for
    struct edition edition;
    struct front_name name;
    struct filing filing; // the section or dossier
};

static const char *word_of(enum front_of of)
{
    return of == FRONT_SECTION ? "section" : of == FRONT_DOSSIER ? "dossier" : "edition";
}

static bool find_filing(struct job *job, struct txn *txn, struct named *named)
{
    enum filing_kind kind = named->name.of == FRONT_SECTION ? FILING_SECTION : FILING_DOSSIER;
    return filing_get(job, txn, kind, named->name.of_id, &named->filing) &&
           edition_get(job, txn, named->filing.edition_id, &named->edition);
}

static bool find_named(struct job *job, struct http_request *request, struct txn *txn,
                       struct named *out)
{
    struct str id = http_param(request, "id"), word, number;
    bool found = false;
    uint64_t of_id;
    *out = (struct named){0};
    if (str_split(id, ':', &word, &number) && parse_uint(number, INT64_MAX, &of_id) &&
        (str_is(word, "section") || str_is(word, "dossier"))) {
        out->name.of = str_is(word, "section") ? FRONT_SECTION : FRONT_DOSSIER;
        out->name.of_id = (int64_t)of_id;
        return find_filing(job, txn, out);
    }
    if (is_utf8_text(id) && !edition_find(job, txn, id, &found, &out->edition))
        return false;
    return found ||
           job_fail(job, FAULT_NOT_FOUND,
                    "there is no such front; they are named like en, section:7, dossier:5");
}

static bool write_front(struct job *job, struct txn *txn, const struct actor *actor,
                        struct json_writer *w, const struct named *named, struct str origin)
{
    struct front front;
    const struct filing *filing = &named->filing;
    struct arena *mem = &job->mem;
    bool is_own = named->name.of == FRONT_EDITION;
    struct str slug = named->edition.slug;
    if (!front_chosen(job, txn, actor, named->edition.id, named->name.of, named->name.of_id,
                      &front))
        return false;
    struct str path =
        is_own ? str_printf(mem, "/" STR_FMT "/", STR_ARG(slug)) : filing_path(mem, filing, slug);
    write_json_open(w, '{');
    write_json_key(w, "id");
    write_json_text(
        w,
        is_own ? slug : str_printf(mem, "%s:%lld", word_of(named->name.of), (long long)filing->id));
    write_json_key(w, "edition");
    write_json_text(w, slug);
    write_json_key(w, "of");
    write_json_text(w, str_from(word_of(named->name.of)));
    write_json_key(w, "name");
    write_json_text(w, is_own ? named->edition.title : filing->name);
    write_json_key(w, "curated");
    write_json_bool(w, front.id != 0);
    write_json_key(w, "page_url");
    write_json_text(w, str_join(mem, origin, url_encode_path(mem, path)));
    write_json_containers(w, &front);
    write_json_close(w, '}');
    return true;
}

// ── reading ───────────────────────────────────────────────────────────────────────────────────

static bool list_edition(struct job *job, struct txn *txn, const struct actor *actor,
                         const struct edition *edition, struct json_writer *w, struct str origin)
{
    struct front_name *names;
    size_t count;
    if (!front_list(job, txn, edition->id, &names, &count))
        return false;
    for (size_t i = 0; i < count && i < LISTED_MAX; i++) {
        struct named named = {.edition = *edition, .name = names[i]};
        if (names[i].of != FRONT_EDITION && !find_filing(job, txn, &named))
            return false;
        if (!write_front(job, txn, actor, w, &named, origin))
            return false;
    }
    return true;
}

bool api_fronts_list(struct job *job, struct http_request *request, void *app)
{
    struct api *api = app;
    struct visitor visitor;
    struct edition edition, *editions = &edition;
    size_t count = 1;
    bool given;
    if (!api_enter(job, request, api, &visitor))
        return false;
    AUTO_TXN txn = read_begin(job, api->options.store, NULL);
    if (!txn.open || !api_edition(job, request, &txn, &given, &edition) ||
        (!given && !edition_list(job, &txn, &editions, &count)))
        return false;
    struct json_writer w;
    json_writer_start(&w, &job->mem);
    write_json_open(&w, '{');
    write_json_key(&w, "items");
    write_json_open(&w, '[');
    for (size_t i = 0; i < count; i++) {
        if (!list_edition(job, &txn, &visitor.actor, &editions[i], &w,
                          api_origin(job, request, api)))
            return false;
    }
    write_json_close(&w, ']');
    write_json_key(&w, "next");
    write_json_null(&w);
    write_json_close(&w, '}');
    return api_finish(job, request, &w);
}

bool api_fronts_get(struct job *job, struct http_request *request, void *app)
{
    struct api *api = app;
    struct visitor visitor;
    struct named named;
    struct json_writer w;
    if (!api_enter(job, request, api, &visitor))
        return false;
    AUTO_TXN txn = read_begin(job, api->options.store, NULL);
    json_writer_start(&w, &job->mem);
    return txn.open && find_named(job, request, &txn, &named) &&
           write_front(job, &txn, &visitor.actor, &w, &named, api_origin(job, request, api)) &&
           api_finish(job, request, &w);
}

// ── writing ───────────────────────────────────────────────────────────────────────────────────

bool api_fronts_patch(struct job *job, struct http_request *request, void *app)
{
    struct api *api = app;
    struct actor actor;
    struct named named;
    struct front_container *containers = NULL;
    struct json_writer w;
    struct str json;
    json_t *object;
    size_t count = 0;
    if (!api_enter_with(job, request, api, RIGHT_MENU_EDIT, &actor) ||
        !api_body(job, request, true, &object) || !parse_front(job, object, &containers, &count))
        return false;
    AUTO_TXN txn = write_begin(job, api->options.store);
    json_writer_start(&w, &job->mem);
    if (!txn.open || !find_named(job, request, &txn, &named) ||
        !front_put(job, &txn, &actor, named.edition.id, named.name.of, named.name.of_id, containers,
                   count) ||
        !write_front(job, &txn, &actor, &w, &named, api_origin(job, request, api)) ||
        !json_writer_done(job, &w, &json) || !txn_commit(job, &txn))
        return false;
    api_answer(job, request, 200, STR_NONE, json);
    return true;
}
