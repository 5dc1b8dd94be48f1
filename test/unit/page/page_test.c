// Pages over a real store, made with no cache between.
#include "unit.h"

#include "news/edition.h"
#include "news/flash.h"
#include "news/story.h"
#include "page/page.h"

#include <unistd.h>

struct world {
    struct store *store;
    struct page_world *pages;
    char folder[64];
};

static int set_up(void **state)
{
    struct world *w = heap_take(sizeof(*w));
    struct page_options options = {.site_url = S("https://news.example.org")};
    struct str editions[] = {S("en"), S("es"), S("ar")};
    struct job job;
    job_start(&job, 1000);
    snprintf(w->folder, sizeof(w->folder), "/tmp/page_test_XXXXXX");
    assert_non_null(mkdtemp(w->folder));
    struct str url = str_printf(&job.mem, "%s/stoppress.db", w->folder);
    struct store_options store = {.url = str_c(&job.mem, url), .create = true};
    assert_job(store_open(&job, &store, &w->store), &job);
    struct txn txn = write_begin(&job, w->store);
    assert_job(site_make(&job, &txn, S("The Daily"), editions, 3) && txn_commit(&job, &txn), &job);
    txn_end(&txn);
    assert_job(page_world_make(&job, &options, &w->pages), &job);
    job_end(&job);
    *state = w;
    return 0;
}

static int tear_down(void **state)
{
    struct world *w = *state;
    struct job job;
    page_world_free(w->pages);
    store_close(w->store);
    job_start(&job, 0);
    const char *const files[] = {"stoppress.db", "stoppress.db-wal", "stoppress.db-shm"};
    for (size_t i = 0; i < ARRAY_LEN(files); i++)
        unlink(str_c(&job.mem, str_printf(&job.mem, "%s/%s", w->folder, files[i])));
    job_end(&job);
    rmdir(w->folder);
    free(w);
    return 0;
}

// The page of this key; its notes in *notes.
static struct cache_made make(struct job *job, struct world *w, struct str name, int kind,
                              struct notebook *notes)
{
    struct cache_made made;
    struct cache_key key = {.name = name, .kind = (enum cache_kind)kind};
    notebook_start(notes, &job->mem);
    AUTO_TXN txn = read_begin(job, w->store, notes);
    assert_job(txn.open, job);
    assert_job(
        (kind == CACHE_PAGE ? page_make : page_fragment_make)(job, &txn, &key, w->pages, &made),
        job);
    return made;
}

static bool has(struct str text, const char *what)
{
    return str_find(text, str_from(what)) >= 0;
}

static void a_front_names_its_regions_in_order(void **state)
{
    static const char *const expected[] = {"bar:en",      "menu:en",     "ticker:en", "front:en",
                                           "dossiers:en", "mostread:en", "footer:en"};
    AUTO_JOB job;
    struct notebook notes;
    job_start(&job, 1000);
    struct cache_made made = make(&job, *state, S("/en/"), CACHE_PAGE, &notes);
    assert_int_equal(made.status, 200);
    assert_int_equal(made.sheet.regions_count, ARRAY_LEN(expected));
    for (size_t i = 0; i < ARRAY_LEN(expected); i++)
        assert_str(made.sheet.regions[i].fragment, expected[i]);
}

static void an_arabic_page_is_right_to_left_and_says_so(void **state)
{
    AUTO_JOB job;
    struct notebook notes;
    job_start(&job, 1000);
    struct cache_made made = make(&job, *state, S("/ar/latest/"), CACHE_PAGE, &notes);
    assert_true(has(made.sheet.text, "<html lang=\"ar\" dir=\"rtl\""));
    assert_true(has(made.extra_headers, "Content-Language: ar\n"));
}

static void what_is_not_there_is_noted_under_its_path(void **state)
{
    AUTO_JOB job;
    struct notebook notes;
    job_start(&job, 1000);
    struct cache_made made = make(&job, *state, S("/en/news/politics/nothing"), CACHE_PAGE, &notes);
    assert_int_equal(made.status, 404);
    assert_true(notebook_has(&notes, S("path:/en/news/politics/nothing")));
    assert_true(has(made.sheet.text, "name=\"robots\" content=\"noindex\""));
}

