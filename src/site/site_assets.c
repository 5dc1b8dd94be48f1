// What never changes under its name: styles, scripts, fonts, icons; and robots.txt.
#include "site/internal.h"

#include "assets/assets.h"

struct encoded {
    struct str bytes, encoding;
};

static struct encoded choose_encoding(const struct http_request *request, const struct asset *asset)
{
    if (asset->brotli.len && http_takes(request, S("br")))
        return (struct encoded){asset->brotli, S("br")};
    if (asset->gzip.len && http_takes(request, S("gzip")))
        return (struct encoded){asset->gzip, S("gzip")};
    return (struct encoded){asset->bytes, STR_NONE};
}

bool site_asset(struct job *job, struct http_request *request, void *app)
{
    const struct asset *asset = asset_find_public(http_param(request, "name"));
    if (!asset)
        return job_fail(job, FAULT_NOT_FOUND, "there is no such file");
    struct encoded chosen = choose_encoding(request, asset);
    struct str tag = str_printf(&job->mem, "\"" STR_FMT "%s" STR_FMT "\"", 16, asset->digest.at,
                                chosen.encoding.len ? "-" : "", STR_ARG(chosen.encoding));
    struct str encoding =
        chosen.encoding.len
            ? str_printf(&job->mem, "Content-Encoding: " STR_FMT "\n", STR_ARG(chosen.encoding))
            : STR_NONE;
    struct str headers = str_printf(&job->mem,
                                    "Content-Type: " STR_FMT "\n"
                                    "Cache-Control: public, max-age=31536000, immutable\n"
                                    "Vary: Accept-Encoding\nETag: " STR_FMT "\n" STR_FMT,
                                    STR_ARG(asset->content_type), STR_ARG(tag), STR_ARG(encoding));
    bool is_known = str_find(http_header(request, "If-None-Match"), tag) >= 0;
    http_answer(request, http_reply_make(is_known ? 304 : 200, headers, chosen.bytes, NULL, NULL));
    return true;
}

// Where browsers look without being told.
bool site_favicon(struct job *job, struct http_request *request, void *app)
{
    struct str name = asset_public_name(S("icons/favicon.svg"));
    http_answer_text(request, 302,
                     str_printf(&job->mem,
                                "Location: /assets/" STR_FMT "\n"
                                "Cache-Control: public, max-age=86400\n",
                                STR_ARG(name)),
                     STR_NONE);
    return true;
}

bool site_robots(struct job *job, struct http_request *request, void *app)
{
    http_answer_text(request, 200,
                     S("Content-Type: text/plain; charset=utf-8\n"
                       "Cache-Control: no-cache\n"),
                     S("User-agent: *\nDisallow: /api/\nDisallow: /newsroom/\n"));
    return true;
}

// Typed without its last slash; all below it is the newsroom's own.
bool site_newsroom(struct job *job, struct http_request *request, void *app)
{
    http_answer_text(request, 301, S("Location: /newsroom/\nCache-Control: no-cache\n"), S(""));
    return true;
}
