#include "paper.h"

static void change_story(struct paper *p, int64_t id, const char *section, const char *slug)
{
    struct story_fields f = {.set =
                                 (section ? STORY_HAS_SECTION : 0u) | (slug ? STORY_HAS_SLUG : 0u),
                             .section = str_from(section),
                             .slug = str_from(slug)};
    paper_must(p, story_save(job, txn, &p->house, id, 0, &f));
    paper_must(p, story_publish(job, txn, &p->house, id, 0, 0, NULL));
}

static void change_section(struct paper *p, const char *path, const char *slug)
{
    struct filing section, now = {.slug = str_from(slug)};
    bool found, moved;
    paper_must(
        p,
        filing_find(job, txn, FILING_SECTION, 1, str_from(path), &found, &moved, &section) &&
            filing_change(job, txn, &p->house, FILING_SECTION, section.id, &now, FILING_HAS_SLUG));
}

static void stories_end_without_a_slash_and_sections_with_one(void **state)
{
    struct paper *p = *state;
    paper_published(p, "Minister resigns");
    assert_str(paper_at(p, "news/politics/minister-resigns"), "story 1");
    assert_str(paper_at(p, "news/politics/minister-resigns/"),
               "moved /en/news/politics/minister-resigns");
    assert_str(paper_at(p, "news/politics/"), "section 2");
    assert_str(paper_at(p, "news/politics"), "moved /en/news/politics/");
    assert_str(paper_at(p, "news/"), "section 1");
    assert_str(paper_at(p, "news/nothing"), "nothing");
    assert_str(paper_at(p, "nothing/"), "nothing");
    assert_str(paper_at(p, ""), "nothing");
}

static void every_address_leads_to_the_newest(void **state)
{
    struct paper *p = *state;
    int64_t id = paper_published(p, "Minister resigns");
    change_story(p, id, "news/economy", NULL);
    assert_str(paper_at(p, "news/economy/minister-resigns"), "story 1");
    assert_str(paper_at(p, "news/politics/minister-resigns"),
               "moved /en/news/economy/minister-resigns");
    change_story(p, id, NULL, "a-better-slug");
    assert_str(paper_at(p, "news/economy/a-better-slug"), "story 1");
    assert_str(paper_at(p, "news/politics/minister-resigns"),
               "moved /en/news/economy/a-better-slug");
    change_story(p, id, "news/politics", "minister-resigns"); // and back
    assert_str(paper_at(p, "news/politics/minister-resigns"), "story 1");
    assert_str(paper_at(p, "news/economy/a-better-slug"),
               "moved /en/news/politics/minister-resigns");
}

static void an_address_is_never_given_to_another(void **state)
{
    struct paper *p = *state;
    int64_t first = paper_published(p, "Same headline"), second, third;
    second = paper_published(p, "Same headline");
    assert_str(paper_state(p, second).path, "news/politics/same-headline-2");
    change_story(p, first, NULL, "other");
    third = paper_published(p, "Same headline");
    assert_str(paper_state(p, third).path, "news/politics/same-headline-3");
    change_story(p, third, NULL, "other");
    assert_str(paper_state(p, third).path, "news/politics/other-2");
    assert_str(paper_working(p, third).slug, "other-2");
    change_story(p, third, "news/politics", NULL); // stays
    assert_str(paper_state(p, third).path, "news/politics/other-2");
}

static void a_story_takes_no_sections_address(void **state)
{
    struct paper *p = *state;
    struct story_fields f = paper_fields(p, "Politics");
    f.section = S("news");
    int64_t id = 0;
    paper_must(p, story_make(job, txn, &p->house, &f, &id));
    paper_must(p, story_publish(job, txn, &p->house, id, 0, 0, NULL));
    assert_str(paper_state(p, id).path, "news/politics-2");
    f = paper_fields(p, "History");
    paper_must(p, story_make(job, txn, &p->house, &f, &id));
    paper_must(p, story_publish(job, txn, &p->house, id, 0, 0, NULL));
    assert_str(paper_state(p, id).path, "news/politics/history-2");
    struct filing section = {
        .kind = FILING_SECTION, .edition_id = 1, .name = S("Politics 2"), .parent_id = 1};
    paper_must(p, filing_make(job, txn, &p->house, &section, FILING_HAS_PARENT, &id));
    assert_str(paper_text(p, "SELECT path FROM section ORDER BY id DESC LIMIT 1"),
               "news/politics-2-2");
}

