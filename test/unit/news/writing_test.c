#include "paper.h"

#include "news/writing.h"

struct people {
    struct actor ana, ben;
    int64_t story;
};

static struct people people(struct paper *p)
{
    struct people two = {.ana = p->reporter, .ben = p->reporter};
    paper_must(p, staff_add(job, txn, &p->house, S("ana@paper.example"), S("Ana"), S("reporter"),
                            &two.ana.staff_id));
    paper_must(p, staff_add(job, txn, &p->house, S("ben@paper.example"), S(""), S("reporter"),
                            &two.ben.staff_id));
    two.story = paper_draft(p, "Herons");
    return two;
}

static struct writer *others(struct paper *p, const struct actor *actor, int64_t id, size_t *count)
{
    AUTO_TXN txn = read_begin(&p->job, p->store, NULL);
    struct writer *writers = NULL;
    assert_job(writing_others(&p->job, &txn, actor, id, &writers, count), &p->job);
    return writers;
}

static void the_second_sees_the_first(void **state)
{
    struct paper *p = *state;
    struct people two = people(p);
    size_t count;
    paper_must(p, writing_keep(job, txn, &two.ana, two.story, WRITING_BEAT_MS));
    others(p, &two.ana, two.story, &count);
    assert_int_equal(count, 0); // oneself is no other
    struct writer *seen = others(p, &two.ben, two.story, &count);
    assert_int_equal(count, 1);
    assert_str(seen[0].name, "Ana");
    assert_int_equal(seen[0].since_ms, NOW);
    assert_int_equal(seen[0].until_ms, NOW + WRITING_BEAT_MS);
    assert_false(seen[0].has_unsaved);
    paper_must(p, writing_keep(job, txn, &two.ben, two.story, WRITING_OPEN_MS));
    assert_str(others(p, &two.ana, two.story, &count)[0].name, "ben@paper.example");
}

static void a_beat_goes_on_and_silence_ends(void **state)
{
    struct paper *p = *state;
    struct people two = people(p);
    size_t count;
    paper_must(p, writing_keep(job, txn, &two.ana, two.story, WRITING_BEAT_MS));
    p->job.now_ms += 30000;
    paper_must(p, writing_keep(job, txn, &two.ana, two.story, WRITING_BEAT_MS));
    struct writer *seen = others(p, &two.ben, two.story, &count);
    assert_int_equal(seen[0].since_ms, NOW);
    assert_int_equal(seen[0].until_ms, NOW + 30000 + WRITING_BEAT_MS);
    p->job.now_ms += WRITING_BEAT_MS;
    others(p, &two.ben, two.story, &count);
    assert_int_equal(count, 0);
    paper_must(p, writing_keep(job, txn, &two.ana, two.story, WRITING_BEAT_MS)); // begins anew
    assert_int_equal(others(p, &two.ben, two.story, &count)[0].since_ms, p->job.now_ms);
    paper_must(p, writing_end(job, txn, &two.ana, two.story));
    others(p, &two.ben, two.story, &count);
    assert_int_equal(count, 0);
}

static void one_leaves_for_oneself_only(void **state)
{
    struct paper *p = *state;
    struct people two = people(p);
    size_t count;
    paper_must(p, writing_keep(job, txn, &two.ana, two.story, WRITING_BEAT_MS));
    paper_must(p, writing_end(job, txn, &two.ben, two.story));
    others(p, &two.ben, two.story, &count);
    assert_int_equal(count, 1);
}

// Also one whose lease outlived it: a request of theirs was on its way.
static void who_is_disabled_writes_no_more(void **state)
{
    struct paper *p = *state;
    struct people two = people(p);
    size_t count;
    paper_must(p, writing_keep(job, txn, &two.ana, two.story, WRITING_BEAT_MS));
    paper_must(p, staff_disable(job, txn, &p->house, S("ana@paper.example")));
    others(p, &two.ben, two.story, &count);
    assert_int_equal(count, 0);
    paper_must(p, writing_keep(job, txn, &two.ana, two.story, WRITING_BEAT_MS));
    others(p, &two.ben, two.story, &count);
    assert_int_equal(count, 0);
    paper_must(p, staff_enable(job, txn, &p->house, S("ana@paper.example")));
    others(p, &two.ben, two.story, &count);
    assert_int_equal(count, 1);
}

static bool get(struct paper *p, const struct actor *actor, int64_t id, struct unsaved *out)
{
    AUTO_TXN txn = read_begin(&p->job, p->store, NULL);
    bool found = false;
    assert_job(unsaved_get(&p->job, &txn, actor, id, &found, out), &p->job);
    return found;
}

