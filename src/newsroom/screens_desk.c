// The desk, and the lists of stories.
#include "newsroom/internal.h"

static bool show(struct visit *visit)
{
    return visit_show(visit, 200, visit_phrase(visit, "desk.title"), "desk");
}

static const struct screen screens[] = {
    {HTTP_GET, "/newsroom/", show, RIGHT_STORY_READ, 0, 0},
};
const struct screens screens_desk = {screens, ARRAY_LEN(screens)};
