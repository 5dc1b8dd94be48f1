// A WordPress export: read once to see that it is whole, once more for its pictures or its posts.
#include "wire/wxr_import.h"

#include "text/unicode.h"
#include "text/url.h"

#include <stdarg.h>
#include <unistd.h>

enum { PROGRESS_EVERY_BYTES = 1 << 20 };

// ── what is said about one item ───────────────────────────────────────────────────────────────

// What strangers wrote is shown to a terminal, which obeys some characters.
PRINTF_LIKE(4, 0)
static void say(const struct wxr_import *w, const struct wxr_item *item, const char *what,
                const char *fmt, va_list args)
{
    enum { SENTENCE_BYTES_MAX = 1200, TITLE_CHARS = 60 };
    char sentence[SENTENCE_BYTES_MAX];
    struct arena mem;
    arena_start(&mem);
    vsnprintf(sentence, sizeof(sentence), fmt, args);
    struct str said = text_clean_line(&mem, str_from(sentence));
    struct str title = text_clean_line(&mem, str_from_to(item->title, 0, TITLE_CHARS * 8));
    title = text_cut(&mem, title, TITLE_CHARS);
    fprintf(stderr, "%s" STR_FMT ":%lld: %s: \"" STR_FMT "\": " STR_FMT "\n",
            isatty(STDERR_FILENO) ? "\r\033[K" : "", STR_ARG(w->path), (long long)item->line, what,
            STR_ARG(title), STR_ARG(said));
    arena_end(&mem);
}

void wxr_skip(struct wxr_import *w, const struct wxr_item *item, const char *fmt, ...)
{
    va_list args;
    va_start(args, fmt);
    say(w, item, "skipped", fmt, args);
    va_end(args);
    w->import->skipped++;
}

void wxr_tell(struct wxr_import *w, const struct wxr_item *item, const char *fmt, ...)
{
    va_list args;
    va_start(args, fmt);
    say(w, item, "note", fmt, args);
    va_end(args);
}

struct str wxr_item_key(struct arena *mem, const struct wxr_import *w, const struct wxr_item *item)
{
    if (item->guid.len)
        return item->guid;
    if (item->link.len)
        return item->link;
    if (item->id.len)
        return str_printf(mem, STR_FMT "#" STR_FMT, STR_ARG(w->origin), STR_ARG(item->id));
    return str_printf(mem, STR_FMT "#%s", STR_ARG(w->origin),
                      str_c(mem, digest_hex(mem, item->title, 16)));
}

// ── languages ─────────────────────────────────────────────────────────────────────────────────

static bool is_edition(const struct wxr_import *w, struct str slug)
{
    for (size_t i = 0; i < w->import->editions_count; i++) {
        if (str_eq(slug, w->import->editions[i].edition.slug))
            return true;
    }
    return false;
}

// "en-US" has the edition "en" too.
static bool has_edition(const struct wxr_import *w, struct str language)
{
    struct str primary = language, rest;
    if (!str_split(language, '-', &primary, &rest))
        str_split(language, '_', &primary, &rest);
    return is_edition(w, language) || is_edition(w, primary);
}

// Plugins for several languages put it first.
struct str wxr_link_language(const struct wxr_import *w, struct str link)
{
    struct str first, rest;
    if (!w->address.len || !str_starts(link, w->address))
        return STR_NONE;
    rest = str_after(link, w->address.len);
    if (!str_starts(rest, S("/")) || !str_split(str_after(rest, 1), '/', &first, &rest) ||
        !rest.len)
        return STR_NONE;
    return is_edition(w, first) ? first : STR_NONE;
}

struct str wxr_item_language(const struct wxr_import *w, const struct wxr_item *item)
{
    for (size_t i = 0; i < item->terms_count; i++) {
        if (str_is(item->terms[i].domain, "language"))
            return item->terms[i].nicename;
    }
    return wxr_link_language(w, item->link);
}

