#include "api/flash_json.h"

#include "api/story_json.h"

static bool read_one(struct job *job, const char *name, json_t *value, bool is_new,
                     struct flash *flash, unsigned *given)
{
    static const struct {
        const char *name;
        unsigned bit;
        size_t at;
    } texts[] = {{"place", FLASH_HAS_PLACE, offsetof(struct flash, place)},
                 {"source", FLASH_HAS_SOURCE, offsetof(struct flash, source)},
                 {"text", FLASH_HAS_TEXT, offsetof(struct flash, text)}};
    for (size_t i = 0; i < ARRAY_LEN(texts); i++) {
        if (strcmp(name, texts[i].name) != 0)
            continue;
        *given |= texts[i].bit;
        return parse_json_text(job, name, value,
                               (struct str *)(void *)((char *)flash + texts[i].at));
    }
    if (strcmp(name, "edition") == 0)
        return is_new ? parse_json_text(job, name, value, &flash->edition)
                      : job_fail_field(job, name, "of a flash cannot be changed");
    if (strcmp(name, "story") == 0) {
        *given |= FLASH_HAS_STORY;
        return parse_json_id(job, name, value, &flash->story_id);
    }
    if (strcmp(name, "expires_at") == 0) {
        *given |= FLASH_HAS_EXPIRES;
        return parse_json_time(job, name, value, &flash->expires_ms);
    }
    if (strcmp(name, "bar") == 0) {
        *given |= FLASH_HAS_BAR;
        return parse_json_bool(job, name, value, &flash->bar);
    }
    return job_fail_field(job, name, "is not a field of a flash");
}

bool parse_flash(struct job *job, json_t *object, bool is_new, struct flash *out, unsigned *given)
{
    struct flash flash = {0};
    unsigned bits = 0;
    const char *name;
    json_t *value;
    json_object_foreach(object, name, value)
    {
        if (!read_one(job, name, value, is_new, &flash, &bits))
            continue; // the field is noted; the others are looked at too
    }
    if (is_new && !flash.edition.len && !job_failed(job))
        (void)job_fail_field(job, "edition", "is needed: the edition whose ticker this goes into");
    if (job_failed(job))
        return false;
    *out = flash;
    *given = bits;
    return true;
}

void write_json_flash(struct job *job, struct json_writer *w, const struct flash *flash,
                      struct str origin)
{
    write_json_open(w, '{');
    write_json_key(w, "id");
    write_json_id(w, flash->id);
    write_json_key(w, "edition");
    write_json_text(w, flash->edition);
    write_json_key(w, "place");
    write_json_text(w, flash->place);
    write_json_key(w, "source");
    write_json_text(w, flash->source);
    write_json_key(w, "text");
    write_json_text(w, flash->text);
    write_json_key(w, "story");
    write_json_id(w, flash->story_id);
    write_json_key(w, "url");
    write_json_text_or_null(w, story_url(&job->mem, origin, flash->edition, flash->story_path));
    write_json_key(w, "bar");
    write_json_bool(w, flash->bar);
    write_json_key(w, "at");
    write_json_time(w, flash->at_ms);
    write_json_key(w, "expires_at");
    write_json_time(w, flash->expires_ms);
    write_json_key(w, "ended_at");
    write_json_time(w, flash->ended_ms);
    write_json_close(w, '}');
}
