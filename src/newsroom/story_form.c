#include "newsroom/story_form.h"

#include "api/json_reader.h"
#include "api/json_writer.h"
#include "news/desk.h"
#include "text/document_source.h"

enum { WINDOW_BYTES_MAX = 40 };

const struct text_rule text_rules[STORY_TEXTS] = {
    [TEXT_KIND] = {"kind", STORY_HAS_KIND, SHAPE_CHOICE, false},
    [TEXT_KICKER] = {"kicker", STORY_HAS_KICKER, SHAPE_LINE, true},
    [TEXT_HEADLINE] = {"headline", STORY_HAS_HEADLINE, SHAPE_LINE, true},
    [TEXT_STANDFIRST] = {"standfirst", STORY_HAS_STANDFIRST, SHAPE_LINE, true},
    [TEXT_BODY] = {"body", STORY_HAS_BODY, SHAPE_BODY, true},
    [TEXT_SECTION] = {"section", STORY_HAS_SECTION, SHAPE_CHOICE, false},
    [TEXT_REGIONS] = {"regions", STORY_HAS_REGIONS, SHAPE_CHOICES, false},
    [TEXT_TOPICS] = {"topics", STORY_HAS_TOPICS, SHAPE_LINES, true},
    [TEXT_AUTHORS] = {"authors", STORY_HAS_AUTHORS, SHAPE_LINES, true},
    [TEXT_SOURCE] = {"source", STORY_HAS_SOURCE, SHAPE_LINE, true},
    [TEXT_PLACE] = {"place", STORY_HAS_PLACE, SHAPE_LINE, true},
    [TEXT_DOSSIERS] = {"dossiers", STORY_HAS_DOSSIERS, SHAPE_CHOICES, false},
    [TEXT_RELATED] = {"related", STORY_HAS_RELATED, SHAPE_LINES, true},
    [TEXT_TRANSLATION_OF] = {"translation_of", STORY_HAS_TRANSLATION_OF, SHAPE_LINE, false},
    [TEXT_SLUG] = {"slug", STORY_HAS_SLUG, SHAPE_LINE, true},
    [TEXT_PICTURE] = {"picture", STORY_HAS_PICTURE, SHAPE_LINE, false},
};

static void put(struct story_form *form, enum story_text text, struct str value)
{
    form->texts[text] = str_trim(value);
    form->given |= 1u << text;
}

// ── lists as lines, in one order ──────────────────────────────────────────────────────────────

static int order_str(const void *a, const void *b)
{
    return str_order(*(const struct str *)a, *(const struct str *)b);
}

static struct str join_sorted(struct arena *mem, struct str *items, size_t count)
{
    struct buf b;
    if (count)
        qsort(items, count, sizeof(*items), order_str);
    buf_start(&b, mem, 1 << 20);
    for (size_t i = 0; i < count; i++) {
        if (b.len)
            buf_add_char(&b, '\n');
        buf_add(&b, items[i]);
    }
    return buf_str(&b);
}

// ── from a request ────────────────────────────────────────────────────────────────────────────

// No box ticked is no field sent: "has_regions" says that they could be.
static void take_choices(struct visit *visit, enum story_text text, struct story_form *out)
{
    struct arena *mem = &visit->job->mem;
    struct str *items = NULL, value, marker;
    size_t count = 0, room = 0;
    const char *name = text_rules[text].name;
    struct str has = str_printf(mem, "has_%s", name);
    for (size_t at = 0; form_next(&visit->form, name, &at, &value);) {
        for (struct str line; str_cut(&value, '\n', &line);) // a conflict's field has lines
            *list_add(mem, &items, &count, &room) = str_trim(line);
    }
    if (count || form_find(&visit->form, str_c(mem, has), &marker))
        put(out, text, join_sorted(mem, items, count));
}

void form_of_request(struct visit *visit, struct story_form *out)
{
    struct str value;
    *out = (struct story_form){.edition = form_text(&visit->form, "edition")};
    if (!parse_int(form_text(&visit->form, "version"), &out->version) || out->version < 0)
        out->version = 0;
    if (!parse_int(form_text(&visit->form, "kept_at"), &out->kept_ms))
        out->kept_ms = 0;
    struct str window = form_text(&visit->form, "window");
    out->window = window.len <= WINDOW_BYTES_MAX ? window : STR_NONE;
    if (!parse_int(form_text(&visit->form, "typed"), &out->typed))
        out->typed = 0;
    for (enum story_text text = 0; text < STORY_TEXTS; text++) {
        if (text_rules[text].shape == SHAPE_CHOICES)
            take_choices(visit, text, out);
        else if (form_find(&visit->form, text_rules[text].name, &value))
            put(out, text, value);
    }
}

// ── from a story ──────────────────────────────────────────────────────────────────────────────

// A name with a comma stands in quotes, since commas part names.
static struct str names_text(struct arena *mem, const struct filing *items, size_t count)
{
    struct buf b;
    buf_start(&b, mem, 1 << 20);
    for (size_t i = 0; i < count; i++) {
        bool quote = str_has(items[i].name, ',') || str_find(items[i].name, S("،")) >= 0;
        buf_printf(&b, "%s%s" STR_FMT "%s", i ? "\n" : "", quote ? "\"" : "",
                   STR_ARG(items[i].name), quote ? "\"" : "");
    }
    return buf_str(&b);
}

static struct str slugs_text(struct arena *mem, const struct filing *items, size_t count)
{
    struct str *slugs = arena_array(mem, struct str, count + 1);
    for (size_t i = 0; i < count; i++)
        slugs[i] = items[i].slug;
    return join_sorted(mem, slugs, count);
}

