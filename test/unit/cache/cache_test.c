#include "paper.h"

#include "cache/internal.h"

#define WITH_PAPER(it, options)                                                                    \
    AUTO_JOB job;                                                                                  \
    job_start(&job, 0);                                                                            \
    struct paper it = {0};                                                                         \
    paper_open(&it, (options))

static struct str padding(struct job *job, size_t bytes)
{
    char *at = arena_take_raw(&job->mem, bytes);
    for (size_t i = 0; i < bytes; i++)
        at[i] = "the quick brown fox jumps over the lazy dog, "[(i * i / 7 + i) % 45];
    return (struct str){at, bytes};
}

static bool is_ready(struct paper *paper, const char *page)
{
    struct http_reply *reply = paper_peek(paper, page, &gzip);
    if (reply)
        reply_put(reply);
    return reply != NULL;
}

static void ask(struct paper *paper, const char *page)
{
    reply_put(paper_ask(paper, page, &gzip));
}

// ── keeping and dropping ──────────────────────────────────────────────────────────────────────

static void a_made_page_is_kept_and_served_again(void **state)
{
    struct cache_options options = paper_options();
    WITH_PAPER(paper, &options);
    paper_set(&paper, "a", 5);
    assert_null(paper_peek(&paper, "/a", &plain));
    assert_str(paper_read(&job, &paper, "/a"), "a=5;");
    assert_str(paper_read(&job, &paper, "/a"), "a=5;");
    assert_int_equal(paper.makes, 1);
    assert_int_equal(cache_count(paper.cache).hits, 1);
    assert_int_equal(cache_count(paper.cache).misses, 1);
    paper_close(&paper);
}

static void a_change_drops_what_noted_it_and_nothing_else(void **state)
{
    struct cache_options options = paper_options();
    WITH_PAPER(paper, &options);
    paper_read(&job, &paper, "/a/b");
    paper_read(&job, &paper, "/b/c");
    paper_read(&job, &paper, "/c");
    paper_set(&paper, "a", 1);
    assert_null(paper_peek(&paper, "/a/b", &plain));
    assert_str(paper_read(&job, &paper, "/b/c"), "b=0;c=0;");
    assert_str(paper_read(&job, &paper, "/c"), "c=0;");
    assert_str(paper_read(&job, &paper, "/a/b"), "a=1;b=0;");
    assert_int_equal(paper.makes, 4);
    assert_int_equal(cache_count(paper.cache).dropped, 1);
    paper_close(&paper);
}

static void a_page_is_joined_from_its_fragments(void **state)
{
    struct cache_options options = paper_options();
    WITH_PAPER(paper, &options);
    assert_str(paper_read(&job, &paper, "/a?x.y.x"), "a=0; [x=0;]  [y=0;]  [x=0;] ");
    assert_str(paper_read(&job, &paper, "/b?x"), "b=0; [x=0;] ");
    assert_int_equal(paper.fragment_makes, 2);
    paper_close(&paper);
}

static void a_changed_fragment_costs_no_page(void **state)
{
    struct cache_options options = paper_options();
    WITH_PAPER(paper, &options);
    paper.padding = padding(&job, 300);
    ask(&paper, "/a?x");
    ask(&paper, "/b?x");
    paper_set(&paper, "x", 1);
    assert_false(is_ready(&paper, "/a?x")); // nobody has made the fragment yet
    ask(&paper, "/b?x");
    assert_true(is_ready(&paper, "/a?x")); // joined on the spot
    assert_int_equal(paper.makes, 2);
    assert_int_equal(paper.fragment_makes, 2);
    struct str text = paper_read(&job, &paper, "/a?x");
    assert_true(str_find(text, S("[x=1;")) > 0);
    paper_close(&paper);
}

static void a_missing_page_is_kept_until_it_appears(void **state)
{
    struct cache_options options = paper_options();
    WITH_PAPER(paper, &options);
    paper_set(&paper, "a", -1);
    struct http_reply *reply = paper_ask(&paper, "/a", &plain);
    assert_int_equal(reply->status, 404);
    assert_str(reply_header(reply, "ETag"), "");
    reply_put(reply);
    reply_put(paper_ask(&paper, "/a", &plain));
    assert_int_equal(paper.makes, 1);
    paper_set(&paper, "a", 2);
    reply = paper_ask(&paper, "/a", &plain);
    assert_int_equal(reply->status, 200);
    reply_put(reply);
    paper_close(&paper);
}

