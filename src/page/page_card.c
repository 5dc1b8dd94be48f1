// A story as it stands in a list or on a front.
#include "page/internal.h"

struct str href_story(const struct making *m, struct str edition, struct str path)
{
    return href(m,
                str_printf(&m->job->mem, "/" STR_FMT "/" STR_FMT, STR_ARG(edition), STR_ARG(path)));
}

// Sections that are named after a kind of story.
static bool is_of_kind(struct str section_path)
{
    return str_starts(section_path, S("articles/")) || str_starts(section_path, S("videos")) ||
           str_is(section_path, "infographs") || str_is(section_path, "in-pictures");
}

// What kind of story it is, where that says something and its section does not say it already.
static struct str find_label(const struct making *m, const struct story_card *card)
{
    char *name = str_c(&m->job->mem, str_join(&m->job->mem, S("kinds."), card->kind));
    bool is_said = !card->kicker.len && is_of_kind(card->section_path);
    return is_said ? STR_NONE : words_phrase(m->words, name); // plain news has no word
}

bool card_fill(const struct making *m, struct value *map, const struct story_card *card,
               const char *slot, const struct picture_use *use)
{
    struct arena *mem = &m->job->mem;
    map_text(map, "key", str_printf(mem, "%s-%lld", slot, (long long)card->id));
    map_text(map, "hue", card->section_colour.len ? card->section_colour : S("news"));
    map_text(map, "url", href_story(m, m->edition.slug, card->path));
    map_text(map, "headline", card->headline);
    map_text(map, "label", find_label(m, card));
    map_text(map, "kicker", card->kicker.len ? card->kicker : card->section_name);
    map_text(map, "standfirst", card->standfirst);
    map_text(map, "byline", STR_NONE);
    map_text(map, "iso", time_rfc3339(mem, card->published_ms));
    map_text(map, "time", date_time(mem, &m->edition.locale, card->published_ms));
    if (use)
        return put_picture(m, map, card->picture_id, use);
    map_text(map, "picture", STR_NONE);
    return true;
}
