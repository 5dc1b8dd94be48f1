// Facts that a page states for machines: JSON-LD first, then meta, microdata, microformats.
#include "text/article_internal.h"

#include "text/html_url.h"
#include "text/unicode.h"
#include "text/url.h"

enum { AUTHORS_MAX = 20, TOPICS_MAX = 50, NAME_BYTES_MAX = 120 };

struct str article_text(struct article_page *page, const struct html_node *node)
{
    return html_text_start(&page->job->mem, node, ARTICLE_LINE_BYTES_MAX);
}

struct str article_line(struct job *job, struct str said)
{
    struct html_tree tree;
    said = str_from_to(said, 0, ARTICLE_LINE_BYTES_MAX);
    if ((str_has(said, '&') || str_has(said, '<')) && html_tree_parse(job, said, &tree))
        said = html_text(&job->mem, tree.body);
    return str_copy(&job->mem, text_clean_line(&job->mem, said));
}

void article_offer(struct article_page *page, struct str *field, struct str said)
{
    if (!field->len && said.len)
        *field = article_line(page->job, said);
}

void article_offer_time(int64_t *field, struct str said)
{
    if (!*field)
        (void)article_parse_time(said, field);
}

void article_offer_picture(struct article_page *page, struct str src)
{
    struct str url = html_url_join(&page->job->mem, page->base, src);
    if (!page->out->picture.src.len && url.len && !str_starts(url, S("data:")))
        page->out->picture.src = url;
}

// ── authors ───────────────────────────────────────────────────────────────────────────────────

static bool has_digit(struct str name)
{
    for (size_t i = 0; i < name.len; i++) {
        if (name.at[i] >= '0' && name.at[i] <= '9')
            return true;
    }
    return false;
}

static bool is_name(struct str name)
{
    return name.len > 1 && name.len <= NAME_BYTES_MAX && str_find(name, S("://")) < 0 &&
           !str_has(name, '@') && !has_digit(name) && str_find(name, S("facebook.com")) < 0;
}

static void add_author(struct article_page *page, struct str name)
{
    struct article_names *authors = &page->out->authors;
    if (authors->count == AUTHORS_MAX)
        return;
    name = text_clean_line(&page->job->mem, name); // cut out of a line, it is a line again
    if (!is_name(name))
        return;
    for (size_t i = 0; i < authors->count; i++) {
        if (str_eq_nocase(authors->items[i], name))
            return;
    }
    *list_add(&page->job->mem, &authors->items, &authors->count, &authors->room) = name;
}

static struct str without_word(struct str name)
{
    static const char *const words[] = {"by ",     "by: ",        "von ",          "por ",
                                        "par ",    "written by ", "erstellt von ", "posted by ",
                                        "texto: ", "text: "};
    for (size_t i = 0; i < ARRAY_LEN(words); i++) {
        struct str word = str_from(words[i]);
        if (str_eq_nocase(str_from_to(name, 0, word.len), word))
            return str_trim(str_after(name, word.len));
    }
    return name;
}

// At " and ", " y ", " & ", and commas: between whole names, that is, with a blank in the first.
void article_offer_author(struct article_page *page, struct str said)
{
    static const char *const between[] = {" and ", " & ", " y ", " und ",
                                          " et ",  "; ",  ", ",  " | "};
    struct str name = without_word(article_line(page->job, said));
    while (name.len) {
        size_t end = name.len, next = end;
        for (size_t i = 0; i < ARRAY_LEN(between); i++) {
            ptrdiff_t at = str_find(name, str_from(between[i]));
            if (at > 0 && (size_t)at < end && str_has(str_from_to(name, 0, (size_t)at), ' ')) {
                end = (size_t)at;
                next = end + strlen(between[i]);
            }
        }
        add_author(page, str_from_to(name, 0, end));
        name = str_after(name, next);
    }
}

// ── topics ────────────────────────────────────────────────────────────────────────────────────

static bool has_topic(const struct article_names *topics, struct str topic)
{
    for (size_t i = 0; i < topics->count; i++) {
        if (str_eq_nocase(topics->items[i], topic))
            return true;
    }
    return false;
}

void article_offer_topics(struct article_page *page, struct str said)
{
    struct article_names *topics = &page->out->topics;
    struct str part;
    while (topics->count < TOPICS_MAX && str_cut(&said, ',', &part)) {
        struct str topic = article_line(page->job, part);
        if (topic.len && !has_topic(topics, topic))
            *list_add(&page->job->mem, &topics->items, &topics->count, &topics->room) = topic;
    }
}

// ── meta ──────────────────────────────────────────────────────────────────────────────────────

enum fact {
    FACT_HEADLINE,
    FACT_STANDFIRST,
    FACT_SITE,
    FACT_URL,
    FACT_LANG,
    FACT_SECTION,
    FACT_PICTURE,
    FACT_PICTURE_ALT,
    FACT_PUBLISHED,
    FACT_UPDATED,
    FACT_AUTHOR,
};

