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

static bool stored_fields(struct visit *visit, const struct edition *edition,
                          struct edition_fields *out)
{
    AUTO_TXN txn = read_begin(visit->job, visit->newsroom->options.store, NULL);
    *out = (struct edition_fields){.title = edition->title,
                                   .slogan = edition->slogan,
                                   .zone = edition->locale.zone,
                                   .arabic_digits = edition->locale.arabic_digits};
    return txn.open && edition_social(visit->job, &txn, edition, &out->social, &out->social_count);
}

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

static bool show(struct visit *visit, int status, const struct edition *edition,
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
    map_text(visit->page, "site",
             str_printf(&visit->job->mem, "/" STR_FMT "/", STR_ARG(edition->slug)));
    map_text(visit->page, "name_lang", edition->locale.lang);
    return visit_show(visit, status, edition->name, "edition");
}

bool edition_show_one(struct visit *visit)
{
    const struct edition *edition;
    struct edition_fields fields;
    return find(visit, &edition) && stored_fields(visit, edition, &fields) &&
           show(visit, 200, edition, &fields);
}

static bool change(struct visit *visit, const struct edition *edition,
                   const struct edition_fields *fields)
{
    AUTO_TXN txn = write_begin(visit->job, visit->newsroom->options.store);
    return txn.open && edition_change(visit->job, &txn, &visit->actor, edition, fields) &&
           txn_commit(visit->job, &txn);
}

bool edition_change_one(struct visit *visit)
{
    struct edition_fields fields = read_form(visit);
    const struct edition *edition;
    if (!find(visit, &edition))
        return false;
    if (change(visit, edition, &fields))
        return visit_go(visit, edition_address(visit, edition), "saved");
    return visit_is_form_fault(visit) && show(visit, visit_put_fault(visit), edition, &fields);
}
