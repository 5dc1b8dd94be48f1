// Mustache source to nodes. The spec's rules about lines live here: a tag alone on its line takes
// the line with it, and what a nested template inherits as indentation is noted on the node.
#include "template/internal.h"

#include <stdarg.h>

struct parser {
    struct arena *mem;
    struct str name, text; // the template
    size_t at;
    int line;
    struct str open, close; // delimiters
    bool has_lines;         // note where lines begin (not in HTML)
    bool at_line_start;     // nothing of this line has been taken yet
    int depth;
    char *error;
};

struct tag {
    char sign; // '#', '^', '/', '>', '<', '$', '!', '=', '&' or 0 for a plain hole
    struct str name;
    size_t start, end; // in the source, delimiters included
    int line;
    bool is_override; // a block right inside a parent tag
};

// The nodes of one level, while they are collected.
struct nodes {
    struct node *first, **end;
};

static bool parse_level(struct parser *p, const struct tag *opened, struct node **out);

static bool fail(struct parser *p, int line, const char *fmt, ...) PRINTF_LIKE(3, 4);
static bool fail(struct parser *p, int line, const char *fmt, ...)
{
    va_list args;
    int len =
        snprintf(p->error, FAULT_TEXT_MAX,
                 "template " STR_FMT ", line %d: ", STR_ARG(str_from_to(p->name, 0, 100)), line);
    va_start(args, fmt);
    vsnprintf(p->error + len, FAULT_TEXT_MAX - (size_t)len, fmt, args);
    va_end(args);
    return false;
}

#define NAME_ARG(name) STR_ARG(str_from_to((name), 0, 60))

static struct node *add_node(struct parser *p, struct nodes *to, enum node_kind kind, int line)
{
    struct node *node = arena_new(p->mem, struct node);
    node->kind = kind;
    node->line = line;
    *to->end = node;
    to->end = &node->next;
    return node;
}

// ── lines ─────────────────────────────────────────────────────────────────────────────────────

static bool is_blank(char c)
{
    return c == ' ' || c == '\t';
}

// Is there nothing but blanks between the start of the line and `at`? They are the margin.
static bool find_margin(const struct parser *p, size_t at, struct str *margin)
{
    size_t start = at;
    while (start > 0 && is_blank(p->text.at[start - 1]))
        start--;
    if (start > 0 && p->text.at[start - 1] != '\n')
        return false;
    *margin = str_from_to(p->text, start, at);
    return true;
}

// Is there nothing but blanks between `at` and the end of the line? *next is where the next begins.
static bool find_line_end(const struct parser *p, size_t at, size_t *next)
{
    while (at < p->text.len && is_blank(p->text.at[at]))
        at++;
    if (at + 1 < p->text.len && p->text.at[at] == '\r' && p->text.at[at + 1] == '\n')
        at++;
    if (at < p->text.len && p->text.at[at] != '\n')
        return false;
    *next = at < p->text.len ? at + 1 : at;
    return true;
}

static void take_to(struct parser *p, size_t at)
{
    for (; p->at < at; p->at++)
        p->line += p->text.at[p->at] == '\n';
}

static void take_line(struct parser *p, size_t next)
{
    take_to(p, next);
    p->at_line_start = true;
}

static void begin_line(struct parser *p, struct nodes *to)
{
    if (p->has_lines && p->at_line_start)
        add_node(p, to, NODE_LINE, p->line);
    p->at_line_start = false;
}

static void add_text(struct parser *p, struct nodes *to, struct str text, int line)
{
    if (text.len)
        add_node(p, to, NODE_TEXT, line)->text = text;
}

// The source up to `end` is literal. Where lines count it is cut up, an empty line has no start.
static void take_text(struct parser *p, struct nodes *to, size_t end)
{
    while (p->has_lines && p->at < end) {
        struct str rest = str_from_to(p->text, p->at, end);
        ptrdiff_t line_end = str_find_char(rest, '\n');
        size_t len = line_end < 0 ? rest.len : (size_t)line_end + 1;
        if (rest.at[0] != '\n' && rest.at[0] != '\r')
            begin_line(p, to);
        add_text(p, to, str_from_to(rest, 0, len), p->line);
        take_to(p, p->at + len);
        p->at_line_start = line_end >= 0;
    }
    add_text(p, to, str_from_to(p->text, p->at, end), p->line);
    if (p->at < end)
        p->at_line_start = p->text.at[end - 1] == '\n';
    take_to(p, end);
}

