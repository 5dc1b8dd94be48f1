// The edge of the API: who asks, what is asked, and how it is answered; the same for every call.
#include "api/internal.h"

#include "news/staff.h"

static bool is_loopback(struct str address)
{
    return str_starts(address, S("127.")) || str_is(address, "::1") ||
           str_starts(address, S("::ffff:127."));
}

static bool hold_to_rate(struct job *job, struct http_request *request, struct api *api)
{
    const struct settings *settings = atomic_load(&api->settings);
    struct str address = http_client(request);
    int wait_s = 0;
    if (is_loopback(address) ||
        api_rate_allows(api->rate, address, settings->api_per_minute, job->now_ms, &wait_s))
        return true;
    return job_fail(job, FAULT_TOO_MANY,
                    "this address may send %lld requests a minute without a token; come again in "
                    "%d s, or use a token",
                    (long long)settings->api_per_minute, wait_s);
}

// "Bearer TOKEN" (RFC 6750, 2.1); the scheme in any case.
static bool bearer(struct job *job, struct str header, struct str *out)
{
    struct str scheme, token;
    if (!str_split(header, ' ', &scheme, &token) || !str_eq_nocase(scheme, S("Bearer")))
        return job_fail(job, FAULT_UNAUTHORIZED,
                        "the Authorization header must read: Bearer TOKEN");
    *out = str_trim(token);
    return true;
}

bool api_enter(struct job *job, struct http_request *request, struct api *api, struct visitor *out)
{
    struct str header = http_header(request, "Authorization"), token;
    *out = (struct visitor){.actor = {.way = S("api")}};
    if (!header.len)
        return hold_to_rate(job, request, api);
    if (!bearer(job, header, &token))
        return false;
    AUTO_TXN txn = read_begin(job, api->options.store, NULL);
    if (!txn.open || !token_actor(job, &txn, token, &out->actor))
        return false;
    out->has_token = true;
    out->actor.address = http_client(request); // for the audit
    return true;
}

bool api_enter_with(struct job *job, struct http_request *request, struct api *api,
                    enum actor_right right, struct actor *out)
{
    struct visitor visitor;
    if (!api_enter(job, request, api, &visitor))
        return false;
    if (!visitor.has_token)
        return job_fail(job, FAULT_UNAUTHORIZED,
                        "this needs a token: send Authorization: Bearer TOKEN (stoppress token "
                        "--user EMAIL makes one)");
    *out = visitor.actor;
    return actor_may(job, out, right);
}

// ── what is asked ─────────────────────────────────────────────────────────────────────────────

static bool says_json(struct str type)
{
    struct str media = type, rest;
    str_split(type, ';', &media, &rest);
    media = str_trim(media);
    return str_eq_nocase(media, S("application/json")) ||
           str_eq_nocase(media, S("application/merge-patch+json"));
}

bool api_body(struct job *job, struct http_request *request, bool needed, json_t **out)
{
    struct str body = http_body(request);
    if (!body.len && !needed)
        return parse_json_object(job, S("{}"), out);
    if (!says_json(http_header(request, "Content-Type")))
        return job_fail(job, FAULT_UNSUPPORTED, "send JSON, with Content-Type: application/json");
    return parse_json_object(job, body, out);
}

bool api_id(struct job *job, struct http_request *request, const char *word, int64_t *out)
{
    struct str id = http_param(request, "id");
    if (!parse_int(id, out) || *out <= 0)
        return job_fail(job, FAULT_NOT_FOUND, "there is no %s " STR_FMT, word,
                        STR_ARG(str_from_to(id, 0, 100)));
    return true;
}

bool api_limit(struct job *job, struct http_request *request, size_t fallback, size_t *out)
{
    bool found;
    uint64_t limit;
    struct str given = http_query(request, "limit", &found);
    if (!found) {
        *out = fallback;
        return true;
    }
    if (!parse_uint(given, LIMIT_MAX, &limit) || limit == 0)
        return job_fail_field(job, "limit", "must be a whole number from 1 to %d", LIMIT_MAX);
    *out = (size_t)limit;
    return true;
}

bool api_edition(struct job *job, struct http_request *request, struct txn *txn, bool *given,
                 struct edition *out)
{
    bool found = false;
    struct str slug = http_query(request, "edition", NULL);
    *given = slug.len > 0;
    if (!*given)
        return true;
    if (!edition_find(job, txn, slug, &found, out))
        return false;
    if (!found)
        return job_fail_field(job, "edition", "there is no edition " STR_FMT,
                              STR_ARG(str_from_to(slug, 0, 40)));
    return true;
}

struct str api_origin(struct job *job, struct http_request *request, struct api *api)
{
    struct str site_url = atomic_load(&api->settings)->site_url;
    while (str_ends(site_url, S("/")))
        site_url.len--;
    if (site_url.len)
        return site_url;
    return str_printf(&job->mem, "%s://" STR_FMT, http_is_tls(request) ? "https" : "http",
                      STR_ARG(http_host(request)));
}

bool api_known_only(struct job *job, json_t *object, const char *const *names, const char *thing)
{
    const char *name;
    json_t *value;
    json_object_foreach(object, name, value)
    {
        const char *const *known = names;
        while (*known && strcmp(*known, name) != 0)
            known++;
        if (!*known)
            (void)job_fail_field(job, name, "is not a field of %s", thing);
    }
    return !job_failed(job);
}

// ── the answer ────────────────────────────────────────────────────────────────────────────────

#define JSON_HEADERS                                                                               \
    "Content-Type: application/json; charset=utf-8\n"                                              \
    "Cache-Control: no-store\n"                                                                    \
    "Vary: Authorization\n"

void api_answer(struct job *job, struct http_request *request, int status, struct str more,
                struct str json)
{
    http_answer_text(request, status, str_join(&job->mem, S(JSON_HEADERS), more), json);
}

void api_answer_public(struct job *job, struct http_request *request, struct str more,
                       struct str json)
{
    struct str cors = S("Access-Control-Allow-Origin: *\n");
    api_answer(job, request, 200, str_join(&job->mem, cors, more), json);
}

bool api_finish(struct job *job, struct http_request *request, struct json_writer *w)
{
    struct str json;
    if (!json_writer_done(job, w, &json))
        return false;
    api_answer_public(job, request, STR_NONE, json);
    return true;
}
