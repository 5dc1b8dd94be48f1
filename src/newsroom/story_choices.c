// What a story's form lets one choose, and what is still missing.
#include "newsroom/screens_picture.h"
#include "newsroom/story_form.h"

#include "news/desk.h"
#include "news/story_kinds.h"
#include "text/unicode.h"

enum {
    SUGGESTED_MAX = 300,
    PICTURE_WIDTH = 480,
    DOSSIERS_MAX = 60,
    HEADLINE_GOOD = 90,
    WORDS_A_MINUTE = 220
};

static struct value *choice(struct visit *visit, struct value *form, enum story_text text,
                            enum field_kind kind)
{
    return put_field(visit, form, &(struct field){.name = text_rules[text].name, .kind = kind});
}

static void put_kinds(struct visit *visit, struct value *form, struct str selected)
{
    struct value *field = choice(visit, form, TEXT_KIND, FIELD_SELECT);
    for (size_t i = 0; i < STORY_KINDS; i++) {
        char phrase[64];
        snprintf(phrase, sizeof(phrase), "story.kinds.%s", story_kinds[i]);
        put_option(field, str_from(story_kinds[i]), visit_phrase(visit, phrase),
                   str_is(selected, story_kinds[i]));
    }
}

static bool has_line(struct str lines, struct str line)
{
    struct str one;
    while (str_cut(&lines, '\n', &one)) {
        if (str_eq(one, line))
            return true;
    }
    return false;
}

static const struct filing *parent_of(const struct filing *items, size_t count, int64_t id)
{
    for (size_t i = 0; i < count; i++) {
        if (items[i].id == id)
            return &items[i];
    }
    return NULL;
}

static bool put_sections(struct visit *visit, struct txn *txn, struct value *form,
                         const struct open_story *open)
{
    struct arena *mem = &visit->job->mem;
    struct filing *items;
    size_t count;
    struct str selected = open->form.texts[TEXT_SECTION];
    if (!filing_list(visit->job, txn, FILING_SECTION, open->edition->id, 0, 0, &items, &count))
        return false;
    struct value *field = choice(visit, form, TEXT_SECTION, FIELD_SELECT);
    put_option(field, S(""), visit_phrase(visit, "story.choose"), !selected.len);
    for (size_t i = 0; i < count; i++) {
        const struct filing *parent = parent_of(items, count, items[i].parent_id);
        struct str label = items[i].name;
        if (parent)
            label = str_printf(mem, STR_FMT " / " STR_FMT, STR_ARG(parent->name), STR_ARG(label));
        put_option_of(field, items[i].path, label, open->edition->locale.lang,
                      str_eq(items[i].path, selected));
    }
    return true;
}

static bool put_boxes(struct visit *visit, struct txn *txn, struct value *form,
                      const struct open_story *open, enum filing_kind kind, enum story_text text,
                      size_t limit)
{
    struct filing *items;
    size_t count;
    if (!filing_list(visit->job, txn, kind, open->edition->id, limit, 0, &items, &count))
        return false;
    struct value *field = choice(visit, form, text, FIELD_CHECKS);
    struct str chosen = open->form.texts[text], one;
    map_bool(field, "has_any", count > 0 || chosen.len);
    for (size_t i = 0; i < count; i++)
        put_option_of(field, items[i].slug, items[i].name, open->edition->locale.lang,
                      has_line(chosen, items[i].slug));
    while (str_cut(&chosen, '\n', &one)) { // chosen, and not among those shown
        bool shown = false;
        for (size_t i = 0; i < count; i++)
            shown = shown || str_eq(items[i].slug, one);
        if (!shown && one.len)
            put_option_of(field, one, one, open->edition->locale.lang, true);
    }
    return true;
}

// Names that are there already, for a <datalist> and for the script.
static bool put_names(struct visit *visit, struct txn *txn, const char *name, enum filing_kind kind,
                      int64_t edition_id)
{
    struct filing *items;
    size_t count;
    if (!filing_list(visit->job, txn, kind, edition_id, SUGGESTED_MAX, 0, &items, &count))
        return false;
    struct value *list = map_list(visit->page, name);
    for (size_t i = 0; i < count; i++)
        map_text(list_map(list), "name", items[i].name);
    return true;
}

// ── the picture, and the translations ─────────────────────────────────────────────────────────

static bool put_picture_facts(struct visit *visit, struct txn *txn, const struct open_story *open,
                              bool *found, struct picture *picture)
{
    struct job *job = visit->job;
    int64_t id;
    *found = false;
    map_bool(visit->page, "picture", false);
    if (!parse_int(open->form.texts[TEXT_PICTURE], &id) || id <= 0)
        return true;
    if (!picture_get(job, txn, id, open->edition->id, picture)) {
        if (job->fault.kind != FAULT_NOT_FOUND)
            return false;
        job_forgive(job);
        return true;
    }
    *found = true;
    struct value *map = map_map(visit->page, "picture");
    map_int(map, "id", id);
    put_rendition(visit, map, picture, MEDIA_WHOLE, PICTURE_WIDTH);
    map_text(map, "alt", picture->alt);
    map_text(map, "caption", picture->caption);
    map_text(map, "credit", picture->credit);
    map_bool(map, "lapsed", picture->lapsed);
    return true;
}

