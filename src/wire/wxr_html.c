#include "wire/wxr_html.h"

enum { HTML_MAX = 48 << 20, FRONT_BYTES = 64 };

struct writing {
    struct job *job;
    const struct wxr_html_world *world;
    struct buf out;
};

static bool classic(const struct writing *w, struct str text, struct str *out)
{
    return shortcode_html(w->job, text, &w->world->shortcodes, &text) &&
           wxr_autop(w->job, text, out);
}

// ── Gutenberg's comments ──────────────────────────────────────────────────────────────────────

// <!-- wp:name {…} --> or <!-- wp:name {…} /--> or <!-- /wp:name -->
struct mark {
    struct str name, attributes;
    bool closing, is_empty;
    size_t len;
};

static bool parse_mark(struct str said, struct mark *out)
{
    struct str rest, front = str_trim(str_from_to(said, 0, FRONT_BYTES)); // not all, for each
    if (!str_starts(front, S("wp:")) && !str_starts(front, S("/wp:")))
        return false;
    said = str_trim(said);
    struct mark mark = {.closing = str_starts(said, S("/")), .is_empty = str_ends(said, S("/"))};
    mark.name = said = str_after(said, mark.closing ? 4 : 3);
    if (str_split(said, ' ', &mark.name, &rest))
        mark.attributes = str_trim(rest);
    if (str_starts(mark.name, S("core/")))
        mark.name = str_after(mark.name, 5);
    *out = mark;
    return true;
}

// The next one at or behind *at; false when there are no more.
static bool next_mark(struct str text, size_t *at, struct mark *out)
{
    for (const char *end = NULL;;) { // of many that begin before it; looked for once
        ptrdiff_t found = str_find(str_after(text, *at), S("<!--"));
        if (found < 0)
            return false;
        *at += (size_t)found;
        struct str rest = str_after(text, *at + 4);
        if (!end || end < rest.at)
            end = memmem(rest.at, rest.len, "-->", 3);
        if (!end)
            return false;
        struct str said = {rest.at, (size_t)(end - rest.at)};
        if (parse_mark(said, out)) {
            out->len = said.len + 7;
            return true;
        }
        *at += 4;
    }
}

// {"ref":123}
static void note_reference(const struct writing *w, const struct mark *mark)
{
    ptrdiff_t at = str_find(mark->attributes, S("\"ref\":"));
    if (!str_is(mark->name, "block") || at < 0 || !w->world->reference)
        return;
    struct str id = str_after(mark->attributes, (size_t)at + 6);
    size_t len = 0;
    while (len < id.len && id.at[len] >= '0' && id.at[len] <= '9')
        len++;
    w->world->reference(w->world->shortcodes.with, str_from_to(id, 0, len));
}

// Inside blocks HTML is HTML; a block that holds what the old editor wrote is not one.
static bool write_part(struct writing *w, struct str part, int depth, struct str name)
{
    bool is_classic = depth == 0 || str_is(name, "shortcode") || str_is(name, "freeform") ||
                      str_is(name, "classic");
    if (is_classic ? !classic(w, part, &part)
                   : !shortcode_html(w->job, part, &w->world->shortcodes, &part))
        return false;
    buf_add(&w->out, part);
    return true;
}

static bool write_blocks(struct writing *w, struct str content)
{
    struct mark mark = {0};
    struct str name = STR_NONE;
    int depth = 0;
    size_t from = 0;
    for (size_t at = 0; next_mark(content, &at, &mark);) {
        if (!write_part(w, str_from_to(content, from, at), depth, name))
            return false;
        note_reference(w, &mark);
        name = mark.closing ? STR_NONE : mark.name;
        if (mark.closing)
            depth -= depth > 0;
        else
            depth += !mark.is_empty;
        at += mark.len;
        from = at;
    }
    return write_part(w, str_after(content, from), depth, name);
}

bool wxr_html(struct job *job, struct str content, const struct wxr_html_world *world,
              struct str *out)
{
    struct writing w = {.job = job, .world = world};
    if (str_find(content, S("<!-- wp:")) < 0)
        return classic(&w, content, out);
    buf_start(&w.out, &job->mem, HTML_MAX);
    return write_blocks(&w, content) && buf_done(job, &w.out, out);
}
