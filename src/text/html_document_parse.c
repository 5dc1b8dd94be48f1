// The way in: a tree is read, translated, and goes through the one gate of documents.
#include "text/html_building.h"

#include "text/html_url.h"
#include "text/url.h"

// A text all in one language is not marked with it: that is the language of the text.
static bool all_in_one_lang(const struct block *block, struct str *lang, bool *begun)
{
    for (size_t i = 0; i < block->spans_count; i++) {
        const struct span *span = &block->spans[i];
        struct str own = span->marks & MARK_LANG ? span->lang : STR_NONE;
        if (span->line_break || str_is(span->text, " "))
            continue;
        if (*begun && !str_eq(own, *lang))
            return false;
        *lang = own;
        *begun = true;
    }
    for (size_t i = 0; i < block->children_count; i++) {
        if (!all_in_one_lang(&block->children[i], lang, begun))
            return false;
    }
    return true;
}

static void unmark_lang(struct arena *mem, struct block *block)
{
    for (size_t i = 0; i < block->spans_count; i++) {
        block->spans[i].marks &= ~(unsigned)MARK_LANG;
        block->spans[i].lang = block->spans[i].dir = STR_NONE;
    }
    if (block->spans_count)
        spans_tidy(mem, &block->spans, &block->spans_count);
    for (size_t i = 0; i < block->children_count; i++)
        unmark_lang(mem, &block->children[i]);
}

bool html_tree_document(struct job *job, struct html_node *top, struct str lang,
                        const struct html_intake *intake, struct block **out)
{
    struct holder doc = {.type = BLOCK_DOC};
    struct look look = {.lang = lang};
    struct building b = {.job = job, .intake = intake, .in = &doc, .lang = lang};
    struct block made = {.type = BLOCK_DOC};
    struct str json, one_lang = STR_NONE;
    bool begun = false;
    b.base = intake->base;
    b.dir = look.dir = lang.len && is_lang_rtl(lang) ? S("rtl") : S("ltr");
    html_put_node(&b, top, &look);
    html_end_paragraph(&b);
    html_put_after(&b);
    if (b.failed)
        return job_failed(job) ? false
                               : job_fail(job, FAULT_TOO_BIG, "the text has more than %d blocks",
                                          DOCUMENT_BLOCKS_MAX);
    made.children = doc.items;
    made.children_count = doc.count;
    if (all_in_one_lang(&made, &one_lang, &begun) && one_lang.len)
        unmark_lang(&job->mem, &made);
    document_make_ids(job, &made);
    return document_write(job, &made, &json) && document_parse(job, json, out);
}

// <base href>, and the page's own language.
static struct str base_of(struct job *job, const struct html_tree *tree, struct str base)
{
    const struct html_node *said = html_find(tree->head, HTML_BASE);
    struct str joined = said ? html_url_join(&job->mem, base, html_attr(said, "href")) : STR_NONE;
    return is_absolute_http(joined) ? joined : base;
}

bool html_parse_document(struct job *job, struct str html, const struct html_intake *intake,
                         struct block **out)
{
    struct html_tree tree;
    struct html_intake own = *intake;
    if (!html_tree_parse(job, html, &tree))
        return false;
    struct str lang = str_trim(html_attr(tree.root, "lang"));
    own.base = base_of(job, &tree, intake->base);
    return html_tree_document(job, tree.body, is_lang_tag(lang) ? lang : STR_NONE, &own, out);
}
