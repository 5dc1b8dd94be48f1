#include "api/media_json.h"

#include "media/media.h"
#include "text/locale.h"

// ── fields ────────────────────────────────────────────────────────────────────────────────────

enum field_type { FIELD_TEXT, FIELD_PER_CENT, FIELD_TIME };

static const struct field {
    const char *name;
    enum field_type type;
    unsigned bit;
    size_t at;
} fields[] = {
    {"alt", FIELD_TEXT, PICTURE_HAS_ALT, offsetof(struct picture, alt)},
    {"caption", FIELD_TEXT, PICTURE_HAS_CAPTION, offsetof(struct picture, caption)},
    {"credit", FIELD_TEXT, PICTURE_HAS_CREDIT, offsetof(struct picture, credit)},
    {"licence", FIELD_TEXT, PICTURE_HAS_LICENCE, offsetof(struct picture, licence)},
    {"focal_x", FIELD_PER_CENT, PICTURE_HAS_FOCUS, offsetof(struct picture, focal_x)},
    {"focal_y", FIELD_PER_CENT, PICTURE_HAS_FOCUS, offsetof(struct picture, focal_y)},
    {"expires_at", FIELD_TIME, PICTURE_HAS_EXPIRES, offsetof(struct picture, expires_ms)},
};

static const struct field *find_field(struct str name)
{
    for (size_t i = 0; i < ARRAY_LEN(fields); i++) {
        if (str_is(name, fields[i].name))
            return &fields[i];
    }
    return NULL;
}

static void *place_of(struct picture *picture, const struct field *field)
{
    return (char *)picture + field->at;
}

static bool set_per_cent(struct job *job, const struct field *field, int64_t value,
                         struct picture *picture)
{
    if (value < 0 || value > 100)
        return job_fail_field(job, field->name, "must be a whole number from 0 to 100, per cent");
    *(int *)place_of(picture, field) = (int)value;
    return true;
}

// ── a form ────────────────────────────────────────────────────────────────────────────────────

static bool parse_form_field(struct job *job, const struct field *field, struct str value,
                             struct picture *picture)
{
    int64_t number;
    switch (field->type) {
    case FIELD_TEXT:
        *(struct str *)place_of(picture, field) = value;
        return true;
    case FIELD_PER_CENT:
        if (!parse_int(value, &number))
            number = -1;
        return set_per_cent(job, field, number, picture);
    case FIELD_TIME:
        return parse_time(value, place_of(picture, field)) ||
               job_fail_field(job, field->name, "must be a time such as 2026-11-24T20:46:42Z");
    }
    return false;
}

static bool parse_form_part(struct job *job, const struct multipart_part *part,
                            struct picture *picture, unsigned *given)
{
    char *name = str_c(&job->mem, str_from_to(part->name, 0, 40));
    const struct field *field = find_field(part->name);
    if (!field)
        return job_fail_field(job, name, "is not a field of a picture");
    if (part->is_file || !is_utf8_text(part->bytes))
        return job_fail_field(job, name, "must be text in UTF-8");
    struct str value = str_trim(part->bytes);
    if (!value.len)
        return true;
    *given |= field->bit;
    return parse_form_field(job, field, value, picture);
}

static bool is_repeated(const struct multipart *form, size_t at)
{
    for (size_t i = 0; i < at; i++) {
        if (str_eq(form->parts[i].name, form->parts[at].name))
            return true;
    }
    return false;
}

bool parse_picture_form(struct job *job, const struct multipart *form, struct picture *picture,
                        unsigned *given, struct str *file)
{
    struct str found = STR_NONE;
    *given = 0;
    for (size_t i = 0; i < form->count; i++) {
        const struct multipart_part *part = &form->parts[i];
        if (is_repeated(form, i))
            (void)job_fail_field(job, str_c(&job->mem, str_from_to(part->name, 0, 40)),
                                 "is there twice");
        else if (str_is(part->name, "file"))
            found = part->bytes;
        else
            (void)parse_form_part(job, part, picture, given);
    }
    if (!found.len)
        (void)job_fail_field(job, "file", "is missing or empty: send the picture's bytes in it");
    *file = found;
    return !job_failed(job);
}

