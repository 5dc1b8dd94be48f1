// Sections, regions, topics, people, sources and dossiers: one screen for each kind, made of one
// table.
#include "newsroom/internal.h"

static bool show(struct visit *visit)
{
    return visit_show(visit, 200, visit_phrase(visit, "filing.title"), "filing");
}

static const struct screen screens[] = {
    {HTTP_GET, "/newsroom/sections/", show, RIGHT_MENU_EDIT, 0, 0},
};
const struct screens screens_filing = {screens, ARRAY_LEN(screens)};
