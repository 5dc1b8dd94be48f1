// Figures: pictures with their captions, galleries, players, frames; and quotes.
#include "text/html_building.h"

#include "text/html_url.h"
#include "text/unicode.h"
#include "text/url.h"

enum { ADDRESS_BYTES_MAX = 4000 };

// ── what a class says ─────────────────────────────────────────────────────────────────────────

static bool has_any_class(const struct html_node *node, const char *const *names)
{
    if (!node->attrs_count)
        return false;
    for (; *names; names++) {
        if (html_has_class(node, *names))
            return true;
    }
    return false;
}

static bool is_gallery(const struct html_node *node)
{
    static const char *const names[] = {"gallery",
                                        "wp-block-gallery",
                                        "blocks-gallery-grid",
                                        "tiled-gallery",
                                        "wp-block-jetpack-tiled-gallery",
                                        NULL};
    return has_any_class(node, names);
}

static bool is_pullquote(const struct html_node *node)
{
    static const char *const names[] = {"pullquote", "wp-block-pullquote", "pull-quote", NULL};
    return has_any_class(node, names);
}

static bool is_caption(const struct html_node *node)
{
    static const char *const names[] = {"wp-caption-text", "wp-caption-dd", "gallery-caption",
                                        NULL};
    return html_is(node, HTML_FIGCAPTION) || has_any_class(node, names);
}

static bool is_credit(const struct html_node *node)
{
    static const char *const parts[] = {"credit", "copyright", "photographer", "rights"};
    struct str said = html_attr(node, "class"), role = html_attr(node, "itemprop");
    if (html_is(node, HTML_CITE) || html_is(node, HTML_SMALL))
        return true;
    for (size_t i = 0; i < ARRAY_LEN(parts); i++) {
        if (str_find(said, str_from(parts[i])) >= 0 || str_find(role, str_from(parts[i])) >= 0)
            return true;
    }
    return false;
}

bool html_is_figure(const struct html_node *node)
{
    return html_is(node, HTML_FIGURE) || html_has_class(node, "wp-caption") || is_gallery(node) ||
           html_has_class(node, "gallery-item") ||
           (is_pullquote(node) && !html_is(node, HTML_BLOCKQUOTE));
}

// ── captions ──────────────────────────────────────────────────────────────────────────────────

// A picture's whole credit may stand in one caption with what the picture shows.
static struct str text_without(struct arena *mem, const struct html_node *top,
                               const struct html_node *out)
{
    struct buf b;
    buf_start(&b, mem, HTML_INPUT_BYTES_MAX);
    for (const struct html_node *node = html_next(top, top); node;
         node = node == out || node->element->kind == HTML_KIND_NOTHING
                    ? html_next_beside(node, top)
                    : html_next(node, top)) {
        if (node != out && html_is(node, HTML_TEXT))
            html_add_folded(&b, node->text);
        else if (node->element->kind != HTML_KIND_INLINE && node->element->kind != HTML_KIND_LINK)
            html_add_folded(&b, S(" "));
    }
    return text_clean_line(mem, buf_str(&b));
}

static struct html_node *find_caption(const struct html_node *figure)
{
    struct html_node *found = NULL;
    for (struct html_node *node = html_next(figure, figure); node;) {
        if (is_caption(node))
            found = node; // of a gallery the last one: the others are its pictures'
        node = node != figure && html_is_figure(node) ? html_next_beside(node, figure)
                                                      : html_next(node, figure);
    }
    return found;
}

static void read_caption(struct building *b, const struct html_node *node, struct caption *caption)
{
    struct arena *mem = &b->job->mem;
    const struct html_node *credit = html_next(node, node);
    while (credit && !is_credit(credit))
        credit = html_next(credit, node);
    caption->text = html_line(b, text_without(mem, node, credit));
    caption->credit = credit ? html_line(b, html_text(mem, credit)) : STR_NONE;
}

// What has taken no caption leaves it where it stands, as text.
static void put_caption(struct building *b, const struct caption *caption)
{
    if (caption->taken)
        return;
    if (caption->text.len)
        html_put_paragraph(b, caption->text, 0);
    if (caption->credit.len)
        html_put_paragraph(b, caption->credit, 0);
}

static struct str whole_caption(struct building *b, const struct caption *caption)
{
    if (!caption->text.len || !caption->credit.len)
        return caption->text.len ? caption->text : caption->credit;
    return str_printf(&b->job->mem, STR_FMT " " STR_FMT, STR_ARG(caption->text),
                      STR_ARG(caption->credit));
}

static void give_caption(struct building *b, struct block *block)
{
    unsigned attrs = block_rules[block->type].attrs;
    if (!b->caption || b->caption->taken)
        return;
    b->caption->taken = true;
    if (attrs & ATTR_CREDIT) {
        block->caption = b->caption->text;
        block->credit = b->caption->credit;
    } else if (attrs & ATTR_CAPTION) {
        block->caption = whole_caption(b, b->caption);
    } else {
        block->attribution = whole_caption(b, b->caption);
    }
}

