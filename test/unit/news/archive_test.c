#include "paper.h"

#include "news/archive.h"

enum { DAY = 86400000 };

static int64_t first_day(void)
{
    return NOW / DAY * DAY;
}

static int64_t published_at(struct paper *p, const char *headline, int64_t at_ms)
{
    int64_t id = paper_draft(p, headline);
    struct story_dates dates = {.published_ms = at_ms};
    paper_must(p, story_publish(job, txn, &p->house, id, 0, 0, &dates));
    return id;
}

static struct stretch day_of_utc(const void *with, int64_t at_ms)
{
    int64_t from = at_ms / DAY * DAY;
    return (struct stretch){from, from + DAY};
}

static int64_t next(struct paper *p, struct notebook *notes, enum archive_way way, int64_t at_ms)
{
    bool found;
    struct stretch day;
    notebook_start(notes, &p->job.mem);
    AUTO_TXN txn = read_begin(&p->job, p->store, notes);
    assert_job(archive_next(&p->job, &txn, S("en"), way, at_ms, day_of_utc, NULL, &found, &day),
               &p->job);
    return found ? day.from_ms : 0;
}

static void the_next_day_is_the_nearest_with_a_story(void **state)
{
    struct paper *p = *state;
    struct notebook notes;
    int64_t day = first_day();
    assert_int_equal(next(p, &notes, ARCHIVE_BEFORE, INT64_MAX), 0);
    published_at(p, "Old", day - 9 * (int64_t)DAY + 5);
    published_at(p, "New", day + 7);
    assert_int_equal(next(p, &notes, ARCHIVE_BEFORE, INT64_MAX), day);
    assert_int_equal(next(p, &notes, ARCHIVE_BEFORE, day), day - 9 * (int64_t)DAY);
    assert_int_equal(next(p, &notes, ARCHIVE_FROM, day - 8 * (int64_t)DAY), day);
    assert_int_equal(next(p, &notes, ARCHIVE_FROM, INT64_MIN), day - 9 * (int64_t)DAY);
    assert_int_equal(next(p, &notes, ARCHIVE_FROM, day + DAY), 0);
}

static void only_an_edge_that_cuts_a_day_of_utc_notes_it(void **state)
{
    struct paper *p = *state;
    struct notebook notes;
    published_at(p, "One", first_day() + 7);
    next(p, &notes, ARCHIVE_BEFORE, first_day() + DAY);
    assert_int_equal(notes.count, 1);
    assert_true(notebook_has(&notes, S("days:en")));
    next(p, &notes, ARCHIVE_BEFORE, first_day() + DAY + 3600000);
    assert_int_equal(notes.count, 2);
    assert_true(notebook_has(&notes, S("day:en:2026-11-25")));
}

static void a_day_has_its_stories_newest_first_in_pages(void **state)
{
    struct paper *p = *state;
    struct story_cards cards;
    struct notebook notes;
    struct stretch day = {first_day(), first_day() + DAY};
    published_at(p, "The day before", day.from_ms - 1);
    for (int i = 0; i < 5; i++)
        published_at(p, i < 4 ? "Earlier" : "Newest", day.from_ms + i);
    published_at(p, "The day after", day.to_ms);
    notebook_start(&notes, &p->job.mem);
    AUTO_TXN txn = read_begin(&p->job, p->store, &notes);
    int64_t counts[2];
    const struct stretch stretches[] = {day, {day.to_ms, day.to_ms + DAY}};
    assert_job(archive_counts(&p->job, &txn, S("en"), stretches, 2, counts), &p->job);
    assert_int_equal(counts[0], 5);
    assert_int_equal(counts[1], 1);
    assert_job(archive_stories(&p->job, &txn, S("en"), day, 3, 0, &cards), &p->job);
    assert_int_equal(cards.count, 3);
    assert_true(cards.more);
    assert_str(cards.items[0].headline, "Newest");
    assert_job(archive_stories(&p->job, &txn, S("en"), day, 3, 3, &cards), &p->job);
    assert_int_equal(cards.count, 2);
    assert_false(cards.more);
    assert_true(notebook_has(&notes, S("day:en:2026-11-24")));
    assert_false(notebook_has(&notes, S("day:en:2026-11-23")));
}

static void corrections_stand_by_when_they_were_made(void **state)
{
    struct paper *p = *state;
    struct story_fields none = {0};
    int64_t old = published_at(p, "Old", NOW - 9 * (int64_t)DAY), new = paper_published(p, "New");
    paper_must(p, story_correct(job, txn, &p->house, new, 0, S("Of the new one."), &none));
    paper_next(p);
    paper_must(p, story_correct(job, txn, &p->house, old, 0, S("Of the old one."), &none));
    struct correction *items;
    size_t count;
    bool more;
    AUTO_TXN txn = read_begin(&p->job, p->store, NULL);
    assert_job(correction_list(&p->job, &txn, S("en"), 1, 0, &items, &count, &more), &p->job);
    assert_int_equal(count, 1);
    assert_true(more);
    assert_str(items[0].note, "Of the old one.");
    assert_int_equal(items[0].at_ms, NOW + HOUR);
    assert_job(correction_list(&p->job, &txn, S("en"), 1, 1, &items, &count, &more), &p->job);
    assert_str(items[0].card.headline, "New");
    assert_false(more);
    assert_job(correction_list(&p->job, &txn, S("es"), 1, 0, &items, &count, &more), &p->job);
    assert_int_equal(count, 0);
}

