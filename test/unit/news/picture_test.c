#include "paper.h"

#include "news/picture.h"

static struct picture boats(void)
{
    return (struct picture){.hash = S("aa01"),
                            .media_type = S("image/jpeg"),
                            .width = 1800,
                            .height = 1200,
                            .alt = S("Boats in a harbour"),
                            .caption = S("The fleet at dawn"),
                            .credit = S("Ana Ruiz"),
                            .focal_x = 20,
                            .focal_y = 30};
}

static int64_t make(struct paper *p, const struct picture *picture, unsigned given)
{
    int64_t id = 0;
    paper_must(p, picture_make(job, txn, &p->editor, picture, given, &id));
    return id;
}

static struct picture get(struct paper *p, int64_t id, int64_t edition_id)
{
    struct picture picture;
    AUTO_TXN txn = read_begin(&p->job, p->store, NULL);
    assert_job(picture_get(&p->job, &txn, id, edition_id, &picture), &p->job);
    return picture;
}

static void a_new_one_keeps_what_is_given(void **state)
{
    struct paper *p = *state;
    struct picture given = boats();
    struct picture got = get(p, make(p, &given, PICTURE_HAS_ALT | PICTURE_HAS_FOCUS), 0);
    assert_str(got.alt, "Boats in a harbour");
    assert_int_equal(got.width, 1800);
    assert_int_equal(got.focal_x, 20);
    // Not given, but the picture says so itself.
    assert_str(got.caption, "The fleet at dawn");
    assert_str(got.credit, "Ana Ruiz");
    given.hash = S("aa02");
    assert_int_equal(get(p, make(p, &given, 0), 0).focal_x, 50);
}

static void the_same_bytes_are_the_same_picture(void **state)
{
    struct paper *p = *state;
    struct picture given = boats(), again = boats();
    int64_t id = make(p, &given, PICTURE_HAS_ALT);
    again.alt = S("A harbour");
    again.caption = S("what the file says is not news any more");
    assert_int_equal(make(p, &again, PICTURE_HAS_ALT), id);
    assert_str(get(p, id, 0).alt, "A harbour");
    assert_str(get(p, id, 0).caption, "The fleet at dawn");
    assert_int_equal(paper_number(p, "SELECT count(*) FROM picture"), 1);
}

static void a_change_touches_the_picture_and_no_change_nothing(void **state)
{
    struct paper *p = *state;
    struct picture given = boats();
    int64_t id = make(p, &given, PICTURE_HAS_ALT);
    uint64_t seq = paper_seq(p);
    paper_must(p, picture_change(job, txn, &p->editor, id, &given, PICTURE_HAS_ALT));
    assert_str(paper_topics(p, seq), "");
    given.focal_x = 77;
    paper_must(p, picture_change(job, txn, &p->editor, id, &given, PICTURE_HAS_FOCUS));
    assert_str(paper_topics(p, seq), "picture:1");
    assert_int_equal(get(p, id, 0).focal_x, 77);
}

static void an_edition_has_its_own_words(void **state)
{
    struct paper *p = *state;
    struct picture given = boats();
    int64_t id = make(p, &given, PICTURE_HAS_ALT | PICTURE_HAS_CAPTION);
    uint64_t seq = paper_seq(p);
    paper_must(p, picture_translate(job, txn, &p->editor, id, 2, S("Barcos"), S("")));
    assert_str(paper_topics(p, seq), "picture:1");
    assert_str(get(p, id, 2).alt, "Barcos");
    assert_str(get(p, id, 2).caption, "The fleet at dawn");
    assert_str(get(p, id, 3).alt, "Boats in a harbour");
    seq = paper_seq(p);
    paper_must(p, picture_translate(job, txn, &p->editor, id, 2, S("Barcos"), S("")));
    assert_str(paper_topics(p, seq), "");

    struct picture_words *words;
    size_t count;
    AUTO_TXN txn = read_begin(&p->job, p->store, NULL);
    assert_job(picture_words_list(&p->job, &txn, id, &words, &count), &p->job);
    assert_int_equal(count, 1);
    assert_str(words[0].edition, "es");
    struct picture_words none;
    assert_job(picture_words_get(&p->job, &txn, id, 3, &none), &p->job);
    assert_str(none.alt, "");
}

static void reading_notes_it_even_when_it_is_not_there(void **state)
{
    struct paper *p = *state;
    struct notebook notes;
    struct picture picture;
    notebook_start(&notes, &p->job.mem);
    AUTO_TXN txn = read_begin(&p->job, p->store, &notes);
    assert_false(picture_get(&p->job, &txn, 9, 1, &picture));
    assert_int_equal(p->job.fault.kind, FAULT_NOT_FOUND);
    job_forgive(&p->job);
    assert_true(notebook_has(&notes, S("picture:9")));
}

// ── licences ──────────────────────────────────────────────────────────────────────────────────

static int64_t due_at(struct paper *p)
{
    return paper_number(p, "SELECT coalesce(max(at_ms), 0) FROM due WHERE kind = 'picture-lapse'");
}

