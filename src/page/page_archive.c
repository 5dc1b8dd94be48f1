// The archive: years, months, days as the edition's zone has them. A page is there when a story was
// published at or after its beginning and another before its end: on it, or on both sides of it.
#include "page/internal.h"

enum { DAY_STORIES = 200, WEEK = 7, DAYS_MAX = 31 };

// ── dates ─────────────────────────────────────────────────────────────────────────────────────

// A year, a month of it, a day of that: 0 stands for all.
struct dates {
    const struct locale *locale;
    struct civil_date date;
};

static bool cut_number(struct str *rest, size_t digits, int *out)
{
    struct str part;
    uint64_t n;
    if (!str_cut(rest, '/', &part) || part.len != digits || !parse_uint(part, 9999, &n) || n == 0)
        return false;
    *out = (int)n;
    return true;
}

static bool parse_date(struct str rest, struct civil_date *out)
{
    static const struct locale anywhere = {.lang = {"en", 2}, .zone = {"UTC", 3}};
    int64_t start;
    *out = (struct civil_date){0};
    if (rest.len == 0)
        return true;
    if (!str_ends(rest, S("/")) || !cut_number(&rest, 4, &out->year))
        return false;
    if (rest.len && !cut_number(&rest, 2, &out->month))
        return false;
    if (rest.len && !cut_number(&rest, 2, &out->day))
        return false;
    struct civil_date first = {out->year, out->month ? out->month : 1, out->day ? out->day : 1};
    return rest.len == 0 && civil_date_start(&anywhere, first, &start);
}

bool is_archive_date(struct str rest)
{
    struct civil_date date;
    return parse_date(rest, &date);
}

// Where it begins; a zone may have left out the first days.
static int64_t start_of(const struct locale *locale, struct civil_date date)
{
    int64_t start = 0;
    date.year += (date.month - 1) / 12;
    date.month = (date.month - 1) % 12 + 1;
    while (!civil_date_start(locale, date, &start) && date.day < 28)
        date.day++;
    return start;
}

static struct stretch stretch_from(const struct dates *span)
{
    struct civil_date from = span->date, to = span->date;
    if (from.day) {
        int64_t start = start_of(span->locale, from);
        return (struct stretch){start, day_start_ms(span->locale, start, 1)};
    }
    from.day = to.day = 1;
    if (from.month) {
        to.month++;
    } else {
        from.month = to.month = 1;
        to.year++;
    }
    return (struct stretch){start_of(span->locale, from), start_of(span->locale, to)};
}

// The span of the same length that a moment lies in.
static struct dates span_of(const struct dates *like, int64_t at_ms)
{
    struct dates span = {like->locale, civil_date_of(like->locale, at_ms)};
    if (!like->date.day)
        span.date.day = 0;
    if (!like->date.month)
        span.date.month = 0;
    return span;
}

static struct stretch stretch_like(const void *with, int64_t at_ms)
{
    struct dates span = span_of(with, at_ms);
    return stretch_from(&span);
}

// "archive/2026/11/"
static struct str rest_of(struct arena *mem, struct civil_date date)
{
    struct str rest = S("archive/");
    if (date.year)
        rest = str_printf(mem, STR_FMT "%04d/", STR_ARG(rest), date.year);
    if (date.month)
        rest = str_printf(mem, STR_FMT "%02d/", STR_ARG(rest), date.month);
    if (date.day)
        rest = str_printf(mem, STR_FMT "%02d/", STR_ARG(rest), date.day);
    return rest;
}

static struct str path_of(const struct making *m, struct civil_date date)
{
    return str_printf(&m->job->mem, "/" STR_FMT "/" STR_FMT, STR_ARG(m->edition.slug),
                      STR_ARG(rest_of(&m->job->mem, date)));
}

static struct str name_of(const struct making *m, struct civil_date date, int64_t at_ms)
{
    struct arena *mem = &m->job->mem;
    return !date.year    ? words_phrase(m->words, "archive")
           : !date.month ? year_text(mem, &m->edition.locale, at_ms)
           : !date.day   ? date_month(mem, &m->edition.locale, at_ms)
                         : date_long(mem, &m->edition.locale, at_ms);
}

