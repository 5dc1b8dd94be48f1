// Whichever call of the store fails, the newspaper is as it was before, or as it is after; never
// between.
#include "paper.h"

#include "news/popularity.h"

static bool is_kept_apart(struct str table)
{
    return str_is(table, "change") || str_starts(table, S("sqlite_"));
}

static void dump_table(struct job *job, struct txn *txn, struct str table, struct buf *b)
{
    struct rows rows;
    const char *sql = str_c(
        &job->mem, str_printf(&job->mem, "SELECT * FROM " STR_FMT " ORDER BY 1", STR_ARG(table)));
    buf_add(b, table);
    assert_job(sql_query_(job, txn, &rows, sql, NULL, 0), job);
    while (rows_next(job, &rows))
        for (int i = 0; i < rows.columns; i++) {
            buf_add_char(b, row_is_null(&rows, i) ? '0' : '=');
            buf_add(b, row_text(&rows, i));
        }
    assert_true(rows.at_end);
}

// Everything but when the change log was written.
static struct str dump(struct paper *p, struct job *job)
{
    AUTO_TXN txn = read_begin(job, p->store, NULL);
    struct buf b;
    struct rows rows;
    buf_start(&b, &job->mem, 64 << 20);
    assert_job(sql_query(job, &txn, &rows,
                         "SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY name"),
               job);
    while (rows_next(job, &rows)) {
        struct str table = row_text(&rows, 0);
        if (!is_kept_apart(table))
            dump_table(job, &txn, table, &b);
    }
    assert_true(rows.at_end);
    return buf_str(&b);
}

typedef bool deed(struct paper *p, struct job *job, struct txn *txn);

static bool try_act(struct paper *p, struct job *job, deed *act)
{
    AUTO_TXN txn = write_begin(job, p->store);
    return txn.open && act(p, job, &txn) && txn_commit(job, &txn);
}

// Fails the 1st call, the 2nd … until the act needs no more of them.
static void fail_every_call(struct paper *p, deed *act)
{
    struct str before = dump(p, &p->job);
    for (int64_t n = 1;; n++) {
        AUTO_JOB job;
        job_start(&job, p->job.now_ms);
        store_fail_at(p->store, n);
        bool ok = try_act(p, &job, act), failed = job_failed(&job);
        bool reached = store_calls(p->store) >= n;
        store_fail_at(p->store, 0);
        assert_int_equal(ok, !failed);
        job_forgive(&job);
        struct str now = dump(p, &job);
        if (!reached) {
            assert_true(ok);
            assert_true(n > 3);
            assert_false(str_eq(before, now));
            return;
        }
        assert_false(ok);
        assert_true(str_eq(before, now));
    }
}

static bool make(struct paper *p, struct job *job, struct txn *txn)
{
    struct story_fields f = {.set = STORY_HAS_EDITION | STORY_HAS_HEADLINE | STORY_HAS_SECTION |
                                    STORY_HAS_TOPICS | STORY_HAS_AUTHORS | STORY_HAS_SOURCE |
                                    STORY_HAS_TRANSLATION_OF,
                             .edition = S("es"),
                             .headline = S("Una"),
                             .section = S("news/politics"),
                             .topics = {(struct str[]){S("Puertos")}, 1},
                             .authors = {(struct str[]){S("Luz")}, 1},
                             .source = S("EFE"),
                             .translation_of = 1};
    int64_t id;
    return story_make(job, txn, &p->house, &f, &id);
}

static bool save(struct paper *p, struct job *job, struct txn *txn)
{
    struct block *body;
    struct story_fields f = {.set = STORY_HAS_HEADLINE | STORY_HAS_BODY | STORY_HAS_TOPICS,
                             .headline = S("New"),
                             .topics = {(struct str[]){S("Ports")}, 1}};
    if (!markdown_parse(job, S("Another text."), &body))
        return false;
    f.body = body;
    return story_save(job, txn, &p->house, 1, 0, &f);
}

static bool publish(struct paper *p, struct job *job, struct txn *txn)
{
    return story_publish(job, txn, &p->house, 1, 0, 0, NULL);
}

static bool schedule(struct paper *p, struct job *job, struct txn *txn)
{
    return story_publish(job, txn, &p->house, 1, 0, job->now_ms + HOUR, NULL);
}

static bool unpublish(struct paper *p, struct job *job, struct txn *txn)
{
    return story_unpublish(job, txn, &p->house, 1, 0);
}

static bool spike(struct paper *p, struct job *job, struct txn *txn)
{
    return story_spike(job, txn, &p->house, 1);
}

static bool take_up(struct paper *p, struct job *job, struct txn *txn)
{
    return story_take_up(job, txn, &p->house, 1);
}

static bool withdraw(struct paper *p, struct job *job, struct txn *txn)
{
    return story_withdraw(job, txn, &p->house, 1, 0, S("wrong"));
}

static bool correct(struct paper *p, struct job *job, struct txn *txn)
{
    struct story_fields f = {.set = STORY_HAS_HEADLINE | STORY_HAS_SECTION,
                             .headline = S("Right"),
                             .section = S("news/economy")};
    return story_correct(job, txn, &p->house, 1, 0, S("It was wrong."), &f);
}

static bool flash(struct paper *p, struct job *job, struct txn *txn)
{
    struct flash f = {.text = S("Breaking"), .story_id = 1};
    int64_t id;
    return flash_make(job, txn, &p->house, S("en"), &f, FLASH_HAS_TEXT | FLASH_HAS_STORY, &id);
}

static bool flash_again(struct paper *p, struct job *job, struct txn *txn)
{
    struct flash f = {.text = S("More"), .expires_ms = job->now_ms + HOUR};
    return flash_change(job, txn, &p->house, 1, &f, FLASH_HAS_TEXT | FLASH_HAS_EXPIRES);
}