// ── tags ──────────────────────────────────────────────────────────────────────────────────────

static bool is_name(struct str name)
{
    for (size_t i = 0; i < name.len; i++) {
        if ((unsigned char)name.at[i] <= ' ')
            return false;
    }
    return name.len > 0;
}

static struct str rest_of(const struct parser *p, size_t at)
{
    return str_after(p->text, at);
}

// How the tag that starts with this sign ends: {{{x}}} and {{=x=}} carry one sign more.
static struct str tag_ending(struct parser *p, char sign)
{
    if (sign != '{' && sign != '=')
        return p->close;
    return str_join(p->mem, sign == '{' ? S("}") : S("="), p->close);
}

static int line_of(const struct parser *p, size_t start)
{
    int line = p->line;
    for (size_t i = p->at; i < start; i++)
        line += p->text.at[i] == '\n';
    return line;
}

static bool read_tag(struct parser *p, size_t start, struct tag *tag)
{
    int line = line_of(p, start);
    struct str inner = rest_of(p, start + p->open.len);
    char sign = inner.len && strchr("#^/><$!={&", inner.at[0]) && inner.at[0] ? inner.at[0] : 0;
    struct str ending = tag_ending(p, sign);
    inner = str_after(inner, sign ? 1 : 0);
    ptrdiff_t len = str_find(inner, ending);
    if (len < 0)
        return fail(p, line, "a tag is opened and never closed with " STR_FMT, NAME_ARG(ending));
    *tag = (struct tag){.sign = sign == '{' ? '&' : sign,
                        .name = str_trim(str_from_to(inner, 0, (size_t)len)),
                        .start = start,
                        .end = start + p->open.len + (sign ? 1 : 0) + (size_t)len + ending.len,
                        .line = line};
    if (tag->sign != '!' && tag->sign != '=' && !is_name(tag->name))
        return fail(p, tag->line, "\"" STR_FMT "\" is not a name", NAME_ARG(tag->name));
    return true;
}

static bool make_path(struct parser *p, const struct tag *tag, struct path *path)
{
    struct str rest = tag->name, part;
    size_t room = 0;
    if (str_is(rest, "."))
        return true;
    if (str_starts(rest, S(".")) || str_ends(rest, S(".")) || str_find(rest, S("..")) >= 0)
        return fail(p, tag->line, "\"" STR_FMT "\" is not a dotted name", NAME_ARG(tag->name));
    while (str_cut(&rest, '.', &part)) {
        struct path_step step = {.name = str_copy(p->mem, part), .hash = name_hash(part)};
        *list_add(p->mem, &path->steps, &path->count, &room) = step;
    }
    return true;
}

static bool set_delimiters(struct parser *p, const struct tag *tag)
{
    struct str open = tag->name, close = STR_NONE;
    for (size_t i = 0; i < tag->name.len && !close.len; i++) {
        if ((unsigned char)tag->name.at[i] <= ' ') {
            open = str_from_to(tag->name, 0, i);
            close = str_trim(str_after(tag->name, i));
        }
    }
    if (!is_name(open) || !is_name(close) || str_has(open, '=') || str_has(close, '='))
        return fail(p, tag->line, "delimiters are set like this: {{=<%% %%>=}}");
    p->open = open;
    p->close = close;
    return true;
}

// ── levels ────────────────────────────────────────────────────────────────────────────────────

// Takes the tag, and its whole line if it stands alone there.
static void take_tag(struct parser *p, struct nodes *to, const struct tag *tag, struct str *margin)
{
    size_t next;
    *margin = STR_NONE;
    if (find_margin(p, tag->start, margin) && find_line_end(p, tag->end, &next)) {
        take_text(p, to, tag->start - margin->len);
        take_line(p, next);
        return;
    }
    *margin = STR_NONE;
    take_text(p, to, tag->start);
    if (tag->sign != '!' && tag->sign != '=' && tag->sign != '/')
        begin_line(p, to);
    take_to(p, tag->end);
}

static bool add_hole(struct parser *p, struct nodes *to, const struct tag *tag)
{
    take_text(p, to, tag->start);
    begin_line(p, to);
    struct node *node = add_node(p, to, NODE_HOLE, tag->line);
    node->raw = tag->sign == '&';
    node->text = tag->name;
    take_to(p, tag->end);
    return make_path(p, tag, &node->path);
}

