// Two have saved: both sides beside each other, field by field. What only one side changed is taken
// from that side; what both did is chosen, and text is merged by lines. What the second typed was
// kept before this is shown.
#include "newsroom/field.h"
#include "newsroom/story_form.h"

#include "text/diff.h"

struct sides {
    struct open_story *open; // newest: theirs
    struct story_form base, mine;
};

static bool read_base(struct visit *visit, struct txn *txn, int64_t id, int64_t version,
                      struct story_form *out)
{
    struct story story;
    return version_read(visit->job, txn, &visit->actor, id, version, &story) &&
           form_of_story(visit, txn, &story, out);
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
        return str_trim(merge_lines(mem, base, mine, theirs, clash));
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
}

static bool put_sides(struct visit *visit, struct txn *txn, int64_t id,
                      const struct story_form *mine, struct sides *sides)
{
    if (!story_load_newest(visit, txn, id, sides->open) ||
        !read_base(visit, txn, id, mine->version, &sides->base) ||
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

// take_headline=theirs: the field is left as it is saved; =mine: as it was typed.
void conflict_resolve(struct visit *visit, struct story_form *form)
{
    struct arena *mem = &visit->job->mem;
    for (enum story_text text = 0; text < STORY_TEXTS; text++) {
        const char *name = text_rules[text].name;
        struct str take = form_text(&visit->form, str_c(mem, str_printf(mem, "take_%s", name)));
        if (str_is(take, "theirs"))
            form->given &= ~(1u << text);
        if (!str_is(take, "mine"))
            continue;
        form->given |= 1u << text;
        form->texts[text] =
            str_trim(form_text(&visit->form, str_c(mem, str_printf(mem, "mine_%s", name))));
    }
}
