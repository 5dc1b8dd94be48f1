#include "api/story_json.h"

#include "text/document_source.h"
#include "text/url.h"

// ── in ────────────────────────────────────────────────────────────────────────────────────────

typedef bool field_reader(struct job *job, const char *name, json_t *value, void *field);

static bool read_text(struct job *job, const char *name, json_t *value, void *field)
{
    return parse_json_text(job, name, value, field);
}

static bool read_names(struct job *job, const char *name, json_t *value, void *field)
{
    struct str_list *list = field;
    return parse_json_texts(job, name, value, false, &list->items, &list->count);
}

static bool read_refs(struct job *job, const char *name, json_t *value, void *field)
{
    struct str_list *list = field;
    return parse_json_texts(job, name, value, true, &list->items, &list->count);
}

static bool read_id(struct job *job, const char *name, json_t *value, void *field)
{
    return parse_json_id(job, name, value, field);
}

static bool read_ids(struct job *job, const char *name, json_t *value, void *field)
{
    struct id_list *list = field;
    if (!json_is_array(value) && !json_is_null(value))
        return job_fail_field(job, name, "must be a list of ids");
    size_t count = json_array_size(value);
    int64_t *ids = arena_array(&job->mem, int64_t, count);
    for (size_t i = 0; i < count; i++) {
        if (!parse_json_id(job, name, json_array_get(value, i), &ids[i]))
            return false;
        if (ids[i] == 0)
            return job_fail_field(job, name, "must be a list of ids, without null");
    }
    *list = (struct id_list){ids, count};
    return true;
}

static void free_dumped(void *dumped)
{
    free(dumped);
}

static bool read_document(struct job *job, json_t *value, struct block **out)
{
    char *dumped = json_dumps(value, JSON_COMPACT);
    if (!dumped)
        heap_exhausted(0);
    arena_on_end(&job->mem, free_dumped, dumped);
    return document_parse(job, str_from(dumped), out);
}

// What is wrong with a body is wrong with that field: the fault of the parser becomes the field's.
static bool fail_body(struct job *job, const char *name)
{
    enum fault_kind kind = job->fault.kind;
    if (kind != FAULT_INVALID && kind != FAULT_BAD_INPUT && kind != FAULT_TOO_BIG)
        return false;
    char why[FAULT_TEXT_MAX];
    snprintf(why, sizeof(why), "%s", job->fault.text);
    job_forgive(job);
    return job_fail_field(job, name, "%s", why);
}

static bool read_body(struct job *job, const char *name, json_t *value, void *field)
{
    const struct block **body = field;
    struct block *parsed = NULL;
    if (!json_is_string(value) && !json_is_object(value) && !json_is_null(value))
        return job_fail_field(job, name, "must be Markdown (a string) or a document (an object)");
    if (job_failed(
            job)) // another field is wrong already: this one's faults could not be told apart
        return false;
    struct str text = {json_string_value(value), json_string_length(value)};
    bool ok = json_is_object(value)   ? read_document(job, value, &parsed)
              : json_is_string(value) ? document_parse_source(job, text, &parsed)
                                      : true;
    if (!ok)
        return fail_body(job, name);
    *body = parsed;
    return true;
}

// ── out ───────────────────────────────────────────────────────────────────────────────────────

typedef bool field_writer(struct job *job, struct json_writer *w, const struct story *story);

static bool write_edition(struct job *job, struct json_writer *w, const struct story *story)
{
    write_json_text(w, story->state.edition);
    return true;
}

static bool write_section(struct job *job, struct json_writer *w, const struct story *story)
{
    write_json_text_or_null(w, story->section.path);
    return true;
}

static bool write_source(struct job *job, struct json_writer *w, const struct story *story)
{
    write_json_text_or_null(w, story->source.name);
    return true;
}

static void write_filings(struct json_writer *w, const struct filing *filings, size_t count,
                          size_t offset)
{
    write_json_open(w, '[');
    for (size_t i = 0; i < count; i++)
        write_json_text(w, *(const struct str *)((const char *)&filings[i] + offset));
    write_json_close(w, ']');
}

static bool write_regions(struct job *job, struct json_writer *w, const struct story *story)
{
    write_filings(w, story->regions, story->regions_count, offsetof(struct filing, slug));
    return true;
}

