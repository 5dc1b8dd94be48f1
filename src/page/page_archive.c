// The archive: days, months, years.
#include "page/internal.h"

bool is_archive_date(struct str rest)
{
    return rest.len == 0;
}

bool make_archive(struct making *m, struct str rest, size_t number)
{
    return make_notice(m, 404, STR_NONE);
}
