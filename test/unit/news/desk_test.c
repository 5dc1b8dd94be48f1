#include "paper.h"

#include "news/desk.h"
#include "news/writing.h"

struct shown {
    struct desk_row *rows;
    size_t count;
    bool more;
};

static struct shown look_as(struct paper *p, const struct actor *actor, struct desk_filter filter)
{
    AUTO_TXN txn = read_begin(&p->job, p->store, NULL);
    struct shown shown;
    assert_job(desk_list(&p->job, &txn, actor, &filter, &shown.rows, &shown.count, &shown.more),
               &p->job);
    return shown;
}

static struct shown look(struct paper *p, struct desk_filter filter)
{
    return look_as(p, &p->house, filter);
}

// The ids in their order: "3 1 2".
static struct str ids(struct paper *p, struct desk_filter filter)
{
    struct shown shown = look(p, filter);
    struct str text = S("");
    for (size_t i = 0; i < shown.count; i++)
        text = str_printf(&p->job.mem, STR_FMT "%s%lld", STR_ARG(text), i ? " " : "",
                          (long long)shown.rows[i].story_id);
    return text;
}

static struct str found_by(struct paper *p, const char *text)
{
    return ids(p, (struct desk_filter){.text = str_from(text)});
}

static int64_t add_staff(struct paper *p, const char *email, const char *name)
{
    int64_t id = 0;
    paper_must(p,
               staff_add(job, txn, &p->house, str_from(email), str_from(name), S("editor"), &id));
    return id;
}

static int64_t draft_of(struct paper *p, const struct actor *actor, const char *edition,
                        const char *headline)
{
    struct story_fields fields = {.set = STORY_HAS_EDITION | STORY_HAS_HEADLINE,
                                  .edition = str_from(edition),
                                  .headline = str_from(headline)};
    int64_t id = 0;
    paper_must(p, story_make(job, txn, actor, &fields, &id));
    return id;
}

static int64_t edition_id(struct paper *p, const char *slug)
{
    AUTO_TXN txn = read_begin(&p->job, p->store, NULL);
    struct edition edition;
    bool found;
    assert_job(edition_find(&p->job, &txn, str_from(slug), &found, &edition) && found, &p->job);
    return edition.id;
}

// ── rows ──────────────────────────────────────────────────────────────────────────────────────

static void a_row_follows_its_story_through_every_state(void **state)
{
    struct paper *p = *state;
    int64_t id = paper_draft(p, "Herons return");
    struct desk_row row = look(p, (struct desk_filter){0}).rows[0];
    assert_int_equal(row.story_id, id);
    assert_str(row.status, "draft");
    assert_str(row.headline, "Herons return");
    assert_str(row.section_name, "Politics");
    assert_str(row.edition, "en");
    assert_str(row.path, "");
    assert_str(row.saved_by, "");
    assert_int_equal(row.words, 6);
    assert_false(row.is_revised);
    paper_next(p);
    paper_must(p, story_publish(job, txn, &p->house, id, 0, 0, NULL));
    row = look(p, (struct desk_filter){0}).rows[0];
    assert_str(row.status, "published");
    assert_str(row.path, "/en/news/politics/herons-return");
    assert_int_equal(row.saved_ms, NOW + HOUR);
    assert_false(row.is_revised);
    paper_save_headline(p, id, "Herons stay");
    row = look(p, (struct desk_filter){0}).rows[0];
    assert_str(row.headline, "Herons stay");
    assert_true(row.is_revised);
    assert_int_equal(row.words, 6);
    paper_must(p, story_unpublish(job, txn, &p->house, id, 0));
    row = look(p, (struct desk_filter){0}).rows[0];
    assert_str(row.status, "draft");
    assert_str(row.path, "");
    paper_must(p, story_publish(job, txn, &p->house, id, 0, 0, NULL));
    paper_must(p, story_withdraw(job, txn, &p->house, id, 0, S("a mistake")));
    assert_str(look(p, (struct desk_filter){0}).rows[0].status, "withdrawn");
}

