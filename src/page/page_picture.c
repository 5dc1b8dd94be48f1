// Pictures inside pages.
#include "page/internal.h"

bool put_picture(const struct making *m, struct value *map, int64_t id,
                 const struct picture_use *use)
{
    map_text(map, "picture", STR_NONE);
    return true;
}

bool find_picture_link(const struct making *m, int64_t id, struct picture_link *out)
{
    *out = (struct picture_link){0};
    return true;
}

bool write_document_picture(struct job *job, void *with, const struct block *picture,
                            struct buf *out)
{
    return true;
}
