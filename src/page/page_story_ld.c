// What a story's page says of itself to machines: schema.org as JSON-LD, and Open Graph. It says
// what the page shows.
#include "page/internal.h"

static struct str front_url(const struct making *m)
{
    return absolute_url(m, str_printf(&m->job->mem, "/" STR_FMT "/", STR_ARG(m->edition.slug)));
}

static struct str filing_url(const struct making *m, const struct filing *filing)
{
    return absolute_url(m, filing_path(&m->job->mem, filing, m->edition.slug));
}

static struct value *ld_start(const struct making *m, const char *type)
{
    struct value *ld = map_map(list_map(map_get(m->page, S("ld"))), "json");
    map_text(ld, "@context", S("https://schema.org"));
    map_text(ld, "@type", str_from(type));
    return ld;
}

static void put_house(const struct making *m, struct value *map)
{
    map_text(map, "@type", S("NewsMediaOrganization"));
    map_text(map, "name", m->edition.title);
    map_text(map, "url", front_url(m));
    struct value *logo = map_map(map, "logo");
    map_text(logo, "@type", S("ImageObject"));
    map_text(logo, "url", absolute_url(m, m->world->icon));
}

static void put_people(const struct making *m, struct value *ld, const struct story *story)
{
    struct value *people = map_list(ld, "author");
    for (size_t i = 0; i < story->authors_count; i++) {
        struct value *person = list_map(people);
        map_text(person, "@type", S("Person"));
        map_text(person, "name", story->authors[i].name);
        map_text(person, "url", filing_url(m, &story->authors[i]));
    }
    if (story->authors_count == 0)
        put_house(m, list_map(people));
}

// Google wants the same picture in these three ratios.
static bool put_images(const struct making *m, struct value *ld, int64_t id)
{
    static const enum media_shape shapes[] = {MEDIA_16X9, MEDIA_4X3, MEDIA_1X1};
    struct picture_link link;
    struct picture picture;
    if (!find_picture_link(m, id, &link))
        return false;
    if (!link.url.len)
        return true;
    if (!picture_get(m->job, m->txn, id, m->edition.id, &picture))
        return false;
    struct value *images = map_list(ld, "image");
    for (size_t i = 0; i < ARRAY_LEN(shapes); i++) {
        struct media_rendition cut = {.hash = picture.hash,
                                      .width = picture.width,
                                      .height = picture.height,
                                      .focal_x = picture.focal_x,
                                      .focal_y = picture.focal_y,
                                      .shape = shapes[i]};
        int count = media_widths_of(picture.width, picture.height, shapes[i]);
        cut.rendition_width = media_widths[count > 0 ? count - 1 : 0];
        list_put(images,
                 value_text(&m->job->mem, absolute_url(m, media_path(&m->job->mem, id, &cut))));
    }
    return true;
}

static void put_keywords(const struct making *m, struct value *ld, const struct story *story)
{
    struct value *keywords = map_list(ld, "keywords");
    for (size_t i = 0; i < story->topics_count; i++)
        list_put(keywords, value_text(&m->job->mem, story->topics[i].name));
}

static void put_correction(const struct making *m, struct value *ld, const struct story *story)
{
    if (!story->corrected_ms)
        return;
    struct value *correction = map_map(ld, "correction");
    map_text(correction, "@type", S("CorrectionComment"));
    map_text(correction, "text", story->correction);
    map_text(correction, "datePublished", time_rfc3339(&m->job->mem, story->corrected_ms));
}

static const char *ld_type(struct str kind)
{
    static const struct {
        const char *kind, *type;
    } types[] = {
        {"opinion", "OpinionNewsArticle"},
        {"blog", "OpinionNewsArticle"},
        {"analysis", "AnalysisNewsArticle"},
        {"explainer", "BackgroundNewsArticle"},
    };
    for (size_t i = 0; i < ARRAY_LEN(types); i++) {
        if (str_is(kind, types[i].kind))
            return types[i].type;
    }
    return "NewsArticle";
}

static void put_article(const struct making *m, struct value *ld, const struct story *story,
                        struct str url)
{
    struct arena *mem = &m->job->mem;
    map_text(ld, "headline", story->headline);
    if (story->standfirst.len)
        map_text(ld, "description", story->standfirst);
    map_text(ld, "inLanguage", m->edition.locale.lang);
    map_text(ld, "datePublished", time_rfc3339(mem, story->state.published_ms));
    map_text(ld, "dateModified", time_rfc3339(mem, story->state.updated_ms));
    map_text(ld, "mainEntityOfPage", url);
    map_text(ld, "url", url);
    map_int(ld, "wordCount", (int64_t)story->words);
    map_bool(ld, "isAccessibleForFree", true);
    if (story->section.name.len)
        map_text(ld, "articleSection", story->section.name);
    put_people(m, ld, story);
    put_keywords(m, ld, story);
    put_house(m, map_map(ld, "publisher"));
    struct value *site = map_map(ld, "isPartOf");
    map_text(site, "@type", S("WebSite"));
    map_text(site, "name", m->edition.title);
    map_text(site, "url", front_url(m));
    put_correction(m, ld, story);
}

// ── where it stands ───────────────────────────────────────────────────────────────────────────

static void put_step(struct value *steps, int64_t position, struct str name, struct str url)
{
    struct value *step = list_map(steps);
    map_text(step, "@type", S("ListItem"));
    map_int(step, "position", position);
    map_text(step, "name", name);
    map_text(step, "item", url);
}

static void put_breadcrumbs(const struct making *m, const struct story *story, struct str url)
{
    struct value *steps = map_list(ld_start(m, "BreadcrumbList"), "itemListElement");
    int64_t position = 1;
    put_step(steps, position++, m->edition.title, front_url(m));
    if (story->parent.id)
        put_step(steps, position++, story->parent.name, filing_url(m, &story->parent));
    if (story->section.id)
        put_step(steps, position++, story->section.name, filing_url(m, &story->section));
    put_step(steps, position, story->headline, url);
}

bool put_ld_story(const struct making *m, const struct story *story, struct str url)
{
    map_list(m->page, "ld");
    struct value *ld = ld_start(m, ld_type(story->kind));
    put_article(m, ld, story, url);
    if (!put_images(m, ld, story->picture_id))
        return false;
    put_breadcrumbs(m, story, url);
    return true;
}

// ── Open Graph ────────────────────────────────────────────────────────────────────────────────

static void put_og_lists(const struct making *m, struct value *og, const struct story *story)
{
    struct value *tags = map_list(og, "tags"), *authors = map_list(og, "authors");
    for (size_t i = 0; i < story->topics_count; i++)
        map_text(list_map(tags), "name", story->topics[i].name);
    for (size_t i = 0; i < story->authors_count; i++)
        map_text(list_map(authors), "url", filing_url(m, &story->authors[i]));
}

bool put_og_story(const struct making *m, const struct story *story)
{
    struct arena *mem = &m->job->mem;
    struct value *og = map_get(m->page, S("og"));
    struct picture_link link;
    if (!find_picture_link(m, story->picture_id, &link))
        return false;
    map_text(og, "type", S("article"));
    map_text(og, "published", time_rfc3339(mem, story->state.published_ms));
    map_text(og, "modified", time_rfc3339(mem, story->state.updated_ms));
    map_text(og, "section", story->section.name);
    put_og_lists(m, og, story);
    if (!link.url.len)
        return true;
    struct value *image = map_map(og, "image");
    map_text(image, "url", link.url);
    map_text(image, "alt", link.alt);
    map_int(image, "width", link.width);
    map_int(image, "height", link.height);
    return true;
}
