// JSON to document: the one gate. Everything is looked up in the table; what is not there is
// refused with its path.
#include "text/chart.h"
#include "text/internal.h"
#include "text/locale.h"
#include "text/unicode.h"
#include "text/url.h"

#include <jansson.h>
#include <stdarg.h>

enum {
    PATH_BYTES_MAX = 160,
    ATTR_BYTES_MAX = 8 << 10,
    DATA_BYTES_MAX = 256 << 10,
    LIST_START_MAX = 999999999
};

// Where in the JSON something stands; the path is only written when it is needed.
struct place {
    const struct place *in;
    const char *name; // borrowed
    int index;        // -1: no index
};

struct reading {
    struct job *job;
    size_t blocks;
};

static void write_place(struct buf *b, const struct place *place)
{
    if (!place)
        return;
    write_place(b, place->in);
    if (b->len > 0)
        buf_add_char(b, '.');
    buf_add(b, str_from_to(str_from(place->name), 0, 40));
    if (place->index >= 0)
        buf_printf(b, "[%d]", place->index);
}

static bool refuse(struct reading *r, const struct place *place, const char *fmt, ...)
    PRINTF_LIKE(3, 4);
static bool refuse(struct reading *r, const struct place *place, const char *fmt, ...)
{
    char sentence[FAULT_TEXT_MAX];
    struct buf path;
    va_list args;
    va_start(args, fmt);
    vsnprintf(sentence, sizeof(sentence), fmt, args);
    va_end(args);
    buf_start(&path, &r->job->mem, PATH_BYTES_MAX + DOCUMENT_DEPTH_MAX * 32);
    write_place(&path, place);
    if (path.len == 0)
        return job_fail(r->job, FAULT_INVALID, "%s", sentence);
    return job_fail(r->job, FAULT_INVALID, STR_FMT ": %s", STR_ARG(buf_str(&path)), sentence);
}

// Only these keys may be in the object.
static bool has_only(struct reading *r, const struct place *place, json_t *object,
                     const char *const *keys)
{
    const char *key;
    json_t *value;
    json_object_foreach(object, key, value)
    {
        const char *const *known = keys;
        while (*known && strcmp(*known, key) != 0)
            known++;
        if (!*known)
            return refuse(r, place, "\"%.40s\" is not known here", key);
    }
    return true;
}

static struct str json_text(json_t *string)
{
    return (struct str){json_string_value(string), json_string_length(string)};
}

// ── attributes ────────────────────────────────────────────────────────────────────────────────

static bool read_int(struct reading *r, const struct place *place, json_t *value, int64_t min,
                     int64_t max, int64_t *out)
{
    if (!json_is_integer(value) || json_integer_value(value) < min ||
        json_integer_value(value) > max)
        return refuse(r, place, "must be a number from %lld to %lld", (long long)min,
                      (long long)max);
    *out = json_integer_value(value);
    return true;
}

static bool read_text(struct reading *r, const struct place *place, json_t *value, struct str *out)
{
    if (!json_is_string(value))
        return refuse(r, place, "must be a text");
    if (json_string_length(value) > ATTR_BYTES_MAX)
        return refuse(r, place, "is longer than %d bytes", ATTR_BYTES_MAX);
    *out = str_copy(&r->job->mem, text_clean_line(&r->job->mem, json_text(value)));
    return true;
}

// A chart's description: an object, kept as compact JSON.
static bool read_data(struct reading *r, const struct place *place, json_t *value, struct str *out)
{
    if (!json_is_object(value))
        return refuse(r, place, "must be an object");
    char *written = json_dumps(value, JSON_COMPACT);
    if (!written)
        return refuse(r, place, "is nested too deeply");
    struct str data = str_from(written);
    bool fits = data.len <= DATA_BYTES_MAX;
    if (fits)
        *out = str_copy(&r->job->mem, data);
    free(written);
    return fits || refuse(r, place, "is larger than %d bytes", DATA_BYTES_MAX);
}

static bool read_attr(struct reading *r, const struct place *place, const struct attr_rule *rule,
                      json_t *value, struct block *out)
{
    void *field = (char *)out + rule->offset;
    int64_t level = 0;
    switch (rule->kind) {
    case ATTR_IS_INT:
        if (!read_int(r, place, value, 2, 4, &level))
            return false;
        *(int *)field = (int)level;
        return true;
    case ATTR_IS_COUNT:
        return read_int(r, place, value, 0, LIST_START_MAX, field);
    case ATTR_IS_BOOL:
        if (!json_is_boolean(value))
            return refuse(r, place, "must be true or false");
        *(bool *)field = json_is_true(value);
        return true;
    case ATTR_IS_TEXT:
        return read_text(r, place, value, field);
    case ATTR_IS_JSON:
        return read_data(r, place, value, field);
    }
    return false;
}

