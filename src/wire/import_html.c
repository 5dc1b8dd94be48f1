// A page of another site, as a browser saved it: one story.
#include "wire/html_import.h"
#include "wire/import_source.h"

#include "text/html_charset.h"
#include "text/unicode.h"

#include <errno.h>
#include <zlib.h>

enum {
    FILE_BYTES_MAX = (8 << 20) + 1, // one more than a page may have
    PAGE_HEADLINE_MAX = 300,
    PAGE_STANDFIRST_MAX = 1000,
    PAGE_NAME_MAX = 120,
    PAGE_TOPICS_MAX = 10,
    PAGE_IDS_BYTES_MAX = 1 << 20,
    OPENING_MIN = 40,
};

// ── the file ──────────────────────────────────────────────────────────────────────────────────

static void close_gz(gzFile *file)
{
    if (*file)
        gzclose(*file);
}

// Plain or gzipped, as archives keep them.
static bool read_page(struct job *job, struct str path, struct str *out)
{
    struct buf b;
    char part[65536];
    int len = 0;
    if (!import_source_check(job, path))
        return false;
    AUTO_END(close_gz) gzFile file = gzopen(str_c(&job->mem, path), "rbe");
    if (!file)
        return job_fail(job, FAULT_NOT_FOUND, STR_FMT " cannot be opened: %s", STR_ARG(path),
                        strerror(errno));
    buf_start(&b, &job->mem, FILE_BYTES_MAX);
    while (!b.overflowed && (len = gzread(file, part, sizeof(part))) > 0)
        buf_add(&b, (struct str){part, (size_t)len});
    if (len < 0)
        return job_fail(job, FAULT_INVALID, STR_FMT " cannot be read", STR_ARG(path));
    *out = (struct str){b.at, b.overflowed ? FILE_BYTES_MAX : b.len};
    return true;
}

static struct str folder_of(struct str path)
{
    size_t end = path.len;
    while (end > 0 && path.at[end - 1] != '/')
        end--;
    return end > 1 ? str_from_to(path, 0, end - 1) : end ? S("/") : S(".");
}

// "story.html" keeps its pictures in "story_files".
static struct str files_of(struct arena *mem, struct str path)
{
    static const char *const ends[] = {".gz", ".html", ".htm", ".xhtml"};
    for (size_t i = 0; i < ARRAY_LEN(ends); i++) {
        if (str_ends(path, str_from(ends[i])))
            path.len -= strlen(ends[i]);
    }
    return str_join(mem, path, S("_files"));
}

// ── what it says ──────────────────────────────────────────────────────────────────────────────

// The language it says, where that is one of ours; else what --edition says.
static struct str edition_of(const struct import *import, struct str lang)
{
    struct str primary = lang, rest;
    str_split(lang, '-', &primary, &rest);
    for (size_t i = 0; i < import->editions_count; i++) {
        struct str slug = import->editions[i].edition.slug;
        if (str_eq_nocase(slug, lang) || str_eq_nocase(slug, primary))
            return slug;
    }
    return import->default_edition.len ? STR_NONE : lang;
}

static void take_names(struct job *job, const struct article_names *from, size_t max,
                       struct str_list *out)
{
    out->items = arena_array(&job->mem, struct str, from->count);
    for (size_t i = 0; i < from->count && out->count < max; i++) {
        if (text_graphemes(from->items[i]) <= PAGE_NAME_MAX)
            out->items[out->count++] = from->items[i];
    }
}

// A description that is only how the text begins is no standfirst.
static bool is_opening(struct job *job, struct str standfirst, const struct block *body)
{
    struct str opening = document_opening(job, body, PAGE_STANDFIRST_MAX);
    while (str_ends(standfirst, S(".")) || str_ends(standfirst, S("\u2026")))
        standfirst.len -= str_ends(standfirst, S(".")) ? 1 : strlen("\u2026");
    struct str begins = str_from_to(standfirst, 0, OPENING_MIN);
    return standfirst.len && str_starts(opening, begins);
}

// The picture above the text is not shown in it once more.
static void lift_picture(struct article *article, int64_t id)
{
    struct block *body = article->body, *first = body->children;
    int64_t shown;
    if (body->children_count < 2 || first->type != BLOCK_PICTURE ||
        !parse_int(first->ref, &shown) || shown != id)
        return;
    body->children++;
    body->children_count--;
}

static bool find_lead(struct page_import *page, struct article *article, int64_t *id)
{
    const struct block *body = article->body;
    *id = 0;
    if (article->picture.src.len && !page_take_picture(page->job, page, &article->picture, id))
        return false;
    if (!*id && body->children_count > 1 && body->children->type == BLOCK_PICTURE)
        (void)parse_int(body->children->ref, id);
    lift_picture(article, *id);
    return true;
}

