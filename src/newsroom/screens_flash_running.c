// What is running in each edition, for how long, and what says the same twice.
#include "newsroom/flash_form.h"

#include "text/search_fold.h"

#define MINUTE_MS INT64_C(60000)

// ── the same news twice ───────────────────────────────────────────────────────────────────────

enum { WORDS_MAX = 96 };

struct bag {
    uint64_t words[WORDS_MAX]; // hashes, each once
    size_t count;
};

static bool has_word(const struct bag *bag, uint64_t word)
{
    for (size_t i = 0; i < bag->count; i++) {
        if (bag->words[i] == word)
            return true;
    }
    return false;
}

static struct bag bag_of(struct arena *mem, struct str text)
{
    struct bag bag = {.count = 0};
    struct str rest = search_fold(mem, text), word;
    while (bag.count < WORDS_MAX && str_cut(&rest, ' ', &word)) {
        uint64_t hash = str_hash(word);
        if (word.len && !has_word(&bag, hash))
            bag.words[bag.count++] = hash;
    }
    return bag;
}

// Two thirds of the shorter one's words are in the other.
static bool is_near(struct arena *mem, struct str a, struct str b)
{
    struct bag one = bag_of(mem, a), other = bag_of(mem, b);
    size_t shared = 0, shorter = one.count < other.count ? one.count : other.count;
    for (size_t i = 0; i < one.count; i++)
        shared += has_word(&other, one.words[i]);
    return shorter > 0 && shared * 3 >= shorter * 2;
}

static const struct flash *find_near(struct arena *mem, const struct flash *flashes, size_t count,
                                     size_t at)
{
    for (size_t i = at + 1; i < count; i++) { // newest first: those before it
        if (flashes[at].at_ms - flashes[i].at_ms > FLASH_NEAR_MS)
            break;
        if (is_near(mem, flashes[at].text, flashes[i].text))
            return &flashes[i];
    }
    return NULL;
}

// ── rows ──────────────────────────────────────────────────────────────────────────────────────

static struct str age_text(const struct visit *visit, int64_t at_ms)
{
    int64_t minutes = (visit->job->now_ms - at_ms) / MINUTE_MS;
    if (minutes < 1)
        return visit_phrase(visit, "flash.now");
    const char *unit = minutes < 60 ? "flash.minutes" : "flash.hours";
    return words_count(&visit->job->mem, visit->words, &visit->locale, unit,
                       minutes < 60 ? minutes : minutes / 60);
}

static void put_near(const struct visit *visit, struct value *row, const struct flash *near)
{
    struct arena *mem = &visit->job->mem;
    map_text(row, "near",
             near ? words_with(mem, visit->words, "flash.near", "time",
                               clock_time(mem, &visit->locale, near->at_ms))
                  : STR_NONE);
}

static void put_row(const struct visit *visit, struct value *row, const struct flash *flash)
{
    struct arena *mem = &visit->job->mem;
    const struct edition *edition = visit_edition_of(visit, flash->edition_id);
    map_int(row, "id", flash->id);
    map_text(row, "text", flash->text);
    map_text(row, "place", flash->place);
    map_text(row, "source", flash->source);
    map_bool(row, "bar", flash->bar);
    map_bool(row, "is_recent", visit->job->now_ms - flash->at_ms <= FLASH_NEAR_MS);
    map_int(row, "at_ms", flash->at_ms);
    visit_put_time(visit, row, "at", flash->at_ms);
    visit_put_time(visit, row, "until", flash->expires_ms);
    map_text(row, "age", age_text(visit, flash->at_ms));
    map_int(row, "story_id", flash->story_id);
    map_text(row, "site_url",
             flash->story_path.len && edition
                 ? str_printf(mem, "/" STR_FMT "/" STR_FMT, STR_ARG(edition->slug),
                              STR_ARG(flash->story_path))
                 : STR_NONE);
}

static bool put_edition(struct visit *visit, struct txn *txn, struct value *list,
                        const struct edition *edition)
{
    struct flash *flashes;
    size_t count;
    struct value *of = list_map(list), *rows;
    if (!flash_list(visit->job, txn, edition->id, FLASHES_SHOWN_MAX, &flashes, &count))
        return false;
    map_text(of, "slug", edition->slug);
    map_text(of, "name", edition->name);
    map_text(of, "lang", edition->locale.lang);
    map_text(of, "dir", edition->dir);
    map_bool(of, "any", count > 0);
    rows = map_list(of, "flashes");
    for (size_t i = 0; i < count; i++) {
        struct value *row = list_map(rows);
        put_row(visit, row, &flashes[i]);
        put_near(visit, row, find_near(&visit->job->mem, flashes, count, i));
        map_bool(row, "is_newest", i == 0);
    }
    return true;
}

bool put_running(struct visit *visit)
{
    struct value *list = map_list(visit->page, "running");
    AUTO_TXN txn = read_begin(visit->job, visit->newsroom->options.store, NULL);
    for (size_t i = 0; txn.open && i < visit->editions_count; i++) {
        if (!put_edition(visit, &txn, list, &visit->editions[i]))
            return false;
    }
    return txn.open;
}
