// A story's page over a real store: its boxes, what stands around it, what it notes.
#include "news/paper.h"

#include "page/page.h"

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

// "story", 4: the fragment story:4; its notes in *notes.
static struct str fragment(struct press *press, const char *what, int64_t id,
                           struct notebook *notes)
{
    struct job *job = &press->paper->job;
    struct cache_made made;
    struct cache_key key = {.name = str_printf(&job->mem, "%s:%lld", what, (long long)id),
                            .kind = CACHE_FRAGMENT};
    notebook_start(notes, &job->mem);
    AUTO_TXN txn = read_begin(job, press->paper->store, notes);
    assert_job(txn.open, job);
    assert_job(page_fragment_make(job, &txn, &key, press->pages, &made), job);
    return made.sheet.text;
}

static struct str page(struct press *press, const char *path)
{
    struct job *job = &press->paper->job;
    struct notebook notes;
    struct cache_made made;
    struct cache_key key = {.name = str_from(path), .kind = CACHE_PAGE};
    notebook_start(&notes, &job->mem);
    AUTO_TXN txn = read_begin(job, press->paper->store, &notes);
    assert_job(txn.open, job);
    assert_job(page_make(job, &txn, &key, press->pages, &made), job);
    assert_int_equal(made.status, 200);
    return made.sheet.text;
}

static bool has(struct str text, const char *what)
{
    return str_find(text, str_from(what)) >= 0;
}

// Does `first` stand before `then`?
static bool in_order(struct str text, const char *first, const char *then)
{
    ptrdiff_t a = str_find(text, str_from(first)), b = str_find(text, str_from(then));
    return a >= 0 && b > a;
}

// A public story with this text; `related` (0: none) and `dossier` (NULL: none) are its editor's.
static int64_t story(struct press *press, const char *headline, const char *markdown,
                     int64_t related, const char *dossier)
{
    struct paper *p = press->paper;
    struct story_fields fields = paper_fields(p, headline);
    int64_t id = 0;
    fields.set |= STORY_HAS_RELATED | STORY_HAS_DOSSIERS;
    fields.body = paper_markdown(p, markdown);
    fields.related = (struct id_list){&related, related != 0};
    fields.dossiers = paper_list(p, dossier, NULL);
    paper_must(p, story_make(job, txn, &p->house, &fields, &id) &&
                      story_publish(job, txn, &p->house, id, 0, 0, NULL));
    paper_next(p);
    return id;
}

#define LONG "One.\n\nTwo.\n\nThree.\n\n## A head\n\nFour.\n\nFive."

static void make_dossier(struct press *press)
{
    struct filing dossier = {.kind = FILING_DOSSIER,
                             .edition_id = 1,
                             .name = S("The Ports"),
                             .text = S("Why they <silt> up.")};
    int64_t id;
    paper_must(press->paper, filing_make(job, txn, &press->paper->house, &dossier,
                                         FILING_HAS_NAME | FILING_HAS_TEXT, &id));
}

// ── the box ───────────────────────────────────────────────────────────────────────────────────

static void a_box_stands_after_the_third_paragraph_of_a_long_text(void **state)
{
    struct notebook notes;
    story(*state, "Near", "Text.", 0, NULL);
    struct str html = fragment(*state, "story", story(*state, "It", LONG, 0, NULL), &notes);
    assert_true(in_order(html, ">Three.</p>", "class=\"related\""));
    assert_true(in_order(html, "class=\"related\"", ">A head</h2>"));
}

static void a_box_stands_at_the_end_of_a_short_text(void **state)
{
    struct notebook notes;
    story(*state, "Near", "Text.", 0, NULL);
    struct str html =
        fragment(*state, "story", story(*state, "It", "One.\n\nTwo.", 0, NULL), &notes);
    assert_true(in_order(html, ">Two.</p>", "class=\"related\""));
}

static void there_is_no_box_when_nothing_is_related(void **state)
{
    struct notebook notes;
    struct str html = fragment(*state, "story", story(*state, "It", LONG, 0, NULL), &notes);
    assert_false(has(html, "class=\"related\""));
}

