#include "command/demo.h"

#include "api/json_reader.h"
#include "command/import.h"
#include "news/flash.h"
#include "news/imported.h"

extern const struct str demo_stories[]; // demo/*.jsonl, baked in by tools/bake_text
extern const struct str demo_flashes[];

enum { STEP_MS = 41 * 60 * 1000, FLASH_LASTS_MS = 30 * 24 * 3600 * 1000LL };

// As if they had come out one after the other: the first line of a file is the newest.
static bool load_stories(struct job *job, struct import *import, struct str lines)
{
    struct str line;
    int64_t at_ms = job->now_ms - STEP_MS / 4;
    while (str_cut(&lines, '\n', &line)) {
        struct import_item item;
        if (!line.len)
            continue;
        if (!import_jsonl_parse(job, line, &item))
            return false;
        item.published_ms = at_ms;
        at_ms -= STEP_MS;
        if (!import_item(job, import, &item))
            return false;
    }
    return true;
}

// A flash names its story as the stories' file does.
static bool find_story(struct job *job, struct txn *txn, struct str edition, struct str named,
                       int64_t *id)
{
    bool found;
    struct imported imported;
    struct str origin = str_join(&job->mem, S("jsonl:"), edition);
    if (!named.len)
        return true;
    if (!imported_find(job, txn, origin, named, &found, &imported))
        return false;
    if (!found)
        return job_fail(job, FAULT_INTERNAL, "the demo has no story " STR_FMT, STR_ARG(named));
    *id = imported.story_id;
    return true;
}

static bool load_flash(struct job *job, struct txn *txn, const struct actor *actor, json_t *object)
{
    struct flash flash = {.expires_ms = job->now_ms + FLASH_LASTS_MS};
    struct str story = STR_NONE;
    int64_t id;
    bool found;
    struct edition edition;
    const struct {
        const char *name;
        struct str *to;
    } texts[] = {{"edition", &flash.edition},
                 {"place", &flash.place},
                 {"source", &flash.source},
                 {"text", &flash.text},
                 {"story", &story}};
    for (size_t i = 0; i < ARRAY_LEN(texts); i++) {
        json_t *value = json_object_get(object, texts[i].name);
        *texts[i].to = STR_NONE;
        if (value && !parse_json_text(job, texts[i].name, value, texts[i].to))
            return false;
    }
    if (!edition_find(job, txn, flash.edition, &found, &edition))
        return false;
    return !found || // this site has fewer editions than the demo
           (find_story(job, txn, flash.edition, story, &flash.story_id) &&
            flash_make(job, txn, actor, flash.edition, &flash,
                       FLASH_HAS_PLACE | FLASH_HAS_SOURCE | FLASH_HAS_TEXT | FLASH_HAS_EXPIRES |
                           (flash.story_id ? FLASH_HAS_STORY : 0),
                       &id));
}

static bool load_flashes(struct job *job, struct txn *txn, const struct actor *actor)
{
    struct str line;
    for (struct str rest = demo_flashes[0]; str_cut(&rest, '\n', &line);) {
        json_t *object;
        if (line.len &&
            (!parse_json_object(job, line, &object) || !load_flash(job, txn, actor, object)))
            return false;
    }
    return true;
}

static bool has_edition(const struct import *import, struct str lines)
{
    for (size_t i = 0; i < import->editions_count; i++) {
        struct str mark = str_printf(&import->batch->mem, "{\"edition\":\"" STR_FMT "\"",
                                     STR_ARG(import->editions[i].edition.slug));
        if (str_starts(lines, mark))
            return true;
    }
    return false;
}

static bool load(struct job *job, struct import *import)
{
    if (!import_open(job, import))
        return false;
    for (const struct str *lines = demo_stories; lines->len; lines++) {
        if (has_edition(import, *lines) && !load_stories(job, import, *lines))
            return false;
    }
    return (import->txn.open || import_begin(import)) &&
           load_flashes(job, &import->txn, &import->actor) && import_commit(import);
}

bool demo_load(struct job *job, struct store *store)
{
    struct import import = {.store = store, .actor = actor_of_house(S("command"))};
    bool ok = load(job, &import);
    import_close(&import);
    return ok;
}