// ── what stands around a date ─────────────────────────────────────────────────────────────────

static bool put_next(struct making *m, const char *name, enum archive_way way, int64_t at_ms,
                     const struct dates *span, bool *found)
{
    struct stretch next;
    map_text(m->page, name, STR_NONE);
    if (!archive_next(m->job, m->txn, m->edition.slug, way, at_ms, stretch_like, span, found,
                      &next))
        return false;
    if (!*found)
        return true;
    struct dates there = span_of(span, next.from_ms);
    struct value *link = map_map(m->page, name);
    map_text(link, "url", href(m, path_of(m, there.date)));
    map_text(link, "name", name_of(m, there.date, next.from_ms));
    return true;
}

static bool put_around(struct making *m, const struct dates *span, struct stretch when)
{
    bool earlier, later;
    if (!put_next(m, "earlier", ARCHIVE_BEFORE, when.from_ms, span, &earlier) ||
        !put_next(m, "later", ARCHIVE_FROM, when.to_ms, span, &later))
        return false;
    map_bool(m->page, "around", earlier || later);
    return true;
}

// Is there a page of this date in an edition?
static bool is_there(struct making *m, const struct edition *edition, const struct dates *like,
                     bool *found)
{
    struct dates span = {&edition->locale, like->date};
    struct stretch when = stretch_from(&span), unused;
    if (!archive_next(m->job, m->txn, edition->slug, ARCHIVE_FROM, when.from_ms, stretch_like,
                      &span, found, &unused))
        return false;
    return !*found || archive_next(m->job, m->txn, edition->slug, ARCHIVE_BEFORE, when.to_ms,
                                   stretch_like, &span, found, &unused);
}

static bool put_editions_of(struct making *m, const struct dates *span, struct list_page *page,
                            bool *here)
{
    struct edition *editions;
    size_t count;
    *here = false;
    if (!edition_list(m->job, m->txn, &editions, &count))
        return false;
    page->path = path_of(m, span->date);
    page->same = arena_array(&m->job->mem, struct alternate, count);
    for (size_t i = 0; i < count; i++) {
        bool found;
        if (!is_there(m, &editions[i], span, &found))
            return false;
        if (!found)
            continue;
        *here = *here || editions[i].id == m->edition.id;
        page->same[page->same_count++] = (struct alternate){
            editions[i].slug,
            str_printf(&m->job->mem, "/" STR_FMT "/" STR_FMT, STR_ARG(editions[i].slug),
                       STR_ARG(rest_of(&m->job->mem, span->date)))};
    }
    return true;
}

// Archive › 2026 › November
static void put_crumbs_of(struct making *m, struct civil_date date, int64_t at_ms,
                          struct list_page *page)
{
    struct crumb *crumbs = arena_array(&m->job->mem, struct crumb, 3);
    struct civil_date up[] = {{0, 0, 0}, {date.year, 0, 0}, {date.year, date.month, 0}};
    size_t count = date.day ? 3 : date.month ? 2 : 1;
    for (size_t i = 0; i < count; i++)
        crumbs[i] = (struct crumb){i == 2 ? month_name(&m->job->mem, &m->edition.locale, at_ms)
                                          : name_of(m, up[i], at_ms),
                                   path_of(m, up[i])};
    page->crumbs = crumbs;
    page->crumbs_count = count;
}

// ── years and their months ────────────────────────────────────────────────────────────────────

static void put_months(const struct making *m, struct value *year, int number, const bool *has)
{
    struct arena *mem = &m->job->mem;
    struct value *months = map_list(year, "months");
    for (int month = 1; month <= 12; month++) {
        struct civil_date date = {number, month, 0}, first = {number, month, 1};
        int64_t at_ms = start_of(&m->edition.locale, first);
        struct value *item = list_map(months);
        map_text(item, "name", month_name(mem, &m->edition.locale, at_ms));
        map_text(item, "url", has[month] ? href(m, path_of(m, date)) : STR_NONE);
    }
}

