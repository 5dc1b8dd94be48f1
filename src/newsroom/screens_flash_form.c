// The flash desk's form: from what was typed, and back into its fields.
#include "newsroom/catalogue.h"
#include "newsroom/flash_form.h"
#include "newsroom/story_form.h"

#include "text/url.h"

#define MINUTE_MS INT64_C(60000)

// How long it runs. The default is flash_make's own.
static const struct {
    const char *minutes, *phrase;
} lives[] = {
    {"30", "flash.lives.30"},   {"60", "flash.lives.60"},   {"180", "flash.lives.180"},
    {"360", "flash.lives.360"}, {"720", "flash.lives.720"}, {"1440", "flash.lives.1440"},
    {"at", "flash.lives.at"},
};
static const char default_life[] = "360";

static const char *name_of(const struct visit *visit, const char *field,
                           const struct edition *edition)
{
    return str_c(&visit->job->mem,
                 str_printf(&visit->job->mem, "%s-" STR_FMT, field, STR_ARG(edition->slug)));
}

static struct str typed(const struct visit *visit, const char *field, const struct edition *edition)
{
    return str_trim(form_text(&visit->form, name_of(visit, field, edition)));
}

// ── what was typed ────────────────────────────────────────────────────────────────────────────

bool flash_is_given(const struct visit *visit, const struct edition *edition)
{
    return typed(visit, "text", edition).len > 0;
}

// A story's id, as one types or pastes it: 42, #42, /newsroom/story/42/.
static bool parse_story(struct visit *visit, struct str given, int64_t *out)
{
    struct str rest = given, part, last = STR_NONE;
    if (!given.len) {
        *out = 0;
        return true;
    }
    while (str_cut(&rest, '/', &part))
        last = part.len ? part : last;
    if (str_starts(last, S("#")))
        last = str_after(last, 1);
    return (parse_int(last, out) && *out > 0) ||
           job_fail_field(visit->job, "story", "is no story: choose one, or write its number");
}

static bool parse_life(struct visit *visit, int64_t *out)
{
    struct str life = form_text(&visit->form, "expires");
    int64_t minutes;
    if (str_is(life, "at"))
        return parse_local_time(visit, visit_own_edition(visit),
                                form_text(&visit->form, "expires_at"), out);
    if (!life.len)
        life = str_from(default_life);
    if (!parse_int(life, &minutes) || minutes < 1 || minutes > 1440)
        return job_fail_field(visit->job, "expires", "is none of those that can be chosen");
    *out = visit->job->now_ms + minutes * MINUTE_MS;
    return true;
}

bool flash_of_form(struct visit *visit, const struct edition *edition, struct flash *out)
{
    struct flash flash = {.text = typed(visit, "text", edition),
                          .place = typed(visit, "place", edition),
                          .source = typed(visit, "source", edition),
                          .bar = form_text(&visit->form, "bar").len > 0};
    bool ok = parse_story(visit, typed(visit, "story", edition), &flash.story_id);
    ok = parse_life(visit, &flash.expires_ms) && ok;
    if (ok)
        *out = flash;
    return ok;
}

bool flash_name_fields(struct visit *visit, const struct edition *edition)
{
    struct fault *fault = &visit->job->fault;
    for (int i = 0; i < fault->fields_count; i++) {
        char *field = fault->fields[i].field;
        size_t len = strlen(field);
        if (strcmp(field, "at") == 0) // parse_local_time's
            snprintf(field, sizeof(fault->fields[i].field), "expires_at");
        else if (!str_starts(str_from(field), S("expires")) && !strchr(field, '-'))
            snprintf(field + len, sizeof(fault->fields[i].field) - len, "-" STR_FMT,
                     STR_ARG(edition->slug));
    }
    return false;
}

// ── into fields ───────────────────────────────────────────────────────────────────────────────

static struct str story_text(const struct visit *visit, const struct flash *flash)
{
    return flash->story_id ? str_printf(&visit->job->mem, "%lld", (long long)flash->story_id)
                           : STR_NONE;
}

struct line {
    const char *name, *label, *hint;
    enum field_kind kind;
    int length_max;
    struct str value;
};

static void put_line(struct visit *visit, struct value *map, const struct edition *edition,
                     const struct line *line)
{
    const char *name = name_of(visit, line->name, edition);
    bool is_story = str_is(str_from(line->name), "story");
    struct value *field =
        put_field(visit, map,
                  &(struct field){.name = name,
                                  .label = line->label,
                                  .hint = line->hint,
                                  .kind = line->kind,
                                  .rows = 2,
                                  .autocomplete = line->kind == FIELD_LINE ? "off" : NULL,
                                  .class = line->kind == FIELD_AREA ? "text" : NULL,
                                  .length_max = line->length_max,
                                  .counted = line->kind == FIELD_AREA,
                                  .value = visit->form.count ? typed(visit, line->name, edition)
                                                             : line->value,
                                  .lang = is_story ? STR_NONE : edition->locale.lang,
                                  .dir = is_story ? S("auto") : edition->dir});
    map_put(map, line->name, field);
}

