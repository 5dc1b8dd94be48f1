#include "wire/shortcode.h"

#include "wire/shortcode_tag.h"

enum { NESTING_MAX = 4, CLOSINGS_MAX = 256 };

// Where each name is closed for the last time, and a stretch where it is known not to be: so that
// asking is cheap.
struct closing {
    struct str name;
    const char *last;
    struct str never;
};
struct closings {
    struct closing items[CLOSINGS_MAX];
    size_t count;
};

struct expanding {
    struct arena *mem;
    const struct shortcode_world *world;
    struct buf *out;
    struct closings *closings;
    int nesting;
    bool no_comment_ends;
};

static void expand(struct expanding *e, struct str text);

// ── what is closed where ──────────────────────────────────────────────────────────────────────

static struct closing *find_closing(struct closings *closings, struct str name)
{
    for (size_t i = 0; i < closings->count; i++) {
        if (str_eq(closings->items[i].name, name))
            return &closings->items[i];
    }
    return NULL;
}

static void note_closing(struct closings *closings, struct str name, const char *at)
{
    struct closing *closing = find_closing(closings, name);
    if (closing)
        closing->last = at;
    else if (closings->count < CLOSINGS_MAX)
        closings->items[closings->count++] = (struct closing){.name = name, .last = at};
}

static void find_closings(struct closings *closings, struct str text)
{
    struct shortcode_tag tag;
    for (ptrdiff_t at; (at = str_find(text, S("[/"))) >= 0;) {
        text = str_after(text, (size_t)at);
        if (shortcode_tag_parse(text, &tag))
            note_closing(closings, tag.name, text.at);
        text = str_after(text, 2);
    }
}

static bool is_closed_behind(struct closings *closings, struct str name, const char *at)
{
    const struct closing *closing = find_closing(closings, name);
    return closing && closing->last >= at;
}

static bool is_within(struct str part, struct str whole)
{
    return part.at >= whole.at && part.at + part.len <= whole.at + whole.len;
}

// What stands between the tag and its closing one; *len: with that. Nothing when it is not closed.
static struct str enclosed(const struct expanding *e, const struct shortcode_tag *tag,
                           struct str rest, size_t *len)
{
    struct closing *closing = find_closing(e->closings, tag->name);
    *len = 0;
    if (!closing || closing->last < rest.at || is_within(rest, closing->never))
        return STR_NONE;
    struct str mark = str_printf(e->mem, "[/" STR_FMT "]", STR_ARG(tag->name));
    ptrdiff_t at = str_find(rest, mark);
    if (at < 0) {
        closing->never = rest;
        return STR_NONE;
    }
    *len = (size_t)at + mark.len;
    return str_from_to(rest, 0, (size_t)at);
}

// ── HTML ──────────────────────────────────────────────────────────────────────────────────────

// Attributes stand in HTML, where & may be written &amp; or &#038;.
static void add_value(struct expanding *e, struct str value)
{
    for (ptrdiff_t at; (at = str_find_char(value, '&')) >= 0;) {
        buf_add_text(e->out, str_from_to(value, 0, (size_t)at));
        value = str_after(value, (size_t)at);
        size_t len = str_starts(value, S("&amp;")) ? 5 : str_starts(value, S("&#038;")) ? 6 : 1;
        buf_add(e->out, S("&amp;"));
        value = str_after(value, len);
    }
    buf_add_text(e->out, value);
}

static bool is_url(struct str s)
{
    return str_starts(s, S("http://")) || str_starts(s, S("https://"));
}

static void add_embed(struct expanding *e, struct str url)
{
    if (!is_url(url))
        return;
    buf_add(e->out, S("\n\n<figure class=\"wp-block-embed\"><div "
                      "class=\"wp-block-embed__wrapper\">"));
    add_value(e, url);
    buf_add(e->out, S("</div></figure>\n\n"));
}

static void add_player(struct expanding *e, const char *element, struct str url)
{
    if (!url.len)
        return;
    buf_printf(e->out, "\n\n<figure><%s controls src=\"", element);
    add_value(e, url);
    buf_printf(e->out, "\"></%s></figure>\n\n", element);
}

// ── WordPress's own ───────────────────────────────────────────────────────────────────────────

// Behind the picture, and the link around it.
static size_t picture_end(struct str inner)
{
    ptrdiff_t at = str_find(inner, S("<img"));
    if (at < 0)
        return 0;
    ptrdiff_t end = str_find_char(str_after(inner, (size_t)at), '>');
    if (end < 0)
        return 0;
    size_t behind = (size_t)at + (size_t)end + 1;
    struct str rest = str_after(inner, behind);
    struct str trimmed = str_trim(rest);
    if (str_starts(trimmed, S("</a>")))
        behind = (size_t)(trimmed.at - inner.at) + 4;
    return behind;
}