static void a_section_without_its_slash_moves(void **state)
{
    AUTO_JOB job;
    struct notebook notes;
    job_start(&job, 1000);
    struct cache_made made = make(&job, *state, S("/en/news/politics"), CACHE_PAGE, &notes);
    assert_int_equal(made.status, 301);
    assert_str(made.location, "/en/news/politics/");
}

static void the_root_leads_to_the_first_wanted_language(void **state)
{
    AUTO_JOB job;
    struct notebook notes;
    job_start(&job, 1000);
    struct cache_made made = make(&job, *state, S("/?fr,ar,en"), CACHE_PAGE, &notes);
    assert_int_equal(made.status, 302);
    assert_str(made.location, "/ar/");
    assert_true(has(made.extra_headers, "Vary: Accept-Language\n"));
    assert_str(make(&job, *state, S("/?"), CACHE_PAGE, &notes).location, "/en/");
}

static void an_origin_in_the_key_is_that_of_the_canonical_address(void **state)
{
    AUTO_JOB job;
    struct notebook notes;
    job_start(&job, 1000);
    struct cache_made made = make(&job, *state, S("http://127.0.0.1:9/en/"), CACHE_PAGE, &notes);
    assert_true(has(made.sheet.text, "rel=\"canonical\" href=\"http://127.0.0.1:9/en/\""));
}

static void a_fragment_made_twice_has_one_version(void **state)
{
    AUTO_JOB job;
    struct notebook notes;
    job_start(&job, 1000);
    struct cache_made once = make(&job, *state, S("menu:en"), CACHE_FRAGMENT, &notes);
    struct cache_made again = make(&job, *state, S("menu:en"), CACHE_FRAGMENT, &notes);
    assert_true(str_eq(once.version, again.version));
    assert_true(str_eq(once.sheet.text, again.sheet.text));
    assert_str(once.channel, "menu:en");
}

static void a_flash_changes_the_tickers_version(void **state)
{
    AUTO_JOB job;
    struct world *w = *state;
    struct notebook notes;
    int64_t id;
    job_start(&job, 1000);
    struct cache_made before = make(&job, w, S("ticker:en"), CACHE_FRAGMENT, &notes);
    struct actor house = actor_of_house(S("command"));
    struct flash flash = {.text = S("The tide is <in>")};
    struct txn txn = write_begin(&job, w->store);
    assert_job(flash_make(&job, &txn, &house, S("en"), &flash, FLASH_HAS_TEXT, &id) &&
                   txn_commit(&job, &txn),
               &job);
    txn_end(&txn);
    struct cache_made after = make(&job, w, S("ticker:en"), CACHE_FRAGMENT, &notes);
    assert_false(str_eq(before.version, after.version));
    assert_true(has(after.sheet.text, "The tide is &lt;in&gt;"));
    assert_true(notebook_has(&notes, S("flash:en")));
}

static int64_t publish(struct job *job, struct world *w, const char *headline, const char *body)
{
    struct actor house = actor_of_house(S("command"));
    struct block *document;
    int64_t id;
    assert_job(document_parse(job, str_from(body), &document), job);
    struct story_fields fields = {.set = STORY_HAS_EDITION | STORY_HAS_HEADLINE | STORY_HAS_BODY |
                                         STORY_HAS_SECTION,
                                  .edition = S("en"),
                                  .headline = str_from(headline),
                                  .section = S("news/sports"),
                                  .body = document};
    AUTO_TXN txn = write_begin(job, w->store);
    assert_job(story_make(job, &txn, &house, &fields, &id) &&
                   story_publish(job, &txn, &house, id, 0, 0, NULL) && txn_commit(job, &txn),
               job);
    return id;
}