// In the order in which they are believed.
static const struct {
    const char *name;
    enum fact fact;
} metas[] = {{"og:title", FACT_HEADLINE},
             {"twitter:title", FACT_HEADLINE},
             {"parsely-title", FACT_HEADLINE},
             {"sailthru.title", FACT_HEADLINE},
             {"dc.title", FACT_HEADLINE},
             {"dcterm:title", FACT_HEADLINE},
             {"title", FACT_HEADLINE},
             {"weibo:article:title", FACT_HEADLINE},
             {"og:description", FACT_STANDFIRST},
             {"description", FACT_STANDFIRST},
             {"dc.description", FACT_STANDFIRST},
             {"twitter:description", FACT_STANDFIRST},
             {"weibo:article:description", FACT_STANDFIRST},
             {"og:site_name", FACT_SITE},
             {"application-name", FACT_SITE},
             {"og:url", FACT_URL},
             {"twitter:url", FACT_URL},
             {"og:locale", FACT_LANG},
             {"dc.language", FACT_LANG},
             {"content-language", FACT_LANG},
             {"article:section", FACT_SECTION},
             {"og:image:secure_url", FACT_PICTURE},
             {"og:image", FACT_PICTURE},
             {"og:image:url", FACT_PICTURE},
             {"twitter:image", FACT_PICTURE},
             {"twitter:image:src", FACT_PICTURE},
             {"og:image:alt", FACT_PICTURE_ALT},
             {"twitter:image:alt", FACT_PICTURE_ALT},
             {"article:published_time", FACT_PUBLISHED},
             {"og:published_time", FACT_PUBLISHED},
             {"datepublished", FACT_PUBLISHED},
             {"parsely-pub-date", FACT_PUBLISHED},
             {"sailthru.date", FACT_PUBLISHED},
             {"article.published", FACT_PUBLISHED},
             {"dc.date.issued", FACT_PUBLISHED},
             {"dcterms.created", FACT_PUBLISHED},
             {"dc.date", FACT_PUBLISHED},
             {"pubdate", FACT_PUBLISHED},
             {"publish-date", FACT_PUBLISHED},
             {"date", FACT_PUBLISHED},
             {"article:modified_time", FACT_UPDATED},
             {"og:updated_time", FACT_UPDATED},
             {"datemodified", FACT_UPDATED},
             {"lastmod", FACT_UPDATED},
             {"author", FACT_AUTHOR},
             {"byl", FACT_AUTHOR},
             {"dc.creator", FACT_AUTHOR},
             {"dcterm:creator", FACT_AUTHOR},
             {"parsely-author", FACT_AUTHOR},
             {"sailthru.author", FACT_AUTHOR},
             {"article:author", FACT_AUTHOR},
             {"og:article:author", FACT_AUTHOR},
             {"article:author_name", FACT_AUTHOR}};

static void take_fact(struct article_page *page, enum fact fact, struct str said)
{
    struct article *out = page->out;
    switch (fact) {
    case FACT_HEADLINE:
        article_offer(page, &out->headline, said);
        return;
    case FACT_STANDFIRST:
        article_offer(page, &out->standfirst, said);
        return;
    case FACT_SITE:
        article_offer(page, &out->site, said);
        return;
    case FACT_URL:
        article_offer(page, &out->url, said);
        return;
    case FACT_LANG:
        article_offer(page, &out->lang, said);
        return;
    case FACT_SECTION:
        article_offer(page, &out->section, said);
        return;
    case FACT_PICTURE:
        article_offer_picture(page, said);
        return;
    case FACT_PICTURE_ALT:
        article_offer(page, &out->picture.alt, said);
        return;
    case FACT_PUBLISHED:
        article_offer_time(&out->published_ms, said);
        return;
    case FACT_UPDATED:
        article_offer_time(&out->updated_ms, said);
        return;
    case FACT_AUTHOR:
        if (!out->authors.count)
            article_offer_author(page, said);
        return;
    }
}

struct meta {
    struct str name, content;
};

// "og:title", "dc.title"; a page may list several in one property.
static void take_metas(struct article_page *page, const struct meta *said, size_t count)
{
    for (size_t i = 0; i < ARRAY_LEN(metas); i++) {
        for (size_t j = 0; j < count; j++) {
            if (html_has_word(said[j].name, metas[i].name))
                take_fact(page, metas[i].fact, said[j].content);
        }
    }
}

// An editor's own words for it before those that were made for search engines.
static void take_topics(struct article_page *page, const struct meta *said, size_t count)
{
    static const char *const names[] = {"article:tag", "news_keywords", "keywords"};
    for (size_t i = 0; i < ARRAY_LEN(names) && !page->out->topics.count; i++) {
        for (size_t j = 0; j < count; j++) {
            if (html_has_word(said[j].name, names[i]))
                article_offer_topics(page, said[j].content);
        }
    }
}