static void put_translation(struct visit *visit, struct value *list, const struct edition *edition,
                            const struct desk_translation *there)
{
    struct value *item = list_map(list);
    map_text(item, "edition", edition->slug);
    map_text(item, "name", edition->name);
    map_text(item, "lang", edition->locale.lang);
    map_text(item, "url", there ? story_path(visit, there->story_id, "") : STR_NONE);
    put_state(visit, item, there ? there->status : S("draft"));
}

static bool put_translations(struct visit *visit, struct txn *txn, const struct open_story *open)
{
    struct desk_translation *others;
    size_t count;
    struct value *list = map_list(visit->page, "translations");
    if (!story_translations_there(visit, txn, open->id, &others, &count))
        return false;
    for (size_t i = 0; open->id && i < visit->editions_count; i++) {
        const struct edition *edition = &visit->editions[i];
        const struct desk_translation *there = NULL;
        for (size_t j = 0; j < count; j++) {
            if (str_eq(others[j].edition, edition->slug))
                there = &others[j];
        }
        if (edition != open->edition)
            put_translation(visit, list, edition, there);
    }
    return true;
}

bool put_choices(struct visit *visit, struct txn *txn, const struct open_story *open)
{
    struct value *form = map_get(visit->page, S("form"));
    int64_t edition = open->edition->id;
    put_kinds(visit, form, open->form.texts[TEXT_KIND]);
    return put_sections(visit, txn, form, open) &&
           put_boxes(visit, txn, form, open, FILING_REGION, TEXT_REGIONS, 0) &&
           put_boxes(visit, txn, form, open, FILING_DOSSIER, TEXT_DOSSIERS, DOSSIERS_MAX) &&
           put_names(visit, txn, "known_topics", FILING_TOPIC, edition) &&
           put_names(visit, txn, "known_people", FILING_PERSON, 0) &&
           put_names(visit, txn, "known_sources", FILING_SOURCE, 0) &&
           put_translations(visit, txn, open);
}

// ── what is missing ───────────────────────────────────────────────────────────────────────────

static void put_item(struct visit *visit, struct value *list, bool is_wanted, const char *field,
                     const char *phrase)
{
    if (!is_wanted)
        return;
    struct value *item = list_map(list);
    char name[64];
    snprintf(name, sizeof(name), "story.checks.%s", phrase);
    map_text(item, "text", visit_phrase(visit, name));
    map_text(item, "field", str_from(field));
}

void put_advice(struct visit *visit, struct value *list, const char *field, const char *phrase,
                const char *hole, struct str with)
{
    struct value *item = list_map(list);
    map_text(item, "text", words_with(&visit->job->mem, visit->words, phrase, hole, with));
    map_text(item, "field", str_from(field));
}

static bool put_taken(struct visit *visit, struct txn *txn, const struct open_story *open,
                      struct value *advice)
{
    struct str asked, becomes;
    if (!open->id)
        return true;
    if (!story_slug_now(visit->job, txn, &visit->actor, open->id, &asked, &becomes))
        return false;
    if (!str_eq(asked, becomes))
        put_advice(visit, advice, "slug", "story.checks.slug_taken", "slug", becomes);
    return true;
}

static void put_words(struct visit *visit, const struct open_story *open)
{
    struct arena *mem = &visit->job->mem;
    int64_t words = (int64_t)open->story.words,
            minutes = (words + WORDS_A_MINUTE - 1) / WORDS_A_MINUTE;
    map_text(visit->page, "words",
             words_count(mem, visit->words, &visit->locale, "story.words", words));
    map_text(visit->page, "minutes",
             words_count(mem, visit->words, &visit->locale, "story.minutes", minutes));
}

bool put_checklist(struct visit *visit, struct txn *txn, const struct open_story *open)
{
    const struct str *texts = open->form.texts;
    struct picture picture;
    bool found;
    if (!put_picture_facts(visit, txn, open, &found, &picture))
        return false;
    struct value *blocking = map_list(visit->page, "blocking");
    put_item(visit, blocking, !texts[TEXT_HEADLINE].len, "headline", "headline");
    put_item(visit, blocking, !texts[TEXT_SECTION].len, "section", "section");
    put_item(visit, blocking, !texts[TEXT_BODY].len, "body", "body");
    put_item(visit, blocking, texts[TEXT_PICTURE].len && !found, "picture", "picture_gone");
    put_item(visit, blocking, found && !picture.alt.len, "picture", "picture_alt");
    put_item(visit, blocking, found && !picture.credit.len, "picture", "picture_credit");
    put_item(visit, blocking, found && picture.lapsed, "picture", "picture_lapsed");
    struct value *advice = map_list(visit->page, "advice");
    put_item(visit, advice, !texts[TEXT_STANDFIRST].len, "standfirst", "standfirst");
    put_item(visit, advice, text_graphemes(texts[TEXT_HEADLINE]) > HEADLINE_GOOD, "headline",
             "long_headline");
    put_item(visit, advice, !texts[TEXT_PICTURE].len, "picture", "no_picture");
    put_item(visit, advice, !texts[TEXT_TOPICS].len, "topics", "no_topics");
    put_item(visit, advice, !texts[TEXT_AUTHORS].len && !texts[TEXT_SOURCE].len, "authors",
             "no_byline");
    put_words(visit, open);
    return put_taken(visit, txn, open, advice) && put_source_advice(visit, txn, open, advice);
}
