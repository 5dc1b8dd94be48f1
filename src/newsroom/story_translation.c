// A story into another edition: what goes along, and what of it is not translated yet.
#include "newsroom/story_form.h"

#include "news/desk.h"
#include "text/document_source.h"

bool story_translations_there(struct visit *visit, struct txn *txn, int64_t id,
                              struct desk_translation **out, size_t *count)
{
    struct desk_row *rows;
    size_t rows_count = 0;
    bool more;
    struct desk_filter filter = {.text = str_printf(&visit->job->mem, "#%lld", (long long)id),
                                 .limit = 1};
    *count = 0;
    if (!id)
        return true;
    if (!desk_list(visit->job, txn, &visit->actor, &filter, &rows, &rows_count, &more))
        return false;
    if (rows_count) {
        *out = rows[0].translations;
        *count = rows[0].translations_count;
    }
    return true;
}

// ── what is still the other's ────────────────────────────────────────────────────────────────────

static void put_topics_there(struct visit *visit, const struct edition *from,
                             const struct story *story)
{
    struct value *there = list_map(map_get(visit->page, S("topics_there")));
    map_text(
        there, "about",
        words_with(&visit->job->mem, visit->words, "story.topics_there", "edition", from->name));
    map_text(there, "lang", from->locale.lang);
    map_text(there, "dir", from->dir);
    struct value *names = map_list(there, "names");
    for (size_t i = 0; i < story->topics_count; i++) {
        struct value *name = list_map(names);
        map_text(name, "name", story->topics[i].name);
        map_bool(name, "last", i + 1 == story->topics_count);
    }
}

// What was taken over to be translated, and is not yet; and its topics, which are of its edition.
static bool put_source(struct visit *visit, struct txn *txn, const struct open_story *open,
                       const struct edition *from, int64_t id, struct value *advice)
{
    struct job *job = visit->job;
    const struct str *texts = open->form.texts;
    struct story story;
    struct str body = STR_NONE;
    if (!story_working_copy(job, txn, &visit->actor, id, &story) ||
        (story.body && !document_write_source(job, story.body, &body)))
        return false;
    if (texts[TEXT_HEADLINE].len && str_eq(texts[TEXT_HEADLINE], story.headline))
        put_advice(visit, advice, "headline", "story.checks.headline_of", "edition", from->name);
    if (texts[TEXT_BODY].len && str_eq(texts[TEXT_BODY], str_trim(body)))
        put_advice(visit, advice, "body", "story.checks.body_of", "edition", from->name);
    if (story.topics_count)
        put_topics_there(visit, from, &story);
    return true;
}

bool put_source_advice(struct visit *visit, struct txn *txn, const struct open_story *open,
                       struct value *advice)
{
    struct desk_translation *others;
    size_t count;
    (void)map_list(visit->page, "topics_there");
    if (!story_translations_there(visit, txn, open->id, &others, &count))
        return false;
    for (size_t i = 0; i < count; i++) {
        const struct edition *from = visit_edition(visit, others[i].edition);
        if (from && !str_eq(from->locale.lang, open->edition->locale.lang) &&
            !put_source(visit, txn, open, from, others[i].story_id, advice))
            return false;
    }
    return true;
}

// ── begun ────────────────────────────────────────────────────────────────────────────────────────

// A section of the other edition with the same path.
static bool same_section(struct visit *visit, struct txn *txn, const struct story *from,
                         const struct edition *to, struct story_fields *fields)
{
    struct filing section;
    bool found = false, moved;
    if (from->section.id && !filing_find(visit->job, txn, FILING_SECTION, to->id,
                                         from->section.path, &found, &moved, &section))
        return false;
    if (found) {
        fields->set |= STORY_HAS_SECTION;
        fields->section = section.path;
    }
    return true;
}

