#include "text/article_internal.h"

#include "text/html_url.h"
#include "text/url.h"

static struct str base_of(struct job *job, const struct html_tree *tree, struct str base)
{
    const struct html_node *root = tree->root, *said = html_find(tree->head, HTML_BASE);
    for (const struct html_node *node = root; node && !base.len; node = html_next(node, root)) {
        struct str name = html_attr(node, "property");
        if (html_is(node, HTML_LINK) && html_has_word(html_attr(node, "rel"), "canonical"))
            base = html_attr(node, "href");
        else if (html_is(node, HTML_META) && str_is(name, "og:url"))
            base = html_attr(node, "content");
        if (!is_absolute_http(base))
            base = STR_NONE;
    }
    struct str joined = said ? html_url_join(&job->mem, base, html_attr(said, "href")) : STR_NONE;
    return is_absolute_http(joined) ? joined : base;
}

bool article_parse(struct job *job, struct str html, const struct html_intake *intake,
                   struct article *out)
{
    struct article article = {0};
    struct article_page page = {.job = job, .out = &article};
    struct html_intake own = *intake;
    if (!html_tree_parse(job, html, &page.tree))
        return false;
    own.base = page.base = base_of(job, &page.tree, intake->base);
    article_read_facts(&page);
    struct html_node *body = article_find_body(&page);
    if (!html_tree_document(job, body, article.lang, &own, &article.body))
        return false;
    *out = article;
    return true;
}
