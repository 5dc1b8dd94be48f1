// Dates as pages write them.
#include "text/article.h"

#include "text/locale.h"

// How the names of the months begin, in the languages that write them out most.
static const char *const months[12][8] = {{"jan", "ene", "يناير", "كانون الثاني"},
                                          {"feb", "f\u00E9v", "فبراير", "شباط"},
                                          {"mar", "m\u00E4r", "مارس", "آذار"},
                                          {"apr", "abr", "avr", "أبريل", "ابريل", "نيسان"},
                                          {"may", "mai", "مايو", "أيار"},
                                          {"jun", "juin", "يونيو", "حزيران"},
                                          {"jul", "juil", "يوليو", "تموز"},
                                          {"aug", "ago", "ao\u00FB", "أغسطس", "آب"},
                                          {"sep", "سبتمبر", "أيلول"},
                                          {"oct", "okt", "أكتوبر", "تشرين الأول"},
                                          {"nov", "نوفمبر", "تشرين الثاني"},
                                          {"dec", "dic", "dez", "d\u00E9c", "ديسمبر"}};

struct moment {
    int64_t year, month, day, hour, minute, second, offset_minutes;
};

static bool is_date(const struct moment *m)
{
    return m->year >= 1800 && m->year <= 2200 && m->month >= 1 && m->month <= 12 && m->day >= 1 &&
           m->day <= 31 && m->hour <= 24 && m->minute <= 59 && m->second <= 60;
}

// Days from the civil date (Howard Hinnant's).
static int64_t moment_ms(const struct moment *m)
{
    int64_t year = m->month <= 2 ? m->year - 1 : m->year, era = year / 400;
    int64_t of_era = year - era * 400;
    int64_t of_year = (153 * (m->month + (m->month > 2 ? -3 : 9)) + 2) / 5 + m->day - 1;
    int64_t days = era * 146097 + of_era * 365 + of_era / 4 - of_era / 100 + of_year - 719468;
    return (((days * 24 + m->hour) * 60 + m->minute - m->offset_minutes) * 60 + m->second) * 1000;
}

struct words { // the numbers and names of a date, in their order
    struct str items[16];
    size_t count;
};

static bool is_digit(char c)
{
    return c >= '0' && c <= '9';
}

static bool is_in_word(char c)
{
    return is_letter(c) || (unsigned char)c >= 0x80;
}

// "19 de noviembre de 2019", "November 19th": words between that say nothing.
static bool is_filler(struct str word)
{
    static const char *const fillers[] = {"de", "del", "of", "st", "nd", "rd", "th", "the", "le"};
    for (size_t i = 0; i < ARRAY_LEN(fillers); i++) {
        if (str_eq_nocase(word, str_from(fillers[i])))
            return true;
    }
    return false;
}

static struct words words_of(struct str said)
{
    struct words words = {.count = 0};
    for (size_t i = 0; i < said.len && words.count < ARRAY_LEN(words.items);) {
        bool digits = is_digit(said.at[i]), letters = is_in_word(said.at[i]);
        size_t from = i++;
        while (i < said.len &&
               ((digits && is_digit(said.at[i])) || (letters && is_in_word(said.at[i]))))
            i++;
        struct str word = str_from_to(said, from, i);
        if ((digits || letters) && !is_filler(word))
            words.items[words.count++] = word;
    }
    return words;
}

