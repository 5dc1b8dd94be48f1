#include "wire/body_names.h"

enum { REF_BYTES_MAX = 64 << 10 };

// One that is no id is called by its digest, behind an x.
struct str export_ref(struct arena *mem, struct str name)
{
    bool plain = name.len > 0 && name.len <= 64 && name.at[0] != 'x';
    for (size_t i = 0; i < name.len; i++)
        plain &= is_alnum(name.at[i]) || name.at[i] == '-' || name.at[i] == '_';
    return plain ? name : str_join(mem, S("x"), digest_hex(mem, name, 16));
}

static bool rename_stories(struct job *job, const struct body_names *names, struct block *box)
{
    struct str rest = box->ref, ref, name;
    struct buf b;
    buf_start(&b, &job->mem, REF_BYTES_MAX);
    while (str_cut(&rest, ',', &ref)) {
        if (!names->story(job, names->with, ref, &name))
            return false;
        if (name.len && b.len)
            buf_add_char(&b, ',');
        buf_add(&b, name);
    }
    return buf_done(job, &b, &box->ref);
}

// *gone: nothing is left of it.
static bool rename_block(struct job *job, const struct body_names *names, struct block *block,
                         bool *gone);

static bool rename_children(struct job *job, const struct body_names *names, struct block *block)
{
    struct block *kept = arena_array(&job->mem, struct block, block->children_count + 1);
    size_t count = 0;
    bool gone;
    for (size_t i = 0; i < block->children_count; i++) {
        kept[count] = block->children[i];
        if (!rename_block(job, names, &kept[count], &gone))
            return false;
        count += !gone;
    }
    block->children = kept;
    block->children_count = count;
    return true;
}

static bool rename_block(struct job *job, const struct body_names *names, struct block *block,
                         bool *gone)
{
    bool was_empty = block->children_count == 0;
    *gone = false;
    if (block->type == BLOCK_PICTURE) {
        bool ok = names->picture(job, names->with, block->ref, &block->ref);
        *gone = block->ref.len == 0;
        return ok;
    }
    if (block->type == BLOCK_RELATED) {
        bool ok = rename_stories(job, names, block);
        *gone = block->ref.len == 0;
        return ok;
    }
    if (!rename_children(job, names, block))
        return false;
    *gone = block->type != BLOCK_DOC && !was_empty && block->children_count == 0;
    return true;
}

bool body_rename(struct job *job, const struct block *body, const struct body_names *names,
                 struct block **out)
{
    struct block *doc = arena_new(&job->mem, struct block);
    bool gone;
    *doc = *body;
    if (!rename_block(job, names, doc, &gone))
        return false;
    *out = doc;
    return true;
}
