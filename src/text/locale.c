// Dates, numbers and plurals through ICU. Opening a formatter costs milliseconds, using it
// microseconds; so each thread keeps those it has opened.
#include "text/locale.h"

#include "text/internal.h"

#include <pthread.h>
#include <unicode/ucal.h>
#include <unicode/ucol.h>
#include <unicode/udat.h>
#include <unicode/udatpg.h>
#include <unicode/uiter.h>
#include <unicode/uloc.h>
#include <unicode/unum.h>
#include <unicode/upluralrules.h>
#include <unicode/ustring.h>

enum tool_kind { TOOL_NONE, TOOL_DATE, TOOL_NUMBER, TOOL_PLURAL, TOOL_CALENDAR, TOOL_COLLATOR };

enum { TOOLS_MAX = 48, LANG_BYTES_MAX = 36, ZONE_BYTES_MAX = 64, TEXT_UNITS_MAX = 128 };

struct tool {
    enum tool_kind kind;
    char lang[LANG_BYTES_MAX]; // with its digits
    char zone[ZONE_BYTES_MAX];
    const char *pattern; // a literal of this file
    union {
        UDateFormat *date;
        UNumberFormat *number;
        UPluralRules *plural;
        UCalendar *calendar;
        UCollator *collator;
    };
};

struct toolbox {
    struct tool tools[TOOLS_MAX];
    size_t next; // the one that makes room when the box is full
};

static void end_tool(struct tool *tool)
{
    switch (tool->kind) {
    case TOOL_DATE:
        udat_close(tool->date);
        break;
    case TOOL_NUMBER:
        unum_close(tool->number);
        break;
    case TOOL_PLURAL:
        uplrules_close(tool->plural);
        break;
    case TOOL_CALENDAR:
        ucal_close(tool->calendar);
        break;
    case TOOL_COLLATOR:
        ucol_close(tool->collator);
        break;
    case TOOL_NONE:
        break;
    }
    *tool = (struct tool){0};
}

static void end_toolbox(void *at)
{
    struct toolbox *box = at;
    for (size_t i = 0; i < TOOLS_MAX; i++)
        end_tool(&box->tools[i]);
    free(box);
}

static pthread_key_t toolbox_key;

static void make_toolbox_key(void)
{
    int failed = pthread_key_create(&toolbox_key, end_toolbox);
    assert(failed == 0);
}

static struct toolbox *thread_toolbox(void)
{
    static pthread_once_t once = PTHREAD_ONCE_INIT;
    pthread_once(&once, make_toolbox_key);
    struct toolbox *box = pthread_getspecific(toolbox_key);
    if (!box) {
        box = heap_take(sizeof(*box));
        pthread_setspecific(toolbox_key, box);
    }
    return box;
}

// ── opening ───────────────────────────────────────────────────────────────────────────────────

// The language with what it must not leave to its region: digits and the Gregorian calendar. "en"
// alone is the world's English (24 November), not one country's.
static void write_lang(const struct locale *locale, char out[LANG_BYTES_MAX])
{
    struct str lang = str_is(locale->lang, "en") ? S("en-001") : locale->lang;
    if (!is_lang_tag(lang))
        lang = S("und");
    snprintf(out, LANG_BYTES_MAX, "%.*s@numbers=%s", (int)(lang.len < 20 ? lang.len : 20), lang.at,
             locale->arabic_digits ? "arab" : "latn");
}

static void write_zone(const struct locale *locale, char out[ZONE_BYTES_MAX])
{
    bool is_usable = is_zone(locale->zone);
    snprintf(out, ZONE_BYTES_MAX, STR_FMT, STR_ARG(is_usable ? locale->zone : S("UTC")));
}

static const char *icu_lang(const char *lang, char out[ULOC_FULLNAME_CAPACITY])
{
    snprintf(out, ULOC_FULLNAME_CAPACITY, "%s;calendar=gregorian", lang);
    for (char *c = out; *c && *c != '@'; c++) {
        if (*c == '-')
            *c = '_';
    }
    return out;
}