static void letters_of_every_script_are_kept(void **state)
{
    struct paper *p = *state;
    struct story_fields f = paper_fields(p, "استقالة الوزير");
    f.edition = S("ar");
    int64_t id = 0;
    paper_must(p, story_make(job, txn, &p->house, &f, &id));
    paper_must(p, story_publish(job, txn, &p->house, id, 0, 0, NULL));
    assert_str(paper_state(p, id).path, "news/politics/استقالة-الوزير");
    assert_str(paper_state(p, paper_published(p, "?!")).path, "news/politics/story-2");
}

static void a_renamed_section_takes_its_stories_along(void **state)
{
    struct paper *p = *state;
    paper_published(p, "Minister resigns");
    change_section(p, "news/politics", "power");
    assert_str(paper_at(p, "news/power/"), "section 2");
    assert_str(paper_at(p, "news/politics/"), "moved /en/news/power/");
    assert_str(paper_at(p, "news/politics"), "moved /en/news/power/");
    assert_str(paper_at(p, "news/politics/minister-resigns"),
               "moved /en/news/power/minister-resigns");
    change_section(p, "news", "world");
    assert_str(paper_at(p, "news/politics/minister-resigns"),
               "moved /en/world/power/minister-resigns");
    assert_str(paper_at(p, "news/power/minister-resigns"),
               "moved /en/world/power/minister-resigns");
    assert_str(paper_at(p, "news/"), "moved /en/world/");
    assert_str(paper_at(p, "news/power/"), "moved /en/world/power/");
    assert_str(paper_at(p, "world/power/minister-resigns"), "story 1");
}

static void addresses_from_before_the_move_lead_here(void **state)
{
    struct paper *p = *state;
    paper_run(p, "INSERT INTO redirect VALUES ('/en/2019/old.html', '/en/news/politics/x')");
    assert_str(paper_at(p, "2019/old.html"), "moved /en/news/politics/x");
    assert_str(paper_at(p, "2019/old.html/"), "moved /en/news/politics/x"); // the other form too
}

// What is kept for `from`, as paper_at() says it.
static bool keep(struct paper *p, const char *from, const char *to)
{
    bool kept = false;
    paper_must(p, redirect_put(job, txn, str_from(from), str_from(to), &kept));
    return kept;
}

// A site of several languages has its authors' lists where ours stand.
static void nothing_leads_to_itself(void **state)
{
    struct paper *p = *state;
    assert_false(keep(p, "/en/author/ann/", "/en/author/ann/"));
    assert_int_equal(paper_number(p, "SELECT count(*) FROM redirect"), 0);
    paper_run(p, "INSERT INTO redirect VALUES ('/en/2019/ann/', '/en/2019/ann/')");
    assert_str(paper_at(p, "2019/ann/"), "nothing");
    assert_str(paper_at(p, "2019/ann"), "moved /en/2019/ann/");
}

static void what_hangs_behind_an_old_address_leads_where_that_leads(void **state)
{
    struct paper *p = *state;
    assert_true(keep(p, "/en/2019/heron/", "/en/news/politics/x"));
    const char *const same[] = {"2019/heron/amp/", "2019/heron/amp", "2019/heron/page/2",
                                "2019/heron/2/", "2019/heron/comment-page-3/"};
    for (size_t i = 0; i < ARRAY_LEN(same); i++)
        assert_str(paper_at(p, same[i]), "moved /en/news/politics/x");
    const char *const others[] = {"2019/heron/amplitude/",
                                  "2019/heron/page/",
                                  "2019/heron/2019",
                                  "2019/heron/page/two",
                                  "amp/",
                                  "amp",
                                  "page/2"};
    for (size_t i = 0; i < ARRAY_LEN(others); i++)
        assert_str(paper_at(p, others[i]), "nothing");
    assert_true(keep(p, "/en/up/heron.jpg", "/media/3"));
    assert_str(paper_at(p, "up/heron-300x200.jpg"), "moved /media/3");
    assert_str(paper_at(p, "up/heron-300x.jpg"), "nothing");
}

