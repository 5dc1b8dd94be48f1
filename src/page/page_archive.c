// The archive: days, months, years.
#include "page/internal.h"

bool make_archive(struct making *m, struct str rest)
{
    return make_notice(m, 404, STR_NONE);
}
