// Pictures: their bytes come in as a form, their words go on as JSON.
#include "api/internal.h"
#include "api/media_json.h"

enum { PICTURES_A_PAGE = 50 };

static bool write_one(struct job *job, struct txn *txn, const struct picture *picture,
                      struct str origin, struct json_writer *w)
{
    struct picture_words *words;
    size_t count;
    if (!picture_words_list(job, txn, picture->id, &words, &count))
        return false;
    write_json_picture(job, w, picture, words, count, origin);
    return true;
}

static bool read_one(struct job *job, struct txn *txn, int64_t id, struct str origin,
                     struct str *out)
{
    struct picture picture;
    struct json_writer w;
    json_writer_start(&w, &job->mem);
    return picture_get(job, txn, id, 0, &picture) && write_one(job, txn, &picture, origin, &w) &&
           json_writer_done(job, &w, out);
}

// Reads it back in the transaction that changed it, commits, answers.
static bool commit(struct job *job, struct http_request *request, struct api *api, struct txn *txn,
                   int64_t id, int status)
{
    struct str json, location = STR_NONE;
    if (!read_one(job, txn, id, api_origin(job, request, api), &json) || !txn_commit(job, txn))
        return false;
    if (status == 201)
        location = str_printf(&job->mem, "Location: /api/v1/media/%lld\n", (long long)id);
    api_answer(job, request, status, location, json);
    return true;
}

// ── making ────────────────────────────────────────────────────────────────────────────────────

static bool take_file(struct job *job, struct api *api, struct str file, unsigned given,
                      struct picture *picture)
{
    struct media_facts facts;
    if (!media_take(job, api->options.media, file, &facts))
        return false;
    picture->hash = facts.hash;
    picture->media_type = facts.media_type;
    picture->width = facts.width;
    picture->height = facts.height;
    if (!(given & PICTURE_HAS_CAPTION))
        picture->caption = facts.caption;
    if (!(given & PICTURE_HAS_CREDIT))
        picture->credit = facts.credit;
    return true;
}

bool api_media_make(struct job *job, struct http_request *request, void *app)
{
    struct api *api = app;
    struct actor actor;
    struct multipart form;
    struct picture picture = {.focal_x = 50, .focal_y = 50};
    struct str file;
    unsigned given;
    int64_t id;
    if (!api_enter_with(job, request, api, RIGHT_MEDIA_WRITE, &actor) ||
        !multipart_parse(job, http_header(request, "Content-Type"), http_body(request), &form) ||
        !parse_picture_form(job, &form, &picture, &given, &file) ||
        !take_file(job, api, file, given, &picture))
        return false;
    AUTO_TXN txn = write_begin(job, api->options.store);
    return txn.open && picture_make(job, &txn, &actor, &picture, given, &id) &&
           commit(job, request, api, &txn, id, 201);
}

// ── changing ──────────────────────────────────────────────────────────────────────────────────

static bool translate_one(struct job *job, struct txn *txn, const struct actor *actor, int64_t id,
                          const char *edition, json_t *words)
{
    static const char *const known[] = {"alt", "caption", NULL};
    struct picture_words before = {0};
    struct edition found;
    bool is_there;
    if (!edition_find(job, txn, str_from(edition), &is_there, &found))
        return false;
    if (!is_there)
        return job_fail_field(job, "texts", "there is no edition %.40s", edition);
    if (!json_is_object(words))
        return job_fail_field(job, "texts", "must hold an object with alt and caption");
    if (!api_known_only(job, words, known, "a picture's words") ||
        !picture_words_get(job, txn, id, found.id, &before))
        return false;
    json_t *alt = json_object_get(words, "alt"), *caption = json_object_get(words, "caption");
    if ((alt && !parse_json_text(job, "alt", alt, &before.alt)) ||
        (caption && !parse_json_text(job, "caption", caption, &before.caption)))
        return false;
    return picture_translate(job, txn, actor, id, found.id, before.alt, before.caption);
}

static bool translate(struct job *job, struct txn *txn, const struct actor *actor, int64_t id,
                      json_t *texts)
{
    const char *edition;
    json_t *words;
    if (!texts)
        return true;
    json_object_foreach(texts, edition, words)
    {
        if (!translate_one(job, txn, actor, id, edition, words))
            return false;
    }
    return true;
}

bool api_media_patch(struct job *job, struct http_request *request, void *app)
{
    struct api *api = app;
    struct actor actor;
    struct picture picture;
    json_t *object, *texts;
    unsigned given;
    int64_t id;
    if (!api_enter_with(job, request, api, RIGHT_MEDIA_WRITE, &actor) ||
        !api_id(job, request, "picture", &id) || !api_body(job, request, true, &object))
        return false;
    AUTO_TXN txn = write_begin(job, api->options.store);
    // What is there first: half a focal point keeps its other half.
    return txn.open && picture_get(job, &txn, id, 0, &picture) &&
           parse_picture(job, object, &picture, &given, &texts) &&
           picture_change(job, &txn, &actor, id, &picture, given) &&
           translate(job, &txn, &actor, id, texts) && commit(job, request, api, &txn, id, 200);
}

// ── reading ───────────────────────────────────────────────────────────────────────────────────

bool api_media_get(struct job *job, struct http_request *request, void *app)
{
    struct api *api = app;
    struct actor actor;
    struct str json;
    int64_t id;
    if (!api_enter_with(job, request, api, RIGHT_MEDIA_WRITE, &actor) ||
        !api_id(job, request, "picture", &id))
        return false;
    AUTO_TXN txn = read_begin(job, api->options.store, NULL);
    if (!txn.open || !read_one(job, &txn, id, api_origin(job, request, api), &json))
        return false;
    api_answer(job, request, 200, STR_NONE, json);
    return true;
}

static bool read_cursor(struct job *job, struct http_request *request, int64_t *out)
{
    struct str given = http_query(request, "cursor", NULL);
    *out = 0;
    return !given.len || (parse_int(given, out) && *out > 0) ||
           job_fail_field(job, "cursor", "is not one of ours; take `next` of the page before");
}

bool api_media_list(struct job *job, struct http_request *request, void *app)
{
    struct api *api = app;
    struct actor actor;
    struct picture *pictures;
    struct json_writer w;
    struct str json, origin = api_origin(job, request, api);
    size_t limit, count;
    int64_t before;
    bool more;
    if (!api_enter_with(job, request, api, RIGHT_MEDIA_WRITE, &actor) ||
        !api_limit(job, request, PICTURES_A_PAGE, &limit) || !read_cursor(job, request, &before))
        return false;
    AUTO_TXN txn = read_begin(job, api->options.store, NULL);
    if (!txn.open || !picture_list(job, &txn, limit, before, &pictures, &count, &more))
        return false;
    json_writer_start(&w, &job->mem);
    write_json_open(&w, '{');
    write_json_key(&w, "items");
    write_json_open(&w, '[');
    for (size_t i = 0; i < count; i++) {
        if (!write_one(job, &txn, &pictures[i], origin, &w))
            return false;
    }
    write_json_close(&w, ']');
    write_json_key(&w, "next");
    write_json_id(&w, more ? pictures[count - 1].id : 0);
    write_json_close(&w, '}');
    if (!json_writer_done(job, &w, &json))
        return false;
    api_answer(job, request, 200, STR_NONE, json);
    return true;
}
