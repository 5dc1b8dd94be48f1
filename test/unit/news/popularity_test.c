#include "paper.h"

#include "news/popularity.h"

#define HOUR_OF(p) ((p)->job.now_ms / HOUR)

static void views(struct paper *p, int64_t id, int64_t hours_ago, int64_t count)
{
    struct tally tally = {id, count};
    paper_must(p, views_add(job, txn, HOUR_OF(p) - hours_ago, &tally, 1));
}

static void rank(struct paper *p)
{
    struct ranking *ranking;
    paper_must(p, most_read_rank(job, txn, &ranking) && most_read_write(job, txn, ranking));
}

// The ranking as it is written: "3 1 2".
static struct str ranked(struct paper *p, const char *span)
{
    AUTO_TXN txn = read_begin(&p->job, p->store, NULL);
    struct rows rows;
    assert_job(sql_query(&p->job, &txn, &rows,
                         "SELECT group_concat(story_id, ' ') FROM (SELECT story_id FROM most_read"
                         " WHERE span = ?1 ORDER BY edition_id, position)",
                         sql_text(str_from(span))),
               &p->job);
    assert_true(rows_next(&p->job, &rows));
    struct str text = row_text(&rows, 0);
    rows_end(&rows);
    return text;
}

// What readers are shown, and what was noted, sorted.
static struct str shown(struct paper *p, size_t limit, struct notebook *notes)
{
    AUTO_TXN txn = read_begin(&p->job, p->store, notes);
    struct story_cards cards;
    struct buf b;
    buf_start(&b, &p->job.mem, 4096);
    assert_job(most_read_list(&p->job, &txn, S("en"), MOST_READ_DAY, limit, &cards), &p->job);
    for (size_t i = 0; i < cards.count; i++)
        buf_printf(&b, "%s%lld", i ? " " : "", (long long)cards.items[i].id);
    return buf_str(&b);
}

// ── adding up ─────────────────────────────────────────────────────────────────────────────────

static void views_stand_in_buckets_by_the_hour(void **state)
{
    struct paper *p = *state;
    int64_t id = paper_published(p, "One");
    views(p, id, 0, 2);
    views(p, id, 0, 3);
    views(p, id, 1, 7);
    assert_int_equal(paper_number(p, "SELECT views FROM view_count ORDER BY hour DESC"), 5);
    assert_int_equal(paper_number(p, "SELECT sum(views) FROM view_count"), 12);
    assert_int_equal(paper_number(p, "SELECT count(*) FROM view_count"), 2);
}

static void only_what_is_public_is_counted(void **state)
{
    struct paper *p = *state;
    int64_t draft = paper_draft(p, "Draft"), story = paper_published(p, "Story");
    struct tally tallies[] = {{draft, 1}, {INT64_MAX, 1}, {story, 4}, {story + 100, 1}};
    size_t count = ARRAY_LEN(tallies);
    paper_must(p, views_add(job, txn, HOUR_OF(p), tallies, ARRAY_LEN(tallies)) &&
                      shares_add(job, txn, tallies, ARRAY_LEN(tallies)));
    assert_int_equal(paper_number(p, "SELECT count(*) FROM view_count"), 1);
    assert_int_equal(paper_number(p, "SELECT count(*) FROM share_count"), 1);
    paper_must(p, tallies_known(job, txn, tallies, &count));
    assert_int_equal(count, 1);
    assert_int_equal(tallies[0].story_id, story);
    assert_int_equal(tallies[0].count, 4);
}

static void shares_are_added_up_and_said_to_the_log(void **state)
{
    struct paper *p = *state;
    int64_t id = paper_published(p, "One"), shares = -1;
    struct tally tally = {id, 2};
    uint64_t seq = paper_seq(p);
    paper_must(p, shares_add(job, txn, &tally, 1));
    paper_must(p, shares_add(job, txn, &tally, 1));
    assert_str(paper_topics(p, seq), "shares:1");
    AUTO_TXN txn = read_begin(&p->job, p->store, NULL);
    assert_job(share_count_read(&p->job, &txn, id, &shares), &p->job);
    assert_int_equal(shares, 4);
    assert_job(share_count_read(&p->job, &txn, 99, &shares), &p->job);
    assert_int_equal(shares, 0);
}

// ── ranking ───────────────────────────────────────────────────────────────────────────────────

static void the_most_read_comes_first(void **state)
{
    struct paper *p = *state;
    for (int i = 1; i <= 3; i++)
        assert_int_equal(paper_published(p, "Story"), i);
    views(p, 1, 0, 5);
    views(p, 2, 0, 9);
    views(p, 3, 0, 7);
    rank(p);
    assert_str(ranked(p, "hour"), "2 3 1");
    assert_str(ranked(p, "day"), "2 3 1");
    assert_str(ranked(p, "week"), "2 3 1");
}

static void of_equals_the_newest_comes_first(void **state)
{
    struct paper *p = *state;
    paper_published(p, "Older");
    paper_next(p);
    paper_published(p, "Newer");
    views(p, 1, 0, 5);
    views(p, 2, 0, 5);
    rank(p);
    assert_str(ranked(p, "day"), "2 1");
}

static void a_view_is_worth_half_after_a_third_of_the_span(void **state)
{
    struct paper *p = *state;
    for (int i = 1; i <= 4; i++)
        paper_published(p, "Story");
    views(p, 1, 0, 100);
    views(p, 2, 8, 201);  // a little more than 100 now
    views(p, 3, 16, 399); // a little less
    views(p, 4, 24, 9999);
    rank(p);
    assert_str(ranked(p, "day"), "2 1 3");
    assert_str(ranked(p, "week"), "4 3 2 1");
    assert_str(ranked(p, "hour"), "1");
}