static void with_no_room_everything_is_made_each_time_and_the_same(void **state)
{
    struct cache_options options = paper_options();
    WITH_PAPER(kept, &options);
    options.bytes_max = 0;
    struct paper made = {0};
    paper_open(&made, &options);
    kept.padding = made.padding = padding(&job, 5000);
    for (int i = 0; i < 2; i++) {
        struct http_reply *one = paper_ask(&kept, "/a?x.y", &gzip);
        struct http_reply *other = paper_ask(&made, "/a?x.y", &gzip);
        assert_true(str_eq(one->body, other->body));
        assert_true(str_eq(one->headers, other->headers));
        reply_put(one);
        reply_put(other);
    }
    assert_int_equal(kept.makes, 1);
    assert_int_equal(made.makes, 2);
    assert_int_equal(made.fragment_makes, 4);
    assert_int_equal(cache_count(made.cache).entries, 0);
    paper_close(&made);
    paper_close(&kept);
}

// ── encodings and headers ─────────────────────────────────────────────────────────────────────

static void every_encoding_unpacks_to_the_same_text(void **state)
{
    struct cache_options options = paper_options();
    WITH_PAPER(paper, &options);
    paper.padding = padding(&job, 20000);
    const struct cache_asked *asked[] = {&plain, &gzip, &brotli};
    const char *names[] = {"", "gzip", "br"};
    struct str texts[3];
    for (int i = 0; i < 3; i++) {
        struct http_reply *reply = paper_ask(&paper, "/a?x.y", asked[i]);
        assert_str(reply_header(reply, "Content-Encoding"), names[i]);
        assert_str(reply_header(reply, "Vary"), "Accept-Encoding");
        assert_str(reply_header(reply, "Cache-Control"), "no-cache");
        assert_str(reply_header(reply, "Content-Type"), "text/plain; charset=utf-8");
        texts[i] = reply_text(&job, reply);
        reply_put(reply);
    }
    assert_int_equal(texts[0].len, 60000 + strlen("a=0; [x=0;]  [y=0;] "));
    assert_true(str_eq(texts[0], texts[1]) && str_eq(texts[0], texts[2]));
    paper_close(&paper);
}

static void a_short_page_is_sent_as_it_is(void **state)
{
    struct cache_options options = paper_options();
    WITH_PAPER(paper, &options);
    struct http_reply *reply = paper_ask(&paper, "/a", &both);
    assert_str(reply_header(reply, "Content-Encoding"), "");
    assert_str(reply->body, "a=0;");
    reply_put(reply);
    paper_close(&paper);
}

static void brotli_waits_until_a_page_is_asked_for_often(void **state)
{
    struct cache_options options = paper_options();
    WITH_PAPER(paper, &options);
    paper.padding = padding(&job, 2000);
    int gzipped = 0, brotlied = 0;
    for (int i = 0; i < 10; i++) {
        struct http_reply *reply = paper_ask(&paper, "/a?x", &both);
        gzipped += str_is(reply_header(reply, "Content-Encoding"), "gzip");
        brotlied += str_is(reply_header(reply, "Content-Encoding"), "br");
        reply_put(reply);
    }
    assert_int_equal(gzipped, CACHE_BROTLI_ASKED_MIN);
    assert_int_equal(brotlied, 10 - CACHE_BROTLI_ASKED_MIN);
    paper_close(&paper);
}

static struct str etag_of(struct job *job, struct paper *paper, const char *page,
                          const struct cache_asked *asked)
{
    struct http_reply *reply = paper_ask(paper, page, asked);
    struct str etag = str_copy(&job->mem, reply_header(reply, "ETag"));
    reply_put(reply);
    return etag;
}

