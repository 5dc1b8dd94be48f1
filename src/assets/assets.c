#include "assets/internal.h"

// What is in force: what was built, or what a theme made of it. Written once, before threads.
static const struct asset *all = assets_baked;
static size_t all_count;
static bool has_theme;

size_t asset_count(void)
{
    return has_theme ? all_count : assets_baked_count;
}

const struct asset *asset_at(size_t index)
{
    assert(index < asset_count());
    return &all[index];
}

// They are sorted by name.
const struct asset *asset_find(struct str name)
{
    size_t from = 0, to = asset_count();
    while (from < to) {
        size_t middle = from + (to - from) / 2;
        int order = str_order(name, all[middle].name);
        if (order == 0)
            return &all[middle];
        if (order < 0)
            to = middle;
        else
            from = middle + 1;
    }
    return NULL;
}

const struct asset *asset_find_public(struct str public_name)
{
    for (size_t i = 0; i < asset_count(); i++) {
        if (public_name.len && str_eq(all[i].public_name, public_name))
            return &all[i];
    }
    return NULL;
}

struct str asset_public_name(struct str name)
{
    const struct asset *asset = asset_find(name);
    return asset ? asset->public_name : STR_NONE;
}

bool assets_load_theme(struct job *job, struct arena *mem, struct str dir)
{
    struct asset_list list = {.mem = mem};
    char *folder = str_c(mem, str_join(mem, dir, S("/theme")));
    for (size_t i = 0; i < assets_baked_count; i++)
        *list_add(mem, &list.assets, &list.count, &list.room) = assets_baked[i];
    if (!asset_list_read(job, &list, folder, STR_NONE))
        return false;
    if (list.seen_count == 0) // no such folder
        return true;
    if (!asset_list_finish(job, &list))
        return false;
    all = list.assets;
    all_count = list.count;
    has_theme = true;
    return true;
}

void assets_forget_theme(void)
{
    all = assets_baked;
    has_theme = false;
}