static void the_newest_story_of_all_does_not_change_a_box(void **state)
{
    struct notebook notes;
    story(*state, "Near", "Text.", 0, NULL);
    int64_t id = story(*state, "It", LONG, 0, NULL);
    uint64_t before = str_hash(fragment(*state, "story", id, &notes));
    story(*state, "Later", "Text.", 0, NULL);
    assert_true(before == str_hash(fragment(*state, "story", id, &notes)));
}

// ── around it ─────────────────────────────────────────────────────────────────────────────────

static void coverage_is_hidden_without_a_dossier(void **state)
{
    struct notebook notes;
    struct str html = fragment(*state, "coverage", story(*state, "It", LONG, 0, NULL), &notes);
    assert_true(has(html, " hidden>"));
}

static void coverage_names_the_dossier_and_its_newest_but_not_the_story(void **state)
{
    struct notebook notes;
    make_dossier(*state);
    for (int i = 0; i < 4; i++) // three of them are in the box
        story(*state, "In the box", "Text.", 0, NULL);
    story(*state, "Beside", "Text.", 0, "the-ports");
    struct paper *p = ((struct press *)*state)->paper;
    struct story_fields fields = {.set = STORY_HAS_TOPICS}; // it shares the dossier alone
    paper_must(p, story_save(job, txn, &p->house, 5, 0, &fields) &&
                      story_publish(job, txn, &p->house, 5, 0, 0, NULL));
    int64_t id = story(*state, "The story", LONG, 0, "the-ports");
    struct str html = fragment(*state, "coverage", id, &notes);
    assert_true(has(html, "href=\"/en/coverage/the-ports/\">The Ports</a>"));
    assert_true(has(html, "Why they &lt;silt&gt; up."));
    assert_true(has(html, ">Beside</a>"));
    assert_false(has(html, ">The story</a>"));
    assert_true(notebook_has(&notes, S("dossier:1/list")));
    assert_true(notebook_has(&notes, S("dossier:1")));
}

static void what_to_read_next_begins_with_what_the_editor_chose(void **state)
{
    struct notebook notes;
    int64_t ids[8];
    for (int i = 0; i < 8; i++)
        ids[i] = story(*state, "Near", "Text.", 0, NULL);
    struct paper *p = ((struct press *)*state)->paper;
    int64_t id = story(*state, "It", LONG, 0, NULL);
    int64_t chosen[] = {ids[0], ids[1], ids[2], ids[3]};
    struct story_fields fields = {.set = STORY_HAS_RELATED, .related = {chosen, 4}};
    paper_must(p, story_save(job, txn, &p->house, id, 0, &fields) &&
                      story_publish(job, txn, &p->house, id, 0, 0, NULL));
    struct str html = fragment(*state, "next", id, &notes);
    assert_true(in_order(html, "id=\"next-4\"", "id=\"next-8\""));
    assert_true(has(html, "id=\"next-5\""));
    assert_false(has(html, "id=\"next-1\""));
    assert_false(has(html, "id=\"next-9\""));
}

static void all_dossiers_stand_in_their_order(void **state)
{
    struct job *job = &((struct press *)*state)->paper->job;
    struct cache_made made;
    struct cache_key key = {.name = S("dossiers:en"), .kind = CACHE_FRAGMENT};
    struct notebook notes;
    make_dossier(*state);
    notebook_start(&notes, &job->mem);
    AUTO_TXN txn = read_begin(job, ((struct press *)*state)->paper->store, &notes);
    assert_job(page_fragment_make(job, &txn, &key, ((struct press *)*state)->pages, &made), job);
    assert_true(has(made.sheet.text, "href=\"/en/coverage/\""));
    assert_true(has(made.sheet.text, ">The Ports</a>"));
    assert_true(notebook_has(&notes, S("dossiers:en")));
}

// ── the page ──────────────────────────────────────────────────────────────────────────────────

