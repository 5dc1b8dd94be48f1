// What differs, shown word by word; and what the script is told.
#include "newsroom/story_form.h"

#include "api/json_writer.h"
#include "text/diff.h"

// A field of choices or a number, in the words of the form; others as they are.
static struct str label_of(const struct visit *visit, enum story_text text)
{
    char phrase[64];
    snprintf(phrase, sizeof(phrase), "fields.%s", text_rules[text].name);
    return visit_phrase(visit, phrase);
}

static struct str shown(const struct visit *visit, enum story_text text, struct str value)
{
    char phrase[96];
    if (text != TEXT_KIND || !value.len || value.len > 40)
        return value;
    snprintf(phrase, sizeof(phrase), "story.kinds." STR_FMT, STR_ARG(value));
    struct str name = visit_phrase(visit, phrase);
    return name.len ? name : value;
}

void put_text_diff(struct visit *visit, struct value *list, enum story_text text,
                   const struct edition *edition, struct str before, struct str after)
{
    struct arena *mem = &visit->job->mem;
    bool content = text_rules[text].is_content;
    struct diff_part *parts;
    size_t count;
    struct value *item = list_map(list);
    map_text(item, "name", str_from(text_rules[text].name));
    map_text(item, "label", label_of(visit, text));
    map_text(item, "lang", content ? edition->locale.lang : STR_NONE);
    map_text(item, "dir", content ? edition->dir : S("auto"));
    map_bool(item, "differs", !str_eq(before, after));
    diff_words(mem, shown(visit, text, before), shown(visit, text, after), &parts, &count);
    struct value *shown_parts = map_list(item, "parts");
    for (size_t i = 0; i < count; i++) {
        struct value *part = list_map(shown_parts);
        map_bool(part, "removed", parts[i].kind == DIFF_REMOVED);
        map_bool(part, "added", parts[i].kind == DIFF_ADDED);
        map_text(part, "text", parts[i].text);
    }
}

bool story_answer_json(struct visit *visit, int64_t id, struct str kept,
                       const struct version_row *newest, const struct writer *others, size_t count)
{
    struct arena *mem = &visit->job->mem;
    struct json_writer w;
    struct str json;
    json_writer_start(&w, mem);
    write_json_open(&w, '{');
    write_json_key(&w, "id");
    write_json_id(&w, id);
    write_json_key(&w, "path");
    write_json_text(&w, story_path(visit, id, ""));
    write_json_key(&w, "kept");
    write_json_text_or_null(&w, kept);
    write_json_key(&w, "kept_at");
    write_json_int(&w, kept.len ? visit->job->now_ms : 0);
    write_json_key(&w, "version");
    write_json_int(&w, newest->number);
    write_json_key(&w, "saved_by");
    write_json_text(&w, newest->by);
    write_json_key(&w, "saved");
    write_json_text(&w, clock_time(mem, &visit->locale, newest->at_ms));
    write_json_key(&w, "others");
    write_json_open(&w, '[');
    for (size_t i = 0; i < count; i++) {
        write_json_open(&w, '{');
        write_json_key(&w, "name");
        write_json_text(&w, others[i].name);
        write_json_key(&w, "since");
        write_json_text(&w, clock_time(mem, &visit->locale, others[i].since_ms));
        write_json_close(&w, '}');
    }
    write_json_close(&w, ']');
    write_json_close(&w, '}');
    return json_writer_done(visit->job, &w, &json) && visit_json(visit, 200, json);
}