static bool read_id(struct reading *r, const struct place *place, json_t *value, struct block *out)
{
    if (!json_is_string(value) || !is_block_id(json_text(value)))
        return refuse(r, place, "must be 4 to 12 of a-z and 0-9");
    out->id = str_copy(&r->job->mem, json_text(value));
    return true;
}

// null is what an editor writes for "not set".
static bool read_attrs(struct reading *r, const struct place *in, json_t *attrs, struct block *out)
{
    const struct block_rule *rule = &block_rules[out->type];
    const char *name;
    json_t *value;
    if (attrs && !json_is_object(attrs))
        return refuse(r, in, "attrs must be an object");
    json_object_foreach(attrs, name, value)
    {
        struct place attrs_place = {in, "attrs", -1}, place = {&attrs_place, name, -1};
        const struct attr_rule *attr = attr_rule_find(str_from(name));
        bool is_id = strcmp(name, "id") == 0 && out->type != BLOCK_DOC;
        if (!is_id && (!attr || !(rule->attrs & attr->bit)))
            return refuse(r, &place, "%s has no such attribute", rule->called);
        if (json_is_null(value))
            continue;
        if (is_id ? !read_id(r, &place, value, out) : !read_attr(r, &place, attr, value, out))
            return false;
    }
    return true;
}

// ── marks and spans ───────────────────────────────────────────────────────────────────────────

static bool read_link(struct reading *r, const struct place *place, json_t *attrs, struct span *out)
{
    static const char *const keys[] = {"href", NULL};
    json_t *href = json_object_get(attrs, "href");
    if (!json_is_string(href))
        return refuse(r, place, "a link needs an href");
    if (!is_link_safe(json_text(href))) {
        struct str shown = text_clean_line(&r->job->mem, str_from_to(json_text(href), 0, 24));
        return refuse(r, place,
                      "a link to \"" STR_FMT "\" is not taken: http, https, mailto, tel "
                      "or a path of this site are",
                      STR_ARG(shown));
    }
    out->href = str_copy(&r->job->mem, json_text(href));
    return has_only(r, place, attrs, keys);
}

static bool read_lang(struct reading *r, const struct place *place, json_t *attrs, struct span *out)
{
    static const char *const keys[] = {"lang", "dir", NULL};
    json_t *lang = json_object_get(attrs, "lang"), *dir = json_object_get(attrs, "dir");
    if (!json_is_string(lang) || !is_lang_tag(json_text(lang)))
        return refuse(r, place, "lang must be a language tag such as \"ar\" or \"pt-BR\"");
    out->lang = str_copy(&r->job->mem, json_text(lang));
    out->dir = is_lang_rtl(out->lang) ? S("rtl") : S("ltr");
    if (json_is_string(dir) && str_is(json_text(dir), "rtl"))
        out->dir = S("rtl");
    else if (json_is_string(dir) && str_is(json_text(dir), "ltr"))
        out->dir = S("ltr");
    else if (dir && !json_is_null(dir))
        return refuse(r, place, "dir must be \"ltr\" or \"rtl\"");
    return has_only(r, place, attrs, keys);
}

static bool read_mark(struct reading *r, const struct place *place, json_t *mark, struct span *out)
{
    static const char *const keys[] = {"type", "attrs", NULL};
    json_t *type = json_object_get(mark, "type"), *attrs = json_object_get(mark, "attrs");
    const struct mark_rule *rule = json_is_string(type) ? mark_rule_find(json_text(type)) : NULL;
    if (!rule)
        return refuse(r, place, "there is no such mark");
    if (out->marks & rule->bit)
        return refuse(r, place, "the mark %s stands twice", rule->name);
    if (!has_only(r, place, mark, keys))
        return false;
    out->marks |= rule->bit;
    if (rule->bit == MARK_LINK)
        return read_link(r, place, attrs, out);
    if (rule->bit == MARK_LANG)
        return read_lang(r, place, attrs, out);
    if (attrs && (!json_is_object(attrs) || json_object_size(attrs) > 0))
        return refuse(r, place, "the mark %s has no attributes", rule->name);
    return true;
}

