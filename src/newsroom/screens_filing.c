// Sections, regions, topics, people, sources and dossiers: one screen for each kind, made of one
// table. What they share; their lists are in screens_filing_list.c, their forms in
// screens_filing_form.c.
#include "newsroom/screens_filing.h"

static const struct filing_screen kinds[] = {
    {FILING_SECTION, "sections",
     FILING_HAS_NAME | FILING_HAS_SLUG | FILING_HAS_NOTE | FILING_HAS_PARENT | FILING_HAS_HIDDEN,
     true, true, false, "name", "colour", NULL},
    {FILING_REGION, "regions", FILING_HAS_NAME | FILING_HAS_SLUG, true, true, false, "name", "note",
     NULL},
    {FILING_TOPIC, "topics",
     FILING_HAS_NAME | FILING_HAS_SLUG | FILING_HAS_NOTE | FILING_HAS_NAMES | FILING_HAS_TEXT, true,
     false, true, "name", "kind", "filing.hints.definition"},
    {FILING_PERSON, "people",
     FILING_HAS_NAME | FILING_HAS_SLUG | FILING_HAS_NOTE | FILING_HAS_TEXT | FILING_HAS_PICTURE,
     false, false, true, "name", "role", "filing.hints.about"},
    {FILING_SOURCE, "sources", FILING_HAS_NAME | FILING_HAS_SLUG | FILING_HAS_NOTE, false, false,
     true, "name", "url", NULL},
    {FILING_DOSSIER, "dossiers",
     FILING_HAS_NAME | FILING_HAS_SLUG | FILING_HAS_TEXT | FILING_HAS_PICTURE, true, true, false,
     "title", "note", "filing.hints.dossier"},
};

const struct filing_screen *filing_screen_of(const struct visit *visit)
{
    struct str rest = str_after(http_path(visit->request), S("/newsroom/").len), word;
    str_cut(&rest, '/', &word);
    for (size_t i = 0; i < ARRAY_LEN(kinds); i++) {
        if (str_is(word, kinds[i].word))
            return &kinds[i];
    }
    assert(false); // no address leads here
    return &kinds[0];
}

struct str filing_address(const struct visit *visit, const struct filing_screen *screen, int64_t id,
                          const char *rest)
{
    return str_printf(&visit->job->mem, "/newsroom/%s/%lld/%s", screen->word, (long long)id, rest);
}

struct str filing_list_address(const struct visit *visit, const struct filing_screen *screen,
                               struct str edition)
{
    return screen->of_edition ? str_printf(&visit->job->mem, "/newsroom/%s/?edition=" STR_FMT,
                                           screen->word, STR_ARG(edition))
                              : str_printf(&visit->job->mem, "/newsroom/%s/", screen->word);
}

bool filing_of_visit(struct visit *visit, struct txn *txn, struct filing *out)
{
    const struct filing_screen *screen = filing_screen_of(visit);
    int64_t id;
    return visit_id(visit, filing_word(screen->kind), &id) &&
           filing_get(visit->job, txn, screen->kind, id, out);
}

void put_filing(const struct visit *visit, struct value *map, const struct filing *filing)
{
    const struct edition *edition = visit_edition_of(visit, filing->edition_id);
    if (!edition && visit->editions_count)
        edition = &visit->editions[0]; // of the whole site: any edition shows it
    map_int(map, "id", filing->id);
    map_text(map, "name", filing->name);
    map_text(map, "address",
             edition ? filing_path(&visit->job->mem, filing, edition->slug) : STR_NONE);
    map_text(map, "lang", filing->edition_id && edition ? edition->locale.lang : STR_NONE);
    map_bool(map, "hidden", filing->hidden);
    map_text(map, "note", filing->note);
}

bool put_filing_stories(const struct visit *visit, struct txn *txn, struct value *map,
                        const struct filing *filing)
{
    int64_t stories = 0;
    if (!filing_count_stories(visit->job, txn, filing->kind, filing->id, &stories))
        return false;
    map_text(
        map, "stories",
        words_count(&visit->job->mem, visit->words, &visit->locale, "filing.stories", stories));
    map_int(map, "stories_n", stories);
    return true;
}

