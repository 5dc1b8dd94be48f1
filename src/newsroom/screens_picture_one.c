// One picture: its words, its licence, the point all cuts are made around, and what shows it.
#include "newsroom/screens_picture.h"
#include "newsroom/story_form.h"

enum { WHOLE_WIDTH = 720, CUT_WIDTH = 360 };

// What was typed, as it was typed: shown again when it is refused.
struct typed {
    struct str alt, caption, credit, licence, expires, focal_x, focal_y;
};

static struct str number_of(const struct visit *visit, int64_t n)
{
    return str_printf(&visit->job->mem, "%lld", (long long)n);
}

// ── the licence's end: a day in the zone of one's edition ─────────────────────────────────────

static struct str day_of(const struct visit *visit, int64_t at_ms)
{
    if (!at_ms)
        return STR_NONE;
    struct civil_date date = civil_date_of(&visit->locale, at_ms);
    return str_printf(&visit->job->mem, "%04d-%02d-%02d", date.year, date.month, date.day);
}

// A day that was not touched is not given again: it may have passed.
static bool read_expires(struct visit *visit, struct str typed, const struct picture *before,
                         struct picture *picture, unsigned *given)
{
    if (str_eq(typed, day_of(visit, before->expires_ms)))
        return true;
    picture->expires_ms = 0;
    *given |= PICTURE_HAS_EXPIRES;
    return !typed.len || visit_day(visit, typed, &picture->expires_ms) ||
           job_fail_field(visit->job, "expires_at", "is no day: year-month-day");
}

// ── what is typed ─────────────────────────────────────────────────────────────────────────────

static struct typed read_typed(const struct visit *visit)
{
    const struct form *form = &visit->form;
    return (struct typed){.alt = form_text(form, "alt"),
                          .caption = form_text(form, "caption"),
                          .credit = form_text(form, "credit"),
                          .licence = form_text(form, "licence"),
                          .expires = str_trim(form_text(form, "expires_at")),
                          .focal_x = str_trim(form_text(form, "focal_x")),
                          .focal_y = str_trim(form_text(form, "focal_y"))};
}

static struct typed typed_of(const struct visit *visit, const struct picture *picture)
{
    return (struct typed){.alt = picture->alt,
                          .caption = picture->caption,
                          .credit = picture->credit,
                          .licence = picture->licence,
                          .expires = day_of(visit, picture->expires_ms),
                          .focal_x = number_of(visit, picture->focal_x),
                          .focal_y = number_of(visit, picture->focal_y)};
}

enum { PARTS = 8 };
static const char *const part_labels[PARTS] = {
    "fields.alt",        "fields.caption",  "fields.credit",   "fields.licence",
    "fields.expires_at", "picture.focal_x", "picture.focal_y", "picture.own_words"};

// `words`: of the editions that have their own.
static void parts_of(const struct typed *typed, struct str words, struct str parts[PARTS])
{
    const struct str all[PARTS] = {typed->alt,     typed->caption, typed->credit,  typed->licence,
                                   typed->expires, typed->focal_x, typed->focal_y, words};
    memcpy(parts, all, sizeof(all));
}

static bool read_focus(struct visit *visit, const char *field, struct str typed, int *out)
{
    int64_t n;
    if (!parse_int(typed, &n) || n < 0 || n > 100)
        return job_fail_field(visit->job, field, "must be a whole number from 0 to 100, per cent");
    *out = (int)n;
    return true;
}

static bool read_picture(struct visit *visit, const struct typed *typed,
                         const struct picture *before, struct picture *picture, unsigned *given)
{
    picture->alt = typed->alt;
    picture->caption = typed->caption;
    picture->credit = typed->credit;
    picture->licence = typed->licence;
    *given = PICTURE_HAS_ALT | PICTURE_HAS_CAPTION | PICTURE_HAS_CREDIT | PICTURE_HAS_LICENCE |
             PICTURE_HAS_FOCUS;
    bool ok = read_expires(visit, typed->expires, before, picture, given);
    ok = read_focus(visit, "focal_x", typed->focal_x, &picture->focal_x) && ok;
    ok = read_focus(visit, "focal_y", typed->focal_y, &picture->focal_y) && ok;
    return ok;
}

