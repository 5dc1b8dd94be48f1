// Pages, and the one way they are answered.
#include "site/internal.h"

#include "text/url.h"

enum { PAGE_NUMBER_MAX = 1000 };

struct cache_asked site_asked(const struct http_request *request)
{
    return (struct cache_asked){.gzip = http_takes(request, S("gzip")),
                                .brotli = http_takes(request, S("br")),
                                .if_none_match = http_header(request, "If-None-Match")};
}

struct str site_key(struct arena *mem, const struct site *site, const struct http_request *request,
                    struct str path, struct str rest)
{
    if (site->options.site_url.len)
        return rest.len ? str_join(mem, path, rest) : path;
    struct str scheme = http_is_tls(request) ? S("https://") : S("http://");
    struct str host = http_host(request);
    struct buf b;
    buf_start(&b, mem, scheme.len + host.len + path.len + rest.len);
    buf_add(&b, scheme);
    buf_add(&b, host);
    buf_add(&b, path);
    buf_add(&b, rest);
    return buf_str(&b);
}

bool site_answer(struct job *job, struct http_request *request, struct site *site, struct str key,
                 http_handler *again)
{
    struct cache_key page = {.name = key, .kind = CACHE_PAGE};
    struct cache_asked asked = site_asked(request);
    struct http_reply *reply = cache_peek(site->options.cache, &page, &asked);
    if (!reply && !http_may_wait(request)) {
        http_later(request, HTTP_PAGES, again);
        return true;
    }
    if (!reply &&
        !cache_get(job, site->options.cache, &page, &asked, page_make, site->options.world, &reply))
        return false;
    http_answer(request, reply);
    return true;
}

// The parameters a page knows, in their one spelling; whatever else was asked changes nothing.
static struct str known_parameters(struct arena *mem, const struct http_request *request)
{
    bool found;
    uint64_t number;
    struct str page = http_query(request, "page", &found);
    if (!found || !parse_uint(page, PAGE_NUMBER_MAX, &number) || number < 2)
        return STR_NONE;
    return str_printf(mem, "?page=%llu", (unsigned long long)number);
}

bool site_page(struct job *job, struct http_request *request, void *app)
{
    struct site *site = app;
    struct str key = site_key(&job->mem, site, request, http_path(request),
                              known_parameters(&job->mem, request));
    return site_answer(job, request, site, key, site_page);
}

// A language's primary tag may stand in a key: 2 or 3 small letters.
static bool is_primary_tag(struct str tag)
{
    if (tag.len < 2 || tag.len > 3)
        return false;
    for (size_t i = 0; i < tag.len; i++) {
        if (tag.at[i] < 'a' || tag.at[i] > 'z')
            return false;
    }
    return true;
}

// "es-MX,es;q=0.9,en;q=0.8" → "?es,en": the primary tags in the order of their q (RFC 9110,
// 12.5.4), so that browsers that ask alike share one page.
static struct str wanted_languages(struct arena *mem, struct str accepted)
{
    enum { TAGS_MAX = 6 };
    struct {
        struct str tag;
        int permille;
    } wanted[TAGS_MAX];
    size_t count = 0;
    for (struct str range; count < TAGS_MAX && str_cut(&accepted, ',', &range);) {
        struct str tag = str_trim(range), weight = STR_NONE;
        int permille = 1000;
        if (str_split(tag, ';', &tag, &weight)) {
            struct str q = str_trim(weight);
            permille = str_starts(q, S("q=0.")) && q.len > 4 ? (q.at[4] - '0') * 100
                       : str_starts(q, S("q=0"))             ? 0
                                                             : 1000;
        }
        struct str primary = str_trim(tag), rest;
        str_split(primary, '-', &primary, &rest);
        primary = str_lower(mem, primary);
        if (permille <= 0 || !is_primary_tag(primary))
            continue;
        size_t at = count++;
        for (; at > 0 && wanted[at - 1].permille < permille; at--)
            wanted[at] = wanted[at - 1];
        wanted[at].tag = primary;
        wanted[at].permille = permille;
    }
    struct buf b;
    buf_start(&b, mem, 64);
    for (size_t i = 0; i < count; i++) {
        buf_add_char(&b, i ? ',' : '?');
        buf_add(&b, wanted[i].tag);
    }
    return count ? buf_str(&b) : S("?");
}

// What WordPress calls a story, a page, a picture, a category by its number; the first three are
// numbered together. "?p=12&" before the languages.
static struct str old_number(struct arena *mem, const struct http_request *request)
{
    static const struct {
        const char *name, *kept_as;
    } names[] = {{"p", "p"}, {"page_id", "p"}, {"attachment_id", "p"}, {"cat", "cat"}};
    uint64_t number;
    bool found;
    for (size_t i = 0; i < ARRAY_LEN(names); i++) {
        struct str said = http_query(request, names[i].name, &found);
        if (found && parse_uint(said, UINT32_MAX, &number) && number)
            return str_printf(mem, "?%s=%llu&", names[i].kept_as, (unsigned long long)number);
    }
    return STR_NONE;
}

bool site_root(struct job *job, struct http_request *request, void *app)
{
    struct site *site = app;
    struct str wanted = wanted_languages(&job->mem, http_header(request, "Accept-Language"));
    struct str number = old_number(&job->mem, request);
    if (number.len)
        wanted = str_join(&job->mem, number, str_after(wanted, 1));
    struct str key = site_key(&job->mem, site, request, S("/"), wanted);
    return site_answer(job, request, site, key, site_root);
}

// A version as we write them: hexadecimal. Anything else asks for the current content.
static bool is_version(struct str v)
{
    if (v.len < 8 || v.len > 64)
        return false;
    for (size_t i = 0; i < v.len; i++) {
        char c = v.at[i];
        if (!((c >= '0' && c <= '9') || (c >= 'a' && c <= 'f')))
            return false;
    }
    return true;
}

bool site_fragment(struct job *job, struct http_request *request, void *app)
{
    struct site *site = app;
    struct str version = http_query(request, "v", NULL);
    struct str rest = STR_NONE;
    if (is_version(version))
        rest = str_join(&job->mem, S("?v="), version);
    struct str key = site_key(&job->mem, site, request, http_path(request), rest);
    return site_answer(job, request, site, key, site_fragment);
}
