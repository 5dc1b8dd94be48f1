// Related stories and Read Next: who is near, who is left out, and what is noted.
#include "paper.h"

#include "news/near.h"

// A published story, an hour after the one before, of these topics (NULL: none) and dossier.
static int64_t story(struct paper *p, const char *headline, const char *a, const char *b,
                     const char *dossier)
{
    struct story_fields fields = paper_fields(p, headline);
    int64_t id = 0;
    fields.topics = paper_list(p, a, b);
    fields.set |= STORY_HAS_DOSSIERS;
    fields.dossiers = paper_list(p, dossier, NULL);
    paper_must(p, story_make(job, txn, &p->house, &fields, &id) &&
                      story_publish(job, txn, &p->house, id, 0, 0, NULL));
    paper_next(p);
    return id;
}

static void make_dossier(struct paper *p)
{
    struct filing dossier = {.kind = FILING_DOSSIER, .edition_id = 1, .name = S("The Ports")};
    int64_t id;
    paper_must(p, filing_make(job, txn, &p->house, &dossier, FILING_HAS_NAME, &id));
}

static struct str ids_of(struct paper *p, const struct story_cards *cards)
{
    struct buf b;
    buf_start(&b, &p->job.mem, 1000);
    for (size_t i = 0; i < cards->count; i++)
        buf_printf(&b, i ? " %lld" : "%lld", (long long)cards->items[i].id);
    return buf_str(&b);
}

static struct str ids_text(struct paper *p, const int64_t *ids, size_t count)
{
    struct story_cards cards = {arena_array(&p->job.mem, struct story_card, count), count, false};
    for (size_t i = 0; i < count; i++)
        cards.items[i].id = ids[i];
    return ids_of(p, &cards);
}

// Who is near `id`, at most `limit`, none of `without`; notes in *notes (may be NULL).
static struct str near(struct paper *p, int64_t id, struct id_list without, size_t limit,
                       struct notebook *notes)
{
    struct story story = paper_read(p, id);
    struct story_cards cards;
    AUTO_TXN txn = read_begin(&p->job, p->store, notes);
    assert_job(near_list(&p->job, &txn, &story, without, limit, &cards), &p->job);
    return ids_of(p, &cards);
}

static struct str related(struct paper *p, int64_t id, size_t limit, struct notebook *notes)
{
    struct story story = paper_read(p, id);
    struct story_cards cards;
    AUTO_TXN txn = read_begin(&p->job, p->store, notes);
    assert_job(related_list(&p->job, &txn, &story, limit, &cards), &p->job);
    return ids_of(p, &cards);
}

#define assert_ids(p, text, ...)                                                                   \
    do {                                                                                           \
        const int64_t ids_[] = {__VA_ARGS__};                                                      \
        struct str expected_ = ids_text((p), ids_, ARRAY_LEN(ids_));                               \
        assert_str(text, str_c(&(p)->job.mem, expected_));                                         \
    } while (0)

static void shared_topics_come_before_the_dossier_and_the_dossier_before_the_section(void **state)
{
    struct paper *p = *state;
    make_dossier(p);
    int64_t both = story(p, "Two topics", "Tide", "Harbour", NULL);
    int64_t one_old = story(p, "One topic", "Tide", NULL, NULL);
    int64_t one_new = story(p, "One topic, newer", "Harbour", NULL, NULL);
    int64_t with = story(p, "The same dossier", "Rail", NULL, "the-ports");
    int64_t beside = story(p, "The same section", "Wool", NULL, NULL);
    int64_t it = story(p, "The story itself", "Tide", "Harbour", "the-ports");
    assert_ids(p, near(p, it, (struct id_list){0}, 9, NULL), both, one_new, one_old, with, beside);
    assert_ids(p, near(p, it, (struct id_list){0}, 2, NULL), both, one_new);
}

static void who_is_on_the_page_already_is_left_out(void **state)
{
    struct paper *p = *state;
    int64_t a = story(p, "A", "Tide", NULL, NULL);
    int64_t b = story(p, "B", "Tide", NULL, NULL);
    int64_t c = story(p, "C", "Wool", NULL, NULL);
    int64_t it = story(p, "It", "Tide", NULL, NULL);
    struct id_list without = {&b, 1};
    assert_ids(p, near(p, it, without, 2, NULL), a, c);
}

static void the_section_is_asked_only_when_the_others_do_not_suffice(void **state)
{
    struct paper *p = *state;
    struct notebook notes;
    story(p, "A", "Tide", NULL, NULL);
    int64_t it = story(p, "It", "Tide", NULL, NULL);
    struct story read = paper_read(p, it);
    struct str section = str_printf(&p->job.mem, "section:%lld/list", (long long)read.section.id);
    struct str topic = str_printf(&p->job.mem, "topic:%lld/list", (long long)read.topics[0].id);
    notebook_start(&notes, &p->job.mem);
    near(p, it, (struct id_list){0}, 1, &notes);
    assert_true(notebook_has(&notes, topic));
    assert_false(notebook_has(&notes, section));
    near(p, it, (struct id_list){0}, 2, &notes);
    assert_true(notebook_has(&notes, section));
}

