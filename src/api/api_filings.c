// Sections, regions, topics, people, sources, dossiers: the same calls for all, told apart by the
// word in the address.
#include "api/filing_json.h"
#include "api/internal.h"

// "/api/v1/topics/7" → FILING_TOPIC
static enum filing_kind kind_of(struct http_request *request)
{
    struct str rest = str_after(http_path(request), sizeof("/api/v1/") - 1), many = rest;
    enum filing_kind kind = FILING_KINDS;
    str_split(rest, '/', &many, &rest);
    bool is_kind = filing_parse(many, &kind);
    assert(is_kind); // the routes say so
    return kind;
}

static bool is_of_edition(enum filing_kind kind)
{
    return kind != FILING_PERSON && kind != FILING_SOURCE;
}

static bool write_one(struct job *job, struct txn *txn, struct json_writer *w,
                      const struct filing *filing, struct str origin)
{
    struct filing parent = {0};
    if (filing->parent_id && !filing_get(job, txn, FILING_SECTION, filing->parent_id, &parent))
        return false;
    write_json_filing(job, w, filing, parent.path, origin);
    return true;
}

static bool make_json(struct job *job, struct http_request *request, struct api *api,
                      struct txn *txn, enum filing_kind kind, int64_t id, struct str *out)
{
    struct filing filing;
    struct json_writer w;
    json_writer_start(&w, &job->mem);
    return filing_get(job, txn, kind, id, &filing) &&
           write_one(job, txn, &w, &filing, api_origin(job, request, api)) &&
           json_writer_done(job, &w, out);
}

// ── reading ───────────────────────────────────────────────────────────────────────────────────

struct page {
    struct json_writer w;
    struct str origin;
    size_t left;     // how many more fit
    int64_t last_id; // the last one written
    bool more;       // there are more behind it
};

static bool list_edition(struct job *job, struct txn *txn, enum filing_kind kind,
                         int64_t edition_id, int64_t after_id, struct page *page)
{
    struct filing *filings;
    size_t count;
    // One more than fits tells whether there are more.
    if (!filing_list(job, txn, kind, edition_id, page->left + 1, after_id, &filings, &count))
        return false;
    for (size_t i = 0; i < count; i++) {
        page->more = page->left == 0;
        if (page->more)
            break;
        if (kind == FILING_TOPIC && !filing_get(job, txn, kind, filings[i].id, &filings[i]))
            return false; // a list comes without a topic's other names
        if (!write_one(job, txn, &page->w, &filings[i], page->origin))
            return false;
        page->left--;
        page->last_id = filings[i].id;
    }
    return true;
}

// Without ?edition=: one edition after the other. The cursor is the last id of the page before, and
// says by itself which edition it is in.
static bool list_all(struct job *job, struct txn *txn, enum filing_kind kind, int64_t after_id,
                     struct page *page)
{
    struct edition *editions;
    struct filing last = {0};
    size_t count;
    if (!edition_list(job, txn, &editions, &count) ||
        (after_id && !filing_get(job, txn, kind, after_id, &last)))
        return false;
    bool begun = after_id == 0;
    for (size_t i = 0; i < count && !page->more; i++) {
        bool is_resumed = !begun && editions[i].id == last.edition_id;
        begun |= is_resumed;
        if (begun && !list_edition(job, txn, kind, editions[i].id, is_resumed ? after_id : 0, page))
            return false;
    }
    return true;
}

static bool read_cursor(struct job *job, struct http_request *request, int64_t *out)
{
    struct str given = http_query(request, "cursor", NULL);
    *out = 0;
    if (given.len && (!parse_int(given, out) || *out <= 0))
        return job_fail_field(job, "cursor", "is not one of ours; take `next` of the page before");
    return true;
}

bool api_filings_list(struct job *job, struct http_request *request, void *app)
{
    struct api *api = app;
    struct visitor visitor;
    struct edition edition = {0};
    struct page page = {.origin = api_origin(job, request, api)};
    enum filing_kind kind = kind_of(request);
    int64_t after_id;
    bool given;
    if (!api_enter(job, request, api, &visitor) ||
        !api_limit(job, request, LIMIT_MAX, &page.left) || !read_cursor(job, request, &after_id))
        return false;
    AUTO_TXN txn = read_begin(job, api->options.store, NULL);
    if (!txn.open || !api_edition(job, request, &txn, &given, &edition))
        return false;
    json_writer_start(&page.w, &job->mem);
    write_json_open(&page.w, '{');
    write_json_key(&page.w, "items");
    write_json_open(&page.w, '[');
    bool of_site = !is_of_edition(kind);
    if (!(given || of_site
              ? list_edition(job, &txn, kind, of_site ? 0 : edition.id, after_id, &page)
              : list_all(job, &txn, kind, after_id, &page)))
        return false;
    write_json_close(&page.w, ']');
    write_json_key(&page.w, "next");
    write_json_id(&page.w, page.more ? page.last_id : 0);
    write_json_close(&page.w, '}');
    return api_finish(job, request, &page.w);
}

bool api_filings_get(struct job *job, struct http_request *request, void *app)
{
    struct api *api = app;
    struct visitor visitor;
    enum filing_kind kind = kind_of(request);
    struct str json;
    int64_t id;
    if (!api_enter(job, request, api, &visitor) || !api_id(job, request, filing_word(kind), &id))
        return false;
    AUTO_TXN txn = read_begin(job, api->options.store, NULL);
    if (!txn.open || !make_json(job, request, api, &txn, kind, id, &json))
        return false;
    api_answer_public(job, request, STR_NONE, json);
    return true;
}