static void do_caption(struct expanding *e, const struct shortcode_tag *tag, struct str inner)
{
    size_t end = picture_end(inner);
    struct str caption = str_trim(str_after(inner, end)),
               said = shortcode_attribute(tag, "caption");
    if (!end) {
        expand(e, inner);
        return;
    }
    buf_add(e->out, S("\n\n<figure class=\"wp-caption\">"));
    buf_add(e->out, str_from_to(inner, 0, end));
    buf_add(e->out, S("<figcaption>"));
    if (said.len)
        add_value(e, said);
    else
        expand(e, caption);
    buf_add(e->out, S("</figcaption></figure>\n\n"));
}

static void do_gallery(struct expanding *e, const struct shortcode_tag *tag, struct str inner)
{
    static const char *const names[] = {"ids", "include"};
    struct str ids = STR_NONE, id;
    int64_t number;
    for (size_t i = 0; i < ARRAY_LEN(names) && !ids.len; i++)
        ids = shortcode_attribute(tag, names[i]);
    if (!ids.len && e->world->children)
        ids = e->world->children(e->world->with);
    buf_add(e->out, S("\n\n<figure class=\"wp-block-gallery\">"));
    while (str_cut(&ids, ',', &id)) {
        if (parse_int(str_trim(id), &number) && number > 0)
            buf_printf(
                e->out,
                "<figure><img class=\"wp-image-%lld\" src=\"/?attachment_id=%lld\"></figure>",
                (long long)number, (long long)number);
    }
    buf_add(e->out, S("</figure>\n\n"));
}

static void do_embed(struct expanding *e, const struct shortcode_tag *tag, struct str inner)
{
    struct str url = shortcode_attribute(tag, "src");
    for (size_t i = 0; i < tag->count && !url.len; i++)
        url = is_url(tag->values[i]) ? tag->values[i] : STR_NONE;
    add_embed(e, url.len ? url : str_trim(inner));
}

static struct str first_source(const struct shortcode_tag *tag, const char *const *names,
                               struct str inner)
{
    for (; *names; names++) {
        struct str url = shortcode_attribute(tag, *names);
        if (url.len)
            return url;
    }
    return is_url(str_trim(inner)) ? str_trim(inner) : STR_NONE;
}

static void do_video(struct expanding *e, const struct shortcode_tag *tag, struct str inner)
{
    static const char *const names[] = {"src", "mp4", "m4v", "webm", "ogv", "flv", "wmv", NULL};
    struct str url = first_source(tag, names, inner);
    bool is_page = str_find(url, S("youtube.com/")) >= 0 || str_find(url, S("youtu.be/")) >= 0 ||
                   str_find(url, S("vimeo.com/")) >= 0;
    if (is_page)
        add_embed(e, url);
    else
        add_player(e, "video", url);
}

static void do_audio(struct expanding *e, const struct shortcode_tag *tag, struct str inner)
{
    static const char *const names[] = {"src", "mp3", "m4a", "ogg", "wav", "flac", "wma", NULL};
    add_player(e, "audio", first_source(tag, names, inner));
}

// What is in it is no text: code for the browser, encoded.
static void do_nothing(struct expanding *e, const struct shortcode_tag *tag, struct str inner)
{
}

static const struct {
    const char *name;
    void (*run)(struct expanding *e, const struct shortcode_tag *tag, struct str inner);
    bool is_loss; // its name is told
} known[] = {
    {"caption", do_caption},
    {"wp_caption", do_caption},
    {"gallery", do_gallery},
    {"embed", do_embed},
    {"youtube", do_embed},
    {"vimeo", do_embed},
    {"tweet", do_embed},
    {"video", do_video},
    {"wpvideo", do_video},
    {"audio", do_audio},
    {"playlist", do_nothing, .is_loss = true},
    {"vc_raw_html", do_nothing, .is_loss = true},
    {"vc_raw_js", do_nothing, .is_loss = true},
};

// ── the text ──────────────────────────────────────────────────────────────────────────────────

static void tell(const struct expanding *e, struct str name)
{
    if (e->world->unknown)
        e->world->unknown(e->world->with, name);
}