static void a_box_is_completed_when_the_story_goes_out(void **state)
{
    struct paper *p = *state;
    int64_t a = story(p, "A", "Tide", NULL, NULL);
    int64_t b = story(p, "B", "Tide", NULL, NULL);
    int64_t it = story(p, "It", "Tide", NULL, NULL);
    assert_ids(p, related(p, it, 3, NULL), b, a);
    story(p, "Later", "Tide", NULL, NULL);
    assert_ids(p, related(p, it, 3, NULL), b, a);
}

static void the_editors_choice_comes_first_and_nobody_twice(void **state)
{
    struct paper *p = *state;
    struct notebook notes;
    int64_t a = story(p, "A", "Tide", NULL, NULL);
    int64_t b = story(p, "B", "Tide", NULL, NULL);
    int64_t c = story(p, "C", "Wool", NULL, NULL);
    int64_t draft = paper_draft(p, "Not yet");
    int64_t it = story(p, "It", "Tide", NULL, NULL);
    int64_t chosen[] = {draft, c, a};
    struct story_fields fields = {.set = STORY_HAS_RELATED, .related = {chosen, 3}};
    paper_must(p, story_save(job, txn, &p->house, it, 0, &fields) &&
                      story_publish(job, txn, &p->house, it, 0, 0, NULL));
    notebook_start(&notes, &p->job.mem);
    assert_ids(p, related(p, it, 3, &notes), c, a, b);
    struct str hidden = str_printf(&p->job.mem, "story:%lld", (long long)draft);
    assert_true(notebook_has(&notes, hidden)); // it stands there as soon as readers can see it
    paper_must(p, story_publish(job, txn, &p->house, draft, 0, 0, NULL));
    assert_ids(p, related(p, it, 3, NULL), draft, c, a);
}

static void what_is_withdrawn_leaves_the_box(void **state)
{
    struct paper *p = *state;
    int64_t a = story(p, "A", "Tide", NULL, NULL);
    int64_t b = story(p, "B", "Tide", NULL, NULL);
    int64_t it = story(p, "It", "Tide", NULL, NULL);
    paper_must(p, story_withdraw(job, txn, &p->house, b, 0, S("Wrong")));
    assert_ids(p, related(p, it, 3, NULL), a);
}

static void publishing_the_same_again_touches_no_row(void **state)
{
    struct paper *p = *state;
    story(p, "A", "Tide", NULL, NULL);
    int64_t it = story(p, "It", "Tide", NULL, NULL);
    uint64_t seq = paper_seq(p);
    paper_must(p, story_publish(job, txn, &p->house, it, 0, 0, NULL));
    assert_int_equal(paper_seq(p), seq);
}

static void only_rows_that_differ_are_written(void **state)
{
    struct paper *p = *state;
    int64_t a = story(p, "A", "Tide", NULL, NULL);
    int64_t b = story(p, "B", "Tide", NULL, NULL);
    int64_t c = story(p, "C", "Tide", NULL, NULL);
    int64_t it = story(p, "It", "Tide", NULL, NULL);
    assert_ids(p, related(p, it, 3, NULL), c, b, a);
    int64_t d = story(p, "D", "Tide", NULL, NULL);
    paper_must(p, story_publish(job, txn, &p->house, it, 0, 0, NULL));
    assert_ids(p, related(p, it, 3, NULL), d, c, b);
    assert_int_equal(paper_number(p, "SELECT count(DISTINCT position) * 10 + max(position)"
                                     " FROM story_completion WHERE story_id = 4"),
                     32);
}

static void a_story_that_is_alone_has_nobody(void **state)
{
    struct paper *p = *state;
    int64_t it = story(p, "It", NULL, NULL, NULL);
    assert_str(related(p, it, 3, NULL), "");
    assert_str(near(p, it, (struct id_list){0}, 6, NULL), "");
}

#define ON_PAPER(name) cmocka_unit_test_setup_teardown(name, paper_setup, paper_teardown)

int main(void)
{
    const struct CMUnitTest tests[] = {
        ON_PAPER(shared_topics_come_before_the_dossier_and_the_dossier_before_the_section),
        ON_PAPER(who_is_on_the_page_already_is_left_out),
        ON_PAPER(the_section_is_asked_only_when_the_others_do_not_suffice),
        ON_PAPER(a_box_is_completed_when_the_story_goes_out),
        ON_PAPER(the_editors_choice_comes_first_and_nobody_twice),
        ON_PAPER(what_is_withdrawn_leaves_the_box),
        ON_PAPER(publishing_the_same_again_touches_no_row),
        ON_PAPER(only_rows_that_differ_are_written),
        ON_PAPER(a_story_that_is_alone_has_nobody),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
