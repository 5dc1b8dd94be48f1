#include "paper.h"

// Ten stories, a second apart: odd ones in politics, even ones in economy; 1…5 about Ports; 3, 6
// and 9 in Spanish; 10 a video.
static void fill(struct paper *p)
{
    for (int i = 1; i <= 10; i++) {
        struct story_fields f = paper_fields(p, "Story");
        f.edition = i % 3 ? S("en") : S("es");
        f.section = i % 2 ? S("news/politics") : S("news/economy");
        f.topics = paper_list(p, i <= 5 ? "Ports" : "Roads", NULL);
        f.set |= STORY_HAS_KIND;
        f.kind = i == 10 ? S("video") : S("news");
        int64_t id = 0;
        paper_must(p, story_make(job, txn, &p->house, &f, &id));
        paper_must(p, story_publish(job, txn, &p->house, id, 0, 0,
                                    &(struct story_dates){.published_ms = NOW + i * 1000}));
    }
}

static struct str ids_text(struct arena *mem, struct id_list ids)
{
    struct buf b;
    buf_start(&b, mem, 4096);
    for (size_t i = 0; i < ids.count; i++)
        buf_printf(&b, "%s%lld", i ? " " : "", (long long)ids.items[i]);
    return buf_str(&b);
}

static void expect(struct paper *p, struct story_filter filter, const char *expected, bool more)
{
    AUTO_TXN txn = read_begin(&p->job, p->store, NULL);
    struct id_list ids;
    bool is_more;
    if (!filter.limit)
        filter.limit = 20;
    assert_job(story_filter_list(&p->job, &txn, &filter, &ids, &is_more), &p->job);
    assert_str(ids_text(&p->job.mem, ids), expected);
    assert_int_equal(is_more, more);
}

static void filters_work_alone_and_together(void **state)
{
    struct paper *p = *state;
    fill(p);
    int64_t ports = paper_number(p, "SELECT id FROM topic WHERE name = 'Ports' AND edition_id = 1");
    expect(p, (struct story_filter){0}, "10 9 8 7 6 5 4 3 2 1", false);
    expect(p, (struct story_filter){.edition_id = 2}, "9 6 3", false);
    expect(p, (struct story_filter){.section_id = 2}, "7 5 1", false);
    expect(p, (struct story_filter){.section_id = 1}, "10 8 7 5 4 2 1", false);
    expect(p, (struct story_filter){.section_id = 2, .topic_id = ports}, "5 1", false);
    expect(p, (struct story_filter){.person_id = 1}, "10 9 8 7 6 5 4 3 2 1", false);
    expect(p, (struct story_filter){.person_id = 1, .edition_id = 2}, "9 6 3", false);
    expect(p, (struct story_filter){.kind = S("video")}, "10", false);
    expect(p, (struct story_filter){.kind = S("video"), .section_id = 3}, "10", false);
    expect(p, (struct story_filter){.kind = S("video"), .edition_id = 2}, "", false);
    expect(p,
           (struct story_filter){.kind = S("news"),
                                 .edition_id = 1,
                                 .region_id = 1,
                                 .topic_id = ports,
                                 .section_id = 3,
                                 .person_id = 1},
           "4 2", false);
    expect(p, (struct story_filter){.dossier_id = 7}, "", false);
    expect(p, (struct story_filter){.edition_id = 9}, "", false);
}

static void pages_meet_without_a_gap(void **state)
{
    struct paper *p = *state;
    fill(p);
    paper_run(p, "UPDATE story SET published_ms = 5000"); // all at once: ids break the tie
    expect(p, (struct story_filter){.limit = 4}, "10 9 8 7", true);
    expect(p, (struct story_filter){.limit = 4, .before_ms = 5000, .before_id = 7}, "6 5 4 3",
           true);
    expect(p, (struct story_filter){.limit = 4, .before_ms = 5000, .before_id = 3}, "2 1", false);
}

static void times_bound_it(void **state)
{
    struct paper *p = *state;
    fill(p);
    expect(p, (struct story_filter){.from_ms = NOW + 3000, .to_ms = NOW + 6000}, "5 4 3", false);
    expect(p, (struct story_filter){.to_ms = NOW + 3000, .before_ms = NOW + 2000, .before_id = 2},
           "1", false);
    expect(p, (struct story_filter){.to_ms = NOW + 3000, .before_ms = NOW + 9000, .before_id = 9},
           "2 1", false);
}

