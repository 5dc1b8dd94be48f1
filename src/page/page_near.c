// What stands beside and below a story: the coverage it belongs to, what to read next.
#include "page/internal.h"

bool fill_coverage(const struct making *m, struct value *part, const struct story *story)
{
    map_bool(part, "any", false);
    return true;
}

bool fill_next(const struct making *m, struct value *part, const struct story *story)
{
    map_bool(part, "any", false);
    return true;
}
