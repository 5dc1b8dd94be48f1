// The picture library.
#include "newsroom/internal.h"

static bool show(struct visit *visit)
{
    return visit_show(visit, 200, visit_phrase(visit, "picture.title"), "picture");
}

static const struct screen screens[] = {
    {HTTP_GET, "/newsroom/pictures/", show, RIGHT_MEDIA_WRITE, 0, 0},
};
const struct screens screens_picture = {screens, ARRAY_LEN(screens)};
