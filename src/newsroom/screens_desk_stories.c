// All stories, filtered and searched; as JSON for what chooses one.
#include "newsroom/desk_rows.h"
#include "newsroom/field.h"

#include "api/json_writer.h"
#include "news/story_kinds.h"
#include "text/url.h"

enum { PAGE_ROWS = 50, PICK_ROWS = 10 };

static const char *const statuses[] = {"open",      "draft",     "review",    "ready", "scheduled",
                                       "published", "corrected", "withdrawn", "spiked"};

// What the address asks for.
struct asked {
    const struct edition *edition;
    struct str status, kind, text, before;
    int64_t section_id;
    bool mine, json;
};

static struct str one_of(const struct visit *visit, const char *name, const char *const *words,
                         size_t count)
{
    struct str given = http_query(visit->request, name, NULL);
    for (size_t i = 0; i < count; i++) {
        if (str_is(given, words[i]))
            return given;
    }
    return STR_NONE;
}

static struct asked read_asked(const struct visit *visit)
{
    struct asked asked = {
        .edition = desk_edition(visit),
        .status = one_of(visit, "status", statuses, ARRAY_LEN(statuses)),
        .kind = one_of(visit, "kind", story_kinds, STORY_KINDS),
        .text = str_trim(http_query(visit->request, "q", NULL)),
        .before = http_query(visit->request, "before", NULL),
        .section_id = visit_query_int(visit, "section"),
        .mine = str_is(http_query(visit->request, "by", NULL), "me"),
        .json =
            visit_wants_json(visit) || str_is(http_query(visit->request, "format", NULL), "json"),
    };
    return asked;
}

// "1764041000000-42": saved when, and its id.
static void parse_before(struct str before, struct desk_filter *filter)
{
    struct str ms, id;
    int64_t before_ms, before_id;
    if (str_split(before, '-', &ms, &id) && parse_int(ms, &before_ms) &&
        parse_int(id, &before_id)) {
        filter->before_ms = before_ms;
        filter->before_id = before_id;
    }
}

static struct desk_filter filter_of(const struct visit *visit, const struct asked *asked)
{
    struct desk_filter filter = {.edition_id = asked->edition ? asked->edition->id : 0,
                                 .section_id = asked->section_id,
                                 .staff_id = asked->mine ? visit->staff.id : 0,
                                 .status = asked->status,
                                 .kind = asked->kind,
                                 .text = asked->text,
                                 .limit = asked->json ? PICK_ROWS : PAGE_ROWS};
    parse_before(asked->before, &filter);
    return filter;
}

// ── as JSON ───────────────────────────────────────────────────────────────────────────────────

static bool answer_json(struct visit *visit, const struct desk_row *rows, size_t count)
{
    struct json_writer w;
    struct str json;
    json_writer_start(&w, &visit->job->mem);
    write_json_open(&w, '[');
    for (size_t i = 0; i < count; i++) {
        write_json_open(&w, '{');
        write_json_key(&w, "id");
        write_json_id(&w, rows[i].story_id);
        write_json_key(&w, "headline");
        write_json_text(&w, rows[i].headline);
        write_json_key(&w, "edition");
        write_json_text(&w, rows[i].edition);
        write_json_key(&w, "status");
        write_json_text(&w, rows[i].status);
        write_json_key(&w, "path");
        write_json_text(&w, rows[i].path);
        write_json_close(&w, '}');
    }
    write_json_close(&w, ']');
    return json_writer_done(visit->job, &w, &json) && visit_json(visit, 200, json);
}

// ── the filters ───────────────────────────────────────────────────────────────────────────────

static void put_words(const struct visit *visit, struct value *filters, const char *name,
                      const char *any, const char *family, const char *const *words, size_t count,
                      struct str chosen)
{
    char label[64], phrase[64];
    snprintf(label, sizeof(label), "desk.filter.%s", name);
    struct value *field = put_field(
        visit, filters, &(struct field){.name = name, .label = label, .kind = FIELD_SELECT});
    put_option(field, S(""), visit_phrase(visit, any), !chosen.len);
    for (size_t i = 0; i < count; i++) {
        snprintf(phrase, sizeof(phrase), "%s.%s", family, words[i]);
        put_option(field, str_from(words[i]), visit_phrase(visit, phrase),
                   str_is(chosen, words[i]));
    }
}

static void put_edition_filter(const struct visit *visit, struct value *filters,
                               const struct asked *asked)
{
    struct value *field = put_field(
        visit, filters,
        &(struct field){.name = "edition", .label = "desk.filter.edition", .kind = FIELD_SELECT});
    put_option(field, S("all"), visit_phrase(visit, "desk.all_editions"), !asked->edition);
    for (size_t i = 0; i < visit->editions_count; i++) {
        const struct edition *edition = &visit->editions[i];
        put_option_of(field, edition->slug, edition->name, edition->locale.lang,
                      edition == asked->edition);
    }
}

