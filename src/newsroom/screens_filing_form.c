// The form of a filing: whatever its kind has.
#include "newsroom/screens_filing.h"

static const char *const hues[] = {"news",    "world",      "politics",    "economy",
                                   "culture", "sport",      "science",     "opinion",
                                   "health",  "technology", "environment", "misc"};
static const char *const topic_kinds[] = {"person", "place", "organisation", "event"};

// ── what is typed ─────────────────────────────────────────────────────────────────────────────

// One name a line.
static void read_names(const struct visit *visit, struct filing *f)
{
    struct str rest = form_text(&visit->form, "names"), line;
    size_t room = 0;
    while (str_cut(&rest, '\n', &line)) {
        if (str_trim(line).len)
            *list_add(&visit->job->mem, &f->names, &f->names_count, &room) = str_trim(line);
    }
}

// An id, or nothing; what is no id is a wrong field, not nothing.
static bool read_id(struct visit *visit, const char *name, int64_t *out)
{
    struct str given = str_trim(form_text(&visit->form, name));
    *out = 0;
    return !given.len || (parse_int(given, out) && *out > 0) ||
           job_fail_field(visit->job, name, "is not a number of a %s", name);
}

static bool read_form(struct visit *visit, const struct filing_screen *screen, struct filing *f)
{
    const struct form *form = &visit->form;
    f->kind = screen->kind;
    f->name = form_text(form, screen->name_field);
    f->slug = str_trim(form_text(form, "slug"));
    if (screen->has & FILING_HAS_TEXT)
        f->text = form_text(form, "text");
    if (screen->has & FILING_HAS_NOTE)
        f->note = form_text(form, screen->note_field);
    f->hidden = form_text(form, "hidden").len > 0;
    f->names = NULL;
    f->names_count = 0;
    read_names(visit, f);
    bool ok = true;
    if (screen->has & FILING_HAS_PARENT)
        ok = read_id(visit, "parent", &f->parent_id);
    if (screen->has & FILING_HAS_PICTURE)
        ok = read_id(visit, "picture", &f->picture_id) && ok;
    return ok;
}

// ── what is shown ─────────────────────────────────────────────────────────────────────────────

static void put_choices(const struct visit *visit, struct value *field, const char *phrases,
                        const char *const *words, size_t count, struct str chosen)
{
    for (size_t i = 0; i < count; i++) {
        char phrase[64];
        snprintf(phrase, sizeof(phrase), "%s.%s", phrases, words[i]);
        put_option(field, str_from(words[i]), visit_phrase(visit, phrase),
                   str_is(chosen, words[i]));
    }
}

static void put_note_field(const struct visit *visit, struct value *form, struct value *fields,
                           const struct filing_screen *screen, const struct filing *f,
                           const struct edition *edition)
{
    bool choice = screen->kind == FILING_SECTION || screen->kind == FILING_TOPIC;
    struct value *field =
        put_field(visit, form,
                  &(struct field){.name = screen->note_field,
                                  .label = screen->kind == FILING_TOPIC ? "filing.kind" : NULL,
                                  .kind = choice ? FIELD_SELECT : FIELD_LINE,
                                  .value = f->note,
                                  .type = screen->kind == FILING_SOURCE ? "url" : NULL,
                                  .optional = !choice,
                                  .lang = edition && !choice ? edition->locale.lang : STR_NONE,
                                  .dir = screen->kind == FILING_SOURCE ? S("ltr") : STR_NONE});
    if (screen->kind == FILING_SECTION)
        put_choices(visit, field, "filing.hues", hues, ARRAY_LEN(hues), f->note);
    if (screen->kind == FILING_TOPIC) {
        put_option(field, S(""), visit_phrase(visit, "filing.kinds.none"), !f->note.len);
        put_choices(visit, field, "filing.kinds", topic_kinds, ARRAY_LEN(topic_kinds), f->note);
    }
    list_put(fields, field);
}

static bool put_parent_field(const struct visit *visit, struct txn *txn, struct value *form,
                             struct value *fields, const struct filing *f)
{
    struct filing *items;
    size_t count;
    struct value *field = put_field(
        visit, form,
        &(struct field){.name = "parent", .label = "filing.parent", .kind = FIELD_SELECT});
    if (!filing_list(visit->job, txn, FILING_SECTION, f->edition_id, 0, 0, &items, &count))
        return false;
    put_option(field, S(""), visit_phrase(visit, "filing.no_parent"), !f->parent_id);
    for (size_t i = 0; i < count; i++) {
        if (items[i].parent_id || items[i].id == f->id)
            continue;
        put_option_of(field, str_printf(&visit->job->mem, "%lld", (long long)items[i].id),
                      items[i].name, visit_edition_of(visit, f->edition_id)->locale.lang,
                      items[i].id == f->parent_id);
    }
    list_put(fields, field);
    return true;
}

