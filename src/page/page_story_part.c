// A story as its page shows it: the fragment story:ID.
#include "page/internal.h"

#include "text/unicode.h"

enum { JUMPS_MIN = 3, HEADLINE_LONG = 110 };

// Each kind of story has one of few designs: a class of web/style/story.css, and how its picture is
// shown. The text column is the same in all.
static const struct story_design {
    const char *kind, *design;
    const char *home; // the section that says already of what kind its stories are
    enum media_shape shape;
    bool jumps;    // a list of its headings stands over the text
    bool portrait; // its author's picture stands in the head
    bool large;    // its picture can be opened large
} designs[] = {
    {"opinion", "is-opinion", "opinion", MEDIA_16X9, .portrait = true},
    {"blog", "is-opinion", "blog", MEDIA_16X9, .portrait = true},
    {"analysis", "is-analysis", "analysis", MEDIA_16X9},
    {"feature", "is-feature", "features", MEDIA_16X9},
    {"explainer", "is-explainer", "explainers", MEDIA_16X9, .jumps = true},
    {"infograph", "is-infograph", "infographs", MEDIA_WHOLE, .large = true},
    {"gallery", "is-gallery", "in-pictures", MEDIA_3X2},
};

static const struct story_design *design_of(struct str kind)
{
    static const struct story_design standard = {"news", "is-news", "", MEDIA_16X9};
    for (size_t i = 0; i < ARRAY_LEN(designs); i++) {
        if (str_is(kind, designs[i].kind))
            return &designs[i];
    }
    return &standard;
}

// A headline of many letters is set smaller.
static struct str classes_of(struct arena *mem, const struct story_design *design,
                             const struct story *story)
{
    bool is_long = text_graphemes(story->headline) > HEADLINE_LONG;
    return str_printf(mem, "%s%s", design->design, is_long ? " is-long" : "");
}

// ── the head ──────────────────────────────────────────────────────────────────────────────────

static void put_link(const struct making *m, struct value *map, const struct filing *filing)
{
    map_text(map, "name", filing->name);
    map_text(map, "note", filing->note);
    map_text(map, "url", href(m, filing_path(&m->job->mem, filing, m->edition.slug)));
}

static void put_filings(const struct making *m, struct value *part, const char *has,
                        const char *name, const struct filing *filings, size_t count)
{
    struct value *list = map_list(part, name);
    map_bool(part, has, count > 0);
    for (size_t i = 0; i < count; i++)
        put_link(m, list_map(list), &filings[i]);
}

struct str kind_label(const struct making *m, struct str kind)
{
    char *name = str_c(&m->job->mem, str_join(&m->job->mem, S("kinds."), kind));
    return words_phrase(m->words, name); // plain news has no word
}

// Section, kind and kicker; none of them says what another has said.
static void put_kicker(const struct making *m, struct value *part, const struct story *story)
{
    struct str label = kind_label(m, story->kind);
    map_text(part, "section", STR_NONE);
    if (story->section.id)
        put_link(m, map_map(part, "section"), &story->section);
    if (str_is(story->section.slug, design_of(story->kind)->home) ||
        str_eq(label, story->section.name))
        label = STR_NONE;
    map_text(part, "label", label);
    bool is_said = str_eq(story->kicker, story->section.name) || str_eq(story->kicker, label);
    map_text(part, "over", is_said ? STR_NONE : story->kicker);
    map_bool(part, "has_kicker", story->section.id || label.len || story->kicker.len);
}

static bool put_portrait(const struct making *m, struct value *part, const struct story *story,
                         const struct story_design *design)
{
    static const struct picture_use use = {.shape = MEDIA_1X1, .sizes = "5rem", .decorative = true};
    bool wanted = design->portrait && story->authors_count > 0;
    return put_picture(m, map_map(part, "portrait"), wanted ? story->authors[0].picture_id : 0,
                       &use);
}

// ── the picture ───────────────────────────────────────────────────────────────────────────────

// The widest rendition of the whole picture.
static bool put_large(const struct making *m, struct value *part, int64_t id)
{
    struct picture picture;
    if (!picture_get(m->job, m->txn, id, m->edition.id, &picture))
        return false;
    struct media_rendition whole = {.hash = picture.hash,
                                    .width = picture.width,
                                    .height = picture.height,
                                    .focal_x = picture.focal_x,
                                    .focal_y = picture.focal_y,
                                    .shape = MEDIA_WHOLE};
    int count = media_widths_of(picture.width, picture.height, MEDIA_WHOLE);
    whole.rendition_width = media_widths[count > 0 ? count - 1 : 0];
    map_text(part, "large", media_path(&m->job->mem, id, &whole));
    return true;
}

static bool put_lead(const struct making *m, struct value *part, const struct story *story,
                     const struct story_design *design)
{
    const struct picture_use use = {.shape = design->shape,
                                    .sizes = "(min-width: 67em) 64rem, 100vw",
                                    .eager = true,
                                    .captioned = true};
    struct picture_link link = {0};
    map_text(part, "large", STR_NONE);
    if (!put_picture(m, part, story->picture_id, &use) ||
        (design->large && !find_picture_link(m, story->picture_id, &link)))
        return false;
    return !link.url.len || put_large(m, part, story->picture_id);
}

// ── the facts ─────────────────────────────────────────────────────────────────────────────────

