#include "newsroom/audit_line.h"

#include <jansson.h>

// ── words ─────────────────────────────────────────────────────────────────────────────────────

// A phrase of that front and name; or the name itself.
static struct str phrase_or(const struct visit *visit, const char *front, struct str name)
{
    char phrase[96];
    snprintf(phrase, sizeof(phrase), "%s" STR_FMT, front, STR_ARG(str_from_to(name, 0, 60)));
    struct str found = visit_phrase(visit, phrase);
    return found.len ? found : name;
}

struct str audit_act_name(const struct visit *visit, struct str act)
{
    return phrase_or(visit, "audit.acts.", act);
}

struct str audit_way_name(const struct visit *visit, struct str way)
{
    return phrase_or(visit, "audit.ways.", way);
}

// Where a thing is shown to an editor.
static const struct {
    const char *kind, *path;
} screens_of[] = {
    {"story", "story"},      {"flash", "breaking"}, {"picture", "pictures"},
    {"section", "sections"}, {"region", "regions"}, {"topic", "topics"},
    {"person", "people"},    {"source", "sources"}, {"dossier", "dossiers"},
    {"page", "pages"},       {"staff", "staff"},
};

static void put_thing(struct visit *visit, struct value *item, const struct audit_row *row)
{
    struct str thing = row->thing;
    struct arena *mem = &visit->job->mem;
    struct str kind = thing, id = STR_NONE, url = STR_NONE;
    int64_t number;
    bool has_id = str_split(thing, ':', &kind, &id);
    for (size_t i = 0; has_id && parse_int(id, &number) && i < ARRAY_LEN(screens_of); i++) {
        bool may = !str_is(kind, "staff") || visit_may(visit, RIGHT_STAFF_EDIT);
        if (may && str_is(kind, screens_of[i].kind))
            url = str_printf(mem, "/newsroom/%s/%lld/", screens_of[i].path, (long long)number);
    }
    struct str name = phrase_or(visit, "audit.things.", kind);
    map_text(item, "thing",
             has_id ? str_printf(mem, STR_FMT " " STR_FMT, STR_ARG(name), STR_ARG(id)) : name);
    map_text(item, "url", url);
    map_text(item, "thing_name", row->thing_name);
}

// ── before and after ──────────────────────────────────────────────────────────────────────────

static struct str word_of(const struct visit *visit, const char *key, struct str value)
{
    if (strcmp(key, "status") == 0)
        return phrase_or(visit, "frame.statuses.", value);
    if (strcmp(key, "role") == 0)
        return phrase_or(visit, "frame.roles.", value);
    if (strcmp(key, "changed") == 0)
        return phrase_or(visit, "fields.", value);
    return value;
}

static void add_json(const struct visit *visit, struct buf *b, const char *key, const json_t *value)
{
    size_t index;
    json_t *one;
    char *text;
    if (json_is_string(value)) {
        struct str is = {json_string_value(value), json_string_length(value)};
        buf_add(b, word_of(visit, key, str_copy(&visit->job->mem, is)));
    } else if (json_is_boolean(value)) {
        buf_add(b, visit_phrase(visit, json_is_true(value) ? "staff.yes" : "staff.no"));
    } else if (json_is_array(value)) {
        json_array_foreach(value, index, one)
        {
            if (index)
                buf_add(b, visit_phrase(visit, "audit.comma"));
            add_json(visit, b, key, one);
        }
    } else if (value && !json_is_null(value) &&
               (text = json_dumps(value, JSON_COMPACT | JSON_ENCODE_ANY))) {
        buf_add(b, str_from(text));
        free(text);
    }
}

static struct str text_of(struct visit *visit, const char *key, const json_t *value)
{
    struct buf b;
    buf_start(&b, &visit->job->mem, 1 << 20);
    add_json(visit, &b, key, value);
    return buf_str(&b);
}

static void put_change(struct visit *visit, struct value *list, const char *key,
                       const json_t *before, const json_t *after)
{
    struct arena *mem = &visit->job->mem;
    struct str was = text_of(visit, key, before), is = text_of(visit, key, after);
    struct value *item = list_map(list);
    char phrase[64];
    snprintf(phrase, sizeof(phrase), "audit.keys.%s", key);
    struct str name = visit_phrase(visit, phrase);
    map_text(item, "key",
             name.len ? name : phrase_or(visit, "fields.", str_copy(mem, str_from(key))));
    map_text(item, "before", str_eq(was, is) ? STR_NONE : was);
    map_text(item, "after", is);
    map_bool(item, "is_gone", was.len && !is.len);
}

// ── a front: what stood in each of its containers ─────────────────────────────────────────────