static struct str names_text(const struct visit *visit, const struct filing *f)
{
    struct buf b;
    buf_start(&b, &visit->job->mem, SMALL_FORM_MAX);
    for (size_t i = 0; i < f->names_count; i++) {
        buf_add(&b, f->names[i]);
        buf_add_char(&b, '\n');
    }
    return buf_str(&b);
}

static void put_picture_field(const struct visit *visit, struct value *form, struct str typed)
{
    map_bool(visit->page, "picture", true);
    put_field(visit, form,
              &(struct field){.name = "picture",
                              .value = typed,
                              .inputmode = "numeric",
                              .hint = "filing.hints.picture",
                              .optional = true,
                              .dir = S("ltr")});
}

static void put_name_fields(const struct visit *visit, struct value *form, struct value *fields,
                            const struct filing_screen *screen, const struct filing *f,
                            const struct edition *edition)
{
    struct str lang = edition ? edition->locale.lang : STR_NONE;
    struct str dir = edition ? edition->dir : STR_NONE;
    list_put(fields, put_field(visit, form,
                               &(struct field){.name = screen->name_field,
                                               .value = f->name,
                                               .required = true,
                                               .length_max = 120,
                                               .lang = lang,
                                               .dir = dir}));
    list_put(fields, put_field(visit, form,
                               &(struct field){.name = "slug",
                                               .value = f->slug,
                                               .hint = f->id ? "filing.hints.slug"
                                                             : "filing.hints.new_slug",
                                               .optional = !f->id}));
    if (screen->has & FILING_HAS_NAMES)
        list_put(fields, put_field(visit, form,
                                   &(struct field){.name = "names",
                                                   .label = "filing.names",
                                                   .kind = FIELD_AREA,
                                                   .value = names_text(visit, f),
                                                   .hint = "filing.hints.names",
                                                   .optional = true,
                                                   .lang = lang,
                                                   .dir = dir}));
    if (screen->has & FILING_HAS_NOTE)
        put_note_field(visit, form, fields, screen, f, edition);
    if (screen->has & FILING_HAS_TEXT)
        list_put(fields, put_field(visit, form,
                                   &(struct field){.name = "text",
                                                   .kind = FIELD_AREA,
                                                   .value = f->text,
                                                   .hint = screen->text_hint,
                                                   .rows = 6,
                                                   .optional = true,
                                                   .lang = lang,
                                                   .dir = dir}));
}

static bool put_form(struct visit *visit, struct txn *txn, const struct filing_screen *screen,
                     const struct filing *f)
{
    const struct edition *edition = visit_edition_of(visit, f->edition_id);
    struct value *form = map_map(visit->page, "form"), *fields = map_list(visit->page, "fields");
    put_name_fields(visit, form, fields, screen, f, edition);
    if ((screen->has & FILING_HAS_PARENT) && !put_parent_field(visit, txn, form, fields, f))
        return false;
    if (screen->has & FILING_HAS_HIDDEN)
        list_put(fields, put_field(visit, form,
                                   &(struct field){.name = "hidden",
                                                   .label = "filing.hidden",
                                                   .kind = FIELD_CHECK,
                                                   .hint = "filing.hints.hidden",
                                                   .on = f->hidden}));
    map_bool(visit->page, "picture", false);
    struct str typed = form_text(&visit->form, "picture");
    if (f->picture_id)
        typed = str_printf(&visit->job->mem, "%lld", (long long)f->picture_id);
    if (screen->has & FILING_HAS_PICTURE)
        put_picture_field(visit, form, typed);
    return true;
}

static bool show_form(struct visit *visit, struct txn *txn, int status, const struct filing *f,
                      struct str title)
{
    const struct filing_screen *screen = filing_screen_of(visit);
    struct value *page = visit->page;
    if (!put_form(visit, txn, screen, f))
        return false;
    struct value *it = map_map(page, "it");
    put_filing(visit, it, f);
    map_text(page, "edition", f->edition);
    map_text(page, "back", filing_list_address(visit, screen, f->edition));
    char phrase[64];
    snprintf(phrase, sizeof(phrase), "filing.%s.title", screen->word);
    map_text(page, "back_label", visit_phrase(visit, phrase));
    map_text(page, "end_url", f->id ? filing_address(visit, screen, f->id, "end") : STR_NONE);
    map_text(page, "merge_url",
             f->id && screen->kind == FILING_TOPIC ? filing_address(visit, screen, f->id, "merge")
                                                   : STR_NONE);
    if (!f->id) {
        map_text(page, "base", STR_NONE);
        map_bool(page, "has_theirs", false);
    } else if (!put_filing_stories(visit, txn, it, f))
        return false;
    return visit_show(visit, status, title, "filing");
}

// ── what was there when the form was begun ────────────────────────────────────────────────────

enum { PARTS = 8 };

