// A story as a row: what an editor sees of it without opening it.
#include "newsroom/desk_rows.h"
#include "newsroom/field.h"

// ── which edition ─────────────────────────────────────────────────────────────────────────────

const struct edition *desk_edition(const struct visit *visit)
{
    bool asked;
    struct str slug = http_query(visit->request, "edition", &asked);
    if (asked)
        return visit_edition(visit, slug);
    return visit_edition_of(visit, visit->staff.edition_id);
}

struct str desk_edition_word(const struct edition *edition)
{
    return edition ? edition->slug : S("all");
}

void put_desk_tabs(const struct visit *visit, const struct edition *chosen, const char *path)
{
    struct arena *mem = &visit->job->mem;
    struct value *tabs = put_tabs(visit, "desk.editions");
    put_tab(visit, tabs, str_printf(mem, "%s?edition=all", path),
            visit_phrase(visit, "desk.all_editions"), -1, !chosen);
    for (size_t i = 0; i < visit->editions_count; i++) {
        const struct edition *edition = &visit->editions[i];
        struct str url = str_printf(mem, "%s?edition=" STR_FMT, path, STR_ARG(edition->slug));
        struct value *tab = put_tab(visit, tabs, url, edition->name, -1, edition == chosen);
        map_text(tab, "lang", edition->locale.lang);
    }
}

bool desk_is_renewed(const struct visit *visit)
{
    return str_is(http_query(visit->request, "part", NULL), "fresh");
}

// ── a row ─────────────────────────────────────────────────────────────────────────────────────

struct str desk_kind_name(const struct visit *visit, struct str kind)
{
    char phrase[64];
    snprintf(phrase, sizeof(phrase), "desk.kinds." STR_FMT, STR_ARG(kind));
    return visit_phrase(visit, phrase);
}

static const struct desk_translation *find_translation(const struct desk_row *row,
                                                       const struct edition *edition)
{
    for (size_t i = 0; i < row->translations_count; i++) {
        if (str_eq(row->translations[i].edition, edition->slug))
            return &row->translations[i];
    }
    return NULL;
}

static void put_translation(const struct visit *visit, struct value *list,
                            const struct desk_row *row, const struct edition *edition)
{
    struct arena *mem = &visit->job->mem;
    const struct desk_translation *made = find_translation(row, edition);
    struct value *item = list_map(list);
    map_text(item, "name", edition->slug);
    map_text(item, "long_name", edition->name);
    map_text(item, "lang", edition->locale.lang);
    map_bool(item, "made", made != NULL);
    put_state(visit, item, made ? made->status : STR_NONE);
    map_text(item, "url",
             made ? str_printf(mem, "/newsroom/story/%lld/", (long long)made->story_id)
                  : str_printf(mem, "/newsroom/story/%lld/translate?edition=" STR_FMT,
                               (long long)row->story_id, STR_ARG(edition->slug)));
}

// Those that exist for everybody; those to be made for who may write.
static void put_translations(const struct visit *visit, struct value *map,
                             const struct desk_row *row)
{
    struct value *list = map_list(map, "translations");
    bool writes = visit_may(visit, RIGHT_STORY_WRITE) && !str_is(row->status, "withdrawn");
    for (size_t i = 0; i < visit->editions_count; i++) {
        const struct edition *edition = &visit->editions[i];
        if (edition->id == row->edition_id || (!writes && !find_translation(row, edition)))
            continue;
        put_translation(visit, list, row, edition);
    }
}

// How far it can be moved from the desk, by whom. Publishing belongs to the story's own screen,
// where one sees what goes out.
static const struct {
    const char *from, *stage, *phrase;
    unsigned needs;
} moves[] = {
    {"draft", "review", "desk.to_review", RIGHT_STORY_WRITE},
    {"review", "ready", "desk.to_ready", RIGHT_STORY_PUBLISH},
    {"review", "draft", "desk.to_draft", RIGHT_STORY_PUBLISH},
    {"ready", "draft", "desk.to_draft", RIGHT_STORY_PUBLISH},
};

static void put_moves(const struct visit *visit, struct value *map, const struct desk_row *row)
{
    struct value *list = map_list(map, "moves");
    for (size_t i = 0; i < ARRAY_LEN(moves); i++) {
        if (!str_is(row->status, moves[i].from) || !visit_may(visit, moves[i].needs))
            continue;
        struct value *move = list_map(list);
        map_text(move, "stage", str_from(moves[i].stage));
        map_text(move, "name", visit_phrase(visit, moves[i].phrase));
    }
}

static void put_times(const struct visit *visit, struct value *map, const struct desk_row *row)
{
    bool waits = str_is(row->status, "scheduled") || row->scheduled_ms > visit->job->now_ms;
    visit_put_time(visit, map, "saved", row->saved_ms);
    visit_put_time(visit, map, "scheduled", waits ? row->scheduled_ms : 0);
    visit_put_time(visit, map, "published", row->published_ms);
    map_bool(map, "late",
             waits && row->scheduled_ms && row->scheduled_ms + 60000 < visit->job->now_ms);
}

void put_desk_row(const struct visit *visit, struct value *list, const struct desk_row *row,
                  bool all_editions)
{
    struct arena *mem = &visit->job->mem;
    struct value *map = list_map(list);
    const struct edition *edition = visit_edition_of(visit, row->edition_id);
    bool named = row->headline.len > 0;
    map_int(map, "id", row->story_id);
    map_text(map, "url", str_printf(mem, "/newsroom/story/%lld/", (long long)row->story_id));
    map_text(map, "headline", named ? row->headline : visit_phrase(visit, "desk.no_headline"));
    map_text(map, "lang", named ? row->lang : visit->locale.lang);
    map_text(map, "dir", named ? row->dir : visit->dir);
    put_state(visit, map, row->status);
    map_text(map, "section", row->section_name);
    map_text(map, "section_lang", row->lang);
    map_text(map, "kind", str_is(row->kind, "news") ? STR_NONE : desk_kind_name(visit, row->kind));
    map_text(map, "edition_name", all_editions && edition ? edition->name : STR_NONE);
    map_text(map, "by", row->saved_by.len ? row->saved_by : visit_phrase(visit, "desk.program"));
    map_text(map, "words",
             words_count(mem, visit->words, &visit->locale, "desk.words", (int64_t)row->words));
    map_text(map, "editing",
             row->editing_by.len
                 ? words_with(mem, visit->words, "desk.editing", "name", row->editing_by)
                 : STR_NONE);
    map_bool(map, "revised", row->is_revised);
    map_text(map, "site_url", row->path);
    put_times(visit, map, row);
    put_translations(visit, map, row);
    put_moves(visit, map, row);
}
