// Facts that a page states as JSON-LD (schema.org).
#include "text/article_internal.h"

#include "text/unicode.h"

#include <jansson.h>

enum { DEEP_MAX = 8 };

static struct str text_of(json_t *value)
{
    return json_is_string(value) ? (struct str){json_string_value(value), json_string_length(value)}
                                 : STR_NONE;
}

// A text, or the `name` of a thing, or of the first of several.
static struct str name_of(json_t *value)
{
    if (json_is_array(value))
        value = json_array_get(value, 0);
    return json_is_object(value) ? name_of(json_object_get(value, "name")) : text_of(value);
}

static bool is_type(json_t *type, const char *const *names)
{
    if (json_is_array(type)) {
        for (size_t i = 0; i < json_array_size(type); i++) {
            if (is_type(json_array_get(type, i), names))
                return true;
        }
        return false;
    }
    struct str said = text_of(type), prefix = S("http://schema.org/");
    if (str_starts(said, prefix))
        said = str_after(said, prefix.len);
    for (; *names; names++) {
        if (str_is(said, *names))
            return true;
    }
    return false;
}

static bool is_article(json_t *type)
{
    static const char *const names[] = {"Article",
                                        "NewsArticle",
                                        "AdvertiserContentArticle",
                                        "SatiricalArticle",
                                        "ScholarlyArticle",
                                        "TechArticle",
                                        "BlogPosting",
                                        "SocialMediaPosting",
                                        "LiveBlogPosting",
                                        "Report",
                                        "ReportageNewsArticle",
                                        "OpinionNewsArticle",
                                        "AnalysisNewsArticle",
                                        "ReviewNewsArticle",
                                        "BackgroundNewsArticle",
                                        "AskPublicNewsArticle",
                                        "MedicalScholarlyArticle",
                                        NULL};
    return is_type(type, names);
}

static bool is_page(json_t *type)
{
    static const char *const names[] = {"WebPage", "ItemPage", "VideoObject", NULL};
    return is_type(type, names);
}

static void take_authors(struct article_page *page, json_t *author)
{
    size_t i;
    json_t *one;
    if (!json_is_array(author)) {
        article_offer_author(page, name_of(author));
        return;
    }
    json_array_foreach(author, i, one)
    {
        article_offer_author(page, name_of(one));
    }
}

static void take_topics(struct article_page *page, json_t *keywords)
{
    size_t i;
    json_t *one;
    if (page->out->topics.count)
        return;
    json_array_foreach(keywords, i, one)
    {
        article_offer_topics(page, name_of(one));
    }
    article_offer_topics(page, text_of(keywords));
}

static void take_picture(struct article_page *page, json_t *image)
{
    if (json_is_array(image))
        image = json_array_get(image, 0);
    struct html_picture *picture = &page->out->picture;
    if (picture->src.len)
        return;
    if (!json_is_object(image)) {
        article_offer_picture(page, text_of(image));
        return;
    }
    json_t *url = json_object_get(image, "url");
    if (json_is_array(url))
        url = json_array_get(url, 0);
    article_offer_picture(page, text_of(url ? url : json_object_get(image, "contentUrl")));
    article_offer(page, &picture->caption, text_of(json_object_get(image, "caption")));
    article_offer(page, &picture->credit, text_of(json_object_get(image, "creditText")));
}

static struct str page_address(json_t *object)
{
    json_t *main = json_object_get(object, "mainEntityOfPage");
    struct str url = text_of(json_object_get(object, "url"));
    if (url.len)
        return url;
    return json_is_object(main) ? text_of(json_object_get(main, "@id")) : text_of(main);
}

static void take_article(struct article_page *page, json_t *object)
{
    struct article *out = page->out;
    page->said_is_article = true;
    article_offer(page, &out->headline, text_of(json_object_get(object, "headline")));
    article_offer(page, &out->headline, text_of(json_object_get(object, "name")));
    take_authors(page, json_object_get(object, "author"));
    article_offer_time(&out->published_ms, text_of(json_object_get(object, "datePublished")));
    article_offer_time(&out->updated_ms, text_of(json_object_get(object, "dateModified")));
    article_offer(page, &out->lang, text_of(json_object_get(object, "inLanguage")));
    article_offer(page, &out->site, name_of(json_object_get(object, "publisher")));
    article_offer(page, &out->standfirst, text_of(json_object_get(object, "description")));
    article_offer(page, &out->section, name_of(json_object_get(object, "articleSection")));
    article_offer(page, &out->url, page_address(object));
    take_topics(page, json_object_get(object, "keywords"));
    take_picture(page, json_object_get(object, "image"));
    struct str body = text_of(json_object_get(object, "articleBody"));
    if (body.len > page->said_body.len)
        page->said_body = str_copy(&page->job->mem, body);
}

// The first article of the page is the page's; those in lists are not ("related").
static bool find_article(struct article_page *page, json_t *value, int deep)
{
    static const char *const inside[] = {"@graph", "mainEntity", "mainEntityOfPage"};
    size_t i;
    json_t *one;
    if (deep > DEEP_MAX)
        return false;
    if (json_is_array(value)) {
        json_array_foreach(value, i, one)
        {
            if (find_article(page, one, deep + 1))
                return true;
        }
    }
    if (!json_is_object(value))
        return false;
    if (is_article(json_object_get(value, "@type"))) {
        take_article(page, value);
        return true;
    }
    if (is_page(json_object_get(value, "@type")))
        article_offer(page, &page->out->lang, text_of(json_object_get(value, "inLanguage")));
    for (i = 0; i < ARRAY_LEN(inside); i++) {
        if (find_article(page, json_object_get(value, inside[i]), deep + 1))
            return true;
    }
    return false;
}

// Pages write line ends inside strings, and wrap the whole in comments: what stands between the
// outermost brackets counts.
static struct str clean(struct arena *mem, struct str said)
{
    char *copy = str_c(mem, said);
    size_t from = 0, to = said.len;
    for (size_t i = 0; i < said.len; i++) {
        if ((unsigned char)copy[i] < ' ')
            copy[i] = ' ';
    }
    while (from < to && copy[from] != '{' && copy[from] != '[')
        from++;
    while (to > from && copy[to - 1] != '}' && copy[to - 1] != ']')
        to--;
    return (struct str){copy + from, to - from};
}

void article_read_jsonld(struct article_page *page)
{
    const struct html_node *root = page->tree.root;
    for (const struct html_node *node = root; node; node = html_next(node, root)) {
        if (!html_is(node, HTML_SCRIPT) || !node->first ||
            !str_starts(str_trim(html_attr(node, "type")), S("application/ld+json")))
            continue;
        struct str said = clean(&page->job->mem, node->first->text);
        json_t *json = json_loadb(said.len ? said.at : "", said.len, JSON_DISABLE_EOF_CHECK, NULL);
        bool found = json && find_article(page, json, 0);
        json_decref(json);
        if (found)
            return;
    }
}
