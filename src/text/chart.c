// A chart's description: everything that is not known is refused.
#include "text/chart.h"

#include "text/unicode.h"

#include <jansson.h>
#include <math.h>

enum { LABEL_MAX = 80, SERIES_NAME_MAX = 40, UNIT_MAX = 16 };
#define VALUE_MAX 1e12 // what a chart's numbers may be, either way
#define VALUE_MIN 1e-9 // what is nearer to 0 is 0: no axis has steps for it

struct reading {
    struct arena *mem;
    const char **why;
};

static bool refuse(struct reading *r, const char *why)
{
    *r->why = why;
    return false;
}

static bool read_name(struct reading *r, json_t *given, size_t max, const char *why,
                      struct str *out)
{
    if (!json_is_string(given))
        return refuse(r, why);
    struct str text = {json_string_value(given), json_string_length(given)};
    *out = str_copy(r->mem, text_clean_line(r->mem, text));
    return (out->len && text_graphemes(*out) <= max) || refuse(r, why);
}

static bool read_kind(struct reading *r, json_t *given, struct chart *out)
{
    static const char *const kinds[CHART_KINDS] = {[CHART_BAR] = "bar", [CHART_LINE] = "line"};
    for (int kind = 0; kind < CHART_KINDS; kind++) {
        if (json_is_string(given) && strcmp(json_string_value(given), kinds[kind]) == 0) {
            out->kind = (enum chart_kind)kind;
            return true;
        }
    }
    return refuse(r, "a chart's kind is \"bar\" or \"line\"");
}

static bool read_series(struct reading *r, json_t *given, struct chart *out)
{
    size_t i;
    json_t *name;
    if (!given)
        return true;
    if (!json_is_array(given) || json_array_size(given) < 1 ||
        json_array_size(given) > CHART_SERIES_MAX)
        return refuse(r, "a chart's series are a list of one to four names");
    json_array_foreach(given, i, name)
    {
        if (!read_name(r, name, SERIES_NAME_MAX, "a series has a name of 1 to 40 characters",
                       &out->series[i]))
            return false;
    }
    out->series_count = json_array_size(given);
    return true;
}

static bool read_value(struct reading *r, json_t *given, struct chart *out, struct chart_row *row,
                       size_t series)
{
    if (!given || json_is_null(given))
        return true;
    if (!json_is_number(given) || !(fabs(json_number_value(given)) <= VALUE_MAX))
        return refuse(r, "a chart's values are numbers, up to a million millions, or null");
    double value = json_number_value(given);
    if (fabs(value) < VALUE_MIN)
        value = 0;
    if (out->kind == CHART_BAR && value < 0)
        return refuse(r, "bars begin at 0: a line can show what is below it");
    row->values[series] = value;
    row->has[series] = true;
    out->min = value < out->min ? value : out->min;
    out->max = value > out->max ? value : out->max;
    return true;
}

static bool read_row(struct reading *r, json_t *given, struct chart *out, struct chart_row *row)
{
    size_t size = json_array_size(given); // 0 for what is no list
    if (size < 2 || size > out->series_count + 1)
        return refuse(r, "a chart's row is a label and a number for each series");
    if (!read_name(r, json_array_get(given, 0), LABEL_MAX,
                   "a chart's row begins with a label of 1 to 80 characters", &row->label))
        return false;
    for (size_t i = 1; i < size; i++) {
        if (!read_value(r, json_array_get(given, i), out, row, i - 1))
            return false;
    }
    return true;
}

static bool read_rows(struct reading *r, json_t *given, struct chart *out)
{
    size_t i, size = json_array_size(given);
    json_t *row;
    bool is_bar = out->kind == CHART_BAR;
    if (size < (is_bar ? 1 : 2))
        return refuse(r, "a chart needs rows: at least one for bars, two for a line");
    if (size > (is_bar ? CHART_BARS_MAX : CHART_POINTS_MAX))
        return refuse(r, "a chart has at most 30 rows of bars, or 400 points of a line");
    if (!out->series_count) {
        size_t first = json_array_size(json_array_get(given, 0));
        if (first < 2 || first > CHART_SERIES_MAX + 1)
            return refuse(r, "a chart's row is a label and one to four numbers");
        out->series_count = first - 1;
    }
    out->rows = arena_array(r->mem, struct chart_row, size);
    out->rows_count = size;
    out->min = VALUE_MAX;
    out->max = -VALUE_MAX;
    json_array_foreach(given, i, row)
    {
        out->rows[i] = (struct chart_row){0};
        if (!read_row(r, row, out, &out->rows[i]))
            return false;
    }
    return out->min <= out->max || refuse(r, "a chart needs at least one number");
}

static bool read_chart(struct reading *r, json_t *given, struct chart *out)
{
    static const char *const keys[] = {"kind", "unit", "series", "rows"};
    size_t known = 0;
    for (size_t i = 0; i < ARRAY_LEN(keys); i++)
        known += json_object_get(given, keys[i]) != NULL;
    if (!json_is_object(given) || known != json_object_size(given))
        return refuse(r, "a chart is {\"kind\", \"unit\", \"series\", \"rows\"} and nothing else");
    json_t *unit = json_object_get(given, "unit");
    return read_kind(r, json_object_get(given, "kind"), out) &&
           (!unit ||
            read_name(r, unit, UNIT_MAX, "a chart's unit has 1 to 16 characters", &out->unit)) &&
           read_series(r, json_object_get(given, "series"), out) &&
           read_rows(r, json_object_get(given, "rows"), out);
}

bool chart_parse(struct arena *mem, struct str json, struct chart *out, const char **why)
{
    struct reading r = {mem, why};
    struct chart chart = {0};
    json_error_t error;
    json_t *given = json_loadb(json.at ? json.at : "", json.len, JSON_REJECT_DUPLICATES, &error);
    bool ok = given ? read_chart(&r, given, &chart) : refuse(&r, "a chart's data is not JSON");
    json_decref(given);
    if (ok)
        *out = chart;
    return ok;
}