static void a_list_shows_its_newest_and_notes_them(void **state)
{
    struct paper *p = *state;
    fill(p);
    struct notebook notes;
    notebook_start(&notes, &p->job.mem);
    AUTO_TXN txn = read_begin(&p->job, p->store, &notes);
    struct story_cards cards;
    assert_job(story_list(&p->job, &txn, S("section:2/list"), 2, 0, &cards), &p->job);
    assert_int_equal(cards.count, 2);
    assert_true(cards.more);
    assert_int_equal(cards.items[0].id, 7);
    assert_str(cards.items[0].path, "news/politics/story-3");
    assert_str(cards.items[0].section_name, "Politics");
    assert_str(cards.items[0].source_name, "Reuters");
    static const char *const noted[] = {"section:2/list", "story:7", "story:5", "section:2",
                                        "source:1"};
    assert_int_equal(notes.count, ARRAY_LEN(noted));
    for (size_t i = 0; i < ARRAY_LEN(noted); i++)
        assert_true(notebook_has(&notes, str_from(noted[i])));
    assert_job(story_list(&p->job, &txn, S("section:2/list"), 2, 2, &cards), &p->job);
    assert_int_equal(cards.count, 1);
    assert_false(cards.more);
}

static void a_moved_story_leaves_one_list_and_enters_another(void **state)
{
    struct paper *p = *state;
    int64_t id = paper_published(p, "One");
    struct story_fields f = {.set = STORY_HAS_SECTION, .section = S("articles/opinion")};
    paper_must(p, story_save(job, txn, &p->house, id, 0, &f));
    uint64_t seq = paper_seq(p);
    paper_must(p, story_publish(job, txn, &p->house, id, 0, 0, NULL));
    assert_str(paper_topics(p, seq),
               "path:/en/articles/opinion/one section:1/list section:10/list section:11/list "
               "section:2/list story:1");
}

// A plan that reads a whole table, or sorts one, grows with the newspaper.
static void no_list_reads_more_than_it_shows(void **state)
{
    struct paper *p = *state;
    AUTO_TXN txn = read_begin(&p->job, p->store, NULL);
    static const char *const statements[] = {
        "EXPLAIN QUERY PLAN SELECT story_id, published_ms FROM listing WHERE list = 'a'"
        " ORDER BY published_ms DESC, story_id DESC LIMIT 3 OFFSET 0",
        "EXPLAIN QUERY PLAN SELECT l.story_id FROM listing l WHERE l.list = 'a' AND"
        " l.published_ms >= 1 AND l.published_ms <= 2 AND (l.published_ms < 2 OR l.story_id < 4)"
        " AND EXISTS (SELECT 1 FROM listing x WHERE x.list = 'b' AND x.published_ms ="
        " l.published_ms AND x.story_id = l.story_id)"
        " ORDER BY l.published_ms DESC, l.story_id DESC LIMIT 5",
        "EXPLAIN QUERY PLAN SELECT story_id, published_ms FROM listing WHERE list = 'a'"
        " AND published_ms >= 1 AND published_ms < 2"
        " ORDER BY published_ms DESC, story_id DESC LIMIT 3 OFFSET 0",
        "EXPLAIN QUERY PLAN SELECT count(*) FROM listing WHERE list = 'a' AND published_ms >= 1"
        " AND published_ms < 2",
        "EXPLAIN QUERY PLAN SELECT published_ms FROM listing WHERE list = 'a'"
        " AND published_ms < 1 ORDER BY published_ms DESC LIMIT 1",
        "EXPLAIN QUERY PLAN SELECT id FROM story WHERE translation_group = 5",
        "EXPLAIN QUERY PLAN SELECT * FROM wanted_listing WHERE story_id = 5",
        "EXPLAIN QUERY PLAN SELECT id FROM flash WHERE edition_id = 1 AND ended_ms IS NULL"
        " ORDER BY at_ms DESC, id DESC LIMIT 5",
    };
    for (size_t i = 0; i < ARRAY_LEN(statements); i++) {
        struct rows rows;
        assert_job(sql_query_(&p->job, &txn, &rows, statements[i], NULL, 0), &p->job);
        while (rows_next(&p->job, &rows)) {
            struct str step = row_text(&rows, 3);
            if (str_starts(step, S("SCAN")) || str_find(step, S("TEMP B-TREE")) >= 0)
                fail_msg("statement %zu: " STR_FMT, i, STR_ARG(step));
        }
    }
}

int main(void)
{
#define CASE(name) cmocka_unit_test_setup_teardown(name, paper_setup, paper_teardown)
    const struct CMUnitTest tests[] = {
        CASE(filters_work_alone_and_together),
        CASE(pages_meet_without_a_gap),
        CASE(times_bound_it),
        CASE(a_list_shows_its_newest_and_notes_them),
        CASE(a_moved_story_leaves_one_list_and_enters_another),
        CASE(no_list_reads_more_than_it_shows),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