static void facts_lead_somewhere(void **state)
{
    struct notebook notes;
    struct str html = fragment(*state, "story", story(*state, "It", LONG, 0, NULL), &notes);
    assert_true(has(html, "<a href=\"/en/author/ana-ruiz/\" rel=\"author\"><bdi>Ana Ruiz</bdi>"));
    assert_true(has(html, "<a href=\"/en/source/reuters/\"><bdi>Reuters</bdi></a>"));
    assert_true(has(html, "<a href=\"/en/region/africa/\">"));
}

static void an_explainer_lists_its_headings_from_three_on(void **state)
{
    struct press *press = *state;
    struct paper *p = press->paper;
    struct notebook notes;
    const char *texts[] = {"## One\n\na\n\n## Two\n\nb",
                           "## One\n\na\n\n## Two\n\nb\n\n## Three\n\nc"};
    for (size_t i = 0; i < ARRAY_LEN(texts); i++) {
        int64_t id = story(press, "It", texts[i], 0, NULL);
        struct story_fields fields = {.set = STORY_HAS_KIND, .kind = S("explainer")};
        paper_must(p, story_save(job, txn, &p->house, id, 0, &fields) &&
                          story_publish(job, txn, &p->house, id, 0, 0, NULL));
        assert_int_equal(has(fragment(press, "story", id, &notes), "class=\"jumps\""), i == 1);
    }
}

static void machines_are_told_who_where_and_what(void **state)
{
    story(*state, "A </script> headline", LONG, 0, NULL);
    struct str html = page(*state, "/en/news/politics/a-script-headline");
    assert_true(has(html, "\"headline\":\"A \\u003c/script\\u003e headline\""));
    assert_true(has(html, "\"url\":\"https://news.example.org/en/author/ana-ruiz/\""));
    assert_true(has(html, "\"@type\":\"BreadcrumbList\""));
    assert_true(has(html, "\"isPartOf\":{"));
    assert_true(has(html, "<meta property=\"article:author\" "
                          "content=\"https://news.example.org/en/author/ana-ruiz/\">"));
}

static void a_storys_page_is_joined_from_its_regions(void **state)
{
    struct job *job = &((struct press *)*state)->paper->job;
    static const char *const expected[] = {"story:1", "shares:1",    "coverage:1",
                                           "next:1",  "dossiers:en", "mostread:en"};
    struct cache_made made;
    struct cache_key key = {.name = S("/en/news/politics/it"), .kind = CACHE_PAGE};
    size_t found = 0;
    story(*state, "It", LONG, 0, NULL);
    AUTO_TXN txn = read_begin(job, ((struct press *)*state)->paper->store, NULL);
    assert_job(page_make(job, &txn, &key, ((struct press *)*state)->pages, &made), job);
    for (size_t i = 0; i < made.sheet.regions_count && found < ARRAY_LEN(expected); i++)
        found += str_is(made.sheet.regions[i].fragment, expected[found]);
    assert_int_equal(found, ARRAY_LEN(expected));
}

#define IN_PRESS(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)

int main(void)
{
    const struct CMUnitTest tests[] = {
        IN_PRESS(a_box_stands_after_the_third_paragraph_of_a_long_text),
        IN_PRESS(a_box_stands_at_the_end_of_a_short_text),
        IN_PRESS(there_is_no_box_when_nothing_is_related),
        IN_PRESS(the_newest_story_of_all_does_not_change_a_box),
        IN_PRESS(coverage_is_hidden_without_a_dossier),
        IN_PRESS(coverage_names_the_dossier_and_its_newest_but_not_the_story),
        IN_PRESS(what_to_read_next_begins_with_what_the_editor_chose),
        IN_PRESS(all_dossiers_stand_in_their_order),
        IN_PRESS(facts_lead_somewhere),
        IN_PRESS(an_explainer_lists_its_headings_from_three_on),
        IN_PRESS(machines_are_told_who_where_and_what),
        IN_PRESS(a_storys_page_is_joined_from_its_regions),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
