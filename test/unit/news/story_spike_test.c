#include "paper.h"

#include "news/audit.h"
#include "news/desk.h"

// The ids of one of the desk's lists: "3 1".
static struct str ids(struct paper *p, struct desk_filter filter)
{
    AUTO_TXN txn = read_begin(&p->job, p->store, NULL);
    struct desk_row *rows;
    size_t count;
    bool more;
    struct str text = S("");
    assert_job(desk_list(&p->job, &txn, &p->house, &filter, &rows, &count, &more), &p->job);
    for (size_t i = 0; i < count; i++)
        text = str_printf(&p->job.mem, STR_FMT "%s%lld", STR_ARG(text), i ? " " : "",
                          (long long)rows[i].story_id);
    return text;
}

static struct str status_of(struct paper *p, int64_t id)
{
    AUTO_TXN txn = read_begin(&p->job, p->store, NULL);
    struct desk_filter filter = {.text = str_printf(&p->job.mem, "#%lld", (long long)id)};
    struct desk_row *rows;
    size_t count;
    bool more;
    assert_job(desk_list(&p->job, &txn, &p->house, &filter, &rows, &count, &more), &p->job);
    assert_int_equal(count, 1);
    return rows[0].status;
}

static bool is_spiked(struct paper *p, int64_t id)
{
    AUTO_TXN txn = read_begin(&p->job, p->store, NULL);
    bool is = false;
    assert_job(story_is_spiked(&p->job, &txn, id, &is), &p->job);
    return is;
}

static bool may_spike(struct paper *p, const struct actor *actor, int64_t id)
{
    AUTO_TXN txn = read_begin(&p->job, p->store, NULL);
    bool may = false;
    assert_job(story_may_spike(&p->job, &txn, actor, id, &may), &p->job);
    return may;
}

static int64_t spiked(struct paper *p, const char *headline)
{
    int64_t id = paper_draft(p, headline);
    paper_must(p, story_spike(job, txn, &p->house, id));
    assert_true(is_spiked(p, id));
    return id;
}

static void a_spiked_draft_is_in_no_list_but_its_own(void **state)
{
    struct paper *p = *state;
    paper_draft(p, "Herons return"); // 1
    paper_next(p);
    spiked(p, "Herons leave"); // 2
    assert_str(ids(p, (struct desk_filter){0}), "1");
    assert_str(ids(p, (struct desk_filter){.status = S("open")}), "1");
    assert_str(ids(p, (struct desk_filter){.status = S("draft")}), "1");
    assert_str(ids(p, (struct desk_filter){.edition_id = 1}), "1");
    assert_str(ids(p, (struct desk_filter){.edition_id = 1, .status = S("open")}), "1");
    int64_t section = paper_number(p, "SELECT section_id FROM working WHERE story_id = 2");
    assert_str(ids(p, (struct desk_filter){.section_id = section, .kind = S("news")}), "1");
    assert_str(ids(p, (struct desk_filter){.text = S("herons")}), "1");
    assert_str(ids(p, (struct desk_filter){.text = S("2")}), "");
    assert_str(ids(p, (struct desk_filter){.text = S("#2")}), "2"); // that one, and no other
    assert_str(ids(p, (struct desk_filter){.status = S("spiked")}), "2");
    assert_str(ids(p, (struct desk_filter){.edition_id = 1, .status = S("spiked")}), "2");
    assert_str(ids(p, (struct desk_filter){.text = S("leave"), .status = S("spiked")}), "2");
    assert_str(ids(p, (struct desk_filter){.text = S("return"), .status = S("spiked")}), "");
}

static void nothing_of_it_is_lost_and_readers_hear_of_nothing(void **state)
{
    struct paper *p = *state;
    int64_t id = paper_draft(p, "Herons return");
    paper_next(p);
    struct str versions = paper_text(p, "SELECT group_concat(digest) FROM version");
    uint64_t seq = paper_seq(p);
    paper_must(p, story_spike(job, txn, &p->house, id));
    assert_str(paper_state(p, id).status, "draft");
    assert_str(paper_working(p, id).headline, "Herons return");
    paper_must(p, story_take_up(job, txn, &p->house, id));
    assert_str(status_of(p, id), "draft");
    assert_int_equal(paper_number(p, "SELECT saved_ms FROM working"), NOW);
    assert_true(str_eq(paper_text(p, "SELECT group_concat(digest) FROM version"), versions));
    assert_true(str_is(paper_topics(p, seq), ""));
}

static void whoever_saves_it_has_taken_it_up(void **state)
{
    struct paper *p = *state;
    int64_t id = spiked(p, "Herons return");
    paper_save_headline(p, id, "Herons stay");
    assert_str(status_of(p, id), "draft");
    assert_false(is_spiked(p, id));
}

static void so_has_whoever_moves_it_on(void **state)
{
    struct paper *p = *state;
    int64_t id = spiked(p, "Herons return");
    paper_must(p, story_stage(job, txn, &p->house, id, S("review")));
    assert_str(status_of(p, id), "review");
    paper_must(p, story_spike(job, txn, &p->house, id));
    paper_must(p, story_take_up(job, txn, &p->house, id));
    assert_str(status_of(p, id), "review"); // as it was
    paper_must(p, story_spike(job, txn, &p->house, id));
    paper_must(p, story_publish(job, txn, &p->house, id, 0, NOW + HOUR, NULL));
    assert_str(status_of(p, id), "scheduled");
    id = spiked(p, "Egrets return");
    paper_must(p, story_publish(job, txn, &p->house, id, 0, 0, NULL));
    assert_str(status_of(p, id), "published");
}

