#include "unit.h"

#include "http/guard.h"
#include "http/proxy.h"
#include "http/route.h"
#include "http/target.h"

// ── guard: what lies without gaps ─────────────────────────────────────────────────────────────

// A head as it lies in the engine's buffer.
static struct guard guard_plain(const char *host, size_t host_len, size_t gap)
{
    static char head[200];
    struct guard guard;
    memset(head, 0, sizeof(head));
    memcpy(head, "GET\0/\0HTTP/1.1\0\0Host\0 ", 23);
    memcpy(head + 22, host, host_len);
    size_t len = 22 + host_len + 2 + 2 + gap;
    guard_start(&guard, (struct str){head, 3}, 1, (struct str){head + 6, 8},
                (struct str){head, len});
    guard_header(&guard, (struct str){head + 16, 4}, (struct str){head + 22, host_len});
    guard_end(&guard);
    return guard;
}

static void a_head_without_gaps_is_taken(void **state)
{
    assert_int_equal(guard_plain("example.org", 11, 0).status, 0);
    assert_int_equal(guard_plain("example.org", 11, 1).status, 400); // bytes nobody showed us
    assert_int_equal(guard_plain("exam ple", 8, 0).status, 400);
}

static void hosts_are_names_or_addresses(void **state)
{
    assert_true(is_host(S("example.org")));
    assert_true(is_host(S("example.org:8080")));
    assert_true(is_host(S("[2001:db8::1]:443")));
    assert_true(is_host(S("[::1]")));
    assert_false(is_host(S("")));
    assert_false(is_host(S("[")));
    assert_false(is_host(S("[::1]x")));
    assert_false(is_host(S("[::1]:x")));
    assert_false(is_host(S("a b")));
    assert_false(is_host(S("a/b")));
    assert_false(is_host(S("a@b")));
}

// ── target ────────────────────────────────────────────────────────────────────────────────────

static struct target parse(const char *raw)
{
    static char room[TARGET_BYTES_MAX + 1];
    struct target target;
    target_parse(str_from(raw), room, &target);
    return target;
}

static void an_address_is_decoded_once(void **state)
{
    assert_str(parse("/a%2520b").path, "/a%20b");
    assert_str(parse("/%D9%85?x=%20").path, "/\xD9\x85");
    assert_str(parse("/a?x=%20&?").query, "x=%20&?");
    assert_str(parse("http://b:81").path, "/");
    assert_str(parse("HTTP://b:81?x").query, "x");
    assert_str(parse("https://b:81/y").authority, "b:81");
    assert_int_equal(parse("//a").status, 0);
}

static void an_address_that_could_lead_elsewhere_is_refused(void **state)
{
    static const char *const bad[] = {"",       "a",       "*",     "/..",   "/%2e%2e/",  "/.",
                                      "/a%5cb", "/a\\b",   "/%00",  "/%1f",  "/%",        "/%4",
                                      "/%g0",   "/%c0%af", "/\xFF", "http:", "http:///x", "ftp://a",
                                      "/a#b",   "/a%7F",   "/a b",  "/\x01", "/a/.%2e"};
    for (size_t i = 0; i < ARRAY_LEN(bad); i++) {
        if (parse(bad[i]).status != 400)
            fail_msg("%s was taken", bad[i]);
    }
}

static void a_query_forgives(void **state)
{
    AUTO_JOB job;
    bool found;
    job_start(&job, 0);
    assert_str(target_query(&job.mem, S("a=1&b=2&a=3"), S("a"), &found), "1");
    assert_true(found);
    assert_str(target_query(&job.mem, S("a=1"), S("b"), &found), "");
    assert_false(found);
    assert_str(target_query(&job.mem, S("%61b=x%3Dy=z"), S("ab"), NULL), "x=y=z");
    assert_str(target_query(&job.mem, S("q=50%+off%2"), S("q"), NULL), "50% off%2");
    assert_str(target_query(&job.mem, S("q=%ed%a0%80"), S("q"), NULL),
               "\xEF\xBF\xBD\xEF\xBF\xBD\xEF\xBF\xBD");
    assert_str(target_query(&job.mem, STR_NONE, S("q"), &found), "");
    assert_false(found);
}

// ── routes ────────────────────────────────────────────────────────────────────────────────────

static const struct http_route site[] = {
    {HTTP_GET, "/", NULL, HTTP_NOW, 0},
    {HTTP_GET, "/:edition/", NULL, HTTP_NOW, 0},
    {HTTP_GET, "/:edition/region/:slug/", NULL, HTTP_NOW, 0},
    {HTTP_POST, "/:edition/region/:slug/", NULL, HTTP_NOW, 0},
    {HTTP_GET, "/:edition/*rest", NULL, HTTP_NOW, 0},
};
static const struct http_route api[] = {{HTTP_GET, "/api/v1/stories/:id", NULL, HTTP_NOW, 0}};
static const struct http_area areas[] = {{"/", site, ARRAY_LEN(site), NULL, HTTP_NOW, NULL},
                                         {"/api/", api, ARRAY_LEN(api), NULL, HTTP_NOW, NULL}};