static void open_date(struct tool *tool, const char *lang)
{
    UErrorCode error = U_ZERO_ERROR;
    UChar skeleton[32], pattern[TEXT_UNITS_MAX], zone[ZONE_BYTES_MAX];
    u_uastrcpy(skeleton, tool->pattern);
    u_uastrcpy(zone, tool->zone);
    UDateTimePatternGenerator *patterns = udatpg_open(lang, &error);
    int32_t len = udatpg_getBestPattern(patterns, skeleton, -1, pattern, TEXT_UNITS_MAX, &error);
    udatpg_close(patterns);
    tool->date = udat_open(UDAT_PATTERN, UDAT_PATTERN, lang, zone, -1, pattern, len, &error);
    assert(U_SUCCESS(error));
}

static void open_calendar(struct tool *tool, const char *lang)
{
    UErrorCode error = U_ZERO_ERROR;
    UChar zone[ZONE_BYTES_MAX];
    u_uastrcpy(zone, tool->zone);
    tool->calendar = ucal_open(zone, -1, lang, UCAL_GREGORIAN, &error);
    assert(U_SUCCESS(error));
}

static void open_tool(struct tool *tool)
{
    UErrorCode error = U_ZERO_ERROR;
    char lang[ULOC_FULLNAME_CAPACITY];
    icu_lang(tool->lang, lang);
    if (tool->kind == TOOL_DATE)
        open_date(tool, lang);
    else if (tool->kind == TOOL_CALENDAR)
        open_calendar(tool, lang);
    else if (tool->kind == TOOL_COLLATOR)
        tool->collator = ucol_open(lang, &error);
    else if (tool->kind == TOOL_NUMBER)
        tool->number = unum_open(UNUM_DECIMAL, NULL, 0, lang, NULL, &error);
    else
        tool->plural = uplrules_openForType(lang, UPLURAL_TYPE_CARDINAL, &error);
    assert(U_SUCCESS(error));
}

static bool is_tool(const struct tool *a, const struct tool *b)
{
    return a->kind == b->kind && a->pattern == b->pattern && strcmp(a->lang, b->lang) == 0 &&
           strcmp(a->zone, b->zone) == 0;
}

// Borrowed until the thread asks for another.
static struct tool *find_tool(const struct locale *locale, enum tool_kind kind, const char *pattern)
{
    struct toolbox *box = thread_toolbox();
    struct tool wanted = {.kind = kind, .pattern = pattern};
    write_lang(locale, wanted.lang);
    if (kind == TOOL_DATE || kind == TOOL_CALENDAR)
        write_zone(locale, wanted.zone);
    for (size_t i = 0; i < TOOLS_MAX; i++) {
        if (is_tool(&box->tools[i], &wanted))
            return &box->tools[i];
    }
    struct tool *tool = &box->tools[box->next];
    box->next = (box->next + 1) % TOOLS_MAX;
    end_tool(tool);
    *tool = wanted;
    open_tool(tool);
    return tool;
}

// ── using ─────────────────────────────────────────────────────────────────────────────────────

static const char pattern_long[] = "yMMMMd", pattern_short[] = "MMMd", pattern_medium[] = "yMMMd",
                  pattern_day[] = "EEEMMMMd", pattern_clock[] = "Hm", pattern_month[] = "yMMMM",
                  pattern_month_alone[] = "LLLL", pattern_weekday[] = "cccc",
                  pattern_weekday_short[] = "cccccc", pattern_year[] = "y";

static struct str format_date(struct arena *mem, const struct locale *locale, int64_t at_ms,
                              const char *pattern)
{
    UErrorCode error = U_ZERO_ERROR;
    UChar text[TEXT_UNITS_MAX];
    struct tool *tool = find_tool(locale, TOOL_DATE, pattern);
    int32_t len = udat_format(tool->date, (UDate)at_ms, text, TEXT_UNITS_MAX, NULL, &error);
    assert(U_SUCCESS(error));
    return utf8_make(mem, text, len);
}

struct str date_long(struct arena *mem, const struct locale *locale, int64_t at_ms)
{
    return format_date(mem, locale, at_ms, pattern_long);
}

struct str date_short(struct arena *mem, const struct locale *locale, int64_t at_ms)
{
    return format_date(mem, locale, at_ms, pattern_short);
}

