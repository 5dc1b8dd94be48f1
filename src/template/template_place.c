// Where in an HTML page are we? A small part of the standard's tokenizer (13.2.5), enough to know
// which escape fits a hole, and strict where the standard is forgiving: the templates are ours.
#include "template/internal.h"

enum place_state {
    IN_TEXT,    // of an element
    IN_RCDATA,  // <title>, <textarea>: references, no tags
    IN_RAW,     // <script>, <style>…: neither
    IN_JSON,    // <script type="application/ld+json">
    IN_VALUE,   // of an attribute, quoted
    BETWEEN,    // attributes, inside a tag
    AFTER_WORD, // a name ended with a section's border: a space or > must follow
    // Above, sections and partials may begin and end; below, not.
    TAG_OPEN,
    END_TAG_OPEN,
    TAG_NAME,
    ATTRIBUTE_NAME,
    AFTER_NAME,
    BEFORE_VALUE,
    UNQUOTED,
    MARKUP,
    COMMENT,
    BOGUS,
    STATES_COUNT
};

enum { VALUE_TEXT_ANY, VALUE_URL, VALUE_URL_LIST, VALUE_EVENT, VALUE_STYLE, VALUE_DOCUMENT };
enum { URL_FRONT, URL_OPEN, URL_SAFE }; // nothing decided; a hole was there; the scheme is over
enum { WORD_FULL = 255 };               // longer than anything we look for, or not known
enum { COMMENT_FRONT = 4, COMMENT_FRONT_DASH, COMMENT_BANG }; // beside the count of dashes

static char lower(char c)
{
    return (char)(c >= 'A' && c <= 'Z' ? c + 32 : c);
}

static bool is_space(char c)
{
    return c == ' ' || c == '\t' || c == '\n' || c == '\r' || c == '\f';
}

static void word_add(struct place *p, char c)
{
    if (p->word_len < sizeof(p->word))
        p->word[p->word_len++] = lower(c);
    else
        p->word_len = WORD_FULL;
}

static void word_clear(struct place *p)
{
    p->word_len = 0;
    memset(p->word, 0, sizeof(p->word));
}

static void word_forget(struct place *p)
{
    word_clear(p);
    p->word_len = WORD_FULL;
}

static struct str word(const struct place *p)
{
    return p->word_len == WORD_FULL ? S("?") : (struct str){p->word, p->word_len};
}

static bool is_tag(const struct place *p, struct str name)
{
    return p->tag_len == name.len && memcmp(p->tag, name.at, name.len) == 0;
}

static bool is_one_of(struct str name, const struct str *names, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        if (str_eq(name, names[i]))
            return true;
    }
    return false;
}

// ── text and what looks like it ───────────────────────────────────────────────────────────────

static const char *in_text(struct place *p, char c)
{
    if (c == '<')
        p->state = TAG_OPEN;
    return NULL;
}

static void tag_begin(struct place *p, char first, bool closing)
{
    *p = (struct place){.state = TAG_NAME, .closing = closing, .tag_len = 1};
    p->tag[0] = lower(first);
}

static void tag_end(struct place *p)
{
    static const struct str raw[] = {S("style"),   S("xmp"),      S("iframe"),
                                     S("noembed"), S("noframes"), S("plaintext")};
    struct str name = {p->tag, p->tag_len <= sizeof(p->tag) ? p->tag_len : 0};
    struct place after = {.state = IN_TEXT};
    if (!p->closing && is_tag(p, S("script")))
        after.state = p->is_json ? IN_JSON : IN_RAW;
    else if (!p->closing && (is_tag(p, S("title")) || is_tag(p, S("textarea"))))
        after.state = IN_RCDATA;
    else if (!p->closing && is_one_of(name, raw, ARRAY_LEN(raw)))
        after.state = IN_RAW;
    if (after.state != IN_TEXT) { // its end tag must be known again
        after.tag_len = p->tag_len;
        memcpy(after.tag, p->tag, sizeof(after.tag));
    }
    *p = after;
}

static const char *tag_open(struct place *p, char c)
{
    if (is_letter(c)) {
        tag_begin(p, c, false);
    } else if (c == '/') {
        p->state = END_TAG_OPEN;
    } else if (c == '!') {
        *p = (struct place){.state = MARKUP};
    } else if (c == '?') {
        p->state = BOGUS;
    } else {
        p->state = IN_TEXT;
        return in_text(p, c);
    }
    return NULL;
}

static const char *end_tag_open(struct place *p, char c)
{
    if (is_letter(c))
        tag_begin(p, c, true);
    else
        p->state = c == '>' ? IN_TEXT : BOGUS;
    return NULL;
}

