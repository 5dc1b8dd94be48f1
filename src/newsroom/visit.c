// visit: what every screen does: phrases, times, editions, and faults that belong to a form.
#include "newsroom/internal.h"

#include "text/document_source.h"

struct str visit_phrase(const struct visit *visit, const char *name)
{
    return words_phrase(visit->words, name);
}

bool visit_may(const struct visit *visit, unsigned rights)
{
    return (visit->actor.rights & rights) == rights;
}

bool visit_id(struct visit *visit, const char *word, int64_t *out)
{
    struct str id = http_param(visit->request, "id");
    if (!parse_int(id, out) || *out <= 0)
        return job_fail(visit->job, FAULT_NOT_FOUND, "there is no %s " STR_FMT, word,
                        STR_ARG(str_from_to(id, 0, 40)));
    return true;
}

int64_t visit_query_int(const struct visit *visit, const char *name)
{
    int64_t number;
    return parse_int(http_query(visit->request, name, NULL), &number) && number > 0 ? number : 0;
}

// ── editions and times ────────────────────────────────────────────────────────────────────────

const struct edition *visit_edition(const struct visit *visit, struct str slug)
{
    for (size_t i = 0; i < visit->editions_count; i++) {
        if (str_eq(visit->editions[i].slug, slug))
            return &visit->editions[i];
    }
    return NULL;
}

const struct edition *visit_edition_of(const struct visit *visit, int64_t id)
{
    for (size_t i = 0; i < visit->editions_count; i++) {
        if (visit->editions[i].id == id)
            return &visit->editions[i];
    }
    return NULL;
}

const struct edition *visit_own_edition(const struct visit *visit)
{
    const struct edition *own = visit_edition_of(visit, visit->staff.edition_id);
    for (size_t i = 0; !own && i < visit->editions_count; i++) {
        if (str_eq(visit->editions[i].locale.lang, visit->locale.lang))
            own = &visit->editions[i];
    }
    return own || !visit->editions_count ? own : visit->editions;
}

bool visit_edition_named(struct visit *visit, struct str slug, const struct edition **out)
{
    *out = visit_edition(visit, slug);
    return *out || job_fail(visit->job, FAULT_NOT_FOUND, "there is no edition " STR_FMT,
                            STR_ARG(str_from_to(slug, 0, 40)));
}

bool visit_day(const struct visit *visit, struct str day, int64_t *at_ms)
{
    struct str year, rest, month, date;
    int64_t y, m, d;
    return str_split(day, '-', &year, &rest) && str_split(rest, '-', &month, &date) &&
           parse_int(year, &y) && parse_int(month, &m) && parse_int(date, &d) && y >= 1 &&
           y <= 9999 && m >= 1 && m <= 12 && d >= 1 && d <= 31 &&
           civil_date_start(&visit->locale, (struct civil_date){(int)y, (int)m, (int)d}, at_ms);
}

void visit_put_time(const struct visit *visit, struct value *map, const char *name, int64_t at_ms)
{
    struct arena *mem = &visit->job->mem;
    if (!at_ms) {
        map_text(map, name, STR_NONE);
        return;
    }
    struct value *time = map_map(map, name);
    const struct locale *locale = &visit->locale;
    int64_t now_ms = visit->job->now_ms;
    bool is_today = day_start_ms(locale, at_ms, 0) == day_start_ms(locale, now_ms, 0);
    bool is_this_year = civil_date_of(locale, at_ms).year == civil_date_of(locale, now_ms).year;
    map_text(time, "iso", time_rfc3339(mem, at_ms));
    map_text(time, "text",
             is_today       ? clock_time(mem, locale, at_ms)
             : is_this_year ? date_time_short(mem, locale, at_ms)
                            : date_time_medium(mem, locale, at_ms));
    map_text(time, "long", date_time(mem, &visit->locale, at_ms));
}