static bool put_section_filter(struct visit *visit, struct txn *txn, struct value *filters,
                               const struct asked *asked)
{
    struct filing *sections;
    size_t count;
    if (!asked->edition) { // sections belong to an edition
        map_bool(filters, "section", false);
        return true;
    }
    if (!filing_list(visit->job, txn, FILING_SECTION, asked->edition->id, 0, 0, &sections, &count))
        return false;
    struct value *field = put_field(
        visit, filters,
        &(struct field){.name = "section", .label = "desk.filter.section", .kind = FIELD_SELECT});
    put_option(field, S(""), visit_phrase(visit, "desk.filter.any_section"), !asked->section_id);
    for (size_t i = 0; i < count; i++) {
        struct str id = str_printf(&visit->job->mem, "%lld", (long long)sections[i].id);
        struct str name = sections[i].parent_id
                              ? str_join(&visit->job->mem, S("– "), sections[i].name)
                              : sections[i].name;
        put_option_of(field, id, name, asked->edition->locale.lang,
                      sections[i].id == asked->section_id);
    }
    return true;
}

static bool put_filters(struct visit *visit, struct txn *txn, const struct asked *asked)
{
    struct value *filters = map_map(visit->page, "filters");
    put_field(
        visit, filters,
        &(struct field){
            .name = "q", .label = "desk.filter.text", .type = "search", .value = asked->text});
    put_edition_filter(visit, filters, asked);
    put_words(visit, filters, "status", "desk.filter.any_status", "frame.statuses", statuses,
              ARRAY_LEN(statuses), asked->status);
    put_words(visit, filters, "kind", "desk.filter.any_kind", "desk.kinds", story_kinds,
              STORY_KINDS, asked->kind);
    struct value *by =
        put_field(visit, filters,
                  &(struct field){.name = "by", .label = "desk.filter.by", .kind = FIELD_SELECT});
    put_option(by, S(""), visit_phrase(visit, "desk.filter.anyone"), !asked->mine);
    put_option(by, S("me"), visit_phrase(visit, "desk.filter.me"), asked->mine);
    return put_section_filter(visit, txn, filters, asked);
}

// ── the list ──────────────────────────────────────────────────────────────────────────────────

// The address once more, but for its place in the list.
static struct str query_of(const struct visit *visit, const struct asked *asked)
{
    struct arena *mem = &visit->job->mem;
    struct buf b;
    buf_start(&b, mem, 8192);
    buf_printf(&b, "edition=" STR_FMT, STR_ARG(desk_edition_word(asked->edition)));
    if (asked->status.len)
        buf_printf(&b, "&status=" STR_FMT, STR_ARG(asked->status));
    if (asked->kind.len)
        buf_printf(&b, "&kind=" STR_FMT, STR_ARG(asked->kind));
    if (asked->section_id)
        buf_printf(&b, "&section=%lld", (long long)asked->section_id);
    if (asked->mine)
        buf_add(&b, S("&by=me"));
    if (asked->text.len)
        buf_printf(&b, "&q=" STR_FMT,
                   STR_ARG(url_encode_query(mem, str_from_to(asked->text, 0, 400))));
    return buf_str(&b);
}

static void put_place(const struct visit *visit, const struct asked *asked,
                      const struct desk_row *last, bool more)
{
    struct arena *mem = &visit->job->mem;
    struct str query = query_of(visit, asked);
    struct str next = more && last
                          ? str_printf(mem, STR_FMT "&before=%lld-%lld", STR_ARG(query),
                                       (long long)last->saved_ms, (long long)last->story_id)
                          : STR_NONE;
    visit_put_paging(visit, asked->before.len ? query : STR_NONE, next);
    map_text(visit->page, "fresh",
             asked->before.len
                 ? STR_NONE
                 : str_printf(mem, "/newsroom/stories/?" STR_FMT "&part=fresh", STR_ARG(query)));
}

bool desk_stories(struct visit *visit)
{
    const struct asked asked = read_asked(visit);
    struct desk_filter filter = filter_of(visit, &asked);
    struct desk_row *rows;
    size_t count;
    bool more;
    AUTO_TXN txn = read_begin(visit->job, visit->newsroom->options.store, NULL);
    if (!txn.open || !desk_list(visit->job, &txn, &visit->actor, &filter, &rows, &count, &more))
        return false;
    if (asked.json)
        return answer_json(visit, rows, count);
    struct value *list = map_list(visit->page, "stories");
    for (size_t i = 0; i < count; i++)
        put_desk_row(visit, list, &rows[i], !asked.edition);
    put_place(visit, &asked, count ? &rows[count - 1] : NULL, more);
    map_bool(visit->page, "any", count > 0);
    map_bool(visit->page, "all_editions", !asked.edition);
    map_bool(visit->page, "is_filtered",
             asked.status.len || asked.kind.len || asked.text.len || asked.section_id ||
                 asked.mine || asked.before.len);
    if (desk_is_renewed(visit))
        return visit_show_fresh(visit, "part/stories_list");
    return put_filters(visit, &txn, &asked) &&
           visit_show(visit, 200, visit_phrase(visit, "desk.stories"), "stories");
}