// ── words of editions ─────────────────────────────────────────────────────────────────────────

static const char *field_of(const struct visit *visit, const char *word, struct str edition)
{
    return str_c(&visit->job->mem,
                 str_printf(&visit->job->mem, "%s_" STR_FMT, word, STR_ARG(edition)));
}

// Those of all editions, as stored or as typed.
static bool words_text(struct visit *visit, struct txn *txn, int64_t id, bool is_typed,
                       struct str *out)
{
    struct buf b;
    buf_start(&b, &visit->job->mem, FORM_BYTES_MAX);
    for (size_t i = 0; i < visit->editions_count; i++) {
        struct str slug = visit->editions[i].slug;
        struct picture_words words;
        if (!picture_words_get(visit->job, txn, id, visit->editions[i].id, &words))
            return false;
        if (is_typed) {
            form_find(&visit->form, field_of(visit, "alt", slug), &words.alt);
            form_find(&visit->form, field_of(visit, "caption", slug), &words.caption);
        }
        if (words.alt.len || words.caption.len)
            buf_printf(&b, "%s" STR_FMT ": " STR_FMT " / " STR_FMT, b.len ? " · " : "",
                       STR_ARG(slug), STR_ARG(words.alt), STR_ARG(words.caption));
    }
    return buf_done(visit->job, &b, out);
}

static bool put_edition_words(struct visit *visit, struct txn *txn, int64_t id, struct value *list,
                              const struct edition *edition)
{
    struct picture_words words;
    struct value *group = list_map(list);
    const char *alt = field_of(visit, "alt", edition->slug);
    const char *caption = field_of(visit, "caption", edition->slug);
    if (!picture_words_get(visit->job, txn, id, edition->id, &words))
        return false;
    form_find(&visit->form, alt, &words.alt);
    form_find(&visit->form, caption, &words.caption);
    map_text(group, "name", edition->name);
    map_text(group, "lang", edition->locale.lang);
    struct value *fields = map_list(group, "fields"), *form = value_map(&visit->job->mem);
    list_put(fields, put_field(visit, form,
                               &(struct field){.name = alt,
                                               .label = "fields.alt",
                                               .value = words.alt,
                                               .lang = edition->locale.lang,
                                               .dir = edition->dir}));
    list_put(fields, put_field(visit, form,
                               &(struct field){.name = caption,
                                               .label = "fields.caption",
                                               .value = words.caption,
                                               .lang = edition->locale.lang,
                                               .dir = edition->dir}));
    return true;
}

// Only what differs from what it has is an edition's own.
static bool translate(struct visit *visit, struct txn *txn, int64_t id,
                      const struct edition *edition)
{
    struct picture_words words;
    if (!picture_words_get(visit->job, txn, id, edition->id, &words))
        return false;
    struct str alt = words.alt, caption = words.caption;
    form_find(&visit->form, field_of(visit, "alt", edition->slug), &alt);
    form_find(&visit->form, field_of(visit, "caption", edition->slug), &caption);
    if (str_eq(words.alt, alt) && str_eq(words.caption, caption))
        return true;
    return picture_translate(visit->job, txn, &visit->actor, id, edition->id, alt, caption);
}

// ── what is shown ─────────────────────────────────────────────────────────────────────────────

