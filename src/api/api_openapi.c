// The OpenAPI document (3.1), written by hand in openapi.json and baked in. Only the server's
// address is filled in: it is that of this site.
#include "api/internal.h"

bool api_openapi_get(struct job *job, struct http_request *request, void *app)
{
    struct str before, after, text = api_openapi[0];
    struct str mark = S("https://news.example.org");
    ptrdiff_t at = str_find(text, mark);
    assert(at >= 0);
    before = str_from_to(text, 0, (size_t)at);
    after = str_after(text, (size_t)at + mark.len);
    struct str origin = api_origin(job, request, app);
    api_answer_public(job, request, STR_NONE,
                      str_join(&job->mem, before, str_join(&job->mem, origin, after)));
    return true;
}
