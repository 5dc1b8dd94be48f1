// article: what a saved page of another site says: headline, who wrote it and when, and the text
// itself, without what stands around it.
//
//   article_parse(job, html, &intake, &article) …         // html: UTF-8 (html_charset.h)
//
// Facts are taken from where pages state them for machines (JSON-LD, Open Graph, meta, microdata,
// microformats), then from what they show. The text is the part of the tree that holds most of the
// running text; what is left out of it is known by its name (share bars, "related", comments) or by
// being nothing but links, and never holds a large part of the text.
//
// Never: fetches anything, fails on a page without an article (its body is what there is).
#pragma once

#include "text/html_document.h"

struct article_names {
    struct str *items;
    size_t count, room;
};

// What is not said is empty or 0.
struct article {
    struct str headline, standfirst;
    struct str site; // the name of the site or agency
    struct str lang; // BCP 47, as the page says it
    struct str url;  // canonical, absolute
    struct str section;
    struct article_names authors, topics;
    int64_t published_ms, updated_ms;
    struct html_picture picture; // the lead; its src is empty when there is none
    struct block *body;
};

// `intake` as for html_parse_document(); its base is where the page was, if that is known.
MUST_USE bool article_parse(struct job *job, struct str html, const struct html_intake *intake,
                            struct article *out);
// Dates as pages write them: RFC 3339 and its neighbours, RFC 2822, "November 19, 2019". UTC where
// no zone is said.
bool article_parse_time(struct str said, int64_t *out_ms);