static void who_has_no_public_story_writes_nowhere(void **state)
{
    struct paper *p = *state;
    struct filing *people;
    size_t count;
    int64_t id = paper_published(p, "One");
    AUTO_TXN before = read_begin(&p->job, p->store, NULL);
    assert_job(filing_authors(&p->job, &before, S("en"), &people, &count), &p->job);
    assert_int_equal(count, 1);
    assert_str(people[0].name, "Ana Ruiz");
    assert_job(filing_authors(&p->job, &before, S("es"), &people, &count), &p->job);
    assert_int_equal(count, 0);
    txn_end(&before);
    paper_must(p, story_unpublish(job, txn, &p->house, id, 0));
    AUTO_TXN after = read_begin(&p->job, p->store, NULL);
    assert_job(filing_authors(&p->job, &after, S("en"), &people, &count), &p->job);
    assert_int_equal(count, 0);
}

static void topics_that_stand_together_most_often_come_first(void **state)
{
    struct paper *p = *state;
    static const char *const others[] = {"Grain", "Ports", "Ports"};
    for (size_t i = 0; i < ARRAY_LEN(others); i++) {
        struct story_fields fields = paper_fields(p, "A story");
        int64_t id = 0;
        fields.topics = paper_list(p, "Kyiv", others[i]);
        paper_must(p, story_make(job, txn, &p->house, &fields, &id));
        paper_must(p, story_publish(job, txn, &p->house, id, 0, 0, 0));
    }
    int64_t kyiv = paper_number(p, "SELECT id FROM topic WHERE name = 'Kyiv'");
    struct filing *topics;
    size_t count;
    AUTO_TXN txn = read_begin(&p->job, p->store, NULL);
    assert_job(topic_neighbours(&p->job, &txn, kyiv, 5, &topics, &count), &p->job);
    assert_int_equal(count, 2);
    assert_str(topics[0].name, "Ports");
    assert_str(topics[1].name, "Grain");
}

static bool read_all(struct job *job, struct txn *txn)
{
    struct story_cards cards;
    struct correction *corrections;
    struct filing *filings;
    struct stretch day = {first_day(), first_day() + DAY}, found_day;
    size_t count;
    int64_t counted;
    bool more, any, found;
    return archive_stories(job, txn, S("en"), day, 5, 0, &cards) && cards.count == 1 &&
           archive_counts(job, txn, S("en"), &day, 1, &counted) && counted == 1 &&
           archive_next(job, txn, S("en"), ARCHIVE_FROM, INT64_MIN, day_of_utc, NULL, &found,
                        &found_day) &&
           found && correction_list(job, txn, S("en"), 5, 0, &corrections, &count, &more) &&
           count == 1 && filing_authors(job, txn, S("en"), &filings, &count) && count == 1 &&
           topic_neighbours(job, txn, 1, 5, &filings, &count) && count == 1 &&
           story_list_any(job, txn, S("latest:en"), &any) && any;
}

static void no_failing_call_is_taken_for_the_end_of_a_list(void **state)
{
    struct paper *p = *state;
    struct story_fields none = {0};
    int64_t id = published_at(p, "One", first_day() + 5);
    paper_must(p, story_correct(job, txn, &p->house, id, 0, S("A note."), &none));
    for (int64_t n = 1;; n++) {
        AUTO_JOB job;
        job_start(&job, NOW);
        struct notebook notes;
        notebook_start(&notes, &job.mem);
        AUTO_TXN txn = read_begin(&job, p->store, &notes);
        store_fail_at(p->store, n);
        bool ok = read_all(&job, &txn), reached = store_calls(p->store) >= n;
        store_fail_at(p->store, 0);
        assert_int_equal(ok, !job_failed(&job));
        assert_int_equal(ok, !reached);
        if (!reached)
            break;
    }
}

int main(void)
{
#define CASE(name) cmocka_unit_test_setup_teardown(name, paper_setup, paper_teardown)
    const struct CMUnitTest tests[] = {
        CASE(the_next_day_is_the_nearest_with_a_story),
        CASE(only_an_edge_that_cuts_a_day_of_utc_notes_it),
        CASE(a_day_has_its_stories_newest_first_in_pages),
        CASE(corrections_stand_by_when_they_were_made),
        CASE(who_has_no_public_story_writes_nowhere),
        CASE(topics_that_stand_together_most_often_come_first),
        CASE(no_failing_call_is_taken_for_the_end_of_a_list),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
