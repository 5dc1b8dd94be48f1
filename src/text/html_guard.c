// A page's tags are counted before gumbo sees them: some of its loops walk all elements that are
// open, or all attributes, for each new one.
#include "text/html_guard.h"

enum {
    OPEN_MAX = 500,       // as browsers do (512)
    FORMATTING_MAX = 16,  // <b>, <font> … left open are opened again in every paragraph after
    ATTRS_MAX = 100,      // each is compared with those before it
    LOOK_BACK_MAX = 2048, // for the element that an end tag ends
};

struct guard {
    struct arena *mem;
    char *at;
    size_t len, i;
    uint64_t *open; // hashes of names; from OPEN_MAX on their tags are blank
    size_t open_count, open_room;
    uint64_t formatting[FORMATTING_MAX];
    size_t formatting_count, formatting_blank;
    bool has_html, has_body;
};

struct tag {
    size_t start, end; // '<' and after '>'
    struct str name;   // small letters
    bool is_end, closes_itself;
};

static const char *const void_names[] = {
    "area",  "base",  "basefont", "bgsound", "br",   "col",   "embed",  "frame", "hr",  "img",
    "image", "input", "keygen",   "link",    "meta", "param", "source", "track", "wbr", NULL};
// Ended by what follows them: they cannot stand in each other without others between.
static const char *const ended_names[] = {
    "p",     "li",    "dt",      "dd",       "option", "optgroup", "tr", "td",  "th", "tbody",
    "thead", "tfoot", "caption", "colgroup", "rb",     "rt",       "rp", "rtc", NULL};
static const char *const formatting_names[] = {"a",      "b",      "big",  "code", "em",
                                               "font",   "i",      "nobr", "s",    "small",
                                               "strike", "strong", "tt",   "u",    NULL};
static const char *const raw_names[] = {"script", "style",   "textarea", "title",     "xmp",
                                        "iframe", "noembed", "noframes", "plaintext", NULL};

static bool is_one_of(struct str name, const char *const *names)
{
    for (; *names; names++) {
        if (str_is(name, *names))
            return true;
    }
    return false;
}

static bool is_blank(char c)
{
    return c == ' ' || c == '\t' || c == '\n' || c == '\r' || c == '\f';
}

static void blank(struct guard *g, size_t from, size_t to)
{
    memset(g->at + from, ' ', to - from);
}

static void skip_past(struct guard *g, struct str what)
{
    struct str rest = {g->at + g->i, g->len - g->i};
    ptrdiff_t at = str_find(rest, what);
    g->i = at < 0 ? g->len : g->i + (size_t)at + what.len;
}

// ── one tag ───────────────────────────────────────────────────────────────────────────────────

static void skip_value(struct guard *g)
{
    while (g->i < g->len && is_blank(g->at[g->i]))
        g->i++;
    if (g->i < g->len && (g->at[g->i] == '"' || g->at[g->i] == '\'')) {
        char quote[] = {g->at[g->i++], 0};
        skip_past(g, (struct str){quote, 1});
        return;
    }
    while (g->i < g->len && !is_blank(g->at[g->i]) && g->at[g->i] != '>')
        g->i++;
}

static void skip_attr(struct guard *g)
{
    g->i++; // "=" may begin a name
    while (g->i < g->len && !is_blank(g->at[g->i]) && !strchr("/>=", g->at[g->i]))
        g->i++;
    size_t name_end = g->i;
    while (g->i < g->len && is_blank(g->at[g->i]))
        g->i++;
    if (g->i < g->len && g->at[g->i] == '=') {
        g->i++;
        skip_value(g);
    } else {
        g->i = name_end;
    }
}

// Attributes and '>'; those too many are blank.
static void skip_attrs(struct guard *g, struct tag *tag)
{
    for (size_t count = 0; g->i < g->len && g->at[g->i] != '>';) {
        size_t from = g->i;
        tag->closes_itself = g->at[g->i] == '/';
        if (is_blank(g->at[g->i]) || g->at[g->i] == '/') {
            g->i++;
            continue;
        }
        skip_attr(g);
        if (++count > ATTRS_MAX)
            blank(g, from, g->i);
    }
    if (g->i < g->len)
        g->i++;
    tag->end = g->i;
}

static struct tag read_tag(struct guard *g)
{
    struct tag tag = {.start = g->i++};
    static const char ends[] = " \t\n\r\f/>";
    if (g->at[g->i] == '/') {
        tag.is_end = true;
        g->i++;
    }
    size_t from = g->i;
    while (g->i < g->len && g->at[g->i] && !strchr(ends, g->at[g->i]))
        g->i++;
    tag.name = str_lower(g->mem, (struct str){g->at + from, g->i - from});
    skip_attrs(g, &tag);
    return tag;
}

// ── what is open ──────────────────────────────────────────────────────────────────────────────

static ptrdiff_t find_back(const uint64_t *items, size_t count, uint64_t key)
{
    size_t low = count > LOOK_BACK_MAX ? count - LOOK_BACK_MAX : 0;
    for (size_t i = count; i > low; i--) {
        if (items[i - 1] == key)
            return (ptrdiff_t)i - 1;
    }
    return -1;
}

static void remove_at(uint64_t *items, size_t *count, size_t at)
{
    memmove(items + at, items + at + 1, (--*count - at) * sizeof(*items));
}