static bool same_regions(struct visit *visit, struct txn *txn, const struct story *from,
                         const struct edition *to, struct story_fields *fields)
{
    fields->regions.items = arena_array(&visit->job->mem, struct str, from->regions_count + 1);
    for (size_t i = 0; i < from->regions_count; i++) {
        struct filing region;
        bool found, moved;
        if (!filing_find(visit->job, txn, FILING_REGION, to->id, from->regions[i].slug, &found,
                         &moved, &region))
            return false;
        if (found)
            fields->regions.items[fields->regions.count++] = region.slug;
    }
    fields->set |= STORY_HAS_REGIONS;
    return true;
}

// A topic is one edition's: those go along that the other knows by the same name. The screen names
// the others.
static bool same_topics(struct visit *visit, struct txn *txn, const struct story *from,
                        const struct edition *to, struct story_fields *fields)
{
    fields->topics.items = arena_array(&visit->job->mem, struct str, from->topics_count + 1);
    for (size_t i = 0; i < from->topics_count; i++) {
        bool found;
        int64_t id;
        if (!filing_find_named(visit->job, txn, FILING_TOPIC, to->id, from->topics[i].name, &found,
                               &id))
            return false;
        if (found)
            fields->topics.items[fields->topics.count++] = from->topics[i].name;
    }
    fields->set |= STORY_HAS_TOPICS;
    return true;
}

// People and sources belong to the whole site: they go along by name.
static void same_names(struct visit *visit, const struct story *from, struct story_fields *fields)
{
    fields->authors.items = arena_array(&visit->job->mem, struct str, from->authors_count + 1);
    for (size_t i = 0; i < from->authors_count; i++)
        fields->authors.items[fields->authors.count++] = from->authors[i].name;
    fields->set |= STORY_HAS_AUTHORS;
    if (from->source.name.len) {
        fields->set |= STORY_HAS_SOURCE;
        fields->source = from->source.name;
    }
}

static bool translate(struct visit *visit, struct txn *txn, int64_t id, const struct edition *to,
                      int64_t *out_id)
{
    struct job *job = visit->job;
    struct story from;
    if (!story_working_copy(job, txn, &visit->actor, id, &from))
        return false;
    struct story_fields fields = {
        .set = STORY_HAS_EDITION | STORY_HAS_KIND | STORY_HAS_TRANSLATION_OF | STORY_HAS_PLACE |
               STORY_HAS_HEADLINE | STORY_HAS_STANDFIRST | STORY_HAS_KICKER | STORY_HAS_BODY,
        .edition = to->slug,
        .kind = from.kind,
        .translation_of = id,
        .place = from.place,
        .headline = from.headline,
        .kicker = from.kicker,
        .standfirst = from.standfirst,
        .body = from.body,
        .picture_id = from.picture_id,
    };
    if (from.picture_id)
        fields.set |= STORY_HAS_PICTURE;
    same_names(visit, &from, &fields);
    return same_section(visit, txn, &from, to, &fields) &&
           same_regions(visit, txn, &from, to, &fields) &&
           same_topics(visit, txn, &from, to, &fields) &&
           story_make(job, txn, &visit->actor, &fields, out_id);
}

bool story_translate_form(struct visit *visit)
{
    struct job *job = visit->job;
    int64_t id, made;
    struct str slug = http_query(visit->request, "edition", NULL);
    const struct edition *to = visit_edition(visit, slug);
    if (!visit_id(visit, "story", &id))
        return false;
    struct story_form form;
    bool stale = false;
    form_of_request(visit, &form);
    if (form.given && !story_save_typed(visit, id, &form, &stale))
        return story_show_wrong(visit, id, &form);
    if (stale)
        return story_conflict(visit, id, &form);
    if (!to)
        return job_fail_field(job, "edition", "there is no edition \"" STR_FMT "\"",
                              STR_ARG(str_from_to(slug, 0, 40)));
    AUTO_TXN txn = write_begin(job, visit->newsroom->options.store);
    return txn.open && translate(visit, &txn, id, to, &made) && txn_commit(job, &txn) &&
           visit_go(visit, story_path(visit, made, ""), "translation_begun");
}
