// Editions, fronts and pages of the house.
#include "newsroom/internal.h"

static bool show(struct visit *visit)
{
    return visit_show(visit, 200, visit_phrase(visit, "site.title"), "site");
}

static const struct screen screens[] = {
    {HTTP_GET, "/newsroom/pages/", show, RIGHT_MENU_EDIT, 0, 0},
};
const struct screens screens_site = {screens, ARRAY_LEN(screens)};
