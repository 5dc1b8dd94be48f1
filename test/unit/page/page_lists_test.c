// List pages over a real store: their addresses, their edges, and what they note.
#include "news/paper.h"

#include "page/page.h"

enum { DAY = 24 * 3600 * 1000 };

struct press {
    struct paper *paper;
    struct page_world *pages;
};

static int set_up(void **state)
{
    struct press *press = heap_take(sizeof(*press));
    struct page_options options = {.site_url = S("https://news.example.org")};
    void *paper;
    paper_setup(&paper);
    press->paper = paper;
    assert_job(page_world_make(&press->paper->job, &options, &press->pages), &press->paper->job);
    *state = press;
    return 0;
}

static int tear_down(void **state)
{
    struct press *press = *state;
    void *paper = press->paper;
    page_world_free(press->pages);
    paper_teardown(&paper);
    free(press);
    return 0;
}

static struct cache_made make(struct press *press, struct str name, struct notebook *notes)
{
    struct job *job = &press->paper->job;
    struct cache_made made;
    struct cache_key key = {.name = name, .kind = CACHE_PAGE};
    notebook_start(notes, &job->mem);
    AUTO_TXN txn = read_begin(job, press->paper->store, notes);
    assert_job(txn.open, job);
    assert_job(page_make(job, &txn, &key, press->pages, &made), job);
    return made;
}

static struct cache_made get(struct press *press, const char *path)
{
    struct notebook notes;
    return make(press, str_from(path), &notes);
}

static bool has(struct str text, const char *what)
{
    return str_find(text, str_from(what)) >= 0;
}

// A public story of the first edition, as of that moment.
static int64_t published_at(struct press *press, const char *headline, int64_t at_ms)
{
    struct paper *p = press->paper;
    int64_t id = paper_draft(p, headline);
    struct story_dates dates = {.published_ms = at_ms};
    paper_must(p, story_publish(job, txn, &p->house, id, 0, 0, &dates));
    return id;
}

// Noon of a day of UTC, so many days after the paper's first: 24 November 2026.
static int64_t noon(int days)
{
    return NOW / DAY * DAY + DAY / 2 + days * (int64_t)DAY;
}

// ── addresses ─────────────────────────────────────────────────────────────────────────────────

static void every_list_has_one_address_in_every_edition(void **state)
{
    static const char *const editions[] = {"en", "es", "ar"};
    static const char *const lists[] = {
        "latest",          "news",    "news/politics",  "region/europe", "corrections",
        "author/ana-ruiz", "authors", "source/reuters", "coverage",      "archive"};
    struct press *press = *state;
    struct arena *mem = &press->paper->job.mem;
    published_at(press, "One", noon(0));
    for (size_t e = 0; e < ARRAY_LEN(editions); e++) {
        for (size_t i = 0; i < ARRAY_LEN(lists); i++) {
            struct str bare = str_printf(mem, "/%s/%s", editions[e], lists[i]);
            struct str whole = str_join(mem, bare, S("/"));
            struct notebook notes;
            struct cache_made made = make(press, whole, &notes);
            assert_int_equal(made.status, 200);
            struct str canonical =
                str_printf(mem, "rel=\"canonical\" href=\"https://news.example.org" STR_FMT "\"",
                           STR_ARG(whole));
            assert_true(str_find(made.sheet.text, canonical) >= 0);
            ptrdiff_t h1 = str_find(made.sheet.text, S("<h1"));
            assert_true(h1 >= 0);
            assert_false(has(str_after(made.sheet.text, (size_t)h1 + 3), "<h1"));
            assert_true(has(made.sheet.text, "\"@type\":\"BreadcrumbList\""));
            made = make(press, bare, &notes);
            assert_int_equal(made.status, 301);
            assert_true(str_eq(made.location, whole));
            made = make(press, str_join(mem, bare, S("?page=3")), &notes);
            assert_true(str_eq(made.location, str_join(mem, whole, S("?page=3"))));
        }
    }
}

static void what_is_no_list_is_not_there(void **state)
{
    static const char *const paths[] = {"/en/latest/more/",
                                        "/en/authors/all/",
                                        "/en/author/nobody/",
                                        "/en/coverage/nothing/",
                                        "/en/source/nobody/",
                                        "/en/archive/x/",
                                        "/en/archive/2026/1/",
                                        "/en/archive/26/11/",
                                        "/en/archive/2026/13/",
                                        "/en/archive/2026/02/30/",
                                        "/en/archive/2026/11/24/12/",
                                        "/en/archive/2026/11/00/",
                                        "/en/latest/?page=2",
                                        "/en/author/ana-ruiz/?page=2",
                                        "/en/archive/2026/11/24/?page=2",
                                        "/en/authors/?page=2",
                                        "/en/corrections/?page=2"};
    struct press *press = *state;
    published_at(press, "One", noon(0));
    for (size_t i = 0; i < ARRAY_LEN(paths); i++)
        assert_int_equal(get(press, paths[i]).status, 404);
}

