#include "page/words.h"

#include <jansson.h>

struct words {
    struct str lang;
    json_t *json;
    struct value *values;
};

static void words_end(void *with)
{
    json_decref(((struct words *)with)->json);
}

bool words_parse(struct job *job, struct arena *mem, struct str lang, struct str json,
                 struct words **out)
{
    struct words *words = arena_new(mem, struct words);
    json_error_t error;
    words->lang = str_copy(mem, lang);
    words->json = json_loadb(json.at, json.len, JSON_REJECT_DUPLICATES, &error);
    if (!words->json)
        return job_fail(job, FAULT_BAD_INPUT, "strings/" STR_FMT ".json, line %d: %s",
                        STR_ARG(lang), error.line, error.text);
    arena_on_end(mem, words_end, words);
    if (!value_parse_json(job, mem, json, &words->values))
        return false;
    *out = words;
    return true;
}

struct str words_lang(const struct words *words)
{
    return words->lang;
}

struct value *words_values(const struct words *words)
{
    return words->values;
}

static const json_t *find(const struct words *words, const char *name)
{
    const json_t *at = words->json;
    struct str rest = str_from(name), part;
    while (at && str_cut(&rest, '.', &part)) {
        char key[64];
        snprintf(key, sizeof(key), STR_FMT, STR_ARG(part));
        at = json_object_get(at, key);
    }
    return at;
}

static struct str string_of(const json_t *json)
{
    if (!json_is_string(json))
        return STR_NONE;
    return (struct str){json_string_value(json), json_string_length(json)};
}

struct str words_phrase(const struct words *words, const char *name)
{
    return string_of(find(words, name));
}

// `phrase` with {hole} replaced, once.
static struct str fill(struct arena *mem, struct str phrase, const char *hole, struct str with)
{
    struct str mark = str_printf(mem, "{%s}", hole);
    ptrdiff_t at = str_find(phrase, mark);
    if (at < 0)
        return phrase;
    return str_printf(mem, STR_FMT STR_FMT STR_FMT, (int)at, phrase.at, STR_ARG(with),
                      STR_ARG(str_after(phrase, (size_t)at + mark.len)));
}

struct str words_with(struct arena *mem, const struct words *words, const char *name,
                      const char *hole, struct str with)
{
    return fill(mem, words_phrase(words, name), hole, with);
}

struct str words_count(struct arena *mem, const struct words *words, const struct locale *locale,
                       const char *name, int64_t n)
{
    const json_t *forms = find(words, name);
    struct str category = plural_category(mem, locale, n);
    struct str form = string_of(json_object_get(forms, str_c(mem, category)));
    if (!form.len)
        form = string_of(json_object_get(forms, "other"));
    return fill(mem, form, "n", number_text(mem, locale, n));
}