// "10:12:13.000 PM +02:00", at the first colon.
static void read_clock(struct str said, struct moment *m)
{
    ptrdiff_t colon = str_find_char(said, ':');
    if (colon < 1 || !is_digit(said.at[colon - 1]))
        return;
    size_t from = (size_t)colon;
    while (from > 0 && is_digit(said.at[from - 1]) && (size_t)colon - from < 2)
        from--;
    int hour = 0, minute = 0, second = 0, taken = 0;
    char text[64];
    snprintf(text, sizeof(text), STR_FMT, STR_ARG(str_from_to(said, from, from + 60)));
    if (sscanf(text, "%2d:%2d%n:%2d%n", &hour, &minute, &taken, &second, &taken) < 2)
        return;
    const char *rest = text + taken;
    if (*rest == '.')
        rest += 1 + strspn(rest + 1, "0123456789");
    rest += strspn(rest, " ");
    bool pm = strncasecmp(rest, "pm", 2) == 0, am = strncasecmp(rest, "am", 2) == 0;
    if (pm || am) {
        hour = hour % 12 + (pm ? 12 : 0);
        rest += 2 + strspn(rest + 2, " ");
    }
    m->hour = hour;
    m->minute = minute;
    m->second = second;
    int zone_hours = 0, zone_minutes = 0;
    if ((*rest == '+' || *rest == '-') &&
        (sscanf(rest + 1, "%2d:%2d", &zone_hours, &zone_minutes) == 2 ||
         sscanf(rest + 1, "%2d%2d", &zone_hours, &zone_minutes) >= 1))
        m->offset_minutes = (zone_hours * 60 + zone_minutes) * (*rest == '-' ? -1 : 1);
}

static int64_t month_of(struct str word)
{
    for (size_t month = 0; month < ARRAY_LEN(months); month++) {
        for (size_t i = 0; i < ARRAY_LEN(months[0]) && months[month][i]; i++) {
            struct str begins = str_from(months[month][i]);
            if (str_eq_nocase(str_from_to(word, 0, begins.len), begins))
                return (int64_t)month + 1;
        }
    }
    return 0;
}

static bool read_number(struct str word, int64_t *out)
{
    uint64_t number;
    if (!parse_uint(word, 9999, &number))
        return false;
    *out = (int64_t)number;
    return true;
}

// "19 Nov 2019", "November 19th, 2019": a month by its name, a day and a year beside it.
static bool read_named(const struct words *words, struct moment *m)
{
    for (size_t i = 0; i < words->count; i++) {
        int64_t before = 0, after = 0, year = 0;
        m->month = month_of(words->items[i]);
        if (!m->month)
            continue;
        if (i > 0 && read_number(words->items[i - 1], &before) && i + 1 < words->count &&
            read_number(words->items[i + 1], &year) && year > 1000) {
            m->day = before;
            m->year = year;
            return true;
        }
        for (size_t j = i + 1; j < words->count && j < i + 4; j++) {
            int64_t number;
            if (!read_number(words->items[j], &number))
                continue;
            if (number > 1000 && after) {
                m->day = after;
                m->year = number;
                return true;
            }
            after = after ? after : number;
        }
    }
    return false;
}

// "18.05.2014": with dots the day comes first.
static bool read_dotted(struct str said, struct moment *m)
{
    char text[32];
    int day, month, year;
    size_t from = 0;
    while (from < said.len && !is_digit(said.at[from]))
        from++;
    snprintf(text, sizeof(text), STR_FMT, STR_ARG(str_from_to(said, from, from + 30)));
    if (sscanf(text, "%2d. %2d. %4d", &day, &month, &year) != 3)
        return false;
    *m = (struct moment){.year = year, .month = month, .day = day};
    return true;
}

// "2019-11-19", "2019/11/19", "20191119"
static bool read_numbered(const struct words *words, struct moment *m)
{
    uint64_t whole;
    if (words->count && words->items[0].len == 8 && parse_uint(words->items[0], 99999999, &whole)) {
        m->year = (int64_t)(whole / 10000);
        m->month = (int64_t)(whole / 100 % 100);
        m->day = (int64_t)(whole % 100);
        return true;
    }
    return words->count >= 3 && words->items[0].len == 4 &&
           read_number(words->items[0], &m->year) && read_number(words->items[1], &m->month) &&
           read_number(words->items[2], &m->day);
}

bool article_parse_time(struct str said, int64_t *out_ms)
{
    said = str_trim(said);
    if (said.len < 8 || said.len > 100)
        return false;
    if (parse_time(said, out_ms))
        return true;
    struct words words = words_of(said);
    struct moment moment = {0};
    if (!read_numbered(&words, &moment) && !read_named(&words, &moment) &&
        !read_dotted(said, &moment))
        return false;
    read_clock(said, &moment);
    if (!is_date(&moment))
        return false;
    *out_ms = moment_ms(&moment);
    return true;
}