// ── pictures, players, frames ─────────────────────────────────────────────────────────────────

static bool is_pixel(const struct html_node *img)
{
    int64_t width, height;
    return parse_int(html_attr(img, "width"), &width) && width <= 1 &&
           parse_int(html_attr(img, "height"), &height) && height <= 1;
}

static bool is_emoji(const struct html_node *img)
{
    static const char *const names[] = {"emoji", "wp-smiley", NULL};
    return has_any_class(img, names);
}

void html_put_image(struct building *b, struct html_node *node, const struct look *look)
{
    struct arena *mem = &b->job->mem;
    struct block picture = {.type = BLOCK_PICTURE};
    struct html_picture asked = {.alt = html_line(b, html_attr(node, "alt")),
                                 .written = str_trim(html_attr(node, "src")),
                                 .class_names = html_attr(node, "class")};
    int64_t id = 0;
    asked.src = html_url_join(mem, b->base, html_image_source(mem, node));
    if (is_emoji(node)) {
        html_add_span(b, asked.alt, look);
        return;
    }
    if (!asked.src.len || !b->intake->picture || is_pixel(node) || str_eq(asked.src, b->picture))
        return; // the last: what lazy loading repeats in <noscript>
    if (b->caption && !b->caption->taken) {
        asked.caption = b->caption->text;
        asked.credit = b->caption->credit;
    }
    b->failed = b->failed || !b->intake->picture(b->job, b->intake->with, &asked, &id);
    if (b->failed || !id)
        return;
    b->picture = asked.src;
    picture.ref = str_printf(mem, "%lld", (long long)id);
    picture.alt = asked.alt;
    give_caption(b, &picture);
    html_put_block(b, picture);
}

// The address of a file or a page to be shown, fit for a block; or empty.
static struct str source_of(struct building *b, struct str said)
{
    struct arena *mem = &b->job->mem;
    struct str url = html_url_join(mem, b->base, said);
    if (str_starts(url, S("//")))
        url = str_join(mem, S("https:"), url);
    return is_absolute_http(url) || (is_link_safe(url) && url.at[0] == '/') ? url : STR_NONE;
}

void html_put_player(struct building *b, struct html_node *node, const struct look *look)
{
    struct block player = {.type = html_is(node, HTML_VIDEO) ? BLOCK_VIDEO : BLOCK_AUDIO};
    const struct html_node *source = html_find(node, HTML_SOURCE);
    player.ref = source_of(b, html_attr(node, "src"));
    if (!player.ref.len && source)
        player.ref = source_of(b, html_attr(source, "src"));
    if (!player.ref.len)
        return;
    struct str label = html_attr(node, "aria-label");
    player.alt = html_line(b, label.len ? label : html_attr(node, "title"));
    give_caption(b, &player);
    html_put_block(b, player);
}

// Players as they are framed, and the page a reader is better sent to.
static const struct {
    const char *frame, *page;
} frames[] = {{"https://www.youtube.com/embed/", "https://www.youtube.com/watch?v="},
              {"https://www.youtube-nocookie.com/embed/", "https://www.youtube.com/watch?v="},
              {"https://player.vimeo.com/video/", "https://vimeo.com/"},
              {"https://www.dailymotion.com/embed/video/", "https://www.dailymotion.com/video/"}};

static struct str page_of_frame(struct arena *mem, struct str url)
{
    if (str_starts(url, S("http://")))
        url = str_join(mem, S("https://"), str_after(url, 7));
    for (size_t i = 0; i < ARRAY_LEN(frames); i++) {
        struct str frame = str_from(frames[i].frame), id, rest;
        if (!str_starts(url, frame))
            continue;
        id = str_after(url, frame.len);
        str_split(id, '?', &id, &rest);
        return str_join(mem, str_from(frames[i].page), id);
    }
    return url;
}

void html_put_frame(struct building *b, struct html_node *node, const struct look *look)
{
    struct block embed = {.type = BLOCK_EMBED};
    struct str said = html_attr(node, "src"), lazy = html_attr(node, "data-src");
    embed.ref = source_of(b, lazy.len ? lazy : said);
    if (!embed.ref.len || is_pixel(node))
        return;
    embed.ref = page_of_frame(&b->job->mem, embed.ref);
    embed.title = html_line(b, html_attr(node, "title"));
    give_caption(b, &embed);
    html_put_block(b, embed);
}

// WordPress keeps an embed as the address alone; a page it has made holds a frame instead.
static bool put_address(struct building *b, const struct html_node *figure)
{
    struct block embed = {.type = BLOCK_EMBED};
    struct str said = STR_NONE;
    if (html_has_class(figure, "wp-block-embed"))
        said = str_trim(html_text_start(&b->job->mem, figure, ADDRESS_BYTES_MAX));
    if (!is_absolute_http(said))
        return false;
    embed.ref = page_of_frame(&b->job->mem, said);
    give_caption(b, &embed);
    html_put_block(b, embed);
    return true;
}

