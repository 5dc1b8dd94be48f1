// Blank lines become paragraphs, line ends become breaks.
#include "wire/wxr_html.h"

enum { DEPTH_MAX = 64, HTML_MAX = 48 << 20 };

enum text_kind {
    TEXT_FLOWS, // in paragraphs
    TEXT_BARE,  // without them: in a heading, an item, a cell
    TEXT_RAW,   // as it is: nothing in it is ours
};

static const struct {
    struct str name;
    enum text_kind inside;
} blocks[] = {
#define BLOCK(name, inside)                                                                        \
    {                                                                                              \
        {name, sizeof(name) - 1}, inside                                                           \
    }
    BLOCK("p", TEXT_BARE),        BLOCK("div", TEXT_FLOWS),       BLOCK("blockquote", TEXT_FLOWS),
    BLOCK("ul", TEXT_BARE),       BLOCK("ol", TEXT_BARE),         BLOCK("li", TEXT_BARE),
    BLOCK("h1", TEXT_BARE),       BLOCK("h2", TEXT_BARE),         BLOCK("h3", TEXT_BARE),
    BLOCK("h4", TEXT_BARE),       BLOCK("h5", TEXT_BARE),         BLOCK("h6", TEXT_BARE),
    BLOCK("figure", TEXT_BARE),   BLOCK("figcaption", TEXT_BARE), BLOCK("table", TEXT_BARE),
    BLOCK("thead", TEXT_BARE),    BLOCK("tbody", TEXT_BARE),      BLOCK("tfoot", TEXT_BARE),
    BLOCK("tr", TEXT_BARE),       BLOCK("td", TEXT_BARE),         BLOCK("th", TEXT_BARE),
    BLOCK("caption", TEXT_BARE),  BLOCK("colgroup", TEXT_BARE),   BLOCK("dl", TEXT_BARE),
    BLOCK("dt", TEXT_BARE),       BLOCK("dd", TEXT_BARE),         BLOCK("address", TEXT_FLOWS),
    BLOCK("article", TEXT_FLOWS), BLOCK("aside", TEXT_FLOWS),     BLOCK("section", TEXT_FLOWS),
    BLOCK("header", TEXT_FLOWS),  BLOCK("footer", TEXT_FLOWS),    BLOCK("main", TEXT_FLOWS),
    BLOCK("nav", TEXT_FLOWS),     BLOCK("form", TEXT_FLOWS),      BLOCK("fieldset", TEXT_FLOWS),
    BLOCK("legend", TEXT_BARE),   BLOCK("details", TEXT_FLOWS),   BLOCK("summary", TEXT_BARE),
    BLOCK("center", TEXT_FLOWS),  BLOCK("object", TEXT_RAW),      BLOCK("select", TEXT_RAW),
    BLOCK("pre", TEXT_RAW),       BLOCK("script", TEXT_RAW),      BLOCK("style", TEXT_RAW),
    BLOCK("textarea", TEXT_RAW),  BLOCK("svg", TEXT_RAW),         BLOCK("math", TEXT_RAW),
    BLOCK("noscript", TEXT_RAW),  BLOCK("hr", TEXT_BARE),         BLOCK("col", TEXT_BARE),
#undef BLOCK
};

struct autop {
    struct buf out;
    size_t open[DEPTH_MAX]; // indices in blocks[]
    size_t depth;
    bool in_paragraph;               // one of ours
    bool has_text;                   // something stands in it, or in the bare element
    int breaks;                      // line ends that wait for what follows
    bool no_comment_ends, no_quotes; // not looked for again
};

// ── tags ──────────────────────────────────────────────────────────────────────────────────────

struct tag {
    struct str whole, name; // name: small letters
    bool closing, is_block;
    size_t block;
};