// <title>, <textarea>, <script> and the like end at their own end tag only. `matched` counts the
// characters of "</name" seen so far.
static const char *in_raw(struct place *p, char c)
{
    if (p->matched == 2u + p->tag_len && (is_space(c) || c == '/' || c == '>')) {
        p->closing = true;
        p->state = BETWEEN;
        p->matched = 0;
        if (c == '>')
            tag_end(p);
        return NULL;
    }
    if (p->matched == 1 && c == '!' && is_tag(p, S("script")))
        return "\"<!\" in a script changes how it is read: write it otherwise";
    bool goes_on =
        (p->matched == 0 && c == '<') || (p->matched == 1 && c == '/') ||
        (p->matched >= 2 && p->matched < 2u + p->tag_len && lower(c) == p->tag[p->matched - 2]);
    p->matched = goes_on ? p->matched + 1 : c == '<';
    return NULL;
}

static const char *in_rcdata(struct place *p, char c)
{
    unsigned matched = p->matched;
    const char *why = in_raw(p, c);
    if (!why && matched > 0 && p->matched <= 1 && p->state == IN_RCDATA)
        return "a < in <title> or <textarea> is written &lt;";
    return why;
}

static const char *in_json(struct place *p, char c)
{
    if (p->json_string && p->json_escape)
        p->json_escape = false;
    else if (p->json_string && c == '\\')
        p->json_escape = true;
    else if (c == '"')
        p->json_string = !p->json_string;
    return in_raw(p, c);
}

// ── tags and attributes ───────────────────────────────────────────────────────────────────────

static const char *tag_name(struct place *p, char c)
{
    if (is_space(c) || c == '/')
        p->state = BETWEEN;
    else if (c == '>')
        tag_end(p);
    else if (p->tag_len < sizeof(p->tag))
        p->tag[p->tag_len++] = lower(c);
    else
        p->tag_len = WORD_FULL; // longer than any name that matters
    return NULL;
}

static void name_begin(struct place *p, char first)
{
    p->state = ATTRIBUTE_NAME;
    p->attribute = p->url = 0;
    p->is_type = false;
    word_clear(p);
    word_add(p, first);
}

static uint8_t attribute_of(struct str name)
{
    static const struct str urls[] = {
        S("href"),    S("src"),      S("action"),     S("formaction"), S("poster"),   S("cite"),
        S("data"),    S("manifest"), S("background"), S("longdesc"),   S("codebase"), S("classid"),
        S("archive"), S("profile"),  S("icon"),       S("dynsrc"),     S("lowsrc")};
    static const struct str lists[] = {S("srcset"), S("imagesrcset"), S("ping"),
                                       S("attributionsrc")};
    // The last four: <animate attributeName=href to=…> of SVG sets a URL without saying so.
    static const struct str documents[] = {
        S("srcdoc"), S("http-equiv"), S("attributename"), S("to"), S("from"), S("by"), S("values")};
    struct str prefix, rest = name; // xlink:href
    while (str_split(rest, ':', &prefix, &rest))
        ;
    if (str_starts(rest, S("on")))
        return VALUE_EVENT;
    if (str_is(rest, "style"))
        return VALUE_STYLE;
    if (is_one_of(rest, documents, ARRAY_LEN(documents)))
        return VALUE_DOCUMENT;
    if (is_one_of(rest, lists, ARRAY_LEN(lists)))
        return VALUE_URL_LIST;
    return is_one_of(rest, urls, ARRAY_LEN(urls)) ? VALUE_URL : VALUE_TEXT_ANY;
}

static void name_end(struct place *p)
{
    struct str name = {p->word, p->word_len == WORD_FULL ? sizeof(p->word) : p->word_len};
    p->attribute = attribute_of(name);
    p->is_type = is_tag(p, S("script")) && str_is(name, "type") && !p->type_seen;
    p->type_seen |= p->is_type;
    word_clear(p);
}

// Between attributes nothing of the last one matters.
static void between(struct place *p)
{
    p->state = BETWEEN;
    p->attribute = p->url = 0;
    p->quote = 0;
    p->is_type = false;
    word_clear(p);
}

static const char *between_attributes(struct place *p, char c)
{
    if (is_space(c) || c == '/')
        return NULL;
    if (c == '>')
        tag_end(p);
    else if (c == '=' || c == '"' || c == '\'' || c == '<')
        return "an attribute's name cannot begin like this";
    else
        name_begin(p, c);
    return NULL;
}

static const char *after_word(struct place *p, char c)
{
    if (!is_space(c) && c != '/' && c != '>')
        return "here a section has ended or begun right behind a name: begin what follows with a "
               "space, as in <li{{#x}} hidden{{/x}} class=…";
    p->state = BETWEEN;
    return between_attributes(p, c);
}

