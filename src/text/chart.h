// chart: numbers with names, drawn on the server as an image that speaks.
//
//   {"kind":"bar","unit":"m","series":["2025","2026"],"rows":[["Everest",8849],["K2",8611,8600]]}
//
// kind: "bar" (lying bars that begin at 0; grouped when there are several series) or "line" (time
// runs from left to right in every language). A row is a label and a number for each series, null
// where there is none. "unit" and "series" may be missing; series without names take the first
// row's count.
//
// The drawing is SVG with text as text; its colours are classes (s1 to s4), so a style sheet has
// them by day and by night. Everything in it can also be read in the table below it.
//
// Never: reads a style, trusts a number, draws what chart_parse() has not taken.
#pragma once

#include "base/base.h"

struct locale;

enum chart_kind { CHART_BAR, CHART_LINE, CHART_KINDS };
enum { CHART_SERIES_MAX = 4, CHART_BARS_MAX = 30, CHART_POINTS_MAX = 400 };

struct chart_row {
    struct str label;
    double values[CHART_SERIES_MAX];
    bool has[CHART_SERIES_MAX];
};

struct chart {
    enum chart_kind kind;
    struct str unit;
    struct str series[CHART_SERIES_MAX]; // names; or empty
    size_t series_count;
    struct chart_row *rows;
    size_t rows_count;
    double min, max; // of all values
};

// What an artist must be told of the chart beside its numbers.
struct chart_words {
    struct str id;          // makes ids that are unique in the page
    struct str title, text; // its name; what it shows, for those who cannot see it
    struct str table;       // "The data"
    const struct locale *locale;
};

// False with a sentence in *why ("a chart needs rows"), which is a literal.
bool chart_parse(struct arena *mem, struct str json, struct chart *out, const char **why);
// The legend, the drawing, and the table under it.
void chart_write_html(struct arena *mem, const struct chart *chart, const struct chart_words *words,
                      struct buf *out);
