// Machines' time: RFC 3339 in and out, by the proleptic Gregorian calendar, without the C library's
// time zones.
#include "text/locale.h"

enum { DAY_MS = 86400000, MINUTE_MS = 60000 };

// Days since 1970-01-01, counting years from March so that the leap day comes last.
static int64_t days_from_civil(int64_t year, int month, int day)
{
    year -= month <= 2;
    int64_t era = (year >= 0 ? year : year - 399) / 400;
    int64_t year_of_era = year - era * 400;
    int64_t day_of_year = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1;
    int64_t day_of_era = year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year;
    return era * 146097 + day_of_era - 719468;
}

static void civil_from_days(int64_t days, int64_t *year, int *month, int *day)
{
    days += 719468;
    int64_t era = (days >= 0 ? days : days - 146096) / 146097;
    int64_t day_of_era = days - era * 146097;
    int64_t year_of_era =
        (day_of_era - day_of_era / 1460 + day_of_era / 36524 - day_of_era / 146096) / 365;
    int64_t day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    int64_t shifted = (5 * day_of_year + 2) / 153;
    *day = (int)(day_of_year - (153 * shifted + 2) / 5 + 1);
    *month = (int)(shifted < 10 ? shifted + 3 : shifted - 9);
    *year = year_of_era + era * 400 + (*month <= 2);
}

struct str time_rfc3339(struct arena *mem, int64_t at_ms)
{
    int64_t days = at_ms / DAY_MS, year;
    int month, day, in_day = (int)(at_ms % DAY_MS);
    if (in_day < 0) {
        in_day += DAY_MS;
        days--;
    }
    civil_from_days(days, &year, &month, &day);
    int second = in_day / 1000;
    struct str whole = str_printf(mem, "%04lld-%02d-%02dT%02d:%02d:%02d", (long long)year, month,
                                  day, second / 3600, second / 60 % 60, second % 60);
    return in_day % 1000 ? str_printf(mem, STR_FMT ".%03dZ", STR_ARG(whole), in_day % 1000)
                         : str_join(mem, whole, S("Z"));
}

// Takes exactly `digits` digits off the front.
static bool take_number(struct str *s, size_t digits, int *out)
{
    uint64_t n;
    if (s->len < digits || !parse_uint(str_from_to(*s, 0, digits), 9999, &n))
        return false;
    *out = (int)n;
    *s = str_after(*s, digits);
    return true;
}

static bool take_char(struct str *s, const char *one_of)
{
    if (s->len == 0 || s->at[0] == '\0' || !strchr(one_of, s->at[0]))
        return false;
    *s = str_after(*s, 1);
    return true;
}

static bool take_date(struct str *s, int64_t *days)
{
    static const int lengths[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    int year, month, day;
    if (!take_number(s, 4, &year) || !take_char(s, "-") || !take_number(s, 2, &month) ||
        !take_char(s, "-") || !take_number(s, 2, &day))
        return false;
    bool leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
    if (month < 1 || month > 12 || day < 1 || day > lengths[month - 1] + (leap && month == 2))
        return false;
    *days = days_from_civil(year, month, day);
    return true;
}

// Milliseconds; further digits of the fraction are dropped.
static bool take_fraction(struct str *s, int *ms)
{
    int unit = 100;
    *ms = 0;
    if (!take_char(s, "."))
        return true;
    if (s->len == 0 || s->at[0] < '0' || s->at[0] > '9')
        return false;
    for (; s->len && s->at[0] >= '0' && s->at[0] <= '9'; unit /= 10) {
        *ms += (s->at[0] - '0') * unit;
        *s = str_after(*s, 1);
    }
    return true;
}

static bool take_clock(struct str *s, int64_t *in_day_ms)
{
    int hour, minute, second = 0, ms;
    if (!take_number(s, 2, &hour) || !take_char(s, ":") || !take_number(s, 2, &minute))
        return false;
    if (take_char(s, ":") && !take_number(s, 2, &second))
        return false;
    if (!take_fraction(s, &ms))
        return false;
    if (second == 60) // a leap second is the last moment of its minute
        second = 59;
    if (hour > 23 || minute > 59 || second > 59)
        return false;
    *in_day_ms = ((hour * 60 + minute) * 60 + second) * 1000LL + ms;
    return true;
}

// "Z", "+02:00", "-0330", or nothing (UTC).
static bool take_offset(struct str *s, int64_t *offset_ms)
{
    int hour, minute;
    *offset_ms = 0;
    if (s->len == 0 || take_char(s, "Zz"))
        return true;
    int sign = s->at[0] == '-' ? -1 : 1;
    if (!take_char(s, "+-") || !take_number(s, 2, &hour))
        return false;
    take_char(s, ":");
    if (!take_number(s, 2, &minute) || hour > 23 || minute > 59)
        return false;
    *offset_ms = (int64_t)sign * (hour * 60 + minute) * MINUTE_MS;
    return true;
}

bool parse_time(struct str s, int64_t *out_ms)
{
    int64_t days, in_day_ms = 0, offset_ms = 0;
    if (!take_date(&s, &days))
        return false;
    if (s.len) {
        if (!take_char(&s, "Tt ") || !take_clock(&s, &in_day_ms) || !take_offset(&s, &offset_ms))
            return false;
    }
    if (s.len)
        return false;
    *out_ms = days * DAY_MS + in_day_ms - offset_ms;
    return true;
}