static void a_related_box_names_what_readers_can_see(void **state)
{
    AUTO_JOB job;
    struct world *w = *state;
    struct notebook notes;
    job_start(&job, 1000);
    int64_t one = publish(&job, w, "The <first>",
                          "{\"type\":\"doc\",\"content\":[{\"type\":\"paragraph\",\"content\":"
                          "[{\"type\":\"text\",\"text\":\"One.\"}]}]}");
    struct str body = str_printf(&job.mem,
                                 "{\"type\":\"doc\",\"content\":[{\"type\":\"paragraph\","
                                 "\"content\":[{\"type\":\"text\",\"text\":\"Two.\"}]},"
                                 "{\"type\":\"related\",\"attrs\":{\"ref\":\"%lld,999\"}}]}",
                                 (long long)one);
    int64_t two = publish(&job, w, "The second", str_c(&job.mem, body));
    struct str fragment = str_printf(&job.mem, "story:%lld", (long long)two);
    struct str other = str_printf(&job.mem, "story:%lld", (long long)one);
    struct cache_made made = make(&job, w, fragment, CACHE_FRAGMENT, &notes);
    assert_true(has(made.sheet.text, "class=\"related\""));
    assert_true(has(made.sheet.text, "href=\"/en/news/sports/the-first\">The &lt;first&gt;</a>"));
    assert_true(notebook_has(&notes, other));
    assert_true(notebook_has(&notes, S("story:999")));

    struct actor house = actor_of_house(S("command"));
    struct txn txn = write_begin(&job, w->store);
    assert_job(story_withdraw(&job, &txn, &house, one, 0, S("Wrong")) && txn_commit(&job, &txn),
               &job);
    txn_end(&txn);
    made = make(&job, w, fragment, CACHE_FRAGMENT, &notes);
    assert_false(has(made.sheet.text, "class=\"related\""));
    assert_true(notebook_has(&notes, other));
}

static void every_channel_knows_its_fragments(void **state)
{
    static const struct {
        const char *channel, *first;
        size_t count;
    } cases[] = {{"flash:en", "ticker:en", 2},
                 {"menu:ar", "menu:ar", 2},
                 {"front:es", "front:es", 1},
                 {"latest:en", "list:latest:en", 1},
                 {"section:7/list", "list:section:7", 1},
                 {"story:42", "story:42", 3},
                 {"shares:42", "shares:42", 1},
                 {"mostread:en", "mostread:en", 2},
                 {"mostread:en:hour", "ranking:en:hour", 1},
                 {"dossiers:ar", "dossiers:ar", 1}};
    AUTO_JOB job;
    struct str *names;
    size_t count;
    job_start(&job, 1000);
    for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
        assert_job(page_channel_fragments(&job, str_from(cases[i].channel), &names, &count), &job);
        assert_int_equal(count, cases[i].count);
        assert_str(names[0], cases[i].first);
    }
    assert_job(page_channel_fragments(&job, S("nonsense"), &names, &count), &job);
    assert_int_equal(count, 0);
}

static void what_a_page_is_read_for_is_held(void **state)
{
    assert_true(page_fragment_is_held(S("story:42")));
    assert_true(page_fragment_is_held(S("front:en")));
    assert_true(page_fragment_is_held(S("list:section:7")));
    assert_false(page_fragment_is_held(S("ticker:en")));
    assert_false(page_fragment_is_held(S("bar:en")));
    assert_false(page_fragment_is_held(S("menu:en")));
    assert_false(page_fragment_is_held(S("next:42")));
    assert_false(page_fragment_is_held(S("mostread:en")));
}

static void an_error_speaks_the_language_of_the_address(void **state)
{
    AUTO_JOB job;
    struct world *w = *state;
    struct str html;
    job_start(&job, 1000);
    assert_job(page_error(&job, w->pages, S("/ar/x"), 404, &html), &job);
    assert_true(has(html, "lang=\"ar\" dir=\"rtl\""));
    assert_job(page_error(&job, w->pages, S("/<x>/"), 405, &html), &job);
    assert_true(has(html, "lang=\"en\" dir=\"ltr\""));
    assert_false(has(html, "<x>"));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_front_names_its_regions_in_order),
        cmocka_unit_test(an_arabic_page_is_right_to_left_and_says_so),
        cmocka_unit_test(what_is_not_there_is_noted_under_its_path),
        cmocka_unit_test(a_section_without_its_slash_moves),
        cmocka_unit_test(the_root_leads_to_the_first_wanted_language),
        cmocka_unit_test(an_origin_in_the_key_is_that_of_the_canonical_address),
        cmocka_unit_test(a_fragment_made_twice_has_one_version),
        cmocka_unit_test(a_flash_changes_the_tickers_version),
        cmocka_unit_test(a_related_box_names_what_readers_can_see),
        cmocka_unit_test(every_channel_knows_its_fragments),
        cmocka_unit_test(what_a_page_is_read_for_is_held),
        cmocka_unit_test(an_error_speaks_the_language_of_the_address),
    };
    return cmocka_run_group_tests(tests, set_up, tear_down);
}
