// Pictures of a saved page: files beside it, where browsers save them, or in the folder of --media;
// or inside the page itself (data:).
#include "wire/html_import.h"

#include "news/imported.h"
#include "news/picture.h"
#include "text/unicode.h"
#include "text/url.h"
#include "wire/import_source.h"

#include <sodium.h>

enum { WORDS_MAX = 1000, CREDIT_MAX_CHARS = 300, NAME_SHOWN_MAX = 120 };

// ── where the file is ─────────────────────────────────────────────────────────────────────────

// The path of an address, decoded: no host, no query.
static struct str path_of(struct arena *mem, struct str address)
{
    struct str decoded, rest;
    ptrdiff_t scheme = str_find(address, S("://"));
    if (scheme >= 0)
        address = str_after(address, (size_t)scheme + 3);
    str_split(address, '?', &address, &rest);
    str_split(address, '#', &address, &rest);
    return url_decode(mem, address, &decoded) ? decoded : STR_NONE;
}

static struct str name_of(struct str path)
{
    size_t from = path.len;
    while (from > 0 && path.at[from - 1] != '/')
        from--;
    return str_after(path, from);
}

static bool leads_out(struct str path)
{
    struct str part;
    for (struct str rest = path; str_cut(&rest, '/', &part);) {
        if (str_is(part, ".."))
            return true;
    }
    return !path.len || path.at[0] == '/';
}

static bool find_file(struct page_import *page, const struct html_picture *picture, struct str *out)
{
    struct arena *mem = &page->job->mem;
    struct str said = path_of(mem, picture->written), name = name_of(path_of(mem, picture->src));
    if (str_find(picture->written, S("://")) < 0 && !leads_out(said)) {
        *out = str_printf(mem, STR_FMT "/" STR_FMT, STR_ARG(page->dir), STR_ARG(said));
        if (file_is_below(mem, page->dir, *out))
            return true;
    }
    for (size_t i = 0; i < PAGE_PLACES; i++) {
        if ((name.len && wxr_files_find(mem, &page->places[i], name, out)) ||
            (said.len && wxr_files_find(mem, &page->places[i], name_of(said), out)))
            return true;
    }
    return false;
}

// ── its bytes ─────────────────────────────────────────────────────────────────────────────────

static bool read_inside(struct arena *mem, struct str src, struct str *out)
{
    struct str head, coded;
    if (!str_starts(src, S("data:image/")) || !str_split(src, ',', &head, &coded) ||
        !str_ends(head, S(";base64")))
        return false;
    char *bytes = arena_take_raw(mem, coded.len);
    size_t len;
    if (sodium_base642bin((unsigned char *)bytes, coded.len, coded.at, coded.len, " \n\r\t", &len,
                          NULL, sodium_base64_VARIANT_ORIGINAL) != 0)
        return false;
    *out = (struct str){bytes, len};
    return len > 0;
}

static bool read_file(struct job *job, struct str path, struct str *out)
{
    struct buf b;
    char part[65536];
    FILE *file = fopen(str_c(&job->mem, path), "rbe");
    if (!file)
        return false;
    buf_start(&b, &job->mem, MEDIA_BYTES_MAX + 1);
    for (size_t len; (len = fread(part, 1, sizeof(part), file)) > 0 && !b.overflowed;)
        buf_add(&b, (struct str){part, len});
    bool ok = !ferror(file);
    fclose(file);
    *out = buf_str(&b);
    return ok && !b.overflowed;
}

static bool read_bytes(struct page_import *page, const struct html_picture *picture,
                       struct str *out)
{
    struct str path;
    if (str_starts(picture->src, S("data:")))
        return read_inside(&page->job->mem, picture->src, out);
    return find_file(page, picture, &path) && read_file(page->job, path, out);
}

// ── taken ─────────────────────────────────────────────────────────────────────────────────────

static void miss(struct page_import *page, const struct html_picture *picture)
{
    struct str name =
        str_starts(picture->src, S("data:")) ? S("one inside the page") : name_of(picture->src);
    if (page->missed_count < PAGE_MISSED_MAX)
        page->missed[page->missed_count] =
            str_copy(&page->job->mem, str_from_to(name, 0, NAME_SHOWN_MAX));
    page->missed_count++;
}

// What a picture needs before it goes out; where the page says nothing, it is the site's.
static void fill_in(const struct page_import *page, const struct html_picture *from,
                    struct picture *picture)
{
    struct arena *mem = &page->job->mem;
    if (from->alt.len)
        picture->alt = text_cut(mem, from->alt, WORDS_MAX);
    if (from->caption.len)
        picture->caption = text_cut(mem, from->caption, WORDS_MAX);
    if (from->credit.len)
        picture->credit = text_cut(mem, from->credit, CREDIT_MAX_CHARS);
    if (!picture->alt.len)
        picture->alt = picture->caption.len ? picture->caption : page->alt;
    if (!picture->credit.len)
        picture->credit = text_cut(mem, page->credit, CREDIT_MAX_CHARS);
}

static bool make(struct page_import *page, struct str bytes, struct str name,
                 const struct html_picture *from, int64_t *id)
{
    struct import *import = page->import;
    struct job *job = page->job;
    struct media_facts facts;
    unsigned given = PICTURE_HAS_ALT | PICTURE_HAS_CAPTION | PICTURE_HAS_CREDIT;
    if (!import_commit(import)) // decoding takes long: nobody waits behind it
        return false;
    if (!media_take(job, import->media, bytes, &facts))
        return false;
    struct picture picture = {.hash = facts.hash,
                              .media_type = facts.media_type,
                              .width = facts.width,
                              .height = facts.height,
                              .caption = text_cut(&job->mem, facts.caption, WORDS_MAX),
                              .credit = text_cut(&job->mem, facts.credit, CREDIT_MAX_CHARS)};
    fill_in(page, from, &picture);
    return import_begin(import) &&
           picture_make(job, &import->txn, &import->actor, &picture, given, id) &&
           imported_thing_put(job, &import->txn, S("html"), IMPORTED_PICTURE, name,
                              &(struct imported_thing){.id = *id});
}

// The same bytes were brought before: the picture stays as it is by now.
static bool find_before(struct page_import *page, struct str name, int64_t *id)
{
    struct import *import = page->import;
    struct imported_thing thing;
    bool found;
    if (!import_begin(import) || !imported_thing_find(page->job, &import->txn, S("html"),
                                                      IMPORTED_PICTURE, name, &found, &thing))
        return false;
    *id = found ? thing.id : 0;
    return true;
}

static bool is_the_imports_end(const struct page_import *page)
{
    return job_failed(page->import->batch) || import_is_over(page->job);
}

bool page_take_picture(struct job *job, void *with, const struct html_picture *picture, int64_t *id)
{
    struct page_import *page = with;
    struct str bytes;
    *id = 0;
    if (!read_bytes(page, picture, &bytes)) {
        miss(page, picture);
        return true;
    }
    struct str name = digest_hex(&job->mem, bytes, 16);
    if (!find_before(page, name, id))
        return false;
    if (!*id && !make(page, bytes, name, picture, id)) {
        if (is_the_imports_end(page))
            return false;
        job_forgive(job); // it is no picture: it is missed, not the page
        *id = 0;
        miss(page, picture);
        return true;
    }
    import_see(&page->import->pictures, STR_NONE, name);
    buf_printf(&page->ids, "%lld,", (long long)*id);
    return true;
}