static struct str string_of(const json_t *map, const char *name)
{
    const json_t *value = json_object_get(map, name);
    return (struct str){json_string_value(value), json_string_length(value)};
}

// "2. Grid: Title"
static struct str container_name(const struct visit *visit, size_t place, const json_t *container)
{
    struct arena *mem = &visit->job->mem;
    struct str title = string_of(container, "title");
    struct str kind =
        phrase_or(visit, "site.fronts.kinds.", str_copy(mem, string_of(container, "kind")));
    return str_printf(mem, "%zu. " STR_FMT "%s" STR_FMT, place + 1, STR_ARG(kind),
                      title.len ? ": " : "", STR_ARG(title));
}

// "#42 Its own headline", and the list that fills what is left.
static struct str container_text(const struct visit *visit, const json_t *container)
{
    struct buf b;
    size_t i;
    json_t *slot;
    struct str comma = visit_phrase(visit, "audit.comma"), fill = string_of(container, "fill");
    buf_start(&b, &visit->job->mem, 1 << 20);
    json_array_foreach(json_object_get(container, "slots"), i, slot)
    {
        struct str headline = string_of(slot, "headline");
        buf_add(&b, i ? comma : S(""));
        buf_printf(&b, "#%lld%s" STR_FMT,
                   (long long)json_integer_value(json_object_get(slot, "story")),
                   headline.len ? " " : "", STR_ARG(headline));
    }
    buf_add(&b, b.len && fill.len ? comma : S(""));
    buf_add(&b, fill.len ? fill : S(""));
    return b.len ? buf_str(&b) : S("–");
}

// As the other acts have it: a name, and what it was.
static json_t *object_of_front(const struct visit *visit, const json_t *front)
{
    json_t *object = json_object(), *container;
    size_t i;
    json_array_foreach(front, i, container)
    {
        struct str text = container_text(visit, container);
        json_object_set_new(object, str_c(&visit->job->mem, container_name(visit, i, container)),
                            json_stringn(text.at, text.len));
    }
    return object;
}

static json_t *object_of(const struct visit *visit, struct str json)
{
    json_t *is = json.len ? json_loadb(json.at, json.len, 0, NULL) : NULL;
    if (json_is_object(is))
        return is;
    json_t *object = object_of_front(visit, is); // nothing, when there is none
    json_decref(is);
    return object;
}

// Keys of before, then those that are only in after.
static void put_changes(struct visit *visit, struct value *item, const struct audit_row *row)
{
    json_t *before = object_of(visit, row->before), *after = object_of(visit, row->after), *value;
    const char *key;
    struct value *list = map_list(item, "changes");
    json_object_foreach(before, key, value)
    {
        put_change(visit, list, key, value, json_object_get(after, key));
    }
    json_object_foreach(after, key, value)
    {
        if (!json_object_get(before, key))
            put_change(visit, list, key, NULL, value);
    }
    map_bool(item, "has_changes", json_object_size(before) + json_object_size(after) > 0);
    json_decref(before);
    json_decref(after);
}

void put_audit_line(struct visit *visit, struct value *item, const struct audit_row *row)
{
    visit_put_time(visit, item, "at", row->at_ms);
    map_text(item, "who", row->who);
    map_bool(item, "stranger", str_is(row->act, "session.refuse")); // at the door nobody is known
    map_text(item, "act", audit_act_name(visit, row->act));
    map_text(item, "way", audit_way_name(visit, row->way));
    map_text(item, "address", row->address);
    put_thing(visit, item, row);
    put_changes(visit, item, row);
}

// ── for spreadsheets ──────────────────────────────────────────────────────────────────────────

static bool looks_like_formula(struct str cell)
{
    return cell.len && strchr("=+-@\t\r\n", cell.at[0]);
}

static void add_cell(struct buf *b, struct str cell, char after)
{
    buf_add_char(b, '"');
    if (looks_like_formula(cell))
        buf_add_char(b, '\'');
    for (size_t i = 0; i < cell.len; i++) {
        if (cell.at[i] == '"')
            buf_add_char(b, '"');
        buf_add_char(b, cell.at[i]);
    }
    buf_add_char(b, '"');
    buf_add_char(b, after);
}

void write_csv_head(struct buf *b)
{
    buf_add(b, S("time,who,way,act,thing,before,after,address\r\n"));
}

void write_csv_row(struct buf *b, const struct audit_row *row)
{
    add_cell(b, time_rfc3339(b->mem, row->at_ms), ',');
    add_cell(b, row->who, ',');
    add_cell(b, row->way, ',');
    add_cell(b, row->act, ',');
    add_cell(b, row->thing, ',');
    add_cell(b, row->before, ',');
    add_cell(b, row->after, ',');
    add_cell(b, row->address, '\r');
    buf_add_char(b, '\n');
}