static bool read_marks(struct reading *r, const struct place *in, json_t *marks, struct span *out)
{
    size_t i;
    json_t *mark;
    if (!marks)
        return true;
    if (!json_is_array(marks))
        return refuse(r, in, "marks must be a list");
    json_array_foreach(marks, i, mark)
    {
        struct place place = {in, "marks", (int)i};
        if (!read_mark(r, &place, mark, out))
            return false;
    }
    return true;
}

static bool read_span(struct reading *r, const struct place *place, json_t *node, struct span *out)
{
    static const char *const text_keys[] = {"type", "text", "marks", NULL};
    static const char *const break_keys[] = {"type", "marks", NULL};
    json_t *type = json_object_get(node, "type"), *text = json_object_get(node, "text");
    struct str name = json_is_string(type) ? json_text(type) : S("");
    out->line_break = str_is(name, "line_break");
    if (!out->line_break && !str_is(name, "text"))
        return refuse(r, place, "only text and line_break may be here");
    if (!has_only(r, place, node, out->line_break ? break_keys : text_keys))
        return false;
    if (!out->line_break) {
        if (!json_is_string(text))
            return refuse(r, place, "text must be a text");
        out->text = str_copy(&r->job->mem, json_text(text));
    }
    return read_marks(r, place, json_object_get(node, "marks"), out);
}

static bool read_spans(struct reading *r, const struct place *in, json_t *content,
                       struct block *out)
{
    size_t i;
    json_t *node;
    out->spans_count = json_array_size(content);
    out->spans = arena_array(&r->job->mem, struct span, out->spans_count);
    json_array_foreach(content, i, node)
    {
        struct place place = {in, "content", (int)i};
        if (!read_span(r, &place, node, &out->spans[i]))
            return false;
    }
    spans_tidy(&r->job->mem, &out->spans, &out->spans_count);
    return true;
}

// ── what an attribute must be, type by type ───────────────────────────────────────────────────

static bool is_source(struct str ref)
{
    return is_absolute_http(ref) || (is_link_safe(ref) && ref.at[0] == '/');
}

static bool is_id_list(struct str ref)
{
    struct str rest = ref, id;
    while (str_cut(&rest, ',', &id)) {
        if (!is_thing_id(id))
            return false;
    }
    return ref.len > 0 && ref.at[ref.len - 1] != ',';
}

static bool check_moment(struct reading *r, const struct place *place, struct block *block)
{
    int64_t at_ms;
    if (!parse_time(block->at, &at_ms))
        return refuse(r, place, "%s needs attrs.at, a time such as 2026-11-24T10:12:00Z",
                      block_rules[block->type].called);
    return true;
}

static bool check_table(struct reading *r, const struct place *place, const struct block *table)
{
    for (size_t i = 1; i < table->children_count; i++) {
        if (table->children[i].children_count != table->children[0].children_count)
            return refuse(r, place,
                          "a table's rows need the same number of cells; row %zu has %zu "
                          "where the first has %zu",
                          i + 1, table->children[i].children_count,
                          table->children[0].children_count);
    }
    return true;
}

static bool check_chart(struct reading *r, const struct place *place, const struct block *block)
{
    struct chart chart;
    const char *why;
    return !block->data.len || chart_parse(&r->job->mem, block->data, &chart, &why) ||
           refuse(r, place, "%s", why);
}

static bool check_block(struct reading *r, const struct place *place, struct block *block)
{
    switch ((int)block->type) {
    case BLOCK_LIST:
        if (!block->ordered)
            block->start = 1;
        return true;
    case BLOCK_TABLE:
        return check_table(r, place, block);
    case BLOCK_PICTURE:
        return is_thing_id(block->ref) || refuse(r, place, "a picture needs attrs.ref, its id");
    case BLOCK_RELATED:
        return is_id_list(block->ref) ||
               refuse(r, place, "a related box needs attrs.ref: ids of stories, with commas");
    case BLOCK_VIDEO:
    case BLOCK_AUDIO:
    case BLOCK_EMBED:
        return is_source(block->ref) ||
               refuse(r, place,
                      "%s needs attrs.ref, an address with http or https or a path of "
                      "this site",
                      block_rules[block->type].called);
    case BLOCK_CHART:
        return check_chart(r, place, block);
    case BLOCK_EVENT:
    case BLOCK_CORRECTION:
        return check_moment(r, place, block);
    default:
        return true;
    }
}