static void a_publication_without_news_is_no_revision(void **state)
{
    struct paper *p = *state;
    int64_t id = paper_published(p, "Herons return");
    paper_must(p, story_publish(job, txn, &p->house, id, 0, 0, NULL));
    struct desk_row row = look(p, (struct desk_filter){0}).rows[0];
    assert_true(row.version > row.public_version);
    assert_false(row.is_revised);
}

// Taken back, or waiting for a time, and going out as it was: readers have it all.
static void what_goes_out_as_it_was_is_no_revision(void **state)
{
    struct paper *p = *state;
    int64_t id = paper_published(p, "Herons return");
    paper_must(p, story_unpublish(job, txn, &p->house, id, 0));
    paper_must(p, story_publish(job, txn, &p->house, id, 0, NOW + HOUR, NULL));
    paper_must(p, story_publish_due(job, txn, id));
    assert_false(look(p, (struct desk_filter){0}).rows[0].is_revised);
    paper_must(p, story_publish(job, txn, &p->house, id, 0, NOW + HOUR, NULL));
    paper_must(p, story_call_back(job, txn, &p->house, id));
    assert_false(look(p, (struct desk_filter){0}).rows[0].is_revised);
    paper_save_headline(p, id, "Herons stay");
    assert_true(look(p, (struct desk_filter){0}).rows[0].is_revised);
    paper_save_headline(p, id, "Herons return");
    assert_false(look(p, (struct desk_filter){0}).rows[0].is_revised);
}

static void what_goes_out_has_the_words_that_were_saved(void **state)
{
    struct paper *p = *state;
    int64_t id = paper_draft(p, "Herons return");
    struct story_fields longer = {.set = STORY_HAS_BODY,
                                  .body = paper_markdown(p, "Now there are five words.")};
    paper_must(p, story_save(job, txn, &p->house, id, 0, &longer));
    paper_must(p, story_publish(job, txn, &p->house, id, 0, 0, NULL));
    assert_int_equal(paper_read(p, id).words, 5);
    struct story_fields shorter = {.set = STORY_HAS_BODY, .body = paper_markdown(p, "Two words.")};
    paper_must(p, story_correct(job, txn, &p->house, id, 0, S("it was too long"), &shorter));
    assert_int_equal(paper_read(p, id).words, 2);
    assert_int_equal(look(p, (struct desk_filter){0}).rows[0].words, 2);
}

static void a_row_names_who_saved_it_and_who_else_has_it_open(void **state)
{
    struct paper *p = *state;
    struct actor ana = p->editor, ben = p->editor;
    ana.staff_id = add_staff(p, "ana@paper.example", "Ana");
    ben.staff_id = add_staff(p, "ben@paper.example", "");
    int64_t id = draft_of(p, &ana, "en", "Moss");
    paper_must(p, writing_keep(job, txn, &ben, id, WRITING_OPEN_MS));
    struct desk_row row = look_as(p, &ana, (struct desk_filter){0}).rows[0];
    assert_str(row.saved_by, "Ana");
    assert_str(row.editing_by, "ben@paper.example");
    assert_str(look_as(p, &ben, (struct desk_filter){0}).rows[0].editing_by, "");
    paper_next(p); // an hour without a word
    assert_str(look_as(p, &ana, (struct desk_filter){0}).rows[0].editing_by, "");
}

static void a_row_names_the_other_translations(void **state)
{
    struct paper *p = *state;
    int64_t en = draft_of(p, &p->house, "en", "Moss");
    struct story_fields fields = {.set = STORY_HAS_EDITION | STORY_HAS_HEADLINE |
                                         STORY_HAS_TRANSLATION_OF,
                                  .edition = S("es"),
                                  .headline = S("Musgo"),
                                  .translation_of = en};
    int64_t es;
    paper_must(p, story_make(job, txn, &p->house, &fields, &es));
    struct desk_row row = look(p, (struct desk_filter){.text = S("moss")}).rows[0];
    assert_int_equal(row.translations_count, 1);
    assert_int_equal(row.translations[0].story_id, es);
    assert_str(row.translations[0].edition, "es");
    assert_str(row.translations[0].status, "draft");
}

