#include "newsroom/field.h"

static struct str label_of(const struct visit *visit, const struct field *field)
{
    char phrase[64];
    if (field->label_text.len)
        return field->label_text;
    if (field->label)
        return visit_phrase(visit, field->label);
    snprintf(phrase, sizeof(phrase), "fields.%s", field->name);
    struct str label = visit_phrase(visit, phrase);
    return label.len ? label : str_from(field->name);
}

// What visit_put_fault() has found wrong with it.
static void put_wrong(const struct visit *visit, struct value *map, struct str name)
{
    const struct value *all = map_get(visit->page, S("wrong"));
    const struct value *wrong = all ? map_get(all, name) : NULL;
    struct value *message = wrong ? map_get(wrong, S("message")) : NULL;
    struct value *known = wrong ? map_get(wrong, S("known")) : NULL;
    map_put(map, "message", message ? message : value_bool(&visit->job->mem, false));
    map_put(map, "known", known ? known : value_bool(&visit->job->mem, true));
}

static void put_described(const struct visit *visit, struct value *map, struct str id, bool hint)
{
    const struct value *all = map_get(visit->page, S("wrong"));
    bool wrong = all && map_get(all, str_after(id, S("field-").len));
    struct arena *mem = &visit->job->mem;
    struct str ids = hint ? str_join(mem, id, S("-hint")) : STR_NONE;
    if (wrong)
        ids = str_printf(mem, STR_FMT "%s" STR_FMT "-wrong", STR_ARG(ids), ids.len ? " " : "",
                         STR_ARG(id));
    map_text(map, "described", ids);
}

// One of input, area, select, … is a map or true, the others are false.
static void put_kind(struct value *map, const struct field *field)
{
    enum field_kind kind = field->kind;
    map_bool(map, "is_line", kind == FIELD_LINE || kind == FIELD_AREA || kind == FIELD_SELECT);
    map_bool(map, "is_group", kind == FIELD_RADIOS || kind == FIELD_CHECKS);
    map_bool(map, "radios", kind == FIELD_RADIOS);
    map_bool(map, "select", kind == FIELD_SELECT);
    map_bool(map, "check", kind == FIELD_CHECK);
    map_bool(map, "input", kind == FIELD_LINE);
    map_bool(map, "area", kind == FIELD_AREA);
    map_text(map, "type", str_from(field->type ? field->type : "text"));
    map_text(map, "autocomplete", str_from(field->autocomplete));
    map_text(map, "inputmode", str_from(field->inputmode));
    map_int(map, "rows", field->rows ? field->rows : 4);
    map_list(map, "options");
}

struct value *put_field(const struct visit *visit, struct value *map, const struct field *field)
{
    struct value *out = value_map(&visit->job->mem);
    struct str name = str_from(field->name);
    struct str id = str_join(&visit->job->mem, S("field-"), name);
    map_put(map, field->name, out);
    map_text(out, "name", name);
    map_text(out, "id", id);
    map_text(out, "label", label_of(visit, field));
    map_text(out, "value", field->value);
    map_text(out, "hint", field->hint ? visit_phrase(visit, field->hint) : STR_NONE);
    map_text(out, "optional", field->optional ? visit_phrase(visit, "frame.optional") : STR_NONE);
    map_text(out, "class", str_from(field->class));
    map_text(out, "lang", field->lang);
    map_text(out, "dir", field->dir.len ? field->dir : S("auto"));
    map_int(out, "length_max", field->length_max);
    map_bool(out, "counted", field->counted);
    map_bool(out, "required", field->required);
    map_bool(out, "read_only", field->read_only);
    map_bool(out, "autofocus", field->autofocus);
    map_bool(out, "on", field->on);
    put_kind(out, field);
    put_wrong(visit, out, name);
    put_described(visit, out, id, field->hint != NULL);
    return out;
}

void put_option_of(struct value *field, struct str value, struct str label, struct str lang,
                   bool selected)
{
    struct value *option = list_map(map_get(field, S("options")));
    map_text(option, "value", value);
    map_text(option, "label", label);
    map_text(option, "lang", lang);
    map_bool(option, "selected", selected);
}

void put_option(struct value *field, struct str value, struct str label, bool selected)
{
    put_option_of(field, value, label, STR_NONE, selected);
}

void put_state(const struct visit *visit, struct value *map, struct str status)
{
    char phrase[64];
    snprintf(phrase, sizeof(phrase), "frame.statuses." STR_FMT, STR_ARG(status));
    map_text(map, "status", status);
    map_text(map, "status_name", visit_phrase(visit, phrase));
}

static struct str query_url(const struct visit *visit, struct str query)
{
    return query.len ? str_join(&visit->job->mem, S("?"), query) : STR_NONE;
}

void visit_put_paging(const struct visit *visit, struct str first, struct str next)
{
    if (!first.len && !next.len) {
        map_bool(visit->page, "paging", false);
        return;
    }
    struct value *paging = map_map(visit->page, "paging");
    map_text(paging, "first_url", query_url(visit, first));
    map_text(paging, "next_url", query_url(visit, next));
}

struct value *put_tabs(const struct visit *visit, const char *label)
{
    struct value *tabs = map_map(visit->page, "tabs");
    map_text(tabs, "label", visit_phrase(visit, label));
    map_list(tabs, "items");
    return tabs;
}

struct value *put_tab(const struct visit *visit, struct value *tabs, struct str url,
                      struct str name, int64_t n, bool current)
{
    struct value *tab = list_map(map_get(tabs, S("items")));
    map_text(tab, "url", url);
    map_text(tab, "name", name);
    map_text(tab, "lang", STR_NONE);
    map_text(tab, "n", n < 0 ? STR_NONE : number_text(&visit->job->mem, &visit->locale, n));
    map_bool(tab, "current", current);
    return tab;
}