// How many bytes of the text that was; 0: it is none of these.
static size_t expand_known(struct expanding *e, const struct shortcode_tag *tag, struct str rest)
{
    size_t len;
    for (size_t i = 0; i < ARRAY_LEN(known); i++) {
        if (!str_is(tag->name, known[i].name) || tag->closing)
            continue;
        struct str inner = enclosed(e, tag, rest, &len);
        if (known[i].is_loss)
            tell(e, tag->name);
        known[i].run(e, tag, inner);
        return tag->len + len;
    }
    return 0;
}

static bool has_named_attribute(const struct shortcode_tag *tag)
{
    for (size_t i = 0; i < tag->count; i++) {
        if (tag->names[i].len)
            return true;
    }
    return false;
}

static bool is_shortcode(const struct expanding *e, const struct shortcode_tag *tag,
                         struct str rest)
{
    return tag->closing || is_closed_behind(e->closings, tag->name, rest.at) ||
           has_named_attribute(tag) || is_shortcode_name(tag->name) || str_ends(tag->rest, S("/"));
}

static bool is_in_word(char c)
{
    return is_letter(c) || (c >= '0' && c <= '9') || (unsigned char)c >= 0x80;
}

// "[col]Left[/col][col]Right": columns fall together, their words do not.
static void keep_apart(struct expanding *e, struct str rest)
{
    if (e->out->len && rest.len && is_in_word(e->out->at[e->out->len - 1]) &&
        is_in_word(rest.at[0]))
        buf_add_char(e->out, ' ');
}

// At a bracket. How many bytes it took; 0: it is text.
static size_t expand_tag(struct expanding *e, struct str text)
{
    struct shortcode_tag tag;
    bool escaped = str_starts(text, S("[["));
    if (!shortcode_tag_parse(str_after(text, escaped ? 1 : 0), &tag))
        return 0;
    struct str rest = str_after(text, (escaped ? 1 : 0) + tag.len);
    if (escaped && str_starts(rest, S("]"))) {
        buf_add(e->out, str_from_to(text, 1, 1 + tag.len));
        return tag.len + 2;
    }
    if (escaped)
        return 0;
    size_t len = e->nesting < NESTING_MAX ? expand_known(e, &tag, rest) : 0;
    if (len || !is_shortcode(e, &tag, rest))
        return len;
    if (!tag.closing)
        tell(e, tag.name);
    keep_apart(e, rest);
    return tag.len;
}

static size_t comment_len(struct expanding *e, struct str text)
{
    ptrdiff_t end = e->no_comment_ends ? -1 : str_find(text, S("-->"));
    e->no_comment_ends = end < 0; // is not looked for again
    return end < 0 ? 1 : (size_t)end + 3;
}

// A tag or comment of HTML is no place for them.
static size_t html_len(struct expanding *e, struct str text)
{
    char next = text.len > 1 ? text.at[1] : 0;
    if (str_starts(text, S("<!--")))
        return comment_len(e, text);
    if (!is_letter(next) && next != '/')
        return 1;
    for (size_t i = 1; i < text.len && text.at[i] != '<'; i++) {
        if (text.at[i] == '>')
            return i + 1;
    }
    return 1;
}

static size_t plain_len(struct str text)
{
    size_t len = 0;
    while (len < text.len && text.at[len] != '[' && text.at[len] != '<')
        len++;
    return len;
}

static void expand(struct expanding *e, struct str text)
{
    bool outer_never_ends = e->no_comment_ends;
    e->no_comment_ends = false;
    e->nesting++;
    while (text.len) {
        size_t len = plain_len(text);
        buf_add(e->out, str_from_to(text, 0, len));
        text = str_after(text, len);
        if (!text.len)
            break;
        size_t taken = text.at[0] == '[' ? expand_tag(e, text) : 0;
        if (!taken) {
            taken = text.at[0] == '<' ? html_len(e, text) : 1;
            buf_add(e->out, str_from_to(text, 0, taken));
        }
        text = str_after(text, taken);
    }
    e->nesting--;
    e->no_comment_ends = outer_never_ends;
}

bool shortcode_html(struct job *job, struct str text, const struct shortcode_world *world,
                    struct str *out)
{
    struct buf html;
    if (!str_has(text, '[')) {
        *out = text;
        return true;
    }
    struct closings closings; // some kilobytes, and a text may have many parts
    struct expanding e = {.mem = &job->mem, .world = world, .out = &html, .closings = &closings};
    closings.count = 0;
    buf_start(&html, &job->mem, SHORTCODE_HTML_MAX);
    find_closings(&closings, text);
    expand(&e, text);
    return buf_done(job, &html, out);
}
