// What the names that pages give their elements (class, id) say of what stands in them. A table of
// words: names are parted at "-", "_", blanks, and where a capital begins ("relatedArticles").
#include "text/article_internal.h"

#define BLANKS " \t\n\r\f"

static const char *const body_words[] = {
    "articlebody",    "article-body",    "article__body",   "article-content", "article__content",
    "articlecontent", "article-text",    "articletext",     "entry-content",   "e-content",
    "post-content",   "post-body",       "postcontent",     "story-body",      "story__body",
    "storybody",      "storytext",       "story-text",      "story-content",   "body-content",
    "body-text",      "body-copy",       "content-body",    "content__body",   "post__content",
    "article-copy",   "single-content",  "page-content",    "main-content",    "mw-parser-output",
    "news-content",   "news-body",       "content-article", "field-name-body", "rich-text",
    "article_body",   "article_content", "article-main",    "texto",           NULL};

// Whole words. An element called so is beside the text if it does not hold much of it.
static const char *const aside_words[] = {"ad",
                                          "ads",
                                          "adsense",
                                          "advert",
                                          "advertisement",
                                          "advertising",
                                          "adv",
                                          "banner",
                                          "breadcrumb",
                                          "breadcrumbs",
                                          "comments",
                                          "comment",
                                          "commentlist",
                                          "disqus",
                                          "respond",
                                          "share",
                                          "shares",
                                          "sharing",
                                          "sharebar",
                                          "sharedaddy",
                                          "social",
                                          "addthis",
                                          "addtoany",
                                          "related",
                                          "relateds",
                                          "relacionadas",
                                          "relacionados",
                                          "recommend",
                                          "recommended",
                                          "recommendation",
                                          "recommendations",
                                          "recirc",
                                          "recirculation",
                                          "outbrain",
                                          "taboola",
                                          "newsletter",
                                          "newsletters",
                                          "subscribe",
                                          "subscription",
                                          "signup",
                                          "promo",
                                          "promos",
                                          "promotion",
                                          "promoted",
                                          "sponsor",
                                          "sponsored",
                                          "sidebar",
                                          "menu",
                                          "nav",
                                          "navigation",
                                          "navbar",
                                          "footer",
                                          "cookie",
                                          "cookies",
                                          "gdpr",
                                          "consent",
                                          "popup",
                                          "modal",
                                          "overlay",
                                          "paywall",
                                          "tags",
                                          "taglist",
                                          "tagcloud",
                                          "widget",
                                          "trending",
                                          "popular",
                                          "skip",
                                          "pagination",
                                          "pager",
                                          "toolbar",
                                          "tools",
                                          "login",
                                          "breaking",
                                          "ticker",
                                          "dfp",
                                          "teaser",
                                          "teasers",
                                          "shoutbox",
                                          "jp-relatedposts",
                                          "printonly",
                                          "noprint",
                                          "mostread",
                                          "readmore",
                                          "follow",
                                          "bio",
                                          "disclaimer",
                                          "copyright",
                                          "crosslinks",
                                          "morefrom",
                                          "donate",
                                          "donation",
                                          "survey",
                                          "poll",
                                          "quiz",
                                          "rating",
                                          "ratings",
                                          "feedback",
                                          "reactions",
                                          "emoji",
                                          "carousel",
                                          "slideshow",
                                          "livefyre",
                                          "sociable",
                                          "masthead",
                                          "editsection",
                                          "navbox",
                                          "catlinks",
                                          "toc",
                                          "infobox",
                                          "metadata",
                                          "legends",
                                          "replies",
                                          "rss",
                                          "zone",
                                          "inline-related",
                                          "toolbox",
                                          "author-box",
                                          "authorbox",
                                          "biography",
                                          "notification",
                                          "alert",
                                          "tooltip",
                                          "hidden",
                                          "screenreader",
                                          "visuallyhidden",
                                          "offscreen",
                                          "sr",
                                          NULL};

static const char *const never_words[] = {
    "comments", "commentlist", "disqus", "respond", "cookie",   "cookies", "gdpr",
    "consent",  "livefyre",    "modal",  "dialog",  "outbrain", "taboola", NULL};

static const char *const caption_words[] = {"caption",      "captions",  "imagecaption",
                                            "photocaption", "piedefoto", NULL};

static const char *const byline_words[] = {"byline", "author", "authors", "vcard",
                                           "firma",  "autor",  NULL};

static const char *const date_words[] = {"date",        "dateline",    "timestamp", "pubdate",
                                         "dateandtime", "datetime",    "time",      "publishdate",
                                         "posted",      "published",   "fecha",     "datum",
                                         "postmeta",    "publication", NULL};

static bool is_one_of(struct str word, const char *const *words)
{
    for (; *words; words++) {
        if (str_eq_nocase(word, str_from(*words)))
            return true;
    }
    return false;
}

static bool is_part_end(struct str name, size_t i)
{
    bool capital = name.at[i] >= 'A' && name.at[i] <= 'Z';
    bool after_small = i > 0 && name.at[i - 1] >= 'a' && name.at[i - 1] <= 'z';
    return strchr(BLANKS "-_.:", name.at[i]) || (capital && after_small);
}

static const struct {
    const char *const *words;
    enum article_name name;
} kinds[] = {{aside_words, ARTICLE_NAME_ASIDE},
             {never_words, ARTICLE_NAME_ASIDE | ARTICLE_NAME_NEVER},
             {caption_words, ARTICLE_NAME_CAPTION},
             {byline_words, ARTICLE_NAME_BYLINE},
             {date_words, ARTICLE_NAME_DATE}};

static unsigned name_of_parts(struct str name)
{
    unsigned found = 0;
    size_t from = 0;
    for (size_t i = 0; i <= name.len; i++) {
        if (i < name.len && !is_part_end(name, i))
            continue;
        struct str word = str_from_to(name, from, i);
        for (size_t j = 0; word.len && j < ARRAY_LEN(kinds); j++)
            found |= is_one_of(word, kinds[j].words) ? kinds[j].name : 0u;
        from = i < name.len && strchr(BLANKS "-_.:", name.at[i]) ? i + 1 : i;
    }
    return found;
}

static unsigned name_of_words(struct str names)
{
    unsigned found = 0;
    size_t from = 0;
    for (size_t i = 0; i <= names.len; i++) {
        if (i < names.len && !strchr(BLANKS, names.at[i]))
            continue;
        struct str word = str_from_to(names, from, i);
        if (is_one_of(word, body_words))
            found |= ARTICLE_NAME_BODY;
        if (is_one_of(word, aside_words))
            found |= ARTICLE_NAME_ASIDE;
        from = i + 1;
    }
    return found;
}

unsigned article_name_of(const struct html_node *node)
{
    static const char *const attrs[] = {"class", "id", "data-component", "data-testid"};
    unsigned found = 0;
    if (html_has_word(html_attr(node, "itemprop"), "articleBody"))
        return ARTICLE_NAME_BODY;
    for (size_t i = 0; i < ARRAY_LEN(attrs); i++) {
        struct str said = html_attr(node, attrs[i]);
        if (said.len && said.len < 400)
            found |= name_of_words(said) | name_of_parts(said);
    }
    return found;
}

bool article_is_hidden(const struct html_node *node)
{
    struct str style = html_attr(node, "style");
    if (html_attr(node, "hidden").at)
        return true;
    return style.len &&
           (str_find(style, S("display:none")) >= 0 || str_find(style, S("display: none")) >= 0 ||
            str_find(style, S("visibility:hidden")) >= 0 ||
            str_find(style, S("visibility: hidden")) >= 0);
}
