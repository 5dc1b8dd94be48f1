// Facts that only the page itself shows.
#include "text/article_internal.h"

#include "text/unicode.h"

enum { BYLINE_BYTES_MAX = 100, HEADING_MIN = 8 };

// "Headline | Paper", "Headline - Paper": without the paper, when what is left is long enough to be
// a headline.
static struct str without_site(struct str title, struct str site)
{
    static const char *const between[] = {" | ",      " - ",  " \u2013 ", " \u2014 ",
                                          " \u00BB ", " :: ", " \u2022 "};
    for (size_t i = 0; i < ARRAY_LEN(between); i++) {
        struct str mark = str_from(between[i]), rest = title;
        size_t last = 0, first_end;
        for (ptrdiff_t at; (at = str_find(rest, mark)) >= 0; rest = str_after(title, last))
            last = (size_t)(rest.at - title.at) + (size_t)at + mark.len;
        if (!last)
            continue;
        first_end = last - mark.len;
        struct str before = str_trim(str_from_to(title, 0, first_end));
        struct str after = str_trim(str_after(title, last));
        if ((site.len && str_eq_nocase(after, site)) ||
            (before.len > 2 * after.len && after.len < 40))
            return before;
    }
    return title;
}

static size_t count_tags(const struct html_node *top, enum html_tag tag)
{
    size_t count = 0;
    for (const struct html_node *node = top; node; node = html_next(node, top))
        count += html_is(node, tag) && !article_is_hidden(node);
    return count;
}

// The page's <h1>, where there is but one or it says what the title says.
static void read_h1(struct article_page *page, struct str title)
{
    const struct html_node *body = page->tree.body;
    size_t count = count_tags(body, HTML_H1);
    for (const struct html_node *node = body; node; node = html_next(node, body)) {
        if (!html_is(node, HTML_H1))
            continue;
        struct str said = article_text(page, node);
        bool is_title = said.len >= 12 && str_find(title, said) >= 0;
        if (said.len && (is_title || (count == 1 && said.len >= 20)))
            article_offer(page, &page->out->headline, said);
    }
}

// Where the stated headline has more around it than the page's own heading ("… | Paper: Section"),
// the heading is the headline.
static void prefer_heading(struct article_page *page)
{
    struct str *headline = &page->out->headline;
    const struct html_node *body = page->tree.body;
    for (const struct html_node *node = body; node; node = html_next(node, body)) {
        if (!html_is(node, HTML_H1) && !html_is(node, HTML_H2))
            continue;
        struct str said = article_text(page, node);
        if (said.len >= HEADING_MIN && said.len < headline->len && said.len * 3 >= headline->len &&
            str_starts(*headline, said)) {
            *headline = said;
            return;
        }
    }
}

static void read_title(struct article_page *page)
{
    const struct html_node *node = html_find(page->tree.root, HTML_TITLE);
    struct str title = node && node->first ? node->first->text : STR_NONE;
    struct article *out = page->out;
    title = text_clean_line(&page->job->mem, title);
    out->headline = without_site(out->headline, out->site);
    read_h1(page, title);
    article_offer(page, &out->headline, without_site(title, out->site));
    prefer_heading(page);
}

static bool is_byline(const struct html_node *node)
{
    struct str rel = html_attr(node, "rel");
    return html_has_word(rel, "author") || (article_name_of(node) & ARTICLE_NAME_BYLINE);
}

// The first short line that is called a byline.
static void read_byline(struct article_page *page)
{
    const struct html_node *body = page->tree.body;
    for (const struct html_node *node = body; node && !page->out->authors.count;
         node = html_next(node, body)) {
        if (!node->attrs_count || !is_byline(node))
            continue;
        struct str said = article_text(page, node);
        if (said.len > 2 && said.len <= BYLINE_BYTES_MAX && !str_has(said, ':'))
            article_offer_author(page, said);
    }
}

// <time>, else what is called a date.
static void read_time(struct article_page *page)
{
    const struct html_node *body = page->tree.body;
    int64_t *published_ms = &page->out->published_ms;
    for (const struct html_node *node = body; node; node = html_next(node, body)) {
        if (!html_is(node, HTML_TIME))
            continue;
        article_offer_time(published_ms, html_attr(node, "datetime"));
        article_offer_time(published_ms, article_text(page, node));
    }
    for (const struct html_node *node = body; node && !*published_ms;
         node = html_next(node, body)) {
        unsigned name = node->attrs_count ? article_name_of(node) : 0;
        struct str said = STR_NONE;
        if (name & (ARTICLE_NAME_DATE | ARTICLE_NAME_BYLINE))
            said = article_text(page, node);
        if (said.len <= BYLINE_BYTES_MAX)
            article_offer_time(published_ms, said);
    }
}

void article_read_shown(struct article_page *page)
{
    read_title(page);
    read_byline(page);
    read_time(page);
}