static void put_cuts(const struct visit *visit, const struct picture *picture)
{
    static const struct {
        enum media_shape shape;
        const char *word;
    } cuts[] = {{MEDIA_16X9, "16:9"},
                {MEDIA_5X4, "5:4"},
                {MEDIA_4X3, "4:3"},
                {MEDIA_3X2, "3:2"},
                {MEDIA_1X1, "1:1"}};
    struct value *list = map_list(visit->page, "cuts");
    for (size_t i = 0; i < ARRAY_LEN(cuts); i++) {
        struct value *cut = list_map(list);
        map_text(cut, "ratio", str_from(cuts[i].word));
        put_rendition(visit, cut, picture, cuts[i].shape, CUT_WIDTH);
    }
    put_rendition(visit, map_map(visit->page, "whole"), picture, MEDIA_WHOLE, WHOLE_WIDTH);
}

static void put_words_form(const struct visit *visit, struct value *form, const struct typed *typed)
{
    put_field(visit, form,
              &(struct field){.name = "alt",
                              .kind = FIELD_AREA,
                              .rows = 2,
                              .value = typed->alt,
                              .hint = "picture.hints.alt",
                              .length_max = 1000});
    put_field(visit, form,
              &(struct field){.name = "caption",
                              .kind = FIELD_AREA,
                              .rows = 2,
                              .value = typed->caption,
                              .optional = true,
                              .length_max = 1000});
    put_field(visit, form,
              &(struct field){.name = "credit",
                              .value = typed->credit,
                              .hint = "picture.hints.credit",
                              .length_max = 300});
    put_field(visit, form,
              &(struct field){
                  .name = "licence", .value = typed->licence, .optional = true, .length_max = 300});
    put_field(visit, form,
              &(struct field){.name = "expires_at",
                              .type = "date",
                              .value = typed->expires,
                              .hint = "picture.hints.expires",
                              .optional = true,
                              .dir = S("ltr")});
}

static void put_focus_form(const struct visit *visit, struct value *form, const struct typed *typed)
{
    put_field(visit, form,
              &(struct field){.name = "focal_x",
                              .label = "picture.focal_x",
                              .inputmode = "numeric",
                              .value = typed->focal_x,
                              .required = true,
                              .dir = S("ltr")});
    put_field(visit, form,
              &(struct field){.name = "focal_y",
                              .label = "picture.focal_y",
                              .inputmode = "numeric",
                              .value = typed->focal_y,
                              .required = true,
                              .dir = S("ltr")});
}

static void put_use(const struct visit *visit, struct value *list,
                    const struct picture_showing *showing)
{
    static const struct {
        const char *word, *area;
    } areas[] = {{"story", "story"}, {"person", "people"}, {"dossier", "dossiers"}};
    const struct edition *edition = visit_edition(visit, showing->edition);
    struct value *use = list_map(list);
    for (size_t i = 0; i < ARRAY_LEN(areas); i++) {
        if (strcmp(showing->word, areas[i].word) == 0)
            map_text(use, "url",
                     str_printf(&visit->job->mem, "/newsroom/%s/%lld/", areas[i].area,
                                (long long)showing->id));
    }
    map_text(use, "name", showing->name.len ? showing->name : number_of(visit, showing->id));
    map_text(use, "lang", edition ? edition->locale.lang : STR_NONE);
    map_bool(use, "has_state", showing->status.len > 0);
    put_state(visit, use, showing->status);
}

// Texts are read through only when somebody asks: ?texts=1.
static bool put_uses(struct visit *visit, struct txn *txn, int64_t id)
{
    struct value *list = map_list(visit->page, "uses");
    struct picture_showing *showings;
    size_t count;
    bool texts = http_query(visit->request, "texts", NULL).len > 0;
    map_bool(visit->page, "texts", texts);
    map_text(visit->page, "texts_url",
             str_printf(&visit->job->mem, "/newsroom/pictures/%lld/?texts=1", (long long)id));
    if (!(texts ? picture_uses_in_texts(visit->job, txn, id, &showings, &count)
                : picture_uses(visit->job, txn, id, &showings, &count)))
        return false;
    for (size_t i = 0; i < count; i++)
        put_use(visit, list, &showings[i]);
    return true;
}

