// What all pages share around their main part: the head, the editions, the regions.
#include "page/internal.h"

struct str href(const struct making *m, struct str path)
{
    return url_encode_path(&m->job->mem, path);
}

struct str absolute_url(const struct making *m, struct str path)
{
    return str_join(&m->job->mem, m->origin, href(m, path));
}

void put_time(const struct making *m, struct value *map, const char *name, int64_t at_ms)
{
    struct value *time = map_map(map, name);
    map_text(time, "iso", time_rfc3339(&m->job->mem, at_ms));
    map_text(time, "text", date_time(&m->job->mem, &m->edition.locale, at_ms));
}

void put_edition(const struct making *m, struct value *map)
{
    struct arena *mem = &m->job->mem;
    struct value *edition = map_map(map, "edition");
    map_text(edition, "code", m->edition.slug);
    map_text(edition, "title", m->edition.title);
    map_text(edition, "slogan", m->edition.slogan);
    map_text(edition, "url", str_printf(mem, "/" STR_FMT "/", STR_ARG(m->edition.slug)));
}

static struct str locale_tag(const struct making *m)
{
    struct str lang = m->edition.locale.lang;
    return m->edition.locale.arabic_digits ? str_join(&m->job->mem, lang, S("-u-nu-arab")) : lang;
}

void put_region(const struct making *m, const char *name, const char *what, struct str of)
{
    struct str key = str_printf(&m->job->mem, "%s:" STR_FMT, what, STR_ARG(of));
    map_put(m->page, name, value_region(&m->job->mem, key));
}

bool frame_start(struct making *m)
{
    m->words = world_words(m->world, m->edition.locale.lang);
    m->page = value_map(&m->job->mem);
    map_text(m->page, "lang", m->edition.locale.lang);
    map_text(m->page, "dir", m->edition.dir);
    map_text(m->page, "locale", locale_tag(m));
    map_text(m->page, "digits", m->edition.locale.arabic_digits ? S("arab") : S("latn"));
    put_edition(m, m->page);
    world_put(m->world, m->page, &m->edition);
    map_put(m->page, "t", words_values(m->words));
    static const char *const regions[] = {"bar", "menu", "ticker", "footer"};
    for (size_t i = 0; i < ARRAY_LEN(regions); i++)
        put_region(m, regions[i], regions[i], m->edition.slug);
    return true;
}

bool put_social(const struct making *m, struct value *map)
{
    struct social_link *links;
    size_t count;
    if (!edition_social(m->job, m->txn, &m->edition, &links, &count))
        return false;
    struct value *list = map_list(map, "social");
    map_bool(map, "has_social", count > 0);
    for (size_t i = 0; i < count; i++) {
        struct value *link = list_map(list);
        map_text(link, "name", links[i].name);
        map_text(link, "url", links[i].url);
    }
    return true;
}

static const struct alternate *alternate_of(const struct alternate *alternates, size_t count,
                                            struct str edition)
{
    for (size_t i = 0; i < count; i++) {
        if (str_eq(alternates[i].edition, edition))
            return &alternates[i];
    }
    return NULL;
}

// The edition switch: to the same thing where it exists, else to that edition's front, and it says
// so.
static bool put_editions(struct making *m, const struct alternate *alternates, size_t count)
{
    struct edition *editions;
    size_t editions_count;
    if (!edition_list(m->job, m->txn, &editions, &editions_count))
        return false;
    struct value *list = map_list(m->page, "editions");
    struct value *links = map_list(m->page, "alternates");
    for (size_t i = 0; i < editions_count; i++) {
        struct edition *other = &editions[i];
        const struct alternate *same = alternate_of(alternates, count, other->slug);
        bool is_current = str_eq(other->slug, m->edition.slug);
        struct str path =
            same ? same->path : str_printf(&m->job->mem, "/" STR_FMT "/", STR_ARG(other->slug));
        struct value *item = list_map(list);
        map_text(item, "lang", other->locale.lang);
        map_text(item, "dir", other->dir);
        map_text(item, "name", other->name);
        map_text(item, "url", href(m, path));
        map_bool(item, "current", is_current);
        struct str front_note =
            words_phrase(world_words(m->world, other->locale.lang), "front_note");
        map_text(item, "note", same || is_current ? STR_NONE : front_note);
        if (!same || count < 2)
            continue;
        struct value *link = list_map(links);
        map_text(link, "lang", other->locale.lang);
        map_text(link, "url", absolute_url(m, path));
    }
    if (count >= 2) { // who speaks none of them is sent to where a language is chosen
        struct value *link = list_map(links);
        map_text(link, "lang", S("x-default"));
        map_text(link, "url", absolute_url(m, alternates[0].path));
    }
    return true;
}

static struct str og_locale(struct str lang)
{
    return str_is(lang, "ar") ? S("ar_AR") : str_is(lang, "es") ? S("es_ES") : S("en_US");
}

static void put_og(struct making *m, struct str title, struct str description, struct str path,
                   const struct alternate *alternates, size_t count)
{
    struct value *og = map_map(m->page, "og");
    map_text(og, "type", S("website"));
    map_text(og, "title", title);
    map_text(og, "description", description);
    map_text(og, "url", absolute_url(m, path));
    map_text(og, "locale", og_locale(m->edition.locale.lang));
    struct value *locales = map_list(og, "locales");
    for (size_t i = 0; i < count; i++) {
        if (!str_eq(alternates[i].edition, m->edition.slug))
            map_text(list_map(locales), "locale", og_locale(alternates[i].edition));
    }
    static const char *const empty[] = {"section", "published", "modified",
                                        "image",   "tags",      "authors"};
    for (size_t i = 0; i < ARRAY_LEN(empty); i++)
        map_text(og, empty[i], STR_NONE);
}

bool frame_finish(struct making *m, struct str title, struct str description, struct str path,
                  const struct alternate *alternates, size_t count)
{
    struct arena *mem = &m->job->mem;
    bool is_front = path.len == m->edition.slug.len + 2; // "/en/"
    if (!description.len)
        description = words_with(mem, m->words, "list_about", "name", m->edition.title);
    map_text(m->page, "title",
             is_front ? title
                      : str_printf(mem, STR_FMT " · " STR_FMT, STR_ARG(title),
                                   STR_ARG(m->edition.title)));
    map_text(m->page, "description", description);
    map_text(m->page, "canonical", path.len ? absolute_url(m, path) : STR_NONE);
    map_bool(m->page, "noindex", path.len == 0);
    if (!put_editions(m, alternates, count) || !put_social(m, m->page))
        return false;
    if (path.len)
        put_og(m, title, description, path, alternates, count);
    return true;
}

void put_content(const struct making *m, struct str fragment)
{
    map_put(m->page, "content", value_region(&m->job->mem, fragment));
}

bool frame_render(struct making *m, struct str template)
{
    uint64_t seq = 0;
    if (m->txn->notes && !txn_notes_seq(m->job, m->txn, m->txn->notes, &seq))
        return false;
    m->out->newest_seq = seq;
    map_int(m->page, "seq", (int64_t)seq);
    m->out->extra_headers = str_printf(
        &m->job->mem, STR_FMT STR_FMT "Content-Language: " STR_FMT "\n", STR_ARG(m->world->headers),
        STR_ARG(world_preloads(m)), STR_ARG(m->edition.locale.lang));
    return template_render(m->job, m->world->templates, template, m->page, &m->out->sheet);
}
