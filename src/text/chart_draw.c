// Chart to SVG and table. The drawing is 400 units wide, so that its letters are readable on a
// phone.
#include "text/chart.h"

#include "text/internal.h"
#include "text/locale.h"
#include "text/unicode.h"

#include <math.h>

enum {
    WIDTH = 400,
    LABEL_LINE = 18, // a label above its bars
    BAR = 16,
    BAR_GAP = 4,
    ROW_GAP = 12,
    VALUE_ROOM = 92, // beside the longest bar
    LABEL_CHARS = 48,
    PLOT_TOP = 20, // the unit stands above the plot
    PLOT_HEIGHT = 200,
    AXIS_ROOM = 52, // numbers at the value axis
    DATE_LINE = 22,
    TICKS = 4,
    MARKED_MAX = 24, // more points than this are a line only
};

struct drawing {
    const struct chart *chart;
    const struct chart_words *words;
    struct arena *mem;
    struct buf *out;
    struct locale locale;
    bool rtl;
};

static struct str value_text(const struct drawing *d, double value)
{
    return number_real(d->mem, &d->locale, value);
}

// From the start of a line to the place in the drawing.
static double place(const struct drawing *d, double from_start)
{
    return d->rtl ? WIDTH - from_start : from_start;
}

// `anchor` is the text's own: "start" is at the right in Arabic.
static void add_label(const struct drawing *d, const char *class_name, double x, double y,
                      const char *anchor, struct str text)
{
    buf_printf(d->out, "<text class=\"%s\" x=\"%.1f\" y=\"%.1f\" text-anchor=\"%s\">", class_name,
               x, y, anchor);
    buf_add_text(d->out, text);
    buf_add(d->out, S("</text>\n"));
}

static void add_named(const struct drawing *d, const char *tag, struct str text)
{
    if (!text.len)
        return;
    buf_printf(d->out, "<%s id=\"%s-" STR_FMT "\">", tag, tag, STR_ARG(d->words->id));
    buf_add_text(d->out, text);
    buf_printf(d->out, "</%s>\n", tag);
}

// With a name and a text, for those who do not see it.
static void open_drawing(const struct drawing *d, int height)
{
    const struct chart *chart = d->chart;
    struct str id = d->words->id, title = d->words->title, text = d->words->text;
    struct str said = text.len ? str_join(d->mem, S(" desc-"), id) : STR_NONE;
    if (!title.len)
        title = chart->series[0].len ? chart->series[0] : chart->rows[0].label;
    buf_printf(d->out,
               "<svg viewBox=\"0 0 %d %d\" role=\"img\" aria-labelledby=\"title-" STR_FMT STR_FMT
               "\">",
               WIDTH, height, STR_ARG(id), STR_ARG(said));
    add_named(d, "title", title);
    add_named(d, "desc", text);
}

// ── bars ──────────────────────────────────────────────────────────────────────────────────────

static struct str with_unit(const struct drawing *d, double value)
{
    struct str number = value_text(d, value);
    if (!d->chart->unit.len)
        return number;
    bool is_tight = str_is(d->chart->unit, "%");
    return str_printf(d->mem, STR_FMT "%s" STR_FMT, STR_ARG(number), is_tight ? "" : "\u00a0",
                      STR_ARG(d->chart->unit));
}

static void draw_bar(const struct drawing *d, const struct chart_row *row, size_t series, double y)
{
    double longest = d->chart->max > 0 ? d->chart->max : 1;
    double width = row->values[series] / longest * (WIDTH - VALUE_ROOM);
    buf_printf(d->out, "<rect class=\"s%zu\" x=\"%.1f\" y=\"%.1f\" width=\"%.1f\" height=\"%d\"/>",
               series + 1, d->rtl ? WIDTH - width : 0, y, width, BAR);
    add_label(d, "v", place(d, width + 6), y + BAR - 3, "start", with_unit(d, row->values[series]));
}

