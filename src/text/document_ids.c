// Ids of blocks: made from what a block says, so that the same text read twice has the same ids;
// kept when a text is replaced by its next version.
#include "text/internal.h"

// ── a set of ids ──────────────────────────────────────────────────────────────────────────────

struct id_set {
    struct str *slots;
    size_t room; // a power of two, never more than half full
};

static void start_set(struct id_set *set, struct arena *mem, size_t ids_max)
{
    set->room = 16;
    while (set->room < ids_max * 2)
        set->room *= 2;
    set->slots = arena_array(mem, struct str, set->room);
}

// False when it was in already.
static bool put_id(struct id_set *set, struct str id)
{
    size_t at = str_hash(id) & (set->room - 1);
    while (set->slots[at].at) {
        if (str_eq(set->slots[at], id))
            return false;
        at = (at + 1) & (set->room - 1);
    }
    set->slots[at] = id;
    return true;
}

// ── making ────────────────────────────────────────────────────────────────────────────────────

struct id_making {
    struct arena *mem;
    struct id_set taken;
};

static void claim_ids(struct id_making *making, struct block *block)
{
    for (size_t i = 0; i < block->children_count; i++) {
        struct block *child = &block->children[i];
        if (child->id.len && !put_id(&making->taken, child->id))
            child->id = STR_NONE;
        claim_ids(making, child);
    }
}

// What a block says: its type, its own text, and where it stands (the id of what it is in). The
// place among its neighbours counts only where that is not enough, so that a paragraph put in
// before does not rename what follows.
static struct str make_id(struct id_making *making, const struct block *parent, size_t index,
                          const struct block *block)
{
    struct buf said;
    buf_start(&said, making->mem, DOCUMENT_BYTES_MAX * 4);
    buf_printf(&said, "%s\n" STR_FMT "\n", block_rules[block->type].name, STR_ARG(parent->id));
    spans_add_plain(&said, block->spans, block->spans_count);
    buf_add(&said, block->ref);
    buf_add(&said, block->title);
    for (int again = 0;; again++) {
        struct str id = str_from_to(digest_hex(making->mem, buf_str(&said), 8), 0, 8);
        if (put_id(&making->taken, id))
            return id;
        buf_printf(&said, "\n%zu", again == 0 ? index : (size_t)again);
    }
}

static void name_blocks(struct id_making *making, struct block *block)
{
    for (size_t i = 0; i < block->children_count; i++) {
        struct block *child = &block->children[i];
        if (child->id.len == 0)
            child->id = make_id(making, block, i, child);
        name_blocks(making, child);
    }
}

void document_make_ids(struct job *job, struct block *doc)
{
    struct id_making making = {.mem = &job->mem};
    start_set(&making.taken, &job->mem, block_count(doc));
    claim_ids(&making, doc);
    name_blocks(&making, doc);
}

// ── adopting ──────────────────────────────────────────────────────────────────────────────────

static uint64_t mix(uint64_t hash, uint64_t with)
{
    hash ^= with;
    hash *= 0x9E3779B97F4A7C15u;
    return hash ^ (hash >> 29);
}

static uint64_t mix_str(uint64_t hash, struct str with)
{
    return mix(hash, str_hash(with));
}

// Of everything a block says and holds, but not of its id.
static uint64_t block_hash(const struct block *block)
{
    uint64_t hash =
        mix(block->type, (uint64_t)block->level << 8 | block->ordered << 1 | block->header);
    for (size_t i = 0; i < block->spans_count; i++) {
        const struct span *span = &block->spans[i];
        hash = mix(mix_str(hash, span->text), span->marks << 1 | span->line_break);
    }
    hash = mix_str(mix_str(mix_str(hash, block->ref), block->title), block->caption);
    for (size_t i = 0; i < block->children_count; i++)
        hash = mix(hash, block_hash(&block->children[i]));
    return hash;
}

enum { NOBODY = -1 };

// Two lists of children, and who continues whom.
struct matching {
    struct block *now;
    const struct block *before;
    size_t now_count, before_count;
    ptrdiff_t *continues; // for each of now: its index in before, or NOBODY
    bool *continued;      // for each of before
};

static int order_by_hash(const void *a, const void *b)
{
    const uint64_t *x = a, *y = b;
    if (x[0] != y[0])
        return x[0] < y[0] ? -1 : 1;
    return x[1] < y[1] ? -1 : x[1] > y[1];
}

// Pairs {hash, index}, by hash, then by place.
static uint64_t (*hashes_of(struct arena *mem, const struct block *blocks, size_t count))[2]
{
    uint64_t(*hashes)[2] = arena_take_array(mem, count, sizeof(*hashes));
    for (size_t i = 0; i < count; i++) {
        hashes[i][0] = block_hash(&blocks[i]);
        hashes[i][1] = i;
    }
    if (count)
        qsort(hashes, count, sizeof(*hashes), order_by_hash);
    return hashes;
}

static void match(struct matching *m, size_t now, size_t before)
{
    m->continues[now] = (ptrdiff_t)before;
    m->continued[before] = true;
}

// First those that say the same: the first with the first, the second with the second.
static void match_same(struct arena *mem, struct matching *m)
{
    uint64_t(*now)[2] = hashes_of(mem, m->now, m->now_count);
    uint64_t(*before)[2] = hashes_of(mem, m->before, m->before_count);
    for (size_t i = 0, j = 0; i < m->now_count && j < m->before_count;) {
        if (now[i][0] == before[j][0])
            match(m, now[i++][1], before[j++][1]);
        else if (now[i][0] < before[j][0])
            i++;
        else
            j++;
    }
}

// Then, between those, the ones of the same type in the same order: a text that was reworked.
static void match_near(struct matching *m)
{
    size_t candidate = 0;
    for (size_t i = 0; i < m->now_count; i++) {
        if (m->continues[i] != NOBODY) {
            candidate = (size_t)m->continues[i] + 1;
            continue;
        }
        for (size_t j = candidate; j < m->before_count && !m->continued[j]; j++) {
            if (m->now[i].type != m->before[j].type)
                continue;
            match(m, i, j);
            candidate = j + 1;
            break;
        }
    }
}

static void adopt_children(struct job *job, struct block *now, const struct block *before)
{
    struct matching m = {
        now->children, before->children, now->children_count, before->children_count, NULL, NULL};
    m.continues = arena_array(&job->mem, ptrdiff_t, m.now_count);
    m.continued = arena_array(&job->mem, bool, m.before_count);
    for (size_t i = 0; i < m.now_count; i++)
        m.continues[i] = NOBODY;
    match_same(&job->mem, &m);
    match_near(&m);
    for (size_t i = 0; i < m.now_count; i++) {
        if (m.continues[i] == NOBODY)
            continue;
        m.now[i].id = m.before[m.continues[i]].id;
        adopt_children(job, &m.now[i], &m.before[m.continues[i]]);
    }
}

// Those that continue nobody are named anew, after the others have theirs.
static void forget_ids(struct block *block)
{
    for (size_t i = 0; i < block->children_count; i++) {
        block->children[i].id = STR_NONE;
        forget_ids(&block->children[i]);
    }
}

void document_adopt_ids(struct job *job, struct block *now, const struct block *before)
{
    forget_ids(now);
    adopt_children(job, now, before);
    document_make_ids(job, now);
}
