// Users, their roles and tokens.
#include "newsroom/internal.h"

static bool show(struct visit *visit)
{
    return visit_show(visit, 200, visit_phrase(visit, "staff.title"), "staff");
}

static const struct screen screens[] = {
    {HTTP_GET, "/newsroom/staff/", show, RIGHT_STAFF_EDIT, 0, 0},
};
const struct screens screens_staff = {screens, ARRAY_LEN(screens)};
