// The audit, to be searched.
#include "newsroom/audit_line.h"
#include "newsroom/field.h"
#include "text/url.h"

enum { ROWS = 50, CSV_ROWS_AT_ONCE = 500, CSV_ROWS_MAX = 20000, CSV_BYTES_MAX = 64 << 20 };

// Offered as filters: whole areas, and in them single acts.
static const char *const acts[] = {
    "story.",        "story.create",    "story.save",     "story.publish",  "story.schedule",
    "story.correct", "story.unpublish", "story.withdraw", "story.spike",    "story.take_up",
    "flash.",        "flash.make",      "flash.change",   "flash.end",      "picture.",
    "filing.",       "topic.merge",     "front.",         "slot.",          "page.",
    "edition.",      "staff.",          "staff.add",      "staff.enter",    "staff.invite",
    "staff.role",    "staff.disable",   "staff.password", "staff.two_step", "session.",
    "session.make",  "session.refuse",  "token.",
};
static const char *const ways[] = {"newsroom", "api", "import", "command", "due"};

// ── what is asked ─────────────────────────────────────────────────────────────────────────────

struct asked {
    struct str who, act, way, thing, text, from, to; // as they were typed
    struct audit_filter filter;
};

// "2026-11-24": the moment it begins where the reader is, or the next day's. 0: none.
static int64_t day_of(const struct visit *visit, struct str given, int days_later)
{
    int64_t at_ms;
    if (!visit_day(visit, given, &at_ms))
        return 0;
    return days_later ? day_start_ms(&visit->locale, at_ms, days_later) : at_ms;
}

static struct str asked_text(const struct visit *visit, const char *name)
{
    return str_trim(str_from_to(http_query(visit->request, name, NULL), 0, 200));
}

static void read_asked(const struct visit *visit, struct asked *out)
{
    int64_t staff_id = visit_query_int(visit, "who");
    struct asked asked = {.who = asked_text(visit, "who"),
                          .act = asked_text(visit, "act"),
                          .way = asked_text(visit, "way"),
                          .thing = asked_text(visit, "thing"),
                          .text = asked_text(visit, "text"),
                          .from = asked_text(visit, "from"),
                          .to = asked_text(visit, "to")};
    asked.filter = (struct audit_filter){.staff_id = staff_id,
                                         .act = asked.act,
                                         .thing = asked.thing,
                                         .way = asked.way,
                                         .text = asked.text,
                                         .from_ms = day_of(visit, asked.from, 0),
                                         .to_ms = day_of(visit, asked.to, 1),
                                         .before_id = visit_query_int(visit, "before"),
                                         .limit = ROWS};
    *out = asked;
}

// The same filters as a query, without the place in the list.
static struct str query_of(struct arena *mem, const struct asked *asked)
{
    const struct {
        const char *name;
        struct str value;
    } parts[] = {{"who", asked->who},     {"act", asked->act},   {"way", asked->way},
                 {"thing", asked->thing}, {"text", asked->text}, {"from", asked->from},
                 {"to", asked->to}};
    struct buf b;
    buf_start(&b, mem, 1 << 14);
    for (size_t i = 0; i < ARRAY_LEN(parts); i++) {
        if (!parts[i].value.len)
            continue;
        struct str value = url_encode_query(mem, parts[i].value);
        buf_printf(&b, "%s%s=" STR_FMT, b.len ? "&" : "", parts[i].name, STR_ARG(value));
    }
    return buf_str(&b);
}

// ── the form of it ────────────────────────────────────────────────────────────────────────────

static struct value *put_select(struct visit *visit, struct value *form, const char *name,
                                const char *label)
{
    struct value *field =
        put_field(visit, form, &(struct field){.name = name, .label = label, .kind = FIELD_SELECT});
    put_option(field, S(""), visit_phrase(visit, "audit.any"), false);
    return field;
}

static bool put_who(struct visit *visit, struct txn *txn, struct value *form, int64_t selected)
{
    struct staff *staff;
    size_t count;
    if (!staff_list(visit->job, txn, &staff, &count))
        return false;
    struct value *field = put_select(visit, form, "who", "audit.who");
    for (size_t i = 0; i < count; i++)
        put_option(field, str_printf(&visit->job->mem, "%lld", (long long)staff[i].id),
                   staff[i].name.len ? staff[i].name : staff[i].email, staff[i].id == selected);
    return true;
}

static void put_line(struct visit *visit, struct value *form, const char *name, const char *label,
                     const char *type, struct str value)
{
    put_field(visit, form,
              &(struct field){.name = name, .label = label, .type = type, .value = value});
}

