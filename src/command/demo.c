#include "command/demo.h"

#include "api/json_reader.h"
#include "wire/import.h"
#include "news/flash.h"
#include "news/imported.h"

enum {
    STEP_MS = 41 * 60 * 1000, // between the newest two stories; older ones stand further apart
    STEP_GROWS_EVERY = 8,
    FLASH_LASTS_MS = 30 * 24 * 3600 * 1000LL
};

struct demo {
    struct import import;
    struct demo_names pictures;
};

// One line of one of the demo's files, in a transaction.
typedef bool demo_line(struct job *job, struct demo *demo, json_t *line, size_t number);
enum demo_order { FROM_FIRST, FROM_LAST };

static bool each_line(struct job *job, struct demo *demo, const char *file, enum demo_order order,
                      demo_line *take)
{
    struct str text, line, *lines = NULL;
    size_t count = 0, room = 0;
    if (!demo_file(job, file, &text))
        return false;
    while (str_cut(&text, '\n', &line)) {
        if (line.len)
            *list_add(&job->mem, &lines, &count, &room) = line;
    }
    for (size_t i = 0; i < count; i++) {
        size_t number = order == FROM_FIRST ? i : count - 1 - i;
        json_t *object;
        if (!parse_json_object(job, lines[number], &object) || !import_begin(&demo->import) ||
            !take(job, demo, object, number))
            return false;
    }
    return true;
}

static struct str text_of(json_t *object, const char *name)
{
    json_t *value = json_object_get(object, name);
    return json_is_string(value) ? (struct str){json_string_value(value), json_string_length(value)}
                                 : STR_NONE;
}

// *found false: this site has fewer editions than the demo.
static bool find_edition(struct job *job, struct demo *demo, json_t *line, bool *found,
                         struct edition *out)
{
    return edition_find(job, &demo->import.txn, text_of(line, "edition"), found, out);
}

// A story is named as the stories' files do.
static bool find_story(struct job *job, struct demo *demo, struct str edition, struct str named,
                       int64_t *id)
{
    bool found;
    struct imported imported;
    struct str origin = str_join(&job->mem, S("demo:"), edition);
    if (!imported_find(job, &demo->import.txn, origin, named, &found, &imported))
        return false;
    if (!found)
        return job_fail(job, FAULT_INTERNAL, "the demo has no story " STR_FMT, STR_ARG(named));
    *id = imported.story_id;
    return true;
}

// ── editions ──────────────────────────────────────────────────────────────────────────────────

static void read_social(struct job *job, json_t *links, struct edition_fields *fields)
{
    size_t at;
    json_t *link;
    fields->social = arena_array(&job->mem, struct social_link, json_array_size(links));
    json_array_foreach(links, at, link)
    {
        fields->social[fields->social_count++] =
            (struct social_link){text_of(link, "name"), text_of(link, "url")};
    }
}

// A title that was asked for stays.
static bool load_edition(struct job *job, struct demo *demo, json_t *line, size_t number)
{
    bool found;
    struct edition edition;
    if (!find_edition(job, demo, line, &found, &edition) || !found)
        return !job_failed(job);
    struct edition_fields fields = {.given = EDITION_HAS_SLOGAN | EDITION_HAS_SOCIAL,
                                    .slogan = text_of(line, "slogan"),
                                    .title = text_of(line, "title")};
    read_social(job, json_object_get(line, "social"), &fields);
    if (str_is(edition.title, "Stoppress"))
        fields.given |= EDITION_HAS_TITLE;
    return edition_change(job, &demo->import.txn, &demo->import.actor, &edition, &fields);
}

// ── dossiers ──────────────────────────────────────────────────────────────────────────────────

static bool load_dossier(struct job *job, struct demo *demo, json_t *line, size_t number)
{
    bool found;
    struct edition edition;
    int64_t id;
    if (!find_edition(job, demo, line, &found, &edition) || !found)
        return !job_failed(job);
    struct filing dossier = {.kind = FILING_DOSSIER,
                             .edition_id = edition.id,
                             .slug = text_of(line, "slug"),
                             .name = text_of(line, "title"),
                             .text = text_of(line, "text"),
                             .picture_id = demo_id(&demo->pictures, text_of(line, "picture")),
                             .position = (int)number};
    return filing_make(job, &demo->import.txn, &demo->import.actor, &dossier,
                       FILING_HAS_SLUG | FILING_HAS_NAME | FILING_HAS_TEXT | FILING_HAS_PICTURE |
                           FILING_HAS_POSITION,
                       &id);
}

// ── stories ───────────────────────────────────────────────────────────────────────────────────

// "](/media/sand-2" → "](/media/17"
static struct str with_ids(struct job *job, const struct demo *demo, struct str body)
{
    static const struct str mark = {"](/media/", 9};
    struct buf b;
    buf_start(&b, &job->mem, body.len * 2 + 64);
    for (ptrdiff_t at; (at = str_find(body, mark)) >= 0;) {
        size_t start = (size_t)at + mark.len, end = start;
        while (end < body.len && body.at[end] != ' ' && body.at[end] != ')')
            end++;
        buf_add(&b, str_from_to(body, 0, start));
        buf_printf(&b, "%lld", (long long)demo_id(&demo->pictures, str_from_to(body, start, end)));
        body = str_after(body, end);
    }
    buf_add(&b, body);
    return buf_str(&b);
}

