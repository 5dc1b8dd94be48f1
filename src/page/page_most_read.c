// Most Read, and how often a story was shared.
#include "page/internal.h"

enum { MOST_READ_BESIDE = 5 }; // in the aside

// What a page calls a span: its phrase, and where its page lies under /en/most-read/.
static const struct {
    const char *phrase, *path;
} spans[MOST_READ_SPANS] = {
    [MOST_READ_HOUR] = {"most_read_hour", "hour/"},
    [MOST_READ_DAY] = {"most_read_day", ""},
    [MOST_READ_WEEK] = {"most_read_week", "week/"},
};

static struct str most_read_path(struct arena *mem, struct str edition, enum most_read_span span)
{
    return str_printf(mem, "/" STR_FMT "/most-read/%s", STR_ARG(edition), spans[span].path);
}

// Fills "rows": part/ranked. Is there any?
static bool put_rows(const struct making *m, struct value *part, const struct story_cards *cards,
                     const char *slot, const struct picture_use *use)
{
    struct value *rows = map_list(part, "rows");
    map_bool(part, "any", cards->count > 0);
    for (size_t i = 0; i < cards->count; i++) {
        if (!card_fill(m, list_map(rows), &cards->items[i], slot, use))
            return false;
    }
    return true;
}

bool fill_most_read(const struct making *m, struct value *part)
{
    static const struct picture_use use = {.shape = MEDIA_4X3,
                                           .sizes = "(min-width: 62em) 14rem, 7rem",
                                           .decorative = true,
                                           .captioned = true};
    struct story_cards cards;
    if (!most_read_list(m->job, m->txn, m->edition.slug, MOST_READ_DAY, MOST_READ_BESIDE, &cards))
        return false;
    for (size_t i = 0; i < cards.count; i++)
        cards.items[i].standfirst = STR_NONE; // there is no room for it
    map_text(part, "url", href(m, most_read_path(&m->job->mem, m->edition.slug, MOST_READ_DAY)));
    return put_rows(m, part, &cards, "read", &use);
}

bool fill_ranking(const struct making *m, struct value *part, enum most_read_span span)
{
    static const struct picture_use use = {.shape = MEDIA_4X3,
                                           .sizes = "(min-width: 46em) 15rem, 7rem",
                                           .decorative = true,
                                           .captioned = true};
    struct story_cards cards;
    return most_read_list(m->job, m->txn, m->edition.slug, span, MOST_READ_MAX, &cards) &&
           put_rows(m, part, &cards, "ranked", &use);
}

// While there are none nothing is said, but the place is kept for a patch.
bool fill_shares(const struct making *m, struct value *part, int64_t story_id)
{
    int64_t shares;
    if (!share_count_read(m->job, m->txn, story_id, &shares))
        return false;
    map_int(part, "story", story_id);
    map_text(part, "shares",
             shares ? words_count(&m->job->mem, m->words, &m->edition.locale, "shares", shares)
                    : STR_NONE);
    return true;
}

// ── the page ──────────────────────────────────────────────────────────────────────────────────

static void put_spans(const struct making *m, enum most_read_span shown)
{
    struct value *list = map_list(m->page, "spans");
    for (int i = 0; i < MOST_READ_SPANS; i++) {
        struct value *item = list_map(list);
        struct str path = most_read_path(&m->job->mem, m->edition.slug, (enum most_read_span)i);
        map_text(item, "name", words_phrase(m->words, spans[i].phrase));
        map_text(item, "url", href(m, path));
        map_bool(item, "current", i == (int)shown);
    }
}

static bool find_alternates(const struct making *m, enum most_read_span span,
                            struct alternate **out, size_t *count)
{
    struct edition *editions;
    if (!edition_list(m->job, m->txn, &editions, count))
        return false;
    *out = arena_array(&m->job->mem, struct alternate, *count);
    for (size_t i = 0; i < *count; i++)
        (*out)[i] = (struct alternate){editions[i].slug,
                                       most_read_path(&m->job->mem, editions[i].slug, span)};
    return true;
}

static struct str title_of(const struct making *m, enum most_read_span span)
{
    struct str name = words_phrase(m->words, "most_read");
    if (span == MOST_READ_DAY)
        return name;
    return str_printf(&m->job->mem, STR_FMT " · " STR_FMT, STR_ARG(name),
                      STR_ARG(words_phrase(m->words, spans[span].phrase)));
}

static bool make_ranking(struct making *m, enum most_read_span span)
{
    struct arena *mem = &m->job->mem;
    struct alternate *same;
    size_t count;
    struct str about = words_with(mem, m->words, "most_read_about", "name", m->edition.title);
    if (!find_alternates(m, span, &same, &count) ||
        !frame_finish(m, title_of(m, span), about, most_read_path(mem, m->edition.slug, span), same,
                      count))
        return false;
    map_text(m->page, "name", words_phrase(m->words, "most_read"));
    map_text(m->page, "span", words_phrase(m->words, spans[span].phrase));
    put_spans(m, span);
    put_content(m, str_printf(mem, "ranking:" STR_FMT ":%s", STR_ARG(m->edition.slug),
                              most_read_word(span)));
    return frame_render(m, S("most_read"));
}

bool make_most_read(struct making *m, struct str rest)
{
    enum most_read_span span = MOST_READ_DAY;
    struct str word = rest;
    bool with_slash = str_ends(rest, S("/"));
    if (with_slash)
        word.len--;
    if (rest.len && !most_read_parse(word, &span))
        return make_notice(m, 404, STR_NONE);
    if (!str_is(rest, spans[span].path)) { // "hour", "day/"
        make_redirect(m, 301, most_read_path(&m->job->mem, m->edition.slug, span));
        return true;
    }
    return make_ranking(m, span);
}