// ── blocks ────────────────────────────────────────────────────────────────────────────────────

static bool read_block(struct reading *r, const struct place *place, json_t *node,
                       enum block_type in, int depth, struct block *out);

static bool read_children(struct reading *r, const struct place *in, json_t *content, int depth,
                          struct block *out)
{
    size_t i;
    json_t *node;
    out->children_count = json_array_size(content);
    if (out->children_count > DOCUMENT_BLOCKS_MAX - r->blocks)
        return refuse(r, in, "the text has more than %d blocks", DOCUMENT_BLOCKS_MAX);
    r->blocks += out->children_count;
    out->children = arena_array(&r->job->mem, struct block, out->children_count);
    json_array_foreach(content, i, node)
    {
        struct place place = {in, "content", (int)i};
        if (!read_block(r, &place, node, out->type, depth + 1, &out->children[i]))
            return false;
    }
    return true;
}

static bool read_content(struct reading *r, const struct place *place, json_t *content, int depth,
                         struct block *out)
{
    const struct block_rule *rule = &block_rules[out->type];
    if (content && !json_is_array(content))
        return refuse(r, place, "content must be a list");
    if (json_array_size(content) < rule->inside_min)
        return refuse(r, place, "%s cannot be empty", rule->called);
    if (rule->holds_text)
        return read_spans(r, place, content, out);
    if (json_array_size(content) > 0 && !rule->inside)
        return refuse(r, place, "%s holds nothing", rule->called);
    return read_children(r, place, content, depth, out);
}

static bool read_type(struct reading *r, const struct place *place, json_t *node,
                      enum block_type in, bool is_root, enum block_type *out)
{
    json_t *type = json_object_get(node, "type");
    if (!json_is_string(type))
        return refuse(r, place, "a block needs a type");
    if (!block_type_find(json_text(type), out))
        return refuse(r, place, "there is no block of type \"%.40s\"", json_string_value(type));
    if (is_root)
        return *out == BLOCK_DOC || refuse(r, place, "a text begins with {\"type\":\"doc\"}");
    if (!may_hold(in, *out))
        return refuse(r, place, "%s may not be in %s", block_rules[*out].called,
                      block_rules[in].called);
    return true;
}

static bool read_block(struct reading *r, const struct place *place, json_t *node,
                       enum block_type in, int depth, struct block *out)
{
    static const char *const keys[] = {"type", "attrs", "content", NULL};
    if (depth > DOCUMENT_DEPTH_MAX)
        return refuse(r, place, "blocks are nested more than %d deep", DOCUMENT_DEPTH_MAX);
    if (!read_type(r, place, node, in, depth == 0, &out->type) || !has_only(r, place, node, keys))
        return false;
    out->level = out->type == BLOCK_HEADING ? 2 : 0;
    out->start = out->type == BLOCK_LIST ? 1 : 0;
    return read_attrs(r, place, json_object_get(node, "attrs"), out) &&
           read_content(r, place, json_object_get(node, "content"), depth, out) &&
           check_block(r, place, out);
}

static void end_json(json_t **json)
{
    json_decref(*json);
}

// The reader's sentence without the bytes it quotes: they need not be text.
static bool refuse_json(struct job *job, const json_error_t *error)
{
    struct str said = str_from(error->text);
    ptrdiff_t quote = str_find(said, S(" near "));
    said = text_clean_line(&job->mem, quote < 0 ? said : str_from_to(said, 0, (size_t)quote));
    return job_fail(job, FAULT_INVALID, "the text is not JSON: " STR_FMT " (line %d, column %d)",
                    STR_ARG(said), error->line, error->column);
}

bool document_parse(struct job *job, struct str json, struct block **out)
{
    json_error_t error;
    struct reading r = {.job = job};
    if (json.len > DOCUMENT_BYTES_MAX)
        return job_fail(job, FAULT_TOO_BIG, "the text is larger than %d bytes", DOCUMENT_BYTES_MAX);
    AUTO_END(end_json)
    json_t *root = json_loadb(json.at ? json.at : "", json.len, JSON_REJECT_DUPLICATES, &error);
    if (!root)
        return refuse_json(job, &error);
    struct block *doc = arena_new(&job->mem, struct block);
    if (!read_block(&r, NULL, root, BLOCK_DOC, 0, doc))
        return false;
    document_make_ids(job, doc);
    *out = doc;
    return true;
}
