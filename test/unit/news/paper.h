// paper: a small newspaper in a database of its own, for the tests of news/.
#pragma once

#include "unit.h"

#include "due/due.h"
#include "news/address.h"
#include "news/clockwork.h"
#include "news/flash.h"
#include "news/front.h"
#include "news/redirect.h"
#include "news/staff.h"
#include "text/markdown.h"

#include <unistd.h>

#define NOW INT64_C(1795500000000)
#define HOUR INT64_C(3600000)

struct paper {
    char dir[64];
    struct store *store;
    struct job job;
    struct actor house, reporter, editor;
};

// A new job, an hour later.
static inline void paper_next(struct paper *p)
{
    int64_t now = p->job.now_ms + HOUR;
    job_end(&p->job);
    job_start(&p->job, now);
}

static inline int paper_setup(void **state)
{
    struct paper *p = heap_take(sizeof(*p));
    snprintf(p->dir, sizeof(p->dir), "/tmp/paper-XXXXXX");
    assert_non_null(mkdtemp(p->dir));
    job_start(&p->job, NOW);
    char url[96];
    snprintf(url, sizeof(url), "sqlite:%s/stoppress.db", p->dir);
    struct store_options options = {.url = url, .create = true};
    assert_job(store_open(&p->job, &options, &p->store), &p->job);
    p->house = actor_of_house(S("command"));
    p->editor = p->reporter = p->house;
    p->reporter.role = S("reporter");
    p->editor.role = S("editor");
    AUTO_TXN txn = write_begin(&p->job, p->store);
    assert_true(txn.open);
    const struct str editions[] = {S("en"), S("es"), S("ar")};
    assert_job(site_make(&p->job, &txn, S("The Paper"), editions, 3), &p->job);
    assert_job(actor_rights_of_role(&p->job, &txn, S("reporter"), &p->reporter.rights), &p->job);
    assert_job(actor_rights_of_role(&p->job, &txn, S("editor"), &p->editor.rights), &p->job);
    assert_job(txn_commit(&p->job, &txn), &p->job);
    *state = p;
    return 0;
}

static inline int paper_teardown(void **state)
{
    struct paper *p = *state;
    store_close(p->store);
    job_end(&p->job);
    char command[96];
    snprintf(command, sizeof(command), "rm -rf '%s'", p->dir);
    assert_int_equal(system(command), 0);
    free(p);
    return 0;
}

// ── asking the database itself ────────────────────────────────────────────────────────────────

static inline int64_t paper_number(struct paper *p, const char *sql)
{
    AUTO_TXN txn = read_begin(&p->job, p->store, NULL);
    int64_t out = -1;
    assert_job(sql_number_(&p->job, &txn, NULL, &out, sql, NULL, 0), &p->job);
    return out;
}

static inline struct str paper_text(struct paper *p, const char *sql)
{
    AUTO_TXN txn = read_begin(&p->job, p->store, NULL);
    struct rows rows;
    assert_job(sql_query_(&p->job, &txn, &rows, sql, NULL, 0), &p->job);
    struct str text = rows_next(&p->job, &rows) ? row_text(&rows, 0) : S("(none)");
    rows_end(&rows);
    return text;
}

static inline void paper_run(struct paper *p, const char *sql)
{
    AUTO_TXN txn = write_begin(&p->job, p->store);
    assert_job(sql_run_(&p->job, &txn, sql, NULL, 0), &p->job);
    assert_job(txn_commit(&p->job, &txn), &p->job);
}

static inline uint64_t paper_seq(struct paper *p)
{
    return (uint64_t)paper_number(p, "SELECT coalesce(max(seq), 0) FROM change");
}

// The topics changed after `seq`, sorted, each once, joined by blanks; "due" left out.
static inline struct str paper_topics(struct paper *p, uint64_t seq)
{
    AUTO_TXN txn = read_begin(&p->job, p->store, NULL);
    struct rows rows;
    assert_job(sql_query(&p->job, &txn, &rows,
                         "SELECT group_concat(topic, ' ') FROM (SELECT DISTINCT topic FROM change"
                         " WHERE seq > ?1 AND topic <> 'due' ORDER BY topic)",
                         sql_int(seq)),
               &p->job);
    assert_true(rows_next(&p->job, &rows));
    struct str topics = row_text(&rows, 0);
    rows_end(&rows);
    return topics;
}

// ── acts, each in a transaction of its own ────────────────────────────────────────────────────

// Runs `call` (which may use `job` and `txn`) and commits; *ok says how it went.
#define paper_do(p, ok, call)                                                                      \
    do {                                                                                           \
        struct job *job UNUSED = &(p)->job;                                                        \
        AUTO_TXN txn_ = write_begin(job, (p)->store);                                              \
        assert_job(txn_.open, job);                                                                \
        struct txn *txn UNUSED = &txn_;                                                            \
        *(ok) = (call) && txn_commit(job, txn);                                                    \
    } while (0)