static void read_metas(struct article_page *page)
{
    struct arena *mem = &page->job->mem;
    struct meta *said = NULL;
    size_t count = 0, room = 0;
    const struct html_node *root = page->tree.root;
    for (const struct html_node *node = root; node; node = html_next(node, root)) {
        if (!html_is(node, HTML_META))
            continue;
        static const char *const names[] = {"property", "name", "itemprop", "http-equiv"};
        struct str content = str_trim(html_attr(node, "content"));
        for (size_t i = 0; content.len && i < ARRAY_LEN(names); i++) {
            struct str name = html_attr(node, names[i]);
            if (name.len)
                *list_add(mem, &said, &count, &room) = (struct meta){str_lower(mem, name), content};
        }
    }
    take_metas(page, said, count);
    take_topics(page, said, count);
}

static void read_links(struct article_page *page)
{
    const struct html_node *root = page->tree.root;
    for (const struct html_node *node = root; node; node = html_next(node, root)) {
        struct str rel = html_attr(node, "rel");
        if (html_is(node, HTML_LINK) && html_has_word(rel, "canonical"))
            article_offer(page, &page->out->url, html_attr(node, "href"));
    }
}

// ── microdata and microformats ────────────────────────────────────────────────────────────────

static struct str value_of(struct article_page *page, const struct html_node *node)
{
    static const char *const attrs[] = {"content", "datetime", "href", "src"};
    size_t count = html_is(node, HTML_A) ? 2 : ARRAY_LEN(attrs);
    for (size_t i = 0; i < count; i++) {
        if (html_attr(node, attrs[i]).len)
            return html_attr(node, attrs[i]);
    }
    const struct html_node *title = node;
    if (html_has_class(node, "dt-published") || html_has_class(node, "published"))
        title = html_find(node, HTML_ABBR) ? html_find(node, HTML_ABBR) : node;
    struct str said = html_attr(title, "title");
    return html_is(title, HTML_ABBR) && said.len ? said : article_text(page, node);
}

static const struct {
    const char *word;
    enum fact fact;
} marked[] = {{"headline", FACT_HEADLINE},      {"datePublished", FACT_PUBLISHED},
              {"dateModified", FACT_UPDATED},   {"author", FACT_AUTHOR},
              {"p-name", FACT_HEADLINE},        {"entry-title", FACT_HEADLINE},
              {"dt-published", FACT_PUBLISHED}, {"published", FACT_PUBLISHED},
              {"dt-updated", FACT_UPDATED},     {"p-author", FACT_AUTHOR},
              {"p-summary", FACT_STANDFIRST},   {"entry-summary", FACT_STANDFIRST}};

// The name of a person's card ("fn", itemprop name) where one stands inside.
static struct str person_of(struct article_page *page, const struct html_node *node)
{
    for (const struct html_node *one = html_next(node, node); one; one = html_next(one, node)) {
        if (str_is(html_attr(one, "itemprop"), "name") || html_has_class(one, "fn") ||
            html_has_class(one, "p-name"))
            return value_of(page, one);
    }
    return html_is(node, HTML_META) ? html_attr(node, "content") : article_text(page, node);
}

// Which fact a node marks; false: none. Classes count only for microformats' own words.
static bool is_marked(const struct html_node *node, enum fact *fact)
{
    struct str itemprop = html_attr(node, "itemprop"), names = html_attr(node, "class");
    for (size_t i = 0; i < ARRAY_LEN(marked); i++) {
        if (html_has_word(i < 4 ? itemprop : names, marked[i].word)) {
            *fact = marked[i].fact;
            return true;
        }
    }
    return false;
}

static bool is_in_person(const struct html_node *node)
{
    for (node = node->in; node; node = node->in) {
        if (html_has_word(html_attr(node, "itemprop"), "author") ||
            html_has_class(node, "h-card") || html_has_class(node, "vcard"))
            return true;
    }
    return false;
}

static void read_marked(struct article_page *page)
{
    const struct html_node *body = page->tree.body;
    size_t authors = page->out->authors.count;
    for (const struct html_node *node = body; node; node = html_next(node, body)) {
        enum fact fact;
        if (!node->attrs_count || !is_marked(node, &fact))
            continue;
        if (fact == FACT_AUTHOR && !authors)
            article_offer_author(page, person_of(page, node));
        else if (fact != FACT_AUTHOR && !is_in_person(node))
            take_fact(page, fact, value_of(page, node));
    }
}

// ── together ──────────────────────────────────────────────────────────────────────────────────

static void tidy_lang(struct article_page *page)
{
    struct str lang = str_trim(html_attr(page->tree.root, "lang"));
    if (!lang.len)
        lang = str_trim(html_attr(page->tree.root, "xml:lang"));
    if (lang.len)
        page->out->lang = str_copy(&page->job->mem, lang);
    lang = page->out->lang;
    char *tag = str_c(&page->job->mem, lang);
    for (size_t i = 0; i < lang.len; i++) {
        if (tag[i] == '_')
            tag[i] = '-';
    }
    lang.at = tag;
    page->out->lang = is_lang_tag(lang) ? lang : STR_NONE;
}

void article_read_facts(struct article_page *page)
{
    article_read_jsonld(page);
    read_links(page);
    read_marked(page);
    read_metas(page);
    article_read_shown(page);
    tidy_lang(page);
    struct str url = html_url_join(&page->job->mem, page->base, page->out->url);
    page->out->url = is_absolute_http(url) ? url : STR_NONE;
}
