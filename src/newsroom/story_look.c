// Previews: the real page of what is saved, or of what is in the form now. Everything happens in a
// write that is rolled back, so that readers, caches and the change log never hear of it.
//
// Seen otherwise, on a phone or in the dark, the page stands in a frame of this answer itself
// (srcdoc): it has no address that could be framed, so no page of ours ever allows it.
#include "newsroom/story_form.h"

#include "assets/assets.h"
#include "news/story_preview.h"
#include "page/page_preview.h"

enum { PREVIEW_BYTES_MAX = 32 << 20 };

static struct str origin(const struct visit *visit)
{
    return str_printf(&visit->job->mem, "http%s://" STR_FMT, http_is_tls(visit->request) ? "s" : "",
                      STR_ARG(http_host(visit->request)));
}

// ── how it is looked at ───────────────────────────────────────────────────────────────────────

static const char *const widths[] = {"desktop", "phone"}; // the first of each: as it comes
static const char *const themes[] = {"system", "light", "dark"};

struct look {
    const char *width, *theme;
};

static const char *one_of(struct str word, const char *const *words, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        if (str_is(word, words[i]))
            return words[i];
    }
    return words[0];
}

// "phone:dark", in the address or the form.
static struct look look_of(const struct visit *visit)
{
    bool asked;
    struct str given = http_query(visit->request, "look", &asked), width, theme = STR_NONE;
    if (!asked)
        given = form_text(&visit->form, "look");
    width = given;
    str_split(given, ':', &width, &theme);
    return (struct look){one_of(width, widths, ARRAY_LEN(widths)),
                         one_of(theme, themes, ARRAY_LEN(themes))};
}

static bool is_framed(const struct look *look)
{
    return look->width != widths[0] || look->theme != themes[0];
}

// ── the band above it ─────────────────────────────────────────────────────────────────────────

static void put_choice(const struct visit *visit, struct value *list, const struct look *look,
                       const char *word, bool current)
{
    struct value *choice = list_map(list);
    char phrase[64];
    snprintf(phrase, sizeof(phrase), "story.looks.%s", word);
    map_text(choice, "name", visit_phrase(visit, phrase));
    map_text(choice, "look", str_printf(&visit->job->mem, "%s:%s", look->width, look->theme));
    map_bool(choice, "current", current);
}

static void put_looks(const struct visit *visit, const struct look *look)
{
    struct value *list = map_list(visit->page, "widths");
    for (size_t i = 0; i < ARRAY_LEN(widths); i++)
        put_choice(visit, list, &(struct look){widths[i], look->theme}, widths[i],
                   widths[i] == look->width);
    list = map_list(visit->page, "themes");
    for (size_t i = 0; i < ARRAY_LEN(themes); i++)
        put_choice(visit, list, &(struct look){look->width, themes[i]}, themes[i],
                   themes[i] == look->theme);
}

// What was typed is nowhere but in the form, so it goes along.
static void put_typed(const struct visit *visit)
{
    struct value *typed = map_list(visit->page, "typed");
    for (size_t i = 0; i < visit->form.count; i++) {
        const struct form_field *field = &visit->form.fields[i];
        if (field->is_file || str_is(field->name, "token") || str_is(field->name, "look"))
            continue;
        struct value *one = list_map(typed);
        map_text(one, "name", field->name);
        map_text(one, "value", field->value);
    }
}

static void put_band(const struct visit *visit, const struct look *look)
{
    struct value *page = visit->page;
    map_put(page, "t", words_values(visit->words));
    map_text(page, "token", visit->token);
    map_text(page, "lang", visit->locale.lang);
    map_text(page, "dir", visit->dir);
    map_text(page, "css", visit->newsroom->css);
    map_text(page, "preview_css", asset_public_name(S("preview.css")));
    map_bool(page, "is_post", http_method(visit->request) == HTTP_POST);
    put_looks(visit, look);
    put_typed(visit);
}

static bool render(struct visit *visit, const char *template, struct str *out)
{
    struct sheet sheet;
    if (!template_render(visit->job, visit->newsroom->templates, str_from(template), visit->page,
                         &sheet))
        return false;
    *out = sheet.text;
    return true;
}

// ── around the page ───────────────────────────────────────────────────────────────────────────

// Puts `what` before the place, and `rest` comes after it.
static void add_until(struct buf *b, struct str *rest, ptrdiff_t place, struct str what)
{
    buf_add(b, str_from_to(*rest, 0, (size_t)place));
    buf_add(b, what);
    *rest = str_after(*rest, (size_t)place);
}

static ptrdiff_t end_of_body_tag(struct str html)
{
    ptrdiff_t body = str_find(html, S("<body"));
    if (body < 0)
        return 0;
    return body + str_find_char(str_after(html, (size_t)body), '>') + 1;
}

