// What people want to know when an import is over.
#include "wire/wxr_import.h"

#include "text/unicode.h"

void wxr_note_shortcode(struct wxr_import *w, struct str name)
{
    struct wxr_report *r = &w->report;
    for (size_t i = 0; i < r->shortcodes_count; i++) {
        if (!str_eq(r->shortcodes[i], name))
            continue;
        r->shortcodes_met[i]++;
        return;
    }
    if (r->shortcodes_count == WXR_NAMED_MAX)
        return;
    r->shortcodes[r->shortcodes_count] = str_copy(&w->job->mem, str_from_to(name, 0, 40));
    r->shortcodes_met[r->shortcodes_count++] = 1;
}

void wxr_note_missing(struct wxr_import *w, struct str name)
{
    struct wxr_report *r = &w->report;
    r->pictures_missing++;
    if (r->shown_count == WXR_SHOWN_MAX)
        return;
    struct arena mem;
    arena_start(&mem);
    struct str shown = text_clean_line(&mem, str_from_to(name, 0, 200));
    bool is_new = true;
    for (size_t i = 0; i < r->shown_count; i++)
        is_new = is_new && !str_eq(r->shown[i], shown);
    if (is_new)
        r->shown[r->shown_count++] = str_copy(&w->job->mem, shown);
    arena_end(&mem);
}

static void show_states(const struct wxr_import *w)
{
    static const char *const words[WXR_STATES] = {"published", "scheduled", "withdrawn",
                                                  "in review", "drafts",    "pages"};
    for (size_t i = 0; i < w->import->editions_count && i < WXR_EDITIONS_MAX; i++) {
        const size_t *states = w->report.states[i];
        const char *before = ": ";
        for (size_t state = 0; state < WXR_STATES; state++) {
            if (!states[state])
                continue;
            if (before[0] == ':')
                fprintf(stderr, "  " STR_FMT, STR_ARG(w->import->editions[i].edition.slug));
            fprintf(stderr, "%s%zu %s", before, states[state], words[state]);
            before = ", ";
        }
        if (before[0] == ',')
            fputc('\n', stderr);
    }
}

static void show_missing(const struct wxr_import *w)
{
    const struct wxr_report *r = &w->report;
    if (!r->pictures_missing)
        return;
    fprintf(stderr, "  %zu pictures that stories show were not to be had%s:", r->pictures_missing,
            w->import->media ? "" : " without --media DIR");
    for (size_t i = 0; i < r->shown_count; i++)
        fprintf(stderr, "%s " STR_FMT, i ? "," : "", STR_ARG(r->shown[i]));
    fputs(r->shown_count < r->pictures_missing ? " …\n" : "\n", stderr);
}

static void show_shortcodes(const struct wxr_import *w)
{
    const struct wxr_report *r = &w->report;
    if (!r->shortcodes_count)
        return;
    fputs("  shortcodes of plugins, of which only the text was kept:", stderr);
    for (size_t i = 0; i < r->shortcodes_count; i++)
        fprintf(stderr, "%s [" STR_FMT "] %zu", i ? "," : "", STR_ARG(r->shortcodes[i]),
                r->shortcodes_met[i]);
    fputc('\n', stderr);
}

static void show_count(size_t count, const char *what)
{
    if (count)
        fprintf(stderr, "  %zu %s\n", count, what);
}

void wxr_show_report(const struct wxr_import *w, size_t mended)
{
    const struct wxr_report *r = &w->report;
    fprintf(stderr, STR_FMT ":\n", STR_ARG(w->path));
    show_states(w);
    show_count(r->redirects, "old addresses lead to where their stories and pages stand now");
    show_count(r->lists, "of its lists (categories, tags, authors, dates) lead to ours");
    show_count(r->files, "addresses of its pictures lead to them here");
    show_count(r->drafts_kept, "stories were kept as drafts because something is missing in them");
    show_count(r->waiting, "stories are not as they are there: the newsroom has had them in hand "
                           "(each is named above)");
    show_count(r->pages_kept_as_drafts,
               "pages that are not public became drafts of stories: pages have no drafts");
    show_missing(w);
    show_shortcodes(w);
    show_count(r->references, "blocks show a pattern that stands elsewhere; they are left out");
    show_count(r->struck,
               "texts have words struck out, which stand like any other here: read them over");
    show_count(r->comments, "readers' comments were left out");
    show_count(mended, "places of the file were no XML and were mended");
}
