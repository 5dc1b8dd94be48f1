#include "paper.h"

static int64_t flash(struct paper *p, const char *text, int64_t story_id)
{
    struct flash f = {
        .place = S("Kyiv"), .source = S("Reuters"), .text = str_from(text), .story_id = story_id};
    int64_t id = 0;
    paper_must(p, flash_make(job, txn, &p->editor, S("en"), &f,
                             FLASH_HAS_PLACE | FLASH_HAS_SOURCE | FLASH_HAS_TEXT |
                                 (story_id ? FLASH_HAS_STORY : 0u),
                             &id));
    p->job.now_ms += 1000;
    return id;
}

static size_t running(struct paper *p, struct flash **items)
{
    AUTO_TXN txn = read_begin(&p->job, p->store, NULL);
    size_t count;
    assert_job(flash_list(&p->job, &txn, 1, 5, items, &count), &p->job);
    return count;
}

static void the_newest_runs_first_and_links_only_to_what_is_public(void **state)
{
    struct paper *p = *state;
    int64_t draft = paper_draft(p, "One");
    flash(p, "first", 0);
    flash(p, "second", draft);
    struct flash *items;
    assert_int_equal(running(p, &items), 2);
    assert_str(items[0].text, "second");
    assert_str(items[0].story_path, "");
    assert_str(items[0].edition, "en");
    assert_int_equal(items[0].expires_ms, items[0].at_ms + 6 * HOUR);
    paper_must(p, story_publish(job, txn, &p->house, draft, 0, 0, NULL));
    running(p, &items);
    assert_str(items[0].story_path, "news/politics/one");
}

static void a_flash_touches_its_edition_alone(void **state)
{
    struct paper *p = *state;
    uint64_t seq = paper_seq(p);
    int64_t id = flash(p, "first", 0);
    assert_str(paper_topics(p, seq), "flash:en flash:en:1");
    seq = paper_seq(p);
    struct flash now = {.text = S("first")};
    paper_must(p, flash_change(job, txn, &p->editor, id, &now, FLASH_HAS_TEXT));
    assert_str(paper_topics(p, seq), ""); // nothing new
    now.text = S("more");
    paper_must(p, flash_change(job, txn, &p->editor, id, &now, FLASH_HAS_TEXT));
    assert_str(paper_topics(p, seq), "flash:en flash:en:1");
}

static void it_ends_once(void **state)
{
    struct paper *p = *state;
    int64_t id = flash(p, "first", 0);
    struct flash now = {.text = S("x")}, *items;
    paper_must(p, flash_end(job, txn, &p->editor, id));
    paper_refuses(p, FAULT_NOT_FOUND, flash_end(job, txn, &p->editor, id));
    paper_refuses(p, FAULT_NOT_FOUND, flash_change(job, txn, &p->editor, id, &now, FLASH_HAS_TEXT));
    assert_int_equal(running(p, &items), 0);
    assert_int_equal(paper_number(p, "SELECT count(*) FROM due"), 0);
    uint64_t seq = paper_seq(p);
    paper_must(p, flash_end_due(job, txn, id));
    assert_str(paper_topics(p, seq), "");
}

static void it_expires_at_its_moment(void **state)
{
    struct paper *p = *state;
    int64_t id = flash(p, "first", 0);
    assert_int_equal(paper_number(p, "SELECT at_ms FROM due WHERE kind = 'flash-end'"),
                     NOW + 6 * HOUR);
    struct flash now = {.expires_ms = NOW + HOUR};
    paper_must(p, flash_change(job, txn, &p->editor, id, &now, FLASH_HAS_EXPIRES));
    assert_int_equal(paper_number(p, "SELECT at_ms FROM due"), NOW + HOUR);
    now.expires_ms = 0;
    paper_must(p, flash_change(job, txn, &p->editor, id, &now, FLASH_HAS_EXPIRES));
    assert_int_equal(paper_number(p, "SELECT count(*) FROM due"), 0);
    struct due_item item = {.kind = S("flash-end"), .key = S("1")};
    assert_string_equal(news_due_kinds[1].kind, "flash-end");
    paper_must(p, news_due_kinds[1].run(job, txn, &item, NULL));
    struct flash *items;
    assert_int_equal(running(p, &items), 0);
}

static void what_is_wrong_is_named(void **state)
{
    struct paper *p = *state;
    struct flash f = {.text = S(" "),
                      .expires_ms = NOW - 1,
                      .story_id = 99,
                      .place = str_printf(&p->job.mem, "%0121d", 0)};
    int64_t id;
    bool ok;
    paper_do(p, &ok,
             flash_make(job, txn, &p->editor, S("en"), &f,
                        FLASH_HAS_TEXT | FLASH_HAS_PLACE | FLASH_HAS_EXPIRES | FLASH_HAS_STORY,
                        &id));
    assert_false(ok);
    assert_int_equal(p->job.fault.kind, FAULT_INVALID);
    assert_int_equal(p->job.fault.fields_count, 4);
    job_forgive(&p->job);
    f = (struct flash){.text = S("x")};
    paper_refuses(p, FAULT_INVALID,
                  flash_make(job, txn, &p->editor, S("fr"), &f, FLASH_HAS_TEXT, &id));
    paper_refuses(p, FAULT_DENIED,
                  flash_make(job, txn, &p->reporter, S("en"), &f, FLASH_HAS_TEXT, &id));
    paper_refuses(p, FAULT_NOT_FOUND, flash_end(job, txn, &p->editor, 77));
}

static void markup_is_plain_text(void **state)
{
    struct paper *p = *state;
    flash(p, "<script>alert(1)</script>\n  \xE2\x80\xAEright", 0);
    struct flash *items;
    running(p, &items);
    assert_str(items[0].text, "<script>alert(1)</script> right");
}

int main(void)
{
#define CASE(name) cmocka_unit_test_setup_teardown(name, paper_setup, paper_teardown)
    const struct CMUnitTest tests[] = {
        CASE(the_newest_runs_first_and_links_only_to_what_is_public),
        CASE(a_flash_touches_its_edition_alone),
        CASE(it_ends_once),
        CASE(it_expires_at_its_moment),
        CASE(what_is_wrong_is_named),
        CASE(markup_is_plain_text),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