static bool put_filters(struct visit *visit, struct txn *txn, const struct asked *asked)
{
    struct value *form = map_map(visit->page, "form");
    if (!put_who(visit, txn, form, asked->filter.staff_id))
        return false;
    struct value *act = put_select(visit, form, "act", "audit.act");
    for (size_t i = 0; i < ARRAY_LEN(acts); i++) {
        struct str name = str_from(acts[i]);
        struct str word = str_ends(name, S("."))
                              ? audit_act_name(visit, str_join(&visit->job->mem, name, S("all")))
                              : audit_act_name(visit, name);
        put_option(act, name, word, str_eq(name, asked->act));
    }
    struct value *way = put_select(visit, form, "way", "audit.way");
    for (size_t i = 0; i < ARRAY_LEN(ways); i++)
        put_option(way, str_from(ways[i]), audit_way_name(visit, str_from(ways[i])),
                   str_is(asked->way, ways[i]));
    put_line(visit, form, "thing", "audit.thing", "text", asked->thing);
    put_line(visit, form, "text", "audit.text", "search", asked->text);
    put_line(visit, form, "from", "audit.from", "date", asked->from);
    put_line(visit, form, "to", "audit.to", "date", asked->to);
    return true;
}

// ── the list ──────────────────────────────────────────────────────────────────────────────────

static void put_pages(struct visit *visit, const struct asked *asked, const struct audit_row *last,
                      bool more)
{
    struct arena *mem = &visit->job->mem;
    struct str query = query_of(mem, asked), next = STR_NONE;
    if (more && last)
        next = str_printf(mem, STR_FMT "%sbefore=%lld", STR_ARG(query), query.len ? "&" : "",
                          (long long)last->id);
    visit_put_paging(visit, asked->filter.before_id ? (query.len ? query : S("act=")) : STR_NONE,
                     next);
    map_text(visit->page, "csv", str_join(mem, S("/newsroom/audit/audit.csv?"), query));
}

static bool show(struct visit *visit)
{
    struct asked asked;
    struct audit_row *rows;
    size_t count;
    bool more;
    read_asked(visit, &asked);
    AUTO_TXN txn = read_begin(visit->job, visit->newsroom->options.store, NULL);
    if (!txn.open || !put_filters(visit, &txn, &asked) ||
        !audit_list(visit->job, &txn, &visit->actor, &asked.filter, &rows, &count, &more))
        return false;
    txn_end(&txn);
    struct value *list = map_list(visit->page, "rows");
    for (size_t i = 0; i < count; i++)
        put_audit_line(visit, list_map(list), &rows[i]);
    map_bool(visit->page, "has_rows", count > 0);
    put_pages(visit, &asked, count ? &rows[count - 1] : NULL, more);
    return visit_show(visit, 200, visit_phrase(visit, "audit.title"), "audit");
}

// ── as a file ─────────────────────────────────────────────────────────────────────────────────

// Some at a time, so that only the file itself grows.
static bool write_some(struct visit *visit, struct audit_filter *filter, struct buf *b, bool *more)
{
    struct audit_row *rows;
    size_t count;
    AUTO_JOB job;
    job_start(&job, visit->job->now_ms);
    AUTO_TXN txn = read_begin(&job, visit->newsroom->options.store, NULL);
    if (!txn.open || !audit_list(&job, &txn, &visit->actor, filter, &rows, &count, more))
        return job_fail(visit->job, job.fault.kind, "%s", job.fault.text);
    for (size_t i = 0; i < count; i++)
        write_csv_row(b, &rows[i]);
    if (count)
        filter->before_id = rows[count - 1].id;
    return true;
}

static bool download(struct visit *visit)
{
    struct asked asked;
    struct buf b;
    struct str bytes;
    bool more = true;
    read_asked(visit, &asked);
    asked.filter.limit = CSV_ROWS_AT_ONCE;
    buf_start(&b, &visit->job->mem, CSV_BYTES_MAX);
    write_csv_head(&b);
    for (int rows = 0; more && rows < CSV_ROWS_MAX; rows += CSV_ROWS_AT_ONCE) {
        if (!write_some(visit, &asked.filter, &b, &more))
            return false;
    }
    return buf_done(visit->job, &b, &bytes) &&
           visit_download(visit, S("text/csv"), S("audit.csv"), bytes);
}

static const struct screen screens[] = {
    {HTTP_GET, "/newsroom/audit/", show, RIGHT_AUDIT_READ, 0, 0},
    {HTTP_GET, "/newsroom/audit/audit.csv", download, RIGHT_AUDIT_READ, 0, 0},
};
const struct screens screens_audit = {screens, ARRAY_LEN(screens)};