// ── passes ────────────────────────────────────────────────────────────────────────────────────

static bool is_post(const struct wxr_item *item)
{
    return str_is(item->type, "post") || str_is(item->type, "page") || !item->type.len;
}

static bool check_item(struct job *job, void *with, const struct wxr_item *item)
{
    struct wxr_import *w = with;
    if (is_post(item) && !wxr_item_language(w, item).len)
        w->no_language = true;
    return true;
}

static bool take_picture(struct job *job, void *with, const struct wxr_item *item)
{
    return !str_is(item->type, "attachment") || wxr_take_picture(job, with, item);
}

static const struct {
    const char *type, *why;
} passed_over[] = {
    {"nav_menu_item", "it is an entry of a menu; menus are made in the newsroom"},
    {"revision", "it is an older version of a post"},
    {"wp_navigation", "it is a menu; menus are made in the newsroom"},
    {"wp_template", "it belongs to the looks of the old site"},
    {"wp_template_part", "it belongs to the looks of the old site"},
    {"wp_global_styles", "it belongs to the looks of the old site"},
    {"wp_font_family", "it belongs to the looks of the old site"},
    {"wp_font_face", "it belongs to the looks of the old site"},
    {"custom_css", "it belongs to the looks of the old site"},
    {"customize_changeset", "it belongs to the looks of the old site"},
    {"oembed_cache", "it is a copy of another site's page"},
    {"wp_block", "it is a pattern, not a post"},
};

static void pass_over(struct wxr_import *w, const struct wxr_item *item)
{
    for (size_t i = 0; i < ARRAY_LEN(passed_over); i++) {
        if (!str_is(item->type, passed_over[i].type))
            continue;
        wxr_skip(w, item, "%s", passed_over[i].why);
        return;
    }
    wxr_skip(w, item, "it is a \"" STR_FMT "\", content of a plugin or theme, and no post or page",
             STR_ARG(str_from_to(item->type, 0, 40)));
}

// Its picture has come already; here its page is another address of its post.
static bool take_attachment(struct job *job, struct wxr_import *w, const struct wxr_item *item)
{
    if (!w->import->media)
        wxr_skip(w, item, "it is a file; say --media DIR, the folder of wp-content/uploads");
    return wxr_keep_attachment(job, w, item);
}

// A fault outside of an item of ours is the store's.
static bool or_end(struct job *job, struct wxr_import *w, bool ok)
{
    if (!ok && !job_failed(w->import->batch))
        (void)job_fail(w->import->batch, job->fault.kind, "%s", job->fault.text);
    return ok;
}

static bool take_post(struct job *job, void *with, const struct wxr_item *item)
{
    struct wxr_import *w = with;
    w->report.comments += item->comments;
    if (str_is(item->status, "trash"))
        return or_end(job, w, wxr_take_trash(job, w, item));
    if (str_is(item->status, "auto-draft"))
        wxr_skip(w, item, "it was begun and never saved");
    else if (str_is(item->type, "attachment"))
        return or_end(job, w, take_attachment(job, w, item));
    else if (is_post(item))
        return wxr_take_post(job, w, item);
    else
        pass_over(w, item);
    return true;
}

// ── progress ──────────────────────────────────────────────────────────────────────────────────

static void show(const struct wxr_import *w, const char *what, int64_t bytes, int64_t total)
{
    static int64_t shown;
    if (!isatty(STDERR_FILENO) ||
        (bytes < total && bytes >= shown && bytes - shown < PROGRESS_EVERY_BYTES))
        return;
    shown = bytes;
    fprintf(stderr, "\r%s: %.1f of %.1f MB, %zu stories, %zu pictures, %zu skipped\033[K%s", what,
            (double)bytes / 1e6, (double)total / 1e6, w->import->stories.count,
            w->import->pictures.count, w->import->skipped, bytes >= total ? "\n" : "");
}