static const char *attribute_name(struct place *p, char c)
{
    if (c == '"' || c == '\'' || c == '<')
        return "a quote or < in an attribute's name";
    if (!is_space(c) && c != '/' && c != '>' && c != '=') {
        word_add(p, c);
        return NULL;
    }
    name_end(p);
    p->state = c == '=' ? BEFORE_VALUE : AFTER_NAME;
    if (c == '/' || c == '>') {
        between(p);
        return between_attributes(p, c);
    }
    return NULL;
}

static const char *after_name(struct place *p, char c)
{
    if (c == '=') {
        p->state = BEFORE_VALUE;
        return NULL;
    }
    if (is_space(c))
        return NULL;
    between(p);
    return between_attributes(p, c);
}

static const char *before_value(struct place *p, char c)
{
    if (is_space(c))
        return NULL;
    if (c == '>') {
        tag_end(p);
        return NULL;
    }
    p->state = c == '"' || c == '\'' ? IN_VALUE : UNQUOTED;
    if (p->state == IN_VALUE)
        p->quote = c;
    else
        word_add(p, c);
    return NULL;
}

static void value_end(struct place *p)
{
    if (p->is_type)
        p->is_json = str_is(word(p), "application/ld+json") || str_is(word(p), "application/json");
    between(p);
}

static const char *unquoted(struct place *p, char c)
{
    if (is_space(c)) {
        value_end(p);
    } else if (c == '>') {
        value_end(p);
        tag_end(p);
    } else {
        word_add(p, c);
    }
    return NULL;
}

static bool is_running_scheme(struct str scheme)
{
    return str_is(scheme, "javascript") || str_is(scheme, "data") || str_is(scheme, "vbscript");
}

static const char *in_url(struct place *p, char c)
{
    if (c == '/' || c == '?' || c == '#')
        p->url = URL_SAFE;
    else if (c == ':' && p->url == URL_OPEN)
        return "the scheme of a URL cannot come from a hole: write it out, or put the whole URL "
               "into the value";
    else if (c == '&' && p->url != URL_SAFE)
        return "write the front of a URL without references";
    else if (c == ':' && p->url == URL_FRONT && is_running_scheme(word(p)))
        p->attribute = VALUE_EVENT; // literal javascript: is the author's; a hole in it is refused
    else if (c == ':')
        p->url = URL_SAFE;
    else if ((unsigned char)c > ' ')
        word_add(p, c);
    return NULL;
}

static const char *in_value(struct place *p, char c)
{
    if (c == p->quote)
        value_end(p);
    else if (p->attribute == VALUE_URL)
        return in_url(p, c);
    else
        word_add(p, c);
    return NULL;
}

// ── <! … > ────────────────────────────────────────────────────────────────────────────────────

static const char *markup(struct place *p, char c)
{
    if (c == '[')
        return "<![CDATA[ is not read alike everywhere: write it otherwise";
    if (c == '-' && p->word_len == 0) {
        word_add(p, c);
        return NULL;
    }
    bool is_comment = c == '-';
    *p = (struct place){.state = is_comment ? COMMENT : c == '>' ? IN_TEXT : BOGUS};
    p->matched = is_comment ? COMMENT_FRONT : 0;
    return NULL;
}

// Ends: "-->", "--!>", and right at its front ">" and "->".
static const char *comment(struct place *p, char c)
{
    unsigned seen = p->matched;
    if (c == '>' && seen >= 2) {
        *p = (struct place){.state = IN_TEXT};
        return NULL;
    }
    if (c == '-')
        p->matched = seen == COMMENT_FRONT ? COMMENT_FRONT_DASH : seen == 0 ? 1 : 2;
    else
        p->matched = c == '!' && seen == 2 ? COMMENT_BANG : 0;
    if (seen == COMMENT_BANG && c == '-')
        p->matched = 1;
    return NULL;
}

static const char *bogus(struct place *p, char c)
{
    if (c == '>')
        *p = (struct place){.state = IN_TEXT};
    return NULL;
}

// ── what the compiler asks ────────────────────────────────────────────────────────────────────

// Each returns what is wrong, or NULL.
static const char *(*const step[STATES_COUNT])(struct place *, char) = {
    [IN_TEXT] = in_text,
    [IN_RCDATA] = in_rcdata,
    [IN_RAW] = in_raw,
    [IN_JSON] = in_json,
    [IN_VALUE] = in_value,
    [BETWEEN] = between_attributes,
    [AFTER_WORD] = after_word,
    [TAG_OPEN] = tag_open,
    [END_TAG_OPEN] = end_tag_open,
    [TAG_NAME] = tag_name,
    [ATTRIBUTE_NAME] = attribute_name,
    [AFTER_NAME] = after_name,
    [BEFORE_VALUE] = before_value,
    [UNQUOTED] = unquoted,
    [MARKUP] = markup,
    [COMMENT] = comment,
    [BOGUS] = bogus,
};

