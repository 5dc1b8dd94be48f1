// The list of published stories, by any of its filters together.
//
// Sections, regions, topics and dossiers belong to an edition, so a filter that names one by its
// slug without saying the edition means that of every edition: one search for each, merged by date.
#include "api/api_story.h"

#include "news/story_kinds.h"
#include "text/locale.h"
#include "text/slug.h"

enum { SEARCHES_MAX = 16 };

struct searches {
    struct story_filter items[SEARCHES_MAX];
    size_t count;
};

// ── filters ───────────────────────────────────────────────────────────────────────────────────

// By id first: programs have those; then by slug, then by what the name makes as a slug.
static bool find_filing(struct job *job, struct txn *txn, enum filing_kind kind, int64_t edition_id,
                        struct str named, bool *found, int64_t *id)
{
    struct filing filing;
    bool moved;
    *found = false;
    if (parse_int(named, id) && *id > 0) {
        *found = filing_get(job, txn, kind, *id, &filing) &&
                 (!edition_id || !filing.edition_id || filing.edition_id == edition_id);
        if (job->fault.kind == FAULT_NOT_FOUND)
            job_forgive(job);
        if (*found || job_failed(job))
            return !job_failed(job);
    }
    if (!filing_find(job, txn, kind, edition_id, named, found, &moved, &filing))
        return false;
    if (!*found && kind != FILING_SECTION &&
        !filing_find(job, txn, kind, edition_id, slug_make(&job->mem, named), found, &moved,
                     &filing))
        return false;
    if (*found)
        *id = filing.id;
    return true;
}

static const struct {
    const char *parameter;
    enum filing_kind kind;
    bool of_site;  // not of an edition
    bool is_fixed; // an unknown one is a mistake; of the others there are just no stories
    size_t to;
} filters[] = {
    {"section", FILING_SECTION, false, true, offsetof(struct story_filter, section_id)},
    {"region", FILING_REGION, false, true, offsetof(struct story_filter, region_id)},
    {"topic", FILING_TOPIC, false, false, offsetof(struct story_filter, topic_id)},
    {"dossier", FILING_DOSSIER, false, false, offsetof(struct story_filter, dossier_id)},
    {"author", FILING_PERSON, true, false, offsetof(struct story_filter, person_id)},
};

// Completes one search for its edition; *fits false when what is named is not in that edition.
static bool narrow(struct job *job, struct http_request *request, struct txn *txn,
                   struct story_filter *search, bool *known, bool *fits)
{
    *fits = true;
    for (size_t i = 0; i < ARRAY_LEN(filters); i++) {
        bool found;
        int64_t id;
        struct str named = http_query(request, filters[i].parameter, NULL);
        if (!named.len)
            continue;
        if (!find_filing(job, txn, filters[i].kind, filters[i].of_site ? 0 : search->edition_id,
                         named, &found, &id))
            return false;
        if (found)
            *(int64_t *)(void *)((char *)search + filters[i].to) = id;
        known[i] |= found;
        *fits &= found;
    }
    return true;
}

static bool is_narrowed(struct http_request *request)
{
    for (size_t i = 0; i < ARRAY_LEN(filters); i++) {
        if (!filters[i].of_site && http_query(request, filters[i].parameter, NULL).len)
            return true;
    }
    return false;
}

static bool fail_unknown(struct job *job, struct http_request *request, const bool *known)
{
    for (size_t i = 0; i < ARRAY_LEN(filters); i++) {
        struct str named = http_query(request, filters[i].parameter, NULL);
        if (named.len && filters[i].is_fixed && !known[i])
            (void)job_fail_field(job, filters[i].parameter, "there is no %s " STR_FMT,
                                 filters[i].parameter, STR_ARG(str_from_to(named, 0, 60)));
    }
    return !job_failed(job);
}

static bool add_search(struct job *job, struct http_request *request, struct txn *txn,
                       const struct story_filter *base, int64_t edition_id, bool *known,
                       struct searches *searches)
{
    bool fits;
    struct story_filter search = *base;
    search.edition_id = edition_id;
    if (!narrow(job, request, txn, &search, known, &fits))
        return false;
    if (fits && searches->count < SEARCHES_MAX)
        searches->items[searches->count++] = search;
    return true;
}

static bool plan(struct job *job, struct http_request *request, struct txn *txn,
                 const struct story_filter *base, struct searches *out)
{
    bool given, known[ARRAY_LEN(filters)] = {false};
    struct edition edition = {0}, *editions = &edition;
    size_t count = 1;
    if (!api_edition(job, request, txn, &given, &edition))
        return false;
    if (!given && is_narrowed(request) && !edition_list(job, txn, &editions, &count))
        return false;
    for (size_t i = 0; i < count; i++) {
        if (!add_search(job, request, txn, base, editions[i].id, known, out))
            return false;
    }
    return fail_unknown(job, request, known);
}