static void a_section_that_went_takes_no_draft_along(void **state)
{
    struct paper *p = *state;
    paper_run(p, "INSERT INTO section(edition_id, slug, name) VALUES (1, 'marsh', 'Marsh')");
    struct story_fields fields = {.set = STORY_HAS_EDITION | STORY_HAS_HEADLINE | STORY_HAS_SECTION,
                                  .edition = S("en"),
                                  .headline = S("Reeds"),
                                  .section = S("marsh")};
    int64_t id;
    paper_must(p, story_make(job, txn, &p->house, &fields, &id));
    assert_str(look(p, (struct desk_filter){0}).rows[0].section_name, "Marsh");
    paper_run(p, "DELETE FROM section WHERE slug = 'marsh'");
    assert_str(look(p, (struct desk_filter){0}).rows[0].section_name, "");
}

static void a_story_that_was_deleted_by_hand_is_on_no_desk(void **state)
{
    struct paper *p = *state;
    struct actor ana = p->editor;
    struct unsaved typed = {.base_version = 1, .form = S("{}")};
    ana.staff_id = add_staff(p, "ana@paper.example", "Ana");
    int64_t id = draft_of(p, &ana, "en", "Moss");
    paper_must(p, writing_keep(job, txn, &ana, id, WRITING_OPEN_MS));
    paper_must(p, unsaved_put(job, txn, &ana, id, &typed));
    paper_run(p, "DELETE FROM version");
    paper_run(p, "DELETE FROM story");
    assert_int_equal(look(p, (struct desk_filter){0}).count, 0);
    assert_int_equal(paper_number(p, "SELECT count(*) FROM editing"), 0);
    assert_int_equal(paper_number(p, "SELECT count(*) FROM unsaved"), 0);
}

// ── searching ─────────────────────────────────────────────────────────────────────────────────

static void headlines_are_found_as_people_type(void **state)
{
    struct paper *p = *state;
    draft_of(p, &p->house, "es", "La Política del Río y el Año");
    draft_of(p, &p->house, "ar", "أملٌ جديد في المدينة");
    draft_of(p, &p->house, "en", "100% of the river_bank");
    assert_str(found_by(p, "politica"), "1");
    assert_str(found_by(p, "RIO política"), "1");
    assert_str(found_by(p, "año"), "1");
    assert_str(found_by(p, "امل"), "2");
    assert_str(found_by(p, "المدينه"), "2");
    assert_str(found_by(p, "أمل مدينة"), "2");
    assert_str(found_by(p, "river"), "3");
    assert_str(found_by(p, "rio river"), "");
    assert_str(found_by(p, "0%"), "3");
    assert_str(found_by(p, "r_b"), "3");
    assert_str(found_by(p, "r%b"), "");
}

static void a_number_is_an_id(void **state)
{
    struct paper *p = *state;
    draft_of(p, &p->house, "en", "One");
    draft_of(p, &p->house, "en", "In 1 place");
    assert_str(found_by(p, "#1"), "1");
    assert_str(found_by(p, " #2 "), "2");
    assert_str(found_by(p, "#9"), "");
    assert_str(found_by(p, "1"), "2 1"); // the id, and where it is said
}

static void headlines_of_before_are_folded_later(void **state)
{
    struct paper *p = *state;
    draft_of(p, &p->house, "es", "Política");
    paper_draft(p, "Six words in it");
    paper_run(p, "UPDATE working SET folded = NULL, words = 0");
    assert_str(found_by(p, "politica"), "");
    bool more = true;
    paper_must(p, clockwork_start(job, txn, 60000));
    assert_int_equal(paper_number(p, "SELECT count(*) FROM due WHERE kind = 'desk-fold'"), 1);
    paper_must(p, desk_fold_some(job, txn, &more));
    assert_false(more);
    assert_str(found_by(p, "politica"), "1");
    assert_int_equal(look(p, (struct desk_filter){.text = S("six")}).rows[0].words, 6);
}

