// Two have saved: both sides beside each other, field by field. What only one side changed is taken
// from that side; what both did is chosen, and text is merged by lines: a passage that both changed
// stands there as the second has it, until another choice is made. What the second typed was kept
// before this is shown.
#include "newsroom/field.h"
#include "newsroom/story_form.h"

#include "text/diff.h"

enum { PASSAGES_MAX = 200 };

struct sides {
    struct open_story *open; // newest: theirs
    struct story_form base, mine;
};

static bool read_version(struct visit *visit, struct txn *txn, int64_t id, int64_t version,
                         struct story_form *out)
{
    struct story story;
    return version_read(visit->job, txn, &visit->actor, id, version, &story) &&
           form_of_story(visit, txn, &story, out);
}

static struct str merge_body(struct arena *mem, struct str base, struct str mine, struct str theirs,
                             bool *clash)
{
    struct merge_part *parts;
    size_t count;
    merge_lines(mem, base, mine, theirs, &parts, &count);
    for (size_t i = 0; i < count; i++)
        *clash = *clash || parts[i].clash;
    return str_trim(merge_text(mem, parts, count, NULL, 0));
}

// What stands in the field at first.
static struct str merged(struct visit *visit, const struct sides *sides, enum story_text text,
                         bool *clash)
{
    struct arena *mem = &visit->job->mem;
    struct str base = sides->base.texts[text], mine = sides->mine.texts[text];
    struct str theirs = sides->open->newest.texts[text];
    *clash = false;
    if (str_eq(mine, base) || str_eq(mine, theirs))
        return theirs;
    if (str_eq(theirs, base))
        return mine;
    if (text == TEXT_BODY)
        return merge_body(mem, base, mine, theirs, clash);
    *clash = true;
    return mine;
}

static void put_side(struct visit *visit, struct value *item, const char *name,
                     const struct sides *sides, enum story_text text, struct str value)
{
    struct value *list = map_list(item, name);
    put_text_diff(visit, list, text, sides->open->edition, sides->base.texts[text], value);
}

static void put_field_of(struct visit *visit, struct value *item, const struct sides *sides,
                         enum story_text text, struct str value)
{
    const struct text_rule *rule = &text_rules[text];
    bool body = text == TEXT_BODY, lines = rule->shape == SHAPE_LINES ||
                                           rule->shape == SHAPE_CHOICES || text == TEXT_STANDFIRST;
    struct value *field = put_field(
        visit, item,
        &(struct field){.name = rule->name,
                        .label = "story.conflict.result",
                        .kind = body || lines ? FIELD_AREA : FIELD_LINE,
                        .rows = body ? 20 : 3,
                        .class = body ? "text body" : NULL,
                        .value = value,
                        .lang = rule->is_content ? sides->open->edition->locale.lang : STR_NONE,
                        .dir = rule->is_content ? sides->open->edition->dir : S("ltr")});
    map_put(item, "field", field);
}

// The passages of the text that both changed, a choice each.
static void put_passages(struct visit *visit, struct value *item, const struct sides *sides)
{
    struct merge_part *parts;
    size_t count, number = 0;
    struct value *list = map_list(item, "passages");
    const struct edition *edition = sides->open->edition;
    merge_lines(&visit->job->mem, sides->base.texts[TEXT_BODY], sides->mine.texts[TEXT_BODY],
                sides->open->newest.texts[TEXT_BODY], &parts, &count);
    for (size_t i = 0; i < count && number < PASSAGES_MAX; i++) {
        if (!parts[i].clash)
            continue;
        struct value *passage = list_map(list);
        map_int(passage, "number", (int64_t)++number);
        map_text(passage, "ours", str_trim(parts[i].text));
        map_text(passage, "others", str_trim(parts[i].theirs));
        map_text(passage, "lang", edition->locale.lang);
        map_text(passage, "dir", edition->dir);
    }
}

static void put_one(struct visit *visit, struct value *list, const struct sides *sides,
                    enum story_text text)
{
    bool clash;
    struct str value = merged(visit, sides, text, &clash);
    struct value *item = list_map(list);
    char phrase[64];
    snprintf(phrase, sizeof(phrase), "fields.%s", text_rules[text].name);
    map_text(item, "name", str_from(text_rules[text].name));
    map_text(item, "label", visit_phrase(visit, phrase));
    map_bool(item, "clash", clash);
    map_bool(item, "text", text == TEXT_BODY);
    map_text(item, "mine_value", sides->mine.texts[text]);
    map_bool(item, "mine_changed", !str_eq(sides->mine.texts[text], sides->base.texts[text]));
    map_bool(item, "theirs_changed",
             !str_eq(sides->open->newest.texts[text], sides->base.texts[text]));
    put_side(visit, item, "mine", sides, text, sides->mine.texts[text]);
    put_side(visit, item, "theirs", sides, text, sides->open->newest.texts[text]);
    put_field_of(visit, item, sides, text, value);
    (void)map_list(item, "passages");
    if (text == TEXT_BODY && clash)
        put_passages(visit, item, sides);
}

