// Editions: what the newsroom says of one: its masthead, its clock, its addresses elsewhere.
#include "newsroom/screens_site.h"

enum { LINKS_MORE = 2, LINKS_MAX = 12 }; // LINKS_MORE: empty ones below those that are there

static struct str edition_address(const struct visit *visit, const struct edition *edition)
{
    return str_printf(&visit->job->mem, "/newsroom/editions/" STR_FMT "/", STR_ARG(edition->slug));
}

bool edition_show_list(struct visit *visit)
{
    struct value *rows = map_list(visit->page, "rows");
    for (size_t i = 0; i < visit->editions_count; i++) {
        const struct edition *edition = &visit->editions[i];
        struct value *row = list_map(rows);
        map_text(row, "url", edition_address(visit, edition));
        map_text(row, "name", edition->name);
        map_text(row, "lang", edition->locale.lang);
        map_text(row, "masthead", edition->title);
        map_text(row, "zone", edition->locale.zone);
        map_text(row, "site",
                 str_printf(&visit->job->mem, "/" STR_FMT "/", STR_ARG(edition->slug)));
    }
    return visit_show(visit, 200, visit_phrase(visit, "site.editions.title"), "edition_list");
}

// ── the form ──────────────────────────────────────────────────────────────────────────────────

static bool find(struct visit *visit, const struct edition **out)
{
    return visit_edition_named(visit, http_param(visit->request, "slug"), out);
}

// A row that has neither a name nor an address is none. The others keep their places, so that a
// fault's number is the row's.
static void read_links(const struct visit *visit, struct edition_fields *fields)
{
    struct str name, url;
    size_t at_name = 0, at_url = 0;
    fields->social = arena_array(&visit->job->mem, struct social_link, LINKS_MAX + 1);
    while (fields->social_count < LINKS_MAX &&
           form_next(&visit->form, "social_name", &at_name, &name) &&
           form_next(&visit->form, "social_url", &at_url, &url)) {
        if (str_trim(name).len || str_trim(url).len)
            fields->social[fields->social_count++] = (struct social_link){name, str_trim(url)};
    }
}

static struct edition_fields read_form(const struct visit *visit)
{
    const struct form *form = &visit->form;
    struct edition_fields fields = {.given = EDITION_HAS_TITLE | EDITION_HAS_SLOGAN |
                                             EDITION_HAS_ZONE | EDITION_HAS_DIGITS |
                                             EDITION_HAS_SOCIAL,
                                    .title = form_text(form, "title"),
                                    .slogan = form_text(form, "slogan"),
                                    .zone = str_trim(form_text(form, "zone")),
                                    .arabic_digits = form_text(form, "digits").len > 0};
    read_links(visit, &fields);
    return fields;
}

// As it is stored now: the visit's own may be older than the write that follows.
static bool load(struct visit *visit, struct txn *txn, int64_t id, struct edition *edition,
                 struct edition_fields *out)
{
    if (!edition_get(visit->job, txn, id, edition))
        return false;
    *out = (struct edition_fields){.title = edition->title,
                                   .slogan = edition->slogan,
                                   .zone = edition->locale.zone,
                                   .arabic_digits = edition->locale.arabic_digits};
    return edition_social(visit->job, txn, edition, &out->social, &out->social_count);
}

// ── what was there when the form was begun ────────────────────────────────────────────────────

enum { PARTS = 5 };

static const char *const part_labels[PARTS] = {"site.editions.masthead", "fields.slogan",
                                               "fields.zone", "fields.digits",
                                               "site.editions.social"};

static struct str links_text(const struct visit *visit, const struct edition_fields *fields)
{
    struct buf b;
    buf_start(&b, &visit->job->mem, SMALL_FORM_MAX);
    for (size_t i = 0; i < fields->social_count; i++)
        buf_printf(&b, "%s" STR_FMT " " STR_FMT, i ? " · " : "", STR_ARG(fields->social[i].name),
                   STR_ARG(fields->social[i].url));
    return buf_str(&b);
}

static void parts_of(const struct visit *visit, const struct edition_fields *fields,
                     struct str parts[PARTS])
{
    const struct str all[PARTS] = {
        fields->title, fields->slogan, fields->zone,
        visit_phrase(visit, fields->arabic_digits ? "staff.yes" : "staff.no"),
        links_text(visit, fields)};
    memcpy(parts, all, sizeof(all));
}

// ── what is shown ─────────────────────────────────────────────────────────────────────────────