static void draw_bars(const struct drawing *d)
{
    const struct chart *chart = d->chart;
    int step = LABEL_LINE + (int)chart->series_count * (BAR + BAR_GAP) + ROW_GAP;
    open_drawing(d, (int)chart->rows_count * step - ROW_GAP);
    for (size_t i = 0; i < chart->rows_count; i++) {
        const struct chart_row *row = &chart->rows[i];
        double y = (double)i * step;
        add_label(d, "l", place(d, 0), y + 13, "start", text_cut(d->mem, row->label, LABEL_CHARS));
        for (size_t series = 0; series < chart->series_count; series++) {
            if (row->has[series])
                draw_bar(d, row, series, y + LABEL_LINE + (double)series * (BAR + BAR_GAP));
        }
    }
}

// ── lines ─────────────────────────────────────────────────────────────────────────────────────

struct scale {
    double from, to, step;
};

// Steps of 1, 2 or 5 times a power of ten, about TICKS of them.
static struct scale scale_of(const struct chart *chart)
{
    double range = chart->max - chart->min;
    double rough = (range > 0 ? range : fabs(chart->max) > 0 ? fabs(chart->max) : 1) / TICKS;
    double power = pow(10, floor(log10(rough))), share = rough / power;
    double step = (share <= 1 ? 1 : share <= 2 ? 2 : share <= 5 ? 5 : 10) * power;
    double from = floor(chart->min / step) * step, to = ceil(chart->max / step) * step;
    if (chart->min >= 0 && from <= step) // near enough to show the whole of it
        from = 0;
    return (struct scale){from, to > from ? to : from + step, step};
}

static double height_of(const struct scale *scale, double value)
{
    return PLOT_TOP + PLOT_HEIGHT - (value - scale->from) / (scale->to - scale->from) * PLOT_HEIGHT;
}

// Time runs from left to right; the axis stands where a line of text begins.
static double point_x(const struct drawing *d, size_t i)
{
    double left = d->rtl ? 4 : AXIS_ROOM, room = WIDTH - AXIS_ROOM - 4;
    return left + room * (double)i / (double)(d->chart->rows_count - 1);
}

static void draw_ticks(const struct drawing *d, const struct scale *scale)
{
    int count = (int)lround((scale->to - scale->from) / scale->step);
    for (int i = 0; i <= count; i++) {
        double value = scale->from + i * scale->step, y = height_of(scale, value);
        buf_printf(d->out, "<line x1=\"%d\" y1=\"%.1f\" x2=\"%d\" y2=\"%.1f\"/>",
                   d->rtl ? 0 : AXIS_ROOM, y, d->rtl ? WIDTH - AXIS_ROOM : WIDTH, y);
        add_label(d, "v", place(d, AXIS_ROOM - 8), y + 4, "end", value_text(d, value));
    }
    if (d->chart->unit.len)
        add_label(d, "v", place(d, 0), 10, "start", d->chart->unit);
}

// The first, the last, and what stands evenly between them.
static void draw_dates(const struct drawing *d)
{
    size_t last = d->chart->rows_count - 1, shown = last < 3 ? last : 3;
    const char *at_left = d->rtl ? "end" : "start", *at_right = d->rtl ? "start" : "end";
    for (size_t i = 0; i <= shown; i++) {
        size_t row = last * i / shown;
        const char *anchor = i == 0 ? at_left : i == shown ? at_right : "middle";
        add_label(d, "l", point_x(d, row), PLOT_TOP + PLOT_HEIGHT + DATE_LINE - 4, anchor,
                  text_cut(d->mem, d->chart->rows[row].label, LABEL_CHARS / 4));
    }
}