static bool add_section(struct parser *p, struct nodes *to, const struct tag *tag)
{
    struct str margin;
    take_tag(p, to, tag, &margin);
    struct node *node = add_node(p, to, tag->sign == '#' ? NODE_SECTION : NODE_INVERTED, tag->line);
    node->text = tag->name;
    return make_path(p, tag, &node->path) && parse_level(p, tag, &node->children);
}

static void add_partial(struct parser *p, struct nodes *to, const struct tag *tag)
{
    struct str margin;
    take_tag(p, to, tag, &margin);
    struct node *node = add_node(p, to, NODE_PARTIAL, tag->line);
    node->text = tag->name;
    node->indent = node->margin = margin;
}

// Of what stands in a parent tag only the blocks count.
static struct node *only_blocks(struct node *nodes)
{
    struct node *first = NULL, **end = &first;
    for (struct node *node = nodes; node; node = node->next) {
        if (node->kind == NODE_BLOCK) {
            *end = node;
            end = &node->next;
        }
    }
    *end = NULL;
    return first;
}

// Stands alone when its whole stretch, {{<parent}} to {{/parent}}, shares its lines with nothing.
static bool add_parent(struct parser *p, struct nodes *to, const struct tag *tag)
{
    struct str margin = STR_NONE;
    size_t next;
    bool is_first = find_margin(p, tag->start, &margin);
    take_text(p, to, tag->start - margin.len);
    bool at_line_start = p->at_line_start;
    struct node *node = arena_new(p->mem, struct node);
    *node = (struct node){.kind = NODE_PARENT, .line = tag->line, .text = tag->name};
    take_to(p, tag->end);
    if (!parse_level(p, tag, &node->children))
        return false;
    node->children = only_blocks(node->children);
    p->at_line_start = at_line_start;
    if (is_first && find_line_end(p, p->at, &next)) {
        node->indent = node->margin = margin;
        take_line(p, next);
    } else {
        begin_line(p, to);
        add_text(p, to, margin, tag->line);
    }
    *to->end = node;
    to->end = &node->next;
    return true;
}

// ── blocks and their indentation ──────────────────────────────────────────────────────────────

static struct str blanks_before(struct str text)
{
    size_t len = 0;
    while (len < text.len && is_blank(text.at[len]))
        len++;
    return str_from_to(text, 0, len);
}

// The indentation of the first line of a block's content; the tag's own if there is no content.
static struct str content_indent(const struct node *nodes, struct str if_none)
{
    for (const struct node *node = nodes; node; node = node->next) {
        if (node->kind == NODE_LINE)
            return node->next && node->next->kind == NODE_TEXT ? blanks_before(node->next->text)
                                                               : STR_NONE;
        if (node->kind == NODE_PARTIAL || node->kind == NODE_PARENT || node->kind == NODE_BLOCK)
            return node->margin;
        if (node->kind == NODE_SECTION || node->kind == NODE_INVERTED)
            return content_indent(node->children, if_none);
    }
    return if_none;
}

static struct str without_indent(struct str text, struct str indent)
{
    size_t len = 0;
    while (len < text.len && len < indent.len && text.at[len] == indent.at[len])
        len++;
    return str_after(text, len);
}

static void outdent(struct node *nodes, struct str indent)
{
    for (struct node *node = nodes; node; node = node->next) {
        if (node->kind == NODE_LINE && node->next && node->next->kind == NODE_TEXT)
            node->next->text = without_indent(node->next->text, indent);
        node->indent = without_indent(node->indent, indent);
        node->margin = without_indent(node->margin, indent);
        if (node->kind == NODE_SECTION || node->kind == NODE_INVERTED)
            outdent(node->children, indent);
    }
}

// The block's content is kept without indentation; where it lands, that place's goes in front.
static void note_indent(struct node *block)
{
    block->indent = content_indent(block->children, block->margin);
    outdent(block->children, block->indent);
}

// {{$block}} in a parent tag: content that begins on the next line begins there.
static bool add_override(struct parser *p, struct nodes *to, const struct tag *tag)
{
    size_t next;
    bool own_lines = find_line_end(p, tag->end, &next);
    take_to(p, own_lines ? next : tag->end);
    p->at_line_start = true;
    struct node *node = add_node(p, to, NODE_BLOCK, tag->line);
    node->text = tag->name;
    if (!parse_level(p, tag, &node->children))
        return false;
    if (own_lines)
        note_indent(node);
    return true;
}