static void parts_of(const struct visit *visit, const struct filing *f, struct str parts[PARTS])
{
    struct arena *mem = &visit->job->mem;
    const struct str all[PARTS] = {f->name,
                                   f->slug,
                                   f->note,
                                   f->text,
                                   names_text(visit, f),
                                   str_printf(mem, "%lld", (long long)f->parent_id),
                                   str_printf(mem, "%lld", (long long)f->picture_id),
                                   f->hidden ? S("1") : S("")};
    memcpy(parts, all, sizeof(all));
}

static const char *const part_labels[PARTS] = {"fields.name",    "fields.slug",  "fields.note",
                                               "fields.text",    "filing.names", "filing.parent",
                                               "fields.picture", "filing.hidden"};

// ── making ────────────────────────────────────────────────────────────────────────────────────

static bool find_edition(struct visit *visit, struct str slug, struct filing *f)
{
    const struct edition *edition;
    if (!filing_screen_of(visit)->of_edition)
        return true;
    if (!visit_edition_named(visit, slug, &edition))
        return false;
    f->edition_id = edition->id;
    f->edition = edition->slug;
    return true;
}

static bool show_new(struct visit *visit, int status, const struct filing *f)
{
    char phrase[64];
    snprintf(phrase, sizeof(phrase), "filing.%s.new", filing_screen_of(visit)->word);
    AUTO_TXN txn = read_begin(visit->job, visit->newsroom->options.store, NULL);
    return txn.open && show_form(visit, &txn, status, f, visit_phrase(visit, phrase));
}

bool filing_show_new(struct visit *visit)
{
    struct filing f = {.kind = filing_screen_of(visit)->kind};
    struct str slug = http_query(visit->request, "edition", NULL);
    if (!slug.len && visit->editions_count)
        slug = visit->editions[0].slug;
    return find_edition(visit, slug, &f) && show_new(visit, 200, &f);
}

static bool make(struct visit *visit, const struct filing_screen *screen, struct filing *f,
                 int64_t *id)
{
    if (!read_form(visit, screen, f))
        return false;
    unsigned given = screen->has & ~(f->slug.len ? 0u : (unsigned)FILING_HAS_SLUG);
    AUTO_TXN txn = write_begin(visit->job, visit->newsroom->options.store);
    return txn.open && filing_make(visit->job, &txn, &visit->actor, f, given, id) &&
           txn_commit(visit->job, &txn);
}

bool filing_make_one(struct visit *visit)
{
    const struct filing_screen *screen = filing_screen_of(visit);
    struct filing f = {.kind = screen->kind};
    int64_t id;
    if (!find_edition(visit, form_text(&visit->form, "edition"), &f))
        return false;
    if (make(visit, screen, &f, &id))
        return visit_go(visit, filing_address(visit, screen, id, ""), "made");
    return visit_is_form_fault(visit) && show_new(visit, visit_put_fault(visit), &f);
}

// ── changing ──────────────────────────────────────────────────────────────────────────────────

// `typed`: shown instead of what is stored; NULL: that.
static bool show_one(struct visit *visit, int status, const struct filing *typed)
{
    struct filing f;
    AUTO_TXN txn = read_begin(visit->job, visit->newsroom->options.store, NULL);
    if (!txn.open || !filing_of_visit(visit, &txn, &f))
        return false;
    struct str name = f.name;
    struct filing shown = f;
    struct str now[PARTS], mine[PARTS];
    parts_of(visit, &f, now);
    if (typed)
        parts_of(visit, typed, mine);
    put_theirs(visit, part_labels, now, typed ? mine : NULL, PARTS);
    if (typed) {
        shown = *typed;
        shown.id = f.id;
        shown.edition_id = f.edition_id;
        shown.edition = f.edition;
        shown.path = f.path;
    }
    return show_form(visit, &txn, status, &shown, name);
}

bool filing_show_one(struct visit *visit)
{
    return show_one(visit, 200, NULL);
}

static bool change(struct visit *visit, const struct filing_screen *screen, struct filing *typed)
{
    struct filing before;
    struct str now[PARTS];
    if (!read_form(visit, screen, typed))
        return false;
    AUTO_TXN txn = write_begin(visit->job, visit->newsroom->options.store);
    if (!txn.open || !filing_of_visit(visit, &txn, &before))
        return false;
    parts_of(visit, &before, now);
    return check_base(visit, now, PARTS) &&
           filing_change(visit->job, &txn, &visit->actor, screen->kind, before.id, typed,
                         screen->has) &&
           txn_commit(visit->job, &txn);
}

bool filing_change_one(struct visit *visit)
{
    const struct filing_screen *screen = filing_screen_of(visit);
    struct filing typed = {.kind = screen->kind};
    int64_t id;
    if (!visit_id(visit, filing_word(screen->kind), &id))
        return false;
    if (change(visit, screen, &typed))
        return visit_go(visit, filing_address(visit, screen, id, ""), "saved");
    return visit_is_form_fault(visit) && show_one(visit, visit_put_fault(visit), &typed);
}