static bool headline_of(struct visit *visit, struct txn *txn, int64_t id, struct str *out)
{
    struct story story;
    *out = STR_NONE;
    if (story_working_copy(visit->job, txn, &visit->actor, id, &story))
        *out = story.headline;
    else if (visit->job->fault.kind != FAULT_NOT_FOUND)
        return false;
    else
        job_forgive(visit->job);
    return true;
}

// "#42 Headline", a line each: the number is what counts.
static bool related_text(struct visit *visit, struct txn *txn, struct id_list ids, struct str *out)
{
    struct buf b;
    buf_start(&b, &visit->job->mem, 1 << 20);
    for (size_t i = 0; i < ids.count; i++) {
        struct str headline;
        if (!headline_of(visit, txn, ids.items[i], &headline))
            return false;
        buf_printf(&b, "%s#%lld " STR_FMT, i ? "\n" : "", (long long)ids.items[i],
                   STR_ARG(headline));
    }
    *out = buf_str(&b);
    return true;
}

// The first of the others of its group.
static bool translation_text(struct visit *visit, struct txn *txn, const struct story *story,
                             struct str *out)
{
    struct desk_row *rows;
    size_t count;
    bool more;
    struct arena *mem = &visit->job->mem;
    struct desk_filter filter = {.text = str_printf(mem, "#%lld", (long long)story->state.id),
                                 .limit = 1};
    *out = STR_NONE;
    if (!desk_list(visit->job, txn, &visit->actor, &filter, &rows, &count, &more))
        return false;
    if (count && rows[0].translations_count)
        *out = str_printf(mem, "#%lld", (long long)rows[0].translations[0].story_id);
    return true;
}

static struct str id_or_empty(struct arena *mem, int64_t id)
{
    return id ? str_printf(mem, "%lld", (long long)id) : STR_NONE;
}

bool form_of_story(struct visit *visit, struct txn *txn, const struct story *story,
                   struct story_form *out)
{
    struct arena *mem = &visit->job->mem;
    struct str body = STR_NONE, related, translation;
    if ((story->body && !document_write_source(visit->job, story->body, &body)) ||
        !related_text(visit, txn, story->related, &related) ||
        !translation_text(visit, txn, story, &translation))
        return false;
    *out = (struct story_form){.edition = story->state.edition, .version = story->state.version};
    put(out, TEXT_KIND, story->kind);
    put(out, TEXT_KICKER, story->kicker);
    put(out, TEXT_HEADLINE, story->headline);
    put(out, TEXT_STANDFIRST, story->standfirst);
    put(out, TEXT_BODY, body);
    put(out, TEXT_SECTION, story->section.path);
    put(out, TEXT_REGIONS, slugs_text(mem, story->regions, story->regions_count));
    put(out, TEXT_TOPICS, names_text(mem, story->topics, story->topics_count));
    put(out, TEXT_AUTHORS, names_text(mem, story->authors, story->authors_count));
    put(out, TEXT_SOURCE, story->source.name);
    put(out, TEXT_PLACE, story->place);
    put(out, TEXT_DOSSIERS, slugs_text(mem, story->dossiers, story->dossiers_count));
    put(out, TEXT_RELATED, related);
    put(out, TEXT_TRANSLATION_OF, translation);
    put(out, TEXT_SLUG, story->slug);
    put(out, TEXT_PICTURE, id_or_empty(mem, story->picture_id));
    return true;
}

// ── as JSON, for what is kept ─────────────────────────────────────────────────────────────────

bool form_write_json(struct job *job, const struct story_form *form, struct str *out)
{
    struct json_writer w;
    json_writer_start(&w, &job->mem);
    write_json_open(&w, '{');
    if (form->window.len) {
        write_json_key(&w, "window");
        write_json_text(&w, form->window);
        write_json_key(&w, "typed");
        write_json_int(&w, form->typed);
    }
    for (enum story_text text = 0; text < STORY_TEXTS; text++) {
        if (!(form->given >> text & 1))
            continue;
        write_json_key(&w, text_rules[text].name);
        write_json_text(&w, form->texts[text]);
    }
    write_json_close(&w, '}');
    return json_writer_done(job, &w, out);
}

static struct str json_text(const json_t *value)
{
    return (struct str){json_string_value(value), json_string_length(value)};
}

bool form_parse_json(struct job *job, struct str json, struct story_form *out)
{
    json_t *kept;
    if (!parse_json_object(job, json, &kept))
        return false;
    *out = (struct story_form){.window = json_text(json_object_get(kept, "window")),
                               .typed = json_integer_value(json_object_get(kept, "typed"))};
    for (enum story_text text = 0; text < STORY_TEXTS; text++) {
        json_t *value = json_object_get(kept, text_rules[text].name);
        if (json_is_string(value))
            put(out, text, json_text(value));
    }
    return true;
}

// ── compared ──────────────────────────────────────────────────────────────────────────────────

unsigned form_differs(const struct story_form *form, const struct story_form *base)
{
    unsigned differ = 0;
    for (enum story_text text = 0; text < STORY_TEXTS; text++) {
        if ((form->given >> text & 1) && !str_eq(form->texts[text], base->texts[text]))
            differ |= 1u << text;
    }
    return differ;
}

struct story_form form_on(const struct story_form *form, const struct story_form *base)
{
    struct story_form whole = *base;
    for (enum story_text text = 0; text < STORY_TEXTS; text++) {
        if (form->given >> text & 1)
            put(&whole, text, form->texts[text]);
    }
    if (form->version)
        whole.version = form->version;
    whole.kept_ms = form->kept_ms;
    return whole;
}
