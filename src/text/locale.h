// locale: dates, numbers and plurals as an edition writes them (CLDR through ICU).
#pragma once

#include "base/base.h"

struct locale {
    struct str lang;    // BCP 47: "en", "es", "ar"
    struct str zone;    // IANA: "Europe/Madrid"
    bool arabic_digits; // ٠١٢ instead of 012; a choice of the edition, made explicit (-u-nu-)
};

struct str date_long(struct arena *mem, const struct locale *locale,
                     int64_t at_ms); // 24 November 2026
struct str date_short(struct arena *mem, const struct locale *locale, int64_t at_ms); // 24 Nov
struct str date_day(struct arena *mem, const struct locale *locale,
                    int64_t at_ms); // Tue, 24 November
struct str date_time(struct arena *mem, const struct locale *locale,
                     int64_t at_ms); // 24 November 2026, 10:12
struct str date_time_short(struct arena *mem, const struct locale *locale,
                           int64_t at_ms); // 24 Nov, 10:12
struct str date_time_medium(struct arena *mem, const struct locale *locale,
                            int64_t at_ms); // 24 Nov 2026, 10:12
struct str clock_time(struct arena *mem, const struct locale *locale, int64_t at_ms); // 10:12
struct str date_month(struct arena *mem, const struct locale *locale,
                      int64_t at_ms); // November 2026
struct str month_name(struct arena *mem, const struct locale *locale,
                      int64_t at_ms); // November, standing alone
struct str weekday_name(struct arena *mem, const struct locale *locale, int64_t at_ms);  // Tuesday
struct str weekday_short(struct arena *mem, const struct locale *locale, int64_t at_ms); // Tu
struct str year_text(struct arena *mem, const struct locale *locale, int64_t at_ms);     // 2026
struct str number_text(struct arena *mem, const struct locale *locale, int64_t n);
struct str number_real(struct arena *mem, const struct locale *locale, double n); // 1,234.5
// CLDR's cardinal category: "zero" "one" "two" "few" "many" "other".
struct str plural_category(struct arena *mem, const struct locale *locale, int64_t n);
bool is_zone(struct str zone);

// Machines' time, always the same everywhere (RFC 3339, UTC, "2026-11-24T20:46:42.000Z" without
// .000 when whole seconds).
struct str time_rfc3339(struct arena *mem, int64_t at_ms);
// Takes RFC 3339 with any offset, "2026-11-24" (midnight UTC), "2026-11-24 10:12:13" (UTC).
bool parse_time(struct str s, int64_t *out_ms);
// The day's start (Unix ms) in the zone for the moment, and the next day's.
int64_t day_start_ms(const struct locale *locale, int64_t at_ms, int days_later);

// The date of a moment in the edition's zone (Gregorian), and the moment a date begins there.
struct civil_date {
    int year, month, day; // month and day from 1
};
struct civil_date civil_date_of(const struct locale *locale, int64_t at_ms);
// False when there is no such day: 30 February, or one that the zone has left out.
bool civil_date_start(const struct locale *locale, struct civil_date date, int64_t *out_ms);
// How many days of its week stand before this one, in the language's own week: 0 … 6.
int week_place(const struct locale *locale, int64_t at_ms);

// Bytes whose order (str_order) is the alphabetical order of the language.
struct str collation_key(struct arena *mem, const struct locale *locale, struct str text);