static void only_what_never_went_out_can_be_spiked(void **state)
{
    struct paper *p = *state;
    int64_t id = paper_draft(p, "Herons return");
    paper_must(p, story_publish(job, txn, &p->house, id, 0, NOW + HOUR, NULL));
    assert_false(may_spike(p, &p->house, id));
    paper_refuses(p, FAULT_CONFLICT, story_spike(job, txn, &p->house, id));
    paper_must(p, story_call_back(job, txn, &p->house, id));
    assert_true(may_spike(p, &p->house, id));
    paper_must(p, story_publish(job, txn, &p->house, id, 0, 0, NULL));
    paper_refuses(p, FAULT_CONFLICT, story_spike(job, txn, &p->house, id));
    paper_must(p, story_unpublish(job, txn, &p->house, id, 0));
    paper_refuses(p, FAULT_CONFLICT, story_spike(job, txn, &p->house, id));
    paper_must(p, story_withdraw(job, txn, &p->house, id, 0, S("It was not so.")));
    paper_refuses(p, FAULT_CONFLICT, story_spike(job, txn, &p->house, id));
    assert_false(may_spike(p, &p->house, id));
    paper_refuses(p, FAULT_NOT_FOUND, story_spike(job, txn, &p->house, 99));
}

static void a_reporter_spikes_what_they_began_and_an_editor_all(void **state)
{
    struct paper *p = *state;
    struct actor ana = p->reporter, ben = p->reporter;
    struct story_fields fields = {.set = STORY_HAS_EDITION, .edition = S("en")};
    int64_t id;
    paper_must(p, staff_add(job, txn, &p->house, S("ana@paper.example"), S("Ana"), S("reporter"),
                            &ana.staff_id));
    paper_must(p, staff_add(job, txn, &p->house, S("ben@paper.example"), S("Ben"), S("reporter"),
                            &ben.staff_id));
    paper_must(p, story_make(job, txn, &ana, &fields, &id));
    assert_true(may_spike(p, &ana, id));
    assert_false(may_spike(p, &ben, id));
    paper_refuses(p, FAULT_DENIED, story_spike(job, txn, &ben, id));
    paper_refuses(p, FAULT_DENIED, story_spike(job, txn, &p->reporter, id)); // of no name
    paper_must(p, story_spike(job, txn, &ana, id));
    assert_false(may_spike(p, &ana, id));
    paper_must(p, story_take_up(job, txn, &ben, id)); // as saving would
    paper_must(p, story_stage(job, txn, &p->editor, id, S("ready")));
    paper_refuses(p, FAULT_DENIED, story_spike(job, txn, &ana, id));
    paper_must(p, story_spike(job, txn, &p->editor, id));
    struct actor reader = p->reporter;
    reader.rights = RIGHT_STORY_READ;
    paper_refuses(p, FAULT_DENIED, story_take_up(job, txn, &reader, id));
}

static void each_act_is_in_the_audit_and_doing_it_twice_is_not(void **state)
{
    struct paper *p = *state;
    int64_t id = spiked(p, "Herons return");
    paper_must(p, story_spike(job, txn, &p->house, id));
    paper_must(p, story_take_up(job, txn, &p->house, id));
    paper_must(p, story_take_up(job, txn, &p->house, id));
    assert_str(paper_text(p, "SELECT group_concat(act || ' ' || (before_is ->> '$.status') || ' '"
                             " || (after_is ->> '$.status'), ', ') FROM audit"
                             " WHERE act IN ('story.spike', 'story.take_up')"),
               "story.spike draft spiked, story.take_up spiked draft");
}

static void another_editions_desk_is_told_that_the_translation_is_spiked(void **state)
{
    struct paper *p = *state;
    int64_t en = paper_draft(p, "Moss"), es;
    struct story_fields fields = {.set = STORY_HAS_EDITION | STORY_HAS_TRANSLATION_OF,
                                  .edition = S("es"),
                                  .translation_of = en};
    paper_must(p, story_make(job, txn, &p->house, &fields, &es));
    paper_must(p, story_spike(job, txn, &p->house, es));
    AUTO_TXN txn = read_begin(&p->job, p->store, NULL);
    struct desk_filter filter = {.limit = 1};
    struct desk_row *rows;
    size_t count;
    bool more;
    assert_job(desk_list(&p->job, &txn, &p->house, &filter, &rows, &count, &more), &p->job);
    assert_int_equal(rows[0].story_id, en);
    assert_str(rows[0].translations[0].status, "spiked");
}

int main(void)
{
#define CASE(name) cmocka_unit_test_setup_teardown(name, paper_setup, paper_teardown)
    const struct CMUnitTest tests[] = {
        CASE(a_spiked_draft_is_in_no_list_but_its_own),
        CASE(nothing_of_it_is_lost_and_readers_hear_of_nothing),
        CASE(whoever_saves_it_has_taken_it_up),
        CASE(so_has_whoever_moves_it_on),
        CASE(only_what_never_went_out_can_be_spiked),
        CASE(a_reporter_spikes_what_they_began_and_an_editor_all),
        CASE(each_act_is_in_the_audit_and_doing_it_twice_is_not),
        CASE(another_editions_desk_is_told_that_the_translation_is_spiked),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