// ── JSON ──────────────────────────────────────────────────────────────────────────────────────

static bool parse_json_field(struct job *job, const struct field *field, json_t *value,
                             struct picture *picture)
{
    int64_t number;
    switch (field->type) {
    case FIELD_TEXT:
        return parse_json_text(job, field->name, value, place_of(picture, field));
    case FIELD_PER_CENT:
        return parse_json_int(job, field->name, value, &number) &&
               set_per_cent(job, field, number, picture);
    case FIELD_TIME:
        return parse_json_time(job, field->name, value, place_of(picture, field));
    }
    return false;
}

bool parse_picture(struct job *job, json_t *object, struct picture *picture, unsigned *given,
                   json_t **texts)
{
    const char *name;
    json_t *value;
    *given = 0;
    *texts = NULL;
    json_object_foreach(object, name, value)
    {
        const struct field *field = find_field(str_from(name));
        if (strcmp(name, "texts") == 0 && json_is_object(value)) {
            *texts = value;
        } else if (strcmp(name, "texts") == 0) {
            (void)job_fail_field(job, name, "must be an object, an edition's words by its name");
        } else if (!field) {
            (void)job_fail_field(job, name, "is not a field of a picture");
        } else if (parse_json_field(job, field, value, picture)) {
            *given |= field->bit;
        }
    }
    return !job_failed(job);
}

// The widest of the whole picture, as JPEG.
static struct str url_of(struct job *job, const struct picture *picture, struct str origin)
{
    int widths = media_widths_of(picture->width, picture->height, MEDIA_WHOLE);
    struct media_rendition rendition = {.hash = picture->hash,
                                        .width = picture->width,
                                        .height = picture->height,
                                        .focal_x = picture->focal_x,
                                        .focal_y = picture->focal_y,
                                        .rendition_width = media_widths[widths - 1]};
    return str_join(&job->mem, origin, media_path(&job->mem, picture->id, &rendition));
}

static void write_texts(struct json_writer *w, struct arena *mem, const struct picture_words *words,
                        size_t count)
{
    write_json_key(w, "texts");
    write_json_open(w, '{');
    for (size_t i = 0; i < count; i++) {
        write_json_key(w, str_c(mem, words[i].edition));
        write_json_open(w, '{');
        write_json_key(w, "alt");
        write_json_text(w, words[i].alt);
        write_json_key(w, "caption");
        write_json_text(w, words[i].caption);
        write_json_close(w, '}');
    }
    write_json_close(w, '}');
}

void write_json_picture(struct job *job, struct json_writer *w, const struct picture *picture,
                        const struct picture_words *words, size_t words_count, struct str origin)
{
    const struct {
        const char *key;
        struct str text;
    } texts[] = {{"media_type", picture->media_type},
                 {"alt", picture->alt},
                 {"caption", picture->caption},
                 {"credit", picture->credit},
                 {"licence", picture->licence}};
    const struct {
        const char *key;
        int number;
    } numbers[] = {{"width", picture->width},
                   {"height", picture->height},
                   {"focal_x", picture->focal_x},
                   {"focal_y", picture->focal_y}};
    write_json_open(w, '{');
    write_json_key(w, "id");
    write_json_id(w, picture->id);
    write_json_key(w, "url");
    write_json_text(w, url_of(job, picture, origin));
    for (size_t i = 0; i < ARRAY_LEN(numbers); i++) {
        write_json_key(w, numbers[i].key);
        write_json_int(w, numbers[i].number);
    }
    for (size_t i = 0; i < ARRAY_LEN(texts); i++) {
        write_json_key(w, texts[i].key);
        write_json_text(w, texts[i].text);
    }
    write_json_key(w, "expires_at");
    write_json_time(w, picture->expires_ms);
    write_json_key(w, "lapsed");
    write_json_bool(w, picture->lapsed);
    write_texts(w, &job->mem, words, words_count);
    write_json_close(w, '}');
}
