// Pictures: renditions of what the newsroom took in, never the bytes it was sent. An address holds
// a digest of all that decides the bytes, so what stands there never changes; one that is out of
// date leads to the one of today.
#include "site/internal.h"

#include "news/picture.h"

enum { PLAIN_WIDTH = 1080 };

static void release_bytes(void *bytes)
{
    free(bytes);
}

static void fill_rendition(struct media_rendition *rendition, const struct picture *picture)
{
    rendition->hash = picture->hash;
    rendition->width = picture->width;
    rendition->height = picture->height;
    rendition->focal_x = picture->focal_x;
    rendition->focal_y = picture->focal_y;
}

// NOT_FOUND also when its licence has ended.
static bool find_picture(struct job *job, struct site *site, int64_t id, struct picture *out)
{
    AUTO_TXN txn = read_begin(job, site->options.store, NULL);
    if (!txn.open || !picture_get(job, &txn, id, 0, out))
        return false;
    return !out->lapsed || job_fail(job, FAULT_NOT_FOUND,
                                    "the licence of the picture %lld has ended", (long long)id);
}

static void redirect(struct job *job, struct http_request *request, int status, struct str path)
{
    http_answer_text(
        request, status,
        str_printf(&job->mem, "Location: " STR_FMT "\nCache-Control: no-cache\n", STR_ARG(path)),
        STR_NONE);
}

static void answer(struct job *job, struct http_request *request,
                   const struct media_rendition *asked, struct str path, struct str bytes)
{
    // The name behind the id says all that the bytes depend on.
    struct str rest = str_after(path, sizeof("/media/") - 1), id, name;
    bool is_ours = str_split(rest, '/', &id, &name);
    assert(is_ours);
    struct str tag = str_printf(&job->mem, "\"" STR_FMT "\"", STR_ARG(name));
    struct str headers = str_printf(&job->mem,
                                    "Content-Type: %s\n"
                                    "Cache-Control: public, max-age=31536000, immutable\n"
                                    "Content-Security-Policy: default-src 'none'; sandbox\n"
                                    "ETag: " STR_FMT "\n",
                                    media_media_type(asked->format), STR_ARG(tag));
    struct str if_none = http_header(request, "If-None-Match");
    bool is_known = str_eq(if_none, S("*")) || str_find(if_none, tag) >= 0;
    char *kept = heap_take(bytes.len + 1);
    memcpy(kept, bytes.at, bytes.len);
    http_answer(request, http_reply_make(is_known ? 304 : 200, headers,
                                         (struct str){kept, bytes.len}, release_bytes, kept));
}

// "/media/42", as programs and old texts know it.
static bool answer_plain(struct job *job, struct http_request *request, struct site *site,
                         int64_t id)
{
    struct picture picture;
    struct media_rendition rendition = {.shape = MEDIA_WHOLE, .format = MEDIA_JPEG};
    if (!find_picture(job, site, id, &picture))
        return false;
    fill_rendition(&rendition, &picture);
    int widths = media_widths_of(picture.width, picture.height, MEDIA_WHOLE);
    for (int i = 0; i < widths && media_widths[i] <= PLAIN_WIDTH; i++)
        rendition.rendition_width = media_widths[i];
    redirect(job, request, 302, media_path(&job->mem, id, &rendition));
    return true;
}

bool site_media(struct job *job, struct http_request *request, void *app)
{
    struct site *site = app;
    struct media_rendition asked;
    struct picture picture;
    struct str tag, bytes, rest = http_param(request, "rest");
    int64_t id;
    if (parse_int(rest, &id) && id > 0)
        return answer_plain(job, request, site, id);
    if (!media_path_parse(rest, &id, &asked, &tag))
        return job_fail(job, FAULT_NOT_FOUND, "there is no such picture");
    if (!find_picture(job, site, id, &picture))
        return false;
    fill_rendition(&asked, &picture);
    struct str path = media_path(&job->mem, id, &asked);
    if (!str_eq(tag, media_tag(&job->mem, &asked))) {
        redirect(job, request, 301, path);
        return true;
    }
    if (!media_render(job, site->options.media, &asked, &bytes))
        return false;
    answer(job, request, &asked, path, bytes);
    return true;
}
