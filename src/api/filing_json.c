#include "api/filing_json.h"

#include "text/url.h"

enum {
    SECTION = 1 << FILING_SECTION,
    REGION = 1 << FILING_REGION,
    TOPIC = 1 << FILING_TOPIC,
    PERSON = 1 << FILING_PERSON,
    SOURCE = 1 << FILING_SOURCE,
    DOSSIER = 1 << FILING_DOSSIER,
    EVERY = SECTION | REGION | TOPIC | PERSON | SOURCE | DOSSIER,
    OF_EDITION = SECTION | REGION | TOPIC | DOSSIER,
};

enum field_type { TEXT, ID, WHOLE, YES_NO, TEXTS };

// The same column of struct filing has another name for each kind: a topic's definition, a person's
// about and a dossier's text are its `text`.
static const struct {
    const char *name;
    unsigned kinds; // which have it
    unsigned bit;
    enum field_type type;
    size_t at; // in struct filing
} fields[] = {
#define AT(field) offsetof(struct filing, field)
    {"edition", OF_EDITION, 0, TEXT, AT(edition)},
    {"slug", EVERY, FILING_HAS_SLUG, TEXT, AT(slug)},
    {"name", EVERY, FILING_HAS_NAME, TEXT, AT(name)},
    {"title", DOSSIER, FILING_HAS_NAME, TEXT, AT(name)},
    {"text", DOSSIER, FILING_HAS_TEXT, TEXT, AT(text)},
    {"definition", TOPIC, FILING_HAS_TEXT, TEXT, AT(text)},
    {"about", PERSON, FILING_HAS_TEXT, TEXT, AT(text)},
    {"kind", TOPIC, FILING_HAS_NOTE, TEXT, AT(note)},
    {"role", PERSON, FILING_HAS_NOTE, TEXT, AT(note)},
    {"url", SOURCE, FILING_HAS_NOTE, TEXT, AT(note)},
    {"colour", SECTION, FILING_HAS_NOTE, TEXT, AT(note)},
    {"picture", PERSON | DOSSIER, FILING_HAS_PICTURE, ID, AT(picture_id)},
    {"position", SECTION | REGION | DOSSIER, FILING_HAS_POSITION, WHOLE, AT(position)},
    {"hidden", SECTION, FILING_HAS_HIDDEN, YES_NO, AT(hidden)},
    {"names", TOPIC, FILING_HAS_NAMES, TEXTS, AT(names)},
#undef AT
};

// ── in ────────────────────────────────────────────────────────────────────────────────────────

static bool read_whole(struct job *job, const char *name, json_t *value, int *out)
{
    int64_t number;
    if (!parse_json_int(job, name, value, &number))
        return false;
    if (number < INT32_MIN || number > INT32_MAX)
        return job_fail_field(job, name, "is out of bounds");
    *out = (int)number;
    return true;
}

static bool read_value(struct job *job, size_t field, json_t *value, struct filing *filing)
{
    const char *name = fields[field].name;
    void *to = (char *)filing + fields[field].at;
    switch (fields[field].type) {
    case TEXT:
        return parse_json_text(job, name, value, to);
    case ID:
        return parse_json_id(job, name, value, to);
    case WHOLE:
        return read_whole(job, name, value, to);
    case YES_NO:
        return parse_json_bool(job, name, value, to);
    case TEXTS:
        return parse_json_texts(job, name, value, false, &filing->names, &filing->names_count);
    }
    return false;
}

static bool read_member(struct job *job, enum filing_kind kind, const char *name, json_t *value,
                        bool is_new, struct filing_fields *out)
{
    if (strcmp(name, "edition") == 0 && !is_new)
        return job_fail_field(job, name, "cannot be changed");
    if (kind == FILING_SECTION && strcmp(name, "parent") == 0) {
        out->given |= FILING_HAS_PARENT;
        if (json_is_integer(value))
            out->parent = str_printf(&job->mem, "%lld", (long long)json_integer_value(value));
        return json_is_integer(value) || parse_json_text(job, name, value, &out->parent);
    }
    for (size_t i = 0; i < ARRAY_LEN(fields); i++) {
        if (strcmp(fields[i].name, name) != 0 || !(fields[i].kinds & (1u << kind)))
            continue;
        out->given |= fields[i].bit;
        return read_value(job, i, value, &out->filing);
    }
    return job_fail_field(job, name, "is not a field of a %s", filing_word(kind));
}

// A section's slug is given and shown with its parent's: "news/politics".
static void split_section(struct filing_fields *out)
{
    struct str parent, slug;
    if (!str_split(out->filing.slug, '/', &parent, &slug))
        return;
    out->parent = parent;
    out->filing.slug = slug;
    out->given |= FILING_HAS_PARENT;
}

bool parse_filing(struct job *job, enum filing_kind kind, json_t *object, bool is_new,
                  struct filing_fields *out)
{
    struct filing_fields parsed = {.filing.kind = kind};
    const char *name;
    json_t *value;
    json_object_foreach(object, name, value)
    {
        if (!read_member(job, kind, name, value, is_new, &parsed))
            continue; // the field is noted; the others are looked at too
    }
    const char *name_field = kind == FILING_DOSSIER ? "title" : "name";
    if (is_new && !parsed.filing.name.len && !job_failed(job))
        (void)job_fail_field(job, name_field, "is needed");
    if (is_new && (OF_EDITION & (1u << kind)) && !parsed.filing.edition.len && !job_failed(job))
        (void)job_fail_field(job, "edition", "is needed: the edition this belongs to");
    if (job_failed(job))
        return false;
    if (kind == FILING_SECTION)
        split_section(&parsed);
    *out = parsed;
    return true;
}

// ── out ───────────────────────────────────────────────────────────────────────────────────────

static void write_value(struct json_writer *w, size_t field, const struct filing *filing)
{
    const void *from = (const char *)filing + fields[field].at;
    switch (fields[field].type) {
    case TEXT:
        write_json_text(w, *(const struct str *)from);
        break;
    case ID:
        write_json_id(w, *(const int64_t *)from);
        break;
    case WHOLE:
        write_json_int(w, *(const int *)from);
        break;
    case YES_NO:
        write_json_bool(w, *(const bool *)from);
        break;
    case TEXTS:
        write_json_open(w, '[');
        for (size_t i = 0; i < filing->names_count; i++)
            write_json_text(w, filing->names[i]);
        write_json_close(w, ']');
        break;
    }
}

void write_json_filing(struct job *job, struct json_writer *w, const struct filing *filing,
                       struct str parent, struct str origin)
{
    struct filing shown = *filing;
    if (filing->kind == FILING_SECTION)
        shown.slug = filing->path;
    write_json_open(w, '{');
    write_json_key(w, "id");
    write_json_id(w, filing->id);
    for (size_t i = 0; i < ARRAY_LEN(fields); i++) {
        if (!(fields[i].kinds & (1u << filing->kind)))
            continue;
        write_json_key(w, fields[i].name);
        write_value(w, i, &shown);
    }
    if (filing->kind == FILING_SECTION) {
        write_json_key(w, "parent");
        write_json_text_or_null(w, parent);
    }
    if (filing->edition.len) {
        struct str path = filing_path(&job->mem, filing, filing->edition);
        write_json_key(w, "page_url");
        write_json_text(w, str_join(&job->mem, origin, url_encode_path(&job->mem, path)));
    }
    write_json_close(w, '}');
}