// Names of pictures become ids; whom it is related to is settled when all are there.
static bool rewrite(struct job *job, const struct demo *demo, json_t *line, struct str *out)
{
    int64_t picture = demo_id(&demo->pictures, text_of(line, "picture"));
    struct str body = with_ids(job, demo, text_of(line, "body"));
    json_object_del(line, "related");
    json_object_del(line, "picture");
    if (picture)
        json_object_set_new(line, "picture", json_integer(picture));
    json_object_set_new(line, "body", json_stringn(body.at, body.len));
    char *text = json_dumps(line, JSON_COMPACT);
    if (!text)
        return job_fail(job, FAULT_INTERNAL, "a story of the demo is not UTF-8");
    *out = str_copy(&job->mem, str_from(text));
    free(text);
    return true;
}

// As if they had come out one after the other: the first line of a file is the newest.
static int64_t moment_of(const struct job *job, size_t number)
{
    int64_t at = job->now_ms - STEP_MS / 4;
    for (size_t i = 0; i < number; i++)
        at -= STEP_MS + STEP_MS * (int64_t)(i / STEP_GROWS_EVERY);
    return at;
}

static bool load_story(struct job *job, struct demo *demo, json_t *line, size_t number)
{
    bool found;
    struct edition edition;
    struct str text;
    struct import_item item;
    if (!find_edition(job, demo, line, &found, &edition) || !found)
        return !job_failed(job);
    if (!rewrite(job, demo, line, &text) || !import_jsonl_parse(job, text, &item))
        return false;
    item.origin = S("demo");
    item.status = S("draft");
    return import_item(job, &demo->import, &item);
}

static bool find_related(struct job *job, struct demo *demo, struct str edition, json_t *names,
                         struct id_list *out)
{
    size_t at;
    json_t *name;
    out->items = arena_array(&job->mem, int64_t, json_array_size(names) + 1);
    json_array_foreach(names, at, name)
    {
        if (!find_story(job, demo, edition, str_from(json_string_value(name)),
                        &out->items[out->count++]))
            return false;
    }
    return true;
}

// Once all are there: a story may name any other, and is completed from those before it.
static bool publish_story(struct job *job, struct demo *demo, json_t *line, size_t number)
{
    bool found;
    struct edition edition;
    if (!find_edition(job, demo, line, &found, &edition) || !found)
        return !job_failed(job);
    struct story_fields fields = {.set = STORY_HAS_RELATED};
    struct story_dates dates = {.published_ms = moment_of(job, number)};
    struct txn *txn = &demo->import.txn;
    const struct actor *actor = &demo->import.actor;
    int64_t id;
    return find_story(job, demo, edition.slug, text_of(line, "id"), &id) &&
           find_related(job, demo, edition.slug, json_object_get(line, "related"),
                        &fields.related) &&
           (!fields.related.count || story_save(job, txn, actor, id, 0, &fields)) &&
           story_publish(job, txn, actor, id, 0, 0, &dates);
}

// ── flashes ───────────────────────────────────────────────────────────────────────────────────

static bool load_flash(struct job *job, struct demo *demo, json_t *line, size_t number)
{
    bool found;
    struct edition edition;
    struct str story = text_of(line, "story");
    int64_t id;
    if (!find_edition(job, demo, line, &found, &edition) || !found)
        return !job_failed(job);
    struct flash flash = {.place = text_of(line, "place"),
                          .source = text_of(line, "source"),
                          .text = text_of(line, "text"),
                          .bar = json_is_true(json_object_get(line, "bar")),
                          .expires_ms = job->now_ms + FLASH_LASTS_MS};
    unsigned given = FLASH_HAS_PLACE | FLASH_HAS_SOURCE | FLASH_HAS_TEXT | FLASH_HAS_EXPIRES |
                     FLASH_HAS_BAR | (story.len ? FLASH_HAS_STORY : 0);
    return (!story.len || find_story(job, demo, edition.slug, story, &flash.story_id)) &&
           flash_make(job, &demo->import.txn, &demo->import.actor, edition.slug, &flash, given,
                      &id);
}

// ── all of it ─────────────────────────────────────────────────────────────────────────────────

static bool load_stories(struct job *job, struct demo *demo, enum demo_order order, demo_line *take)
{
    static const char *const files[] = {"en.jsonl", "es.jsonl", "ar.jsonl"};
    for (size_t i = 0; i < ARRAY_LEN(files); i++) {
        if (!each_line(job, demo, files[i], order, take))
            return false;
    }
    return true;
}

static bool load(struct job *job, struct demo *demo)
{
    return import_open(job, &demo->import) &&
           each_line(job, demo, "editions.jsonl", FROM_FIRST, load_edition) &&
           each_line(job, demo, "dossiers.jsonl", FROM_FIRST, load_dossier) &&
           load_stories(job, demo, FROM_FIRST, load_story) &&
           load_stories(job, demo, FROM_LAST, publish_story) &&
           each_line(job, demo, "flashes.jsonl", FROM_LAST, load_flash) &&
           import_commit(&demo->import);
}

bool demo_load(struct job *job, struct store *store, struct str dir)
{
    struct demo demo = {.import = {.store = store, .actor = actor_of_house(S("command"))}};
    struct media *media = NULL;
    struct media_options options = {.dir = str_join(&job->mem, dir, S("/media"))};
    bool ok = media_open(job, &options, &media) &&
              demo_load_pictures(job, store, media, &demo.pictures) && load(job, &demo);
    media_close(media);
    import_close(&demo.import);
    return ok;
}