// ── quotes ────────────────────────────────────────────────────────────────────────────────────

static bool has_text(const struct html_node *top)
{
    for (const struct html_node *node = top; node; node = html_next(node, top)) {
        if (str_trim(node->text).len)
            return true;
    }
    return false;
}

static bool is_alone(const struct html_node *node)
{
    for (const struct html_node *one = node->in->first; one; one = one->next) {
        if (one != node && (!html_is(one, HTML_TEXT) || str_trim(one->text).len))
            return false;
    }
    return true;
}

static bool is_own_line(const struct html_node *node, const struct html_node *quote)
{
    return html_is(node, HTML_FOOTER) ||
           (html_is(node, HTML_CITE) && (node->in == quote || is_alone(node)));
}

// Who is quoted: a <footer> or <cite> with nothing to be read behind it, in a line of its own.
static struct html_node *find_attribution(const struct html_node *quote)
{
    struct html_node *found = NULL, *next;
    for (struct html_node *node = html_next(quote, quote); node; node = next) {
        bool own_line = is_own_line(node, quote);
        next = own_line ? html_next_beside(node, quote) : html_next(node, quote);
        if (own_line && (!found || has_text(node)))
            found = node;
        else if (!own_line && str_trim(node->text).len)
            found = NULL;
    }
    return found;
}

static struct str without_dash(struct str text)
{
    static const char *const dashes[] = {"\u2014", "\u2013", "\u2015", "--", "-", "~"};
    for (size_t i = 0; i < ARRAY_LEN(dashes); i++) {
        if (str_starts(text, str_from(dashes[i])))
            return str_trim(str_after(text, strlen(dashes[i])));
    }
    return text;
}

static void put_pullquote(struct building *b, struct html_node *node, const struct look *look)
{
    struct block quote = {.type = BLOCK_PULLQUOTE};
    struct html_node *cite = html_find(node, HTML_CITE);
    struct str attribution = cite ? html_text(&b->job->mem, cite) : STR_NONE;
    if (cite)
        html_unlink(cite);
    html_take_text(b, node, look, &quote);
    quote.attribution = html_line(b, attribution);
    if (quote.spans_count)
        html_put_block(b, quote);
    else if (quote.attribution.len)
        html_put_paragraph(b, quote.attribution, 0);
    html_put_after(b);
}

void html_put_quote(struct building *b, struct html_node *node, const struct look *look)
{
    struct look inside = html_look_inside(b, node, look);
    struct block quote = {.type = BLOCK_QUOTE};
    if (is_pullquote(node)) {
        html_end_paragraph(b);
        put_pullquote(b, node, &inside);
        return;
    }
    bool may_open = html_may_open(b, BLOCK_QUOTE);
    struct html_node *who = may_open ? find_attribution(node) : NULL;
    if (who) {
        quote.attribution = html_line(b, without_dash(html_text(&b->job->mem, who)));
        html_unlink(who);
    } else if (may_open) {
        give_caption(b, &quote);
    }
    if (may_open && html_put_held(b, quote, node, &inside))
        return;
    html_end_paragraph(b);
    if (!may_open)
        html_put_children(b, node, &inside);
    else if (quote.attribution.len)
        html_put_paragraph(b, quote.attribution, 0);
    html_end_paragraph(b);
}

// ── figures ───────────────────────────────────────────────────────────────────────────────────

static void put_gallery(struct building *b, struct html_node *node, const struct look *look)
{
    struct block gallery = {.type = BLOCK_GALLERY};
    if (b->caption)
        give_caption(b, &gallery);
    bool may_open = html_may_open(b, BLOCK_GALLERY);
    if (may_open && html_put_held(b, gallery, node, look))
        return;
    if (!may_open)
        html_put_children(b, node, look);
    if (gallery.caption.len)
        html_put_paragraph(b, gallery.caption, 0);
}

void html_put_figure(struct building *b, struct html_node *node, const struct look *look)
{
    struct look inside = html_look_inside(b, node, look);
    struct caption caption = {0}, *outer = b->caption;
    struct html_node *said = find_caption(node);
    html_end_paragraph(b);
    if (is_pullquote(node)) {
        put_pullquote(b, node, &inside);
        return;
    }
    if (said) {
        read_caption(b, said, &caption);
        html_unlink(said);
    }
    b->caption = said ? &caption : NULL;
    if (is_gallery(node) && b->in->type != BLOCK_GALLERY)
        put_gallery(b, node, &inside);
    else if (!put_address(b, node))
        html_put_children(b, node, &inside);
    html_end_paragraph(b);
    b->caption = outer;
    put_caption(b, &caption);
}