static void a_licence_ends_at_its_moment(void **state)
{
    struct paper *p = *state;
    struct picture given = boats();
    given.expires_ms = p->job.now_ms + HOUR;
    int64_t id = make(p, &given, PICTURE_HAS_ALT | PICTURE_HAS_EXPIRES);
    assert_int_equal(due_at(p), given.expires_ms);
    assert_false(get(p, id, 0).lapsed);
    uint64_t seq = paper_seq(p);
    paper_must(p, picture_lapse_due(job, txn, id));
    assert_true(get(p, id, 0).lapsed);
    assert_str(paper_topics(p, seq), "picture:1");
    paper_must(p, picture_lapse_due(job, txn, id)); // twice is once
}

static void a_renewed_licence_brings_it_back(void **state)
{
    struct paper *p = *state;
    struct picture given = boats();
    given.expires_ms = p->job.now_ms + HOUR;
    int64_t id = make(p, &given, PICTURE_HAS_EXPIRES);
    paper_must(p, picture_lapse_due(job, txn, id));
    given.expires_ms = 0;
    paper_must(p, picture_change(job, txn, &p->editor, id, &given, PICTURE_HAS_EXPIRES));
    assert_false(get(p, id, 0).lapsed);
    assert_int_equal(due_at(p), 0);
}

// ── what is refused ───────────────────────────────────────────────────────────────────────────

static void wrong_fields_are_named(void **state)
{
    struct paper *p = *state;
    int64_t id;
    struct picture wrong = boats();
    wrong.focal_x = 101;
    wrong.expires_ms = p->job.now_ms;
    wrong.alt = S("\xff");
    unsigned given = PICTURE_HAS_FOCUS | PICTURE_HAS_EXPIRES | PICTURE_HAS_ALT;
    bool ok;
    paper_do(p, &ok, picture_make(job, txn, &p->editor, &wrong, given, &id));
    assert_false(ok);
    assert_int_equal(p->job.fault.kind, FAULT_INVALID);
    assert_int_equal(p->job.fault.fields_count, 3);
    job_forgive(&p->job);
    assert_int_equal(paper_number(p, "SELECT count(*) FROM picture"), 0);
}

static void it_takes_a_right(void **state)
{
    struct paper *p = *state;
    struct actor nobody = {.way = S("api"), .role = S("nobody")};
    struct picture given = boats();
    int64_t id;
    paper_refuses(p, FAULT_DENIED, picture_make(job, txn, &nobody, &given, 0, &id));
    paper_refuses(p, FAULT_DENIED, picture_change(job, txn, &nobody, 1, &given, 0));
    paper_refuses(p, FAULT_DENIED, picture_translate(job, txn, &nobody, 1, 2, S("a"), S("b")));
    paper_refuses(p, FAULT_NOT_FOUND, picture_change(job, txn, &p->editor, 1, &given, 0));
}

static void every_act_is_in_the_audit(void **state)
{
    struct paper *p = *state;
    struct picture given = boats();
    int64_t id = make(p, &given, PICTURE_HAS_ALT);
    given.alt = S("Other");
    paper_must(p, picture_change(job, txn, &p->editor, id, &given, PICTURE_HAS_ALT));
    paper_must(p, picture_translate(job, txn, &p->editor, id, 2, S("Barcos"), S("")));
    paper_must(p, picture_lapse_due(job, txn, id));
    assert_str(paper_text(p, "SELECT group_concat(act, ' ') FROM (SELECT act FROM audit WHERE thing"
                             " = 'picture:1' ORDER BY id)"),
               "picture.make picture.change picture.translate picture.lapse");
}

static void lists_go_back_from_the_newest(void **state)
{
    struct paper *p = *state;
    struct picture given = boats(), *items;
    static const struct str hashes[] = {{"a1", 2}, {"a2", 2}, {"a3", 2}};
    for (size_t i = 0; i < ARRAY_LEN(hashes); i++) {
        given.hash = hashes[i];
        make(p, &given, 0);
    }
    size_t count;
    bool more;
    AUTO_TXN txn = read_begin(&p->job, p->store, NULL);
    assert_job(picture_list(&p->job, &txn, 2, 0, &items, &count, &more), &p->job);
    assert_int_equal(count, 2);
    assert_true(more);
    assert_int_equal(items[0].id, 3);
    assert_job(picture_list(&p->job, &txn, 2, items[1].id, &items, &count, &more), &p->job);
    assert_int_equal(count, 1);
    assert_false(more);
}

#define ON_PAPER(test) cmocka_unit_test_setup_teardown(test, paper_setup, paper_teardown)

int main(void)
{
    const struct CMUnitTest tests[] = {
        ON_PAPER(a_new_one_keeps_what_is_given),
        ON_PAPER(the_same_bytes_are_the_same_picture),
        ON_PAPER(a_change_touches_the_picture_and_no_change_nothing),
        ON_PAPER(an_edition_has_its_own_words),
        ON_PAPER(reading_notes_it_even_when_it_is_not_there),
        ON_PAPER(a_licence_ends_at_its_moment),
        ON_PAPER(a_renewed_licence_brings_it_back),
        ON_PAPER(wrong_fields_are_named),
        ON_PAPER(it_takes_a_right),
        ON_PAPER(every_act_is_in_the_audit),
        ON_PAPER(lists_go_back_from_the_newest),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
