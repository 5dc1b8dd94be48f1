// Everyone who writes here.
#include "page/internal.h"

bool make_authors(struct making *m)
{
    return make_notice(m, 404, STR_NONE);
}