static void a_storys_old_address_stays_its_own_and_a_lists_may_change(void **state)
{
    struct paper *p = *state;
    paper_published(p, "Herons");
    paper_published(p, "Reeds");
    assert_true(keep(p, "/en/old/1", "story:1"));
    assert_false(keep(p, "/en/old/1", "story:2"));
    assert_false(keep(p, "/en/old/1", "/en/latest/"));
    assert_str(paper_at(p, "old/1"), "moved /en/news/politics/herons");
    assert_true(keep(p, "/en/category/birds/", "/en/topic/birds/"));
    assert_true(keep(p, "/en/category/birds/", "/en/birds/"));
    assert_str(paper_at(p, "category/birds"), "moved /en/birds/");
    assert_false(keep(p, "/newsroom/x", "story:1"));
    assert_false(keep(p, "//evil.example/", "story:1"));
}

static void a_number_leads_where_another_leads_and_never_in_a_circle(void **state)
{
    struct paper *p = *state;
    paper_published(p, "Herons");
    assert_true(keep(p, "/en/old/picture/", "/?p=1"));
    assert_str(paper_at(p, "old/picture/"), "nothing"); // its post may yet come
    assert_true(keep(p, "/?p=1", "story:1"));
    assert_str(paper_at(p, "old/picture/"), "moved /en/news/politics/herons");
    assert_true(keep(p, "/?p=2", "/?p=3"));
    assert_true(keep(p, "/?p=3", "/?p=2"));
    assert_true(keep(p, "/en/old/circle/", "/?p=2"));
    assert_str(paper_at(p, "old/circle/"), "nothing");
}

static void resized_pictures_are_known_by_their_names(void **state)
{
    struct paper *p = *state;
    AUTO_JOB job;
    job_start(&job, NOW);
    (void)p;
    assert_str(redirect_whole_size(&job.mem, S("2019/05/a-300x200.jpg")), "2019/05/a.jpg");
    assert_str(redirect_whole_size(&job.mem, S("2019/05/a-3x.jpg")), "2019/05/a-3x.jpg");
    assert_str(redirect_whole_size(&job.mem, S("300x200.jpg")), "300x200.jpg");
}

static void finding_notes_the_address_whatever_it_finds(void **state)
{
    struct paper *p = *state;
    AUTO_JOB job;
    job_start(&job, NOW);
    struct notebook notes;
    notebook_start(&notes, &job.mem);
    AUTO_TXN txn = read_begin(&job, p->store, &notes);
    struct edition edition = {.id = 1, .slug = S("en")};
    struct address at;
    assert_job(address_find(&job, &txn, &edition, S("news/nothing"), &at), &job);
    assert_true(notebook_has(&notes, S("path:/en/news/nothing")));
    assert_true(notebook_has(&notes, S("path:/en/news/nothing/")));
    assert_int_equal(notes.count, 2);
}

int main(void)
{
#define CASE(name) cmocka_unit_test_setup_teardown(name, paper_setup, paper_teardown)
    const struct CMUnitTest tests[] = {
        CASE(stories_end_without_a_slash_and_sections_with_one),
        CASE(every_address_leads_to_the_newest),
        CASE(an_address_is_never_given_to_another),
        CASE(a_story_takes_no_sections_address),
        CASE(letters_of_every_script_are_kept),
        CASE(a_renamed_section_takes_its_stories_along),
        CASE(addresses_from_before_the_move_lead_here),
        CASE(nothing_leads_to_itself),
        CASE(what_hangs_behind_an_old_address_leads_where_that_leads),
        CASE(a_storys_old_address_stays_its_own_and_a_lists_may_change),
        CASE(a_number_leads_where_another_leads_and_never_in_a_circle),
        CASE(resized_pictures_are_known_by_their_names),
        CASE(finding_notes_the_address_whatever_it_finds),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