static void put_year(const struct making *m, struct value *years, int number, const bool *has)
{
    struct value *year = list_map(years);
    int64_t at_ms = start_of(&m->edition.locale, (struct civil_date){number, 1, 1});
    map_text(year, "id", str_printf(&m->job->mem, "year-%d", number));
    map_text(year, "name", year_text(&m->job->mem, &m->edition.locale, at_ms));
    map_text(year, "url", href(m, path_of(m, (struct civil_date){number, 0, 0})));
    put_months(m, year, number, has);
}

// Month by month, from the newest before to_ms down to from_ms: the years they are in.
static bool put_years(struct making *m, struct stretch when)
{
    const struct dates month = {&m->edition.locale, {0, 1, 0}};
    struct value *years = map_list(m->page, "years");
    int year = 0;
    bool has[13] = {false}, found = true;
    for (int64_t at = when.to_ms; found && at > when.from_ms;) {
        struct stretch next;
        if (!archive_next(m->job, m->txn, m->edition.slug, ARCHIVE_BEFORE, at, stretch_like, &month,
                          &found, &next))
            return false;
        if (!found || next.from_ms < when.from_ms)
            break;
        struct civil_date date = civil_date_of(&m->edition.locale, next.from_ms);
        if (year && date.year != year) {
            put_year(m, years, year, has);
            memset(has, 0, sizeof(has));
        }
        year = date.year;
        has[date.month] = true;
        at = next.from_ms;
    }
    if (year)
        put_year(m, years, year, has);
    map_bool(m->page, "any", year != 0);
    return true;
}

static bool make_index(struct making *m)
{
    struct list_page page = {.template = S("archive"),
                             .name = words_phrase(m->words, "archive"),
                             .about = words_phrase(m->words, "archive_about"),
                             .number = 1};
    map_bool(m->page, "whole", true);
    map_text(m->page, "calendar", STR_NONE);
    map_text(m->page, "day", STR_NONE);
    map_bool(m->page, "around", false);
    return put_years(m, (struct stretch){INT64_MIN, INT64_MAX}) &&
           put_everywhere(m, "archive/", &page) && finish_list(m, &page);
}

// ── a month, as a calendar ────────────────────────────────────────────────────────────────────

static size_t days_of(const struct dates *span, struct stretch month, struct stretch *days)
{
    size_t count = 0;
    for (int64_t at = month.from_ms; at < month.to_ms && count < DAYS_MAX;) {
        int64_t next = day_start_ms(span->locale, at, 1);
        days[count++] = (struct stretch){at, next};
        at = next;
    }
    return count;
}

static void put_day_cell(const struct making *m, struct value *cell, int64_t at_ms, int64_t count)
{
    struct arena *mem = &m->job->mem;
    struct civil_date date = civil_date_of(&m->edition.locale, at_ms);
    map_text(cell, "day", number_text(mem, &m->edition.locale, date.day));
    map_text(cell, "url", count ? href(m, path_of(m, date)) : STR_NONE);
    map_text(cell, "date", date_long(mem, &m->edition.locale, at_ms));
    map_text(cell, "count", number_text(mem, &m->edition.locale, count));
    map_text(cell, "stories", words_count(mem, m->words, &m->edition.locale, "stories", count));
}

static void put_weekdays(const struct making *m, struct value *calendar, int64_t first_ms)
{
    const struct locale *locale = &m->edition.locale;
    struct value *list = map_list(calendar, "weekdays");
    int place = week_place(locale, first_ms);
    for (int i = 0; i < WEEK; i++) {
        int64_t at_ms = day_start_ms(locale, first_ms, i - place);
        struct value *day = list_map(list);
        map_text(day, "name", weekday_name(&m->job->mem, locale, at_ms));
        map_text(day, "short", weekday_short(&m->job->mem, locale, at_ms));
    }
}