static const char *const state_names[STATES_COUNT] = {
    [IN_TEXT] = "the text of an element",
    [IN_RCDATA] = "a <title> or <textarea>",
    [IN_RAW] = "a script or style",
    [IN_JSON] = "JSON in a script",
    [IN_VALUE] = "a quoted attribute",
    [BETWEEN] = "a tag, between attributes",
    [AFTER_WORD] = "a tag, behind a name",
    [TAG_OPEN] = "the beginning of a tag",
    [END_TAG_OPEN] = "the beginning of an end tag",
    [TAG_NAME] = "a tag's name",
    [ATTRIBUTE_NAME] = "an attribute's name",
    [AFTER_NAME] = "a tag, behind an attribute's name",
    [BEFORE_VALUE] = "an attribute without quotes",
    [UNQUOTED] = "an attribute without quotes",
    [MARKUP] = "a <!…>",
    [COMMENT] = "a comment",
    [BOGUS] = "a <!…> or <?…>",
};

const char *place_name(const struct place *place)
{
    return state_names[place->state];
}

bool place_pass(struct place *place, struct str text, size_t *done, const char **why)
{
    for (size_t i = 0; i < text.len; i++) {
        *why = step[place->state](place, text.at[i]);
        if (*why) {
            *done = i;
            return false;
        }
    }
    *done = text.len;
    return true;
}

static bool hole_in_value(struct place *p, enum escape *as, const char **why)
{
    if (p->attribute == VALUE_EVENT || p->attribute == VALUE_STYLE ||
        p->attribute == VALUE_DOCUMENT) {
        *why = p->attribute == VALUE_EVENT   ? "a hole in a script (an event or javascript:)"
               : p->attribute == VALUE_STYLE ? "a hole in a style attribute"
                                             : "a hole in an attribute that holds markup or names "
                                               "another attribute";
        return false;
    }
    *as = p->attribute == VALUE_URL        ? AS_URL
          : p->attribute == VALUE_URL_LIST ? AS_URL_LIST
                                           : AS_ATTRIBUTE;
    if (p->url == URL_FRONT)
        p->url = URL_OPEN;
    word_forget(p);
    return true;
}

bool place_hole(struct place *p, enum escape *as, const char **why)
{
    if (p->state == IN_VALUE)
        return hole_in_value(p, as, why);
    if (p->state == IN_JSON && p->json_string)
        *why = "a hole in a JSON string: leave the quotes out, the hole writes them";
    else if (p->matched > 0 ||
             (p->state != IN_TEXT && p->state != IN_RCDATA && p->state != IN_JSON))
        *why = "a hole in a script, style, comment, name or unquoted attribute";
    else
        *as = p->state == IN_TEXT ? AS_TEXT : p->state == IN_JSON ? AS_JSON : AS_ATTRIBUTE;
    return *why == NULL;
}

bool place_settle(struct place *p, const char **why)
{
    if (p->state == TAG_NAME)
        p->state = AFTER_WORD;
    if (p->state == ATTRIBUTE_NAME || p->state == AFTER_NAME) {
        uint8_t was = p->state;
        if (was == ATTRIBUTE_NAME)
            name_end(p);
        between(p);
        p->state = was == ATTRIBUTE_NAME ? AFTER_WORD : BETWEEN;
    }
    if (p->state == IN_VALUE)
        word_forget(p); // what a section adds is not known
    if (p->state > AFTER_WORD || p->matched > 0)
        *why = "a section or partial cannot begin or end there";
    return *why == NULL;
}

static bool is_in_tag(const struct place *p)
{
    return p->state == BETWEEN || p->state == AFTER_WORD;
}

bool place_join(const struct place *a, const struct place *b, struct place *out)
{
    struct place x = *a, y = *b;
    if (is_in_tag(&x) && is_in_tag(&y) && x.state != y.state)
        x.state = y.state = AFTER_WORD;
    if (x.url != y.url) // the one where less is certain
        x.url = y.url = x.url == URL_OPEN || y.url == URL_OPEN ? URL_OPEN : URL_FRONT;
    x.type_seen = y.type_seen = x.type_seen || y.type_seen;
    x.is_json = y.is_json = x.is_json && y.is_json;
    if (memcmp(&x, &y, sizeof(x)) != 0)
        return false;
    *out = x;
    return true;
}
