// Most Read, and how often a story was shared.
#include "page/internal.h"

bool fill_most_read(const struct making *m, struct value *part)
{
    map_bool(part, "any", false);
    return true;
}

bool fill_ranking(const struct making *m, struct value *part, enum most_read_span span)
{
    map_bool(part, "any", false);
    return true;
}

bool fill_shares(const struct making *m, struct value *part, int64_t story_id)
{
    map_bool(part, "any", false);
    return true;
}

bool make_most_read(struct making *m, struct str rest)
{
    return make_notice(m, 404, STR_NONE);
}