static void fill_fields(struct job *job, const struct article *article, int64_t picture,
                        struct story_fields *fields)
{
    struct arena *mem = &job->mem;
    fields->headline = text_cut(mem, article->headline, PAGE_HEADLINE_MAX);
    fields->body = article->body;
    fields->set = STORY_HAS_HEADLINE | STORY_HAS_BODY | STORY_HAS_AUTHORS | STORY_HAS_TOPICS |
                  STORY_HAS_STANDFIRST | STORY_HAS_PICTURE;
    if (!is_opening(job, article->standfirst, article->body))
        fields->standfirst = text_cut(mem, article->standfirst, PAGE_STANDFIRST_MAX);
    take_names(job, &article->authors, article->authors.count, &fields->authors);
    take_names(job, &article->topics, PAGE_TOPICS_MAX, &fields->topics);
    fields->picture_id = picture;
    if (article->site.len && text_graphemes(article->site) <= PAGE_NAME_MAX) {
        fields->source = article->site;
        fields->set |= STORY_HAS_SOURCE;
    }
}

static void fill_item(struct page_import *page, const struct article *article, struct str html,
                      int64_t picture, struct import_item *item)
{
    struct job *job = page->job;
    *item = (struct import_item){.origin = S("html"), .one_of_all = true, .keep_incomplete = true};
    fill_fields(job, article, picture, &item->fields);
    item->fields.edition = edition_of(page->import, article->lang);
    item->category = article->section;
    item->id = article->url.len ? article->url : digest_hex(&job->mem, article->headline, 16);
    item->said =
        str_printf(&job->mem, STR_FMT "\n" STR_FMT, STR_ARG(html), STR_ARG(buf_str(&page->ids)));
    item->published_ms = article->published_ms < job->now_ms ? article->published_ms : job->now_ms;
    item->updated_ms = article->updated_ms < job->now_ms ? article->updated_ms : job->now_ms;
    item->status = article->published_ms ? S("published") : S("draft");
}

// ── taken ─────────────────────────────────────────────────────────────────────────────────────

static void tell_missed(const struct page_import *page)
{
    struct buf names;
    if (!page->missed_count)
        return;
    buf_start(&names, &page->job->mem, 4096);
    for (size_t i = 0; i < page->missed_count && i < PAGE_MISSED_MAX; i++)
        buf_printf(&names, "%s" STR_FMT, i ? ", " : "", STR_ARG(page->missed[i]));
    fprintf(stderr,
            STR_FMT ": pictures left out: %zu (" STR_FMT "%s); their files are neither beside the "
                    "page nor in --media\n",
            STR_ARG(page->path), page->missed_count, STR_ARG(buf_str(&names)),
            page->missed_count > PAGE_MISSED_MAX ? ", \u2026" : "");
}

static bool has_text(const struct block *body)
{
    for (size_t i = 0; i < body->children_count; i++) {
        if (body->children[i].type != BLOCK_PICTURE)
            return true;
    }
    return false;
}

static bool parse_page(struct page_import *page, struct str html, struct article *article)
{
    struct html_intake intake = {.with = page, .picture = page_take_picture};
    struct article facts;
    // Once for what its pictures are called after, once with them.
    if (!article_parse(page->job, html, &(struct html_intake){0}, &facts))
        return false;
    if (!facts.headline.len)
        return job_fail(page->job, FAULT_INVALID, "no headline can be found in it");
    page->alt = facts.headline;
    page->credit = facts.site.len ? facts.site : S("Archive");
    if (!article_parse(page->job, html, &intake, article))
        return false;
    return has_text(article->body) || job_fail(page->job, FAULT_INVALID, "no text is found in it");
}

static bool take_page(struct page_import *page, struct str bytes)
{
    struct job *job = page->job;
    struct article article;
    struct import_item item;
    struct str html;
    int64_t picture;
    if (!html_to_utf8(job, bytes, &html) || !parse_page(page, html, &article) ||
        !find_lead(page, &article, &picture))
        return false;
    fill_item(page, &article, html, picture, &item);
    if (!import_item(job, page->import, &item))
        return false;
    tell_missed(page);
    if (item.kept_as_draft.len)
        fprintf(stderr, STR_FMT ": kept as a draft: " STR_FMT "\n", STR_ARG(page->path),
                STR_ARG(item.kept_as_draft));
    return true;
}

static bool take_file(struct job *job, struct import *import, struct str path, struct str bytes)
{
    AUTO_JOB own;
    job_start(&own, clock_unix_ms());
    struct page_import page = {.import = import, .job = &own, .path = path, .dir = folder_of(path)};
    buf_start(&page.ids, &own.mem, PAGE_IDS_BYTES_MAX);
    wxr_files_start(&page.places[0], files_of(&own.mem, path));
    wxr_files_start(&page.places[1], import->media_dir);
    bool ok = take_page(&page, bytes);
    for (size_t i = 0; i < PAGE_PLACES; i++)
        wxr_files_end(&page.places[i]);
    if (!ok && (job_failed(import->batch) || import_is_over(&own)))
        return job_fail(import->batch, own.fault.kind, "%s", own.fault.text);
    if (!ok) {
        import->skipped++;
        fprintf(stderr, STR_FMT ": skipped: %s\n", STR_ARG(path), own.fault.text);
    }
    return import_commit(import);
}

bool import_html_file(struct job *job, struct import *import, struct str path)
{
    struct str bytes;
    return read_page(job, path, &bytes) && take_file(job, import, path, bytes);
}