static void what_is_typed_is_ones_own_until_it_is_dropped(void **state)
{
    struct paper *p = *state;
    struct people two = people(p);
    struct unsaved typed = {.base_version = 1, .form = S("{\"headline\":\"Her\"}")}, kept;
    size_t count;
    assert_false(get(p, &two.ana, two.story, &kept));
    paper_must(p, unsaved_put(job, txn, &two.ana, two.story, &typed));
    typed.form = S("{\"headline\":\"Herons \\u2028 أ\"}");
    p->job.now_ms += 500;
    paper_must(p, unsaved_put(job, txn, &two.ana, two.story, &typed));
    assert_true(get(p, &two.ana, two.story, &kept));
    assert_str(kept.form, "{\"headline\":\"Herons \\u2028 أ\"}");
    assert_int_equal(kept.base_version, 1);
    assert_int_equal(kept.at_ms, NOW + 500);
    assert_false(get(p, &two.ben, two.story, &kept));
    paper_must(p, writing_keep(job, txn, &two.ana, two.story, WRITING_BEAT_MS));
    assert_true(others(p, &two.ben, two.story, &count)[0].has_unsaved);
    paper_must(p, unsaved_drop(job, txn, &two.ben, two.story));
    assert_true(get(p, &two.ana, two.story, &kept));
    paper_must(p, unsaved_drop(job, txn, &two.ana, two.story));
    assert_false(get(p, &two.ana, two.story, &kept));
}

static void one_is_told_what_one_has_not_saved(void **state)
{
    struct paper *p = *state;
    struct people two = people(p);
    struct unsaved typed = {.base_version = 1, .form = S("{}")};
    struct unsaved_story *items = NULL;
    size_t count = 0;
    int64_t other = paper_draft(p, "Moss");
    paper_must(p, unsaved_put(job, txn, &two.ana, two.story, &typed));
    paper_next(p);
    paper_must(p, unsaved_put(job, txn, &two.ana, other, &typed));
    AUTO_TXN txn = read_begin(&p->job, p->store, NULL);
    assert_job(unsaved_list(&p->job, &txn, &two.ana, &items, &count), &p->job);
    assert_int_equal(count, 2);
    assert_str(items[0].headline, "Moss");
    assert_str(items[0].edition, "en");
    assert_int_equal(items[0].at_ms, NOW + HOUR);
    assert_int_equal(items[1].story_id, two.story);
    assert_job(unsaved_list(&p->job, &txn, &two.ben, &items, &count), &p->job);
    assert_int_equal(count, 0);
}

static void nothing_of_it_is_news_to_readers(void **state)
{
    struct paper *p = *state;
    struct people two = people(p);
    struct unsaved typed = {.base_version = 1, .form = S("{}")};
    int64_t id = paper_published(p, "Out");
    uint64_t seq = paper_seq(p);
    paper_must(p, writing_keep(job, txn, &two.ana, id, WRITING_BEAT_MS));
    paper_must(p, unsaved_put(job, txn, &two.ana, id, &typed));
    paper_must(p, unsaved_drop(job, txn, &two.ana, id));
    paper_must(p, writing_end(job, txn, &two.ana, id));
    assert_int_equal(paper_seq(p), seq);
}

static void it_takes_the_right_to_write_and_a_story(void **state)
{
    struct paper *p = *state;
    struct people two = people(p);
    struct actor nobody = {.way = S("newsroom"), .staff_id = two.ana.staff_id};
    char *long_form = arena_take(&p->job.mem, UNSAVED_BYTES_MAX + 1);
    struct unsaved typed = {.form = S("{}")}, huge = {.form = {long_form, UNSAVED_BYTES_MAX + 1}};
    bool found;
    paper_refuses(p, FAULT_DENIED, writing_keep(job, txn, &nobody, two.story, 1));
    paper_refuses(p, FAULT_DENIED, writing_end(job, txn, &nobody, two.story));
    paper_refuses(p, FAULT_DENIED, unsaved_put(job, txn, &nobody, two.story, &typed));
    paper_refuses(p, FAULT_DENIED, unsaved_get(job, txn, &nobody, two.story, &found, &typed));
    paper_refuses(p, FAULT_DENIED, unsaved_drop(job, txn, &nobody, two.story));
    paper_refuses(p, FAULT_NOT_FOUND, writing_keep(job, txn, &two.ana, 99, 1));
    paper_refuses(p, FAULT_NOT_FOUND, unsaved_put(job, txn, &two.ana, 99, &typed));
    paper_refuses(p, FAULT_TOO_BIG, unsaved_put(job, txn, &two.ana, two.story, &huge));
}

int main(void)
{
#define CASE(name) cmocka_unit_test_setup_teardown(name, paper_setup, paper_teardown)
    const struct CMUnitTest tests[] = {
        CASE(the_second_sees_the_first),
        CASE(a_beat_goes_on_and_silence_ends),
        CASE(one_leaves_for_oneself_only),
        CASE(who_is_disabled_writes_no_more),
        CASE(what_is_typed_is_ones_own_until_it_is_dropped),
        CASE(one_is_told_what_one_has_not_saved),
        CASE(nothing_of_it_is_news_to_readers),
        CASE(it_takes_the_right_to_write_and_a_story),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