// The page as it is, with the band above its own markup.
static bool with_band(struct visit *visit, struct str html, struct str *out)
{
    struct str head, band;
    struct buf b;
    ptrdiff_t end_of_head = str_find(html, S("</head>"));
    if (end_of_head < 0 || !render(visit, "preview_head", &head) ||
        !render(visit, "preview_band", &band))
        return false;
    buf_start(&b, &visit->job->mem, PREVIEW_BYTES_MAX);
    add_until(&b, &html, end_of_head, head);
    add_until(&b, &html, end_of_body_tag(html), band);
    buf_add(&b, html);
    return buf_done(visit->job, &b, out);
}

// A preview has no scripts, so its theme is what is asked for; its links open beside it, since none
// of our pages lets itself be framed.
static bool for_frame(struct visit *visit, struct str html, const struct look *look,
                      struct str *out)
{
    struct buf b;
    ptrdiff_t root = str_find(html, S("<html ")), head = str_find(html, S("<head>"));
    if (root < 0 || head < root)
        return false;
    size_t in_root = (size_t)root + S("<html ").len, in_head = (size_t)head + S("<head>").len;
    buf_start(&b, &visit->job->mem, PREVIEW_BYTES_MAX);
    buf_add(&b, str_from_to(html, 0, in_root));
    if (look->theme != themes[0])
        buf_printf(&b, "data-theme=\"%s\" ", look->theme);
    buf_add(&b, str_from_to(html, in_root, in_head));
    buf_add(&b, S("\n<base target=\"_blank\">"));
    buf_add(&b, str_after(html, in_head));
    return buf_done(visit->job, &b, out);
}

// Templates let nothing into an attribute that is a page itself, so it is written here, escaped.
static bool put_frame(struct visit *visit, struct str html, const struct look *look)
{
    struct str page, frame;
    struct buf b;
    if (!for_frame(visit, html, look, &page))
        return false;
    buf_start(&b, &visit->job->mem, PREVIEW_BYTES_MAX);
    buf_printf(&b, "<iframe class=\"%s\" title=\"", look->width);
    buf_add_text(&b, visit_phrase(visit, "story.looks.page"));
    buf_add(&b, S("\" srcdoc=\""));
    buf_add_text(&b, page);
    buf_add(&b, S("\"></iframe>"));
    if (!buf_done(visit->job, &b, &frame))
        return false;
    map_html(visit->page, "frame", (struct html){frame});
    return true;
}

static bool in_frame(struct visit *visit, struct str html, const struct look *look, struct str *out)
{
    struct str band;
    if (!render(visit, "preview_band", &band) || !put_frame(visit, html, look))
        return false;
    map_html(visit->page, "band", (struct html){band});
    return render(visit, "preview", out);
}

static bool look(struct visit *visit, struct txn *txn, int64_t id)
{
    struct job *job = visit->job;
    struct page_world *world = visit->newsroom->options.world;
    const struct look look = look_of(visit);
    struct str html;
    bool made = story_preview_publish(job, txn, &visit->actor, id) &&
                page_preview(job, txn, world, origin(visit), id, &html);
    txn_end(txn); // never committed
    if (!made)
        return false;
    put_band(visit, &look);
    if (!(is_framed(&look) ? in_frame(visit, html, &look, &html) : with_band(visit, html, &html)))
        return false;
    http_answer_text(visit->request, 200,
                     str_printf(&job->mem,
                                "Content-Type: text/html; charset=utf-8\nX-Robots-Tag: noindex\n"
                                "Cache-Control: no-store\nX-Frame-Options: DENY\n" STR_FMT,
                                STR_ARG(page_headers(world))),
                     html);
    return true;
}

bool story_preview_saved(struct visit *visit)
{
    int64_t id;
    AUTO_TXN txn = write_begin(visit->job, visit->newsroom->options.store);
    return txn.open && visit_id(visit, "story", &id) && look(visit, &txn, id);
}

bool story_preview_form(struct visit *visit)
{
    struct job *job = visit->job;
    int64_t id;
    struct story_form form;
    struct open_story open = {0};
    struct story_fields fields;
    form_of_request(visit, &form);
    AUTO_TXN txn = write_begin(job, visit->newsroom->options.store);
    if (!txn.open || !visit_id(visit, "story", &id) || !story_load_newest(visit, &txn, id, &open) ||
        !form_fields(visit, &txn, &form, &open.newest, &fields))
        return false;
    if (fields.set && !story_save(job, &txn, &visit->actor, id, 0, &fields))
        return false;
    return look(visit, &txn, id);
}

bool story_preview_new(struct visit *visit)
{
    struct job *job = visit->job;
    int64_t id;
    struct story_form form;
    struct story_fields fields;
    form_of_request(visit, &form);
    AUTO_TXN txn = write_begin(job, visit->newsroom->options.store);
    if (!txn.open || !form_fields(visit, &txn, &form, NULL, &fields))
        return false;
    fields.set |= STORY_HAS_EDITION;
    return story_make(job, &txn, &visit->actor, &fields, &id) && look(visit, &txn, id);
}