static bool put_sides(struct visit *visit, struct txn *txn, int64_t id,
                      const struct story_form *mine, struct sides *sides)
{
    if (!story_load_newest(visit, txn, id, sides->open) ||
        !read_version(visit, txn, id, mine->version, &sides->base) ||
        !put_story_state(visit, txn, sides->open))
        return false;
    sides->mine = form_on(mine, &sides->base);
    struct value *list = map_list(visit->page, "fields");
    bool any_clash = false;
    for (enum story_text text = 0; text < STORY_TEXTS; text++) {
        bool clash;
        const struct str *newest = sides->open->newest.texts;
        if (str_eq(sides->mine.texts[text], newest[text]))
            continue;
        (void)merged(visit, sides, text, &clash);
        any_clash = any_clash || clash;
        put_one(visit, list, sides, text);
    }
    map_bool(visit->page, "any_clash", any_clash);
    map_int(visit->page, "base", mine->version);
    map_int(visit->page, "kept_at", mine->kept_ms);
    map_int(visit->page, "newest", sides->open->newest.version);
    return true;
}

bool story_conflict(struct visit *visit, int64_t id, const struct story_form *mine)
{
    struct open_story open = {0};
    struct sides sides = {.open = &open};
    {
        AUTO_TXN txn = read_begin(visit->job, visit->newsroom->options.store, NULL);
        if (!txn.open || !put_sides(visit, &txn, id, mine, &sides))
            return false;
    }
    return visit_show(visit, 409, visit_phrase(visit, "story.conflict.title"), "story_conflict");
}

// ── chosen ────────────────────────────────────────────────────────────────────────────────────

static struct str chosen(struct visit *visit, const char *front, const char *name)
{
    struct arena *mem = &visit->job->mem;
    return form_text(&visit->form, str_c(mem, str_printf(mem, "%s%s", front, name)));
}

// take_body_2=theirs, =both: of the second passage. False: all as they stand in the field.
static bool read_takes(struct visit *visit, enum merge_take *takes)
{
    bool any = false;
    for (size_t i = 0; i < PASSAGES_MAX; i++) {
        char number[32];
        snprintf(number, sizeof(number), "%zu", i + 1);
        struct str take = chosen(visit, "take_body_", number);
        takes[i] = str_is(take, "theirs") ? TAKE_THEIRS
                   : str_is(take, "both") ? TAKE_BOTH
                                          : TAKE_OURS;
        any = any || takes[i] != TAKE_OURS;
    }
    return any;
}

// Of Markdown, two paragraphs one below the other would be one; rows of a table and items of a list
// are not.
static struct str part_paragraphs(struct arena *mem, struct str text,
                                  const struct merge_part *parts, size_t count,
                                  const enum merge_take *takes)
{
    static const char marks[] = "|-*+>#:";
    size_t clash = 0;
    for (size_t i = 0; i < count; i++) {
        struct str ours = str_trim(parts[i].text), theirs = str_trim(parts[i].theirs);
        if (!parts[i].clash || clash >= PASSAGES_MAX || takes[clash++] != TAKE_BOTH || !ours.len ||
            !theirs.len || strchr(marks, theirs.at[0]))
            continue;
        struct str joint = str_printf(mem, STR_FMT "\n" STR_FMT, STR_ARG(ours), STR_ARG(theirs));
        ptrdiff_t at = str_find(text, joint);
        if (at >= 0)
            text = str_printf(mem, STR_FMT "\n" STR_FMT,
                              STR_ARG(str_from_to(text, 0, (size_t)at + ours.len)),
                              STR_ARG(str_after(text, (size_t)at + ours.len)));
    }
    return text;
}

// What was chosen is put where the field has mine. What was written by hand there counts for more.
static struct str put_in(struct arena *mem, struct str written, const struct merge_part *parts,
                         size_t count, const enum merge_take *takes)
{
    struct merge_part *both;
    size_t both_count;
    struct str shown = str_trim(merge_text(mem, parts, count, NULL, 0));
    struct str wanted = str_trim(merge_text(mem, parts, count, takes, PASSAGES_MAX));
    merge_lines(mem, shown, written, wanted, &both, &both_count);
    struct str merged = str_trim(merge_text(mem, both, both_count, NULL, 0));
    return part_paragraphs(mem, merged, parts, count, takes);
}

static bool resolve_passages(struct visit *visit, int64_t id, struct story_form *form)
{
    struct job *job = visit->job;
    struct story_form base, theirs;
    struct merge_part *parts;
    enum merge_take takes[PASSAGES_MAX];
    size_t count;
    int64_t begun;
    if (!read_takes(visit, takes) || !parse_int(form_text(&visit->form, "base"), &begun))
        return true;
    AUTO_TXN txn = read_begin(job, visit->newsroom->options.store, NULL);
    if (!txn.open || !read_version(visit, &txn, id, begun, &base) ||
        !read_version(visit, &txn, id, form->version, &theirs))
        return false;
    merge_lines(&job->mem, base.texts[TEXT_BODY], str_trim(form_text(&visit->form, "mine_body")),
                theirs.texts[TEXT_BODY], &parts, &count);
    form->texts[TEXT_BODY] = put_in(&job->mem, form->texts[TEXT_BODY], parts, count, takes);
    return true;
}

// take_headline=theirs: the field is left as it is saved; =mine: as it was typed.
bool conflict_resolve(struct visit *visit, int64_t id, struct story_form *form)
{
    if (!resolve_passages(visit, id, form))
        return false;
    for (enum story_text text = 0; text < STORY_TEXTS; text++) {
        const char *name = text_rules[text].name;
        struct str take = chosen(visit, "take_", name);
        if (str_is(take, "theirs"))
            form->given &= ~(1u << text);
        if (!str_is(take, "mine"))
            continue;
        form->given |= 1u << text;
        form->texts[text] = str_trim(chosen(visit, "mine_", name));
    }
    return true;
}