// To the ">", which does not count inside quotes; 0: this is no tag. A quote that nothing ends is
// met once in a text: from there on they are not looked at.
static size_t tag_len(struct autop *a, struct str text)
{
    char quote = 0;
    for (size_t i = 1; i < text.len; i++) {
        char c = text.at[i];
        if (quote)
            quote = c == quote ? 0 : quote;
        else if (!a->no_quotes && (c == '"' || c == '\'') && text.at[i - 1] == '=')
            quote = c;
        else if (c == '<')
            return 0;
        else if (c == '>')
            return i + 1;
    }
    bool again = quote && !a->no_quotes;
    a->no_quotes |= quote != 0;
    return again ? tag_len(a, text) : 0;
}

static bool find_block(struct str name, size_t *out)
{
    for (size_t i = 0; i < ARRAY_LEN(blocks); i++) {
        if (!str_eq_nocase(name, blocks[i].name))
            continue;
        *out = i;
        return true;
    }
    return false;
}

static bool parse_tag(struct autop *a, struct str text, struct tag *out)
{
    struct tag tag = {.closing = str_starts(text, S("</"))};
    size_t start = tag.closing ? 2 : 1, end = start;
    while (end < text.len &&
           (is_letter(text.at[end]) || (end > start && text.at[end] >= '0' && text.at[end] <= '9')))
        end++;
    size_t len = end > start ? tag_len(a, text) : 0;
    if (!len)
        return false;
    tag.whole = str_from_to(text, 0, len);
    tag.name = str_from_to(text, start, end);
    tag.is_block = find_block(tag.name, &tag.block);
    *out = tag;
    return true;
}

// ── paragraphs ────────────────────────────────────────────────────────────────────────────────

static enum text_kind kind_here(const struct autop *a)
{
    return a->depth ? blocks[a->open[a->depth - 1]].inside : TEXT_FLOWS;
}

static bool is_open(const struct autop *a, const char *name)
{
    return a->depth && str_is(blocks[a->open[a->depth - 1]].name, name);
}

static void end_paragraph(struct autop *a)
{
    if (a->in_paragraph)
        buf_add(&a->out, S("</p>\n"));
    a->in_paragraph = a->has_text = false;
    a->breaks = 0;
}

// Something visible follows: what waited before it is settled.
static void before_text(struct autop *a)
{
    bool flows = kind_here(a) == TEXT_FLOWS;
    if (a->has_text && a->breaks >= 2 && flows)
        end_paragraph(a);
    else if (a->has_text && a->breaks >= 2 && is_open(a, "p"))
        buf_add(&a->out, S("</p>\n<p>"));
    else if (a->has_text && a->breaks)
        buf_add(&a->out, S("<br>\n"));
    a->breaks = 0;
    if (flows && !a->in_paragraph) {
        buf_add(&a->out, S("<p>"));
        a->in_paragraph = true;
    }
    a->has_text = true;
}

// ── what is met ───────────────────────────────────────────────────────────────────────────────

// To the end of what is taken as it is: "</pre>".
static size_t raw_len(struct str text, struct str name)
{
    for (size_t i = 0; i + name.len + 2 < text.len; i++) {
        if (text.at[i] == '<' && text.at[i + 1] == '/' &&
            str_eq_nocase(str_from_to(text, i + 2, i + 2 + name.len), name))
            return i;
    }
    return text.len;
}

// A paragraph ends where a block begins, an item where the next one does.
static void open_block(struct autop *a, const struct tag *tag)
{
    if (is_open(a, "p") || (is_open(a, "li") && str_is(blocks[tag->block].name, "li")))
        a->depth--;
    bool is_empty = str_is(blocks[tag->block].name, "hr") ||
                    str_is(blocks[tag->block].name, "col") || str_ends(tag->whole, S("/>"));
    if (!is_empty && a->depth < DEPTH_MAX)
        a->open[a->depth++] = tag->block;
}

static void close_block(struct autop *a, const struct tag *tag)
{
    for (size_t i = a->depth; i > 0; i--) {
        if (a->open[i - 1] == tag->block) {
            a->depth = i - 1;
            return;
        }
    }
}