static void the_same_bytes_have_the_same_etag(void **state)
{
    struct cache_options options = paper_options();
    WITH_PAPER(paper, &options);
    paper.padding = padding(&job, 300);
    struct str first = etag_of(&job, &paper, "/a?x", &gzip);
    struct str identity = etag_of(&job, &paper, "/a?x", &plain);
    assert_false(str_eq(first, identity));
    paper_set(&paper, "x", 1);
    assert_false(str_eq(first, etag_of(&job, &paper, "/a?x", &gzip)));
    paper_set(&paper, "x", 0);
    paper_set(&paper, "a", 0);
    assert_true(str_eq(first, etag_of(&job, &paper, "/a?x", &gzip)));
    paper_close(&paper);

    struct paper again = {.padding = padding(&job, 300)};
    paper_open(&again, &options);
    assert_true(str_eq(first, etag_of(&job, &again, "/a?x", &gzip)));
    paper_close(&again);
}

static int status_with(struct paper *paper, struct str if_none_match)
{
    struct cache_asked asked = {.gzip = true, .if_none_match = if_none_match};
    struct http_reply *reply = paper_ask(paper, "/a?x", &asked);
    int status = reply->status;
    if (status == 304) {
        assert_int_equal(reply->body.len, 0);
        assert_true(reply_header(reply, "ETag").len > 0);
        assert_str(reply_header(reply, "Content-Encoding"), "");
    }
    reply_put(reply);
    return status;
}

static void who_has_it_already_is_answered_304(void **state)
{
    struct cache_options options = paper_options();
    WITH_PAPER(paper, &options);
    paper.padding = padding(&job, 300);
    struct str etag = etag_of(&job, &paper, "/a?x", &gzip);
    assert_int_equal(status_with(&paper, etag), 304);
    assert_int_equal(status_with(&paper, str_join(&job.mem, S("W/"), etag)), 304);
    assert_int_equal(status_with(&paper, str_join(&job.mem, S("\"no\", W/\"neither\" ,"), etag)),
                     304);
    assert_int_equal(status_with(&paper, etag_of(&job, &paper, "/a?x", &plain)), 304);
    assert_int_equal(status_with(&paper, S("*")), 304);
    assert_int_equal(status_with(&paper, S("\"no\"")), 200);
    assert_int_equal(status_with(&paper, str_from_to(etag, 0, etag.len - 1)), 200);
    assert_int_equal(status_with(&paper, S("\",,W/\"")), 200);
    paper_set(&paper, "x", 1);
    assert_int_equal(status_with(&paper, etag), 200);
    paper_set(&paper, "x", 0);
    assert_int_equal(status_with(&paper, etag), 304);
    paper_close(&paper);
}

static void surrogate_keys_name_what_a_page_was_made_from(void **state)
{
    struct cache_options options = paper_options();
    options.surrogate_keys = true;
    WITH_PAPER(paper, &options);
    struct http_reply *reply = paper_ask(&paper, "/a/b c?x.b c", &plain);
    assert_str(reply_header(reply, "Surrogate-Key"), "a b%20c x");
    reply_put(reply);
    paper_close(&paper);
}

static void too_many_surrogate_keys_leave_only_the_broad(void **state)
{
    struct cache_options options = paper_options();
    options.surrogate_keys = true;
    WITH_PAPER(paper, &options);
    struct buf b;
    buf_start(&b, &job.mem, 1 << 16);
    for (int i = 0; i < 400; i++)
        buf_printf(&b, "/story:%d", i);
    buf_add(&b, S("/latest:en/edition:en"));
    struct http_reply *reply = paper_ask(&paper, str_c(&job.mem, buf_str(&b)), &plain);
    assert_str(reply_header(reply, "Surrogate-Key"), "latest:en edition:en");
    reply_put(reply);
    paper_close(&paper);
}

// ── bounds ────────────────────────────────────────────────────────────────────────────────────

static void the_bound_is_kept(void **state)
{
    struct cache_options options = paper_options();
    options.bytes_max = 300000;
    WITH_PAPER(paper, &options);
    paper.padding = padding(&job, 3000);
    for (int i = 0; i < 600; i++) {
        ask(&paper, str_c(&job.mem, str_printf(&job.mem, "/a%d/b%d?x%d", i, i / 2, i % 7)));
        assert_true(cache_count(paper.cache).bytes <= options.bytes_max);
    }
    assert_true(cache_count(paper.cache).evicted > 100);
    assert_true(cache_count(paper.cache).entries > 20);
    paper_close(&paper);
}

