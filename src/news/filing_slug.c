#include "news/internal.h"

#include "text/slug.h"

// First parts of addresses that are ours; a section of the first level may not have them.
static const char *const reserved[] = {
    "region",  "topic",    "coverage",    "author",       "authors",   "source",    "sources",
    "live",    "search",   "latest",      "archive",      "most-read", "programme", "programmes",
    "history", "record",   "corrections", "about",        "privacy",   "contact",   "rss",
    "atom",    "feed",     "sitemap",     "news-sitemap", "media",     "assets",    "newsroom",
    "api",     "healthz",  "metrics",     "manifest",     "lite",      "topics",    "regions",
    "dossier", "dossiers", "flash",       "flashes",      "dialogue",  "print",     "amp",
};

bool is_reserved_slug(struct str slug)
{
    for (size_t i = 0; i < ARRAY_LEN(reserved); i++)
        if (str_is(slug, reserved[i]))
            return true;
    return false;
}

bool choose_slug(struct job *job, struct txn *txn, struct str base, slug_is_taken *is_taken,
                 void *with, struct str *out)
{
    struct str slug = base;
    for (int n = 2; n < 100000; n++) {
        bool taken;
        if (!is_taken(job, txn, with, slug, &taken))
            return false;
        if (!taken) {
            *out = slug;
            return true;
        }
        slug = str_printf(&job->mem, STR_FMT "-%d", STR_ARG(base), n);
    }
    return job_fail(job, FAULT_CONFLICT, "no free address is left for \"" STR_FMT "\"",
                    STR_ARG(base));
}