void visit_put_editions(const struct visit *visit, struct value *map, const char *name,
                        struct str selected)
{
    struct value *list = map_list(map, name);
    for (size_t i = 0; i < visit->editions_count; i++) {
        const struct edition *edition = &visit->editions[i];
        struct value *option = list_map(list);
        map_text(option, "value", edition->slug);
        map_text(option, "label", edition->name);
        map_text(option, "lang", edition->locale.lang);
        map_text(option, "dir", edition->dir);
        map_bool(option, "selected", str_eq(edition->slug, selected));
    }
}

// ── faults ────────────────────────────────────────────────────────────────────────────────────

struct str visit_sentence(const struct visit *visit, struct str english, bool *known)
{
    const struct sentences *sentences =
        newsroom_sentences(visit->newsroom, words_lang(visit->words));
    return sentence_in(&visit->job->mem, sentences, english, known);
}

bool visit_is_form_fault(const struct visit *visit)
{
    switch (visit->job->fault.kind) {
    case FAULT_BAD_INPUT:
    case FAULT_CONFLICT:
    case FAULT_TOO_BIG:
    case FAULT_UNSUPPORTED:
    case FAULT_INVALID:
    case FAULT_TOO_MANY:
        return true;
    case FAULT_NONE:
    case FAULT_UNAUTHORIZED:
    case FAULT_DENIED:
    case FAULT_NOT_FOUND:
    case FAULT_GONE:
    case FAULT_STALE:
    case FAULT_PRECONDITION:
    case FAULT_UNAVAILABLE:
    case FAULT_INTERNAL:
        break;
    }
    return false;
}

bool visit_body(struct visit *visit, struct str text, struct block **out)
{
    struct job *job = visit->job;
    if (document_parse_source(job, text, out))
        return true;
    if ((job->fault.kind != FAULT_INVALID && job->fault.kind != FAULT_TOO_BIG) ||
        job->fault.fields_count)
        return false;
    const struct fault fault = job->fault;
    job_forgive(job);
    return job_fail_field(job, "body", "%s", fault.text);
}

static void put_sentence(const struct visit *visit, struct value *map, const char *name,
                         const char *english)
{
    bool known;
    struct str text = str_copy(&visit->job->mem, str_from(english));
    while (text.len && !is_utf8_text(text)) // a text of fixed size may end inside a character
        text.len--;
    map_text(map, name, visit_sentence(visit, text, &known));
    map_bool(map, "known", known);
}

struct str visit_field_label(const struct visit *visit, const char *field)
{
    char phrase[64];
    // "text-en" is the text of one edition
    snprintf(phrase, sizeof(phrase), "fields.%.*s", (int)strcspn(field, "-"), field);
    struct str label = visit_phrase(visit, phrase);
    return label.len ? label : str_copy(&visit->job->mem, str_from(field));
}

int visit_put_fault(struct visit *visit)
{
    const struct fault fault = visit->job->fault;
    struct value *whole = map_map(visit->page, "fault");
    struct value *errors = map_list(visit->page, "errors");
    struct value *wrong = map_map(visit->page, "wrong");
    if (fault.fields_count) { // the fields say what; this says where to look
        map_text(whole, "text", visit_phrase(visit, "frame.faults.fields"));
        map_bool(whole, "known", true);
    } else {
        put_sentence(visit, whole, "text", fault.text);
    }
    for (int i = 0; i < fault.fields_count; i++) {
        struct value *error = list_map(errors);
        struct str field = str_copy(&visit->job->mem, str_from(fault.fields[i].field));
        map_text(error, "field", field);
        map_text(error, "label", visit_field_label(visit, fault.fields[i].field));
        put_sentence(visit, error, "message", fault.fields[i].message);
        map_put_str(wrong, field, error);
    }
    map_bool(visit->page, "has_errors", fault.fields_count > 0);
    job_forgive(visit->job);
    return fault_http_status(fault.kind);
}