static size_t take_block(struct autop *a, const struct tag *tag, struct str text)
{
    size_t len = tag->whole.len;
    end_paragraph(a);
    if (!tag->closing && blocks[tag->block].inside == TEXT_RAW)
        len += raw_len(str_after(text, len), tag->name);
    else if (tag->closing)
        close_block(a, tag);
    else
        open_block(a, tag);
    buf_add(&a->out, str_from_to(text, 0, len));
    return len;
}

static size_t take_tag(struct autop *a, struct str text)
{
    struct tag tag;
    if (!parse_tag(a, text, &tag)) {
        before_text(a);
        buf_add_char(&a->out, '<');
        return 1;
    }
    if (tag.is_block)
        return take_block(a, &tag, text);
    if (str_eq_nocase(tag.name, S("br"))) {
        a->breaks++;
        return tag.whole.len;
    }
    if (!tag.closing || a->breaks)
        before_text(a);
    buf_add(&a->out, tag.whole);
    return tag.whole.len;
}

// <!--more--> and its like part paragraphs; of others nothing is left either.
static size_t take_comment(struct autop *a, struct str text)
{
    ptrdiff_t end = a->no_comment_ends ? -1 : str_find(text, S("-->"));
    if (end < 0) {
        a->no_comment_ends = true;
        return 4;
    }
    struct str said = str_trim(str_from_to(text, 4, (size_t)end));
    if (str_starts(said, S("more")) || str_is(said, "nextpage"))
        a->breaks += 2;
    return (size_t)end + 3;
}

// An address alone on its line, the first thing of a paragraph.
static size_t take_address(struct autop *a, struct str text)
{
    if (kind_here(a) != TEXT_FLOWS || (a->has_text && a->breaks == 0) ||
        (!str_starts(text, S("http://")) && !str_starts(text, S("https://"))))
        return 0;
    size_t len = 0;
    while (len < text.len && (unsigned char)text.at[len] > ' ' && text.at[len] != '<' &&
           text.at[len] != '"')
        len++;
    struct str behind = str_after(text, len);
    while (behind.len && (behind.at[0] == ' ' || behind.at[0] == '\t' || behind.at[0] == '\r'))
        behind = str_after(behind, 1);
    if (behind.len && behind.at[0] != '\n')
        return 0;
    end_paragraph(a);
    buf_add(&a->out, S("<figure class=\"wp-block-embed\"><div class=\"wp-block-embed__wrapper\">"));
    buf_add(&a->out, str_from_to(text, 0, len));
    buf_add(&a->out, S("</div></figure>\n"));
    return len;
}

static size_t take_blanks(struct autop *a, struct str text)
{
    size_t len = 0;
    int lines = 0;
    while (len < text.len && (text.at[len] == ' ' || text.at[len] == '\t' || text.at[len] == '\r' ||
                              text.at[len] == '\n'))
        lines += text.at[len++] == '\n';
    if (lines && a->breaks == 1 && lines == 1)
        return len; // the end of a line right behind <br>
    a->breaks += lines;
    if (!lines && a->has_text && !a->breaks)
        buf_add_char(&a->out, ' ');
    return len;
}

static size_t take_words(struct autop *a, struct str text)
{
    size_t len = take_address(a, text);
    if (len)
        return len;
    while (len < text.len && text.at[len] != '<' && text.at[len] != '\n' && text.at[len] != '\r')
        len++;
    before_text(a);
    buf_add(&a->out, str_from_to(text, 0, len));
    return len;
}

static size_t take_one(struct autop *a, struct str text)
{
    char c = text.at[0];
    if (c == '\n' || c == '\r' || c == ' ' || c == '\t')
        return take_blanks(a, text);
    if (str_starts(text, S("<!--")))
        return take_comment(a, text);
    return c == '<' ? take_tag(a, text) : take_words(a, text);
}

bool wxr_autop(struct job *job, struct str text, struct str *out)
{
    struct autop a = {.depth = 0};
    buf_start(&a.out, &job->mem, HTML_MAX);
    while (text.len)
        text = str_after(text, take_one(&a, text));
    end_paragraph(&a);
    return buf_done(job, &a.out, out);
}