struct str date_day(struct arena *mem, const struct locale *locale, int64_t at_ms)
{
    return format_date(mem, locale, at_ms, pattern_day);
}

struct str date_month(struct arena *mem, const struct locale *locale, int64_t at_ms)
{
    return format_date(mem, locale, at_ms, pattern_month);
}

struct str month_name(struct arena *mem, const struct locale *locale, int64_t at_ms)
{
    return format_date(mem, locale, at_ms, pattern_month_alone);
}

struct str weekday_name(struct arena *mem, const struct locale *locale, int64_t at_ms)
{
    return format_date(mem, locale, at_ms, pattern_weekday);
}

struct str weekday_short(struct arena *mem, const struct locale *locale, int64_t at_ms)
{
    return format_date(mem, locale, at_ms, pattern_weekday_short);
}

struct str year_text(struct arena *mem, const struct locale *locale, int64_t at_ms)
{
    return format_date(mem, locale, at_ms, pattern_year);
}

struct str clock_time(struct arena *mem, const struct locale *locale, int64_t at_ms)
{
    return format_date(mem, locale, at_ms, pattern_clock);
}

static struct str with_clock(struct arena *mem, const struct locale *locale, struct str date,
                             int64_t at_ms)
{
    bool arabic_comma = is_lang_rtl(locale->lang) && !str_starts(locale->lang, S("he"));
    struct str clock = clock_time(mem, locale, at_ms);
    return str_printf(mem, STR_FMT "%s" STR_FMT, STR_ARG(date), arabic_comma ? "، " : ", ",
                      STR_ARG(clock));
}

struct str date_time(struct arena *mem, const struct locale *locale, int64_t at_ms)
{
    return with_clock(mem, locale, date_long(mem, locale, at_ms), at_ms);
}

struct str date_time_short(struct arena *mem, const struct locale *locale, int64_t at_ms)
{
    return with_clock(mem, locale, date_short(mem, locale, at_ms), at_ms);
}

struct str date_time_medium(struct arena *mem, const struct locale *locale, int64_t at_ms)
{
    return with_clock(mem, locale, format_date(mem, locale, at_ms, pattern_medium), at_ms);
}

struct str number_text(struct arena *mem, const struct locale *locale, int64_t n)
{
    UErrorCode error = U_ZERO_ERROR;
    UChar text[TEXT_UNITS_MAX];
    struct tool *tool = find_tool(locale, TOOL_NUMBER, NULL);
    int32_t len = unum_formatInt64(tool->number, n, text, TEXT_UNITS_MAX, NULL, &error);
    assert(U_SUCCESS(error));
    return utf8_make(mem, text, len);
}

struct str number_real(struct arena *mem, const struct locale *locale, double n)
{
    enum { DIGITS_MAX = 400 }; // a double has at most 309 before its point
    UErrorCode error = U_ZERO_ERROR;
    UChar text[DIGITS_MAX * 2];
    struct tool *tool = find_tool(locale, TOOL_NUMBER, NULL);
    int32_t len = unum_formatDouble(tool->number, n, text, ARRAY_LEN(text), NULL, &error);
    assert(U_SUCCESS(error));
    return utf8_make(mem, text, len);
}

struct str plural_category(struct arena *mem, const struct locale *locale, int64_t n)
{
    UErrorCode error = U_ZERO_ERROR;
    UChar text[TEXT_UNITS_MAX];
    struct tool *tool = find_tool(locale, TOOL_PLURAL, NULL);
    int32_t len = uplrules_select(tool->plural, (double)n, text, TEXT_UNITS_MAX, &error);
    assert(U_SUCCESS(error));
    return utf8_make(mem, text, len);
}

bool is_zone(struct str zone)
{
    UErrorCode error = U_ZERO_ERROR;
    UChar name[ZONE_BYTES_MAX], canonical[TEXT_UNITS_MAX];
    UBool is_system = false;
    if (zone.len == 0 || zone.len >= ZONE_BYTES_MAX)
        return false;
    for (size_t i = 0; i < zone.len; i++) {
        if (zone.at[i] <= ' ' || zone.at[i] > '~')
            return false;
        name[i] = (UChar)zone.at[i];
    }
    ucal_getCanonicalTimeZoneID(name, (int32_t)zone.len, canonical, TEXT_UNITS_MAX, &is_system,
                                &error);
    return U_SUCCESS(error) && is_system;
}