static void show_checking(void *with, int64_t bytes, int64_t total)
{
    show(with, "reading", bytes, total);
}

static void show_pictures(void *with, int64_t bytes, int64_t total)
{
    show(with, "pictures", bytes, total);
}

static void show_posts(void *with, int64_t bytes, int64_t total)
{
    show(with, "posts", bytes, total);
}

// ── a file ────────────────────────────────────────────────────────────────────────────────────

static struct str without_slash(struct str url)
{
    while (str_ends(url, S("/")))
        url.len--;
    return url;
}

// Whose numbers are meant when an item names another by its number.
static void name_origin(struct wxr_import *w)
{
    const struct wxr_site *site = &w->site;
    struct str address = site->url.len           ? site->url
                         : site->network_url.len ? site->network_url
                                                 : site->link;
    w->address = is_absolute_http(address) ? without_slash(address) : STR_NONE;
    w->origin = str_join(&w->job->mem, S("wxr:"), w->address.len ? w->address : site->title);
}

static bool choose_language(struct wxr_import *w)
{
    struct import *import = w->import;
    w->language = import->default_edition;
    if (w->language.len && !has_edition(w, w->language))
        return job_fail(w->job, FAULT_INVALID, "there is no edition " STR_FMT,
                        STR_ARG(str_from_to(w->language, 0, 40)));
    if (!w->language.len && has_edition(w, w->site.language))
        w->language = w->site.language;
    if (!w->language.len && import->editions_count == 1)
        w->language = import->editions[0].edition.slug;
    if (w->language.len || !w->no_language)
        return true;
    return job_fail(w->job, FAULT_INVALID,
                    STR_FMT " is refused: it does not say in which edition its posts belong (its "
                            "language is \"" STR_FMT "\"); say it with --edition E. Nothing was "
                            "taken from it",
                    STR_ARG(w->path), STR_ARG(str_from_to(w->site.language, 0, 40)));
}

static bool check_file(struct wxr_import *w, struct wxr_reading *reading)
{
    reading->take = check_item;
    reading->progress = show_checking;
    if (!wxr_check(w->job, reading, &w->site))
        return false;
    name_origin(w);
    return choose_language(w);
}

static bool read_again(struct wxr_import *w, struct wxr_reading *reading, wxr_take *take,
                       void (*progress)(void *, int64_t, int64_t))
{
    reading->take = take;
    reading->progress = progress;
    bool ok = wxr_read(w->job, reading, &w->site);
    if (job_failed(w->import->batch))
        return false;
    return ok && import_commit(w->import);
}

static bool run_pictures(struct wxr_import *w)
{
    struct wxr_reading reading = {.path = w->path, .with = w};
    return check_file(w, &reading) && read_again(w, &reading, take_picture, show_pictures);
}

static bool run_posts(struct wxr_import *w)
{
    struct wxr_reading reading = {.path = w->path, .with = w};
    w->import->taken = wxr_count_story;
    w->import->taken_with = w;
    if (!check_file(w, &reading) || !read_again(w, &reading, take_post, show_posts) ||
        !import_ours_finish(w->import))
        return false;
    wxr_show_report(w, reading.mended);
    return true;
}

static bool import_file(struct job *job, struct import *import, struct str path,
                        bool (*run)(struct wxr_import *w))
{
    struct wxr_import *w = arena_new(&job->mem, struct wxr_import);
    w->import = import;
    w->job = job;
    w->path = path;
    wxr_files_start(&w->files, import->media_dir);
    bool ok = run(w);
    wxr_files_end(&w->files);
    import->taken = NULL;
    free(w->keys.slots);
    return ok;
}

bool import_wxr_pictures(struct job *job, struct import *import, struct str path)
{
    return !import->media || import_file(job, import, path, run_pictures);
}

bool import_wxr_file(struct job *job, struct import *import, struct str path)
{
    return import_file(job, import, path, run_posts);
}