// ── writing ───────────────────────────────────────────────────────────────────────────────────

// The section above, named by its id or its slug.
static bool find_parent(struct job *job, struct txn *txn, struct filing_fields *fields)
{
    struct filing parent;
    struct filing *filing = &fields->filing;
    bool found = false, moved;
    int64_t id;
    if (!(fields->given & FILING_HAS_PARENT) || !fields->parent.len)
        return true;
    if (parse_int(fields->parent, &id)) {
        found = filing_get(job, txn, FILING_SECTION, id, &parent) &&
                parent.edition_id == filing->edition_id;
        if (job->fault.kind == FAULT_NOT_FOUND)
            job_forgive(job);
    } else if (!filing_find(job, txn, FILING_SECTION, filing->edition_id, fields->parent, &found,
                            &moved, &parent)) {
        return false;
    }
    if (!found)
        return job_fail_field(job, "parent", "there is no section " STR_FMT,
                              STR_ARG(str_from_to(fields->parent, 0, 60)));
    filing->parent_id = parent.id;
    return true;
}

static bool find_edition(struct job *job, struct txn *txn, struct filing *filing)
{
    struct edition edition;
    bool found = false;
    if (!is_of_edition(filing->kind))
        return true;
    if (!edition_find(job, txn, filing->edition, &found, &edition))
        return false;
    if (!found)
        return job_fail_field(job, "edition", "there is no edition " STR_FMT,
                              STR_ARG(str_from_to(filing->edition, 0, 40)));
    filing->edition_id = edition.id;
    return true;
}

// Reads it back in the transaction that changed it, commits, answers.
static bool commit(struct job *job, struct http_request *request, struct api *api, struct txn *txn,
                   enum filing_kind kind, int64_t id, int status)
{
    struct str json, location = STR_NONE;
    if (!make_json(job, request, api, txn, kind, id, &json) || !txn_commit(job, txn))
        return false;
    if (status == 201)
        location = str_printf(&job->mem, "Location: /api/v1/%s/%lld\n", filing_word_many(kind),
                              (long long)id);
    api_answer(job, request, status, location, json);
    return true;
}

static enum actor_right right_for(enum filing_kind kind, bool is_new)
{
    if (kind == FILING_SECTION || kind == FILING_REGION)
        return RIGHT_MENU_EDIT;
    return is_new && kind != FILING_DOSSIER ? RIGHT_FILING_MAKE : RIGHT_FILING_EDIT;
}

bool api_filings_make(struct job *job, struct http_request *request, void *app)
{
    struct api *api = app;
    struct actor actor;
    struct filing_fields fields;
    enum filing_kind kind = kind_of(request);
    json_t *object;
    int64_t id;
    if (!api_enter_with(job, request, api, right_for(kind, true), &actor) ||
        !api_body(job, request, true, &object) || !parse_filing(job, kind, object, true, &fields))
        return false;
    AUTO_TXN txn = write_begin(job, api->options.store);
    return txn.open && find_edition(job, &txn, &fields.filing) && find_parent(job, &txn, &fields) &&
           filing_make(job, &txn, &actor, &fields.filing, fields.given, &id) &&
           commit(job, request, api, &txn, kind, id, 201);
}

bool api_filings_patch(struct job *job, struct http_request *request, void *app)
{
    struct api *api = app;
    struct actor actor;
    struct filing_fields fields;
    struct filing before;
    enum filing_kind kind = kind_of(request);
    json_t *object;
    int64_t id;
    if (!api_enter_with(job, request, api, right_for(kind, false), &actor) ||
        !api_id(job, request, filing_word(kind), &id) || !api_body(job, request, true, &object) ||
        !parse_filing(job, kind, object, false, &fields))
        return false;
    AUTO_TXN txn = write_begin(job, api->options.store);
    if (!txn.open || !filing_get(job, &txn, kind, id, &before))
        return false;
    fields.filing.edition_id = before.edition_id;
    return find_parent(job, &txn, &fields) &&
           filing_change(job, &txn, &actor, kind, id, &fields.filing, fields.given) &&
           commit(job, request, api, &txn, kind, id, 200);
}

// POST /topics/ID/merge {"into": ID}: this topic becomes another name of that one.
bool api_topics_merge(struct job *job, struct http_request *request, void *app)
{
    struct api *api = app;
    struct actor actor;
    json_t *object;
    int64_t id, into_id = 0;
    if (!api_enter_with(job, request, api, RIGHT_FILING_EDIT, &actor) ||
        !api_id(job, request, "topic", &id) || !api_body(job, request, true, &object) ||
        !api_known_only(job, object, (const char *[]){"into", NULL}, "merging"))
        return false;
    json_t *into = json_object_get(object, "into");
    if (!into || json_is_null(into))
        return job_fail_field(job, "into", "is needed: the id of the topic that stays");
    if (!parse_json_id(job, "into", into, &into_id))
        return false;
    AUTO_TXN txn = write_begin(job, api->options.store);
    return txn.open && topic_merge(job, &txn, &actor, id, into_id) &&
           commit(job, request, api, &txn, FILING_TOPIC, into_id, 200);
}