int64_t day_start_ms(const struct locale *locale, int64_t at_ms, int days_later)
{
    UErrorCode error = U_ZERO_ERROR;
    UCalendar *calendar = find_tool(locale, TOOL_CALENDAR, NULL)->calendar;
    ucal_setMillis(calendar, (UDate)at_ms, &error);
    // Noon first: it exists on every day, midnight does not where clocks jump over it.
    ucal_set(calendar, UCAL_HOUR_OF_DAY, 12);
    ucal_add(calendar, UCAL_DATE, days_later, &error);
    ucal_set(calendar, UCAL_HOUR_OF_DAY, 0);
    ucal_set(calendar, UCAL_MINUTE, 0);
    ucal_set(calendar, UCAL_SECOND, 0);
    ucal_set(calendar, UCAL_MILLISECOND, 0);
    int64_t start = (int64_t)ucal_getMillis(calendar, &error);
    assert(U_SUCCESS(error));
    return start;
}

struct civil_date civil_date_of(const struct locale *locale, int64_t at_ms)
{
    UErrorCode error = U_ZERO_ERROR;
    UCalendar *calendar = find_tool(locale, TOOL_CALENDAR, NULL)->calendar;
    ucal_setMillis(calendar, (UDate)at_ms, &error);
    struct civil_date date = {.year = ucal_get(calendar, UCAL_EXTENDED_YEAR, &error),
                              .month = ucal_get(calendar, UCAL_MONTH, &error) + 1,
                              .day = ucal_get(calendar, UCAL_DATE, &error)};
    assert(U_SUCCESS(error));
    return date;
}

bool civil_date_start(const struct locale *locale, struct civil_date date, int64_t *out_ms)
{
    UErrorCode error = U_ZERO_ERROR;
    UCalendar *calendar = find_tool(locale, TOOL_CALENDAR, NULL)->calendar;
    ucal_clear(calendar);
    ucal_setDateTime(calendar, date.year, date.month - 1, date.day, 12, 0, 0, &error);
    int64_t noon = (int64_t)ucal_getMillis(calendar, &error);
    assert(U_SUCCESS(error));
    struct civil_date is = civil_date_of(locale, noon);
    if (is.year != date.year || is.month != date.month || is.day != date.day)
        return false; // the calendar is lenient: 30 February is 2 March to it
    *out_ms = day_start_ms(locale, noon, 0);
    return true;
}

int week_place(const struct locale *locale, int64_t at_ms)
{
    UErrorCode error = U_ZERO_ERROR;
    UCalendar *calendar = find_tool(locale, TOOL_CALENDAR, NULL)->calendar;
    ucal_setMillis(calendar, (UDate)at_ms, &error);
    int day = ucal_get(calendar, UCAL_DAY_OF_WEEK, &error);
    assert(U_SUCCESS(error));
    return (day - ucal_getAttribute(calendar, UCAL_FIRST_DAY_OF_WEEK) + 7) % 7;
}

struct str collation_key(struct arena *mem, const struct locale *locale, struct str text)
{
    UErrorCode error = U_ZERO_ERROR;
    UCharIterator letters;
    uint32_t state[2] = {0, 0};
    UCollator *collator = find_tool(locale, TOOL_COLLATOR, NULL)->collator;
    struct buf b;
    buf_start(&b, mem, 1 << 20);
    uiter_setUTF8(&letters, text.at ? text.at : "", (int32_t)text.len);
    for (int32_t len = 1; len > 0;) {
        uint8_t part[64];
        len = ucol_nextSortKeyPart(collator, &letters, state, part, sizeof(part), &error);
        assert(U_SUCCESS(error));
        buf_add(&b, (struct str){(const char *)part, (size_t)len});
        if (len < (int32_t)sizeof(part))
            break;
    }
    return buf_str(&b);
}