// ── filters and pages ─────────────────────────────────────────────────────────────────────────

static void filters_go_together(void **state)
{
    struct paper *p = *state;
    struct actor ana = p->editor;
    ana.staff_id = add_staff(p, "ana@paper.example", "Ana");
    int64_t en = edition_id(p, "en"), es = edition_id(p, "es");
    paper_published(p, "One");            // 1
    paper_draft(p, "Two");                // 2
    draft_of(p, &ana, "es", "Tres");      // 3
    draft_of(p, &p->house, "en", "Four"); // 4
    paper_must(p, story_stage(job, txn, &p->editor, 4, S("ready")));
    int64_t section = paper_number(p, "SELECT section_id FROM story WHERE id = 1");
    assert_str(ids(p, (struct desk_filter){.edition_id = en}), "4 2 1");
    assert_str(ids(p, (struct desk_filter){.edition_id = es}), "3");
    assert_str(ids(p, (struct desk_filter){.status = S("draft")}), "3 2");
    assert_str(ids(p, (struct desk_filter){.status = S("open")}), "4 3 2");
    assert_str(ids(p, (struct desk_filter){.status = S("open"), .edition_id = en}), "4 2");
    assert_str(ids(p, (struct desk_filter){.status = S("open"), .section_id = section}), "2");
    assert_str(ids(p, (struct desk_filter){.status = S("open"), .staff_id = ana.staff_id}), "3");
    assert_str(ids(p, (struct desk_filter){.status = S("open"), .text = S("o")}), "4 2");
    assert_str(ids(p, (struct desk_filter){.status = S("published"), .edition_id = es}), "");
    assert_str(ids(p, (struct desk_filter){.section_id = section}), "2 1");
    assert_str(ids(p, (struct desk_filter){.section_id = section, .status = S("draft")}), "2");
    assert_str(ids(p, (struct desk_filter){.staff_id = ana.staff_id}), "3");
    assert_str(ids(p, (struct desk_filter){.kind = S("video")}), "");
    assert_str(ids(p, (struct desk_filter){.kind = S("news"), .text = S("t")}), "3 2");
    paper_next(p);
    paper_save_headline(p, 2, "Two again");
    assert_str(ids(p, (struct desk_filter){.since_ms = NOW + 1}), "2");
    assert_str(ids(p, (struct desk_filter){0}), "2 4 3 1");
}

static void pages_meet_without_a_gap(void **state)
{
    struct paper *p = *state;
    for (int i = 0; i < 23; i++) {
        draft_of(p, &p->house, i % 3 ? "en" : "es", "Same moment");
        if (i % 5 == 0)
            paper_next(p);
    }
    for (int open = 0; open < 2; open++) {
        struct desk_filter filter = {.limit = 4, .status = open ? S("open") : S("")};
        struct shown shown;
        int64_t seen = 0, last_ms = INT64_MAX, last_id = INT64_MAX;
        do {
            shown = look(p, filter);
            for (size_t i = 0; i < shown.count; i++) {
                const struct desk_row *row = &shown.rows[i];
                assert_true(row->saved_ms < last_ms ||
                            (row->saved_ms == last_ms && row->story_id < last_id));
                last_ms = row->saved_ms;
                last_id = row->story_id;
                seen++;
            }
            filter.before_ms = last_ms;
            filter.before_id = last_id;
        } while (shown.more);
        assert_int_equal(seen, 23);
    }
}

static void states_are_counted(void **state)
{
    struct paper *p = *state;
    struct desk_count *counts;
    size_t count;
    paper_published(p, "One");
    paper_draft(p, "Two");
    draft_of(p, &p->house, "es", "Tres");
    AUTO_TXN txn = read_begin(&p->job, p->store, NULL);
    assert_job(desk_counts(&p->job, &txn, &p->house, 0, &counts, &count), &p->job);
    assert_int_equal(count, 2);
    assert_str(counts[0].status, "draft");
    assert_int_equal(counts[0].stories, 2);
    assert_int_equal(counts[1].stories, 1);
    assert_job(desk_counts(&p->job, &txn, &p->house, edition_id(p, "es"), &counts, &count),
               &p->job);
    assert_int_equal(count, 1);
    assert_int_equal(counts[0].stories, 1);
}

