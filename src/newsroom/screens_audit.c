// The audit, to be searched.
#include "newsroom/internal.h"

static bool show(struct visit *visit)
{
    return visit_show(visit, 200, visit_phrase(visit, "audit.title"), "audit");
}

static const struct screen screens[] = {
    {HTTP_GET, "/newsroom/audit/", show, RIGHT_AUDIT_READ, 0, 0},
};
const struct screens screens_audit = {screens, ARRAY_LEN(screens)};