// ── what else is asked ────────────────────────────────────────────────────────────────────────

static bool read_moment(struct job *job, struct http_request *request, const char *name,
                        int64_t *out_ms)
{
    struct str given = http_query(request, name, NULL);
    if (given.len && !parse_time(given, out_ms))
        return job_fail_field(job, name, "must be a day or a time such as 2026-11-24T20:46:42Z");
    return true;
}

// "1764017202000-42": published_ms and id of the last story of the page before.
static bool read_cursor(struct job *job, struct http_request *request, struct story_filter *base)
{
    struct str given = http_query(request, "cursor", NULL), moment, id;
    if (!given.len)
        return true;
    if (!str_split(given, '-', &moment, &id) || !parse_int(moment, &base->before_ms) ||
        !parse_int(id, &base->before_id) || base->before_ms <= 0 || base->before_id <= 0)
        return job_fail_field(job, "cursor", "is not one of ours; take `next` of the page before");
    return true;
}

static bool read_kind(struct job *job, struct http_request *request, struct story_filter *base)
{
    base->kind = http_query(request, "kind", NULL);
    if (!base->kind.len || is_story_kind(base->kind))
        return true;
    return job_fail_field(job, "kind", "there is no kind " STR_FMT,
                          STR_ARG(str_from_to(base->kind, 0, 40)));
}

static bool read_base(struct job *job, struct http_request *request, struct story_filter *out)
{
    if (http_query(request, "q", NULL).len)
        (void)job_fail_field(job, "q",
                             "full-text search is not part of this server yet; leave q out");
    bool ok = api_limit(job, request, 20, &out->limit);
    ok &= read_kind(job, request, out);
    ok &= read_moment(job, request, "from", &out->from_ms);
    ok &= read_moment(job, request, "to", &out->to_ms);
    ok &= read_cursor(job, request, out);
    return ok && !job_failed(job);
}

// ── the answer ────────────────────────────────────────────────────────────────────────────────

struct found {
    struct story *items;
    size_t count, room;
    bool more;
};

static bool search_one(struct job *job, struct txn *txn, const struct story_filter *search,
                       struct found *found)
{
    struct id_list ids;
    bool more;
    if (!story_filter_list(job, txn, search, &ids, &more))
        return false;
    found->more |= more;
    for (size_t i = 0; i < ids.count; i++) {
        struct story story;
        if (!story_read(job, txn, ids.items[i], &story))
            return false;
        *list_add(&job->mem, &found->items, &found->count, &found->room) = story;
    }
    return true;
}

static int by_newest(const void *a, const void *b)
{
    const struct story_state *left = &((const struct story *)a)->state,
                             *right = &((const struct story *)b)->state;
    if (left->published_ms != right->published_ms)
        return left->published_ms < right->published_ms ? 1 : -1;
    return left->id < right->id ? 1 : -(left->id > right->id);
}

static bool search_all(struct job *job, struct txn *txn, const struct searches *searches,
                       size_t limit, struct found *found)
{
    for (size_t i = 0; i < searches->count; i++) {
        if (!search_one(job, txn, &searches->items[i], found))
            return false;
    }
    if (searches->count > 1 && found->count)
        qsort(found->items, found->count, sizeof(*found->items), by_newest);
    found->more |= found->count > limit;
    if (found->count > limit)
        found->count = limit;
    return true;
}

static bool answer(struct job *job, struct http_request *request, struct api *api,
                   const struct found *found)
{
    struct json_writer w;
    struct str origin = api_origin(job, request, api);
    json_writer_start(&w, &job->mem);
    write_json_open(&w, '{');
    write_json_key(&w, "items");
    write_json_open(&w, '[');
    for (size_t i = 0; i < found->count; i++) {
        if (!write_json_story(job, &w, &found->items[i], origin, STORY_JSON_LIST))
            return false;
    }
    write_json_close(&w, ']');
    write_json_key(&w, "next");
    if (found->more && found->count) {
        const struct story_state *last = &found->items[found->count - 1].state;
        write_json_text(&w, str_printf(&job->mem, "%lld-%lld", (long long)last->published_ms,
                                       (long long)last->id));
    } else {
        write_json_null(&w);
    }
    write_json_close(&w, '}');
    return api_finish(job, request, &w);
}

bool api_stories_list(struct job *job, struct http_request *request, void *app)
{
    struct api *api = app;
    struct visitor visitor;
    struct story_filter base = {0};
    struct searches searches = {.count = 0};
    struct found found = {0};
    if (!api_enter(job, request, api, &visitor) || !read_base(job, request, &base))
        return false;
    AUTO_TXN txn = read_begin(job, api->options.store, NULL);
    return txn.open && plan(job, request, &txn, &base, &searches) &&
           search_all(job, &txn, &searches, base.limit, &found) &&
           answer(job, request, api, &found);
}
