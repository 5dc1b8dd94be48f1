#include "http/internal.h"

static bool is_valid_header(struct str name, struct str value)
{
    return name.len > 0 && !str_has(value, '\r') && !str_has(value, '\0');
}

static size_t add(struct MHD_Response *response, struct arena *mem, struct str name,
                  struct str value)
{
    // A header of ours that may not be sent is our mistake.
    assert(is_valid_header(name, value));
    enum MHD_Result added = MHD_add_response_header(response, str_c(mem, name), str_c(mem, value));
    assert(added == MHD_YES);
    return name.len + value.len + 4;
}

static size_t add_unless_there(struct MHD_Response *response, const char *name, const char *value)
{
    if (MHD_get_response_header(response, name))
        return 0;
    enum MHD_Result added = MHD_add_response_header(response, name, value);
    assert(added == MHD_YES);
    return strlen(name) + strlen(value) + 4;
}

size_t response_add_headers(struct MHD_Response *response, struct str headers)
{
    size_t bytes = 0;
    struct arena mem;
    struct str line, name, value;
    arena_start(&mem);
    while (str_cut(&headers, '\n', &line)) {
        if (str_split(line, ':', &name, &value) && str_trim(value).len)
            bytes += add(response, &mem, str_trim(name), str_trim(value));
    }
    arena_end(&mem);
    bytes += add_unless_there(response, "X-Content-Type-Options", "nosniff");
    bytes += add_unless_there(response, "Referrer-Policy", "strict-origin-when-cross-origin");
    const char *type = MHD_get_response_header(response, "Content-Type");
    if (type && str_starts(str_from(type), S("text/html"))) {
        bytes += add_unless_there(response, "Cross-Origin-Opener-Policy", "same-origin");
        bytes += add_unless_there(response, "Permissions-Policy",
                                  "camera=(), geolocation=(), microphone=()");
    }
    return bytes;
}

struct http_reply *http_reply_make(int status, struct str headers, struct str body,
                                   void (*release)(void *), void *with)
{
    struct http_reply *reply = heap_take(sizeof(*reply));
    void *bytes = (void *)(uintptr_t)(body.at ? body.at : ""); // MHD only reads them
    reply->response =
        release
            ? MHD_create_response_from_buffer_with_free_callback_cls(body.len, bytes, release, with)
            : MHD_create_response_from_buffer(body.len, bytes, MHD_RESPMEM_PERSISTENT);
    if (!reply->response)
        heap_exhausted(body.len);
    atomic_init(&reply->holders, 1);
    reply->status = status;
    reply->head_bytes = response_add_headers(reply->response, headers);
    return reply;
}

struct http_reply *http_reply_keep(struct http_reply *reply)
{
    int before = atomic_fetch_add_explicit(&reply->holders, 1, memory_order_relaxed);
    assert(before > 0);
    return reply;
}

void http_reply_put(struct http_reply *reply)
{
    if (!reply || atomic_fetch_sub_explicit(&reply->holders, 1, memory_order_acq_rel) > 1)
        return;
    MHD_destroy_response(reply->response); // connections that still send it hold it themselves
    free(reply);
}