static void put_facts(const struct making *m, struct value *part, const struct story *story)
{
    // 230 words a minute in Latin script, 190 in Arabic, whose clitics make fewer words.
    int64_t per_minute = str_is(m->edition.dir, "rtl") ? 190 : 230;
    int64_t minutes = ((int64_t)story->words + per_minute - 1) / per_minute;
    put_time(m, part, "published", story->state.published_ms);
    if (story->state.updated_ms > story->state.published_ms)
        put_time(m, part, "updated", story->state.updated_ms);
    else
        map_text(part, "updated", STR_NONE);
    map_text(part, "reading",
             words_count(&m->job->mem, m->words, &m->edition.locale, "reading",
                         minutes < 1 ? 1 : minutes));
    map_text(part, "place", story->place);
    put_filings(m, part, "has_authors", "authors", story->authors, story->authors_count);
    map_text(part, "source", STR_NONE);
    if (story->source.id)
        put_link(m, map_map(part, "source"), &story->source);
}

static void put_correction(const struct making *m, struct value *part, const struct story *story)
{
    struct arena *mem = &m->job->mem;
    struct value *corrections = map_list(part, "corrections");
    map_bool(part, "has_corrections", story->corrected_ms != 0);
    map_text(part, "changed", STR_NONE);
    if (!story->corrected_ms)
        return;
    struct str date = date_time(mem, &m->edition.locale, story->corrected_ms);
    struct value *correction = list_map(corrections);
    map_text(correction, "iso", time_rfc3339(mem, story->corrected_ms));
    map_text(correction, "date", date);
    map_text(correction, "text", story->correction);
    map_text(part, "changed", words_with(mem, m->words, "corrected", "date", date));
}

static bool put_also(const struct making *m, struct value *part, const struct story *story)
{
    struct translation *translations;
    size_t count, others = 0;
    if (!story_translations(m->job, m->txn, story->state.translation_group, &translations, &count))
        return false;
    struct value *also = map_list(part, "also");
    for (size_t i = 0; i < count; i++) {
        if (translations[i].edition_id == story->state.edition_id)
            continue;
        struct edition other;
        if (!edition_get(m->job, m->txn, translations[i].edition_id, &other))
            return false;
        struct value *item = list_map(also);
        map_text(item, "lang", other.locale.lang);
        map_text(item, "dir", other.dir);
        map_text(item, "name", other.name);
        map_text(item, "url", href_story(m, translations[i].edition, translations[i].path));
        others++;
    }
    map_bool(part, "has_also", others > 0);
    return true;
}

// ── the text ──────────────────────────────────────────────────────────────────────────────────

static struct str text_of(struct arena *mem, const struct block *block)
{
    struct str text = STR_NONE;
    for (size_t i = 0; i < block->spans_count; i++)
        text = str_join(mem, text, block->spans[i].line_break ? S(" ") : block->spans[i].text);
    return text;
}

// A list of the questions an explainer answers, when there are enough of them.
static void put_jumps(const struct making *m, struct value *part, const struct story *story,
                      const struct story_design *design)
{
    struct arena *mem = &m->job->mem;
    struct value *jumps = map_list(part, "jumps");
    size_t count = 0;
    for (size_t i = 0; design->jumps && i < story->body->children_count; i++) {
        const struct block *block = &story->body->children[i];
        if (block->type != BLOCK_HEADING || block->level != 2)
            continue;
        struct value *jump = list_map(jumps);
        map_text(jump, "to", str_printf(mem, "#b-" STR_FMT, STR_ARG(block->id)));
        map_text(jump, "name", text_of(mem, block));
        count++;
    }
    map_bool(part, "has_jumps", count >= JUMPS_MIN);
}

static bool put_text(const struct making *m, struct value *part, const struct story *story)
{
    struct related_boxes boxes = {.making = *m, .story = story};
    struct document_world world = {.with = &boxes, // a making too, for pictures
                                   .picture = write_document_picture,
                                   .related = boxes_write,
                                   .locale = &m->edition.locale,
                                   .table_label = words_phrase(m->words, "chart_data"),
                                   .players_here = true,
                                   .anchors = true,
                                   .link_notes = true};
    struct html body;
    const struct block *doc = boxes_place(&m->job->mem, story->body);
    if (!document_write_html(m->job, doc, &world, &body))
        return false;
    map_html(part, "body", body);
    return true;
}

bool fill_story(const struct making *m, struct value *part, const struct story *story)
{
    const struct story_design *design = design_of(story->kind);
    if (!put_text(m, part, story) || !put_also(m, part, story) ||
        !put_lead(m, part, story, design) || !put_portrait(m, part, story, design))
        return false;
    map_text(part, "design", classes_of(&m->job->mem, design, story));
    map_text(part, "hue", story->section.note.len ? story->section.note : S("news"));
    map_text(part, "headline", story->headline);
    map_text(part, "standfirst", story->standfirst);
    put_kicker(m, part, story);
    put_facts(m, part, story);
    put_correction(m, part, story);
    put_jumps(m, part, story, design);
    put_filings(m, part, "has_regions", "regions", story->regions, story->regions_count);
    put_filings(m, part, "has_topics", "topics", story->topics, story->topics_count);
    map_bool(part, "is_filed", story->regions_count + story->topics_count > 0);
    return true;
}
