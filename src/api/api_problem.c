// Faults become problem documents (RFC 9457), here and nowhere else.
#include "api/api_story.h"

// The registered phrases (RFC 9110, 15 and RFC 6585) of the statuses that can happen here.
static const struct {
    int status;
    const char *title;
} titles[] = {
    {400, "Bad Request"},
    {401, "Unauthorized"},
    {403, "Forbidden"},
    {404, "Not Found"},
    {405, "Method Not Allowed"},
    {408, "Request Timeout"},
    {409, "Conflict"},
    {410, "Gone"},
    {411, "Length Required"},
    {412, "Precondition Failed"},
    {413, "Content Too Large"},
    {414, "URI Too Long"},
    {415, "Unsupported Media Type"},
    {417, "Expectation Failed"},
    {422, "Unprocessable Content"},
    {428, "Precondition Required"},
    {429, "Too Many Requests"},
    {431, "Request Header Fields Too Large"},
    {500, "Internal Server Error"},
    {501, "Not Implemented"},
    {503, "Service Unavailable"},
};

static const char *title_of(int status)
{
    for (size_t i = 0; i < ARRAY_LEN(titles); i++) {
        if (titles[i].status == status)
            return titles[i].title;
    }
    return "Error";
}

// Fixed-size texts of a fault may end in the middle of a character; what was quoted from outside
// may be no UTF-8 at all.
static struct str whole_text(struct arena *mem, const char *text)
{
    struct str s = str_from(text), cut = s;
    for (int i = 0; i < 4 && cut.len; i++, cut.len--) {
        if (is_utf8_text(cut))
            return cut;
    }
    char *ascii = str_c(mem, s);
    for (size_t i = 0; i < s.len; i++) {
        if ((unsigned char)ascii[i] >= 0x80)
            ascii[i] = '?';
    }
    return (struct str){ascii, s.len};
}

static void write_fields(struct job *job, struct json_writer *w, const struct fault *fault)
{
    write_json_key(w, "errors");
    write_json_open(w, '[');
    for (int i = 0; i < fault->fields_count; i++) {
        write_json_open(w, '{');
        write_json_key(w, "field");
        write_json_text(w, whole_text(&job->mem, fault->fields[i].field));
        write_json_key(w, "message");
        write_json_text(w, whole_text(&job->mem, fault->fields[i].message));
        write_json_close(w, '}');
    }
    write_json_close(w, ']');
}

// An outsider is not shown what went wrong inside; the log has it, under the request's id.
static struct str detail_of(struct job *job, struct http_request *request, int status)
{
    if (status == 500)
        return str_printf(&job->mem,
                          "something went wrong here; the server's log has it under request %llu",
                          (unsigned long long)http_request_id(request));
    if (status == 405)
        return S("this address does not take that method; the Allow header names those it takes");
    return whole_text(&job->mem, job->fault.text);
}

static void api_problem(struct job *job, struct http_request *request, int status,
                        struct str headers, struct str extra)
{
    struct json_writer w;
    json_writer_start(&w, &job->mem);
    write_json_open(&w, '{');
    write_json_key(&w, "type");
    write_json_text(&w, S("about:blank"));
    write_json_key(&w, "title");
    write_json_text(&w, str_from(title_of(status)));
    write_json_key(&w, "status");
    write_json_int(&w, status);
    write_json_key(&w, "detail");
    write_json_text(&w, detail_of(job, request, status));
    if (job->fault.fields_count)
        write_fields(job, &w, &job->fault);
    buf_add(&w.buf, extra);
    write_json_close(&w, '}');
    headers = str_printf(&job->mem,
                         "Content-Type: application/problem+json; charset=utf-8\n"
                         "Cache-Control: no-store\n"
                         "Access-Control-Allow-Origin: *\n" STR_FMT,
                         STR_ARG(headers));
    http_answer_text(request, status, headers, buf_str(&w.buf));
}

static long long per_minute(struct api *api)
{
    int64_t setting = atomic_load(&api->settings)->api_per_minute;
    return setting > 0 ? setting : 60;
}

// Which version a story is at now, for who was too late (412). The fault stays as it is.
static struct str current_version(struct job *job, struct http_request *request, struct api *api,
                                  struct str *headers)
{
    struct job own;
    struct story_state state;
    int64_t id, version = 0;
    job_start(&own, job->now_ms);
    struct txn txn = read_begin(&own, api->options.store, NULL);
    if (txn.open && api_id(&own, request, "story", &id) && story_state_read(&own, &txn, id, &state))
        version = state.version;
    txn_end(&txn);
    job_end(&own);
    if (!version)
        return STR_NONE;
    *headers = api_story_etag(&job->mem, version);
    return str_printf(&job->mem, ",\"version\":%lld", (long long)version);
}

void api_fault(struct job *job, struct http_request *request, void *app)
{
    int refused = http_refusal(request);
    int status = refused ? refused : fault_http_status(job->fault.kind);
    struct str headers = STR_NONE, extra = STR_NONE;
    if (status == 500)
        log_fault("api", job);
    if (!refused && status == 401)
        headers = http_header(request, "Authorization").len
                      ? S("WWW-Authenticate: Bearer error=\"invalid_token\"\n")
                      : S("WWW-Authenticate: Bearer\n");
    else if (!refused && status == 503)
        headers = S("Retry-After: 1\n");
    else if (!refused && status == 429)
        headers = str_printf(&job->mem, "Retry-After: %lld\n", 1 + 60 / per_minute(app));
    else if (!refused && status == 412)
        extra = current_version(job, request, app, &headers);
    api_problem(job, request, status, headers, extra);
}