// {{$block}} anywhere else: a place with a default.
static bool add_block(struct parser *p, struct nodes *to, const struct tag *tag)
{
    struct str margin, before;
    size_t next;
    bool own_lines = find_margin(p, tag->start, &before) && find_line_end(p, tag->end, &next);
    bool is_first = find_margin(p, tag->start, &before);
    take_tag(p, to, tag, &margin);
    struct node *node = add_node(p, to, NODE_BLOCK, tag->line);
    node->text = tag->name;
    node->margin = margin;
    if (!parse_level(p, tag, &node->children))
        return false;
    if (own_lines)
        note_indent(node);
    else if (is_first && find_line_end(p, p->at, &next))
        node->indent = before; // alone on its line, {{$block}}{{/block}}: further lines follow suit
    return true;
}

// Content that ends with its last line ends there: the margin of {{/block}} is not part of it.
static void take_closing(struct parser *p, struct nodes *to, const struct tag *tag,
                         const struct tag *opened)
{
    struct str margin;
    if (opened->is_override && find_margin(p, tag->start, &margin)) {
        take_text(p, to, tag->start - margin.len);
        take_to(p, tag->start);
    }
    take_tag(p, to, tag, &margin);
}

static bool add_tag(struct parser *p, struct nodes *to, const struct tag *tag)
{
    struct str margin;
    switch (tag->sign) {
    case '#':
    case '^':
        return add_section(p, to, tag);
    case '>':
        add_partial(p, to, tag);
        return true;
    case '<':
        return add_parent(p, to, tag);
    case '$':
        return tag->is_override ? add_override(p, to, tag) : add_block(p, to, tag);
    case '!':
        take_tag(p, to, tag, &margin);
        return true;
    case '=':
        take_tag(p, to, tag, &margin);
        return set_delimiters(p, tag);
    default:
        return add_hole(p, to, tag);
    }
}

static bool close_level(struct parser *p, struct nodes *to, const struct tag *tag,
                        const struct tag *opened)
{
    if (!opened)
        return fail(p, tag->line, "{{/" STR_FMT "}} closes nothing", NAME_ARG(tag->name));
    if (!str_eq(tag->name, opened->name))
        return fail(p, tag->line, "{{/" STR_FMT "}} closes {{%c" STR_FMT "}} of line %d",
                    NAME_ARG(tag->name), opened->sign, NAME_ARG(opened->name), opened->line);
    if (opened->sign == '<') // the parent itself knows whether it stands alone
        take_to(p, tag->end);
    else
        take_closing(p, to, tag, opened);
    return true;
}

static bool parse_tags(struct parser *p, const struct tag *opened, struct nodes *to)
{
    struct tag tag = {0};
    for (;;) {
        ptrdiff_t found = str_find(rest_of(p, p->at), p->open);
        if (found < 0)
            break;
        if (!read_tag(p, p->at + (size_t)found, &tag))
            return false;
        tag.is_override = tag.sign == '$' && opened && opened->sign == '<';
        if (tag.sign == '/')
            return close_level(p, to, &tag, opened);
        if (!add_tag(p, to, &tag))
            return false;
    }
    if (opened)
        return fail(p, opened->line, "{{%c" STR_FMT "}} is never closed", opened->sign,
                    NAME_ARG(opened->name));
    take_text(p, to, p->text.len);
    return true;
}

static bool parse_level(struct parser *p, const struct tag *opened, struct node **out)
{
    struct nodes nodes = {.end = &nodes.first};
    if (p->depth >= DEPTH_MAX)
        return fail(p, p->line, "sections nest deeper than %d", DEPTH_MAX);
    p->depth++;
    bool ok = parse_tags(p, opened, &nodes);
    p->depth--;
    *out = nodes.first;
    return ok;
}

bool template_parse(struct arena *mem, const struct template_source *source, bool has_lines,
                    struct parsed *out, char *error)
{
    struct parser p = {.mem = mem,
                       .name = source->name,
                       .text = source->text,
                       .line = 1,
                       .open = S("{{"),
                       .close = S("}}"),
                       .has_lines = has_lines,
                       .at_line_start = true,
                       .error = error};
    out->name = source->name;
    return parse_level(&p, NULL, &out->nodes);
}