static bool flash_over(struct paper *p, struct job *job, struct txn *txn)
{
    return flash_end(job, txn, &p->house, 1);
}

static bool rename_section(struct paper *p, struct job *job, struct txn *txn)
{
    struct filing f = {.slug = S("world"), .name = S("World")};
    return filing_change(job, txn, &p->house, FILING_SECTION, 1, &f,
                         FILING_HAS_SLUG | FILING_HAS_NAME);
}

static bool merge(struct paper *p, struct job *job, struct txn *txn)
{
    return topic_merge(job, txn, &p->house, 1, 2);
}

static bool put_front(struct paper *p, struct job *job, struct txn *txn)
{
    struct front_slot slot = {.card.id = 1, .pinned_until_ms = job->now_ms + HOUR};
    const struct front_container containers[] = {
        {.kind = CONTAINER_LEAD, .fill = S("latest:en"), .slots = &slot, .slots_count = 1},
        {.kind = CONTAINER_SECTION, .fill = S("section:2/list")}};
    return front_put(job, txn, &p->house, 1, FRONT_EDITION, 0, containers, 2);
}

static bool end_slot(struct paper *p, struct job *job, struct txn *txn)
{
    job->now_ms += 2 * HOUR;
    return slot_end_due(job, txn, 1);
}

static bool drop_front(struct paper *p, struct job *job, struct txn *txn)
{
    return front_put(job, txn, &p->house, 1, FRONT_EDITION, 0, NULL, 0);
}

static bool undo_front(struct paper *p, struct job *job, struct txn *txn)
{
    struct front_launch launch;
    return front_newest_launch(job, txn, 1, FRONT_EDITION, 0, &launch) &&
           front_undo(job, txn, &p->house, 1, FRONT_EDITION, 0, launch.id);
}

static void no_failing_call_leaves_a_half_done_front(void **state)
{
    struct paper *p = *state;
    paper_published(p, "One");
    fail_every_call(p, put_front);
    fail_every_call(p, end_slot);
    fail_every_call(p, put_front);
    fail_every_call(p, drop_front);
    fail_every_call(p, undo_front);
}

static bool count(struct paper *p, struct job *job, struct txn *txn)
{
    const struct tally tallies[] = {{1, 3}, {2, 5}};
    return views_add(job, txn, NOW / HOUR, tallies, 2) && shares_add(job, txn, tallies, 2);
}

static bool rank(struct paper *p, struct job *job, struct txn *txn)
{
    struct ranking *ranking;
    return most_read_rank(job, txn, &ranking) && most_read_write(job, txn, ranking);
}

static void no_failing_call_leaves_a_half_done_ranking(void **state)
{
    struct paper *p = *state;
    paper_published(p, "One");
    paper_published(p, "Two");
    fail_every_call(p, count);
    fail_every_call(p, rank);
}

static void no_failing_call_leaves_a_half_done_story(void **state)
{
    struct paper *p = *state;
    paper_draft(p, "One");
    fail_every_call(p, make);
    fail_every_call(p, save);
    fail_every_call(p, spike);
    fail_every_call(p, take_up);
    fail_every_call(p, schedule);
    fail_every_call(p, publish);
    fail_every_call(p, save);
    fail_every_call(p, correct);
    fail_every_call(p, rename_section);
    fail_every_call(p, merge);
    fail_every_call(p, unpublish);
    fail_every_call(p, publish);
    fail_every_call(p, withdraw);
}

static void no_failing_call_leaves_a_half_done_flash(void **state)
{
    struct paper *p = *state;
    paper_published(p, "One");
    fail_every_call(p, flash);
    fail_every_call(p, flash_again);
    fail_every_call(p, flash_over);
}

// Reading: an answer, or a fault; never half an answer.
static void no_failing_call_is_taken_for_the_end_of_a_list(void **state)
{
    struct paper *p = *state;
    int64_t id = paper_published(p, "One");
    for (int64_t n = 1;; n++) {
        AUTO_JOB job;
        job_start(&job, NOW);
        AUTO_TXN txn = read_begin(&job, p->store, NULL);
        store_fail_at(p->store, n);
        struct story story;
        struct story_cards cards;
        struct filing *filings;
        struct id_list ids;
        struct front front;
        struct ranking *ranking;
        int64_t shares;
        bool more, ok;
        size_t count;
        struct story_filter filter = {.edition_id = 1, .section_id = 1, .limit = 5};
        ok = story_read(&job, &txn, id, &story) && story.topics_count == 2 &&
             story_working_copy(&job, &txn, &p->house, id, &story) && story.topics_count == 2 &&
             story_list(&job, &txn, S("latest:en"), 5, 0, &cards) && cards.count == 1 &&
             filing_list(&job, &txn, FILING_REGION, 1, 0, 0, &filings, &count) && count == 8 &&
             story_filter_list(&job, &txn, &filter, &ids, &more) && ids.count == 1 &&
             front_read(&job, &txn, 1, FRONT_EDITION, 0, &front) && front.containers_count == 1 &&
             most_read_rank(&job, &txn, &ranking) && share_count_read(&job, &txn, id, &shares) &&
             most_read_list(&job, &txn, S("en"), MOST_READ_DAY, 5, &cards) && cards.count == 1;
        bool reached = store_calls(p->store) >= n;
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
        CASE(no_failing_call_leaves_a_half_done_story),
        CASE(no_failing_call_leaves_a_half_done_flash),
        CASE(no_failing_call_leaves_a_half_done_front),
        CASE(no_failing_call_leaves_a_half_done_ranking),
        CASE(no_failing_call_is_taken_for_the_end_of_a_list),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
