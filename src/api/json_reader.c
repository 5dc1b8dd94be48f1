#include "api/json_reader.h"

#include "text/locale.h"

enum { LIST_MAX = 200 };

static void drop_json(void *json)
{
    json_decref(json);
}

// jansson's own bound on depth (2048) would do for its parser, but whoever walks the tree later
// recurses too; no document of ours is nested deeper than this.
enum { DEPTH_MAX = 128 };

static bool is_too_deep(struct str text)
{
    int depth = 0;
    bool in_string = false;
    for (size_t i = 0; i < text.len; i++) {
        char c = text.at[i];
        if (c == '"')
            in_string = !in_string;
        else if (in_string)
            i += c == '\\';
        else if (c == '{' || c == '[')
            depth++;
        else if (c == '}' || c == ']')
            depth--;
        if (depth > DEPTH_MAX)
            return true;
    }
    return false;
}

static json_t *load(struct job *job, struct str text, struct str *why)
{
    json_error_t error;
    if (is_too_deep(text)) {
        *why = S("it is nested too deeply");
        return NULL;
    }
    json_t *json = json_loadb(text.at ? text.at : "", text.len,
                              JSON_REJECT_DUPLICATES | JSON_DECODE_ANY, &error);
    if (!json) {
        *why = str_printf(&job->mem, "%s, at line %d, column %d", error.text, error.line,
                          error.column);
        return NULL;
    }
    arena_on_end(&job->mem, drop_json, json);
    return json;
}

bool parse_json_object(struct job *job, struct str text, json_t **out)
{
    struct str why;
    json_t *json = load(job, text, &why);
    if (!json)
        return job_fail(job, FAULT_BAD_INPUT, "the body is not JSON: " STR_FMT, STR_ARG(why));
    if (!json_is_object(json))
        return job_fail(job, FAULT_INVALID, "the body must be a JSON object: {\"name\": value, …}");
    *out = json;
    return true;
}

bool parse_json_line(struct job *job, struct str text, json_t **out, struct str *why)
{
    json_t *json = load(job, text, why);
    if (json && !json_is_object(json))
        *why = S("it is not a JSON object");
    if (!json || !json_is_object(json))
        return false;
    *out = json;
    return true;
}

static struct str text_of(json_t *value)
{
    return (struct str){json_string_value(value), json_string_length(value)};
}

bool parse_json_text(struct job *job, const char *field, json_t *value, struct str *out)
{
    if (!json_is_string(value) && !json_is_null(value))
        return job_fail_field(job, field, "must be a string");
    *out = json_is_null(value) ? STR_NONE : text_of(value);
    return true;
}

bool parse_json_bool(struct job *job, const char *field, json_t *value, bool *out)
{
    if (!json_is_boolean(value) && !json_is_null(value))
        return job_fail_field(job, field, "must be true or false");
    *out = json_is_true(value);
    return true;
}

bool parse_json_int(struct job *job, const char *field, json_t *value, int64_t *out)
{
    if (!json_is_integer(value) && !json_is_null(value))
        return job_fail_field(job, field, "must be a whole number");
    *out = json_is_null(value) ? 0 : json_integer_value(value);
    return true;
}

bool parse_json_id(struct job *job, const char *field, json_t *value, int64_t *out)
{
    int64_t id = 0;
    bool is_id = json_is_null(value);
    if (json_is_integer(value))
        is_id = (id = json_integer_value(value)) > 0;
    else if (json_is_string(value))
        is_id = parse_int(text_of(value), &id) && id > 0;
    if (!is_id)
        return job_fail_field(job, field, "must be an id, such as \"42\"");
    *out = id;
    return true;
}

bool parse_json_time(struct job *job, const char *field, json_t *value, int64_t *out_ms)
{
    int64_t at_ms = 0;
    if (!json_is_null(value) && (!json_is_string(value) || !parse_time(text_of(value), &at_ms)))
        return job_fail_field(job, field, "must be a time such as 2026-11-24T20:46:42Z (RFC 3339)");
    *out_ms = at_ms;
    return true;
}

static bool parse_item(struct job *job, const char *field, json_t *item, bool numbers_too,
                       struct str *out)
{
    if (json_is_string(item))
        *out = text_of(item);
    else if (numbers_too && json_is_integer(item))
        *out = str_printf(&job->mem, "%lld", (long long)json_integer_value(item));
    else
        return job_fail_field(job, field, "must be a list of strings");
    return true;
}

bool parse_json_texts(struct job *job, const char *field, json_t *value, bool numbers_too,
                      struct str **out, size_t *count)
{
    if (!json_is_array(value) && !json_is_null(value))
        return job_fail_field(job, field, "must be a list of strings");
    size_t n = json_array_size(value);
    if (n > LIST_MAX)
        return job_fail_field(job, field, "may have at most %d items", LIST_MAX);
    struct str *items = arena_array(&job->mem, struct str, n);
    for (size_t i = 0; i < n; i++) {
        if (!parse_item(job, field, json_array_get(value, i), numbers_too, &items[i]))
            return false;
    }
    *out = items;
    *count = n;
    return true;
}