static void put_edition_fields(struct visit *visit, struct value *map,
                               const struct edition *edition, const struct flash *flash)
{
    static const struct flash none;
    bool is_its = flash && flash->edition_id == edition->id;
    const struct flash *from = is_its ? flash : &none;
    const struct line lines[] = {
        {"text", "flash.text", NULL, FIELD_AREA, FLASH_TEXT_LENGTH, from->text},
        {"place", "flash.place", NULL, FIELD_LINE, FLASH_PLACE_LENGTH, from->place},
        {"source", "flash.source", NULL, FIELD_LINE, FLASH_PLACE_LENGTH, from->source},
        {"story", "flash.story", "flash.story_hint", FIELD_LINE, 0, story_text(visit, from)},
    };
    bool is_own = flash ? is_its : edition == visit_own_edition(visit);
    for (size_t i = 0; i < ARRAY_LEN(lines); i++)
        put_line(visit, map, edition, &lines[i]);
    map_text(map, "slug", edition->slug);
    map_text(map, "name", edition->name);
    map_text(map, "lang", edition->locale.lang);
    map_text(map, "dir", edition->dir);
    map_bool(map, "own", is_own);
    map_bool(map, "open", is_own || flash_is_given(visit, edition));
}

static void put_life(struct visit *visit, struct value *desk, const struct flash *flash)
{
    struct str life = form_text(&visit->form, "expires");
    struct str at = form_text(&visit->form, "expires_at");
    const struct edition *own = visit_own_edition(visit);
    bool is_kept = flash && flash->id && flash->expires_ms > visit->job->now_ms;
    if (!life.len)
        life = str_from(is_kept ? "at" : default_life);
    if (!at.len && is_kept)
        at = local_time(&visit->job->mem, own, flash->expires_ms);
    struct value *field = put_field(
        visit, desk,
        &(struct field){.name = "expires", .label = "flash.expires", .kind = FIELD_SELECT});
    for (size_t i = 0; i < ARRAY_LEN(lives); i++)
        put_option(field, str_from(lives[i].minutes), visit_phrase(visit, lives[i].phrase),
                   str_is(life, lives[i].minutes));
    put_field(
        visit, desk,
        &(struct field){.name = "expires_at",
                        .label_text = words_with(&visit->job->mem, visit->words, "flash.expires_at",
                                                 "zone", own ? own->locale.zone : STR_NONE),
                        .type = "datetime-local",
                        .value = at,
                        .dir = S("ltr")});
}

void put_flash_form(struct visit *visit, const struct flash *flash)
{
    struct value *desk = map_map(visit->page, "desk");
    struct value *editions = map_list(desk, "editions");
    bool is_typed = visit->form.count > 0;
    for (size_t i = 0; i < visit->editions_count; i++) {
        if (flash && flash->id && flash->edition_id != visit->editions[i].id)
            continue; // what is changed stays where it is
        put_edition_fields(visit, list_map(editions), &visit->editions[i], flash);
    }
    put_field(visit, desk,
              &(struct field){.name = "bar",
                              .label = "flash.bar",
                              .hint = "flash.bar_hint",
                              .kind = FIELD_CHECK,
                              .on = is_typed ? form_text(&visit->form, "bar").len > 0
                                             : flash && flash->bar});
    put_life(visit, desk, flash);
}

// ── what was there when the form was begun ────────────────────────────────────────────────────

enum { PARTS = 6 };

static const char *const part_labels[PARTS] = {"flash.text",  "flash.place", "flash.source",
                                               "flash.story", "flash.bar",   "flash.lives.at"};

static struct str yes_or_no(const struct visit *visit, bool is)
{
    return visit_phrase(visit, is ? "staff.yes" : "staff.no");
}

static void stored_parts(const struct visit *visit, const struct flash *flash,
                         struct str parts[PARTS])
{
    const struct str all[PARTS] = {
        flash->text,
        flash->place,
        flash->source,
        story_text(visit, flash),
        yes_or_no(visit, flash->bar),
        local_time(&visit->job->mem, visit_own_edition(visit), flash->expires_ms)};
    memcpy(parts, all, sizeof(all));
}

static void typed_parts(const struct visit *visit, const struct edition *edition,
                        struct str parts[PARTS])
{
    const struct str all[PARTS] = {typed(visit, "text", edition),
                                   typed(visit, "place", edition),
                                   typed(visit, "source", edition),
                                   typed(visit, "story", edition),
                                   yes_or_no(visit, form_text(&visit->form, "bar").len > 0),
                                   form_text(&visit->form, "expires_at")};
    memcpy(parts, all, sizeof(all));
}

void put_flash_base(struct visit *visit, const struct flash *flash)
{
    const struct edition *edition = visit_edition_of(visit, flash->edition_id);
    bool is_typed = visit->form.count > 0 && edition;
    struct str now[PARTS], mine[PARTS];
    stored_parts(visit, flash, now);
    if (is_typed)
        typed_parts(visit, edition, mine);
    put_theirs(visit, part_labels, now, is_typed ? mine : NULL, PARTS);
}

bool flash_check_base(struct visit *visit, const struct flash *flash)
{
    struct str now[PARTS];
    stored_parts(visit, flash, now);
    return check_base(visit, now, PARTS);
}