static const struct screen screens[] = {
    {HTTP_GET, "/newsroom/sections/", filing_show_list, RIGHT_MENU_EDIT, 0, 0},
    {HTTP_GET, "/newsroom/sections/new", filing_show_new, RIGHT_MENU_EDIT, 0, 0},
    {HTTP_POST, "/newsroom/sections/new", filing_make_one, RIGHT_MENU_EDIT, SMALL_FORM_MAX, 0},
    {HTTP_GET, "/newsroom/sections/:id/", filing_show_one, RIGHT_MENU_EDIT, 0, 0},
    {HTTP_POST, "/newsroom/sections/:id/", filing_change_one, RIGHT_MENU_EDIT, SMALL_FORM_MAX, 0},
    {HTTP_GET, "/newsroom/sections/:id/end", filing_show_end, RIGHT_MENU_EDIT, 0, 0},
    {HTTP_POST, "/newsroom/sections/:id/end", filing_end_one, RIGHT_MENU_EDIT, SMALL_FORM_MAX, 0},
    {HTTP_GET, "/newsroom/regions/", filing_show_list, RIGHT_MENU_EDIT, 0, 0},
    {HTTP_GET, "/newsroom/regions/new", filing_show_new, RIGHT_MENU_EDIT, 0, 0},
    {HTTP_POST, "/newsroom/regions/new", filing_make_one, RIGHT_MENU_EDIT, SMALL_FORM_MAX, 0},
    {HTTP_GET, "/newsroom/regions/:id/", filing_show_one, RIGHT_MENU_EDIT, 0, 0},
    {HTTP_POST, "/newsroom/regions/:id/", filing_change_one, RIGHT_MENU_EDIT, SMALL_FORM_MAX, 0},
    {HTTP_GET, "/newsroom/regions/:id/end", filing_show_end, RIGHT_MENU_EDIT, 0, 0},
    {HTTP_POST, "/newsroom/regions/:id/end", filing_end_one, RIGHT_MENU_EDIT, SMALL_FORM_MAX, 0},
    {HTTP_GET, "/newsroom/topics/", filing_show_list, RIGHT_FILING_EDIT, 0, 0},
    {HTTP_GET, "/newsroom/topics/new", filing_show_new, RIGHT_FILING_EDIT, 0, 0},
    {HTTP_POST, "/newsroom/topics/new", filing_make_one, RIGHT_FILING_EDIT, SMALL_FORM_MAX, 0},
    {HTTP_GET, "/newsroom/topics/:id/", filing_show_one, RIGHT_FILING_EDIT, 0, 0},
    {HTTP_POST, "/newsroom/topics/:id/", filing_change_one, RIGHT_FILING_EDIT, SMALL_FORM_MAX, 0},
    {HTTP_GET, "/newsroom/topics/:id/end", filing_show_end, RIGHT_FILING_EDIT, 0, 0},
    {HTTP_POST, "/newsroom/topics/:id/end", filing_end_one, RIGHT_FILING_EDIT, SMALL_FORM_MAX, 0},
    {HTTP_GET, "/newsroom/people/", filing_show_list, RIGHT_FILING_EDIT, 0, 0},
    {HTTP_GET, "/newsroom/people/new", filing_show_new, RIGHT_FILING_EDIT, 0, 0},
    {HTTP_POST, "/newsroom/people/new", filing_make_one, RIGHT_FILING_EDIT, SMALL_FORM_MAX, 0},
    {HTTP_GET, "/newsroom/people/:id/", filing_show_one, RIGHT_FILING_EDIT, 0, 0},
    {HTTP_POST, "/newsroom/people/:id/", filing_change_one, RIGHT_FILING_EDIT, SMALL_FORM_MAX, 0},
    {HTTP_GET, "/newsroom/people/:id/end", filing_show_end, RIGHT_FILING_EDIT, 0, 0},
    {HTTP_POST, "/newsroom/people/:id/end", filing_end_one, RIGHT_FILING_EDIT, SMALL_FORM_MAX, 0},
    {HTTP_GET, "/newsroom/sources/", filing_show_list, RIGHT_FILING_EDIT, 0, 0},
    {HTTP_GET, "/newsroom/sources/new", filing_show_new, RIGHT_FILING_EDIT, 0, 0},
    {HTTP_POST, "/newsroom/sources/new", filing_make_one, RIGHT_FILING_EDIT, SMALL_FORM_MAX, 0},
    {HTTP_GET, "/newsroom/sources/:id/", filing_show_one, RIGHT_FILING_EDIT, 0, 0},
    {HTTP_POST, "/newsroom/sources/:id/", filing_change_one, RIGHT_FILING_EDIT, SMALL_FORM_MAX, 0},
    {HTTP_GET, "/newsroom/sources/:id/end", filing_show_end, RIGHT_FILING_EDIT, 0, 0},
    {HTTP_POST, "/newsroom/sources/:id/end", filing_end_one, RIGHT_FILING_EDIT, SMALL_FORM_MAX, 0},
    {HTTP_GET, "/newsroom/dossiers/", filing_show_list, RIGHT_FILING_EDIT, 0, 0},
    {HTTP_GET, "/newsroom/dossiers/new", filing_show_new, RIGHT_FILING_EDIT, 0, 0},
    {HTTP_POST, "/newsroom/dossiers/new", filing_make_one, RIGHT_FILING_EDIT, SMALL_FORM_MAX, 0},
    {HTTP_GET, "/newsroom/dossiers/:id/", filing_show_one, RIGHT_FILING_EDIT, 0, 0},
    {HTTP_POST, "/newsroom/dossiers/:id/", filing_change_one, RIGHT_FILING_EDIT, SMALL_FORM_MAX, 0},
    {HTTP_GET, "/newsroom/dossiers/:id/end", filing_show_end, RIGHT_FILING_EDIT, 0, 0},
    {HTTP_POST, "/newsroom/dossiers/:id/end", filing_end_one, RIGHT_FILING_EDIT, SMALL_FORM_MAX, 0},
    {HTTP_POST, "/newsroom/sections/:id/move", filing_move_one, RIGHT_MENU_EDIT, SMALL_FORM_MAX, 0},
    {HTTP_POST, "/newsroom/regions/:id/move", filing_move_one, RIGHT_MENU_EDIT, SMALL_FORM_MAX, 0},
    {HTTP_POST, "/newsroom/dossiers/:id/move", filing_move_one, RIGHT_FILING_EDIT, SMALL_FORM_MAX,
     0},
    {HTTP_GET, "/newsroom/topics/:id/merge", filing_show_merge, RIGHT_FILING_EDIT, 0, 0},
    {HTTP_POST, "/newsroom/topics/:id/merge", filing_merge_one, RIGHT_FILING_EDIT, SMALL_FORM_MAX,
     0},
};
const struct screens screens_filing = {screens, ARRAY_LEN(screens)};