static void everything_counted_is_given_back(void **state)
{
    struct cache_options options = paper_options();
    WITH_PAPER(paper, &options);
    paper.padding = padding(&job, 3000);
    for (int i = 0; i < 100; i++)
        reply_put(paper_ask(&paper, str_c(&job.mem, str_printf(&job.mem, "/a/b%d?x%d", i, i % 7)),
                            i % 2 ? &plain : &gzip));
    size_t full = cache_count(paper.cache).bytes;
    paper_set(&paper, "a", 1);
    for (int i = 0; i < 7; i++)
        paper_set(&paper, str_c(&job.mem, str_printf(&job.mem, "x%d", i)), 1);
    assert_int_equal(cache_count(paper.cache).entries, 0);
    size_t empty = cache_count(paper.cache).bytes; // only the table itself
    assert_true(full > 100 * 1000 && empty < 4096);
    paper_close(&paper);
    assert_int_equal(replies_alive, 0);
}

static void a_page_in_use_outlives_those_that_are_not(void **state)
{
    struct cache_options options = paper_options();
    options.bytes_max = 300000;
    options.shards = 1;
    WITH_PAPER(paper, &options);
    paper.padding = padding(&job, 3000);
    ask(&paper, "/hot?x");
    for (int i = 0; i < 500; i++) {
        ask(&paper, str_c(&job.mem, str_printf(&job.mem, "/a%d", i)));
        ask(&paper, "/hot?x");
    }
    assert_int_equal(paper.makes, 501);
    assert_int_equal(paper.fragment_makes, 1);
    paper_close(&paper);
}

static void missing_pages_push_out_only_each_other(void **state)
{
    struct cache_options options = paper_options();
    options.bytes_max = 300000;
    WITH_PAPER(paper, &options);
    paper.padding = padding(&job, 3000);
    paper_set(&paper, "no", -1);
    for (int i = 0; i < 20; i++)
        ask(&paper, str_c(&job.mem, str_printf(&job.mem, "/a%d", i)));
    for (int i = 0; i < 1000; i++)
        ask(&paper, str_c(&job.mem, str_printf(&job.mem, "/no/%d", i)));
    for (int i = 0; i < 20; i++)
        assert_true(is_ready(&paper, str_c(&job.mem, str_printf(&job.mem, "/a%d", i))));
    paper_close(&paper);
}

static void a_page_bigger_than_its_share_is_not_kept(void **state)
{
    struct cache_options options = paper_options();
    options.bytes_max = 20000;
    WITH_PAPER(paper, &options);
    char *noise = arena_take_raw(&job.mem, 30000);
    random_bytes(noise, 30000);
    paper.padding = (struct str){noise, 30000};
    ask(&paper, "/a");
    assert_false(is_ready(&paper, "/a"));
    paper_close(&paper);
}

// ── telling of fragments ──────────────────────────────────────────────────────────────────────

struct told {
    int count;
    char fragment[32], channel[32];
    uint64_t seq;
};

static void tell(void *with, struct str fragment, struct str channel, uint64_t seq)
{
    struct told *told = with;
    told->count++;
    told->seq = seq;
    snprintf(told->fragment, sizeof(told->fragment), STR_FMT, STR_ARG(fragment));
    snprintf(told->channel, sizeof(told->channel), STR_FMT, STR_ARG(channel));
}

static void a_dropped_fragment_is_told_of_once(void **state)
{
    struct cache_options options = paper_options();
    WITH_PAPER(paper, &options);
    struct told told = {0};
    cache_on_fragment_dropped(paper.cache, tell, &told);
    ask(&paper, "/a?x/y");
    paper_set(&paper, "a", 1);
    assert_int_equal(told.count, 0);
    paper_set(&paper, "y", 1);
    assert_int_equal(told.count, 1);
    assert_string_equal(told.fragment, "x/y");
    assert_string_equal(told.channel, "x");
    assert_int_equal(told.seq, store_followed_seq(paper.store));
    paper_set(&paper, "y", 2);
    assert_int_equal(told.count, 1);
    paper_close(&paper);
}

