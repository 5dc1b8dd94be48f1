#include "news/internal.h"

#include <jansson.h>

// ── out ───────────────────────────────────────────────────────────────────────────────────────

static void add_text(struct buf *b, const char *name, struct str text)
{
    if (text.len == 0)
        return;
    buf_printf(b, ",\"%s\":", name);
    buf_add_json(b, text);
}

static void add_id(struct buf *b, const char *name, int64_t id)
{
    if (id)
        buf_printf(b, ",\"%s\":%lld", name, (long long)id);
}

static void add_ids(struct buf *b, const char *name, struct id_list ids)
{
    if (ids.count == 0)
        return;
    buf_printf(b, ",\"%s\":[", name);
    for (size_t i = 0; i < ids.count; i++)
        buf_printf(b, i ? ",%lld" : "%lld", (long long)ids.items[i]);
    buf_add_char(b, ']');
}

bool copy_write(struct job *job, const struct story_copy *copy, struct str *out)
{
    struct buf b;
    buf_start(&b, &job->mem, DOCUMENT_BYTES_MAX + (1 << 20));
    buf_add(&b, S("{\"kind\":"));
    buf_add_json(&b, copy->kind);
    add_text(&b, "headline", copy->headline);
    add_text(&b, "kicker", copy->kicker);
    add_text(&b, "standfirst", copy->standfirst);
    add_text(&b, "place", copy->place);
    add_text(&b, "slug", copy->slug);
    add_id(&b, "section", copy->section_id);
    add_id(&b, "source", copy->source_id);
    add_id(&b, "picture", copy->picture_id);
    add_ids(&b, "regions", copy->regions);
    add_ids(&b, "topics", copy->topics);
    add_ids(&b, "authors", copy->authors);
    add_ids(&b, "dossiers", copy->dossiers);
    add_ids(&b, "related", copy->related);
    if (copy->regroup)
        buf_printf(&b, ",\"translation_of\":%lld", (long long)copy->translation_of);
    if (copy->body.len) {
        buf_add(&b, S(",\"body\":"));
        buf_add(&b, copy->body); // JSON already, by document_write
    }
    buf_add_char(&b, '}');
    return buf_done(job, &b, out);
}

// ── in ────────────────────────────────────────────────────────────────────────────────────────

static struct str get_text(struct arena *mem, const json_t *fields, const char *name)
{
    json_t *value = json_object_get(fields, name);
    struct str text = {json_string_value(value), json_string_length(value)};
    return text.at ? str_copy(mem, text) : S("");
}

static int64_t get_id(const json_t *fields, const char *name)
{
    return (int64_t)json_integer_value(json_object_get(fields, name));
}

static struct id_list get_ids(struct arena *mem, const json_t *fields, const char *name)
{
    json_t *array = json_object_get(fields, name);
    struct id_list ids = {.count = json_array_size(array)};
    if (ids.count)
        ids.items = arena_array(mem, int64_t, ids.count);
    for (size_t i = 0; i < ids.count; i++)
        ids.items[i] = (int64_t)json_integer_value(json_array_get(array, i));
    return ids;
}

static struct str get_body(struct arena *mem, const json_t *fields)
{
    json_t *body = json_object_get(fields, "body");
    if (!body)
        return S("");
    char *dumped = json_dumps(body, JSON_COMPACT);
    struct str copy = str_copy(mem, str_from(dumped));
    free(dumped);
    return copy;
}

