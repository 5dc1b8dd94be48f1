// The flash desk: what goes into the ticker, at once.
#include "newsroom/internal.h"

static bool show(struct visit *visit)
{
    return visit_show(visit, 200, visit_phrase(visit, "flash.title"), "flash");
}

static const struct screen screens[] = {
    {HTTP_GET, "/newsroom/breaking/", show, RIGHT_FLASH_WRITE, 0, 0},
};
const struct screens screens_flash = {screens, ARRAY_LEN(screens)};