static void the_number_of_a_page_is_in_its_title_and_its_address(void **state)
{
    struct press *press = *state;
    for (int i = 0; i < 21; i++)
        published_at(press, "Many", noon(0) + i);
    struct cache_made second = get(press, "/en/news/politics/?page=2");
    assert_int_equal(second.status, 200);
    assert_true(has(second.sheet.text, "<title>Politics · Page 2 · "));
    assert_true(
        has(second.sheet.text, "href=\"https://news.example.org/en/news/politics/?page=2\""));
    assert_true(has(second.sheet.text, "href=\"/en/news/politics/\" rel=\"prev\""));
    assert_false(has(second.sheet.text, "rel=\"next\""));
    assert_int_equal(get(press, "/en/news/politics/?page=3").status, 404);
}

static void an_author_is_the_same_only_where_there_are_stories(void **state)
{
    struct press *press = *state;
    struct paper *p = press->paper;
    published_at(press, "One", noon(0));
    struct cache_made made = get(press, "/en/author/ana-ruiz/");
    assert_true(has(made.sheet.text, "\"@type\":\"Person\""));
    assert_false(has(made.sheet.text, "hreflang=\"es\" href=\"https"));
    struct story_fields fields = paper_fields(p, "Una");
    int64_t id = 0;
    fields.edition = S("es");
    paper_must(p, story_make(job, txn, &p->house, &fields, &id));
    paper_must(p, story_publish(job, txn, &p->house, id, 0, 0, 0));
    made = get(press, "/en/author/ana-ruiz/");
    assert_true(has(made.sheet.text,
                    "hreflang=\"es\" href=\"https://news.example.org/es/author/ana-ruiz/\""));
}

static void authors_stand_in_the_alphabet_of_the_edition(void **state)
{
    static const char *const names[] = {"Zoe Rey", "Ñu Sanz", "Ángel Paz", "Nora Gil"},
                             *const sorted[] = {"Ángel Paz", "Nora Gil", "Ñu Sanz", "Zoe Rey"};
    struct press *press = *state;
    struct paper *p = press->paper;
    for (size_t i = 0; i < ARRAY_LEN(names); i++) {
        struct story_fields fields = paper_fields(p, names[i]);
        int64_t id = 0;
        fields.edition = S("es");
        fields.authors = paper_list(p, names[i], NULL);
        paper_must(p, story_make(job, txn, &p->house, &fields, &id));
        paper_must(p, story_publish(job, txn, &p->house, id, 0, 0, 0));
    }
    struct str rest = get(press, "/es/authors/").sheet.text;
    for (size_t i = 0; i < ARRAY_LEN(sorted); i++) {
        ptrdiff_t at = str_find(rest, str_from(sorted[i]));
        assert_true(at >= 0);
        rest = str_after(rest, (size_t)at);
    }
    assert_false(has(get(press, "/en/authors/").sheet.text, "Zoe Rey"));
}

static void lists_are_followed_under_their_own_topics(void **state)
{
    static const struct {
        const char *channel, *fragment; // NULL: no page shows it
    } cases[] = {{"latest:en", "list:latest:en"},
                 {"section:7/list", "list:section:7"},
                 {"dossier:5/list", "list:dossier:5"},
                 {"person:4:en/list", "list:person:4:en"},
                 {"source:2:ar/list", "list:source:2:ar"},
                 {"corrections:es", "list:corrections:es"},
                 {"person:4/list", NULL},
                 {"source:2/list", NULL},
                 {"programme:1/list", NULL},
                 {"days:en", NULL}};
    struct press *press = *state;
    for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
        struct str *names;
        size_t count;
        assert_true(
            page_channel_fragments(&press->paper->job, str_from(cases[i].channel), &names, &count));
        assert_int_equal(count, cases[i].fragment ? 1 : 0);
        if (cases[i].fragment)
            assert_str(names[0], cases[i].fragment);
    }
}

// ── the archive ───────────────────────────────────────────────────────────────────────────────

static void the_archive_begins_with_the_first_story_and_ends_with_the_last(void **state)
{
    struct press *press = *state;
    assert_int_equal(get(press, "/en/archive/").status, 200);
    assert_int_equal(get(press, "/en/archive/2026/").status, 404);
    published_at(press, "First", noon(-40));
    published_at(press, "Last", noon(0));
    static const struct {
        const char *date;
        int status;
    } cases[] = {{"2026/", 200},       {"2025/", 404},       {"2027/", 404},
                 {"2026/10/", 200},    {"2026/11/", 200},    {"2026/09/", 404},
                 {"2026/12/", 404},    {"2026/10/15/", 200}, {"2026/11/24/", 200},
                 {"2026/10/14/", 404}, {"2026/11/25/", 404}, {"2026/11/01/", 200}};
    for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
        struct str path = str_printf(&press->paper->job.mem, "/en/archive/%s", cases[i].date);
        struct notebook notes;
        assert_int_equal(make(press, path, &notes).status, cases[i].status);
    }
    struct cache_made quiet = get(press, "/en/archive/2026/11/01/");
    assert_true(has(quiet.sheet.text, "href=\"/en/archive/2026/10/15/\" rel=\"prev\""));
    assert_true(has(quiet.sheet.text, "href=\"/en/archive/2026/11/24/\" rel=\"next\""));
}