static struct value *put_link_field(const struct visit *visit, struct value *row, size_t i,
                                    const char *which, struct str value,
                                    const struct edition *edition)
{
    struct arena *mem = &visit->job->mem;
    bool is_url = strcmp(which, "url") == 0;
    struct value *field = put_field(
        visit, row,
        &(struct field){.name = str_c(mem, str_printf(mem, "social[%zu].%s", i, which)),
                        .label = is_url ? "site.editions.link_url" : "site.editions.link_name",
                        .value = value,
                        .type = is_url ? "url" : NULL,
                        .lang = is_url ? STR_NONE : edition->locale.lang,
                        .dir = is_url ? S("ltr") : edition->dir});
    map_text(field, "name", is_url ? S("social_url") : S("social_name"));
    return field;
}

static void put_links(struct visit *visit, const struct edition *edition,
                      const struct edition_fields *fields)
{
    struct value *links = map_list(visit->page, "links");
    for (size_t i = 0; i < fields->social_count + LINKS_MORE && i < LINKS_MAX; i++) {
        bool is = i < fields->social_count;
        struct value *row = list_map(links), *form = value_map(&visit->job->mem);
        map_put(row, "name_field",
                put_link_field(visit, form, i, "name", is ? fields->social[i].name : STR_NONE,
                               edition));
        map_put(
            row, "url_field",
            put_link_field(visit, form, i, "url", is ? fields->social[i].url : STR_NONE, edition));
    }
}

static void put_form(struct visit *visit, const struct edition *edition,
                     const struct edition_fields *fields)
{
    struct value *form = map_map(visit->page, "form");
    put_field(visit, form,
              &(struct field){.name = "title",
                              .label = "site.editions.masthead",
                              .value = fields->title,
                              .required = true,
                              .lang = edition->locale.lang,
                              .dir = edition->dir});
    put_field(visit, form,
              &(struct field){.name = "slogan",
                              .value = fields->slogan,
                              .optional = true,
                              .lang = edition->locale.lang,
                              .dir = edition->dir});
    put_field(visit, form,
              &(struct field){.name = "digits",
                              .kind = FIELD_CHECK,
                              .hint = "site.editions.digits_hint",
                              .on = fields->arabic_digits});
    struct value *zone = put_field(visit, form,
                                   &(struct field){.name = "zone",
                                                   .value = fields->zone,
                                                   .hint = "site.editions.zone_hint",
                                                   .required = true,
                                                   .dir = S("ltr")});
    map_bool(zone, "list", true);
    map_bool(visit->page, "has_digits",
             str_is(edition->locale.lang, "ar") || edition->locale.arabic_digits);
    put_links(visit, edition, fields);
}

// `typed`: NULL: what is stored.
static bool show(struct visit *visit, int status, const struct edition *of,
                 const struct edition_fields *typed)
{
    struct edition edition;
    struct edition_fields stored;
    struct str now[PARTS], mine[PARTS];
    AUTO_TXN txn = read_begin(visit->job, visit->newsroom->options.store, NULL);
    if (!txn.open || !load(visit, &txn, of->id, &edition, &stored))
        return false;
    parts_of(visit, &stored, now);
    if (typed)
        parts_of(visit, typed, mine);
    put_theirs(visit, part_labels, now, typed ? mine : NULL, PARTS);
    put_form(visit, &edition, typed ? typed : &stored);
    map_text(visit->page, "site",
             str_printf(&visit->job->mem, "/" STR_FMT "/", STR_ARG(edition.slug)));
    map_text(visit->page, "name_lang", edition.locale.lang);
    return visit_show(visit, status, edition.name, "edition");
}

bool edition_show_one(struct visit *visit)
{
    const struct edition *edition;
    return find(visit, &edition) && show(visit, 200, edition, NULL);
}

// ── changing ──────────────────────────────────────────────────────────────────────────────────

static bool change(struct visit *visit, int64_t id, const struct edition_fields *fields)
{
    struct edition edition;
    struct edition_fields stored;
    struct str now[PARTS];
    AUTO_TXN txn = write_begin(visit->job, visit->newsroom->options.store);
    if (!txn.open || !load(visit, &txn, id, &edition, &stored))
        return false;
    parts_of(visit, &stored, now);
    return check_base(visit, now, PARTS) &&
           edition_change(visit->job, &txn, &visit->actor, &edition, fields) &&
           txn_commit(visit->job, &txn);
}

bool edition_change_one(struct visit *visit)
{
    struct edition_fields fields = read_form(visit);
    const struct edition *edition;
    if (!find(visit, &edition))
        return false;
    if (change(visit, edition->id, &fields))
        return visit_go(visit, edition_address(visit, edition), "saved");
    return visit_is_form_fault(visit) && show(visit, visit_put_fault(visit), edition, &fields);
}