static bool put_all_words(struct visit *visit, struct txn *txn, int64_t id)
{
    struct value *list = map_list(visit->page, "editions");
    for (size_t i = 0; i < visit->editions_count; i++) {
        if (!put_edition_words(visit, txn, id, list, &visit->editions[i]))
            return false;
    }
    return true;
}

static void put_facts(const struct visit *visit, const struct picture *picture)
{
    struct value *it = map_map(visit->page, "it");
    int64_t story = picture_for_story(visit);
    put_picture_row(visit, it, picture);
    map_int(it, "focal_x", picture->focal_x);
    map_int(it, "focal_y", picture->focal_y);
    map_int(it, "across", picture->width);
    map_int(it, "down", picture->height);
    map_text(it, "type", picture->media_type);
    map_text(visit->page, "for", story ? number_of(visit, story) : STR_NONE);
}

// `typed`: NULL: what is stored.
static bool show_one(struct visit *visit, int status, const struct typed *typed)
{
    struct picture picture;
    int64_t id;
    bool may;
    AUTO_TXN txn = read_begin(visit->job, visit->newsroom->options.store, NULL);
    if (!txn.open || !visit_id(visit, "picture", &id) ||
        !picture_get(visit->job, &txn, id, 0, &picture) ||
        !picture_may_change(visit->job, &txn, &visit->actor, id, &may) ||
        !put_all_words(visit, &txn, id) || !put_uses(visit, &txn, id))
        return false;
    struct typed stored = typed_of(visit, &picture);
    struct str now[PARTS], mine[PARTS], words, my_words;
    if (!words_text(visit, &txn, id, false, &words) ||
        !words_text(visit, &txn, id, true, &my_words))
        return false;
    parts_of(&stored, words, now);
    if (typed)
        parts_of(typed, my_words, mine);
    put_theirs(visit, part_labels, now, typed ? mine : NULL, PARTS);
    struct value *form = map_map(visit->page, "form");
    put_words_form(visit, form, typed ? typed : &stored);
    put_focus_form(visit, form, typed ? typed : &stored);
    put_facts(visit, &picture);
    put_cuts(visit, &picture);
    map_bool(visit->page, "may_change", may);
    return visit_show(visit, status,
                      words_with(&visit->job->mem, visit->words, "picture.number", "n",
                                 number_text(&visit->job->mem, &visit->locale, id)),
                      "picture");
}

bool picture_show_one(struct visit *visit)
{
    return show_one(visit, 200, NULL);
}

// ── changing ──────────────────────────────────────────────────────────────────────────────────

static bool change(struct visit *visit, int64_t id, const struct typed *typed)
{
    struct picture before, picture;
    unsigned given;
    AUTO_TXN txn = write_begin(visit->job, visit->newsroom->options.store);
    if (!txn.open || !picture_get(visit->job, &txn, id, 0, &before))
        return false;
    picture = before;
    struct typed stored = typed_of(visit, &before);
    struct str now[PARTS], words;
    if (!words_text(visit, &txn, id, false, &words))
        return false;
    parts_of(&stored, words, now);
    if (!check_base(visit, now, PARTS) || !read_picture(visit, typed, &before, &picture, &given) ||
        !picture_change(visit->job, &txn, &visit->actor, id, &picture, given))
        return false;
    for (size_t i = 0; i < visit->editions_count; i++) {
        if (!translate(visit, &txn, id, &visit->editions[i]))
            return false;
    }
    return txn_commit(visit->job, &txn);
}

bool picture_change_one(struct visit *visit)
{
    struct typed typed = read_typed(visit);
    int64_t id;
    if (!visit_id(visit, "picture", &id))
        return false;
    if (change(visit, id, &typed)) {
        int64_t story = picture_for_story(visit);
        if (story && str_is(form_text(&visit->form, "then"), "use"))
            return story_take_picture(visit, story);
        return visit_go(visit, picture_address(visit, id, story), "saved");
    }
    return visit_is_form_fault(visit) && show_one(visit, visit_put_fault(visit), &typed);
}
