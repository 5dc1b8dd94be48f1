#include "http/form.h"

#include "http/multipart.h"

// ── values ────────────────────────────────────────────────────────────────────────────────────

// Percent signs that are no escapes stay, as the URL Standard has it.
static struct str decode(struct arena *mem, struct str s)
{
    char *out = arena_take_raw(mem, s.len + 1);
    size_t len = 0;
    for (size_t i = 0; i < s.len; i++) {
        bool escape = s.at[i] == '%' && i + 2 < s.len && hex_value(s.at[i + 1]) >= 0 &&
                      hex_value(s.at[i + 2]) >= 0;
        out[len++] = s.at[i] == '+' ? ' ' : s.at[i];
        if (!escape)
            continue;
        out[len - 1] = (char)(hex_value(s.at[i + 1]) << 4 | hex_value(s.at[i + 2]));
        i += 2;
    }
    return (struct str){out, len};
}

// \r\n and \r to \n; in place of a copy of its own.
static struct str even_lines(struct arena *mem, struct str s)
{
    if (!str_has(s, '\r'))
        return s;
    char *out = arena_take_raw(mem, s.len);
    size_t len = 0;
    for (size_t i = 0; i < s.len; i++) {
        if (s.at[i] == '\r' && i + 1 < s.len && s.at[i + 1] == '\n')
            continue;
        out[len++] = s.at[i] == '\r' ? '\n' : s.at[i];
    }
    return (struct str){out, len};
}

static bool add(struct job *job, struct form *form, size_t *room, struct form_field field)
{
    if (form->count == FORM_FIELDS_MAX)
        return job_fail(job, FAULT_BAD_INPUT, "the form has more than %d fields", FORM_FIELDS_MAX);
    if (!is_utf8_text(field.name) || (!field.is_file && !is_utf8_text(field.value)))
        return job_fail(job, FAULT_BAD_INPUT, "the form is not well-formed UTF-8 text");
    if (!field.is_file)
        field.value = even_lines(&job->mem, field.value);
    *list_add(&job->mem, &form->fields, &form->count, room) = field;
    return true;
}

// ── the two encodings ─────────────────────────────────────────────────────────────────────────

static bool is_urlencoded(struct str type)
{
    struct str media = type, rest;
    str_split(type, ';', &media, &rest);
    return str_eq_nocase(str_trim(media), S("application/x-www-form-urlencoded"));
}

static bool parse_urlencoded(struct job *job, struct str body, struct form *form, size_t *room)
{
    struct str pair;
    while (str_cut(&body, '&', &pair)) {
        struct str name = pair, value = S("");
        if (!pair.len)
            continue;
        str_split(pair, '=', &name, &value);
        struct form_field field = {decode(&job->mem, name), decode(&job->mem, value), false};
        if (!add(job, form, room, field))
            return false;
    }
    return true;
}

static bool parse_multipart(struct job *job, struct str type, struct str body, struct form *form,
                            size_t *room)
{
    struct multipart *parts = arena_new(&job->mem, struct multipart);
    if (!multipart_parse(job, type, body, parts))
        return false;
    for (size_t i = 0; i < parts->count; i++) {
        const struct multipart_part *part = &parts->parts[i];
        if (!add(job, form, room, (struct form_field){part->name, part->bytes, part->is_file}))
            return false;
    }
    return true;
}

bool form_parse(struct job *job, struct str content_type, struct str body, struct form *out)
{
    struct form form = {0};
    size_t room = 0;
    if (body.len &&
        !(is_urlencoded(content_type) ? parse_urlencoded(job, body, &form, &room)
                                      : parse_multipart(job, content_type, body, &form, &room)))
        return false;
    *out = form;
    return true;
}

// ── fields ────────────────────────────────────────────────────────────────────────────────────

bool form_next(const struct form *form, const char *name, size_t *at, struct str *out)
{
    for (; *at < form->count; (*at)++) {
        const struct form_field *field = &form->fields[*at];
        if (field->is_file || !str_is(field->name, name))
            continue;
        *out = field->value;
        (*at)++;
        return true;
    }
    return false;
}

bool form_find(const struct form *form, const char *name, struct str *out)
{
    size_t at = 0;
    return form_next(form, name, &at, out);
}

struct str form_text(const struct form *form, const char *name)
{
    struct str value = S("");
    form_find(form, name, &value);
    return value;
}

bool form_file(const struct form *form, const char *name, struct str *bytes)
{
    for (size_t i = 0; i < form->count; i++) {
        const struct form_field *field = &form->fields[i];
        if (!field->is_file || !field->value.len || !str_is(field->name, name))
            continue;
        *bytes = field->value;
        return true;
    }
    return false;
}
