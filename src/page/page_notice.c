// Pages that say what is not there: 404, 410, redirects, and errors without the store.
#include "page/internal.h"

static void put_error(struct value *page, const struct words *words, int status, struct str reason)
{
    char name[32], text[32], code[8];
    snprintf(code, sizeof(code), "%d", status);
    snprintf(name, sizeof(name), "errors.%d.name", status);
    snprintf(text, sizeof(text), "errors.%d.text", status);
    bool has_words = words_phrase(words, name).len > 0;
    map_text(page, "name", words_phrase(words, has_words ? name : "errors.400.name"));
    map_text(page, "text", words_phrase(words, has_words ? text : "errors.400.text"));
    map_text(page, "notice", reason);
}

// Lists that every edition has.
static void put_ways(struct making *m)
{
    static const struct {
        const char *rest, *name;
    } lists[] = {{"latest/", "latest_all"}, {"coverage/", "coverage_all"}, {"archive/", "archive"}};
    struct value *ways = map_list(m->page, "ways");
    map_bool(m->page, "has_ways", true);
    for (size_t i = 0; i < ARRAY_LEN(lists); i++) {
        struct value *way = list_map(ways);
        map_text(way, "name", words_phrase(m->words, lists[i].name));
        map_text(
            way, "url",
            str_printf(&m->job->mem, "/" STR_FMT "/%s", STR_ARG(m->edition.slug), lists[i].rest));
    }
}

bool make_notice(struct making *m, int status, struct str reason)
{
    put_error(m->page, m->words, status, reason);
    map_text(m->page, "code",
             status == 410 ? STR_NONE : number_text(&m->job->mem, &m->edition.locale, status));
    m->out->status = status;
    put_ways(m);
    put_region(m, "mostread", "mostread", m->edition.slug);
    char name[32], text[32];
    snprintf(name, sizeof(name), "errors.%d.name", status);
    snprintf(text, sizeof(text), "errors.%d.text", status);
    return frame_finish(m, words_phrase(m->words, name), words_phrase(m->words, text), STR_NONE,
                        NULL, 0) &&
           frame_render(m, S("error"));
}

void make_redirect(struct making *m, int status, struct str path)
{
    m->out->status = status;
    m->out->location = href(m, path);
    m->out->sheet = (struct sheet){.text = STR_NONE};
}

bool page_error(struct job *job, const struct page_world *world, struct str path, int status,
                struct str *html)
{
    struct str rest = str_after(path, 1), lang = rest;
    str_split(rest, '/', &lang, &rest);
    const struct words *words = world_words(world, lang);
    bool is_rtl = str_is(words_lang(words), "ar");
    struct edition edition = {.slug = words_lang(words), .dir = is_rtl ? S("rtl") : S("ltr")};
    struct value *page = value_map(&job->mem);
    map_text(page, "lang", words_lang(words));
    map_text(page, "dir", edition.dir);
    map_text(page, "locale", words_lang(words));
    map_text(page, "digits", S("latn"));
    map_int(page, "seq", 0);
    map_bool(page, "noindex", true);
    map_put(page, "t", words_values(words));
    world_put(world, page, &edition);
    struct value *front = map_map(page, "edition");
    map_text(front, "code", edition.slug);
    map_text(front, "title", S("Stoppress"));
    map_text(front, "url", S("/"));
    put_error(page, words, status, STR_NONE);
    map_text(page, "code", str_printf(&job->mem, "%d", status));
    map_put(page, "title", map_get(page, S("name")));
    map_put(page, "description", map_get(page, S("text")));
    struct sheet sheet;
    if (!template_render(job, world->templates, S("error"), page, &sheet))
        return false;
    *html = sheet.text;
    return true;
}