static bool write_topics(struct job *job, struct json_writer *w, const struct story *story)
{
    write_filings(w, story->topics, story->topics_count, offsetof(struct filing, name));
    return true;
}

static bool write_authors(struct job *job, struct json_writer *w, const struct story *story)
{
    write_filings(w, story->authors, story->authors_count, offsetof(struct filing, name));
    return true;
}

static bool write_dossiers(struct job *job, struct json_writer *w, const struct story *story)
{
    write_json_open(w, '[');
    for (size_t i = 0; i < story->dossiers_count; i++)
        write_json_id(w, story->dossiers[i].id);
    write_json_close(w, ']');
    return true;
}

static bool write_related(struct job *job, struct json_writer *w, const struct story *story)
{
    write_json_open(w, '[');
    for (size_t i = 0; i < story->related.count; i++)
        write_json_id(w, story->related.items[i]);
    write_json_close(w, ']');
    return true;
}

static bool write_picture(struct job *job, struct json_writer *w, const struct story *story)
{
    write_json_id(w, story->picture_id);
    return true;
}

// The first story of a group is nobody's translation.
static bool write_translation_of(struct job *job, struct json_writer *w, const struct story *story)
{
    int64_t group = story->state.translation_group;
    write_json_id(w, group == story->state.id ? 0 : group);
    return true;
}

static bool write_body(struct job *job, struct json_writer *w, const struct story *story)
{
    struct str json = STR_NONE;
    if (story->body && !document_write(job, story->body, &json))
        return false;
    write_json_raw(w, json);
    return true;
}

// ── the table ─────────────────────────────────────────────────────────────────────────────────

static const struct {
    const char *name;
    unsigned bit;
    field_reader *read;
    size_t to;           // in struct story_fields
    field_writer *write; // NULL: the text at `from` in struct story
    size_t from;
} fields[] = {
#define IN(field) offsetof(struct story_fields, field)
#define OUT(field) offsetof(struct story, field)
    {"edition", STORY_HAS_EDITION, read_text, IN(edition), write_edition, 0},
    {"kind", STORY_HAS_KIND, read_text, IN(kind), NULL, OUT(kind)},
    {"headline", STORY_HAS_HEADLINE, read_text, IN(headline), NULL, OUT(headline)},
    {"kicker", STORY_HAS_KICKER, read_text, IN(kicker), NULL, OUT(kicker)},
    {"standfirst", STORY_HAS_STANDFIRST, read_text, IN(standfirst), NULL, OUT(standfirst)},
    {"place", STORY_HAS_PLACE, read_text, IN(place), NULL, OUT(place)},
    {"body", STORY_HAS_BODY, read_body, IN(body), write_body, 0},
    {"section", STORY_HAS_SECTION, read_text, IN(section), write_section, 0},
    {"regions", STORY_HAS_REGIONS, read_names, IN(regions), write_regions, 0},
    {"topics", STORY_HAS_TOPICS, read_names, IN(topics), write_topics, 0},
    {"authors", STORY_HAS_AUTHORS, read_names, IN(authors), write_authors, 0},
    {"source", STORY_HAS_SOURCE, read_text, IN(source), write_source, 0},
    {"picture", STORY_HAS_PICTURE, read_id, IN(picture_id), write_picture, 0},
    {"dossiers", STORY_HAS_DOSSIERS, read_refs, IN(dossiers), write_dossiers, 0},
    {"related", STORY_HAS_RELATED, read_ids, IN(related), write_related, 0},
    {"translation_of", STORY_HAS_TRANSLATION_OF, read_id, IN(translation_of), write_translation_of,
     0},
    {"slug", STORY_HAS_SLUG, read_text, IN(slug), NULL, OUT(slug)},
#undef IN
#undef OUT
};

// Shown, and changed only by what happens to the story.
static const char *const read_only[] = {
    "id",           "version",         "status",       "url",        "published_at",  "updated_at",
    "scheduled_at", "words",           "corrected_at", "correction", "body_markdown", "body_html",
    "withdrawn_at", "withdrawn_reason"};