static void open_element(struct guard *g, const struct tag *tag, uint64_t key)
{
    *list_add(g->mem, &g->open, &g->open_count, &g->open_room) = key;
    if (g->open_count > OPEN_MAX)
        blank(g, tag->start, tag->end);
}

static void close_element(struct guard *g, const struct tag *tag, uint64_t key)
{
    ptrdiff_t at = find_back(g->open, g->open_count, key);
    if (at < 0)
        return;
    g->open_count = (size_t)at;
    if (at >= OPEN_MAX)
        blank(g, tag->start, tag->end);
}

// It stays open until its own end tag, whatever else ends around it.
static void open_formatting(struct guard *g, const struct tag *tag, uint64_t key)
{
    if (str_is(tag->name, "a") || str_is(tag->name, "nobr")) { // ends the one before
        ptrdiff_t at = find_back(g->formatting, g->formatting_count, key);
        if (at >= 0)
            remove_at(g->formatting, &g->formatting_count, (size_t)at);
    }
    if (g->formatting_count == FORMATTING_MAX) {
        g->formatting_blank++;
        blank(g, tag->start, tag->end);
        return;
    }
    g->formatting[g->formatting_count++] = key;
}

static void close_formatting(struct guard *g, const struct tag *tag, uint64_t key)
{
    ptrdiff_t at = find_back(g->formatting, g->formatting_count, key);
    if (g->formatting_blank > 0) {
        g->formatting_blank--;
        blank(g, tag->start, tag->end);
    } else if (at >= 0) {
        remove_at(g->formatting, &g->formatting_count, (size_t)at);
    }
}

// <html> and <body> again: their attributes would be added to those that are there, one by one.
static bool is_again(struct guard *g, struct str name)
{
    bool *has = str_is(name, "html") ? &g->has_html : str_is(name, "body") ? &g->has_body : NULL;
    if (!has || !*has) {
        if (has)
            *has = true;
        return false;
    }
    return true;
}

static bool is_in_drawing(const struct guard *g)
{
    return find_back(g->open, g->open_count, str_hash(S("svg"))) >= 0 ||
           find_back(g->open, g->open_count, str_hash(S("math"))) >= 0;
}

// Up to the end tag of that name, which is left to be read.
static void skip_raw(struct guard *g, struct str name)
{
    while (g->i < g->len && !str_is(name, "plaintext")) {
        struct str rest = {g->at + g->i, g->len - g->i};
        ptrdiff_t at = str_find(rest, S("</"));
        if (at < 0)
            break;
        struct str after = str_after(rest, (size_t)at + 2);
        g->i += (size_t)at;
        if (str_eq_nocase(str_from_to(after, 0, name.len), name) &&
            (after.len == name.len || is_blank(after.at[name.len]) ||
             strchr("/>", after.at[name.len])))
            return;
        g->i += 2;
    }
    g->i = g->len;
}

static void take_tag(struct guard *g)
{
    struct tag tag = read_tag(g);
    uint64_t key = str_hash(tag.name);
    bool formatting = is_one_of(tag.name, formatting_names);
    if (is_one_of(tag.name, void_names) || is_one_of(tag.name, ended_names))
        return;
    if (tag.is_end) {
        formatting ? close_formatting(g, &tag, key) : close_element(g, &tag, key);
    } else if (formatting) {
        open_formatting(g, &tag, key);
    } else if (is_again(g, tag.name)) {
        blank(g, tag.start, tag.end);
    } else if (is_one_of(tag.name, raw_names) && !is_in_drawing(g)) {
        skip_raw(g, tag.name);
    } else if (!tag.closes_itself || !is_in_drawing(g)) {
        open_element(g, &tag, key);
    }
}

static void take_comment(struct guard *g)
{
    struct str rest = {g->at + g->i, g->len - g->i};
    if (!str_starts(rest, S("<!--"))) {
        skip_past(g, S(">"));
        return;
    }
    g->i += 4;
    rest = str_after(rest, 4);
    if (str_starts(rest, S(">")) || str_starts(rest, S("->")))
        return;
    for (size_t from = 0;;) { // once over the bytes, however many comments do not end
        ptrdiff_t at = str_find(str_after(rest, from), S("--"));
        if (at < 0)
            break;
        from += (size_t)at + 1;
        if (str_starts(str_after(rest, from), S("->")) ||
            str_starts(str_after(rest, from), S("-!>"))) {
            g->i += from + 2;
            return;
        }
    }
    g->i = g->len;
}

char *html_guard(struct arena *mem, struct str html, size_t *len)
{
    struct guard g = {.mem = mem, .len = html.len};
    g.at = str_c(mem, html);
    while (g.i + 1 < g.len) {
        char *mark = memchr(g.at + g.i, '<', g.len - g.i);
        if (!mark || mark + 1 == g.at + g.len)
            break;
        g.i = (size_t)(mark - g.at);
        bool is_end = mark[1] == '/' && g.i + 2 < g.len;
        if (is_letter(mark[1]) || (is_end && is_letter(mark[2])))
            take_tag(&g);
        else if (mark[1] == '!')
            take_comment(&g);
        else if (mark[1] == '?' || is_end)
            skip_past(&g, S(">"));
        else
            g.i++;
    }
    *len = html.len;
    return g.at;
}
