// A post's content becomes a document.
#include "wire/wxr_import.h"

#include "text/html_document.h"
#include "text/unicode.h"
#include "text/url.h"
#include "wire/wxr_html.h"

enum { PICTURES_NOTED_MAX = 1 << 16, LONG_TEXT_BYTES = 128 << 10 };

struct texting {
    struct job *job;
    struct wxr_import *w;
    const struct wxr_item *item;
    struct buf pictures;
};

bool wxr_plain(struct job *job, struct str html, size_t max, struct str *out)
{
    struct html_intake intake = {0};
    struct block *doc;
    struct str text = html;
    if ((str_has(html, '<') || str_has(html, '&')) &&
        (!html_parse_document(job, html, &intake, &doc) || !document_write_plain(job, doc, &text)))
        return false;
    text = text_clean_line(&job->mem, text);
    *out = text_graphemes(text) > max ? text_cut(&job->mem, text, max) : text;
    return true;
}

// ── pictures ──────────────────────────────────────────────────────────────────────────────────

// "alignleft wp-image-42": 42
static struct str number_of_class(struct str class_names)
{
    ptrdiff_t at = str_find(class_names, S("wp-image-"));
    if (at < 0)
        return STR_NONE;
    struct str number = str_after(class_names, (size_t)at + 9);
    size_t len = 0;
    while (len < number.len && number.at[len] >= '0' && number.at[len] <= '9')
        len++;
    return str_from_to(number, 0, len);
}

static bool find_picture(struct job *job, void *with, const struct html_picture *picture,
                         int64_t *id)
{
    struct texting *t = with;
    struct str number = number_of_class(picture->class_names);
    *id = 0;
    if ((number.len && !wxr_find_picture(job, t->w, number, id)) ||
        (!*id && !wxr_find_picture_at(job, t->w, picture->src, picture->alt, id)))
        return false;
    if (*id)
        buf_printf(&t->pictures, "%lld,", (long long)*id);
    else
        wxr_note_missing(t->w, picture->src);
    return true;
}

// ── links ─────────────────────────────────────────────────────────────────────────────────────

// A link to the site as it was leads to the same path here, where a redirect waits; but for its
// files, which stay where they are.
static bool find_link(struct job *job, void *with, struct str *href)
{
    struct texting *t = with;
    struct str address = t->w->address, bare = address, said = *href, path;
    if (!address.len)
        return true;
    static const char *const schemes[] = {"https://", "http://"};
    for (size_t i = 0; i < ARRAY_LEN(schemes); i++) {
        if (str_starts(bare, str_from(schemes[i])))
            bare = str_after(bare, strlen(schemes[i]));
        if (str_starts(said, str_from(schemes[i])))
            said = str_after(said, strlen(schemes[i]));
    }
    if (said.len == href->len || !str_starts(said, bare))
        return true;
    ptrdiff_t root = str_find_char(bare, '/'); // of a site in a folder the folder stays
    path = str_after(said, root < 0 ? bare.len : (size_t)root);
    if (!str_starts(path, S("/")) || str_find(path, S("/wp-")) >= 0 ||
        str_starts(str_after(said, bare.len), S("/")) == false)
        return true;
    *href = str_copy(&job->mem, path);
    return true;
}

// ── the whole ─────────────────────────────────────────────────────────────────────────────────

static struct str find_children(void *with)
{
    struct texting *t = with;
    struct str ids = STR_NONE;
    if (!wxr_find_children(t->job, t->w, t->item->id, &ids))
        return STR_NONE; // the job has failed; whoever asked will see it
    return ids;
}

static void note_shortcode(void *with, struct str name)
{
    struct texting *t = with;
    wxr_note_shortcode(t->w, name);
}

static void note_reference(void *with, struct str id)
{
    struct texting *t = with;
    t->w->report.references++;
}

// A document has no mark for what is struck out: somebody must read that text over.
static void note_struck(struct wxr_import *w, const struct wxr_item *item)
{
    static const char *const marks[] = {"<del>", "<del ", "<s>", "<strike>"};
    for (size_t i = 0; i < ARRAY_LEN(marks); i++) {
        if (str_find(item->content, str_from(marks[i])) < 0)
            continue;
        wxr_tell(w, item,
                 "words are struck out in it, which stand like any other here: read it over");
        w->report.struck++;
        return;
    }
}

bool wxr_body(struct job *job, struct wxr_import *w, const struct wxr_item *item,
              struct block **out, struct str *pictures)
{
    struct texting t = {job, w, item, {0}};
    struct wxr_html_world world = {.shortcodes = {&t, find_children, note_shortcode},
                                   .reference = note_reference};
    struct html_intake intake = {.with = &t,
                                 .base = is_absolute_http(item->link) ? item->link : w->address,
                                 .picture = find_picture,
                                 .link = find_link};
    struct str html;
    buf_start(&t.pictures, &job->mem, PICTURES_NOTED_MAX);
    // A long text takes long to read: nobody waits behind it.
    if (item->content.len > LONG_TEXT_BYTES && !import_commit(w->import))
        return false;
    if (!wxr_html(job, item->content, &world, &html) || job_failed(job) ||
        !html_parse_document(job, html, &intake, out))
        return false;
    note_struck(w, item);
    *pictures = buf_str(&t.pictures);
    return true;
}