bool parse_story_field(struct job *job, const char *name, json_t *value, struct story_fields *out,
                       bool *known)
{
    *known = true;
    for (size_t i = 0; i < ARRAY_LEN(fields); i++) {
        if (strcmp(fields[i].name, name) != 0)
            continue;
        if (!fields[i].read(job, name, value, (char *)out + fields[i].to))
            return false;
        out->set |= fields[i].bit;
        return true;
    }
    *known = false;
    return true;
}

static bool is_among(const char *name, const char *const *names)
{
    for (; names && *names; names++) {
        if (strcmp(*names, name) == 0)
            return true;
    }
    return false;
}

static bool fail_unknown(struct job *job, const char *name)
{
    for (size_t i = 0; i < ARRAY_LEN(read_only); i++) {
        if (strcmp(read_only[i], name) == 0)
            return job_fail_field(job, name,
                                  "cannot be set here; it follows from what happens to "
                                  "the story (/publish, /unpublish, /withdraw …)");
    }
    return job_fail_field(job, name, "is not a field of a story");
}

// The body last: its faults are only told apart when no other field is wrong.
bool parse_story_fields(struct job *job, json_t *object, const char *const *also,
                        struct story_fields *out)
{
    struct story_fields parsed = {0};
    const char *name;
    json_t *value, *body = json_object_get(object, "body");
    bool known;
    json_object_foreach(object, name, value)
    {
        if (is_among(name, also) || value == body)
            continue;
        if (parse_story_field(job, name, value, &parsed, &known) && !known)
            fail_unknown(job, name);
    }
    if (body && !parse_story_field(job, "body", body, &parsed, &known))
        return false;
    if (job_failed(job))
        return false;
    *out = parsed;
    return true;
}

struct str story_url(struct arena *mem, struct str origin, struct str edition, struct str path)
{
    if (!path.len)
        return STR_NONE;
    struct str whole = str_printf(mem, "/" STR_FMT "/" STR_FMT, STR_ARG(edition), STR_ARG(path));
    return str_join(mem, origin, url_encode_path(mem, whole));
}

static void write_state(struct job *job, struct json_writer *w, const struct story *story,
                        struct str origin)
{
    const struct story_state *state = &story->state;
    write_json_key(w, "id");
    write_json_id(w, state->id);
    write_json_key(w, "version");
    write_json_int(w, state->version);
    write_json_key(w, "status");
    write_json_text(w, state->status);
    write_json_key(w, "url");
    write_json_text_or_null(w, story_url(&job->mem, origin, state->edition, state->path));
    write_json_key(w, "published_at");
    write_json_time(w, state->published_ms);
    write_json_key(w, "updated_at");
    write_json_time(w, state->updated_ms);
    write_json_key(w, "scheduled_at");
    write_json_time(w, state->scheduled_ms);
    write_json_key(w, "corrected_at");
    write_json_time(w, story->corrected_ms);
    write_json_key(w, "correction");
    write_json_text_or_null(w, story->correction);
    write_json_key(w, "withdrawn_at");
    write_json_time(w, story->withdrawn_ms);
    write_json_key(w, "withdrawn_reason");
    write_json_text_or_null(w, story->withdrawn_reason);
    write_json_key(w, "words");
    write_json_int(w, (int64_t)story->words);
}

static bool write_other_bodies(struct job *job, struct json_writer *w, const struct story *story,
                               struct str origin)
{
    struct document_world world = {.site_url = origin};
    struct str markdown = STR_NONE;
    struct html html = {STR_NONE};
    if (story->body && (!document_write_source(job, story->body, &markdown) ||
                        !document_write_html(job, story->body, &world, &html)))
        return false;
    write_json_key(w, "body_markdown");
    write_json_text(w, markdown);
    write_json_key(w, "body_html");
    write_json_text(w, html.safe);
    return true;
}

bool write_json_story(struct job *job, struct json_writer *w, const struct story *story,
                      struct str origin, enum story_json_detail detail)
{
    write_json_open(w, '{');
    write_state(job, w, story, origin);
    for (size_t i = 0; i < ARRAY_LEN(fields); i++) {
        write_json_key(w, fields[i].name);
        if (!fields[i].write)
            write_json_text(w, *(const struct str *)((const char *)story + fields[i].from));
        else if (!fields[i].write(job, w, story))
            return false;
    }
    if (detail == STORY_JSON_WHOLE && !write_other_bodies(job, w, story, origin))
        return false;
    write_json_close(w, '}');
    return true;
}