static void put_weeks(const struct making *m, struct value *calendar, const struct stretch *days,
                      const int64_t *counts, size_t count)
{
    struct value *weeks = map_list(calendar, "weeks"), *cells = NULL;
    int place = 0;
    for (size_t i = 0; i < count; i++) {
        place = week_place(&m->edition.locale, days[i].from_ms);
        if (!cells || place == 0)
            cells = map_list(list_map(weeks), "cells");
        for (int blank = 0; i == 0 && blank < place; blank++)
            map_text(list_map(cells), "day", STR_NONE);
        put_day_cell(m, list_map(cells), days[i].from_ms, counts[i]);
    }
    while (cells && ++place < WEEK)
        map_text(list_map(cells), "day", STR_NONE);
}

static bool put_calendar(struct making *m, const struct dates *span, struct stretch month)
{
    struct stretch days[DAYS_MAX];
    int64_t counts[DAYS_MAX];
    size_t count = days_of(span, month, days);
    if (!archive_counts(m->job, m->txn, m->edition.slug, days, count, counts))
        return false;
    struct value *calendar = map_map(m->page, "calendar");
    struct str name = name_of(m, span->date, month.from_ms);
    map_text(calendar, "caption", words_with(&m->job->mem, m->words, "calendar", "date", name));
    put_weekdays(m, calendar, month.from_ms);
    put_weeks(m, calendar, days, counts, count);
    return true;
}

// ── a day ─────────────────────────────────────────────────────────────────────────────────────

static bool put_day(struct making *m, const struct dates *span, struct stretch when, size_t number,
                    bool *exists)
{
    struct arena *mem = &m->job->mem;
    struct story_cards cards;
    int64_t count;
    if (!archive_counts(m->job, m->txn, m->edition.slug, &when, 1, &count) ||
        !archive_stories(m->job, m->txn, m->edition.slug, when, DAY_STORIES,
                         (number - 1) * DAY_STORIES, &cards))
        return false;
    struct value *day = map_map(m->page, "day");
    struct value *rows = map_list(day, "rows");
    for (size_t i = 0; i < cards.count; i++) {
        if (!put_clock_row(m, list_map(rows), &cards.items[i]))
            return false;
    }
    map_text(day, "weekday", weekday_name(mem, &m->edition.locale, when.from_ms));
    map_text(day, "stories", words_count(mem, m->words, &m->edition.locale, "stories", count));
    map_bool(day, "any", cards.count > 0);
    put_paging(m, day, path_of(m, span->date), number, cards.more);
    *exists = cards.count > 0 || number == 1;
    return true;
}

// ── the page ──────────────────────────────────────────────────────────────────────────────────

static bool put_span(struct making *m, const struct dates *span, struct stretch when, size_t number,
                     bool *exists)
{
    map_bool(m->page, "whole", false);
    map_list(m->page, "years");
    map_text(m->page, "calendar", STR_NONE);
    map_text(m->page, "day", STR_NONE);
    if (span->date.day)
        return put_day(m, span, when, number, exists);
    return span->date.month ? put_calendar(m, span, when) : put_years(m, when);
}

bool make_archive(struct making *m, struct str rest, size_t number)
{
    struct dates span = {.locale = &m->edition.locale};
    struct list_page page = {.template = S("archive")};
    bool exists;
    if (!parse_date(rest, &span.date))
        return make_notice(m, 404, STR_NONE);
    if (!span.date.year)
        return make_index(m);
    struct stretch when = stretch_from(&span);
    if (!put_editions_of(m, &span, &page, &exists))
        return false;
    if (exists && (!put_span(m, &span, when, number, &exists) || !put_around(m, &span, when)))
        return false;
    if (!exists)
        return make_notice(m, 404, STR_NONE);
    page.number = span.date.day ? number : 1;
    page.name = name_of(m, span.date, when.from_ms);
    page.about = words_with(&m->job->mem, m->words, "archive_date", "date", page.name);
    put_crumbs_of(m, span.date, when.from_ms, &page);
    return finish_list(m, &page);
}