static void the_desk_is_for_those_who_may_read_drafts(void **state)
{
    struct paper *p = *state;
    struct actor nobody = {.way = S("api")};
    struct desk_filter filter = {0};
    struct shown shown;
    struct desk_count *counts;
    size_t count;
    paper_refuses(p, FAULT_DENIED,
                  desk_list(job, txn, &nobody, &filter, &shown.rows, &shown.count, &shown.more));
    paper_refuses(p, FAULT_DENIED, desk_counts(job, txn, &nobody, 0, &counts, &count));
}

// Everything the desk shows is what a plain look at the stories gives.
static void the_desk_and_the_stories_agree(void **state)
{
    struct paper *p = *state;
    srandom(7);
    for (int i = 0; i < 120; i++) {
        int64_t id = 1 + random() % 12;
        struct story_fields empty = {0};
        if (i < 12) {
            paper_draft(p, "Begun");
            continue;
        }
        bool ok;
        switch (random() % 7) {
        case 0:
            paper_do(p, &ok, story_publish(job, txn, &p->house, id, 0, 0, NULL));
            break;
        case 1:
            paper_do(p, &ok, story_unpublish(job, txn, &p->house, id, 0));
            break;
        case 2:
            paper_do(p, &ok, story_correct(job, txn, &p->house, id, 0, S("mended"), &empty));
            break;
        case 3:
            paper_do(p, &ok,
                     story_stage(job, txn, &p->house, id, random() % 2 ? S("review") : S("ready")));
            break;
        case 4:
            paper_do(p, &ok, story_publish(job, txn, &p->house, id, 0, job->now_ms + HOUR, NULL));
            break;
        case 5:
            paper_do(p, &ok,
                     random() % 6 == 0 && story_withdraw(job, txn, &p->house, id, 0, S("x")));
            break;
        default:
            paper_do(p, &ok, story_save(job, txn, &p->house, id, 0, &empty));
        }
        job_forgive(&p->job);
    }
    assert_int_equal(
        paper_number(p, "SELECT count(*) FROM story s JOIN working w ON w.story_id = s.id"
                        " JOIN version v ON v.story_id = s.id AND v.number = s.version"
                        " WHERE w.status = s.status AND w.edition_id = s.edition_id"
                        " AND w.headline = json_extract(v.fields, '$.headline')"
                        " AND w.section_id = json_extract(v.fields, '$.section')"
                        " AND w.saved_ms = v.at_ms AND w.folded IS NOT NULL AND w.words = 6"),
        12);
}

int main(void)
{
#define CASE(name) cmocka_unit_test_setup_teardown(name, paper_setup, paper_teardown)
    const struct CMUnitTest tests[] = {
        CASE(a_row_follows_its_story_through_every_state),
        CASE(a_publication_without_news_is_no_revision),
        CASE(what_goes_out_as_it_was_is_no_revision),
        CASE(what_goes_out_has_the_words_that_were_saved),
        CASE(a_row_names_who_saved_it_and_who_else_has_it_open),
        CASE(a_row_names_the_other_translations),
        CASE(a_section_that_went_takes_no_draft_along),
        CASE(a_story_that_was_deleted_by_hand_is_on_no_desk),
        CASE(headlines_are_found_as_people_type),
        CASE(a_number_is_an_id),
        CASE(headlines_of_before_are_folded_later),
        CASE(filters_go_together),
        CASE(pages_meet_without_a_gap),
        CASE(states_are_counted),
        CASE(the_desk_is_for_those_who_may_read_drafts),
        CASE(the_desk_and_the_stories_agree),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