static void draw_series(const struct drawing *d, const struct scale *scale, size_t series)
{
    const struct chart *chart = d->chart;
    bool joined = false;
    buf_printf(d->out, "<path class=\"s%zu\" d=\"", series + 1);
    for (size_t i = 0; i < chart->rows_count; i++) {
        const struct chart_row *row = &chart->rows[i];
        if (row->has[series])
            buf_printf(d->out, "%c%.1f %.1f", joined ? 'L' : 'M', point_x(d, i),
                       height_of(scale, row->values[series]));
        joined = row->has[series];
    }
    buf_add(d->out, S("\"/>\n"));
    for (size_t i = 0; i < chart->rows_count && chart->rows_count <= MARKED_MAX; i++) {
        if (chart->rows[i].has[series])
            buf_printf(d->out, "<circle class=\"s%zu\" cx=\"%.1f\" cy=\"%.1f\" r=\"3.5\"/>",
                       series + 1, point_x(d, i), height_of(scale, chart->rows[i].values[series]));
    }
}

static void draw_lines(const struct drawing *d)
{
    struct scale scale = scale_of(d->chart);
    open_drawing(d, PLOT_TOP + PLOT_HEIGHT + DATE_LINE);
    draw_ticks(d, &scale);
    draw_dates(d);
    for (size_t series = 0; series < d->chart->series_count; series++)
        draw_series(d, &scale, series);
}

// ── what stands around the drawing ────────────────────────────────────────────────────────────

static void write_legend(const struct drawing *d)
{
    const struct chart *chart = d->chart;
    if (chart->series_count < 2 || !chart->series[0].len)
        return;
    buf_add(d->out, S("<ul class=\"legend\">"));
    for (size_t i = 0; i < chart->series_count; i++) {
        buf_printf(d->out, "<li class=\"s%zu\">", i + 1);
        buf_add_text(d->out, chart->series[i]);
        buf_add(d->out, S("</li>"));
    }
    buf_add(d->out, S("</ul>\n"));
}

static void write_head(const struct drawing *d)
{
    const struct chart *chart = d->chart;
    buf_add(d->out, S("<thead><tr><td></td>"));
    for (size_t i = 0; i < chart->series_count; i++) {
        buf_add(d->out, S("<th scope=\"col\">"));
        buf_add_text(d->out, chart->series[i].len ? chart->series[i] : chart->unit);
        buf_add(d->out, S("</th>"));
    }
    buf_add(d->out, S("</tr></thead>\n"));
}

static void write_table(const struct drawing *d)
{
    const struct chart *chart = d->chart;
    buf_add(d->out, S("<details><summary>"));
    buf_add_text(d->out, d->words->table);
    buf_add(d->out, S("</summary><div class=\"table\" tabindex=\"0\"><table>"));
    if (chart->series[0].len || chart->unit.len)
        write_head(d);
    buf_add(d->out, S("<tbody>"));
    for (size_t i = 0; i < chart->rows_count; i++) {
        buf_add(d->out, S("<tr><th scope=\"row\">"));
        buf_add_text(d->out, chart->rows[i].label);
        buf_add(d->out, S("</th>"));
        for (size_t series = 0; series < chart->series_count; series++) {
            buf_add(d->out, S("<td>"));
            if (chart->rows[i].has[series])
                buf_add_text(d->out, value_text(d, chart->rows[i].values[series]));
            buf_add(d->out, S("</td>"));
        }
        buf_add(d->out, S("</tr>\n"));
    }
    buf_add(d->out, S("</tbody></table></div></details>\n"));
}

void chart_write_html(struct arena *mem, const struct chart *chart, const struct chart_words *words,
                      struct buf *out)
{
    static const struct locale plain = {{"en", 2}, {"UTC", 3}, false};
    struct drawing d = {.chart = chart, .words = words, .mem = mem, .out = out};
    d.locale = words->locale ? *words->locale : plain;
    d.rtl = is_lang_rtl(d.locale.lang);
    write_legend(&d);
    if (chart->kind == CHART_BAR)
        draw_bars(&d);
    else
        draw_lines(&d);
    buf_add(out, S("</svg>\n"));
    write_table(&d);
}