static void the_first_route_that_fits_wins(void **state)
{
    AUTO_JOB job;
    struct route_table table;
    struct route_found found;
    job_start(&job, 0);
    assert_job(route_compile(&job, &job.mem, areas, 2, &table), &job);
    route_find(&table, S("/"), HTTP_GET, &found);
    assert_ptr_equal(found.route, &site[0]);
    route_find(&table, S("/en/"), HTTP_GET, &found);
    assert_ptr_equal(found.route, &site[1]);
    route_find(&table, S("/en/region/africa/"), HTTP_GET, &found);
    assert_ptr_equal(found.route, &site[2]);
    assert_str(found.params[1].value, "africa");
    route_find(&table, S("/en/region/africa/"), HTTP_POST, &found);
    assert_ptr_equal(found.route, &site[3]);
    route_find(&table, S("/en/news/politics/a"), HTTP_GET, &found);
    assert_ptr_equal(found.route, &site[4]);
    assert_str(found.params[1].value, "news/politics/a");
    route_find(&table, S("/en/region/africa/"), HTTP_DELETE, &found);
    assert_null(found.route);
    assert_int_equal(found.allowed, HTTP_GET | HTTP_POST);
    route_find(&table, S("/api/v1/stories/7"), HTTP_GET, &found);
    assert_ptr_equal(found.route, &api[0]);
    route_find(&table, S("/api/v1/stories/"), HTTP_GET, &found);
    assert_null(found.route);
    assert_int_equal(found.allowed, 0);
    route_find(&table, S("/a/b/c/d/e/f/g/h/i/j/k/l/m/n/o/p/q/r"), HTTP_GET, &found);
    assert_str(found.params[1].value, "b/c/d/e/f/g/h/i/j/k/l/m/n/o/p/q/r");
}

static void a_route_that_cannot_work_stops_the_start(void **state)
{
    static const char *const bad[] = {"en", "/*a/b", "/:a/:b/:c/:d/:e/:f/:g/:h/:i",
                                      "/1/2/3/4/5/6/7/8/9/10/11/12/13/14/15/16/17"};
    for (size_t i = 0; i < ARRAY_LEN(bad); i++) {
        AUTO_JOB job;
        struct http_route route = {HTTP_GET, bad[i], NULL, HTTP_NOW, 0};
        struct http_area area = {"/", &route, 1, NULL, HTTP_NOW, NULL};
        struct route_table table;
        job_start(&job, 0);
        assert_false(route_compile(&job, &job.mem, &area, 1, &table));
    }
}

// ── proxies ───────────────────────────────────────────────────────────────────────────────────

static void the_client_is_the_last_who_is_not_ours(void **state)
{
    AUTO_JOB job;
    struct proxy_list list;
    job_start(&job, 0);
    assert_job(proxy_parse(&job, &job.mem, S(" 127.0.0.1, 10.0.0.0/9,2001:db8::/33 ,"), &list),
               &job);
    assert_true(is_proxy_trusted(&list, S("10.127.1.1")));
    assert_false(is_proxy_trusted(&list, S("10.128.1.1")));
    assert_true(is_proxy_trusted(&list, S("2001:db8:7fff::1")));
    assert_false(is_proxy_trusted(&list, S("2001:db8:8000::1")));
    assert_true(is_proxy_trusted(&list, S("::ffff:127.0.0.1")));
    assert_false(is_proxy_trusted(&list, S("")));
    assert_str(proxy_client(&list, S("1.1.1.1, 2.2.2.2,10.0.0.1"), S("127.0.0.1")), "2.2.2.2");
    assert_str(proxy_client(&list, S("10.0.0.2"), S("127.0.0.1")), "10.0.0.2");
    assert_str(proxy_client(&list, S("1.1.1.1, <script>"), S("127.0.0.1")), "127.0.0.1");
    assert_str(proxy_client(&list, S(","), S("127.0.0.1")), "127.0.0.1");
    assert_false(proxy_parse(&job, &job.mem, S("10.0.0.0/33"), &list));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_head_without_gaps_is_taken),
        cmocka_unit_test(hosts_are_names_or_addresses),
        cmocka_unit_test(an_address_is_decoded_once),
        cmocka_unit_test(an_address_that_could_lead_elsewhere_is_refused),
        cmocka_unit_test(a_query_forgives),
        cmocka_unit_test(the_first_route_that_fits_wins),
        cmocka_unit_test(a_route_that_cannot_work_stops_the_start),
        cmocka_unit_test(the_client_is_the_last_who_is_not_ours),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
