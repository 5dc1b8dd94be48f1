// From what is typed to what a story's fields take.
#include "newsroom/story_form.h"

#include "news/address.h"
#include "text/url.h"

enum { NAMES_MAX = 200 }; // more than news takes, so that it can say so

// ── which story is meant ──────────────────────────────────────────────────────────────────────

// "/en/news/politics/slug", wherever it has moved since.
static bool find_path(struct visit *visit, struct txn *txn, struct str path, bool *found,
                      int64_t *id)
{
    struct str slug, rest;
    struct address address = {.kind = ADDRESS_MOVED, .to = path};
    for (int hops = 0; hops < 3 && address.kind == ADDRESS_MOVED; hops++) {
        if (!str_starts(address.to, S("/")) ||
            !str_split(str_after(address.to, 1), '/', &slug, &rest))
            return true;
        const struct edition *edition = visit_edition(visit, slug);
        if (!edition)
            return true;
        if (!address_find(visit->job, txn, edition, rest, &address))
            return false;
    }
    *found = address.kind == ADDRESS_STORY;
    *id = *found ? address.id : 0;
    return true;
}

bool find_story_named(struct visit *visit, struct txn *txn, struct str named, bool *found,
                      int64_t *id)
{
    struct str first = str_trim(named), more, path, host, front = S("/newsroom/story/");
    *found = false;
    str_split(first, ' ', &first, &more);
    if (str_starts(first, S("#")))
        first = str_after(first, 1);
    if (parse_int(first, id) && *id > 0) {
        *found = true;
        return true;
    }
    ptrdiff_t at = str_find(first, S("://"));
    if (at >= 0 && str_split(str_after(first, (size_t)at + 3), '/', &host, &path))
        first = str_join(&visit->job->mem, S("/"), path);
    str_split(first, '?', &first, &more);
    str_split(first, '#', &first, &more);
    if (!url_decode(&visit->job->mem, first, &path))
        return true;
    if (str_starts(path, front)) {
        struct str number = str_after(path, front.len);
        str_split(number, '/', &number, &more);
        *found = parse_int(number, id) && *id > 0;
        return true;
    }
    return find_path(visit, txn, path, found, id);
}

static bool one_story(struct visit *visit, struct txn *txn, const char *field, struct str line,
                      int64_t *id)
{
    bool found;
    if (!find_story_named(visit, txn, line, &found, id))
        return false;
    return found || job_fail_field(visit->job, field,
                                   "there is no story \"" STR_FMT "\": give its number or address",
                                   STR_ARG(str_from_to(line, 0, 60)));
}

static bool give_related(struct visit *visit, struct txn *txn, struct str text, struct id_list *out)
{
    struct str line;
    out->items = arena_array(&visit->job->mem, int64_t, NAMES_MAX);
    while (str_cut(&text, '\n', &line) && out->count < NAMES_MAX) {
        line = str_trim(line);
        if (!line.len)
            continue;
        if (!one_story(visit, txn, "related", line, &out->items[out->count]))
            return false;
        out->count++;
    }
    return true;
}

// ── names: one a line, or with commas; one in quotes may have a comma ────────────────────────

static size_t comma_at(struct str s, size_t *width)
{
    bool quoted = false;
    struct str arabic = S("،");
    for (size_t i = 0; i < s.len; i++) {
        if (s.at[i] == '"')
            quoted = !quoted;
        bool is_arabic = str_starts(str_after(s, i), arabic);
        *width = is_arabic ? arabic.len : 1;
        if (!quoted && (s.at[i] == ',' || is_arabic))
            return i;
    }
    *width = 0;
    return s.len;
}

static struct str unquote(struct str name)
{
    name = str_trim(name);
    bool quoted = name.len >= 2 && name.at[0] == '"' && name.at[name.len - 1] == '"';
    return quoted ? str_trim(str_from_to(name, 1, name.len - 1)) : name;
}

static void give_names(struct visit *visit, struct str text, struct str_list *out)
{
    struct str line;
    out->items = arena_array(&visit->job->mem, struct str, NAMES_MAX);
    while (str_cut(&text, '\n', &line)) {
        while (line.len && out->count < NAMES_MAX) {
            size_t width, end = comma_at(line, &width);
            struct str name = unquote(str_from_to(line, 0, end));
            line = str_after(line, end + width);
            if (name.len)
                out->items[out->count++] = name;
        }
    }
}

static void give_lines(struct visit *visit, struct str text, struct str_list *out)
{
    struct str line;
    out->items = arena_array(&visit->job->mem, struct str, NAMES_MAX);
    while (str_cut(&text, '\n', &line) && out->count < NAMES_MAX) {
        if (line.len)
            out->items[out->count++] = line;
    }
}

