// Dossiers: all of them as a carousel and as a page.
#include "page/internal.h"

bool fill_dossiers(const struct making *m, struct value *part)
{
    map_bool(part, "any", false);
    return true;
}
