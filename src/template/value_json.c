// JSON in: jansson reads, we keep our own copy. (JSON out is template_escape.c's.)
#include "template/internal.h"

#include <jansson.h>

static struct value *from_json(struct arena *mem, json_t *json);

// The shortest digits that give the same number again.
static struct str real_digits(struct arena *mem, double real)
{
    char digits[32];
    int len = 0;
    for (int precision = 15; precision <= 17; precision++) {
        len = snprintf(digits, sizeof(digits), "%.*g", precision, real);
        if (strtod(digits, NULL) == real)
            break;
    }
    return str_copy(mem, (struct str){digits, (size_t)len});
}

static struct str string_copy(struct arena *mem, json_t *json)
{
    struct str borrowed = {json_string_value(json), json_string_length(json)};
    return str_copy(mem, borrowed);
}

static struct value *list_from_json(struct arena *mem, json_t *json)
{
    struct value *list = value_list(mem);
    for (size_t i = 0; i < json_array_size(json); i++)
        list_put(list, from_json(mem, json_array_get(json, i)));
    return list;
}

static struct value *map_from_json(struct arena *mem, json_t *json)
{
    struct value *map = value_map(mem);
    for (void *at = json_object_iter(json); at; at = json_object_iter_next(json, at)) {
        struct str name = str_copy(mem, str_from(json_object_iter_key(at)));
        map_put_str(map, name, from_json(mem, json_object_iter_value(at)));
    }
    return map;
}

static struct value *from_json(struct arena *mem, json_t *json)
{
    switch (json_typeof(json)) {
    case JSON_OBJECT:
        return map_from_json(mem, json);
    case JSON_ARRAY:
        return list_from_json(mem, json);
    case JSON_STRING:
        return value_text(mem, string_copy(mem, json));
    case JSON_INTEGER:
        return value_int(mem, json_integer_value(json));
    case JSON_REAL:
        return value_real(mem, real_digits(mem, json_real_value(json)));
    case JSON_TRUE:
    case JSON_FALSE:
        return value_bool(mem, json_is_true(json));
    case JSON_NULL:
        return value_null(mem);
    }
    return value_null(mem);
}

// jansson bounds the depth itself (2048), so the recursion above is bounded too.
bool value_parse_json(struct job *job, struct arena *mem, struct str json, struct value **out)
{
    json_error_t error;
    json_t *root = json_loadb(json.at ? json.at : "", json.len,
                              JSON_REJECT_DUPLICATES | JSON_DECODE_ANY, &error);
    if (!root)
        return job_fail(job, FAULT_BAD_INPUT, "this is not JSON: line %d: %s", error.line,
                        error.text);
    *out = from_json(mem, root);
    json_decref(root);
    return true;
}