// It must go well.
#define paper_must(p, call)                                                                        \
    do {                                                                                           \
        bool ok_ = false;                                                                          \
        paper_do((p), &ok_, (call));                                                               \
        assert_job_(ok_, &(p)->job, __FILE__, __LINE__);                                           \
    } while (0)
// It must fail like this.
#define paper_refuses(p, kind_, call)                                                              \
    do {                                                                                           \
        bool ok_ = true;                                                                           \
        paper_do((p), &ok_, (call));                                                               \
        if (ok_ || (p)->job.fault.kind != (kind_))                                                 \
            print_error("%s (%s)\n", ok_ ? "it went well" : (p)->job.fault.text,                   \
                        fault_name((p)->job.fault.kind));                                          \
        assert_false_at(ok_ || (p)->job.fault.kind != (kind_), __FILE__, __LINE__);                \
        job_forgive(&(p)->job);                                                                    \
    } while (0)

static inline void assert_false_at(bool is, const char *file, int line)
{
    if (is)
        _fail(file, line);
}

static inline struct block *paper_markdown(struct paper *p, const char *markdown)
{
    struct block *body;
    assert_job(markdown_parse(&p->job, str_from(markdown), &body), &p->job);
    return body;
}

static inline struct str_list paper_list(struct paper *p, const char *a, const char *b)
{
    struct str_list list = {.items = arena_array(&p->job.mem, struct str, 2)};
    if (a)
        list.items[list.count++] = str_from(a);
    if (b)
        list.items[list.count++] = str_from(b);
    return list;
}

// A whole story's fields.
static inline struct story_fields paper_fields(struct paper *p, const char *headline)
{
    return (struct story_fields){
        .set = STORY_HAS_EDITION | STORY_HAS_HEADLINE | STORY_HAS_BODY | STORY_HAS_SECTION |
               STORY_HAS_REGIONS | STORY_HAS_TOPICS | STORY_HAS_AUTHORS | STORY_HAS_SOURCE,
        .edition = S("en"),
        .headline = str_from(headline),
        .body = paper_markdown(p, "The first paragraph.\n\nThe **second** one."),
        .section = S("news/politics"),
        .regions = paper_list(p, "europe", "africa"),
        .topics = paper_list(p, "Kyiv", "Harbours"),
        .authors = paper_list(p, "Ana Ruiz", NULL),
        .source = S("Reuters"),
    };
}

static inline int64_t paper_draft(struct paper *p, const char *headline)
{
    struct story_fields fields = paper_fields(p, headline);
    int64_t id = 0;
    paper_must(p, story_make(job, txn, &p->house, &fields, &id));
    return id;
}

static inline int64_t paper_published(struct paper *p, const char *headline)
{
    int64_t id = paper_draft(p, headline);
    paper_must(p, story_publish(job, txn, &p->house, id, 0, 0, 0));
    return id;
}

static inline void paper_save_headline(struct paper *p, int64_t id, const char *headline)
{
    struct story_fields fields = {.set = STORY_HAS_HEADLINE, .headline = str_from(headline)};
    paper_must(p, story_save(job, txn, &p->house, id, 0, &fields));
}

static inline struct story_state paper_state(struct paper *p, int64_t id)
{
    AUTO_TXN txn = read_begin(&p->job, p->store, NULL);
    struct story_state state;
    assert_job(story_state_read(&p->job, &txn, id, &state), &p->job);
    return state;
}

static inline struct story paper_read(struct paper *p, int64_t id)
{
    AUTO_TXN txn = read_begin(&p->job, p->store, NULL);
    struct story story;
    assert_job(story_read(&p->job, &txn, id, &story), &p->job);
    return story;
}

static inline struct story paper_working(struct paper *p, int64_t id)
{
    AUTO_TXN txn = read_begin(&p->job, p->store, NULL);
    struct story story;
    assert_job(story_working_copy(&p->job, &txn, &p->house, id, &story), &p->job);
    return story;
}

// "story 3", "gone 3", "moved /en/…", "section 2", "nothing".
static inline struct str paper_at(struct paper *p, const char *path)
{
    AUTO_TXN txn = read_begin(&p->job, p->store, NULL);
    struct edition edition;
    struct address at;
    bool found;
    assert_job(edition_find(&p->job, &txn, S("en"), &found, &edition) && found, &p->job);
    assert_job(address_find(&p->job, &txn, &edition, str_from(path), &at), &p->job);
    static const char *const kinds[] = {"nothing", "story", "gone", "section", "moved"};
    if (at.kind == ADDRESS_MOVED)
        return str_printf(&p->job.mem, "moved " STR_FMT, STR_ARG(at.to));
    if (at.kind == ADDRESS_NOTHING)
        return S("nothing");
    return str_printf(&p->job.mem, "%s %lld", kinds[at.kind], (long long)at.id);
}
