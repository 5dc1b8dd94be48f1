// corpus: stories enough to measure with, as JSON lines for `stoppress import jsonl`.
//
//   corpus COUNT [WORDS] > stories.jsonl
//
// The same count gives the same bytes. Words are invented; how often each comes follows Zipf's law,
// as do sections, topics and names, so that lists are as uneven as a newspaper's. Eight of ten
// stories are in English, one in Spanish, one in Arabic.
#include <math.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

enum { VOCABULARY = 6000, TOPICS = 1500, NAMES = 300, WORD_BYTES = 40 };

static uint64_t state = 0x9e3779b97f4a7c15u;

static uint64_t draw(void)
{
    state ^= state << 13;
    state ^= state >> 7;
    state ^= state << 17;
    return state;
}

static size_t draw_below(size_t n)
{
    return (size_t)(draw() % n);
}

// Rank r comes about 1/r times as often as the first.
static size_t draw_zipf(size_t n)
{
    double u = (double)(draw() >> 11) / 9007199254740992.0;
    size_t rank = (size_t)exp(u * log((double)n + 1)) - 1;
    return rank < n ? rank : n - 1;
}

struct language {
    const char *code;
    const char *syllables[24];
    char words[VOCABULARY][WORD_BYTES];
};

static struct language languages[] = {
    {"en", {"an",  "bel", "cor", "den", "er",  "fal", "gren", "hol", "in",  "jor", "kel", "lan",
            "mar", "nor", "on",  "pel", "ren", "sal", "ter",  "ul",  "ver", "wes", "th",  "ing"}},
    {"es", {"ca", "do", "ma", "ri", "to", "se", "ción", "es", "la", "ñe", "pa", "lo",
            "re", "mi", "gü", "ta", "no", "dé", "bu",   "fi", "cu", "ró", "ve", "ía"}},
    {"ar", {"با", "مد", "لي", "نور", "كا", "ست", "را", "حم", "دو", "في", "قا", "لم",
            "سو", "تي", "جا", "خر",  "عا", "نا", "هد", "وا", "يا", "شم", "طي", "صا"}},
};

static void make_words(struct language *language)
{
    for (size_t i = 0; i < VOCABULARY; i++) {
        size_t syllables = 1 + draw_below(i < 100 ? 2 : 4);
        char *word = language->words[i];
        for (size_t s = 0; s < syllables; s++)
            strcat(word, language->syllables[draw_below(24)]);
    }
}

static void put_words(const struct language *language, size_t count)
{
    for (size_t i = 0; i < count; i++)
        printf("%s%s", i ? " " : "", language->words[draw_zipf(VOCABULARY)]);
}

static void put_body(const struct language *language, size_t words)
{
    while (words > 0) {
        size_t paragraph = 30 + draw_below(50);
        paragraph = paragraph < words ? paragraph : words;
        words -= paragraph;
        put_words(language, paragraph);
        printf(words ? ".\\n\\n" : ".");
    }
}

static void put_names(const char *member, const char *stem, const char *code, size_t of,
                      size_t count)
{
    printf(",\"%s\":[", member);
    for (size_t i = 0; i < count; i++)
        printf("%s\"%s %s %zu\"", i ? "," : "", stem, code, draw_zipf(of));
    printf("]");
}

static void put_story(size_t number, size_t count, size_t words)
{
    static const char *const sections[] = {
        "news/politics",   "news/economy",      "news/sports",       "articles/opinion",
        "news/technology", "news/health",       "articles/analysis", "news/environment",
        "articles/blog",   "articles/features", "news/arts-culture", "news/miscellaneous"};
    static const char *const regions[] = {"mena",   "europe",       "us-canada",     "asia",
                                          "africa", "asia-pacific", "latin-america", "palestine"};
    size_t tenth = draw_below(10);
    const struct language *language = &languages[tenth < 8 ? 0 : tenth - 7];
    time_t at = 1700000000 - (time_t)(count - number) * 600;
    char when[32];
    struct tm utc;
    strftime(when, sizeof(when), "%Y-%m-%dT%H:%M:%SZ", gmtime_r(&at, &utc));
    printf("{\"id\":\"bench-%zu\",\"edition\":\"%s\",\"published_at\":\"%s\",\"headline\":\"",
           number, language->code, when);
    put_words(language, 5 + draw_below(6));
    printf(" %zu\",\"standfirst\":\"", number);
    put_words(language, 12 + draw_below(12));
    printf("\",\"section\":\"%s\",\"regions\":[\"%s\"]", sections[draw_zipf(12)],
           regions[draw_zipf(8)]);
    put_names("topics", "Topic", language->code, TOPICS, 1 + draw_below(4));
    put_names("authors", "Name", "of", NAMES, 1);
    printf(",\"body\":\"");
    put_body(language, words / 2 + draw_below(words));
    printf("\"}\n");
}

int main(int argc, char **argv)
{
    size_t count = argc > 1 ? strtoul(argv[1], NULL, 10) : 0;
    size_t words = argc > 2 ? strtoul(argv[2], NULL, 10) : 250;
    if (count == 0 || words == 0) {
        fputs("corpus COUNT [WORDS]\n", stderr);
        return 2;
    }
    for (size_t i = 0; i < 3; i++)
        make_words(&languages[i]);
    for (size_t i = 0; i < count; i++)
        put_story(i, count, words);
    return fflush(stdout) != 0;
}
