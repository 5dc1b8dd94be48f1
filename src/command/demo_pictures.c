// The demo's pictures: demo/pictures.jsonl says what each shows, in the words of each edition.
#include "api/json_reader.h"
#include "command/demo.h"
#include "news/picture.h"

int64_t demo_id(const struct demo_names *names, struct str name)
{
    for (size_t i = 0; i < names->count; i++) {
        if (str_eq(names->names[i], name))
            return names->ids[i];
    }
    return 0;
}

bool demo_file(struct job *job, const char *name, struct str *out)
{
    for (const struct baked_file *file = demo_files; file->name.len; file++) {
        if (str_is(file->name, name)) {
            *out = file->bytes;
            return true;
        }
    }
    return job_fail(job, FAULT_NOT_FOUND, "the demo has no file %s", name);
}

static struct str text_of(json_t *object, const char *name)
{
    json_t *value = json_object_get(object, name);
    return json_is_string(value) ? (struct str){json_string_value(value), json_string_length(value)}
                                 : STR_NONE;
}

// An edition's own words; the first edition that has any lends them to the picture itself.
static bool put_words(struct job *job, struct txn *txn, const struct actor *actor, int64_t id,
                      json_t *line)
{
    struct edition *editions;
    size_t count;
    if (!edition_list(job, txn, &editions, &count))
        return false;
    for (size_t i = 0; i < count; i++) {
        json_t *words = json_object_get(line, str_c(&job->mem, editions[i].slug));
        if (words && !picture_translate(job, txn, actor, id, editions[i].id, text_of(words, "alt"),
                                        text_of(words, "caption")))
            return false;
    }
    return true;
}

static json_t *first_words(json_t *line)
{
    static const char *const languages[] = {"en", "es", "ar"};
    for (size_t i = 0; i < ARRAY_LEN(languages); i++) {
        json_t *words = json_object_get(line, languages[i]);
        if (words)
            return words;
    }
    return NULL;
}

static bool load_picture(struct job *job, struct txn *txn, struct media *media, json_t *line,
                         int64_t *id)
{
    struct actor actor = actor_of_house(S("command"));
    struct media_facts facts;
    struct str file = text_of(line, "file"), bytes;
    json_t *words = first_words(line), *focal = json_object_get(line, "focal");
    if (!json_is_integer(json_array_get(focal, 0)) || !json_is_integer(json_array_get(focal, 1)))
        return job_fail(job, FAULT_INTERNAL, "the focal point of " STR_FMT " is not in per cent",
                        STR_ARG(file));
    if (!demo_file(job, str_c(&job->mem, str_join(&job->mem, S("pictures/"), file)), &bytes) ||
        !media_take(job, media, bytes, &facts))
        return false;
    struct picture picture = {.hash = facts.hash,
                              .media_type = facts.media_type,
                              .width = facts.width,
                              .height = facts.height,
                              .alt = text_of(words, "alt"),
                              .caption = text_of(words, "caption"),
                              .credit = text_of(line, "credit"),
                              .focal_x = (int)json_integer_value(json_array_get(focal, 0)),
                              .focal_y = (int)json_integer_value(json_array_get(focal, 1))};
    unsigned given = PICTURE_HAS_ALT | PICTURE_HAS_CAPTION | PICTURE_HAS_CREDIT | PICTURE_HAS_FOCUS;
    return picture_make(job, txn, &actor, &picture, given, id) &&
           put_words(job, txn, &actor, *id, line);
}

bool demo_load_pictures(struct job *job, struct store *store, struct media *media,
                        struct demo_names *out)
{
    enum { PICTURES_MAX = 200 };
    struct str lines, line;
    struct demo_names names = {arena_array(&job->mem, struct str, PICTURES_MAX),
                               arena_array(&job->mem, int64_t, PICTURES_MAX), 0};
    if (!demo_file(job, "pictures.jsonl", &lines))
        return false;
    AUTO_TXN txn = write_begin(job, store);
    if (!txn.open)
        return false;
    while (str_cut(&lines, '\n', &line)) {
        json_t *object;
        if (!line.len)
            continue;
        assert(names.count < PICTURES_MAX);
        if (!parse_json_object(job, line, &object) ||
            !load_picture(job, &txn, media, object, &names.ids[names.count]))
            return false;
        names.names[names.count++] = text_of(object, "name");
    }
    *out = names;
    return txn_commit(job, &txn);
}