bool copy_parse(struct job *job, struct str json, struct story_copy *out)
{
    json_error_t error;
    json_auto_t *fields = json_loadb(json.at, json.len, 0, &error);
    if (!json_is_object(fields))
        return job_fail(job, FAULT_INTERNAL, "a version in the database is not JSON: %s",
                        error.text);
    struct arena *mem = &job->mem;
    *out = (struct story_copy){
        .kind = get_text(mem, fields, "kind"),
        .headline = get_text(mem, fields, "headline"),
        .kicker = get_text(mem, fields, "kicker"),
        .standfirst = get_text(mem, fields, "standfirst"),
        .place = get_text(mem, fields, "place"),
        .slug = get_text(mem, fields, "slug"),
        .body = get_body(mem, fields),
        .section_id = get_id(fields, "section"),
        .source_id = get_id(fields, "source"),
        .picture_id = get_id(fields, "picture"),
        .regions = get_ids(mem, fields, "regions"),
        .topics = get_ids(mem, fields, "topics"),
        .authors = get_ids(mem, fields, "authors"),
        .dossiers = get_ids(mem, fields, "dossiers"),
        .related = get_ids(mem, fields, "related"),
        .regroup = json_object_get(fields, "translation_of") != NULL,
        .translation_of = get_id(fields, "translation_of"),
    };
    return true;
}

// ── differences ───────────────────────────────────────────────────────────────────────────────

static bool same_ids(struct id_list a, struct id_list b)
{
    return a.count == b.count &&
           (a.count == 0 || memcmp(a.items, b.items, a.count * sizeof(*a.items)) == 0);
}

unsigned copy_differ(const struct story_copy *a, const struct story_copy *b)
{
    unsigned differ = 0;
    differ |= str_eq(a->kind, b->kind) ? 0 : STORY_HAS_KIND;
    differ |= str_eq(a->headline, b->headline) ? 0 : STORY_HAS_HEADLINE;
    differ |= str_eq(a->kicker, b->kicker) ? 0 : STORY_HAS_KICKER;
    differ |= str_eq(a->standfirst, b->standfirst) ? 0 : STORY_HAS_STANDFIRST;
    differ |= str_eq(a->place, b->place) ? 0 : STORY_HAS_PLACE;
    differ |= str_eq(a->slug, b->slug) ? 0 : STORY_HAS_SLUG;
    differ |= str_eq(a->body, b->body) ? 0 : STORY_HAS_BODY;
    differ |= a->section_id == b->section_id ? 0 : STORY_HAS_SECTION;
    differ |= a->source_id == b->source_id ? 0 : STORY_HAS_SOURCE;
    differ |= a->picture_id == b->picture_id ? 0 : STORY_HAS_PICTURE;
    differ |= same_ids(a->regions, b->regions) ? 0 : STORY_HAS_REGIONS;
    differ |= same_ids(a->topics, b->topics) ? 0 : STORY_HAS_TOPICS;
    differ |= same_ids(a->authors, b->authors) ? 0 : STORY_HAS_AUTHORS;
    differ |= same_ids(a->dossiers, b->dossiers) ? 0 : STORY_HAS_DOSSIERS;
    differ |= same_ids(a->related, b->related) ? 0 : STORY_HAS_RELATED;
    return differ;
}

static const struct {
    unsigned bit;
    const char *word;
} field_words[] = {
    {STORY_HAS_KIND, "kind"},       {STORY_HAS_HEADLINE, "headline"},
    {STORY_HAS_KICKER, "kicker"},   {STORY_HAS_STANDFIRST, "standfirst"},
    {STORY_HAS_PLACE, "place"},     {STORY_HAS_SLUG, "slug"},
    {STORY_HAS_BODY, "body"},       {STORY_HAS_SECTION, "section"},
    {STORY_HAS_SOURCE, "source"},   {STORY_HAS_PICTURE, "picture"},
    {STORY_HAS_REGIONS, "regions"}, {STORY_HAS_TOPICS, "topics"},
    {STORY_HAS_AUTHORS, "authors"}, {STORY_HAS_DOSSIERS, "dossiers"},
    {STORY_HAS_RELATED, "related"}, {STORY_HAS_TRANSLATION_OF, "translation_of"},
};

struct str copy_changed_words(struct arena *mem, unsigned changed)
{
    struct buf b;
    buf_start(&b, mem, 4096);
    for (size_t i = 0; i < ARRAY_LEN(field_words); i++)
        if (changed & field_words[i].bit)
            buf_printf(&b, "%s\"%s\"", b.len ? "," : "", field_words[i].word);
    return str_printf(mem, "[" STR_FMT "]", STR_ARG(buf_str(&b)));
}
