#include "template/internal.h"

// Up to here a map is walked; beyond, it keeps an index. Most maps are a card's dozen of names;
// string tables have hundreds.
enum { WALKED_MAX = 12 };

static struct value *make(struct arena *mem, enum value_kind kind)
{
    struct value *value = arena_new(mem, struct value);
    value->kind = kind;
    value->mem = mem;
    return value;
}

static struct value *make_text(struct arena *mem, enum value_kind kind, struct str text)
{
    struct value *value = make(mem, kind);
    value->text = text;
    return value;
}

struct value *value_map(struct arena *mem)
{
    return make(mem, VALUE_MAP);
}

struct value *value_list(struct arena *mem)
{
    return make(mem, VALUE_LIST);
}

struct value *value_null(struct arena *mem)
{
    return make(mem, VALUE_NULL);
}

struct value *value_text(struct arena *mem, struct str text)
{
    return make_text(mem, VALUE_TEXT, text);
}

struct value *value_html(struct arena *mem, struct html html)
{
    return make_text(mem, VALUE_HTML, html.safe);
}

struct value *value_real(struct arena *mem, struct str digits)
{
    return make_text(mem, VALUE_REAL, digits);
}

struct value *value_region(struct arena *mem, struct str fragment)
{
    return make_text(mem, VALUE_REGION, fragment);
}

struct value *value_bool(struct arena *mem, bool yes)
{
    struct value *value = make(mem, VALUE_BOOL);
    value->number = yes;
    return value;
}

struct value *value_int(struct arena *mem, int64_t n)
{
    struct value *value = make(mem, VALUE_INT);
    value->number = n;
    return value;
}

bool value_is_true(const struct value *value)
{
    if (!value)
        return false;
    switch (value->kind) {
    case VALUE_NULL:
        return false;
    case VALUE_LIST:
        return value->count > 0;
    case VALUE_TEXT:
    case VALUE_HTML:
        return value->text.len > 0;
    case VALUE_BOOL:
    case VALUE_INT:
        return value->number != 0;
    case VALUE_MAP:
    case VALUE_REAL:
    case VALUE_REGION:
        return true;
    }
    return true;
}

// ── maps ──────────────────────────────────────────────────────────────────────────────────────

// FNV-1a. Names are ours (literals, string tables), so nobody aims for collisions; and it must be
// the same for names hashed when the template was compiled.
uint32_t name_hash(struct str name)
{
    uint32_t hash = 2166136261u;
    for (size_t i = 0; i < name.len; i++)
        hash = (hash ^ (unsigned char)name.at[i]) * 16777619u;
    return hash;
}

static bool is_entry(const struct map_entry *entry, struct str name, uint32_t hash)
{
    return entry->hash == hash && str_eq(entry->name, name);
}

static uint32_t slots_mask(const struct value *map)
{
    return map->room * 2 - 1; // room is a power of two: the index is never more than half full
}

static struct map_entry *find_entry(const struct value *map, struct str name, uint32_t hash)
{
    if (!map->slots) {
        for (uint32_t i = 0; i < map->count; i++) {
            if (is_entry(&map->entries[i], name, hash))
                return &map->entries[i];
        }
        return NULL;
    }
    for (uint32_t i = hash;; i++) {
        uint32_t slot = map->slots[i & slots_mask(map)];
        if (slot == 0)
            return NULL;
        if (is_entry(&map->entries[slot - 1], name, hash))
            return &map->entries[slot - 1];
    }
}

static void index_entry(struct value *map, uint32_t at)
{
    uint32_t i = map->entries[at].hash;
    while (map->slots[i & slots_mask(map)])
        i++;
    map->slots[i & slots_mask(map)] = at + 1;
}

static void grow_map(struct value *map)
{
    uint32_t room = map->room ? map->room * 2 : 8;
    struct map_entry *entries = arena_take_raw(map->mem, room * sizeof(*entries));
    if (map->count)
        memcpy(entries, map->entries, map->count * sizeof(*entries));
    map->entries = entries;
    map->room = room;
    if (map->count < WALKED_MAX)
        return;
    map->slots = arena_array(map->mem, uint32_t, (size_t)room * 2);
    for (uint32_t i = 0; i < map->count; i++)
        index_entry(map, i);
}

void map_put_str(struct value *map, struct str name, struct value *value)
{
    assert(map->kind == VALUE_MAP);
    uint32_t hash = name_hash(name);
    struct map_entry *entry = find_entry(map, name, hash);
    if (entry) {
        entry->value = value;
        return;
    }
    if (map->count == map->room)
        grow_map(map);
    map->entries[map->count] = (struct map_entry){.name = name, .value = value, .hash = hash};
    map->count++;
    if (map->slots)
        index_entry(map, map->count - 1);
}

void map_put(struct value *map, const char *name, struct value *value)
{
    map_put_str(map, str_from(name), value);
}

struct value *map_find(const struct value *map, struct str name, uint32_t hash)
{
    if (map->kind != VALUE_MAP)
        return NULL;
    struct map_entry *entry = find_entry(map, name, hash);
    return entry ? entry->value : NULL;
}

struct value *map_get(const struct value *map, struct str name)
{
    return map_find(map, name, name_hash(name));
}

void map_text(struct value *map, const char *name, struct str text)
{
    map_put(map, name, value_text(map->mem, text));
}

void map_html(struct value *map, const char *name, struct html html)
{
    map_put(map, name, value_html(map->mem, html));
}

void map_bool(struct value *map, const char *name, bool yes)
{
    map_put(map, name, value_bool(map->mem, yes));
}

void map_int(struct value *map, const char *name, int64_t n)
{
    map_put(map, name, value_int(map->mem, n));
}

struct value *map_map(struct value *map, const char *name)
{
    struct value *inner = value_map(map->mem);
    map_put(map, name, inner);
    return inner;
}

struct value *map_list(struct value *map, const char *name)
{
    struct value *inner = value_list(map->mem);
    map_put(map, name, inner);
    return inner;
}

// ── lists ─────────────────────────────────────────────────────────────────────────────────────

void list_put(struct value *list, struct value *item)
{
    assert(list->kind == VALUE_LIST);
    if (list->count == list->room) {
        size_t room = list->room;
        list->items = list_grow_(list->mem, list->items, list->count, &room, sizeof(item));
        list->room = (uint32_t)room;
    }
    list->items[list->count++] = item;
}

struct value *list_map(struct value *list)
{
    struct value *inner = value_map(list->mem);
    list_put(list, inner);
    return inner;
}