// ── the rest ──────────────────────────────────────────────────────────────────────────────────

static bool give_body(struct visit *visit, struct str text, const struct block **out)
{
    struct block *doc;
    *out = NULL;
    if (!text.len)
        return true;
    if (!visit_body(visit, text, &doc))
        return false;
    *out = doc->children_count ? doc : NULL;
    return true;
}

static bool give_picture(struct visit *visit, struct str text, int64_t *out)
{
    *out = 0;
    return !text.len || (parse_int(text, out) && *out > 0) ||
           job_fail_field(visit->job, "picture", "is not the number of a picture");
}

static bool give_translation(struct visit *visit, struct txn *txn, struct str text, int64_t *out)
{
    *out = 0;
    return !text.len || one_story(visit, txn, "translation_of", text, out);
}

static bool give_all(struct visit *visit, struct txn *txn, const struct story_form *form,
                     struct story_fields *out)
{
    const struct str *texts = form->texts;
    *out = (struct story_fields){
        .edition = form->edition,
        .kind = texts[TEXT_KIND],
        .headline = texts[TEXT_HEADLINE],
        .kicker = texts[TEXT_KICKER],
        .standfirst = texts[TEXT_STANDFIRST],
        .place = texts[TEXT_PLACE],
        .section = texts[TEXT_SECTION],
        .source = texts[TEXT_SOURCE],
        .slug = texts[TEXT_SLUG],
    };
    give_lines(visit, texts[TEXT_REGIONS], &out->regions);
    give_lines(visit, texts[TEXT_DOSSIERS], &out->dossiers);
    give_names(visit, texts[TEXT_TOPICS], &out->topics);
    give_names(visit, texts[TEXT_AUTHORS], &out->authors);
    return give_picture(visit, texts[TEXT_PICTURE], &out->picture_id) &&
           give_related(visit, txn, texts[TEXT_RELATED], &out->related) &&
           give_translation(visit, txn, texts[TEXT_TRANSLATION_OF], &out->translation_of);
}

bool form_fields(struct visit *visit, struct txn *txn, const struct story_form *form,
                 const struct story_form *base, struct story_fields *out)
{
    const struct story_form none = {0};
    unsigned differs = form_differs(form, base ? base : &none);
    const struct block *body = NULL;
    if ((differs >> TEXT_BODY & 1) && !give_body(visit, form->texts[TEXT_BODY], &body))
        return false;
    if (!give_all(visit, txn, form, out))
        return false;
    out->body = body;
    for (enum story_text text = 0; text < STORY_TEXTS; text++) {
        if (differs >> text & 1)
            out->set |= text_rules[text].field;
    }
    return true;
}

// ── times as a form has them, in the edition's zone ───────────────────────────────────────────

// "2026-11-25T10:30"
struct str local_time(struct arena *mem, const struct edition *edition, int64_t at_ms)
{
    const struct locale plain = {.lang = S("en"), .zone = edition->locale.zone};
    struct civil_date date = civil_date_of(&plain, at_ms);
    return str_printf(mem, "%04d-%02d-%02dT" STR_FMT, date.year, date.month, date.day,
                      STR_ARG(clock_time(mem, &plain, at_ms)));
}

// A zone's clock stands at most 14 hours from UTC's, and changes seldom: one of the offsets around
// it is right, or there is no such time.
bool parse_local_time(struct visit *visit, const struct edition *edition, struct str given,
                      int64_t *out_ms)
{
    struct arena *mem = &visit->job->mem;
    const int64_t day_ms = INT64_C(86400000);
    int64_t as_utc, around[] = {-day_ms, day_ms};
    struct str minutes = str_from_to(given, 0, 16);
    if (minutes.len != 16 || minutes.at[10] != 'T' ||
        !parse_time(str_join(mem, minutes, S(":00Z")), &as_utc))
        return job_fail_field(visit->job, "at", "is no time such as 2026-11-25T10:30");
    for (size_t i = 0; i < ARRAY_LEN(around); i++) {
        int64_t shown, near = as_utc + around[i];
        struct str text = str_join(mem, local_time(mem, edition, near), S(":00Z"));
        if (!parse_time(text, &shown))
            continue;
        int64_t at_ms = as_utc - (shown - near);
        if (str_eq(local_time(mem, edition, at_ms), minutes)) {
            *out_ms = at_ms;
            return true;
        }
    }
    return job_fail_field(visit->job, "at",
                          "there is no such time on that day: the clocks go forward in " STR_FMT,
                          STR_ARG(edition->locale.zone));
}
