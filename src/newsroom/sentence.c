#include "newsroom/sentence.h"

#include <jansson.h>

enum { HOLES_MAX = 9 };

// "there is no {1} {2}" as its fixed pieces: "there is no ", " ", "".
struct sentence {
    struct str pieces[HOLES_MAX + 1];
    int holes[HOLES_MAX]; // which number each has
    int holes_count;
    size_t fixed; // bytes that are no hole: the more, the surer
    struct str said;
};

struct sentences {
    struct sentence *items;
    size_t count;
};

// ── the catalogue ─────────────────────────────────────────────────────────────────────────────

// The next "{n}" of text; its place, or -1.
static ptrdiff_t find_hole(struct str text, int *number)
{
    for (size_t i = 0; i + 2 < text.len; i++) {
        if (text.at[i] != '{' || text.at[i + 1] < '1' || text.at[i + 1] > '9' ||
            text.at[i + 2] != '}')
            continue;
        *number = text.at[i + 1] - '0';
        return (ptrdiff_t)i;
    }
    return -1;
}

static void take_apart(struct str english, struct sentence *out)
{
    ptrdiff_t at;
    int number;
    while (out->holes_count < HOLES_MAX && (at = find_hole(english, &number)) >= 0) {
        out->pieces[out->holes_count] = str_from_to(english, 0, (size_t)at);
        out->holes[out->holes_count++] = number;
        english = str_after(english, (size_t)at + 3);
    }
    out->pieces[out->holes_count] = english;
    for (int i = 0; i <= out->holes_count; i++)
        out->fixed += out->pieces[i].len;
}

static int by_fixed(const void *a, const void *b)
{
    const struct sentence *x = a, *y = b;
    return x->fixed < y->fixed ? 1 : -(x->fixed > y->fixed);
}

static struct str copy_of(struct arena *mem, const char *text)
{
    return str_copy(mem, str_from(text));
}

bool sentences_parse(struct job *job, struct arena *mem, struct str json, struct sentences **out)
{
    json_error_t error;
    const char *english;
    json_t *said, *object = json_loadb(json.at, json.len, JSON_REJECT_DUPLICATES, &error);
    struct sentences *sentences = arena_new(mem, struct sentences);
    if (!json_is_object(object)) {
        json_decref(object);
        return job_fail(job, FAULT_INTERNAL, "a catalogue of sentences, line %d: %s", error.line,
                        error.text);
    }
    sentences->items = arena_array(mem, struct sentence, json_object_size(object) + 1);
    json_object_foreach(object, english, said)
    {
        struct sentence *sentence = &sentences->items[sentences->count++];
        take_apart(copy_of(mem, english), sentence);
        sentence->said = copy_of(mem, json_is_string(said) ? json_string_value(said) : english);
    }
    json_decref(object);
    qsort(sentences->items, sentences->count, sizeof(*sentences->items), by_fixed);
    *out = sentences;
    return true;
}

// ── a finished sentence ───────────────────────────────────────────────────────────────────────

// A hole reaches to the next fixed piece, the last one to the end.
static bool fits(const struct sentence *sentence, struct str english, struct str *values)
{
    struct str rest = english;
    if (!str_starts(rest, sentence->pieces[0]))
        return false;
    rest = str_after(rest, sentence->pieces[0].len);
    for (int i = 0; i < sentence->holes_count; i++) {
        struct str piece = sentence->pieces[i + 1];
        bool is_last = i + 1 == sentence->holes_count;
        ptrdiff_t at = is_last && str_ends(rest, piece) ? (ptrdiff_t)(rest.len - piece.len)
                       : is_last || !piece.len          ? -1
                                                        : str_find(rest, piece);
        if (!is_last && !piece.len)
            at = 0; // two holes side by side: the second has it all
        if (at < 0)
            return false;
        values[i] = str_from_to(rest, 0, (size_t)at);
        rest = str_after(rest, (size_t)at + piece.len);
    }
    return rest.len == 0;
}

static const struct sentence *find(const struct sentences *sentences, struct str english,
                                   struct str *values)
{
    for (size_t i = 0; i < sentences->count; i++) {
        if (sentences->items[i].fixed && fits(&sentences->items[i], english, values))
            return &sentences->items[i];
    }
    return NULL;
}

// What stands in a hole: a word of ours in the language, or as it is.
static struct str word_in(const struct sentences *sentences, struct str word)
{
    for (size_t i = 0; i < sentences->count; i++) {
        const struct sentence *sentence = &sentences->items[i];
        if (sentence->holes_count == 0 && str_eq(sentence->pieces[0], word))
            return sentence->said;
    }
    return word;
}

static struct str value_of(const struct sentence *sentence, const struct str *values, int number)
{
    for (int i = 0; i < sentence->holes_count; i++) {
        if (sentence->holes[i] == number)
            return values[i];
    }
    return STR_NONE;
}

struct str sentence_in(struct arena *mem, const struct sentences *sentences, struct str english,
                       bool *known)
{
    struct str values[HOLES_MAX], rest, said;
    const struct sentence *sentence = sentences ? find(sentences, english, values) : NULL;
    ptrdiff_t at;
    int number;
    *known = !sentences || sentence;
    if (!sentence)
        return english;
    struct buf b;
    buf_start(&b, mem, 1 << 16);
    for (rest = sentence->said; (at = find_hole(rest, &number)) >= 0;
         rest = str_after(rest, (size_t)at + 3)) {
        buf_add(&b, str_from_to(rest, 0, (size_t)at));
        said = value_of(sentence, values, number);
        buf_add(&b, word_in(sentences, said));
    }
    buf_add(&b, rest);
    return buf_str(&b);
}