static void the_last_hour_counts_as_far_as_it_lies_within_sixty_minutes(void **state)
{
    struct paper *p = *state;
    paper_published(p, "Then");
    paper_published(p, "Now");
    p->job.now_ms = p->job.now_ms / HOUR * HOUR + HOUR / 4; // a quarter past
    views(p, 1, 1, 40);
    views(p, 2, 0, 29);
    rank(p);
    assert_str(ranked(p, "hour"), "1 2");
    p->job.now_ms += HOUR / 4; // half past: twenty of forty are within it
    rank(p);
    assert_str(ranked(p, "hour"), "2 1");
}

static void while_the_order_stays_nothing_is_touched(void **state)
{
    struct paper *p = *state;
    for (int i = 1; i <= 3; i++)
        paper_published(p, "Story");
    views(p, 1, 0, 50);
    views(p, 2, 0, 40);
    uint64_t seq = paper_seq(p);
    rank(p);
    assert_str(paper_topics(p, seq), "mostread:en mostread:en:hour mostread:en:week");
    seq = paper_seq(p);
    views(p, 1, 0, 5);
    rank(p);
    assert_str(paper_topics(p, seq), "");
    views(p, 3, 0, 1); // a third place; the first two stay
    rank(p);
    assert_int_equal(paper_seq(p) - seq, 3);
    seq = paper_seq(p);
    views(p, 3, 5, 500); // only the longer spans see it
    rank(p);
    assert_str(paper_topics(p, seq), "mostread:en mostread:en:week");
}

static void what_is_taken_back_leaves_the_ranking(void **state)
{
    struct paper *p = *state;
    for (int i = 1; i <= 3; i++)
        paper_published(p, "Story");
    views(p, 1, 0, 3);
    views(p, 2, 0, 2);
    views(p, 3, 0, 1);
    rank(p);
    paper_must(p, story_unpublish(job, txn, &p->house, 2, 0));
    rank(p);
    assert_str(ranked(p, "day"), "1 3");
}

static void no_more_than_twenty_are_ranked_in_each_edition(void **state)
{
    struct paper *p = *state;
    for (int i = 1; i <= 25; i++) {
        paper_published(p, "Story");
        views(p, i, 0, 100 - i);
    }
    rank(p);
    assert_str(ranked(p, "day"), "1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 19 20");
}

static void buckets_older_than_any_span_go(void **state)
{
    struct paper *p = *state;
    paper_published(p, "Story");
    views(p, 1, 167, 1);
    views(p, 1, 168, 2);
    views(p, 1, 169, 4);
    rank(p);
    assert_int_equal(paper_number(p, "SELECT sum(views) FROM view_count"), 3);
    assert_str(ranked(p, "week"), "1");
    p->job.now_ms += HOUR;
    rank(p);
    assert_str(ranked(p, "week"), "");
}

// ── reading ───────────────────────────────────────────────────────────────────────────────────

static void what_is_missing_is_filled_with_the_newest(void **state)
{
    struct paper *p = *state;
    for (int i = 1; i <= 4; i++) {
        paper_published(p, "Story");
        paper_next(p);
    }
    assert_str(shown(p, 3, NULL), "4 3 2");
    views(p, 1, 0, 2);
    views(p, 3, 0, 1);
    rank(p);
    assert_str(shown(p, 3, NULL), "1 3 4");
    assert_str(shown(p, 9, NULL), "1 3 4 2");
}

static bool notes_has(struct notebook *notes, const char *topic)
{
    return notebook_has(notes, str_from(topic));
}

static void a_ranking_notes_no_more_than_it_shows(void **state)
{
    struct paper *p = *state;
    for (int i = 1; i <= 4; i++) {
        paper_published(p, "Story");
        views(p, i, 0, 10 - i);
    }
    rank(p);
    struct notebook notes;
    notebook_start(&notes, &p->job.mem);
    assert_str(shown(p, 2, &notes), "1 2");
    assert_true(notes_has(&notes, "mostread:en"));
    assert_true(notes_has(&notes, "story:2"));
    assert_false(notes_has(&notes, "story:3"));
    assert_false(notes_has(&notes, "latest:en"));
    paper_must(p, story_unpublish(job, txn, &p->house, 1, 0));
    notebook_start(&notes, &p->job.mem);
    assert_str(shown(p, 2, &notes), "2 3"); // before anything was ranked again
    assert_true(notes_has(&notes, "story:1"));
    assert_true(notes_has(&notes, "story:3"));
    assert_false(notes_has(&notes, "story:4"));
}

int main(void)
{
#define CASE(name) cmocka_unit_test_setup_teardown(name, paper_setup, paper_teardown)
    const struct CMUnitTest tests[] = {
        CASE(views_stand_in_buckets_by_the_hour),
        CASE(only_what_is_public_is_counted),
        CASE(shares_are_added_up_and_said_to_the_log),
        CASE(the_most_read_comes_first),
        CASE(of_equals_the_newest_comes_first),
        CASE(a_view_is_worth_half_after_a_third_of_the_span),
        CASE(the_last_hour_counts_as_far_as_it_lies_within_sixty_minutes),
        CASE(while_the_order_stays_nothing_is_touched),
        CASE(what_is_taken_back_leaves_the_ranking),
        CASE(no_more_than_twenty_are_ranked_in_each_edition),
        CASE(buckets_older_than_any_span_go),
        CASE(what_is_missing_is_filled_with_the_newest),
        CASE(a_ranking_notes_no_more_than_it_shows),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