static void an_evicted_fragment_is_still_told_of(void **state)
{
    struct cache_options options = paper_options();
    options.bytes_max = 200000;
    WITH_PAPER(paper, &options);
    paper.padding = padding(&job, 3000);
    struct told told = {0};
    cache_on_fragment_dropped(paper.cache, tell, &told);
    ask(&paper, "/a?x");
    for (int i = 0; i < 300; i++)
        ask(&paper, str_c(&job.mem, str_printf(&job.mem, "/a%d", i)));
    int makes = paper.fragment_makes;
    paper_set(&paper, "x", 1);
    assert_int_equal(told.count, 1);
    ask(&paper, "/a?x");
    assert_int_equal(paper.fragment_makes, makes + 1);
    paper_close(&paper);
}

static void forgotten_fragments_are_told_of_when_they_go(void **state)
{
    struct cache_options options = paper_options();
    options.bytes_max = 100000;
    WITH_PAPER(paper, &options);
    paper.padding = padding(&job, 3000);
    struct told told = {0};
    cache_on_fragment_dropped(paper.cache, tell, &told);
    struct cache_fragment fragment;
    for (int i = 0; i < 200; i++)
        assert_job(cache_fragment_get(&job, paper.cache, str_printf(&job.mem, "x%d", i), &fragment),
                   &job);
    int entries = (int)cache_count(paper.cache).entries;
    assert_int_equal(told.count + entries, 200);
    assert_true(told.count > 0);
    paper_close(&paper);
}

static void a_fragment_is_handed_over_with_its_version(void **state)
{
    struct cache_options options = paper_options();
    WITH_PAPER(paper, &options);
    paper_set(&paper, "x", 3);
    struct cache_fragment one, other;
    assert_job(cache_fragment_get(&job, paper.cache, S("x/y"), &one), &job);
    assert_str(one.text, "x=3;y=0;");
    assert_str(one.channel, "x");
    assert_int_equal(one.newest_seq, 1);
    paper_set(&paper, "y", 1);
    assert_job(cache_fragment_get(&job, paper.cache, S("x/y"), &other), &job);
    assert_int_equal(other.newest_seq, 2);
    assert_false(str_eq(one.version, other.version));
    paper_close(&paper);
}

// ── faults ────────────────────────────────────────────────────────────────────────────────────

static void a_failing_make_fails_only_its_caller(void **state)
{
    struct cache_options options = paper_options();
    WITH_PAPER(paper, &options);
    paper.fail = true;
    struct http_reply *reply = NULL;
    assert_false(paper_get(&job, &paper, "/a?x", &gzip, &reply));
    assert_int_equal(job.fault.kind, FAULT_INTERNAL);
    assert_null(reply);
    job_forgive(&job);
    paper.fail = false;
    assert_str(paper_read(&job, &paper, "/a?x"), "a=0; [x=0;] ");
    paper_close(&paper);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_made_page_is_kept_and_served_again),
        cmocka_unit_test(a_change_drops_what_noted_it_and_nothing_else),
        cmocka_unit_test(a_page_is_joined_from_its_fragments),
        cmocka_unit_test(a_changed_fragment_costs_no_page),
        cmocka_unit_test(a_missing_page_is_kept_until_it_appears),
        cmocka_unit_test(with_no_room_everything_is_made_each_time_and_the_same),
        cmocka_unit_test(every_encoding_unpacks_to_the_same_text),
        cmocka_unit_test(a_short_page_is_sent_as_it_is),
        cmocka_unit_test(brotli_waits_until_a_page_is_asked_for_often),
        cmocka_unit_test(the_same_bytes_have_the_same_etag),
        cmocka_unit_test(who_has_it_already_is_answered_304),
        cmocka_unit_test(surrogate_keys_name_what_a_page_was_made_from),
        cmocka_unit_test(too_many_surrogate_keys_leave_only_the_broad),
        cmocka_unit_test(the_bound_is_kept),
        cmocka_unit_test(everything_counted_is_given_back),
        cmocka_unit_test(a_page_in_use_outlives_those_that_are_not),
        cmocka_unit_test(missing_pages_push_out_only_each_other),
        cmocka_unit_test(a_page_bigger_than_its_share_is_not_kept),
        cmocka_unit_test(a_dropped_fragment_is_told_of_once),
        cmocka_unit_test(an_evicted_fragment_is_still_told_of),
        cmocka_unit_test(forgotten_fragments_are_told_of_when_they_go),
        cmocka_unit_test(a_fragment_is_handed_over_with_its_version),
        cmocka_unit_test(a_failing_make_fails_only_its_caller),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