static void a_day_is_that_of_the_edition_s_zone(void **state)
{
    struct press *press = *state;
    int64_t midnight = noon(0) - DAY / 2;
    published_at(press, "Late in the evening", midnight - 1800000); // 00:30 in Madrid
    assert_true(has(get(press, "/en/archive/2026/11/23/").sheet.text, "Late in the evening"));
    paper_run(press->paper, "UPDATE edition SET zone = 'Europe/Madrid' WHERE slug = 'en'");
    assert_int_equal(get(press, "/en/archive/2026/11/23/").status, 404);
    struct cache_made day = get(press, "/en/archive/2026/11/24/");
    assert_true(has(day.sheet.text, "Late in the evening"));
    assert_true(has(day.sheet.text, "datetime=\"2026-11-23T23:30:00Z\">00:30<"));
}

struct watched {
    const char *path;
    struct notebook notes;
};

static void watch(struct press *press, struct watched *pages, size_t count)
{
    for (size_t i = 0; i < count; i++)
        make(press, str_from(pages[i].path), &pages[i].notes);
}

// Is any of these topics, joined by blanks, in the page's notes?
static bool is_dropped(const struct watched *page, struct str topics)
{
    for (struct str topic; str_cut(&topics, ' ', &topic);) {
        if (notebook_has(&page->notes, topic))
            return true;
    }
    return false;
}

static void check_dropped(struct press *press, uint64_t seq, const struct watched *pages,
                          size_t count, const char *expected)
{
    struct str topics = paper_topics(press->paper, seq);
    for (size_t i = 0; i < count; i++) {
        if (is_dropped(&pages[i], topics) != (expected[i] == 'x'))
            print_error("%s by " STR_FMT "\n", pages[i].path, STR_ARG(topics));
        assert_int_equal(is_dropped(&pages[i], topics), expected[i] == 'x');
    }
}

static void a_day_s_page_is_dropped_by_its_own_stories_alone(void **state)
{
    struct press *press = *state;
    struct paper *p = press->paper;
    struct watched pages[] = {{.path = "/en/archive/2026/11/20/"},
                              {.path = "/en/archive/2026/11/21/"},
                              {.path = "/en/archive/2026/11/22/"},
                              {.path = "/en/archive/2026/10/"},
                              {.path = "/en/archive/2026/11/"},
                              {.path = "/en/archive/2026/"},
                              {.path = "/en/archive/"}};
    enum { PAGES = ARRAY_LEN(pages) };
    published_at(press, "Older", noon(-30));
    for (int day = -4; day <= 0; day++)
        for (int i = 0; i < 3; i++)
            published_at(press, "Of the day", noon(day) + i);

    watch(press, pages, PAGES);
    uint64_t seq = paper_seq(p);
    int64_t id = published_at(press, "One more", noon(-3) + 10);
    check_dropped(press, seq, pages, PAGES, ".x..x..");

    watch(press, pages, PAGES);
    seq = paper_seq(p);
    char sql[96];
    snprintf(sql, sizeof(sql), "UPDATE story SET published_ms = published_ms + %d WHERE id = %lld",
             DAY, (long long)id);
    paper_run(p, sql);
    check_dropped(press, seq, pages, PAGES, ".xx.x..");

    watch(press, pages, PAGES);
    seq = paper_seq(p);
    paper_save_headline(p, id, "Another headline");
    paper_must(p, story_publish(job, txn, &p->house, id, 0, 0, 0));
    check_dropped(press, seq, pages, PAGES, "..x....");

    watch(press, pages, PAGES);
    seq = paper_seq(p);
    paper_must(p, story_unpublish(job, txn, &p->house, id, 0));
    check_dropped(press, seq, pages, PAGES, "..x.x..");

    watch(press, pages, PAGES); // the first of a day that had none: links may lead there
    seq = paper_seq(p);
    published_at(press, "On a quiet day", noon(-10));
    check_dropped(press, seq, pages, PAGES, "xxxxxxx");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(every_list_has_one_address_in_every_edition, set_up,
                                        tear_down),
        cmocka_unit_test_setup_teardown(what_is_no_list_is_not_there, set_up, tear_down),
        cmocka_unit_test_setup_teardown(the_number_of_a_page_is_in_its_title_and_its_address,
                                        set_up, tear_down),
        cmocka_unit_test_setup_teardown(an_author_is_the_same_only_where_there_are_stories, set_up,
                                        tear_down),
        cmocka_unit_test_setup_teardown(authors_stand_in_the_alphabet_of_the_edition, set_up,
                                        tear_down),
        cmocka_unit_test_setup_teardown(lists_are_followed_under_their_own_topics, set_up,
                                        tear_down),
        cmocka_unit_test_setup_teardown(
            the_archive_begins_with_the_first_story_and_ends_with_the_last, set_up, tear_down),
        cmocka_unit_test_setup_teardown(a_day_is_that_of_the_edition_s_zone, set_up, tear_down),
        cmocka_unit_test_setup_teardown(a_day_s_page_is_dropped_by_its_own_stories_alone, set_up,
                                        tear_down),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
